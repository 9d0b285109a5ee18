/** What a case is expected to end in, and whether a result does. */
import type { Case, MemoryRun, Outcome, PortAccess, Result, Unobserved } from '../case.ts';
import { FIELD_INDEX, numbers } from './registers.ts';

export interface Expected {
  value: number;
  /** the bits that count; of `tsc` all or none */
  mask: number;
}

/** Parts that are null are not looked at. */
export interface Expectation {
  outcome: Outcome | null;
  exception: { vector: number; errorCode: number | null | undefined } | null;
  delivered: { vector: number; errorCode?: number | null | undefined; cr2?: number | undefined; eip?: number | undefined }[] | null;
  /** by the names of registers.ts */
  registers: Map<string, Expected>;
  fx: { image: Uint8Array; mask: Uint8Array } | null;
  /** The start state overlaid with `runs` is what memory must hold; bytes named by `masks` only in the bits they have set. */
  memory: { runs: readonly MemoryRun[]; masks: readonly MemoryRun[] } | null;
  out: PortAccess[] | null;
}

export interface Mismatch {
  /** "eax", "cs.base", "mem 0x2000", "outcome", "delivered[0].errorCode" … */
  field: string;
  expected: string;
  actual: string;
}

function hex(value: number, digits = 0): string {
  return `0x${value.toString(16).padStart(digits, '0')}`;
}

function exceptionText(vector: number, errorCode: number | null | undefined): string {
  return errorCode === null || errorCode === undefined ? `${vector}` : `${vector} error ${hex(errorCode)}`;
}

/** The FXSAVE image after FNINIT with MXCSR 0x1F80 (SDM Vol. 1, 8.1.5 and 10.5.1); MXCSR_MASK and reserved bytes zero. */
export function initialFx(): Uint8Array {
  const image = new Uint8Array(512);
  const view = new DataView(image.buffer);
  view.setUint16(0, 0x37f, true);
  view.setUint32(24, 0x1f80, true);
  return image;
}

const INITIAL_FX = initialFx();

/** The fields of an FXSAVE image (SDM Vol. 1, table 10-2). */
const FX_FIELDS: readonly { name: string; at: number; bytes: number }[] = [
  { name: 'fcw', at: 0, bytes: 2 },
  { name: 'fsw', at: 2, bytes: 2 },
  { name: 'ftw', at: 4, bytes: 1 },
  { name: 'fop', at: 6, bytes: 2 },
  { name: 'fip', at: 8, bytes: 8 },
  { name: 'fdp', at: 16, bytes: 8 },
  { name: 'mxcsr', at: 24, bytes: 4 },
  ...Array.from({ length: 8 }, (_, i) => ({ name: `st${i}`, at: 32 + 16 * i, bytes: 10 })),
  ...Array.from({ length: 8 }, (_, i) => ({ name: `xmm${i}`, at: 160 + 16 * i, bytes: 16 })),
];

/** Bits of a register that the engine did not see. */
function hiddenBits(name: string, unobserved: Unobserved): number {
  if (name === 'cr0') return unobserved.cr0 ?? 0;
  if (name === 'eip') return unobserved.eip ?? 0;
  if (name === 'eflags') return unobserved.eflags ?? 0;
  if (name === 'shadow') return unobserved.shadow ? -1 : 0;
  return unobserved.hidden && /^(?:[cdefgs]s|ldtr|tr)\.(?:base|limit|attributes)$/.test(name) ? -1 : 0;
}

