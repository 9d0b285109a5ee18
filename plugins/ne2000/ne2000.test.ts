/** The card in a machine: what a guest may do to it, and what its plugin is told. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { tinyMachine } from '../../vm/machine/testing/tiny.ts';
import type { Plugin } from '../../vm/plugin.ts';
import { networkArgument } from './options.ts';
import ne2000 from './plugin.ts';

const folder = mkdtempSync(join(tmpdir(), 'ne2000-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const card = (options: object): { plugin: Plugin; options: object } => ({ plugin: ne2000 as unknown as Plugin, options });

/** EBX is a random number, and another one each time it is called. */
const RANDOM = `
random:
    imul ebx, ebx, 1664525
    add ebx, 1013904223
    mov eax, ebx
    shr eax, 8
    ret`;

/** A whole ring with interrupts enabled, as drivers set it up. */
const START = `
start:
    mov si, settings
.next:
    lodsw
    cmp ax, -1
    je .done
    mov dl, al
    mov dh, 3
    mov al, ah
    out dx, al
    jmp .next
.done:
    ret
settings: db 0,21h, 14,49h, 12,4, 13,0, 1,46h, 2,80h, 3,46h, 4,40h, 15,7fh, 0,61h, 1,52h, 2,54h, 3,0, 4,12h, 5,34h, 6,56h, 7,47h, 0,22h
    dw -1`;

describe.each(['sbe', 'interp'] as const)('a hostile guest under %s', (engine) => {
  it('writes anything into any register, and its frames are anything', { timeout: 60_000 }, async () => {
    const vm = await tinyMachine(
      `mov ebx, 17
       xor ax, ax
       mov ds, ax
       mov ecx, 60000
      again:
       call random
       mov dx, ax
       and dx, 31
       add dx, 300h
       bt ebx, 30
       jc input
       call random
       test ebx, 300000h
       jnz no_command
       mov dx, 300h
       or al, 26h ; start, transmit
       and al, 0feh
      no_command:
       cmp dl, 6 ; lengths that frames may have are rare
       jne any_length
       and al, 3
      any_length:
       bt ebx, 29
       jc wide
       out dx, al
       jmp next
      wide:
       out dx, ax
       jmp next
      input:
       in ax, dx
      next:
       test cx, 3ffh
       jnz no_start
       call start
      no_start:
       dec ecx
       jnz again
       mov dx, 31fh ; the card still does what it is told
       in al, dx
       mov dx, 300h
       in al, dx
       out 0f4h, al
       hlt
       ${RANDOM}
       ${START}`,
      [],
      { engine, plugins: [card({ card: 'isa' })] },
    );
    expect(await vm.ended).toMatchObject({ reason: 'status', status: 0x21, error: null });
    expect(vm.service('network')!.counters.sent).toBeGreaterThan(100);
  });

  it('sends frames of every length out of its memory, to everybody', { timeout: 60_000 }, async () => {
    const dump = join(folder, `${engine}.pcap`);
    const vm = await tinyMachine(
      `mov ebx, 4
       xor ax, ax
       mov ds, ax
       call start
       mov bp, 1600
      again: ; a new beginning of the frame: addresses, IPv4 or ARP, the rest at random
       mov dx, 308h
       mov al, 0
       out dx, al
       inc dx
       mov al, 40h
       out dx, al
       inc dx
       mov al, 64
       out dx, al
       inc dx
       mov al, 0
       out dx, al
       mov dx, 300h
       mov al, 12h
       out dx, al
       mov dx, 310h
       mov cx, 3
      to:
       mov ax, -1
       out dx, ax
       loop to
       mov cx, 3
      from:
       call random
       out dx, ax
       loop from
       mov ax, 8
       test bp, 3
       jnz type
       mov ax, 608h
      type:
       out dx, ax
       mov ax, 45h
       out dx, ax
       mov cx, 24
      noise:
       call random
       out dx, ax
       loop noise
       mov ax, bp
       mov dx, 305h
       out dx, al
       inc dx
       mov al, ah
       out dx, al
       mov dx, 300h
       mov al, 26h
       out dx, al
       dec bp
       jnz again
       mov al, 7
       out 0f4h, al
       hlt
       ${RANDOM}
       ${START}`,
      [],
      { engine, plugins: [card({ card: 'isa', dump })] },
    );
    expect(await vm.ended).toMatchObject({ reason: 'status', status: 7, error: null });
    // 14 to 1514 bytes are frames; less and more never leave the card.
    const { sent } = vm.service('network')!.counters;
    expect(sent).toBe(1514 - 14 + 1);
    let frames = 0;
    let own = 0;
    const file = readFileSync(dump);
    for (let at = 24; at < file.length; at += 16 + file.readUInt32LE(at + 8), frames++)
      if (file.readUInt16BE(at + 16) === 0xffff && file.readUInt16BE(at + 16 + 2) === 0xffff) own++;
    expect(frames).toBeGreaterThanOrEqual(sent);
    expect(own).toBeGreaterThanOrEqual(sent);
  });

  it('moves the card about the ports', { timeout: 60_000 }, async () => {
    // More often than there are places in the table of claims.
    const vm = await tinyMachine(
      `mov cx, 1000
      again:
       mov eax, 80001810h ; the base address of slot 3
       mov dx, 0cf8h
       out dx, eax
       movzx eax, cx
       shl eax, 5
       add eax, 1000h
       mov dx, 0cfch
       out dx, eax
       mov si, ax
       mov eax, 80001804h
       mov dx, 0cf8h
       out dx, eax
       mov ax, 1
       mov dx, 0cfch
       out dx, ax
       mov dx, si
       and dx, 0ffe0h
       in al, dx
       cmp al, 21h
       jne wrong
       loop again
       mov al, 3
       out 0f4h, al
      wrong:
       mov al, 1
       out 0f4h, al
       hlt`,
      [],
      { engine, plugins: ['pci', card({})] },
    );
    expect(await vm.ended).toMatchObject({ reason: 'status', status: 3, error: null });
  });
});

