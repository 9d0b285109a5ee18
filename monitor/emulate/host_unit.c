// The real unit: one pre-built stub for every x87, MMX and SSE instruction that computes. Nothing is generated at run time; the monitor may
// run where no page is both writable and executable. Stubs are reached by a jump and leave by a jump, so that nothing is pushed.
#include "fpu.h"
#include "host_flags.h"

// x87: 8 opcodes of 64 register forms, then of 8 memory forms; slots of 4 bytes. SIMD: 4 prefixes of 256 opcodes; slots of 8 bytes.
__asm__(".text\n"
        ".balign 8\n"
        "plex86_x87_registers:\n"
        "  .set op, 0xD8\n"
        "  .rept 8\n"
        "    .set modrm, 0xC0\n"
        "    .rept 64\n"
        "      .byte op, modrm, 0xFF, 0xE2\n"
        "      .set modrm, modrm + 1\n"
        "    .endr\n"
        "    .set op, op + 1\n"
        "  .endr\n"
        "plex86_x87_memory:\n"
        "  .set op, 0xD8\n"
        "  .rept 8\n"
        "    .set modrm, 0x07\n"
        "    .rept 8\n"
        "      .byte op, modrm, 0xFF, 0xE2\n"
        "      .set modrm, modrm + 8\n"
        "    .endr\n"
        "    .set op, op + 1\n"
        "  .endr\n"
        "plex86_simd:\n"
        "  .irp prefix, 0x3E, 0x66, 0xF3, 0xF2\n" // a DS prefix has no meaning here and keeps the slots alike
        "    .set op, 0\n"
        "    .rept 256\n"
        "      .byte \\prefix, 0x0F, op, 0xC1, 0xFF, 0xE2, 0xCC, 0xCC\n"
        "      .set op, op + 1\n"
        "    .endr\n"
        "  .endr\n"
        "plex86_simd_compare:\n"
        "  .irp prefix, 0x3E, 0x66, 0xF3, 0xF2\n"
        "    .set predicate, 0\n"
        "    .rept 8\n"
        "      .byte \\prefix, 0x0F, 0xC2, 0xC1, predicate, 0xFF, 0xE2, 0xCC\n"
        "      .set predicate, predicate + 1\n"
        "    .endr\n"
        "  .endr\n"
        ".previous\n");

extern const uint8_t plex86_x87_registers[8][64][4], plex86_x87_memory[8][8][4], plex86_simd[4][256][8], plex86_simd_compare[4][8][8];

const void *x87_stub(unsigned opcode, unsigned modrm) {
  if (modrm >= 0xC0) return plex86_x87_registers[opcode & 7][modrm & 63];
  return plex86_x87_memory[opcode & 7][modrm >> 3 & 7];
}

// Unmasked x87 exceptions stay pending in the unit after the instruction, so FNINIT, which waits for nothing, ends each use.
void x87_execute(struct fx_image *fx, const void *stub, void *operand, uint32_t *eflags) {
  uint32_t flags = pack_flags(*eflags), mxcsr = fx->mxcsr, mxcsr_mask = fx->mxcsr_mask;
  fx->mxcsr = MXCSR_DEFAULT;
  __asm__ volatile(LOAD_FLAGS "fxrstor (%[fx])\n\t"
                              "lea 1f(%%rip), %%rdx\n\t"
                              "jmp *%[stub]\n"
                              "1:\n\t"
                              "fxsave (%[fx])\n\t"
                              "fninit" SAVE_FLAGS
                   : "+&a"(flags)
                   : [fx] "r"(fx), [stub] "r"(stub), "D"(operand)
                   : "rdx", "cc", "memory");
  fx->mxcsr = mxcsr;
  fx->mxcsr_mask = mxcsr_mask;
  *eflags = unpack_flags(*eflags, flags);
}

