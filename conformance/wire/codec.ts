/**
 * Cases to bytes, bytes to results. The layout is wire.h's; see there. Encoding writes through one 32-bit view into one buffer a batch;
 * results stay bytes until someone asks for one, because nearly all of them are only compared for equality.
 */
import { endianness } from 'node:os';
import type { Case, Delivered, MemoryRun, Outcome, PortAccess, Registers, Result, Segment, Shadow, Stats } from '../case.ts';
import { MODELS, OUTCOMES, SHADOWS } from '../case.ts';
import { CONDITIONS, type Condition, type EngineOptions } from '../engines/engine.ts';
import { EXIT_CAUSES, enumeration, field, mutantNumber, names, struct, value } from './layout.ts';

if (endianness() !== 'LE') throw new Error('plex86 runs on x86-64 only: the wire is little-endian');

function same(what: string, ours: readonly string[], theirs: readonly string[]): void {
  if (ours.join() !== theirs.join()) throw new Error(`${what} differ between TypeScript and C: ${ours.join()} / ${theirs.join()}`);
}
same('outcomes', OUTCOMES, names('outcome', 'OUTCOME_'));
same('cache conditions', CONDITIONS, names('sbe_condition', 'CONDITION_'));

/** Cases in the binary form: item i is body[offsets[i] .. offsets[i + 1]]. The same batch can be given to any engine. */
export interface CaseBatch {
  body: Buffer;
  offsets: Uint32Array;
  count: number;
}

/** Results in the binary form, each in its own place; see `equalResults` and `decodeResult`. */
export interface ResultBatch {
  body: Buffer;
  offsets: Uint32Array;
  count: number;
  /** by the engine's own clock */
  nanoseconds: number;
  /** Of crashed cases: how the process ended. */
  errors: Map<number, string>;
}

// ---- offsets, in 32-bit words where a name ends in _WORD ----
const CASE_BYTES = struct('wire_case').bytes;
const RESULT_BYTES = struct('wire_result').bytes;
const REGISTER_BYTES = struct('wire_registers').bytes;
const FX_BYTES = 512;

function word(name: string, path: string): number {
  const { offset } = field(name, path);
  if (offset % 4 !== 0) throw new Error(`${name}.${path} is not on a word`);
  return offset / 4;
}

const CASE_RAM_WORD = word('wire_case', 'ram_bytes');
const CASE_MASK_WORD = word('wire_case', 'address_mask');
const CASE_LIMIT_WORD = word('wire_case', 'instruction_limit');
const CASE_MODEL = field('wire_case', 'model').offset;
const CASE_STOP_AT_EXCEPTION = field('wire_case', 'stop_at_exception').offset;
const CASE_HAS_FX = field('wire_case', 'has_fx').offset;
const CASE_WANTS_FX = field('wire_case', 'wants_fx').offset;
const CASE_STOPS_WORD = word('wire_case', 'stops');
const CASE_PORTS_WORD = word('wire_case', 'ports');
const CASE_REGISTERS_WORD = word('wire_case', 'registers');
if (field('wire_case', 'events').offset !== CASE_STOPS_WORD * 4 + 2 || field('wire_case', 'memories').offset !== CASE_PORTS_WORD * 4 + 2) {
  throw new Error('wire_case: stops and events, ports and memories share a word each');
}

const EIP_WORD = word('wire_registers', 'eip');
const EFLAGS_WORD = word('wire_registers', 'eflags');
const SEGMENT_WORD = word('wire_registers', 'segment');
const GDTR_WORD = word('wire_registers', 'gdtr_base');
const IDTR_WORD = word('wire_registers', 'idtr_base');
const CR0_WORD = word('wire_registers', 'cr0');
const DR_WORD = word('wire_registers', 'dr');
const TSC_WORD = word('wire_registers', 'tsc_low');
const CPL = field('wire_registers', 'cpl').offset;
const SHADOW = field('wire_registers', 'shadow').offset;
if (word('wire_registers', 'gpr') !== 0 || struct('wire_segment').bytes !== 12 || CPL % 4 !== 0 || SHADOW !== CPL + 1) {
  throw new Error('wire_registers: not as the codec assumes');
}

