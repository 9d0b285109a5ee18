// Far CALL: direct, through call gates to the same or an inner level, and to tasks. SDM Vol. 3A, 5.8.3 to 5.8.5; Vol. 2, CALL.
#include "../mutants.h"
#include "far.h"
#include "frame.h"

static void add_return(struct vm *vm, struct frame *frame) {
  frame_add(frame, vm->cpu.segment[CS].selector);
  frame_add(frame, vm->cpu.eip);
}

static void call_real(struct vm *vm, uint16_t selector, uint32_t offset, unsigned bytes) {
  struct cpu *cpu = &vm->cpu;
  struct frame frame = frame_here(vm, bytes, 0);
  add_return(vm, &frame);
  frame_check(vm, &frame);
  if (offset > cpu->segment[CS].limit) raise_general_protection(vm, 0);
  frame_write(vm, &frame);
  cpu->gpr[ESP] = frame_pointer(cpu, &frame);
  set_real_segment(vm, CS, selector);
  cpu->eip = offset;
}

static void call_same_level(struct vm *vm, uint16_t selector, struct descriptor code, uint32_t offset, unsigned bytes) {
  struct cpu *cpu = &vm->cpu;
  struct frame frame = frame_here(vm, bytes, 0);
  add_return(vm, &frame);
  frame_check(vm, &frame);
  check_code_limit(vm, code, offset, 0);
  mark_accessed(vm, selector, &code);
  frame_write(vm, &frame);
  cpu->gpr[ESP] = frame_pointer(cpu, &frame);
  bool inner = MUTANT(vm, MUTANT_CONFORMING_CPL) && descriptor_conforming(code);
  load_code_segment(vm, selector, code, inner ? descriptor_dpl(code) : cpu->cpl);
  cpu->eip = offset;
}

// The processor takes SS:ESP of the inner level from the TSS, and pushes the old SS:ESP, the parameters and the return address there.
static void call_inner_level(struct vm *vm, struct gate gate, struct descriptor code) {
  struct cpu *cpu = &vm->cpu;
  unsigned cpl = descriptor_dpl(code);
  struct far_pointer stack = inner_stack(vm, cpl, 0);
  struct descriptor ss = check_stack_segment(vm, stack.selector, cpl, VECTOR_TS, 0);
  struct frame frame = {
      .stack = segment_from_descriptor(stack.selector, ss),
      .pointer = stack.offset,
      .error = selector_error(stack.selector),
      .bytes = gate.bytes,
      .user = false,
  };
  frame_add(&frame, MUTANT(vm, MUTANT_STACK_SWITCH_SS) ? 0 : cpu->segment[SS].selector);
  frame_add(&frame, cpu->gpr[ESP]);
  if (MUTANT(vm, MUTANT_CALL_GATE_PARAMETERS) && gate.parameters) gate.parameters--;
  for (unsigned i = gate.parameters; i-- > 0;) frame_add(&frame, stack_read(vm, i * gate.bytes, gate.bytes));
  add_return(vm, &frame);
  frame_check(vm, &frame);
  check_code_limit(vm, code, gate.offset, 0);
  mark_accessed(vm, stack.selector, &ss);
  mark_accessed(vm, gate.selector, &code);
  frame_write(vm, &frame);
  cpu->segment[SS] = segment_from_descriptor(stack.selector, ss);
  cpu->gpr[ESP] = frame_pointer(cpu, &frame);
  load_code_segment(vm, gate.selector, code, cpl);
  cpu->eip = gate.offset;
}

static void call_through_gate(struct vm *vm, uint16_t selector, struct descriptor d) {
  if (!descriptor_present(d)) raise_exception(vm, VECTOR_NP, selector_error(selector));
  struct gate gate = gate_from_descriptor(d);
  struct descriptor code = gate_code(vm, gate, true);
  if (!descriptor_conforming(code) && descriptor_dpl(code) < vm->cpu.cpl)
    call_inner_level(vm, gate, code);
  else
    call_same_level(vm, gate.selector, code, gate.offset, gate.bytes);
}

void far_call(struct vm *vm, uint16_t selector, uint32_t offset, unsigned bytes) {
  if (bytes == 2) offset &= 0xFFFF;
  if (!protected_mode(&vm->cpu)) {
    call_real(vm, selector, offset, bytes);
    return;
  }
  if (selector_null(selector)) raise_general_protection(vm, 0);
  struct descriptor d = need_descriptor(vm, selector, VECTOR_GP, 0);
  if (descriptor_code(d)) {
    check_direct_code(vm, selector, d);
    call_same_level(vm, selector, d, offset, bytes);
    return;
  }
  if (!descriptor_system(d)) raise_general_protection(vm, selector_error(selector));
  switch (descriptor_type(d)) {
  case TYPE_CALL_GATE16:
  case TYPE_CALL_GATE32:
    check_gate_rights(vm, selector, d);
    call_through_gate(vm, selector, d);
    break;
  case TYPE_TASK_GATE:
  case TYPE_TSS16:
  case TYPE_TSS32:
    check_gate_rights(vm, selector, d);
    far_task(vm, selector, d, TASK_CALL);
    break;
  default: raise_general_protection(vm, selector_error(selector));
  }
}
