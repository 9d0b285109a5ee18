// MMX, SSE and SSE2: which form an opcode has under each mandatory prefix. What computes goes to the real unit as OP xmm0, xmm1 (host_unit.c);
// what only moves data is done here.
#include "fpu.h"
#include "handlers.h"
#include "operand.h"
#include "simd.h"

enum form {
  NONE,       // a conversion, a move or shuffle (simd_move.c), or #UD
  INTEGER,    // xmm, xmm/m128: no floating-point exceptions
  INTEGER_MM, // mm, mm/m64
  UNPACK_MM,  // mm, mm/m32
  PACKED,     // xmm, xmm/m128, floating point
  FLOAT4,     // xmm, xmm/m32
  FLOAT8,     // xmm, xmm/m64
  ESTIMATE4,  // xmm, xmm/m32: RCPSS, RSQRTSS, which raise nothing
  COMPARE,    // CMPPS and the like
  ORDERED,    // COMISS and the like
};

#define ROW4(none, p66, pf3, pf2)                                                                                                          \
  { none, p66, pf3, pf2 }
#define FOUR ROW4(PACKED, PACKED, FLOAT4, FLOAT8)
#define BOTH ROW4(INTEGER_MM, INTEGER, NONE, NONE)
#define ONLY66 ROW4(NONE, INTEGER, NONE, NONE)
#define PS_PD ROW4(INTEGER, INTEGER, NONE, NONE)

static const uint8_t forms[256][4] = {
    // clang-format off
  [0x14] = PS_PD, [0x15] = PS_PD, [0x2E] = ROW4(ORDERED, ORDERED, NONE, NONE), [0x2F] = ROW4(ORDERED, ORDERED, NONE, NONE),
  [0x51] = FOUR, [0x52] = ROW4(INTEGER, NONE, ESTIMATE4, NONE), [0x53] = ROW4(INTEGER, NONE, ESTIMATE4, NONE),
  [0x54] = PS_PD, [0x55] = PS_PD, [0x56] = PS_PD, [0x57] = PS_PD, [0x58] = FOUR, [0x59] = FOUR,
  [0x5A] = ROW4(FLOAT8, PACKED, FLOAT4, FLOAT8), [0x5B] = ROW4(PACKED, PACKED, PACKED, NONE),
  [0x5C] = FOUR, [0x5D] = FOUR, [0x5E] = FOUR, [0x5F] = FOUR,
  [0x60] = ROW4(UNPACK_MM, INTEGER, NONE, NONE), [0x61] = ROW4(UNPACK_MM, INTEGER, NONE, NONE), [0x62] = ROW4(UNPACK_MM, INTEGER, NONE, NONE),
  [0x63] = BOTH, [0x64] = BOTH, [0x65] = BOTH, [0x66] = BOTH, [0x67] = BOTH, [0x68] = BOTH, [0x69] = BOTH, [0x6A] = BOTH, [0x6B] = BOTH,
  [0x6C] = ONLY66, [0x6D] = ONLY66, [0x74] = BOTH, [0x75] = BOTH, [0x76] = BOTH, [0xC2] = ROW4(COMPARE, COMPARE, COMPARE, COMPARE),
  [0xD1] = BOTH, [0xD2] = BOTH, [0xD3] = BOTH, [0xD4] = BOTH, [0xD5] = BOTH,
  [0xD8] = BOTH, [0xD9] = BOTH, [0xDA] = BOTH, [0xDB] = BOTH, [0xDC] = BOTH, [0xDD] = BOTH, [0xDE] = BOTH, [0xDF] = BOTH,
  [0xE0] = BOTH, [0xE1] = BOTH, [0xE2] = BOTH, [0xE3] = BOTH, [0xE4] = BOTH, [0xE5] = BOTH,
  [0xE6] = ROW4(NONE, PACKED, FLOAT8, PACKED), // CVTTPD2DQ, CVTDQ2PD, CVTPD2DQ
  [0xE8] = BOTH, [0xE9] = BOTH, [0xEA] = BOTH, [0xEB] = BOTH, [0xEC] = BOTH, [0xED] = BOTH, [0xEE] = BOTH, [0xEF] = BOTH,
  [0xF1] = BOTH, [0xF2] = BOTH, [0xF3] = BOTH, [0xF4] = BOTH, [0xF5] = BOTH, [0xF6] = BOTH,
  [0xF8] = BOTH, [0xF9] = BOTH, [0xFA] = BOTH, [0xFB] = BOTH, [0xFC] = BOTH, [0xFD] = BOTH, [0xFE] = BOTH,
    // clang-format on
};

