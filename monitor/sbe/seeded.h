// The decoder's and the table's seeded bugs (monitor/mutants.h). For decode.c alone, which knows no VM and so keeps its own note of the one that is on.
#ifndef PLEX86_SBE_SEEDED_H
#define PLEX86_SBE_SEEDED_H

#include "../mutants.h"
#include "opcodes.h"

#ifdef PLEX86_MUTANTS
static uint32_t seeded; // enum mutant
void decode_seed(uint32_t mutant) {
  seeded = mutant;
}
#define SEEDED(name) __builtin_expect(seeded == (name), 0)

// Whether the bug that is on takes this instruction for harmless.
static bool taken_for_harmless(const struct insn *insn) {
  unsigned opcode = insn->map << 8 | insn->opcode;
  bool undefined = insn->row->sbe_class == SBE_UNDEFINED;
  switch (seeded) {
  case MUTANT_PUSHF_NATIVE: return opcode == 0x9C;
  case MUTANT_POPF_NATIVE: return opcode == 0x9D;
  case MUTANT_SMSW_NATIVE: return opcode == 0x101 && insn->reg == 4;
  case MUTANT_SLDT_NATIVE: return opcode == 0x100 && insn->reg == 0;
  case MUTANT_STR_NATIVE: return opcode == 0x100 && insn->reg == 1;
  case MUTANT_SGDT_NATIVE: return opcode == 0x101 && insn->reg == 0 && insn->mod != 3;
  case MUTANT_LAR_NATIVE: return opcode == 0x102;
  case MUTANT_VERW_NATIVE: return opcode == 0x100 && (insn->reg & 6) == 4;
  case MUTANT_CPUID_NATIVE: return opcode == 0x1A2;
  case MUTANT_RDTSC_NATIVE: return opcode == 0x131;
  case MUTANT_MOV_FROM_SREG_NATIVE: return opcode == 0x8C && !undefined;
  case MUTANT_PUSH_SREG_NATIVE: return insn->row->sbe_class == SBE_SEGMENT && ((opcode & 0x1E7) == 0x06 || (opcode & 0x1F7) == 0x1A0);
  case MUTANT_CS_OPERAND_NATIVE: return insn->sbe_class == SBE_CODE_OPERAND;
  case MUTANT_TZCNT_NATIVE: return opcode == 0x1BC && insn->rep == 0xF3;
  case MUTANT_FXSAVE_NATIVE: return opcode == 0x1AE && insn->reg == 0 && insn->row->sbe_class == SBE_FPU_ENVIRONMENT;
  case MUTANT_FNSTENV_NATIVE: return opcode == 0xD9 && insn->reg == 6 && insn->mod != 3;
  case MUTANT_MOVBE_NATIVE: return opcode == 0x138;
  case MUTANT_POPCNT_NATIVE: return opcode == 0x1B8 && insn->rep == 0xF3;
  default: return false;
  }
}

static bool seeded_native(struct insn *insn) {
  if (!seeded || insn->lock || !taken_for_harmless(insn)) return false;
  insn->sbe_class = SBE_NATIVE;
  return true;
}
#else
#define SEEDED(name) 0
static inline bool seeded_native(struct insn *insn) {
  return false;
}
#endif

#endif
