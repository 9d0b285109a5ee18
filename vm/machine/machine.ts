/** A virtual machine: its process, its plugins, and what a program can do with it. */

import type {} from '../../plugins/debugcon/plugin.ts';
import type { SerialLine } from '../../plugins/serial/plugin.ts';
import type { Display } from '../../plugins/vga/plugin.ts';
import { encodePng, type Screen, screenText } from '../screen/index.ts';
import { Channel, decodeState, ENDINGS, type MachineState, type Report } from './channel.ts';
import { type PluginEntry, type PluginError, PluginHost } from './host.ts';
import { keyStrokes } from './keys.ts';
import { decodeReplay, type LogUse, type ReplayReport } from './log.ts';
import type {} from './services.ts';

export const CPU_MODELS = ['default', '386', '486', 'pentium'] as const;
export type CpuModel = (typeof CPU_MODELS)[number];

export interface MachineOptions {
  /** bytes; 16 MiB unless given. 1 to 512 MiB in whole pages */
  memory?: number;
  cpu?: CpuModel;
  /** `sbe` runs the guest natively, `interp` interprets all of it */
  engine?: 'sbe' | 'interp';
  /** for computed branches; `fast` unless given */
  sbe?: 'fast' | 'strict';
  /** `virtual` (engine interp only): a run repeats exactly */
  time?: 'real' | 'virtual';
  /** what a triple fault does; a PC resets */
  shutdown?: 'reset' | 'end';
  /** instructions interpreted after an exit in search of the next one; see docs/machine.md */
  burst?: number;
  /** record the run, or repeat one from its log (docs/bisect.md) */
  log?: LogUse;
  /** another build of the machine's process, and the number of a bug that it carries (monitor/mutants.h) */
  program?: string;
  mutant?: number;
  /** in the order in which they are made */
  plugins: readonly PluginEntry[];
}

/** How a machine ended. `failed`: by an error, which `error` tells. */
export interface Ended {
  reason: 'quit' | 'status' | 'shutdown' | 'halted' | 'escaped' | 'failed';
  /** of a debug-exit port, else null */
  status: number | null;
  error: Error | null;
  /** null where the process did not live to tell */
  state: MachineState | null;
}

export interface WaitOptions {
  /** milliseconds; 60,000 unless given */
  timeout?: number;
}

/** Something did not come in time, or the machine ended before it. */
export class WaitError extends Error {}

const DEFAULT_MEMORY = 16 << 20;
const DEFAULT_TIMEOUT = 60_000;
/** Milliseconds between two looks at the screen while somebody waits for something on it. */
const LOOK = 4;
const LOOK_LATER = 25;
/** Milliseconds between two keys, besides what the guest takes to read them: a BIOS holds 15. */
const KEY_PAUSE = 4;
/** Milliseconds that a machine gets to answer COMMAND_QUIT. */
const QUIT_GRACE = 3000;

export class VirtualMachine {
  /** resolves once, however the machine ended */
  readonly ended: Promise<Ended>;
  readonly screen: MachineScreen;
  /** milliseconds from the start of the process to the guest's first instruction; null before it */
  startMilliseconds: number | null = null;
  /** what a replay came to; null before its end */
  replayed: ReplayReport | null = null;
  private readonly host: PluginHost;
  private channel!: Channel;
  private finish!: (ended: Ended) => void;
  /** of `orEnded` */
  private readonly waiting = new Set<() => void>();
  private over: Ended | null = null;
  private told: Ended | null = null;
  private failure: Error | null = null;

  private constructor(memory: number) {
    this.ended = new Promise((resolve) => {
      this.finish = resolve;
    });
    this.host = new PluginHost(memory, (error) => this.fail(error));
    this.screen = new MachineScreen(this);
  }

