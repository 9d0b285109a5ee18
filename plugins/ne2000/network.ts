/** The process that the network is (network/), and frames over its standard streams: each after its length, u16, little-endian. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { Readable, Writable } from 'node:stream';
import { ROOT } from '../../vm/c-header.ts';

export const LENGTH_BYTES = 2;
/** A network that is so far behind is given no more frames: they are lost, as on a line that is too slow. */
const MOST_UNWRITTEN = 1 << 20;

/** Puts a stream of frames together, however it is cut. */
export class FrameReader {
  private rest: Uint8Array = new Uint8Array(0);

  /** The frames that are complete now, each with its length before it. */
  *read(bytes: Uint8Array): Generator<Uint8Array> {
    const all = this.rest.length === 0 ? bytes : Buffer.concat([this.rest, bytes]);
    let at = 0;
    while (all.length - at >= LENGTH_BYTES) {
      const end = at + LENGTH_BYTES + (all[at]! | (all[at + 1]! << 8));
      if (end > all.length) break;
      yield all.subarray(at, end);
      at = end;
    }
    this.rest = all.subarray(at);
  }
}

export interface NetworkSettings {
  forward: readonly string[];
  outside: boolean;
}

export class Network {
  private readonly child: ChildProcess;
  private readonly input: Writable;
  private readonly output: Readable;
  private readonly reader = new FrameReader();
  private said = '';
  private closing = false;
  /** how it ended by itself; pending as long as it runs, and after close() */
  readonly broken: Promise<Error>;

  private constructor(settings: NetworkSettings, receive: (frame: Uint8Array) => void) {
    const program = `${ROOT}build/plex86-network`;
    if (!existsSync(program)) throw new Error(`${program} is not there: run npm run setup`);
    const forwards = settings.forward.flatMap((each) => ['--forward', each]);
    this.child = spawn(program, [...(settings.outside ? ['--outside'] : []), ...forwards], { stdio: 'pipe' });
    this.input = this.child.stdin!;
    this.output = this.child.stdout!;
    this.input.on('error', () => {}); // the end of the process says why
    this.child.stderr!.on('data', (chunk: Buffer) => {
      this.said = (this.said + chunk.toString('utf8')).slice(-2000);
    });
    this.output.on('data', (chunk: Buffer) => {
      for (const frame of this.reader.read(chunk)) receive(frame);
    });
    this.broken = new Promise((resolve) => {
      this.child.on('error', (error) => resolve(error));
      this.child.on('close', (code, signal) => {
        if (this.closing) return;
        const how = signal === null ? `exit status ${code}` : `ended by ${signal}`;
        resolve(new Error(this.said.trim() === '' ? `the network's process: ${how}` : this.said.trim()));
      });
    });
  }

  /** Resolves when the network is up, its ports listened at and its jail closed. Rejects with what the process said if it ends before. */
  static async start(settings: NetworkSettings, receive: (frame: Uint8Array) => void): Promise<Network> {
    let greeted: () => void = () => {};
    const up = new Promise<null>((resolve) => {
      greeted = () => resolve(null);
    });
    let isUp = false;
    const network = new Network(settings, (frame) => {
      if (isUp) receive(frame);
      isUp = true; // the first frame is its greeting
      greeted();
    });
    const error = await Promise.race([up, network.broken]);
    if (error) throw error;
    return network;
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  /** A frame with its length before it. false: it is lost. */
  send(frame: Uint8Array): boolean {
    if (this.closing || this.input.writableLength > MOST_UNWRITTEN) return false;
    this.input.write(frame);
    return true;
  }

  /** No more frames are taken from the process until resume(); what it has is not lost. */
  pause(): void {
    this.output.pause();
  }
  resume(): void {
    this.output.resume();
  }

  async close(): Promise<void> {
    if (this.closing) return;
    this.closing = true;
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const gone = new Promise((resolve) => this.child.once('close', resolve));
    this.child.kill('SIGKILL');
    await gone;
  }
}
