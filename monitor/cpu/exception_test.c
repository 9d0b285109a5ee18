// What a fault during a delivery leads to: SDM Vol. 3A, 6.15, vector 8, tables 6-4 and 6-5.
#include "../../conformance/testing/machine.h"

static enum step deliver(struct vm *vm, uint8_t vector, uint32_t error) {
  bool has_error = (vector >= VECTOR_TS && vector <= VECTOR_PF) || vector == VECTOR_DF || vector == VECTOR_AC;
  vm->exception = (struct exception){.vector = vector, .has_error = has_error && !real_mode(&vm->cpu), .error = error};
  return deliver_exception(vm);
}

static void remove_gate(struct vm *vm, unsigned vector) {
  put_descriptor(vm, IDT_BASE, vector, (struct descriptor){0, 0});
}

static const struct delivered *last(struct vm *vm) {
  return &vm->control.delivered[vm->control.deliveries - 1];
}

static void plain(void) {
  struct vm *vm = protected_machine(3);
  void *jump[5];
  memset(vm->fault_jump, 0x5A, sizeof jump);
  memcpy(jump, vm->fault_jump, sizeof jump);
  CHECK_EQ(deliver(vm, VECTOR_GP, 0x18), STEP_OK, "delivered");
  CHECK(!memcmp(jump, vm->fault_jump, sizeof jump), "the caller's jump is as it was");
  CHECK_EQ(vm->cpu.eip, 0x6000 + VECTOR_GP * 16, "handler");
  CHECK_EQ(get(vm, vm->cpu.gpr[ESP], 4), 0x18, "error code");
  CHECK_EQ(last(vm)->vector, VECTOR_GP, "recorded");
  CHECK_EQ(last(vm)->error, 0x18, "with its error code");
  vm->control.stop_at_exception = true;
  struct cpu before = vm->cpu;
  CHECK_EQ(deliver(vm, VECTOR_UD, 0), STEP_EXCEPTION, "stopped");
  CHECK(!memcmp(&before, &vm->cpu, sizeof before), "and nothing changed");
}

// For each first exception, its gate missing: what the #NP-like #GP during its delivery becomes.
static void contributory(void) {
  static const struct {
    uint8_t first, delivered;
  } cases[] = {
      {VECTOR_DB, VECTOR_GP}, {VECTOR_NMI, VECTOR_GP}, {VECTOR_BP, VECTOR_GP}, {VECTOR_OF, VECTOR_GP}, {VECTOR_BR, VECTOR_GP},
      {VECTOR_UD, VECTOR_GP}, {VECTOR_NM, VECTOR_GP},  {VECTOR_MF, VECTOR_GP}, {VECTOR_AC, VECTOR_GP}, {VECTOR_XM, VECTOR_GP},
      {VECTOR_DE, VECTOR_DF}, {VECTOR_TS, VECTOR_DF},  {VECTOR_NP, VECTOR_DF}, {VECTOR_SS, VECTOR_DF}, {VECTOR_PF, VECTOR_DF},
  };
  for (unsigned i = 0; i < ARRAY_LENGTH(cases); i++) {
    struct vm *vm = protected_machine(0);
    remove_gate(vm, cases[i].first);
    struct cpu before = vm->cpu;
    CHECK_EQ(deliver(vm, cases[i].first, 0), STEP_OK, "%u", cases[i].first);
    CHECK_EQ(last(vm)->vector, cases[i].delivered, "first %u", cases[i].first);
    CHECK_EQ(vm->control.deliveries, 1, "only what was delivered is recorded");
    bool df = cases[i].delivered == VECTOR_DF;
    CHECK_EQ(get(vm, vm->cpu.gpr[ESP], 4), df ? 0 : cases[i].first * 8u + 2 + 1, "error code: IDT and EXT");
    CHECK_EQ(get(vm, vm->cpu.gpr[ESP] + 4, 4), before.eip, "EIP of the instruction");
    CHECK_EQ(vm->cpu.gpr[ESP], before.gpr[ESP] - 16, "one frame only");
  }
}

