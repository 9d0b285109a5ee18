// When x87, MMX and SSE instructions may run, what waits for a pending exception, and the images they store. What they compute is compared
// with the processor in silicon_test.c.
#include "../../conformance/testing/machine.h"
#include "fpu.h"

enum { CODE = 0x5000, DATA = 0x8000, NO_VECTOR = 255 };

static struct vm *with(const char *bytes, unsigned length) {
  struct vm *vm = protected_machine(0);
  vm->cpu.cr0 |= CR0_NE;
  vm->cpu.cr4 = CR4_OSFXSR | CR4_OSXMMEXCPT;
  vm->cpu.gpr[EDI] = DATA;
  memcpy(vm->memory.ram + CODE, bytes, length);
  vm->control.stop_at_exception = true;
  return vm;
}
#define WITH(bytes) with(bytes, sizeof bytes - 1)

static unsigned step(struct vm *vm) {
  return interpret(vm) == STEP_EXCEPTION ? vm->exception.vector : NO_VECTOR;
}

// SDM Vol. 3A, tables 2-2, 12-1 and 13-1: the vector by instruction and CR0's MP, EM, TS.
static void availability(void) {
  static const struct {
    const char *name, *bytes;
    uint8_t ts, em, mp_ts;
  } rows[] = {
      {"fld1", "\xD9\xE8", VECTOR_NM, VECTOR_NM, VECTOR_NM},
      {"fninit", "\xDB\xE3", VECTOR_NM, VECTOR_NM, VECTOR_NM},
      {"fnstsw ax", "\xDF\xE0", VECTOR_NM, VECTOR_NM, VECTOR_NM},
      {"wait", "\x9B", NO_VECTOR, NO_VECTOR, VECTOR_NM},
      {"paddb mm", "\x0F\xFC\xC1", VECTOR_NM, VECTOR_UD, VECTOR_NM},
      {"pshufw mm", "\x0F\x70\xC1\x00", VECTOR_NM, VECTOR_UD, VECTOR_NM},
      {"emms", "\x0F\x77", VECTOR_NM, VECTOR_UD, VECTOR_NM},
      {"addps", "\x0F\x58\xC1", VECTOR_NM, VECTOR_UD, VECTOR_NM},
      {"paddb xmm", "\x66\x0F\xFC\xC1", VECTOR_NM, VECTOR_UD, VECTOR_NM},
      {"ldmxcsr", "\x0F\xAE\x17", VECTOR_NM, VECTOR_UD, VECTOR_NM},
      {"fxsave", "\x0F\xAE\x07", VECTOR_NM, VECTOR_NM, VECTOR_NM},
      {"movnti", "\x0F\xC3\x07", NO_VECTOR, NO_VECTOR, NO_VECTOR},
      {"sfence", "\x0F\xAE\xF8", NO_VECTOR, NO_VECTOR, NO_VECTOR},
      {"prefetchnta", "\x0F\x18\x07", NO_VECTOR, NO_VECTOR, NO_VECTOR},
  };
  for (unsigned i = 0; i < ARRAY_LENGTH(rows); i++) {
    struct vm *vm = with(rows[i].bytes, 4);
    CHECK_EQ(step(vm), NO_VECTOR, "%s", rows[i].name);
    vm = with(rows[i].bytes, 4);
    vm->cpu.cr0 |= CR0_TS;
    CHECK_EQ(step(vm), rows[i].ts, "%s with TS", rows[i].name);
    vm = with(rows[i].bytes, 4);
    vm->cpu.cr0 |= CR0_EM;
    CHECK_EQ(step(vm), rows[i].em, "%s with EM", rows[i].name);
    vm = with(rows[i].bytes, 4);
    vm->cpu.cr0 |= CR0_MP | CR0_TS;
    CHECK_EQ(step(vm), rows[i].mp_ts, "%s with MP and TS", rows[i].name);
  }
  struct vm *vm = WITH("\x0F\x58\xC1");
  vm->cpu.cr4 = 0;
  CHECK_EQ(step(vm), VECTOR_UD, "addps without OSFXSR");
  vm = WITH("\x0F\xFC\xC1");
  vm->cpu.cr4 = 0;
  CHECK_EQ(step(vm), NO_VECTOR, "paddb mm does not need it");
}

