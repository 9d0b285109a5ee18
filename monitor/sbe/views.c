// The code views, where scanned pages stand, and the data view, where RAM stands. Both are filled page by page as the guest gets there.
#include "internal.h"

// --- code ---

static uint32_t place_address(uint32_t place) {
  return code_view_base[place / NATIVE_PAGES] + place % NATIVE_PAGES * PAGE_BYTES;
}

static void unlink_place(struct sbe *sbe, uint32_t place) {
  uint32_t *link = &sbe->slot[sbe->place_slot[place]].places;
  while (*link != place + 1) link = &sbe->place_next[*link - 1];
  *link = sbe->place_next[place];
  sbe->place_slot[place] = NO_SLOT;
  sbe->based_places -= place / NATIVE_PAGES != VIEW_FLAT;
}

bool views_map_code(struct vm *vm, unsigned slot, unsigned view, uint32_t linear_page) {
  struct sbe *sbe = vm->sbe;
  uint32_t place = view * NATIVE_PAGES + linear_page;
  if (sbe->place_slot[place] == slot) return true;
  uint64_t offset = (uint64_t)(slot - 1) * PAGE_BYTES;
  enum world_status status = world_map(vm, SPACE, place_address(place), PAGE_BYTES, WORLD_SCANNED, offset, WORLD_READ_EXECUTE);
  if (status == WORLD_FULL) {
    views_drop_code(vm);
    views_drop_data(vm);
    status = world_map(vm, SPACE, place_address(place), PAGE_BYTES, WORLD_SCANNED, offset, WORLD_READ_EXECUTE);
  }
  if (sbe->place_slot[place]) unlink_place(sbe, place);
  if (status != WORLD_OK) return false;
  sbe->place_slot[place] = (uint16_t)slot;
  sbe->place_next[place] = sbe->slot[slot].places;
  sbe->slot[slot].places = place + 1;
  sbe->based_places += view != VIEW_FLAT;
  return true;
}

void views_drop_slot(struct vm *vm, unsigned slot) {
  struct sbe *sbe = vm->sbe;
  for (uint32_t next = sbe->slot[slot].places; next; next = sbe->place_next[next - 1]) {
    if (!MUTANT(vm, MUTANT_STALE_EVICTED)) world_unmap(vm, SPACE, place_address(next - 1), PAGE_BYTES);
    sbe->place_slot[next - 1] = NO_SLOT;
    sbe->based_places -= (next - 1) / NATIVE_PAGES != VIEW_FLAT;
  }
  sbe->slot[slot].places = 0;
}

void views_drop_based(struct vm *vm) {
  struct sbe *sbe = vm->sbe;
  for (uint32_t place = NATIVE_PAGES; place < CODE_VIEWS * NATIVE_PAGES && sbe->based_places; place++) {
    if (!sbe->place_slot[place]) continue;
    world_unmap(vm, SPACE, place_address(place), PAGE_BYTES);
    unlink_place(sbe, place);
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

// --- data ---

static void drop_data_page(struct vm *vm, uint32_t linear_page) {
  struct sbe *sbe = vm->sbe;
  world_unmap(vm, SPACE, DATA_VIEW + linear_page * PAGE_BYTES, PAGE_BYTES);
  sbe->data_state[linear_page] = DATA_NONE;
  uint32_t last = sbe->data_pages[--sbe->data_count], position = sbe->data_position[linear_page];
  sbe->data_pages[position] = last;
  sbe->data_position[last] = position;
  uint32_t *link = &sbe->data_first[sbe->data_physical[linear_page]];
  while (*link != linear_page + 1) link = &sbe->data_next[*link - 1];
  *link = sbe->data_next[linear_page];
}

static void drop_physical(struct vm *vm, uint32_t physical_page) {
  struct sbe *sbe = vm->sbe;
  while (sbe->data_first[physical_page]) drop_data_page(vm, sbe->data_first[physical_page] - 1);
}

void views_drop_data(struct vm *vm) {
  struct sbe *sbe = vm->sbe;
  while (sbe->data_count) drop_data_page(vm, sbe->data_pages[sbe->data_count - 1]);
}

// The address lines or the size of RAM have changed: what stands where it no longer belongs goes.
void views_change_memory(struct vm *vm) {
  struct sbe *sbe = vm->sbe;
  uint32_t mask = vm->memory.address_mask / PAGE_BYTES, pages = vm->memory.ram_bytes / PAGE_BYTES;
  for (unsigned slot = 1; slot <= sbe->used; slot++)
    for (uint32_t place = sbe->slot[slot].places, next; place; place = next) {
      next = sbe->place_next[place - 1];
      if (((place - 1) % NATIVE_PAGES & mask) == sbe->slot[slot].physical) continue;
      world_unmap(vm, SPACE, place_address(place - 1), PAGE_BYTES);
      unlink_place(sbe, place - 1);
    }
  for (uint32_t i = sbe->data_count; i-- > 0;) {
    uint32_t linear_page = sbe->data_pages[i], physical_page = sbe->data_physical[linear_page];
    if ((linear_page & mask) != physical_page || physical_page >= pages) drop_data_page(vm, linear_page);
  }
}

bool views_map_data(struct vm *vm, uint32_t linear_page, uint32_t physical_page, enum data_state state) {
  struct sbe *sbe = vm->sbe;
  uint32_t address = DATA_VIEW + linear_page * PAGE_BYTES;
  enum world_access access = state == DATA_WRITE ? WORLD_READ_WRITE : WORLD_READ;
  if (sbe->data_state[linear_page] != DATA_NONE) {
    if (world_protect(vm, SPACE, address, PAGE_BYTES, access) != WORLD_OK) return false;
    sbe->data_state[linear_page] = (uint8_t)state;
    return true;
  }
  uint64_t offset = (uint64_t)physical_page * PAGE_BYTES;
  enum world_status status = world_map(vm, SPACE, address, PAGE_BYTES, WORLD_RAM, offset, access);
  if (status == WORLD_FULL) {
    views_drop_code(vm);
    views_drop_data(vm);
    status = world_map(vm, SPACE, address, PAGE_BYTES, WORLD_RAM, offset, access);
  }
  if (status != WORLD_OK) return false;
  sbe->data_state[linear_page] = (uint8_t)state;
  sbe->data_physical[linear_page] = physical_page;
  sbe->data_next[linear_page] = sbe->data_first[physical_page];
  sbe->data_first[physical_page] = linear_page + 1;
  sbe->data_position[linear_page] = sbe->data_count;
  sbe->data_pages[sbe->data_count++] = linear_page;
  return true;
}

void views_protect(struct vm *vm, uint32_t physical_page) {
  struct sbe *sbe = vm->sbe;
  for (uint32_t next = sbe->data_first[physical_page]; next; next = sbe->data_next[next - 1]) {
    uint32_t linear_page = next - 1;
    if (sbe->data_state[linear_page] != DATA_WRITE) continue;
    if (!views_map_data(vm, linear_page, physical_page, DATA_READ)) {
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
  while (writable && sbe->data_state[writable - 1] != DATA_WRITE) writable = sbe->data_next[writable - 1];
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
