/** One part as a process: its JSON, the end of what it said on standard error, and how it ended. */
import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';

export interface Ended {
  lines: unknown[];
  /** the last lines of standard error */
  said: string;
  status: number | null;
  signal: NodeJS.Signals | null;
  /** why it was ended, if it did not end by itself */
  ended: 'late' | 'interrupted' | null;
}

const SAID = 4000;
/** A process that is asked to end (SIGINT) gets so long to write down how far it came. */
const GRACE_MS = 10_000;

export interface Run {
  cwd: string;
  /** everything it prints on standard error goes here too */
  log: string;
  limit: number;
  signal?: AbortSignal | undefined;
}

function parse(output: string): unknown[] {
  const lines: unknown[] = [];
  for (const line of output.split('\n')) {
    if (!line.startsWith('{')) continue;
    try {
      lines.push(JSON.parse(line));
    } catch {
      // a line of some table; that the JSON is missing is found by who reads it
    }
  }
  return lines;
}

/** Runs Node with these arguments. The process gets a group of its own, so that what it started ends with it. */
export async function runChild(args: readonly string[], { cwd, log, limit, signal }: Run): Promise<Ended> {
  const child = spawn(process.execPath, [...args], { cwd, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const file = createWriteStream(log);
  const output: Buffer[] = [];
  let said = '';
  let ended: Ended['ended'] = null;
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString('utf8')).slice(-SAID);
    file.write(chunk);
  });
  let grace: NodeJS.Timeout | undefined;
  const kill = (how: NodeJS.Signals): void => {
    try {
      process.kill(-child.pid!, how);
    } catch {
      // the group is empty
    }
  };
  const stop = (why: 'late' | 'interrupted'): void => {
    if (ended !== null) return;
    ended = why;
    kill('SIGINT');
    grace = setTimeout(() => kill('SIGKILL'), GRACE_MS);
  };
  const interrupt = (): void => stop('interrupted');
  const timer = setTimeout(() => stop('late'), limit);
  signal?.addEventListener('abort', interrupt);
  try {
    if (signal?.aborted) interrupt();
    const [status, how] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve, reject) => {
      child.on('error', reject);
      child.on('exit', (code, name) => {
        // What it left running would keep its pipes open.
        if (ended !== null) kill('SIGKILL');
        child.once('close', () => resolve([code, name]));
      });
    });
    return { lines: parse(Buffer.concat(output).toString('utf8')), said: said.trim(), status, signal: how, ended };
  } finally {
    clearTimeout(timer);
    clearTimeout(grace);
    signal?.removeEventListener('abort', interrupt);
    file.end();
    await finished(file);
  }
}
