/** A pseudoterminal's master side, by the C library (posix_openpt): Node has no call for it. */
import { execFileSync } from 'node:child_process';
import { closeSync, constants, openSync } from 'node:fs';
import { ReadStream } from 'node:tty';
import koffi from 'koffi';

export interface Pty {
  /** what to open in order to talk to the guest: /dev/pts/N */
  path: string;
  stream: ReadStream & NodeJS.WritableStream;
  close(): void;
}

export function openPty(): Pty {
  const libc = koffi.load('libc.so.6');
  const check = (name: string, result: number): number => {
    if (result < 0) throw new Error(`${name} failed: no pseudoterminal to be had`);
    return result;
  };
  const master = check('posix_openpt', libc.func('int posix_openpt(int)')(constants.O_RDWR | constants.O_NOCTTY));
  check('grantpt', libc.func('int grantpt(int)')(master));
  check('unlockpt', libc.func('int unlockpt(int)')(master));
  const path: string = libc.func('const char *ptsname(int)')(master);
  // Held open, so that the line stays up when a terminal program leaves; raw, because the guest does its own echo.
  const slave = openSync(path, constants.O_RDWR | constants.O_NOCTTY);
  execFileSync('stty', ['raw', '-echo'], { stdio: [slave, 'ignore', 'inherit'] });
  const stream = new ReadStream(master) as ReadStream & NodeJS.WritableStream;
  return {
    path,
    stream,
    close: () => {
      stream.destroy();
      closeSync(slave);
    },
  };
}
