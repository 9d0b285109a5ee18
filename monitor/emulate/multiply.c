// MUL, IMUL, DIV, IDIV.
#include "handlers.h"
#include "host_flags.h"
#include "operand.h"

// One-operand forms: accumulator and its high half (AH, DX or EDX) in and out. The flags' EAX is needed by the instruction itself.
#define WIDE(name, op)                                                                                                                     \
  static void name(uint32_t *low, uint32_t *high, uint32_t source, unsigned bytes, uint32_t *eflags) {                                     \
    uint32_t flags = pack_flags(*eflags);                                                                                                  \
    uint32_t a = *low, d = *high;                                                                                                          \
    if (bytes == 4)                                                                                                                        \
      __asm__(LOAD_FLAGS "movl %[a], %%eax\n\t" op "l %[s]\n\tmovl %%eax, %[a]" SAVE_FLAGS                                                 \
              : "+&a"(flags), [a] "+&r"(a), "+&d"(d)                                                                                       \
              : [s] "r"(source)                                                                                                            \
              : "cc");                                                                                                                     \
    else if (bytes == 2)                                                                                                                   \
      __asm__(LOAD_FLAGS "movl %[a], %%eax\n\t" op "w %w[s]\n\tmovl %%eax, %[a]" SAVE_FLAGS                                                \
              : "+&a"(flags), [a] "+&r"(a), "+&d"(d)                                                                                       \
              : [s] "r"(source)                                                                                                            \
              : "cc");                                                                                                                     \
    else                                                                                                                                   \
      __asm__(LOAD_FLAGS "movl %[a], %%eax\n\t" op "b %b[s]\n\tmovl %%eax, %[a]" SAVE_FLAGS                                                \
              : "+&a"(flags), [a] "+&r"(a), "+&d"(d)                                                                                       \
              : [s] "r"(source)                                                                                                            \
              : "cc");                                                                                                                     \
    *eflags = unpack_flags(*eflags, flags);                                                                                                \
    *low = a;                                                                                                                              \
    *high = d;                                                                                                                             \
  }

WIDE(host_mul, "mul")
WIDE(host_imul, "imul")
WIDE(host_div, "div")
WIDE(host_idiv, "idiv")

static uint64_t dividend(const struct cpu *cpu, unsigned bytes) {
  if (bytes == 4) return (uint64_t)cpu->gpr[EDX] << 32 | cpu->gpr[EAX];
  if (bytes == 2) return (uint32_t)(cpu->gpr[EDX] << 16 | (uint16_t)cpu->gpr[EAX]);
  return (uint16_t)cpu->gpr[EAX];
}

// The quotient must fit: the host's own #DE must never be reached.
static bool divides(const struct cpu *cpu, uint32_t divisor, unsigned bytes) {
  return divisor != 0 && dividend(cpu, bytes) >> (8 * bytes) < divisor;
}

static bool divides_signed(const struct cpu *cpu, uint32_t divisor, unsigned bytes) {
  unsigned unused_bits = 64 - 16 * bytes, half_bits = 8 * bytes;
  int64_t n = (int64_t)(dividend(cpu, bytes) << unused_bits) >> unused_bits;
  int64_t d = (int64_t)((uint64_t)divisor << (64 - half_bits)) >> (64 - half_bits);
  if (d == 0) return false;
  if (d == -1 && n == INT64_MIN) return false;
  int64_t quotient = n / d, top = (int64_t)1 << (half_bits - 1);
  return quotient >= -top && quotient < top;
}

static void refuse_division(struct vm *vm, uint32_t divisor) {
  if (MUTANT(vm, MUTANT_DIV_OVERFLOW) && divisor != 0) return;
  raise_exception(vm, VECTOR_DE, 0);
}

static void forget_overflow(struct vm *vm) {
  if (MUTANT(vm, MUTANT_IMUL_OVERFLOW)) vm->cpu.eflags &= ~(uint32_t)(FLAG_CF | FLAG_OF);
}

// Group 3, /4 to /7.
void multiply_divide(struct vm *vm, const struct insn *insn) {
  struct cpu *cpu = &vm->cpu;
  unsigned bytes = width(insn);
  uint32_t source = get_rm(vm, insn, bytes);
  uint32_t *low = &cpu->gpr[EAX], *high = &cpu->gpr[EDX];
  switch (insn->reg) {
  case 4: host_mul(low, high, source, bytes, &cpu->eflags); break;
  case 5: host_imul(low, high, source, bytes, &cpu->eflags); break;
  case 6:
    if (!divides(cpu, source, bytes)) {
      refuse_division(vm, source);
      return;
    }
    host_div(low, high, source, bytes, &cpu->eflags);
    break;
  default:
    if (!divides_signed(cpu, source, bytes)) {
      refuse_division(vm, source);
      return;
    }
    host_idiv(low, high, source, bytes, &cpu->eflags);
  }
}

static uint32_t truncating_imul(uint32_t a, uint32_t b, unsigned bytes, uint32_t *eflags) {
  uint32_t flags = pack_flags(*eflags);
  if (bytes == 4)
    __asm__(LOAD_FLAGS "imull %[b], %[a]" SAVE_FLAGS : "+&a"(flags), [a] "+r"(a) : [b] "r"(b) : "cc");
  else
    __asm__(LOAD_FLAGS "imulw %w[b], %w[a]" SAVE_FLAGS : "+&a"(flags), [a] "+r"(a) : [b] "r"(b) : "cc");
  *eflags = unpack_flags(*eflags, flags);
  return a;
}

void imul_reg_rm(struct vm *vm, const struct insn *insn) {
  unsigned bytes = insn->operand_bytes;
  uint32_t source = get_rm(vm, insn, bytes);
  set_reg(vm, insn, bytes, truncating_imul(get_reg(vm, insn, bytes), source, bytes, &vm->cpu.eflags));
  forget_overflow(vm);
}

void imul_reg_rm_immediate(struct vm *vm, const struct insn *insn) {
  unsigned bytes = insn->operand_bytes;
  uint32_t source = get_rm(vm, insn, bytes);
  set_reg(vm, insn, bytes, truncating_imul(source, insn->immediate, bytes, &vm->cpu.eflags));
  forget_overflow(vm);
}