const RESULT_OUTCOME = field('wire_result', 'outcome').offset;
const RESULT_HAS_FX = field('wire_result', 'has_fx').offset;
const RESULT_VECTOR = field('wire_result', 'exception_vector').offset;
const RESULT_HAS_ERROR = field('wire_result', 'exception_has_error').offset;
const RESULT_ERROR = field('wire_result', 'exception_error').offset;
const RESULT_DELIVERIES = field('wire_result', 'deliveries').offset;
const RESULT_OUTS = field('wire_result', 'outs').offset;
const RESULT_MEMORIES = field('wire_result', 'memories').offset;
const RESULT_NOTE = field('wire_result', 'note').offset;
const RESULT_REGISTERS = field('wire_result', 'registers').offset;
const RESULT_STATS = field('wire_result', 'stats').offset;
const RESULT_EFLAGS = RESULT_REGISTERS + EFLAGS_WORD * 4;
if (RESULT_STATS !== RESULT_REGISTERS + REGISTER_BYTES || RESULT_STATS + struct('wire_stats').bytes !== RESULT_BYTES) {
  throw new Error('wire_result: registers, then stats, then the parts');
}
/** Where the eight 32-bit general registers, EIP and EFLAGS of a raw result stand, in bytes from the start of its item. */
export const RAW = {
  outcome: RESULT_OUTCOME,
  exceptionVector: RESULT_VECTOR,
  deliveries: RESULT_DELIVERIES,
  note: RESULT_NOTE,
  gpr: RESULT_REGISTERS,
  eip: RESULT_REGISTERS + EIP_WORD * 4,
  eflags: RESULT_EFLAGS,
  tsc: RESULT_REGISTERS + TSC_WORD * 4,
  registers: RESULT_REGISTERS,
  stats: RESULT_STATS,
  parts: RESULT_BYTES,
} as const;

const STAT = new Map([...struct('wire_stats').fields].map(([name, at]) => [name, RESULT_STATS + at.offset]));

const EVENT_AT_INSTRUCTION = 1; // enum event_kind of monitor/run/control.h

function padded(bytes: number): number {
  return (bytes + 3) & ~3;
}

function caseBytes(one: Case): number {
  let bytes = CASE_BYTES + 4 * one.stop.eip.length + 8 * one.events.length + 8 * one.ports.length + (one.fx ? FX_BYTES : 0);
  for (const run of one.memory) bytes += 8 + padded(run.bytes.length);
  return bytes;
}

function writeRegisters(words: Uint32Array, at: number, from: Registers): void {
  for (let i = 0; i < 8; i++) words[at + i] = from.gpr[i]!;
  words[at + EIP_WORD] = from.eip;
  words[at + EFLAGS_WORD] = from.eflags;
  for (let i = 0; i < 8; i++) {
    const segment = from.segments[i]!;
    const to = at + SEGMENT_WORD + 3 * i;
    words[to] = segment.selector | (segment.attributes << 16);
    words[to + 1] = segment.base;
    words[to + 2] = segment.limit;
  }
  words[at + GDTR_WORD] = from.gdtr.base;
  words[at + GDTR_WORD + 1] = from.gdtr.limit;
  words[at + IDTR_WORD] = from.idtr.base;
  words[at + IDTR_WORD + 1] = from.idtr.limit;
  words[at + CR0_WORD] = from.cr0;
  words[at + CR0_WORD + 1] = from.cr2;
  words[at + CR0_WORD + 2] = from.cr3;
  words[at + CR0_WORD + 3] = from.cr4;
  for (let i = 0; i < 8; i++) words[at + DR_WORD + i] = from.dr[i]!;
  words[at + TSC_WORD] = Number(from.tsc & 0xffffffffn);
  words[at + TSC_WORD + 1] = Number(from.tsc >> 32n);
  words[at + CPL / 4] = from.cpl | (SHADOWS.indexOf(from.shadow) << 8);
}

