/** What plugins are promised, kept by the real process: machines of a few instructions and the plugin in question. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ROOT } from '../c-header.ts';
import { definePlugin, type MachineBuilder, type Plugin } from '../plugin.ts';
import { VirtualMachine } from './machine.ts';
import { tinyMachine } from './testing/tiny.ts';

const folder = mkdtempSync(join(tmpdir(), 'plex86-plugins-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const plugin = (name: string, setup: (builder: MachineBuilder) => void): Plugin =>
  definePlugin({ name, options: z.strictObject({}), setup }) as unknown as Plugin;

const SPIN = 'spin: jmp spin';

describe.each(['sbe', 'interp'] as const)('a plugin under %s', (engine) => {
  it('answers ports in the widths that it has asked for', async () => {
    const asked: string[] = [];
    const vm = await tinyMachine(
      `mov dx, 0x2f0
       in al, dx
       mov bl, al
       in eax, dx
       add bl, al
       mov dx, 0x2f4
       in ax, dx
       add al, ah
       add al, bl
       out 0xf4, al`,
      [
        plugin('ports', (builder) => {
          const read = (port: number, bytes: number): number => {
            asked.push(`${port.toString(16)}/${bytes}`);
            return bytes === 4 ? 0x01020310 : 7;
          };
          builder.ports({ first: 0x2f0, widths: [1, 4], read });
          builder.ports({ first: 0x2f4, count: 2, read });
        }),
      ],
      { engine },
    );
    expect(await vm.ended).toMatchObject({ reason: 'status', status: 7 + 0x10 + 14, error: null });
    expect(asked).toEqual(['2f0/1', '2f0/4', '2f4/1', '2f5/1']);
  });

  it('hears posted and answered writes in order', async () => {
    const heard: string[] = [];
    const vm = await tinyMachine(
      `mov cx, 1000
       mov dx, 0x300
       again: mov ax, cx
       out dx, ax
       inc dx
       inc dx
       out dx, al
       dec dx
       dec dx
       loop again
       mov al, 5
       out 0xf4, al`,
      [
        plugin('writes', (builder) => {
          const write = (port: number, value: number): void => void heard.push(`${port & 15}:${value}`);
          builder.ports({ first: 0x300, widths: [2], posted: true, write });
          builder.ports({ first: 0x302, posted: false, write });
        }),
      ],
      { engine },
    );
    const ended = await vm.ended;
    expect(ended).toMatchObject({ reason: 'status', status: 5 });
    expect(heard).toEqual(Array.from({ length: 1000 }, (_, i) => [`0:${1000 - i}`, `2:${(1000 - i) & 0xff}`]).flat());
    expect(ended.state!.counters).toMatchObject({ port_posted: 1000, port_answered: 1001 });
  });

  it('hears a posted write where the last of its ranges has the port', async () => {
    const heard: string[] = [];
    const vm = await tinyMachine(
      `mov cx, 2
       again: mov dx, 0x300
       out dx, al
       inc dx
       out dx, al
       inc dx
       out dx, al
       loop again
       mov al, 5
       out 0xf4, al`,
      [
        plugin('writes', (builder) => {
          builder.ports({ first: 0x300, count: 3, posted: true, write: (port) => void heard.push(`whole ${port & 15}`) });
          builder.ports({ first: 0x301, posted: true, write: (port) => void heard.push(`inner ${port & 15}`) });
        }),
      ],
      { engine },
    );
    await vm.ended;
    expect(heard).toEqual(['whole 0', 'inner 1', 'whole 2', 'whole 0', 'inner 1', 'whole 2']);
  });

  it('has memory of its own, and reads and writes RAM', async () => {
    const seen: [number, number][] = [];
    let read: Promise<Uint8Array> | undefined;
    const vm = await tinyMachine(
      `mov ax, 0xd000
       mov ds, ax
       mov al, [3]
       mov word [8], 0x1234
       xor bx, bx
       mov ds, bx
       mov [0x5000], al
       in al, 0x80
       add al, [0x6001]
       out 0xf4, al`,
      [
        plugin('memory', (builder) => {
          builder.mappedMemory({
            first: 0xd0000,
            bytes: 4096,
            read: (address) => address & 0xff,
            write: (address, value) => void seen.push([address, value]),
          });
          builder.ports({
            first: 0x80,
            read: () => {
              read = builder.readMemory(0x5000, 2);
              builder.writeMemory(0x6000, Uint8Array.of(1, 20));
              return 100;
            },
          });
        }),
      ],
      { engine },
    );
    expect(await vm.ended).toMatchObject({ reason: 'status', status: 120 });
    expect(seen).toEqual([[0xd0008, 0x1234]]);
    expect([...(await read!)]).toEqual([3, 0]);
  });

  it('sets timers on guest time and raises interrupts', async () => {
    const fired: bigint[] = [];
    const vm = await tinyMachine(
      `mov al, 0x11       ; both 8259s: edges, cascade, vectors from 8
       out 0x20, al
       out 0xa0, al
       mov al, 8
       out 0x21, al
       mov al, 0x70
       out 0xa1, al
       mov al, 4
       out 0x21, al
       mov al, 2
       out 0xa1, al
       mov al, 1
       out 0x21, al
       out 0xa1, al
       mov al, 0xdf       ; IRQ 5 alone
       out 0x21, al
       mov word [13 * 4], handler
       mov word [13 * 4 + 2], 0
       sti
       wait_for: cmp byte [count], 3
       jne wait_for
       mov al, 9
       out 0xf4, al
       handler: inc byte [count]
       push ax
       out 0x80, al       ; the device lets go of its line: an 8259 wants it up until the acknowledge
       mov al, 0x20
       out 0x20, al
       pop ax
       iret
       count: db 0`,
      [
        plugin('ticker', (builder) => {
          const line = builder.irq(5);
          const timer = builder.timer((at) => {
            fired.push(at);
            line(true);
            timer.set(at + 2_000_000n);
          });
          builder.ports({ first: 0x80, write: () => line(false) });
          timer.set(1_000_000n);
        }),
      ],
      { engine, plugins: ['pic'] },
    );
    const ended = await vm.ended;
    expect(ended).toMatchObject({ reason: 'status', status: 9, error: null });
    expect(fired.slice(0, 3)).toEqual([1_000_000n, 3_000_000n, 5_000_000n]);
    expect(ended.state!.counters.interrupts).toBe(3);
    expect(ended.state!.counters.guest_ns).toBeGreaterThanOrEqual(5_000_000);
  });
});

describe('a plugin', () => {
  it('may take its time for an answer: the guest waits', async () => {
    const order: string[] = [];
    const vm = await tinyMachine('in al, 0x80\nout 0x81, al\nin al, 0x82\nout 0xf4, al', [
      plugin('slow', (builder) => {
        const wait = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));
        builder.ports({ first: 0x80, read: async () => (await builder.readMemory(0x7c00, 1))[0]! });
        builder.ports({
          first: 0x81,
          posted: false,
          write: async (_port, value) => {
            await wait();
            order.push(`written ${value}`);
          },
        });
        builder.ports({ first: 0x82, read: () => order.push('read') });
      }),
    ]);
    expect(await vm.ended).toMatchObject({ status: 2 });
    expect(order).toEqual(['written 228', 'read']); // E4H, the first instruction
  });

  it('hears of power-on and of resets', async () => {
    const heard: number[] = [];
    const vm = await tinyMachine(
      'mov al, [0x5000]\ninc byte [0x5000]\nout 0x80, al\ncmp al, 2\nje done\nlidt [idt]\nint3\ndone: out 0xf4, al\nidt: dw 0, 0, 0',
      [
        plugin('listener', (builder) => {
          let resets = 0;
          builder.onReset(() => void resets++);
          builder.ports({ first: 0x80, posted: true, write: () => void heard.push(resets) });
        }),
      ],
      { shutdown: 'reset' },
    );
    expect(await vm.ended).toMatchObject({ reason: 'status', status: 2 });
    expect(heard).toEqual([1, 2, 3]);
  });
});

describe('a plugin that throws', () => {
  it('ends the machine with its name, and all plugins are closed, the last one first', async () => {
    const closed: string[] = [];
    const vm = await tinyMachine(`in al, 0x80\n${SPIN}`, [
      plugin('first', (builder) => builder.onClose(() => void closed.push('first'))),
      plugin('broken', (builder) => {
        builder.onClose(() => void closed.push('broken'));
        builder.ports({
          first: 0x80,
          read: () => {
            throw new Error('the wheel came off');
          },
        });
      }),
    ]);
    const ended = await vm.ended;
    expect(ended.reason).toBe('failed');
    expect(ended.error?.message).toBe('plugin broken: the wheel came off');
    expect(ended.state?.registers.eip).toBeGreaterThanOrEqual(0x7c00);
    expect(closed).toEqual(['broken', 'first']);
  });

  it('in a posted write, in a timer or at the start: likewise', async () => {
    const messages = await Promise.all(
      [
        plugin('posted', (builder) =>
          builder.ports({
            first: 0x80,
            posted: true,
            write: () => {
              throw new Error('no paper');
            },
          }),
        ),
        plugin('timer', (builder) =>
          builder
            .timer(() => {
              throw new Error('too late');
            })
            .set(1_000_000n),
        ),
        plugin('start', (builder) =>
          builder.onStart(() => {
            throw new Error('no spark');
          }),
        ),
        plugin('later', (builder) => builder.onStart(() => Promise.reject(new Error('no wind')))),
      ].map(async (each) => (await (await tinyMachine(`out 0x80, al\n${SPIN}`, [each])).ended).error?.message),
    );
    expect(messages).toEqual(['plugin posted: no paper', 'plugin timer: too late', 'plugin start: no spark', 'plugin later: no wind']);
  });

  it('in its setup: there is no machine, and those before it are closed', async () => {
    let closed = 0;
    const before = plugin('before', (builder) => builder.onClose(() => void closed++));
    const broken = plugin('broken', () => {
      throw new Error('no such file');
    });
    await expect(tinyMachine(SPIN, [before, broken])).rejects.toThrow('plugin broken: no such file');
    expect(closed).toBe(1);
  });

  it('leaves what was written to a disk on the disk', async () => {
    // The guest writes a sector by programmed I/O, waits until the drive says that it is done, and touches the broken plugin.
    const image = join(folder, 'disk.img');
    writeFileSync(image, new Uint8Array(64 * 512));
    const vm = await tinyMachine(
      `mov dx, 0x1f2
       mov al, 1
       out dx, al
       inc dx
       mov al, 7          ; LBA 7
       out dx, al
       inc dx
       mov al, 0
       out dx, al
       inc dx
       out dx, al
       inc dx
       mov al, 0xe0
       out dx, al
       inc dx
       mov al, 0x30       ; WRITE SECTORS
       out dx, al
       ready: in al, dx
       test al, 8
       jz ready
       mov dx, 0x1f0
       mov cx, 256
       mov ax, 0xa55a
       words: out dx, ax
       loop words
       mov dx, 0x1f7
       busy: in al, dx
       test al, 0x80
       jnz busy
       in al, 0x80
       ${SPIN}`,
      [
        plugin('broken', (builder) =>
          builder.ports({
            first: 0x80,
            read: () => {
              throw new Error('now');
            },
          }),
        ),
      ],
      { plugins: ['pic', { plugin: 'ide', options: { hda: { disk: image, mode: 'write' } } }] },
    );
    expect((await vm.ended).error?.message).toBe('plugin broken: now');
    const bytes = readFileSync(image);
    expect(bytes.subarray(7 * 512, 8 * 512).every((byte, i) => byte === (i % 2 ? 0xa5 : 0x5a))).toBe(true);
    expect(bytes.subarray(0, 7 * 512).every((byte) => byte === 0)).toBe(true);
  });
});

describe('a machine', () => {
  it('whose process is killed says so', async () => {
    const vm = await tinyMachine(SPIN, []);
    process.kill(vm.pid!, 'SIGKILL');
    const ended = await vm.ended;
    expect(ended).toMatchObject({ reason: 'failed', state: null });
    expect(ended.error?.message).toMatch(/SIGKILL/);
    await expect(vm.state()).rejects.toThrow('has ended');
  });

  it('is quit', async () => {
    const vm = await tinyMachine(SPIN, []);
    expect(await vm.quit()).toMatchObject({ reason: 'quit', status: null, error: null });
    expect(vm.isOver).toBe(true);
  });

  it('tells its state, and memory', async () => {
    const vm = await tinyMachine(`mov ebx, 0x12345678\nmov [0x5000], ebx\n${SPIN}`, []);
    for (;;) {
      const state = await vm.state();
      if ((state.registers.gpr as number[])[3] === 0x12345678) break;
    }
    expect(Buffer.from(await vm.readMemory(0x5000, 4)).readUInt32LE(0)).toBe(0x12345678);
    await vm.quit();
  });

  it('refuses options that make no sense, by the name of the plugin', async () => {
    const create = (...plugins: (string | { plugin: string; options?: unknown })[]) => VirtualMachine.create({ plugins });
    await expect(create({ plugin: 'serial', options: { number: 7 } })).rejects.toThrow(/plugin serial: option number/);
    await expect(create('no-such-plugin')).rejects.toThrow(
      `there is no plugin no-such-plugin (looked for ${ROOT}plugins/no-such-plugin/plugin.ts)`,
    );
    await expect(create('./nowhere.ts')).rejects.toThrow(/there is no plugin \.\/nowhere\.ts/);
    await expect(VirtualMachine.create({ plugins: [], memory: 1000 })).rejects.toThrow(/memory has to be/);
  });

  it('loads plugins by path', async () => {
    const path = join(folder, 'dice.ts');
    writeFileSync(
      path,
      `import { z } from '${ROOT}node_modules/zod/index.js';
       export default {
         name: 'dice',
         options: z.object({ port: z.number().default(0x2f0) }),
         setup(builder, { port }) {
           builder.ports({ first: port, read: () => 4 });
         },
       };`,
    );
    const vm = await tinyMachine('mov dx, 0x2f1\nin al, dx\nout 0xf4, al', [], { plugins: [{ plugin: path, options: { port: 0x2f1 } }] });
    expect(await vm.ended).toMatchObject({ reason: 'status', status: 4 });
  });

  it('refuses a device that its process does not have', async () => {
    await expect(tinyMachine(SPIN, [plugin('ghost', (builder) => void builder.device('ghost'))])).rejects.toThrow(
      /ghost: there is no such device in C/,
    );
  });
});
