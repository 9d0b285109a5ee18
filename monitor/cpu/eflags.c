// Who may change which flag: SDM Vol. 2, POPF (table 4-16) and IRET; Vol. 1, 3.4.3.
#include "eflags.h"
#include "../mutants.h"

uint32_t model_eflags(unsigned model) {
  uint32_t all = FLAGS_ARITHMETIC | FLAG_TF | FLAG_IF | FLAG_DF | FLAG_IOPL | FLAG_NT | FLAG_RF | FLAG_VM;
  // The 486 brought alignment checks and, in its later steppings, CPUID. VIF and VIP belong to CR4.VME and PVI, which no model has.
  return model == MODEL_386 ? all : all | FLAG_AC | FLAG_ID;
}

static void change(struct cpu *cpu, uint32_t value, uint32_t mask, unsigned bytes) {
  mask &= model_eflags(cpu->model);
  if (bytes == 2) mask &= 0xFFFF;
  cpu->eflags = (cpu->eflags & ~mask) | (value & mask) | FLAG_ONE;
}

void write_eflags_popf(struct vm *vm, uint32_t value, unsigned bytes) {
  struct cpu *cpu = &vm->cpu;
  if (v86_mode(cpu) && iopl(cpu) < 3) raise_general_protection(vm, 0);
  uint32_t mask = FLAGS_ARITHMETIC | FLAG_TF | FLAG_DF | FLAG_NT | FLAG_AC | FLAG_ID;
  if (cpu->cpl <= iopl(cpu) || MUTANT(vm, MUTANT_POPF_IF)) mask |= FLAG_IF;
  if (cpu->cpl == 0 || MUTANT(vm, MUTANT_POPF_IOPL)) mask |= FLAG_IOPL;
  change(cpu, value, mask, bytes);
  cpu->eflags &= ~FLAG_RF;
}

void write_eflags_iret(struct vm *vm, uint32_t value, unsigned bytes, unsigned cpl) {
  struct cpu *cpu = &vm->cpu;
  uint32_t mask = FLAGS_ARITHMETIC | FLAG_TF | FLAG_DF | FLAG_NT | FLAG_RF | FLAG_AC | FLAG_ID;
  if (cpl <= iopl(cpu)) mask |= FLAG_IF;
  if (cpl == 0) mask |= FLAG_IOPL;
  change(cpu, value, mask, bytes);
}
