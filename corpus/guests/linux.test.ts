import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { allDebianGuests, findGuest, GuestMissing, locateLinux } from './guests.ts';
import { packFolder } from './linux.ts';
import { copyModules } from './modules.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plex86-linux-guest-'));
  vi.stubEnv('XDG_CACHE_HOME', join(folder, 'cache'));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

function module(path: string, ...info: string[]): void {
  const file = join(folder, 'from', path);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, `\x7fELF...\0${info.map((line) => `${line}\0`).join('')}...`, 'latin1');
}

describe('kernel modules', () => {
  it('come with what they depend on, and with the lists that modprobe reads', () => {
    module('kernel/a/top-one.ko', 'name=top_one', 'alias=pci:v1*', 'alias=fs-top', 'depends=middle,base');
    module('kernel/b/middle.ko', 'depends=base');
    module('kernel/b/base.ko', 'depends=');
    module('kernel/b/other.ko', 'depends=base');
    copyModules(join(folder, 'from'), join(folder, 'to'), ['top_one']);
    expect(readFileSync(join(folder, 'to/modules.dep'), 'latin1').split('\n').sort()).toEqual([
      '',
      'kernel/a/top-one.ko: kernel/b/middle.ko kernel/b/base.ko',
      'kernel/b/base.ko:',
      'kernel/b/middle.ko: kernel/b/base.ko',
    ]);
    expect(readFileSync(join(folder, 'to/modules.alias'), 'latin1')).toBe('alias pci:v1* top_one\nalias fs-top top_one\n');
    expect(() => statSync(join(folder, 'to/kernel/b/other.ko'))).toThrow();
    expect(() => copyModules(join(folder, 'from'), join(folder, 'to'), ['absent'])).toThrow('no module absent');
  });
});

describe('a folder packed for the kernel', () => {
  it('is an archive of everything in it, owned by root', () => {
    mkdirSync(join(folder, 'root/bin'), { recursive: true });
    writeFileSync(join(folder, 'root/bin/tool'), 'tool', { mode: 0o755 });
    const archive = gunzipSync(packFolder(join(folder, 'root')));
    expect(archive.subarray(0, 6).toString()).toBe('070701');
    const listed = execFileSync('cpio', ['--quiet', '-itvn'], { input: archive, encoding: 'utf8' });
    expect(listed).toMatch(/^-rwxr-xr-x +1 0 +0 +4 .* bin\/tool$/m);
  });
});

describe('the guest linux', () => {
  it('is not fetched where that is not wanted, and the message says what fetches it', async () => {
    const missing = locateLinux('linux', { download: false });
    await expect(missing).rejects.toThrow(GuestMissing);
    await expect(missing).rejects.toThrow(/"plex86 boot linux" fetches it/);
    await expect(locateLinux('freedos', { download: false })).rejects.toThrow(/no guest "freedos" under "debian"/);
  });

  it('cannot be fetched from an archive that does not answer', async () => {
    vi.stubEnv('PLEX86_DEBIAN', 'http://127.0.0.1:9/debian');
    const told: string[] = [];
    const missing = findGuest('linux', { tell: (text) => void told.push(text) });
    await expect(missing).rejects.toThrow(GuestMissing);
    await expect(missing).rejects.toThrow(/could not be fetched:\n.*apt-get update with http:\/\/127.0.0.1:9\/debian failed/);
    expect(told).toEqual(['reading the list of packages of Debian bookworm, i386 (9 MB)']);
  });

  it('is named once', () => {
    expect(allDebianGuests().map((each) => each.name)).toEqual(['linux']);
  });
});
