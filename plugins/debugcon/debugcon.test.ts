import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { tinyMachine } from '../../vm/machine/testing/tiny.ts';

const folder = mkdtempSync(join(tmpdir(), 'plex86-debugcon-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const HELLO = `mov si, text
  next: lodsb
  out 0xe9, al
  test al, al
  jnz next`;

describe('the debug console', () => {
  it('is there, collects what is written and passes it on', async () => {
    const to = join(folder, 'out');
    const vm = await tinyMachine(`in al, 0xe9\nmov bl, al\n${HELLO}\nmov al, bl\nout 0xf4, al\ntext: db "hello, world", 0`, [], {
      plugins: [{ plugin: 'debugcon', options: { to: `file:${to}` } }],
    });
    expect(await vm.ended).toMatchObject({ reason: 'status', status: 0xe9 });
    expect(vm.debugcon.text).toBe('hello, world\0');
    expect(readFileSync(to, 'latin1')).toBe('hello, world\0');
  });

  it('can be waited for', async () => {
    const vm = await tinyMachine(`${HELLO}\nspin: jmp spin\ntext: db "one two one", 0`, [], { plugins: ['debugcon'] });
    expect((await vm.debugcon.waitFor(/o\w+/))[0]).toBe('one');
    expect((await vm.debugcon.waitFor(/o\w+/)).index).toBe(' two '.length); // in what was left
    await expect(vm.debugcon.waitFor(/three/, { timeout: 50 })).rejects.toThrow(/did not come/);
    const waiting = expect(vm.debugcon.waitFor(/three/)).rejects.toThrow(/the machine ended \(quit\) before/);
    await vm.quit();
    await waiting;
  });

  it('may stand at other ports', async () => {
    const vm = await tinyMachine('mov dx, 0x402\nmov al, "x"\nout dx, al\nout 0xe9, al\nin al, 0xe9\nout 0xf4, al', [], {
      plugins: [{ plugin: 'debugcon', options: { ports: [0x402] } }],
    });
    expect(await vm.ended).toMatchObject({ status: 0xff });
    expect(vm.debugcon.text).toBe('x');
  });
});

describe('the debug-exit port', () => {
  it.each([
    ['mov al, 0', 'out 0xf5, al', 1],
    ['mov ax, 0x0110', 'out 0xf5, ax', 0x21],
    ['mov eax, 21', 'out 0xf5, eax', 43],
  ])('%s, %s: status %i, and nothing is executed after it', async (value, out, status) => {
    const vm = await tinyMachine(`${value}\n${out}\nmov al, 1\nout 0xe9, al`, [], {
      plugins: ['debugcon', { plugin: 'debug-exit', options: { port: 0xf5 } }],
    });
    expect(await vm.ended).toMatchObject({ reason: 'status', status });
    expect(vm.debugcon.text).toBe('');
  });
});
