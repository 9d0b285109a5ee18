// Control, debug and model-specific registers, CPUID, the I/O permission map, and which start states are possible.
// SDM Vol. 3A, 2.5; Vol. 3B, 17.2; Vol. 1, 19.5.
#include "../../conformance/testing/machine.h"
#include "control_registers.h"
#include "validate.h"

CALLER(try_write_control, (struct vm * vm, unsigned number, uint32_t value), write_control(vm, number, value))
CALLER(try_read_control, (struct vm * vm, unsigned number), read_control(vm, number))
CALLER(try_write_debug, (struct vm * vm, unsigned number, uint32_t value), write_debug(vm, number, value))
CALLER(try_read_debug, (struct vm * vm, unsigned number), read_debug(vm, number))
CALLER(try_port, (struct vm * vm, uint16_t port, unsigned bytes), check_port(vm, port, bytes))
CALLER(try_cpuid, (struct vm * vm), cpuid(vm))
CALLER(try_rdmsr, (struct vm * vm, uint32_t number), read_msr(vm, number))
CALLER(try_wrmsr, (struct vm * vm, uint32_t number, uint64_t value), write_msr(vm, number, value))
CALLER(try_branch, (struct vm * vm, uint32_t eip), near_branch(vm, eip))

static void control(void) {
  struct vm *vm = protected_machine(0);
  CHECK_FAULT(try_write_control(vm, 0, CR0_PG), VECTOR_GP, 0, "PG without PE");
  CHECK_FAULT(try_write_control(vm, 0, CR0_PE | CR0_NW), VECTOR_GP, 0, "NW without CD");
  CHECK_OK(try_write_control(vm, 0, 0xFFFFFFFF), "every bit");
  CHECK_EQ(vm->cpu.cr0, 0xE005003F, "the bits that exist");
  CHECK_OK(try_write_control(vm, 0, CR0_PE), "ET cannot be cleared");
  CHECK_EQ(vm->cpu.cr0, CR0_PE | CR0_ET, "ET");
  uint16_t code = vm->cpu.segment[CS].attributes;
  CHECK(code & SEGMENT_CODE, "CS is code");
  CHECK_OK(try_write_control(vm, 0, 0), "back to real mode");
  CHECK_EQ(vm->cpu.segment[CS].attributes, (code & SEGMENT_BIG) | (code & SEGMENT_GRANULAR) | 0x93, "where CS may be written");
  vm = protected_machine(0);
  for (unsigned bit = 0; bit < 32; bit++) {
    bool defined = bit == 2 || bit == 3 || bit == 4 || bit == 7 || bit == 8 || bit == 9 || bit == 10;
    CHECK_FAULT(try_write_control(vm, 4, 1u << bit), defined ? -1 : VECTOR_GP, 0, "CR4 bit %u", bit);
  }
  CHECK_FAULT(try_write_control(vm, 1, 0), VECTOR_UD, 0, "CR1");
  CHECK_FAULT(try_read_control(vm, 5), VECTOR_UD, 0, "CR5");
  vm->cpu.model = MODEL_486;
  CHECK_FAULT(try_read_control(vm, 4), VECTOR_UD, 0, "a 486 has no CR4");
  vm->cpu.model = MODEL_386;
  CHECK_OK(try_write_control(vm, 0, 0x7FFFFFFF), "a 386's CR0");
  CHECK_EQ(vm->cpu.cr0, 0x1F, "has five bits below PG");
  vm = protected_machine(1);
  CHECK_FAULT(try_write_control(vm, 3, 0), VECTOR_GP, 0, "CPL 1");
}

