#include "decoded.h"
#include "../mmu/translate.h"

static struct decoded *entry(struct vm *vm) {
  uint32_t linear = vm->cpu.segment[CS].base + vm->cpu.eip;
  return &vm->decoded[(linear ^ linear >> 11) % DECODED];
}

static uint32_t key_of(const struct vm *vm) {
  return code32(&vm->cpu) | (uint32_t)vm->cpu.model << 1 | vm->mutant << 8;
}

const struct insn *decoded_find(struct vm *vm) {
  const struct cpu *cpu = &vm->cpu;
  const struct memory *memory = &vm->memory;
  const struct segment *cs = &cpu->segment[CS];
  // Where the limit is near, or a page table has to be asked, the long way.
  if (cs->limit < DECODED_MOST_BYTES || cpu->eip > cs->limit - (DECODED_MOST_BYTES - 1)) return NULL;
  uint32_t physical = cs->base + cpu->eip;
  if (paging(cpu) && !tlb_fetch(vm, &physical)) return NULL;
  physical &= memory->address_mask;
  if (!in_ram_page(memory, physical, DECODED_MOST_BYTES) || memory->page_flags[physical / PAGE_BYTES] & RAM_DEVICE) return NULL;
  uint64_t bytes;
  __builtin_memcpy(&bytes, memory->ram + physical, sizeof bytes);
  const struct decoded *found = entry(vm);
  if (MUTANT(vm, MUTANT_DECODED_STALE)) return found->mask && found->key == key_of(vm) ? &found->insn : NULL;
  return found->mask && (bytes & found->mask) == found->bytes && found->key == key_of(vm) ? &found->insn : NULL;
}

void decoded_note(struct vm *vm, const uint8_t *bytes, const struct insn *insn) {
  if (insn->length > DECODED_MOST_BYTES) return;
  struct decoded *to = entry(vm);
  uint64_t first;
  __builtin_memcpy(&first, bytes, sizeof first);
  to->mask = ~0ull >> (64 - 8 * insn->length);
  to->bytes = first & to->mask;
  to->key = key_of(vm);
  to->insn = *insn;
}
