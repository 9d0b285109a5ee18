// The processors that a guest may see: CPUID and the model-specific registers. SDM Vol. 2, CPUID; Vol. 4.
#include "../../driver/driver.h"
#include "system.h"

struct model {
  uint32_t features;
  uint32_t signature; // CPUID.1 EAX: family, model, stepping
  uint32_t leaves;    // the highest basic leaf
};

static const struct model models[MODELS] = {
    [MODEL_DEFAULT] = {FEATURE_FPU | FEATURE_DE | FEATURE_PSE | FEATURE_TSC | FEATURE_MSR | FEATURE_CX8 | FEATURE_PGE | FEATURE_CMOV |
                           FEATURE_MMX | FEATURE_FXSR | FEATURE_SSE | FEATURE_SSE2,
                       0x695, 2},
    [MODEL_386] = {0, 0, 0},
    [MODEL_486] = {FEATURE_FPU, 0x480, 1},
    [MODEL_PENTIUM] = {FEATURE_FPU | FEATURE_DE | FEATURE_PSE | FEATURE_TSC | FEATURE_MSR | FEATURE_CX8, 0x52C, 1},
};

enum { MODEL_386_SIGNATURE = 0x303 }; // has no CPUID to say so

uint32_t model_features(unsigned model) {
  return models[model].features;
}

uint32_t model_signature(unsigned model) {
  return models[model].signature ? models[model].signature : MODEL_386_SIGNATURE;
}

void cpuid(struct vm *vm) {
  uint32_t *gpr = vm->cpu.gpr;
  const struct model *model = &models[vm->cpu.model];
  if (!model->leaves) raise_exception(vm, VECTOR_UD, 0);
  uint32_t leaf = gpr[EAX] <= model->leaves ? gpr[EAX] : model->leaves; // past the last leaf a processor answers with the last
  switch (leaf) {
  case 0:
    gpr[EAX] = model->leaves;
    gpr[EBX] = 0x756E6547; // "Genu" "ineI" "ntel"
    gpr[EDX] = 0x49656E69;
    gpr[ECX] = 0x6C65746E;
    break;
  case 1:
    gpr[EAX] = model->signature;
    gpr[EBX] = gpr[ECX] = 0;
    gpr[EDX] = model->features;
    break;
  default: // caches and TLBs, as a Pentium Pro says it
    gpr[EAX] = 0x03020101;
    gpr[EBX] = gpr[ECX] = 0;
    gpr[EDX] = 0x0C040843;
  }
}

enum { MSR_TSC = 0x10, MSR_PLATFORM_ID = 0x17, MSR_BIOS_SIGN_ID = 0x8B };

static void check_msr(struct vm *vm) {
  if (!(vm->cpu.model == MODEL_DEFAULT || vm->cpu.model == MODEL_PENTIUM)) raise_exception(vm, VECTOR_UD, 0);
  if (vm->cpu.cpl != 0) raise_general_protection(vm, 0);
}

uint64_t time_stamp(struct vm *vm) {
  return vm->cpu.tsc + world_time_stamp(vm);
}

uint64_t read_msr(struct vm *vm, uint32_t number) {
  check_msr(vm);
  if (number == MSR_TSC) return time_stamp(vm);
  // Kernels ask a family-6 processor for its microcode revision: none is loaded.
  if (vm->cpu.model == MODEL_DEFAULT && (number == MSR_PLATFORM_ID || number == MSR_BIOS_SIGN_ID)) return 0;
  raise_general_protection(vm, 0);
}

void write_msr(struct vm *vm, uint32_t number, uint64_t value) {
  check_msr(vm);
  if (number == MSR_TSC)
    vm->cpu.tsc = (uint32_t)value - world_time_stamp(vm); // these families write the low half and clear the high one
  else if (vm->cpu.model != MODEL_DEFAULT || number != MSR_BIOS_SIGN_ID)
    raise_general_protection(vm, 0);
}
