// Instruction fetch: the CS limit first, then the page tables (SDM Vol. 3A, 5.3 and 6.15, vectors 13 and 14).
#include "../cpu/system.h"
#include "../sbe/decode.h"
#include "ram.h"
#include "walk.h"

enum { MOST = 15 };

// How many bytes from CS:EIP are inside the limit, at most 15. A segment of 4 GiB wraps.
static unsigned within_cs(const struct cpu *cpu) {
  uint32_t limit = cpu->segment[CS].limit;
  if (limit == 0xFFFFFFFFu) return MOST;
  if (cpu->eip > limit) return 0;
  uint32_t left = limit - cpu->eip;
  return left < MOST ? left + 1 : MOST;
}

// Whether the instruction goes on past these bytes. The next page's accessed bit is set, and its fault raised, only then.
static bool needs_more(const struct cpu *cpu, const uint8_t *bytes, unsigned available) {
  struct insn insn;
  return decode(&insn, bytes, available, code32(cpu), cpu->model) == DECODE_TRUNCATED;
}

unsigned fetch_code(struct vm *vm, uint8_t bytes[15]) {
  unsigned want = within_cs(&vm->cpu);
  uint32_t linear = vm->cpu.segment[CS].base + vm->cpu.eip;
  if (!paging(&vm->cpu)) {
    uint32_t masked = linear & vm->memory.address_mask;
    bool plain = in_ram_page(&vm->memory, masked, MOST) && !(vm->memory.page_flags[masked / PAGE_BYTES] & RAM_DEVICE);
    if (plain && want == MOST)
      __builtin_memcpy(bytes, vm->memory.ram + masked, MOST);
    else
      physical_read_block(vm, linear, bytes, want);
    return want;
  }
  unsigned got = 0;
  while (got < want) {
    if (got && !needs_more(&vm->cpu, bytes, got)) break;
    struct walk found = walk(vm, linear, ACCESS_FETCH, vm->cpu.cpl == 3);
    if (found.faults) break;
    tlb_note(vm, linear, &found);
    unsigned here = PAGE_BYTES - (linear & ~PAGE_MASK);
    if (here > want - got) here = want - got;
    physical_read_block(vm, found.physical, bytes + got, here);
    got += here;
    linear += here;
  }
  return got;
}

_Noreturn void fetch_fault(struct vm *vm, unsigned from) {
  if (from >= within_cs(&vm->cpu)) raise_general_protection(vm, 0);
  translate(vm, vm->cpu.segment[CS].base + vm->cpu.eip + from, ACCESS_FETCH, vm->cpu.cpl == 3);
  // Between fetch_code() and here nothing may have mapped the page.
  raise_general_protection(vm, 0);
}