/** Encodes cases for any engine. Cases are taken as they are: what is impossible, the engine answers with `invalid`. */
export function encodeCases(cases: readonly Case[]): CaseBatch {
  let total = 0;
  const offsets = new Uint32Array(cases.length + 1);
  for (let i = 0; i < cases.length; i++) {
    total += caseBytes(cases[i]!);
    offsets[i + 1] = total;
  }
  const store = new ArrayBuffer(total);
  const bytes = new Uint8Array(store);
  const words = new Uint32Array(store);
  for (let i = 0; i < cases.length; i++) {
    const one = cases[i]!;
    const start = offsets[i]!;
    const at = start >>> 2;
    words[at] = offsets[i + 1]! - start;
    words[at + CASE_RAM_WORD] = one.ramBytes;
    words[at + CASE_MASK_WORD] = one.addressMask;
    words[at + CASE_LIMIT_WORD] = one.stop.instructions;
    bytes[start + CASE_MODEL] = MODELS.indexOf(one.model);
    bytes[start + CASE_STOP_AT_EXCEPTION] = one.stop.exception ? 1 : 0;
    bytes[start + CASE_HAS_FX] = one.fx ? 1 : 0;
    bytes[start + CASE_WANTS_FX] = one.wantsFx ? 1 : 0;
    words[at + CASE_STOPS_WORD] = one.stop.eip.length | (one.events.length << 16);
    words[at + CASE_PORTS_WORD] = one.ports.length | (one.memory.length << 16);
    writeRegisters(words, at + CASE_REGISTERS_WORD, one.registers);

    let to = (start + CASE_BYTES) >>> 2;
    for (const eip of one.stop.eip) words[to++] = eip;
    for (const event of one.events) {
      const byInstruction = 'instruction' in event.at;
      words[to++] = (byInstruction ? EVENT_AT_INSTRUCTION : 0) | (event.vector << 8) | ((event.nmi ? 1 : 0) << 16);
      words[to++] = 'instruction' in event.at ? event.at.instruction : event.at.eip;
    }
    for (const port of one.ports) {
      words[to++] = port.port | (port.width << 16);
      words[to++] = port.value;
    }
    if (one.fx) {
      bytes.set(one.fx, to * 4);
      to += FX_BYTES / 4;
    }
    for (const run of one.memory) {
      words[to++] = run.address;
      words[to++] = run.bytes.length;
      bytes.set(run.bytes, to * 4);
      to += padded(run.bytes.length) >>> 2;
    }
  }
  return { body: Buffer.from(store), offsets, count: cases.length };
}

/** Items [from, to) of a batch, sharing its bytes. */
export function sliceCases(batch: CaseBatch, from: number, to: number): CaseBatch {
  const start = batch.offsets[from]!;
  const offsets = new Uint32Array(to - from + 1);
  for (let i = 0; i < offsets.length; i++) offsets[i] = batch.offsets[from + i]! - start;
  return { body: batch.body.subarray(start, batch.offsets[to]!), offsets, count: to - from };
}

// ---- headers ----
export const REQUEST_BYTES = struct('wire_request').bytes;
export const RESPONSE_BYTES = struct('wire_response').bytes;
const REQUEST_MAGIC = value('wire_magic', 'WIRE_REQUEST_MAGIC');
const RESPONSE_MAGIC = value('wire_magic', 'WIRE_RESPONSE_MAGIC');
const request = (name: string): number => field('wire_request', name).offset;
const response = (name: string): number => field('wire_response', name).offset;

export type WireKind = 'run' | 'decode' | 'explain' | 'measure';
export type WireEngineName = 'sbe' | 'interp' | 'bare' | 'unicorn';

export function encodeRequest(kind: WireKind, engine: WireEngineName, bytes: number, count: number, options: EngineOptions = {}): Buffer {
  const header = Buffer.alloc(REQUEST_BYTES);
  header.writeUInt32LE(REQUEST_MAGIC, request('magic'));
  header.writeUInt32LE(bytes, request('bytes'));
  header.writeUInt32LE(count, request('count'));
  header[request('kind')] = value('wire_kind', `WIRE_${kind.toUpperCase()}`);
  header[request('engine')] = value('wire_engine', `WIRE_${engine.toUpperCase()}`);
  header[request('sbe_mode')] = value('sbe_mode', options.mode === 'strict' ? 'SBE_STRICT' : 'SBE_FAST');
  const condition: Condition = options.condition ?? 'cold';
  const paged = (engine === 'sbe' || engine === 'interp' ? options.paged : undefined) ?? 'off';
  header[request('condition')] = CONDITIONS.indexOf(condition);
  header.writeUInt32LE(options.mutant === undefined ? 0 : mutantNumber(options.mutant), request('mutant'));
  header.writeUInt32LE(options.timeLimitMicroseconds ?? 0, request('time_limit_us'));
  header.writeUInt32LE(0, request('page_limit'));
  header.writeUInt32LE(options.burst ?? 0, request('burst'));
  header.writeUInt32LE(value('wire_paged', `WIRE_PAGED_${paged.toUpperCase()}`), request('paged'));
  return header;
}

