// The FXSAVE image as the x87, MMX and SSE handlers see it (SDM Vol. 1, 10.5.1), and when they may touch it.
#ifndef PLEX86_EMULATE_FPU_H
#define PLEX86_EMULATE_FPU_H

#include "../../driver/driver.h"
#include "emulate.h"

struct fx_image {
  uint16_t control;
  uint16_t status;
  uint8_t tags; // abridged: a bit for each physical register that is not empty
  uint8_t reserved1;
  uint16_t opcode;
  uint32_t instruction_offset;
  uint16_t instruction_selector, reserved2;
  uint32_t data_offset;
  uint16_t data_selector, reserved3;
  uint32_t mxcsr, mxcsr_mask;
  uint8_t st[8][16]; // ST(0) to ST(7): relative to TOP
  uint8_t xmm[16][16];
  uint8_t rest[96];
};
_Static_assert(sizeof(struct fx_image) == 512, "what FXSAVE stores");

enum {
  X87_EXCEPTIONS = 0x3F,
  X87_SUMMARY = 0x80, // ES
  X87_BUSY = 0x8000,  // B, a copy of ES since the 387
  MXCSR_DEFAULT = 0x1F80,
  MXCSR_MASK = 0xFFFF, // with DAZ
};

static inline struct fx_image *fx_image(struct vm *vm) {
  if (vm->fx_live && !MUTANT(vm, MUTANT_FX_LIVE)) world_keep_fx(vm);
  return (struct fx_image *)vm->cpu.fx;
}

static inline unsigned x87_top(const struct fx_image *fx) {
  return fx->status >> 11 & 7;
}

// An exception that is not masked waits for the next waiting instruction.
static inline bool x87_pending(const struct fx_image *fx) {
  return fx->status & ~fx->control & X87_EXCEPTIONS;
}

void require_x87(struct vm *vm); // #NM
void require_mmx(struct vm *vm); // #UD, #NM
void require_sse(struct vm *vm); // #UD, #NM
// Before a waiting x87 or an MMX instruction: #MF if CR0.NE. With NE clear the processor asserts FERR#, which the PC wires to IRQ 13; who has
// no interrupt controller attached sees what IGNNE# gives: the instruction is carried out.
void check_x87_pending(struct vm *vm);

// After INIT, FNINIT and FNSAVE.
void x87_initialize(struct fx_image *fx);
// ES and B follow from the exceptions and their masks.
void x87_summarize(struct fx_image *fx);
// The pointers and the opcode of the last x87 instruction exist only while an exception is pending, as AMD's FXSAVE shows them, and their
// selectors read as zero, as on processors with CPUID.7.EBX[13]: the host's own image would tell of the host.
void x87_settle_pointers(struct fx_image *fx);

// The entries of the table in host_unit.c. A stub ends by a jump through RDX.
const void *x87_stub(unsigned opcode, unsigned modrm); // register forms as they are; memory forms by their reg field, operand at [RDI]
// Runs a stub on the image; x87 instructions may read and write EFLAGS.
void x87_execute(struct fx_image *fx, const void *stub, void *operand, uint32_t *eflags);

enum simd_prefix { PREFIX_NONE, PREFIX_66, PREFIX_F3, PREFIX_F2 };
// OP xmm0, xmm1 (or mm0, mm1): `destination` is xmm0 in and out.
void simd_execute(unsigned prefix, unsigned opcode, void *destination, const void *source);
void mmx_execute(unsigned opcode, void *destination, const void *source);
// Those that compute in floating point: under mxcsr but with everything masked; *raised gets the exception flags of this instruction.
void float_execute(unsigned prefix, unsigned opcode, void *destination, const void *source, uint32_t mxcsr, uint32_t *raised);
void compare_execute(unsigned prefix, unsigned predicate, void *destination, const void *source, uint32_t mxcsr,
                     uint32_t *raised); // CMPPS and the like
void ordered_compare_execute(unsigned prefix, unsigned opcode, const void *a, const void *b, uint32_t mxcsr, uint32_t *raised,
                             uint32_t *eflags);                                                    // COMISS ...
bool inexact_execute(unsigned opcode, bool doubles, const void *a, const void *b, uint32_t mxcsr); // one lane; see there
// Conversions between register files; operands in memory order.
void convert_mmx_to_xmm(unsigned prefix, void *xmm, const void *mm, uint32_t mxcsr, uint32_t *raised); // 2A, none and 66
void convert_xmm_to_mmx(unsigned prefix, unsigned opcode, void *mm, const void *xmm, uint32_t mxcsr,
                        uint32_t *raised);                                                                            // 2C, 2D, none and 66
void convert_integer_to_xmm(unsigned prefix, void *xmm, uint32_t integer, uint32_t mxcsr, uint32_t *raised);          // 2A, F3 and F2
uint32_t convert_xmm_to_integer(unsigned prefix, unsigned opcode, const void *xmm, uint32_t mxcsr, uint32_t *raised); // 2C, 2D, F3 and F2

#endif
