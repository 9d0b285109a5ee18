/**
 * The decoder's check, long form: `npx tsx conformance/decoder/check.ts [--random N]`. decoder.test.ts runs a shorter one.
 */
import { parseArgs } from 'node:util';
import { attack, type Breach, TOLERATED, type Tolerance } from './adversary.ts';
import { exhaustiveMaps, exhaustiveSib, PLAIN_SETS, PREFIX_SETS, randomBytes } from './bytes.ts';
import { type Count, compare, type Difference, emptyCount } from './compare.ts';
import { decode, MODELS, type Windows } from './decoder.ts';
import { EXPLANATIONS } from './explained.ts';
import { idleRules } from './oracle.ts';

export interface Check {
  count: Count;
  native: number;
  unexplained: { total: number; samples: Difference[] };
  breaches: { total: number; samples: Breach[] };
  explained: Record<string, number>;
  /** explanations, rules and tolerances that nothing needed */
  idle: string[];
}

const SAMPLES = 20;

// What sets the old models apart shows without most of the prefixes.
const OLD_MODEL_SETS = [[], [0xf0]];

/**
 * Checks maps, SIB bytes and `random` random windows, half of them in each code size, the default model in full. With a stride, most prefix
 * sets see only a part of the ModRM bytes.
 */
export function check(random: number, stride: number, seed = 86): Check {
  const result: Check = {
    count: emptyCount(),
    native: 0,
    unexplained: { total: 0, samples: [] },
    breaches: { total: 0, samples: [] },
    explained: Object.fromEntries(EXPLANATIONS.map(({ id }) => [id, 0])),
    idle: [],
  };
  const tolerated = new Set<Tolerance>();
  const difference = (found: Difference): void => {
    const explanation = EXPLANATIONS.find((entry) => entry.applies(found));
    if (explanation) {
      result.explained[explanation.id]!++;
      return;
    }
    if (result.unexplained.total++ < SAMPLES) result.unexplained.samples.push(found);
  };
  const breach = (found: Breach): void => {
    if (result.breaches.total++ < SAMPLES) result.breaches.samples.push(found);
  };
  const use = (windows: Windows): void => {
    const answers = decode(windows);
    compare(windows, result.count, difference, answers);
    result.native += attack(windows, answers, breach, tolerated);
  };
  for (const bits of [16, 32] as const) {
    for (const model of MODELS) {
      const isDefault = model === 'default';
      exhaustiveMaps(bits, model, isDefault ? PREFIX_SETS : OLD_MODEL_SETS, use, stride, isDefault ? PLAIN_SETS : 1);
      if (isDefault) exhaustiveSib(bits, model, use);
      const share = isDefault ? Math.ceil(random / 2) : Math.ceil(random / 20);
      randomBytes(bits, model, share, seed + bits, use);
    }
  }
  result.idle = [
    ...EXPLANATIONS.filter(({ id }) => result.explained[id] === 0).map(({ id }) => `explanation ${id}`),
    ...idleRules().map(({ codes }) => `rule ${codes}`),
    ...TOLERATED.filter((entry) => !tolerated.has(entry)).map(({ codes }) => `tolerance ${codes}`),
  ];
  return result;
}

if (process.argv[1]?.endsWith('check.ts')) {
  const { values } = parseArgs({ options: { random: { type: 'string', default: '2000000' }, seed: { type: 'string', default: '86' } } });
  const result = check(Number(values.random), 1, Number(values.seed));
  console.log(JSON.stringify(result, null, 2));
  process.exitCode = result.unexplained.total + result.breaches.total + result.idle.length === 0 ? 0 : 1;
}
