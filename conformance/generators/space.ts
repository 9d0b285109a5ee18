/**
 * The address spaces of generated cases with paging on: where each linear page of the layout lies in physical memory, and what is wrong
 * with some of them. Directory, tables and frames are in guest memory, and the code can reach the tables at TABLE_WINDOW.
 */
import { AddressSpace, PTE } from '../cases/pages.ts';
import { type Choices, chance, pick } from './choices.ts';
import { CODE, DATA, DATA_ES, DATA_FS, DATA_GS, STACK, TABLES } from './layout.ts';

const PAGE = 0x1000;
/** Physical pages: directories and tables from 2 MiB, frames from 1 MiB. */
const DIRECTORY = 0x200000;
const SECOND_DIRECTORY = 0x201000;
const FIRST_TABLE = 0x202000;
const FRAMES = 0x100000;
const FRAME_COUNT = 256;
/** Past the end of RAM: reads give ones, writes vanish. */
const BEYOND_RAM = 0xd0000000;

/** The table of the windows, that of the tables, the directory, and the table of the far data page, as the code sees them (added to the delta of the tables). */
export const TABLE_WINDOW = 0x90000;
export const DIRECTORY_WINDOW = 0x92000;
export const FAR_TABLE_WINDOW = 0x93000;
/** The code pages a second time. */
export const CODE_ALIAS = 0x8000;

/** And once more, half a gigabyte and more away: other segments of the address space behave differently under SBE. */
export const FAR = 0x50000000;
/** SBE moves data views by the end of the quarter gigabyte in which code is first met (monitor/sbe/paging.c): a page that meets the far code there. */
const REGION = 0x10000000;

const USER_LINEAR = 0x08048000;
const KERNEL_LINEAR = 0xc0100000;

/** How the linear addresses are laid out. */
export interface Layout {
  /** added to code, data and stack */
  windows: number;
  /** added to the page of tables and the stacks of the TSS */
  tables: number;
}

/** As without paging; a program at the addresses of Linux, user or kernel. */
export const LOW: Layout = { windows: 0, tables: 0 };
export const HIGH_USER: Layout = { windows: USER_LINEAR - CODE, tables: KERNEL_LINEAR - CODE };
export const HIGH_KERNEL: Layout = { windows: (KERNEL_LINEAR - CODE) >>> 0, tables: (KERNEL_LINEAR - CODE) >>> 0 };

/** Pages of the windows, by offset: those that a case uses first, so that a simple choice is a relevant one. */
export const WINDOW_PAGES: readonly number[] = [
  DATA,
  STACK,
  CODE,
  DATA + PAGE,
  STACK - PAGE,
  CODE + PAGE,
  DATA - PAGE,
  STACK + PAGE,
  DATA_ES,
  DATA_FS,
  DATA_GS,
  CODE - PAGE,
];
const OTHER_WINDOW_PAGES: readonly number[] = [
  CODE + 2 * PAGE,
  CODE + 0xf * PAGE,
  DATA + 2 * PAGE,
  DATA + 0xf * PAGE,
  DATA_ES + PAGE,
  DATA_ES + 0xf * PAGE,
  DATA_FS + PAGE,
  DATA_GS + PAGE,
  STACK + 2 * PAGE,
  STACK + 0xf * PAGE,
  CODE + CODE_ALIAS,
  CODE + CODE_ALIAS + PAGE,
];
/** The pages of ring stacks and task stacks: below each top, and the one at it. */
const RING_STACKS: readonly number[] = [0x80000, 0x81000, 0x82000, 0x83000, 0x84000, 0x85000, 0x86000, 0x87000];
const IVT_PAGE = 0;

export interface Space {
  layout: Layout;
  first: AddressSpace;
  /** what MOV CR3 may change to: the same code, stacks and tables, other data */
  second: AddressSpace | null;
  /** linear addresses of pages that can be changed without pulling the rug from under the code */
  data: number[];
  /** the page whose view would stand where the far code stands */
  far: number;
}

