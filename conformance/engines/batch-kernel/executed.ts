/**
 * What the batch kernel cannot have in a case, seen where it is executed: behind a computed branch or an interrupt's return nobody finds it
 * in advance. The interpreter says which instructions those are: the case is repeated with an instruction limit of 1, 2, 3 …
 */
import { Decoder, DecoderOptions, Instruction, OpKind, Register } from 'iced-x86';
import type { Case, Result } from '../../case.ts';
import type { Engine } from '../engine.ts';
import { refusal } from './instructions.ts';
import { LinearView } from './memory-view.ts';
import { KERNEL_ROM, KERNEL_ROM_END } from './records.ts';

const MOST_FOLLOWED = 600;
const PG = 0x80000000;
const BIG = 0x4000;
const CS = 1;
const SS = 2;

const GENERAL = ['A', 'C', 'D', 'B', 'SP', 'BP', 'SI', 'DI'].map((name) => {
  const [wide, word] = name.length === 1 ? [`E${name}X`, `${name}X`] : [`E${name}`, name];
  return [Register[wide as 'EAX'], Register[word as 'AX']];
});
const SEGMENTS = [Register.ES, Register.CS, Register.SS, Register.DS, Register.FS, Register.GS];

/** The reason why the engine's answer says nothing of the case; null: nothing on the way was refused. */
export async function refusedOnTheWay(one: Case, reference: Result, interpreter: Engine): Promise<string | null> {
  const count = Math.min(MOST_FOLLOWED, reference.stats.instructions + 1);
  const states = await interpreter.run(
    Array.from({ length: count }, (_, i) => ({ ...one, id: `${one.id}@${i}`, stop: { ...one.stop, instructions: i + 1 } })),
  );
  let before: Pick<Result, 'registers' | 'memory'> = { registers: one.registers, memory: [] };
  for (const after of states) {
    const reason = refusedHere(one, before);
    if (reason !== null) return reason;
    if (after.outcome !== 'limit') return null;
    before = after;
  }
  return null;
}

function refusedHere(one: Case, { registers, memory }: Pick<Result, 'registers' | 'memory'>): string | null {
  const view = new LinearView([...one.memory, ...memory], registers);
  const cs = registers.segments[CS]!;
  const linear = (cs.base + registers.eip) >>> 0;
  const decoder = new Decoder((cs.attributes & BIG) !== 0 ? 32 : 16, view.bytes(linear, 15), DecoderOptions.None);
  const instruction = new Instruction();
  try {
    decoder.decodeOut(instruction);
    const reason = refusal({ ...one, registers }, view, instruction, true);
    // Where breakpoints will not do, a stop is an INT3, and here it was a part of something else.
    const inside = one.stop.eip.some((stop) => stop > linear && stop < linear + instruction.length);
    if (reason === null && inside) return 'a stop inside an instruction';
    if (reason !== null || (registers.cr0 & PG) !== 0) return reason;
    const stack = (registers.segments[SS]!.base + registers.gpr[4]!) >>> 0;
    const addresses = [linear, ...(instruction.isStackInstruction ? [stack] : []), ...operands(instruction, registers)];
    return addresses.some((at) => at < KERNEL_ROM_END && at + 16 > KERNEL_ROM) ? 'F0000-FFFFF is the kernel’s' : null;
  } finally {
    instruction.free();
    decoder.free();
  }
}

/** Linear addresses of the memory operands. */
function operands(instruction: Instruction, registers: Case['registers']): number[] {
  const general = (register: Register): number => {
    const index = GENERAL.findIndex((names) => names.includes(register));
    if (index < 0) return 0;
    return GENERAL[index]![0] === register ? registers.gpr[index]! : registers.gpr[index]! & 0xffff;
  };
  const base = (segment: Register): number => registers.segments[SEGMENTS.indexOf(segment)]?.base ?? 0;
  const found: number[] = [];
  for (let operand = 0; operand < instruction.opCount; operand++) {
    const kind = instruction.opKind(operand);
    if (kind === OpKind.Memory) {
      const displacement = Number(BigInt.asUintN(32, instruction.memoryDisplacement));
      const index = general(instruction.memoryIndex) * instruction.memoryIndexScale;
      const offset = (general(instruction.memoryBase) + index + displacement) >>> 0;
      const wide = instruction.memoryDisplSize === 4 || [instruction.memoryBase, instruction.memoryIndex].some((one) => isWide(one));
      found.push((base(instruction.memorySegment) + (wide ? offset : offset & 0xffff)) >>> 0);
    }
    const sources: [OpKind, number, Register, boolean][] = [
      [OpKind.MemorySegSI, 6, instruction.memorySegment, false],
      [OpKind.MemorySegESI, 6, instruction.memorySegment, true],
      [OpKind.MemoryESDI, 7, Register.ES, false],
      [OpKind.MemoryESEDI, 7, Register.ES, true],
    ];
    for (const [own, register, segment, wide] of sources)
      if (kind === own) found.push((base(segment) + (wide ? registers.gpr[register]! : registers.gpr[register]! & 0xffff)) >>> 0);
  }
  return found;
}

function isWide(register: Register): boolean {
  return GENERAL.some((names) => names[0] === register);
}
