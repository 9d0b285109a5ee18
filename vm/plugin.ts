/**
 * What a plugin is. Every device and tool of a machine is one: a folder `plugins/NAME/` with a `plugin.ts`, or any file that is named by
 * its path, whose default export is a Plugin. What is hot stands beside it in C and is made with `builder.device()`; everything else is
 * TypeScript.
 *
 * There are two phases. `setup()` runs before the machine exists and says what it will consist of. Then the machine runs, and the
 * functions given to the builder are called; the guest stands still while a read is answered, and goes on at once after a posted write.
 * Whatever a plugin throws, in either phase and in promises too, ends the machine with a message that names the plugin.
 */
import { z } from 'zod';
import type { Transcript } from '../plugins/serial/transcript.ts';
import type { Image as Picture } from './screen/image.ts';
import type { Screen } from './screen/screen.ts';

export type { Picture, Screen, Transcript };
export { z };

type Maybe<T> = T | Promise<T>;

/** Widths of an access to a port or to device memory, in bytes. */
export type Width = 1 | 2 | 4;

export interface Plugin<Schema extends z.ZodType = z.ZodType> {
  name: string;
  /** What the options given to the plugin are checked against; without it the plugin takes none. */
  options?: Schema;
  setup(builder: MachineBuilder, options: z.output<Schema>): Maybe<Hooks | void>;
}

/** Makes the types of the options known inside setup(); nothing more. */
export function definePlugin<Schema extends z.ZodType>(plugin: Plugin<Schema>): Plugin<Schema> {
  return plugin;
}

/** What a plugin may want to hear of later. */
export interface Hooks {
  /** All plugins are set up, and none of the machine exists yet: the last moment to declare something. */
  prepare?(): Maybe<void>;
  /** The guest runs. */
  started?(machine: RunningMachine): Maybe<void>;
  /** The machine is reset by the guest or from outside; also once at power-on. The device returns to its power-on state. */
  reset?(): void;
  /** A snapshot is taken: what the device would need to go on from here. The guest stands still. */
  save?(): Maybe<Uint8Array>;
  /** The guest goes on from what save() gave. */
  restore?(state: Uint8Array): Maybe<void>;
  /** The machine has ended, however it did: files, sockets and the like are to be closed. */
  close?(): Maybe<void>;
}

/** What a device in C is told at its creation, as "name=value" lines. true is 1, false 0; what is undefined is left out. */
export type DeviceOptions = Record<string, string | number | boolean | undefined>;

/** A device in C: the other half of a plugin, in the process of the machine. */
export interface Device {
  /** To the device's input(); what is sent before the start arrives there before the guest runs. At most 1 MiB at a time. */
  send(bytes: Uint8Array): void;
  /** The device's answer to one of its questions, of one moment. Only while the machine runs. */
  ask(question: number): Promise<Uint8Array>;
  /** What the device sends, in order; several sends may arrive as one. The bytes are valid during the call only. */
  onOutput(listener: (bytes: Uint8Array) => void): void;
}

/**
 * overlay: the guest's writes go to memory that is thrown away; the file is opened for reading only. write: they are in the file before
 * the guest is told that they are done. read-only: the guest's writes are refused.
 */
export type DiskMode = 'overlay' | 'write' | 'read-only';

/** A file that is handed to the process of the machine. */
export interface DiskImage {
  /** by which the device in C opens it: disk_open(device, number) */
  readonly number: number;
  readonly path: string;
  readonly mode: DiskMode;
  readonly bytes: number;
  /** The first bytes of the file as it is now (at most 64 KiB): boot sectors, partition tables. */
  head(bytes: number): Uint8Array;
}

export interface Ports {
  first: number;
  /** 1 where it is not given */
  count?: number;
  /** Widths that arrive whole, besides 1: others are split into bytes, as an 8-bit card on the bus sees them. */
  widths?: readonly Width[];
  /** Without it the ports read as all ones. */
  read?(port: number, width: Width): Maybe<number>;
  write?(port: number, value: number, width: Width): Maybe<void>;
  /** true, also where it is not given: the guest goes on before write() is called. false: when write() has returned. */
  posted?: boolean;
}

