// ADD to CMP, INC, DEC, NEG, NOT, TEST, and their exchanging relatives XADD, CMPXCHG, CMPXCHG8B.
#include "handlers.h"
#include "host_flags.h"
#include "operand.h"

typedef uint32_t binary(uint32_t a, uint32_t b, unsigned bytes, uint32_t *eflags);

#define BINARY(name, op)                                                                                                                   \
  static uint32_t name(uint32_t a, uint32_t b, unsigned bytes, uint32_t *eflags) {                                                         \
    uint32_t flags = pack_flags(*eflags);                                                                                                  \
    if (bytes == 4)                                                                                                                        \
      __asm__(LOAD_FLAGS op "l %[b], %[a]" SAVE_FLAGS : "+&a"(flags), [a] "+r"(a) : [b] "r"(b) : "cc");                                    \
    else if (bytes == 2)                                                                                                                   \
      __asm__(LOAD_FLAGS op "w %w[b], %w[a]" SAVE_FLAGS : "+&a"(flags), [a] "+r"(a) : [b] "r"(b) : "cc");                                  \
    else                                                                                                                                   \
      __asm__(LOAD_FLAGS op "b %b[b], %b[a]" SAVE_FLAGS : "+&a"(flags), [a] "+r"(a) : [b] "r"(b) : "cc");                                  \
    *eflags = unpack_flags(*eflags, flags);                                                                                                \
    return a;                                                                                                                              \
  }

#define UNARY(name, op)                                                                                                                    \
  static uint32_t name(uint32_t a, unsigned bytes, uint32_t *eflags) {                                                                     \
    uint32_t flags = pack_flags(*eflags);                                                                                                  \
    if (bytes == 4)                                                                                                                        \
      __asm__(LOAD_FLAGS op "l %[a]" SAVE_FLAGS : "+&a"(flags), [a] "+r"(a) : : "cc");                                                     \
    else if (bytes == 2)                                                                                                                   \
      __asm__(LOAD_FLAGS op "w %w[a]" SAVE_FLAGS : "+&a"(flags), [a] "+r"(a) : : "cc");                                                    \
    else                                                                                                                                   \
      __asm__(LOAD_FLAGS op "b %b[a]" SAVE_FLAGS : "+&a"(flags), [a] "+r"(a) : : "cc");                                                    \
    *eflags = unpack_flags(*eflags, flags);                                                                                                \
    return a;                                                                                                                              \
  }

BINARY(host_add, "add")
BINARY(host_or, "or")
BINARY(host_adc, "adc")
BINARY(host_sbb, "sbb")
BINARY(host_and, "and")
BINARY(host_sub, "sub")
BINARY(host_xor, "xor")
BINARY(host_cmp, "cmp")
BINARY(host_test, "test")
UNARY(host_inc, "inc")
UNARY(host_dec, "dec")
UNARY(host_neg, "neg")

// In the order of bits 3-5 of the opcode, and of the reg field of group 1.
static binary *const operations[8] = {host_add, host_or, host_adc, host_sbb, host_and, host_sub, host_xor, host_cmp};
enum { OPERATION_ADC = 2, OPERATION_CMP = 7 };

static uint32_t operate(struct vm *vm, unsigned operation, uint32_t a, uint32_t b, unsigned bytes) {
  bool all_ones = b == width_mask(bytes) && (vm->cpu.eflags & FLAG_CF);
  uint32_t result = operations[operation](a, b, bytes, &vm->cpu.eflags);
  if (MUTANT(vm, MUTANT_ADC_CARRY) && operation == OPERATION_ADC && all_ones) vm->cpu.eflags &= ~(uint32_t)FLAG_CF;
  return result;
}

static void binary_rm(struct vm *vm, const struct insn *insn, unsigned operation, unsigned bytes, uint32_t source) {
  if (operation == OPERATION_CMP) {
    host_cmp(get_rm(vm, insn, bytes), source, bytes, &vm->cpu.eflags);
    return;
  }
  uint32_t value = get_rm_to_modify(vm, insn, bytes);
  set_rm(vm, insn, bytes, operate(vm, operation, value, source, bytes));
}

void alu_rm_reg(struct vm *vm, const struct insn *insn) {
  unsigned bytes = width(insn);
  binary_rm(vm, insn, insn->opcode >> 3, bytes, get_reg(vm, insn, bytes));
}

void alu_reg_rm(struct vm *vm, const struct insn *insn) {
  unsigned bytes = width(insn);
  uint32_t source = get_rm(vm, insn, bytes);
  set_reg(vm, insn, bytes, operate(vm, insn->opcode >> 3, get_reg(vm, insn, bytes), source, bytes));
}

void alu_accumulator(struct vm *vm, const struct insn *insn) {
  unsigned bytes = width(insn);
  uint32_t value = get_register(&vm->cpu, EAX, bytes);
  set_register(&vm->cpu, EAX, bytes, operate(vm, insn->opcode >> 3, value, insn->immediate & width_mask(bytes), bytes));
}

void group1(struct vm *vm, const struct insn *insn) {
  binary_rm(vm, insn, insn->reg, width(insn), insn->immediate);
}

