// Thread-local storage of 32-bit systems stands below the base of GS: offsets just under 4 GiB, of a segment that wraps. CPL 3 reaches only the
// part above its base natively, since the segment is cut where supervisors begin (descriptors.c), and one descriptor cannot have both parts.
// FS is free in such systems. So the lower part is loaded there, as an expand-down segment, and the scanner writes FS for GS where an operand's
// offset is negative, or comes from a register and most likely is. If it is not, the access faults and is interpreted. Instructions that use FS
// themselves are trap sites then, so nobody sees what FS holds.
#include "internal.h"

enum { DATA_32 = SEGMENT_PRESENT | SEGMENT_S | SEGMENT_WRITABLE, PREFIX_FS = 0x64, PREFIX_GS = 0x65 };

bool lends_fs(const struct vm *vm) {
  const struct cpu *cpu = &vm->cpu;
  const struct segment *gs = &cpu->segment[GS];
  if (!vm->sbe->paged.on || cpu->cpl != 3 || !code32(cpu) || cpu->segment[FS].attributes & SEGMENT_PRESENT) return false;
  if ((gs->attributes & (DATA_32 | SEGMENT_CODE | SEGMENT_EXPAND_DOWN)) != DATA_32) return false;
  return gs->limit == 0xFFFFFFFF && gs->base >= PAGE_BYTES && gs->base < paging_data_end(vm);
}

// An expand-down segment has the offsets above its limit (SDM Vol. 3A, 5.3), and counts in pages: the first page is left out if the base of GS
// is inside a page.
uint32_t lend_last_outside(const struct vm *vm) {
  return (-vm->cpu.segment[GS].base - 1) | (PAGE_BYTES - 1);
}

bool lend_by_fs(const struct insn *insn) {
  if (insn->override != GS || insn->address_bytes != 4 || !insn_has_memory_operand(insn)) return false;
  bool moffs = !insn->has_modrm && insn->map == 0 && (insn->opcode & 0xFC) == 0xA0;
  if (!moffs && !insn->has_modrm) return false;
  bool by_register = insn->has_modrm && (insn->base != NO_REGISTER || insn->index != NO_REGISTER);
  return by_register || (int32_t)insn->displacement < 0;
}

bool lend_trapped(const struct insn *insn) {
  return insn->override == FS && insn_has_memory_operand(insn);
}

void lend_rewrite(const struct insn *insn, uint8_t *code) {
  if (!lend_by_fs(insn)) return;
  for (unsigned i = 0; i < insn->prefixes; i++)
    if (code[i] == PREFIX_GS) code[i] = PREFIX_FS;
}
