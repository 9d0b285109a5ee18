/** The JSON form of a case, field for field as docs/cases.md describes it. Unknown fields are errors: a misspelt one must not be ignored. */
import { z } from 'zod';
import { MODELS, MODES, OUTCOMES, SHADOWS } from '../case.ts';
import { CONDITIONS, ENGINE_NAMES, PAGED } from '../engines/engine.ts';
import { rightsOf } from './pages.ts';

const u32 = z.number().int().min(0).max(0xffffffff);
const u16 = z.number().int().min(0).max(0xffff);
const u8 = z.number().int().min(0).max(0xff);
const hexBytes = z
  .string()
  .regex(/^(?:[0-9a-fA-F]{2})*$/, 'bytes in hex: an even number of digits 0-9, a-f')
  .transform((text) => new Uint8Array(Buffer.from(text, 'hex')));
const fxImage = hexBytes.refine((bytes) => bytes.length === 512, 'an FXSAVE image is 512 bytes');

const segment = z.union([u16, z.strictObject({ selector: u16, base: u32, limit: u32, attributes: u16 })], {
  error: 'a selector (0..65535) or {"selector", "base", "limit", "attributes"}',
});
const table = z.strictObject({ base: u32, limit: u16 });

const registers = z.strictObject({
  eax: u32.default(0),
  ebx: u32.default(0),
  ecx: u32.default(0),
  edx: u32.default(0),
  esi: u32.default(0),
  edi: u32.default(0),
  ebp: u32.default(0),
  esp: u32.default(0),
  eip: u32.default(0),
  eflags: u32.default(2),
  cs: segment.default(0),
  ds: segment.default(0),
  es: segment.default(0),
  fs: segment.default(0),
  gs: segment.default(0),
  ss: segment.default(0),
  cr0: u32.optional(),
  cr2: u32.default(0),
  cr3: u32.default(0),
  cr4: u32.default(0),
  dr0: u32.default(0),
  dr1: u32.default(0),
  dr2: u32.default(0),
  dr3: u32.default(0),
  dr6: u32.default(0),
  dr7: u32.default(0),
  gdtr: table.default({ base: 0, limit: 0 }),
  idtr: table.default({ base: 0, limit: 1023 }),
  ldtr: segment.default(0),
  tr: segment.default(0),
  msrs: z.record(z.string().regex(/^\d+$/, 'the number of an MSR'), z.number().int().min(0).max(Number.MAX_SAFE_INTEGER)).default({}),
  fpu: fxImage.nullable().default(null),
  shadow: z.enum(SHADOWS).default('none'),
});

const width = z.union([z.literal(1), z.literal(2), z.literal(4)], { error: 'a width of 1, 2 or 4 bytes' });
const portValue = z.string().regex(/^[0-9a-fA-F]{1,8}$/, 'a value in hex');
const memory = z.tuple([
  u32,
  z.union([hexBytes, z.strictObject({ asm: z.string() })], { error: 'bytes in hex or {"asm": "nasm source"}' }),
]);
const event = z
  .strictObject({
    at: z.union([z.strictObject({ eip: u32 }), z.strictObject({ instruction: u32 })], { error: '{"eip": n} or {"instruction": n}' }),
    irq: u8.optional(),
    nmi: z.literal(true).optional(),
  })
  .refine((one) => (one.irq === undefined) !== (one.nmi === undefined), 'either "irq" or "nmi"');

const outcome = z.enum(OUTCOMES);
const delivered = z.strictObject({ vector: u8, errorCode: u32.nullable().optional(), cr2: u32.optional(), eip: u32.optional() });
const memoryRun = z.tuple([u32, hexBytes]);
const expectation = z.strictObject({
  outcome: outcome.optional(),
  exception: z.strictObject({ vector: u8, errorCode: u32.nullable().optional() }).optional(),
  delivered: z.array(delivered).optional(),
  regs: registers.partial().optional(),
  mem: z.array(memoryRun).optional(),
  out: z.array(z.tuple([u16, width, portValue])).optional(),
  mask: z
    .strictObject({
      eflags: u32.optional(),
      mem: z.array(memoryRun).optional(),
      // Beyond the manual form, for saved failures: masks of other registers, by name ("eax", "ds.base"), and of the FXSAVE image.
      regs: z.record(z.string(), u32).optional(),
      fpu: fxImage.optional(),
    })
    .optional(),
});

export const reproSchema = z.strictObject({
  engines: z.array(z.enum(ENGINE_NAMES)).optional(),
  condition: z.enum(CONDITIONS).optional(),
  sbe: z.enum(['fast', 'strict']).optional(),
  mutant: z.string().optional(),
  paged: z.enum(PAGED).optional(),
  notes: z.array(z.string()).optional(),
});

export const caseSchema = z.strictObject({
  id: z.string(),
  mode: z.enum(MODES),
  cpl: z.number().int().min(0).max(3).optional(),
  cpu: z.enum(MODELS).default('default'),
  ramBytes: u32.default(16 << 20),
  addressMask: u32.default(0xffffffff),
  regs: registers.prefault({}),
  pages: z
    .array(z.tuple([u32, u32, z.string().refine((text) => rightsOf(text) !== null, 'letters of pwutcadsg, or -')]))
    .max(0x10000)
    .optional(),
  mem: z.array(memory).max(0xffff).default([]),
  ports: z
    .array(z.tuple([u16, width, portValue]))
    .max(0xffff)
    .default([]),
  events: z.array(event).max(16).default([]),
  stop: z
    .strictObject({
      eip: z.array(u32).max(16).default([]),
      instructions: u32.default(1000),
      exception: z.boolean().default(false),
    })
    .prefault({}),
  expect: expectation.nullable().default(null),
  /** Of a saved failure: how it failed. Only `plex86 repro` looks at it. */
  repro: reproSchema.optional(),
});

export type CaseJson = z.infer<typeof caseSchema>;
export type ExpectJson = z.infer<typeof expectation>;
export type SegmentJson = z.infer<typeof segment>;

/** "regs.cs.base: Invalid input: expected number" for the first thing wrong. */
export function firstIssue(error: z.ZodError): string {
  const issue = error.issues[0];
  if (!issue) return error.message;
  let path = '';
  for (const step of issue.path) path += typeof step === 'number' ? `[${step}]` : `${path === '' ? '' : '.'}${String(step)}`;
  return path === '' ? issue.message : `${path}: ${issue.message}`;
}
