// Delivery of one interrupt or exception through the IVT or the IDT: SDM Vol. 3A, 6.12, 20.1.4, 20.3; Vol. 2, INT n.
#include "interrupt.h"
#include "../mutants.h"
#include "descriptor.h"
#include "frame.h"

// The EFLAGS that a handler finds on its stack. A fault is to be restarted without meeting its code breakpoint again, so RF is set in
// the image (SDM Vol. 3B, 17.3.1.1), but not for #DB; not even for general detect, where processors differ from the manual's words.
uint32_t pushed_eflags(struct vm *vm, const struct event_source *source) {
  uint32_t eflags = vm->cpu.eflags;
  switch (source->delivery) {
  case DELIVER_FAULT:
    if (MUTANT(vm, MUTANT_RF_NOT_PUSHED)) return eflags;
    // Traps and aborts leave it alone, too.
    if (source->vector == VECTOR_DB || source->vector == VECTOR_BP || source->vector == VECTOR_OF || source->vector == VECTOR_DF ||
        source->vector == VECTOR_MC)
      return eflags;
    return eflags | FLAG_RF;
  case DELIVER_EXTERNAL: return eflags;
  default: return eflags & ~FLAG_RF;
  }
}

// SDM Vol. 2, INT n, REAL-ADDRESS-MODE.
static void interrupt_real(struct vm *vm, const struct event_source *source) {
  struct cpu *cpu = &vm->cpu;
  uint32_t entry = source->vector * 4u;
  if (entry + 3 > (cpu->idtr.limit & 0xFFFF)) raise_general_protection(vm, 0);
  struct frame frame = frame_here(vm, 2, 0);
  frame_add(&frame, pushed_eflags(vm, source));
  frame_add(&frame, cpu->segment[CS].selector);
  frame_add(&frame, cpu->eip);
  frame_check(vm, &frame);
  uint32_t vector = system_read(vm, cpu->idtr.base + entry, 4);
  frame_write(vm, &frame);
  cpu->gpr[ESP] = frame_pointer(cpu, &frame);
  cpu->eflags &= ~(FLAG_IF | FLAG_TF | FLAG_AC | FLAG_RF);
  set_real_segment(vm, CS, vector >> 16);
  cpu->eip = vector & 0xFFFF;
}

static void interrupt_through_task_gate(struct vm *vm, const struct event_source *source, struct gate gate) {
  struct descriptor tss = need_available_tss(vm, gate.selector, source->ext);
  // The image that the old task's TSS keeps has RF as a stack frame's would.
  vm->cpu.eflags = pushed_eflags(vm, source);
  task_switch(vm, gate.selector, tss, TASK_INTERRUPT, source->ext);
  if (!source->has_error) return;
  struct frame frame = frame_here(vm, descriptor_type(tss) & GATE_32 ? 4 : 2, source->ext);
  frame_add(&frame, source->error);
  frame_check(vm, &frame);
  frame_write(vm, &frame);
  vm->cpu.gpr[ESP] = frame_pointer(&vm->cpu, &frame);
}

static void interrupt_protected(struct vm *vm, const struct event_source *source) {
  struct cpu *cpu = &vm->cpu;
  uint32_t entry = source->vector * 8u;
  uint32_t error = entry | (MUTANT(vm, MUTANT_ERROR_CODE_IDT) ? 0 : ERROR_IDT) | source->ext;
  if (entry + 7 > (cpu->idtr.limit & 0xFFFF)) raise_general_protection(vm, error);
  struct descriptor d;
  d.low = system_read(vm, cpu->idtr.base + entry, 4);
  d.high = system_read(vm, cpu->idtr.base + entry + 4, 4);
  unsigned type = descriptor_type(d);
  bool task = type == TYPE_TASK_GATE, vectored = (type & ~GATE_32 & ~1u) == TYPE_INTERRUPT_GATE16;
  if (!descriptor_system(d) || !(task || vectored)) raise_general_protection(vm, error);
  if (source->software && descriptor_dpl(d) < cpu->cpl && !MUTANT(vm, MUTANT_INT_N_DPL)) raise_general_protection(vm, error);
  if (!descriptor_present(d)) raise_exception(vm, VECTOR_NP, error);
  struct gate gate = gate_from_descriptor(d);
  if (task)
    interrupt_through_task_gate(vm, source, gate);
  else
    interrupt_through_gate(vm, source, gate, type & 1);
}

void interrupt(struct vm *vm, uint8_t vector, bool has_error, uint32_t error, enum delivery delivery) {
  struct cpu *cpu = &vm->cpu;
  struct delivered record = {.vector = vector, .has_error = has_error, .error = has_error ? error : 0, .cr2 = cpu->cr2, .eip = cpu->eip};
  struct event_source source = {
      .vector = vector,
      .has_error = has_error,
      .error = error,
      .delivery = delivery,
      .software = delivery == DELIVER_INT_N || delivery == DELIVER_INT3,
  };
  // EXT: the fault that may come now is not the program's own doing (SDM Vol. 3A, 6.13).
  source.ext = source.software || MUTANT(vm, MUTANT_ERROR_CODE_EXT) ? 0 : ERROR_EXT;

  // A #DB handler may use the debug registers (SDM Vol. 3B, 17.2.4); INT 1 and ICEBP do not count. Done even where the delivery fails.
  if (vector == VECTOR_DB && delivery == DELIVER_FAULT) {
    cpu->dr[7] &= ~DR7_GD;
    vm->restart.dr[7] = cpu->dr[7];
  }

  if (real_mode(cpu)) {
    interrupt_real(vm, &source);
  } else {
    if (v86_mode(cpu) && delivery == DELIVER_INT_N && iopl(cpu) < 3 && !MUTANT(vm, MUTANT_V86_IOPL_INT)) raise_general_protection(vm, 0);
    interrupt_protected(vm, &source);
  }
  cpu->shadow = SHADOW_NONE;
  cpu->debug_trap |= DEBUG_NO_STEP; // TF was for the interrupted program
  control_record(vm, record);
}
