// Near branches, loops, BOUND and group 5.
#include "handlers.h"
#include "operand.h"

static uint32_t relative_target(const struct vm *vm, const struct insn *insn) {
  uint32_t target = vm->cpu.eip + insn->immediate;
  return insn->operand_bytes == 2 ? target & 0xFFFF : target;
}

void jcc(struct vm *vm, const struct insn *insn) {
  if (condition(vm->cpu.eflags, insn->opcode)) near_branch(vm, relative_target(vm, insn));
}

void jmp_relative(struct vm *vm, const struct insn *insn) {
  near_branch(vm, relative_target(vm, insn));
}

// The stack is looked at before the target, and neither fault leaves anything in memory.
static void call_near(struct vm *vm, const struct insn *insn, uint32_t target) {
  struct cpu *cpu = &vm->cpu;
  uint32_t return_address = cpu->eip;
  check_write(vm, SS, (cpu->gpr[ESP] - insn->operand_bytes) & stack_mask(cpu), insn->operand_bytes);
  near_branch(vm, target);
  push(vm, insn->operand_bytes, return_address);
}

void call_relative(struct vm *vm, const struct insn *insn) {
  call_near(vm, insn, relative_target(vm, insn));
}

// C2 and C3.
void ret_near(struct vm *vm, const struct insn *insn) {
  near_branch(vm, pop(vm, insn->operand_bytes));
  if (!(insn->opcode & 1)) set_stack_pointer(&vm->cpu, vm->cpu.gpr[ESP] + (uint16_t)insn->immediate);
}

// E0 to E2: LOOPNE, LOOPE, LOOP. The address size chooses CX or ECX.
void loop(struct vm *vm, const struct insn *insn) {
  struct cpu *cpu = &vm->cpu;
  unsigned bytes = MUTANT(vm, MUTANT_LOOP_ADDRESS_SIZE) ? insn->operand_bytes : insn->address_bytes;
  uint32_t count = get_register(cpu, ECX, bytes) - 1;
  set_register(cpu, ECX, bytes, count);
  bool taken = (count & width_mask(bytes)) != 0;
  if (insn->opcode == 0xE0) taken = taken && !(cpu->eflags & FLAG_ZF);
  if (insn->opcode == 0xE1) taken = taken && (cpu->eflags & FLAG_ZF);
  if (taken) near_branch(vm, relative_target(vm, insn));
}

void jcxz(struct vm *vm, const struct insn *insn) {
  if (get_register(&vm->cpu, ECX, insn->address_bytes) == 0) near_branch(vm, relative_target(vm, insn));
}

void bound(struct vm *vm, const struct insn *insn) {
  unsigned bytes = insn->operand_bytes;
  if (insn->mod == 3) undefined_opcode(vm);
  uint32_t address = effective_address(&vm->cpu, insn);
  uint32_t low = read_memory(vm, insn->segment, address, bytes);
  uint32_t high = read_memory(vm, insn->segment, (address + bytes) & address_mask(insn), bytes);
  uint32_t index = get_reg(vm, insn, bytes);
  bool inside = bytes == 4 ? (int32_t)index >= (int32_t)low && (int32_t)index <= (int32_t)high
                           : (int16_t)index >= (int16_t)low && (int16_t)index <= (int16_t)high;
  if (!inside) raise_exception(vm, VECTOR_BR, 0);
}

struct far_pointer get_far_pointer(struct vm *vm, const struct insn *insn) {
  if (insn->mod == 3) undefined_opcode(vm);
  uint32_t address = effective_address(&vm->cpu, insn);
  struct far_pointer pointer;
  pointer.offset = read_memory(vm, insn->segment, address, insn->operand_bytes);
  pointer.selector = (uint16_t)read_memory(vm, insn->segment, (address + insn->operand_bytes) & address_mask(insn), 2);
  return pointer;
}

// FE.
void group4(struct vm *vm, const struct insn *insn) {
  if (insn->reg == 0)
    increment_rm(vm, insn);
  else if (insn->reg == 1)
    decrement_rm(vm, insn);
  else
    undefined_opcode(vm);
}

// FF.
void group5(struct vm *vm, const struct insn *insn) {
  unsigned bytes = insn->operand_bytes;
  struct far_pointer pointer;
  switch (insn->reg) {
  case 0: increment_rm(vm, insn); break;
  case 1: decrement_rm(vm, insn); break;
  case 2: call_near(vm, insn, get_rm(vm, insn, bytes)); break;
  case 3:
    pointer = get_far_pointer(vm, insn);
    far_call(vm, pointer.selector, pointer.offset, bytes);
    break;
  case 4: near_branch(vm, get_rm(vm, insn, bytes)); break;
  case 5:
    pointer = get_far_pointer(vm, insn);
    far_jump(vm, pointer.selector, pointer.offset, bytes);
    break;
  case 6: push(vm, bytes, get_rm(vm, insn, bytes)); break;
  default: undefined_opcode(vm);
  }
}
