// 32-bit paging: rights of directory and table entry x CPL x WP x access, error codes, accessed and dirty bits. SDM Vol. 3A, 4.3, 4.6 to 4.8.
#include "../../conformance/testing/machine.h"
#include "walk.h"

CALLER(try_read, (struct vm * vm, uint32_t offset, unsigned bytes), read_memory(vm, DS, offset, bytes))
CALLER(try_write, (struct vm * vm, uint32_t offset, unsigned bytes, uint32_t value), write_memory(vm, DS, offset, bytes, value))
CALLER(try_system_write, (struct vm * vm, uint32_t linear), system_write(vm, linear, 4, 0))
CALLER(try_fetch_fault, (struct vm * vm, unsigned from), fetch_fault(vm, from))

enum { DIRECTORY = 0x20000, TABLE = 0x21000, PAGE = 0x40000, LINEAR = 0x00C05000 }; // directory entry 3, table entry 5
enum { PDE = DIRECTORY + 3 * 4, PTE = TABLE + 5 * 4 };

static struct vm *paged_machine(unsigned ring) {
  struct vm *vm = protected_machine(ring);
  vm->cpu.cr3 = DIRECTORY;
  vm->cpu.cr0 |= CR0_PG;
  return vm;
}

static void rights(void) {
  for (unsigned ring = 0; ring < 4; ring++) {
    struct vm *vm = paged_machine(ring);
    for (unsigned bits = 0; bits < 128; bits++) {
      unsigned pde = bits & 7, pte = bits >> 3 & 7;
      bool wp = bits & 64, user = ring == 3;
      vm->cpu.cr0 = wp ? vm->cpu.cr0 | CR0_WP : vm->cpu.cr0 & ~CR0_WP;
      for (unsigned write = 0; write < 2; write++) {
        put(vm, PDE, 4, TABLE | pde);
        put(vm, PTE, 4, PAGE | pte);
        bool present = (pde & PTE_P) && (pte & PTE_P);
        bool user_page = pde & pte & PTE_U, writable = pde & pte & PTE_W;
        bool allowed = present && (!user || user_page) && (!write || writable || (!user && !wp));
        unsigned error = (present ? 1 : 0) | (write ? 2 : 0) | (user ? 4 : 0);
        vm->cpu.cr2 = 0;
        struct fault is = write ? try_write(vm, LINEAR + 0x123, 1, 0x55) : try_read(vm, LINEAR + 0x123, 1);
        CHECK_FAULT(is, allowed ? -1 : VECTOR_PF, error, "ring %u pde %u pte %u wp %u write %u", ring, pde, pte, wp, write);
        CHECK_EQ(vm->cpu.cr2, allowed ? 0 : LINEAR + 0x123, "CR2");
        CHECK_EQ(get(vm, PDE, 4), TABLE | pde | (allowed ? PTE_A : 0), "directory entry");
        CHECK_EQ(get(vm, PTE, 4), PAGE | pte | (allowed ? PTE_A : 0) | (allowed && write ? PTE_D : 0), "table entry");
        if (allowed && write) CHECK_EQ(get(vm, PAGE + 0x123, 1), 0x55, "the byte arrived");
      }
    }
  }
}

static void supervisor(void) {
  struct vm *vm = paged_machine(3);
  put(vm, PDE, 4, TABLE | 7);
  put(vm, PTE, 4, PAGE | 3);
  CHECK_FAULT(try_write(vm, LINEAR, 4, 0), VECTOR_PF, 7, "a supervisor page at CPL 3");
  CHECK_OK(try_system_write(vm, LINEAR), "descriptor tables and the TSS are reached with supervisor rights");
}

