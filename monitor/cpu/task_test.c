// Task switches: SDM Vol. 3A, 7.2, 7.3 and tables 7-1 and 7-2.
#include "../../conformance/testing/machine.h"

CALLER(try_jump, (struct vm * vm, uint16_t selector), far_jump(vm, selector, 0, 4))
CALLER(try_call, (struct vm * vm, uint16_t selector), far_call(vm, selector, 0, 4))
CALLER(try_iret, (struct vm * vm), interrupt_return(vm, 4))
CALLER(try_interrupt, (struct vm * vm, uint8_t vector, bool has_error, uint32_t error, enum delivery delivery),
       interrupt(vm, vector, has_error, error, delivery))

enum { NEW_EIP = 0x7123, NEW_ESP = 0x9000, NEW_FLAGS = FLAG_ONE | FLAG_CF | FLAG_IF };
static const uint16_t other = SLOT_TSS_OTHER * 8, other16 = SLOT_TSS_16 * 8, current = SLOT_TSS * 8;

static void put_task32(struct vm *vm, unsigned ring) {
  put(vm, TSS_OTHER + 0x20, 4, NEW_EIP);
  put(vm, TSS_OTHER + 0x24, 4, NEW_FLAGS);
  for (unsigned r = 0; r < GPRS; r++) put(vm, TSS_OTHER + 0x28 + 4 * r, 4, 0x11110000 + r);
  put(vm, TSS_OTHER + 0x38, 4, NEW_ESP);
  for (unsigned s = 0; s < 6; s++) put(vm, TSS_OTHER + 0x48 + 4 * s, 2, s == CS ? code_selector(ring) : data_selector(ring));
}

static void put_task16(struct vm *vm) {
  put(vm, TSS_16 + 0x0E, 2, NEW_EIP);
  put(vm, TSS_16 + 0x10, 2, NEW_FLAGS);
  for (unsigned r = 0; r < GPRS; r++) put(vm, TSS_16 + 0x12 + 2 * r, 2, 0x2200 + r);
  for (unsigned s = 0; s < 4; s++) put(vm, TSS_16 + 0x22 + 2 * s, 2, s == CS ? code_selector(0) : data_selector(0));
}

static struct vm *machine(unsigned ring) {
  struct vm *vm = protected_machine(ring);
  put_task32(vm, 0);
  put_task16(vm);
  for (unsigned slot = SLOT_TSS_OTHER; slot <= SLOT_TSS_16; slot++) {
    uint32_t at = GDT_BASE + slot * 8 + 5;
    put(vm, at, 1, get(vm, at, 1) | 0x60); // DPL 3
  }
  vm->cpu.gpr[EAX] = 0xEA, vm->cpu.gpr[EDI] = 0xED1;
  return vm;
}

static unsigned busy(struct vm *vm, unsigned slot) {
  return gdt_access(vm, slot) >> 1 & 1;
}

static void check_saved(struct vm *vm, const struct cpu *before, uint32_t eflags) {
  CHECK_EQ(get(vm, TSS_BASE + 0x20, 4), before->eip, "saved EIP");
  CHECK_EQ(get(vm, TSS_BASE + 0x24, 4), eflags, "saved EFLAGS");
  for (unsigned r = 0; r < GPRS; r++) CHECK_EQ(get(vm, TSS_BASE + 0x28 + 4 * r, 4), before->gpr[r], "saved register %u", r);
  for (unsigned s = 0; s < 6; s++) CHECK_EQ(get(vm, TSS_BASE + 0x48 + 4 * s, 2), before->segment[s].selector, "saved selector %u", s);
}

