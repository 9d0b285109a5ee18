// MOV, XCHG, LEA, XLAT, MOVZX, MOVSX, CMOVcc, SETcc and the sign extensions of the accumulator.
#include "handlers.h"
#include "operand.h"

void mov_rm_reg(struct vm *vm, const struct insn *insn) {
  unsigned bytes = width(insn);
  set_rm(vm, insn, bytes, get_reg(vm, insn, bytes));
}

void mov_reg_rm(struct vm *vm, const struct insn *insn) {
  unsigned bytes = width(insn);
  set_reg(vm, insn, bytes, get_rm(vm, insn, bytes));
}

void mov_rm_immediate(struct vm *vm, const struct insn *insn) {
  if (insn->reg != 0) undefined_opcode(vm);
  set_rm(vm, insn, width(insn), insn->immediate);
}

void mov_register_immediate(struct vm *vm, const struct insn *insn) {
  set_register(&vm->cpu, insn->opcode & 7, insn->opcode & 8 ? insn->operand_bytes : 1, insn->immediate);
}

// A0 to A3: the address is in the instruction.
void mov_accumulator_offset(struct vm *vm, const struct insn *insn) {
  unsigned bytes = width(insn);
  uint32_t address = insn->displacement & address_mask(insn);
  if (insn->opcode & 2)
    write_memory(vm, source_segment(insn), address, bytes, get_register(&vm->cpu, EAX, bytes));
  else
    set_register(&vm->cpu, EAX, bytes, read_memory(vm, source_segment(insn), address, bytes));
}

void lea(struct vm *vm, const struct insn *insn) {
  if (insn->mod == 3) undefined_opcode(vm);
  set_reg(vm, insn, insn->operand_bytes, effective_address(&vm->cpu, insn));
}

void xchg_rm_reg(struct vm *vm, const struct insn *insn) {
  unsigned bytes = width(insn);
  uint32_t value = get_rm_to_modify(vm, insn, bytes);
  set_rm(vm, insn, bytes, get_reg(vm, insn, bytes));
  set_reg(vm, insn, bytes, value);
}

void xchg_accumulator(struct vm *vm, const struct insn *insn) {
  unsigned bytes = insn->operand_bytes, number = insn->opcode & 7;
  uint32_t value = get_register(&vm->cpu, number, bytes);
  set_register(&vm->cpu, number, bytes, get_register(&vm->cpu, EAX, bytes));
  set_register(&vm->cpu, EAX, bytes, value);
}

void xlat(struct vm *vm, const struct insn *insn) {
  uint32_t address = (vm->cpu.gpr[EBX] + (uint8_t)vm->cpu.gpr[EAX]) & address_mask(insn);
  set_register(&vm->cpu, EAX, 1, read_memory(vm, source_segment(insn), address, 1));
}

void movzx(struct vm *vm, const struct insn *insn) {
  set_reg(vm, insn, insn->operand_bytes, get_rm(vm, insn, insn->opcode & 1 ? 2 : 1));
}

void movsx(struct vm *vm, const struct insn *insn) {
  uint32_t value = insn->opcode & 1 ? (uint32_t)(int16_t)get_rm(vm, insn, 2) : (uint32_t)(int8_t)get_rm(vm, insn, 1);
  set_reg(vm, insn, insn->operand_bytes, value);
}

bool condition(uint32_t eflags, unsigned code) {
  bool sign = eflags & FLAG_SF, overflow = eflags & FLAG_OF, holds;
  switch (code >> 1 & 7) {
  case 0: holds = overflow; break;
  case 1: holds = eflags & FLAG_CF; break;
  case 2: holds = eflags & FLAG_ZF; break;
  case 3: holds = eflags & (FLAG_CF | FLAG_ZF); break;
  case 4: holds = sign; break;
  case 5: holds = eflags & FLAG_PF; break;
  case 6: holds = sign != overflow; break;
  default: holds = (eflags & FLAG_ZF) || sign != overflow;
  }
  return holds != (code & 1);
}

// The source is read, and may fault, whether or not the condition holds.
void cmov(struct vm *vm, const struct insn *insn) {
  uint32_t value = get_rm(vm, insn, insn->operand_bytes);
  if (condition(vm->cpu.eflags, insn->opcode)) set_reg(vm, insn, insn->operand_bytes, value);
}

void setcc(struct vm *vm, const struct insn *insn) {
  set_rm(vm, insn, 1, condition(vm->cpu.eflags, insn->opcode));
}

void salc(struct vm *vm, const struct insn *insn) {
  set_register(&vm->cpu, EAX, 1, vm->cpu.eflags & FLAG_CF ? 0xFF : 0);
}

void cbw(struct vm *vm, const struct insn *insn) {
  if (insn->operand_bytes == 4)
    vm->cpu.gpr[EAX] = (uint32_t)(int16_t)vm->cpu.gpr[EAX];
  else
    set_register(&vm->cpu, EAX, 2, (uint32_t)(int8_t)vm->cpu.gpr[EAX]);
}

void cwd(struct vm *vm, const struct insn *insn) {
  unsigned bytes = insn->operand_bytes;
  bool negative = get_register(&vm->cpu, EAX, bytes) >> (8 * bytes - 1);
  set_register(&vm->cpu, EDX, bytes, negative ? 0xFFFFFFFFu : 0);
}

void nop(struct vm *vm, const struct insn *insn) {}
