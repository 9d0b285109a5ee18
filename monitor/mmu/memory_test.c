// Physical memory, segment limits, the stack, alignment and instruction fetch. SDM Vol. 3A, 5.3, 5.4, 6.15.
#include "../../conformance/testing/machine.h"

CALLER(try_read, (struct vm * vm, unsigned segment, uint32_t offset, unsigned bytes), read_memory(vm, segment, offset, bytes))
CALLER(try_write, (struct vm * vm, unsigned segment, uint32_t offset, unsigned bytes, uint32_t value),
       write_memory(vm, segment, offset, bytes, value))
CALLER(try_read_for_write, (struct vm * vm, unsigned segment, uint32_t offset, unsigned bytes), read_for_write(vm, segment, offset, bytes))
CALLER(try_push, (struct vm * vm, unsigned bytes, uint32_t value), push(vm, bytes, value))
CALLER(try_pop, (struct vm * vm, unsigned bytes), pop(vm, bytes))
CALLER(try_fetch_fault, (struct vm * vm, unsigned from), fetch_fault(vm, from))
CALLER(try_write_block, (struct vm * vm, uint32_t offset, const void *from, unsigned bytes, unsigned alignment),
       write_block(vm, DS, offset, from, bytes, alignment))

static void physical(void) {
  struct vm *vm = real_machine();
  physical_write(vm, 0xFFE, 4, 0x44332211);
  CHECK_EQ(get(vm, 0xFFE, 4), 0x44332211, "a write over a page boundary");
  CHECK_EQ(vm->memory.touched_pages, 2, "touches both pages");
  CHECK_EQ(physical_read(vm, 0xFFF, 2), 0x3322, "a read over a page boundary");
  physical_write(vm, 0xFFE, 4, 0);
  CHECK_EQ(vm->memory.touched_pages, 2, "each page once");

  physical_write(vm, RAM_BYTES - 2, 4, 0x44332211);
  CHECK_EQ(get(vm, RAM_BYTES - 2, 2), 0x2211, "the part inside RAM is written");
  CHECK_EQ(physical_read(vm, RAM_BYTES - 2, 4), 0xFFFF2211, "all ones above RAM");
  CHECK_EQ(physical_read(vm, RAM_BYTES, 1), 0xFF, "a byte");
  CHECK_EQ(physical_read(vm, 0xFFFFFFFE, 2), 0xFFFF, "a word");
  physical_write(vm, RAM_BYTES + 0x1000, 4, 1);

  vm->memory.address_mask = 0xFFEFFFFF; // A20 off
  put(vm, 0, 4, 0x04030201);
  CHECK_EQ(physical_read(vm, 0x100000, 4), 0x04030201, "1 MiB is 0");
  put(vm, RAM_BYTES - 2, 2, 0xBBAA);
  CHECK_EQ(physical_read(vm, 0xFFFFE, 4), 0x0201BBAA, "an access over 1 MiB wraps");
}

