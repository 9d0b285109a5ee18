/** Where two engines part (docs/bisect.md): a recorded run, its replays, and ever closer looks between two entries of the log. */
import { join } from 'node:path';
import { type MachineOptions, VirtualMachine } from '../../vm/index.ts';
import { type LogState, type LogUse, type ReplayReport, readLog, readTrace, type TraceLine } from '../../vm/machine/log.ts';
import { type Change, changedBytes, changes } from './states.ts';

export const BISECTED = ['sbe', 'interp'] as const;
export type Bisected = (typeof BISECTED)[number];

export interface BisectOptions {
  /** the machine; engine and log are set here */
  machine: MachineOptions;
  /** the engine that is recorded; the other repeats what it did */
  recorded: Bisected;
  /** what one of the engines is made with besides: a build with a seeded bug */
  own?: Partial<Record<Bisected, Pick<MachineOptions, 'program' | 'mutant'>>>;
  /** drives the recorded run up to where it is quit; may throw: what went wrong is what is looked for */
  drive(vm: VirtualMachine): Promise<void>;
  /** seconds within which a replay has to come from one entry to the next; 600 unless given */
  patience?: number;
  /** an empty folder for log and traces */
  folder: string;
  onProgress?: (text: string) => void;
}

export type Verdict =
  /** the recorded run, instruction by instruction as far as can be seen, is the other engine's too */
  | { kind: 'agrees'; entries: number; instructions: number }
  | {
      kind: 'instruction';
      /** of the log: agreed in registers and RAM; the one that did not */
      entry: number;
      until: number;
      /** instructions behind `entry` */
      step: number;
      before: TraceLine;
      after: Record<Bisected, LogState>;
      registers: Change[];
      memory: { address: number; sbe: string; interp: string }[];
      trail: TraceLine[];
    }
  /** the engines agree at `entry` and not at `until`; no instruction between them can be named */
  | { kind: 'between'; entry: number; until: number; report: ReplayReport; registers: Change[]; trail: TraceLine[]; why: string };

const LOOKS = 256;
const STEPS_CLOSE = 2048;
const STEPS = 400_000;
const SPARSE = 256;
const TRAIL = 12;
const PATIENCE = 600;
const EFFECTS = new Set(['store', 'dma', 'kind', 'lines']);

interface Replayed {
  report: ReplayReport;
  lines: TraceLine[];
}

class Bisection {
  private readonly options: BisectOptions;
  private readonly log: string;

  constructor(options: BisectOptions) {
    this.options = options;
    this.log = join(options.folder, 'log');
  }

  private say(text: string): void {
    this.options.onProgress?.(text);
  }

  private machine(engine: Bisected, log: LogUse): MachineOptions {
    const { machine, own } = this.options;
    const { time, ...plain } = machine;
    // Only a recording by the interpreter has a clock of its own; a replay has none at all.
    const clock = 'record' in log && engine === 'interp' && time !== undefined ? { time } : {};
    return { ...plain, ...clock, ...own?.[engine], engine, log };
  }

  async record(): Promise<void> {
    const { recorded, drive } = this.options;
    const vm = await VirtualMachine.create(this.machine(recorded, { record: this.log }));
    try {
      await drive(vm);
    } catch (error) {
      this.say(`the recorded run: ${(error as Error).message.split('\n')[0]}`);
    }
    const ended = vm.isOver ? await vm.ended : await vm.quit();
    if (ended.error) throw ended.error;
  }

  async replay(
    engine: Bisected,
    how: Omit<Extract<LogUse, { replay: string }>, 'replay' | 'trace'> & { traced?: boolean },
  ): Promise<Replayed> {
    const { traced, ...given } = how;
    const rest = { patience: this.options.patience ?? PATIENCE, ...given };
    const trace = join(this.options.folder, `trace-${engine}`);
    const vm = await VirtualMachine.create(this.machine(engine, { replay: this.log, ...(traced ? { trace } : {}), ...rest }));
    const ended = await vm.ended;
    if (ended.error) throw ended.error;
    if (!vm.replayed) throw new Error(`the replay on ${engine} said nothing`);
    return { report: vm.replayed, lines: traced ? readTrace(trace) : [] };
  }

  get other(): Bisected {
    return this.options.recorded === 'sbe' ? 'interp' : 'sbe';
  }

  /** Narrows [agreed, parted] to neighbours. null: the recorded engine does not come to `parted` again. */
  async narrow(agreed: number, parted: number): Promise<{ agreed: number; parted: number } | null> {
    const { recorded } = this.options;
    for (;;) {
      const each = Math.max(1, Math.ceil((parted - agreed) / LOOKS));
      this.say(`entries ${agreed} to ${parted}, a look at every ${each === 1 ? 'one' : `${each}th`}`);
      const how = { traced: true, from: agreed, to: parted, each };
      const own = await this.replay(recorded, how);
      if (own.report.end !== 'agrees' && own.report.entry < parted) return null;
      const others = new Map((await this.replay(this.other, how)).lines.map((line) => [line.entry, line.state]));
      for (const { entry, state } of own.lines) {
        const another = others.get(entry);
        if (another && changes(state, another).length === 0 && state.ram === another.ram) agreed = entry;
        else {
          parted = Math.min(parted, entry);
          break;
        }
      }
      if (each === 1) return { agreed, parted };
    }
  }

