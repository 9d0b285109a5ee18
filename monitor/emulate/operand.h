// Operands: registers by width, ModRM operands, and the reading of an operand that will be written back.
#ifndef PLEX86_EMULATE_OPERAND_H
#define PLEX86_EMULATE_OPERAND_H

#include "emulate.h"

static inline uint32_t width_mask(unsigned bytes) {
  return bytes == 4 ? 0xFFFFFFFFu : bytes == 2 ? 0xFFFFu : 0xFFu;
}

// Byte registers 4-7 are AH CH DH BH (SDM Vol. 2A, Table 3-1).
static inline uint8_t *byte_register(struct cpu *cpu, unsigned number) {
  return (uint8_t *)&cpu->gpr[number & 3] + (number >> 2);
}

static inline uint32_t get_register(struct cpu *cpu, unsigned number, unsigned bytes) {
  if (bytes == 4) return cpu->gpr[number];
  if (bytes == 2) return (uint16_t)cpu->gpr[number];
  return *byte_register(cpu, number);
}

static inline void set_register(struct cpu *cpu, unsigned number, unsigned bytes, uint32_t value) {
  if (bytes == 4)
    cpu->gpr[number] = value;
  else if (bytes == 2)
    *(uint16_t *)&cpu->gpr[number] = (uint16_t)value;
  else
    *byte_register(cpu, number) = (uint8_t)value;
}

// Most opcodes tell the byte form from the word form by bit 0.
static inline unsigned width(const struct insn *insn) {
  return insn->opcode & 1 ? insn->operand_bytes : 1;
}

static inline uint32_t address_mask(const struct insn *insn) {
  return insn->address_bytes == 4 ? 0xFFFFFFFFu : 0xFFFFu;
}

// The segment of an implicit DS operand: string sources and XLAT.
static inline unsigned source_segment(const struct insn *insn) {
  return insn->override == NO_REGISTER ? DS : insn->override;
}

static inline uint32_t get_rm(struct vm *vm, const struct insn *insn, unsigned bytes) {
  if (insn->mod == 3) return get_register(&vm->cpu, insn->rm, bytes);
  return read_memory(vm, insn->segment, effective_address(&vm->cpu, insn), bytes);
}

// Every check that the write can fail on is made here, before flags or memory change.
static inline uint32_t get_rm_to_modify(struct vm *vm, const struct insn *insn, unsigned bytes) {
  if (insn->mod == 3) return get_register(&vm->cpu, insn->rm, bytes);
  return read_for_write(vm, insn->segment, effective_address(&vm->cpu, insn), bytes);
}

static inline void set_rm(struct vm *vm, const struct insn *insn, unsigned bytes, uint32_t value) {
  if (insn->mod == 3)
    set_register(&vm->cpu, insn->rm, bytes, value);
  else
    write_memory(vm, insn->segment, effective_address(&vm->cpu, insn), bytes, value);
}

static inline uint32_t get_reg(struct vm *vm, const struct insn *insn, unsigned bytes) {
  return get_register(&vm->cpu, insn->reg, bytes);
}

static inline void set_reg(struct vm *vm, const struct insn *insn, unsigned bytes, uint32_t value) {
  set_register(&vm->cpu, insn->reg, bytes, value);
}

static inline _Noreturn void undefined_opcode(struct vm *vm) {
  raise_exception(vm, VECTOR_UD, 0);
}

// CPL 0 in protected mode; real mode counts as CPL 0, V86 mode as 3.
static inline void require_ring0(struct vm *vm) {
  if (vm->cpu.cpl != 0) raise_general_protection(vm, 0);
}

static inline void require_protected_mode(struct vm *vm) {
  if (!protected_mode(&vm->cpu)) undefined_opcode(vm);
}

#endif
