/** Reads one instruction as far as flags and undefined results need it: prefixes, opcode, ModRM, immediate. Not a validating decoder. */
import { type Form, formOf } from '../generators/forms.ts';

export interface Instruction {
  form: Form | undefined;
  map: number;
  opcode: number;
  /** -1: none */
  modrm: number;
  operandBytes: 2 | 4;
  addressBytes: 2 | 4;
  /** 0, 0xF2 or 0xF3 */
  rep: number;
  lock: boolean;
  immediate: number;
  length: number;
}

/** undefined: the bytes end before the instruction does, or it is longer than 15 bytes. */
export function readInstruction(bytes: Uint8Array, code32: boolean): Instruction | undefined {
  let at = 0;
  let prefix66 = false;
  let prefix67 = false;
  let rep = 0;
  let lock = false;
  for (; at < 15; at++) {
    const byte = bytes[at];
    if (byte === 0x66) prefix66 = true;
    else if (byte === 0x67) prefix67 = true;
    else if (byte === 0xf2 || byte === 0xf3) rep = byte;
    else if (byte === 0xf0) lock = true;
    else if (byte !== 0x26 && byte !== 0x2e && byte !== 0x36 && byte !== 0x3e && byte !== 0x64 && byte !== 0x65) break;
  }
  let map = 0;
  let opcode = bytes[at++];
  if (opcode === 0x0f) {
    map = 1;
    opcode = bytes[at++];
  }
  if (opcode === undefined) return undefined;
  const operandBytes = code32 !== prefix66 ? 4 : 2;
  const addressBytes = code32 !== prefix67 ? 4 : 2;
  const form = formOf(map, opcode, prefix66, rep, bytes[at] ?? 0);
  let modrm = -1;
  if (form && form.modrm !== 'none') {
    modrm = bytes[at++] ?? 0;
    at += addressLength(modrm, addressBytes, bytes[at] ?? 0, opcode >= 0x20 && opcode <= 0x23 && map === 1);
  }
  let immediate = 0;
  for (const kind of form?.immediates ?? []) {
    if (kind === 'b' || kind === 'rel8') {
      immediate = bytes[at] ?? 0;
      at += 1;
    } else if (kind === 'w') at += 2;
    else if (kind === 'z' || kind === 'relz') at += operandBytes;
    else if (kind === 'far') at += operandBytes + 2;
    else if (kind === 'enter') at += 3;
    else if (kind === 'moffs') at += addressBytes;
  }
  if (at > bytes.length || at > 15) return undefined;
  return { form, map, opcode, modrm, operandBytes, addressBytes, rep, lock, immediate, length: at };
}

/** Bytes of SIB and displacement. */
function addressLength(modrm: number, addressBytes: number, sib: number, registersOnly: boolean): number {
  const mod = modrm >> 6;
  const rm = modrm & 7;
  if (mod === 3 || registersOnly) return 0;
  if (addressBytes === 2) return mod === 0 ? (rm === 6 ? 2 : 0) : mod;
  const base = rm === 4 ? sib & 7 : rm;
  return (rm === 4 ? 1 : 0) + (mod === 1 ? 1 : mod === 2 || base === 5 ? 4 : 0);
}