/** Everything in which `result` is not as expected. */
export function checkExpectation(one: Case, expectation: Expectation, result: Result): Mismatch[] {
  const found: Mismatch[] = [];
  const differ = (field: string, expected: string, actual: string): void => {
    found.push({ field, expected, actual });
  };
  if (expectation.outcome !== null && result.outcome !== expectation.outcome) {
    const why = result.exception ? ` ${exceptionText(result.exception.vector, result.exception.errorCode)}` : '';
    differ('outcome', expectation.outcome, `${result.outcome}${why}${result.error ? ` (${result.error})` : ''}`);
  } else if (expectation.exception) {
    const { vector, errorCode } = expectation.exception;
    const actual = result.exception;
    if (!actual || actual.vector !== vector || (errorCode !== undefined && actual.errorCode !== errorCode)) {
      differ('exception', exceptionText(vector, errorCode), actual ? exceptionText(actual.vector, actual.errorCode) : 'none');
    }
  }
  if (result.outcome === 'crashed' || result.outcome === 'invalid' || result.outcome === 'unsupported') return found;
  const unobserved = result.unobserved ?? {};
  if (unobserved.state) return found;
  if (expectation.delivered && !unobserved.deliveries) {
    const { delivered } = expectation;
    if (delivered.length !== result.delivered.length) {
      const text = (list: { vector: number; errorCode?: number | null | undefined }[]): string =>
        list.map((each) => exceptionText(each.vector, each.errorCode)).join(', ') || 'none';
      differ('delivered', text(delivered), text(result.delivered));
    } else {
      for (const [index, want] of delivered.entries()) {
        const have = result.delivered[index]!;
        for (const part of ['vector', 'errorCode', 'cr2', 'eip'] as const) {
          if (want[part] !== undefined && want[part] !== have[part]) {
            differ(
              `delivered[${index}].${part}`,
              want[part] === null ? 'none' : hex(want[part]),
              have[part] === null ? 'none' : hex(have[part]),
            );
          }
        }
      }
    }
  }
  const actual = numbers(result.registers);
  for (const [name, { value, mask }] of expectation.registers) {
    const have = actual[FIELD_INDEX.get(name)!]!;
    if (have === value) continue;
    const seen = mask & ~hiddenBits(name, unobserved);
    if (((have ^ value) & seen) !== 0) differ(name, hex((value & seen) >>> 0), hex((have & seen) >>> 0));
  }
  if (expectation.fx) {
    const { image, mask } = expectation.fx;
    const have = result.fx ?? one.fx ?? INITIAL_FX;
    let differs = false;
    for (let i = 0; i < 512 && !differs; i++) differs = ((have[i]! ^ image[i]!) & mask[i]!) !== 0;
    for (const { name, at, bytes } of differs ? FX_FIELDS : []) {
      const text = (from: Uint8Array): string => {
        let digits = '';
        for (let i = bytes - 1; i >= 0; i--) digits += (from[at + i]! & mask[at + i]!).toString(16).padStart(2, '0');
        return `0x${digits}`;
      };
      if (text(have) !== text(image)) differ(name, text(image), text(have));
    }
  }
  if (expectation.memory) checkMemory(one, expectation.memory, result, differ);
  if (expectation.out) {
    const text = (list: PortAccess[]): string =>
      list.map((each) => `${hex(each.port)}:${each.width}:${hex(each.value)}`).join(', ') || 'none';
    if (text(expectation.out) !== text(result.out)) differ('out', text(expectation.out), text(result.out));
  }
  return found;
}

function overlay(runs: readonly MemoryRun[], into: Map<number, number>): Map<number, number> {
  for (const run of runs) for (let i = 0; i < run.bytes.length; i++) into.set(run.address + i, run.bytes[i]!);
  return into;
}

function checkMemory(
  one: Case,
  expected: NonNullable<Expectation['memory']>,
  result: Result,
  differ: (field: string, expected: string, actual: string) => void,
): void {
  if (expected.runs.length === 0 && result.memory.length === 0) return;
  const want = overlay(expected.runs, new Map());
  const have = overlay(result.memory, new Map());
  const masks = overlay(expected.masks, new Map());
  const start = new Map<number, number>();
  for (const run of one.memory) {
    for (const address of [...want.keys(), ...have.keys()]) {
      const offset = address - run.address;
      if (offset >= 0 && offset < run.bytes.length) start.set(address, run.bytes[offset]!);
    }
  }
  const addresses = [...new Set([...want.keys(), ...have.keys()])].sort((a, b) => a - b);
  let first = -1;
  let wrong: [number[], number[]] = [[], []];
  const flush = (): void => {
    const text = (bytes: number[]): string => bytes.map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
    if (first >= 0) differ(`mem ${hex(first)}`, text(wrong[0]), text(wrong[1]));
    first = -1;
    wrong = [[], []];
  };
  for (const address of addresses) {
    if (result.unobserved?.memory?.some((range) => address >= range.address && address < range.address + range.length)) continue;
    const before = start.get(address) ?? 0;
    const a = want.get(address) ?? before;
    const b = have.get(address) ?? before;
    if (((a ^ b) & (masks.get(address) ?? 0xff)) === 0) continue;
    if (first >= 0 && address !== first + wrong[0].length) flush();
    if (first < 0) first = address;
    wrong[0].push(a);
    wrong[1].push(b);
  }
  flush();
}
