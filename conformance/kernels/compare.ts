/** Signatures side by side: where machines differ, which of that is on record, and what on record is no longer true. */
import type { Known } from './known.ts';
import type { MachineName, Signature } from './run.ts';

export const ABSENT = '(no such line)';
/** The line of a machine that did not come to the end; its value is how, and after which line, as `endingOf` says it. */
export const ENDING = '(ending)';

export interface Difference {
  /** the line's name; `name #2` where it comes again */
  line: string;
  values: Partial<Record<MachineName, string>>;
  /** what is on record about it */
  known: Known[];
}

export interface Comparison {
  differences: Difference[];
  /** differences on record that did not show */
  vanished: Known[];
  /** machines that did not come to the end, as is on record */
  early: Known[];
  /** nothing unexplained, nothing vanished, and somebody came to the end */
  good: boolean;
}

/** A line is a name and what stands behind it, from the first number of eight digits on. */
function split(line: string): [name: string, value: string] {
  const at = line.search(/ ([0-9a-f]{8}( |$)|none$)/);
  return at < 0 ? [line, 'said'] : [line.slice(0, at), line.slice(at + 1)];
}

/** How a machine ended that did not come to the end, and the name of the last line it said: `late after cr7`. */
export function endingOf({ ending, lines }: Signature): string {
  return `${ending} after ${split(lines.at(-1) ?? 'nothing')[0]}`;
}

function entries(signature: Signature): Map<string, string> {
  const found = new Map<string, string>();
  const count = new Map<string, number>();
  const add = (name: string, value: string): void => {
    const times = (count.get(name) ?? 0) + 1;
    count.set(name, times);
    found.set(times === 1 ? name : `${name} #${times}`, value);
  };
  for (const line of signature.lines) add(...split(line));
  if (signature.ending !== 'end') found.set(ENDING, endingOf(signature));
  return found;
}

export function compareSignatures(kernel: string, signatures: ReadonlyMap<MachineName, Signature>, onRecord: readonly Known[]): Comparison {
  const tables = new Map([...signatures].map(([machine, signature]) => [machine, entries(signature)] as const));
  const names = new Set<string>();
  for (const table of tables.values()) for (const name of table.keys()) names.add(name);
  const applicable = onRecord.filter((known) => known.kernel === kernel && signatures.has(known.machine));
  const shown = new Set<Known>();
  const differences: Difference[] = [];
  let unexplained = false;
  for (const line of names) {
    const values: Partial<Record<MachineName, string>> = {};
    for (const [machine, table] of tables) values[machine] = table.get(line) ?? ABSENT;
    if (new Set(Object.values(values)).size === 1) continue;
    const known = applicable.filter((entry) => (line === ENDING ? entry.ending === values[entry.machine] : entry.lines.test(line)));
    const wrong = new Set<MachineName>(known.map((entry) => entry.machine));
    const right = new Set(Object.entries(values).flatMap(([machine, value]) => (wrong.has(machine as MachineName) ? [] : [value])));
    // The rest has to agree, and what is on record as different has to be.
    const explained = right.size === 1 && known.every((entry) => !right.has(values[entry.machine]!));
    if (explained) for (const entry of known) shown.add(entry);
    else unexplained = true;
    differences.push({ line, values, known: explained ? known : [] });
  }
  // It can only show beside a machine that is right.
  const showable = (entry: Known): boolean =>
    [...signatures.keys()].some((machine) => !applicable.some((other) => other.machine === machine && other.why === entry.why));
  const early = applicable.filter((entry) => entry.ending && tables.get(entry.machine)!.get(ENDING) === entry.ending);
  const asEnded = (entry: Known): boolean => !entry.ending || early.includes(entry);
  const vanished = applicable.filter((entry) => !asEnded(entry) || (!shown.has(entry) && showable(entry)));
  const ended = [...signatures.values()].some(({ ending }) => ending === 'end');
  return { differences, vanished, early, good: !unexplained && vanished.length === 0 && ended };
}
