// What stands in the host's low 4 GiB: scanned pages in the code views, RAM in the data view. Both are filled page by page as the guest gets
// there.
#include "internal.h"

static uint32_t address_of(uint32_t host_page) {
  return host_page * PAGE_BYTES;
}

// Outside the flat view, which flat code's segment reaches in any case.
static bool is_based(const struct sbe *sbe, uint32_t host_page) {
  return !sbe->paged.on && address_of(host_page) >= DATA_VIEW;
}

static uint32_t *chain_of(struct sbe *sbe, uint32_t host_page) {
  if (host_kind(sbe, host_page) == HOST_CODE) return &sbe->slot[sbe->host_slot[host_page]].places;
  return &sbe->data_first[sbe->host_physical[host_page]];
}

static void put(struct sbe *sbe, uint32_t position, uint32_t host_page) {
  sbe->host_list[position] = host_page;
  sbe->host_position[host_page] = position;
}

// Notes that something stands there, which host_slot or host_physical says already.
static void enlist(struct sbe *sbe, uint32_t host_page, unsigned state) {
  sbe->host_state[host_page] = (uint8_t)state;
  uint32_t *chain = chain_of(sbe, host_page);
  sbe->host_next[host_page] = *chain;
  *chain = host_page + 1;
  uint32_t position = sbe->host_count++;
  if (state & HOST_GLOBAL) {
    put(sbe, position, sbe->host_list[sbe->host_globals]);
    position = sbe->host_globals++;
  }
  put(sbe, position, host_page);
  if (host_kind(sbe, host_page) == HOST_CODE) sbe->based_places += is_based(sbe, host_page);
  window16_page_changed(sbe, host_page, 0, PAGE_BYTES);
}

static void delist(struct sbe *sbe, uint32_t host_page) {
  if (views_slot(sbe, host_page) >= GATE_SLOT) gate_page_lost(sbe, views_slot(sbe, host_page));
  if (host_kind(sbe, host_page) == HOST_CODE) sbe->based_places -= is_based(sbe, host_page);
  uint32_t *link = chain_of(sbe, host_page);
  while (*link != host_page + 1) link = &sbe->host_next[*link - 1];
  *link = sbe->host_next[host_page];
  uint32_t position = sbe->host_position[host_page];
  if (position < sbe->host_globals) {
    put(sbe, position, sbe->host_list[--sbe->host_globals]);
    position = sbe->host_globals;
  }
  put(sbe, position, sbe->host_list[--sbe->host_count]);
  sbe->host_state[host_page] = HOST_NONE;
  window16_page_changed(sbe, host_page, 0, PAGE_BYTES);
}

void views_drop_page(struct vm *vm, uint32_t host_page) {
  world_unmap(vm, SPACE, address_of(host_page), PAGE_BYTES);
  delist(vm->sbe, host_page);
}

// The world has no more mappings to give: everything goes.
static enum world_status map(struct vm *vm, uint32_t host_page, uint32_t pages, enum world_source source, uint64_t offset,
                             enum world_access access) {
  enum world_status status = world_map(vm, SPACE, address_of(host_page), pages * PAGE_BYTES, source, offset, access);
  if (status != WORLD_FULL) return status;
  views_drop_all(vm);
  return world_map(vm, SPACE, address_of(host_page), pages * PAGE_BYTES, source, offset, access);
}

// --- code ---

bool views_map_code(struct vm *vm, unsigned slot, uint32_t host_page, unsigned flags) {
  struct sbe *sbe = vm->sbe;
  if (views_slot(sbe, host_page) == slot) return true;
  if (sbe->slot[slot].gates && sbe->slot[slot].gated_at != host_page && !MUTANT(vm, MUTANT_GATE_ALIAS)) gate_drop_slot(sbe, slot);
  crossing_neighbours(vm, slot, host_page);
  enum world_status status = map(vm, host_page, 1, WORLD_SCANNED, (uint64_t)(slot - 1) * PAGE_BYTES, WORLD_READ_EXECUTE);
  if (status == WORLD_FORBIDDEN) return false;
  if (host_kind(sbe, host_page) != HOST_NONE) delist(sbe, host_page);
  if (status != WORLD_OK) return false;
  sbe->host_slot[host_page] = (uint16_t)slot;
  enlist(sbe, host_page, HOST_CODE | flags);
  return true;
}

