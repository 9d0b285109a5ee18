// The local descriptor table: the guest's segments as the processor itself checks them.
#include <asm/ldt.h>
#include <asm/unistd.h>

#include "system_call.h"
#include "user.h"

enum { LDT_READ = 0, LDT_WRITE = 0x11 };

// Fields of a descriptor (SDM Vol. 3A, 3.4.5), by bit number.
enum {
  BIT_ACCESSED = 40,
  BIT_WRITABLE = 41,
  BIT_TYPE = 42,
  BIT_S = 44,
  BIT_DPL = 45,
  BIT_PRESENT = 47,
  BIT_AVL = 52,
  BIT_LONG = 53,
  BIT_BIG = 54,
  BIT_GRANULAR = 55
};

static uint32_t field(uint64_t descriptor, unsigned bit, uint32_t mask) {
  return (uint32_t)(descriptor >> bit) & mask;
}

// What the kernel makes of any descriptor: ring 3, accessed.
static uint64_t as_installed(uint64_t descriptor) {
  return (descriptor | 3ull << BIT_DPL | 1ull << BIT_ACCESSED | 1ull << BIT_S) & ~(1ull << BIT_LONG);
}

static long install(unsigned slot, uint64_t descriptor) {
  struct user_desc desc = {
      .entry_number = slot,
      .base_addr = field(descriptor, 16, 0xFFFFFF) | field(descriptor, 56, 0xFF) << 24,
      .limit = field(descriptor, 0, 0xFFFF) | field(descriptor, 48, 0xF) << 16,
      .seg_32bit = field(descriptor, BIT_BIG, 1),
      .contents = field(descriptor, BIT_TYPE, 3),
      .read_exec_only = !field(descriptor, BIT_WRITABLE, 1),
      .limit_in_pages = field(descriptor, BIT_GRANULAR, 1),
      .seg_not_present = !field(descriptor, BIT_PRESENT, 1),
      .useable = field(descriptor, BIT_AVL, 1),
  };
  return system_call3(__NR_modify_ldt, LDT_WRITE, (long)&desc, sizeof desc);
}

bool world_descriptor(struct vm *vm, unsigned space, unsigned slot, uint64_t descriptor) {
  struct world *world = world_of(vm);
  if (space != 0 || slot >= WORLD_DESCRIPTORS) return false;
  descriptor = as_installed(descriptor);
  if (world->descriptor[slot] == descriptor) return true;
  world->descriptor[slot] = 0;
  if (install(slot, descriptor)) return false;
  // Bytes, not belief: the kernel has its own mind about some (a conforming code segment, base and limit both zero).
  uint64_t table[WORLD_DESCRIPTORS];
  long bytes = system_call3(__NR_modify_ldt, LDT_READ, (long)table, (slot + 1) * sizeof *table);
  if (bytes < (long)((slot + 1) * sizeof *table) || table[slot] != descriptor) return false;
  world->descriptor[slot] = descriptor;
  return true;
}

// The last slot is rewritten with what differs from it and put back to nothing.
uint64_t measure_descriptor(struct vm *vm, uint32_t repetitions) {
  struct world *world = world_of(vm);
  uint64_t kept = world->descriptor[0], data = 0x00CFF3000000FFFFull;
  uint64_t start = world_nanoseconds(vm);
  for (uint32_t i = 0; i < repetitions; i++) world_descriptor(vm, 0, 0, data ^ (uint64_t)(i & 1) << 16);
  uint64_t ns = world_nanoseconds(vm) - start;
  if (kept) world_descriptor(vm, 0, 0, kept);
  return ns;
}
