// Which handler carries out which opcode (SDM Vol. 2D, tables ). What the guest's model lacks never gets here: decode()
// says so first.
#include "handlers.h"

#define EIGHT(first, h)                                                                                                                    \
  [first] = h, [first + 1] = h, [first + 2] = h, [first + 3] = h, [first + 4] = h, [first + 5] = h, [first + 6] = h, [first + 7] = h
#define SIXTEEN(first, h) EIGHT(first, h), EIGHT(first + 8, h)
#define ARITHMETIC(first)                                                                                                                  \
  [first] = alu_rm_reg, [first + 1] = alu_rm_reg, [first + 2] = alu_reg_rm, [first + 3] = alu_reg_rm, [first + 4] = alu_accumulator,       \
  [first + 5] = alu_accumulator

// clang-format off
handler *const handlers[2][256] = {
  {
    ARITHMETIC(0x00), [0x06] = push_segment, [0x07] = pop_segment,
    ARITHMETIC(0x08), [0x0E] = push_segment,
    ARITHMETIC(0x10), [0x16] = push_segment, [0x17] = pop_segment,
    ARITHMETIC(0x18), [0x1E] = push_segment, [0x1F] = pop_segment,
    ARITHMETIC(0x20), [0x27] = daa,
    ARITHMETIC(0x28), [0x2F] = das,
    ARITHMETIC(0x30), [0x37] = aaa,
    ARITHMETIC(0x38), [0x3F] = aas,
    EIGHT(0x40, increment_register), EIGHT(0x48, decrement_register),
    EIGHT(0x50, push_register), EIGHT(0x58, pop_register),
    [0x60] = pusha, [0x61] = popa, [0x62] = bound, [0x63] = arpl,
    [0x68] = push_immediate, [0x69] = imul_reg_rm_immediate, [0x6A] = push_immediate, [0x6B] = imul_reg_rm_immediate,
    [0x6C] = string_ins, [0x6D] = string_ins, [0x6E] = string_outs, [0x6F] = string_outs,
    SIXTEEN(0x70, jcc),
    [0x80] = group1, [0x81] = group1, [0x82] = group1, [0x83] = group1,
    [0x84] = test_rm_reg, [0x85] = test_rm_reg, [0x86] = xchg_rm_reg, [0x87] = xchg_rm_reg,
    [0x88] = mov_rm_reg, [0x89] = mov_rm_reg, [0x8A] = mov_reg_rm, [0x8B] = mov_reg_rm,
    [0x8C] = mov_rm_segment, [0x8D] = lea, [0x8E] = mov_segment_rm, [0x8F] = pop_rm,
    EIGHT(0x90, xchg_accumulator),
    [0x98] = cbw, [0x99] = cwd, [0x9A] = call_far, [0x9B] = wait,
    [0x9C] = pushf, [0x9D] = popf, [0x9E] = sahf, [0x9F] = lahf,
    [0xA0] = mov_accumulator_offset, [0xA1] = mov_accumulator_offset, [0xA2] = mov_accumulator_offset, [0xA3] = mov_accumulator_offset,
    [0xA4] = string_movs, [0xA5] = string_movs, [0xA6] = string_cmps, [0xA7] = string_cmps,
    [0xA8] = test_accumulator, [0xA9] = test_accumulator, [0xAA] = string_stos, [0xAB] = string_stos,
    [0xAC] = string_lods, [0xAD] = string_lods, [0xAE] = string_scas, [0xAF] = string_scas,
    SIXTEEN(0xB0, mov_register_immediate),
    [0xC0] = shift_immediate, [0xC1] = shift_immediate, [0xC2] = ret_near, [0xC3] = ret_near,
    [0xC4] = les, [0xC5] = lds, [0xC6] = mov_rm_immediate, [0xC7] = mov_rm_immediate,
    [0xC8] = enter, [0xC9] = leave, [0xCA] = ret_far, [0xCB] = ret_far,
    [0xCC] = int3, [0xCD] = int_n, [0xCE] = into, [0xCF] = iret,
    [0xD0] = shift_one, [0xD1] = shift_one, [0xD2] = shift_cl, [0xD3] = shift_cl,
    [0xD4] = aam, [0xD5] = aad, [0xD6] = salc, [0xD7] = xlat,
    EIGHT(0xD8, x87),
    [0xE0] = loop, [0xE1] = loop, [0xE2] = loop, [0xE3] = jcxz,
    [0xE4] = in, [0xE5] = in, [0xE6] = out, [0xE7] = out,
    [0xE8] = call_relative, [0xE9] = jmp_relative, [0xEA] = jmp_far, [0xEB] = jmp_relative,
    [0xEC] = in, [0xED] = in, [0xEE] = out, [0xEF] = out,
    [0xF1] = icebp, [0xF4] = hlt, [0xF5] = cmc, [0xF6] = group3, [0xF7] = group3,
    [0xF8] = clc, [0xF9] = stc, [0xFA] = cli, [0xFB] = sti, [0xFC] = cld, [0xFD] = std, [0xFE] = group4, [0xFF] = group5,
  },
  {
    [0x00] = group6, [0x01] = group7, [0x02] = lar_lsl, [0x03] = lar_lsl, [0x06] = clts,
    [0x08] = privileged_nop, [0x09] = privileged_nop, [0x0D] = nop,
    EIGHT(0x10, sse), EIGHT(0x18, nop),
    [0x20] = mov_from_control, [0x21] = mov_from_debug, [0x22] = mov_to_control, [0x23] = mov_to_debug,
    [0x24] = mov_from_test, [0x26] = privileged_nop,
    EIGHT(0x28, sse),
    [0x30] = wrmsr, [0x31] = rdtsc, [0x32] = rdmsr, [0x33] = rdpmc,
    SIXTEEN(0x40, cmov),
    SIXTEEN(0x50, sse), SIXTEEN(0x60, sse), SIXTEEN(0x70, sse),
    SIXTEEN(0x80, jcc), SIXTEEN(0x90, setcc),
    [0xA0] = push_segment, [0xA1] = pop_segment, [0xA2] = identify, [0xA3] = bit_rm_reg, [0xA4] = double_shift, [0xA5] = double_shift,
    [0xA8] = push_segment, [0xA9] = pop_segment, [0xAB] = bit_rm_reg, [0xAC] = double_shift, [0xAD] = double_shift,
    [0xAE] = group15, [0xAF] = imul_reg_rm,
    [0xB0] = cmpxchg, [0xB1] = cmpxchg, [0xB2] = lss_lfs_lgs, [0xB3] = bit_rm_reg, [0xB4] = lss_lfs_lgs, [0xB5] = lss_lfs_lgs,
    [0xB6] = movzx, [0xB7] = movzx, [0xBA] = group8, [0xBB] = bit_rm_reg, [0xBC] = bit_scan, [0xBD] = bit_scan,
    [0xBE] = movsx, [0xBF] = movsx,
    [0xC0] = xadd, [0xC1] = xadd, [0xC2] = sse, [0xC3] = movnti, [0xC4] = sse, [0xC5] = sse, [0xC6] = sse, [0xC7] = group9,
    EIGHT(0xC8, bswap),
    SIXTEEN(0xD0, sse), SIXTEEN(0xE0, sse), EIGHT(0xF0, sse), EIGHT(0xF8, sse),
  },
};
// clang-format on
