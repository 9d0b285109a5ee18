#include "parts.h"
#include "operand.h"

static uint32_t start(struct vm *vm, const struct insn *insn, uint32_t offset) {
  return (effective_address(&vm->cpu, insn) + offset) & address_mask(insn);
}

// Whether it matters that there are parts: with alignment checks a part's #AC comes before what is wrong with the parts after it.
static bool whole(const struct vm *vm, const struct insn *insn, uint32_t address, unsigned bytes) {
  if (vm->cpu.cpl == 3 && (vm->cpu.eflags & FLAG_AC) && (vm->cpu.cr0 & CR0_AM)) return false;
  return address + (bytes - 1) <= address_mask(insn) && address + (bytes - 1) >= address;
}

static unsigned smaller(unsigned a, unsigned b) {
  return a < b ? a : b;
}

void read_parts(struct vm *vm, const struct insn *insn, uint32_t offset, void *to, unsigned bytes, unsigned part, unsigned alignment) {
  uint32_t address = start(vm, insn, offset);
  if (whole(vm, insn, address, bytes)) {
    read_block(vm, insn->segment, address, to, bytes, alignment);
    return;
  }
  for (unsigned at = 0; at < bytes; at += part)
    read_block(vm, insn->segment, (address + at) & address_mask(insn), (uint8_t *)to + at, smaller(part, bytes - at), alignment);
}

static void check_part(struct vm *vm, unsigned segment, uint32_t address, unsigned bytes, unsigned alignment) {
  segment_check(vm, segment, address, bytes, ACCESS_WRITE, alignment);
  check_write(vm, segment, address, 1);
  check_write(vm, segment, address + bytes - 1, 1);
}

void check_parts(struct vm *vm, const struct insn *insn, uint32_t offset, unsigned bytes, unsigned part, unsigned alignment) {
  uint32_t address = start(vm, insn, offset);
  if (whole(vm, insn, address, bytes)) {
    segment_check(vm, insn->segment, address, bytes, ACCESS_WRITE, alignment);
    check_write(vm, insn->segment, address, bytes);
    return;
  }
  for (unsigned at = 0; at < bytes; at += part)
    check_part(vm, insn->segment, (address + at) & address_mask(insn), smaller(part, bytes - at), alignment);
}

void write_parts(struct vm *vm, const struct insn *insn, uint32_t offset, const void *from, unsigned bytes, unsigned part,
                 unsigned alignment) {
  uint32_t address = start(vm, insn, offset);
  if (whole(vm, insn, address, bytes)) {
    write_block(vm, insn->segment, address, from, bytes, alignment);
    return;
  }
  check_parts(vm, insn, offset, bytes, part, alignment);
  for (unsigned at = 0; at < bytes; at += part)
    write_block(vm, insn->segment, (address + at) & address_mask(insn), (const uint8_t *)from + at, smaller(part, bytes - at), alignment);
}
