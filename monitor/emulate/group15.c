// 0F AE: FXSAVE, FXRSTOR, LDMXCSR, STMXCSR, the fences, CLFLUSH; and MOVNTI.
#include "fpu.h"
#include "handlers.h"
#include "operand.h"
#include "parts.h"

// FXSAVE leaves bytes 416 to 511 of memory alone, and outside 64-bit mode the places of XMM8 to XMM15 too (SDM Vol. 1, 10.5.1).
enum { FXSAVE_BYTES = 512, STORED_BYTES = 288 };

// The limit is checked for the operand's first doubleword, then alignment, then the limit for the rest.
static void require_fxsave_address(struct vm *vm, const struct insn *insn) {
  uint32_t address = effective_address(&vm->cpu, insn);
  require_x87(vm);
  if (segment_check(vm, insn->segment, address, 4, ACCESS_READ, 4) & 15) raise_general_protection(vm, 0);
}

static void fxsave(struct vm *vm, const struct insn *insn) {
  require_fxsave_address(vm, insn);
  x87_settle_pointers(fx_image(vm));
  struct fx_image image = *fx_image(vm);
  image.mxcsr_mask = MXCSR_MASK;
  image.reserved1 = 0;
  image.reserved2 = image.reserved3 = 0;
  check_parts(vm, insn, 0, FXSAVE_BYTES, 16, 1);
  write_parts(vm, insn, 0, &image, STORED_BYTES, 16, 1);
}

static void fxrstor(struct vm *vm, const struct insn *insn) {
  require_fxsave_address(vm, insn);
  struct fx_image *fx = fx_image(vm);
  struct fx_image image;
  read_parts(vm, insn, 0, &image, FXSAVE_BYTES, 16, 1);
  if (image.mxcsr & ~(uint32_t)MXCSR_MASK) raise_general_protection(vm, 0);
  uint32_t mask = fx->mxcsr_mask;
  memcpy(fx, &image, STORED_BYTES);
  fx->mxcsr_mask = mask;
  fx->control = (fx->control & 0x1F3F) | 0x40;
  fx->opcode &= 0x7FF;
  fx->reserved1 = 0;
  fx->reserved2 = fx->reserved3 = 0;
  for (unsigned i = 0; i < 8; i++) memset(fx->st[i] + 10, 0, 6);
  x87_summarize(fx); // the unit decides by flags and masks, whatever the image says
}

static void ldmxcsr(struct vm *vm, const struct insn *insn) {
  require_sse(vm);
  uint32_t value = get_rm(vm, insn, 4);
  if (value & ~(uint32_t)MXCSR_MASK) raise_general_protection(vm, 0);
  fx_image(vm)->mxcsr = value;
}

static void stmxcsr(struct vm *vm, const struct insn *insn) {
  require_sse(vm);
  set_rm(vm, insn, 4, fx_image(vm)->mxcsr);
}

void group15(struct vm *vm, const struct insn *insn) {
  if (insn->rep || insn->prefix66) undefined_opcode(vm);
  if (insn->mod == 3) {
    if (insn->reg < 5) undefined_opcode(vm); // LFENCE, MFENCE, SFENCE order nothing that one processor could see
    return;
  }
  switch (insn->reg) {
  case 0: fxsave(vm, insn); break;
  case 1: fxrstor(vm, insn); break;
  case 2: ldmxcsr(vm, insn); break;
  case 3: stmxcsr(vm, insn); break;
  case 7: // CLFLUSH is checked like a load of one byte
    read_memory(vm, insn->segment, effective_address(&vm->cpu, insn), 1);
    break;
  default: undefined_opcode(vm);
  }
}

void movnti(struct vm *vm, const struct insn *insn) {
  if (insn->mod == 3) undefined_opcode(vm);
  set_rm(vm, insn, 4, vm->cpu.gpr[insn->reg]);
}