export interface ResponseHeader {
  bytes: number;
  count: number;
  nanoseconds: number;
}

/** null: not a response, the stream is out of step. */
export function decodeResponseHeader(header: Buffer): ResponseHeader | null {
  if (header.readUInt32LE(response('magic')) !== RESPONSE_MAGIC) return null;
  return {
    bytes: header.readUInt32LE(response('bytes')),
    count: header.readUInt32LE(response('count')),
    nanoseconds: header.readUInt32LE(response('nanoseconds_low')) + header.readUInt32LE(response('nanoseconds_high')) * 2 ** 32,
  };
}

/** Finds the items of a response's body. Throws when sizes do not add up. */
export function indexResults(body: Buffer, count: number, nanoseconds = 0): ResultBatch {
  const offsets = new Uint32Array(count + 1);
  let at = 0;
  for (let i = 0; i < count; i++) {
    if (at + RESULT_BYTES > body.length) throw new Error(`result ${i} of ${count} is cut short`);
    const bytes = body.readUInt32LE(at);
    if (bytes < RESULT_BYTES || bytes % 4 !== 0) throw new Error(`result ${i} of ${count} gives its size as ${bytes}`);
    at += bytes;
    offsets[i + 1] = at;
  }
  if (at !== body.length) throw new Error(`${body.length - at} bytes left after ${count} results`);
  return { body, offsets, count, nanoseconds, errors: new Map() };
}

/** Joins batches in their order. */
export function concatResults(parts: readonly ResultBatch[]): ResultBatch {
  if (parts.length === 1) return parts[0]!;
  const body = Buffer.concat(parts.map((part) => part.body));
  const count = parts.reduce((sum, part) => sum + part.count, 0);
  const joined = indexResults(
    body,
    count,
    parts.reduce((sum, part) => sum + part.nanoseconds, 0),
  );
  let first = 0;
  for (const part of parts) {
    for (const [index, text] of part.errors) joined.errors.set(first + index, text);
    first += part.count;
  }
  return joined;
}

/** Results of cases that the engine could not give: registers as at the start, outcome `crashed`, and the reason. */
export function crashedResults(batch: CaseBatch, error: string): ResultBatch {
  const body = Buffer.alloc(RESULT_BYTES * batch.count);
  for (let i = 0; i < batch.count; i++) {
    const at = i * RESULT_BYTES;
    body.writeUInt32LE(RESULT_BYTES, at);
    body[at + RESULT_OUTCOME] = OUTCOMES.indexOf('crashed');
    const registers = batch.offsets[i]! + CASE_REGISTERS_WORD * 4;
    batch.body.copy(body, at + RESULT_REGISTERS, registers, registers + REGISTER_BYTES);
  }
  const results = indexResults(body, batch.count);
  for (let i = 0; i < batch.count; i++) results.errors.set(i, error);
  return results;
}

/** How decoded results say WIRE_NOTE_UNEXPLAINED_FAULT. */
export const UNEXPLAINED_FAULT = 'unexplained fault';
export const TRUNCATED = 'more deliveries, outs or memory runs than a result can carry';
const UNEXPLAINED = value('wire_note', 'WIRE_NOTE_UNEXPLAINED_FAULT');

/** Whether the monitor met a native fault that the guest does not have and nothing known explains. */
export function hasUnexplainedFault(batch: ResultBatch, index: number): boolean {
  return batch.body[batch.offsets[index]! + RESULT_NOTE] === UNEXPLAINED;
}

/**
 * Whether two engines gave the same result, in everything but the stats and the note; of EFLAGS only the bits of `eflagsMask` count.
 * A result with an unexplained fault is no result, and equals nothing. No decoding; about 0.3 µs.
 */
