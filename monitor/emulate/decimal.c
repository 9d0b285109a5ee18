// DAA, DAS, AAA, AAS, AAM, AAD. 64-bit mode lacks them, so these follow the manual's own words (SDM Vol. 2A).
#include "handlers.h"
#include "operand.h"

static void set_result_flags(struct cpu *cpu, uint8_t result) {
  cpu->eflags &= ~(uint32_t)(FLAG_SF | FLAG_ZF | FLAG_PF);
  if (result & 0x80) cpu->eflags |= FLAG_SF;
  if (result == 0) cpu->eflags |= FLAG_ZF;
  if (!__builtin_parity(result)) cpu->eflags |= FLAG_PF;
}

static void set_flag(struct cpu *cpu, uint32_t flag, bool on) {
  cpu->eflags = on ? cpu->eflags | flag : cpu->eflags & ~flag;
}

void daa(struct vm *vm, const struct insn *insn) {
  struct cpu *cpu = &vm->cpu;
  uint8_t old = (uint8_t)cpu->gpr[EAX], result = old;
  bool carry = (cpu->eflags & FLAG_CF) && !MUTANT(vm, MUTANT_DAA_CARRY), adjust = cpu->eflags & FLAG_AF;
  bool low = (old & 0xF) > 9 || adjust, high = old > 0x99 || carry;
  if (low) result += 6;
  if (high) result += 0x60;
  set_flag(cpu, FLAG_AF, low);
  set_flag(cpu, FLAG_CF, high);
  set_flag(cpu, FLAG_OF, !(old & 0x80) && (result & 0x80));
  set_result_flags(cpu, result);
  set_register(cpu, EAX, 1, result);
}

void das(struct vm *vm, const struct insn *insn) {
  struct cpu *cpu = &vm->cpu;
  uint8_t old = (uint8_t)cpu->gpr[EAX], result = old;
  bool carry = cpu->eflags & FLAG_CF, adjust = cpu->eflags & FLAG_AF;
  bool low = (old & 0xF) > 9 || adjust, high = old > 0x99 || carry;
  bool borrow = low && (carry || old < 6); // the first subtraction's, which the second step only ever adds to
  if (low) result -= 6;
  if (high) result -= 0x60;
  set_flag(cpu, FLAG_AF, low);
  set_flag(cpu, FLAG_CF, high || borrow);
  set_flag(cpu, FLAG_OF, (old & 0x80) && !(result & 0x80));
  set_result_flags(cpu, result);
  set_register(cpu, EAX, 1, result);
}

// SF, ZF, PF and OF are undefined here; silicon leaves those of the 16-bit addition, as it leaves all six of AAD's byte addition.
static void ascii_adjust(struct vm *vm, uint32_t (*operation)(struct vm *vm, uint32_t a, uint32_t b, unsigned bytes)) {
  struct cpu *cpu = &vm->cpu;
  bool adjust = (cpu->gpr[EAX] & 0xF) > 9 || (cpu->eflags & FLAG_AF);
  uint32_t ax = operation(vm, get_register(cpu, EAX, 2), adjust ? 0x106 : 0, 2);
  set_flag(cpu, FLAG_AF, adjust);
  set_flag(cpu, FLAG_CF, adjust);
  set_register(cpu, EAX, 2, ax & 0xFF0F);
}

void aaa(struct vm *vm, const struct insn *insn) {
  ascii_adjust(vm, add);
}
void aas(struct vm *vm, const struct insn *insn) {
  ascii_adjust(vm, subtract);
}

void aam(struct vm *vm, const struct insn *insn) {
  uint8_t al = (uint8_t)vm->cpu.gpr[EAX], base = (uint8_t)insn->immediate;
  if (base == 0 && MUTANT(vm, MUTANT_AAM_ZERO)) return;
  if (base == 0) raise_exception(vm, VECTOR_DE, 0);
  set_register(&vm->cpu, EAX, 2, (uint32_t)(al / base) << 8 | al % base);
  vm->cpu.eflags &= ~(uint32_t)(FLAG_CF | FLAG_AF | FLAG_OF);
  set_result_flags(&vm->cpu, al % base);
}

void aad(struct vm *vm, const struct insn *insn) {
  uint32_t ax = get_register(&vm->cpu, EAX, 2);
  set_register(&vm->cpu, EAX, 2, add(vm, ax & 0xFF, (ax >> 8) * insn->immediate & 0xFF, 1) & 0xFF);
}
