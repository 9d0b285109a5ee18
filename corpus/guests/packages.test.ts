/** Small systems out of Debian's packages, at work: a memory test, a boot loader with a command line, a network boot loader. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type PcOptions, pc, VirtualMachine } from '../../vm/index.ts';
import { allPackagedGuests, findGuest, GuestMissing, locatePackaged, readyTexts } from './guests.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

async function missing(name: string): Promise<string | null> {
  return locatePackaged(name, { download: false }).then(
    () => null,
    (error: Error) => error.message,
  );
}

const why = new Map<string, string | null>();
for (const { name } of allPackagedGuests()) why.set(name, await missing(name));

/** A test of a guest; where that is not at hand, it is skipped, and its name says why. */
function guestTest(name: string, what: string, work: (vm: VirtualMachine) => Promise<void>, more: PcOptions = {}): void {
  const reason = why.get(name)!;
  it.skipIf(reason !== null)(`${name} ${what}${reason === null ? '' : ` (skipped: ${reason})`}`, { timeout: 180_000 }, async () => {
    const vm = await VirtualMachine.create(pc({ ...(await findGuest(name)), ...more }));
    try {
      await work(vm);
    } finally {
      await vm.quit();
    }
  });
}

const PATIENCE = { timeout: 90_000 };

for (const engine of ['sbe', 'interp'] as const) {
  describe(`guests of packages on ${engine}`, () => {
    guestTest(
      'memtest86',
      'tests 16 MB and finds no error',
      async (vm) => {
        await vm.screen.waitFor(/Memory {2}: {3}16MB/, PATIENCE);
        await vm.screen.waitFor(engine === 'sbe' ? /Test #[4-9]/ : /Test #[1-9]/, PATIENCE);
        expect(await vm.screen.text()).toMatch(/Pass: {2}0 +Errors: 0/);
        expect(vm.serial(0).text).toContain('Memtest86+ v6');
      },
      { engine },
    );

    guestTest(
      'grub',
      'reads its CD-ROM and knows how much memory there is',
      async (vm) => {
        await vm.screen.waitFor(/GNU GRUB/, PATIENCE);
        await vm.type('c');
        await vm.screen.waitFor(/grub>/, PATIENCE);
        await vm.type('clear\necho $grub_cpu-$grub_platform\nls (cd)/boot\nlsmmap\n');
        await vm.screen.waitFor(/i386-pc\n[\s\S]*\ngrub\/\n[\s\S]*base_addr = 0x100000, length = 0x1[ef]\w{5}, available RAM/, PATIENCE);
      },
      { engine },
    );
  });
}

guestTest('ipxe', 'counts on the processor that the guest sees', async (vm) => {
  await vm.screen.waitFor(/Press Ctrl-B/, PATIENCE);
  await vm.type('<Ctrl-B>');
  await vm.screen.waitFor(/iPXE>/, PATIENCE);
  await vm.type('cpuid --ext 29 && echo long mode || echo no long mode\n');
  await vm.screen.waitFor(/\nno long mode\n/, PATIENCE);
});

describe('guests of packages', () => {
  it('have names of their own, and the manifest says when they are up', () => {
    const names = allPackagedGuests().map((each) => each.name);
    expect(names).toEqual(['memtest86', 'grub', 'ipxe']);
    for (const name of names) expect(readyTexts().get(name)).toMatch(/^screen:/);
    expect(readyTexts().size).toBeGreaterThan(names.length);
  });

  it('are not fetched where that is not wanted, and cannot be from an archive that does not answer', async () => {
    const cache = mkdtempSync(join(tmpdir(), 'plex86-packages-'));
    vi.stubEnv('XDG_CACHE_HOME', cache);
    try {
      await expect(locatePackaged('grub', { download: false })).rejects.toThrow(/"plex86 boot grub" fetches it/);
      await expect(locatePackaged('freedos')).rejects.toThrow(/no guest "freedos" under "packages"/);
      vi.stubEnv('PLEX86_DEBIAN', 'http://127.0.0.1:9/debian');
      await expect(findGuest('grub')).rejects.toThrow(GuestMissing);
    } finally {
      rmSync(cache, { recursive: true, force: true });
    }
  });
});