static void page_faults(void) {
  // A second exception that is a page fault: the stack of the handler is not mapped.
  struct vm *vm = protected_machine(3);
  enum { DIRECTORY = 0x20000, TABLE = 0x21000 };
  put(vm, DIRECTORY, 4, TABLE | 7);
  for (unsigned i = 0; i < 256; i++) put(vm, TABLE + i * 4, 4, i << 12 | 7);
  put(vm, TABLE + 4 * 0x50, 4, 0);
  vm->cpu.cr3 = DIRECTORY;
  vm->cpu.cr0 |= CR0_PG;
  // #PF is handled in ring 3 through a conforming segment, on the mapped stack; the others switch to the missing one.
  put_gdt(vm, SLOT_FREE, make_descriptor(0, 0xFFFFF, ACCESS_CONFORMING, FLAT));
  put_descriptor(vm, IDT_BASE, VECTOR_PF, make_gate(SLOT_FREE * 8, 0x7000, 0x8E, 0));
  put(vm, TSS_BASE + 4, 4, 0x51000);
  struct cpu start = vm->cpu;
  CHECK_EQ(deliver(vm, VECTOR_UD, 0), STEP_OK, "benign, then #PF");
  CHECK_EQ(last(vm)->vector, VECTOR_PF, "one after the other");
  CHECK_EQ(last(vm)->error, 2, "a supervisor's write to a missing page");
  CHECK_EQ(vm->cpu.cr2, 0x50FFC, "CR2");
  CHECK_EQ(vm->cpu.cpl, 3, "in the #PF handler");
  vm->cpu = start;
  CHECK_EQ(deliver(vm, VECTOR_GP, 0), STEP_OK, "contributory, then #PF");
  CHECK_EQ(last(vm)->vector, VECTOR_PF, "one after the other, too");
  vm->cpu = start;
  put_descriptor(vm, IDT_BASE, VECTOR_PF, make_gate(code_selector(0), 0x7000, 0x8E, 0));
  put_descriptor(vm, IDT_BASE, VECTOR_DF, make_gate(SLOT_FREE * 8, 0x7100, 0x8E, 0));
  CHECK_EQ(deliver(vm, VECTOR_PF, 4), STEP_OK, "#PF, then #PF");
  CHECK_EQ(last(vm)->vector, VECTOR_DF, "a double fault");
  vm->cpu = start;
  put_descriptor(vm, IDT_BASE, VECTOR_DF, make_gate(code_selector(0), 0x7000, 0x8E, 0));
  CHECK_EQ(deliver(vm, VECTOR_PF, 4), STEP_SHUTDOWN, "and a #PF of the double fault");
}

static void shutdown(void) {
  struct vm *vm = protected_machine(0);
  remove_gate(vm, VECTOR_GP);
  remove_gate(vm, VECTOR_DF);
  struct cpu before = vm->cpu;
  CHECK_EQ(deliver(vm, VECTOR_GP, 0), STEP_SHUTDOWN, "triple fault");
  CHECK_EQ(vm->control.deliveries, 0, "nothing was delivered");
  CHECK_EQ(vm->cpu.eip, before.eip, "EIP");
  CHECK_EQ(vm->cpu.gpr[ESP], before.gpr[ESP], "ESP");

  vm = protected_machine(0);
  remove_gate(vm, VECTOR_GP);
  CHECK_EQ(deliver(vm, VECTOR_GP, 0), STEP_OK, "#GP without a gate is a double fault");
  CHECK_EQ(last(vm)->vector, VECTOR_DF, "#DF");
  remove_gate(vm, VECTOR_UD);
  CHECK_EQ(deliver(vm, VECTOR_UD, 0), STEP_OK, "#UD, #GP, #DF: each step counts from the one before");
  CHECK_EQ(last(vm)->vector, VECTOR_DF, "#DF");

  vm = real_machine();
  vm->cpu.idtr.limit = 8 * 4 + 3;
  CHECK_EQ(deliver(vm, VECTOR_GP, 0), STEP_OK, "real mode: vector 13 is past the table, 8 is not");
  CHECK_EQ(last(vm)->vector, VECTOR_DF, "#DF");
  CHECK_EQ(last(vm)->has_error, false, "no error code in real mode");
  vm->cpu.idtr.limit = 8 * 4 + 2;
  CHECK_EQ(deliver(vm, VECTOR_UD, 0), STEP_OK, "vector 6 is inside");
  vm->cpu.idtr.limit = 0;
  CHECK_EQ(deliver(vm, VECTOR_UD, 0), STEP_SHUTDOWN, "an empty table");
  vm = real_machine();
  vm->cpu.gpr[ESP] = 1;
  CHECK_EQ(deliver(vm, VECTOR_UD, 0), STEP_SHUTDOWN, "SP 1: no frame ever fits");
}

static void external(void) {
  struct vm *vm = protected_machine(0);
  vm->cpu.eflags |= FLAG_IF;
  CHECK_EQ(deliver_interrupt(vm, 0x20, false), STEP_OK, "INTR");
  CHECK_EQ(vm->cpu.eflags & FLAG_IF, 0, "interrupt gate");
  CHECK_EQ(last(vm)->vector, 0x20, "recorded");
  remove_gate(vm, 0x21);
  CHECK_EQ(deliver_interrupt(vm, 0x21, false), STEP_OK, "a missing gate");
  CHECK_EQ(last(vm)->vector, VECTOR_GP, "#GP");
  CHECK_EQ(last(vm)->error, 0x21 * 8 + 3, "IDT and EXT");
  CHECK_EQ(deliver_interrupt(vm, VECTOR_NMI, true), STEP_OK, "NMI");
  CHECK(vm->cpu.nmi_blocked, "no second NMI before IRET");
  vm->control.stop_at_exception = true;
  CHECK_EQ(deliver_interrupt(vm, 0x20, false), STEP_OK, "an interrupt is no exception");
  CHECK_EQ(deliver_interrupt(vm, 0x21, false), STEP_EXCEPTION, "its #GP is");
}

int main(void) {
  plain();
  contributory();
  page_faults();
  shutdown();
  external();
  return finish("exception");
}
