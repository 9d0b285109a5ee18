#include "tlb.h"
#include "../cpu/system.h"
#include "../sbe/sbe.h"
#include "walk.h"

void tlb_note(struct vm *vm, uint32_t linear, const struct walk *found) {
  struct tlb_entry *to = &vm->tlb.entry[linear / PAGE_BYTES % TLB_ENTRIES];
  uint32_t entry = found->entry, rights = TLB_READ;
  bool writes = entry & PTE_D;
  if (writes && (entry & PTE_W || !(vm->cpu.cr0 & CR0_WP))) rights |= TLB_WRITE;
  if (entry & PTE_U) rights |= TLB_USER_READ | (writes && entry & PTE_W ? TLB_USER_WRITE : 0);
  to->linear = (linear & PAGE_MASK) | 1;
  to->physical = (found->physical & PAGE_MASK) | rights;
  if (entry & PTE_PS && vm->cpu.cr4 & CR4_PSE) vm->tlb.large = true;
}

static void forget(struct vm *vm) {
  memset(&vm->tlb, 0, sizeof vm->tlb);
}

void tlb_flush(struct vm *vm, bool global) {
  if (!MUTANT(vm, MUTANT_TLB_CR3)) forget(vm);
  sbe_flush(vm, global);
}

void tlb_invalidate(struct vm *vm, uint32_t linear) {
  // A 4 MiB page may be here in many parts.
  if (vm->tlb.large && !MUTANT(vm, MUTANT_TLB_LARGE))
    forget(vm);
  else
    vm->tlb.entry[linear / PAGE_BYTES % TLB_ENTRIES].linear = 0;
  sbe_invalidate_page(vm, linear);
}
