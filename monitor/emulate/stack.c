// PUSH, POP, PUSHA, POPA, ENTER, LEAVE.
#include "handlers.h"
#include "operand.h"

void push_register(struct vm *vm, const struct insn *insn) {
  unsigned bytes = insn->operand_bytes;
  push(vm, bytes, get_register(&vm->cpu, insn->opcode & 7, bytes));
}

void pop_register(struct vm *vm, const struct insn *insn) {
  unsigned bytes = insn->operand_bytes;
  uint32_t value = pop(vm, bytes);
  set_register(&vm->cpu, insn->opcode & 7, bytes, value);
}

void push_immediate(struct vm *vm, const struct insn *insn) {
  push(vm, insn->operand_bytes, insn->immediate);
}

// An address that uses ESP sees it after the increment (SDM Vol. 2B, POP).
void pop_rm(struct vm *vm, const struct insn *insn) {
  unsigned bytes = insn->operand_bytes;
  if (insn->reg != 0) undefined_opcode(vm);
  uint32_t value = pop(vm, bytes);
  set_rm(vm, insn, bytes, value);
}

void pusha(struct vm *vm, const struct insn *insn) {
  struct cpu *cpu = &vm->cpu;
  unsigned bytes = insn->operand_bytes;
  uint32_t stack = cpu->gpr[ESP], mask = stack_mask(cpu);
  for (unsigned i = 1; i <= 8; i++) check_write(vm, SS, (stack - i * bytes) & mask, bytes);
  for (unsigned i = 0; i < 8; i++) push(vm, bytes, get_register(&vm->restart, i, bytes));
}

void popa(struct vm *vm, const struct insn *insn) {
  struct cpu *cpu = &vm->cpu;
  unsigned bytes = insn->operand_bytes;
  uint32_t value[8];
  for (unsigned i = 0; i < 8; i++) value[7 - i] = stack_read(vm, i * bytes, bytes);
  for (unsigned i = 0; i < 8; i++)
    if (i != ESP) set_register(cpu, i, bytes, value[i]);
  set_stack_pointer(cpu, cpu->gpr[ESP] + 8 * bytes);
}

void enter(struct vm *vm, const struct insn *insn) {
  struct cpu *cpu = &vm->cpu;
  unsigned bytes = insn->operand_bytes, level = insn->immediate2 & 31;
  uint32_t mask = stack_mask(cpu), stack = cpu->gpr[ESP], base = cpu->gpr[EBP];
  uint32_t frame_bytes = (uint16_t)insn->immediate;
  unsigned pushes = level == 0 ? 1 : level + 1;

  // Everything that can fault, before the first push.
  for (unsigned i = 1; i <= pushes; i++) check_write(vm, SS, (stack - i * bytes) & mask, bytes);
  for (unsigned i = 1; i < level; i++) read_memory(vm, SS, (base - i * bytes) & mask, bytes);
  uint32_t end = (stack - pushes * bytes - frame_bytes) & mask;
  check_write(vm, SS, end, bytes);

  push(vm, bytes, get_register(cpu, EBP, bytes));
  uint32_t frame = cpu->gpr[ESP];
  for (unsigned i = 1; i < level; i++) push(vm, bytes, read_memory(vm, SS, (base - i * bytes) & mask, bytes));
  if (level > 0) push(vm, bytes, frame);
  set_register(cpu, EBP, bytes, frame);
  set_stack_pointer(cpu, cpu->gpr[ESP] - frame_bytes);
}

void leave(struct vm *vm, const struct insn *insn) {
  struct cpu *cpu = &vm->cpu;
  set_stack_pointer(cpu, cpu->gpr[EBP]);
  uint32_t value = pop(vm, insn->operand_bytes);
  set_register(cpu, EBP, insn->operand_bytes, value);
}
