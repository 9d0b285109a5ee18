// Interrupt and trap gates: same privilege level, inner level, and from V86 mode. SDM Vol. 3A, 6.12.1 and 20.3.1; Vol. 2, INT n.
#include "../mutants.h"
#include "frame.h"
#include "interrupt.h"

static void add_return(struct vm *vm, struct frame *frame, const struct event_source *source) {
  frame_add(frame, pushed_eflags(vm, source));
  frame_add(frame, vm->cpu.segment[CS].selector);
  frame_add(frame, vm->cpu.eip);
  if (source->has_error) frame_add(frame, source->error);
}

static void enter(struct vm *vm, struct gate gate, struct descriptor code, unsigned cpl, bool trap) {
  struct cpu *cpu = &vm->cpu;
  load_code_segment(vm, gate.selector, code, cpl);
  cpu->eip = gate.offset;
  cpu->eflags &= ~(FLAG_TF | FLAG_NT | FLAG_RF | FLAG_VM);
  if (MUTANT(vm, MUTANT_TRAP_GATE_IF)) trap = false;
  if (!trap && !MUTANT(vm, MUTANT_INTERRUPT_GATE_IF)) cpu->eflags &= ~FLAG_IF;
}

static void enter_same_level(struct vm *vm, const struct event_source *source, struct gate gate, struct descriptor code, bool trap) {
  struct frame frame = frame_here(vm, gate.bytes, source->ext);
  add_return(vm, &frame, source);
  frame_check(vm, &frame);
  check_code_limit(vm, code, gate.offset, source->ext);
  mark_accessed(vm, gate.selector, &code);
  frame_write(vm, &frame);
  vm->cpu.gpr[ESP] = frame_pointer(&vm->cpu, &frame);
  enter(vm, gate, code, vm->cpu.cpl, trap);
}

static void enter_inner_level(struct vm *vm, const struct event_source *source, struct gate gate, struct descriptor code, bool trap) {
  struct cpu *cpu = &vm->cpu;
  unsigned cpl = descriptor_dpl(code);
  bool from_v86 = v86_mode(cpu);
  struct far_pointer stack = inner_stack(vm, cpl, source->ext);
  struct descriptor ss = check_stack_segment(vm, stack.selector, cpl, VECTOR_TS, source->ext);
  struct frame frame = {
      .stack = segment_from_descriptor(stack.selector, ss),
      .pointer = stack.offset,
      .error = selector_error(stack.selector) | source->ext,
      .bytes = gate.bytes,
      .user = false,
  };
  if (from_v86) {
    frame_add(&frame, cpu->segment[GS].selector);
    frame_add(&frame, cpu->segment[FS].selector);
    frame_add(&frame, cpu->segment[DS].selector);
    frame_add(&frame, cpu->segment[ES].selector);
  }
  frame_add(&frame, MUTANT(vm, MUTANT_STACK_SWITCH_SS) ? 0 : cpu->segment[SS].selector);
  frame_add(&frame, cpu->gpr[ESP]);
  add_return(vm, &frame, source);
  frame_check(vm, &frame);
  check_code_limit(vm, code, gate.offset, source->ext);
  mark_accessed(vm, stack.selector, &ss);
  mark_accessed(vm, gate.selector, &code);
  frame_write(vm, &frame);
  cpu->segment[SS] = segment_from_descriptor(stack.selector, ss);
  cpu->gpr[ESP] = frame_pointer(cpu, &frame);
  if (from_v86) {
    // V86 selectors mean nothing to the handler (SDM Vol. 3A, 20.3.1.1).
    cpu->segment[GS] = cpu->segment[FS] = cpu->segment[DS] = cpu->segment[ES] = null_segment(0);
  }
  enter(vm, gate, code, cpl, trap);
}

void interrupt_through_gate(struct vm *vm, const struct event_source *source, struct gate gate, bool trap) {
  struct cpu *cpu = &vm->cpu;
  if (selector_null(gate.selector)) raise_general_protection(vm, source->ext);
  struct descriptor code = need_descriptor(vm, gate.selector, VECTOR_GP, source->ext);
  uint32_t error = selector_error(gate.selector) | source->ext;
  if (!descriptor_code(code) || descriptor_dpl(code) > cpu->cpl) raise_general_protection(vm, error);
  check_code_present(vm, gate.selector, code, source->ext);
  bool inner = !descriptor_conforming(code) && descriptor_dpl(code) < cpu->cpl;
  // From V86 mode only level 0 may be entered, and no conforming segment.
  if (v86_mode(cpu) && (!inner || descriptor_dpl(code) != 0)) raise_general_protection(vm, error);
  if (inner)
    enter_inner_level(vm, source, gate, code, trap);
  else
    enter_same_level(vm, source, gate, code, trap);
}
