/**
 * nasm in batches: a process costs 10 ms, a source in a batch of some hundreds 0.1 ms. Every source stands in a section of its own with its
 * own origin; its labels are renamed for the batch's sake by single-line macros, and `%line` makes errors name the place where people wrote it.
 * Results are kept under .cache/nasm by the hash of the batch's text.
 */
import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { ROOT } from '../wire/layout.ts';

export interface Source {
  /** What errors call it: a file's path, or "case 7, mem[0]". */
  name: string;
  /** Lines of nasm source, each with its number in `name`. */
  lines: readonly { text: string; line: number }[];
  bits: 16 | 32;
  /** The offset of its first byte. An `org` in the source overrides it. */
  origin: number;
  /** Names to define while it is assembled; values are nasm expressions. */
  defines?: ReadonlyMap<string, string>;
  /** Expressions to evaluate in its terms; END is the offset after the last byte. */
  values?: readonly { text: string; line: number }[];
}

export interface Assembled {
  bytes: Uint8Array;
  /** of Source.values, as unsigned 32-bit numbers */
  values: number[];
}

/** One message a wrong line: "NAME:LINE: error: …". */
export interface AssemblyError {
  error: string;
}

/** nasm is not there: the message names the command that installs it. */
export class NasmMissing extends Error {
  override readonly name = 'NasmMissing';
}

const CACHE = `${ROOT}.cache/nasm`;
/** nasm's time grows with the square of the number of sections. */
const BATCH = 400;
const PROCESSES = 2;

