// PUSHF, POPF, LAHF, SAHF and the instructions that set one flag.
#include "handlers.h"
#include "operand.h"

// In V86 mode with IOPL below 3 these belong to the V86 monitor (SDM Vol. 3B, 20.2.7).
static void require_v86_iopl3(struct vm *vm) {
  if (v86_mode(&vm->cpu) && iopl(&vm->cpu) < 3) raise_general_protection(vm, 0);
}

void pushf(struct vm *vm, const struct insn *insn) {
  require_v86_iopl3(vm);
  push(vm, insn->operand_bytes, vm->cpu.eflags & ~(uint32_t)(FLAG_VM | FLAG_RF));
}

void popf(struct vm *vm, const struct insn *insn) {
  require_v86_iopl3(vm);
  write_eflags_popf(vm, pop(vm, insn->operand_bytes), insn->operand_bytes);
}

void lahf(struct vm *vm, const struct insn *insn) {
  set_register(&vm->cpu, 4, 1, (vm->cpu.eflags & 0xD5) | FLAG_ONE);
}

void sahf(struct vm *vm, const struct insn *insn) {
  vm->cpu.eflags = (vm->cpu.eflags & ~0xD5u) | (get_register(&vm->cpu, 4, 1) & 0xD5);
}

void cmc(struct vm *vm, const struct insn *insn) {
  vm->cpu.eflags ^= FLAG_CF;
}
void clc(struct vm *vm, const struct insn *insn) {
  vm->cpu.eflags &= ~(uint32_t)FLAG_CF;
}
void stc(struct vm *vm, const struct insn *insn) {
  vm->cpu.eflags |= FLAG_CF;
}
void cld(struct vm *vm, const struct insn *insn) {
  vm->cpu.eflags &= ~(uint32_t)FLAG_DF;
}
void std(struct vm *vm, const struct insn *insn) {
  vm->cpu.eflags |= FLAG_DF;
}

// Real mode has CPL 0, V86 mode CPL 3.
static void require_iopl(struct vm *vm) {
  if (vm->cpu.cpl > iopl(&vm->cpu)) raise_general_protection(vm, 0);
}

void cli(struct vm *vm, const struct insn *insn) {
  if (!MUTANT(vm, MUTANT_CLI_IOPL)) require_iopl(vm);
  vm->cpu.eflags &= ~(uint32_t)FLAG_IF;
}

// Interrupts stay away for one more instruction, but only if they were off before (SDM Vol. 2B, STI).
void sti(struct vm *vm, const struct insn *insn) {
  require_iopl(vm);
  if (!(vm->cpu.eflags & FLAG_IF) && !MUTANT(vm, MUTANT_STI_SHADOW)) vm->cpu.shadow = SHADOW_STI;
  vm->cpu.eflags |= FLAG_IF;
}
