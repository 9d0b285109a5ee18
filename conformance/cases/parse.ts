/** The JSON form that people write, to the form that the harness holds: defaults filled in, selectors looked up, nasm source assembled. */
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { type Case, type CaseEvent, GPR_NAMES, type MemoryRun, type Registers, SEGMENT_NAMES, type Segment, SHADOWS } from '../case.ts';
import { assemble, type Source } from './assemble.ts';
import type { Expectation } from './expect.ts';
import { AddressSpace, PAGE_BYTES, PTE, rightsOf } from './pages.ts';
import { FIELD_INDEX } from './registers.ts';
import { type CaseJson, caseSchema, type ExpectJson, firstIssue } from './schema.ts';
import { lookUp, realSegment, SelectorError, StartMemory, type Tables } from './segments.ts';
import { impossible } from './validate.ts';

export interface Line {
  text: string;
  /** from 1 */
  line: number;
}

export interface ParsedCase {
  line: number;
  id: string;
  case: Case;
  expect: Expectation | null;
  /** Of a saved failure: how it failed. */
  repro: CaseJson['repro'];
  error: null;
}

/** A line that is no case: `error` says where and why. */
export interface BadLine {
  line: number;
  id: string;
  case: null;
  error: string;
}

export type Parsed = ParsedCase | BadLine;

/** Found wrong in the case itself; the message begins with the field's path. */
class CaseError extends Error {}

const CS = 1;
const VM = 1 << 17;

function resolveSegments(json: CaseJson, memory: MemoryRun[], cr0: number, needed: readonly string[]): Map<string, Segment> {
  const { regs, mode } = json;
  const found = new Map<string, Segment>();
  const tables: Tables = {
    memory: new StartMemory(memory),
    gdtr: regs.gdtr,
    ldt: null,
    paging: (cr0 & 0x80000000) !== 0 ? { cr3: regs.cr3, cr4: regs.cr4 } : null,
  };
  for (const name of ['ldtr', 'tr', 'es', 'cs', 'ss', 'ds', 'fs', 'gs'] as const) {
    if (!needed.includes(name)) continue;
    const given = regs[name];
    let segment: Segment;
    if (typeof given !== 'number') segment = given;
    else if ((mode === 'real16' || mode === 'v86') && name !== 'ldtr' && name !== 'tr') segment = realSegment(given, mode);
    else {
      try {
        segment = lookUp(given, name, tables);
      } catch (error) {
        if (error instanceof SelectorError) throw new CaseError(`regs.${name}: ${error.message}`);
        throw error;
      }
    }
    if (name === 'ldtr') tables.ldt = segment;
    found.set(name, segment);
  }
  return found;
}

function controlRegister(json: CaseJson): number {
  return json.regs.cr0 ?? (json.mode === 'real16' ? 0 : json.pages === undefined ? 1 : 0x80000001);
}

function registersOf(json: CaseJson, memory: MemoryRun[]): Registers {
  const { regs, mode } = json;
  const cr0 = controlRegister(json);
  const segments = resolveSegments(json, memory, cr0, SEGMENT_NAMES);
  let tsc = 0n;
  for (const [number, value] of Object.entries(regs.msrs)) {
    if (Number(number) !== 0x10)
      throw new CaseError(`regs.msrs.${number}: the model has no such register to start with; 16 is the time stamp counter`);
    tsc = BigInt(value);
  }
  return {
    gpr: GPR_NAMES.map((name) => regs[name]),
    eip: regs.eip,
    eflags: (regs.eflags | 2 | (mode === 'v86' ? VM : 0)) >>> 0,
    segments: SEGMENT_NAMES.map((name) => ({ ...segments.get(name)! })),
    gdtr: regs.gdtr,
    idtr: regs.idtr,
    cr0,
    cr2: regs.cr2,
    cr3: regs.cr3,
    cr4: regs.cr4,
    dr: [regs.dr0, regs.dr1, regs.dr2, regs.dr3, 0, 0, regs.dr6, regs.dr7],
    tsc,
    cpl: json.cpl ?? (mode === 'real16' ? 0 : mode === 'v86' ? 3 : segments.get('cs')!.selector & 3),
    shadow: regs.shadow,
  };
}

