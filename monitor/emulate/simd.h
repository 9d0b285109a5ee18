// What the MMX and SSE handlers share: prefixes, operands, registers.
#ifndef PLEX86_EMULATE_SIMD_H
#define PLEX86_EMULATE_SIMD_H

#include "fpu.h"

unsigned simd_prefix(const struct insn *insn); // enum simd_prefix; F2 and F3 win over 66
void read_simd(struct vm *vm, const struct insn *insn, void *to, unsigned bytes, bool aligned);
void write_simd(struct vm *vm, const struct insn *insn, const void *from, unsigned bytes, bool aligned);
// ModRM.rm: a whole register, or `bytes` bytes of memory (16 bytes aligned).
void get_xmm_rm(struct vm *vm, const struct insn *insn, void *to, unsigned bytes);
void get_mm_rm(struct vm *vm, const struct insn *insn, void *to, unsigned bytes);

static inline uint8_t *xmm_register(struct vm *vm, unsigned number) {
  return fx_image(vm)->xmm[number];
}
void enter_mmx(struct vm *vm);
uint8_t *mm_register(struct vm *vm, unsigned number); // to read; set_mm() writes
void set_mm(struct vm *vm, unsigned number, const void *value);

// Every form of sse() that moves, shuffles or shifts by an immediate.
void simd_move(struct vm *vm, const struct insn *insn, unsigned prefix);

#endif
