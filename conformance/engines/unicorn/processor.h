// Unicorn's processor state, read and written whole. uc_reg_write reaches neither the hidden parts of the segment registers nor
// the privilege level; a saved context holds them all, at places that depend on the library's build. So the places are written
// down here for libunicorn 2.0.1 on a 64-bit host and checked at start by writing registers the official way and looking.
#ifndef PLEX86_UNICORN_PROCESSOR_H
#define PLEX86_UNICORN_PROCESSOR_H

#include "../../wire/wire.h"
#include <stdbool.h>
#include <stdint.h>
#include <unicorn/unicorn.h>

struct processor_segment {
  uint32_t selector;
  uint32_t padding;
  uint64_t base;
  uint32_t limit;
  uint32_t flags; // the descriptor's high doubleword
};

// The head of the saved context, field by field.
struct processor {
  uint64_t context_size;
  uint32_t mode, architecture;
  uint64_t gpr[16];
  uint64_t eip;
  uint64_t eflags; // without the arithmetic flags and DF, which stand in the next fields
  uint64_t cc_dst, cc_src, cc_src2;
  uint32_t cc_op; // 1: cc_src holds the flags themselves
  int32_t df;     // 1 or -1
  uint32_t hflags, hflags2;
  struct processor_segment segment[8]; // es cs ss ds fs gs ldtr tr
  struct processor_segment gdt, idt;
  uint64_t cr[5];
};

// Past the head, by offset.
enum processor_offset {
  OFFSET_FPU_TOP = 0x24C,
  OFFSET_FPU_STATUS = 0x250,
  OFFSET_FPU_CONTROL = 0x252,
  OFFSET_FPU_TAGS = 0x254,
  OFFSET_FPU_REGISTERS = 0x260,
  OFFSET_MXCSR = 0x320,
  OFFSET_XMM = 0x328,
  OFFSET_ERROR_CODE = 0x14F8,
  OFFSET_EXCEPTION_IS_INT = 0x14FC,
  OFFSET_DR = 0x1508,
};

// Bits of hflags: what the translator has folded out of the registers.
enum hidden_flags {
  HIDDEN_INHIBIT = 1u << 3,
  HIDDEN_CS32 = 1u << 4,
  HIDDEN_SS32 = 1u << 5,
  HIDDEN_ADDSEG = 1u << 6,
  HIDDEN_PE = 1u << 7,
  HIDDEN_MP = 1u << 9,
  HIDDEN_OSFXSR = 1u << 22,
};

_Static_assert(sizeof(struct processor) == 0x1E0, "the head of libunicorn 2.0.1's context");

// false: this library's layout is not the one written down above.
bool processor_layout_holds(uc_engine *unicorn);
// Fills `to` (a copy of a fresh context) with a case's start state.
void processor_set(struct processor *to, const struct wire_registers *from);
// Reads the state back; `eflags` as the library reports it, because the arithmetic flags are kept lazily.
void processor_get(const struct processor *from, uint32_t eflags, struct wire_registers *to);
// The x87, MMX and SSE state from and to an FXSAVE image.
void processor_set_fx(struct processor *to, const uint8_t fx[512]);
void processor_get_fx(const struct processor *from, uint8_t fx[512]);

#endif
