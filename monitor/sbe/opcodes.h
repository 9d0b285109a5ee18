// The opcode table: one row per form of an instruction. A form that depends on more than the opcode byte (ModRM.reg, ModRM.mod, a
// mandatory prefix) is reached through rows that only choose among the rows of another array.
#ifndef PLEX86_SBE_OPCODES_H
#define PLEX86_SBE_OPCODES_H

#include "decode.h"

enum row_kind {
  ROW_FORM,      // an instruction
  ROW_BY_REG,    // choose by ModRM.reg: 8 rows
  ROW_BY_RM,     // choose by ModRM.rm: 8 rows
  ROW_BY_MOD,    // choose: memory, register: 2 rows
  ROW_BY_PREFIX, // choose by mandatory prefix: none, 66, F3, F2: 4 rows
  ROW_ESCAPE,    // 0F: the second map
  ROW_PREFIX,    // a prefix byte
};

enum immediate_form {
  IMM_NONE,
  IMM_B,     // one byte, zero-extended
  IMM_BS,    // one byte, sign-extended
  IMM_W,     // two bytes
  IMM_Z,     // two or four bytes, by operand size
  IMM_REL_B, // branch displacement, one byte
  IMM_REL_Z, // branch displacement by operand size
  IMM_FAR,   // offset by operand size, then a selector
  IMM_ENTER, // two bytes, then one
  IMM_MOFFS, // an address by address size: goes to insn->displacement
};

// The oldest guest model that has the instruction. Every model of this list has what the older ones have, but for MOV TR.
enum since { SINCE_386, SINCE_486, SINCE_PENTIUM, SINCE_P6, SINCE_NEVER };

enum row_flags {
  MODRM = 1u << 0,
  LOCKABLE = 1u << 1,      // LOCK is legal when the operand is in memory
  LOCKABLE_386 = 1u << 2,  // ... on a 386 only (BT: 80386 Programmer's Reference, LOCK)
  MEMORY = 1u << 3,        // the register form is undefined
  REGISTER = 1u << 4,      // the memory form is undefined
  NO_ACCESS = 1u << 5,     // computes an address, or gives a hint, and touches no memory
  REPEATS = 1u << 6,       // F2 and F3 repeat it
  REP_HARMLESS = 1u << 7,  // F2 and F3 are without meaning to every processor, or only a hint (SDM Vol. 2A, 2.1.1)
  UNTIL_486 = 1u << 8,     // gone since the Pentium
  SOURCE = 1u << 9,        // reads [seg:eSI], or for XLAT [seg:eBX + AL]
  DESTINATION = 1u << 10,  // ES:eDI only, no override
  TABLE_IN_BX = 1u << 11,  // XLAT
  MASK_AT_DI = 1u << 12,   // MASKMOVQ, MASKMOVDQU: writes [seg:eDI]
  NO_66 = 1u << 13,        // result undefined with an operand-size prefix (BSWAP r16)
  MOD_IGNORED = 1u << 14,  // ModRM always names registers (MOV CR, DR, TR)
  ADDRESS_NAME = 1u << 15, // the mnemonic goes by address size (JCXZ)
};

struct opcode {
  union {
    const char *text;           // ROW_FORM: mnemonic, zero, its 32-bit name if it has another, zero, a note for people, zero
    const struct opcode *group; // else: the rows to choose from
  };
  uint16_t flags; // enum row_flags; a choosing row has only MODRM
  uint8_t kind;   // enum row_kind
  uint8_t immediate;
  uint8_t since;
  uint8_t unit; // enum insn_unit
  uint8_t sbe_class;
};
_Static_assert(sizeof(struct opcode) == 16, "the two maps take 8 KiB");

extern const struct opcode opcode_map[2][256];

const char *opcode_note(const struct opcode *row); // "" where the class says it all

#endif