// A zero divide that nobody has looked at yet.
static struct vm *pending(const char *bytes, unsigned length) {
  struct vm *vm = with(bytes, length);
  struct fx_image *fx = fx_image(vm);
  fx->control = 0x037B;
  fx->status = X87_SUMMARY | X87_BUSY | 4;
  return vm;
}
#define PENDING(bytes) pending(bytes, sizeof bytes - 1)

static void pending_exceptions(void) {
  CHECK_EQ(step(PENDING("\xD9\xE8")), VECTOR_MF, "fld1 waits");
  CHECK_EQ(step(PENDING("\x9B")), VECTOR_MF, "wait waits");
  CHECK_EQ(step(PENDING("\x0F\xFC\xC1")), VECTOR_MF, "MMX waits");
  CHECK_EQ(step(PENDING("\xD9\x2F")), VECTOR_MF, "fldcw waits");
  CHECK_EQ(step(PENDING("\xDF\xE0")), NO_VECTOR, "fnstsw does not");
  CHECK_EQ(step(PENDING("\xD9\x37")), NO_VECTOR, "fnstenv does not");
  CHECK_EQ(step(PENDING("\x0F\x58\xC1")), NO_VECTOR, "SSE does not");
  struct vm *vm = PENDING("\xDB\xE2\xD9\xE8");
  CHECK_EQ(step(vm), NO_VECTOR, "fnclex");
  CHECK_EQ(fx_image(vm)->status, 0, "clears");
  CHECK_EQ(step(vm), NO_VECTOR, "nothing to wait for");
  vm = PENDING("\xD9\xE8");
  vm->cpu.cr0 &= ~(uint32_t)CR0_NE;
  CHECK_EQ(step(vm), NO_VECTOR, "with NE clear the interrupt controller would be asked; there is none");
  CHECK_EQ(fx_image(vm)->tags, 0x80, "so 1.0 is loaded");
  CHECK(fx_image(vm)->status & X87_SUMMARY, "and the exception still pending");
}

// 1/0 with the zero divide unmasked: found by the division, raised by the instruction after it.
static void deferred(void) {
  struct vm *vm = WITH("\xD9\xE8\xD9\xEE\xDE\xF9\xD9\xE8");
  fx_image(vm)->control = 0x037B;
  CHECK_EQ(step(vm), NO_VECTOR, "fld1");
  CHECK_EQ(step(vm), NO_VECTOR, "fldz");
  CHECK_EQ(step(vm), NO_VECTOR, "fdivp");
  CHECK(fx_image(vm)->status & X87_SUMMARY, "pending");
  CHECK_EQ(fx_image(vm)->instruction_offset, CODE + 4, "from there");
  CHECK_EQ(step(vm), VECTOR_MF, "raised here");
  CHECK_EQ(vm->cpu.eip, CODE + 6, "as a fault");
}

static void environment(void) {
  struct vm *vm = WITH("\xD9\xE8\xD9\xEE\xD9\x37");
  step(vm);
  step(vm);
  CHECK_EQ(step(vm), NO_VECTOR, "fnstenv, 32 bits");
  CHECK_EQ(get(vm, DATA, 4), 0xFFFF037F, "control");
  CHECK_EQ(get(vm, DATA + 4, 4), 0xFFFF3000, "status: TOP 6");
  CHECK_EQ(get(vm, DATA + 8, 4), 0xFFFF1FFF, "tags: 7 valid, 6 zero");
  vm = WITH("\xD9\xE8\x66\xDD\x37");
  step(vm);
  CHECK_EQ(step(vm), NO_VECTOR, "fnsave, 16 bits");
  CHECK_EQ(get(vm, DATA + 4, 2), 0x3FFF, "tags");
  CHECK_EQ(get(vm, DATA + 14 + 8, 2), 0x3FFF, "exponent of 1.0");
  CHECK_EQ(get(vm, DATA + 14 + 80, 4), 0, "94 bytes");
  CHECK_EQ(fx_image(vm)->tags, 0, "initialised");
  CHECK_EQ(fx_image(vm)->control, 0x37F, "initialised");
  vm = WITH("\xD9\x27"); // fldenv
  put(vm, DATA, 2, 0x0362);
  put(vm, DATA + 4, 2, 0x0001);
  put(vm, DATA + 8, 2, 0xFFFC);
  CHECK_EQ(step(vm), NO_VECTOR, "fldenv");
  CHECK_EQ(fx_image(vm)->status, 0x8081, "an exception that is pending at once");
  CHECK_EQ(fx_image(vm)->tags, 1, "register 0");
}

