/** Which instructions the batch kernel cannot have in a case: they would see its tables, leave its control, or talk to real devices. */
import { Code, Decoder, DecoderOptions, Instruction, Mnemonic, OpKind, Register } from 'iced-x86';
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
  [Mnemonic.Rsm, 'the engine has a system management mode'],
]);

function allowsPort(one: Case, memory: MemoryView, port: number, width: number): boolean {
  const tr = one.registers.segments[7]!;
  if (!(tr.attributes & 0x80) || (tr.attributes & 0xd) !== 9) return true; // no map to be sure of
  if (tr.limit < 0x67) return false;
  const at = memory.word(tr.base + 0x66) + (port >>> 3);
  if (at + 1 > tr.limit) return false;
  return ((memory.word(tr.base + at) >>> (port & 7)) & ((1 << width) - 1)) === 0;
}

/** A reason why the kernel cannot have this case's code; null: it can. Reads the run of memory that holds CS:EIP from there to its end. */
export function refusedInstruction(one: Case, memory: MemoryView): string | null {
  const { registers } = one;
  const cs = registers.segments[1]!;
  const linear = (cs.base + registers.eip) >>> 0;
  let end = 0;
  for (const run of one.memory) if (linear >= run.address && linear < run.address + run.bytes.length) end = Math.max(end, run.address + run.bytes.length);
  for (const stop of one.stop.eip) if (stop > linear && stop < end) end = stop;
  if (end <= linear) return null;
  const code = memory.bytes(linear, Math.min(end - linear, 0x1000));
  const big = (cs.attributes & 0x4000) !== 0;
  const real = (registers.cr0 & 1) === 0;
  const v86 = !real && (registers.eflags & 0x20000) !== 0;
  const iopl = (registers.eflags >>> 12) & 3;
  const decoder = new Decoder(big ? 32 : 16, code, DecoderOptions.None);
  const instruction = new Instruction();
  try {
    while (decoder.canDecode) {
      decoder.decodeOut(instruction);
      const { mnemonic } = instruction;
      const never = NEVER.get(mnemonic);
      if (never) return never;
      if (registers.cpl === 0) {
        const privileged = PRIVILEGED.get(mnemonic);
        if (privileged) return privileged;
        if (mnemonic === Mnemonic.Mov && (special(instruction, 0) || special(instruction, 1)))
          return 'control and debug registers hold the kernel’s own bits';
      }
      if (PORTS.has(mnemonic)) {
        const immediate = instruction.op0Kind === OpKind.Immediate8 || instruction.op1Kind === OpKind.Immediate8;
        const port = immediate ? instruction.immediate8 : registers.gpr[2]! & 0xffff;
        const free = real || (!v86 && registers.cpl <= iopl);
        if (free || allowsPort(one, memory, port, 4)) return 'ports lead to the engine’s devices';
      }
      if (mnemonic === Mnemonic.Int3 || (mnemonic === Mnemonic.Int && instruction.immediate8 === 3)) return 'vector 3 is the kernel’s stop';
      if (mnemonic === Mnemonic.Int && instruction.immediate8 === 2) return 'vector 2 is the kernel’s watchdog';
      if (one.stop.exception && (mnemonic === Mnemonic.Int1 || mnemonic === Mnemonic.Into || (mnemonic === Mnemonic.Int && instruction.immediate8 < 32)))
        return 'a software interrupt through a vector that ends the case';
      if (instruction.code === Code.INVALID && decoder.lastError !== 0 && !decoder.canDecode) break;
    }
  } finally {
    instruction.free();
    decoder.free();
  }
  return null;
}

function special(instruction: Instruction, operand: number): boolean {
  if (instruction.opKind(operand) !== OpKind.Register) return false;
  const register = instruction.opRegister(operand);
  return register >= Register.CR0 && register <= Register.TR7;
}
