// Task switching: SDM Vol. 3A, 7.2 (the TSS) and 7.3 (what a switch does, in which order, and what may go wrong).
#include "../mutants.h"
#include "descriptor.h"

// Where a TSS keeps what. Registers and selectors stand in the order of enum gpr and enum segment_register.
struct layout {
  uint8_t width; // of EIP, EFLAGS and the general registers, and the distance between selectors
  uint8_t eip, eflags, gpr, selectors, selector_count, ldt;
  uint8_t last_read;  // offset of the last byte that a switch to the task needs: the smallest limit
  uint8_t last_saved; // ... a switch from the task
};
static const struct layout layout16 = {2, 0x0E, 0x10, 0x12, 0x22, 4, 0x2A, 0x2B, 0x29};
static const struct layout layout32 = {4, 0x20, 0x24, 0x28, 0x48, 6, 0x60, 0x67, 0x5F};
enum { TSS_LINK = 0, TSS32_CR3 = 0x1C, TSS32_TRAP = 0x64 };

static const struct layout *layout_of(const struct segment *tss) {
  return segment_type(tss) & GATE_32 ? &layout32 : &layout16;
}

struct descriptor need_available_tss(struct vm *vm, uint16_t selector, uint32_t ext) {
  if (selector_null(selector) || selector_local(selector)) raise_general_protection(vm, selector_error(selector) | ext);
  struct descriptor d = need_descriptor(vm, selector, VECTOR_GP, ext);
  if (!descriptor_tss(d, false)) raise_general_protection(vm, selector_error(selector) | ext);
  if (!descriptor_present(d)) raise_exception(vm, VECTOR_NP, selector_error(selector) | ext);
  return d;
}

static void set_busy(struct vm *vm, uint16_t selector, bool busy) {
  uint32_t address = vm->cpu.gdtr.base + (selector & 0xFFF8) + 5;
  uint32_t rights = system_read(vm, address, 1);
  system_write(vm, address, 1, busy ? rights | TSS_BUSY : rights & ~(uint32_t)TSS_BUSY);
}

static void save(struct vm *vm, const struct segment *tss, uint32_t eflags) {
  const struct layout *at = layout_of(tss);
  const struct cpu *cpu = &vm->cpu;
  system_write(vm, tss->base + at->eip, at->width, cpu->eip);
  system_write(vm, tss->base + at->eflags, at->width, eflags);
  for (unsigned r = 0; r < GPRS; r++) system_write(vm, tss->base + at->gpr + r * at->width, at->width, cpu->gpr[r]);
  for (unsigned s = 0; s < at->selector_count; s++)
    system_write(vm, tss->base + at->selectors + s * at->width, 2, cpu->segment[s].selector);
}

// --- the new task's segments: table 7-1. Errors belong to the new task, so what is loaded so far becomes what a fault goes back to. ---

static _Noreturn void fail(struct vm *vm, uint8_t vector, uint16_t selector, uint32_t ext) {
  vm->restart = vm->cpu;
  raise_exception(vm, vector, selector_error(selector) | ext);
}

static struct descriptor task_descriptor(struct vm *vm, uint16_t selector, uint32_t ext) {
  struct descriptor d;
  vm->restart = vm->cpu;
  if (!read_descriptor(vm, selector, &d)) fail(vm, VECTOR_TS, selector, ext);
  return d;
}

static void load_task_ldt(struct vm *vm, uint16_t selector, uint32_t ext) {
  if (selector_local(selector)) fail(vm, VECTOR_TS, selector, ext);
  if (selector_null(selector)) return;
  struct descriptor d = task_descriptor(vm, selector, ext);
  if (!descriptor_system(d) || descriptor_type(d) != TYPE_LDT || !descriptor_present(d)) fail(vm, VECTOR_TS, selector, ext);
  vm->cpu.segment[LDTR] = segment_from_descriptor(selector, d);
}

static void load_task_code(struct vm *vm, uint32_t ext) {
  uint16_t selector = vm->cpu.segment[CS].selector;
  unsigned rpl = selector_rpl(selector);
  if (selector_null(selector)) fail(vm, VECTOR_TS, selector, ext);
  struct descriptor d = task_descriptor(vm, selector, ext);
  bool rights = descriptor_conforming(d) ? descriptor_dpl(d) <= rpl : descriptor_dpl(d) == rpl;
  if (!descriptor_code(d) || !rights) fail(vm, VECTOR_TS, selector, ext);
  if (!descriptor_present(d)) fail(vm, VECTOR_NP, selector, ext);
  load_code_segment(vm, selector, d, rpl);
}

static void load_task_stack(struct vm *vm, uint32_t ext) {
  uint16_t selector = vm->cpu.segment[SS].selector;
  if (selector_null(selector)) fail(vm, VECTOR_TS, selector, ext);
  struct descriptor d = task_descriptor(vm, selector, ext);
  if (!descriptor_writable_data(d)) fail(vm, VECTOR_TS, selector, ext);
  if (!descriptor_present(d)) fail(vm, VECTOR_SS, selector, ext);
  if (descriptor_dpl(d) != vm->cpu.cpl || selector_rpl(selector) != vm->cpu.cpl) fail(vm, VECTOR_TS, selector, ext);
  mark_accessed(vm, selector, &d);
  vm->cpu.segment[SS] = segment_from_descriptor(selector, d);
}

