// The monitor runs between the guest's instructions while the guest's vector and x87 registers are live. So the monitor's process
// may touch them nowhere but in the few functions that do so on purpose (monitor/emulate/host_unit.c); and it
// may import nothing and have no thread-local storage.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const image = join(root, 'build', 'plex86-vm');

function output(command, args) {
  const done = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 256 << 20 });
  if (done.status !== 0) {
    console.error(`${command} ${args.join(' ')}: ${done.error?.message ?? done.stderr}`);
    process.exit(1);
  }
  return done.stdout;
}

if (!existsSync(image)) {
  console.error('build/plex86-vm is not built: make vm');
  process.exit(1);
}

const problems = [];
const headers = output('readelf', ['--wide', '--program-headers', image]);
if (/^\s*INTERP\b/m.test(headers)) problems.push('it wants a dynamic linker');
if (/^\s*TLS\b/m.test(headers)) problems.push('it has thread-local storage');
const undefinedSymbols = output('nm', ['--undefined-only', image]).trim();
if (undefinedSymbols !== '') problems.push(`it imports ${undefinedSymbols.replace(/\s+/g, ' ')}`);

/** Functions whose business is the guest's own FPU state: they load it, run one guest instruction, and store it. */
const ON_PURPOSE =
  /^(?:plex86_(?:x87|simd)\w*|(?:x87|mmx|simd|float|compare|ordered_compare)_execute|convert_(?:integer|mmx|xmm)_to_(?:integer|mmx|xmm))$/;
const REGISTER = /%(?:[xyz]?mm\d|st)\b/;
const STATE = /^(?:fld|fst|fxsave|fxrstor|xsave|xrstor|fninit|finit|fnsave|frstor|ldmxcsr|stmxcsr|emms|fwait)/;

let name = '';
for (const line of output('objdump', ['--disassemble', '--no-show-raw-insn', image]).split('\n')) {
  const label = /^[0-9a-f]+ <([^>]+)>:$/.exec(line);
  if (label) name = label[1];
  if (label || ON_PURPOSE.test(name)) continue;
  const [, instruction] = /^\s*[0-9a-f]+:\s+(.*)$/.exec(line) ?? [];
  if (instruction && (REGISTER.test(instruction) || STATE.test(instruction))) problems.push(`${name}: ${line.trim().replace(/\s+/g, ' ')}`);
}

if (problems.length > 0) {
  console.error(`build/plex86-vm:\n${problems.join('\n')}`);
  process.exit(1);
}
