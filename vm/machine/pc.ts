/** The default machine: an AT-class PC with everything a BIOS, DOS or Linux looks for. */
import { readFileSync } from 'node:fs';
import { driveTypeOf } from '../../plugins/floppy/formats.ts';
import { diskGeometry } from '../../plugins/ide/geometry.ts';
import type { NetworkOptions } from '../../plugins/ne2000/options.ts';
import type { DiskMode } from '../plugin.ts';
import type { PluginEntry } from './host.ts';
import type { MachineOptions } from './machine.ts';

export interface PcOptions extends Omit<MachineOptions, 'plugins'> {
  /** image files: floppies A and B, disks in their places on the IDE channels, a CD-ROM (secondary master unless a disk is there) */
  fda?: string;
  fdb?: string;
  hda?: string;
  hdb?: string;
  hdc?: string;
  hdd?: string;
  cdrom?: string;
  /** what becomes of the guest's writes to floppies and disks; `overlay` unless given: they are thrown away */
  disks?: DiskMode;
  /** what to boot from, in this order: a floppy, c disk, d CD-ROM. What there is, unless given */
  boot?: string;
  bios?: string;
  vgaBios?: string | null;
  /** where the other ends of COM1 to COM4 are: null, stdio, file:PATH, pty, tcp:HOST:PORT. COM1 alone unless given */
  serial?: readonly string[];
  /** where the debug console (port E9H) goes besides the transcript: null, stdio or file:PATH */
  debugcon?: string;
  /** port of the debug-exit device */
  debugExit?: number;
  /** files put into memory before the start */
  load?: readonly { file: string; address: number }[];
  multiboot?: { kernel: string; modules?: readonly string[]; commandLine?: string };
  /** a Linux kernel (bzImage), started directly */
  linux?: { kernel: string; initrd?: string | readonly string[]; commandLine?: string };
  /** seconds since 1970 that the clock shows at power-on; the host's time unless given */
  date?: number | 'utc' | 'local';
  /** a network card, and behind it the host's loopback; none unless given */
  network?: NetworkOptions;
  /** more plugins, after the PC's own */
  plugins?: readonly PluginEntry[];
}

function loader(files: NonNullable<PcOptions['load']>): PluginEntry[] {
  return files.map(({ file, address }) => ({ plugin: 'load', options: { file, address } }));
}

/** The list of plugins of a PC with these options, for `VirtualMachine.create()`. */
export function pc(options: PcOptions): MachineOptions {
  const {
    fda,
    fdb,
    hda,
    hdb,
    hdc,
    hdd,
    cdrom,
    disks,
    boot,
    bios,
    vgaBios,
    serial,
    debugcon,
    debugExit,
    load,
    multiboot,
    linux,
    date,
    network,
    plugins,
    ...machine
  } = options;
  const order = boot ?? (fda === undefined ? (hda === undefined ? 'dca' : 'cda') : 'acd');
  const floppies = [fda, fdb].map((image) => (image === undefined ? 'none' : driveTypeOf(image)));
  const geometries = [hda, hdb, hdc, hdd].map((disk) => (disk === undefined ? null : diskGeometry(disk)));
  const places: [string, string | undefined][] = [
    ['hda', hda],
    ['hdb', hdb],
    ['hdc', hdc],
    ['hdd', hdd],
  ];
  const drives: Record<string, unknown> = {};
  for (const [name, path] of places) if (path !== undefined) drives[name] = { disk: path, mode: disks ?? 'overlay' };
  if (cdrom !== undefined) {
    const place = ['hdc', 'hdd', 'hdb', 'hda'].find((name) => drives[name] === undefined);
    if (place === undefined) throw new Error('there is no place left for the CD-ROM drive');
    drives[place] = { cdrom };
  }
  const mode = disks ?? 'overlay';
  return {
    ...machine,
    plugins: [
      'pci',
      { plugin: 'chipset', options: bios === undefined ? {} : { bios } },
      'fwcfg',
      'pic',
      'pit',
      { plugin: 'rtc', options: { floppies, disks: geometries, boot: order, ...(date === undefined ? {} : { date }) } },
      'dma',
      'ps2',
      { plugin: 'vga', options: vgaBios === undefined ? {} : { bios: vgaBios } },
      ...(serial ?? ['null']).map((to, number) => ({ plugin: 'serial', options: { number, to } })),
      {
        plugin: 'floppy',
        options: { ...(fda === undefined ? {} : { a: { image: fda, mode } }), ...(fdb === undefined ? {} : { b: { image: fdb, mode } }) },
      },
      { plugin: 'ide', options: drives },
      { plugin: 'debugcon', options: { ports: [0xe9], ...(debugcon === undefined ? {} : { to: debugcon }) } },
      { plugin: 'debug-exit', options: debugExit === undefined ? {} : { port: debugExit } },
      ...(network === undefined ? [] : [{ plugin: 'ne2000', options: network }]),
      ...loader(load ?? []),
      ...(multiboot === undefined ? [] : [{ plugin: 'multiboot', options: { modules: [], commandLine: '', ...multiboot } }]),
      ...(linux === undefined ? [] : [{ plugin: 'linux', options: linux }]),
      ...(plugins ?? []),
    ],
  };
}

/** "16M", "512K", "16777216": bytes. Throws where it is none of these. */
export function memorySize(text: string): number {
  const match = /^(\d+)([KMG]?)i?B?$/i.exec(text.trim());
  if (!match) throw new Error(`"${text}" is no size of memory: 16M, 640K or bytes`);
  return Number(match[1]) * { '': 1, K: 1 << 10, M: 1 << 20, G: 1 << 30 }[match[2]!.toUpperCase() as '' | 'K' | 'M' | 'G'];
}

/** "FILE@ADDRESS". */
export function loadArgument(text: string): { file: string; address: number } {
  const at = text.lastIndexOf('@');
  const address = Number(text.slice(at + 1));
  if (at <= 0 || !Number.isInteger(address) || address < 0 || address > 0xffffffff)
    throw new Error(`"${text}" should be FILE@ADDRESS, as in boot.bin@0x7c00`);
  readFileSync(text.slice(0, at)); // says at once that it is not there
  return { file: text.slice(0, at), address };
}
