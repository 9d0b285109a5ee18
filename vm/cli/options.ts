/** Options that several commands share, checked as they are read. */
import { createReadStream, existsSync, statSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { InvalidArgumentError, Option } from 'commander';
import {
  CONDITIONS,
  type Condition,
  ENGINE_NAMES,
  type EngineName,
  type EngineOptions,
  PAGED,
  type Paged,
} from '../../conformance/engines/index.ts';
import { UsageError } from './output.ts';

export function engineName(text: string): EngineName {
  if (!(ENGINE_NAMES as readonly string[]).includes(text))
    throw new InvalidArgumentError(`no engine "${text}"; engines are ${ENGINE_NAMES.join(', ')}`);
  return text as EngineName;
}

export function engineNames(text: string): EngineName[] {
  const names = text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map(engineName);
  if (new Set(names).size !== names.length) throw new InvalidArgumentError('an engine is named twice');
  return names;
}

export function count(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) throw new InvalidArgumentError('a whole number is wanted');
  return value;
}

export const conditionOption = (): Option =>
  new Option('--condition <name>', 'state of the scanned-page cache').choices(CONDITIONS).default('cold');
export const sbeOption = (): Option =>
  new Option('--sbe <mode>', 'which computed branches SBE checks').choices(['fast', 'strict']).default('fast');
export const pagedOption = (): Option =>
  new Option('--paged <how>', 'run sbe and interp with paging on, through page tables that the case does not see').choices(PAGED);
export const timeLimitOption = (): Option =>
  new Option('--time-limit <microseconds>', 'a case that runs longer ends by "limit"').argParser(count).default(100_000);
export const mutantOption = (): Option => new Option('--mutant <name>', 'run with a seeded bug of monitor/mutants.h').hideHelp();

export interface EngineFlags {
  condition: Condition;
  sbe: 'fast' | 'strict';
  timeLimit: number;
  mutant?: string;
  paged?: Paged | undefined;
}

export function engineOptions(flags: EngineFlags): EngineOptions {
  return {
    condition: flags.condition,
    mode: flags.sbe,
    timeLimitMicroseconds: flags.timeLimit,
    ...(flags.mutant === undefined ? {} : { mutant: flags.mutant }),
    ...(flags.paged === undefined ? {} : { paged: flags.paged }),
  };
}

/** A file, or standard input where none or "-" is named. */
export function input(file: string | undefined): Readable {
  if (file === undefined || file === '-') return process.stdin;
  if (!existsSync(file) || !statSync(file).isFile()) throw new UsageError(`there is no file ${file}`);
  return createReadStream(file);
}
