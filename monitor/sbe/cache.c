// The cache of scanned pages: by guest-physical page, code size and FPU state, the least recently used leaves first.
#include "internal.h"

static struct sbe the_sbe; // the one VM's

static void use(struct sbe *sbe, unsigned index) {
  struct slot *slot = &sbe->slot[index], *head = &sbe->slot[NO_SLOT];
  if (head->older == index) return;
  if (slot->newer != index) {
    sbe->slot[slot->newer].older = slot->older;
    sbe->slot[slot->older].newer = slot->newer;
  }
  slot->newer = NO_SLOT;
  slot->older = head->older;
  sbe->slot[slot->older].newer = (uint16_t)index;
  head->older = (uint16_t)index;
}

// RAM_CODE stands for as long as some slot of the page has anything that a store could make stale.
void cache_release_code(struct vm *vm, uint32_t physical_page) {
  struct sbe *sbe = vm->sbe;
  if (sbe->trial.page == physical_page + 1) return; // its stores are being counted
  for (unsigned i = sbe->first_slot[physical_page]; i; i = sbe->slot[i].sibling)
    if (sbe->slot[i].live) return;
  vm->memory.page_flags[physical_page] &= (uint8_t)~RAM_CODE;
}

void cache_reset(struct vm *vm, unsigned index) {
  struct sbe *sbe = vm->sbe;
  struct slot *slot = &sbe->slot[index];
  crossing_part_both(vm, index);
  gate_drop_slot(sbe, index);
  memset(slot_code(sbe, index), 0xCC, PAGE_BYTES);
  window16_slot_changed(sbe, index, 0, PAGE_BYTES);
  memset(sbe->attributes[index], 0, PAGE_BYTES);
  if (slot->live) sbe->live--;
  slot->live = 0;
  cache_release_code(vm, slot->physical);
}

static void evict(struct vm *vm, unsigned index) {
  struct sbe *sbe = vm->sbe;
  struct slot *slot = &sbe->slot[index];
  if (slot->live) {
    vm->counters.page_evictions++;
    cache_reset(vm, index);
  }
  crossing_part_both(vm, index);
  views_drop_slot(vm, index);
  uint16_t *link = &sbe->first_slot[slot->physical];
  while (*link != index) link = &sbe->slot[*link].sibling;
  *link = slot->sibling;
}

static unsigned take(struct vm *vm) {
  struct sbe *sbe = vm->sbe;
  if (sbe->used < sbe->limit) {
    unsigned index = ++sbe->used;
    sbe->slot[index].newer = sbe->slot[index].older = (uint16_t)index;
    sbe->slot[index].live = 0;
    sbe->slot[index].crosses = sbe->slot[index].tail_of = NO_SLOT;
    sbe->slot[index].tail = 0;
    sbe->slot[index].places = 0;
    sbe->slot[index].gates = 0;
    memset(slot_code(sbe, index), 0xCC, PAGE_BYTES);
    memset(sbe->attributes[index], 0, PAGE_BYTES);
    return index;
  }
  unsigned index = sbe->slot[NO_SLOT].newer;
  evict(vm, index);
  return index;
}

unsigned cache_slot(struct vm *vm, uint32_t physical_page, bool code32, unsigned fpu, bool lent) {
  struct sbe *sbe = vm->sbe;
  for (unsigned i = sbe->first_slot[physical_page]; i; i = sbe->slot[i].sibling) {
    const struct slot *slot = &sbe->slot[i];
    if (slot->code32 != code32 && !MUTANT(vm, MUTANT_STALE_CODE_SIZE)) continue;
    if (slot->fpu != fpu && !MUTANT(vm, MUTANT_STALE_FPU_STATE)) continue;
    if (slot->lent != lent) continue;
    slot->live ? vm->counters.page_hits++ : vm->counters.page_misses++;
    use(sbe, i);
    return i;
  }
  vm->counters.page_misses++;
  unsigned index = take(vm);
  struct slot *slot = &sbe->slot[index];
  slot->physical = physical_page;
  slot->code32 = code32;
  slot->fpu = (uint8_t)fpu;
  slot->lent = lent;
  slot->overlaps = slot->renewals = slot->partings = 0;
  slot->sibling = sbe->first_slot[physical_page];
  sbe->first_slot[physical_page] = (uint16_t)index;
  use(sbe, index);
  return index;
}

unsigned cache_find(const struct sbe *sbe, uint32_t physical_page, bool code32, unsigned fpu, bool lent) {
  unsigned i = sbe->first_slot[physical_page];
  while (i && (sbe->slot[i].code32 != code32 || sbe->slot[i].fpu != fpu || sbe->slot[i].lent != lent)) i = sbe->slot[i].sibling;
  return i;
}

// Live slots have all been used since the last time, so they stand among the newest: this takes as long as there is something to do.
void cache_forget(struct vm *vm) {
  struct sbe *sbe = vm->sbe;
  for (unsigned i = sbe->slot[NO_SLOT].older; i && sbe->live; i = sbe->slot[i].older)
    if (sbe->slot[i].live) cache_reset(vm, i);
}

void cache_empty(struct vm *vm) {
  struct sbe *sbe = vm->sbe;
  cache_forget(vm);
  views_drop_code(vm);
  for (unsigned i = 1; i <= sbe->used; i++) sbe->first_slot[sbe->slot[i].physical] = NO_SLOT;
  sbe->used = 0;
  sbe->slot[NO_SLOT].newer = sbe->slot[NO_SLOT].older = NO_SLOT;
}

// Starts from nothing: another engine may have used the address space and the local table in between.
void sbe_init(struct vm *vm, const struct sbe_options *options) {
  struct sbe *sbe = vm->sbe = &the_sbe;
  sbe->scanned = world_scanned_pages(vm);
  cache_empty(vm);
  window16_close(vm);
  views_drop_all(vm);
  paging_forget(vm);
  memset(sbe->kept, 0, sizeof sbe->kept);
  descriptors_forget(vm);
  mixed_forget(vm);
  gate_forget(sbe);
  sbe->limit = world_scanned_page_limit(vm) - GATE_PAGES - WINDOW_BYTES / PAGE_BYTES;
  if (sbe->limit > SLOTS) sbe->limit = SLOTS;
  if (options->page_limit && options->page_limit < sbe->limit) sbe->limit = options->page_limit;
  sbe->options = *options;
  burst_forget(vm);
}

void sbe_forget(struct vm *vm) {
  if (!vm->sbe) return;
  cache_forget(vm);
  paging_forget(vm);
  mixed_forget(vm);
  gate_cool(vm->sbe);
  burst_forget(vm);
}
