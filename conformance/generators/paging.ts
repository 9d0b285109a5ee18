/**
 * Cases with paging on (SDM Vol. 3A, chapter 4): any other kind's code in an address space with random holes, rights and aliases, or code
 * of its own that edits the tables it lives in. What the manual leaves to the processor is not made: an entry that was used while present
 * is never changed without the invalidation that 4.10.4 asks for, and code changed through another linear address is not run before a
 * serialising instruction (8.1.3).
 */
import type { Case } from '../case.ts';
import { branches } from './branches.ts';
import { type Choices, chance, pick } from './choices.ts';
import type { Environment, Paging, Target } from './environment.ts';
import { faults } from './faults.ts';
import { DATA, IDT, STACK, TABLES, TSS, TSS_BUSY, TSS_TASK32 } from './layout.ts';
import { segments } from './segments.ts';
import { selfModifying } from './selfmodifying.ts';
import { sequence } from './sequence.ts';
import { single } from './single.ts';
import { HIGH_KERNEL, HIGH_USER, type Layout, LOW, makeSpace, type Space, TABLE_WINDOW } from './space.ts';
import { strings } from './strings.ts';
import { tableEdits } from './tableedits.ts';
import { transfers } from './transfers.ts';

type Inner = (choices: Choices, target: Target) => Environment;

/** By how much of paging each brings out. */
const INNER: readonly Inner[] = [
  single,
  single,
  sequence,
  sequence,
  strings,
  strings,
  strings,
  branches,
  transfers,
  transfers,
  segments,
  faults,
  selfModifying,
];

const PSE = 0x10;
const PGE = 0x80;
const WP = 0x10000;
const PG = 0x80000000;
const NE = 0x20;

/** Real mode has no paging: there the case is a plain sequence. */
export function paging(choices: Choices, target: Target): Environment {
  if (target.mode === 'real16') return sequence(choices, target);
  const layout = chooseLayout(choices, target);
  const edits = target.mode === 'pm32' && chance(choices, 40);
  if (edits) {
    const space = makeSpace(choices, {
      layout,
      user: target.cpl === 3 || chance(choices, 40),
      oddities: choices.below(4),
      global: true,
      large: chance(choices, 30),
      second: target.cpl === 0 && chance(choices, 30),
    });
    return tableEdits(choices, { ...target, paging: new Paged(space, chance(choices, 50)) }, space);
  }
  const space = makeSpace(choices, {
    layout,
    user: target.mode === 'v86' || target.cpl === 3,
    oddities: choices.below(5),
    global: false,
    large: chance(choices, 10),
    second: false,
  });
  const env = pick(choices, INNER)(choices, { ...target, paging: new Paged(space, chance(choices, 30)) });
  crowd(choices, env);
  return env;
}

function chooseLayout(choices: Choices, target: Target): Layout {
  if (target.mode !== 'pm32' || chance(choices, 25)) return LOW;
  return target.cpl === 3 ? HIGH_USER : HIGH_KERNEL;
}

/** Puts pointers to where pages meet. */
function crowd(choices: Choices, env: Environment): void {
  if (env.mode !== 'pm32') return;
  if (chance(choices, 15)) env.gpr[4] = (STACK + env.windows + choices.below(48)) >>> 0;
  for (const i of [0, 3, 5, 6, 7]) if (chance(choices, 12)) env.gpr[i] = (DATA + env.windows + 0x1000 - choices.below(20)) >>> 0;
}

/** Handler of page faults that makes the page present, writable and the user's, at most so many times, and goes back. */
const FIXER = TABLES + 0x700;
const FIXER_COUNT = TABLES + 0x7f0;
const MOST_FIXES = 6;
const VECTOR_PF = 14;

class Paged implements Paging {
  readonly windows: number;
  readonly tables: number;
  readonly space: Space;
  private readonly fixes: boolean;

  constructor(space: Space, fixes: boolean) {
    this.space = space;
    this.windows = space.layout.windows;
    this.tables = space.layout.tables;
    this.fixes = fixes;
  }