void test_rm_reg(struct vm *vm, const struct insn *insn) {
  unsigned bytes = width(insn);
  host_test(get_rm(vm, insn, bytes), get_reg(vm, insn, bytes), bytes, &vm->cpu.eflags);
}

void test_accumulator(struct vm *vm, const struct insn *insn) {
  unsigned bytes = width(insn);
  host_test(get_register(&vm->cpu, EAX, bytes), insn->immediate, bytes, &vm->cpu.eflags);
}

void increment_register(struct vm *vm, const struct insn *insn) {
  unsigned bytes = insn->operand_bytes, number = insn->opcode & 7;
  set_register(&vm->cpu, number, bytes, host_inc(get_register(&vm->cpu, number, bytes), bytes, &vm->cpu.eflags));
}

void decrement_register(struct vm *vm, const struct insn *insn) {
  unsigned bytes = insn->operand_bytes, number = insn->opcode & 7;
  set_register(&vm->cpu, number, bytes, host_dec(get_register(&vm->cpu, number, bytes), bytes, &vm->cpu.eflags));
}

void increment_rm(struct vm *vm, const struct insn *insn) {
  unsigned bytes = width(insn);
  uint32_t value = get_rm_to_modify(vm, insn, bytes);
  set_rm(vm, insn, bytes, host_inc(value, bytes, &vm->cpu.eflags));
}

void decrement_rm(struct vm *vm, const struct insn *insn) {
  unsigned bytes = width(insn);
  uint32_t value = get_rm_to_modify(vm, insn, bytes);
  set_rm(vm, insn, bytes, host_dec(value, bytes, &vm->cpu.eflags));
}

void group3(struct vm *vm, const struct insn *insn) {
  unsigned bytes = width(insn);
  uint32_t value;
  switch (insn->reg) {
  case 0:
  case 1: host_test(get_rm(vm, insn, bytes), insn->immediate, bytes, &vm->cpu.eflags); break;
  case 2:
    value = get_rm_to_modify(vm, insn, bytes);
    set_rm(vm, insn, bytes, ~value);
    break;
  case 3:
    value = get_rm_to_modify(vm, insn, bytes);
    set_rm(vm, insn, bytes, host_neg(value, bytes, &vm->cpu.eflags));
    break;
  default: multiply_divide(vm, insn);
  }
}

void compare(struct vm *vm, uint32_t a, uint32_t b, unsigned bytes) {
  host_cmp(a, b, bytes, &vm->cpu.eflags);
}

uint32_t add(struct vm *vm, uint32_t a, uint32_t b, unsigned bytes) {
  return host_add(a, b, bytes, &vm->cpu.eflags);
}

uint32_t subtract(struct vm *vm, uint32_t a, uint32_t b, unsigned bytes) {
  return host_sub(a, b, bytes, &vm->cpu.eflags);
}

void xadd(struct vm *vm, const struct insn *insn) {
  unsigned bytes = width(insn);
  uint32_t destination = get_rm_to_modify(vm, insn, bytes);
  uint32_t sum = host_add(destination, get_reg(vm, insn, bytes), bytes, &vm->cpu.eflags);
  // The source may be the address's base, or the destination itself, which the sum is for.
  if (insn->mod == 3 && !MUTANT(vm, MUTANT_XADD_ORDER)) {
    set_reg(vm, insn, bytes, destination);
    set_rm(vm, insn, bytes, sum);
  } else {
    set_rm(vm, insn, bytes, sum);
    set_reg(vm, insn, bytes, destination);
  }
}

void cmpxchg(struct vm *vm, const struct insn *insn) {
  unsigned bytes = width(insn);
  uint32_t destination = get_rm_to_modify(vm, insn, bytes);
  host_cmp(get_register(&vm->cpu, EAX, bytes), destination, bytes, &vm->cpu.eflags);
  if (vm->cpu.eflags & FLAG_ZF)
    set_rm(vm, insn, bytes, get_reg(vm, insn, bytes));
  else if (!MUTANT(vm, MUTANT_CMPXCHG_ZF))
    set_register(&vm->cpu, EAX, bytes, destination);
}

void group9(struct vm *vm, const struct insn *insn) {
  struct cpu *cpu = &vm->cpu;
  if (insn->reg != 1 || insn->mod == 3) undefined_opcode(vm);
  uint32_t address = effective_address(cpu, insn);
  uint32_t value[2];
  // A destination that does not match is written back all the same (SDM Vol. 2A, CMPXCHG8B): it must be writable.
  check_write(vm, insn->segment, address, 8);
  read_block(vm, insn->segment, address, value, 8, 8);
  if (value[0] == cpu->gpr[EAX] && value[1] == cpu->gpr[EDX]) {
    uint32_t replacement[2] = {cpu->gpr[EBX], cpu->gpr[ECX]};
    write_block(vm, insn->segment, address, replacement, 8, 8);
    cpu->eflags |= FLAG_ZF;
  } else {
    cpu->gpr[EAX] = value[0];
    cpu->gpr[EDX] = value[1];
    cpu->eflags &= ~(uint32_t)FLAG_ZF;
  }
}
