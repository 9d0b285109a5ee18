// Host memory below 4 GiB belongs to the guest alone. All of it is reserved, without rights and without cost, so that nothing of
// the host's can come to stand there; guest RAM and scanned pages are files in memory, mapped over the reservation.
#include <asm/unistd.h>
#include <linux/fcntl.h>
#include <linux/memfd.h>
#include <linux/mman.h>

#include "system_call.h"
#include "user.h"

#define FOUR_GIB (1ull << 32)
enum { POPULATE_BYTES = 16 * PAGE_BYTES, ERROR_NO_MEMORY = -12 };

static bool failed(long result) {
  return (unsigned long)result >= -4095ul;
}

static long map(uint64_t address, uint64_t bytes, long rights, long flags, int file, uint64_t offset) {
  return system_call(__NR_mmap, (long)address, (long)bytes, rights, flags, file, (long)offset);
}

static long reserve(uint64_t address, uint64_t bytes, long fixed) {
  return map(address, bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | fixed, -1, 0);
}

void *world_allocate(uint64_t bytes) {
  long result = map(0, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (failed(result)) fail("mmap", result);
  return (void *)result;
}

// A file of fixed size in memory, and the monitor's own mapping of it.
static int memory_file(const char *name, uint64_t bytes, uint8_t **mapping) {
  long file = system_call3(__NR_memfd_create, (long)name, MFD_CLOEXEC | MFD_ALLOW_SEALING, 0);
  if (failed(file)) fail("memfd_create", file);
  long result = system_call3(__NR_ftruncate, file, (long)bytes, 0);
  if (result) fail("ftruncate", result);
  result = system_call3(__NR_fcntl, file, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL);
  if (result) fail("sealing", result);
  result = map(0, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_NORESERVE, (int)file, 0);
  if (failed(result)) fail("mmap", result);
  *mapping = (uint8_t *)result;
  return (int)file;
}

void maps_create(struct world *world) {
  long result = reserve(WORLD_LOWEST, FOUR_GIB - WORLD_LOWEST, MAP_FIXED_NOREPLACE);
  if (result != WORLD_LOWEST) fail("reserving the low 4 GiB", failed(result) ? result : 0);
  // Below vm.mmap_min_addr only for those who may (CAP_SYS_RAWIO). The monitor does without if it has to.
  world->first_pages = reserve(0, WORLD_LOWEST, MAP_FIXED_NOREPLACE) == 0;
  world->page_holds = world_allocate((FOUR_GIB / PAGE_BYTES) * sizeof(uint32_t));
  world->mappings = 1;
  world->ram_file = memory_file("guest-ram", WORLD_RAM_BYTES, &world->ram);
  world->scanned_file = memory_file("scanned-pages", (uint64_t)WORLD_SCANNED_PAGES * PAGE_BYTES, &world->scanned);
}

static long rights_of(enum world_access access) {
  switch (access) {
  case WORLD_READ: return PROT_READ;
  case WORLD_READ_WRITE: return PROT_READ | PROT_WRITE;
  case WORLD_READ_EXECUTE: return PROT_READ | PROT_EXEC;
  }
  return PROT_NONE;
}

// The host's first pages are given as a whole, where they are given.
static bool allowed(const struct world *world, unsigned space, uint32_t address, uint32_t bytes) {
  if (world->first_pages && space == 0 && address == 0 && bytes == WORLD_LOWEST) return true;
  return space == 0 && bytes && address >= WORLD_LOWEST && (uint64_t)address + bytes <= FOUR_GIB && (address | bytes) % PAGE_BYTES == 0;
}

// The kernel keeps neighbours as one mapping where file, offset and rights continue. What a page holds is a number such that those of
// such neighbours follow each other; 0 is the reservation.
enum { HOLDS_NOTHING = 0, SOURCE_SHIFT = 28, ACCESS_SHIFT = 29 };

static uint32_t holds(enum world_source source, uint64_t offset, enum world_access access) {
  return ((uint32_t)access + 1) << ACCESS_SHIFT | (uint32_t)source << SOURCE_SHIFT | (uint32_t)(offset / PAGE_BYTES);
}
static bool continues(uint32_t left, uint32_t right) {
  return left ? right == left + 1 : right == HOLDS_NOTHING;
}

static uint32_t edges(const uint32_t *page_holds, uint32_t first, uint32_t last) {
  uint32_t count = 0;
  for (uint32_t page = first ? first : 1; page <= last + 1 && page < FOUR_GIB / PAGE_BYTES; page++)
    count += !continues(page_holds[page - 1], page_holds[page]);
  return count;
}

// Notes that `pages` pages from `address` hold `first`, `first` + `step`, ...
static void note(struct world *world, uint32_t address, uint32_t bytes, uint32_t first, uint32_t step) {
  uint32_t page = address / PAGE_BYTES, last = page + bytes / PAGE_BYTES - 1;
  uint32_t before = edges(world->page_holds, page, last);
  for (uint32_t i = page; i <= last; i++, first += step) world->page_holds[i] = first;
  world->mappings += edges(world->page_holds, page, last) - before;
}

enum world_status world_map(struct vm *vm, unsigned space, uint32_t address, uint32_t bytes, enum world_source source, uint64_t offset,
                            enum world_access access) {
  struct world *world = world_of(vm);
  if (!allowed(world_of(vm), space, address, bytes)) return WORLD_FORBIDDEN;
  uint64_t size = source == WORLD_RAM ? (uint64_t)WORLD_RAM_BYTES : (uint64_t)WORLD_SCANNED_PAGES * PAGE_BYTES;
  if (offset + bytes > size) return WORLD_FORBIDDEN;
  if (world->mappings >= WORLD_MAPPINGS) return WORLD_FULL;
  // A few pages are about to be used: filling in their table entries now saves a fault each.
  long flags = MAP_SHARED | MAP_FIXED | (bytes <= POPULATE_BYTES ? MAP_POPULATE : 0);
  long result = map(address, bytes, rights_of(access), flags, source == WORLD_RAM ? world->ram_file : world->scanned_file, offset);
  if (result == ERROR_NO_MEMORY) return WORLD_FULL;
  if (failed(result)) world_panic(vm, "mmap of guest memory was refused");
  note(world, address, bytes, holds(source, offset, access), 1);
  return WORLD_OK;
}

enum world_status world_protect(struct vm *vm, unsigned space, uint32_t address, uint32_t bytes, enum world_access access) {
  struct world *world = world_of(vm);
  if (!allowed(world_of(vm), space, address, bytes)) return WORLD_FORBIDDEN;
  for (uint32_t at = 0; at < bytes; at += PAGE_BYTES)
    if (!world->page_holds[(address + at) / PAGE_BYTES]) return WORLD_FORBIDDEN; // the reservation gets no rights
  if (world->mappings >= WORLD_MAPPINGS) return WORLD_FULL;
  long result = system_call3(__NR_mprotect, address, bytes, rights_of(access));
  if (result == ERROR_NO_MEMORY) return WORLD_FULL;
  if (failed(result)) world_panic(vm, "mprotect of guest memory was refused");
  uint32_t mask = (1u << ACCESS_SHIFT) - 1;
  for (uint32_t at = 0; at < bytes; at += PAGE_BYTES) {
    uint32_t held = world->page_holds[(address + at) / PAGE_BYTES];
    note(world, address + at, PAGE_BYTES, (held & mask) | ((uint32_t)access + 1) << ACCESS_SHIFT, 0);
  }
  return WORLD_OK;
}

void world_unmap(struct vm *vm, unsigned space, uint32_t address, uint32_t bytes) {
  if (!allowed(world_of(vm), space, address, bytes)) world_panic(vm, "unmapping what is not the guest's");
  long result = reserve(address, bytes, MAP_FIXED);
  if (failed(result)) world_panic(vm, "no mapping left to unmap with");
  note(world_of(vm), address, bytes, HOLDS_NOTHING, 0);
}

uint32_t world_lowest_address(struct vm *vm) {
  return WORLD_LOWEST;
}
uint8_t *world_scanned_pages(struct vm *vm) {
  return world_of(vm)->scanned;
}
uint32_t world_scanned_page_limit(struct vm *vm) {
  return WORLD_SCANNED_PAGES;
}

// One page of the scanned file mapped and taken away, at the top of guest space.
uint64_t measure_map(struct vm *vm, uint32_t repetitions) {
  uint32_t address = (uint32_t)(FOUR_GIB - PAGE_BYTES);
  uint64_t start = world_nanoseconds(vm);
  for (uint32_t i = 0; i < repetitions; i++) {
    world_map(vm, 0, address, PAGE_BYTES, WORLD_SCANNED, 0, WORLD_READ_EXECUTE);
    world_unmap(vm, 0, address, PAGE_BYTES);
  }
  return world_nanoseconds(vm) - start;
}