static void switches(void) {
  for (unsigned ring = 0; ring < 4; ring++) {
    struct vm *vm = machine(ring);
    vm->cpu.eflags |= FLAG_NT;
    vm->cpu.dr[7] = 0x3FF;
    struct cpu before = vm->cpu;
    put(vm, TSS_OTHER, 2, 0x7777);
    CHECK_OK(try_jump(vm, other), "jmp");
    check_saved(vm, &before, before.eflags);
    CHECK_EQ(vm->cpu.segment[TR].selector, other, "TR");
    CHECK_EQ(vm->cpu.segment[TR].attributes & 0x1F, TYPE_TSS32_BUSY, "busy in TR");
    CHECK_EQ(busy(vm, SLOT_TSS), 0, "jmp: the old task is not busy");
    CHECK_EQ(busy(vm, SLOT_TSS_OTHER), 1, "the new one is");
    CHECK_EQ(get(vm, TSS_OTHER, 2), 0x7777, "jmp writes no link");
    CHECK_EQ(vm->cpu.eflags, NEW_FLAGS, "NT is the new task's");
    CHECK_EQ(vm->cpu.cr0 & CR0_TS, CR0_TS, "TS");
    CHECK_EQ(vm->cpu.dr[7], 0x2AA, "local breakpoints are off");
    CHECK_EQ(vm->cpu.cpl, 0, "CPL");
    CHECK_EQ(vm->cpu.eip, NEW_EIP, "EIP");
    CHECK_EQ(vm->cpu.gpr[EDI], 0x11110007, "EDI");
    CHECK_EQ(vm->cpu.gpr[ESP], NEW_ESP, "ESP");
    CHECK_EQ(vm->cpu.segment[FS].selector, data_selector(0), "FS");
    CHECK_EQ(vm->cpu.segment[FS].limit, 0xFFFFFFFF, "with its descriptor");

    vm = machine(ring);
    vm->cpu.eflags |= FLAG_NT;
    before = vm->cpu;
    CHECK_OK(try_call(vm, other), "call");
    check_saved(vm, &before, before.eflags);
    CHECK_EQ(busy(vm, SLOT_TSS), 1, "call: the old task stays busy");
    CHECK_EQ(busy(vm, SLOT_TSS_OTHER), 1, "so is the new one");
    CHECK_EQ(get(vm, TSS_OTHER, 2), current, "the link");
    CHECK_EQ(vm->cpu.eflags, NEW_FLAGS | FLAG_NT, "NT is set");
    CHECK_EQ(vm->cpu.gpr[ESP], NEW_ESP, "nothing is pushed");

    struct cpu inner = vm->cpu;
    CHECK_OK(try_iret(vm), "iret with NT");
    CHECK_EQ(vm->cpu.segment[TR].selector, current, "back");
    CHECK_EQ(busy(vm, SLOT_TSS), 1, "the old task is still busy");
    CHECK_EQ(busy(vm, SLOT_TSS_OTHER), 0, "the nested one is not");
    CHECK_EQ(get(vm, TSS_OTHER + 0x24, 4), inner.eflags & ~FLAG_NT, "NT is clear in what was saved");
    CHECK_EQ(vm->cpu.eflags, before.eflags, "EFLAGS of the outer task");
    CHECK_EQ(vm->cpu.cpl, ring, "its ring");
    CHECK_EQ(vm->cpu.gpr[EAX], 0xEA, "its registers");
  }
}

static void sixteen_bit_task(void) {
  struct vm *vm = machine(0);
  CHECK_OK(try_call(vm, other16), "call");
  CHECK_EQ(get(vm, TSS_16, 2), current, "link");
  CHECK_EQ(vm->cpu.eip, NEW_EIP, "IP");
  CHECK_EQ(vm->cpu.gpr[ECX] & 0xFFFF, 0x2201, "CX");
  CHECK_EQ(vm->cpu.segment[FS].selector, 0, "FS is null");
  CHECK_EQ(vm->cpu.segment[DS].selector, data_selector(0), "DS");
  vm->cpu.gpr[EDI] = 0xABCD1234;
  CHECK_OK(try_iret(vm), "and back");
  CHECK_EQ(get(vm, TSS_16 + 0x20, 2), 0x1234, "DI saved");
  CHECK_EQ(get(vm, TSS_16 + 0x22, 2), data_selector(0), "ES after it, not the upper half of EDI");
  CHECK_EQ(vm->cpu.gpr[EDI], 0xED1, "EDI of the outer task");
}

static void to_v86_task(void) {
  struct vm *vm = machine(0);
  put(vm, TSS_OTHER + 0x24, 4, NEW_FLAGS | FLAG_VM);
  for (unsigned s = 0; s < 6; s++) put(vm, TSS_OTHER + 0x48 + 4 * s, 2, 0x1000 + s);
  CHECK_OK(try_jump(vm, other), "a V86 task");
  CHECK_EQ(vm->cpu.cpl, 3, "CPL");
  for (unsigned s = 0; s < 6; s++) CHECK_EQ(vm->cpu.segment[s].base, (0x1000 + s) * 16, "base %u", s);
}

