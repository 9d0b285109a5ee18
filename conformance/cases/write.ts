/** Results and cases in the JSON form. */
import {
  type Case,
  GPR_NAMES,
  type MemoryRun,
  type PortAccess,
  type Registers,
  type Result,
  SEGMENT_NAMES,
  SHADOWS,
  type Stats,
} from '../case.ts';
import { EXIT_CAUSES } from '../wire/layout.ts';
import type { Expectation } from './expect.ts';

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');
}

function registersJson(registers: Registers, fx: Uint8Array | null): object {
  const json: Record<string, unknown> = {};
  for (const [index, name] of GPR_NAMES.entries()) json[name] = registers.gpr[index];
  json.eip = registers.eip;
  json.eflags = registers.eflags;
  for (const [index, name] of SEGMENT_NAMES.entries()) json[name] = registers.segments[index];
  for (const name of ['cr0', 'cr2', 'cr3', 'cr4'] as const) json[name] = registers[name];
  for (const number of [0, 1, 2, 3, 6, 7]) json[`dr${number}`] = registers.dr[number];
  json.gdtr = registers.gdtr;
  json.idtr = registers.idtr;
  json.msrs = registers.tsc === 0n ? {} : { 16: Number(registers.tsc) };
  json.fpu = fx === null ? null : hex(fx);
  json.shadow = registers.shadow;
  return json;
}

const runsJson = (runs: readonly MemoryRun[]): [number, string][] => runs.map((run) => [run.address, hex(run.bytes)]);
const portsJson = (ports: readonly PortAccess[]): [number, number, string][] =>
  ports.map((one) => [one.port, one.width, one.value.toString(16).padStart(one.width * 2, '0')]);

/** Counters that are zero are left out of `exits`. */
export function statsJson(stats: Stats): object {
  const exits = Object.fromEntries(EXIT_CAUSES.map((cause, index) => [cause, stats.exits[index] ?? 0]).filter(([, count]) => count !== 0));
  return { ...stats, exits };
}

export function caseJson(one: Case): object {
  return {
    id: one.id,
    mode: one.mode,
    cpl: one.registers.cpl,
    cpu: one.model,
    ramBytes: one.ramBytes,
    addressMask: one.addressMask,
    regs: registersJson(one.registers, one.fx),
    mem: runsJson(one.memory),
    ports: portsJson(one.ports),
    events: one.events.map((event) => ({ at: event.at, ...(event.nmi ? { nmi: true } : { irq: event.vector }) })),
    stop: one.stop,
    expect: null,
  };
}

/** An expectation as a case's "expect". What it does not look at is left out. */
export function expectJson(expectation: Expectation): object {
  const regs: Record<string, unknown> = {};
  const masks: Record<string, number> = {};
  for (const [name, { value, mask }] of expectation.registers) {
    const [register, part] = name.split('.') as [string, string | undefined];
    if (name === 'cpl') continue;
    if (name === 'tsc') regs.msrs = { 16: value };
    else if (name === 'shadow') regs.shadow = SHADOWS[value];
    else if (part === undefined) regs[name] = value;
    else {
      const whole = (regs[register] ?? {}) as Record<string, number>;
      whole[part] = value;
      regs[register] = whole;
    }
    if (mask !== 0xffffffff) masks[name] = mask;
  }
  // The form has segments and table registers whole or not at all.
  for (const name of [...SEGMENT_NAMES, 'gdtr', 'idtr'] as const) {
    const whole = regs[name] as Record<string, number> | undefined;
    if (whole && Object.keys(whole).length !== (name === 'gdtr' || name === 'idtr' ? 2 : 4)) delete regs[name];
  }
  if (expectation.fx) regs.fpu = hex(expectation.fx.image);
  return {
    ...(expectation.outcome === null ? {} : { outcome: expectation.outcome }),
    ...(expectation.exception === null ? {} : { exception: expectation.exception }),
    ...(expectation.delivered === null ? {} : { delivered: expectation.delivered }),
    regs,
    ...(expectation.memory === null ? {} : { mem: runsJson(expectation.memory.runs) }),
    ...(expectation.out === null ? {} : { out: portsJson(expectation.out) }),
    mask: {
      ...(Object.keys(masks).length > 0 ? { regs: masks } : {}),
      ...(expectation.memory === null ? {} : { mem: runsJson(expectation.memory.masks) }),
      ...(expectation.fx ? { fpu: hex(expectation.fx.mask) } : {}),
    },
  };
}

/** `start` is the case it came from: what an FXSAVE image that did not change looks like. */
export function resultJson(result: Result, start: Case): object {
  return {
    id: result.id,
    engine: result.engine,
    outcome: result.outcome,
    ...(result.exception === null ? {} : { exception: result.exception }),
    delivered: result.delivered,
    cpl: result.registers.cpl,
    regs: registersJson(result.registers, result.fx ?? start.fx),
    mem: runsJson(result.memory),
    out: portsJson(result.out),
    stats: statsJson(result.stats),
    notes: result.notes,
    ...(result.unobserved === undefined ? {} : { unobserved: result.unobserved }),
    ...(result.error === null ? {} : { error: result.error }),
  };
}

/** The result of a line that is no case. */
export function invalidJson(line: number, id: string, engine: string, error: string): object {
  return { id, engine, outcome: 'invalid', line, error };
}
