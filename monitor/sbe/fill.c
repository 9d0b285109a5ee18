// A page of the data view that the guest has touched and that is not there, or not writable.
#include "../mmu/walk.h"
#include "internal.h"

static enum exit_action count(struct vm *vm, enum exit_cause cause, enum exit_action action) {
  vm->counters.exits[cause]++;
  return action;
}

// What a page's kind has to say. true: *action says how it ends, or *writable whether the page may be written freely.
static bool settled(struct vm *vm, uint32_t physical, bool write, bool *writable, enum exit_action *action) {
  const struct memory *memory = &vm->memory;
  if (physical >= memory->ram_bytes || physical >= NATIVE_BYTES) {
    *action = count(vm, EXIT_DATA_OUTSIDE, ACTION_INTERPRET);
    return true;
  }
  unsigned flags = memory->page_flags[physical / PAGE_BYTES];
  if (flags & RAM_DEVICE || (flags & RAM_ROM && write)) {
    *action = count(vm, EXIT_DATA_OUTSIDE, ACTION_INTERPRET);
    return true;
  }
  if (flags & RAM_CODE && write) {
    mixed_store(vm, physical / PAGE_BYTES);
    *action = count(vm, EXIT_CODE_WRITE, ACTION_STORE);
    return true;
  }
  if (flags & RAM_TABLE && write) {
    *action = count(vm, EXIT_TABLE_WRITE, ACTION_INTERPRET);
    return true;
  }
  *writable = !(flags & (RAM_CODE | RAM_ROM | RAM_TABLE));
  return false;
}

// Whether the view has what the fault asked for already: then the fault is not the view's.
static bool is_there(const struct sbe *sbe, uint32_t host_page, uint32_t physical_page, bool write) {
  unsigned kind = host_kind(sbe, host_page);
  if (kind != HOST_WRITE && (write || kind != HOST_READ)) return false;
  return sbe->host_physical[host_page] == physical_page;
}

static enum exit_action unexplained(struct vm *vm) {
  vm->counters.unexplained_faults++;
  return count(vm, EXIT_FAULT, ACTION_INTERPRET);
}

static enum exit_action fill_unpaged(struct vm *vm, uint32_t linear, bool write) {
  struct sbe *sbe = vm->sbe;
  uint32_t physical = linear, host_page = (linear + sbe->data_base) / PAGE_BYTES;
  bool writable;
  enum exit_action action;
  if (!MUTANT(vm, MUTANT_A20_IGNORED)) physical &= vm->memory.address_mask;
  if (settled(vm, physical, write, &writable, &action)) return action;
  uint32_t page = physical / PAGE_BYTES;
  if (is_there(sbe, host_page, page, writable)) return unexplained(vm);
  if (writable) physical_touch(vm, physical);
  if (!views_map_data(vm, host_page, page, 1, writable ? HOST_WRITE : HOST_READ)) return count(vm, EXIT_DATA_OUTSIDE, ACTION_INTERPRET);
  return count(vm, EXIT_DATA_FILL, ACTION_RESUME);
}

// --- with paging ---

// What two entries must have in common for their pages to be filled together: everything but the address and what is the system's own.
enum { ENTRY_ALIKE = 0x1FF };

// Whether the page beside the one that is being filled can be filled with it: a TLB may hold what has not been asked for, if its entry was
// accessed already.
static bool alike(struct vm *vm, uint32_t linear, uint32_t physical, uint32_t entry, bool writable) {
  const struct sbe *sbe = vm->sbe;
  const struct memory *memory = &vm->memory;
  uint32_t host_page = (linear + sbe->data_base) / PAGE_BYTES, page = physical / PAGE_BYTES;
  if (linear >= sbe->data_end || host_kind(sbe, host_page) != HOST_NONE) return false;
  if (host_page == 0 || host_page == HOST_PAGES - 1) return false; // they are no neighbours
  if (physical >= memory->ram_bytes || physical >= NATIVE_BYTES) return false;
  if (memory->page_flags[page] & (RAM_CODE | RAM_ROM | RAM_DEVICE | RAM_TABLE)) return false;
  struct walk found = walk_probe(vm, linear);
  if (found.faults || found.physical != physical || (found.entry ^ entry) & ENTRY_ALIKE) return false;
  if (writable) physical_touch(vm, physical);
  return true;
}

static enum exit_action fill_paged(struct vm *vm, uint32_t linear, bool write) {
  struct sbe *sbe = vm->sbe;
  bool writable;
  enum exit_action action;
  // The instruction may still fault elsewhere, and then no bit may be set for it (SDM Vol. 3A, 4.8): the interpreter sets them when it has
  // completed, and the next access fills the page.
  uint32_t bits = write ? PTE_A | PTE_D : PTE_A;
  struct walk seen = walk_probe(vm, linear);
  if (!seen.faults && (seen.entry & bits) != bits && !MUTANT(vm, MUTANT_DIRTY_NATIVE)) return count(vm, EXIT_DATA_FILL, ACTION_INTERPRET);
  struct walk found = walk(vm, linear, write ? ACCESS_WRITE : ACCESS_READ, vm->cpu.cpl == 3);
  if (found.faults) return count(vm, EXIT_FAULT, ACTION_INTERPRET); // the interpreter raises it, or another one that comes first
  uint32_t physical = found.physical & vm->memory.address_mask;
  if (settled(vm, physical, write, &writable, &action)) return action;
  // With CR0.WP clear CPL 0 may write what CPL 3 must not, and both see the same view.
  if (write && !(found.entry & PTE_W)) return count(vm, EXIT_DATA_OUTSIDE, ACTION_INTERPRET);
  // The first write to a clean page has to set its dirty bit.
  writable =
      writable && (found.entry & PTE_W || MUTANT(vm, MUTANT_VIEW_READ_ONLY)) && (found.entry & PTE_D || MUTANT(vm, MUTANT_DIRTY_NATIVE));
  uint32_t page = physical / PAGE_BYTES, first = linear & PAGE_MASK, pages = 1;
  if (is_there(sbe, (linear + sbe->data_base) / PAGE_BYTES, page, write)) return unexplained(vm);
  if (writable) physical_touch(vm, physical);
  unsigned state = (writable ? HOST_WRITE : HOST_READ) | paging_flags(vm, found.entry);
  if (host_kind(sbe, (linear + sbe->data_base) / PAGE_BYTES) == HOST_NONE) {
    uint32_t ahead = sbe->options.fill_ahead;
    for (uint32_t i = 1; i <= ahead && alike(vm, first + pages * PAGE_BYTES, (page + pages) * PAGE_BYTES, found.entry, writable); i++)
      pages++;
    for (uint32_t i = 1; i <= ahead && page && alike(vm, first - PAGE_BYTES, (page - 1) * PAGE_BYTES, found.entry, writable); i++) {
      first -= PAGE_BYTES;
      page--;
      pages++;
    }
  }
  if (!paging_map_data(vm, first, page, pages, state)) return count(vm, EXIT_DATA_OUTSIDE, ACTION_INTERPRET);
  if (!(state & HOST_GLOBAL)) spaces_missed_data(vm, linear);
  return count(vm, EXIT_DATA_FILL, ACTION_RESUME);
}

enum exit_action fill_data(struct vm *vm, uint32_t linear, bool write) {
  return vm->sbe->paged.on ? fill_paged(vm, linear, write) : fill_unpaged(vm, linear, write);
}