  /** Makes a machine and starts it. Rejects with a message for people where an option, a plugin or an image is wrong. */
  static async create(options: MachineOptions): Promise<VirtualMachine> {
    const memory = options.memory ?? DEFAULT_MEMORY;
    if (!Number.isInteger(memory) || memory < 1 << 20 || memory > 512 << 20 || memory % 4096 !== 0)
      throw new Error(`memory has to be between 1 MiB and 512 MiB in whole pages, not ${memory} bytes`);
    const model = CPU_MODELS.indexOf(options.cpu ?? 'default');
    if (model < 0) throw new Error(`no CPU model ${options.cpu}; there are ${CPU_MODELS.join(', ')}`);
    if (options.time === 'virtual' && options.engine !== 'interp')
      throw new Error('virtual time counts instructions: it needs the engine interp');
    const vm = new VirtualMachine(memory);
    try {
      for (const plugin of options.plugins) await vm.host.add(plugin);
      await vm.start(options.program, {
        ram: memory,
        model,
        engine: options.engine ?? 'sbe',
        sbe: options.sbe ?? 'fast',
        time: options.time ?? 'real',
        shutdown: options.shutdown ?? 'reset',
        ...(options.log === undefined ? {} : vm.host.log(options.log)),
        ...(options.mutant === undefined ? {} : { mutant: options.mutant }),
        ...(options.burst === undefined ? {} : { burst: options.burst }),
      });
    } catch (error) {
      vm.channel?.kill();
      await vm.host.close(error as Error);
      throw error;
    }
    return vm;
  }

  private start(program: string | undefined, machine: Record<string, string | number>): Promise<void> {
    return new Promise((resolve, reject) => {
      let started = false;
      this.channel = new Channel(
        this.host.files,
        (report) => {
          if (report.type === 'STARTED') {
            started = true;
            this.startMilliseconds = Number(report.payload.readBigUInt64LE(0)) / 1e6;
            resolve();
          }
          this.report(report);
        },
        (how) => {
          const error = this.failure ?? new Error(`the machine's process ended: ${how}`);
          if (!started) reject(error);
          void this.end(this.told ?? { reason: 'failed', status: null, error, state: null });
        },
        program,
      );
      this.host.connect(this.channel, machine);
    });
  }

  private report(report: Report): void {
    if (this.host.report(report)) return;
    const { type, payload } = report;
    if (type === 'ENDED') {
      const reason = ENDINGS[payload.readUInt32LE(0)] as Ended['reason'];
      const state = decodeState(payload.subarray(8));
      this.told = this.failure
        ? { reason: 'failed', status: null, error: this.failure, state }
        : { reason, status: reason === 'status' ? payload.readUInt32LE(4) : null, error: null, state };
    } else if (type === 'REPLAYED') {
      this.replayed = decodeReplay(payload);
    } else if (type === 'FAILED') {
      this.failure = new Error(payload.toString('utf8'));
    }
  }

  /** A plugin threw. The machine stops between two instructions, so that what it was told is on disk is there. */
  private fail(error: PluginError): void {
    this.failure ??= error;
    void this.quit();
  }

  private async end(ended: Ended): Promise<void> {
    if (this.over) return;
    this.over = ended;
    const errors = await this.host.close(new WaitError(`the machine has ended (${ended.reason})`));
    for (const resolve of this.waiting) resolve();
    this.finish(errors.length > 0 && !ended.error ? { ...ended, reason: 'failed', error: errors[0]! } : ended);
  }

  get isOver(): boolean {
    return this.over !== null;
  }