export interface Memory {
  /** physical; whole pages of 4 KiB */
  first: number;
  bytes: number;
  read?(address: number, width: Width): Maybe<number>;
  write?(address: number, value: number, width: Width): Maybe<void>;
  posted?: boolean;
}

/** An interrupt request line, 0 to 15: the level of the device's output. */
export interface IrqLine {
  set(level: boolean): void;
  /** High and low again: an edge. */
  pulse(): void;
}

export interface Timer {
  /** Fires at this guest time in ns since power-on, once; at once where it has passed. Replaces what was set. */
  set(guestNs: number): void;
  stop(): void;
}

/** RAM as a bus master sees it. What is written is in place before the guest's next instruction. */
export interface Dma {
  read(address: number, bytes: number): Promise<Uint8Array>;
  write(address: number, bytes: Uint8Array): void;
}

/** What plugins offer the machine and each other, by kind. A plugin of your own may add kinds to this interface. */
export interface Services {
  display: { screen(): Promise<Screen>; picture(): Promise<Picture> };
  keyboard: {
    /** Scan codes of set 2, whole keys. */
    send(codes: Uint8Array): void;
    /** Resolves once the guest has read all that was sent. */
    idle(): Promise<void>;
  };
  mouse: {
    /** Movement to the right, up and of the wheel towards the user, -128 to 127 each; buttons: 1 left, 2 right, 4 middle. */
    move(dx: number, dy: number, dz: number, buttons: number): void;
  };
  /** A line of characters from and to the guest: a serial port, the debug console. */
  line: {
    /** "serial0", "debugcon" */
    readonly name: string;
    /** where its other end is: "/dev/pts/3" */
    readonly description: string;
    /** what the guest has sent */
    readonly transcript: Transcript;
    send(bytes: Uint8Array): void;
  };
}

/** The machine in the making. */
export interface MachineBuilder {
  /** in bytes, of RAM */
  readonly memoryBytes: number;

  /** A device in C by its kind. `images`: those that it opens, with their modes. Devices are made, and reset, in the order of calls. */
  device(kind: string, options?: DeviceOptions, images?: readonly DiskImage[]): Device;
  /** Opens a file for a device in C. Throws where it cannot be opened so. */
  disk(path: string, mode: DiskMode): DiskImage;

  ports(ports: Ports): void;
  memory(memory: Memory): void;
  irq(line: number): IrqLine;
  /** At most 8 a plugin. `fire` gets the guest time at which it was due. */
  timer(fire: (guestNs: number) => Maybe<void>): Timer;
  readonly dma: Dma;

  /** Bytes that are in RAM at power-on. */
  load(address: number, bytes: Uint8Array): void;
  /** Read-only memory there; it begins at a page. */
  rom(address: number, bytes: Uint8Array): void;
  /** A file for the firmware, as QEMU's fw_cfg names them: "bootorder", "vgaroms/vgabios.bin", "genroms/NAME". */
  firmwareFile(name: string, bytes: Uint8Array): void;
  /** A numbered item for the firmware. */
  firmwareItem(key: number, bytes: Uint8Array): void;
  /** All that plugins have given so far; complete in prepare(). */
  readonly firmware: { readonly files: ReadonlyMap<string, Uint8Array>; readonly items: ReadonlyMap<number, Uint8Array> };

  provide<Kind extends keyof Services>(kind: Kind, service: Services[Kind]): void;

  /** The machine ends with this exit status, once the running instruction is over. */
  end(status: number): void;
  /** The machine ends with a message that names the plugin. For what goes wrong where nobody would see an exception. */
  fail(error: Error): void;
  /** Words for the person who started the machine: "serial0 is /dev/pts/3". */
  say(text: string): void;
}

/** What started() gets. */
export interface RunningMachine {
  /** Guest time in ns since power-on. */
  guestNs(): Promise<number>;
  services<Kind extends keyof Services>(kind: Kind): readonly Services[Kind][];
  reset(): void;
  pause(): Promise<void>;
  resume(): void;
}
