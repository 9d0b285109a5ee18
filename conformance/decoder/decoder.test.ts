import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { openInterp } from '../engines/interp.ts';
import { struct } from '../wire/layout.ts';
import { attack, type Breach } from './adversary.ts';
import { randomBytes } from './bytes.ts';
import { check } from './check.ts';
import { Answers, decode, decodeInEngine, MODELS, type Model, runDecodeCheck, Windows } from './decoder.ts';
import { bytesOf, readTable, type TableForm } from './table.ts';
import { PATH, virtualisedPage } from './virtualised.ts';

const AGE: Record<string, number> = { '386': 0, '486': 1, pentium: 2, default: 3, never: 4 };

interface Decoded {
  status: string;
  class: string;
  mnemonic: string;
  length: number;
}

function decodeOne(bits: 16 | 32, bytes: number[], model: Model = 'default', available = 16): Decoded {
  const windows = new Windows(bits, model, 1);
  windows.add(...bytes);
  const answers = decode(windows, available);
  return { status: answers.status(0), class: answers.sbeClass(0), mnemonic: answers.mnemonic(0), length: answers.get(0, 'length') };
}

const bytes = (hex: string): number[] => hex.split(' ').map((byte) => Number.parseInt(byte, 16));

describe('against iced-x86', () => {
  test('both maps, every SIB byte and 200,000 random windows: no difference without an explanation, no explanation without a difference', {
    timeout: 180_000,
  }, () => {
    const result = check(200_000, 7);
    expect(result.unexplained.samples).toEqual([]);
    expect(result.breaches.samples).toEqual([]);
    expect(result.idle).toEqual([]);
    expect(result.count.compared).toBeGreaterThan(2_000_000);
    expect(result.count.bothDefined).toBeGreaterThan(1_000_000);
    expect(result.native).toBeGreaterThan(500_000);
    expect(result.count.tooLong).toBeGreaterThan(0);
  });
});

describe('the table', () => {
  const table = readTable();
  const given = new Set(['native', 'branch_direct', 'branch_computed', 'undefined']);

  // Each form in each code size and model, with a memory and a register operand where it leaves that open.
  function expected(form: TableForm, model: Model, mod: 0 | 3): Pick<Decoded, 'status' | 'class'> {
    const wrongSide = (form.memoryOnly && mod === 3) || (form.registerOnly && mod === 0);
    const defined = AGE[form.since]! <= AGE[model]! && !(form.until486 && AGE[model]! > 1) && !wrongSide;
    if (!defined) return { status: 'undefined', class: form.class === 'syscall' ? 'syscall' : 'undefined' };
    return { status: 'ok', class: form.class };
  }

  test.each(MODELS)('every form decodes to its own row: %s', (model) => {
    for (const bits of [16, 32] as const) {
      const windows = new Windows(bits, model, table.length * 2);
      const sides = ([0, 3] as const).flatMap((mod) => table.map((form) => ({ form, mod })));
      for (const { form, mod } of sides) windows.add(...bytesOf(form, mod));
      const answers = decode(windows);
      sides.forEach(({ form, mod }, i) => {
        const side = / mem( |$)/.test(form.form) ? 0 : / reg( |$)/.test(form.form) ? 3 : mod;
        const operandBytes = answers.get(i, 'operandBytes');
        const name = operandBytes === 4 ? form.mnemonic32 : form.mnemonic;
        expect({ form: form.form, bits, status: answers.status(i), class: answers.sbeClass(i), mnemonic: answers.mnemonic(i) }).toEqual({
          form: form.form,
          bits,
          ...expected(form, model, side),
          mnemonic: name,
        });
      });
    }
  });

  test('every class that a row can have is had by one, and the others are given by a prefix or by the scanner', () => {
    const had = new Set(table.map((form) => form.class));
    expect([...had].sort()).toEqual(
      [
        ...given,
        'flags',
        'segment',
        'far',
        'interrupt',
        'tables',
        'control',
        'port',
        'halt',
        'identity',
        'syscall',
        'fpu_environment',
        'prefix',
      ].sort(),
    );
  });

  test('docs/virtualised.md is current', () => {
    expect(readFileSync(PATH, 'utf8')).toBe(virtualisedPage());
  });
});

