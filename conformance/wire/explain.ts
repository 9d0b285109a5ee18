/** WIRE_EXPLAIN: what SBE knows of the code at a case's CS:EIP after scanning from there. */
import type { Case } from '../case.ts';
import type { WireEngine } from '../engines/process.ts';
import { encodeCases } from './codec.ts';
import { ATTRIBUTES, field, SBE_CLASSES, struct } from './layout.ts';

export interface ExplainedByte {
  original: number;
  /** what the processor executes */
  scanned: number;
  /** unscanned, start, inside, trap */
  attribute: string;
  /** of trap sites: an SBE class, in lower case */
  reason: string | null;
}

export interface Explained {
  /** the linear address of the first byte */
  linear: number;
  bytes: ExplainedByte[];
}

const HEAD = struct('wire_explain').bytes;
const BYTE = struct('wire_explain_byte').bytes;
const at = (name: string): number => field('wire_explain_byte', name).offset;

/** Asks the monitor's process; one answer a case. */
export async function explain(engine: WireEngine, cases: readonly Case[]): Promise<Explained[]> {
  const { body } = await engine.ask('explain', encodeCases(cases).body, cases.length);
  let from = 0;
  return cases.map(() => {
    const bytes = body.readUInt32LE(from + field('wire_explain', 'bytes').offset);
    const linear = body.readUInt32LE(from + field('wire_explain', 'linear').offset);
    const count = body.readUInt32LE(from + field('wire_explain', 'count').offset);
    const explained: Explained = { linear, bytes: [] };
    for (let i = 0; i < count; i++) {
      const byte = from + HEAD + i * BYTE;
      const attribute = ATTRIBUTES[body[byte + at('attribute')]!] ?? 'unknown';
      const reason = attribute === 'trap' ? (SBE_CLASSES[body[byte + at('reason')]!] ?? 'unknown') : null;
      explained.bytes.push({ original: body[byte + at('original')]!, scanned: body[byte + at('scanned')]!, attribute, reason });
    }
    from += bytes;
    return explained;
  });
}
