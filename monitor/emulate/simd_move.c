// MMX, SSE and SSE2 moves, shuffles, inserts, extracts, masks and shifts by an immediate: no floating-point exceptions, no MXCSR.
#include "handlers.h"
#include "operand.h"
#include "simd.h"

struct xmm {
  union {
    uint8_t byte[16];
    uint16_t word[8];
    uint32_t dword[4];
    uint64_t qword[2];
  };
};

static struct xmm *xmm(struct vm *vm, unsigned number) {
  return (struct xmm *)xmm_register(vm, number);
}

static void begin_mmx(struct vm *vm) {
  require_mmx(vm);
  check_x87_pending(vm);
}

// MOVUPS, MOVAPS, MOVDQA, MOVDQU and their stores.
static void load_whole(struct vm *vm, const struct insn *insn, bool aligned) {
  struct xmm value;
  if (insn->mod == 3)
    value = *xmm(vm, insn->rm);
  else
    read_simd(vm, insn, &value, 16, aligned);
  *xmm(vm, insn->reg) = value;
}

static void store_whole(struct vm *vm, const struct insn *insn, bool aligned) {
  if (insn->mod == 3)
    *xmm(vm, insn->rm) = *xmm(vm, insn->reg);
  else
    write_simd(vm, insn, xmm(vm, insn->reg), 16, aligned);
}

// MOVSS and MOVSD: from memory the rest of the register is cleared, from a register it is kept.
static void load_scalar(struct vm *vm, const struct insn *insn, unsigned bytes) {
  struct xmm value = {{{0}}};
  if (insn->mod == 3) {
    memcpy(xmm(vm, insn->reg), xmm(vm, insn->rm), bytes);
    return;
  }
  read_simd(vm, insn, &value, bytes, false);
  *xmm(vm, insn->reg) = value;
}

static void store_scalar(struct vm *vm, const struct insn *insn, unsigned bytes) {
  if (insn->mod == 3)
    memcpy(xmm(vm, insn->rm), xmm(vm, insn->reg), bytes);
  else
    write_simd(vm, insn, xmm(vm, insn->reg), bytes, false);
}

// 12, 13, 16, 17: one half of a register. Between registers (MOVHLPS, MOVLHPS) it is the other half of the source.
static void load_half(struct vm *vm, const struct insn *insn, unsigned prefix, unsigned half) {
  uint64_t value;
  if (insn->mod == 3) {
    if (prefix != PREFIX_NONE) undefined_opcode(vm);
    value = xmm(vm, insn->rm)->qword[!half];
  } else {
    read_simd(vm, insn, &value, 8, false);
  }
  xmm(vm, insn->reg)->qword[half] = value;
}

static void store_half(struct vm *vm, const struct insn *insn, unsigned half) {
  if (insn->mod == 3) undefined_opcode(vm);
  write_simd(vm, insn, &xmm(vm, insn->reg)->qword[half], 8, false);
}

static void move_sse(struct vm *vm, const struct insn *insn, unsigned prefix) {
  bool to_memory = insn->opcode & 1;
  require_sse(vm);
  switch (insn->opcode) {
  case 0x10:
  case 0x11:
    if (prefix <= PREFIX_66)
      (to_memory ? store_whole : load_whole)(vm, insn, false);
    else
      (to_memory ? store_scalar : load_scalar)(vm, insn, prefix == PREFIX_F3 ? 4 : 8);
    return;
  case 0x28: load_whole(vm, insn, true); return;
  case 0x29: store_whole(vm, insn, true); return;
  case 0x2B:
    if (insn->mod == 3) undefined_opcode(vm);
    store_whole(vm, insn, true);
    return;
  case 0x12: load_half(vm, insn, prefix, 0); return;
  case 0x13: store_half(vm, insn, 0); return;
  case 0x16: load_half(vm, insn, prefix, 1); return;
  default: store_half(vm, insn, 1); return;
  }
}