describe('a machine with a network', () => {
  it('ends with a message when the network is gone', async () => {
    const vm = await tinyMachine('spin: jmp spin', [], { plugins: [card({ card: 'isa' })] });
    process.kill(vm.service('network')!.pid!, 'SIGKILL');
    const { error } = await vm.ended;
    expect(error?.message).toBe("plugin ne2000: the network's process: ended by SIGKILL");
  });

  it('takes the network with it when it ends', async () => {
    const vm = await tinyMachine('spin: jmp spin', [], { plugins: [card({ card: 'isa' })] });
    const { pid } = vm.service('network')!;
    expect(existsSync(`/proc/${pid}`)).toBe(true);
    await vm.quit();
    expect(existsSync(`/proc/${pid}`)).toBe(false);
  });
});

describe('--network', () => {
  it('is none, or user with options', () => {
    expect(networkArgument('none')).toBeUndefined();
    expect(networkArgument('user')).toEqual({ forward: [] });
    expect(networkArgument('user,card=isa,irq=5,forward=tcp:2222:22,forward=udp:53:53,outside')).toEqual({
      card: 'isa',
      irq: 5,
      forward: ['tcp:2222:22', 'udp:53:53'],
      outside: true,
    });
  });
  it.each([
    ['bridge', '"bridge" is no network: user or none'],
    ['none,card=isa', '"none,card=isa" is no network'],
    ['user,forward=tcp:22', 'forward: is tcp:PORT:GUEST-PORT'],
    ['user,forward=tcp:0:22', 'forward: has a port that is none'],
    ['user,forward=tcp:70000:22', 'forward: has a port that is none'],
    ['user,irq=8', 'irq: is one of 3, 4, 5'],
    ['user,address=53:00:00:00:00:01', 'address: is an address of a group'],
    ['user,colour=red', 'Unrecognized key: "colour"'],
  ])('%s is wrong', (text, message) => {
    expect(() => networkArgument(text)).toThrow(message);
  });
});
