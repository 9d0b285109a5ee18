/** Guest images by name: the manifest, and where a guest's file is found. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { ROOT } from '../../vm/c-header.ts';
import type { PcOptions } from '../../vm/machine/pc.ts';
import { memorySize } from '../../vm/machine/pc.ts';
import { ArchiveMissing } from './debian.ts';
import { type DebianGuest, debianGuest, type LinuxFiles, linuxFiles } from './linux.ts';
import { type PackagedGuest, packagedFile, packagedGuest } from './packages.ts';

const guest = z.strictObject({
  name: z.string().regex(/^[a-z0-9][a-z0-9.-]*$/),
  description: z.string(),
  file: z.string(),
  bytes: z.int().positive(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  address: z.url(),
  licence: z.string(),
  /** the drive that the file goes into */
  boot: z.strictObject({ drive: z.enum(['fda', 'hda', 'cdrom']) }),
  /** what tells that it is up, as `plex86 boot --until` takes it */
  ready: z.string(),
});

export type Guest = z.output<typeof guest>;

const manifest = z.strictObject({
  /** images that are published as such */
  guests: z.array(guest),
  /** what is put together from Debian's packages */
  debian: z.array(debianGuest),
  /** what a package of Debian holds as it is */
  packages: z.array(packagedGuest),
});

let read: z.output<typeof manifest> | undefined;

function theManifest(): z.output<typeof manifest> {
  read ??= manifest.parse(JSON.parse(readFileSync(`${ROOT}corpus/guests/manifest.json`, 'utf8')));
  return read;
}

/** Those with an image of their own. */
export function allGuests(): readonly Guest[] {
  return theManifest().guests;
}

export function allDebianGuests(): readonly DebianGuest[] {
  return theManifest().debian;
}

export function allPackagedGuests(): readonly PackagedGuest[] {
  return theManifest().packages;
}

/** Every guest's name, with what tells that it is up (as `plex86 boot --until` takes it). */
export function readyTexts(): ReadonlyMap<string, string> {
  const all = [...allGuests(), ...allDebianGuests(), ...allPackagedGuests()];
  return new Map(all.map(({ name, ready }) => [name, ready]));
}

/** undefined: the manifest has no such guest. */
export function guestNamed(name: string): Guest | undefined {
  return allGuests().find((each) => each.name === name);
}

/** The file is nowhere to be had; the message says where it was looked for and what helps. */
export class GuestMissing extends Error {
  override readonly name = 'GuestMissing';
}

function cacheFolder(): string {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'plex86');
}

/** In the order in which they are looked through. */
export function guestFolders(): string[] {
  const own = process.env.PLEX86_GUESTS;
  return [...(own ? [own] : []), join(ROOT, '..', 'shared', 'guests'), cacheFolder()];
}

/** null: the file is the one that is meant. */
function wrong(one: Guest, bytes: Uint8Array): string | null {
  if (bytes.length !== one.bytes) return `has ${bytes.length} bytes instead of ${one.bytes}`;
  const sum = createHash('sha256').update(bytes).digest('hex');
  return sum === one.sha256 ? null : `has the sha256 ${sum}`;
}

const DOWNLOAD_MS = 120_000;

async function download(one: Guest): Promise<string> {
  const response = await fetch(one.address, { signal: AbortSignal.timeout(DOWNLOAD_MS) });
  if (!response.ok) throw new Error(`the server answers ${response.status}`);
  const bytes = new Uint8Array(await response.arrayBuffer());
  const fault = wrong(one, bytes);
  if (fault) throw new Error(`what came ${fault}`);
  const folder = cacheFolder();
  mkdirSync(folder, { recursive: true });
  const path = join(folder, one.file);
  const part = `${path}.${process.pid}`;
  try {
    writeFileSync(part, bytes);
    renameSync(part, path);
  } finally {
    rmSync(part, { force: true });
  }
  return path;
}

function reason(error: unknown): string {
  const { message, cause } = error as Error & { cause?: { code?: string } };
  return cause?.code ? `${message}, ${cause.code}` : message;
}

