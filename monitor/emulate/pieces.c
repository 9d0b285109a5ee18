// Repeated INS, OUTS and MOVS in pieces: as many iterations as lie in one page of plain RAM, none of which can fault or trap. MOVS only
// from where the world answers for all of it (ROM above RAM, which a BIOS copies): RAM to RAM is what native execution is for.
#include "../../driver/driver.h"
#include "../mmu/translate.h"
#include "handlers.h"
#include "operand.h"

// How many of `count` iterations from segment:register on lie in one page, within the limit; 0 where one by one is right.
static uint32_t in_page(struct vm *vm, const struct insn *insn, unsigned segment, unsigned index, enum access access, uint32_t count,
                        uint32_t *linear) {
  struct cpu *cpu = &vm->cpu;
  unsigned bytes = width(insn);
  if ((cpu->eflags & FLAG_DF) || alignment_checked(cpu)) return 0;
  uint32_t mask = address_mask(insn), offset = cpu->gpr[index] & mask;
  *linear = cpu->segment[segment].base + offset;
  uint64_t to_wrap = (uint64_t)mask + 1 - offset;
  uint32_t room = PAGE_BYTES - (*linear & ~PAGE_MASK);
  if (room > to_wrap) room = (uint32_t)to_wrap;
  if (count > room / bytes) count = room / bytes;
  return count >= 2 && segment_allows(&cpu->segment[segment], offset, count * bytes, access) ? count : 0;
}

// Where so many bytes stand in RAM that an access needs to do nothing else; null: something else is there.
static uint8_t *plain_ram(struct vm *vm, uint32_t linear, uint32_t bytes, enum access access) {
  const struct memory *memory = &vm->memory;
  uint32_t address = translate_inline(vm, linear, access, vm->cpu.cpl == 3) & memory->address_mask;
  if (!in_ram_page(memory, address, bytes)) return NULL;
  unsigned flags = memory->page_flags[address / PAGE_BYTES];
  return (access == ACCESS_WRITE ? flags != RAM_TOUCHED : flags & RAM_DEVICE) ? NULL : memory->ram + address;
}

// The map of a TSS might be written by the first iteration and stand against the second.
static bool ports_are_free(const struct cpu *cpu) {
  return real_mode(cpu) || (protected_mode(cpu) && cpu->cpl <= iopl(cpu));
}

static uint32_t moved(struct vm *vm, const struct insn *insn, unsigned index, uint32_t count) {
  set_register(&vm->cpu, index, insn->address_bytes, vm->cpu.gpr[index] + count * width(insn));
  return count;
}

uint32_t pieces_in(struct vm *vm, const struct insn *insn, uint32_t count) {
  uint32_t linear;
  if (!ports_are_free(&vm->cpu)) return 0;
  count = in_page(vm, insn, ES, EDI, ACCESS_WRITE, count, &linear);
  uint8_t *to = count ? plain_ram(vm, linear, count * width(insn), ACCESS_WRITE) : NULL;
  return to ? moved(vm, insn, EDI, world_port_in_block(vm, (uint16_t)vm->cpu.gpr[EDX], width(insn), to, count)) : 0;
}

uint32_t pieces_out(struct vm *vm, const struct insn *insn, uint32_t count) {
  uint32_t linear;
  if (!ports_are_free(&vm->cpu)) return 0;
  count = in_page(vm, insn, source_segment(insn), ESI, ACCESS_READ, count, &linear);
  const uint8_t *from = count ? plain_ram(vm, linear, count * width(insn), ACCESS_READ) : NULL;
  return from ? moved(vm, insn, ESI, world_port_out_block(vm, (uint16_t)vm->cpu.gpr[EDX], width(insn), from, count)) : 0;
}

uint32_t pieces_movs(struct vm *vm, const struct insn *insn, uint32_t count) {
  uint32_t from, linear;
  count = in_page(vm, insn, source_segment(insn), ESI, ACCESS_READ, count, &from);
  if (count) count = in_page(vm, insn, ES, EDI, ACCESS_WRITE, count, &linear);
  if (!count) return 0;
  uint32_t address = translate_inline(vm, from, ACCESS_READ, vm->cpu.cpl == 3) & vm->memory.address_mask;
  if (address < vm->memory.ram_bytes) return 0;
  uint8_t *to = plain_ram(vm, linear, count * width(insn), ACCESS_WRITE);
  if (!to || !world_memory_read_block(vm, address, to, count * width(insn))) return 0;
  moved(vm, insn, ESI, count);
  return moved(vm, insn, EDI, count);
}