static void load_task_data(struct vm *vm, unsigned segment, uint32_t ext) {
  uint16_t selector = vm->cpu.segment[segment].selector;
  if (selector_null(selector)) return;
  struct descriptor d = task_descriptor(vm, selector, ext);
  unsigned dpl = descriptor_dpl(d);
  if (!descriptor_readable(d)) fail(vm, VECTOR_TS, selector, ext);
  if (!descriptor_conforming(d) && (selector_rpl(selector) > dpl || vm->cpu.cpl > dpl)) fail(vm, VECTOR_TS, selector, ext);
  if (!descriptor_present(d)) fail(vm, VECTOR_NP, selector, ext);
  mark_accessed(vm, selector, &d);
  vm->cpu.segment[segment] = segment_from_descriptor(selector, d);
}

static void load_task_segments(struct vm *vm, uint16_t ldt, uint32_t ext) {
  static const uint8_t data[] = {DS, ES, FS, GS};
  load_task_ldt(vm, ldt, ext);
  if (v86_mode(&vm->cpu)) {
    for (unsigned s = ES; s <= GS; s++) set_real_segment(vm, s, vm->cpu.segment[s].selector);
  } else {
    load_task_code(vm, ext);
    load_task_stack(vm, ext);
    for (unsigned i = 0; i < ARRAY_LENGTH(data); i++) load_task_data(vm, data[i], ext);
  }
  vm->restart = vm->cpu;
}

// Registers, flags and selectors; the segments' hidden parts stay empty until they are qualified.
static void load_registers(struct vm *vm, const struct segment *tss, bool nested) {
  const struct layout *at = layout_of(tss);
  struct cpu *cpu = &vm->cpu;
  bool wide = at->width == 4;
  // In a 32-bit TSS, CR3 counts only while paging is on.
  uint32_t cr3 = wide && paging(cpu) ? system_read(vm, tss->base + TSS32_CR3, 4) : cpu->cr3;
  cpu->eip = system_read(vm, tss->base + at->eip, at->width);
  cpu->eflags = (system_read(vm, tss->base + at->eflags, at->width) & model_eflags(cpu->model)) | FLAG_ONE | (nested ? FLAG_NT : 0);
  for (unsigned r = 0; r < GPRS; r++) {
    uint32_t value = system_read(vm, tss->base + at->gpr + r * at->width, at->width);
    cpu->gpr[r] = wide ? value : value | 0xFFFF0000u; // what processors leave in the halves that a 16-bit TSS does not have
  }
  for (unsigned s = ES; s <= GS; s++)
    cpu->segment[s] = null_segment(s < at->selector_count ? system_read(vm, tss->base + at->selectors + s * at->width, 2) : 0);
  cpu->cpl = v86_mode(cpu) ? 3 : selector_rpl(cpu->segment[CS].selector);
  cpu->cr3 = cr3;
  if (wide && paging(cpu)) tlb_flush(vm, false);
}

void task_switch(struct vm *vm, uint16_t selector, struct descriptor d, enum task_reason reason, uint32_t ext) {
  struct cpu *cpu = &vm->cpu;
  struct segment old = cpu->segment[TR], new = segment_from_descriptor(selector, d);
  const struct layout *from = layout_of(&old), *to = layout_of(&new);
  bool nests = reason == TASK_CALL || reason == TASK_INTERRUPT;
  bool leaves = reason == TASK_JUMP || reason == TASK_IRET;

  // All that the switch touches is looked at first: until the commit the old task could still go on.
  if (new.limit < to->last_read) raise_exception(vm, VECTOR_TS, selector_error(selector) | ext);
  if (!(old.attributes & SEGMENT_PRESENT) || old.limit < from->last_saved)
    raise_exception(vm, VECTOR_TS, selector_error(old.selector) | ext);
  linear_check(vm, old.base + from->eip, from->last_saved + 1u - from->eip, ACCESS_WRITE, false);
  linear_check(vm, new.base, to->last_read + 1u, ACCESS_READ, false);
  if (nests) linear_check(vm, new.base + TSS_LINK, 2, ACCESS_WRITE, false);
  linear_check(vm, cpu->gdtr.base + (selector & 0xFFF8) + 5, 1, ACCESS_WRITE, false);
  linear_check(vm, cpu->gdtr.base + (old.selector & 0xFFF8) + 5, 1, ACCESS_WRITE, false);

  // Table 7-2: busy flags, NT and the link field.
  if (leaves && !MUTANT(vm, MUTANT_TASK_BUSY)) set_busy(vm, old.selector, false);
  save(vm, &old, reason == TASK_IRET ? cpu->eflags & ~FLAG_NT : cpu->eflags);
  if (nests && !MUTANT(vm, MUTANT_TASK_LINK)) system_write(vm, new.base + TSS_LINK, 2, old.selector);
  if (reason != TASK_IRET) set_busy(vm, selector, true);

  new.attributes |= TSS_BUSY;
  cpu->segment[TR] = new;
  if (!MUTANT(vm, MUTANT_TASK_CR0_TS)) cpu->cr0 |= CR0_TS;
  cpu->dr[7] &= ~(uint32_t)DR7_LOCAL;
  cpu->shadow = SHADOW_NONE;
  bool trap = to->width == 4 && (system_read(vm, new.base + TSS32_TRAP, 1) & 1);
  uint16_t ldt = system_read(vm, new.base + to->ldt, 2);
  load_registers(vm, &new, nests);
  cpu->segment[LDTR] = null_segment(ldt);
  cpu->debug_trap = DEBUG_NO_STEP;
  vm->restart = *cpu;
  load_task_segments(vm, ldt, ext);
  if (cpu->eip > cpu->segment[CS].limit) raise_general_protection(vm, ext);
  // The T bit is noted last: where loading the task failed, its own fault comes first.
  if (trap) cpu->debug_trap |= DR6_BT;
  vm->restart = *cpu;
}