describe('classes that prefixes give', () => {
  test.each([
    ['2e 8b 00', 'code_operand'],
    ['2e 89 00', 'code_operand'],
    ['2e 8b c0', 'native'],
    ['2e a1', 'code_operand'],
    ['2e a4', 'code_operand'],
    ['2e f3 a5', 'code_operand'],
    ['2e a6', 'code_operand'],
    ['2e ac', 'code_operand'],
    ['2e aa', 'native'],
    ['2e ae', 'native'],
    ['2e d7', 'code_operand'],
    ['2e ff 20', 'code_operand'],
    ['2e ff 10', 'code_operand'],
    ['2e ff e0', 'branch_computed'],
    ['2e 8d 00', 'native'],
    ['66 2e 0f 1f 84 00 00 00 00 00', 'native'],
    ['2e 75 00', 'branch_direct'],
    ['2e d8 00', 'code_operand'],
    ['2e 0f f7 c1', 'code_operand'],
    ['2e 66 0f f7 c1', 'code_operand'],
    ['2e 62 00', 'code_operand'],
    ['2e 58', 'native'],
    ['3e 2e 8b 00', 'code_operand'],
    ['2e 3e 8b 00', 'prefix'],
    ['36 3e 8b 00', 'prefix'],
    ['3e 3e 8b 00', 'native'],
    ['f3 0f bc c0', 'prefix'],
    ['f3 0f bd c0', 'prefix'],
    ['66 f3 0f bc c0', 'prefix'],
    ['f2 0f bc c0', 'prefix'],
    ['f2 f0 01 00', 'prefix'],
    ['f3 f0 01 00', 'prefix'],
    ['f3 89 00', 'prefix'],
    ['f3 c6 00 00', 'prefix'],
    ['f2 f3 a4', 'prefix'],
    ['f3 a4', 'native'],
    ['f2 a4', 'prefix'],
    ['f2 a6', 'native'],
    ['f2 a7', 'native'],
    ['f2 aa', 'prefix'],
    ['f2 ad', 'prefix'],
    ['f2 ae', 'native'],
    ['f3 af', 'native'],
    ['f3 ab', 'native'],
    ['f3 ac', 'native'],
    ['f3 90', 'native'],
    ['f3 c3', 'branch_computed'],
    ['f2 c3', 'branch_computed'],
    ['f2 e8', 'branch_direct'],
    ['f2 0f 84', 'branch_direct'],
    ['f3 e2 00', 'prefix'],
    ['f3 0f 10 c0', 'native'],
    ['66 f3 0f 10 c0', 'prefix'],
    ['f2 f3 0f 10 c0', 'prefix'],
    ['f3 0f 1e fa', 'native'],
    ['f3 0f 1e fb', 'native'],
    ['f3 0f 1e c8', 'prefix'],
    ['0f c8', 'native'],
    ['66 0f c8', 'prefix'],
  ])('%s is %s in 32-bit code', (hex, sbeClass) => {
    expect(decodeOne(32, bytes(hex))).toMatchObject({ status: 'ok', class: sbeClass });
  });

  test('LOCK BT is legal on a 386 only, and never native', () => {
    expect(decodeOne(32, bytes('f0 0f a3 00'), '386')).toMatchObject({ status: 'ok', class: 'prefix' });
    for (const model of ['486', 'pentium', 'default'] as const) expect(decodeOne(32, bytes('f0 0f a3 00'), model).status).toBe('undefined');
  });

  test.each([
    'f0 8b 00',
    'f0 89 00',
    'f0 01 c0',
    'f0 90',
    'f0 3b 00',
    'f0 0f 20 c0',
    'f0 0f af 00',
    'f0 80 38 00',
    'f0 d0 00',
    'f0 a4',
    'f0 ff 30',
  ])('%s is #UD', (hex) => {
    expect(decodeOne(32, bytes(hex))).toMatchObject({ status: 'undefined', class: 'undefined' });
  });

  test.each([
    'f0 01 00',
    'f0 0f c7 08',
    'f0 87 00',
    'f0 0f ab 00',
    'f0 0f ba 28 01',
    'f0 f7 10',
    'f0 fe 00',
    'f0 ff 08',
    'f0 0f b1 00',
    'f0 0f c1 00',
    'f0 83 00 01',
  ])('%s may be locked', (hex) => {
    expect(decodeOne(32, bytes(hex))).toMatchObject({ status: 'ok', class: 'native' });
  });
});

