// The state that a log compares: registers, and a sum over all of RAM.
#include "logging.h"

enum { LANES = 4 };

static uint64_t *page_sums;

void ram_sum_create(void) {
  page_sums = world_allocate((uint64_t)ram_size() / PAGE_BYTES * sizeof *page_sums);
}

// Lanes that do not wait for each other; multiplied by odd numbers, so that no bit is lost.
static uint64_t page_sum(uint32_t page) {
  static const uint64_t factor[LANES] = {0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0xD6E8FEB86659FD93, 0xA0761D6478BD642F};
  const uint64_t *at = (const uint64_t *)(machine.vm.memory.ram + (uint64_t)page * PAGE_BYTES);
  uint64_t sum[LANES];
  for (unsigned i = 0; i < LANES; i++) sum[i] = page + 1;
  for (unsigned i = 0; i < PAGE_BYTES / sizeof *at; i += LANES)
    for (unsigned j = 0; j < LANES; j++) sum[j] = (sum[j] ^ at[i + j]) * factor[j];
  uint64_t all = 0;
  for (unsigned i = 0; i < LANES; i++) all = (all ^ sum[i] ^ sum[i] >> 32) * factor[i];
  return all;
}

static bool marks, known; // `known`: page_sums and total hold for what was not marked since
static uint64_t total;

void ram_sum_marked(bool marked) {
  known = known && marks && marked;
  marks = marked;
}

static void forget_marks(void) {
  struct memory *memory = &machine.vm.memory;
  for (uint32_t i = 0; i < memory->touched_pages; i++) memory->page_flags[memory->touched[i]] &= (uint8_t)~RAM_TOUCHED;
  memory->touched_pages = 0;
}

// Native stores leave no mark: all of RAM has to be read.
uint64_t ram_sum(void) {
  const struct memory *memory = &machine.vm.memory;
  if (known) {
    for (uint32_t i = 0; i < memory->touched_pages; i++) {
      uint32_t page = memory->touched[i];
      total -= page_sums[page];
      total += page_sums[page] = page_sum(page);
    }
  } else {
    total = 0;
    for (uint32_t page = 0; page < memory->ram_bytes / PAGE_BYTES; page++) total += page_sums[page] = page_sum(page);
  }
  if (marks) forget_marks();
  known = marks;
  return total ? total : 1; // 0: not taken
}

void state_take(struct log_state *state, bool with_ram) {
  const struct cpu *cpu = &machine.vm.cpu;
  *state = (struct log_state){
      .ram = with_ram ? ram_sum() : 0,
      .eip = cpu->eip,
      .eflags = cpu->eflags,
      .cr0 = cpu->cr0,
      .cr2 = cpu->cr2,
      .cr3 = cpu->cr3,
      .cr4 = cpu->cr4,
      .cpl = cpu->cpl,
      .halted = cpu->halted,
      .shadow = cpu->shadow,
      .big = code32(cpu),
  };
  memcpy(state->gpr, cpu->gpr, sizeof state->gpr);
  for (unsigned i = 0; i < ARRAY_LENGTH(state->base); i++) {
    state->base[i] = cpu->segment[i].base;
    state->selector[i] = cpu->segment[i].selector;
  }
}

bool state_same(const struct log_state *a, const struct log_state *b) {
  if (a->ram && b->ram && a->ram != b->ram) return false;
  return !memcmp((const uint8_t *)a + sizeof a->ram, (const uint8_t *)b + sizeof b->ram, sizeof *a - sizeof a->ram);
}

bool at_repetition(void) {
  struct vm *vm = &machine.vm;
  uint8_t bytes[INSN_MAX_BYTES + 1];
  struct insn insn;
  if (vm->cpu.halted) return false;
  unsigned available = fetch_code(vm, bytes);
  if (decode(&insn, bytes, available, code32(&vm->cpu), vm->cpu.model) != DECODE_OK || !insn.rep || insn.map) return false;
  unsigned opcode = insn.opcode; // INS, OUTS; MOVS, CMPS; STOS, LODS, SCAS
  return (opcode >= 0x6C && opcode <= 0x6F) || (opcode >= 0xA4 && opcode <= 0xA7) || (opcode >= 0xAA && opcode <= 0xAF);
}