static void debug(void) {
  struct vm *vm = protected_machine(0);
  CHECK_OK(try_write_debug(vm, 6, 0xFFFFFFFF), "DR6");
  CHECK_EQ(vm->cpu.dr[6], 0xFFFFEFFF, "bit 12 is 0, the rest is 1");
  CHECK_OK(try_write_debug(vm, 4, 0), "DR4 is DR6");
  CHECK_EQ(vm->cpu.dr[6], 0xFFFF0FF0, "fixed bits");
  CHECK_OK(try_write_debug(vm, 5, 0xFFFFDFFF), "DR5 is DR7");
  CHECK_EQ(vm->cpu.dr[7], 0xFFFF0FFF, "bits 11, 12, 14, 15 are 0, bit 10 is 1");
  vm->cpu.dr[7] = DR7_FIXED;
  vm->cpu.cr4 = CR4_DE;
  CHECK_FAULT(try_read_debug(vm, 4), VECTOR_UD, 0, "with CR4.DE there is no DR4");
  vm->cpu.dr[7] |= DR7_GD;
  CHECK_FAULT(try_read_debug(vm, 0), VECTOR_DB, 0, "general detect");
  CHECK_EQ(vm->cpu.dr[6] & DR6_BD, DR6_BD, "BD survives the fault");
  CHECK_EQ(deliver_exception(vm), STEP_OK, "#DB");
  CHECK_EQ(get(vm, vm->cpu.gpr[ESP] + 8, 4) & FLAG_RF, 0, "a fault, but without RF");
  CHECK_OK(try_read_debug(vm, 0), "the handler may look");
  vm = protected_machine(3);
  CHECK_FAULT(try_read_debug(vm, 0), VECTOR_GP, 0, "CPL 3");
}

static void breakpoints_and_steps(void) {
  struct vm *vm = protected_machine(0);
  vm->cpu.dr[2] = 0x5000;
  vm->cpu.dr[7] = 2u << 4; // G2, execution
  CHECK_EQ(debug_code_match(&vm->cpu), 4, "at EIP");
  CHECK(debug_active(&vm->cpu), "active");
  vm->cpu.eflags |= FLAG_RF;
  CHECK_EQ(debug_code_match(&vm->cpu), 0, "RF");
  vm->cpu.eflags &= ~FLAG_RF;
  vm->cpu.segment[CS].base = 0x1000;
  CHECK_EQ(debug_code_match(&vm->cpu), 0, "the linear address counts");
  vm = protected_machine(0);
  CHECK(!debug_active(&vm->cpu), "nothing");
  CHECK(!debug_traps(vm, FLAG_ONE), "no trap");
  CHECK(debug_traps(vm, FLAG_ONE | FLAG_TF), "single-step");
  CHECK_EQ(vm->exception.vector, VECTOR_DB, "#DB");
  CHECK_EQ(vm->cpu.dr[6] & 0xF00F, DR6_BS, "BS");
  vm->cpu.debug_trap = 2;
  vm->cpu.shadow = SHADOW_MOVSS;
  CHECK(!debug_traps(vm, FLAG_ONE | FLAG_TF), "not after MOV SS");
  vm->cpu.shadow = SHADOW_NONE;
  CHECK(debug_traps(vm, FLAG_ONE), "but after the next instruction");
  CHECK_EQ(vm->cpu.dr[6] & 0xF00F, DR6_BS | 2, "the breakpoint; bits of DR6 are never cleared by the processor");
}

