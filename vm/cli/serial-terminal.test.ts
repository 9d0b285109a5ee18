import { PassThrough, Writable } from 'node:stream';
import { describe, expect, it, vi } from 'vitest';
import type { Ended, VirtualMachine } from '../machine/machine.ts';
import { attachSerialTerminal } from './serial-terminal.ts';

interface Session {
  type(text: string): void;
  guest(text: string): void;
  /** what reached the guest's line, and the scan codes of its keyboard */
  received(): string;
  strokes: Uint8Array[];
  shown(): string;
  end(): void;
  resets(): number;
  raw: boolean[];
  done: Promise<void>;
}

function session(): Session {
  let [shown, received, resets] = ['', '', 0];
  let listener: (bytes: Uint8Array) => void = () => {};
  let finish: (ended: Ended) => void = () => {};
  const ended = new Promise<Ended>((resolve) => {
    finish = resolve;
  });
  const strokes: Uint8Array[] = [];
  const machine = {
    isOver: false,
    ended,
    service: (name: string): unknown =>
      name === 'serial0'
        ? {
            write: (bytes: Uint8Array) => {
              received += Buffer.from(bytes).toString('latin1');
            },
            onOutput: (given: typeof listener) => {
              listener = given;
            },
          }
        : name === 'keyboard'
          ? { send: (codes: Uint8Array) => void strokes.push(codes) }
          : undefined,
    reset: () => {
      resets++;
    },
    state: async () => ({ counters: { guest_ns: 1.5e9, host_ns: 2e9, scans: 12345 }, exits: { unscanned: 3 }, registers: {} }),
    quit: async (): Promise<Ended> => {
      machine.isOver = true;
      finish({ reason: 'quit', status: null, error: null, state: null });
      return ended;
    },
  };
  const raw: boolean[] = [];
  const input = Object.assign(new PassThrough(), { setRawMode: (on: boolean) => void raw.push(on) });
  const output = new Writable({
    write: (chunk: Buffer, _encoding, next) => {
      shown += chunk.toString('latin1');
      next();
    },
  });
  const done = attachSerialTerminal(machine as unknown as VirtualMachine, { input, output });
  return {
    type: (text) => void input.write(text),
    guest: (text) => listener(Buffer.from(text)),
    received: () => received,
    strokes,
    shown: () => shown,
    end: () => void machine.quit(),
    resets: () => resets,
    raw,
    done,
  };
}

const soon = (check: () => void): Promise<void> => vi.waitFor(check, 5000);

describe('the terminal on the serial line', () => {
  it('passes bytes both ways as they are', async () => {
    const one = session();
    one.guest('\u001b[1mlogin: ');
    one.type('ro\r\u0003');
    one.type('\u001b[A');
    await soon(() => expect(one.received()).toBe('ro\r\u0003\u001b[A'));
    expect(one.shown()).toMatch(/login: $/);
    expect(one.raw).toEqual([true]);
    one.end();
    await one.done;
    expect(one.raw).toEqual([true, false]);
  });

  it('keeps the escape key to itself, with what is chosen by it', async () => {
    const one = session();
    one.type('ab\u001drcd\u001d\u001de\u001dif');
    await soon(() => expect(one.received()).toBe('abcd\u001def'));
    expect(one.resets()).toBe(1);
    expect(one.shown()).toMatch(/q quit .* r reset/);
    expect(one.shown()).toMatch(/12,345/);
    one.type('\u001dxg');
    await soon(() => expect(one.received()).toBe('abcd\u001defg'));
    one.type('\u001dq');
    await one.done;
  });

  it('sends keys by name, and says which there are not', async () => {
    const one = session();
    one.type('\u001dk<F1q\u007f>\r');
    await soon(() => expect(one.strokes).toHaveLength(1));
    one.type('\u001dké\rx');
    await soon(() => expect(one.received()).toBe('x'));
    expect(one.shown()).toMatch(/Delete>: .*\r\n\[.*key.*\]/);
    one.end();
    await one.done;
  });
});
