/** FreeDOS at work: the screens of a session, and the files it leaves, are those of QEMU. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { locateGuest } from '../../corpus/guests/guests.ts';
import { hasMtools } from './image.ts';
import { runSession } from './run.ts';

async function missing(): Promise<string | null> {
  if (!existsSync('/usr/bin/qemu-system-i386')) return 'qemu-system-i386 is not installed';
  if (!hasMtools()) return 'mtools are not installed';
  return locateGuest('freedos', { download: false }).then(
    () => null,
    (error: Error) => error.message,
  );
}

const why = await missing();
if (why !== null) console.warn(`skipped: the FreeDOS session: ${why}`);

for (const hardDisk of [false, true]) {
  it.skipIf(why !== null)(`shows what it shows under QEMU, from a ${hardDisk ? 'hard' : 'floppy'} disk`, { timeout: 600_000 }, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'plex86-freedos-'));
    try {
      const result = await runSession(await locateGuest('freedos', { download: false }), folder, { engine: 'sbe', hardDisk });
      expect(result.differences).toEqual([]);
      expect(result.files).toEqual([]);
      expect(result.commands).toBeGreaterThanOrEqual(40);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
}
