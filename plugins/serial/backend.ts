/** Where the other end of a serial line is: what the guest transmits goes there, what comes from there arrives at the guest. */
import { createWriteStream, openSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { openPty } from './pty.ts';

export interface Backend {
  /** for people: "tcp 127.0.0.1:4000", "/dev/pts/3" */
  readonly description: string;
  write(bytes: Uint8Array): void;
  /** resolves once everything written has left */
  close(): Promise<void>;
}

export type Receiver = (bytes: Uint8Array) => void;

function nowhere(): Backend {
  return { description: 'nowhere', write: () => {}, close: async () => {} };
}

/** The user program's own standard input and output. */
function standardStreams(receive: Receiver): Backend {
  const input = (bytes: Buffer) => receive(bytes);
  process.stdin.on('data', input);
  process.stdin.resume();
  return {
    description: 'standard input and output',
    write: (bytes) => void process.stdout.write(bytes),
    close: async () => {
      process.stdin.off('data', input);
      process.stdin.pause();
    },
  };
}

/** Everything transmitted, to a file made anew. */
function file(path: string, fail: (error: Error) => void): Backend {
  let fd: number;
  try {
    fd = openSync(path, 'w');
  } catch (error) {
    throw new Error(`serial file:${path}: cannot be written (${(error as NodeJS.ErrnoException).code})`);
  }
  const stream = createWriteStream(path, { fd });
  stream.on('error', fail);
  return {
    description: `file ${path}`,
    write: (bytes) => void stream.write(Uint8Array.from(bytes)),
    close: () => new Promise((resolve) => stream.end(() => resolve())),
  };
}

function pseudoterminal(receive: Receiver, fail: (error: Error) => void): Backend {
  const pty = openPty();
  pty.stream.on('data', (bytes: Buffer) => receive(bytes));
  pty.stream.on('error', fail);
  return {
    description: pty.path,
    write: (bytes) => void pty.stream.write(Uint8Array.from(bytes)),
    close: async () => pty.close(),
  };
}

/** Listens; the newest connection is the line's other end. Loopback only: the guest's console is nobody else's business. */
async function tcp(where: string, receive: Receiver, fail: (error: Error) => void): Promise<Backend> {
  const match = /^(127(?:\.\d+){3}|localhost|\[?::1\]?):(\d+)$/.exec(where);
  if (!match) throw new Error(`serial tcp:${where}: expected a loopback address and a port, as in tcp:127.0.0.1:4000`);
  const host = match[1]!.replace(/[[\]]/g, '');
  let line: Socket | null = null;
  const server = createServer((socket) => {
    line?.destroy();
    line = socket;
    socket.setNoDelay(true);
    socket.on('data', receive);
    socket.on('error', () => socket.destroy()); // a peer that goes away is no failure of the machine
    socket.on('close', () => {
      if (line === socket) line = null;
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(Number(match[2]), host, resolve);
  });
  server.on('error', fail);
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : Number(match[2]);
  return {
    description: `tcp ${host.includes(':') ? `[${host}]` : host}:${port}`,
    write: (bytes) => void line?.write(Uint8Array.from(bytes)),
    close: async () => {
      const ended = line;
      if (ended) await new Promise<void>((resolve) => ended.end(() => resolve()));
      ended?.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/**
 * Opens the other end of a line: `null`, `stdio`, `file:PATH`, `pty` or `tcp:HOST:PORT` (loopback; port 0 takes a free one).
 * `receive` gets what arrives, `fail` what goes wrong later. Throws where it cannot be opened.
 */
export async function openBackend(specification: string, receive: Receiver, fail: (error: Error) => void): Promise<Backend> {
  const [kind, rest] = specification.split(/:(.*)/s) as [string, string | undefined];
  if (rest === undefined) {
    if (kind === 'null') return nowhere();
    if (kind === 'stdio') return standardStreams(receive);
    if (kind === 'pty') return pseudoterminal(receive, fail);
  } else if (rest !== '') {
    if (kind === 'file') return file(rest, fail);
    if (kind === 'tcp') return tcp(rest, receive, fail);
  }
  throw new Error(`serial ${specification}: expected null, stdio, file:PATH, pty or tcp:HOST:PORT`);
}