static void movmsk(struct vm *vm, const struct insn *insn, unsigned prefix) {
  require_sse(vm);
  if (insn->mod != 3) undefined_opcode(vm);
  const struct xmm *source = xmm(vm, insn->rm);
  uint32_t mask = 0;
  if (prefix == PREFIX_66)
    for (unsigned i = 0; i < 2; i++) mask |= (uint32_t)(source->qword[i] >> 63) << i;
  else
    for (unsigned i = 0; i < 4; i++) mask |= source->dword[i] >> 31 << i;
  vm->cpu.gpr[insn->reg] = mask;
}

static void pmovmskb(struct vm *vm, const struct insn *insn, unsigned prefix) {
  bool wide = prefix == PREFIX_66;
  if (wide)
    require_sse(vm);
  else
    begin_mmx(vm);
  if (insn->mod != 3) undefined_opcode(vm);
  const uint8_t *source = wide ? xmm(vm, insn->rm)->byte : mm_register(vm, insn->rm);
  uint32_t mask = 0;
  for (unsigned i = 0; i < (wide ? 16 : 8); i++) mask |= (uint32_t)(source[i] >> 7) << i;
  vm->cpu.gpr[insn->reg] = mask;
  if (!wide) enter_mmx(vm);
}

// 6E and 7E: MOVD. F3 7E is MOVQ xmm, xmm/m64.
static void movd(struct vm *vm, const struct insn *insn, unsigned prefix) {
  struct xmm value = {{{0}}};
  if (prefix == PREFIX_NONE)
    begin_mmx(vm);
  else
    require_sse(vm);
  if (prefix == PREFIX_F3) {
    if (insn->mod == 3)
      value.qword[0] = xmm(vm, insn->rm)->qword[0];
    else
      read_simd(vm, insn, &value, 8, false);
    *xmm(vm, insn->reg) = value;
  } else if (insn->opcode == 0x6E) {
    value.dword[0] = get_rm(vm, insn, 4);
    if (prefix == PREFIX_66)
      *xmm(vm, insn->reg) = value;
    else
      set_mm(vm, insn->reg, &value);
  } else if (prefix == PREFIX_66) {
    set_rm(vm, insn, 4, xmm(vm, insn->reg)->dword[0]);
  } else {
    memcpy(&value, mm_register(vm, insn->reg), 8);
    set_rm(vm, insn, 4, value.dword[0]);
    enter_mmx(vm);
  }
}

// 6F, 7F and E7: MOVQ mm, MOVDQA, MOVDQU, MOVNTQ, MOVNTDQ.
static void movq_movdq(struct vm *vm, const struct insn *insn, unsigned prefix) {
  uint64_t value;
  if (insn->opcode == 0xE7 && insn->mod == 3) undefined_opcode(vm);
  if (prefix != PREFIX_NONE) {
    require_sse(vm);
    (insn->opcode == 0x6F ? load_whole : store_whole)(vm, insn, prefix == PREFIX_66);
    return;
  }
  begin_mmx(vm);
  if (insn->opcode == 0x6F) {
    get_mm_rm(vm, insn, &value, 8);
    set_mm(vm, insn->reg, &value);
    return;
  }
  memcpy(&value, mm_register(vm, insn->reg), 8);
  if (insn->mod == 3) {
    set_mm(vm, insn->rm, &value);
  } else {
    write_simd(vm, insn, &value, 8, false);
    enter_mmx(vm);
  }
}

// D6: MOVQ xmm/m64, xmm; MOVQ2DQ; MOVDQ2Q.
static void movq_d6(struct vm *vm, const struct insn *insn, unsigned prefix) {
  struct xmm value = {{{0}}};
  require_sse(vm);
  if (prefix == PREFIX_66) {
    value.qword[0] = xmm(vm, insn->reg)->qword[0];
    if (insn->mod == 3)
      *xmm(vm, insn->rm) = value;
    else
      write_simd(vm, insn, &value, 8, false);
    return;
  }
  if (insn->mod != 3) undefined_opcode(vm);
  check_x87_pending(vm);
  if (prefix == PREFIX_F3) {
    memcpy(&value, mm_register(vm, insn->rm), 8);
    *xmm(vm, insn->reg) = value;
    enter_mmx(vm);
  } else {
    value = *xmm(vm, insn->rm);
    set_mm(vm, insn->reg, &value);
  }
}