void views_drop_slot(struct vm *vm, unsigned slot) {
  struct sbe *sbe = vm->sbe;
  while (sbe->slot[slot].places) {
    uint32_t host_page = sbe->slot[slot].places - 1;
    if (!MUTANT(vm, MUTANT_STALE_EVICTED)) world_unmap(vm, SPACE, address_of(host_page), PAGE_BYTES);
    delist(sbe, host_page);
  }
}

void views_drop_based(struct vm *vm) {
  struct sbe *sbe = vm->sbe;
  for (uint32_t i = sbe->host_count; i-- > 0 && sbe->based_places;) {
    uint32_t host_page = sbe->host_list[i];
    if (host_kind(sbe, host_page) == HOST_CODE && is_based(sbe, host_page)) views_drop_page(vm, host_page);
  }
}

void views_drop_code(struct vm *vm) {
  for (unsigned slot = 1; slot <= vm->sbe->used; slot++) views_drop_slot(vm, slot);
}

// Only live slots matter: another one is 0xCC all over until it is the current page, and then the FPU's state is its own.
void views_change_fpu(struct vm *vm, unsigned fpu) {
  struct sbe *sbe = vm->sbe;
  unsigned live = sbe->live;
  for (unsigned i = sbe->slot[NO_SLOT].older; i && live; i = sbe->slot[i].older) {
    if (!sbe->slot[i].live) continue;
    live--;
    if (sbe->slot[i].fpu != fpu) views_drop_slot(vm, i);
  }
}

void views_drop_lent(struct vm *vm) {
  struct sbe *sbe = vm->sbe;
  for (unsigned i = sbe->slot[NO_SLOT].older; i; i = sbe->slot[i].older)
    if (sbe->slot[i].lent) views_drop_slot(vm, i);
}

// --- data ---

static void drop_physical(struct vm *vm, uint32_t physical_page) {
  struct sbe *sbe = vm->sbe;
  while (sbe->data_first[physical_page]) views_drop_page(vm, sbe->data_first[physical_page] - 1);
}

bool views_map_data(struct vm *vm, uint32_t host_page, uint32_t physical_page, uint32_t pages, unsigned state) {
  struct sbe *sbe = vm->sbe;
  enum world_access access = (state & HOST_KIND) == HOST_WRITE ? WORLD_READ_WRITE : WORLD_READ;
  unsigned kind = host_kind(sbe, host_page);
  bool same = (kind == HOST_READ || kind == HOST_WRITE) && sbe->host_physical[host_page] == physical_page;
  if (pages == 1 && same) {
    if (world_protect(vm, SPACE, address_of(host_page), PAGE_BYTES, access) != WORLD_OK) return false;
    sbe->host_state[host_page] = (uint8_t)state;
    return true;
  }
  if (map(vm, host_page, pages, WORLD_RAM, (uint64_t)physical_page * PAGE_BYTES, access) != WORLD_OK) return false;
  for (uint32_t i = 0; i < pages; i++) {
    if (host_kind(sbe, host_page + i) != HOST_NONE) delist(sbe, host_page + i);
    sbe->host_physical[host_page + i] = physical_page + i;
    enlist(sbe, host_page + i, state);
  }
  return true;
}

void views_protect(struct vm *vm, uint32_t physical_page) {
  struct sbe *sbe = vm->sbe;
  for (uint32_t next = sbe->data_first[physical_page]; next; next = sbe->host_next[next - 1]) {
    uint32_t host_page = next - 1;
    if (host_kind(sbe, host_page) != HOST_WRITE) continue;
    unsigned flags = sbe->host_state[host_page] & ~HOST_KIND;
    if (!views_map_data(vm, host_page, physical_page, 1, HOST_READ | flags)) {
      drop_physical(vm, physical_page);
      return;
    }
    if (MUTANT(vm, MUTANT_STALE_ALIAS)) return;
  }
}

