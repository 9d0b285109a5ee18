#include "parts.h"
#include "operand.h"

static uint32_t start(struct vm *vm, const struct insn *insn, uint32_t offset) {
  return (effective_address(&vm->cpu, insn) + offset) & address_mask(insn);
}

static bool wraps(const struct insn *insn, uint32_t address, unsigned bytes) {
  return address + (bytes - 1) > address_mask(insn) || address + (bytes - 1) < address;
}

static unsigned smaller(unsigned a, unsigned b) {
  return a < b ? a : b;
}

void read_parts(struct vm *vm, const struct insn *insn, uint32_t offset, void *to, unsigned bytes, unsigned part, unsigned alignment) {
  uint32_t address = start(vm, insn, offset);
  if (!wraps(insn, address, bytes)) {
    read_block(vm, insn->segment, address, to, bytes, alignment);
    return;
  }
  for (unsigned at = 0; at < bytes; at += part)
    read_block(vm, insn->segment, (address + at) & address_mask(insn), (uint8_t *)to + at, smaller(part, bytes - at), alignment);
}

void check_parts(struct vm *vm, const struct insn *insn, uint32_t offset, unsigned bytes, unsigned part) {
  uint32_t address = start(vm, insn, offset);
  if (!wraps(insn, address, bytes)) {
    check_write(vm, insn->segment, address, bytes);
    return;
  }
  for (unsigned at = 0; at < bytes; at += part)
    check_write(vm, insn->segment, (address + at) & address_mask(insn), smaller(part, bytes - at));
}

void write_parts(struct vm *vm, const struct insn *insn, uint32_t offset, const void *from, unsigned bytes, unsigned part,
                 unsigned alignment) {
  uint32_t address = start(vm, insn, offset);
  if (!wraps(insn, address, bytes)) {
    write_block(vm, insn->segment, address, from, bytes, alignment);
    return;
  }
  check_parts(vm, insn, offset, bytes, part);
  for (unsigned at = 0; at < bytes; at += part)
    write_block(vm, insn->segment, (address + at) & address_mask(insn), (const uint8_t *)from + at, smaller(part, bytes - at), alignment);
}
