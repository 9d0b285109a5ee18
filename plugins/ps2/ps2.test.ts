import { describe, expect, it } from 'vitest';
import { tinyMachine } from '../../vm/machine/testing/tiny.ts';

/** What comes out of port 60h goes to the debug console, its status before it; `g` says that the guest is ready. */
const ECHO = `
  cli
  mov al, 'g'
  out 0xe9, al
  next: in al, 0x64
  test al, 1
  jz next
  and al, 0x21
  out 0xe9, al
  in al, 0x60
  out 0xe9, al
  jmp next`;

function pairs(text: string): number[][] {
  const bytes = [...text.slice(1)].map((character) => character.charCodeAt(0));
  return bytes.flatMap((byte, i) => (i % 2 === 0 ? [[byte, bytes[i + 1]!]] : []));
}

describe('keyboard and mouse', () => {
  it('reach the guest, each with its own mark', async () => {
    const enable = 'mov al, 0xd4\nout 0x64, al\nmov al, 0xf4\nout 0x60, al\n';
    const vm = await tinyMachine(enable + ECHO, [], { plugins: ['ps2', 'debugcon'] });
    await vm.debugcon.waitFor(/g!\xfa/s); // the mouse's acknowledge
    const keyboard = vm.service('keyboard')!;
    keyboard.send(Uint8Array.of(0x1c, 0xf0, 0x1c));
    await keyboard.idle();
    vm.service('mouse')!.move(-2, 0x33, 0, 1);
    await vm.debugcon.waitFor(/!\xfe!3/);
    await vm.quit();
    expect(pairs(vm.debugcon.text)).toEqual([
      [0x21, 0xfa],
      [0x01, 0x1e],
      [0x01, 0x9e],
      [0x21, 0x19],
      [0x21, 0xfe],
      [0x21, 0x33],
    ]);
  });

  it('lose nothing, however much is typed at once', async () => {
    const vm = await tinyMachine(ECHO, [], { plugins: ['ps2', 'debugcon'] });
    await vm.debugcon.waitFor(/g/);
    const keyboard = vm.service('keyboard')!;
    const typed = Array.from({ length: 40 }, (_, i) => 0x15 + (i % 3));
    for (const code of typed) keyboard.send(Uint8Array.of(code, 0xf0, code));
    await keyboard.idle();
    await vm.quit();
    const made = pairs(vm.debugcon.text).map(([, code]) => code!);
    const expected = typed.flatMap((code) => ({ 21: [0x10, 0x90], 22: [0x02, 0x82], 23: [0x5a, 0xda] })[code]!);
    expect(made).toEqual(expected);
  });

  it('tell of the lamps, and stop with a message where nobody reads', async () => {
    const vm = await tinyMachine(
      `wait: in al, 0x64
       test al, 1
       jz wait
       in al, 0x60
       mov al, 0xed
       out 0x60, al
       mov al, 5
       out 0x60, al
       spin: jmp spin`,
      [],
      { plugins: ['ps2'] },
    );
    const keyboard = vm.service('keyboard')!;
    const lamps = await new Promise((resolve) => {
      keyboard.onLamps(resolve);
      keyboard.send(Uint8Array.of(0x1c));
    });
    expect(lamps).toBe(5);
    for (let i = 0; i < 1500; i++) keyboard.send(Uint8Array.of(0x1c, 0xf0, 0x1c));
    const ended = await vm.ended;
    expect(ended.error?.message).toMatch(/plugin ps2: .*keys were lost/);
  });
});
