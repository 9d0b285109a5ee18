/** What the kernel writes down of each test, and how two machines' dumps compare. */
import * as at from './layout.ts';

/** Memory at the end of a test: name, address, bytes. */
export const REGIONS = [
  ['gdt', at.GDT, 0x200],
  ['ldt', at.LDT, 0x80],
  ['tssCurrent', at.TSS.current, 0x70],
  ['tssOther', at.TSS.other, 0x70],
  ['tssSmall', at.TSS.small, 0x30],
  ['tssDoubleFault', at.TSS.doubleFault, 0x70],
  ['tssLast', at.TSS.last, 0x70],
  ['stack0', 0x8e80, 0x180],
  ['stack1', 0x9f00, 0x100],
  ['stack2', 0xaf00, 0x100],
  ['stack3', 0xbf00, 0x100],
  ['data', 0xe000, 0x40],
  ['pageDirectory', at.PAGE_DIRECTORY, 4],
  ['pageTable', at.PAGE_TABLE, 0x80],
] as const;

// What `collect` pushes, and above it what the processor and the stub have pushed: the frame is as long as the entry was deep.
const HEAD = ['ss', 'esp', 'gs', 'fs', 'es', 'ds', 'edi', 'esi', 'ebp', 'esp at collect', 'ebx', 'edx', 'ecx', 'eax', 'vector', 'error'];
const STACK_WORDS = 34; // up to the last of the 32 from the stack
const SYSTEM = ['tr', 'ldtr', 'cr0', 'cr2', 'dr6', 'dr7'];

export const DUMP_BYTES = (STACK_WORDS + SYSTEM.length) * 4 + REGIONS.reduce((sum, [, , bytes]) => sum + bytes, 0);

function makeNames(): string[] {
  const names = [...HEAD];
  for (let i = names.length; i < STACK_WORDS; i++) names.push(`frame+${(i - HEAD.length) * 4}`);
  names.push(...SYSTEM);
  for (const [name, , bytes] of REGIONS) for (let i = 0; i < bytes; i += 4) names.push(`${name}+${i.toString(16)}`);
  return names;
}
const NAMES = makeNames();
const VECTOR = HEAD.indexOf('vector');

export interface FieldDifference {
  field: string;
  expected: number;
  actual: number;
}

function wordsOf(dump: Uint8Array, test: number): DataView {
  return new DataView(dump.buffer, dump.byteOffset + test * DUMP_BYTES, DUMP_BYTES);
}

/** The vector by which the test ended. */
export function vectorOf(dump: Uint8Array, test: number): number {
  return wordsOf(dump, test).getUint32(VECTOR * 4, true);
}

/** `a` is the one to be judged. */
export function differences(a: Uint8Array, b: Uint8Array, test: number): FieldDifference[] {
  const left = wordsOf(a, test);
  const right = wordsOf(b, test);
  const found: FieldDifference[] = [];
  for (const [i, field] of NAMES.entries()) {
    const actual = left.getUint32(i * 4, true);
    const expected = right.getUint32(i * 4, true);
    if (actual !== expected) found.push({ field, expected, actual });
  }
  return found;
}

/** Where Bochs and this monitor read the manual differently, or the manual leaves it open. */
export interface Explanation {
  id: string;
  reason: string;
  /** whether it accounts for this one difference of a test that ended by these vectors */
  covers(one: FieldDifference, vector: { actual: number; expected: number }): boolean;
}

const inStack = ({ field }: FieldDifference): boolean => field.startsWith('stack') || field.startsWith('frame');
const changedBits = ({ actual, expected }: FieldDifference): number => (actual ^ expected) >>> 0;
const isTaskFault = (vector: number): boolean => vector >= 10 && vector <= 12;

export const EXPLANATIONS: readonly Explanation[] = [
  {
    id: 'bochs-df-rf',
    reason: 'Bochs sets RF in the EFLAGS that #DF saves; #DF is an abort, and SDM Vol. 3B, 17.3.1.1 sets RF for faults only',
    covers: (one) => /^tss\w+\+24$/.test(one.field) && changedBits(one) === 0x10000,
  },
  {
    id: 'bochs-partial-push',
    reason:
      'Bochs writes the first part of a frame before it finds that the rest does not fit or EIP is past the limit; the manual checks first',
    covers: (one) => inStack(one) && (one.actual & 0xffff) === 0xcccc,
  },
  {
    id: 'push-segment-upper-half',
    reason: 'a 32-bit push of a segment register writes 16 bits on some processors and 32 on others (SDM Vol. 2, PUSH)',
    covers: (one) => inStack(one) && (changedBits(one) & 0xffff) === 0,
  },
  {
    id: 'task-switch-order',
    reason:
      'which of several errors in a new task comes first, and which segments are accessed by then, depends on the processor (SDM Vol. 3A, table 7-1)',
    covers: (one, { actual, expected }) => {
      if (/^[gl]dt\+\w*[4c]$/.test(one.field)) return changedBits(one) === 0x100;
      return isTaskFault(actual) && isTaskFault(expected) && (one.field === 'error' || one.field === 'vector' || inStack(one));
    },
  },
  {
    id: 'task-switch-no-stack',
    reason:
      'a new task at CPL 0 without a usable SS cannot push the frame of its own #TS: a double fault. Bochs takes CPL 3 until SS is loaded',
    covers: (_, { actual, expected }) => actual === 8 && isTaskFault(expected),
  },
  {
    id: 'access-order',
    reason: 'which of two words on a missing page is read first, and so CR2 and the accessed bit of the page, is not in the manual',
    covers: (one) => one.field === 'cr2' || (one.field.startsWith('pageTable') && changedBits(one) === 0x20),
  },
];

/** The explanations that together account for all differences of a test; null: they do not. */
export function explain(found: readonly FieldDifference[], vector: { actual: number; expected: number }): Explanation[] | null {
  const used = new Set<Explanation>();
  for (const one of found) {
    const explanation = EXPLANATIONS.find((candidate) => candidate.covers(one, vector));
    if (!explanation) return null;
    used.add(explanation);
  }
  return [...used];
}
