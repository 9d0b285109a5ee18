/** The channel to the machine's process: messages as machine/channel.h lays them out, read from that header. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { Readable, Writable } from 'node:stream';
import { namesOf, ROOT, readHeader } from '../c-header.ts';

const headers = readHeader('machine/channel.h');

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

export interface MachineState {
  /** counters and times in nanoseconds, by the header's names; `exits` by cause */
  counters: Record<string, number>;
  exits: Record<string, number>;
  registers: Record<string, number | number[]>;
}

const EXIT_NAMES = namesOf(readHeader('monitor/outcome.h').enums.get('exit_cause')!, 'EXIT_');
const STATE = headers.structs.get('machine_state')!;

export function decodeState(bytes: Buffer): MachineState {
  const counters: Record<string, number> = {};
  const exits: Record<string, number> = {};
  const registers: Record<string, number | number[]> = {};
  for (const [name, { offset, bytes: width, count }] of STATE.fields) {
    const list = Array.from({ length: count }, (_, i) =>
      width === 8 ? Number(bytes.readBigUInt64LE(offset + 8 * i)) : bytes.readUInt32LE(offset + 4 * i),
    );
    if (name === 'exits') for (const [i, cause] of EXIT_NAMES.entries()) exits[cause] = list[i]!;
    else if (width === 8) counters[name] = list[0]!;
    else registers[name] = count === 1 ? list[0]! : list;
  }
  delete exits.causes; // the count at the enum's end
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
  constructor(
    files: readonly number[],
    report: (report: Report) => void,
    end: (how: string) => void,
    program = process.env.PLEX86_MACHINE ?? `${ROOT}build/plex86-machine`,
  ) {
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