// Before the commit: the old task goes on as if nothing had happened.
static void refused(void) {
  struct {
    const char *what;
    struct descriptor d;
    int vector;
  } cases[] = {
      {"busy", make_descriptor(TSS_OTHER, 0x67, 0xEB, 0), VECTOR_GP},
      {"not present", make_descriptor(TSS_OTHER, 0x67, 0x69, 0), VECTOR_NP},
      {"too small", make_descriptor(TSS_OTHER, 0x66, 0xE9, 0), VECTOR_TS},
      {"16-bit, too small", make_descriptor(TSS_OTHER, 0x2A, 0xE1, 0), VECTOR_TS},
  };
  for (unsigned i = 0; i < ARRAY_LENGTH(cases); i++) {
    struct vm *vm = machine(0);
    put_gdt(vm, SLOT_TSS_OTHER, cases[i].d);
    struct cpu before = vm->cpu;
    CHECK_FAULT(try_jump(vm, other), cases[i].vector, other, "%s", cases[i].what);
    CHECK(!memcmp(&before, &vm->cpu, sizeof before), "nothing changed");
    CHECK_EQ(busy(vm, SLOT_TSS), 1, "the old task is busy");
  }
  struct vm *vm = machine(3);
  put_gdt(vm, SLOT_TSS_OTHER, make_descriptor(TSS_OTHER, 0x67, 0xC9, 0)); // DPL 2
  CHECK_FAULT(try_jump(vm, other), VECTOR_GP, other, "DPL < CPL");
  vm = machine(0);
  put_gdt(vm, SLOT_TSS_OTHER, make_descriptor(TSS_OTHER, 0x67, 0xC9, 0));
  CHECK_FAULT(try_jump(vm, other | 3), VECTOR_GP, other, "DPL < RPL");
  vm->cpu.segment[TR].limit = 0x5E;
  CHECK_FAULT(try_jump(vm, other), VECTOR_TS, current, "the old TSS cannot hold the state");
}

static void iret_links(void) {
  struct {
    uint16_t link;
    struct descriptor d;
    int vector;
    uint32_t error;
  } cases[] = {
      {0, {0, 0}, VECTOR_TS, 0},
      {other | 4, {0, 0}, VECTOR_TS, other | 4},
      {GDT_SLOTS * 8, {0, 0}, VECTOR_TS, GDT_SLOTS * 8},
      {other, make_descriptor(TSS_OTHER, 0x67, 0x89, 0), VECTOR_TS, other}, // not busy
      {other, make_descriptor(TSS_OTHER, 0x67, 0x82, 0), VECTOR_TS, other}, // not a TSS
      {other, make_descriptor(TSS_OTHER, 0x67, 0x0B, 0), VECTOR_NP, other},
      {other, make_descriptor(TSS_OTHER, 0x67, 0x8B, 0), -1, 0},
  };
  for (unsigned i = 0; i < ARRAY_LENGTH(cases); i++) {
    struct vm *vm = machine(0);
    put(vm, TSS_BASE, 2, cases[i].link);
    put_gdt(vm, SLOT_TSS_OTHER, cases[i].d);
    vm->cpu.eflags |= FLAG_NT;
    CHECK_FAULT(try_iret(vm), cases[i].vector, cases[i].error, "link %#x", cases[i].link);
  }
}

