/** The kinds of generated cases. Each makes an environment and puts code into it; `generate` picks one by weight. */
import type { Case } from '../case.ts';
import { branches } from './branches.ts';
import { type Choices, RandomChoices, TapeChoices } from './choices.ts';
import type { Environment, Target } from './environment.ts';
import { faults } from './faults.ts';
import { hostile } from './hostile.ts';
import { paging } from './paging.ts';
import { segments } from './segments.ts';
import { selfModifying } from './selfmodifying.ts';
import { sequence } from './sequence.ts';
import { rawSingle, single } from './single.ts';
import { strings } from './strings.ts';
import { transfers } from './transfers.ts';

export type Generator = (choices: Choices, target: Target) => Environment;

export const KINDS = {
  single,
  raw: rawSingle,
  sequence,
  branches,
  strings,
  segments,
  transfers,
  faults,
  selfmodifying: selfModifying,
  paging,
  hostile,
} as const satisfies Record<string, Generator>;

export type Kind = keyof typeof KINDS;
export const KIND_NAMES = Object.keys(KINDS) as Kind[];

/** Out of a hundred; hostile ones are asked for by name only. Real mode has no paging: there `paging` is one more `sequence`. */
const WEIGHTS: readonly (readonly [Kind, number])[] = [
  ['single', 31],
  ['raw', 8],
  ['sequence', 15],
  ['branches', 9],
  ['strings', 7],
  ['segments', 8],
  ['transfers', 6],
  ['faults', 5],
  ['selfmodifying', 5],
  ['paging', 6],
];

export function chooseKind(choices: Choices): Kind {
  let left = choices.below(100);
  for (const [kind, weight] of WEIGHTS) {
    if (left < weight) return kind;
    left -= weight;
  }
  return 'single';
}

export interface Order extends Target {
  /** default: by weight */
  kind?: Kind;
}

export function generate(choices: Choices, order: Order, id = 'generated'): Case {
  const kind = order.kind ?? chooseKind(choices);
  return KINDS[kind](choices, order).finish(choices, id);
}

const stream = new RandomChoices(0, 0);

/** Case `index` of the stream that `seed` starts: the same always, whatever was generated before. */
export function generateNumbered(order: Order, seed: number, index: number): Case {
  stream.reseed(seed, index);
  return generate(stream, order, caseId(order, seed, index));
}

export function caseId(order: Order, seed: number, index: number): string {
  return `${order.mode}-${order.cpl}-${order.kind ?? 'any'}-${seed >>> 0}-${index}`;
}

/** The case of a tape, for shrinking. */
export function generateFromTape(order: Order, tape: readonly number[], id: string): Case {
  return generate(new TapeChoices(tape), order, id);
}