#define ENTER_STUB "lea 1f(%%rip), %%rdx\n\tjmp *%[stub]\n1:\n\t"
#define XMM_IN "movups (%[a]), %%xmm0\n\tmovups (%[b]), %%xmm1\n\t"
#define XMM_OUT "movups %%xmm0, (%[a])\n\t"
// Flags of this instruction only: those that were there before are added afterwards.
#define MXCSR_IN "ldmxcsr %[control]\n\t"
#define MXCSR_OUT "stmxcsr %[control]\n\tldmxcsr %[safe]"

static const uint32_t safe_mxcsr = MXCSR_DEFAULT;

// Exceptions are found by their flags. Flush-to-zero counts only while underflow is masked; while it is not, it makes the unit report every
// tiny result, the exact ones too, as an unmasked underflow would (SDM Vol. 1, 11.5.2.4).
static uint32_t masked_control(uint32_t mxcsr) {
  uint32_t control = (mxcsr & 0xE040) | MXCSR_DEFAULT;
  if (!(mxcsr & 0x800)) control |= 0x8000;
  return control;
}

void simd_execute(unsigned prefix, unsigned opcode, void *destination, const void *source) {
  __asm__ volatile(XMM_IN ENTER_STUB XMM_OUT
                   :
                   : [a] "r"(destination), [b] "r"(source), [stub] "r"(plex86_simd[prefix][opcode])
                   : "rdx", "cc", "memory");
}

void mmx_execute(unsigned opcode, void *destination, const void *source) {
  __asm__ volatile("movq (%[a]), %%mm0\n\tmovq (%[b]), %%mm1\n\t" ENTER_STUB "movq %%mm0, (%[a])\n\temms"
                   :
                   : [a] "r"(destination), [b] "r"(source), [stub] "r"(plex86_simd[PREFIX_NONE][opcode])
                   : "rdx", "cc", "memory");
}

static void float_stub(const void *stub, void *destination, const void *source, uint32_t mxcsr, uint32_t *raised) {
  uint32_t control = masked_control(mxcsr);
  __asm__ volatile(MXCSR_IN XMM_IN ENTER_STUB XMM_OUT MXCSR_OUT
                   : [control] "+m"(control)
                   : [a] "r"(destination), [b] "r"(source), [stub] "r"(stub), [safe] "m"(safe_mxcsr)
                   : "rdx", "cc", "memory");
  *raised = control & X87_EXCEPTIONS;
}

void float_execute(unsigned prefix, unsigned opcode, void *destination, const void *source, uint32_t mxcsr, uint32_t *raised) {
  float_stub(plex86_simd[prefix][opcode], destination, source, mxcsr, raised);
}

void compare_execute(unsigned prefix, unsigned predicate, void *destination, const void *source, uint32_t mxcsr, uint32_t *raised) {
  float_stub(plex86_simd_compare[prefix][predicate & 7], destination, source, mxcsr, raised);
}

void ordered_compare_execute(unsigned prefix, unsigned opcode, const void *a, const void *b, uint32_t mxcsr, uint32_t *raised,
                             uint32_t *eflags) {
  uint32_t control = masked_control(mxcsr), flags = 0;
  __asm__ volatile(MXCSR_IN XMM_IN ENTER_STUB "seto %%al\n\tlahf\n\t" MXCSR_OUT
                   : [control] "+m"(control), "+&a"(flags)
                   : [a] "r"(a), [b] "r"(b), [stub] "r"(plex86_simd[prefix][opcode]), [safe] "m"(safe_mxcsr)
                   : "rdx", "cc", "memory");
  *raised = control & X87_EXCEPTIONS;
  *eflags = unpack_flags(*eflags, flags);
}

void convert_mmx_to_xmm(unsigned prefix, void *xmm, const void *mm, uint32_t mxcsr, uint32_t *raised) {
  uint32_t control = masked_control(mxcsr);
  __asm__ volatile(MXCSR_IN "movups (%[a]), %%xmm0\n\tmovq (%[b]), %%mm1\n\t" ENTER_STUB XMM_OUT "emms\n\t" MXCSR_OUT
                   : [control] "+m"(control)
                   : [a] "r"(xmm), [b] "r"(mm), [stub] "r"(plex86_simd[prefix][0x2A]), [safe] "m"(safe_mxcsr)
                   : "rdx", "cc", "memory");
  *raised = control & X87_EXCEPTIONS;
}

