// IRET: SDM Vol. 2, IRET; Vol. 3A, 6.12.1, 7.4, 20.2.2.
#include "../mutants.h"
#include "descriptor.h"
#include "eflags.h"
#include "far_return.h"

struct image {
  uint32_t eip, eflags;
  uint16_t cs;
};

static struct image read_image(struct vm *vm, unsigned bytes) {
  struct image image;
  check_return_slots(vm, 3, bytes);
  image.eip = stack_read(vm, 0, bytes);
  image.cs = stack_read(vm, bytes, bytes);
  image.eflags = stack_read(vm, 2 * bytes, bytes);
  return image;
}

static void return_real(struct vm *vm, unsigned bytes) {
  struct cpu *cpu = &vm->cpu;
  struct image image = read_image(vm, bytes);
  if (image.eip > cpu->segment[CS].limit) raise_general_protection(vm, 0);
  set_stack_pointer(cpu, cpu->gpr[ESP] + 3 * bytes);
  set_real_segment(vm, CS, image.cs);
  cpu->eip = image.eip;
  write_eflags_iret(vm, image.eflags, bytes, cpu->cpl);
}

static void return_task(struct vm *vm) {
  const struct segment *tr = &vm->cpu.segment[TR];
  uint16_t link = system_read(vm, tr->base, 2);
  if (selector_null(link) || selector_local(link)) raise_exception(vm, VECTOR_TS, selector_error(link));
  struct descriptor d = need_descriptor(vm, link, VECTOR_TS, 0);
  if (!descriptor_tss(d, true)) raise_exception(vm, VECTOR_TS, selector_error(link));
  if (!descriptor_present(d)) raise_exception(vm, VECTOR_NP, selector_error(link));
  task_switch(vm, link, d, TASK_IRET, 0);
}

static void return_to_v86(struct vm *vm, struct image image) {
  struct cpu *cpu = &vm->cpu;
  static const uint8_t order[] = {SS, ES, DS, FS, GS};
  uint16_t selector[ARRAY_LENGTH(order)];
  check_return_slots(vm, 4 + ARRAY_LENGTH(order), 4);
  uint32_t esp = stack_read(vm, 12, 4);
  for (unsigned i = 0; i < ARRAY_LENGTH(order); i++) selector[i] = stack_read(vm, 16 + 4 * i, 4);
  if (image.eip > 0xFFFF) raise_general_protection(vm, 0);
  cpu->eflags = (image.eflags & model_eflags(cpu->model)) | FLAG_ONE;
  cpu->cpl = 3;
  cpu->eip = image.eip;
  cpu->gpr[ESP] = esp;
  set_real_segment(vm, CS, image.cs);
  for (unsigned i = 0; i < ARRAY_LENGTH(order); i++)
    if (order[i] == SS || !MUTANT(vm, MUTANT_IRET_V86_SEGMENTS)) set_real_segment(vm, order[i], selector[i]);
}

static void return_protected(struct vm *vm, unsigned bytes) {
  struct cpu *cpu = &vm->cpu;
  unsigned cpl = cpu->cpl;
  struct image image = read_image(vm, bytes);
  if (bytes == 4 && cpl == 0 && (image.eflags & FLAG_VM)) {
    return_to_v86(vm, image);
    return;
  }
  struct descriptor code = check_return_code(vm, image.cs);
  if (selector_rpl(image.cs) > cpl) {
    uint16_t ss = stack_read(vm, 4 * bytes, bytes);
    uint32_t esp = stack_read(vm, 3 * bytes, bytes);
    return_to_outer_level(vm, image.cs, code, image.eip, ss, esp, 0);
  } else {
    check_code_limit(vm, code, image.eip, 0);
    load_code_segment(vm, image.cs, code, cpl);
    cpu->eip = image.eip;
    set_stack_pointer(cpu, cpu->gpr[ESP] + 3 * bytes);
  }
  // What may change in EFLAGS is decided by the privilege that IRET was executed with.
  write_eflags_iret(vm, image.eflags, bytes, cpl);
}

void interrupt_return(struct vm *vm, unsigned bytes) {
  struct cpu *cpu = &vm->cpu;
  cpu->nmi_blocked = vm->restart.nmi_blocked = false; // even an IRET that faults unblocks NMI (SDM Vol. 3A, 6.7.1)
  if (real_mode(cpu)) {
    return_real(vm, bytes);
  } else if (v86_mode(cpu)) {
    if (iopl(cpu) < 3) raise_general_protection(vm, 0);
    return_real(vm, bytes);
  } else if ((cpu->eflags & FLAG_NT) && !MUTANT(vm, MUTANT_IRET_NT)) {
    return_task(vm);
  } else {
    return_protected(vm, bytes);
  }
}
