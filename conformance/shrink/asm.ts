/** A case as a stand-alone snippet file: nasm source that says its whole start state in directives (corpus/README.md). */
import { Decoder, DecoderOptions, Formatter, FormatterSyntax } from 'iced-x86';
import { type Case, GPR_NAMES, type MemoryRun, type Result, SEGMENT_NAMES } from '../case.ts';
import { hexadecimal } from '../compare/compare.ts';
import { LinearView } from '../engines/batch-kernel/memory-view.ts';
import { instructions } from './shrink.ts';

const LINE = 140;
const MOST_CODE = 0x400;
/** Bytes of code that are shown where nothing says where it ends. */
const WITHOUT_STOP = 64;

function bytesText(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
}

function memoryLines(directive: string, runs: readonly MemoryRun[]): string[] {
  const lines: string[] = [];
  for (const run of runs) {
    for (let i = 0; i < run.bytes.length; i += 32) {
      lines.push(`;; ${directive}: [${hexadecimal(run.address + i)}]=${bytesText(run.bytes.subarray(i, i + 32))}`);
    }
  }
  return lines;
}

function wrapped(directive: string, items: readonly string[]): string[] {
  const lines: string[] = [];
  let line = '';
  for (const item of items) {
    if (line !== '' && line.length + item.length > LINE) {
      lines.push(`;; ${directive}: ${line}`);
      line = '';
    }
    line += (line === '' ? '' : ', ') + item;
  }
  if (line !== '') lines.push(`;; ${directive}: ${line}`);
  return lines;
}

function registerItems(one: Case): string[] {
  const { registers } = one;
  const items = GPR_NAMES.map((name, i) => `${name}=${hexadecimal(registers.gpr[i]!)}`);
  items.push(`eflags=${hexadecimal(registers.eflags)}`, `cpl=${registers.cpl}`);
  SEGMENT_NAMES.forEach((name, i) => {
    const { selector, base, limit, attributes } = registers.segments[i]!;
    items.push(`${name}=${hexadecimal(selector)}`, `${name}.base=${hexadecimal(base)}`);
    items.push(`${name}.limit=${hexadecimal(limit)}`, `${name}.attributes=${hexadecimal(attributes)}`);
  });
  for (const name of ['cr0', 'cr2', 'cr3', 'cr4'] as const) items.push(`${name}=${hexadecimal(registers[name])}`);
  for (const i of [0, 1, 2, 3, 6, 7]) items.push(`dr${i}=${hexadecimal(registers.dr[i]!)}`);
  for (const name of ['gdtr', 'idtr'] as const) {
    items.push(`${name}.base=${hexadecimal(registers[name].base)}`, `${name}.limit=${hexadecimal(registers[name].limit)}`);
  }
  if (registers.shadow !== 'none') items.push(`shadow=${registers.shadow}`);
  return items;
}

/** What changed from the start, as the reference has it. */
function expectItems(one: Case, reference: Result): string[] {
  const items: string[] = [];
  const { registers } = reference;
  items.push(`outcome=${reference.outcome}`, `eip=${hexadecimal(registers.eip)}`);
  GPR_NAMES.forEach((name, i) => {
    if (registers.gpr[i] !== one.registers.gpr[i]) items.push(`${name}=${hexadecimal(registers.gpr[i]!)}`);
  });
  if (registers.eflags !== one.registers.eflags) items.push(`eflags=${hexadecimal(registers.eflags)}`);
  if (reference.exception) {
    const { vector, errorCode } = reference.exception;
    items.push(`exception=${vector}${errorCode === null ? '' : `:${hexadecimal(errorCode)}`}`);
  }
  for (const { vector, errorCode } of reference.delivered)
    items.push(`delivered=${vector}${errorCode === null ? '' : `:${hexadecimal(errorCode)}`}`);
  SEGMENT_NAMES.forEach((name, i) => {
    const [a, b] = [registers.segments[i]!, one.registers.segments[i]!];
    if (a.selector !== b.selector) items.push(`${name}=${hexadecimal(a.selector)}`);
    for (const part of ['base', 'limit', 'attributes'] as const) {
      if (a[part] !== b[part] || a.selector !== b.selector) items.push(`${name}.${part}=${hexadecimal(a[part])}`);
    }
  });
  for (const name of ['cr0', 'cr2', 'cr4', 'cpl'] as const)
    if (registers[name] !== one.registers[name]) items.push(`${name}=${hexadecimal(registers[name])}`);
  if (registers.dr[6] !== one.registers.dr[6]) items.push(`dr6=${hexadecimal(registers.dr[6]!)}`);
  return items;
}

/** From CS:EIP to the last stop close behind it, through the case's page tables. */
function pagedInstructions(one: Case, code32: boolean): { at: number; bytes: Uint8Array }[] {
  const linear = (one.registers.segments[1]!.base + one.registers.eip) >>> 0;
  const stops = one.stop.eip.filter((stop) => stop > linear && stop - linear <= MOST_CODE);
  const length = stops.length > 0 ? Math.max(...stops) - linear : WITHOUT_STOP;
  const bytes = new LinearView(one.memory, one.registers).bytes(linear, length);
  const decoder = new Decoder(code32 ? 32 : 16, bytes, DecoderOptions.None);
  const list: { at: number; bytes: Uint8Array }[] = [];
  while (decoder.canDecode) {
    const from = decoder.position;
    decoder.decode().free();
    list.push({ at: linear + from, bytes: bytes.slice(from, decoder.position) });
  }
  decoder.free();
  return list;
}

/** `notes` become comments: what differed, how it was found. */
export function caseAsm(one: Case, reference: Result | null, notes: readonly string[]): string {
  const code32 = one.mode === 'pm32';
  const ring3 = one.registers.cpl === 3 && (one.mode === 'pm16' || one.mode === 'pm32');
  const lines = [
    ...notes.map((note) => `; ${note}`),
    `;; name: ${one.id.replace(/[^\w-]/g, '-')}`,
    `;; mode: ${one.mode}${ring3 ? '/3' : ''}`,
  ];
  if (one.model !== 'default') lines.push(`;; model: ${one.model}`);
  lines.push(`;; at: ${hexadecimal(one.registers.eip)}`, `;; limit: ${one.stop.instructions}`);
  if (!one.stop.exception) lines.push(';; deliver');
  for (const eip of one.stop.eip) lines.push(`;; stop: ${hexadecimal(eip)}`);
  lines.push(...wrapped('set', registerItems(one)));
  const code = (one.registers.cr0 & 0x80000000) === 0 ? instructions(one) : pagedInstructions(one, code32);
  lines.push(...memoryLines('set', one.memory));
  const formatter = new Formatter(FormatterSyntax.Nasm);
  for (const { at, bytes } of code) {
    const decoder = new Decoder(code32 ? 32 : 16, bytes, DecoderOptions.None);
    decoder.ip = BigInt(at - one.registers.segments[1]!.base);
    const text = formatter.format(decoder.decode());
    const data = `        db ${[...bytes].map((byte) => hexadecimal(byte)).join(', ')}`;
    lines.push(`${data.padEnd(60)} ; ${text}`);
    decoder.free();
  }
  formatter.free();
  if (reference) {
    lines.push(...wrapped('expect', expectItems(one, reference)), ...memoryLines('expect', reference.memory));
  }
  return `${lines.join('\n')}\n`;
}