export function equalResults(a: ResultBatch, b: ResultBatch, index: number, eflagsMask = 0xffffffff): boolean {
  const x = a.offsets[index]!;
  const y = b.offsets[index]!;
  const bytes = a.offsets[index + 1]! - x;
  if (b.offsets[index + 1]! - y !== bytes) return false;
  const p = a.body;
  const q = b.body;
  if (hasUnexplainedFault(a, index) || hasUnexplainedFault(b, index)) return false;
  if (((p.readUInt32LE(x + RESULT_EFLAGS) ^ q.readUInt32LE(y + RESULT_EFLAGS)) & eflagsMask) !== 0) return false;
  return (
    p.compare(q, y, y + RESULT_NOTE, x, x + RESULT_NOTE) === 0 &&
    p.compare(q, y + RESULT_REGISTERS, y + RESULT_EFLAGS, x + RESULT_REGISTERS, x + RESULT_EFLAGS) === 0 &&
    p.compare(q, y + RESULT_EFLAGS + 4, y + RESULT_STATS, x + RESULT_EFLAGS + 4, x + RESULT_STATS) === 0 &&
    (bytes === RESULT_BYTES || p.compare(q, y + RESULT_BYTES, y + bytes, x + RESULT_BYTES, x + bytes) === 0)
  );
}

export function rawOutcome(batch: ResultBatch, index: number): Outcome {
  return OUTCOMES[batch.body[batch.offsets[index]! + RESULT_OUTCOME]!] ?? 'crashed';
}

/** How often native execution was entered, and left by each cause. */
export function rawExits(batch: ResultBatch, index: number): { entries: number; exits: Record<string, number>; sum: number } {
  const at = batch.offsets[index]!;
  const u32 = (offset: number): number => batch.body.readUInt32LE(at + offset);
  const from = STAT.get('exits')!;
  const counts = EXIT_CAUSES.map((cause, i) => [cause, u32(from + 4 * i)] as const);
  return { entries: u32(STAT.get('entries')!), exits: Object.fromEntries(counts), sum: counts.reduce((sum, [, count]) => sum + count, 0) };
}

function readRegisters(words: DataView, at: number): Registers {
  const u32 = (index: number): number => words.getUint32(at + index * 4, true);
  const segments: Segment[] = [];
  for (let i = 0; i < 8; i++) {
    const from = SEGMENT_WORD + 3 * i;
    const low = u32(from);
    segments.push({ selector: low & 0xffff, base: u32(from + 1), limit: u32(from + 2), attributes: low >>> 16 });
  }
  const gpr: number[] = [];
  const dr: number[] = [];
  for (let i = 0; i < 8; i++) {
    gpr.push(u32(i));
    dr.push(u32(DR_WORD + i));
  }
  const last = u32(CPL / 4);
  return {
    gpr,
    eip: u32(EIP_WORD),
    eflags: u32(EFLAGS_WORD),
    segments,
    gdtr: { base: u32(GDTR_WORD), limit: u32(GDTR_WORD + 1) },
    idtr: { base: u32(IDTR_WORD), limit: u32(IDTR_WORD + 1) },
    cr0: u32(CR0_WORD),
    cr2: u32(CR0_WORD + 1),
    cr3: u32(CR0_WORD + 2),
    cr4: u32(CR0_WORD + 3),
    dr,
    tsc: (BigInt(u32(TSC_WORD + 1)) << 32n) | BigInt(u32(TSC_WORD)),
    cpl: last & 0xff,
    shadow: SHADOWS[(last >>> 8) & 0xff] ?? ('none' satisfies Shadow),
  };
}

/** What a note means, for people; by enum wire_note. */
const NOTES: Record<string, string> = {
  WIRE_NOTE_UNEXPLAINED_FAULT: UNEXPLAINED_FAULT,
  WIRE_NOTE_INSTRUCTIONS_UNCOUNTED: 'the case has an instruction limit; this engine used a time limit',
  WIRE_NOTE_NOT_RING3: 'an instruction that ring 3 cannot be asked about',
  WIRE_NOTE_PAGING: 'the engine cannot do paging',
  WIRE_NOTE_MEMORY_OUTSIDE: 'an access outside RAM',
  WIRE_NOTE_ENGINE_ERROR: "the engine's own failure",
  WIRE_NOTE_PAGED: 'with paging on the case would not be itself',
  WIRE_NOTE_EVENTS: 'the engine cannot inject interrupts',
  WIRE_NOTE_MODEL: 'the engine cannot be this CPU model',
  WIRE_NOTE_DELIVERY: 'the engine cannot deliver through the IDT',
  WIRE_NOTE_TRUNCATED: TRUNCATED,
};
const NOTE_TEXTS: (string | null)[] = [];
for (const [name, number] of enumeration('wire_note')) {
  NOTE_TEXTS[number] =
    name === 'WIRE_NOTE_NONE' ? null : (NOTES[name] ?? name.slice('WIRE_NOTE_'.length).toLowerCase().replaceAll('_', ' '));
}