/** The path of a guest's file. Throws a GuestMissing where it is not to be had; `download: false` leaves the network alone. */
export async function locateGuest(name: string, options: { download?: boolean } = {}): Promise<string> {
  const one = guestNamed(name);
  if (!one)
    throw new GuestMissing(`there is no guest "${name}" in corpus/guests/manifest.json; there are ${[...readyTexts().keys()].join(', ')}`);
  const looked: string[] = [];
  for (const folder of guestFolders()) {
    const path = join(folder, one.file);
    if (!existsSync(path) || !statSync(path).isFile()) {
      looked.push(`${path} is not there`);
      continue;
    }
    const fault = wrong(one, readFileSync(path));
    if (fault === null) return path;
    looked.push(`${path} ${fault}`);
  }
  if (options.download ?? true) {
    try {
      return await download(one);
    } catch (error) {
      looked.push(`${one.address} could not be fetched (${reason(error)})`);
    }
  }
  throw new GuestMissing(
    [
      `the guest ${one.name} (${one.description}) is not at hand:`,
      ...looked.map((each) => `  ${each}`),
      `Put ${one.file} (sha256 ${one.sha256}) into a folder and name that folder in PLEX86_GUESTS.`,
    ].join('\n'),
  );
}

/** Kernel and initial RAM file system of a guest made from Debian's packages. Throws a GuestMissing where they are not to be had. */
export async function locateLinux(
  name = 'linux',
  options: { download?: boolean; tell?: (text: string) => void } = {},
): Promise<LinuxFiles> {
  const one = allDebianGuests().find((each) => each.name === name);
  if (!one) throw new GuestMissing(`there is no guest "${name}" under "debian" in corpus/guests/manifest.json`);
  const cache = join(cacheFolder(), name);
  let found: LinuxFiles | null;
  try {
    found = await linuxFiles(one, cache, options);
  } catch (error) {
    if (!(error instanceof ArchiveMissing)) throw error;
    throw new GuestMissing(`the guest ${name} (${one.description}) is not at hand, and could not be fetched:\n  ${error.message}`);
  }
  if (!found) throw new GuestMissing(`the guest ${name} (${one.description}) is not in ${cache}: "plex86 boot ${name}" fetches it`);
  return found;
}

/** The file of a guest that a package holds. Throws a GuestMissing where it is not to be had. */
export async function locatePackaged(name: string, options: { download?: boolean; tell?: (text: string) => void } = {}): Promise<string> {
  const one = allPackagedGuests().find((each) => each.name === name);
  if (!one) throw new GuestMissing(`there is no guest "${name}" under "packages" in corpus/guests/manifest.json`);
  const cache = join(cacheFolder(), name);
  let found: string | null;
  try {
    found = await packagedFile(one, cache, options);
  } catch (error) {
    if (!(error instanceof ArchiveMissing)) throw error;
    throw new GuestMissing(`the guest ${name} (${one.description}) is not at hand, and could not be fetched:\n  ${error.message}`);
  }
  if (found === null) throw new GuestMissing(`the guest ${name} (${one.description}) is not in ${cache}: "plex86 boot ${name}" fetches it`);
  return found;
}

export interface FindOptions {
  /** the guest's console is the display, not the serial line, where it can be either */
  display?: boolean;
  /** hears what is being fetched */
  tell?: (text: string) => void;
}

/** The options of a PC that boots this guest. Throws a GuestMissing where its files are not to be had. */
export async function findGuest(name: string, options: FindOptions = {}): Promise<Partial<PcOptions>> {
  const packaged = allPackagedGuests().find((each) => each.name === name);
  if (packaged) {
    const [path, { boot }] = [await locatePackaged(name, options), packaged];
    const memory = memorySize(boot.memory);
    return boot.as === 'cdrom'
      ? { memory, cdrom: path }
      : { memory, linux: { kernel: path, commandLine: options.display ? boot.display : boot.serial } };
  }
  const debian = allDebianGuests().find((each) => each.name === name);
  if (!debian) return { [guestNamed(name)?.boot.drive ?? 'fda']: await locateGuest(name) };
  const { kernel, initrd } = await locateLinux(name, options);
  const commandLine = options.display ? debian.boot.display : debian.boot.serial;
  return { memory: memorySize(debian.boot.memory), linux: { kernel, initrd, commandLine } };
}