static void ports(void) {
  for (unsigned cpl = 0; cpl < 4; cpl++)
    for (unsigned privilege = 0; privilege < 4; privilege++) {
      struct vm *vm = protected_machine(cpl);
      vm->cpu.eflags |= privilege << 12;
      put(vm, TSS_BASE + 0x66, 2, 0x68);
      put(vm, TSS_BASE + 0x68 + 0x60 / 8, 1, 0x0E); // 0x61 to 0x63 are forbidden
      bool free = cpl <= privilege;
      CHECK_FAULT(try_port(vm, 0x60, 1), -1, 0, "a clear bit");
      CHECK_FAULT(try_port(vm, 0x60, 2), free ? -1 : VECTOR_GP, 0, "the second of two is set");
      CHECK_FAULT(try_port(vm, 0x64, 4), -1, 0, "four clear bits");
      CHECK_FAULT(try_port(vm, 0x5F, 2), -1, 0, "over a byte of the map");
      CHECK_FAULT(try_port(vm, 0x5F, 4), free ? -1 : VECTOR_GP, 0, "bits of the next byte");
      vm->cpu.segment[TR].limit = 0x68 + 0x60 / 8;
      CHECK_FAULT(try_port(vm, 0x60, 1), free ? -1 : VECTOR_GP, 0, "two bytes are always read");
      vm->cpu.segment[TR].limit++;
      CHECK_FAULT(try_port(vm, 0x60, 1), -1, 0, "both inside");
      vm->cpu.segment[TR].attributes = 0x83;
      CHECK_FAULT(try_port(vm, 0x60, 1), free ? -1 : VECTOR_GP, 0, "a 16-bit TSS has no map");
    }
  struct vm *vm = v86_machine(3);
  put(vm, TSS_BASE + 0x66, 2, 0x68);
  put(vm, TSS_BASE + 0x68, 1, 1);
  CHECK_FAULT(try_port(vm, 0, 1), VECTOR_GP, 0, "V86: the map counts even with IOPL 3");
  CHECK_OK(try_port(vm, 1, 1), "V86, allowed");
  CHECK_OK(try_port(real_machine(), 0x60, 4), "real mode");
}

static void models(void) {
  struct vm *vm = protected_machine(3);
  vm->cpu.gpr[EAX] = 0;
  CHECK_OK(try_cpuid(vm), "leaf 0, at any CPL");
  CHECK(vm->cpu.gpr[EBX] == 0x756E6547 && vm->cpu.gpr[EDX] == 0x49656E69 && vm->cpu.gpr[ECX] == 0x6C65746E, "GenuineIntel");
  vm->cpu.gpr[EAX] = 1;
  CHECK_OK(try_cpuid(vm), "leaf 1");
  CHECK_EQ(vm->cpu.gpr[EAX] >> 8 & 15, 6, "family 6");
  CHECK_EQ(vm->cpu.gpr[EDX] & (FEATURE_SEP | FEATURE_VME), 0, "no sysenter, no VME");
  CHECK_EQ(vm->cpu.gpr[EDX] & (FEATURE_CMOV | FEATURE_SSE2), FEATURE_CMOV | FEATURE_SSE2, "cmov, SSE2");
  vm->cpu.gpr[EAX] = 0x80000000;
  CHECK_OK(try_cpuid(vm), "no extended leaves");
  CHECK(vm->cpu.gpr[EAX] >> 16 != 0x8000, "the last basic leaf answers");
  vm->cpu.model = MODEL_386;
  CHECK_FAULT(try_cpuid(vm), VECTOR_UD, 0, "386");

  vm = protected_machine(0);
  vm->cpu.tsc = 0x123456789;
  CHECK_EQ(read_msr(vm, 0x10), 0x123456789, "TSC");
  CHECK_FAULT(try_rdmsr(vm, 0x1B), VECTOR_GP, 0, "no APIC base");
  CHECK_FAULT(try_wrmsr(vm, 0x174, 0), VECTOR_GP, 0, "no SYSENTER_CS");
  CHECK_OK(try_wrmsr(vm, 0x10, 5), "set TSC");
  CHECK_EQ(vm->cpu.tsc, 5, "TSC");
  vm->cpu.model = MODEL_486;
  CHECK_FAULT(try_rdmsr(vm, 0x10), VECTOR_UD, 0, "486");
}

static void branches(void) {
  struct vm *vm = real_machine();
  CHECK_OK(try_branch(vm, 0xFFFF), "the last byte");
  CHECK_FAULT(try_branch(vm, 0x10000), VECTOR_GP, 0, "past the limit");
  CHECK_EQ(vm->cpu.eip, 0xFFFF, "EIP stays");
}

