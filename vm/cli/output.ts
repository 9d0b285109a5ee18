/** What the commands have in common: exit statuses, messages, and lines to standard output that wait for their reader. */
import { once } from 'node:events';
import { EngineMissing } from '../../conformance/engines/index.ts';

/** 0: as wanted. 1: some line, case or comparison was not. 2: the command line is wrong. */
export const EXIT = { OK: 0, FAILED: 1, USAGE: 2 } as const;

/** The command line is wrong: printed, and exit status 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Writes lines, waiting while the reader is slow. */
export async function print(text: string): Promise<void> {
  if (!process.stdout.write(`${text}\n`)) await once(process.stdout, 'drain');
}

export function warn(text: string): void {
  process.stderr.write(`plex86: ${text}\n`);
}

/** `head` and its like close the pipe early: that is no failure of ours. */
export function quietPipes(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(EXIT.OK);
    throw error;
  });
}

/** The exit status for what went wrong outside any case; says so on standard error. */
export function fail(error: unknown): number {
  if (error instanceof UsageError) {
    warn(error.message);
    return EXIT.USAGE;
  }
  if (error instanceof EngineMissing || (error instanceof Error && error.name === 'NasmMissing')) {
    warn(error.message);
    return EXIT.FAILED;
  }
  warn(error instanceof Error ? (error.stack ?? error.message) : String(error));
  return EXIT.FAILED;
}
