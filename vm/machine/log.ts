/** Logs of runs, what their replay comes to, and traces of states: the layouts of machine/log.h. */
import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { type Field, namesOf, readHeader, type Struct } from '../c-header.ts';

export type LogUse =
  | { record: string }
  | {
      replay: string;
      /** file for states: at every `each`th entry from `from` to `to`; with `steps`, after every step behind entry `from` */
      trace?: string;
      from?: number;
      /** the replay ends behind this entry */
      to?: number;
      each?: number;
      steps?: boolean;
      /** of the trace, at most: the replay ends there */
      lines?: number;
      /** sums of RAM at all of `each` lines from this one on */
      dense?: number;
      /** file for all of RAM as it is at the end */
      dump?: string;
      /** seconds within which the next entry has to come; 60 unless given */
      patience?: number;
    };

const headers = readHeader('machine/log.h');
const kinds = namesOf(headers.enums.get('log_kind')!, 'LOG_');
const ends = namesOf(headers.enums.get('replay_end')!, 'REPLAY_');
const outcomes = namesOf(readHeader('monitor/outcome.h').enums.get('outcome')!, 'OUTCOME_');

function struct(name: string): Struct {
  const found = headers.structs.get(name);
  if (!found) throw new Error(`machine/log.h has no struct ${name}`);
  return found;
}
const [STATE, ENTRY, REPORT, TRACE] = ['log_state', 'log_entry', 'replay_report', 'trace_line'].map(struct) as [
  Struct,
  Struct,
  Struct,
  Struct,
];

/** The processor between two instructions, or within one that makes an access. */
export interface LogState {
  /** sum over RAM; 0: not taken */
  ram: bigint;
  gpr: number[];
  eip: number;
  eflags: number;
  cr0: number;
  cr2: number;
  cr3: number;
  cr4: number;
  base: number[];
  selector: number[];
  cpl: number;
  halted: number;
  shadow: number;
  /** 1: CS holds 32-bit code */
  big: number;
}

export interface LogEntry {
  /** "in", "interrupt", "store" ...; "kinds" where there is no access */
  kind: string;
  address: number;
  width: number;
  value: number;
  /** EIP of the instruction that makes the access */
  instruction: number;
  state: LogState;
}

export interface ReplayReport {
  /** the entry that was being waited for; all before it agree */
  entry: number;
  /** the last entry that agreed in RAM too */
  agreed: number;
  instructions: number;
  end: 'agrees' | 'access' | 'state' | 'not_there' | 'ended';
  outcome: string;
  wanted: LogEntry;
  found: LogEntry;
}

export interface TraceLine {
  entry: number;
  state: LogState;
  code: Uint8Array;
}

function numbers(bytes: Buffer, at: number, { offset, bytes: width, count }: Field): number[] {
  return Array.from({ length: count }, (_, i) =>
    width === 8 ? Number(bytes.readBigUInt64LE(at + offset + 8 * i)) : bytes.readUIntLE(at + offset + width * i, width),
  );
}

function decodeState(bytes: Buffer, at: number): LogState {
  const all: Record<string, unknown> = {};
  for (const [name, field] of STATE.fields) {
    if (name === 'ram') all.ram = bytes.readBigUInt64LE(at + field.offset);
    else all[name] = field.count === 1 ? numbers(bytes, at, field)[0] : numbers(bytes, at, field);
  }
  return all as unknown as LogState;
}

function decodeEntry(bytes: Buffer, at: number): LogEntry {
  const of = (name: string): number => numbers(bytes, at, ENTRY.fields.get(name)!)[0]!;
  return {
    kind: kinds[of('kind')] ?? `kind ${of('kind')}`,
    address: of('address'),
    width: of('width'),
    value: of('value'),
    instruction: of('instruction'),
    state: decodeState(bytes, at + ENTRY.fields.get('state')!.offset),
  };
}

export function decodeReplay(bytes: Buffer): ReplayReport {
  const field = (name: string): Field => REPORT.fields.get(name)!;
  const of = (name: string): number => numbers(bytes, 0, field(name))[0]!;
  return {
    entry: of('entry'),
    agreed: of('agreed'),
    instructions: of('instructions'),
    end: ends[of('end')] as ReplayReport['end'],
    outcome: outcomes[of('outcome')]!,
    wanted: decodeEntry(bytes, field('wanted').offset),
    found: decodeEntry(bytes, field('found').offset),
  };
}

/** The lines of a trace file. */
export function readTrace(path: string): TraceLine[] {
  const bytes = readFileSync(path);
  const lines: TraceLine[] = [];
  const of = (name: string): number => TRACE.fields.get(name)!.offset;
  for (let at = 0; at + TRACE.bytes <= bytes.length; at += TRACE.bytes)
    lines.push({
      entry: Number(bytes.readBigUInt64LE(at + of('entry'))),
      state: decodeState(bytes, at + of('state')),
      code: bytes.subarray(at + of('code'), at + of('code') + TRACE.fields.get('code')!.count),
    });
  return lines;
}

/** The entries of a log from number `first` on, at most `count`. Reads the file up to there. */
export function readLog(path: string, first: number, count: number): LogEntry[] {
  const file = openSync(path, 'r');
  const header = Buffer.alloc(ENTRY.bytes);
  const entries: LogEntry[] = [];
  try {
    for (let at = 0, number = 0; entries.length < count && readSync(file, header, 0, header.length, at) === header.length; number++) {
      if (number >= first) entries.push(decodeEntry(header, 0));
      at += ENTRY.bytes + header.readUInt32LE(ENTRY.fields.get('payload')!.offset);
    }
  } finally {
    closeSync(file);
  }
  return entries;
}