  private async steps(
    from: number,
    to: number,
    how: { lines: number; each: number; dense?: number; dump?: boolean },
  ): Promise<Record<Bisected, Replayed>> {
    const found: Partial<Record<Bisected, Replayed>> = {};
    const { dump, ...rest } = how;
    for (const engine of BISECTED)
      found[engine] = await this.replay(engine, {
        ...{ traced: true, from, to, steps: true, ...rest },
        ...(dump ? { dump: join(this.options.folder, `ram-${engine}`) } : {}),
      });
    return found as Record<Bisected, Replayed>;
  }

  async step(entry: number, until: number, report: ReplayReport): Promise<Verdict> {
    this.say(`steps from entry ${entry}`);
    let found = await this.steps(entry, until, { lines: STEPS_CLOSE, each: 1 });
    let first = firstDifference(found);
    if (first === null && found.interp.lines.length >= STEPS_CLOSE) {
      this.say(`more than ${STEPS_CLOSE} steps: RAM is summed at every ${SPARSE}th`);
      found = await this.steps(entry, until, { lines: STEPS, each: SPARSE });
      first = firstDifference(found);
      if (first !== null) {
        const dense = Math.max(0, first - SPARSE);
        found = await this.steps(entry, until, { lines: first + 1, each: SPARSE, dense });
        first = firstDifference(found);
      }
    }
    const trail = found.interp.lines;
    if (first === null || first === 0) {
      const why =
        first === 0
          ? 'the states at the entry itself differ'
          : trail.length >= STEPS
            ? `the first ${STEPS} steps are alike, and there are more`
            : 'the difference does not appear when sbe scans one instruction at a time';
      return this.between(entry, until, report, trail, why);
    }
    const end = await this.steps(entry, until, { lines: first, each: SPARSE, dump: true });
    const after = { sbe: end.sbe.lines[first]!.state, interp: end.interp.lines[first]!.state };
    return {
      ...{ kind: 'instruction', entry, until, step: first, before: trail[first - 1]!, after },
      registers: changes(after.sbe, after.interp),
      memory: changedBytes(join(this.options.folder, 'ram-sbe'), join(this.options.folder, 'ram-interp')),
      trail: trail.slice(Math.max(0, first - TRAIL), first),
    };
  }

  private between(entry: number, until: number, report: ReplayReport, trail: TraceLine[], why: string): Verdict {
    const [wanted, found] = [report.wanted.state, report.found.state];
    const registers = this.options.recorded === 'sbe' ? changes(wanted, found) : changes(found, wanted);
    return { kind: 'between', entry, until, report, registers, trail: trail.slice(-TRAIL), why };
  }

  /** What the log itself tells: registers at every access and injection. */
  async unrepeatable(report: ReplayReport): Promise<Verdict> {
    const first = Math.max(0, report.entry - LOOKS);
    const before = readLog(this.log, first, report.entry - first).findLastIndex(({ kind }) => !EFFECTS.has(kind));
    const entry = Math.max(0, first + before);
    const how = { traced: true, from: entry, to: report.entry, steps: true, lines: STEPS_CLOSE, each: STEPS_CLOSE };
    const { lines } = await this.replay('interp', how);
    const why = `${this.options.recorded} does not repeat its own run; RAM agreed at entry ${report.agreed}`;
    return this.between(entry, report.entry, report, lines, why);
  }
}

/** The first line at which the engines differ, or that one of them alone has; null: there is none. */
function firstDifference({ sbe, interp }: Record<Bisected, Replayed>): number | null {
  const common = Math.min(sbe.lines.length, interp.lines.length);
  for (let i = 0; i < common; i++) {
    const [a, b] = [sbe.lines[i]!.state, interp.lines[i]!.state];
    if (changes(a, b).length > 0 || (a.ram !== 0n && b.ram !== 0n && a.ram !== b.ram)) return i;
  }
  return sbe.lines.length === interp.lines.length ? null : common - 1;
}

export async function bisect(options: BisectOptions): Promise<Verdict> {
  const bisection = new Bisection(options);
  options.onProgress?.(`recording on ${options.recorded}`);
  await bisection.record();
  options.onProgress?.(`replaying on ${bisection.other}`);
  const { report } = await bisection.replay(bisection.other, {});
  if (report.end === 'agrees') return { kind: 'agrees', entries: report.entry, instructions: report.instructions };
  options.onProgress?.(`entry ${report.entry} does not agree (${report.end.replace('_', ' ')}); entry ${report.agreed} does, in RAM too`);
  const found = await bisection.narrow(report.agreed, report.entry);
  return found === null ? bisection.unrepeatable(report) : bisection.step(found.agreed, found.parted, report);
}
