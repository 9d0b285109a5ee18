/** The VM's process as a server of batches: what it does with bad input, with time, with memory between cases, and what it may do at all. */
import { spawn, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import type { Case } from '../case.ts';
import { codeCase } from '../cases/testing.ts';
import { CONDITIONS, openEngine, type WireEngine } from '../engines/index.ts';
import { encodeCases, encodeRequest, REQUEST_BYTES, RESPONSE_BYTES, rawOutcome } from '../wire/codec.ts';
import { field, ROOT, value } from '../wire/layout.ts';

const program = `${ROOT}build/plex86-vm`;
const DATA = 0x30000;

const open: WireEngine[] = [];
async function engine(...args: Parameters<typeof openEngine>): Promise<WireEngine> {
  const opened = (await openEngine(...args)) as WireEngine;
  open.push(opened);
  return opened;
}
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

function request(cases: readonly Case[], change?: (header: Buffer, body: Buffer) => void): Buffer {
  const batch = encodeCases(cases);
  const header = encodeRequest('run', 'interp', batch.body.length, batch.count);
  const body = Buffer.from(batch.body);
  change?.(header, body);
  return Buffer.concat([header, body]);
}

function feed(input: Buffer): { status: number | null; signal: string | null; stdout: Buffer; stderr: Buffer } {
  const ended = spawnSync(program, [], { input, maxBuffer: 1 << 28, timeout: 60_000 });
  // EPIPE: it ended before it had read everything, which is what a broken request asks for
  if (ended.error && (ended.error as NodeJS.ErrnoException).code !== 'EPIPE') throw ended.error;
  return ended;
}

/** mov eax, imm32 */
const simple = (n: number): Case => codeCase(`simple ${n}`, [0xb8, n & 0xff, (n >>> 8) & 0xff, 0, 0]);
/** mov [address], imm32 */
const store = (id: string, address: number, word: number): Case =>
  codeCase(id, [
    0xc7,
    0x05,
    ...[0, 8, 16, 24].map((shift) => (address >>> shift) & 0xff),
    ...[0, 8, 16, 24].map((shift) => (word >>> shift) & 0xff),
  ]);
/** mov eax, [address] */
const load = (id: string, address: number): Case => codeCase(id, [0xa1, ...[0, 8, 16, 24].map((shift) => (address >>> shift) & 0xff)]);

describe('framing', () => {
  it('ends with status 0 when there is nothing', () => {
    const { status, stdout } = feed(Buffer.alloc(0));
    expect(status).toBe(0);
    expect(stdout.length).toBe(0);
  });

  const good = request([simple(1)]);
  const broken: [string, Buffer, RegExp][] = [
    ['half a header', good.subarray(0, REQUEST_BYTES - 3), /header/],
    ['a wrong magic number', request([simple(1)], (header) => header.writeUInt32LE(0, 0)), /magic/],
    ['half an item', good.subarray(0, good.length - 4), /items/],
    [
      'more items than there are',
      request([simple(1)], (header) => header.writeUInt32LE(2, field('wire_request', 'count').offset)),
      /add up/,
    ],
    [
      'fewer items than there are',
      request([simple(1), simple(2)], (header) => header.writeUInt32LE(1, field('wire_request', 'count').offset)),
      /add up/,
    ],
    ['a billion items', request([simple(1)], (header) => header.writeUInt32LE(1e9, field('wire_request', 'count').offset)), /add up/],
    [
      'a size of 3 GiB',
      request([simple(1)], (header) => header.writeUInt32LE(0xc0000000, field('wire_request', 'bytes').offset)),
      /256 MiB/,
    ],
    ['an item of size 0', request([simple(1)], (_, body) => body.writeUInt32LE(0, 0)), /add up/],
    ['an item that is longer than the batch', request([simple(1)], (_, body) => body.writeUInt32LE(1 << 20, 0)), /add up/],
    ['an unknown kind', request([simple(1)], (header) => header.writeUInt8(77, field('wire_request', 'kind').offset)), /add up/],
    ['an unknown engine', request([simple(1)], (header) => header.writeUInt8(9, field('wire_request', 'engine').offset)), /add up/],
    ['an unknown condition', request([simple(1)], (header) => header.writeUInt8(9, field('wire_request', 'condition').offset)), /add up/],
    [
      'a seeded bug in a build that has none',
      request([simple(1)], (header) => header.writeUInt32LE(5, field('wire_request', 'mutant').offset)),
      /add up/,
    ],
  ];
  it.each(broken)('%s ends the process with status 2 and a message', (_, input, message) => {
    const { status, signal, stderr } = feed(input);
    expect(signal).toBeNull();
    expect(status).toBe(2);
    expect(stderr.toString()).toMatch(/^plex86-vm: /);
    expect(stderr.toString()).toMatch(message);
  });
});

describe('a case that is wrong', () => {
  const at = (name: string): number => field('wire_case', name).offset;
  const register = (name: string): number => at('registers') + field('wire_registers', name).offset;
  const damages: [string, (body: Buffer, from: number) => void][] = [
    ['17 stops', (body, from) => body.writeUInt16LE(17, from + at('stops'))],
    ['more ports than bytes', (body, from) => body.writeUInt16LE(4000, from + at('ports'))],
    ['65,535 memory runs', (body, from) => body.writeUInt16LE(65535, from + at('memories'))],
    ['no memory runs, but their bytes', (body, from) => body.writeUInt16LE(0, from + at('memories'))],
    ['a CPU model that does not exist', (body, from) => body.writeUInt8(200, from + at('model'))],
    ['RAM of half a page', (body, from) => body.writeUInt32LE(2048, from + at('ram_bytes'))],
    ['memory outside RAM', (body, from) => body.writeUInt32LE(4096, from + at('ram_bytes'))],
    ['an address mask without its low lines', (body, from) => body.writeUInt32LE(0xfffffff0, from + at('address_mask'))],
    ['CPL 7', (body, from) => body.writeUInt8(7, from + register('cpl'))],
    ['paging without protection', (body, from) => body.writeUInt32LE(0x80000000, from + register('cr0'))],
    ['reserved EFLAGS', (body, from) => body.writeUInt32LE(0xffffffff, from + register('eflags'))],
    ['a code segment that is not one', (body, from) => body.writeUInt16LE(0, from + register('segment') + 12 + 2)],
  ];
  it.each(damages)('%s: invalid, and its neighbours unharmed', async (_, damage) => {
    for (const name of ['interp', 'sbe', 'bare'] as const) {
      const batch = encodeCases([simple(1), simple(2), simple(3)]);
      damage(batch.body, batch.offsets[1]!);
      const results = await (await engine(name)).runRaw(batch);
      expect([0, 1, 2].map((i) => rawOutcome(results, i))).toEqual(['stopped', 'invalid', 'stopped']);
    }
  });

  it('more RAM than the process has is unsupported, not tried', async () => {
    for (const name of ['interp', 'sbe', 'bare'] as const) {
      const results = await (await engine(name)).run([simple(1), { ...simple(2), ramBytes: 0x40000000 }, simple(3)]);
      expect(results.map((result) => result.outcome)).toEqual(['stopped', 'unsupported', 'stopped']);
    }
  });

  it('random damage never ends the process by a signal', () => {
    let seed = 12345;
    const random = (below: number): number => {
      seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
      return (seed >>> 8) % below;
    };
    const cases = [simple(1), store('store', DATA, 7), load('load', DATA), { ...simple(2), ports: [{ port: 0x60, width: 1, value: 3 }] }];
    const statuses = new Set<number | null>();
    for (let i = 0; i < 400; i++) {
      const input = request(cases, (header, body) => {
        header.writeUInt32LE(2000, field('wire_request', 'time_limit_us').offset);
        header.writeUInt8(random(3), field('wire_request', 'engine').offset);
        header.writeUInt8(random(CONDITIONS.length), field('wire_request', 'condition').offset);
        for (let n = 0; n <= random(6); n++) {
          const where = random(4) === 0 ? random(body.length) : random(cases.length) * 700 + random(500);
          if (where < body.length) body.writeUInt8(random(256), where);
        }
      });
      const { status, signal, stderr } = feed(input);
      expect(signal, `input ${i}: ${stderr.toString()}`).toBeNull();
      statuses.add(status);
    }
    expect([...statuses].every((status) => status === 0 || status === 2)).toBe(true);
    expect(statuses.has(0)).toBe(true);
  });
});

describe('memory', () => {
  const engines = [...CONDITIONS.map((condition) => ['sbe', condition] as const), ['interp', 'cold'] as const, ['bare', 'cold'] as const];
  it.each(engines)('%s %s: a result has the bytes that differ, and the next case starts from its own', async (name, condition) => {
    const end = DATA + 0x1000 - 2;
    const results = await (await engine(name, { condition })).run([
      store('plain', DATA, 0x11223344),
      load('after it', DATA),
      store('over two pages', end, 0x55667788),
      store('same bytes', 0x40000, 0),
      { ...store('one byte of four differs', DATA, 0x00ff0000), memory: [...store('', DATA, 0x00ff0000).memory] },
      { ...store('two runs', DATA, 0xff0000ff), memory: [...store('', DATA, 0xff0000ff).memory] },
      load('after all', end),
    ]);
    expect(results.map((result) => result.outcome)).toEqual(Array(7).fill('stopped'));
    const runs = results.map((result) => result.memory.map((run) => [run.address, Buffer.from(run.bytes).toString('hex')]));
    const start = (address: number): number => store('', 0, 0).memory.reduce((byte, run) => run.bytes[address - run.address] ?? byte, 0);
    expect(start(DATA)).toBe(0);
    expect(runs[0]).toEqual([[DATA, '44332211']]);
    expect(runs[1]).toEqual([]);
    expect(results[1]!.registers.gpr[0]).toBe(0);
    expect(runs[2]).toEqual([[end, '88776655']]);
    expect(runs[3]).toEqual([]);
    expect(runs[4]).toEqual([[DATA + 2, 'ff']]);
    expect(runs[5]).toEqual([
      [DATA, 'ff'],
      [DATA + 3, 'ff'],
    ]);
    expect(results[6]!.registers.gpr[0]).toBe(0);
  });

  it('one process can be all engines in turn', () => {
    const cases = [store('store', DATA, 0x01020304), load('load', DATA)];
    const order = ['sbe', 'bare', 'interp', 'bare', 'sbe', 'sbe', 'bare'] as const;
    const input = Buffer.concat(
      order.map((name) => {
        const batch = encodeCases(cases);
        return Buffer.concat([encodeRequest('run', name, batch.body.length, batch.count), batch.body]);
      }),
    );
    const { status, stdout } = feed(input);
    expect(status).toBe(0);
    const outcome = field('wire_result', 'outcome').offset;
    const eax = field('wire_result', 'registers').offset + field('wire_registers', 'gpr').offset;
    let at = 0;
    for (const name of order) {
      expect(stdout.readUInt32LE(at), name).toBe(value('wire_magic', 'WIRE_RESPONSE_MAGIC'));
      const first = at + RESPONSE_BYTES;
      const second = first + stdout.readUInt32LE(first);
      expect(stdout[first + outcome], name).toBe(value('outcome', 'OUTCOME_STOPPED'));
      expect(stdout[second + outcome], name).toBe(value('outcome', 'OUTCOME_STOPPED'));
      expect(stdout.readUInt32LE(second + eax), name).toBe(0);
      at += RESPONSE_BYTES + stdout.readUInt32LE(at + field('wire_response', 'bytes').offset);
    }
    expect(at).toBe(stdout.length);
  });
});

describe('time', () => {
  it.each(['sbe', 'interp'] as const)('%s: an endless loop ends by the time limit, the others run', async (name) => {
    const one = await engine(name, { timeLimitMicroseconds: 30_000 });
    const started = performance.now();
    const results = await one.run([simple(1), codeCase('jmp $', [0xeb, 0xfe]), simple(2)]);
    expect(results.map((result) => result.outcome)).toEqual(['stopped', 'limit', 'stopped']);
    expect(performance.now() - started).toBeLessThan(3000);
    expect(one.incidents).toEqual([]);
  });

  it('an exit by int3 costs no more than 1.3 times a bare signal round trip, in the jail', async () => {
    const one = await engine('sbe');
    const measure = async (what: string): Promise<number> => {
      const body = Buffer.alloc(8);
      body.writeUInt32LE(value('measure', what), 0);
      body.writeUInt32LE(5000, 4);
      return (await one.ask('measure', body, 1)).body.readUInt32LE(4);
    };
    const ratios: number[] = [];
    for (let i = 0; i < 9; i++) ratios.push((await measure('MEASURE_EXIT')) / (await measure('MEASURE_SIGNAL_ROUND_TRIP')));
    ratios.sort((a, b) => a - b);
    expect(ratios[4]).toBeLessThan(1.3);
  });
});

describe('the process', () => {
  it('is jailed: seccomp, no new privileges, nothing open but its pipes and its memory', async () => {
    const one = await engine('interp');
    await one.run([simple(1)]);
    const status = readFileSync(`/proc/${one.pid}/status`, 'utf8');
    expect(status).toMatch(/^Seccomp:\s+2$/m);
    expect(status).toMatch(/^NoNewPrivs:\s+1$/m);
    expect(readdirSync(`/proc/${one.pid}/fd`).sort()).toEqual(['0', '1', '2', '3', '4']);
    const maps = readFileSync(`/proc/${one.pid}/maps`, 'utf8').split('\n');
    expect(maps.filter((line) => /^\S+ .w.?x|^\S+ .wx/.test(line))).toEqual([]);
    // Nothing of the host's in the guest's 4 GiB: every mapping there is guest RAM, scanned pages or the reservation.
    const low = maps.filter((line) => line !== '' && Number.parseInt(line.split('-')[0]!, 16) < 2 ** 32);
    expect(low.length).toBeGreaterThan(0);
    for (const line of low) expect(line).toMatch(/ ---p |memfd:(guest-ram|scanned-pages)/);
  });

  it('that is killed gives a clean end of file, and the next one runs', async () => {
    const child = spawn(program, [], { stdio: ['pipe', 'pipe', 'pipe'] });
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    const batch = encodeCases([codeCase('jmp $', [0xeb, 0xfe])]);
    child.stdin.write(
      Buffer.concat([encodeRequest('run', 'sbe', batch.body.length, 1, { timeLimitMicroseconds: 60_000_000 }), batch.body]),
    );
    await new Promise((resolve) => setTimeout(resolve, 100));
    const closed = new Promise<string | null>((resolve) => child.once('close', (_, signal) => resolve(signal)));
    child.kill('SIGTERM');
    expect(await closed).toBe('SIGTERM');
    expect(Buffer.concat(chunks).length).toBe(0);

    const one = await engine('sbe', { timeLimitMicroseconds: 20_000_000 });
    const running = one.run([codeCase('jmp $', [0xeb, 0xfe])]);
    await new Promise((resolve) => setTimeout(resolve, 100));
    process.kill(one.pid!, 'SIGKILL');
    await new Promise((resolve) => setTimeout(resolve, 100));
    if (one.pid !== undefined) process.kill(one.pid, 'SIGKILL'); // it may get a second try in a process of its own
    expect((await running)[0]!.outcome).toBe('crashed');
    expect((await one.run([simple(1)]))[0]!.outcome).toBe('stopped');
  });
});
