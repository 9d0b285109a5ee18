/** The plugin host: what plugins ask for before the start becomes messages to the machine's process, and its reports become calls. */
import { closeSync, fstatSync, openSync, writeFileSync } from 'node:fs';
import { isAbsolute, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from '../c-header.ts';
import type {
  DiskMode,
  MachineBuilder,
  MemoryRange,
  NativeDevice,
  Plugin,
  PortRange,
  Services,
  SnapshotHooks,
  Timer,
  Width,
} from '../plugin.ts';
import { blankDisk, openBlankDisk } from './blank.ts';
import { type Channel, halves, type Report, words } from './channel.ts';
import type { LogUse } from './log.ts';

/** One entry of a machine's list of plugins: a name or a path, alone or with options. */
export type PluginEntry = string | { plugin: string | Plugin; options?: unknown };

/** A plugin's fault: the message names it. */
export class PluginError extends Error {
  readonly plugin: string;
  constructor(plugin: string, cause: unknown) {
    super(`plugin ${plugin}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    this.plugin = plugin;
  }
}

const MOST_PAYLOAD = 1 << 20;
const STOP = 0xffffffffffffffffn;

/** Loads a plugin by name, or by path where the name has a slash or ends in .ts, .js or .mjs. Throws with a message that says where it looked. */
export async function loadPlugin(name: string): Promise<Plugin> {
  const isPath = /[/\\]|\.[mc]?[jt]s$/.test(name);
  const path = isPath ? (isAbsolute(name) ? name : resolve(name)) : `${ROOT}plugins/${name}/plugin.ts`;
  let module: { default?: Plugin };
  try {
    module = (await import(pathToFileURL(path).href)) as { default?: Plugin };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_MODULE_NOT_FOUND' && (error as Error).message.includes(path))
      throw new Error(`there is no plugin ${name} (looked for ${path})`);
    throw new PluginError(name, error);
  }
  if (typeof module.default?.setup !== 'function') throw new Error(`${path} has no default export made by definePlugin`);
  return module.default;
}

interface Owned {
  plugin: string;
  ports: PortRange[];
  memory: MemoryRange[];
  timers: ((at: bigint) => unknown)[];
  output: ((bytes: Uint8Array) => void)[];
  resets: (() => unknown)[];
}

type Message = [command: string, number: number, payload: Uint8Array];

export class PluginHost {
  readonly memory: number;
  /** open descriptors of image files, by number */
  readonly files: number[] = [];
  readonly services = new Map<string, unknown>();
  private readonly starting: Message[] = [];
  private readonly firmware: { name: string; bytes: Uint8Array }[] = [];
  private firmwareDevice: number | undefined;
  private readonly owned: Owned[] = [{ plugin: 'machine', ports: [], memory: [], timers: [], output: [], resets: [] }];
  private readonly startListeners: [plugin: string, listener: () => unknown][] = [];
  private readonly closeListeners: [plugin: string, listener: () => void | Promise<void>][] = [];
  private readonly snapshots: [plugin: string, hooks: SnapshotHooks][] = [];
  private readonly replies = new Map<number, { resolve(bytes: Uint8Array): void; reject(error: Error): void }>();
  private nextRequest = 1;
  private channel: Channel | null = null;
  private over: Error | null = null;
  /** a plugin threw while the machine ran */
  private readonly failed: (error: PluginError) => void;

  constructor(memory: number, failed: (error: PluginError) => void) {
    this.memory = memory;
    this.failed = failed;
  }

  async add(entry: PluginEntry): Promise<void> {
    const { plugin: named, options } = typeof entry === 'string' ? { plugin: entry, options: {} } : entry;
    const plugin = typeof named === 'string' ? await loadPlugin(named) : named;
    const parsed = plugin.options.safeParse(options ?? {});
    if (!parsed.success) {
      const issue = parsed.error.issues[0]!;
      throw new PluginError(plugin.name, new Error(`option ${issue.path.join('.') || '(all)'}: ${issue.message}`));
    }
    try {
      await plugin.setup(this.builder(plugin.name), parsed.data);
    } catch (error) {
      throw error instanceof PluginError ? error : new PluginError(plugin.name, error);
    }
  }

  /** Sends what the plugins asked for. `machine` are the machine's own options. */
  connect(channel: Channel, machine: Record<string, string | number>): void {
    this.channel = channel;
    channel.send('MACHINE', 0, Buffer.from(`${optionLines(machine)}\0`));
    for (const [command, number, payload] of this.starting) channel.send(command, number, payload);
    if (this.firmware.length > 0 && this.firmwareDevice === undefined)
      throw new Error('a plugin has files for the firmware, but there is no plugin fwcfg');
    for (const { name, bytes } of this.firmware)
      channel.send('INPUT', this.firmwareDevice, Buffer.concat([Buffer.from(`f${name}\0`), bytes]));
    channel.send('START');
  }

  /** false: not a report of a plugin's */
  report({ type, number, payload }: Report): boolean {
    const owned = this.owned[number];
    switch (type) {
      case 'IN':
      case 'READ': {
        const [address, bytes] = [payload.readUInt32LE(0), payload.readUInt32LE(4) as Width];
        const ones = bytes === 4 ? 0xffffffff : 2 ** (8 * bytes) - 1;
        const range = find(owned, type === 'IN', address);
        this.guard(owned, () => {
          const answer = (value: number): void => this.send('ANSWER', 0, words(value));
          const value = range?.read?.(address, bytes) ?? ones;
          return value instanceof Promise ? value.then(answer) : answer(value);
        });
        return true;
      }
      case 'OUT':
      case 'WRITE':
        this.guard(owned, () => this.written(owned, type === 'OUT', payload));
        return true;
      case 'OUTPUT':
        for (const listener of owned?.output ?? []) this.guard(owned, () => listener(payload));
        return true;
      case 'RESET':
        for (const listener of owned?.resets ?? []) this.guard(owned, listener);
        return true;
      case 'TIMER':
        this.guard(owned, () => owned?.timers[payload.readUInt32LE(0)]?.(payload.readBigUInt64LE(8)));
        return true;
      case 'REPLY': {
        const request = payload.readUInt32LE(0);
        const waiting = this.replies.get(request);
        this.replies.delete(request);
        waiting?.resolve(new Uint8Array(payload.subarray(4)));
        return true;
      }
      case 'STARTED':
        for (const [plugin, listener] of this.startListeners) this.guard({ plugin }, listener);
        return true;
      default:
        return false;
    }
  }

  /** Records of 16 bytes: address, bytes, value, posted. There may be thousands of posted ones: nothing is made for each. */
  private written(owned: Owned | undefined, port: boolean, payload: Buffer): void {
    const record = aligned(payload);
    let range: PortRange | MemoryRange | undefined;
    let [first, end] = [0, 0]; // where it is `range` that hears
    for (let at = 0; at < record.length; at += 4) {
      const address = record[at]!;
      if (address < first || address >= end) {
        range = find(owned, port, address);
        [first, end] = range && isAlone(owned, port, range) ? [range.first, range.first + sizeOf(range)] : [0, 0];
      }
      const done = range?.write?.(address, record[at + 2]!, record[at + 1] as Width);
      const posted = record[at + 3] !== 0;
      if (done === undefined && posted) continue;
      if (!(done instanceof Promise)) {
        if (!posted) this.send('ANSWER', 0, words(0));
      } else if (posted) {
        this.guard(owned, () => done);
      } else {
        this.guard(owned, () => done.then(() => this.send('ANSWER', 0, words(0))));
      }
    }
  }

  /** A question to the machine's process; `payload` without the request's number. */
  request(command: string, number: number, payload: Uint8Array): Promise<Uint8Array> {
    if (this.over) return Promise.reject(this.over);
    const request = this.nextRequest++;
    return new Promise((resolve, reject) => {
      this.replies.set(request, { resolve, reject });
      this.send(command, number, Buffer.concat([words(request), payload]));
    });
  }

  /** The process is gone: nobody answers any more, and plugins let go of what they hold. Returns what went wrong in that. */
  async close(reason: Error): Promise<PluginError[]> {
    this.over = reason;
    for (const { reject } of this.replies.values()) reject(reason);
    this.replies.clear();
    for (const file of this.files.splice(0)) closeSync(file);
    const errors: PluginError[] = [];
    for (const [plugin, listener] of this.closeListeners.splice(0).reverse()) {
      try {
        await listener();
      } catch (error) {
        errors.push(new PluginError(plugin, error));
      }
    }
    return errors;
  }

  service<K extends keyof Services>(name: K): Services[K] | undefined {
    return this.services.get(name) as Services[K] | undefined;
  }

  private send(command: string, number: number, payload: Uint8Array): void {
    if (this.channel) this.channel.send(command, number, payload);
    else this.starting.push([command, number, payload]);
  }

  private guard(owned: { plugin: string } | undefined, call: () => unknown): void {
    if (this.over) return;
    const failed = (error: unknown): void => {
      if (!this.over) this.failed(new PluginError(owned?.plugin ?? 'unknown', error));
    };
    try {
      const done = call();
      if (done instanceof Promise) done.catch(failed);
    } catch (error) {
      failed(error);
    }
  }

  private own(plugin: string): { number: number; owned: Owned } {
    const owned: Owned = { plugin, ports: [], memory: [], timers: [], output: [], resets: [] };
    this.owned.push(owned);
    return { number: this.owned.length - 1, owned };
  }

  private builder(plugin: string): MachineBuilder {
    let self: { number: number; owned: Owned } | undefined;
    const own = () => {
      self ??= this.own(plugin);
      return self;
    };
    return {
      memory: this.memory,
      device: (kind, options = {}) => this.nativeDevice(plugin, kind, options),
      image: (path, mode) => this.image(path, mode),
      ports: (range) => {
        const { number, owned } = own();
        owned.ports.push(range);
        const widths = (range.widths ?? [1]).reduce((all: number, width) => all | width, 0);
        this.send('CLAIM_PORTS', number, halves(range.first, range.count ?? 1, widths, range.posted ? 1 : 0));
      },
      mappedMemory: (range) => {
        const { number, owned } = own();
        owned.memory.push(range);
        this.send('CLAIM_MEMORY', number, words(range.first, range.bytes, range.posted ? 1 : 0));
      },
      irq: (line) => (level) => this.send('IRQ', line, words(level ? 1 : 0)),
      timer: (fire) => this.timer(own(), fire),
      load: (address, bytes) => this.inPieces('LOAD', address, bytes),
      rom: (address, bytes) => this.send('ROM', 0, Buffer.concat([words(address), bytes])),
      firmwareFile: (name, bytes) => void this.firmware.push({ name, bytes }),
      readMemory: (address, count) => this.request('PEEK', 0, words(address, count)),
      writeMemory: (address, bytes) => this.inPieces('POKE', address, bytes),
      end: (status) => this.send('END', 0, words(status)),
      offer: (name, service) => void this.services.set(name, service),
      onReset: (listener) => {
        const { number, owned } = own();
        // The first to listen makes the device known to the process.
        if (owned.resets.push(listener) === 1) this.send('TIMER', number, timerPayload(0, STOP));
      },
      onStart: (listener) => void this.startListeners.push([plugin, listener]),
      onClose: (listener) => void this.closeListeners.push([plugin, listener]),
      snapshot: (hooks) => void this.snapshots.push([plugin, hooks]),
    };
  }

  private nativeDevice(plugin: string, kind: string, options: Record<string, string | number | boolean | undefined>): NativeDevice {
    const { number, owned } = this.own(plugin);
    if (kind === 'fwcfg') this.firmwareDevice = number;
    this.send('DEVICE', number, Buffer.from(`${kind}\0${optionLines(options)}\0`));
    return {
      send: (bytes) => {
        for (let at = 0; at < bytes.length; at += MOST_PAYLOAD) this.send('INPUT', number, bytes.subarray(at, at + MOST_PAYLOAD));
      },
      ask: (question) => this.request('ASK', number, words(question)),
      onOutput: (listener) => void owned.output.push(listener),
    };
  }

  /** The machine's options for a log, and for the trace of a replay: files that are handed over like images. */
  log(use: LogUse): Record<string, string | number> {
    if ('record' in use) {
      writeFileSync(use.record, '');
      return { record: this.image(use.record, 'write').number };
    }
    const { replay, trace, dump, steps, ...others } = use;
    for (const file of [trace, dump]) if (file !== undefined) writeFileSync(file, '');
    return {
      ...others,
      replay: this.image(replay, 'read-only').number,
      ...(trace === undefined ? {} : { trace: this.image(trace, 'write').number }),
      ...(dump === undefined ? {} : { dump: this.image(dump, 'write').number }),
      ...(steps ? { steps: 1 } : {}),
    };
  }

  private image(path: string, mode: DiskMode): { number: number; bytes: number } {
    const blank = blankDisk(path);
    let file: number;
    try {
      file = blank ? openBlankDisk(blank) : openSync(path, mode === 'write' ? 'r+' : 'r');
    } catch (error) {
      if (blank) throw error;
      throw new Error(`cannot open the image ${path}: ${(error as NodeJS.ErrnoException).code ?? (error as Error).message}`);
    }
    this.files.push(file);
    const status = fstatSync(file);
    if (!status.isFile()) throw new Error(`the image ${path} is not a file`);
    return { number: this.files.length - 1, bytes: status.size };
  }

  private timer({ number, owned }: { number: number; owned: Owned }, fire: (at: bigint) => unknown): Timer {
    const timer = owned.timers.push(fire) - 1;
    if (timer >= 8) throw new Error('has more than eight timers');
    const set = (at: bigint) => this.send('TIMER', number, timerPayload(timer, at));
    return { set, stop: () => set(STOP) };
  }

  private inPieces(command: string, address: number, bytes: Uint8Array): void {
    const most = MOST_PAYLOAD - 4;
    for (let at = 0; at < bytes.length; at += most)
      this.send(command, 0, Buffer.concat([words(address + at), bytes.subarray(at, at + most)]));
  }
}

function timerPayload(timer: number, at: bigint): Buffer {
  const payload = Buffer.concat([words(timer, 0), Buffer.alloc(8)]);
  payload.writeBigUInt64LE(at, 8);
  return payload;
}

/** The newest claim counts. */
/** The words of a message; little-endian, as every host that the machine runs on. */
function aligned(payload: Buffer): Uint32Array {
  const { buffer, byteOffset, length } = byteAligned(payload);
  return new Uint32Array(buffer, byteOffset, length / 4);
}

function byteAligned(payload: Buffer): Uint8Array {
  return payload.byteOffset % 4 === 0 ? payload : Uint8Array.from(payload);
}

function sizeOf(range: PortRange | MemoryRange): number {
  return 'bytes' in range ? range.bytes : (range.count ?? 1);
}

/** Whether no other range of the plugin has an address of this one. */
function isAlone(owned: Owned | undefined, port: boolean, range: PortRange | MemoryRange): boolean {
  const ranges: readonly (PortRange | MemoryRange)[] = (port ? owned?.ports : owned?.memory) ?? [];
  const end = range.first + sizeOf(range);
  return ranges.every((other) => other === range || other.first >= end || other.first + sizeOf(other) <= range.first);
}

function find(owned: Owned | undefined, port: boolean, address: number): PortRange | MemoryRange | undefined {
  const ranges: readonly (PortRange | MemoryRange)[] = (port ? owned?.ports : owned?.memory) ?? [];
  for (let i = ranges.length - 1; i >= 0; i--) {
    const range = ranges[i]!;
    if (address >= range.first && address < range.first + sizeOf(range)) return range;
  }
  return undefined;
}

function optionLines(options: Record<string, string | number | boolean | undefined>): string {
  const lines: string[] = [];
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined) continue;
    const text = typeof value === 'boolean' ? (value ? '1' : '0') : String(value);
    if (/[\n\0]/.test(text)) throw new Error(`option ${name} holds a line break`);
    lines.push(`${name}=${text}`);
  }
  return lines.join('\n');
}
