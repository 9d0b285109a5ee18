/**
 * What a plugin is. Every device and tool of a machine is one: a folder `plugins/NAME/` with a `plugin.ts`, or any file that is named by
 * its path, whose default export is a plugin. What is hot stands beside it in C and is made with `builder.device()`; everything else is
 * TypeScript.
 *
 * There are two phases. `setup()` runs before the machine exists and says what it will consist of. Then the machine runs, and the
 * functions given to the builder are called: the guest stands still while a read is answered, and goes on at once after a posted write.
 * What a plugin throws, in either phase, ends the machine with a message that names the plugin.
 */
import type { z } from 'zod';

/** Of an access to a port or to device memory, in bytes. */
export type Width = 1 | 2 | 4;

export interface Plugin<Schema extends z.ZodType = z.ZodType> {
  name: string;
  /** What the options given to the plugin are checked against. */
  options: Schema;
  setup(builder: MachineBuilder, options: z.output<Schema>): void | Promise<void>;
}

/** Makes the types of the options known inside setup(); nothing more. */
export function definePlugin<Schema extends z.ZodType>(plugin: Plugin<Schema>): Plugin<Schema> {
  return plugin;
}

/** The other half of a plugin: its device in C, in the machine's process. */
export interface NativeDevice {
  /** To the device's input(). What is sent before the start is there before the guest runs. */
  send(bytes: Uint8Array): void;
  /** The device's answer to one of its questions; of one moment. Only while the machine runs. */
  ask(question: number): Promise<Uint8Array>;
  /** What the device sends, in order; several sends may arrive as one. */
  onOutput(listener: (bytes: Uint8Array) => void): void;
}

/**
 * overlay: the guest's writes go to memory that is thrown away; the file is opened for reading. write: they are in the file before the
 * guest is told that they are done. read-only: the guest's writes are refused.
 */
export type DiskMode = 'read-only' | 'overlay' | 'write';

export interface PortRange {
  first: number;
  /** 1 unless given */
  count?: number;
  /** Accesses of other widths arrive as several bytes. 1 alone unless given. */
  widths?: readonly Width[];
  /** Without it the ports read as all ones. */
  read?(port: number, bytes: Width): number | Promise<number>;
  write?(port: number, value: number, bytes: Width): void | Promise<void>;
  /** The guest goes on before write() is called: a fraction of a microsecond instead of tens of them. */
  posted?: boolean;
}

export interface MemoryRange {
  /** physical; whole pages of 4 KiB */
  first: number;
  bytes: number;
  read?(address: number, bytes: Width): number | Promise<number>;
  write?(address: number, value: number, bytes: Width): void | Promise<void>;
  posted?: boolean;
}

export interface Timer {
  /** Fires once, at this guest time in nanoseconds since power-on; as soon as may be where that has passed. Replaces what was set. */
  set(at: bigint): void;
  stop(): void;
}

/** For snapshots of a machine; nothing calls them yet. */
export interface SnapshotHooks {
  save(): Uint8Array | Promise<Uint8Array>;
  restore(state: Uint8Array): void | Promise<void>;
}

/** What plugins offer to programs and to each other, by name. A plugin adds what it offers: `declare module '../../vm/plugin.ts'`. */
// biome-ignore lint/suspicious/noEmptyInterface: plugins fill it
export interface Services {}

/** The machine in the making. */
export interface MachineBuilder {
  /** of RAM, in bytes */
  readonly memory: number;
  /** A device in C, with "name=value" lines as its options: true is 1, false 0, undefined left out. Devices are made and reset in this order. */
  device(kind: string, options?: Record<string, string | number | boolean | undefined>): NativeDevice;
  /** Opens a file that a device in C uses by this number; the device's option imageN has to repeat the mode (machine/disk.c). */
  image(path: string, mode: DiskMode): { number: number; bytes: number };

  ports(range: PortRange): void;
  mappedMemory(range: MemoryRange): void;
  /** An interrupt request line, 0 to 15: sets the level of the device's output. */
  irq(line: number): (level: boolean) => void;
  /** At most eight a plugin. `fire` gets the guest time for which it was set. */
  timer(fire: (at: bigint) => void | Promise<void>): Timer;

  /** Bytes that are in RAM at power-on. */
  load(address: number, bytes: Uint8Array): void;
  /** Read-only memory there; it begins at a page. */
  rom(address: number, bytes: Uint8Array): void;
  /** A file for the firmware, as QEMU's fw_cfg names them: "bootorder", "vgaroms/vgabios.bin", "genroms/NAME". */
  firmwareFile(name: string, bytes: Uint8Array): void;

  /** RAM as a bus master sees it. What was written is there before the guest gets an answer that is given later. */
  readMemory(address: number, count: number): Promise<Uint8Array>;
  writeMemory(address: number, bytes: Uint8Array): void;

  /** The machine ends with this exit status, once the running instruction is over. */
  end(status: number): void;
  offer<Name extends keyof Services>(name: Name, service: Services[Name]): void;
  onStart(listener: () => void | Promise<void>): void;
  /** At power-on, and whenever the machine is reset, by the guest or from outside: the device returns to its power-on state. */
  onReset(listener: () => void | Promise<void>): void;
  /** The machine has ended, however it did: files, sockets and the like are to be closed. In the reverse order of setup. */
  onClose(listener: () => void | Promise<void>): void;
  snapshot(hooks: SnapshotHooks): void;
}