static void limits(void) {
  struct vm *vm = protected_machine(0);
  struct segment *ds = &vm->cpu.segment[DS];
  struct {
    const char *what;
    unsigned attributes;
    uint32_t limit, offset;
    unsigned bytes;
    bool read, write;
  } cases[] = {
      {"byte at the limit", 0x93, 0xFFFF, 0xFFFF, 1, true, true},
      {"word at the limit", 0x93, 0xFFFF, 0xFFFF, 2, false, false},
      {"word below it", 0x93, 0xFFFF, 0xFFFE, 2, true, true},
      {"dword over it", 0x93, 0xFFFF, 0xFFFD, 4, false, false},
      {"byte past it", 0x93, 0xFFFF, 0x10000, 1, false, false},
      {"limit 0", 0x93, 0, 0, 1, true, true},
      {"limit 0, a word", 0x93, 0, 0, 2, false, false},
      {"last byte of 4 GiB", 0xC093, 0xFFFFFFFF, 0xFFFFFFFF, 1, true, true},
      {"over 4 GiB", 0xC093, 0xFFFFFFFF, 0xFFFFFFFE, 4, false, false},
      {"read-only data", 0x91, 0xFFFF, 0, 4, true, false},
      {"readable code", 0x9B, 0xFFFF, 0, 4, true, false},
      {"execute-only code", 0x99, 0xFFFF, 0, 4, false, false},
      {"conforming readable code: bit 2 is not expand-down", 0x9F, 0xFFFF, 0x10, 4, true, false},
      {"expand-down at its limit", 0x97, 0xFFF, 0xFFF, 1, false, false},
      {"expand-down above it", 0x97, 0xFFF, 0x1000, 4, true, true},
      {"expand-down, 16-bit top", 0x97, 0xFFF, 0xFFFF, 1, true, true},
      {"expand-down past the 16-bit top", 0x97, 0xFFF, 0xFFFF, 2, false, false},
      {"expand-down above 64 KiB", 0x97, 0xFFF, 0x10000, 1, false, false},
      {"expand-down, 32-bit top", 0x4097, 0xFFF, 0x10000, 4, true, true},
      {"expand-down, 32-bit, last byte", 0x4097, 0xFFF, 0xFFFFFFFF, 1, true, true},
      {"expand-down, 32-bit, over 4 GiB", 0x4097, 0xFFF, 0xFFFFFFFF, 2, false, false},
      {"expand-down with limit FFFF: nothing", 0x97, 0xFFFF, 0x8000, 1, false, false},
      {"expand-down read-only", 0x95, 0xFFF, 0x2000, 1, true, false},
      {"null", 0, 0, 0, 1, false, false},
  };
  for (unsigned i = 0; i < ARRAY_LENGTH(cases); i++) {
    *ds = (struct segment){.selector = 8, .attributes = cases[i].attributes, .limit = cases[i].limit};
    CHECK_FAULT(try_read(vm, DS, cases[i].offset, cases[i].bytes), cases[i].read ? -1 : VECTOR_GP, 0, "read: %s", cases[i].what);
    CHECK_FAULT(try_write(vm, DS, cases[i].offset, cases[i].bytes, 0), cases[i].write ? -1 : VECTOR_GP, 0, "write: %s", cases[i].what);
    CHECK_FAULT(try_read_for_write(vm, DS, cases[i].offset, cases[i].bytes), cases[i].write ? -1 : VECTOR_GP, 0, "modify: %s",
                cases[i].what);
  }
  vm->cpu.segment[SS].limit = 0xFFF;
  CHECK_FAULT(try_read(vm, SS, 0x1000, 1), VECTOR_SS, 0, "the stack segment raises #SS");
  put(vm, 0x8FFC, 4, 0xAAAAAAAA);
  *ds = (struct segment){.selector = 8, .attributes = 0x93, .limit = 0x8FFD};
  CHECK_FAULT(try_write(vm, DS, 0x8FFC, 4, 0), VECTOR_GP, 0, "a write over the limit");
  CHECK_EQ(get(vm, 0x8FFC, 4), 0xAAAAAAAA, "writes nothing");
}

static void linear_wrap(void) {
  struct vm *vm = protected_machine(0);
  vm->cpu.segment[DS].base = 0xFFFFF000;
  put(vm, 0x234, 4, 0x12345678);
  CHECK_OK(try_read(vm, DS, 0x1234, 4), "base + offset wraps");
  CHECK_EQ(read_memory(vm, DS, 0x1234, 4), 0x12345678, "to 0x234");
}

static void stack(void) {
  struct vm *vm = real_machine();
  vm->cpu.gpr[ESP] = 0xABCD0000;
  CHECK_OK(try_push(vm, 2, 0x1234), "SP 0 wraps");
  CHECK_EQ(vm->cpu.gpr[ESP], 0xABCDFFFE, "only SP changes");
  CHECK_EQ(get(vm, 0xFFFE, 2), 0x1234, "at the top");
  CHECK_OK(try_pop(vm, 2), "and back");
  CHECK_EQ(vm->cpu.gpr[ESP], 0xABCD0000, "SP wraps to 0");
  vm->cpu.gpr[ESP] = 1;
  CHECK_FAULT(try_push(vm, 2, 0), VECTOR_SS, 0, "SP 1: the word would lie over the limit");
  CHECK_EQ(vm->cpu.gpr[ESP], 1, "SP stays");
  vm->cpu.gpr[ESP] = 2;
  CHECK_FAULT(try_push(vm, 4, 0), VECTOR_SS, 0, "SP 2: so would the dword");
  vm->cpu.gpr[ESP] = 0xFFFF;
  CHECK_FAULT(try_pop(vm, 2), VECTOR_SS, 0, "a word at FFFF");

  vm = protected_machine(0);
  vm->cpu.segment[SS].attributes &= ~SEGMENT_BIG; // SP with a 4 GiB limit
  vm->cpu.gpr[ESP] = 0x50001;
  CHECK_OK(try_push(vm, 2, 0x1234), "nothing is over the limit now");
  CHECK_EQ(get(vm, 0xFFFF, 2), 0x1234, "the word goes on past 64 KiB");
  CHECK_EQ(vm->cpu.gpr[ESP], 0x5FFFF, "SP");
}