unsigned simd_prefix(const struct insn *insn) {
  if (insn->rep) return insn->rep == 0xF3 ? PREFIX_F3 : PREFIX_F2;
  return insn->prefix66 ? PREFIX_66 : PREFIX_NONE;
}

// A 16-byte operand that is not aligned is #GP(0) whether or not AC is on (SDM Vol. 1, 11.5), and before the segment's limit is looked at.
// Where it need not be aligned (movups and its kin) AC still looks at all 16 bytes (SDM Vol. 2B, MOVUPS: #AC).
static uint32_t simd_address(struct vm *vm, const struct insn *insn, bool aligned) {
  uint32_t address = effective_address(&vm->cpu, insn);
  if (aligned && (vm->cpu.segment[insn->segment].base + address) & 15) raise_general_protection(vm, 0);
  return address;
}

void read_simd(struct vm *vm, const struct insn *insn, void *to, unsigned bytes, bool aligned) {
  read_block(vm, insn->segment, simd_address(vm, insn, aligned), to, bytes, bytes);
}

void write_simd(struct vm *vm, const struct insn *insn, const void *from, unsigned bytes, bool aligned) {
  write_block(vm, insn->segment, simd_address(vm, insn, aligned), from, bytes, bytes);
}

void get_xmm_rm(struct vm *vm, const struct insn *insn, void *to, unsigned bytes) {
  if (insn->mod == 3)
    memcpy(to, xmm_register(vm, insn->rm), 16);
  else
    read_simd(vm, insn, to, bytes, bytes == 16);
}

void get_mm_rm(struct vm *vm, const struct insn *insn, void *to, unsigned bytes) {
  if (insn->mod == 3)
    memcpy(to, mm_register(vm, insn->rm), 8);
  else
    read_simd(vm, insn, to, bytes, false);
}

// The first MMX instruction after x87 code moves TOP to 0 and marks all registers valid (SDM Vol. 1, 9.5.1). The image numbers registers from
// TOP, the MMX registers are the physical ones.
void enter_mmx(struct vm *vm) {
  struct fx_image *fx = fx_image(vm);
  unsigned top = x87_top(fx);
  if (top != 0) {
    uint8_t physical[8][16];
    for (unsigned i = 0; i < 8; i++) memcpy(physical[(i + top) & 7], fx->st[i], 16);
    memcpy(fx->st, physical, sizeof physical);
    fx->status &= (uint16_t)~0x3800;
  }
  fx->tags = 0xFF;
}

uint8_t *mm_register(struct vm *vm, unsigned number) {
  struct fx_image *fx = fx_image(vm);
  return fx->st[(number - x87_top(fx)) & 7];
}

void set_mm(struct vm *vm, unsigned number, const void *value) {
  enter_mmx(vm);
  uint8_t *mm = fx_image(vm)->st[number];
  memcpy(mm, value, 8);
  memset(mm + 8, 0xFF, 2); // sign and exponent read as ones
}