// After the commit: the fault is the new task's.
static void in_the_new_task(void) {
  enum { SPARE = SLOT_FREE * 8 };
  struct {
    const char *what;
    unsigned field; // of the TSS
    uint16_t selector;
    struct descriptor d;
    int vector;
    uint32_t error;
  } cases[] = {
      {"LDT in an LDT", 0x60, SPARE | 4, {0, 0}, VECTOR_TS, SPARE | 4},
      {"LDT of another type", 0x60, SPARE, make_descriptor(0, 0xFF, 0x89, 0), VECTOR_TS, SPARE},
      {"LDT not present", 0x60, SPARE, make_descriptor(0, 0xFF, 0x02, 0), VECTOR_TS, SPARE},
      {"CS null", 0x4C, 0, {0, 0}, VECTOR_TS, 0},
      {"CS is data", 0x4C, SPARE, make_descriptor(0, 0xFFFFF, 0x92, FLAT), VECTOR_TS, SPARE},
      {"CS DPL", 0x4C, SPARE, make_descriptor(0, 0xFFFFF, 0xFA, FLAT), VECTOR_TS, SPARE},
      {"CS not present", 0x4C, SPARE, make_descriptor(0, 0xFFFFF, 0x1A, FLAT), VECTOR_NP, SPARE},
      {"SS null", 0x50, 0, {0, 0}, VECTOR_TS, 0},
      {"SS read-only", 0x50, SPARE, make_descriptor(0, 0xFFFFF, 0x90, FLAT), VECTOR_TS, SPARE},
      {"SS RPL", 0x50, SPARE | 1, make_descriptor(0, 0xFFFFF, 0x92, FLAT), VECTOR_TS, SPARE},
      {"SS DPL", 0x50, SPARE, make_descriptor(0, 0xFFFFF, 0xB2, FLAT), VECTOR_TS, SPARE},
      {"SS not present", 0x50, SPARE, make_descriptor(0, 0xFFFFF, 0x12, FLAT), VECTOR_SS, SPARE},
      {"GS past the GDT", 0x5C, GDT_SLOTS * 8, {0, 0}, VECTOR_TS, GDT_SLOTS * 8},
      {"GS execute-only", 0x5C, SPARE, make_descriptor(0, 0xFFFFF, 0x98, FLAT), VECTOR_TS, SPARE},
      {"GS RPL", 0x5C, SPARE | 3, make_descriptor(0, 0xFFFFF, 0x92, FLAT), VECTOR_TS, SPARE},
      {"GS not present", 0x5C, SPARE, make_descriptor(0, 0xFFFFF, 0x12, FLAT), VECTOR_NP, SPARE},
      {"GS null", 0x5C, 0, {0, 0}, -1, 0},
  };
  for (unsigned i = 0; i < ARRAY_LENGTH(cases); i++)
    for (unsigned how = 0; how < 3; how++) { // call; a software interrupt and a fault through a task gate
      struct vm *vm = machine(0);
      put_gdt(vm, SLOT_FREE, cases[i].d);
      put(vm, TSS_OTHER + cases[i].field, 2, cases[i].selector);
      put_descriptor(vm, IDT_BASE, 0x40, make_gate(other, 0, 0x85, 0));
      struct fault is = how == 0   ? try_call(vm, other)
                        : how == 1 ? try_interrupt(vm, 0x40, false, 0, DELIVER_INT_N)
                                   : try_interrupt(vm, 0x40, false, 0, DELIVER_FAULT);
      uint32_t ext = how == 2 && cases[i].vector >= 0;
      CHECK_FAULT(is, cases[i].vector, cases[i].error | ext, "%s (%u)", cases[i].what, how);
      CHECK_EQ(vm->cpu.segment[TR].selector, other, "in the new task");
      CHECK_EQ(vm->cpu.eip, NEW_EIP, "at its first instruction");
      CHECK_EQ(busy(vm, SLOT_TSS_OTHER), 1, "which is busy");
      CHECK_EQ(get(vm, TSS_OTHER, 2), current, "and linked");
    }
  struct vm *vm = machine(0);
  put_gdt(vm, SLOT_FREE, make_descriptor(0, NEW_EIP - 1, 0x9A, 4));
  put(vm, TSS_OTHER + 0x4C, 2, SPARE);
  CHECK_FAULT(try_jump(vm, other), VECTOR_GP, 0, "EIP past the new CS");
  CHECK_EQ(vm->cpu.segment[CS].selector, SPARE, "in the new task");
}

static void through_task_gates(void) {
  struct vm *vm = machine(3);
  put_gdt(vm, SLOT_TSS_OTHER, make_descriptor(TSS_OTHER, 0x67, 0x89, 0)); // a gate makes the TSS's own DPL unimportant
  put_gdt(vm, SLOT_FREE, make_gate(other | 3, 0, 0xE5, 0));
  CHECK_OK(try_call(vm, SLOT_FREE * 8 | 3), "call through a task gate");
  CHECK_EQ(vm->cpu.segment[TR].selector & 0xFFFC, other, "TR");
  vm = machine(0);
  put_gdt(vm, SLOT_FREE, make_gate(other | 4, 0, 0xE5, 0));
  CHECK_FAULT(try_call(vm, SLOT_FREE * 8), VECTOR_GP, other | 4, "a TSS is in the GDT");
  put_gdt(vm, SLOT_FREE, make_gate(other, 0, 0x65, 0));
  CHECK_FAULT(try_jump(vm, SLOT_FREE * 8), VECTOR_NP, SLOT_FREE * 8, "gate not present");
  put_gdt(vm, SLOT_FREE, make_gate(data_selector(0), 0, 0xE5, 0));
  CHECK_FAULT(try_jump(vm, SLOT_FREE * 8), VECTOR_GP, data_selector(0), "not a TSS");

  vm = machine(3);
  put_descriptor(vm, IDT_BASE, VECTOR_GP, make_gate(other, 0, 0x85, 0));
  vm->exception = (struct exception){.vector = VECTOR_GP, .has_error = true, .error = 0x1234};
  struct cpu before = vm->cpu;
  CHECK_EQ(deliver_exception(vm), STEP_OK, "#GP through a task gate");
  CHECK_EQ(vm->cpu.gpr[ESP], NEW_ESP - 4, "the error code is on the new task's stack");
  CHECK_EQ(get(vm, NEW_ESP - 4, 4), 0x1234, "error code");
  check_saved(vm, &before, before.eflags | FLAG_RF);
  CHECK_EQ(vm->cpu.eflags, NEW_FLAGS | FLAG_NT, "NT; IF is the TSS's");
  CHECK_EQ(vm->control.delivered[0].eip, before.eip, "recorded");

  vm = machine(3);
  put_descriptor(vm, IDT_BASE, VECTOR_GP, make_gate(other16, 0, 0x85, 0));
  put_gdt(vm, SLOT_FREE, make_descriptor(0, 0xFFFF, ACCESS_DATA, 0));
  put(vm, TSS_16 + 0x26, 2, SLOT_FREE * 8); // a 16-bit stack: ESP has no upper half to speak of
  vm->exception = (struct exception){.vector = VECTOR_GP, .has_error = true, .error = 0x1234};
  CHECK_EQ(deliver_exception(vm), STEP_OK, "into a 16-bit task");
  CHECK_EQ(get(vm, vm->cpu.gpr[ESP] & 0xFFFF, 2), 0x1234, "a word");
}

