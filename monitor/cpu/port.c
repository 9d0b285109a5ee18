// Who may use an I/O port: SDM Vol. 1, 19.5.
#include "../mutants.h"
#include "descriptor.h"

enum { TSS32_IO_MAP = 0x66, TSS32_LAST = 0x67 };

static bool allowed_by_map(struct vm *vm, uint16_t port, unsigned bytes) {
  const struct segment *tr = &vm->cpu.segment[TR];
  if (!(tr->attributes & SEGMENT_PRESENT) || !(segment_type(tr) & GATE_32) || tr->limit < TSS32_LAST) return false;
  uint32_t at = system_read(vm, tr->base + TSS32_IO_MAP, 2) + port / 8u;
  if (at + 1 > tr->limit) return false; // two bytes are always read: a port's bits may lie in both
  uint32_t map = system_read(vm, tr->base + at, 2);
  return !(map >> (port & 7) & ((1u << bytes) - 1));
}

void check_port(struct vm *vm, uint16_t port, unsigned bytes) {
  const struct cpu *cpu = &vm->cpu;
  bool free = real_mode(cpu) || (protected_mode(cpu) && cpu->cpl <= iopl(cpu)); // in V86 mode IOPL does not count, the map does
  if (!free && !MUTANT(vm, MUTANT_IO_MAP) && !allowed_by_map(vm, port, bytes)) raise_general_protection(vm, 0);
}
