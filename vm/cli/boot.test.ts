/** plex86 boot from outside: scripts, exit statuses, what is written where. The guests are boot sectors. */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assemble } from '../../conformance/cases/assemble.ts';
import { ROOT } from '../c-header.ts';

const folder = mkdtempSync(join(tmpdir(), 'plex86-boot-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const FLOPPY_BYTES = 160 * 1024;

/** A floppy whose boot sector is this. */
async function floppy(name: string, text: string): Promise<string> {
  const lines = text.split('\n').map((each, i) => ({ text: each, line: i + 1 }));
  const [assembled] = await assemble([{ name, lines, bits: 16, origin: 0x7c00 }]);
  if (!assembled || 'error' in assembled) throw new Error(assembled?.error);
  const image = new Uint8Array(FLOPPY_BYTES);
  image.set(assembled.bytes);
  image.set([0x55, 0xaa], 510);
  const path = join(folder, name);
  writeFileSync(path, image);
  return path;
}

/** Shows "READY>" on the screen, the first serial line and the debug console, then every key; Esc ends with 5, Enter stops. */
const ECHO = `xor ax, ax
  mov ds, ax
  mov ax, 0x00e3    ; COM1: 9600 baud, 8 bits
  xor dx, dx
  int 0x14
  mov si, text
  next: lodsb
  test al, al
  jz keys
  call show
  mov ah, 1
  xor dx, dx
  int 0x14
  out 0xe9, al
  jmp next
  keys: xor ah, ah
  int 0x16
  cmp al, 27
  je leave_it
  cmp al, 13
  je stop
  call show
  jmp keys
  leave_it: mov al, 5
  out 0xf4, al
  stop: cli
  hlt
  show: push ax
  mov ah, 0x0e
  xor bx, bx
  int 0x10
  pop ax
  mov ah, 1
  ret
  text: db "READY>", 0`;

/** Writes a sector full of 57H, as the BIOS does it, and ends with what the BIOS said. */
const WRITER = `xor ax, ax
  mov ds, ax
  mov es, ax
  mov di, 0x8000
  mov cx, 512
  mov al, 0x57
  rep stosb
  mov ax, 0x0301
  mov bx, 0x8000
  mov cx, 0x0003    ; cylinder 0, sector 3
  xor dx, dx
  int 0x13
  mov al, ah
  out 0xf4, al
  hang: jmp hang`;

let echo: string;
let writer: string;
beforeAll(async () => {
  [echo, writer] = [await floppy('echo.img', ECHO), await floppy('writer.img', WRITER)];
});

interface Ended {
  status: number | null;
  out: string;
  err: string;
}

function boot(...args: string[]): Promise<Ended> {
  const env = { ...process.env, PLEX86_GUESTS: join(folder, 'guests'), XDG_CACHE_HOME: join(folder, 'cache') };
  const child = spawn(process.execPath, [`${ROOT}vm/cli/plex86.mjs`, 'boot', ...args], {
    env,
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return new Promise((resolve) => {
    let [out, err] = ['', ''];
    child.stdout.on('data', (chunk) => {
      out += chunk;
    });
    child.stderr.on('data', (chunk) => {
      err += chunk;
    });
    child.on('close', (status) => resolve({ status, out, err }));
  });
}

/** Long enough for a busy machine. */
const TIMEOUT = ['--timeout', '40'];

describe.skipIf(!existsSync('/usr/share/seabios/bios-256k.bin'))('plex86 boot', () => {
  it('follows its script in order and ends with 0, screen and statistics', async () => {
    const [text, picture] = [join(folder, 'first.txt'), join(folder, 'last.png')];
    const script = [
      '--until',
      'screen:READY>$',
      '--screenshot',
      text,
      '--keys',
      'aB<F1>7',
      '--until',
      'screen:READY>aB.?7',
      '--screenshot',
      picture,
    ];
    const { status, out, err } = await boot('--fda', echo, ...script, ...TIMEOUT);
    expect(err).toMatch(/exits/);
    expect(status).toBe(0);
    expect(out).toMatch(/READY>aB.?7/);
    expect(readFileSync(text, 'utf8')).toMatch(/READY>\n$/);
    expect(readFileSync(picture).subarray(1, 4).toString()).toBe('PNG');
  });

  it('ends with the status of the debug-exit port, on either engine', async () => {
    const script = ['--until', 'serial:READY>', '--keys', '<Esc>'];
    const [native, interpreted] = await Promise.all([
      boot('--fda', echo, ...script, '--until', 'screen:never', ...TIMEOUT),
      boot('--fda', echo, '--engine', 'interp', ...script, '--until', 'screen:never', ...TIMEOUT),
    ]);
    expect(native).toMatchObject({ status: 11 });
    expect(interpreted).toMatchObject({ status: 11 });
  });

  it('shows the last screen and ends with 1 when something does not come', async () => {
    const { status, out, err } = await boot('--fda', echo, '--until', 'screen:READY>', '--until', 'screen:never', '--timeout', '8');
    expect(status).toBe(1);
    expect(err).toMatch(/never.*did not come on the screen/);
    expect(err).toMatch(/READY>/);
    expect(out).toBe('');
  });

  it('tells everything as JSON', async () => {
    const { status, out } = await boot(
      '--fda',
      echo,
      '--until',
      'debugcon:READY',
      '--keys',
      'ok',
      '--until',
      'screen:>ok',
      '--json',
      ...TIMEOUT,
    );
    expect(status).toBe(0);
    const told = JSON.parse(out) as Record<string, unknown>;
    expect(told).toMatchObject({ status: 0, ended: 'quit', serial: 'READY>', debugcon: 'READY>' });
    expect(told.screen).toMatch(/READY>ok/);
    expect((told.steps as { step: string }[]).map(({ step }) => step)).toEqual(['debugcon:READY', 'keys "ok"', 'screen:>ok']);
    expect(told.statistics).toMatchObject({ resets: 1, exits: { trap_site: expect.any(Number) } });
  });

  it('writes to an image only where it is told to', async () => {
    const before = readFileSync(writer);
    expect(await boot('--fda', writer, ...TIMEOUT)).toMatchObject({ status: 1 });
    expect(readFileSync(writer).equals(before)).toBe(true);
    expect(await boot('--fda', writer, '--write', ...TIMEOUT)).toMatchObject({ status: 1 });
    const after = readFileSync(writer);
    expect(after.subarray(1024, 1536).every((byte) => byte === 0x57)).toBe(true);
    after.fill(0, 1024, 1536);
    expect(after.equals(before)).toBe(true);
  });

  it('puts the serial line where it is wanted, and starts a machine file', async () => {
    const out = join(folder, 'serial.out');
    const file = join(folder, 'machine.json');
    writeFileSync(file, JSON.stringify({ pc: { fda: './echo.img', memory: '4M', serial: [`file:${out}`] } }));
    const { status } = await boot(file, '--until', 'serial:READY>', '--keys', '<Esc>', '--until', 'screen:never', ...TIMEOUT);
    expect(status).toBe(11);
    expect(readFileSync(out, 'latin1')).toBe('READY>');
    // Options go over what the file says: here another end of the line.
    const other = join(folder, 'other.out');
    await boot(file, '--serial', `file:${other}`, '--until', 'screen:never', '--timeout', '2');
    expect(readFileSync(other, 'latin1')).toBe('READY>');
    expect(readFileSync(out, 'latin1')).toBe('READY>');
  });

  it('says what stops it from starting, and ends with 2', async () => {
    const listed = join(folder, 'listed.json');
    writeFileSync(listed, JSON.stringify({ plugins: ['pci'] }));
    const wrong: [string[], RegExp][] = [
      [['--fda', join(folder, 'none.img')], /none\.img/],
      [['--fda', echo, '--until', 'READY'], /--until READY: wanted is/],
      [['--fda', echo, '--until', 'screen:('], /--until screen:\(/],
      [['--fda', echo, '--keys', 'é'], /--keys é/],
      [['--memory', 'lots'], /no size of memory/],
      [['--memory', '1G'], /memory has to be between/],
      [['--load', 'x.bin'], /FILE@ADDRESS/],
      [['--module', 'x'], /--module belongs to --multiboot/],
      [['--initrd', 'x'], /--initrd belongs to --kernel/],
      [['--append', 'x'], /--append belongs to --kernel and --multiboot/],
      [['--kernel', 'x', '--multiboot', 'y'], /one kernel is wanted/],
      [['--kernel', join(folder, 'none')], /plugin linux: cannot read .*none: ENOENT/],
      [['--engine', 'qemu'], /Allowed choices are sbe, interp/],
      [['--plugin', './none.ts'], /there is no plugin \.\/none\.ts/],
      [['--hda', 'new:64X'], /"new:64X" is no new disk: new:SIZE or new:SIZE:FILE/],
      [['--hda', `new:1M:${echo}`], /cannot make the disk .*: the file exists/],
      [[listed, '--fda', echo], /listed\.json: it lists all plugins.* fda/],
      [['no-such-guest'], /there is no guest "no-such-guest"/],
    ];
    const ended = await Promise.all(wrong.map(([args]) => boot(...args, '--headless')));
    for (const [i, { status, out, err }] of ended.entries()) {
      expect(err).toMatch(wrong[i]![1]);
      expect({ status, out }, wrong[i]![0].join(' ')).toEqual({ status: 2, out: '' });
    }
  });
});