static void valid(struct vm *vm, bool expected, const char *what) {
  const char *why = "";
  CHECK_EQ(cpu_state_valid(&vm->cpu, &why), expected, "%s (%s)", what, why);
  CHECK_EQ(*why != 0, !expected, "%s: a reason where it is impossible", what);
}

static void start_states(void) {
  for (unsigned ring = 0; ring < 4; ring++) valid(protected_machine(ring), true, "protected mode");
  for (unsigned privilege = 0; privilege < 4; privilege++) valid(v86_machine(privilege), true, "V86 mode");
  valid(real_machine(), true, "real mode");
#define IMPOSSIBLE(make, change, what)                                                                                                     \
  do {                                                                                                                                     \
    struct vm *vm = make;                                                                                                                  \
    change;                                                                                                                                \
    valid(vm, false, what);                                                                                                                \
  } while (0)
  IMPOSSIBLE(real_machine(), vm->cpu.cr0 |= CR0_PG, "PG without PE");
  IMPOSSIBLE(real_machine(), vm->cpu.eflags |= FLAG_VM, "VM without PE");
  IMPOSSIBLE(real_machine(), vm->cpu.cpl = 3, "CPL 3 in real mode");
  IMPOSSIBLE(real_machine(), vm->cpu.eflags |= 8, "a reserved flag");
  IMPOSSIBLE(real_machine(), vm->cpu.eflags |= FLAG_VIF, "VIF");
  IMPOSSIBLE(protected_machine(0), vm->cpu.cr4 = CR4_VME, "CR4.VME");
  IMPOSSIBLE(protected_machine(0), vm->cpu.cr4 = CR4_PAE, "CR4.PAE");
  IMPOSSIBLE(protected_machine(0), vm->cpu.cr0 |= 1u << 6, "a reserved bit of CR0");
  IMPOSSIBLE(protected_machine(0), vm->cpu.cpl = 1, "CPL");
  IMPOSSIBLE(protected_machine(3), vm->cpu.segment[SS] = gdt_segment(vm, data_selector(0)), "SS of another ring");
  IMPOSSIBLE(protected_machine(0), vm->cpu.segment[CS] = gdt_segment(vm, data_selector(0)), "CS is data");
  IMPOSSIBLE(protected_machine(0), vm->cpu.segment[SS] = null_segment(0), "SS is null");
  IMPOSSIBLE(protected_machine(0), vm->cpu.segment[SS].attributes &= ~SEGMENT_WRITABLE, "SS is read-only");
  IMPOSSIBLE(protected_machine(0), vm->cpu.segment[DS].attributes = 0xC099, "DS is execute-only");
  IMPOSSIBLE(protected_machine(0), vm->cpu.segment[DS].attributes &= ~SEGMENT_PRESENT, "DS is not present");
  IMPOSSIBLE(protected_machine(3), vm->cpu.segment[DS] = gdt_segment(vm, data_selector(0)), "DS of ring 0 at CPL 3");
  IMPOSSIBLE(protected_machine(0), vm->cpu.segment[DS].limit = 0xFFFFF000, "a limit without G's low bits");
  IMPOSSIBLE(protected_machine(0), vm->cpu.segment[TR].attributes = 0x89, "TR is not busy");
  IMPOSSIBLE(v86_machine(0), vm->cpu.segment[DS].base++, "a base in V86 mode");
  IMPOSSIBLE(v86_machine(0), vm->cpu.cpl = 0, "CPL 0 in V86 mode");
  struct cpu cpu = {0};
  cpu_state_settle(&cpu);
  CHECK(cpu.eflags == FLAG_ONE && cpu.cr0 == CR0_ET && cpu.dr[6] == 0xFFFF0FF0 && cpu.dr[7] == 0x400, "wired bits");
}

int main(void) {
  control();
  debug();
  breakpoints_and_steps();
  ports();
  models();
  branches();
  start_states();
  return finish("registers");
}
