// A busy host, for `boots --load`: run with "compute", "memory" or "disk"; goes on until it is killed.
import { closeSync, fsyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const MEGABYTE = 1 << 20;

function compute() {
  for (let i = 0, sum = 0; ; i++) sum = Math.imul(sum ^ i, 0x9e3779b1);
}

/** Touches more than any cache holds. */
function memory() {
  const bytes = Buffer.alloc(128 * MEGABYTE);
  for (;;) for (let at = 0; at < bytes.length; at += 64) bytes[at]++;
}

function disk() {
  const folder = mkdtempSync(join(tmpdir(), 'plex86-load-'));
  process.on('SIGTERM', () => {
    rmSync(folder, { recursive: true, force: true });
    process.exit(0);
  });
  const chunk = Buffer.alloc(4 * MEGABYTE, 0x5a);
  const write = () => {
    const file = openSync(join(folder, 'data'), 'w');
    for (let i = 0; i < 8; i++) writeSync(file, chunk);
    fsyncSync(file);
    closeSync(file);
    setImmediate(write);
  };
  write();
}

const kinds = { compute, memory, disk };
kinds[process.argv[2]]();
