/**
 * An engine that is a process speaking the binary form: batches in by its standard input, results out by its standard output. When
 * the process ends or hangs in the middle of a batch, the batch is halved and repeated in a fresh process until the one case that
 * brings it down is alone; that one gets the outcome `crashed`, the others their results.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { Case, Result } from '../case.ts';
import {
  type CaseBatch,
  concatResults,
  crashedResults,
  decodeResponseHeader,
  decodeResults,
  encodeCases,
  encodeRequest,
  indexResults,
  RESPONSE_BYTES,
  type ResponseHeader,
  type ResultBatch,
  sliceCases,
  type WireEngineName,
  type WireKind,
} from '../wire/codec.ts';
import { ROOT } from '../wire/layout.ts';
import { type Engine, EngineMissing, type EngineOptions } from './engine.ts';

/** An engine whose cases and results can stay bytes. One CaseBatch can go to several engines at once. */
export interface WireEngine extends Engine {
  readonly name: WireEngineName;
  runRaw(batch: CaseBatch): Promise<ResultBatch>;
  /** Any other request of the binary form; gives the body of the response. Rejects when the process ends. */
  ask(kind: WireKind, body: Buffer, count: number): Promise<{ body: Buffer; nanoseconds: number }>;
  /** Every time the process ended or hung: what happened, in order. */
  readonly incidents: readonly string[];
  /** The process's id, while there is one. */
  readonly pid: number | undefined;
}

/** One request and who waits for its answer. */
interface Job {
  header: Buffer;
  body: Buffer;
  count: number;
  milliseconds: number;
  done: (body: Buffer, header: ResponseHeader) => void;
  /** The process ended while this job was the one it worked on. `fresh`: it had worked on nothing else before. */
  failed: (how: string, fresh: boolean) => void;
  /** Told, before `failed`, which case of the batch the process says it was at. */
  culprit?: (index: string | undefined) => void;
}

const BATCH_CASES = 512;
const BATCH_BYTES = 4 << 20;
/** Requests in the pipe at once: one being worked on, one waiting, so that the process never waits for us. */
const DEPTH = 2;
/** What a batch may take on top of the time limits of its cases. */
const PATIENCE_MS = 5_000;
/** Some processes say with their last words which case of the batch they were at. */
const LAST_WORDS = /\bat case (\d+)$/;
/** What a process that ended wrote last has this long to arrive. */
const LAST_WORDS_MS = 300;
/** A process that ends this often without ever having answered is not worth another try. */
const TRIES = 64;

/** One running process and what has been sent to it. Replaced as a whole when it ends. */
class Connection {
  readonly child: ChildProcess;
  readonly flying: Job[] = [];
  private answered = 0;
  private readonly headerBytes = Buffer.alloc(RESPONSE_BYTES);
  private headerFill = 0;
  private header: ResponseHeader | null = null;
  private body: Buffer = Buffer.alloc(0);
  private bodyFill = 0;
  private timer: NodeJS.Timeout | undefined;
  private stderr = '';
  private reason: string | null = null;
  private ended = false;
  private readonly onAnswer: () => void;
  private readonly onEnd: (connection: Connection, how: string, fresh: boolean) => void;

  constructor(command: string, onAnswer: () => void, onEnd: (connection: Connection, how: string, fresh: boolean) => void) {
    this.onAnswer = onAnswer;
    this.onEnd = onEnd;
    this.child = spawn(command, [], { stdio: ['pipe', 'pipe', 'pipe'] });
    this.child.stdout!.on('data', (chunk: Buffer) => this.take(chunk));
    this.child.stderr!.on('data', (chunk: Buffer) => {
      this.stderr = (this.stderr + chunk.toString('latin1')).slice(-400);
    });
    this.child.stdin!.on('error', () => {}); // EPIPE: 'close' follows and says how it ended
    this.child.on('error', (error) => this.end(error.message));
    const how = (code: number | null, signal: string | null): string => (signal === null ? `exit status ${code}` : `ended by ${signal}`);
    this.child.on('close', (code, signal) => this.end(how(code, signal)));
    // "close" waits until nobody holds the pipes any more, which may be long after the process itself is gone.
    this.child.on('exit', (code, signal) => setTimeout(() => this.end(how(code, signal)), LAST_WORDS_MS).unref());
    this.idle();
  }

  send(job: Job): void {
    if (this.flying.push(job) === 1) this.watch();
    this.child.ref();
    this.child.stdin!.write(job.header);
    this.child.stdin!.write(job.body);
  }

