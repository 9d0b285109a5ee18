// Guest-physical memory: RAM from 0, open bus above it, and the address lines that the machine has.
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

// One page's worth, at a masked address; `later` where a page of the same store came before it.
static void write_in_page(struct vm *vm, uint32_t address, const void *from, unsigned bytes, bool later) {
  struct memory *memory = &vm->memory;
  if (address >= memory->ram_bytes) return;
  physical_touch(vm, address);
  memcpy(memory->ram + address, from, bytes);
  if (later && MUTANT(vm, MUTANT_STALE_SECOND_PAGE)) return;
  if (memory->page_flags[address / PAGE_BYTES] & RAM_CODE) sbe_code_written(vm, address, bytes);
}

void physical_read_block(struct vm *vm, uint32_t address, void *to, unsigned bytes) {
  const struct memory *memory = &vm->memory;
  uint8_t *out = to;
  while (bytes) {
    uint32_t masked = address & memory->address_mask;
    unsigned here = PAGE_BYTES - (address & ~PAGE_MASK);
    if (here > bytes) here = bytes;
    if (masked < memory->ram_bytes)
      memcpy(out, memory->ram + masked, here);
    else
      memset(out, 0xFF, here); // nothing drives the data bus
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
