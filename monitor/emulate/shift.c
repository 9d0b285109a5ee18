// Shifts and rotates, single and double.
#include "handlers.h"
#include "host_flags.h"
#include "operand.h"

typedef uint32_t shift(uint32_t value, uint8_t count, unsigned bytes, uint32_t *eflags);

// A count of zero (after the processor's masking to five bits) leaves all flags: the host does both.
#define SHIFT(name, op)                                                                                                                    \
  static uint32_t name(uint32_t a, uint8_t count, unsigned bytes, uint32_t *eflags) {                                                      \
    uint32_t flags = pack_flags(*eflags);                                                                                                  \
    if (bytes == 4)                                                                                                                        \
      __asm__(LOAD_FLAGS op "l %%cl, %[a]" SAVE_FLAGS : "+&a"(flags), [a] "+r"(a) : "c"(count) : "cc");                                    \
    else if (bytes == 2)                                                                                                                   \
      __asm__(LOAD_FLAGS op "w %%cl, %w[a]" SAVE_FLAGS : "+&a"(flags), [a] "+r"(a) : "c"(count) : "cc");                                   \
    else                                                                                                                                   \
      __asm__(LOAD_FLAGS op "b %%cl, %b[a]" SAVE_FLAGS : "+&a"(flags), [a] "+r"(a) : "c"(count) : "cc");                                   \
    *eflags = unpack_flags(*eflags, flags);                                                                                                \
    return a;                                                                                                                              \
  }

SHIFT(host_rol, "rol")
SHIFT(host_ror, "ror")
SHIFT(host_rcl, "rcl")
SHIFT(host_rcr, "rcr")
SHIFT(host_shl, "shl")
SHIFT(host_shr, "shr")
SHIFT(host_sar, "sar")

// In the order of the reg field of group 2; /6 is SHL again on every processor since the 8086's successors.
static shift *const shifts[8] = {host_rol, host_ror, host_rcl, host_rcr, host_shl, host_shr, host_shl, host_sar};

static void shift_rm(struct vm *vm, const struct insn *insn, uint8_t count) {
  unsigned bytes = width(insn);
  uint32_t value = get_rm_to_modify(vm, insn, bytes);
  if (MUTANT(vm, MUTANT_SHIFT_COUNT_MASK) && count > 31) value = 0;
  if (MUTANT(vm, MUTANT_RCL_COUNT) && bytes == 1 && insn->reg == 2) count &= 7;
  set_rm(vm, insn, bytes, shifts[insn->reg](value, count, bytes, &vm->cpu.eflags));
}

void shift_immediate(struct vm *vm, const struct insn *insn) {
  shift_rm(vm, insn, (uint8_t)insn->immediate);
}
void shift_one(struct vm *vm, const struct insn *insn) {
  shift_rm(vm, insn, 1);
}
void shift_cl(struct vm *vm, const struct insn *insn) {
  shift_rm(vm, insn, (uint8_t)vm->cpu.gpr[ECX]);
}

#define DOUBLE_SHIFT(name, op)                                                                                                             \
  static uint32_t name(uint32_t a, uint32_t b, uint8_t count, unsigned bytes, uint32_t *eflags) {                                          \
    uint32_t flags = pack_flags(*eflags);                                                                                                  \
    if (bytes == 4)                                                                                                                        \
      __asm__(LOAD_FLAGS op "l %%cl, %[b], %[a]" SAVE_FLAGS : "+&a"(flags), [a] "+r"(a) : [b] "r"(b), "c"(count) : "cc");                  \
    else                                                                                                                                   \
      __asm__(LOAD_FLAGS op "w %%cl, %w[b], %w[a]" SAVE_FLAGS : "+&a"(flags), [a] "+r"(a) : [b] "r"(b), "c"(count) : "cc");                \
    *eflags = unpack_flags(*eflags, flags);                                                                                                \
    return a;                                                                                                                              \
  }

DOUBLE_SHIFT(host_shld, "shld")
DOUBLE_SHIFT(host_shrd, "shrd")

// 0F A4 and A5 are SHLD, AC and AD SHRD; the odd ones count by CL.
void double_shift(struct vm *vm, const struct insn *insn) {
  unsigned bytes = insn->operand_bytes;
  uint8_t count = insn->opcode & 1 ? (uint8_t)vm->cpu.gpr[ECX] : (uint8_t)insn->immediate;
  uint32_t value = get_rm_to_modify(vm, insn, bytes);
  uint32_t source = get_reg(vm, insn, bytes);
  if (insn->opcode & 8)
    value = host_shrd(value, source, count, bytes, &vm->cpu.eflags);
  else
    value = host_shld(value, source, count, bytes, &vm->cpu.eflags);
  set_rm(vm, insn, bytes, value);
}