void convert_xmm_to_mmx(unsigned prefix, unsigned opcode, void *mm, const void *xmm, uint32_t mxcsr, uint32_t *raised) {
  uint32_t control = masked_control(mxcsr);
  __asm__ volatile(MXCSR_IN "movups (%[b]), %%xmm1\n\t" ENTER_STUB "movq %%mm0, (%[a])\n\temms\n\t" MXCSR_OUT
                   : [control] "+m"(control)
                   : [a] "r"(mm), [b] "r"(xmm), [stub] "r"(plex86_simd[prefix][opcode]), [safe] "m"(safe_mxcsr)
                   : "rdx", "cc", "memory");
  *raised = control & X87_EXCEPTIONS;
}

void convert_integer_to_xmm(unsigned prefix, void *xmm, uint32_t integer, uint32_t mxcsr, uint32_t *raised) {
  uint32_t control = masked_control(mxcsr);
  __asm__ volatile(MXCSR_IN "movups (%[a]), %%xmm0\n\t" ENTER_STUB XMM_OUT MXCSR_OUT
                   : [control] "+m"(control)
                   : [a] "r"(xmm), "c"(integer), [stub] "r"(plex86_simd[prefix][0x2A]), [safe] "m"(safe_mxcsr)
                   : "rdx", "cc", "memory");
  *raised = control & X87_EXCEPTIONS;
}

uint32_t convert_xmm_to_integer(unsigned prefix, unsigned opcode, const void *xmm, uint32_t mxcsr, uint32_t *raised) {
  uint32_t control = masked_control(mxcsr), integer;
  __asm__ volatile(MXCSR_IN "movups (%[b]), %%xmm1\n\t" ENTER_STUB MXCSR_OUT
                   : [control] "+m"(control), "=&a"(integer)
                   : [b] "r"(xmm), [stub] "r"(plex86_simd[prefix][opcode]), [safe] "m"(safe_mxcsr)
                   : "rdx", "cc", "memory");
  *raised = control & X87_EXCEPTIONS;
  return integer;
}

// On the x87 with its precision set to the result's and its exponents far wider: whether rounding one lane loses anything when the exponent is
// not bounded, which is what the precision flag says beside an unmasked overflow or underflow.
bool inexact_execute(unsigned opcode, bool doubles, const void *a, const void *b, uint32_t mxcsr) {
  uint16_t control = (uint16_t)(0x7F | (doubles && opcode != 0x5A ? 0x200 : 0) | (mxcsr >> 13 & 3) << 10), status;
#define LANE(operation)                                                                                                                    \
  if (doubles)                                                                                                                             \
    __asm__ volatile("fldcw %[c]; fldl %[a]; f" operation "l %[b]; fnstsw %[s]; fninit"                                                    \
                     : [s] "=m"(status)                                                                                                    \
                     : [c] "m"(control), [a] "m"(*(const uint64_t *)a), [b] "m"(*(const uint64_t *)b));                                    \
  else                                                                                                                                     \
    __asm__ volatile("fldcw %[c]; flds %[a]; f" operation "s %[b]; fnstsw %[s]; fninit"                                                    \
                     : [s] "=m"(status)                                                                                                    \
                     : [c] "m"(control), [a] "m"(*(const uint32_t *)a), [b] "m"(*(const uint32_t *)b))
  switch (opcode) {
  case 0x58: LANE("add"); break;
  case 0x59: LANE("mul"); break;
  case 0x5C: LANE("sub"); break;
  case 0x5E: LANE("div"); break;
  default: // CVTPD2PS, CVTSD2SS: multiplied by 1 the double is rounded to single precision
    __asm__ volatile("fldcw %[c]; fldl %[b]; fld1; fmulp; fnstsw %[s]; fninit"
                     : [s] "=m"(status)
                     : [c] "m"(control), [b] "m"(*(const uint64_t *)b));
  }
#undef LANE
  return status & 0x20;
}
