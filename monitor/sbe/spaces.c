// What stands in the views before anybody asks for it. A TLB may hold whatever the tables say, if its entry was accessed already; so what can be had without
// an exit is put there in time: the neighbours of code that was missed, and what an address space was known to use when the guest comes back to it. Its
// pages are those that were missed; since one that is put there in time is never missed again, they are found anew every RELEARN entries.
#include "../mmu/walk.h"
#include "internal.h"

static bool in_ram(const struct vm *vm, uint32_t physical) {
  return physical < vm->memory.ram_bytes && physical < NATIVE_BYTES;
}

static bool accessed(const struct vm *vm, uint32_t entry) {
  return entry & PTE_A || MUTANT(vm, MUTANT_AHEAD_NOT_ACCESSED);
}

// Into the data view, if that needs no change to the tables.
static bool foresee_data(struct vm *vm, uint32_t linear) {
  struct walk found = walk_probe(vm, linear);
  uint32_t physical = found.physical & vm->memory.address_mask;
  if (found.faults || !accessed(vm, found.entry) || !in_ram(vm, physical)) return false;
  if (vm->memory.page_flags[physical / PAGE_BYTES] & (RAM_CODE | RAM_ROM | RAM_DEVICE | RAM_TABLE)) return false;
  unsigned flags = paging_flags(vm, found.entry);
  if (flags & HOST_GLOBAL) return false; // it would change places with a page that sift() has not looked at
  bool writable = found.entry & PTE_W && (found.entry & PTE_D || MUTANT(vm, MUTANT_AHEAD_CLEAN));
  if (writable) physical_touch(vm, physical);
  return paging_map_data(vm, linear, physical / PAGE_BYTES, 1, (writable ? HOST_WRITE : HOST_READ) | flags);
}

// Into the code view, if it has been scanned.
static bool foresee_code(struct vm *vm, uint32_t linear, bool code32, bool lent) {
  const struct sbe *sbe = vm->sbe;
  struct walk found = walk_probe(vm, linear);
  uint32_t physical = found.physical & vm->memory.address_mask;
  if (found.faults || !accessed(vm, found.entry) || !in_ram(vm, physical)) return false;
  unsigned slot = cache_find(sbe, physical / PAGE_BYTES, code32, sbe->fpu, lent);
  if (!slot || !sbe->slot[slot].live || sbe->mixed[physical / PAGE_BYTES].interpreted) return false;
  return paging_place_code(vm, slot, linear & PAGE_MASK, paging_flags(vm, found.entry));
}

static bool foresees_code(const struct sbe *sbe) {
  return sbe->options.fill_ahead && sbe->options.mode == SBE_FAST && !sbe->wanted_watches;
}

// --- what is remembered ---

static bool holds(const struct pages *pages, uint32_t linear) {
  for (unsigned i = 0; i < SPACE_PAGES; i++)
    if (pages->page[i] == linear / PAGE_BYTES + 1) return true;
  return false;
}

static void add(struct pages *pages, uint32_t linear) {
  if (!holds(pages, linear)) pages->page[pages->next++ % SPACE_PAGES] = linear / PAGE_BYTES + 1;
}

// The address space that the guest is in, or NULL.
static struct space *here(struct vm *vm) {
  struct space *space = &vm->sbe->paged.space[vm->sbe->paged.space_now];
  return vm->sbe->options.fill_ahead && space->entries && space->cr3 == vm->cpu.cr3 ? space : NULL;
}

void spaces_choose(struct vm *vm) {
  struct paged *paged = &vm->sbe->paged;
  unsigned now = 0;
  if (!vm->sbe->options.fill_ahead) return;
  while (now < SPACES && paged->space[now].cr3 != vm->cpu.cr3) now++;
  if (now == SPACES) {
    now = paged->space_hand++ % SPACES;
    paged->space[now] = (struct space){.cr3 = vm->cpu.cr3};
  }
  struct space *space = &paged->space[now];
  paged->space_now = (uint8_t)now;
  if (++space->entries % RELEARN == 0) space->data = space->code = (struct pages){0};
}

// What one address space has used a new one is likely to use. The call that puts it there is the one that would have taken the other away.
bool spaces_replace(struct vm *vm, uint32_t host_page) {
  const struct sbe *sbe = vm->sbe;
  const struct space *space = here(vm);
  uint32_t linear = host_page * PAGE_BYTES - sbe->data_base;
  if (!space || host_kind(sbe, host_page) == HOST_CODE) return false;
  return (space->entries == 1 || holds(&space->data, linear)) && foresee_data(vm, linear);
}

void spaces_enter(struct vm *vm) {
  struct sbe *sbe = vm->sbe;
  struct space *space = here(vm);
  if (!space) return;
  for (unsigned i = 0; i < SPACE_PAGES; i++) {
    uint32_t data = (space->data.page[i] - 1) * PAGE_BYTES, code = (space->code.page[i] - 1) * PAGE_BYTES;
    if (space->data.page[i] && data < sbe->data_end && !host_kind(sbe, (data + sbe->data_base) / PAGE_BYTES) && !foresee_data(vm, data))
      space->data.page[i] = 0;
    if (space->code.page[i] && foresees_code(sbe) && !host_kind(sbe, code / PAGE_BYTES) && !foresee_code(vm, code, true, sbe->lent))
      space->code.page[i] = 0;
  }
}

void spaces_missed_data(struct vm *vm, uint32_t linear) {
  struct space *space = here(vm);
  if (space) add(&space->data, linear);
}

void spaces_missed_code(struct vm *vm, unsigned slot, uint32_t linear, unsigned flags) {
  const struct sbe *sbe = vm->sbe;
  struct space *space = here(vm);
  if (!foresees_code(sbe)) return;
  if (space && !(flags & HOST_GLOBAL) && sbe->slot[slot].code32) add(&space->code, linear);
  int32_t ahead = sbe->options.fill_ahead / 2;
  for (int32_t i = -ahead; i <= ahead; i++) {
    uint32_t beside = linear + (uint32_t)(i * PAGE_BYTES);
    if (i == 0 || (beside ^ linear) & 0x80000000u || host_kind(sbe, beside / PAGE_BYTES) || beside < world_lowest_address(vm)) continue;
    foresee_code(vm, beside, sbe->slot[slot].code32, sbe->slot[slot].lent);
  }
}
