import { getEventListeners } from 'node:events';
import { closeSync, mkdtempSync, openSync, readFileSync, readSync, writeSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openBackend } from './backend.ts';
import { Transcript } from './transcript.ts';

const fail = (error: Error) => {
  throw error;
};
const bytes = (text: string) => new TextEncoder().encode(text);

/** What a backend receives, as it comes. */
function receiver(): { transcript: Transcript; receive: (bytes: Uint8Array) => void } {
  const transcript = new Transcript();
  return { transcript, receive: (data) => transcript.add(data) };
}

describe('the other end of a serial line', () => {
  it('is a file', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'serial-')), 'out');
    const backend = await openBackend(`file:${path}`, fail as never, fail);
    backend.write(bytes('hello, '));
    backend.write(bytes('world'));
    await backend.close();
    expect(readFileSync(path, 'utf8')).toBe('hello, world');
  });

  it('is a TCP port on loopback, and nowhere else', async () => {
    const { transcript, receive } = receiver();
    const backend = await openBackend('tcp:127.0.0.1:0', receive, fail);
    const port = Number(/:(\d+)$/.exec(backend.description)![1]);
    const socket = connect(port, '127.0.0.1');
    const seen = receiver();
    socket.on('data', seen.receive);
    socket.write('to the guest');
    await transcript.waitFor(/guest$/);
    backend.write(bytes('from the guest'));
    await seen.transcript.waitFor(/^from the guest$/);
    socket.destroy();
    await backend.close();
    await expect(openBackend('tcp:0.0.0.0:4000', receive, fail)).rejects.toThrow('loopback');
    await expect(openBackend('tcp:192.168.1.1:4000', receive, fail)).rejects.toThrow('loopback');
  });

  it('is a pseudoterminal', async () => {
    const { transcript, receive } = receiver();
    const backend = await openBackend('pty', receive, fail);
    expect(backend.description).toMatch(/^\/dev\/pts\/\d+$/);
    const terminal = openSync(backend.description, 'r+');
    writeSync(terminal, 'typed\r');
    await transcript.waitFor(/typed\r/); // raw: not a line feed
    backend.write(bytes('shown\n'));
    const buffer = Buffer.alloc(16);
    expect(buffer.toString('latin1', 0, readSync(terminal, buffer))).toBe('shown\n');
    closeSync(terminal);
    await backend.close();
  });

  it('is named, or refused', async () => {
    const backend = await openBackend('null', fail as never, fail);
    backend.write(bytes('x'));
    await backend.close();
    for (const wrong of ['', 'file:', 'modem', 'null:x', 'stdio:1', 'tcp:'])
      await expect(openBackend(wrong, fail as never, fail)).rejects.toThrow('expected');
    await expect(openBackend('file:/nowhere/at/all', fail as never, fail)).rejects.toThrow('cannot be written (ENOENT)');
  });
});

describe('a transcript', () => {
  it('is waited for, each match once', async () => {
    const transcript = new Transcript();
    const login = transcript.waitFor(/login: $/);
    transcript.add(bytes('booting\nlog'));
    transcript.add(bytes('in: '));
    expect((await login)[0]).toBe('login: ');
    transcript.add(bytes('# '));
    expect((await transcript.waitFor(/#/)).index).toBe(0);
    const next = transcript.waitFor(/#/);
    transcript.add(bytes('ls\n# '));
    expect((await next).input).toBe(' ls\n# ');
    expect(transcript.text).toBe('booting\nlogin: # ls\n# ');
  });

  it('ends with the machine, or with who waits', async () => {
    const transcript = new Transcript();
    const abort = new AbortController();
    const waiting = transcript.waitFor(/a/, abort.signal);
    abort.abort(new Error('too long'));
    await expect(waiting).rejects.toThrow('too long');
    const other = transcript.waitFor(/b/);
    transcript.end(new Error('the machine has ended'));
    await expect(other).rejects.toThrow('has ended');
    await expect(transcript.waitFor(/c/)).rejects.toThrow('has ended');
  });

  it('forgets what is older than it keeps', async () => {
    const transcript = new Transcript();
    transcript.add(bytes('first'));
    transcript.add(new Uint8Array(2 << 20).fill(0x2e));
    transcript.add(bytes('last'));
    expect(transcript.text.length).toBe((1 << 20) + 4);
    expect((await transcript.waitFor(/last/))[0]).toBe('last');
    transcript.add(new Uint8Array(2 << 20).fill(0x2e));
    transcript.add(bytes('again'));
    expect((await transcript.waitFor(/^\.+again/)).index).toBe(0);
  });

  it('leaves nothing behind at the signal that would have ended a wait', async () => {
    const transcript = new Transcript();
    const { signal } = new AbortController();
    const found = transcript.waitFor(/login:/, signal);
    expect(getEventListeners(signal, 'abort')).toHaveLength(1);
    transcript.add(bytes('login:'));
    await found;
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
    const lost = transcript.waitFor(/password:/, signal);
    transcript.end(new Error('over'));
    await expect(lost).rejects.toThrow('over');
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });
});
