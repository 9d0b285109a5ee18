/** Nothing is dropped silently: generated = compared + skipped (reason) + invalid (reason), and that is asserted. */

export class Accounting {
  generated = 0;
  compared = 0;
  /** of the compared: different, and nobody knows why */
  mismatched = 0;
  /** of the compared: equal only under the mask of what the manual leaves undefined */
  masked = 0;
  /** of the compared: ended in an exception, or delivered one */
  faulting = 0;
  /** of the compared: different for a reason on record, by its id */
  readonly known = new Map<string, number>();
  readonly skipped = new Map<string, number>();
  readonly invalid = new Map<string, number>();

  skip(reason: string): void {
    this.skipped.set(reason, (this.skipped.get(reason) ?? 0) + 1);
  }

  reject(reason: string): void {
    this.invalid.set(reason, (this.invalid.get(reason) ?? 0) + 1);
  }

  disagreeKnown(id: string): void {
    this.known.set(id, (this.known.get(id) ?? 0) + 1);
  }

  /** Adds the counts of another run. */
  add(other: Accounting): void {
    this.generated += other.generated;
    this.compared += other.compared;
    this.mismatched += other.mismatched;
    this.masked += other.masked;
    this.faulting += other.faulting;
    for (const name of ['known', 'skipped', 'invalid'] as const) {
      for (const [key, count] of other[name]) this[name].set(key, (this[name].get(key) ?? 0) + count);
    }
  }

  /** Throws where the sums do not add up. */
  assert(what: string): void {
    const skipped = sum(this.skipped);
    const invalid = sum(this.invalid);
    if (this.generated !== this.compared + skipped + invalid) {
      throw new Error(`${what}: ${this.generated} generated, but ${this.compared} compared + ${skipped} skipped + ${invalid} invalid`);
    }
    const known = sum(this.known);
    if (this.mismatched + this.masked + known > this.compared) {
      throw new Error(`${what}: ${this.mismatched} mismatched + ${this.masked} masked + ${known} known of only ${this.compared} compared`);
    }
  }

  toJSON(): AccountingJson {
    const { generated, compared, mismatched, masked, faulting } = this;
    return {
      generated,
      compared,
      mismatched,
      masked,
      faulting,
      known: Object.fromEntries(this.known),
      skipped: Object.fromEntries(this.skipped),
      invalid: Object.fromEntries(this.invalid),
    };
  }

  static fromJSON(json: AccountingJson): Accounting {
    const accounting = new Accounting();
    accounting.generated = json.generated;
    accounting.compared = json.compared;
    accounting.mismatched = json.mismatched;
    accounting.masked = json.masked;
    accounting.faulting = json.faulting;
    for (const name of ['known', 'skipped', 'invalid'] as const)
      for (const [key, count] of Object.entries(json[name])) accounting[name].set(key, count);
    return accounting;
  }
}

export interface AccountingJson {
  generated: number;
  compared: number;
  mismatched: number;
  masked: number;
  faulting: number;
  known: Record<string, number>;
  skipped: Record<string, number>;
  invalid: Record<string, number>;
}

function sum(map: ReadonlyMap<string, number>): number {
  let total = 0;
  for (const count of map.values()) total += count;
  return total;
}
