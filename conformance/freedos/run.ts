/** The session on two consoles, line by line; then what their disks hold. */
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Console, openPlex86, openQemu } from './consoles.ts';
import { buildHardDisk, mtoolsName } from './hard-disk.ts';
import { buildDisk, filesOf } from './image.ts';
import { type Line, SESSION } from './session.ts';

export interface Difference {
  /** of the session, from 1; 0: the first prompt */
  line: number;
  command: string;
  plex86: string;
  qemu: string;
}

export interface SessionResult {
  commands: number;
  differences: Difference[];
  files: { name: string; plex86: string; qemu: string }[];
}

const PROMPT = /(?:^|\n)[A-C]:\\[^\n>]*>$/;
const PATIENCE_MS = 90_000;
const LOOK_MS = 25;
const SETTLE_MS = 200;

async function waitFor(console: Console, what: string, condition: (screen: string) => boolean): Promise<string> {
  const since = performance.now();
  for (;;) {
    const screen = await console.screen();
    if (condition(screen)) return screen;
    if (performance.now() - since > PATIENCE_MS)
      throw new Error(`${console.name}: ${what} did not come within ${PATIENCE_MS / 1000} s; the screen shows\n${screen}`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}

const atPrompt = (screen: string): boolean => PROMPT.test(screen);

async function enter(console: Console, { command, keys }: Line): Promise<string> {
  await console.type(command);
  await waitFor(console, `"${command}" on the command line`, (screen) => screen.endsWith(`>${command}`.trimEnd()));
  await console.type('\n');
  if (keys) {
    await waitFor(console, String(keys.when), (screen) => keys.when.test(screen));
    await console.type(keys.text);
  }
  // FOR shows a prompt before each of its commands: one that stays is the last.
  for (;;) {
    const screen = await waitFor(console, `a prompt after "${command}"`, atPrompt);
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
    if ((await console.screen()) === screen) return screen;
  }
}

/** Times of day in a directory are when the session was there: FreeCOM's `dir` shows minutes. */
function withoutTimes(screen: string): string {
  return screen.replace(/\b\d{2}-\d{2}-26 +\d{1,2}:\d{2}[ap]/g, '01-05-26 (time)');
}

/** Runs it; `told` hears of each line that has been compared. */
export async function runSession(
  freedos: string,
  folder: string,
  options: Parameters<typeof openPlex86>[1],
  told: (line: number, command: string, same: boolean) => void = () => {},
): Promise<SessionResult> {
  const floppy = buildDisk(freedos, folder);
  const image = options.hardDisk ? buildHardDisk(floppy, folder) : floppy;
  const [ours, theirs] = [join(folder, 'plex86.img'), join(folder, 'qemu.img')];
  copyFileSync(image, ours);
  copyFileSync(image, theirs);
  const [plex86, qemu] = await Promise.all([openPlex86(ours, options), openQemu(theirs, folder, options.hardDisk)]);
  const differences: Difference[] = [];
  const compare = (line: number, command: string, a: string, b: string): void => {
    const same = withoutTimes(a) === withoutTimes(b);
    if (!same) differences.push({ line, command, plex86: a, qemu: b });
    told(line, command, same);
  };
  try {
    await Promise.all([plex86, qemu].map((console) => waitFor(console, 'the first prompt', atPrompt)));
    // From here on both screens are alike: what the BIOS printed is theirs.
    await Promise.all([plex86, qemu].map((console) => enter(console, { command: 'cls' })));
    for (const [index, line] of SESSION.entries()) {
      const [a, b] = await Promise.all([enter(plex86, line), enter(qemu, line)]);
      compare(index + 1, line.command, a!, b!);
    }
  } finally {
    await Promise.all([plex86.close(), qemu.close()]);
  }
  const [a, b] = [ours, theirs].map((disk) => filesOf(options.hardDisk ? mtoolsName(disk) : disk, folder)) as [
    Map<string, string>,
    Map<string, string>,
  ];
  const files = [...new Set([...a.keys(), ...b.keys()])]
    .filter((name) => a.get(name) !== b.get(name))
    .map((name) => ({ name, plex86: a.get(name) ?? 'missing', qemu: b.get(name) ?? 'missing' }));
  return { commands: SESSION.length, differences, files };
}
