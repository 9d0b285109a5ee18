// Access to RAM inside one page, inlined where every instruction of the interpreter passes.
#ifndef PLEX86_MMU_RAM_H
#define PLEX86_MMU_RAM_H

#include "../vm.h"

// `address` is masked already; true where all of it is in one page of RAM.
static inline bool in_ram_page(const struct memory *memory, uint32_t address, unsigned bytes) {
  return (address & ~PAGE_MASK) <= PAGE_BYTES - bytes && address < memory->ram_bytes;
}

static inline uint32_t load_bytes(const uint8_t *from, unsigned bytes) {
  switch (bytes) {
  case 1: return *from;
  case 2: {
    uint16_t value;
    __builtin_memcpy(&value, from, 2);
    return value;
  }
  default: {
    uint32_t value;
    __builtin_memcpy(&value, from, 4);
    return value;
  }
  }
}

static inline void store_bytes(uint8_t *to, unsigned bytes, uint32_t value) {
  switch (bytes) {
  case 1: *to = (uint8_t)value; break;
  case 2: __builtin_memcpy(to, &value, 2); break;
  default: __builtin_memcpy(to, &value, 4); break;
  }
}

// What physical_read() and physical_write() do where the access is not inside one page of RAM, or the page needs more than a store.
uint32_t physical_read_slow(struct vm *vm, uint32_t address, unsigned bytes);
void physical_write_slow(struct vm *vm, uint32_t address, unsigned bytes, uint32_t value);

static inline uint32_t ram_read(struct vm *vm, uint32_t address, unsigned bytes) {
  const struct memory *memory = &vm->memory;
  uint32_t masked = address & memory->address_mask;
  if (__builtin_expect(in_ram_page(memory, masked, bytes) && !(memory->page_flags[masked / PAGE_BYTES] & RAM_DEVICE), 1))
    return load_bytes(memory->ram + masked, bytes);
  return physical_read_slow(vm, address, bytes);
}

static inline void ram_write(struct vm *vm, uint32_t address, unsigned bytes, uint32_t value) {
  struct memory *memory = &vm->memory;
  uint32_t masked = address & memory->address_mask;
  if (__builtin_expect(in_ram_page(memory, masked, bytes), 1) && memory->page_flags[masked / PAGE_BYTES] == RAM_TOUCHED)
    store_bytes(memory->ram + masked, bytes, value);
  else
    physical_write_slow(vm, address, bytes, value);
}

#endif
