/**
 * A case and its result as the harness holds them: everything resolved, nothing optional. The JSON form that people write is
 * parsed into this by conformance/cases/parse.ts; the binary form that engines read is made from it by conformance/wire/codec.ts.
 * All numbers are unsigned 32-bit integers unless said otherwise.
 */

export const MODES = ['real16', 'v86', 'pm16', 'pm32'] as const;
export type Mode = (typeof MODES)[number];

export const MODELS = ['default', '386', '486', 'pentium'] as const;
export type Model = (typeof MODELS)[number];

export const SHADOWS = ['none', 'sti', 'movss'] as const;
export type Shadow = (typeof SHADOWS)[number];

/** In the order of the sreg field, then the system segments. */
export const SEGMENT_NAMES = ['es', 'cs', 'ss', 'ds', 'fs', 'gs', 'ldtr', 'tr'] as const;
export const GPR_NAMES = ['eax', 'ecx', 'edx', 'ebx', 'esp', 'ebp', 'esi', 'edi'] as const;

/** The hidden part of a segment register. `attributes`: descriptor bits 40-55, bits 8-11 zero; `limit` in bytes: offset of the last byte. */
export interface Segment {
  selector: number;
  base: number;
  limit: number;
  attributes: number;
}

export interface Registers {
  /** eax ecx edx ebx esp ebp esi edi */
  gpr: number[];
  eip: number;
  eflags: number;
  /** es cs ss ds fs gs ldtr tr */
  segments: Segment[];
  gdtr: { base: number; limit: number };
  idtr: { base: number; limit: number };
  cr0: number;
  cr2: number;
  cr3: number;
  cr4: number;
  /** eight entries; 4 and 5 are zero */
  dr: number[];
  tsc: bigint;
  cpl: number;
  shadow: Shadow;
}

/** A run of bytes at a physical address. */
export interface MemoryRun {
  address: number;
  bytes: Uint8Array;
}

export interface PortAccess {
  port: number;
  /** 1, 2 or 4 bytes */
  width: number;
  value: number;
}

export interface CaseEvent {
  at: { eip: number } | { instruction: number };
  vector: number;
  nmi: boolean;
}

export interface Case {
  id: string;
  mode: Mode;
  model: Model;
  ramBytes: number;
  addressMask: number;
  registers: Registers;
  /** The FXSAVE image (512 bytes), or null: the state after FNINIT with MXCSR 0x1F80. */
  fx: Uint8Array | null;
  /** Whether the result shall carry the FXSAVE image when it changed. */
  wantsFx: boolean;
  memory: MemoryRun[];
  ports: PortAccess[];
  events: CaseEvent[];
  stop: { eip: number[]; instructions: number; exception: boolean };
}

export const OUTCOMES = ['halted', 'stopped', 'exception', 'shutdown', 'limit', 'escaped', 'unsupported', 'invalid', 'crashed'] as const;
export type Outcome = (typeof OUTCOMES)[number];

export interface Delivered {
  vector: number;
  /** null where the vector has none */
  errorCode: number | null;
  cr2: number;
  eip: number;
}

export interface Stats {
  instructions: number;
  entries: number;
  scans: number;
  scannedBytes: number;
  invalidations: number;
  evictions: number;
  /** by enum exit_cause, in its order */
  exits: number[];
}

export interface Result {
  id: string;
  engine: string;
  outcome: Outcome;
  /** of outcome `exception`: what arose; not yet in `delivered` */
  exception: { vector: number; errorCode: number | null } | null;
  delivered: Delivered[];
  registers: Registers;
  /** null when it equals the start state */
  fx: Uint8Array | null;
  /** every run of bytes that differs from the start state, ascending */
  memory: MemoryRun[];
  out: PortAccess[];
  stats: Stats;
  notes: string[];
  /** of outcomes `invalid`, `unsupported` and `crashed`: why */
  error: string | null;
  /** What the engine cannot see of this case: the fields hold the start state's values or guesses, and are not compared. */
  unobserved?: Unobserved;
}

export interface Unobserved {
  /** everything but the outcome */
  state?: boolean;
  deliveries?: boolean;
  /** bases, limits and attributes of the segment registers; their selectors are seen */
  hidden?: boolean;
  shadow?: boolean;
  /** bits of CR0 */
  cr0?: number;
  eflags?: number;
  dr7?: number;
  /** bits of EIP */
  eip?: number;
  memory?: { address: number; length: number }[];
}