static void alignment(void) {
  struct vm *vm = protected_machine(3);
  vm->cpu.cr0 |= CR0_AM;
  vm->cpu.eflags |= FLAG_AC;
  CHECK_FAULT(try_read(vm, DS, 0x9001, 4), VECTOR_AC, 0, "dword at 1");
  CHECK_FAULT(try_read(vm, DS, 0x9002, 4), VECTOR_AC, 0, "dword at 2");
  CHECK_FAULT(try_write(vm, DS, 0x9001, 2, 0), VECTOR_AC, 0, "word at 1");
  CHECK_OK(try_write(vm, DS, 0x9001, 1, 0), "a byte");
  CHECK_OK(try_read(vm, DS, 0x9002, 2), "word at 2");
  uint8_t block[16] = {0};
  CHECK_OK(try_write_block(vm, 0x9001, block, 16, 1), "no alignment asked");
  CHECK_FAULT(try_write_block(vm, 0x9004, block, 16, 8), VECTOR_AC, 0, "8 asked");
  vm->cpu.segment[DS].limit = 0x9000;
  CHECK_FAULT(try_read(vm, DS, 0x9001, 4), VECTOR_GP, 0, "the limit comes first");
  vm->cpu.segment[DS].limit = 0xFFFFFFFF;
  vm->cpu.segment[DS].base = 1;
  CHECK_OK(try_read(vm, DS, 0x9003, 4), "the linear address counts");
  vm->cpu.segment[DS].base = 0;
  vm->cpu.cr0 &= ~CR0_AM;
  CHECK_OK(try_read(vm, DS, 0x9001, 4), "AM clear");
  vm->cpu.cr0 |= CR0_AM;
  vm->cpu.eflags &= ~FLAG_AC;
  CHECK_OK(try_read(vm, DS, 0x9001, 4), "AC clear");
  vm->cpu.eflags |= FLAG_AC;
  for (unsigned cpl = 0; cpl < 3; cpl++) {
    vm->cpu.cpl = cpl;
    CHECK_OK(try_read(vm, DS, 0x9001, 4), "CPL %u", cpl);
  }
}

static void fetch(void) {
  struct vm *vm = real_machine();
  uint8_t bytes[16];
  for (unsigned i = 0; i < 32; i++) put(vm, 0xFFF0 + i, 1, i);
  vm->cpu.eip = 0xFFF0;
  CHECK_EQ(fetch_code(vm, bytes), 15, "all");
  CHECK_EQ(bytes[14], 14, "the last");
  vm->cpu.eip = 0xFFFE;
  CHECK_EQ(fetch_code(vm, bytes), 2, "up to the limit");
  CHECK_FAULT(try_fetch_fault(vm, 2), VECTOR_GP, 0, "#GP past it");
  vm->cpu.eip = 0x10000;
  CHECK_EQ(fetch_code(vm, bytes), 0, "none");
  CHECK_FAULT(try_fetch_fault(vm, 0), VECTOR_GP, 0, "EIP itself is past it");
  vm->cpu.segment[CS].base = RAM_BYTES - 4;
  vm->cpu.eip = 0;
  CHECK_EQ(fetch_code(vm, bytes), 15, "over the end of RAM");
  CHECK_EQ(bytes[4], 0xFF, "the bus floats high");
}

static void watched(void) {
  struct vm *vm = protected_machine(0);
  vm->cpu.dr[0] = 0x9000, vm->cpu.dr[1] = 0x9100;
  vm->cpu.dr[7] = 1 << 0 | 1 << 3 | 0xDu << 16 | 0x7u << 20; // 0: four bytes written; 1: two bytes read or written
  CHECK_OK(try_read(vm, DS, 0x9000, 4), "read");
  CHECK_EQ(vm->cpu.debug_trap, 0, "a write breakpoint is not for reads");
  CHECK_OK(try_write(vm, DS, 0x8FFF, 1, 0), "just below");
  CHECK_EQ(vm->cpu.debug_trap, 0, "no hit");
  CHECK_OK(try_write(vm, DS, 0x8FFE, 4, 0), "over its start");
  CHECK_EQ(vm->cpu.debug_trap, 1, "hit");
  vm->cpu.debug_trap = 0;
  CHECK_OK(try_write(vm, DS, 0x9003, 1, 0), "its last byte");
  CHECK_EQ(vm->cpu.debug_trap, 1, "hit");
  vm->cpu.debug_trap = 0;
  CHECK_OK(try_read(vm, DS, 0x9101, 1), "read");
  CHECK_EQ(vm->cpu.debug_trap, 2, "hit");
  vm->cpu.debug_trap = 0;
  CHECK_OK(try_read(vm, DS, 0x9102, 1), "behind it");
  CHECK_EQ(vm->cpu.debug_trap, 0, "no hit");
}

int main(void) {
  physical();
  limits();
  linear_wrap();
  stack();
  alignment();
  fetch();
  watched();
  return finish("memory");
}
