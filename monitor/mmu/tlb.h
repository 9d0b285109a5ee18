// What the interpreter remembers of the guest's page tables, as a processor does: it may stay behind the tables until the guest says
// otherwise (SDM Vol. 3A, 4.10).
#ifndef PLEX86_MMU_TLB_H
#define PLEX86_MMU_TLB_H

#include "../types.h"

enum { TLB_ENTRIES = 1024 };

enum tlb_right {
  TLB_READ = 1u << 0,
  TLB_WRITE = 1u << 1, // the dirty bit is set already
  TLB_USER_READ = 1u << 2,
  TLB_USER_WRITE = 1u << 3,
};

struct tlb_entry {
  uint32_t linear;   // of the page, plus 1; 0: nothing is here
  uint32_t physical; // of the page, plus rights (enum tlb_right)
};

struct tlb {
  struct tlb_entry entry[TLB_ENTRIES];
  bool large; // parts of 4 MiB pages are here
};

struct vm;
struct walk;
// Remembers what a walk has found.
void tlb_note(struct vm *vm, uint32_t linear, const struct walk *found);
// A load of CR3 (`global` pages may stay), a change of CR0 or CR4, a new guest; INVLPG. What SBE has mapped goes with it.
void tlb_flush(struct vm *vm, bool global);
void tlb_invalidate(struct vm *vm, uint32_t linear);

#endif
