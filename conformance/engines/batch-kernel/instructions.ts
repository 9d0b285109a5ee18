/** Which instructions the batch kernel cannot have in a case: they would see its tables, leave its control, or talk to real devices. */
import { Decoder, DecoderOptions, Instruction, Mnemonic, OpKind, Register } from 'iced-x86';
import type { Case } from '../../case.ts';
import type { MemoryView } from './memory-view.ts';

const PORTS: ReadonlySet<Mnemonic> = new Set([
  Mnemonic.In,
  Mnemonic.Out,
  Mnemonic.Insb,
  Mnemonic.Insw,
  Mnemonic.Insd,
  Mnemonic.Outsb,
  Mnemonic.Outsw,
  Mnemonic.Outsd,
]);

/** Fault at CPL 1-3 whatever happens, so that they may stand there. */
const PRIVILEGED: ReadonlyMap<Mnemonic, string> = new Map([
  [Mnemonic.Lgdt, 'lgdt would replace the kernel’s copy of the GDT'],
  [Mnemonic.Lidt, 'lidt would replace the kernel’s copy of the IDT'],
  [Mnemonic.Lldt, 'what lldt loads is not seen after the task switch out of the case'],
  [Mnemonic.Ltr, 'ltr changes where the kernel finds the case’s state'],
  [Mnemonic.Lmsw, 'CR0.TS is lost in the task switch out of the case'],
  [Mnemonic.Clts, 'CR0.TS is lost in the task switch out of the case'],
  [Mnemonic.Rdmsr, 'the model specific registers are the engine’s own'],
  [Mnemonic.Wrmsr, 'the model specific registers are the engine’s own'],
]);

const NEVER: ReadonlyMap<Mnemonic, string> = new Map([
  [Mnemonic.Sgdt, 'sgdt shows the kernel’s copy of the GDT'],
  [Mnemonic.Sidt, 'sidt shows the kernel’s copy of the IDT'],
  [Mnemonic.Rdtsc, 'the time stamp counter is the engine’s own'],
  [Mnemonic.Rdpmc, 'the performance counters are the engine’s own'],
  [Mnemonic.Cpuid, 'the model is the engine’s own'],
  [Mnemonic.Sysenter, 'the engine’s model has sysenter'],
  [Mnemonic.Sysexit, 'the engine’s model has sysexit'],
  [Mnemonic.Clflush, 'the engine’s model has clflush'],
  [Mnemonic.Rsm, 'the engine has a system management mode'],
]);

/** Whether the first of the ports is open in the I/O permission map: then at least part of the access would be made. */
function allowsPort(one: Case, memory: MemoryView, port: number): boolean {
  const tr = one.registers.segments[7]!;
  if (!(tr.attributes & 0x80) || (tr.attributes & 0xd) !== 9) return true; // no map to be sure of
  if (tr.limit < 0x67) return false;
  const at = memory.word(tr.base + 0x66) + (port >>> 3);
  if (at + 1 > tr.limit) return false; // SDM Vol. 1, 19.5.2: two bytes are read
  return ((memory.byte(tr.base + at) >>> (port & 7)) & 1) === 0;
}

const PG = 0x80000000;

export interface Look {
  /** why the kernel cannot have this case's code; null: it can */
  refused: string | null;
  /** an INT3 at a stop would become part of an instruction */
  stopInside: boolean;
  /** something that keeps a breakpoint from being seen, or sets TF */
  breakpointsFail: boolean;
  /** debug exceptions of the case's own go through its own table */
  ownTraps: boolean;
}

/** Reads the run of memory that holds CS:EIP from there to its last stop. */
export function look(one: Case, memory: MemoryView): Look {
  const seen: Look = { refused: null, stopInside: false, breakpointsFail: false, ownTraps: false };
  const { registers } = one;
  const cs = registers.segments[1]!;
  const linear = (cs.base + registers.eip) >>> 0;
  let end = 0;
  const paged = (registers.cr0 & PG) !== 0;
  if (paged) end = Math.max(linear, ...one.stop.eip.filter((stop) => stop >= linear && stop - linear < 0x1000).map((stop) => stop + 1));
  else
    for (const run of one.memory)
      if (linear >= run.address && linear < run.address + run.bytes.length) end = Math.max(end, run.address + run.bytes.length);
  const stops = one.stop.eip.filter((stop) => stop >= linear && stop < end).sort((a, b) => a - b);
  if (end <= linear) return seen;
  const code = memory.bytes(linear, Math.min(end - linear, 0x1000));
  const decoder = new Decoder((cs.attributes & 0x4000) !== 0 ? 32 : 16, code, DecoderOptions.None);
  decoder.ip = 0n;
  const instruction = new Instruction();
  // Straight on from the start, and from wherever a direct branch leads: into the middle of an instruction, too.
  const starts = [0];
  const visited = new Set<number>();
  try {
    for (let start = starts.pop(); start !== undefined && seen.refused === null; start = starts.pop()) {
      decoder.position = start;
      decoder.ip = BigInt(start);
      let past = linear + start;
      while (decoder.canDecode && seen.refused === null && !visited.has(past)) {
        if (stops.length > 0 && past >= stops[stops.length - 1]!) break;
        visited.add(past);
        decoder.decodeOut(instruction);
        const at = past;
        past += instruction.length;
        if (stops.some((stop) => stop > at && stop < past)) seen.stopInside = true;
        if (hidesBreakpoints(instruction)) seen.breakpointsFail = true;
        if (!one.stop.exception && (POPFS.has(instruction.mnemonic) || instruction.mnemonic === Mnemonic.Int1)) seen.ownTraps = true;
        seen.refused = hasPrefetch(code, at - linear, past - linear)
          ? 'the engine’s model has prefetchw'
          : refusal(one, memory, instruction, visited.size === 1);
        const target = branchTarget(instruction);
        if (target !== null && target < code.length && !visited.has(linear + target)) starts.push(target);
      }
    }
  } finally {
    instruction.free();
    decoder.free();
  }
  return seen;
}

