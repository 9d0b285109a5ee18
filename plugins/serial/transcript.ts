/** What a guest has transmitted so far, for whoever waits for something in it. */

interface Waiter {
  pattern: RegExp;
  resolve(match: RegExpExecArray): void;
  reject(error: Error): void;
}

/** Characters that are kept at least; older ones are forgotten now and then. */
const KEPT = 1 << 20;

export class Transcript {
  private characters = '';
  private forgotten = 0;
  private from = 0;
  private waiters: Waiter[] = [];
  private ended: Error | null = null;
  private looking = false;

  /** Everything that is kept, each byte one character (Latin-1). */
  get text(): string {
    return this.characters;
  }

  add(bytes: Uint8Array): void {
    this.characters += Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
    if (this.characters.length > 2 * KEPT) {
      this.forgotten += this.characters.length - KEPT;
      this.characters = this.characters.slice(-KEPT);
    }
    if (this.looking || this.waiters.length === 0) return;
    // Bytes come in many small pieces; one look at all that came in one turn of the event loop is enough.
    this.looking = true;
    setImmediate(() => {
      this.looking = false;
      this.look();
    });
  }

  private look(): void {
    this.waiters = this.waiters.filter((waiter) => !this.satisfy(waiter));
  }

  /** Nothing more will come: who waits is told why. */
  end(reason: Error): void {
    this.look();
    this.ended = reason;
    for (const waiter of this.waiters) waiter.reject(reason);
    this.waiters = [];
  }

  /**
   * Resolves with the first match in what has been transmitted and not been matched before. Rejects when the machine ends or `signal`
   * aborts first.
   */
  waitFor(pattern: RegExp, signal?: AbortSignal): Promise<RegExpExecArray> {
    return new Promise((resolve, reject) => {
      // A signal that lives on, as one of a timeout does, must not keep what was found: a match holds all the text it was found in.
      const settled = (): void => signal?.removeEventListener('abort', aborted);
      const waiter: Waiter = {
        pattern: new RegExp(pattern.source, pattern.flags.replace(/[gy]/g, '')),
        resolve(match) {
          settled();
          resolve(match);
        },
        reject(error) {
          settled();
          reject(error);
        },
      };
      const aborted = (): void => {
        this.waiters = this.waiters.filter((other) => other !== waiter);
        reject(signal!.reason);
      };
      if (this.satisfy(waiter)) return;
      if (this.ended) return reject(this.ended);
      if (signal?.aborted) return reject(signal.reason);
      signal?.addEventListener('abort', aborted, { once: true });
      this.waiters.push(waiter);
    });
  }

  private satisfy(waiter: Waiter): boolean {
    const start = Math.max(0, this.from - this.forgotten);
    const match = waiter.pattern.exec(this.characters.slice(start));
    if (!match) return false;
    this.from = this.forgotten + start + match.index + match[0].length;
    waiter.resolve(match);
    return true;
  }
}
