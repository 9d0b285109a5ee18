// The guest's x87, MMX and SSE registers are live from a trap until the monitor has saved them, and nothing saves them on the way:
// so no object of the VM's process may hold an instruction that uses such a register. One file may, the interpreter's bounce to the
// real unit, and one may save them and load them again: after a gate nobody else has. The disassembly is asked, not the compiler's options.
//
//   node scripts/check-trap-path.mjs [build/vm ...]
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const ALLOWED = ['monitor/emulate/host_unit.c.o'];
const SAVES = { 'driver/user/gate.c.o': /: fx(save|rstor)64 / };
const REGISTER = /%[xyz]mm\d|%mm\d|%st\b|%k[0-7]\b/;
const MNEMONIC = /^(f(?!s\b)[a-z0-9]+|emms|femms|ldmxcsr|stmxcsr|vldmxcsr|vstmxcsr|vzero(upper|all)|xsave\w*|xrstor\w*|cvt\w+|movnt\w+)$/;

function objects(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return objects(path);
    return path.endsWith('.o') ? [path] : [];
  });
}

/** The instructions of an object that use the unit, as objdump prints them. */
function offences(object) {
  const text = execFileSync('objdump', ['-d', '--no-show-raw-insn', object], { encoding: 'latin1', maxBuffer: 1 << 28 });
  const found = [];
  let name = '?';
  for (const line of text.split('\n')) {
    const symbol = /^[0-9a-f]+ <(.+)>:$/.exec(line);
    if (symbol) name = symbol[1];
    const instruction = /^\s+[0-9a-f]+:\s+(?:(?:lock|repz|repnz|rep|data16|addr32|cs|ds|es|ss|fs|gs|notrack)\s+)*(\S+)\s*(.*)$/.exec(line);
    if (!instruction) continue;
    const operands = instruction[2].replace(/[#<].*$/, '');
    if (REGISTER.test(operands) || MNEMONIC.test(instruction[1])) found.push(`${name}: ${instruction[1]} ${operands}`);
  }
  return found;
}

const folders = process.argv.length > 2 ? process.argv.slice(2) : ['build/vm'];
let failures = 0;
for (const folder of folders) {
  if (!existsSync(folder)) {
    console.error(`check-trap-path: ${folder} is not there. Build it: make vm`);
    process.exit(2);
  }
  let looked = 0;
  let users = 0;
  for (const object of objects(folder)) {
    looked++;
    const saves = Object.entries(SAVES).find(([name]) => object.endsWith(name))?.[1];
    const found = offences(object).filter((offence) => !saves?.test(offence));
    const allowed = ALLOWED.some((name) => object.endsWith(name));
    if (allowed) users += found.length;
    if (allowed || found.length === 0) continue;
    failures++;
    console.error(`${object}: ${found.length} instructions use x87, MMX or SSE registers, the first in ${found[0]}`);
  }
  // A check that finds nothing where there is something would pass for ever.
  if (users === 0) {
    console.error(`check-trap-path: ${ALLOWED[0]} in ${folder} uses no such register: the check is blind`);
    failures++;
  }
  console.log(`${folder}: ${looked} objects, ${failures} offend; the bounce to the real unit has ${users} such instructions`);
}
// And nothing comes from outside: no interpreter, no library, no thread-local storage, no segment that is writable and executable.
for (const program of ['build/plex86-vm', 'build/plex86-vm-mutants'].filter((name) => existsSync(name))) {
  const text = execFileSync('readelf', ['-lWd', program], { encoding: 'latin1' });
  const wrong = [/\bINTERP\b/, /\(NEEDED\)/, /^\s+TLS\s/m, /\bRWE\b/].filter((pattern) => pattern.test(text));
  const undefinedSymbols = execFileSync('nm', ['-u', program], { encoding: 'latin1' }).trim();
  if (wrong.length === 0 && undefinedSymbols === '') continue;
  failures++;
  console.error(`${program}: needs something from outside, or has writable code: ${[...wrong.map(String), undefinedSymbols].join(' ')}`);
}
process.exit(failures === 0 ? 0 : 1);
