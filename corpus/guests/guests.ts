/** Guest images by name: the manifest, and where a guest's file is found. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { ROOT } from '../../vm/c-header.ts';

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

const manifest = z.strictObject({ guests: z.array(guest) });

let guests: readonly Guest[] | undefined;

export function allGuests(): readonly Guest[] {
  guests ??= manifest.parse(JSON.parse(readFileSync(`${ROOT}corpus/guests/manifest.json`, 'utf8'))).guests;
  return guests;
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
    throw new GuestMissing(
      `there is no guest "${name}" in corpus/guests/manifest.json; there are ${allGuests()
        .map((each) => each.name)
        .join(', ')}`,
    );
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

/** The options of a PC that boots this guest. Throws a GuestMissing where its file is not to be had. */
export async function findGuest(name: string): Promise<{ fda?: string; hda?: string; cdrom?: string }> {
  const path = await locateGuest(name);
  return { [guestNamed(name)!.boot.drive]: path };
}