// Exceptions that are found before the result is computed keep the others from being looked for (SDM Vol. 1, 11.5.3 and 4.9.2). An unmasked one
// leaves the destination alone but its flag set, and flags outlive the fault.
static void settle(struct vm *vm, uint32_t raised) {
  enum { BEFORE_COMPUTING = 7 }; // invalid, denormal, divide by zero
  struct fx_image *fx = fx_image(vm);
  uint32_t unmasked = raised & ~(fx->mxcsr >> 7);
  if (unmasked & BEFORE_COMPUTING) raised &= BEFORE_COMPUTING;
  fx->mxcsr |= raised;
  if (unmasked) raise_exception(vm, vm->cpu.cr4 & CR4_OSXMMEXCPT ? VECTOR_XM : VECTOR_UD, 0);
}

static void compute_mmx(struct vm *vm, const struct insn *insn, unsigned bytes) {
  uint64_t destination, source = 0;
  require_mmx(vm);
  check_x87_pending(vm);
  get_mm_rm(vm, insn, &source, bytes);
  memcpy(&destination, mm_register(vm, insn->reg), 8);
  mmx_execute(insn->opcode, &destination, &source);
  set_mm(vm, insn->reg, &destination);
}

enum { OVERFLOW = 0x08, UNDERFLOW = 0x10, PRECISION = 0x20, DENORMALS_ARE_ZERO = 0x40 };

static void flush_denormal(uint8_t *lane, bool doubles) {
  uint64_t exponent = doubles ? 0x7FFull << 52 : 0xFFull << 23, value = 0;
  memcpy(&value, lane, doubles ? 8 : 4);
  if (!(value & exponent)) memset(lane, 0, doubles ? 8 : 4);
}

// Masked, overflow and underflow always come with a loss of precision; unmasked only where the result's digits did not fit. One lane's may be masked
// and another's not, so each is asked alone.
static uint32_t unbounded_precision(const struct insn *insn, unsigned prefix, const uint8_t *destination, const uint8_t *source,
                                    uint32_t mxcsr, uint32_t raised) {
  bool doubles = prefix == PREFIX_66 || prefix == PREFIX_F2;
  unsigned bytes = doubles ? 8 : 4, lanes = prefix >= PREFIX_F3 ? 1 : 16 / bytes;
  raised &= ~(uint32_t)PRECISION;
  for (unsigned i = 0; i < lanes; i++) {
    uint8_t a[16] = {0}, b[16] = {0}, result[16];
    uint32_t lane;
    memcpy(a, destination + i * bytes, bytes);
    memcpy(b, source + i * bytes, bytes);
    if (mxcsr & DENORMALS_ARE_ZERO) {
      flush_denormal(a, doubles);
      flush_denormal(b, doubles);
    }
    memcpy(result, a, 16);
    float_execute(doubles ? PREFIX_F2 : PREFIX_F3, insn->opcode, result, b, mxcsr, &lane);
    bool unmasked = lane & ~(mxcsr >> 7) & (OVERFLOW | UNDERFLOW);
    if (unmasked ? inexact_execute(insn->opcode, doubles, a, b, mxcsr) : lane & PRECISION) raised |= PRECISION;
  }
  return raised;
}

static void compute_float(struct vm *vm, const struct insn *insn, unsigned prefix, unsigned bytes) {
  uint8_t source[16] = {0}, result[16];
  uint8_t *destination = xmm_register(vm, insn->reg);
  uint32_t raised;
  uint32_t mxcsr = fx_image(vm)->mxcsr;
  get_xmm_rm(vm, insn, source, bytes);
  memcpy(result, destination, 16);
  if (insn->opcode == 0xC2) {
    compare_execute(prefix, insn->immediate, result, source, mxcsr, &raised);
  } else {
    float_execute(prefix, insn->opcode, result, source, mxcsr, &raised);
    if (raised & ~(mxcsr >> 7) & (OVERFLOW | UNDERFLOW)) raised = unbounded_precision(insn, prefix, destination, source, mxcsr, raised);
  }
  settle(vm, raised);
  memcpy(destination, result, 16);
}

