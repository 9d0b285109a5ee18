/** How two states differ, for people. */
import { closeSync, openSync, readSync } from 'node:fs';
import { Decoder, DecoderOptions, Formatter, FormatterSyntax } from 'iced-x86';
import type { LogState, TraceLine } from '../../vm/machine/log.ts';
import { GPR_NAMES, SEGMENT_NAMES } from '../case.ts';

export interface Change {
  register: string;
  sbe: number;
  interp: number;
}

export const hex = (value: number, digits = 8): string => value.toString(16).toUpperCase().padStart(digits, '0');

/** The registers in which they differ; RAM is not looked at. */
export function changes(sbe: LogState, interp: LogState): Change[] {
  const found: Change[] = [];
  const compare = (register: string, a: number, b: number): void => {
    if (a !== b) found.push({ register, sbe: a, interp: b });
  };
  for (const [i, name] of GPR_NAMES.entries()) compare(name, sbe.gpr[i]!, interp.gpr[i]!);
  for (const name of ['eip', 'eflags', 'cr0', 'cr2', 'cr3', 'cr4', 'cpl', 'halted', 'shadow', 'big'] as const)
    compare(name, sbe[name], interp[name]);
  for (let i = 0; i < sbe.selector.length; i++) {
    compare(SEGMENT_NAMES[i]!, sbe.selector[i]!, interp.selector[i]!);
    compare(`${SEGMENT_NAMES[i]!}.base`, sbe.base[i]!, interp.base[i]!);
  }
  return found;
}

const CHUNK = 1 << 20;
const MOST = 64;

/** Where two dumps of RAM differ: the first stretches of at most 16 bytes, as hexadecimal digits. */
export function changedBytes(sbe: string, interp: string): { address: number; sbe: string; interp: string }[] {
  const files = [openSync(sbe, 'r'), openSync(interp, 'r')];
  const [a, b] = [Buffer.alloc(CHUNK), Buffer.alloc(CHUNK)];
  const found: { address: number; sbe: string; interp: string }[] = [];
  try {
    for (let at = 0; found.length < MOST; at += CHUNK) {
      const read = readSync(files[0]!, a, 0, CHUNK, at);
      if (read === 0 || readSync(files[1]!, b, 0, CHUNK, at) !== read) break;
      for (let i = 0; i < read && found.length < MOST; i++) {
        if (a[i] === b[i]) continue;
        let last = i;
        while (last + 1 < read && last + 1 < i + 16 && a[last + 1] !== b[last + 1]) last++;
        const digits = (bytes: Buffer): string => bytes.subarray(i, last + 1).toString('hex');
        found.push({ address: at + i, sbe: digits(a), interp: digits(b) });
        i = last;
      }
    }
  } finally {
    for (const file of files) closeSync(file);
  }
  return found;
}

export function disassemble({ state, code }: TraceLine): string {
  const decoder = new Decoder(state.big ? 32 : 16, code, DecoderOptions.None);
  decoder.ip = BigInt(state.eip);
  const decoded = decoder.decode();
  const formatter = new Formatter(FormatterSyntax.Nasm);
  const text = `${Buffer.from(code.subarray(0, decoded.length)).toString('hex').padEnd(16)} ${formatter.format(decoded)}`;
  formatter.free();
  decoded.free();
  decoder.free();
  return text;
}

export function registersText(state: LogState): string {
  const gpr = GPR_NAMES.map((name, i) => `${name}=${hex(state.gpr[i]!)}`).join(' ');
  const segments = state.selector.map((selector, i) => `${SEGMENT_NAMES[i]}=${hex(selector, 4)}`).join(' ');
  return `${gpr} eip=${hex(state.eip)} eflags=${hex(state.eflags)}\n${segments} cr0=${hex(state.cr0)} cr2=${hex(state.cr2)} cr3=${hex(state.cr3)} cr4=${hex(state.cr4)} cpl=${state.cpl}`;
}
