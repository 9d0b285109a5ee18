/** plex86 boot: a machine in the terminal, or driven by a script of waits and keys. */
import { writeFileSync } from 'node:fs';
import { type Command, Option } from 'commander';
import { networkArgument } from '../../../plugins/ne2000/options.ts';
import {
  CPU_MODELS,
  type Ended,
  keyStrokes,
  type MachineOptions,
  memorySize,
  type PcOptions,
  pc,
  VirtualMachine,
  WaitError,
} from '../../index.ts';
import { loadArgument } from '../../machine/pc.ts';
import { EXIT, fail, print, UsageError, warn } from '../output.ts';
import { statisticsLines } from '../statistics.ts';

type Step = { wait: 'screen' | 'serial' | 'debugcon'; pattern: RegExp } | { keys: string } | { send: string } | { screenshot: string };

/** What was done, with times in milliseconds since the start of the machine. */
interface Done {
  step: string;
  at: number;
}

export interface BootFlags {
  /** whether an option was on the command line, or only has its default */
  isGiven(flag: string): boolean;
  fda?: string;
  fdb?: string;
  hda?: string;
  hdb?: string;
  hdc?: string;
  hdd?: string;
  cdrom?: string;
  boot?: string;
  bios?: string;
  load: string[];
  multiboot?: string;
  module: string[];
  kernel?: string;
  initrd: string[];
  append?: string;
  memory?: string;
  cpu: (typeof CPU_MODELS)[number];
  engine: 'sbe' | 'interp';
  sbe: 'fast' | 'strict';
  time: 'real' | 'virtual';
  serial: string[];
  debugcon?: string;
  debugExit?: string;
  write: boolean;
  network?: string;
  plugin: string[];
  timeout: string;
  json: boolean;
  headless: boolean;
  display: boolean;
  noReboot: boolean;
}

const PRESENT_SECONDS = 60;
const LINUX_MEMORY = '128M';

function unescaped(text: string): string {
  return text.replace(/\\(n|t|r|e|\\)/g, (_, c: string) => ({ n: '\n', t: '\t', r: '\r', e: '\x1b', '\\': '\\' })[c]!);
}

/** Options that may be given more than once, and whose order among each other counts: the script. */
export class Script {
  readonly steps: Step[] = [];

  wait = (text: string): string[] => {
    const match = /^(screen|serial|debugcon):([\s\S]+)$/.exec(text);
    if (!match) throw new UsageError(`--until ${text}: wanted is screen:REGEXP, serial:REGEXP or debugcon:REGEXP`);
    try {
      this.steps.push({ wait: match[1] as 'screen', pattern: new RegExp(match[2]!) });
    } catch (error) {
      throw new UsageError(`--until ${text}: ${(error as Error).message}`);
    }
    return [];
  };

  keys = (text: string): string[] => {
    const keys = unescaped(text);
    try {
      keyStrokes(keys);
    } catch (error) {
      throw new UsageError(`--keys ${text}: ${(error as Error).message}`);
    }
    this.steps.push({ keys });
    return [];
  };

  send = (text: string): string[] => {
    this.steps.push({ send: unescaped(text) });
    return [];
  };

  screenshot = (file: string): string[] => {
    this.steps.push({ screenshot: file });
    return [];
  };
}

function several(value: string, before: string[]): string[] {
  return [...before, value];
}

function describe(step: Step): string {
  if ('keys' in step) return `keys ${JSON.stringify(step.keys)}`;
  if ('send' in step) return `send ${JSON.stringify(step.send)}`;
  if ('screenshot' in step) return `screenshot ${step.screenshot}`;
  return `${step.wait}:${step.pattern.source}`;
}

/** Whatever does not come in time: a guest that reads no keys, a process that does not answer. */
async function within<T>(milliseconds: number, work: Promise<T>, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new WaitError(`${what} did not end in time`)), milliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
    work.catch(() => {}); // it may fail later, when nobody waits for it any more
  }
}

/** Milliseconds that a machine whose script is over gets to show its last screen; also what a step gets beyond its own time limit. */
const GRACE = 2000;

export async function carryOut(vm: VirtualMachine, step: Step, timeout: number): Promise<void> {
  if ('keys' in step) await vm.type(step.keys);
  else if ('send' in step) vm.serial(0).send(step.send);
  else if ('screenshot' in step) {
    if (/\.txt$/.test(step.screenshot)) writeFileSync(step.screenshot, `${await vm.screen.text()}\n`);
    else writeFileSync(step.screenshot, await vm.screen.png());
  } else if (step.wait === 'screen') await vm.screen.waitFor(step.pattern, { timeout });
  else if (step.wait === 'serial') await vm.serial(0).waitFor(step.pattern, { timeout });
  else await vm.debugcon.waitFor(step.pattern, { timeout });
}

