// Every handler, by the file that has it, and what those files lend each other.
#ifndef PLEX86_EMULATE_HANDLERS_H
#define PLEX86_EMULATE_HANDLERS_H

#include "emulate.h"

// alu.c
handler alu_rm_reg, alu_reg_rm, alu_accumulator, group1, test_rm_reg, test_accumulator, increment_register, decrement_register,
    increment_rm, decrement_rm, group3, xadd, cmpxchg, group9;
void compare(struct vm *vm, uint32_t a, uint32_t b, unsigned bytes); // the flags of a - b
uint32_t add(struct vm *vm, uint32_t a, uint32_t b, unsigned bytes); // these two set the flags too
uint32_t subtract(struct vm *vm, uint32_t a, uint32_t b, unsigned bytes);
// shift.c
handler shift_immediate, shift_one, shift_cl, double_shift;
// multiply.c
handler multiply_divide, imul_reg_rm, imul_reg_rm_immediate;
// bits.c
handler bit_rm_reg, group8, bit_scan, bswap;
// decimal.c
handler daa, das, aaa, aas, aam, aad;
// move.c
handler mov_rm_reg, mov_reg_rm, mov_rm_immediate, mov_register_immediate, mov_accumulator_offset, lea, xchg_rm_reg, xchg_accumulator, xlat,
    movzx, movsx, cmov, setcc, salc, cbw, cwd, nop;
bool condition(uint32_t eflags, unsigned code); // of Jcc, SETcc, CMOVcc: the low four bits of the opcode
// stack.c
handler push_register, pop_register, push_immediate, pop_rm, pusha, popa, enter, leave;
// branch.c
handler jcc, jmp_relative, call_relative, ret_near, loop, jcxz, bound, group4, group5;
struct far_pointer {
  uint32_t offset;
  uint16_t selector;
};
struct far_pointer get_far_pointer(struct vm *vm, const struct insn *insn);
// string.c
handler string_movs, string_stos, string_lods, string_cmps, string_scas, string_ins, string_outs;
// flags.c
handler pushf, popf, lahf, sahf, cmc, clc, stc, cld, std, cli, sti;
// port.c
handler in, out;
// Several iterations of a repeated instruction at once: how many of `count`, 0 where they are to be made one by one (pieces.c).
uint32_t pieces_in(struct vm *vm, const struct insn *insn, uint32_t count);
uint32_t pieces_out(struct vm *vm, const struct insn *insn, uint32_t count);
uint32_t pieces_movs(struct vm *vm, const struct insn *insn, uint32_t count);
uint32_t port_in(struct vm *vm, uint16_t port, unsigned bytes); // permission has been checked
void port_out(struct vm *vm, uint16_t port, unsigned bytes, uint32_t value);
// segments.c
handler push_segment, pop_segment, mov_rm_segment, mov_segment_rm, les, lds, lss_lfs_lgs, jmp_far, call_far, ret_far, iret, arpl, lar_lsl,
    group6;
// system.c
handler group7, clts, mov_from_control, mov_to_control, mov_from_debug, mov_to_debug, mov_from_test, privileged_nop, rdtsc, rdpmc, rdmsr,
    wrmsr, identify, hlt, int_n, int3, into, icebp;
// x87.c
handler x87, wait;
// sse.c
handler sse;
// group15.c
handler group15, movnti;

#endif
