// MOV, POP, LDS... to a segment register, LLDT and LTR: SDM Vol. 2, MOV, and Vol. 3A, 5.5 to 5.7.
#include "../mutants.h"
#include "descriptor.h"

void set_real_segment(struct vm *vm, unsigned segment, uint16_t selector) {
  struct segment *s = &vm->cpu.segment[segment];
  s->selector = selector;
  s->base = (uint32_t)selector << 4;
  // Real mode leaves limit and rights as they are ("unreal" mode); V86 sets them with every load.
  if (v86_mode(&vm->cpu)) {
    s->limit = 0xFFFF;
    s->attributes = SEGMENT_PRESENT | SEGMENT_DPL | SEGMENT_S | SEGMENT_WRITABLE | SEGMENT_ACCESSED;
  }
}

static void load_stack_segment(struct vm *vm, uint16_t selector) {
  struct descriptor d = check_stack_segment(vm, selector, vm->cpu.cpl, VECTOR_GP, 0);
  mark_accessed(vm, selector, &d);
  vm->cpu.segment[SS] = segment_from_descriptor(selector, d);
}

static void load_data_segment(struct vm *vm, unsigned segment, uint16_t selector) {
  if (selector_null(selector)) {
    vm->cpu.segment[segment] = null_segment(selector);
    return;
  }
  struct descriptor d = need_descriptor(vm, selector, VECTOR_GP, 0);
  unsigned rpl = MUTANT(vm, MUTANT_RPL_IGNORED) ? 0 : selector_rpl(selector);
  if (!descriptor_readable(d)) raise_general_protection(vm, selector_error(selector));
  if (!descriptor_conforming(d) && (rpl > descriptor_dpl(d) || vm->cpu.cpl > descriptor_dpl(d)))
    raise_general_protection(vm, selector_error(selector));
  check_code_present(vm, selector, d, 0);
  mark_accessed(vm, selector, &d);
  vm->cpu.segment[segment] = segment_from_descriptor(selector, d);
}

void load_segment(struct vm *vm, unsigned segment, uint16_t selector) {
  if (!protected_mode(&vm->cpu))
    set_real_segment(vm, segment, selector);
  else if (segment == SS)
    load_stack_segment(vm, selector);
  else
    load_data_segment(vm, segment, selector);
}

void load_ldtr(struct vm *vm, uint16_t selector) {
  if (selector_null(selector)) {
    vm->cpu.segment[LDTR] = null_segment(selector);
    return;
  }
  if (selector_local(selector)) raise_general_protection(vm, selector_error(selector));
  struct descriptor d = need_descriptor(vm, selector, VECTOR_GP, 0);
  if (!descriptor_system(d) || descriptor_type(d) != TYPE_LDT) raise_general_protection(vm, selector_error(selector));
  check_code_present(vm, selector, d, 0);
  vm->cpu.segment[LDTR] = segment_from_descriptor(selector, d);
}

void load_task_register(struct vm *vm, uint16_t selector) {
  if (selector_null(selector)) raise_general_protection(vm, 0);
  struct descriptor d = need_available_tss(vm, selector, 0);
  d.high |= TSS_BUSY << 8;
  system_write(vm, descriptor_address(&vm->cpu, selector) + 5, 1, d.high >> 8 & 0xFF);
  vm->cpu.segment[TR] = segment_from_descriptor(selector, d);
}