// 70: PSHUFW, PSHUFD, PSHUFHW, PSHUFLW.
static void shuffle(struct vm *vm, const struct insn *insn, unsigned prefix) {
  struct xmm source = {{{0}}}, result;
  uint32_t order = insn->immediate;
  if (prefix == PREFIX_NONE) {
    begin_mmx(vm);
    get_mm_rm(vm, insn, &source, 8);
  } else {
    require_sse(vm);
    get_xmm_rm(vm, insn, &source, 16);
  }
  result = source;
  for (unsigned i = 0; i < 4; i++) {
    unsigned from = order >> (2 * i) & 3;
    if (prefix == PREFIX_66)
      result.dword[i] = source.dword[from];
    else if (prefix == PREFIX_F3)
      result.word[4 + i] = source.word[4 + from];
    else
      result.word[i] = source.word[from];
  }
  if (prefix == PREFIX_NONE)
    set_mm(vm, insn->reg, &result);
  else
    *xmm(vm, insn->reg) = result;
}

// C6: SHUFPS, SHUFPD.
static void shufp(struct vm *vm, const struct insn *insn, unsigned prefix) {
  struct xmm source, result, destination = *xmm(vm, insn->reg);
  require_sse(vm);
  get_xmm_rm(vm, insn, &source, 16);
  if (prefix == PREFIX_66) {
    result.qword[0] = destination.qword[insn->immediate & 1];
    result.qword[1] = source.qword[insn->immediate >> 1 & 1];
  } else {
    for (unsigned i = 0; i < 4; i++) result.dword[i] = (i < 2 ? &destination : &source)->dword[insn->immediate >> (2 * i) & 3];
  }
  *xmm(vm, insn->reg) = result;
}

// C4 and C5: PINSRW, PEXTRW.
static void insert_extract(struct vm *vm, const struct insn *insn, unsigned prefix) {
  bool wide = prefix == PREFIX_66;
  struct xmm value;
  unsigned index = insn->immediate & (wide ? 7 : 3);
  if (wide)
    require_sse(vm);
  else
    begin_mmx(vm);
  if (insn->opcode == 0xC4) {
    uint16_t word = (uint16_t)get_rm(vm, insn, 2);
    if (wide) {
      xmm(vm, insn->reg)->word[index] = word;
      return;
    }
    memcpy(&value, mm_register(vm, insn->reg), 8);
    value.word[index] = word;
    set_mm(vm, insn->reg, &value);
    return;
  }
  if (insn->mod != 3) undefined_opcode(vm);
  if (wide) {
    vm->cpu.gpr[insn->reg] = xmm(vm, insn->rm)->word[index];
    return;
  }
  memcpy(&value, mm_register(vm, insn->rm), 8);
  vm->cpu.gpr[insn->reg] = value.word[index];
  enter_mmx(vm);
}

// F7: MASKMOVQ, MASKMOVDQU. What is checked is the implementation's choice (SDM Vol. 2A). As on AMD's: the segment must hold each quadword
// of the operand whatever the mask, as if its offset did not wrap; pages are looked at from the first byte that is selected to the last.
// The bytes themselves wrap at the address size, so with 16-bit addressing an operand at FFFC goes on at 0, if the limit is above 10003.
static void maskmov(struct vm *vm, const struct insn *insn, unsigned prefix) {
  bool wide = prefix == PREFIX_66;
  unsigned bytes = wide ? 16 : 8, segment = source_segment(insn);
  uint32_t wrap = address_mask(insn), address = vm->cpu.gpr[EDI] & wrap;
  struct xmm data, mask;
  if (wide)
    require_sse(vm);
  else
    begin_mmx(vm);
  if (insn->mod != 3) undefined_opcode(vm);
  memcpy(&data, wide ? xmm(vm, insn->reg)->byte : mm_register(vm, insn->reg), bytes);
  memcpy(&mask, wide ? xmm(vm, insn->rm)->byte : mm_register(vm, insn->rm), bytes);
  if (!wide) enter_mmx(vm); // even if the store faults
  for (unsigned at = 0; at < bytes; at += 8) segment_check(vm, segment, (address + at) & wrap, 8, ACCESS_WRITE, 8);
  unsigned first = 0, end = bytes;
  while (first < end && !(mask.byte[first] & 0x80)) first++;
  while (end > first && !(mask.byte[end - 1] & 0x80)) end--;
  if (first == end) return;
  check_write(vm, segment, (address + first) & wrap, 1); // neither byte has an alignment
  check_write(vm, segment, (address + end - 1) & wrap, 1);
  for (unsigned i = first; i < end; i++)
    if (mask.byte[i] & 0x80) write_memory(vm, segment, (address + i) & wrap, 1, data.byte[i]);
}

