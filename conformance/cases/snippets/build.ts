/** A snippet in one mode, to the case that engines run and the end state it must reach. */
import {
  type Case,
  type CaseEvent,
  GPR_NAMES,
  type MemoryRun,
  OUTCOMES,
  type Outcome,
  type PortAccess,
  type Registers,
  SEGMENT_NAMES,
  SHADOWS,
} from '../../case.ts';
import { LinearView } from '../../engines/batch-kernel/memory-view.ts';
import type { Assembled, Source } from '../assemble.ts';
import type { Expectation, Expected } from '../expect.ts';
import { assign, copyRegisters, FIELD_INDEX, numbers, REGISTER_FIELDS } from '../registers.ts';
import { lookUp, realSegment, SelectorError, StartMemory } from '../segments.ts';
import { impossible } from '../validate.ts';
import type { Item, Snippet } from './directives.ts';
import { bitsOf, codeOrigin, environmentMemory, environmentNames, environmentRegisters, type SnippetMode } from './environment.ts';
import { applyFx, copyFx, isFxName, isFxText, startFx } from './fx.ts';
import { pagingNames, putPage, standardSpace, wrongPage } from './paging.ts';

export interface SnippetCase {
  snippet: Snippet;
  mode: SnippetMode;
  case: Case;
  expectation: Expectation;
}

/** Wrong in the snippet itself. */
export class ItemError extends Error {
  readonly line: number;
  constructor(line: number, message: string) {
    super(message);
    this.line = line;
  }
}

const FLAGS: Record<string, number> = {
  CF: 0,
  PF: 2,
  AF: 4,
  ZF: 6,
  SF: 7,
  TF: 8,
  IF: 9,
  DF: 10,
  OF: 11,
  NT: 14,
  RF: 16,
  VM: 17,
  AC: 18,
  VIF: 19,
  VIP: 20,
  ID: 21,
};
const ALL = 0xffffffff;

/** A named part of a general register: which one, its lowest bit and its width in bits. */
function part(name: string): { register: string; shift: number; bits: number } | null {
  const low = /^([abcd])l$/.exec(name);
  if (low) return { register: `e${low[1]}x`, shift: 0, bits: 8 };
  const high = /^([abcd])h$/.exec(name);
  if (high) return { register: `e${high[1]}x`, shift: 8, bits: 8 };
  if ((GPR_NAMES as readonly string[]).includes(`e${name}`) && name.length === 2) return { register: `e${name}`, shift: 0, bits: 16 };
  if (name === 'flags' || name === 'ip') return null;
  return null;
}

/** Expressions of an item, in the order in which nasm is to evaluate them. */
function expressions(item: Item): string[] {
  const { key, value } = item;
  if (key.startsWith('[')) return [key.slice(1, -1)];
  if (key === 'flags' || key === 'outcome' || key === 'shadow' || value === '?') return [];
  if (isFxText(key)) return [];
  if (key === 'page' || key === 'directory')
    return value
      .split(':')
      .slice(0, -1)
      .map((each) => each.trim());
  if (key === 'exception' || key === 'delivered' || key === 'in' || key === 'out' || key === 'irq')
    return value.split(':').map((each) => each.trim());
  return value.split(/\s+mask\s+/);
}

/** The items of one list that hold in `mode`: general ones first, so that those for the mode win. */
function itemsFor(items: readonly Item[], mode: SnippetMode): Item[] {
  return [...items.filter((item) => item.modes === null), ...items.filter((item) => item.modes?.has(mode))];
}

/** What nasm has to do for a snippet in a mode. */
export function sourceOf(snippet: Snippet, mode: SnippetMode): Source {
  const values: { text: string; line: number }[] = [];
  if (snippet.at) values.push(snippet.at);
  values.push({ text: 'END', line: snippet.line }, ...snippet.stops);
  for (const item of [...itemsFor(snippet.set, mode), ...itemsFor(snippet.expect, mode)]) {
    for (const text of expressions(item)) values.push({ text, line: item.line });
  }
  const code = snippet.at === null ? snippet.code : [{ text: `org ${snippet.at.text}`, line: snippet.at.line }, ...snippet.code];
  return { name: snippet.file, lines: code, bits: bitsOf(mode), origin: codeOrigin(mode), defines: names(mode), values };
}

function names(mode: SnippetMode): Map<string, string> {
  const all = environmentNames(mode);
  for (const [name, value] of pagingNames()) all.set(name, `0x${value.toString(16)}`);
  return all;
}

const isPage = ({ key }: Item): boolean => key === 'page' || key === 'directory';

