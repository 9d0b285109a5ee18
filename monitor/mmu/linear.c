// From a linear address to memory, with the rights of the current privilege level or the supervisor's.
#include "../cpu/system.h"
#include "../mutants.h"
#include "ram.h"
#include "translate.h"
#include "walk.h"

static _Noreturn void page_fault(struct vm *vm, uint32_t linear, uint32_t error) {
  // CR2 is not part of what a fault takes back.
  vm->cpu.cr2 = vm->restart.cr2 = MUTANT(vm, MUTANT_PAGE_CR2) ? linear & PAGE_MASK : linear;
  raise_exception(vm, VECTOR_PF, error);
}

uint32_t translate_paged(struct vm *vm, uint32_t linear, enum access access, bool user) {
  struct walk found = walk(vm, linear, access, user);
  if (!found.faults) {
    tlb_note(vm, linear, &found);
    return found.physical;
  }
  page_fault(vm, linear, found.error);
}

uint32_t translate(struct vm *vm, uint32_t linear, enum access access, bool user) {
  return translate_inline(vm, linear, access, user);
}

static unsigned bytes_in_page(uint32_t linear, unsigned bytes) {
  unsigned here = PAGE_BYTES - (linear & ~PAGE_MASK);
  return here < bytes ? here : bytes;
}

void linear_check(struct vm *vm, uint32_t linear, unsigned bytes, enum access access, bool user) {
  if (!paging(&vm->cpu)) return;
  uint32_t first = linear;
  while (bytes) {
    unsigned here = bytes_in_page(linear, bytes);
    if (MUTANT(vm, MUTANT_PAGE_CR2_FIRST)) {
      struct walk found = walk(vm, linear, access, user);
      if (found.faults) page_fault(vm, first, found.error);
    }
    translate(vm, linear, access, user);
    linear += here;
    bytes -= here;
  }
}

// Both pages are checked before the first byte moves: an access either happens or faults (SDM Vol. 3A, 6.6).
void linear_read_block(struct vm *vm, uint32_t linear, void *to, unsigned bytes, bool user) {
  if (!paging(&vm->cpu)) {
    physical_read_block(vm, linear, to, bytes);
    return;
  }
  uint8_t *out = to;
  linear_check(vm, linear, bytes, ACCESS_READ, user);
  while (bytes) {
    unsigned here = bytes_in_page(linear, bytes);
    physical_read_block(vm, translate(vm, linear, ACCESS_READ, user), out, here);
    linear += here;
    out += here;
    bytes -= here;
  }
}

void linear_write_block(struct vm *vm, uint32_t linear, const void *from, unsigned bytes, bool user) {
  if (!paging(&vm->cpu)) {
    physical_write_block(vm, linear, from, bytes);
    return;
  }
  const uint8_t *in = from;
  linear_check(vm, linear, bytes, ACCESS_WRITE, user);
  while (bytes) {
    unsigned here = bytes_in_page(linear, bytes);
    physical_write_block(vm, translate(vm, linear, ACCESS_WRITE, user), in, here);
    linear += here;
    in += here;
    bytes -= here;
  }
}

uint32_t linear_read_crossing(struct vm *vm, uint32_t linear, unsigned bytes, bool user) {
  uint32_t value = 0;
  linear_read_block(vm, linear, &value, bytes, user);
  return value;
}

uint32_t linear_read(struct vm *vm, uint32_t linear, unsigned bytes) {
  return linear_read_inline(vm, linear, bytes, vm->cpu.cpl == 3);
}

void linear_write(struct vm *vm, uint32_t linear, unsigned bytes, uint32_t value) {
  linear_write_inline(vm, linear, bytes, value, vm->cpu.cpl == 3);
}

uint32_t system_read(struct vm *vm, uint32_t linear, unsigned bytes) {
  return linear_read_inline(vm, linear, bytes, MUTANT(vm, MUTANT_PAGE_SYSTEM) && vm->cpu.cpl == 3);
}

void system_write(struct vm *vm, uint32_t linear, unsigned bytes, uint32_t value) {
  linear_write_inline(vm, linear, bytes, value, false);
}
