// Debug registers, breakpoints and single-step: SDM Vol. 3B, 17.2 and 17.3.
#include "system.h"

enum { RW_EXECUTE, RW_WRITE, RW_PORT, RW_ACCESS }; // the R/W field of a breakpoint in DR7

static bool enabled(const struct cpu *cpu, unsigned i) {
  return cpu->dr[7] >> (2 * i) & 3; // Li or Gi
}
static unsigned kind_of(const struct cpu *cpu, unsigned i) {
  return cpu->dr[7] >> (16 + 4 * i) & 3;
}
static uint32_t bytes_of(const struct cpu *cpu, unsigned i) {
  return (cpu->dr[7] >> (18 + 4 * i) & 3) + 1; // 1, 2 or 4; the encoding of 3 is undefined
}
// The address of a breakpoint is aligned by its length.
static bool overlaps(const struct cpu *cpu, unsigned i, uint32_t address, unsigned bytes) {
  uint32_t length = bytes_of(cpu, i), first = cpu->dr[i] & ~(length - 1);
  return address - first < length || first - address < bytes;
}

// DR4 and DR5 are DR6 and DR7 unless CR4.DE says that they do not exist.
static unsigned checked_number(struct vm *vm, unsigned number) {
  struct cpu *cpu = &vm->cpu;
  if (number == 4 || number == 5) {
    if (cpu->cr4 & CR4_DE) raise_exception(vm, VECTOR_UD, 0);
    number += 2;
  }
  if (cpu->cpl != 0) raise_general_protection(vm, 0);
  if (cpu->dr[7] & DR7_GD) {
    // DR6 is not part of what the fault takes back.
    cpu->dr[6] |= DR6_BD;
    vm->restart.dr[6] = cpu->dr[6];
    raise_exception(vm, VECTOR_DB, 0);
  }
  return number;
}

uint32_t read_debug(struct vm *vm, unsigned number) {
  number = checked_number(vm, number);
  uint32_t value = vm->cpu.dr[number];
  if (number == 6) return value | DR6_FIXED;
  return number == 7 ? value | DR7_FIXED : value;
}

void write_debug(struct vm *vm, unsigned number, uint32_t value) {
  number = checked_number(vm, number);
  if (number == 6) value = (value & (DR6_BD | DR6_BS | DR6_BT | 15)) | DR6_FIXED;
  if (number == 7) value = (value & 0xFFFF2FFFu) | DR7_FIXED;
  vm->cpu.dr[number] = value;
}

bool debug_active(const struct cpu *cpu) {
  return (cpu->dr[7] & 0xFF) || (cpu->eflags & FLAG_TF) || cpu->debug_trap;
}

uint32_t debug_code_match(const struct cpu *cpu) {
  if (!(cpu->dr[7] & 0xFF) || (cpu->eflags & FLAG_RF)) return 0;
  uint32_t linear = cpu->segment[CS].base + cpu->eip, bits = 0;
  for (unsigned i = 0; i < 4; i++)
    if (enabled(cpu, i) && kind_of(cpu, i) == RW_EXECUTE && bytes_of(cpu, i) == 1 && cpu->dr[i] == linear) bits |= 1u << i;
  return bits;
}

void debug_data(struct vm *vm, uint32_t linear, unsigned bytes, bool write) {
  struct cpu *cpu = &vm->cpu;
  if (!(cpu->dr[7] & 0xFF)) return;
  for (unsigned i = 0; i < 4; i++) {
    unsigned kind = kind_of(cpu, i);
    if (enabled(cpu, i) && (kind == RW_ACCESS || (kind == RW_WRITE && write)) && overlaps(cpu, i, linear, bytes))
      cpu->debug_trap |= 1u << i;
  }
}

bool debug_traps(struct vm *vm, uint32_t eflags_before) {
  struct cpu *cpu = &vm->cpu;
  uint32_t bits = cpu->debug_trap;
  if (__builtin_expect(!bits && !(eflags_before & FLAG_TF), 1)) return false;
  // MOV SS and POP SS keep debug traps away until the next instruction is done (SDM Vol. 3A, 6.8.3); a data breakpoint is not forgotten.
  if (cpu->shadow == SHADOW_MOVSS) {
    cpu->debug_trap &= ~DEBUG_NO_STEP;
    return false;
  }
  if ((eflags_before & FLAG_TF) && !(bits & DEBUG_NO_STEP)) bits |= DR6_BS;
  cpu->debug_trap = 0;
  bits &= ~DEBUG_NO_STEP;
  if (!bits) return false;
  cpu->dr[6] |= bits | DR6_FIXED;
  vm->exception = (struct exception){.vector = VECTOR_DB};
  return true;
}
