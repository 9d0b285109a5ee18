// Guest-physical memory: RAM from 0, ROM and device memory in it, the world's above it, and the address lines that the machine has.
#include "../../driver/driver.h"
#include "../sbe/sbe.h"
#include "ram.h"

void physical_touch(struct vm *vm, uint32_t address) {
  struct memory *memory = &vm->memory;
  address &= memory->address_mask;
  if (address >= memory->ram_bytes) return;
  uint32_t page = address / PAGE_BYTES;
  if (memory->page_flags[page] & RAM_TOUCHED) return;
  memory->page_flags[page] |= RAM_TOUCHED;
  memory->touched[memory->touched_pages++] = page;
}

// The longest of 4, 2 and 1 bytes that is no more than `bytes`: what goes over the bus at a time.
static unsigned bus_width(unsigned bytes) {
  return bytes >= 4 ? 4 : bytes >= 2 ? 2 : 1;
}

static void device_write(struct vm *vm, uint32_t address, const uint8_t *from, unsigned bytes) {
  vm->counters.would_exit++;
  while (bytes) {
    unsigned width = bus_width(bytes);
    world_memory_write(vm, address, width, load_bytes(from, width));
    address += width;
    from += width;
    bytes -= width;
  }
}

static void device_read(struct vm *vm, uint32_t address, uint8_t *to, unsigned bytes) {
  vm->counters.would_exit++;
  while (bytes) {
    unsigned width = bus_width(bytes);
    store_bytes(to, width, world_memory_read(vm, address, width));
    address += width;
    to += width;
    bytes -= width;
  }
}

static void store_in_page(struct vm *vm, uint32_t address, const void *from, unsigned bytes) {
  struct memory *memory = &vm->memory;
  physical_touch(vm, address);
  memcpy(memory->ram + address, from, bytes);
  unsigned flags = memory->page_flags[address / PAGE_BYTES];
  if (flags & RAM_CODE) sbe_code_written(vm, address, bytes);
  if (flags & RAM_TABLE) sbe_table_written(vm, address, bytes);
}

// One page's worth, at a masked address; `later` where a page of the same store came before it.
static void write_in_page(struct vm *vm, uint32_t address, const void *from, unsigned bytes, bool later) {
  struct memory *memory = &vm->memory;
  if (address >= memory->ram_bytes || memory->page_flags[address / PAGE_BYTES] & (RAM_ROM | RAM_DEVICE)) {
    device_write(vm, address, from, bytes);
    return;
  }
  if (later && MUTANT(vm, MUTANT_STALE_SECOND_PAGE)) {
    physical_touch(vm, address);
    memcpy(memory->ram + address, from, bytes);
    return;
  }
  store_in_page(vm, address, from, bytes);
}

void physical_read_block(struct vm *vm, uint32_t address, void *to, unsigned bytes) {
  const struct memory *memory = &vm->memory;
  uint8_t *out = to;
  while (bytes) {
    uint32_t masked = address & memory->address_mask;
    unsigned here = PAGE_BYTES - (address & ~PAGE_MASK);
    if (here > bytes) here = bytes;
    if (masked < memory->ram_bytes && !(memory->page_flags[masked / PAGE_BYTES] & RAM_DEVICE))
      memcpy(out, memory->ram + masked, here);
    else
      device_read(vm, masked, out, here);
    address += here;
    out += here;
    bytes -= here;
  }
}

void physical_write_block(struct vm *vm, uint32_t address, const void *from, unsigned bytes) {
  const uint8_t *in = from;
  while (bytes) {
    unsigned here = PAGE_BYTES - (address & ~PAGE_MASK);
    if (here > bytes) here = bytes;
    write_in_page(vm, address & vm->memory.address_mask, in, here, in != from);
    address += here;
    in += here;
    bytes -= here;
  }
}

void physical_store(struct vm *vm, uint32_t address, const void *from, uint32_t bytes) {
  const uint8_t *in = from;
  while (bytes && address < vm->memory.ram_bytes) {
    unsigned here = PAGE_BYTES - (address & ~PAGE_MASK);
    if (here > bytes) here = bytes;
    store_in_page(vm, address, in, here);
    address += here;
    in += here;
    bytes -= here;
  }
}

void physical_page_kind(struct vm *vm, uint32_t page, unsigned kind) {
  uint8_t *flags = &vm->memory.page_flags[page];
  if ((*flags & (RAM_ROM | RAM_DEVICE)) == kind) return;
  sbe_page_changed(vm, page);
  *flags = (uint8_t)((*flags & ~(RAM_ROM | RAM_DEVICE)) | kind);
}

uint32_t physical_read_slow(struct vm *vm, uint32_t address, unsigned bytes) {
  uint32_t value = 0;
  physical_read_block(vm, address, &value, bytes);
  return value;
}

void physical_write_slow(struct vm *vm, uint32_t address, unsigned bytes, uint32_t value) {
  physical_write_block(vm, address, &value, bytes);
}

uint32_t physical_read(struct vm *vm, uint32_t address, unsigned bytes) {
  return ram_read(vm, address, bytes);
}

void physical_write(struct vm *vm, uint32_t address, unsigned bytes, uint32_t value) {
  ram_write(vm, address, bytes, value);
}