static void compare_ordered(struct vm *vm, const struct insn *insn, unsigned prefix) {
  uint8_t source[16] = {0};
  uint32_t raised, eflags = vm->cpu.eflags;
  get_xmm_rm(vm, insn, source, prefix == PREFIX_66 ? 8 : 4);
  ordered_compare_execute(prefix, insn->opcode, xmm_register(vm, insn->reg), source, fx_image(vm)->mxcsr, &raised, &eflags);
  settle(vm, raised);
  vm->cpu.eflags = eflags;
}

// 2A, 2C, 2D. The forms that take an MMX register move the x87 state over to MMX and wait for its exceptions; with a memory operand the
// conversions to XMM do neither (SDM Vol. 2A says so of CVTPI2PD; AMD's processors hold it of CVTPI2PS too).
static void convert(struct vm *vm, const struct insn *insn, unsigned prefix) {
  struct cpu *cpu = &vm->cpu;
  uint32_t mxcsr = fx_image(vm)->mxcsr, raised;
  uint8_t source[16] = {0}, result[16];
  if (insn->opcode == 0x2A) {
    memcpy(result, xmm_register(vm, insn->reg), 16);
    if (prefix >= PREFIX_F3) {
      convert_integer_to_xmm(prefix, result, get_rm(vm, insn, 4), mxcsr, &raised);
    } else {
      bool uses_mmx = insn->mod == 3;
      if (uses_mmx) check_x87_pending(vm);
      get_mm_rm(vm, insn, source, 8);
      convert_mmx_to_xmm(prefix, result, source, mxcsr, &raised);
      if (uses_mmx) enter_mmx(vm); // even if the conversion ends in an exception
    }
    settle(vm, raised);
    memcpy(xmm_register(vm, insn->reg), result, 16);
    return;
  }
  if (prefix >= PREFIX_F3) {
    get_xmm_rm(vm, insn, source, prefix == PREFIX_F3 ? 4 : 8);
    uint32_t integer = convert_xmm_to_integer(prefix, insn->opcode, source, mxcsr, &raised);
    settle(vm, raised);
    cpu->gpr[insn->reg] = integer;
    return;
  }
  check_x87_pending(vm);
  get_xmm_rm(vm, insn, source, prefix == PREFIX_66 ? 16 : 8);
  convert_xmm_to_mmx(prefix, insn->opcode, result, source, mxcsr, &raised);
  enter_mmx(vm);
  settle(vm, raised);
  set_mm(vm, insn->reg, result);
}

void sse(struct vm *vm, const struct insn *insn) {
  unsigned prefix = simd_prefix(insn);
  uint8_t source[16] = {0};
  switch (forms[insn->opcode][prefix]) {
  case INTEGER_MM: compute_mmx(vm, insn, 8); return;
  case UNPACK_MM: compute_mmx(vm, insn, 4); return;
  case NONE:
    if (insn->opcode == 0x2A || insn->opcode == 0x2C || insn->opcode == 0x2D) {
      require_sse(vm);
      convert(vm, insn, prefix);
      return;
    }
    simd_move(vm, insn, prefix);
    return;
  default: require_sse(vm);
  }
  switch (forms[insn->opcode][prefix]) {
  case INTEGER:
    get_xmm_rm(vm, insn, source, 16);
    simd_execute(prefix, insn->opcode, xmm_register(vm, insn->reg), source);
    return;
  case ESTIMATE4:
    get_xmm_rm(vm, insn, source, 4);
    simd_execute(prefix, insn->opcode, xmm_register(vm, insn->reg), source);
    return;
  case COMPARE: compute_float(vm, insn, prefix, prefix < PREFIX_F3 ? 16 : prefix == PREFIX_F3 ? 4 : 8); return;
  case ORDERED: compare_ordered(vm, insn, prefix); return;
  case FLOAT4: compute_float(vm, insn, prefix, 4); return;
  case FLOAT8: compute_float(vm, insn, prefix, 8); return;
  default: compute_float(vm, insn, prefix, 16);
  }
}
