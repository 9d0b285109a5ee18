// Stores to pages with scanned code. Only what the store touches is discarded: the neighbours flow into the 0xCC that is left, and the
// next arrival there scans what is there then. A trap site's later bytes are not watched, because the interpreter reads the original.
#include "internal.h"

// Unscans what overlaps [from, to) of the page. false: nothing did.
static bool discard(struct vm *vm, unsigned slot, unsigned from, unsigned to) {
  struct sbe *sbe = vm->sbe;
  bool any = from < sbe->slot[slot].tail && !MUTANT(vm, MUTANT_TAIL_STALE);
  if (any) crossing_part(vm, sbe->slot[slot].tail_of);
  if (attribute_kind(sbe, slot, from) == ATTRIBUTE_INSIDE && !MUTANT(vm, MUTANT_STALE_LAST_BYTE)) {
    unsigned start = from;
    while (attribute_kind(sbe, slot, start) == ATTRIBUTE_INSIDE) start--;
    unscan(vm, slot, start);
    any = true;
  }
  for (unsigned i = from; i < to && sbe->slot[slot].live; i++) {
    unsigned kind = attribute_kind(sbe, slot, i);
    if (kind != ATTRIBUTE_START && kind != ATTRIBUTE_TRAP) continue;
    if (MUTANT(vm, MUTANT_STALE_FIRST_BYTE) && i > from) break;
    unscan(vm, slot, i);
    any = true;
  }
  return any;
}

static void written(struct vm *vm, uint32_t physical_page, unsigned from, unsigned to) {
  struct sbe *sbe = vm->sbe;
  bool any = false;
  if (sbe->trial.page == physical_page + 1) mixed_trial_store(vm);
  for (unsigned slot = sbe->first_slot[physical_page]; slot; slot = sbe->slot[slot].sibling) {
    if (!sbe->slot[slot].live) continue;
    if (to - from == PAGE_BYTES) {
      cache_reset(vm, slot);
      any = true;
    } else if (discard(vm, slot, from, to)) {
      any = true;
    }
  }
  vm->counters.would_exit++;
  if (!any)
    vm->counters.unscanned_writes++;
  else if (sbe->writer == WRITER_NATIVE)
    vm->counters.invalidations_guest_native++;
  else if (sbe->writer == WRITER_INTERPRETER)
    vm->counters.invalidations_interpreted++;
  else
    vm->counters.invalidations_outside++;
  if (!any && sbe->burst.left && sbe->writer == WRITER_INTERPRETER) mixed_store_in_burst(vm, physical_page);
}

void sbe_code_written(struct vm *vm, uint32_t physical, uint32_t bytes) {
  struct sbe *sbe = vm->sbe;
  if (!sbe) return;
  if (MUTANT(vm, MUTANT_STALE_OWN_PAGE) && sbe->writer == WRITER_NATIVE &&
      physical / PAGE_BYTES == (vm->cpu.segment[CS].base + vm->restart.eip) / PAGE_BYTES)
    return;
  if (MUTANT(vm, MUTANT_STALE_INTERPRETED) && sbe->writer == WRITER_INTERPRETER) return;
  while (bytes) {
    unsigned offset = physical % PAGE_BYTES;
    unsigned here = bytes < PAGE_BYTES - offset ? bytes : PAGE_BYTES - offset;
    uint32_t page = physical / PAGE_BYTES;
    if (page < NATIVE_PAGES && page < vm->memory.ram_bytes / PAGE_BYTES) written(vm, page, offset, offset + here);
    physical += here;
    bytes -= here;
  }
}
