// PUSH, POP, PUSHA, POPA, ENTER, LEAVE.
#include "handlers.h"
#include "operand.h"

void push_register(struct vm *vm, const struct insn *insn) {
  unsigned bytes = insn->operand_bytes;
  uint32_t value = get_register(&vm->cpu, insn->opcode & 7, bytes);
  if (MUTANT(vm, MUTANT_PUSH_SP) && (insn->opcode & 7) == ESP) value -= bytes;
  push(vm, bytes, value);
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
  if (MUTANT(vm, MUTANT_POP_ESP_BASE) && insn->mod != 3) {
    uint32_t after = vm->cpu.gpr[ESP];
    vm->cpu.gpr[ESP] = vm->restart.gpr[ESP];
    set_rm(vm, insn, bytes, value);
    vm->cpu.gpr[ESP] = after;
    return;
  }
  set_rm(vm, insn, bytes, value);
}

// The processor does not look ahead here either: what was pushed before a fault stays in memory.
void pusha(struct vm *vm, const struct insn *insn) {
  unsigned bytes = insn->operand_bytes;
  struct cpu *from = MUTANT(vm, MUTANT_PUSHA_ORDER) ? &vm->cpu : &vm->restart;
  for (unsigned i = 0; i < 8; i++) push(vm, bytes, get_register(from, i, bytes));
}

// Nor here: registers that were popped before a fault keep their new values; only ESP goes back, so that the instruction can be restarted.
void popa(struct vm *vm, const struct insn *insn) {
  struct cpu *cpu = &vm->cpu;
  unsigned bytes = insn->operand_bytes;
  for (unsigned i = 0; i < 8; i++) {
    unsigned number = 7 - i;
    uint32_t value = stack_read(vm, i * bytes, bytes);
    if (number == ESP) continue;
    set_register(cpu, number, bytes, value);
    vm->restart.gpr[number] = cpu->gpr[number];
  }
  set_stack_pointer(cpu, cpu->gpr[ESP] + 8 * bytes);
}

void enter(struct vm *vm, const struct insn *insn) {
  struct cpu *cpu = &vm->cpu;
  unsigned bytes = insn->operand_bytes, level = insn->immediate2 & 31;
  uint32_t mask = stack_mask(cpu), base = cpu->gpr[EBP];
  uint32_t frame_bytes = (uint16_t)insn->immediate;

  push(vm, bytes, get_register(cpu, EBP, bytes));
  uint32_t frame = cpu->gpr[ESP];
  unsigned copies = level - (MUTANT(vm, MUTANT_ENTER_LEVEL) && level > 1);
  for (unsigned i = 1; i < copies; i++) push(vm, bytes, read_memory(vm, SS, (base - i * bytes) & mask, bytes));
  if (level > 0) push(vm, bytes, frame);
  check_write(vm, SS, (cpu->gpr[ESP] - frame_bytes) & mask, bytes);
  set_register(cpu, EBP, bytes, frame);
  set_stack_pointer(cpu, cpu->gpr[ESP] - frame_bytes);
}

void leave(struct vm *vm, const struct insn *insn) {
  struct cpu *cpu = &vm->cpu;
  if (MUTANT(vm, MUTANT_LEAVE_16))
    set_register(cpu, ESP, 2, cpu->gpr[EBP]);
  else
    set_stack_pointer(cpu, cpu->gpr[EBP]);
  uint32_t value = pop(vm, insn->operand_bytes);
  set_register(cpu, EBP, insn->operand_bytes, value);
}