const LABEL = /^[ \t]*([A-Za-z_?][\w$#@~.?]*)(?:[ \t]*:|[ \t]+(?:equ|d[bwdqt]|res[bwdqt]|times)\b)/i;
const ORG = /^[ \t]*\[?[ \t]*org[ \t]+([^\];]+)\]?/i;
/** What would reach into other sources of the same batch. */
const ALONE = /^[ \t]*(?:%|\[?(?:section|segment|absolute|struc)\b)/im;

function labels(source: Source): Set<string> {
  const found = new Set<string>();
  for (const { text } of source.lines) {
    const label = LABEL.exec(text)?.[1];
    if (label !== undefined && !/^[%.]/.test(label)) found.add(label);
  }
  return found;
}

/** The section of one source: its code, then its values into the section in front of all. `defined` is what is defined so far. */
function section(source: Source, number: number, before: string, defined: Map<string, string>): string {
  const own = `s${number}_`;
  const text: string[] = ['%line 1+0 batch'];
  let origin = `0x${source.origin.toString(16)}`;
  const names = labels(source);
  for (const name of defined.keys()) {
    if (source.defines?.has(name) && !names.has(name)) continue;
    text.push(`%undef ${name}`);
    defined.delete(name);
  }
  for (const [name, value] of source.defines ?? []) {
    if (names.has(name) || defined.get(name) === value) continue;
    text.push(`%define ${name} (${value})`);
    defined.set(name, value);
  }
  const code: string[] = [];
  let expected = -1;
  for (const { text: line, line: at } of source.lines) {
    if (at !== expected) code.push(`%line ${at - 1}+1 f${number}`);
    expected = at + 1;
    const org = ORG.exec(line);
    if (org) origin = org[1]!.trim();
    code.push(org ? '' : line);
  }
  text.push(`section code${number} follows=${before} vstart=${origin} align=1`, `bits ${source.bits}`);
  for (const name of names) text.push(`%define ${name} ${own}${name}`);
  text.push(`%define END ${own}END`, `${own}START:`, ...code, '%line 1+0 batch', 'END:', 'section values', `dd END-${own}START`);
  let last = -1;
  for (const value of source.values ?? []) {
    // Values of one line may share a directive; END and the like have no line of their own that matters.
    if (value.line === last) text[text.length - 1] += `, ${value.text}`;
    else text.push(`%line ${value.line - 1}+1 f${number}`, `dd ${value.text}`);
    last = value.line;
  }
  text.push('%line 1+0 batch');
  for (const name of names) text.push(`%undef ${name}`);
  text.push('%undef END');
  return text.join('\n');
}

function program(sources: readonly Source[]): string {
  const defined = new Map<string, string>();
  const sections = sources.map((source, index) => section(source, index, index === 0 ? 'values' : `code${index - 1}`, defined));
  // ALIGN would raise the alignment of its section, and with it the place of the bytes in the file.
  return `sectalign off\nsection values start=0 vstart=0 align=1\n${sections.join('\n')}\n`;
}

const run = promisify(execFile);

async function nasm(text: string): Promise<{ image: Buffer } | { errors: string }> {
  const hash = createHash('sha256').update(text).digest('hex');
  const kept = `${CACHE}/${hash}.bin`;
  try {
    return { image: await readFile(kept) };
  } catch {
    // not assembled before
  }
  await mkdir(CACHE, { recursive: true });
  const scratch = `${CACHE}/${process.pid}-${randomBytes(6).toString('hex')}`;
  try {
    await writeFile(`${scratch}.asm`, text);
    await run('nasm', ['-f', 'bin', '-w-all', '-o', `${scratch}.bin`, `${scratch}.asm`], { maxBuffer: 64 << 20 });
    const image = await readFile(`${scratch}.bin`);
    await rename(`${scratch}.bin`, kept);
    return { image };
  } catch (error) {
    const failure = error as { code?: unknown; stderr?: unknown; message?: string };
    if (failure.code === 'ENOENT') throw new NasmMissing('nasm is not installed: apt-get install nasm');
    if (typeof failure.stderr === 'string' && failure.stderr !== '') return { errors: failure.stderr };
    throw error;
  } finally {
    await rm(`${scratch}.asm`, { force: true });
    await rm(`${scratch}.bin`, { force: true });
  }
}

function take(image: Buffer, sources: readonly Source[]): Assembled[] {
  let value = 0;
  let at = sources.reduce((sum, source) => sum + 4 * (1 + (source.values?.length ?? 0)), 0);
  return sources.map((source) => {
    const length = image.readUInt32LE(value);
    value += 4;
    const bytes = new Uint8Array(image.subarray(at, at + length));
    at += length;
    const values = (source.values ?? []).map(() => {
      value += 4;
      return image.readUInt32LE(value - 4);
    });
    return { bytes, values };
  });
}

/** The messages of one source; `number` is its place in the batch. */
function messages(errors: string, source: Source, number: number): string {
  const own: string[] = [];
  for (const line of errors.split('\n')) {
    const match = /^f(\d+):(\d+): (.*)$/.exec(line);
    if (!match || Number(match[1]) !== number) continue;
    const at = Number(match[2]);
    const text = source.lines.find((one) => one.line === at)?.text.trim();
    const said = match[3]!.replaceAll(`s${number}_`, '');
    own.push(`${source.name}:${at}: ${said}${text ? ` in "${text}"` : ''}`);
  }
  return own.join('\n');
}

async function alone(source: Source): Promise<Assembled | AssemblyError> {
  if (/^[ \t]*\[?(?:section|segment)\b/im.test(source.lines.map((one) => one.text).join('\n'))) {
    return { error: `${source.name}: sections are not for cases: everything goes to one address` };
  }
  const answer = await nasm(program([source]));
  if ('image' in answer) return take(answer.image, [source])[0]!;
  return { error: messages(answer.errors, source, 0) || `${source.name}: nasm: ${answer.errors.trim().replaceAll(`${CACHE}/`, '')}` };
}

async function batch(sources: readonly Source[]): Promise<(Assembled | AssemblyError)[]> {
  if (sources.length === 0) return [];
  const answer = await nasm(program(sources));
  if ('image' in answer) return take(answer.image, sources);
  if (sources.length === 1) return [await alone(sources[0]!)];
  const wrong = new Set<number>();
  for (const match of answer.errors.matchAll(/^f(\d+):\d+: error/gm)) wrong.add(Number(match[1]));
  if (wrong.size === 0) {
    const middle = sources.length >>> 1;
    return [...(await batch(sources.slice(0, middle))), ...(await batch(sources.slice(middle)))];
  }
  const right = await batch(sources.filter((_, index) => !wrong.has(index)));
  const results: (Assembled | AssemblyError)[] = [];
  for (const [index, source] of sources.entries()) results.push(wrong.has(index) ? await alone(source) : right.shift()!);
  return results;
}

/** Assembles sources; the answers are in their order. A wrong source harms no other. */
export async function assemble(sources: readonly Source[]): Promise<(Assembled | AssemblyError)[]> {
  const answers: (Assembled | AssemblyError)[] = new Array(sources.length);
  const together: number[] = [];
  const tasks: (() => Promise<void>)[] = [];
  for (const [index, source] of sources.entries()) {
    if (!ALONE.test(source.lines.map((one) => one.text).join('\n'))) together.push(index);
    else {
      tasks.push(async () => {
        answers[index] = await alone(source);
      });
    }
  }
  for (let from = 0; from < together.length; from += BATCH) {
    const part = together.slice(from, from + BATCH);
    tasks.push(async () => {
      for (const [k, answer] of (await batch(part.map((index) => sources[index]!))).entries()) answers[part[k]!] = answer;
    });
  }
  const worker = async (): Promise<void> => {
    for (let task = tasks.shift(); task; task = tasks.shift()) await task();
  };
  await Promise.all(Array.from({ length: PROCESSES }, worker));
  return answers;
}
