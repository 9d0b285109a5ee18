// The walk through the guest's page tables: 32-bit paging, SDM Vol. 3A, 4.3.
#ifndef PLEX86_MMU_WALK_H
#define PLEX86_MMU_WALK_H

#include "../vm.h"

enum page_table_entry {
  PTE_P = 1u << 0,
  PTE_W = 1u << 1,
  PTE_U = 1u << 2,
  PTE_A = 1u << 5,
  PTE_D = 1u << 6,
  PTE_PS = 1u << 7, // in a directory entry, with CR4.PSE: a 4 MiB page
  PTE_G = 1u << 8,  // with CR4.PGE: stays when CR3 is loaded
};

// The error code of #PF: SDM Vol. 3A, figure 4-12.
enum page_fault_error {
  PF_PRESENT = 1u << 0,
  PF_WRITE = 1u << 1,
  PF_USER = 1u << 2,
  PF_RESERVED = 1u << 3,
};

struct walk {
  uint32_t physical;
  bool faults;
  uint32_t error; // of the #PF
  // Where it does not fault: P, W and U of both levels together; A, D, PS and G of the entry that has the page, as they are after the access.
  uint32_t entry;
};

// Walks the tables for one address with paging on. Sets accessed and dirty bits where the access is allowed, else changes nothing.
struct walk walk(struct vm *vm, uint32_t linear, enum access access, bool user);
// The same for somebody who only looks: sets no bit, asks for no right. A page that has not been accessed yet is there as well; `entry` has A
// where both levels have it.
struct walk walk_probe(struct vm *vm, uint32_t linear);

#endif