  finish(choices: Choices, env: Environment, linear: Case): Case {
    const { space } = this;
    const runs = linear.memory
      .flatMap(({ address, bytes }) => space.first.place(address >>> 0, bytes))
      .filter(({ address }) => address < linear.ramBytes);
    if (this.fixes && !linear.stop.exception) {
      runs.push(...space.first.place(FIXER + this.tables, fixer(this.tables, this.windows)));
      runs.push(...space.first.place(FIXER_COUNT + this.tables, Uint8Array.of(MOST_FIXES)));
      runs.push(...space.first.place(IDT + this.tables + VECTOR_PF * 8, interruptGate(FIXER + this.tables)));
    }
    // A task switch loads CR3 (SDM Vol. 3A, 7.3): the tasks live in this space, too.
    for (const tss of [TSS, TSS_TASK32, TSS_BUSY])
      runs.push(...space.first.place(tss + 0x1c + this.tables, new Uint8Array(Uint32Array.of(space.first.directory).buffer)));
    runs.push(...space.first.runs());
    if (space.second) runs.push(...space.second.runs());
    const { registers } = linear;
    let cr0 = (registers.cr0 | PG | NE) >>> 0;
    if (linear.model === '386') cr0 = (cr0 & ~NE) >>> 0;
    else if (chance(choices, 50)) cr0 = (cr0 | WP) >>> 0;
    let { cr4 } = registers;
    if (linear.model === 'default') {
      if (chance(choices, 60)) cr4 |= PSE;
      if (env.globalPages) cr4 |= PGE;
    } else if (linear.model === 'pentium' && chance(choices, 50)) cr4 |= PSE;
    return { ...linear, memory: runs, registers: { ...registers, cr0, cr3: space.first.directory, cr4 } };
  }
}

function interruptGate(offset: number): Uint8Array {
  const words = Uint32Array.of((0x08 << 16) | (offset & 0xffff), ((offset & 0xffff0000) | 0x8e00) >>> 0);
  return new Uint8Array(words.buffer);
}

/** push eax; count; only the windows' own 4 MiB; or the entry with P, W and U; invlpg; pop eax; drop the error code; iretd */
function fixer(tables: number, windows: number): Uint8Array {
  const bytes: number[] = [];
  const dword = (value: number): number[] => [value & 0xff, (value >>> 8) & 0xff, (value >>> 16) & 0xff, value >>> 24];
  bytes.push(0x50);
  bytes.push(0x36, 0xfe, 0x0d, ...dword((FIXER_COUNT + tables) >>> 0)); // dec byte [ss:count]
  bytes.push(0x74, 39); // jz to the HLT
  bytes.push(0x0f, 0x20, 0xd0, 0xc1, 0xe8, 22); // mov eax, cr2; shr eax, 22
  bytes.push(0x3d, ...dword(windows >>> 22), 0x75, 26); // cmp eax, the windows' directory index; jne to the HLT
  bytes.push(0x0f, 0x20, 0xd0, 0xc1, 0xe8, 12); // mov eax, cr2; shr eax, 12
  bytes.push(0x25, ...dword(0x3ff)); // and eax, 3FF
  bytes.push(0x36, 0x80, 0x0c, 0x85, ...dword((TABLE_WINDOW + tables) >>> 0), 7); // or byte [ss:table + eax*4], 7
  const rest = [0x0f, 0x20, 0xd0, 0x36, 0x0f, 0x01, 0x38, 0x58, 0x83, 0xc4, 4, 0xcf]; // mov eax, cr2; invlpg [ss:eax]; pop eax; add esp, 4; iretd
  bytes.push(...rest);
  bytes.push(0xf4);
  fixJump(bytes, 8);
  fixJump(bytes, 21);
  return Uint8Array.from(bytes);
}

/** The short jump at `at` leads to the last byte. */
function fixJump(bytes: number[], at: number): void {
  if ((bytes[at]! & 0xf0) !== 0x70) throw new Error('paging: the handler has moved');
  bytes[at + 1] = bytes.length - 1 - (at + 2);
}
