/** The monitor's decoder, asked in batches through build/decode-check. */
import { execFileSync } from 'node:child_process';
import type { WireEngine } from '../engines/process.ts';
import { field, names, ROOT, struct, value } from '../wire/layout.ts';

export const WINDOW_BYTES = 16;
export const STATUS = names('decode_status', 'DECODE_');
export const CLASSES = names('sbe_class', 'SBE_').slice(0, value('sbe_class', 'SBE_CLASSES'));
export const MODELS = ['default', '386', '486', 'pentium'] as const;
export type Model = (typeof MODELS)[number];
export const NO_REGISTER = 0xff;

const REQUEST = struct('wire_decode_request').bytes;
const RESULT = struct('wire_decode_result').bytes;
const at = (name: string): number => field('wire_decode_result', name).offset;
const AVAILABLE = field('wire_decode_request', 'available').offset;
const CODE32 = field('wire_decode_request', 'code32').offset;
const MODEL = field('wire_decode_request', 'model').offset;

/** What was asked: `count` windows of 16 bytes, for one code size and model. */
export class Windows {
  readonly bits: 16 | 32;
  readonly model: Model;
  readonly bytes: Uint8Array;
  count = 0;

  constructor(bits: 16 | 32, model: Model, capacity: number) {
    this.bits = bits;
    this.model = model;
    this.bytes = new Uint8Array(capacity * WINDOW_BYTES);
  }

  get full(): boolean {
    return (this.count + 1) * WINDOW_BYTES > this.bytes.length;
  }

  /** The next window, to be filled by the caller. */
  next(): Uint8Array {
    const start = this.count++ * WINDOW_BYTES;
    return this.bytes.subarray(start, start + WINDOW_BYTES);
  }

  add(...bytes: number[]): void {
    const window = this.next();
    window.fill(0x90);
    window.set(bytes);
  }

  window(index: number): Uint8Array {
    return this.bytes.subarray(index * WINDOW_BYTES, (index + 1) * WINDOW_BYTES);
  }

  hex(index: number, length: number = WINDOW_BYTES): string {
    return Buffer.from(this.window(index).subarray(0, length)).toString('hex');
  }
}

const offsets = {
  status: at('status'),
  length: at('length'),
  prefixes: at('prefixes'),
  map: at('map'),
  opcode: at('opcode'),
  hasModrm: at('has_modrm'),
  operandBytes: at('operand_bytes'),
  addressBytes: at('address_bytes'),
  segment: at('segment'),
  lock: at('lock'),
  base: at('base'),
  index: at('index'),
  scale: at('scale'),
  sbeClass: at('sbe_class'),
  immediateBytes: at('immediate_bytes'),
  hasMemory: at('has_memory'),
};
const DISPLACEMENT = at('displacement');
const IMMEDIATE = at('immediate');
const IMMEDIATE2 = at('immediate2');
const MNEMONIC = at('mnemonic');

export type ByteField = keyof typeof offsets;

/** The answers, in the order of the windows. */
export class Answers {
  private readonly data: Buffer;
  readonly count: number;

  constructor(data: Buffer) {
    this.data = data;
    this.count = data.length / RESULT;
  }

  /** Everything said of one window. */
  record(index: number): string {
    return this.data.toString('hex', index * RESULT, (index + 1) * RESULT);
  }
  get(index: number, name: ByteField): number {
    return this.data[index * RESULT + offsets[name]]!;
  }
  status(index: number): string {
    return STATUS[this.get(index, 'status')]!;
  }
  sbeClass(index: number): string {
    return CLASSES[this.get(index, 'sbeClass')]!;
  }
  displacement(index: number): number {
    return this.data.readUInt32LE(index * RESULT + DISPLACEMENT);
  }
  immediate(index: number): number {
    return this.data.readUInt32LE(index * RESULT + IMMEDIATE);
  }
  immediate2(index: number): number {
    return this.data.readUInt32LE(index * RESULT + IMMEDIATE2);
  }
  mnemonic(index: number): string {
    const start = index * RESULT + MNEMONIC;
    let end = start;
    while (this.data[end] !== 0) end++;
    return this.data.toString('latin1', start, end);
  }
}

let built = false;

/** Builds build/decode-check if a source is newer, and runs it. */
export function runDecodeCheck(args: string[], input?: Buffer): Buffer {
  if (!built)
    execFileSync('make', ['--silent', '--no-print-directory', 'build/decode-check'], { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] });
  built = true;
  return execFileSync(`${ROOT}build/decode-check`, args, { input: input ?? Buffer.alloc(0), maxBuffer: 1 << 30 });
}

function requestsOf(windows: Windows, available: number | number[]): Buffer {
  const requests = Buffer.alloc(windows.count * REQUEST);
  const model = MODELS.indexOf(windows.model);
  for (let i = 0; i < windows.count; i++) {
    requests.set(windows.window(i), i * REQUEST);
    requests[i * REQUEST + AVAILABLE] = typeof available === 'number' ? available : available[i]!;
    requests[i * REQUEST + CODE32] = windows.bits === 32 ? 1 : 0;
    requests[i * REQUEST + MODEL] = model;
  }
  return requests;
}

/** The same question to a VM process: the decoder as the monitor carries it. */
export async function decodeInEngine(engine: Pick<WireEngine, 'ask'>, windows: Windows): Promise<Answers> {
  return new Answers((await engine.ask('decode', requestsOf(windows, WINDOW_BYTES), windows.count)).body);
}

/** Decodes every window; `available` bytes of each are shown to the decoder (a number for all, or one for each). */
export function decode(windows: Windows, available: number | number[] = WINDOW_BYTES): Answers {
  const answers = new Answers(runDecodeCheck([], requestsOf(windows, available)));
  if (answers.count !== windows.count) throw new Error(`decode-check answered ${answers.count} of ${windows.count} requests`);
  return answers;
}
