// CR0 to CR4: SDM Vol. 3A, 2.5; Vol. 2, MOV to and from control registers, LMSW, CLTS.
#include "control_registers.h"
#include "system.h"

uint32_t model_cr0(unsigned model) {
  uint32_t bits = CR0_PE | CR0_MP | CR0_EM | CR0_TS | CR0_ET | CR0_PG;
  return model == MODEL_386 ? bits : bits | CR0_NE | CR0_WP | CR0_AM | CR0_NW | CR0_CD;
}

uint32_t model_cr4(unsigned model) {
  uint32_t features = model_features(model), bits = 0;
  if (features & FEATURE_TSC) bits |= CR4_TSD;
  if (features & FEATURE_DE) bits |= CR4_DE;
  if (features & FEATURE_PSE) bits |= CR4_PSE;
  if (features & FEATURE_PGE) bits |= CR4_PGE;
  if (features & FEATURE_FXSR) bits |= CR4_OSFXSR;
  if (features & FEATURE_SSE) bits |= CR4_OSXMMEXCPT;
  if (model == MODEL_DEFAULT) bits |= CR4_PCE; // the P6 has counters without a CPUID bit of their own
  return bits;
}

bool model_has_cr4(unsigned model) {
  return model == MODEL_PENTIUM || model == MODEL_DEFAULT;
}

uint32_t read_control(struct vm *vm, unsigned number) {
  const struct cpu *cpu = &vm->cpu;
  switch (number) {
  case 0: return cpu->cr0;
  case 2: return cpu->cr2;
  case 3: return cpu->cr3;
  case 4:
    if (model_has_cr4(cpu->model)) return cpu->cr4;
  }
  raise_exception(vm, VECTOR_UD, 0);
}

static void write_cr0(struct vm *vm, uint32_t value) {
  struct cpu *cpu = &vm->cpu;
  // Undefined bits of CR0 are dropped without a fault, unlike those of CR4. ET is wired to 1 since the 486.
  value &= model_cr0(cpu->model);
  if (cpu->model != MODEL_386) value |= CR0_ET;
  if ((value & CR0_PG) && !(value & CR0_PE)) raise_general_protection(vm, 0);
  if ((value & CR0_NW) && !(value & CR0_CD)) raise_general_protection(vm, 0);
  // In real mode CS is a segment like the others: SDM Vol. 3A, table 9-1 has it present, readable and writable, and no far transfer
  // in real mode changes that again.
  if (cpu->cr0 & ~value & CR0_PE) {
    uint16_t kept = cpu->segment[CS].attributes & (uint16_t) ~(SEGMENT_DPL | SEGMENT_CODE | SEGMENT_CONFORMING);
    cpu->segment[CS].attributes = kept | SEGMENT_WRITABLE | SEGMENT_ACCESSED;
  }
  if ((cpu->cr0 ^ value) & (CR0_PG | CR0_WP)) tlb_flush(vm, true);
  cpu->cr0 = value;
}

void write_control(struct vm *vm, unsigned number, uint32_t value) {
  struct cpu *cpu = &vm->cpu;
  if (number > 4 || number == 1 || (number == 4 && !model_has_cr4(cpu->model))) raise_exception(vm, VECTOR_UD, 0);
  if (cpu->cpl != 0) raise_general_protection(vm, 0);
  switch (number) {
  case 0: write_cr0(vm, value); break;
  case 2: cpu->cr2 = value; break;
  case 3:
    cpu->cr3 = value;
    tlb_flush(vm, false);
    break;
  default:
    if (value & ~model_cr4(cpu->model)) raise_general_protection(vm, 0);
    if ((cpu->cr4 ^ value) & (CR4_PSE | CR4_PGE)) tlb_flush(vm, true);
    cpu->cr4 = value;
  }
}
