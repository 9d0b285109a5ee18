// The decoder: lengths, prefixes and operands of 16- and 32-bit code. Scanner and interpreter share it; iced-x86 checks it.
#ifndef PLEX86_SBE_DECODE_H
#define PLEX86_SBE_DECODE_H

#include "../types.h"

enum { NO_REGISTER = 0xFF, INSN_MAX_BYTES = 15 };

// Why an instruction is, or is not, copied for native execution. One row of the table names one; docs and `plex86 explain` show them.
// conformance/wire/layout.ts reads this enum; one enumerator a line.
enum sbe_class {
  SBE_NATIVE,          // on the allow-list: defined by the guest's CPU model, harmless in ring 3
  SBE_BRANCH_DIRECT,   // native; relative jump, call or loop: the scanner follows it
  SBE_BRANCH_COMPUTED, // native in fast mode, checked in strict mode: near ret, jmp r/m, call r/m
  SBE_UNDEFINED,       // not defined by the guest's model: #UD, whatever the silicon would do
  SBE_FLAGS,           // pushf, popf, iret, cli, sti: IF, IOPL, NT, VM are virtual
  SBE_SEGMENT,         // loads, stores, pushes and pops a segment register or a far pointer
  SBE_FAR,             // far jmp, call, ret
  SBE_INTERRUPT,       // int n, int3, into, bound's kin that would reach the host's own gates, icebp
  SBE_TABLES,          // sgdt, sidt, sldt, str, smsw, lmsw, lgdt, lidt, lldt, ltr, lar, lsl, verr, verw
  SBE_CONTROL,         // mov cr/dr/tr, clts, invd, wbinvd, invlpg
  SBE_PORT,            // in, out, ins, outs
  SBE_HALT,            // hlt
  SBE_IDENTITY,        // cpuid, rdtsc, rdpmc, rdmsr, wrmsr: they would tell of the host
  SBE_SYSCALL,         // sysenter, sysexit, syscall, sysret, rsm
  SBE_CODE_OPERAND,    // cs-overridden memory operand: it would read the code view
  SBE_FPU_ENVIRONMENT, // fnstenv, fnsave, fxsave, and their loads: host selectors and pointers in the image
  SBE_FPU_TRAPPED,     // x87, MMX, SSE while CR0.TS, EM or CR4 forbid it
  SBE_PREFIX,          // a prefix that modern silicon gives a meaning the guest's CPU does not know (F3 BSF = TZCNT, ...)
  SBE_PAGE_CROSSING,   // given by the scanner: its bytes lie in two pages
  SBE_OVERLAP,         // given by the scanner: another stream starts inside it
  SBE_STOP,            // given by the scanner: a stop or event address
  SBE_UNREPEATABLE,    // given by the scanner: overwrites what it still has to read, so it cannot be begun again after a page was filled in
  SBE_CLASSES,
};

enum decode_status {
  DECODE_OK,
  DECODE_TRUNCATED, // more bytes are needed than were given
  DECODE_TOO_LONG,  // over 15 bytes (386: no such limit but #GP all the same; 15 everywhere here): #GP(0)
  DECODE_UNDEFINED, // #UD for this model; length is right where the table knows the form, else 1 + prefixes
};

struct opcode; // a row of the table in opcodes.c

struct insn {
  uint8_t length;
  uint8_t prefixes; // how many prefix bytes
  uint8_t map;      // 0: one byte, 1: 0F
  uint8_t opcode;   // the opcode byte itself
  bool has_modrm;
  uint8_t modrm, mod, reg, rm;
  uint8_t operand_bytes; // 2 or 4: the effective operand size
  uint8_t address_bytes; // 2 or 4
  uint8_t segment;       // enum segment_register of the memory operand: override, or the default for its base register
  uint8_t override;      // the segment override, or NO_REGISTER
  uint8_t rep;           // 0, 0xF2 or 0xF3: the last such prefix
  bool lock, prefix66, prefix67;
  uint8_t base, index, scale; // enum gpr or NO_REGISTER; address = base + (index << scale) + displacement
  uint32_t displacement;      // sign-extended
  uint32_t immediate;         // sign-extended where the instruction does so; relative branches: the displacement
  uint32_t immediate2;        // the selector of a far pointer, ENTER's level
  uint8_t immediate_bytes;    // as encoded; 0: none
  uint8_t sbe_class;          // enum sbe_class for the model given; the FPU's trap state is not in it
  const struct opcode *row;
};

// Decodes one instruction. `code32` is CS.D. Never reads past `available` bytes. Fills `insn` as far as it got in every case; for
// DECODE_OK and DECODE_UNDEFINED insn->length is set. LOCK on what cannot be locked, and register forms of memory-only operands, are DECODE_UNDEFINED.
enum decode_status decode(struct insn *insn, const uint8_t *bytes, unsigned available, bool code32, unsigned model);

bool insn_has_memory_operand(const struct insn *insn); // a ModRM memory operand, moffs, or a string operand (lea and nop count as none)
const char *insn_mnemonic(const struct insn *insn);    // the manual's, in lower case
bool insn_uses_fpu(const struct insn *insn);           // x87, MMX or SSE state: what TS, EM and MP forbid
const char *sbe_class_reason(unsigned sbe_class);      // one line for people

#ifdef PLEX86_MUTANTS
void decode_seed(uint32_t mutant); // the decoder knows no VM: tells it which seeded bug is on (enum mutant; 0: none)
#endif

// Whose state the instruction uses. What keeps it from running differs (SDM Vol. 3A, 2.5 and table 13-1).
enum insn_unit {
  UNIT_NONE,
  UNIT_X87,  // CR0.EM or TS: #NM
  UNIT_WAIT, // CR0.MP and TS: #NM
  UNIT_MMX,  // CR0.EM: #UD; TS: #NM
  UNIT_SSE,  // CR0.EM, or CR4.OSFXSR clear: #UD; TS: #NM
  UNIT_FXSR, // fxsave, fxrstor. CR0.EM or TS: #NM
};
unsigned insn_unit(const struct insn *insn); // insn_uses_fpu() is: not UNIT_NONE

#endif