  kill(reason: string): void {
    this.reason ??= reason;
    this.child.kill('SIGKILL');
  }

  /** An idle process does not keep the program alive. */
  private idle(): void {
    this.child.unref();
    for (const stream of [this.child.stdin, this.child.stdout, this.child.stderr])
      (stream as unknown as { unref?: () => void } | null)?.unref?.();
  }

  private watch(): void {
    clearTimeout(this.timer);
    const job = this.flying[0];
    if (!job) return;
    for (const stream of [this.child.stdin, this.child.stdout, this.child.stderr])
      (stream as unknown as { ref?: () => void } | null)?.ref?.();
    this.timer = setTimeout(() => this.kill(`no answer for ${job.milliseconds} ms`), job.milliseconds);
  }

  private end(how: string): void {
    if (this.ended) return;
    this.ended = true;
    clearTimeout(this.timer);
    const said = this.stderr.trim();
    this.flying[0]?.culprit?.(LAST_WORDS.exec(said)?.[1]);
    this.onEnd(this, `${this.reason ?? how}${said === '' ? '' : `: ${said.replace(LAST_WORDS, '').trim()}`}`, this.answered === 0);
  }

  private take(chunk: Buffer): void {
    let at = 0;
    while (at < chunk.length && this.reason === null) {
      if (this.header === null) {
        const bytes = chunk.copy(this.headerBytes, this.headerFill, at);
        at += bytes;
        this.headerFill += bytes;
        if (this.headerFill < RESPONSE_BYTES) return;
        this.header = decodeResponseHeader(this.headerBytes);
        if (this.header === null || this.flying.length === 0 || this.header.count !== this.flying[0]!.count) {
          this.kill('its answer makes no sense');
          return;
        }
        this.body = Buffer.allocUnsafeSlow(this.header.bytes);
        this.bodyFill = 0;
      }
      const bytes = chunk.copy(this.body, this.bodyFill, at);
      at += bytes;
      this.bodyFill += bytes;
      if (this.bodyFill < this.header.bytes) return;
      const job = this.flying[0]!;
      const { header, body } = this;
      this.header = null;
      this.headerFill = 0;
      try {
        job.done(body, header);
      } catch (error) {
        this.kill(error instanceof Error ? error.message : String(error));
        return;
      }
      this.flying.shift();
      this.answered++;
      this.watch();
      if (this.flying.length === 0) this.idle();
      this.onAnswer();
    }
  }
}

export class ProcessEngine implements WireEngine {
  readonly name: WireEngineName;
  readonly incidents: string[] = [];
  private readonly command: string;
  private readonly options: EngineOptions;
  private readonly caseMilliseconds: number;
  private readonly patience: number;
  private connection: Connection | null = null;
  private readonly queue: Job[] = [];
  private closed = false;
  private answers = 0;

  /** `missing`: what to do when the command is not there. `patience`: milliseconds a batch may take on top of its cases' time limits. */
  constructor(name: WireEngineName, command: string, options: EngineOptions, missing: string, patience = PATIENCE_MS) {
    if (!existsSync(command)) throw new EngineMissing(`engine ${name}: ${command.replace(ROOT, '')} is not there. ${missing}`);
    this.name = name;
    this.command = command;
    this.options = options;
    this.patience = patience;
    this.caseMilliseconds = Math.ceil((options.timeLimitMicroseconds ?? 100_000) / 1000) * (options.condition === 'warm' ? 2 : 1);
  }

  get pid(): number | undefined {
    return this.connection?.child.pid;
  }

  async run(cases: readonly Case[]): Promise<Result[]> {
    const results: Promise<Result[]>[] = [];
    for (let from = 0; from < cases.length; from += BATCH_CASES) {
      const part = cases.slice(from, from + BATCH_CASES);
      results.push(this.runRaw(encodeCases(part)).then((batch) => decodeResults(batch, part, this.name)));
    }
    return (await Promise.all(results)).flat();
  }

  runRaw(batch: CaseBatch): Promise<ResultBatch> {
    if (batch.count === 0) return Promise.resolve(indexResults(Buffer.alloc(0), 0));
    if (batch.body.length > BATCH_BYTES && batch.count > 1) return this.halves(batch, false);
    return this.whole(batch, false);
  }

  ask(kind: WireKind, body: Buffer, count: number): Promise<{ body: Buffer; nanoseconds: number }> {
    return new Promise((resolve, reject) => {
      this.submit(
        {
          header: encodeRequest(kind, this.name, body.length, count, this.options),
          body,
          count,
          milliseconds: PATIENCE_MS + 60_000,
          done: (answer, header) => resolve({ body: answer, nanoseconds: header.nanoseconds }),
          failed: (how) => reject(new Error(`engine ${this.name}: ${how}`)),
        },
        false,
      );
    });
  }