// What later silicon executes at CPL 3, or what leaves the guest: none of it may be on the allow-list, in either code size.
const DANGEROUS: Record<string, string> = {
  vmcall: '0f 01 c1',
  vmlaunch: '0f 01 c2',
  pconfig: '0f 01 c5',
  wrmsrns: '0f 01 c6',
  monitor: '0f 01 c8',
  mwait: '0f 01 c9',
  clac: '0f 01 ca',
  stac: '0f 01 cb',
  encls: '0f 01 cf',
  xgetbv: '0f 01 d0',
  xsetbv: '0f 01 d1',
  vmfunc: '0f 01 d4',
  xend: '0f 01 d5',
  xtest: '0f 01 d6',
  enclu: '0f 01 d7',
  vmrun: '0f 01 d8',
  vmmcall: '0f 01 d9',
  vmgexit: 'f3 0f 01 d9',
  clgi: '0f 01 dd',
  skinit: '0f 01 de',
  invlpga: '0f 01 df',
  setssbsy: 'f3 0f 01 e8',
  serialize: '0f 01 e8',
  xsusldtrk: 'f2 0f 01 e8',
  rdpkru: '0f 01 ee',
  wrpkru: '0f 01 ef',
  swapgs: '0f 01 f8',
  rdtscp: '0f 01 f9',
  monitorx: '0f 01 fa',
  mwaitx: '0f 01 fb',
  clzero: '0f 01 fc',
  rdpru: '0f 01 fd',
  invlpgb: '0f 01 fe',
  psmash: 'f3 0f 01 ff',
  tzcnt: 'f3 0f bc c1',
  lzcnt: 'f3 0f bd c1',
  popcnt: 'f3 0f b8 c1',
  movbe: '0f 38 f0 00',
  crc32: 'f2 0f 38 f0 c1',
  adcx: '66 0f 38 f6 c1',
  pshufb: '0f 38 00 c1',
  palignr: '0f 3a 0f c1 02',
  aesenc: '66 0f 38 dc c1',
  sha1rnds4: '0f 3a cc c1 00',
  movdiri: '0f 38 f9 00',
  rdrand: '0f c7 f0',
  rdseed: '0f c7 f8',
  rdpid: 'f3 0f c7 f8',
  xsavec: '0f c7 20',
  xsaves: '0f c7 28',
  senduipi: 'f3 0f c7 f0',
  vmptrst: '0f c7 38',
  fxsave: '0f ae 00',
  fxrstor: '0f ae 08',
  ldmxcsr: '0f ae 10',
  xsave: '0f ae 20',
  xrstor: '0f ae 28',
  xsaveopt: '0f ae 30',
  clflush: '0f ae 38',
  clflushopt: '66 0f ae 38',
  clwb: '66 0f ae 30',
  tpause: '66 0f ae f0',
  umwait: 'f2 0f ae f0',
  umonitor: 'f3 0f ae f0',
  rdfsbase: 'f3 0f ae c0',
  wrgsbase: 'f3 0f ae d8',
  incsspd: 'f3 0f ae e8',
  ptwrite: 'f3 0f ae e0',
  clrssbsy: 'f3 0f ae 30',
  rdsspd: 'f3 0f 1e c8',
  vzeroupper: 'c5 f8 77',
  vmovaps: 'c5 f8 28 c1',
  andn: 'c4 e2 70 f2 c2',
  evex: '62 f1 7c 48 28 c1',
  xop: '8f e9 78 81 c1',
  blcfill: '8f e9 78 01 c8',
  'fisttp m32': 'db 08',
  'fisttp m64': 'dd 08',
  'fisttp m16': 'df 08',
  lddqu: 'f2 0f f0 00',
  movddup: 'f2 0f 12 c1',
  movsldup: 'f3 0f 12 c1',
  movshdup: 'f3 0f 16 c1',
  haddps: 'f2 0f 7c c1',
  hsubpd: '66 0f 7d c1',
  addsubps: 'f2 0f d0 c1',
  movntss: 'f3 0f 2b 00',
  movntsd: 'f2 0f 2b 00',
  extrq: '66 0f 79 c1',
  'extrq imm': '66 0f 78 c0 01 01',
  insertq: 'f2 0f 79 c1',
  pfadd: '0f 0f c1 9e',
  femms: '0f 0e',
  prefetchw: '0f 0d 08',
  syscall: '0f 05',
  sysret: '0f 07',
  sysenter: '0f 34',
  sysexit: '0f 35',
  getsec: '0f 37',
  rsm: '0f aa',
  'int 80': 'cd 80',
  int3: 'cc',
  icebp: 'f1',
  into: 'ce',
  'far jump to 33': 'ea 00 00 00 00 33 00',
  'far call': '9a 00 00 00 00 33 00',
  retf: 'cb',
  iret: 'cf',
  'jmp far m': 'ff 28',
  'call far m': 'ff 18',
  'mov ss': '8e d0',
  'pop ss': '17',
  lss: '0f b2 00',
  xabort: 'c6 f8 01',
  xbegin: 'c7 f8 00 00 00 00',
  xacquire: 'f2 f0 ff 00',
  'xrelease mov': 'f3 c7 00 00 00 00 00',
  cpuid: '0f a2',
  rdtsc: '0f 31',
  rdpmc: '0f 33',
  rdmsr: '0f 32',
  sgdt: '0f 01 00',
  sidt: '0f 01 08',
  smsw: '0f 01 e0',
  sldt: '0f 00 c0',
  str: '0f 00 c8',
  verw: '0f 00 e8',
  lar: '0f 02 c1',
  lsl: '0f 03 c1',
  arpl: '63 c1',
  pushf: '9c',
  popf: '9d',
  cli: 'fa',
  sti: 'fb',
  xstore: '0f a7 c0',
  montmul: 'f3 0f a6 c0',
  wbnoinvd: 'f3 0f 09',
  'mov r,cr8 (AMD)': 'f0 0f 20 c0',
  'cmpxchg8b reg': '0f c7 c8',
  fnstenv: 'd9 30',
  fnsave: 'dd 30',
  bndmov: '66 0f 1a c1',
  bndmk: 'f3 0f 1b 00',
  cldemote: '0f 1c 00',
  jmpe: '0f b8 00',
  in: 'ec',
  outsb: '6e',
  hlt: 'f4',
};
const NATIVE = ['native', 'branch_direct', 'branch_computed'];