// PSLLDQ and PSRLDQ count bytes.
static void shift_bytes(struct xmm *value, unsigned count, bool left) {
  struct xmm result = {{{0}}};
  if (count > 15) count = 16;
  for (unsigned i = 0; i < 16 - count; i++) {
    if (left)
      result.byte[i + count] = value->byte[i];
    else
      result.byte[i] = value->byte[i + count];
  }
  *value = result;
}

// 71, 72, 73: the forms that count by register are D1 (SRL), E1 (SRA), F1 (SLL) and the opcodes after them.
static void shift_immediate_simd(struct vm *vm, const struct insn *insn, unsigned prefix) {
  static const uint8_t counted[8] = {[2] = 0xD0, [4] = 0xE0, [6] = 0xF0};
  unsigned size = insn->opcode & 3;
  bool wide = prefix == PREFIX_66, by_bytes = size == 3 && (insn->reg == 3 || insn->reg == 7);
  if (insn->mod != 3 || (!by_bytes && !counted[insn->reg]) || (by_bytes && !wide) || (size == 3 && insn->reg == 4)) undefined_opcode(vm);
  struct xmm count = {.qword = {insn->immediate & 0xFF, 0}};
  if (wide) {
    require_sse(vm);
    if (by_bytes)
      shift_bytes(xmm(vm, insn->rm), insn->immediate & 0xFF, insn->reg == 7);
    else
      simd_execute(PREFIX_66, counted[insn->reg] + size, xmm(vm, insn->rm), &count);
    return;
  }
  uint64_t value;
  begin_mmx(vm);
  memcpy(&value, mm_register(vm, insn->rm), 8);
  mmx_execute(counted[insn->reg] + size, &value, &count);
  set_mm(vm, insn->rm, &value);
}

static void emms(struct vm *vm) {
  begin_mmx(vm);
  enter_mmx(vm);
  fx_image(vm)->tags = 0;
}

// A row a function: which mandatory prefixes (bit 0: none, 1: 66, 2: F3, 3: F2) give the opcode a meaning.
typedef void move(struct vm *vm, const struct insn *insn, unsigned prefix);
static void emms_form(struct vm *vm, const struct insn *insn, unsigned prefix) {
  emms(vm);
}
static const struct {
  uint8_t opcode, prefixes;
  move *move;
} moves[] = {
    {0x10, 15, move_sse},
    {0x11, 15, move_sse},
    {0x12, 3, move_sse},
    {0x13, 3, move_sse},
    {0x16, 3, move_sse},
    {0x17, 3, move_sse},
    {0x28, 3, move_sse},
    {0x29, 3, move_sse},
    {0x2B, 3, move_sse},
    {0x50, 3, movmsk},
    {0x6E, 3, movd},
    {0x6F, 7, movq_movdq},
    {0x70, 15, shuffle},
    {0x71, 3, shift_immediate_simd},
    {0x72, 3, shift_immediate_simd},
    {0x73, 3, shift_immediate_simd},
    {0x77, 1, emms_form},
    {0x7E, 7, movd},
    {0x7F, 7, movq_movdq},
    {0xC4, 3, insert_extract},
    {0xC5, 3, insert_extract},
    {0xC6, 3, shufp},
    {0xD6, 14, movq_d6},
    {0xD7, 3, pmovmskb},
    {0xE7, 3, movq_movdq},
    {0xF7, 3, maskmov},
};

void simd_move(struct vm *vm, const struct insn *insn, unsigned prefix) {
  for (unsigned i = 0; i < ARRAY_LENGTH(moves); i++) {
    if (moves[i].opcode != insn->opcode) continue;
    if (!(moves[i].prefixes >> prefix & 1)) break;
    moves[i].move(vm, insn, prefix);
    return;
  }
  undefined_opcode(vm);
}