  async close(): Promise<void> {
    this.closed = true;
    const connection = this.connection;
    if (!connection) return;
    const ended = new Promise<void>((resolve) => connection.child.once('close', () => resolve()));
    connection.child.ref();
    connection.child.stdin!.end();
    const timer = setTimeout(() => connection.child.kill('SIGKILL'), 2000);
    await ended;
    clearTimeout(timer);
  }

  private whole(batch: CaseBatch, first: boolean): Promise<ResultBatch> {
    return new Promise((resolve, reject) => {
      let at = -1;
      const job: Job = {
        culprit: (index) => {
          at = index === undefined ? -1 : Number(index);
        },
        header: encodeRequest('run', this.name, batch.body.length, batch.count, this.options),
        body: batch.body,
        count: batch.count,
        milliseconds: this.patience + batch.count * this.caseMilliseconds,
        done: (body, header) => resolve(indexResults(body, header.count, header.nanoseconds)),
        failed: (how, fresh) => {
          if (this.closed) reject(new Error(`engine ${this.name}: ${how}`));
          else if (this.answers === 0 && this.incidents.length >= TRIES) resolve(crashedResults(batch, `it never answered: ${how}`));
          else if (batch.count > 1) this.around(batch, at).then(resolve, reject);
          else if (fresh) resolve(crashedResults(batch, how));
          else this.submit(job, true); // what came before may be to blame: once more, in a fresh process
        },
      };
      this.submit(job, first);
    });
  }

  /** A batch that brought the process down, again: what stands before case `at`, that case alone, and the rest; halves where it is not known. */
  private async around(batch: CaseBatch, at: number): Promise<ResultBatch> {
    if (at < 0 || at >= batch.count) return this.halves(batch, true);
    // The suspect first: it is then alone in a fresh process, and its guilt is certain.
    const suspect = this.whole(sliceCases(batch, at, at + 1), true);
    const before = at > 0 ? [this.whole(sliceCases(batch, 0, at), true)] : [];
    const after = at + 1 < batch.count ? [this.whole(sliceCases(batch, at + 1, batch.count), true)] : [];
    return concatResults(await Promise.all([...before, suspect, ...after]));
  }

  private async halves(batch: CaseBatch, first: boolean): Promise<ResultBatch> {
    const middle = batch.count >>> 1;
    // Submitted in this order, both at the front of the queue when they repeat a failed batch.
    const right = first ? this.whole(sliceCases(batch, middle, batch.count), true) : null;
    const left = first ? this.whole(sliceCases(batch, 0, middle), true) : this.runRaw(sliceCases(batch, 0, middle));
    return concatResults(await Promise.all([left, right ?? this.runRaw(sliceCases(batch, middle, batch.count))]));
  }

  private submit(job: Job, first: boolean): void {
    if (this.closed) {
      job.failed('the engine was closed', true);
      return;
    }
    if (first) this.queue.unshift(job);
    else this.queue.push(job);
    this.pump();
  }

  private pump(): void {
    while (this.queue.length > 0 && !this.closed) {
      this.connection ??= this.connect();
      if (this.connection === null) {
        this.queue.shift()!.failed(this.incidents.at(-1)!, true);
        continue;
      }
      if (this.connection.flying.length >= DEPTH) return;
      this.connection.send(this.queue.shift()!);
    }
  }

  /** null: the process cannot even be started (its file is being written, say); an incident says why. */
  private connect(): Connection | null {
    try {
      return new Connection(
        this.command,
        () => {
          this.answers++;
          this.pump();
        },
        (connection, how, fresh) => this.ended(connection, how, fresh),
      );
    } catch (error) {
      this.incidents.push(error instanceof Error ? error.message : String(error));
      return null;
    }
  }

  private ended(connection: Connection, how: string, fresh: boolean): void {
    if (this.connection === connection) this.connection = null;
    const [culprit, ...others] = connection.flying;
    if (culprit) this.incidents.push(`${how} (${culprit.count} case${culprit.count === 1 ? '' : 's'} in the batch)`);
    if (this.closed) {
      for (const job of [...connection.flying, ...this.queue.splice(0)]) job.failed('the engine was closed', true);
      return;
    }
    this.queue.unshift(...others);
    culprit?.failed(how, fresh);
    this.pump();
  }
}