static void mmx_and_x87(void) {
  struct vm *vm = WITH("\xD9\xE8\x0F\x6E\xC8\x0F\x77"); // fld1; movd mm1, eax; emms
  vm->cpu.gpr[EAX] = 0x12345678;
  step(vm);
  CHECK_EQ(step(vm), NO_VECTOR, "movd");
  struct fx_image *fx = fx_image(vm);
  CHECK_EQ(fx->status & 0x3800, 0, "TOP is 0");
  CHECK_EQ(fx->tags, 0xFF, "all valid");
  CHECK_EQ(*(uint32_t *)fx->st[1], 0x12345678, "mm1");
  CHECK_EQ(*(uint16_t *)(fx->st[1] + 8), 0xFFFF, "its exponent");
  CHECK_EQ(*(uint16_t *)(fx->st[7] + 8), 0x3FFF, "1.0 stayed in register 7");
  step(vm);
  CHECK_EQ(fx->tags, 0, "emms");
}

static void simd_exceptions(void) {
  struct vm *vm = WITH("\x0F\x5E\xC1"); // divps xmm0, xmm1: 1/0
  struct fx_image *fx = fx_image(vm);
  const uint32_t one = 0x3F800000;
  memcpy(fx->xmm[0], &one, 4);
  fx->mxcsr = MXCSR_DEFAULT & ~0x200u;
  CHECK_EQ(step(vm), VECTOR_XM, "unmasked zero divide");
  CHECK_EQ(*(uint32_t *)fx->xmm[0], one, "the destination is as it was");
  // The other lanes are 0/0: both are found before computing, and both flags are set.
  CHECK_EQ(fx->mxcsr & 0x3F, 5, "flags");
  vm = WITH("\x0F\x5E\xC1");
  memcpy(fx->xmm[0], &one, 4);
  fx->mxcsr = MXCSR_DEFAULT & ~0x200u;
  vm->cpu.cr4 &= ~(uint32_t)CR4_OSXMMEXCPT;
  CHECK_EQ(step(vm), VECTOR_UD, "without OSXMMEXCPT");
  vm = WITH("\x0F\x58\x47\x08");
  CHECK_EQ(step(vm), VECTOR_GP, "addps with an operand that is not aligned");
  vm = WITH("\x0F\x10\x47\x08");
  CHECK_EQ(step(vm), NO_VECTOR, "movups may");
  vm = WITH("\x0F\xAE\x17");
  put(vm, DATA, 4, 0x10000);
  CHECK_EQ(step(vm), VECTOR_GP, "a reserved bit of MXCSR");
}

static void fxsave(void) {
  struct vm *vm = WITH("\x0F\xAE\x07\x0F\xAE\x0F");
  struct fx_image *fx = fx_image(vm), saved;
  for (unsigned i = 0; i < 8; i++) memset(fx->xmm[i], 0x11 * (int)(i + 1), 16);
  memset(vm->memory.ram + DATA, 0xEE, 512);
  CHECK_EQ(step(vm), NO_VECTOR, "fxsave");
  memcpy(&saved, vm->memory.ram + DATA, 512);
  CHECK_EQ(saved.control, 0x37F, "control");
  CHECK_EQ(saved.mxcsr, MXCSR_DEFAULT, "MXCSR");
  CHECK_EQ(saved.mxcsr_mask, 0xFFFF, "its mask");
  CHECK_EQ(saved.xmm[7][15], 0x88, "xmm7");
  CHECK_EQ(saved.xmm[8][0], 0xEE, "there is no xmm8");
  CHECK_EQ(saved.rest[95], 0xEE, "the end is software's");
  memset(fx->xmm, 0, sizeof fx->xmm);
  CHECK_EQ(step(vm), NO_VECTOR, "fxrstor");
  CHECK_EQ(fx->xmm[7][15], 0x88, "xmm7 again");
  vm = WITH("\x0F\xAE\x0F");
  put(vm, DATA + 24, 4, 0x80000000);
  CHECK_EQ(step(vm), VECTOR_GP, "a reserved bit of MXCSR");
}

int main(void) {
  availability();
  pending_exceptions();
  deferred();
  environment();
  mmx_and_x87();
  simd_exceptions();
  fxsave();
  return finish("fpu");
}
