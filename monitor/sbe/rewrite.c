// Instructions that run natively with other bytes than the guest's.
//
// F3 before BSF and BSR means nothing to the guest's processor; compilers write it all the same, because a modern one takes it for TZCNT and
// LZCNT (SDM Vol. 2B), which set other flags. In its place stands a segment override: none of its effects for a register, the
// segment that is used anyway for memory.
#include "internal.h"

enum { PREFIX_REPNE = 0xF2, PREFIX_REP = 0xF3 };

static const uint8_t override_of[] = {[ES] = 0x26, [CS] = 0x2E, [SS] = 0x36, [DS] = 0x3E, [FS] = 0x64, [GS] = 0x65};

bool rewrite_serves(const struct insn *insn, const uint8_t *bytes) {
  if (insn->map != 1 || (insn->opcode & 0xFE) != 0xBC || insn->rep != PREFIX_REP || insn->sbe_class != SBE_PREFIX) return false;
  if (insn->mod != 3 && insn->segment == CS) return false;
  for (unsigned i = 0; i < insn->prefixes; i++)
    if (bytes[i] == PREFIX_REPNE) return false;
  return true;
}

void rewrite(const struct insn *insn, uint8_t *code) {
  for (unsigned i = 0; i < insn->prefixes; i++)
    if (code[i] == PREFIX_REP) code[i] = override_of[insn->mod == 3 ? DS : insn->segment];
}