static void trap_bit(void) {
  struct vm *vm = machine(0);
  put(vm, TSS_OTHER + 0x64, 1, 1);
  vm->cpu.eflags |= FLAG_TF;
  uint32_t before = vm->cpu.eflags;
  CHECK_OK(try_jump(vm, other), "to a task with T");
  CHECK(debug_traps(vm, before), "a debug trap is due");
  CHECK_EQ(vm->cpu.dr[6] & (DR6_BT | DR6_BS), DR6_BT, "BT, and no single-step for the old task's TF");
  CHECK_EQ(deliver_exception(vm), STEP_OK, "#DB");
  CHECK_EQ(vm->cpu.eip, 0x6000 + VECTOR_DB * 16, "before the new task's first instruction");
  CHECK_EQ(get(vm, vm->cpu.gpr[ESP], 4), NEW_EIP, "EIP");
}

static void failing_exception_task(void) {
  // #DF through a task gate is the way out of a broken stack.
  struct vm *vm = machine(0);
  put_descriptor(vm, IDT_BASE, VECTOR_DF, make_gate(other, 0, 0x85, 0));
  vm->cpu.segment[SS].limit = 0;
  vm->exception = (struct exception){.vector = VECTOR_GP, .has_error = true, .error = 0};
  CHECK_EQ(deliver_exception(vm), STEP_OK, "#GP, #SS, #DF");
  CHECK_EQ(vm->cpu.segment[TR].selector, other, "in the task");
  CHECK_EQ(get(vm, NEW_ESP - 4, 4), 0, "#DF's error code is 0");
  CHECK_EQ(vm->control.delivered[0].vector, VECTOR_DF, "recorded");
}

static void paged_tss(void) {
  struct vm *vm = machine(0);
  enum { DIRECTORY = 0x20000, TABLE = 0x21000, NEW_DIRECTORY = 0x22000 };
  put(vm, DIRECTORY, 4, TABLE | 7);
  put(vm, NEW_DIRECTORY, 4, TABLE | 7);
  for (unsigned i = 0; i < 256; i++) put(vm, TABLE + i * 4, 4, i << 12 | 7);
  vm->cpu.cr3 = DIRECTORY;
  vm->cpu.cr0 |= CR0_PG | CR0_WP;
  put(vm, TSS_OTHER + 0x1C, 4, NEW_DIRECTORY);
  put(vm, TABLE + 4 * (TSS_OTHER >> 12), 4, (TSS_OTHER & ~0xFFF) | 5); // read-only
  struct cpu before = vm->cpu;
  CHECK_FAULT(try_call(vm, other), VECTOR_PF, 3, "the old TSS cannot be written");
  CHECK_EQ(vm->cpu.eip, before.eip, "still in the old task");
  CHECK_EQ(vm->cpu.segment[TR].selector, current, "TR");
  put(vm, TABLE + 4 * (TSS_OTHER >> 12), 4, (TSS_OTHER & ~0xFFF) | 7);
  CHECK_OK(try_call(vm, other), "paged in");
  CHECK_EQ(vm->cpu.cr3, NEW_DIRECTORY, "CR3");
}

int main(void) {
  switches();
  sixteen_bit_task();
  to_v86_task();
  refused();
  iret_links();
  in_the_new_task();
  through_task_gates();
  trap_bit();
  failing_exception_task();
  paged_tss();
  return finish("task");
}
