/**
 * Page tables of snippets. A `page` or `directory` item turns paging on: the standard start state lies mapped page for page, entries accessed
 * and dirty already, and what the items say on top of it.
 */
import { AddressSpace, PTE, rightsOf } from '../pages.ts';
import { CODE_PAGES, DATA, type SnippetMode, STACK } from './environment.ts';

export const DIRECTORY = 0x100000;
/** Tables follow the directory in the order in which they are needed; the first is that of the first 4 MiB. */
export const TABLES = 8;
const MAPPED = 0x40000;
const PAGE = 0x1000;

/** Pages that ring 3 may use; everything else is the supervisor's. */
function isUser(mode: SnippetMode, linear: number): boolean {
  if (mode !== 'v86' && !mode.endsWith('/3')) return false;
  return linear === DATA || linear === STACK - PAGE || CODE_PAGES.includes(linear);
}

export function standardSpace(mode: SnippetMode): AddressSpace {
  let next = DIRECTORY;
  const take = (): number => {
    next += PAGE;
    return next;
  };
  const space = new AddressSpace(DIRECTORY, take, PTE.P | PTE.W | PTE.U | PTE.A);
  const used = PTE.P | PTE.W | PTE.A | PTE.D;
  for (let linear = 0; linear < MAPPED; linear += PAGE) space.map(linear, linear, used | (isUser(mode, linear) ? PTE.U : 0));
  for (let i = 0; i <= TABLES; i++) space.map(DIRECTORY + i * PAGE, DIRECTORY + i * PAGE, used);
  return space;
}

export function pagingNames(): [string, number][] {
  return [
    ['DIRECTORY', DIRECTORY],
    ...Array.from({ length: TABLES }, (_, i): [string, number] => [`TABLE${i}`, DIRECTORY + (1 + i) * PAGE]),
  ];
}

/** What is wrong with an item's text; null: nothing. `page=LINEAR:PHYSICAL:RIGHTS`, `directory=LINEAR:RIGHTS`. */
export function wrongPage(key: string, value: string): string | null {
  const parts = value.split(':');
  const form = key === 'page' ? 'page=LINEAR:PHYSICAL:RIGHTS' : 'directory=LINEAR:RIGHTS';
  if (parts.length !== (key === 'page' ? 3 : 2)) return form;
  return rightsOf(parts.at(-1)!.trim()) === null ? `${form}: rights are letters of pwutcadsg, or -` : null;
}

/** Makes the item's entry; gives where it is and what it holds. */
export function putPage(space: AddressSpace, key: string, value: string, numbers: readonly number[]): { address: number; value: number } {
  const bits = rightsOf(value.split(':').at(-1)!.trim())!;
  const linear = numbers[0]! >>> 0;
  if (key === 'directory') {
    space.setDirectoryBits(linear, bits);
    return space.directoryAt(linear);
  }
  if (bits & PTE.PS) space.mapLarge(linear, numbers[1]!, bits | (numbers[1]! & 0x3ff000));
  else space.map(linear, numbers[1]! >>> 0, bits);
  return space.entryAt(linear);
}