static void large_pages(void) {
  struct vm *vm = paged_machine(0);
  put(vm, PDE, 4, 0x00000000 | PTE_PS | 3);
  vm->cpu.cr4 = CR4_PSE;
  put(vm, 0x5678, 4, 0xCAFEF00D);
  CHECK_EQ(read_memory(vm, DS, 0x00C05678, 4), 0xCAFEF00D, "22 bits of offset");
  CHECK_EQ(get(vm, PDE, 4), PTE_PS | 3 | PTE_A, "accessed");
  CHECK_OK(try_write(vm, 0x00C05678, 4, 1), "write");
  CHECK_EQ(get(vm, PDE, 4), PTE_PS | 3 | PTE_A | PTE_D, "dirty, in the directory");
  put(vm, PDE, 4, 1u << 13 | PTE_PS | 3);
  CHECK_FAULT(try_read(vm, 0x00C05678, 4), VECTOR_PF, 9, "a reserved bit");
  vm->cpu.cr4 = 0;
  put(vm, PDE, 4, TABLE | PTE_PS | 3);
  put(vm, PTE, 4, PAGE | 3);
  put(vm, PAGE + 0x678, 4, 0x1234);
  CHECK_EQ(read_memory(vm, DS, 0x00C05678, 4), 0x1234, "without CR4.PSE the bit means nothing");
}

static void crossing(void) {
  struct vm *vm = paged_machine(0);
  put(vm, PDE, 4, TABLE | 7);
  put(vm, PTE, 4, PAGE | 7);
  put(vm, PTE + 4, 4, 0);
  vm->cpu.cr0 |= CR0_WP;
  put(vm, PAGE + 0xFFE, 2, 0xAAAA);
  CHECK_FAULT(try_write(vm, LINEAR + 0xFFE, 4, 0x44332211), VECTOR_PF, 2, "the second page is missing");
  CHECK_EQ(vm->cpu.cr2, LINEAR + 0x1000, "CR2 is the first byte that faults");
  CHECK_EQ(get(vm, PAGE + 0xFFE, 2), 0xAAAA, "and nothing was written");
  put(vm, PTE + 4, 4, 0x50000 | 5); // read-only
  CHECK_FAULT(try_write(vm, LINEAR + 0xFFE, 4, 0), VECTOR_PF, 3, "the second page is read-only");
  put(vm, PTE + 4, 4, 0x50000 | 7);
  CHECK_OK(try_write(vm, LINEAR + 0xFFE, 4, 0x44332211), "both writable");
  CHECK_EQ(get(vm, PAGE + 0xFFE, 2), 0x2211, "first part");
  CHECK_EQ(get(vm, 0x50000, 2), 0x4433, "second part, elsewhere");
  CHECK_EQ(read_memory(vm, DS, LINEAR + 0xFFE, 4), 0x44332211, "read back");
}

static void fetching_ahead(void) {
  struct vm *vm = paged_machine(0);
  put(vm, PDE, 4, TABLE | 7);
  put(vm, PTE, 4, PAGE | 7);
  put(vm, PTE + 4, 4, 0x50000 | 7);
  vm->cpu.eip = LINEAR + 0xFFE;
  uint8_t bytes[16];
  put(vm, PAGE + 0xFFE, 2, 0xC089); // mov eax, eax: all of it is here
  CHECK_EQ(fetch_code(vm, bytes), 2, "to the end of the page");
  CHECK_EQ(get(vm, PTE + 4, 4) & PTE_A, 0, "the next page is not touched");
  put(vm, PAGE + 0xFFE, 2, 0x05C7); // mov dword [disp32], imm32
  CHECK_EQ(fetch_code(vm, bytes), 15, "it goes on there");
  CHECK_EQ(get(vm, PTE + 4, 4) & PTE_A, PTE_A, "accessed");
}

static void fetching(void) {
  struct vm *vm = paged_machine(3);
  put(vm, PDE, 4, TABLE | 7);
  put(vm, PTE, 4, PAGE | 7);
  put(vm, PTE + 4, 4, 0x50000 | 3); // supervisor
  vm->cpu.eip = LINEAR + 0xFFC;
  uint8_t bytes[16];
  put(vm, PAGE + 0xFFC, 4, 0x000005C7); // mov dword [disp32], imm32: ten bytes
  CHECK_EQ(fetch_code(vm, bytes), 4, "up to the page that CPL 3 may not use");
  CHECK_FAULT(try_fetch_fault(vm, 4), VECTOR_PF, 5, "a fetch is a read, by a user, of a present page");
  CHECK_EQ(vm->cpu.cr2, LINEAR + 0x1000, "CR2");
}

int main(void) {
  rights();
  supervisor();
  large_pages();
  crossing();
  fetching();
  fetching_ahead();
  return finish("walk");
}
