// LAR, LSL, VERR, VERW: questions about a selector that raise nothing but page faults. SDM Vol. 3A, 5.10.
#include "../mutants.h"
#include "descriptor.h"

enum {
  // Bit n: a system descriptor of type n is one that LAR, or LSL, knows.
  LAR_TYPES = 1 << TYPE_TSS16 | 1 << TYPE_LDT | 1 << TYPE_TSS16_BUSY | 1 << TYPE_CALL_GATE16 | 1 << TYPE_TASK_GATE | 1 << TYPE_TSS32 |
              1 << TYPE_TSS32_BUSY | 1 << TYPE_CALL_GATE32,
  LSL_TYPES = 1 << TYPE_TSS16 | 1 << TYPE_LDT | 1 << TYPE_TSS16_BUSY | 1 << TYPE_TSS32 | 1 << TYPE_TSS32_BUSY,
};

// Null, outside its table, or not accessible from this CPL and RPL: no answer.
static bool visible(struct vm *vm, uint16_t selector, struct descriptor *d) {
  if (selector_null(selector) || !read_descriptor(vm, selector, d)) return false;
  if (descriptor_conforming(*d)) return true;
  return vm->cpu.cpl <= descriptor_dpl(*d) && selector_rpl(selector) <= descriptor_dpl(*d);
}

static bool known(struct descriptor d, unsigned system_types) {
  return !descriptor_system(d) || (system_types >> descriptor_type(d) & 1);
}

bool load_access_rights(struct vm *vm, uint16_t selector, uint32_t *rights) {
  struct descriptor d;
  if (!visible(vm, selector, &d) || !known(d, LAR_TYPES)) return false;
  // Bits 16-19 are undefined in the manual; processors give the limit's.
  *rights = d.high & 0x00FFFF00;
  return true;
}

bool load_segment_limit(struct vm *vm, uint16_t selector, uint32_t *limit) {
  struct descriptor d;
  unsigned types = MUTANT(vm, MUTANT_LSL_TYPE) ? LAR_TYPES : LSL_TYPES;
  if (!visible(vm, selector, &d) || !known(d, types)) return false;
  *limit = descriptor_limit(d);
  if (MUTANT(vm, MUTANT_GRANULARITY) && (d.high & 1u << 23)) *limit &= PAGE_MASK;
  return true;
}

bool verify_segment(struct vm *vm, uint16_t selector, bool for_write) {
  struct descriptor d;
  if (!visible(vm, selector, &d)) return false;
  return for_write ? descriptor_writable_data(d) : descriptor_readable(d);
}
