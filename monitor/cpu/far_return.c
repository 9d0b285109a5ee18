// Far RET: SDM Vol. 3A, 5.8.6; Vol. 2, RET.
#include "far_return.h"
#include "../mutants.h"
#include "descriptor.h"

void check_return_slots(struct vm *vm, unsigned count, unsigned bytes) {
  for (unsigned i = 0; i < count; i++) segment_check(vm, SS, (vm->cpu.gpr[ESP] + i * bytes) & stack_mask(&vm->cpu), bytes, ACCESS_READ, 1);
}

struct descriptor check_return_code(struct vm *vm, uint16_t selector) {
  if (selector_null(selector)) raise_general_protection(vm, 0);
  struct descriptor d = need_descriptor(vm, selector, VECTOR_GP, 0);
  unsigned rpl = selector_rpl(selector), dpl = descriptor_dpl(d);
  bool allowed = descriptor_code(d) && rpl >= vm->cpu.cpl && (descriptor_conforming(d) ? dpl <= rpl : dpl == rpl);
  if (!allowed) raise_general_protection(vm, selector_error(selector));
  check_code_present(vm, selector, d, 0);
  return d;
}

void return_to_outer_level(struct vm *vm, uint16_t selector, struct descriptor code, uint32_t eip, uint16_t ss, uint32_t esp,
                           uint32_t release) {
  struct cpu *cpu = &vm->cpu;
  unsigned cpl = selector_rpl(selector);
  struct descriptor stack = check_stack_segment(vm, ss, cpl, VECTOR_GP, 0);
  check_code_limit(vm, code, eip, 0);
  mark_accessed(vm, ss, &stack);
  mark_accessed(vm, selector, &code);
  load_code_segment(vm, selector, code, cpl);
  cpu->eip = eip;
  cpu->segment[SS] = segment_from_descriptor(ss, stack);
  set_stack_pointer(cpu, esp + release);
  if (!MUTANT(vm, MUTANT_RETF_NULL_DATA)) drop_data_segments(vm);
}

void far_return(struct vm *vm, unsigned bytes, uint16_t release) {
  struct cpu *cpu = &vm->cpu;
  check_return_slots(vm, 2, bytes);
  uint32_t eip = stack_read(vm, 0, bytes); // popped first: the first to miss its page
  uint16_t selector = stack_read(vm, bytes, bytes);
  if (!protected_mode(cpu)) {
    if (eip > cpu->segment[CS].limit) raise_general_protection(vm, 0);
    set_stack_pointer(cpu, cpu->gpr[ESP] + 2 * bytes + release);
    set_real_segment(vm, CS, selector);
    cpu->eip = eip;
    return;
  }
  struct descriptor code = check_return_code(vm, selector);
  if (selector_rpl(selector) > cpu->cpl) {
    uint16_t ss = stack_read(vm, release + 3 * bytes, bytes);
    uint32_t esp = stack_read(vm, release + 2 * bytes, bytes);
    return_to_outer_level(vm, selector, code, eip, ss, esp, MUTANT(vm, MUTANT_RETF_RELEASE) ? 0 : release);
    return;
  }
  check_code_limit(vm, code, eip, 0);
  load_code_segment(vm, selector, code, cpu->cpl);
  cpu->eip = eip;
  set_stack_pointer(cpu, cpu->gpr[ESP] + 2 * bytes + release);
}
