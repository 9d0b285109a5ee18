// One virtual machine. A process (or a kernel driver's instance) holds exactly one; every function of the monitor takes it first.
#ifndef PLEX86_VM_H
#define PLEX86_VM_H

#include "cpu/state.h"
#include "emulate/decoded.h"
#include "mmu/memory.h"
#include "mmu/tlb.h"
#include "mutants.h"
#include "outcome.h"
#include "run/control.h"
#include "types.h"

struct sbe;

// Always on, never reset by the monitor itself.
struct counters {
  uint64_t instructions; // executed by the interpreter
  uint64_t entries;      // into native execution
  uint64_t exits[EXIT_CAUSES];
  uint64_t scans;         // scanner runs
  uint64_t scanned_bytes; // bytes of original code that became executable or trap sites
  uint64_t page_hits, page_misses, page_evictions;
  uint64_t invalidations_guest_native;      // discarded because of a store that faulted natively
  uint64_t invalidations_interpreted;       // ... a store that the monitor carried out
  uint64_t invalidations_outside;           // ... a write by a device, DMA or the harness
  uint64_t unscanned_writes;                // stores to a code page that hit no scanned byte
  uint64_t crossings;                       // instructions in two pages that were made native
  uint64_t gates;                           // trap sites that were given a gate
  uint64_t renewals;                        // scanned pages begun anew because of marks that nothing asks for any more
  uint64_t collisions;                      // code that could not stand at its address because data does, and the reverse
  uint64_t mixed_pages;                     // pages found to be cheaper to interpret than to protect
  uint64_t would_exit;                      // interpreted accesses that would have been exits: device memory, scanned pages
  uint64_t burst_instructions, burst_exits; // interpreted on after an exit, and the exits that this saved
  uint64_t unexplained_faults;              // a native fault that the guest does not have, and nothing known explains: must stay 0
};

struct vm {
  struct cpu cpu;
  struct cpu restart;  // the state at the start of the running instruction: what a fault goes back to
  bool restart_whole;  // ... all of it, because the instruction may change the system's state too; else what every instruction may change
  void *fault_jump[5]; // __builtin_setjmp buffer of the running instruction or delivery
  struct exception {
    uint8_t vector;
    bool has_error;
    uint32_t error;
  } exception; // what raise_exception() recorded
  struct memory memory;
  struct control control;
  struct counters counters;
  struct decoded decoded[DECODED];
  struct tlb tlb;
  struct sbe *sbe;
  uint8_t executed_class;  // enum sbe_class of the instruction last interpreted
  uint8_t executed_length; // its bytes
  bool fx_live;            // the processor holds what cpu.fx points at: world_keep_fx() first
  uint32_t mutant;         // 0, or the seeded bug that is on (builds with PLEX86_MUTANTS only; see monitor/mutants.h)
  void *world;             // the driver's own
};

#ifdef PLEX86_MUTANTS
#define MUTANT(vm, name) __builtin_expect((vm)->mutant == (name), 0)
#else
#define MUTANT(vm, name) ((void)(vm), 0)
#endif

#endif
