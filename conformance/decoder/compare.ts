/** Compares the monitor's answer with iced's for every window of a batch. */
import { Code, Decoder, Instruction, OpKind, Register } from 'iced-x86';
import { type Answers, decode, NO_REGISTER, WINDOW_BYTES, type Windows } from './decoder.ts';
import { formOf, OPKIND_IMPLIED_ONE, optionsOf } from './oracle.ts';

export interface Difference {
  bits: 16 | 32;
  model: string;
  bytes: string;
  /** iced's name of the form */
  code: string;
  what: string;
  ours: string | number;
  iced: string | number;
}

export interface Count {
  compared: number;
  bothDefined: number;
  bothUndefined: number;
  tooLong: number;
}

export function emptyCount(): Count {
  return { compared: 0, bothDefined: 0, bothUndefined: 0, tooLong: 0 };
}

// iced's registers -> enum gpr and enum segment_register of monitor/cpu/state.h
const R = Register;
const REGISTERS = [
  [R.EAX, R.ECX, R.EDX, R.EBX, R.ESP, R.EBP, R.ESI, R.EDI],
  [R.AX, R.CX, R.DX, R.BX, R.SP, R.BP, R.SI, R.DI],
  [R.ES, R.CS, R.SS, R.DS, R.FS, R.GS],
];
const registers = new Map<Register, number>([
  [R.None, NO_REGISTER],
  ...REGISTERS.flatMap((file) => file.map((register, i) => [register, i] as const)),
]);

/** No memory is accessed through such an operand: an address is computed, or a hint given. */
const NO_ACCESS = new Set(['lea', 'nop', 'invlpg', 'prefetchnta', 'prefetcht0', 'prefetcht1', 'prefetcht2']);

type Report = (what: string, ours: string | number, iced: string | number) => void;

function compareMemory(
  instruction: Instruction,
  kind: OpKind,
  addressMask: number,
  mnemonic: string,
  ours: Answers,
  i: number,
  report: Report,
): void {
  const expect = (what: string, our: number, their: number): void => {
    if (our !== their) report(what, our, their);
  };
  if (kind === OpKind.Memory) {
    const index = instruction.memoryIndex;
    const xlat = mnemonic === 'xlat'; // its index is AL, which the decoder leaves to the handler
    expect('base', ours.get(i, 'base'), registers.get(instruction.memoryBase) ?? -1);
    expect('index', ours.get(i, 'index'), xlat ? NO_REGISTER : (registers.get(index) ?? -1));
    if (index !== Register.None && !xlat) expect('scale', 1 << ours.get(i, 'scale'), instruction.memoryIndexScale);
    expect('displacement', (ours.displacement(i) & addressMask) >>> 0, Number(instruction.memoryDisplacement & BigInt(addressMask)));
    expect('segment', ours.get(i, 'segment'), registers.get(instruction.memorySegment) ?? -1);
  } else if (kind === OpKind.MemorySegSI || kind === OpKind.MemorySegESI) {
    expect('base', ours.get(i, 'base'), 6);
    expect('segment', ours.get(i, 'segment'), registers.get(instruction.memorySegment) ?? -1);
    expect('address size', ours.get(i, 'addressBytes'), kind === OpKind.MemorySegSI ? 2 : 4);
  } else if (kind === OpKind.MemorySegDI || kind === OpKind.MemorySegEDI) {
    expect('base', ours.get(i, 'base'), 7);
    expect('segment', ours.get(i, 'segment'), registers.get(instruction.memorySegment) ?? -1);
    expect('address size', ours.get(i, 'addressBytes'), kind === OpKind.MemorySegDI ? 2 : 4);
  } else if (ours.get(i, 'base') !== 6) {
    // ES:eDI; MOVS and CMPS show their source instead
    expect('base', ours.get(i, 'base'), 7);
    expect('segment', ours.get(i, 'segment'), 0);
    expect('address size', ours.get(i, 'addressBytes'), kind === OpKind.MemoryESDI ? 2 : 4);
  }
}