const PREFIXES = [[], [0x66], [0x67], [0x26], [0x3e], [0x66, 0x67], [0x66, 0x66, 0x66]];

/** The classes of some bytes in both code sizes, all models, and with harmless prefixes in front; decoded for all names in a few batches. */
function classesByName(list: Record<string, string>): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>(Object.keys(list).map((name) => [name, new Set()]));
  for (const bits of [16, 32] as const) {
    for (const model of MODELS) {
      const variants = Object.entries(list).flatMap(([name, hex]) =>
        PREFIXES.map((prefixes) => ({ name, code: [...prefixes, ...bytes(hex)] })),
      );
      const windows = new Windows(bits, model, variants.length);
      for (const { code } of variants) windows.add(...code);
      const answers = decode(windows);
      variants.forEach(({ name }, i) => {
        found.get(name)!.add(answers.sbeClass(i));
      });
    }
  }
  return found;
}

describe('the allow-list', () => {
  test.each([...classesByName(DANGEROUS)])('%s is not on it, whatever harmless prefix stands before it', (_, classes) => {
    expect(classes.size).toBeGreaterThan(0);
    for (const sbeClass of classes) expect(NATIVE).not.toContain(sbeClass);
  });

  test('the adversary is awake: it objects to later instructions when told that they run natively', () => {
    const later = [
      '0f 01 d9',
      'f3 0f bc c1',
      'f3 0f b8 c1',
      '0f 38 f0 00',
      '0f c7 f0',
      'c5 f8 77',
      'db 08',
      'f2 0f f0 00',
      'f3 0f c7 f8',
      '0f 01 f9',
      'f2 f0 ff 00',
      'f3 0f ae e8',
    ];
    const windows = new Windows(32, 'default', later.length);
    for (const hex of later) windows.add(...bytes(hex));
    // Status 0 is DECODE_OK, class 0 SBE_NATIVE; length 0 would be an objection of its own, so the real one is kept.
    const size = struct('wire_decode_result').bytes;
    const real = decode(windows);
    const lie = Buffer.alloc(later.length * size);
    for (let i = 0; i < later.length; i++)
      lie[i * size + struct('wire_decode_result').fields.get('length')!.offset] = real.get(i, 'length');
    const breaches: Breach[] = [];
    expect(attack(windows, new Answers(lie), (breach) => breaches.push(breach), new Set())).toBe(later.length);
    expect(new Set(breaches.map((breach) => breach.bytes)).size).toBe(later.length);
  });
});

