// BT, BTS, BTR, BTC, BSF, BSR, BSWAP.
#include "handlers.h"
#include "host_flags.h"
#include "operand.h"

typedef uint32_t bit_test(uint32_t value, uint32_t bit, unsigned bytes, uint32_t *eflags);

#define BIT_TEST(name, op)                                                                                                                 \
  static uint32_t name(uint32_t a, uint32_t bit, unsigned bytes, uint32_t *eflags) {                                                       \
    uint32_t flags = pack_flags(*eflags);                                                                                                  \
    if (bytes == 4)                                                                                                                        \
      __asm__(LOAD_FLAGS op "l %[b], %[a]" SAVE_FLAGS : "+&a"(flags), [a] "+r"(a) : [b] "r"(bit) : "cc");                                  \
    else                                                                                                                                   \
      __asm__(LOAD_FLAGS op "w %w[b], %w[a]" SAVE_FLAGS : "+&a"(flags), [a] "+r"(a) : [b] "r"(bit) : "cc");                                \
    *eflags = unpack_flags(*eflags, flags);                                                                                                \
    return a;                                                                                                                              \
  }

BIT_TEST(host_bt, "bt")
BIT_TEST(host_bts, "bts")
BIT_TEST(host_btr, "btr")
BIT_TEST(host_btc, "btc")
BIT_TEST(host_bsf, "bsf")
BIT_TEST(host_bsr, "bsr")

static bit_test *const tests[4] = {host_bt, host_bts, host_btr, host_btc};

// A bit offset in a register is signed and reaches beyond the operand: SDM Vol. 2A, BT, and Vol. 2A, 3.1.1.9.
void bit_rm_reg(struct vm *vm, const struct insn *insn) {
  unsigned bytes = insn->operand_bytes, operation = insn->opcode >> 3 & 3;
  uint32_t bit = get_reg(vm, insn, bytes);
  if (insn->mod == 3) {
    uint32_t value = tests[operation](get_register(&vm->cpu, insn->rm, bytes), bit, bytes, &vm->cpu.eflags);
    if (operation != 0) set_register(&vm->cpu, insn->rm, bytes, value);
    return;
  }
  int32_t offset = bytes == 4 ? (int32_t)bit : (int16_t)bit;
  uint32_t displacement = bytes == 4 ? (uint32_t)(offset >> 5) * 4 : (uint32_t)(offset >> 4) * 2;
  if (MUTANT(vm, MUTANT_BT_OFFSET)) displacement = 0;
  uint32_t address = (effective_address(&vm->cpu, insn) + displacement) & address_mask(insn);
  if (operation == 0) {
    host_bt(read_memory(vm, insn->segment, address, bytes), bit, bytes, &vm->cpu.eflags);
  } else {
    uint32_t value = read_for_write(vm, insn->segment, address, bytes);
    write_memory(vm, insn->segment, address, bytes, tests[operation](value, bit, bytes, &vm->cpu.eflags));
  }
}

void group8(struct vm *vm, const struct insn *insn) {
  unsigned bytes = insn->operand_bytes;
  if (insn->reg < 4) undefined_opcode(vm);
  if (insn->reg == 4) {
    host_bt(get_rm(vm, insn, bytes), insn->immediate, bytes, &vm->cpu.eflags);
    return;
  }
  uint32_t value = get_rm_to_modify(vm, insn, bytes);
  set_rm(vm, insn, bytes, tests[insn->reg & 3](value, insn->immediate, bytes, &vm->cpu.eflags));
}

// A source of zero leaves the destination as it was, as on every processor that was ever made.
void bit_scan(struct vm *vm, const struct insn *insn) {
  unsigned bytes = insn->operand_bytes;
  uint32_t source = get_rm(vm, insn, bytes);
  bit_test *scan = insn->opcode & 1 ? host_bsr : host_bsf;
  uint32_t before = get_reg(vm, insn, bytes);
  uint32_t after = scan(before, source, bytes, &vm->cpu.eflags);
  if (source != 0) set_reg(vm, insn, bytes, after);
  if (MUTANT(vm, MUTANT_BSF_ZERO)) vm->cpu.eflags &= ~(uint32_t)FLAG_ZF;
}

// With a 16-bit operand the manual leaves the result undefined; silicon clears the low half.
void bswap(struct vm *vm, const struct insn *insn) {
  unsigned number = insn->opcode & 7;
  if (insn->operand_bytes == 4)
    vm->cpu.gpr[number] = __builtin_bswap32(vm->cpu.gpr[number]);
  else
    set_register(&vm->cpu, number, 2, 0);
}
