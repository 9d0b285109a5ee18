#include "memory.h"
#include "../../wire/wire.h"
#include <stddef.h>
#include <string.h>
#include <sys/mman.h>

static struct {
  uint8_t *ram;
  uint8_t *pristine; // the start state of the running case
  uint8_t is_touched[MAX_RAM / PAGE_BYTES];
  uint32_t touched[MAX_RAM / PAGE_BYTES]; // pages stored to, ascending
  uint32_t touches;
} memory;

bool memory_start(void) {
  size_t bytes = 2 * (MAX_RAM + PAGE_BYTES);
  memory.ram = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  memory.pristine = memory.ram + bytes / 2;
  return memory.ram != MAP_FAILED;
}

uint8_t *memory_ram(void) {
  return memory.ram;
}

static void touch(uint32_t page) {
  if (memory.is_touched[page]) return;
  memory.is_touched[page] = 1;
  uint32_t at = memory.touches++;
  for (; at && memory.touched[at - 1] > page; at--) memory.touched[at] = memory.touched[at - 1];
  memory.touched[at] = page;
}

void memory_touch(uint64_t address, uint32_t bytes) {
  if (address < MAX_RAM) touch((uint32_t)(address / PAGE_BYTES));
  if (address + bytes - 1 < MAX_RAM) touch((uint32_t)((address + bytes - 1) / PAGE_BYTES));
}

void memory_place(uint32_t address, const uint8_t *bytes, uint32_t length) {
  memcpy(memory.ram + address, bytes, length);
  memcpy(memory.pristine + address, bytes, length);
}

void memory_wipe(uint32_t address, uint32_t length) {
  memset(memory.ram + address, 0, length);
  memset(memory.pristine + address, 0, length);
}

static size_t base_of(uint32_t page) {
  return (size_t)page * PAGE_BYTES;
}

uint32_t memory_append_room(void) {
  // The worst page differs in every second byte: a head and four bytes of data for each.
  return memory.touches * (PAGE_BYTES / 2 * (uint32_t)(sizeof(struct wire_memory) + 4)) + (uint32_t)sizeof(struct wire_memory);
}

void memory_restore(void) {
  for (uint32_t i = 0; i < memory.touches; i++) {
    size_t base = base_of(memory.touched[i]);
    memcpy(memory.ram + base, memory.pristine + base, PAGE_BYTES);
    memory.is_touched[memory.touched[i]] = 0;
  }
  memory.touches = 0;
}

static uint64_t difference(uint32_t at) {
  uint64_t x, y;
  memcpy(&x, memory.ram + at, 8);
  memcpy(&y, memory.pristine + at, 8);
  return x ^ y;
}

static uint8_t *append(uint8_t *to, uint32_t address, uint32_t length) {
  struct wire_memory head = {address, length};
  memcpy(to, &head, sizeof head);
  memcpy(to + sizeof head, memory.ram + address, length);
  memset(to + sizeof head + length, 0, -length & 3);
  return to + sizeof head + ((length + 3) & ~3u);
}

uint8_t *memory_append(uint8_t *to, unsigned *runs) {
  uint32_t begin = 0, past = 0; // the run that is open
  for (uint32_t i = 0; i < memory.touches; i++) {
    uint32_t base = memory.touched[i] * PAGE_BYTES, end = base + PAGE_BYTES;
    for (uint32_t at = base; at < end;) {
      uint64_t left = difference(at & ~7u) >> 8 * (at & 7);
      if (!left) {
        at = (at & ~7u) + 8;
        continue;
      }
      at += (uint32_t)__builtin_ctzll(left) / 8;
      if (past != at) {
        if (past > begin) to = append(to, begin, past - begin), ++*runs;
        begin = at;
      }
      past = ++at;
    }
  }
  if (past > begin) to = append(to, begin, past - begin), ++*runs;
  return to;
}
