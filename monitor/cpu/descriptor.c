// Descriptor tables: SDM Vol. 3A, 3.4 and 3.5.
#include "descriptor.h"
#include "../mutants.h"

uint32_t descriptor_limit(struct descriptor d) {
  uint32_t limit = (d.low & 0xFFFF) | (d.high & 0x000F0000);
  return d.high & 1u << 23 ? limit << 12 | 0xFFF : limit;
}

struct segment segment_from_descriptor(uint16_t selector, struct descriptor d) {
  return (struct segment){
      .selector = selector,
      .attributes = (d.high >> 8) & 0xF0FF,
      .base = d.low >> 16 | (d.high & 0xFF) << 16 | (d.high & 0xFF000000),
      .limit = descriptor_limit(d),
  };
}

struct gate gate_from_descriptor(struct descriptor d) {
  bool wide = descriptor_type(d) & GATE_32;
  return (struct gate){
      .selector = d.low >> 16,
      .offset = (d.low & 0xFFFF) | (wide ? d.high & 0xFFFF0000 : 0),
      .bytes = wide ? 4 : 2,
      .parameters = d.high & 31,
  };
}

uint32_t descriptor_address(const struct cpu *cpu, uint16_t selector) {
  uint32_t base = selector_local(selector) ? cpu->segment[LDTR].base : cpu->gdtr.base;
  return base + (selector & 0xFFF8);
}

bool read_descriptor(struct vm *vm, uint16_t selector, struct descriptor *d) {
  const struct cpu *cpu = &vm->cpu;
  const struct segment *ldtr = &cpu->segment[LDTR];
  if (selector_local(selector) && !(ldtr->attributes & SEGMENT_PRESENT)) return false; // LDTR is null
  uint32_t limit = selector_local(selector) ? ldtr->limit : cpu->gdtr.limit & 0xFFFF;
  if ((selector | 7u) > limit) return false;
  uint32_t address = descriptor_address(cpu, selector);
  d->low = system_read(vm, address, 4);
  d->high = system_read(vm, address + 4, 4);
  return true;
}

struct descriptor need_descriptor(struct vm *vm, uint16_t selector, uint8_t vector, uint32_t ext) {
  struct descriptor d;
  if (!read_descriptor(vm, selector, &d)) raise_exception(vm, vector, selector_error(selector) | ext);
  return d;
}

void mark_accessed(struct vm *vm, uint16_t selector, struct descriptor *d) {
  if (d->high & SEGMENT_ACCESSED << 8 || MUTANT(vm, MUTANT_ACCESSED_BIT)) return;
  d->high |= SEGMENT_ACCESSED << 8;
  system_write(vm, descriptor_address(&vm->cpu, selector) + 5, 1, d->high >> 8 & 0xFF);
}

void check_code_present(struct vm *vm, uint16_t selector, struct descriptor d, uint32_t ext) {
  if (!descriptor_present(d))
    raise_exception(vm, MUTANT(vm, MUTANT_NOT_PRESENT_GP) ? VECTOR_GP : VECTOR_NP, selector_error(selector) | ext);
}

void check_code_limit(struct vm *vm, struct descriptor d, uint32_t offset, uint32_t ext) {
  if (offset > descriptor_limit(d)) raise_general_protection(vm, ext);
}

void load_code_segment(struct vm *vm, uint16_t selector, struct descriptor d, unsigned cpl) {
  mark_accessed(vm, selector, &d);
  vm->cpu.segment[CS] = segment_from_descriptor((selector & 0xFFFC) | cpl, d);
  vm->cpu.cpl = cpl;
}

struct descriptor check_stack_segment(struct vm *vm, uint16_t selector, unsigned cpl, uint8_t vector, uint32_t ext) {
  if (selector_null(selector)) raise_exception(vm, vector, ext);
  struct descriptor d = need_descriptor(vm, selector, vector, ext);
  if (selector_rpl(selector) != cpl || descriptor_dpl(d) != cpl || !descriptor_writable_data(d))
    raise_exception(vm, vector, selector_error(selector) | ext);
  if (!descriptor_present(d))
    raise_exception(vm, MUTANT(vm, MUTANT_SS_NOT_PRESENT_NP) ? VECTOR_NP : VECTOR_SS, selector_error(selector) | ext);
  return d;
}

struct far_pointer inner_stack(struct vm *vm, unsigned cpl, uint32_t ext) {
  const struct segment *tr = &vm->cpu.segment[TR];
  bool wide = segment_type(tr) & GATE_32;
  uint32_t at = wide ? cpl * 8 + 4 : cpl * 4 + 2;
  uint32_t last = at + (wide ? 5 : 3); // the high half of a 32-bit TSS's SS field is not read
  if (!(tr->attributes & SEGMENT_PRESENT) || last > tr->limit) raise_exception(vm, VECTOR_TS, selector_error(tr->selector) | ext);
  return (struct far_pointer){
      .offset = system_read(vm, tr->base + at, wide ? 4 : 2),
      .selector = system_read(vm, tr->base + at + (wide ? 4 : 2), 2),
  };
}

void drop_data_segments(struct vm *vm) {
  static const uint8_t data[] = {ES, DS, FS, GS};
  for (unsigned i = 0; i < ARRAY_LENGTH(data); i++) {
    struct segment *s = &vm->cpu.segment[data[i]];
    bool conforming = (segment_type(s) & (SEGMENT_CODE | SEGMENT_CONFORMING)) == (SEGMENT_CODE | SEGMENT_CONFORMING);
    // A selector of 1, 2 or 3, null already, becomes 0 too.
    bool null = !(s->attributes & SEGMENT_PRESENT);
    if (null || (!conforming && segment_dpl(s) < vm->cpu.cpl)) *s = null_segment(0);
  }
}