function expectationOf(json: ExpectJson): Expectation {
  const registers: Expectation['registers'] = new Map();
  const all = 0xffffffff;
  for (const [name, value] of Object.entries(json.regs ?? {})) {
    if (value === null || value === undefined) continue;
    if (FIELD_INDEX.has(name) && typeof value === 'number') registers.set(name, { value, mask: all });
    else if (typeof value === 'number') registers.set(`${name}.selector`, { value, mask: all });
    else if (name === 'shadow') registers.set(name, { value: (SHADOWS as readonly unknown[]).indexOf(value), mask: all });
    else if (name === 'msrs') {
      for (const [number, tsc] of Object.entries(value)) if (Number(number) === 0x10) registers.set('tsc', { value: tsc, mask: all });
    } else if (name !== 'fpu') {
      for (const [part, number] of Object.entries(value)) registers.set(`${name}.${part}`, { value: number as number, mask: all });
    }
  }
  const eflags = registers.get('eflags');
  if (eflags && json.mask?.eflags !== undefined) eflags.mask = json.mask.eflags;
  for (const [name, mask] of Object.entries(json.mask?.regs ?? {})) {
    const expected = registers.get(name);
    if (!expected) throw new CaseError(`expect.mask.regs.${name}: no such register is expected`);
    expected.mask = mask;
  }
  const run = ([address, bytes]: [number, Uint8Array]): MemoryRun => ({ address, bytes });
  const fpu = json.regs?.fpu;
  return {
    outcome: json.outcome ?? null,
    exception: json.exception ? { vector: json.exception.vector, errorCode: json.exception.errorCode } : null,
    delivered: json.delivered ?? null,
    registers,
    fx: fpu ? { image: fpu, mask: json.mask?.fpu ?? new Uint8Array(512).fill(0xff) } : null,
    memory: json.mem ? { runs: json.mem.map(run), masks: (json.mask?.mem ?? []).map(run) } : null,
    out: json.out?.map(([port, width, value]) => ({ port, width, value: Number.parseInt(value, 16) })) ?? null,
  };
}

/** `expect.regs` names only what was written: zod's defaults must not come into it. */
function onlyWritten(raw: unknown, json: CaseJson): ExpectJson | null {
  if (json.expect === null) return null;
  const written = (raw as { expect?: { regs?: object } }).expect?.regs ?? {};
  const regs = Object.fromEntries(Object.entries(json.expect.regs ?? {}).filter(([name]) => name in written));
  return { ...json.expect, regs: regs as NonNullable<ExpectJson['regs']> };
}

function build(json: CaseJson, memory: MemoryRun[]): Case {
  const one: Case = {
    id: json.id,
    mode: json.mode,
    model: json.cpu,
    ramBytes: json.ramBytes,
    addressMask: json.addressMask,
    registers: registersOf(json, memory),
    fx: json.regs.fpu,
    wantsFx: true,
    memory,
    ports: json.ports.map(([port, width, value]) => ({ port, width, value: Number.parseInt(value, 16) })),
    events: json.events.map((event): CaseEvent => ({ at: event.at, vector: event.irq ?? 2, nmi: event.nmi ?? false })),
    stop: json.stop,
  };
  const wrong = impossible(one);
  if (wrong !== null) throw new CaseError(wrong);
  return one;
}

/** The tables that `pages` asks for: the directory at CR3, tables in the pages behind it, in the order in which they are needed. */
function pageRuns(json: CaseJson): MemoryRun[] {
  if (json.pages === undefined) return [];
  const directory = (json.regs.cr3 & 0xfffff000) >>> 0;
  let next = directory;
  const space = new AddressSpace(directory, () => {
    next += PAGE_BYTES;
    return next;
  });
  for (const [index, [linear, physical, rights]] of json.pages.entries()) {
    const bits = rightsOf(rights)!;
    const large = (bits & PTE.PS) !== 0;
    const unit = large ? 0x400000 : PAGE_BYTES;
    if (linear % unit !== 0 || physical % unit !== 0)
      throw new CaseError(`pages[${index}]: not at the start of a ${large ? '4 MiB' : '4 KiB'} page`);
    if (large) space.mapLarge(linear, physical, bits);
    else if (space.isLarge(linear)) throw new CaseError(`pages[${index}]: lies in a 4 MiB page that is mapped already`);
    else space.map(linear, physical, bits);
  }
  return space.runs();
}