function wordBytes(value: number): Uint8Array {
  return new Uint8Array(Uint32Array.of(value).buffer);
}

interface State {
  registers: ReturnType<typeof environmentRegisters>;
  /** names whose value is not compared, or only in some bits */
  masks: Map<string, number>;
  memory: { run: MemoryRun; mask: Uint8Array }[];
  named: Set<string>;
}

function setFlags(state: State, item: Item): void {
  const { value } = item;
  const found = [...value.matchAll(/([+\-?])\s*([A-Z]+)/gi)];
  if (
    found
      .map((each) => each[0])
      .join('')
      .replace(/\s/g, '') !== value.replace(/\s/g, '')
  ) {
    throw new ItemError(item.line, `flags=${value}: +CF sets, -CF clears, ?CF is not compared`);
  }
  for (const [, sign, name] of found as unknown as [string, string, string][]) {
    const bit = FLAGS[name.toUpperCase()];
    if (bit === undefined) throw new ItemError(item.line, `no flag ${name}`);
    if (sign === '+') state.registers.eflags = (state.registers.eflags | (1 << bit)) >>> 0;
    else if (sign === '-') state.registers.eflags = (state.registers.eflags & ~(1 << bit)) >>> 0;
    const mask = state.masks.get('eflags') ?? ALL;
    state.masks.set('eflags', (sign === '?' ? mask & ~(1 << bit) : mask | (1 << bit)) >>> 0);
  }
}

function memoryOf(item: Item, address: number): { run: MemoryRun; mask: Uint8Array } {
  const digits = item.value.replace(/\s/g, '');
  if (!/^(?:[0-9a-f]{2}|\?\?)+$/i.test(digits))
    throw new ItemError(item.line, `${item.key}=${item.value}: bytes in hex, or ?? for one that is not compared`);
  const bytes = new Uint8Array(digits.length / 2);
  const mask = new Uint8Array(digits.length / 2).fill(0xff);
  for (let i = 0; i < bytes.length; i++) {
    const pair = digits.slice(2 * i, 2 * i + 2);
    if (pair === '??') mask[i] = 0;
    else bytes[i] = Number.parseInt(pair, 16);
  }
  return { run: { address, bytes }, mask };
}

function setSegment(state: State, item: Item, value: number, mode: SnippetMode, memory: readonly MemoryRun[]): void {
  const index = (SEGMENT_NAMES as readonly string[]).indexOf(item.key);
  const { registers } = state;
  if ((mode === 'real16' || mode === 'v86') && index < 6) {
    // A real-mode load changes selector and base alone; limit and attributes stay (SDM Vol. 3A, 21.1.4 of the real-address chapter).
    const { base } = realSegment(value & 0xffff, mode);
    registers.segments[index] = { ...registers.segments[index]!, selector: value & 0xffff, base };
    return;
  }
  try {
    registers.segments[index] = lookUp(value & 0xffff, item.key, {
      memory: new StartMemory(memory),
      gdtr: registers.gdtr,
      ldt: registers.segments[6]!,
      paging: null,
    });
  } catch (error) {
    if (error instanceof SelectorError) throw new ItemError(item.line, `${item.key}: ${error.message}`);
    throw error;
  }
}

/** Applies one item that names a register. `memory` holds the descriptor tables. */
function setRegister(state: State, item: Item, values: readonly number[], mode: SnippetMode, memory: readonly MemoryRun[]): void {
  const { key } = item;
  const { registers, masks } = state;
  state.named.add(key);
  if (key === 'flags') {
    setFlags(state, item);
    return;
  }
  if (key === 'shadow') {
    const index = (SHADOWS as readonly string[]).indexOf(item.value);
    if (index < 0 && item.value !== '?') throw new ItemError(item.line, `shadow=${item.value}: ${SHADOWS.join(', ')}`);
    if (index >= 0) registers.shadow = SHADOWS[index]!;
    masks.set('shadow', index < 0 ? 0 : ALL);
    return;
  }
  if (key === 'iopl') {
    registers.eflags = ((registers.eflags & ~0x3000) | ((values[0]! & 3) << 12)) >>> 0;
    return;
  }
  const within = part(key);
  if (within) {
    const ones = (1 << within.bits) - 1;
    const field = ones << within.shift;
    if (item.value === '?') masks.set(within.register, ((masks.get(within.register) ?? ALL) & ~field) >>> 0);
    else {
      const before = registers.gpr[(GPR_NAMES as readonly string[]).indexOf(within.register)]!;
      assign(registers, within.register, (before & ~field) | ((values[0]! & ones) << within.shift));
    }
    return;
  }
  const isSegment = (SEGMENT_NAMES as readonly string[]).includes(key);
  if (item.value === '?') {
    const names = isSegment ? ['selector', 'base', 'limit', 'attributes'].map((each) => `${key}.${each}`) : [key];
    for (const name of names) {
      if (!FIELD_INDEX.has(name)) throw new ItemError(item.line, `no register "${key}"`);
      masks.set(name, 0);
    }
    return;
  }
  if (isSegment) setSegment(state, item, values[0]!, mode, memory);
  else if (!assign(registers, key, values[0]!)) throw new ItemError(item.line, `no item "${key}"`);
  else masks.set(key, values.length > 1 ? values[1]! : ALL);
}

