#!/usr/bin/env node
// Stands in for build/plex86-machine in tests of the channel: reads commands, writes reports, and does what PLEX86_FAKE says. It reads
// the numbers from machine/channel.h by itself. Every command goes to the file PLEX86_FAKE_LOG, one JSON line each.
import { appendFileSync, readFileSync } from 'node:fs';

const header = readFileSync(new URL('../../../machine/channel.h', import.meta.url), 'utf8').replace(/\/\/.*$/gm, '');
const numbers = (name) => {
  const body = new RegExp(`enum ${name} \\{([^}]*)\\}`).exec(header)[1];
  return body
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
};
const commands = numbers('command');
const reports = numbers('report');

const scenario = process.env.PLEX86_FAKE;
const log = (entry) => appendFileSync(process.env.PLEX86_FAKE_LOG, `${JSON.stringify(entry)}\n`);

function message(type, number, payload) {
  const bytes = Buffer.alloc(8);
  bytes.writeUInt32LE(payload.length, 0);
  bytes.writeUInt16LE(reports.indexOf(`REPORT_${type}`), 4);
  bytes.writeUInt16LE(number, 6);
  return Buffer.concat([bytes, payload]);
}
const words = (...values) => {
  const bytes = Buffer.alloc(4 * values.length);
  for (const [i, value] of values.entries()) bytes.writeUInt32LE(value, 4 * i);
  return bytes;
};
const send = (...parts) => process.stdout.write(message(...parts));
/** The same bytes, one at a time. */
async function drip(bytes) {
  for (const byte of bytes) {
    process.stdout.write(Uint8Array.of(byte));
    await new Promise((resolve) => setImmediate(resolve));
  }
}

const started = words(2_000_000, 0);
const onStart = {
  // Reports in pieces, and several in one.
  async pieces() {
    await drip(Buffer.concat([message('STARTED', 0, started), message('IN', 1, words(0x80, 1)), message('OUTPUT', 1, Buffer.from('he'))]));
    process.stdout.write(
      Buffer.concat([message('OUT', 1, words(0x80, 1, 65, 1, 0x80, 1, 66, 1)), message('OUTPUT', 1, Buffer.from('llo'))]),
    );
  },
  failed() {
    send('STARTED', 0, started);
    send('FAILED', 0, Buffer.from('ide: the image is gone'));
    process.stdout.end(() => process.exit(2));
  },
  dies() {
    process.stderr.write('out of luck\n', () => process.exit(7));
  },
  hangs() {
    send('STARTED', 0, started);
  },
};

function take(command, number, payload) {
  log({ command, number, payload: payload.toString('hex') });
  if (command === 'START') void onStart[scenario]();
  if (command === 'QUIT' && scenario !== 'hangs') {
    send('ENDED', 0, Buffer.concat([words(0, 0), Buffer.alloc(2048)]));
    process.stdout.end(() => process.exit(0));
  }
}

send('READY', 0, words(scenario === 'version' ? 99 : 1));
let pending = Buffer.alloc(0);
process.stdin.on('data', (chunk) => {
  pending = Buffer.concat([pending, chunk]);
  while (pending.length >= 8 && pending.length >= 8 + pending.readUInt32LE(0)) {
    const bytes = pending.readUInt32LE(0);
    take(commands[pending.readUInt16LE(4)].slice('COMMAND_'.length), pending.readUInt16LE(6), pending.subarray(8, 8 + bytes));
    pending = pending.subarray(8 + bytes);
  }
});
process.stdin.on('end', () => process.exit(1));