void sbe_page_changed(struct vm *vm, uint32_t page) {
  if (!vm->sbe || page >= NATIVE_PAGES) return;
  drop_physical(vm, page);
  sbe_code_written(vm, page * PAGE_BYTES, PAGE_BYTES);
}

// To take a page out of the data view and fault it in again costs as much as several short cases do. The pages last used stay writable,
// and count as touched from the start of a run instead.
void sbe_page_untouched(struct vm *vm, uint32_t page) {
  struct sbe *sbe = vm->sbe;
  if (!sbe || page >= NATIVE_PAGES) return;
  uint32_t writable = sbe->data_first[page];
  while (writable && host_kind(sbe, writable - 1) != HOST_WRITE) writable = sbe->host_next[writable - 1];
  if (!writable) return;
  for (unsigned i = 0; i < KEPT_PAGES; i++)
    if (sbe->kept[i] == page + 1) return;
  uint32_t *kept = &sbe->kept[sbe->kept_next++ % KEPT_PAGES];
  if (*kept) drop_physical(vm, *kept - 1);
  *kept = page + 1;
}

void views_begin(struct vm *vm) {
  struct sbe *sbe = vm->sbe;
  // One that is not used any more goes sooner or later.
  if (++sbe->runs % 16 == 0) {
    uint32_t *kept = &sbe->kept[sbe->kept_next++ % KEPT_PAGES];
    if (*kept) drop_physical(vm, *kept - 1);
    *kept = 0;
  }
  for (unsigned i = 0; i < KEPT_PAGES; i++)
    if (sbe->kept[i] && sbe->data_first[sbe->kept[i] - 1]) physical_touch(vm, (sbe->kept[i] - 1) * PAGE_BYTES);
}

// --- both ---

static bool any(struct vm *vm, uint32_t host_page) {
  return true;
}

enum { GAP_PAGES = 512 }; // to look over a page is cheaper than a call by far

// The last page from `from` on, in steps of +1 or -1, up to which everything goes.
static uint32_t run_end(struct vm *vm, uint32_t from, int32_t step, bool (*goes)(struct vm *vm, uint32_t host_page)) {
  uint32_t end = from, gap = 0;
  for (uint32_t page = from + step; page && page < HOST_PAGES && gap < GAP_PAGES; page += step) {
    bool stands = host_kind(vm->sbe, page);
    if (stands && !goes(vm, page)) break;
    gap = stands ? 0 : gap + 1;
    if (stands) end = page;
  }
  return end;
}

void views_drop_run(struct vm *vm, uint32_t host_page, bool (*goes)(struct vm *vm, uint32_t host_page)) {
  uint32_t first = run_end(vm, host_page, -1, goes), last = run_end(vm, host_page, 1, goes);
  world_unmap(vm, SPACE, address_of(first), (last - first + 1) * PAGE_BYTES);
  for (uint32_t page = first; page <= last; page++)
    if (host_kind(vm->sbe, page)) delist(vm->sbe, page);
}

void views_drop_all(struct vm *vm) {
  struct sbe *sbe = vm->sbe;
  while (sbe->host_count) views_drop_run(vm, sbe->host_list[sbe->host_count - 1], any);
}

// Without paging: the address lines or the size of RAM have changed, and what stands where it no longer belongs goes.
void views_change_memory(struct vm *vm) {
  struct sbe *sbe = vm->sbe;
  uint32_t mask = vm->memory.address_mask / PAGE_BYTES, pages = vm->memory.ram_bytes / PAGE_BYTES;
  for (uint32_t i = sbe->host_count; i-- > 0;) {
    uint32_t host_page = sbe->host_list[i];
    bool code = host_kind(sbe, host_page) == HOST_CODE;
    uint32_t linear_page = host_page % NATIVE_PAGES; // every view begins at a multiple of its size
    uint32_t physical_page = code ? sbe->slot[sbe->host_slot[host_page]].physical : sbe->host_physical[host_page];
    if ((linear_page & mask) != physical_page || physical_page >= pages) views_drop_page(vm, host_page);
  }
}