describe('limits', () => {
  test('15 bytes are an instruction, 16 are not', () => {
    expect(decodeOne(32, [...Array<number>(14).fill(0x66), 0x90])).toMatchObject({ status: 'ok', length: 15 });
    expect(decodeOne(32, [...Array<number>(15).fill(0x66), 0x90]).status).toBe('too_long');
    expect(decodeOne(32, [...Array<number>(6).fill(0x3e), ...bytes('c7 05 01 02 03 04 05 06 07')]).status).toBe('too_long');
  });

  test('too few bytes are DECODE_TRUNCATED, at every length short of the whole', () => {
    const whole = bytes('66 26 c7 84 24 01 02 03 04 05 06');
    for (let available = 0; available < whole.length; available++)
      expect(decodeOne(32, whole, 'default', available).status).toBe('truncated');
    expect(decodeOne(32, whole, 'default', whole.length)).toMatchObject({ status: 'ok', length: whole.length });
  });

  test('no byte past those available is read', () => {
    expect(JSON.parse(runDecodeCheck(['--guard']).toString())).toEqual({ decoded: 1_700_000 });
  });

  test('the VM process, which carries the decoder freestanding, says the same', async () => {
    const engine = openInterp();
    try {
      for (const bits of [16, 32] as const) {
        const batches: Windows[] = [];
        randomBytes(bits, 'default', 20_000, 41, (windows) => batches.push(windows));
        for (const windows of batches) {
          const alone = decode(windows);
          const inside = await decodeInEngine(engine, windows);
          expect(inside.count).toBe(windows.count);
          for (let i = 0; i < windows.count; i++)
            if (inside.record(i) !== alone.record(i)) expect(inside.record(i), windows.hex(i)).toBe(alone.record(i));
        }
      }
    } finally {
      await engine.close();
    }
  });
});