/** Code at a linear address, where page tables that the snippet gives byte by byte have it. */
function through(registers: Registers, memory: readonly MemoryRun[], code: MemoryRun): MemoryRun[] {
  if ((registers.cr0 & 0x80000000) === 0) return [code];
  const view = new LinearView(memory, registers);
  return [...code.bytes].map((byte, i) => {
    const linear = (code.address + i) >>> 0;
    return { address: view.locate(linear) ?? linear, bytes: Uint8Array.of(byte) };
  });
}

/** Whether the whole hidden part of this segment register is given, so that nothing has to be looked up. */
function byHand(key: string, items: readonly { item: Item }[]): boolean {
  if (!(SEGMENT_NAMES as readonly string[]).includes(key)) return false;
  return ['base', 'limit', 'attributes'].every((name) => items.some(({ item }) => item.key === `${key}.${name}`));
}

/** Builds the case. Throws ItemError where an item cannot be understood or the start state is impossible. */
export function buildSnippet(snippet: Snippet, mode: SnippetMode, assembled: Assembled): SnippetCase {
  let next = 0;
  const take = (): number => assembled.values[next++]!;
  const origin = snippet.at ? take() : codeOrigin(mode);
  const end = take();
  const stops = snippet.stops.map(take);
  const evaluated = (items: readonly Item[]): { item: Item; values: number[] }[] =>
    items.map((item) => ({ item, values: expressions(item).map(take) }));
  const sets = evaluated(itemsFor(snippet.set, mode));
  const expects = evaluated(itemsFor(snippet.expect, mode));

  const start: State = { registers: environmentRegisters(mode, snippet.model), masks: new Map(), memory: [], named: new Set() };
  start.registers.eip = origin;
  const ports: PortAccess[] = [];
  const events: CaseEvent[] = [];
  const memory = [...environmentMemory(mode)];
  for (const { item } of [...sets, ...expects]) {
    const wrong = isPage(item) ? wrongPage(item.key, item.value) : null;
    if (wrong !== null) throw new ItemError(item.line, wrong);
  }
  const space = sets.some(({ item }) => isPage(item)) ? standardSpace(mode) : null;
  if (space) {
    for (const { item, values } of sets) if (isPage(item)) putPage(space, item.key, item.value, values);
    memory.push(...space.runs());
    start.registers.cr0 = (start.registers.cr0 | 0x80000000) >>> 0;
    start.registers.cr3 = space.directory;
  }
  for (const { item, values } of sets) if (item.key.startsWith('[')) memory.push(memoryOf(item, values[0]!).run);
  let fx = startFx();
  const fxItems = (list: typeof sets): Map<string, { text: string; value: number; mask: number }> =>
    new Map(
      list
        .filter(({ item }) => isFxName(item.key))
        .map(({ item, values }) => [
          item.key,
          { text: item.value, value: values[0] ?? 0, mask: item.value === '?' ? 0 : (values[1] ?? 0xffffffff) },
        ]),
    );
  // Tables first: selectors are looked up in them.
  const order = (key: string): number => (/^(?:gdtr|idtr)\./.test(key) ? 0 : key === 'ldtr' ? 1 : key.includes('.') ? 3 : 2);
  for (const { item, values } of [...sets].sort((a, b) => order(a.item.key) - order(b.item.key))) {
    if (item.key.startsWith('[') || isFxName(item.key) || isPage(item)) continue;
    if (item.key === 'in') {
      if (values.length !== 3) throw new ItemError(item.line, 'in=PORT:WIDTH:VALUE');
      ports.push({ port: values[0]!, width: values[1]!, value: values[2]! });
    } else if (item.key === 'irq' || item.key === 'nmi') {
      const nmi = item.key === 'nmi';
      events.push({ at: { eip: values[nmi ? 0 : 1]! }, vector: nmi ? 2 : values[0]!, nmi });
    } else if (byHand(item.key, sets))
      start.registers.segments[(SEGMENT_NAMES as readonly string[]).indexOf(item.key)]!.selector = values[0]! & 0xffff;
    else setRegister(start, item, values, mode, memory);
  }
  const startFxItems = fxItems(sets);
  const wrongFx = applyFx(fx, startFxItems, false);
  if (wrongFx) throw new ItemError(snippet.line, wrongFx);

  const linear = (eip: number): number => (start.registers.segments[1]!.base + eip) >>> 0;
  const code = { address: linear(origin), bytes: assembled.bytes };
  memory.push(...(space ? space.place(code.address, code.bytes) : through(start.registers, memory, code)));
  const one: Case = {
    id: `${snippet.file.replace(/^.*snippets\//, '').replace(/\.asm$/, '')}/${snippet.name}/${mode.replace('/', '-')}`,
    mode: mode.replace('/3', '') as Case['mode'],
    model: snippet.model,
    ramBytes: 16 << 20,
    addressMask: 0xffffffff,
    registers: start.registers,
    fx: startFxItems.size > 0 ? fx.image : null,
    wantsFx: true,
    memory,
    ports,
    events,
    stop: { eip: [linear(end), ...stops], instructions: snippet.limit, exception: !snippet.deliver },
  };
  const wrong = impossible(one);
  if (wrong !== null) throw new ItemError(snippet.line, wrong);

  // The end state: the start state, but for what is named.
  const final: State = {
    registers: copyRegisters(start.registers),
    masks: new Map([
      ['tsc', 0],
      ['shadow', 0],
    ]),
    memory: [],
    named: new Set(),
  };
  let outcome: Outcome | null = null;
  let exception: Expectation['exception'] = null;
  const delivered: NonNullable<Expectation['delivered']> = [];
  const out: PortAccess[] = [];
  for (const { item, values } of [...expects].sort((a, b) => order(a.item.key) - order(b.item.key))) {
    if (item.key.startsWith('[')) final.memory.push(memoryOf(item, values[0]!));
    else if (isPage(item)) {
      if (!space) throw new ItemError(item.line, `${item.key}: the start state has no page or directory`);
      const { address, value } = putPage(space, item.key, item.value, values);
      final.memory.push({ run: { address, bytes: wordBytes(value) }, mask: new Uint8Array(4).fill(0xff) });
    } else if (item.key === 'outcome') {
      if (!(OUTCOMES as readonly string[]).includes(item.value)) throw new ItemError(item.line, `no outcome "${item.value}"`);
      outcome = item.value as Outcome;
    } else if (item.key === 'exception') exception = { vector: values[0]!, errorCode: values[1] ?? null };
    else if (item.key === 'delivered') delivered.push({ vector: values[0]!, errorCode: values[1] ?? null });
    else if (item.key === 'out') {
      if (values.length !== 3) throw new ItemError(item.line, 'out=PORT:WIDTH:VALUE');
      out.push({ port: values[0]!, width: values[1]!, value: values[2]! });
    } else if (byHand(item.key, expects))
      final.registers.segments[(SEGMENT_NAMES as readonly string[]).indexOf(item.key)]!.selector = values[0]! & 0xffff;
    else if (!isFxName(item.key)) setRegister(final, item, values, mode, memory);
  }
  outcome ??= exception ? 'exception' : 'stopped';
  if (!final.named.has('eip') && outcome === 'stopped') final.registers.eip = end;
  if (!final.named.has('eip') && outcome === 'halted' && !snippet.deliver) final.registers.eip = end;
  const finalFx = copyFx(fx);
  const wrongExpectedFx = applyFx(finalFx, fxItems(expects), true);
  if (wrongExpectedFx) throw new ItemError(snippet.line, wrongExpectedFx);
  fx = finalFx;
  const registers = new Map<string, Expected>();
  for (const [index, value] of numbers(final.registers).entries()) {
    const name = REGISTER_FIELDS[index]!;
    const mask = final.masks.get(name) ?? ALL;
    if (mask !== 0) registers.set(name, { value, mask });
  }
  const expectation: Expectation = {
    outcome,
    exception,
    delivered,
    registers,
    fx,
    memory: {
      runs: final.memory.map(({ run }) => run),
      masks: final.memory.map(({ run, mask }) => ({ address: run.address, bytes: mask })),
    },
    out,
  };
  return { snippet, mode, case: one, expectation };
}
