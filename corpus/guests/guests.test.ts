import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { allGuests, type Guest, GuestMissing, guestFolders, guestNamed, locateGuest } from './guests.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plex86-guests-'));
  vi.stubEnv('PLEX86_GUESTS', join(folder, 'own'));
  vi.stubEnv('XDG_CACHE_HOME', join(folder, 'cache'));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

/** A guest of the manifest, turned into one whose content we have; undone when `use` is over. */
async function standIn(content: Uint8Array, address: string, use: (guest: Guest) => Promise<void>): Promise<void> {
  const guest = guestNamed('freedos')!;
  const real = { ...guest };
  const sha256 = createHash('sha256').update(content).digest('hex');
  Object.assign(guest, { file: 'stand-in.img', bytes: content.length, sha256, address });
  try {
    await use(guest);
  } finally {
    Object.assign(guest, real);
  }
}

const CONTENT = Buffer.from('a guest\n');

async function served(content: Buffer, use: (address: string) => Promise<void>): Promise<void> {
  const server = createServer((_request, response) => response.end(content));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}/guest.img`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

describe('guests', () => {
  it('have names of their own', () => {
    const names = allGuests().map((each) => each.name);
    expect(names).toContain('freedos');
    expect(new Set(names).size).toBe(names.length);
  });

  it('are looked for in the own folder, beside the checkout, in the cache', () => {
    const [own, beside, cache] = guestFolders();
    expect(own).toBe(join(folder, 'own'));
    expect(beside).toMatch(/shared\/guests$/);
    expect(cache).toBe(join(folder, 'cache', 'plex86'));
  });

  it('count only with the right content', async () => {
    vi.stubEnv('PLEX86_GUESTS', folder);
    await standIn(CONTENT, 'http://127.0.0.1:1/', async () => {
      writeFileSync(join(folder, 'stand-in.img'), 'another!');
      const error = (await locateGuest('freedos', { download: false }).catch((caught: unknown) => caught)) as Error;
      expect(error).toBeInstanceOf(GuestMissing);
      expect(error.message).toMatch(/stand-in\.img has the sha256/);
      writeFileSync(join(folder, 'stand-in.img'), CONTENT);
      expect(await locateGuest('freedos', { download: false })).toBe(join(folder, 'stand-in.img'));
    });
  });

  it('come from their address at last, into the cache', async () => {
    await served(CONTENT, (address) =>
      standIn(CONTENT, address, async () => {
        const path = await locateGuest('freedos');
        expect(path).toBe(join(folder, 'cache', 'plex86', 'stand-in.img'));
        expect(readFileSync(path)).toEqual(CONTENT);
        expect(await locateGuest('freedos', { download: false })).toBe(path);
      }),
    );
  });

  it('are refused when the address gives something else', async () => {
    await served(Buffer.from('another!'), (address) =>
      standIn(CONTENT, address, async () => {
        await expect(locateGuest('freedos')).rejects.toThrow(/what came has the sha256/);
      }),
    );
  });

  it('say kindly that they are not to be had', async () => {
    await standIn(CONTENT, 'http://127.0.0.1:1/guest.img', async (guest) => {
      const error = (await locateGuest('freedos').catch((caught: unknown) => caught)) as Error;
      expect(error).toBeInstanceOf(GuestMissing);
      expect(error.message).toContain('could not be fetched');
      expect(error.message).toContain(guest.sha256);
      expect(error.message).toContain('PLEX86_GUESTS');
    });
    await expect(locateGuest('no-such-guest')).rejects.toThrow(/there are freedos/);
  });
});
