/** plex86 explain: some code as SBE sees it, byte by byte and instruction by instruction. */
import { existsSync, readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { Decoder, DecoderOptions, Formatter, FormatterSyntax } from 'iced-x86';
import type { Case } from '../../../conformance/case.ts';
import { assemble } from '../../../conformance/cases/assemble.ts';
import { linesOf, parseCases } from '../../../conformance/cases/parse.ts';
import { codeOrigin, environmentMemory, environmentRegisters } from '../../../conformance/cases/snippets/environment.ts';
import { buildSnippets, parseSnippets } from '../../../conformance/cases/snippets/index.ts';
import { isWireEngine, openEngine } from '../../../conformance/engines/index.ts';
import { type Explained, explain } from '../../../conformance/wire/explain.ts';
import { print, UsageError } from '../output.ts';

interface ExplainFlags {
  bits: string;
  json: boolean;
}

/** Why each class is, or is not, copied: one line for people. By the names of enum sbe_class. */
const REASONS: Record<string, string> = {
  native: 'on the allow-list: runs as it is',
  branch_direct: 'a direct branch: runs as it is, and the scanner follows it',
  branch_computed: 'a computed branch: its target is checked in strict mode',
  undefined: 'not defined by the CPU model: #UD',
  flags: 'IF, IOPL, NT and VM are virtual',
  segment: 'reads or writes a segment register',
  far: 'a far transfer',
  interrupt: "would go through the host's gates",
  tables: "would read or write the host's tables",
  control: 'control, debug and cache instructions',
  port: 'a port access',
  halt: 'halts the guest only',
  identity: 'would tell of the host processor',
  syscall: "would enter the host's kernel",
  code_operand: 'a cs: memory operand would read the code view',
  fpu_environment: 'host selectors and pointers in the image',
  fpu_trapped: 'CR0.TS, EM or CR4 forbid it',
  prefix: 'a prefix that newer processors give another meaning',
  page_crossing: 'its bytes lie in two pages',
  overlap: 'another stream starts inside it',
  stop: 'a stop or event address',
};

/** What executes instead of a trap site's instruction. */
function instead(reason: string): string {
  if (reason === 'stop') return 'int3 → the run ends, or an event is delivered, before it';
  if (reason === 'undefined') return 'int3 → the monitor delivers #UD';
  return 'int3 → the monitor carries it out';
}

interface Row {
  address: number;
  original: string;
  scanned: string;
  attribute: string;
  reason: string | null;
  instruction: string | null;
}

function rows(explained: Explained, one: Case): Row[] {
  const bits = one.registers.segments[1]!.attributes & 0x4000 ? 32 : 16;
  const original = Uint8Array.from(explained.bytes, (byte) => byte.original);
  const formatter = new Formatter(FormatterSyntax.Nasm);
  const hex = (value: number): string => value.toString(16).padStart(2, '0');
  const found: Row[] = [];
  for (const [index, byte] of explained.bytes.entries()) {
    let instruction: string | null = null;
    if (byte.attribute === 'start' || byte.attribute === 'trap') {
      const decoder = new Decoder(bits, original.subarray(index), DecoderOptions.None);
      decoder.ip = BigInt((one.registers.eip + index) >>> 0);
      const decoded = decoder.decode();
      instruction = formatter.format(decoded);
      decoded.free();
      decoder.free();
    }
    found.push({
      address: (explained.linear + index) >>> 0,
      original: hex(byte.original),
      scanned: hex(byte.scanned),
      attribute: byte.attribute,
      reason: byte.reason,
      instruction,
    });
  }
  formatter.free();
  return found;
}

/** The bytes after the last one that the scanner touched say nothing. */
function trimmed(all: Row[], length: number): Row[] {
  let last = all.length;
  while (last > length && all[last - 1]!.attribute === 'unscanned') last--;
  return all.slice(0, last);
}

function codeCase(id: string, code: Uint8Array, bits: 16 | 32): Case {
  const mode = bits === 32 ? 'pm32' : 'real16';
  const registers = environmentRegisters(mode);
  return {
    id,
    mode,
    model: 'default',
    ramBytes: 16 << 20,
    addressMask: 0xffffffff,
    registers,
    fx: null,
    wantsFx: false,
    memory: [...environmentMemory(mode), { address: codeOrigin(mode), bytes: code }],
    ports: [],
    events: [],
    stop: { eip: [], instructions: 0, exception: true },
  };
}

async function casesOf(code: string[], flags: ExplainFlags): Promise<Case[]> {
  if (flags.bits !== '16' && flags.bits !== '32') throw new UsageError('--bits 16 or --bits 32');
  const bits = flags.bits === '32' ? 32 : 16;
  const first = code[0]!;
  if (code.length === 1 && existsSync(first)) {
    const text = readFileSync(first, 'utf8');
    if (/^\s*;;\s*name\s*:/m.test(text)) {
      const { snippets, errors } = parseSnippets(first, text);
      const built = await buildSnippets(snippets);
      const wrong = [...errors, ...built.errors][0];
      if (wrong) throw new UsageError(`${wrong.file}:${wrong.line}: ${wrong.message}`);
      return built.cases.map((each) => each.case);
    }
    if (first.endsWith('.asm')) {
      const lines = text.split('\n').map((line, index) => ({ text: line, line: index + 1 }));
      const [answer] = await assemble([{ name: first, lines, bits, origin: codeOrigin(bits === 32 ? 'pm32' : 'real16') }]);
      if ('error' in answer!) throw new UsageError(answer.error);
      return [codeCase(first, answer!.bytes, bits)];
    }
    const parsed = await parseCases(linesOf(text));
    return parsed.map((each) => {
      if (each.case === null) throw new UsageError(`${first}: ${each.error}`);
      return each.case;
    });
  }
  const digits = code.join('').replace(/0x|[\s,:]/gi, '');
  if (!/^(?:[0-9a-f]{2})+$/i.test(digits)) throw new UsageError(`"${code.join(' ')}" is neither a file nor code in hex`);
  return [codeCase('code', new Uint8Array(Buffer.from(digits, 'hex')), bits)];
}

function startLength(one: Case): number {
  const linear = (one.registers.segments[1]!.base + one.registers.eip) >>> 0;
  const run = one.memory.findLast((each) => linear >= each.address && linear < each.address + each.bytes.length);
  return run ? run.address + run.bytes.length - linear : 0;
}

async function run(code: string[], flags: ExplainFlags): Promise<void> {
  const cases = await casesOf(code, flags);
  const engine = await openEngine('sbe');
  if (!isWireEngine(engine)) throw new Error('the monitor is a process');
  try {
    for (const [index, explained] of (await explain(engine, cases)).entries()) {
      const one = cases[index]!;
      const table = trimmed(rows(explained, one), startLength(one));
      if (flags.json) {
        await print(JSON.stringify({ id: one.id, mode: one.mode, linear: explained.linear, bytes: table }));
        continue;
      }
      if (cases.length > 1) await print(`${index === 0 ? '' : '\n'}${one.id}`);
      await print('address   original  scanned  attribute    instruction');
      for (const row of table) {
        const address = row.address.toString(16).padStart(8, '0');
        const cell = row.attribute === 'inside' || row.attribute === 'unscanned' ? `  ${row.attribute}` : row.attribute;
        const why = row.reason === null ? '' : `  ; ${row.reason}: ${REASONS[row.reason] ?? row.reason}; ${instead(row.reason)}`;
        await print(`${address}  ${row.original}        ${row.scanned}       ${cell.padEnd(11)}  ${row.instruction ?? ''}${why}`.trimEnd());
      }
    }
  } finally {
    await engine.close();
  }
}

export function addExplain(program: Command): void {
  program
    .command('explain')
    .summary('show how SBE sees some code')
    .description(
      'Scans code as an arrival at its first byte would and shows, byte by byte, the original, the scanned and the attribute page, and per trap site the reason and what executes instead.',
    )
    .argument('<code...>', 'bytes in hex, a nasm file, a snippet file, or a case file')
    .option('--bits <n>', 'code size of bytes in hex and plain nasm files: 16 or 32', '32')
    .option('--json', 'one JSON object a case', false)
    .action(run);
}