/** The immediate as encoded, its width in bytes, and the bits that count; null: no immediate. */
function immediateOf(instruction: Instruction, kind: OpKind): [number, number, number] | null {
  switch (kind) {
    case OpKind.Immediate8:
      return [instruction.immediate8, 1, 0xff];
    case OpKind.Immediate16:
      return [instruction.immediate16, 2, 0xffff];
    case OpKind.Immediate32:
      return [instruction.immediate32, 4, 0xffffffff];
    case OpKind.Immediate8to16:
      return [instruction.immediate8to16, 1, 0xffff];
    case OpKind.Immediate8to32:
      return [instruction.immediate8to32, 1, 0xffffffff];
    case OpKind.NearBranch16:
      return [instruction.nearBranch16 - instruction.nextIP16, -1, 0xffff];
    case OpKind.NearBranch32:
      return [instruction.nearBranch32 - instruction.nextIP32, -1, 0xffffffff];
    case OpKind.FarBranch16:
      return [instruction.farBranch16, 4, 0xffff];
    case OpKind.FarBranch32:
      return [instruction.farBranch32, 6, 0xffffffff];
    default:
      return null;
  }
}

function compareDefined(instruction: Instruction, ours: Answers, i: number, report: Report): void {
  const form = formOf(instruction.code);
  const expect = (what: string, our: number, their: number): void => {
    if (our !== their) report(what, our, their);
  };
  const mnemonic = ours.mnemonic(i);
  if (mnemonic !== form.mnemonic) report('mnemonic', mnemonic, form.mnemonic);
  expect('length', ours.get(i, 'length'), instruction.length);
  if (form.operandBytes) expect('operand size', ours.get(i, 'operandBytes'), form.operandBytes);
  if (form.addressBytes) expect('address size', ours.get(i, 'addressBytes'), form.addressBytes);
  expect('lock', ours.get(i, 'lock'), instruction.hasLockPrefix ? 1 : 0);

  const addressBytes = ours.get(i, 'addressBytes');
  let memory = 0;
  let immediateBytes = 0;
  for (const [n, opCodeKind] of form.opKinds.entries()) {
    const kind = instruction.opKind(n);
    if (kind >= OpKind.MemorySegSI) {
      memory = 1;
      compareMemory(instruction, kind, addressBytes === 4 ? 0xffffffff : 0xffff, mnemonic, ours, i, report);
      continue;
    }
    if (kind === OpKind.Immediate8_2nd) {
      expect('second immediate', ours.immediate2(i), instruction.immediate8_2nd);
      immediateBytes += 1;
      continue;
    }
    const immediate = immediateOf(instruction, kind);
    if (!immediate || opCodeKind === OPKIND_IMPLIED_ONE) continue;
    const [value, bytes, mask] = immediate;
    expect('immediate', (ours.immediate(i) & mask) >>> 0, (value & mask) >>> 0);
    // A relative branch's width is its operand size or one byte: what is left of the length.
    immediateBytes += bytes === -1 ? ours.get(i, 'immediateBytes') : bytes;
    if (kind === OpKind.FarBranch16 || kind === OpKind.FarBranch32) expect('selector', ours.immediate2(i), instruction.farBranchSelector);
  }
  expect('memory operand', ours.get(i, 'hasMemory'), memory && !NO_ACCESS.has(mnemonic) ? 1 : 0);
  expect('immediate bytes', ours.get(i, 'immediateBytes'), immediateBytes);
}

/** Compares all windows; differences go to `found`, in order. */
export function compare(windows: Windows, count: Count, found: (difference: Difference) => void, ours: Answers = decode(windows)): void {
  const decoder = new Decoder(windows.bits, windows.bytes.subarray(0, windows.count * WINDOW_BYTES), optionsOf(windows.model));
  const instruction = new Instruction();
  for (let i = 0; i < windows.count; i++) {
    decoder.position = i * WINDOW_BYTES;
    decoder.decodeOut(instruction);
    const code: Code = instruction.code;
    const form = formOf(code);
    const theirs = form.defined[windows.model];
    const status = ours.status(i);
    const report: Report = (what, our, iced) =>
      found({ bits: windows.bits, model: windows.model, bytes: windows.hex(i), code: form.name, what, ours: our, iced });
    count.compared++;
    if (status === 'ok' && theirs) {
      count.bothDefined++;
      compareDefined(instruction, ours, i, report);
    } else if (status === 'undefined' && !theirs) {
      count.bothUndefined++;
      if (code !== Code.INVALID && form.legacy && ours.get(i, 'length') !== instruction.length)
        report('undefined length', ours.get(i, 'length'), instruction.length);
    } else if (status === 'too_long' && code === Code.INVALID) {
      count.tooLong++;
    } else {
      report('validity', status, theirs ? 'defined' : 'undefined');
    }
  }
  decoder.free();
  instruction.free();
}
