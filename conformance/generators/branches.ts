/** Control flow: bounded loops, forward and backward branches, calls and returns, computed branches into blocks and into instructions. */
import { type Choices, chance, pick } from './choices.ts';
import type { Code } from './code.ts';
import { Environment, type Target } from './environment.ts';
import { defineFlags, harmless } from './sequence.ts';

/** A 16- or 32-bit field to be filled when its label is known. */
interface Fixup {
  at: number;
  bytes: number;
  label: number;
  relative: boolean;
}

class Labels {
  readonly at: number[] = [];
  private readonly fixups: Fixup[] = [];
  private readonly code: Code;

  constructor(code: Code) {
    this.code = code;
  }

  place(label: number, offset = this.code.length): void {
    this.at[label] = offset;
  }

  reference(label: number, bytes: number, relative: boolean): void {
    this.fixups.push({ at: this.code.length, bytes, label, relative });
    this.code.number(0, bytes);
  }

  /** `base`: the offset of the code's first byte in CS. */
  resolve(base: number): void {
    for (const { at, bytes, label, relative } of this.fixups) {
      const target = this.at[label] ?? this.code.length;
      const value = relative ? target - (at + bytes) : target + base;
      for (let i = 0; i < bytes; i++) this.code.bytes[at + i] = (value >> (8 * i)) & 0xff;
    }
  }
}

export function branches(choices: Choices, target: Target): Environment {
  // SBE's fast mode does not see a branch from another page into an instruction either.
  const placement = target.overlaps === false ? { placement: 0x100 + choices.below(0xa00) } : {};
  const env = new Environment(choices, target, { quiet: true, plainSegments: !chance(choices, 30), ...placement });
  const { code } = env;
  const labels = new Labels(code);
  const own = env.code32 ? 4 : 2;
  const blocks = 2 + choices.below(5);
  env.gpr[1] = 1 + choices.below(20);
  for (let block = 0; block < blocks; block++) {
    labels.place(block);
    const inside = code.length;
    for (let i = choices.below(3); i >= 0; i--) keepCounter(choices, env);
    leave(choices, env, labels, block, blocks, own, inside);
  }
  labels.place(blocks);
  labels.resolve(env.eip);
  return env;
}

/** Harmless work that leaves (E)CX, the loop counter, and (E)SP alone. */
function keepCounter(choices: Choices, env: Environment): void {
  const { code } = env;
  const registers = [0, 2, 3, 5, 6, 7];
  const to = pick(choices, registers);
  switch (choices.below(6)) {
    case 0:
      code.raw(0x40 | to); // inc
      break;
    case 1:
      code.raw(pick(choices, [0x01, 0x29, 0x31, 0x11, 0x19, 0x39]), 0xc0 | (pick(choices, registers) << 3) | to);
      defineFlags(env);
      break;
    case 2:
      code.raw(0x8b, 0xc0 | (to << 3) | pick(choices, registers)); // mov
      break;
    case 3:
      code.raw(0x0f, 0x90 | choices.below(16), 0xc0 | pick(choices, [0, 2, 3])); // setcc
      break;
    case 4:
      if (chance(choices, 40)) harmless(choices, env, true);
      else code.raw(0x90);
      break;
    default:
      code.raw(0x50 | to, 0x58 | pick(choices, registers)); // push, pop
  }
}