/** Decodes one result. Memory and FX bytes share the batch's buffer. */
export function decodeResult(batch: ResultBatch, index: number, one: Pick<Case, 'id'>, engine: string): Result {
  const { body } = batch;
  const start = batch.offsets[index]!;
  const end = batch.offsets[index + 1]!;
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  const u32 = (at: number): number => view.getUint32(at, true);
  const u16 = (at: number): number => view.getUint16(at, true);
  const outcome = OUTCOMES[view.getUint8(start + RESULT_OUTCOME)];
  if (outcome === undefined) throw new Error(`case ${one.id}: ${engine} gives outcome ${view.getUint8(start + RESULT_OUTCOME)}`);

  let at = start + RESULT_BYTES;
  const delivered: Delivered[] = [];
  for (let i = u16(start + RESULT_DELIVERIES); i > 0; i--, at += 16) {
    const hasError = view.getUint8(at + 1) !== 0;
    delivered.push({ vector: view.getUint8(at), errorCode: hasError ? u32(at + 4) : null, cr2: u32(at + 8), eip: u32(at + 12) });
  }
  const out: PortAccess[] = [];
  for (let i = u16(start + RESULT_OUTS); i > 0; i--, at += 8) out.push({ port: u16(at), width: u16(at + 2), value: u32(at + 4) });
  let fx: Uint8Array | null = null;
  if (view.getUint8(start + RESULT_HAS_FX) !== 0) {
    fx = body.subarray(at, at + FX_BYTES);
    at += FX_BYTES;
  }
  const memory: MemoryRun[] = [];
  for (let i = u16(start + RESULT_MEMORIES); i > 0; i--) {
    const length = u32(at + 4);
    memory.push({ address: u32(at), bytes: body.subarray(at + 8, at + 8 + length) });
    at += 8 + padded(length);
  }
  if (at !== end) throw new Error(`case ${one.id}: the result of ${engine} is ${end - start} bytes, its parts are ${at - start}`);

  const stat = (name: string): number => u32(start + STAT.get(name)!);
  const exits: number[] = [];
  for (let i = 0; i < EXIT_CAUSES.length; i++) exits.push(u32(start + STAT.get('exits')! + 4 * i));
  const stats: Stats = {
    instructions: stat('instructions'),
    entries: stat('entries'),
    scans: stat('scans'),
    scannedBytes: stat('scanned_bytes'),
    invalidations: stat('invalidations'),
    evictions: stat('evictions'),
    exits,
  };
  const note = NOTE_TEXTS[u16(start + RESULT_NOTE)] ?? null;
  const failed = outcome === 'invalid' || outcome === 'unsupported' || outcome === 'crashed';
  return {
    id: one.id,
    engine,
    outcome,
    exception:
      outcome === 'exception'
        ? {
            vector: view.getUint8(start + RESULT_VECTOR),
            errorCode: view.getUint8(start + RESULT_HAS_ERROR) !== 0 ? u32(start + RESULT_ERROR) : null,
          }
        : null,
    delivered,
    registers: readRegisters(view, start + RESULT_REGISTERS),
    fx,
    memory,
    out,
    stats,
    notes: note === null ? [] : [note],
    error: batch.errors.get(index) ?? (failed ? (note ?? `the engine calls it ${outcome} and gives no reason`) : null),
  };
}

export function decodeResults(batch: ResultBatch, cases: readonly Pick<Case, 'id'>[], engine: string): Result[] {
  if (batch.count !== cases.length) throw new Error(`${cases.length} cases, but ${batch.count} results from ${engine}`);
  return cases.map((one, index) => decodeResult(batch, index, one, engine));
}
