/** The channel to the machine's process: messages as machine/channel.h lays them out, read from that header. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import type { Readable, Writable } from 'node:stream';
import { type Headers, names, parseHeader, ROOT } from '../../conformance/wire/layout.ts';

function readChannelHeader(): Headers {
  const headers: Headers = { structs: new Map(), enums: new Map() };
  const text = readFileSync(`${ROOT}machine/channel.h`, 'utf8');
  parseHeader(text, headers, { structs: false });
  return headers;
}

const headers = readChannelHeader();

function values(name: string): ReadonlyMap<string, number> {
  const found = headers.enums.get(name);
  if (!found) throw new Error(`machine/channel.h has no enum ${name}`);
  return found;
}

const COMMANDS = values('command');
const REPORTS = [...values('report').keys()].map((name) => name.slice('REPORT_'.length));
/** enum ending, in lower case, by value. */
export const ENDINGS = [...values('ending').keys()].map((name) => name.slice('ENDING_'.length).toLowerCase());

const HEADER_BYTES = 8;
const VERSION = 1;

export interface Report {
  type: string;
  number: number;
  payload: Buffer;
}

/** The fields of struct machine_state that are numbers of 64 bits, in order, as the header names them. */
const STATE_COUNTERS = stateFields('uint64_t');
const STATE_WORDS = stateFields('uint32_t');

/** "uint64_t a, b[3]; ..." of struct machine_state, as [name, count]. */
function stateFields(type: string): [string, number][] {
  const text = readFileSync(`${ROOT}machine/channel.h`, 'utf8').replace(/\/\/.*$/gm, '');
  const body = /struct machine_state \{([^}]*)\}/.exec(text)?.[1];
  if (body === undefined) throw new Error('machine/channel.h has no struct machine_state');
  const fields: [string, number][] = [];
  for (const line of body.split(';')) {
    const [first, ...rest] = line.trim().split(/\s+/);
    if (first !== type) continue;
    for (const part of rest.join(' ').split(',')) {
      const match = /^\s*(\w+)(?:\[(\d+)\])?\s*$/.exec(part);
      if (!match) throw new Error(`struct machine_state: cannot read "${part}"`);
      fields.push([match[1]!, Number(match[2] ?? 1)]);
    }
  }
  return fields;
}

export interface MachineState {
  /** counters and times in nanoseconds, by the header's names; `exits` by cause */
  counters: Record<string, number>;
  exits: Record<string, number>;
  registers: Record<string, number | number[]>;
}

const EXIT_NAMES = names('exit_cause', 'EXIT_');

export function decodeState(bytes: Buffer): MachineState {
  let at = 0;
  const counters: Record<string, number> = {};
  const exits: Record<string, number> = {};
  const registers: Record<string, number | number[]> = {};
  for (const [name, count] of STATE_COUNTERS) {
    for (let i = 0; i < count; i++, at += 8) {
      const value = Number(bytes.readBigUInt64LE(at));
      if (name !== 'exits') counters[name] = value;
      else if (EXIT_NAMES[i] !== undefined && EXIT_NAMES[i] !== 'causes') exits[EXIT_NAMES[i]!] = value;
    }
  }
  for (const [name, count] of STATE_WORDS) {
    const list = Array.from({ length: count }, (_, i) => bytes.readUInt32LE(at + 4 * i));
    at += 4 * count;
    registers[name] = count === 1 ? list[0]! : list;
  }
  return { counters, exits, registers };
}

export class Channel {
  private readonly child: ChildProcess;
  private readonly input: Writable;
  private buffer: Buffer = Buffer.alloc(0);
  private said = '';
  private closed = false;

  /**
   * Starts the process. `files` are open descriptors that it is handed. `report` gets every message; `end` is called once, when the
   * process is gone, with what it left on standard error and how it ended.
   */
  constructor(files: readonly number[], report: (report: Report) => void, end: (how: string) => void) {
    const program = process.env.PLEX86_MACHINE ?? `${ROOT}build/plex86-machine`;
    if (!existsSync(program)) throw new Error(`${program} is not there: run npm run setup`);
    this.child = spawn(program, files.length === 0 ? [] : [String(files.length)], { stdio: ['pipe', 'pipe', 'pipe', ...files] });
    this.input = this.child.stdin!;
    this.input.on('error', () => {}); // the end of the process says why
    (this.child.stderr as Readable).on('data', (chunk: Buffer) => {
      this.said = (this.said + chunk.toString('utf8')).slice(-2000);
    });
    (this.child.stdout as Readable).on('data', (chunk: Buffer) => this.receive(chunk, report));
    this.child.on('error', (error) => end(error.message));
    this.child.on('close', (code, signal) => {
      this.closed = true;
      const how = signal === null ? `exit status ${code}` : `ended by ${signal}`;
      end(this.said.trim() === '' ? how : `${how}: ${this.said.trim()}`);
    });
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  private receive(chunk: Buffer, report: (report: Report) => void): void {
    const buffer = this.buffer.length === 0 ? chunk : Buffer.concat([this.buffer, chunk]);
    let at = 0;
    while (buffer.length - at >= HEADER_BYTES) {
      const bytes = buffer.readUInt32LE(at);
      if (buffer.length - at < HEADER_BYTES + bytes) break;
      const payload = buffer.subarray(at + HEADER_BYTES, at + HEADER_BYTES + bytes);
      const type = REPORTS[buffer.readUInt16LE(at + 4)] ?? '?';
      const number = buffer.readUInt16LE(at + 6);
      at += HEADER_BYTES + bytes;
      if (type === 'READY' && payload.readUInt32LE(0) !== VERSION) {
        this.said = 'it is of another version: run make';
        this.kill();
        return;
      }
      report({ type, number, payload });
    }
    this.buffer = buffer.subarray(at);
  }

  /** `command` without its prefix. What comes after the end of the process is dropped. */
  send(command: string, number = 0, payload: Uint8Array = new Uint8Array(0)): void {
    if (this.closed) return;
    const type = COMMANDS.get(`COMMAND_${command}`);
    if (type === undefined) throw new Error(`no command ${command}`);
    const header = Buffer.alloc(HEADER_BYTES);
    header.writeUInt32LE(payload.length, 0);
    header.writeUInt16LE(type, 4);
    header.writeUInt16LE(number, 6);
    this.input.write(payload.length === 0 ? header : Buffer.concat([header, payload]));
  }

  kill(): void {
    this.child.kill('SIGKILL');
  }
}

/** 32-bit words, little-endian. */
export function words(...list: number[]): Buffer {
  const bytes = Buffer.alloc(4 * list.length);
  for (const [i, word] of list.entries()) bytes.writeUInt32LE(word >>> 0, 4 * i);
  return bytes;
}

export function halves(...list: number[]): Buffer {
  const bytes = Buffer.alloc(2 * list.length);
  for (const [i, half] of list.entries()) bytes.writeUInt16LE(half, 2 * i);
  return bytes;
}
