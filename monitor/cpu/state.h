// The guest's processor: every register that a program can see or feel, and nothing of how it is executed.
#ifndef PLEX86_CPU_STATE_H
#define PLEX86_CPU_STATE_H

#include "../types.h"

enum gpr { EAX, ECX, EDX, EBX, ESP, EBP, ESI, EDI, GPRS };

// In the order of the sreg field of an instruction (SDM Vol. 2, Table B-8), then the two system segments.
enum segment_register { ES, CS, SS, DS, FS, GS, LDTR, TR, SEGMENT_REGISTERS };

enum eflags {
  FLAG_CF = 1u << 0,
  FLAG_ONE = 1u << 1, // always 1
  FLAG_PF = 1u << 2,
  FLAG_AF = 1u << 4,
  FLAG_ZF = 1u << 6,
  FLAG_SF = 1u << 7,
  FLAG_TF = 1u << 8,
  FLAG_IF = 1u << 9,
  FLAG_DF = 1u << 10,
  FLAG_OF = 1u << 11,
  FLAG_IOPL = 3u << 12,
  FLAG_NT = 1u << 14,
  FLAG_RF = 1u << 16,
  FLAG_VM = 1u << 17,
  FLAG_AC = 1u << 18,
  FLAG_VIF = 1u << 19,
  FLAG_VIP = 1u << 20,
  FLAG_ID = 1u << 21,
  FLAGS_ARITHMETIC = FLAG_CF | FLAG_PF | FLAG_AF | FLAG_ZF | FLAG_SF | FLAG_OF,
};

enum cr0 {
  CR0_PE = 1u << 0,
  CR0_MP = 1u << 1,
  CR0_EM = 1u << 2,
  CR0_TS = 1u << 3,
  CR0_ET = 1u << 4,
  CR0_NE = 1u << 5,
  CR0_WP = 1u << 16,
  CR0_AM = 1u << 18,
  CR0_NW = 1u << 29,
  CR0_CD = 1u << 30,
  CR0_PG = 1u << 31,
};

enum cr4 {
  CR4_VME = 1u << 0,
  CR4_PVI = 1u << 1,
  CR4_TSD = 1u << 2,
  CR4_DE = 1u << 3,
  CR4_PSE = 1u << 4,
  CR4_PAE = 1u << 5,
  CR4_MCE = 1u << 6,
  CR4_PGE = 1u << 7,
  CR4_PCE = 1u << 8,
  CR4_OSFXSR = 1u << 9,
  CR4_OSXMMEXCPT = 1u << 10,
};

// The hidden part of a segment register. `attributes` are bits 40-55 of the descriptor (SDM Vol. 3A, 3.4.5): type, S, DPL and P in
// bits 0-7, zeros in bits 8-11, AVL, L, D/B and G in bits 12-15. `limit` is in bytes, G already applied: the offset of the last byte.
// A null segment has attributes 0 (P clear).
struct segment {
  uint16_t selector;
  uint16_t attributes;
  uint32_t base;
  uint32_t limit;
};

enum segment_attributes {
  SEGMENT_ACCESSED = 1u << 0,
  SEGMENT_WRITABLE = 1u << 1,    // of a data segment
  SEGMENT_READABLE = 1u << 1,    // of a code segment
  SEGMENT_EXPAND_DOWN = 1u << 2, // of a data segment
  SEGMENT_CONFORMING = 1u << 2,  // of a code segment
  SEGMENT_CODE = 1u << 3,
  SEGMENT_S = 1u << 4, // code or data, not a system segment
  SEGMENT_DPL = 3u << 5,
  SEGMENT_PRESENT = 1u << 7,
  SEGMENT_BIG = 1u << 14, // D/B: 32-bit code, 32-bit stack, 4 GiB top of an expand-down segment
  SEGMENT_GRANULAR = 1u << 15,
};

struct table_register {
  uint32_t base;
  uint32_t limit; // 16 bits used
};

enum cpu_model { MODEL_DEFAULT, MODEL_386, MODEL_486, MODEL_PENTIUM, MODELS };

// What keeps interrupts (sti) or interrupts and debug traps (mov ss, pop ss) away from the next instruction: SDM Vol. 3A, 6.8.3.
enum interrupt_shadow { SHADOW_NONE, SHADOW_STI, SHADOW_MOVSS };

struct cpu {
  uint32_t gpr[GPRS];
  uint32_t eip;
  uint32_t eflags;
  struct segment segment[SEGMENT_REGISTERS];
  struct table_register gdtr, idtr;
  uint32_t cr0, cr2, cr3, cr4;
  uint32_t dr[8]; // DR4 and DR5 are aliases and not used
  uint64_t tsc;   // what the guest has set the counter to; world_time_stamp() comes on top
  uint8_t cpl;
  uint8_t model;  // enum cpu_model
  uint8_t shadow; // enum interrupt_shadow, live for the next instruction
  bool halted;
  bool nmi_blocked;    // from the delivery of an NMI to the next IRET (SDM Vol. 3A, 6.7.1)
  uint32_t debug_trap; // DR6 bits of the debug traps that the running instruction has caused (data breakpoints, a task's T bit);
                       // with BS for TF they become one #DB after it, see debug_traps()
  // x87, MMX and SSE state as FXSAVE stores it (SDM Vol. 1, 10.5.1), 512 bytes, 16-byte aligned. A pointer, because after native
  // execution the live image stands in the frame that the driver will resume from.
  uint8_t *fx;
};

static inline bool protected_mode(const struct cpu *cpu) {
  return (cpu->cr0 & CR0_PE) && !(cpu->eflags & FLAG_VM);
}
static inline bool v86_mode(const struct cpu *cpu) {
  return (cpu->cr0 & CR0_PE) && (cpu->eflags & FLAG_VM);
}
static inline bool real_mode(const struct cpu *cpu) {
  return !(cpu->cr0 & CR0_PE);
}
static inline bool paging(const struct cpu *cpu) {
  return cpu->cr0 & CR0_PG;
}
static inline bool code32(const struct cpu *cpu) {
  return cpu->segment[CS].attributes & SEGMENT_BIG;
}
static inline bool stack32(const struct cpu *cpu) {
  return cpu->segment[SS].attributes & SEGMENT_BIG;
}
static inline unsigned iopl(const struct cpu *cpu) {
  return (cpu->eflags >> 12) & 3;
}

#endif