/** How a block ends: falls through, loops back a bounded number of times, or goes forward, directly or computed. */
function leave(choices: Choices, env: Environment, labels: Labels, block: number, blocks: number, own: number, inside: number): void {
  const { code } = env;
  const forward = block + 1 + choices.below(blocks - block);
  switch (choices.below(12)) {
    case 0:
      break;
    case 1: // jcc rel8 / relz forward
      code.raw(0x0f, 0x80 | choices.below(16));
      labels.reference(forward, own, true);
      break;
    case 2:
      code.raw(0x70 | choices.below(16));
      labels.reference(forward, 1, true);
      break;
    case 3: // a loop over this block; (E)CX counts, and is not let through zero
      code.raw(0xe3, 2);
      code.raw(pick(choices, [0xe2, 0xe2, 0xe1, 0xe0]));
      labels.reference(block, 1, true);
      break;
    case 4: // dec ecx / jg over this or an earlier block
      code.raw(0x49);
      code.raw(0x7f);
      labels.reference(chance(choices, 70) ? block : choices.below(block + 1), 1, true);
      break;
    case 5: // jcxz forward
      code.raw(0xe3);
      labels.reference(forward, 1, true);
      break;
    case 6: // jmp
      if (chance(choices, 50)) {
        code.raw(0xeb);
        labels.reference(forward, 1, true);
      } else {
        code.raw(0xe9);
        labels.reference(forward, own, true);
      }
      junk(choices, env);
      break;
    case 7: // call forward; the callee may return or not
      code.raw(0xe8);
      labels.reference(forward, own, true);
      break;
    case 8: // push label / ret: an untrapped computed branch
      code.raw(0x68);
      labels.reference(forward, own, false);
      if (chance(choices, 30)) code.raw(0xc2, choices.below(8), 0);
      else code.raw(0xc3);
      junk(choices, env);
      break;
    case 9: // mov reg, label / jmp or call reg
      register(choices, env, labels, forward, own);
      junk(choices, env);
      break;
    case 10: {
      // into the middle of an instruction of this block: mov eax, imm whose immediate is an instruction, jumped into
      const reg = pick(choices, [0, 2, 3, 6, 7]);
      labels.place(100 + block, code.length + 1);
      code.raw(0xb8 | reg);
      code.byte(pick(choices, [0x90, 0x40, 0x42, 0x49, 0xf8, 0xf9, 0xfa, 0x9c, 0x06, 0x0f]));
      code.byte(pick(choices, [0x90, 0x48, 0x43, 0xfc, 0xf4, 0x58, 0xa2, 0x06]));
      if (own === 4) code.word(pick(choices, [0x9090, 0x9058, 0x00eb, 0x4340]));
      code.raw(0x49);
      code.raw(0x7e); // jle out, else into it
      code.byte(!env.overlaps || chance(choices, 50) ? 2 : 3); // 3: into the middle of what follows
      if (!env.overlaps || chance(choices, 50)) {
        code.raw(0xeb);
        labels.reference(100 + block, 1, true);
      } else {
        code.raw(0x68);
        labels.reference(100 + block, own, false);
        code.raw(0xc3);
      }
      break;
    }
    default: // ret to whatever the stack says, once in a while; else jump into the middle of this block
      if (chance(choices, 30)) code.raw(0xc3);
      else {
        code.raw(0x49);
        code.raw(0x7f);
        code.byte((inside + choices.below(4) - (code.length + 1)) & 0xff);
      }
  }
}

function register(choices: Choices, env: Environment, labels: Labels, label: number, own: number): void {
  const { code } = env;
  const reg = pick(choices, [0, 2, 3, 6, 7]);
  const call = chance(choices, 40);
  code.raw(0xb8 | reg);
  labels.reference(label, own, false);
  if (env.overlaps && chance(choices, 25)) code.raw(0x40 | reg); // one further: into the middle of what is there
  if (chance(choices, 50)) {
    code.raw(0xff, 0xc0 | ((call ? 2 : 4) << 3) | reg);
    return;
  }
  code.raw(0x50 | reg); // through memory: push reg / jmp [esp] (32-bit) or ret
  if (own === 4) code.raw(0xff, call ? 0x14 : 0x24, 0x24);
  else code.raw(0xc3);
}

/** Bytes that execution jumps over: they must never run, and a scanner must not stumble over them. */
function junk(choices: Choices, env: Environment): void {
  // After a call a scanner goes on, and so would have seen an overlapping stream: not for the fast mode.
  if (!env.overlaps || !chance(choices, 30)) return;
  env.code.start();
  for (let i = choices.below(4); i >= 0; i--) env.code.byte(choices.below(256));
}
