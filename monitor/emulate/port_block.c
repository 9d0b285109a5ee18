// Repeated INS and OUTS in pieces: as many iterations as lie in one page of plain RAM, none of which can fault or trap.
#include "../../driver/driver.h"
#include "../mmu/translate.h"
#include "handlers.h"
#include "operand.h"

// How many of `count` iterations from segment:register on are such a piece, and where it stands in RAM; 0 where one by one is right.
static uint32_t piece(struct vm *vm, const struct insn *insn, unsigned segment, unsigned index, enum access access, uint32_t count,
                      uint8_t **at) {
  struct cpu *cpu = &vm->cpu;
  const struct memory *memory = &vm->memory;
  unsigned bytes = width(insn);
  // The map of a TSS might be written by the first iteration and stand against the second.
  bool free = real_mode(cpu) || (protected_mode(cpu) && cpu->cpl <= iopl(cpu));
  if (!free || (cpu->eflags & FLAG_DF) || alignment_checked(cpu)) return 0;
  uint32_t mask = address_mask(insn), offset = cpu->gpr[index] & mask, linear = cpu->segment[segment].base + offset;
  uint64_t to_wrap = (uint64_t)mask + 1 - offset;
  uint32_t room = PAGE_BYTES - (linear & ~PAGE_MASK);
  if (room > to_wrap) room = (uint32_t)to_wrap;
  if (count > room / bytes) count = room / bytes;
  if (count < 2 || !segment_allows(&cpu->segment[segment], offset, count * bytes, access)) return 0;
  uint32_t address = translate_inline(vm, linear, access, cpu->cpl == 3) & memory->address_mask;
  if (!in_ram_page(memory, address, count * bytes)) return 0;
  unsigned flags = memory->page_flags[address / PAGE_BYTES];
  if (access == ACCESS_WRITE ? flags != RAM_TOUCHED : flags & RAM_DEVICE) return 0;
  *at = memory->ram + address;
  return count;
}

static void moved(struct vm *vm, const struct insn *insn, unsigned index, uint32_t count) {
  set_register(&vm->cpu, index, insn->address_bytes, vm->cpu.gpr[index] + count * width(insn));
}

uint32_t port_block_in(struct vm *vm, const struct insn *insn, uint32_t count) {
  uint8_t *to;
  uint32_t done = piece(vm, insn, ES, EDI, ACCESS_WRITE, count, &to);
  if (done) done = world_port_in_block(vm, (uint16_t)vm->cpu.gpr[EDX], width(insn), to, done);
  moved(vm, insn, EDI, done);
  return done;
}

uint32_t port_block_out(struct vm *vm, const struct insn *insn, uint32_t count) {
  uint8_t *from;
  uint32_t done = piece(vm, insn, source_segment(insn), ESI, ACCESS_READ, count, &from);
  if (done) done = world_port_out_block(vm, (uint16_t)vm->cpu.gpr[EDX], width(insn), from, done);
  moved(vm, insn, ESI, done);
  return done;
}
