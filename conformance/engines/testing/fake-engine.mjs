#!/usr/bin/env node
// An engine that speaks the binary form and runs nothing: every case ends as it began, halted. What it does with a case is said by EAX:
// 0xDEAD ends the process, 0xDEAE does so with last words, 0x4A4A4A4A hangs it, 0xBAD answers with nonsense. Layout by the environment, in bytes.
import { writeSync } from 'node:fs';

const layout = JSON.parse(process.env.PLEX86_FAKE_LAYOUT);

let waiting = Buffer.alloc(0);

function result(item, index) {
  const eax = item.readUInt32LE(layout.caseRegisters);
  if (eax === 0xdead) process.exit(9);
  if (eax === 0xdeae) {
    writeSync(2, `at case ${index}\n`);
    process.exit(9);
  }
  if (eax === 0x4a4a4a4a) for (;;);
  const bytes = Buffer.alloc(layout.resultBytes);
  bytes.writeUInt32LE(layout.resultBytes, 0);
  item.copy(bytes, layout.resultRegisters, layout.caseRegisters, layout.caseRegisters + layout.registerBytes);
  if (eax === 0xbad) bytes.writeUInt32LE(7, 0);
  return bytes;
}

process.stdin.on('data', (chunk) => {
  waiting = Buffer.concat([waiting, chunk]);
  for (;;) {
    if (waiting.length < layout.requestBytes) return;
    const bytes = waiting.readUInt32LE(4);
    const count = waiting.readUInt32LE(8);
    if (waiting.length < layout.requestBytes + bytes) return;
    let at = layout.requestBytes;
    const results = [];
    for (let i = 0; i < count; i++) {
      const length = waiting.readUInt32LE(at);
      results.push(result(waiting.subarray(at, at + length), i));
      at += length;
    }
    waiting = waiting.subarray(at);
    const body = Buffer.concat(results);
    const header = Buffer.alloc(layout.responseBytes);
    header.writeUInt32LE(layout.responseMagic, 0);
    header.writeUInt32LE(body.length, 4);
    header.writeUInt32LE(count, 8);
    process.stdout.write(Buffer.concat([header, body]));
  }
});