/** A page's entry in a healthy space: present, writable, and the user's where ring 3 code needs it. */
function healthy(user: boolean): number {
  return PTE.P | PTE.W | (user ? PTE.U : 0);
}

/** The bits of an entry that something is to be found out with. */
export function entryBits(choices: Choices, user: boolean): number {
  let bits = pick(choices, [
    healthy(user),
    PTE.P | (user ? PTE.U : 0),
    (user ? PTE.U : 0) | PTE.W,
    PTE.P | PTE.W,
    PTE.P | PTE.W | PTE.U,
    PTE.P | PTE.U,
    PTE.P,
    0,
  ]);
  if (chance(choices, 30)) bits |= choices.below(4) << 5; // accessed and dirty, in any combination
  if (chance(choices, 10)) bits |= choices.below(4) << 3; // write-through, cache disable
  if (chance(choices, 10)) bits |= choices.below(8) << 9; // software's own
  return bits;
}

export interface SpaceOptions {
  layout: Layout;
  /** what CPL 3 has to reach is the user's */
  user: boolean;
  /** how many pages differ from a healthy space */
  oddities: number;
  /** entries may say G */
  global: boolean;
  /** 4 MiB pages exist */
  large: boolean;
  second: boolean;
}

export function makeSpace(choices: Choices, options: SpaceOptions): Space {
  const { layout, user } = options;
  let nextTable = FIRST_TABLE;
  const take = (): number => {
    nextTable += PAGE;
    return nextTable - PAGE;
  };
  const stride = 1 + 2 * choices.below(64);
  const start = choices.below(FRAME_COUNT);
  const identity = chance(choices, 10);
  const frame = (linear: number): number =>
    identity && linear < 0xa0000 ? linear : FRAMES + ((start + Math.imul(linear >>> 12, stride)) & (FRAME_COUNT - 1)) * PAGE;
  const first = new AddressSpace(DIRECTORY, take);
  const at = (offset: number): number => (layout.windows + offset) >>> 0;
  const tablesAt = (offset: number): number => (layout.tables + offset) >>> 0;
  const low = user ? PTE.U : 0;
  for (const offset of [...WINDOW_PAGES, ...OTHER_WINDOW_PAGES]) first.map(at(offset), frame(at(offset)), PTE.P | PTE.W | low);
  for (const offset of [0, PAGE]) first.map(at(CODE + CODE_ALIAS + offset), first.locate(at(CODE + offset))!, PTE.P | PTE.W | low);
  for (const offset of [0, PAGE]) first.map((at(CODE + offset) + FAR) >>> 0, first.locate(at(CODE + offset))!, PTE.P | PTE.W | low);
  const far = (at(CODE) + FAR - ((at(CODE) & -REGION) + REGION)) >>> 0;
  first.map(far, first.locate(at(DATA_ES))!, pick(choices, [0, PTE.P | PTE.W | PTE.U, PTE.P | PTE.W | low]));
  first.map(tablesAt(FAR_TABLE_WINDOW), first.table(far), PTE.P | PTE.W);
  // In low layouts branches that went astray find their HLT in page 0, which ring 3 may enter as well.
  if (layout.windows === 0) first.map(IVT_PAGE, frame(IVT_PAGE), PTE.P | PTE.W | low);
  const open = layout.tables === 0 && chance(choices, 40) ? PTE.U : 0;
  for (const offset of [TABLES, ...RING_STACKS]) first.map(tablesAt(offset), frame(tablesAt(offset)), PTE.P | PTE.W | open);
  const windowsTable = first.table(at(0));
  first.map(tablesAt(TABLE_WINDOW), windowsTable, PTE.P | PTE.W);
  first.map(tablesAt(TABLE_WINDOW + PAGE), first.table(tablesAt(0)), PTE.P | PTE.W);
  first.map(tablesAt(DIRECTORY_WINDOW), DIRECTORY, PTE.P | PTE.W);
  if (options.large) first.mapLarge(LARGE, pick(choices, [0, 0x400000, 0x400000, 0x400000, 0x400000, BEYOND_RAM]), PTE.P | PTE.W | PTE.U);

  const pages = WINDOW_PAGES.map(at);
  let second: AddressSpace | null = null;
  if (options.second) {
    second = new AddressSpace(SECOND_DIRECTORY, take);
    for (const offset of [...WINDOW_PAGES, ...OTHER_WINDOW_PAGES]) {
      const linear = at(offset);
      second.map(linear, first.locate(linear)!, first.entry(linear) & 0xfff);
    }
    if (layout.tables >>> 22 !== layout.windows >>> 22) second.share(tablesAt(0), first);
    else
      for (const offset of [TABLES, ...RING_STACKS, TABLE_WINDOW, TABLE_WINDOW + PAGE, DIRECTORY_WINDOW])
        copyEntry(tablesAt(offset), first, second);
    second.share((at(CODE) + FAR) >>> 0, first);
    second.share(far, first);
    if (layout.tables >>> 22 === layout.windows >>> 22) copyEntry(tablesAt(FAR_TABLE_WINDOW), first, second);
    if (layout.windows === 0) copyEntry(IVT_PAGE, first, second);
    if (options.large) second.mapLarge(LARGE, 0x400000, PTE.P | PTE.W | PTE.U);
    for (let i = choices.below(3); i >= 0; i--) odd(choices, second, at(pick(choices, DATA_OFFSETS)), pages, options, at);
  }
  for (let i = 0; i < options.oddities; i++) odd(choices, first, pick(choices, pages), pages, options, at);
  if (chance(choices, 6)) {
    // what the processor itself reads and writes as it delivers
    const linear = tablesAt(pick(choices, [0x80000, TABLES, 0x82000, 0x84000]));
    first.map(linear, first.locate(linear)!, pick(choices, [PTE.W, PTE.P, PTE.P | PTE.U, PTE.P | PTE.W | PTE.U]));
  }
  if (chance(choices, 8)) {
    // rights are the directory's and the table's together (SDM Vol. 3A, 4.6.1)
    const bits = pick(choices, [PTE.P | PTE.U, PTE.P | PTE.W, PTE.P, PTE.W | PTE.U, PTE.P | PTE.W | PTE.U | PTE.A]);
    if (layout.windows !== layout.tables || user) first.setDirectoryBits(at(0), bits);
  }
  if (chance(choices, 10))
    first.setDirectoryBits(tablesAt(0), PTE.P | PTE.W | PTE.U | pick(choices, [PTE.A, PTE.D, PTE.G, PTE.PWT, PTE.PCD]));
  return { layout, first, second, data: DATA_OFFSETS.map(at), far };
}

