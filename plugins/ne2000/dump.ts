/** Frames in a file, in the form of libpcap (IETF draft-ietf-opsawg-pcap): a header of the file, then one before each frame. */
import { closeSync, openSync, writeSync } from 'node:fs';

const ETHERNET = 1;

export class FrameDump {
  private readonly file: number;

  constructor(path: string) {
    try {
      this.file = openSync(path, 'w');
    } catch (error) {
      throw new Error(`dump ${path}: cannot be written (${(error as NodeJS.ErrnoException).code})`);
    }
    const header = Buffer.alloc(24);
    header.writeUInt32LE(0xa1b2c3d4, 0); // times are in microseconds
    header.writeUInt16LE(2, 4);
    header.writeUInt16LE(4, 6);
    header.writeUInt32LE(0xffff, 16);
    header.writeUInt32LE(ETHERNET, 20);
    writeSync(this.file, header);
  }

  add(frame: Uint8Array): void {
    const header = Buffer.alloc(16);
    const now = Date.now();
    header.writeUInt32LE(Math.floor(now / 1000), 0);
    header.writeUInt32LE((now % 1000) * 1000, 4);
    header.writeUInt32LE(frame.length, 8);
    header.writeUInt32LE(frame.length, 12);
    writeSync(this.file, Buffer.concat([header, frame]));
  }

  close(): void {
    closeSync(this.file);
  }
}