/** The machine's exit status: that of a debug-exit port, else 0 for an end that somebody wanted. */
function statusOf(ended: Ended): number {
  if (ended.status !== null) return ended.status;
  return ended.reason === 'quit' ? EXIT.OK : EXIT.FAILED;
}

function network(text: string | undefined): Pick<PcOptions, 'network'> {
  if (text === undefined) return {};
  try {
    const options = networkArgument(text);
    return options === undefined ? {} : { network: options };
  } catch (error) {
    throw new UsageError(`--network ${(error as Error).message}`);
  }
}

const MACHINE_FILE = /\.(json|[mc]?[jt]s)$/;

function options(what: string | undefined, flags: BootFlags): PcOptions {
  if (what !== undefined && !MACHINE_FILE.test(what) && flags.fda !== undefined && flags.hda !== undefined)
    throw new UsageError(`${what} has no place: both --fda and --hda are given`);
  const seconds = Number(flags.timeout);
  if (!(seconds > 0)) throw new UsageError(`--timeout ${flags.timeout}: seconds are wanted`);
  const debugExit = flags.debugExit === undefined ? undefined : Number(flags.debugExit);
  if (debugExit !== undefined && !(Number.isInteger(debugExit) && debugExit >= 0 && debugExit <= 0xffff))
    throw new UsageError(`--debug-exit ${flags.debugExit}: a port from 0 to 0xffff is wanted`);
  if (flags.multiboot !== undefined && flags.kernel !== undefined) throw new UsageError('--multiboot and --kernel: one kernel is wanted');
  if (flags.multiboot === undefined && flags.module.length > 0) throw new UsageError('--module belongs to --multiboot');
  if (what === undefined && flags.kernel === undefined && flags.initrd.length > 0) throw new UsageError('--initrd belongs to --kernel');
  if (what === undefined && flags.multiboot === undefined && flags.kernel === undefined && flags.append !== undefined)
    throw new UsageError('--append belongs to --kernel and --multiboot');
  try {
    return {
      ...pick(flags, ['fda', 'fdb', 'hda', 'hdb', 'hdc', 'hdd', 'cdrom', 'boot', 'bios', 'debugcon']),
      ...(flags.memory !== undefined
        ? { memory: memorySize(flags.memory) }
        : flags.kernel !== undefined
          ? { memory: memorySize(LINUX_MEMORY) }
          : {}),
      cpu: flags.cpu,
      engine: flags.engine,
      sbe: flags.sbe,
      time: flags.time,
      shutdown: flags.noReboot ? 'end' : 'reset',
      disks: flags.write ? 'write' : 'overlay',
      load: flags.load.map(loadArgument),
      plugins: flags.plugin.map((plugin) => plugin),
      ...network(flags.network),
      ...(flags.serial.length > 0 ? { serial: flags.serial } : {}),
      ...(debugExit === undefined ? {} : { debugExit }),
      ...(flags.multiboot === undefined
        ? {}
        : { multiboot: { kernel: flags.multiboot, modules: flags.module, commandLine: flags.append ?? '' } }),
      ...(flags.kernel === undefined ? {} : { linux: { kernel: flags.kernel, initrd: flags.initrd, commandLine: flags.append ?? '' } }),
    };
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function pick<T, K extends keyof T>(from: T, keys: readonly K[]): { [P in K]?: NonNullable<T[P]> } {
  const to: { [P in K]?: NonNullable<T[P]> } = {};
  for (const key of keys) if (from[key] !== undefined && from[key] !== null) to[key] = from[key] as NonNullable<T[K]>;
  return to;
}

/** The script to its end, then the machine's. Returns the exit status. */
async function runScript(vm: VirtualMachine, steps: readonly Step[], flags: BootFlags, since: number): Promise<number> {
  const timeout = Number(flags.timeout) * 1000;
  const done: Done[] = [];
  const last = { screen: '' };
  let failure: string | null = null;
  try {
    for (const step of steps) {
      const left = timeout - (performance.now() - since);
      const limit = Math.max(1, Math.ceil(left));
      await within(limit + GRACE, carryOut(vm, step, limit), describe(step));
      done.push({ step: describe(step), at: Math.round(performance.now() - since) });
    }
    if (steps.length === 0 || flags.debugExit !== undefined) {
      // Nothing to wait for but the machine's own end.
      const late = new Promise<null>((resolve) =>
        setTimeout(() => resolve(null), Math.max(1, timeout - (performance.now() - since))).unref(),
      );
      if ((await Promise.race([vm.ended, late])) === null) failure = `the machine did not end within ${flags.timeout} s`;
    }
  } catch (error) {
    if (!(error instanceof WaitError)) throw error;
    const own = vm.isOver ? await vm.ended : null;
    if (own === null || own.reason !== 'status') failure = error.message;
  }
  if (!vm.isOver) last.screen = await within(GRACE, vm.screen.text(), 'the screen').catch(() => '');
  const ended = vm.isOver ? await vm.ended : await vm.quit();
  if (ended.error) failure = ended.error.message;
  const status = failure === null ? statusOf(ended) : EXIT.FAILED;
  if (flags.json) {
    await print(
      JSON.stringify({
        status,
        ended: ended.reason,
        ...(failure === null ? {} : { error: failure }),
        steps: done,
        startMilliseconds: vm.startMilliseconds,
        screen: last.screen,
        serial: vm.service('serial0')?.text ?? null,
        debugcon: vm.service('debugcon')?.transcript.text ?? null,
        statistics: ended.state && { ...ended.state.counters, exits: ended.state.exits },
      }),
    );
    return status;
  }
  if (failure !== null) {
    warn(failure);
    if (last.screen !== '') process.stderr.write(`${last.screen}\n`);
    return status;
  }
  if (last.screen !== '') await print(last.screen);
  if (ended.state) process.stderr.write(`${statisticsLines(ended.state).join('\n')}\n`);
  return status;
}

/** A guest of corpus/guests with the command line's options on top. `serial`: its console is the first serial line. */
async function guestMachine(name: string, settings: PcOptions, flags: BootFlags): Promise<{ machine: PcOptions; serial: boolean }> {
  const { findGuest } = await import('../../../corpus/guests/guests.ts');
  const guest = await findGuest(name, { display: flags.display, tell: (text) => warn(`${name}: ${text}`) });
  const machine: PcOptions = { ...guest, ...settings };
  if (!guest.linux) {
    if (flags.append !== undefined || flags.initrd.length > 0)
      throw new UsageError(`${name} is no Linux: it takes no --append or --initrd`);
    return { machine, serial: false };
  }
  machine.linux = {
    ...guest.linux,
    initrd: [guest.linux.initrd ?? [], flags.initrd].flat(2),
    commandLine: [guest.linux.commandLine, flags.append].filter((part) => part !== undefined && part !== '').join(' '),
  };
  return { machine, serial: !flags.display };
}

/** Options that always have a value, and where it goes: over a machine file only what was asked for. */
const DEFAULTED: readonly [flag: string, setting: keyof PcOptions][] = [
  ['cpu', 'cpu'],
  ['engine', 'engine'],
  ['sbe', 'sbe'],
  ['time', 'time'],
  ['reboot', 'shutdown'],
  ['write', 'disks'],
  ['load', 'load'],
  ['plugin', 'plugins'],
];

function asked(settings: PcOptions, isGiven: (flag: string) => boolean): PcOptions {
  const rest = { ...settings };
  for (const [flag, setting] of DEFAULTED) if (!isGiven(flag)) delete rest[setting];
  return rest;
}

/** What the command line describes: the settings of a PC, or what a machine file says. */
export async function described(
  what: string | undefined,
  flags: BootFlags,
): Promise<{ settings: PcOptions; description?: MachineOptions; serial: boolean }> {
  const settings = options(what, flags);
  const serial = settings.serial?.[0] === 'stdio';
  if (what === undefined) return { settings, serial };
  if (MACHINE_FILE.test(what)) {
    const { readMachine } = await import('../../machine/description.ts');
    if (flags.initrd.length > 0 || (flags.append !== undefined && !flags.multiboot && !flags.kernel))
      throw new UsageError('--initrd and --append belong to --kernel; a machine file says its own');
    return { settings, description: await readMachine(what, asked(settings, flags.isGiven)), serial };
  }
  const found = await guestMachine(what, settings, flags);
  return { settings: found.machine, serial: serial || (found.serial && settings.serial === undefined) };
}

async function boot(what: string | undefined, script: Script, flags: BootFlags): Promise<number> {
  const interactive = !flags.headless && !flags.json && script.steps.length === 0 && process.stdout.isTTY && process.stdin.isTTY;
  let { settings, description, serial } = await described(what, flags);
  // The terminal is attached to the line itself, so that its menu works; without one the line is standard input and output.
  if (serial && interactive) settings = { ...settings, serial: ['null', ...(settings.serial ?? []).slice(1)] };
  else if (serial && !settings.serial && !flags.headless && !flags.json && script.steps.length === 0)
    settings = { ...settings, serial: ['stdio'] };
  const since = performance.now();
  const vm = await VirtualMachine.create(description ?? pc(settings));
  try {
    if (!interactive) return await runScript(vm, script.steps, flags, since);
    if (serial) await (await import('../serial-terminal.ts')).attachSerialTerminal(vm);
    else await (await import('../terminal.ts')).attachTerminal(vm);
    const ended = await vm.ended;
    if (ended.error) throw new UsageError(ended.error.message);
    if (ended.state) process.stderr.write(`${statisticsLines(ended.state).join('\n')}\n`);
    return statusOf(ended);
  } finally {
    if (!vm.isOver) await vm.quit(); // whatever was thrown, no machine is left behind
  }
}

/** Adds the command; `name` and `run`: another one that takes the same command line. */
export function addBoot(program: Command, name = 'boot', run = boot): Command {
  const script = new Script();
  const command = program
    .command(name)
    .argument('[what]', 'a guest of corpus/guests by name (freedos, linux), or a machine file (.json or .ts), which the options go over')
    .description('boot a PC: in the terminal, or driven by a script of --until, --keys and --screenshot in the order given');
  for (const drive of ['fda', 'fdb'])
    command.option(`--${drive} <image>`, `floppy disk in drive ${drive.slice(-1).toUpperCase()}; new:1440K, new:1440K:FILE: an empty one`);
  for (const drive of ['hda', 'hdb', 'hdc', 'hdd'])
    command.option(`--${drive} <image>`, 'hard disk; new:64M: an empty one, new:64M:FILE: that is kept');
  return command
    .option('--cdrom <image>', 'CD-ROM')
    .option('--boot <order>', 'what to boot from: a floppy, c hard disk, d CD-ROM, as in "cd"')
    .option('--write', "write the guest's changes through to the images (else they are thrown away)", false)
    .option('--bios <file>', 'BIOS image')
    .option('--load <file@address>', 'put a file into memory, from C0000 to FFFFF as ROM; may be given again', several, [])
    .option('--multiboot <kernel>', 'start a Multiboot kernel')
    .option('--module <file>', 'a module for it; may be given again', several, [])
    .option('--kernel <image>', 'start a Linux kernel (a bzImage)')
    .option('--initrd <file>', 'its initial RAM disk; may be given again: one after the other', several, [])
    .option('--append <line>', 'command line of the kernel')
    .option('--memory <size>', `RAM: 16M, 640K (16M unless given; for Linux ${LINUX_MEMORY})`)
    .addOption(new Option('--cpu <model>', 'processor').choices(CPU_MODELS).default('default'))
    .addOption(new Option('--engine <name>', 'run natively, or interpret everything').choices(['sbe', 'interp']).default('sbe'))
    .addOption(new Option('--sbe <mode>', 'which computed branches SBE checks').choices(['fast', 'strict']).default('fast'))
    .addOption(
      new Option('--time <kind>', 'virtual (engine interp only): a run repeats exactly').choices(['real', 'virtual']).default('real'),
    )
    .option(
      '--serial <end>',
      'other end of COM1, then COM2 ...: null, stdio, file:PATH, pty, tcp:HOST:PORT; may be given again',
      several,
      [],
    )
    .option('--debugcon <end>', 'where the debug console (port E9) goes: null, stdio, file:PATH')
    .option('--debug-exit <port>', 'port whose writes end the machine with (value << 1) | 1 as exit status (F4 unless given)')
    .option('--no-reboot', 'a triple fault ends the machine')
    .option(
      '--network <kind>',
      "user: a network card, and the host's loopback at 10.0.2.2; with forward=tcp:PORT:GUEST-PORT, card=pci|isa, outside, dump=FILE behind commas. none unless given",
    )
    .option('--plugin <name>', 'one more plugin, by name or path; may be given again', several, [])
    .option('--until <where:regexp>', 'wait for text: screen:A:\\\\>, serial:login, debugcon:end; may be given again', script.wait, [])
    .option('--keys <text>', 'type: \\n is Enter, <F1> <Ctrl-C> <Up> keys by name; may be given again', script.keys, [])
    .option('--send <text>', 'to the first serial line, with \\n and the like; may be given again', script.send, [])
    .option('--screenshot <file>', 'save the screen, as PNG or (FILE.txt) as text; may be given again', script.screenshot, [])
    .option('--timeout <seconds>', 'for the whole script', String(PRESENT_SECONDS))
    .option('--headless', 'do not use the terminal', false)
    .option('--display', "show the display where the guest's console would be the serial line (linux)", false)
    .option('--json', 'one object at the end: steps with their times, screen, serial line, statistics', false)
    .action(async (what: string | undefined, flags: BootFlags & { reboot: boolean }, command: Command) => {
      try {
        const isGiven = (flag: string): boolean => command.getOptionValueSource(flag) === 'cli';
        process.exitCode = await run(what, script, { ...flags, noReboot: !flags.reboot, isGiven });
      } catch (error) {
        const usage = error instanceof UsageError || !(error instanceof Error) ? error : new UsageError(error.message);
        process.exitCode = fail(error instanceof TypeError || error instanceof RangeError ? error : usage);
      }
    });
}
