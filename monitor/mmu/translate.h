// Linear accesses, inlined for the interpreter's common case: no paging, one page, RAM.
#ifndef PLEX86_MMU_TRANSLATE_H
#define PLEX86_MMU_TRANSLATE_H

#include "ram.h"

uint32_t translate_paged(struct vm *vm, uint32_t linear, enum access access, bool user);
void linear_read_block(struct vm *vm, uint32_t linear, void *to, unsigned bytes, bool user);
void linear_write_block(struct vm *vm, uint32_t linear, const void *from, unsigned bytes, bool user);
uint32_t linear_read_crossing(struct vm *vm, uint32_t linear, unsigned bytes, bool user);

static inline uint32_t translate_inline(struct vm *vm, uint32_t linear, enum access access, bool user) {
  if (!paging(&vm->cpu)) return linear;
  const struct tlb_entry *known = &vm->tlb.entry[linear / PAGE_BYTES % TLB_ENTRIES];
  unsigned needed = (access == ACCESS_WRITE ? TLB_WRITE : TLB_READ) << (user ? 2 : 0);
  if (__builtin_expect(known->linear == ((linear & PAGE_MASK) | 1) && known->physical & needed, 1))
    return (known->physical & PAGE_MASK) | (linear & ~PAGE_MASK);
  return translate_paged(vm, linear, access, user);
}

// The same for an instruction fetch, if it is known already.
static inline bool tlb_fetch(const struct vm *vm, uint32_t *address) {
  const struct tlb_entry *known = &vm->tlb.entry[*address / PAGE_BYTES % TLB_ENTRIES];
  if (known->linear != ((*address & PAGE_MASK) | 1) || !(known->physical & (vm->cpu.cpl == 3 ? TLB_USER_READ : TLB_READ))) return false;
  *address = (known->physical & PAGE_MASK) | (*address & ~PAGE_MASK);
  return true;
}

static inline bool crosses_page(uint32_t linear, unsigned bytes) {
  return (linear & ~PAGE_MASK) > PAGE_BYTES - bytes;
}

static inline uint32_t linear_read_inline(struct vm *vm, uint32_t linear, unsigned bytes, bool user) {
  if (__builtin_expect(crosses_page(linear, bytes), 0)) return linear_read_crossing(vm, linear, bytes, user);
  return ram_read(vm, translate_inline(vm, linear, ACCESS_READ, user), bytes);
}

static inline void linear_write_inline(struct vm *vm, uint32_t linear, unsigned bytes, uint32_t value, bool user) {
  if (__builtin_expect(crosses_page(linear, bytes), 0))
    linear_write_block(vm, linear, &value, bytes, user);
  else
    ram_write(vm, translate_inline(vm, linear, ACCESS_WRITE, user), bytes, value);
}

// Data breakpoints are enabled by the low byte of DR7 (SDM Vol. 3B, 17.2.4).
static inline bool data_breakpoints(const struct vm *vm) {
  return __builtin_expect(vm->cpu.dr[7] & 0xFF, 0);
}

#endif
