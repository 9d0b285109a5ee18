// Segment registers, far pointers and far transfers.
#include "handlers.h"
#include "operand.h"

// 06 0E 16 1E and 0F A0, 0F A8: bits 3-5 of the opcode are the sreg field.
void push_segment(struct vm *vm, const struct insn *insn) {
  push(vm, insn->operand_bytes, vm->cpu.segment[insn->opcode >> 3 & 7].selector);
}

// Nothing comes between this and the load of ESP that follows (SDM Vol. 3A, 6.8.3).
static void shadow_stack_load(struct vm *vm) {
  if (!MUTANT(vm, MUTANT_MOVSS_SHADOW)) vm->cpu.shadow = SHADOW_MOVSS;
}

void pop_segment(struct vm *vm, const struct insn *insn) {
  unsigned segment = insn->opcode >> 3 & 7;
  load_segment(vm, segment, (uint16_t)pop(vm, insn->operand_bytes));
  if (segment == SS) shadow_stack_load(vm);
}

// A register takes the selector zero-extended; memory always takes two bytes (SDM Vol. 2B, MOV).
void mov_rm_segment(struct vm *vm, const struct insn *insn) {
  if (insn->reg > GS) undefined_opcode(vm);
  set_rm(vm, insn, insn->mod == 3 ? insn->operand_bytes : 2, vm->cpu.segment[insn->reg].selector);
}

void mov_segment_rm(struct vm *vm, const struct insn *insn) {
  if (insn->reg > GS || insn->reg == CS) undefined_opcode(vm);
  load_segment(vm, insn->reg, (uint16_t)get_rm(vm, insn, 2));
  if (insn->reg == SS) shadow_stack_load(vm);
}

static void load_far_pointer(struct vm *vm, const struct insn *insn, unsigned segment) {
  struct far_pointer pointer = get_far_pointer(vm, insn);
  load_segment(vm, segment, pointer.selector);
  set_reg(vm, insn, insn->operand_bytes, pointer.offset);
}

void les(struct vm *vm, const struct insn *insn) {
  load_far_pointer(vm, insn, ES);
}
void lds(struct vm *vm, const struct insn *insn) {
  load_far_pointer(vm, insn, DS);
}
// 0F B2, B4, B5: LSS, LFS, LGS.
void lss_lfs_lgs(struct vm *vm, const struct insn *insn) {
  load_far_pointer(vm, insn, insn->opcode & 7);
}

void jmp_far(struct vm *vm, const struct insn *insn) {
  far_jump(vm, (uint16_t)insn->immediate2, insn->immediate, insn->operand_bytes);
}
void call_far(struct vm *vm, const struct insn *insn) {
  far_call(vm, (uint16_t)insn->immediate2, insn->immediate, insn->operand_bytes);
}
// CA and CB.
void ret_far(struct vm *vm, const struct insn *insn) {
  far_return(vm, insn->operand_bytes, insn->opcode & 1 ? 0 : (uint16_t)insn->immediate);
}
void iret(struct vm *vm, const struct insn *insn) {
  interrupt_return(vm, insn->operand_bytes);
}

void arpl(struct vm *vm, const struct insn *insn) {
  struct cpu *cpu = &vm->cpu;
  require_protected_mode(vm);
  uint32_t destination = get_rm_to_modify(vm, insn, 2), source = get_reg(vm, insn, 2);
  if ((destination & 3) < (source & 3) || MUTANT(vm, MUTANT_ARPL)) {
    cpu->eflags |= FLAG_ZF;
    set_rm(vm, insn, 2, (destination & ~3u) | (source & 3));
  } else {
    cpu->eflags &= ~(uint32_t)FLAG_ZF;
  }
}

// 0F 02 and 03.
void lar_lsl(struct vm *vm, const struct insn *insn) {
  require_protected_mode(vm);
  uint16_t selector = (uint16_t)get_rm(vm, insn, 2);
  uint32_t value;
  bool valid = insn->opcode & 1 ? load_segment_limit(vm, selector, &value) : load_access_rights(vm, selector, &value);
  if (valid) {
    vm->cpu.eflags |= FLAG_ZF;
    set_reg(vm, insn, insn->operand_bytes, value);
  } else {
    vm->cpu.eflags &= ~(uint32_t)FLAG_ZF;
  }
}

// 0F 00: SLDT, STR, LLDT, LTR, VERR, VERW.
void group6(struct vm *vm, const struct insn *insn) {
  struct cpu *cpu = &vm->cpu;
  require_protected_mode(vm);
  switch (insn->reg) {
  case 0:
  case 1: set_rm(vm, insn, insn->mod == 3 ? insn->operand_bytes : 2, cpu->segment[insn->reg == 0 ? LDTR : TR].selector); break;
  case 2:
    require_ring0(vm);
    load_ldtr(vm, (uint16_t)get_rm(vm, insn, 2));
    break;
  case 3:
    require_ring0(vm);
    load_task_register(vm, (uint16_t)get_rm(vm, insn, 2));
    break;
  case 4:
  case 5:
    if (verify_segment(vm, (uint16_t)get_rm(vm, insn, 2), insn->reg == 5))
      cpu->eflags |= FLAG_ZF;
    else
      cpu->eflags &= ~(uint32_t)FLAG_ZF;
    break;
  default: undefined_opcode(vm);
  }
}