/** Where nasm source at this physical address starts, in the terms of the code segment. */
function originOf(json: CaseJson, address: number): number {
  const literal: MemoryRun[] = json.mem.flatMap(([at, bytes]) => (bytes instanceof Uint8Array ? [{ address: at, bytes }] : []));
  try {
    literal.unshift(...pageRuns(json));
    const cs = resolveSegments(json, literal, controlRegister(json), ['ldtr', 'cs']).get(SEGMENT_NAMES[CS]!)!;
    return (address - cs.base) >>> 0;
  } catch (error) {
    if (error instanceof CaseError) return address; // said again, with everything known, when the case is built
    throw error;
  }
}

interface Pending {
  line: number;
  id: string;
  raw: unknown;
  json: CaseJson | null;
  error: string | null;
}

function read(line: Line): Pending {
  const pending: Pending = { line: line.line, id: '', raw: null, json: null, error: null };
  try {
    pending.raw = JSON.parse(line.text);
  } catch (error) {
    pending.error = `not JSON: ${error instanceof Error ? error.message : String(error)}`;
    return pending;
  }
  const id = (pending.raw as { id?: unknown } | null)?.id;
  if (typeof id === 'string') pending.id = id;
  const parsed = caseSchema.safeParse(pending.raw);
  if (parsed.success) pending.json = parsed.data;
  else pending.error = firstIssue(parsed.error);
  return pending;
}

/** Parses lines, each a case; one answer a line, in order. Empty lines must have been left out. */
export async function parseCases(lines: readonly Line[]): Promise<Parsed[]> {
  const pending = lines.map(read);
  const sources: Source[] = [];
  const places: { pending: Pending; index: number }[] = [];
  for (const each of pending) {
    const { json } = each;
    if (json === null) continue;
    for (const [index, [address, content]] of json.mem.entries()) {
      if (content instanceof Uint8Array) continue;
      const text = content.asm.split('\n').map((line, k) => ({ text: line, line: k + 1 }));
      const bits = json.mode === 'pm32' ? 32 : 16;
      sources.push({ name: `mem[${index}].asm`, lines: text, bits, origin: originOf(json, address) });
      places.push({ pending: each, index });
    }
  }
  const code = new Map<Pending, Map<number, Uint8Array>>();
  for (const [k, answer] of (await assemble(sources)).entries()) {
    const { pending: each, index } = places[k]!;
    if ('error' in answer) each.error ??= answer.error;
    else {
      const bytes = code.get(each) ?? new Map<number, Uint8Array>();
      code.set(each, bytes.set(index, answer.bytes));
    }
  }
  return pending.map((each): Parsed => {
    const { line, id, json } = each;
    if (json !== null && each.error === null) {
      try {
        const given = json.mem.map(([address, content], index) => ({
          address,
          bytes: content instanceof Uint8Array ? content : code.get(each)!.get(index)!,
        }));
        const memory = [...pageRuns(json), ...given];
        const one = build(json, memory);
        const expect = onlyWritten(each.raw, json);
        return {
          line,
          id,
          case: one,
          expect: expect === null ? null : expectationOf(expect),
          repro: json.repro,
          error: null,
        };
      } catch (error) {
        if (!(error instanceof CaseError)) throw error;
        each.error = error.message;
      }
    }
    return { line, id, case: null, error: `line ${line}: ${each.error}` };
  });
}

/** The lines of a file: JSON Lines, or one case written over several lines. */
export function linesOf(text: string): Line[] {
  try {
    return [{ text: JSON.stringify(JSON.parse(text)), line: 1 }];
  } catch {
    return text.split('\n').flatMap((line, index) => (line.trim() === '' ? [] : [{ text: line, line: index + 1 }]));
  }
}

/** Reads JSON lines from a stream, in portions, so that a file of any size takes bounded memory. */
export async function* readCases(from: Readable, portion = 512, portionCharacters = 4 << 20): AsyncGenerator<Parsed[]> {
  let lines: Line[] = [];
  let number = 0;
  let characters = 0;
  for await (const text of createInterface({ input: from, crlfDelay: Number.POSITIVE_INFINITY })) {
    number++;
    if (text.trim() === '') continue;
    lines.push({ text, line: number });
    characters += text.length;
    if (lines.length < portion && characters < portionCharacters) continue;
    yield await parseCases(lines);
    lines = [];
    characters = 0;
  }
  if (lines.length > 0) yield await parseCases(lines);
}