/** Linear start of the 4 MiB page, where there is one. */
export const LARGE = 0x60000000;

const DATA_OFFSETS: readonly number[] = [DATA, DATA + PAGE, DATA_ES, DATA_FS, DATA_GS, DATA - PAGE];

function copyEntry(linear: number, from: AddressSpace, to: AddressSpace): void {
  to.map(linear, from.locate(linear)!, from.entry(linear) & 0xfff);
}

/** One page that is not as a healthy space has it. */
function odd(
  choices: Choices,
  space: AddressSpace,
  linear: number,
  pages: readonly number[],
  options: SpaceOptions,
  at: (offset: number) => number,
): void {
  const own = space.locate(linear)!;
  switch (choices.below(8)) {
    case 5: // a frame that another page has as well, with rights of its own
      space.map(linear, space.locate(pick(choices, pages)) ?? own, entryBits(choices, options.user));
      break;
    case 6:
      if (linear === at(CODE) || linear === at(STACK) || !chance(choices, 25)) break;
      space.map(linear, BEYOND_RAM + (linear & 0xff000), entryBits(choices, options.user));
      break;
    case 7:
      space.map(linear, own, healthy(options.user) | (options.global ? PTE.G : 0));
      break;
    default:
      space.map(linear, own, entryBits(choices, options.user));
  }
}
