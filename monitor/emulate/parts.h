// Operands that the processor moves in parts: each part's offset wraps by itself at the address size, so that a ten-byte operand at FFF8 of a
// 64 KiB segment has its last two bytes at 0. A part that itself crosses the end faults as any operand does.
#ifndef PLEX86_EMULATE_PARTS_H
#define PLEX86_EMULATE_PARTS_H

#include "emulate.h"

// `offset` counts from the effective address; `part` is the size of the parts, the last one may be smaller.
void read_parts(struct vm *vm, const struct insn *insn, uint32_t offset, void *to, unsigned bytes, unsigned part, unsigned alignment);
void check_parts(struct vm *vm, const struct insn *insn, uint32_t offset, unsigned bytes, unsigned part, unsigned alignment);
void write_parts(struct vm *vm, const struct insn *insn, uint32_t offset, const void *from, unsigned bytes, unsigned part,
                 unsigned alignment);

#endif