/** Where a relative branch leads, from the start of the code; null: elsewhere, or no such branch. */
function branchTarget(instruction: Instruction): number | null {
  const near = instruction.opCount > 0 && [OpKind.NearBranch16, OpKind.NearBranch32].includes(instruction.opKind(0));
  return near ? Number(instruction.nearBranchTarget) : null;
}

const PREFIXES: ReadonlySet<number> = new Set([0x26, 0x2e, 0x36, 0x3e, 0x64, 0x65, 0x66, 0x67, 0xf0, 0xf2, 0xf3]);

/** 0F 0D: a hint on the engines' models, #UD on the guest's. */
function hasPrefetch(code: Uint8Array, from: number, to: number): boolean {
  let at = from;
  while (at < to && PREFIXES.has(code[at]!)) at++;
  return code[at] === 0x0f && code[at + 1] === 0x0d;
}

const IRETS: ReadonlySet<Mnemonic> = new Set([Mnemonic.Iret, Mnemonic.Iretd]);
const POPFS: ReadonlySet<Mnemonic> = new Set([Mnemonic.Popf, Mnemonic.Popfd]);

/** After a load of SS no debug exception arises, and RF in a popped image suppresses one. */
function hidesBreakpoints(instruction: Instruction): boolean {
  const { mnemonic } = instruction;
  if (IRETS.has(mnemonic)) return true;
  return (
    (mnemonic === Mnemonic.Mov || mnemonic === Mnemonic.Pop) &&
    instruction.op0Kind === OpKind.Register &&
    instruction.op0Register === Register.SS
  );
}

/** Why the kernel cannot have this instruction in a case; `first`: the registers are those that it is executed with. */
export function refusal(one: Case, memory: MemoryView, instruction: Instruction, first: boolean): string | null {
  const { registers } = one;
  const real = (registers.cr0 & 1) === 0;
  const v86 = !real && (registers.eflags & 0x20000) !== 0;
  const iopl = (registers.eflags >>> 12) & 3;
  const paged = (registers.cr0 & PG) !== 0;
  const { mnemonic } = instruction;
  const never = NEVER.get(mnemonic);
  if (never) return never;
  if (registers.cpl === 0) {
    const privileged = PRIVILEGED.get(mnemonic);
    if (privileged) return privileged;
    if (mnemonic === Mnemonic.Mov && !(paged && !debug(instruction)) && (special(instruction, 0) || special(instruction, 1)))
      return 'control and debug registers hold the kernel’s own bits';
  }
  if (PORTS.has(mnemonic)) {
    const immediate = instruction.op0Kind === OpKind.Immediate8 || instruction.op1Kind === OpKind.Immediate8;
    const port = immediate ? instruction.immediate8 : registers.gpr[2]! & 0xffff;
    const free = real || (!v86 && registers.cpl <= iopl);
    // DX is what it was at the start only for the first instruction.
    if (free || (!immediate && !first) || allowsPort(one, memory, port)) return 'ports lead to the engine’s devices';
  }
  if (mnemonic === Mnemonic.Int3) return 'vector 3 is the kernel’s stop';
  if (mnemonic !== Mnemonic.Int && mnemonic !== Mnemonic.Int1 && mnemonic !== Mnemonic.Into) return null;
  const vector = mnemonic === Mnemonic.Int ? instruction.immediate8 : mnemonic === Mnemonic.Into ? 4 : 1;
  if (vector === 3) return 'vector 3 is the kernel’s stop';
  if (vector === 2) return 'vector 2 is the kernel’s watchdog';
  if (vector === 1 && mnemonic === Mnemonic.Int) return 'vector 1 is the kernel’s stop';
  if (vector === 14 && !real && !paged) return 'vector 14 is the kernel’s sign of an access outside RAM';
  return one.stop.exception && vector < 32 ? 'a software interrupt through a vector that ends the case' : null;
}

/** With paging of its own the case has its own control registers; the debug registers stay the kernel's. */
function debug(instruction: Instruction): boolean {
  return [0, 1].some((operand) => {
    const register = instruction.opKind(operand) === OpKind.Register ? instruction.opRegister(operand) : Register.None;
    return register >= Register.DR0 && register <= Register.TR7;
  });
}

function special(instruction: Instruction, operand: number): boolean {
  if (instruction.opKind(operand) !== OpKind.Register) return false;
  const register = instruction.opRegister(operand);
  return register >= Register.CR0 && register <= Register.TR7;
}