  /**
   * Resolves when `work` has, or when the machine has ended. Not a race with `ended`: that promise keeps what waits for it as long as the
   * machine lives, so that every key would take memory.
   */
  orEnded(work: Promise<unknown>): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.over) resolve();
      this.waiting.add(resolve);
      work.then(() => resolve(), reject).finally(() => this.waiting.delete(resolve));
    });
  }

  get pid(): number | undefined {
    return this.channel.pid;
  }

  /** Ends the machine; the same as `ended` afterwards. */
  quit(): Promise<Ended> {
    this.channel.send('QUIT');
    this.channel.send('ANSWER', 0, Buffer.alloc(4)); // it may be waiting for a plugin that will not answer any more
    const timer = setTimeout(() => this.channel.kill(), QUIT_GRACE);
    return this.ended.finally(() => clearTimeout(timer));
  }
  reset(): void {
    this.channel.send('RESET');
  }
  pause(): void {
    this.channel.send('PAUSE');
  }
  resume(): void {
    this.channel.send('RESUME');
  }

  /** Registers and counters as they are now. */
  async state(): Promise<MachineState> {
    return decodeState(Buffer.from(await this.host.request('STATE', 0, new Uint8Array(0))));
  }
  readMemory(address: number, count: number): Promise<Uint8Array> {
    const payload = Buffer.alloc(8);
    payload.writeUInt32LE(address, 0);
    payload.writeUInt32LE(count, 4);
    return this.host.request('PEEK', 0, payload);
  }

  /** What a plugin offers; throws where none does. */
  get service(): PluginHost['service'] {
    return this.host.service.bind(this.host);
  }

  /** Types text; `<Enter>`, `<F1>`, `<Ctrl-C>` are keys by name. Resolves when the guest has read the last key. */
  async type(text: string): Promise<void> {
    const keyboard = this.host.service('keyboard');
    if (!keyboard) throw new Error('this machine has no keyboard');
    for (const stroke of keyStrokes(text)) {
      keyboard.send(stroke);
      await this.orEnded(keyboard.idle());
      if (this.over) throw new WaitError(`the machine ended (${this.over.reason}) while keys were typed`);
      await new Promise((resolve) => setTimeout(resolve, KEY_PAUSE));
    }
  }

  /** COM1 is 0. */
  serial(line: 0 | 1 | 2 | 3): {
    readonly text: string;
    send(text: string): void;
    waitFor(pattern: RegExp, options?: WaitOptions): Promise<RegExpExecArray>;
  } {
    const found: SerialLine | undefined = this.host.service(`serial${line}`);
    if (!found) throw new Error(`this machine has no serial line ${line}`);
    return {
      get text() {
        return found.text;
      },
      send: (text) => found.write(text),
      waitFor: (pattern, options) => this.waitIn(found, pattern, `serial line ${line}`, options),
    };
  }

  get debugcon(): { readonly text: string; waitFor(pattern: RegExp, options?: WaitOptions): Promise<RegExpExecArray> } {
    const found = this.host.service('debugcon');
    if (!found) throw new Error('this machine has no debug console');
    return {
      get text() {
        return found.transcript.text;
      },
      waitFor: (pattern, options) => this.waitIn(found.transcript, pattern, 'the debug console', options),
    };
  }

  private async waitIn(
    source: { waitFor(pattern: RegExp, signal?: AbortSignal): Promise<RegExpExecArray> },
    pattern: RegExp,
    where: string,
    { timeout = DEFAULT_TIMEOUT }: WaitOptions = {},
  ): Promise<RegExpExecArray> {
    try {
      return await source.waitFor(pattern, AbortSignal.timeout(Math.ceil(timeout)));
    } catch (error) {
      if (this.over) throw new WaitError(`the machine ended (${this.over.reason}) before ${pattern} came on ${where}`);
      if ((error as Error).name === 'TimeoutError') throw new WaitError(`${pattern} did not come on ${where} within ${timeout} ms`);
      throw error;
    }
  }
}

/** What the guest shows. */
export class MachineScreen {
  private readonly vm: VirtualMachine;
  constructor(vm: VirtualMachine) {
    this.vm = vm;
  }

  private get display(): Display {
    const display = this.vm.service('display');
    if (!display) throw new Error('this machine has no display');
    return display;
  }

  snapshot(): Promise<Screen> {
    return this.display.read();
  }
  /** Lines without trailing blanks. Empty in graphics modes. */
  async text(): Promise<string> {
    return screenText(await this.snapshot());
  }
  async png(): Promise<Uint8Array> {
    return encodePng(await this.display.image());
  }

  /** Resolves with the first match on the screen, lines separated by line breaks. Rejects with a `WaitError`. */
  async waitFor(pattern: RegExp, { timeout = DEFAULT_TIMEOUT }: WaitOptions = {}): Promise<RegExpExecArray> {
    const wanted = new RegExp(pattern.source, pattern.flags.replace(/[gy]/g, ''));
    const since = performance.now();
    for (;;) {
      const match = wanted.exec(await this.text());
      if (match) return match;
      const waited = performance.now() - since;
      if (waited > timeout) throw new WaitError(`${pattern} did not come on the screen within ${timeout} ms`);
      await new Promise((resolve) => setTimeout(resolve, waited < 2000 ? LOOK : LOOK_LATER));
    }
  }
}
