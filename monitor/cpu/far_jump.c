// Far JMP, and the checks it shares with far CALL: SDM Vol. 3A, 5.8; Vol. 2, JMP.
#include "../mutants.h"
#include "far.h"

void near_branch(struct vm *vm, uint32_t eip) {
  if (eip > vm->cpu.segment[CS].limit) raise_general_protection(vm, 0);
  vm->cpu.eip = eip;
}

void check_direct_code(struct vm *vm, uint16_t selector, struct descriptor d) {
  unsigned cpl = vm->cpu.cpl, dpl = descriptor_dpl(d);
  bool allowed = descriptor_conforming(d) ? dpl <= cpl : dpl == cpl && selector_rpl(selector) <= cpl;
  if (!allowed) raise_general_protection(vm, selector_error(selector));
  check_code_present(vm, selector, d, 0);
}

void check_gate_rights(struct vm *vm, uint16_t selector, struct descriptor d) {
  if (descriptor_dpl(d) < vm->cpu.cpl || descriptor_dpl(d) < selector_rpl(selector)) raise_general_protection(vm, selector_error(selector));
}

void far_task(struct vm *vm, uint16_t selector, struct descriptor d, enum task_reason reason) {
  if (descriptor_type(d) == TYPE_TASK_GATE) {
    if (!descriptor_present(d)) raise_exception(vm, VECTOR_NP, selector_error(selector));
    selector = gate_from_descriptor(d).selector;
  }
  task_switch(vm, selector, need_available_tss(vm, selector, 0), reason, 0);
}

struct descriptor gate_code(struct vm *vm, struct gate gate, bool call) {
  if (selector_null(gate.selector)) raise_general_protection(vm, 0);
  struct descriptor d = need_descriptor(vm, gate.selector, VECTOR_GP, 0);
  unsigned cpl = vm->cpu.cpl, dpl = descriptor_dpl(d);
  bool allowed = descriptor_code(d) && (call || descriptor_conforming(d) ? dpl <= cpl : dpl == cpl);
  if (!allowed) raise_general_protection(vm, selector_error(gate.selector));
  check_code_present(vm, gate.selector, d, 0);
  return d;
}

static void jump_through_gate(struct vm *vm, uint16_t selector, struct descriptor d) {
  if (!descriptor_present(d)) raise_exception(vm, VECTOR_NP, selector_error(selector));
  struct gate gate = gate_from_descriptor(d);
  struct descriptor code = gate_code(vm, gate, false);
  check_code_limit(vm, code, gate.offset, 0);
  load_code_segment(vm, gate.selector, code, vm->cpu.cpl);
  vm->cpu.eip = gate.offset;
}

void far_jump(struct vm *vm, uint16_t selector, uint32_t offset, unsigned bytes) {
  struct cpu *cpu = &vm->cpu;
  if (bytes == 2) offset &= 0xFFFF;
  if (!protected_mode(cpu)) {
    if (offset > cpu->segment[CS].limit) raise_general_protection(vm, 0);
    set_real_segment(vm, CS, selector);
    cpu->eip = offset;
    return;
  }
  if (selector_null(selector)) raise_general_protection(vm, 0);
  struct descriptor d = need_descriptor(vm, selector, VECTOR_GP, 0);
  if (descriptor_code(d)) {
    check_direct_code(vm, selector, d);
    check_code_limit(vm, d, offset, 0);
    load_code_segment(vm, selector, d, cpu->cpl);
    cpu->eip = offset;
    return;
  }
  if (!descriptor_system(d)) raise_general_protection(vm, selector_error(selector));
  switch (descriptor_type(d)) {
  case TYPE_CALL_GATE16:
  case TYPE_CALL_GATE32:
    check_gate_rights(vm, selector, d);
    jump_through_gate(vm, selector, d);
    break;
  case TYPE_TASK_GATE:
  case TYPE_TSS16:
  case TYPE_TSS32:
    check_gate_rights(vm, selector, d);
    far_task(vm, selector, d, TASK_JUMP);
    break;
  default: raise_general_protection(vm, selector_error(selector));
  }
}
