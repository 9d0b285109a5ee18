// Interrupt and trap gates through all ring combinations, the IVT, V86 mode, error codes and what a handler finds on its stack.
// SDM Vol. 3A, 6.11 to 6.13, 20.1.4, 20.3.1; Vol. 2, INT n.
#include "../../conformance/testing/machine.h"

CALLER(try_interrupt, (struct vm * vm, uint8_t vector, bool has_error, uint32_t error, enum delivery delivery),
       interrupt(vm, vector, has_error, error, delivery))

enum { VECTOR = 0x40, HANDLER = 0x6400 };

static bool is_software(enum delivery d) {
  return d == DELIVER_INT_N || d == DELIVER_INT3;
}

// One accepted delivery: where it went and what it pushed.
static void check_entry(struct vm *vm, const struct cpu *before, unsigned ring, uint16_t selector, unsigned bytes, bool trap,
                        enum delivery delivery, bool has_error) {
  const struct cpu *cpu = &vm->cpu;
  bool inner = ring < before->cpl;
  CHECK_EQ(cpu->cpl, ring, "CPL");
  CHECK_EQ(cpu->segment[CS].selector, (selector & ~3) | ring, "CS has RPL = CPL");
  CHECK_EQ(cpu->eip, HANDLER, "EIP");
  uint32_t cleared = FLAG_TF | FLAG_NT | FLAG_RF | FLAG_VM | (trap ? 0 : FLAG_IF);
  CHECK_EQ(cpu->eflags, before->eflags & ~cleared, "EFLAGS in the handler");
  CHECK_EQ(cpu->segment[SS].selector, inner ? data_selector(ring) : before->segment[SS].selector, "SS");
  uint32_t top = inner ? RING_STACK + RING_STACK_BYTES * (ring + 1) : before->gpr[ESP];
  unsigned pushes = 3 + (inner ? 2 : 0) + has_error;
  CHECK_EQ(cpu->gpr[ESP], top - pushes * bytes, "ESP");
  uint32_t mask = bytes == 2 ? 0xFFFF : 0xFFFFFFFF;
  uint32_t image = before->eflags & ~FLAG_RF;
  if (delivery == DELIVER_FAULT) image = before->eflags | FLAG_RF;
  if (delivery == DELIVER_EXTERNAL) image = before->eflags;
  uint32_t want[6];
  unsigned n = 0;
  if (inner) want[n++] = before->segment[SS].selector, want[n++] = before->gpr[ESP];
  want[n++] = image, want[n++] = before->segment[CS].selector, want[n++] = before->eip;
  if (has_error) want[n++] = 0x1230;
  for (unsigned i = 0; i < n; i++) CHECK_EQ(get(vm, top - (i + 1) * bytes, bytes), want[i] & mask, "push %u", i);
}

static void rings(void) {
  static const uint8_t types[] = {TYPE_INTERRUPT_GATE16, TYPE_TRAP_GATE16, TYPE_INTERRUPT_GATE32, TYPE_TRAP_GATE32};
  for (unsigned cpl = 0; cpl < 4; cpl++)
    for (unsigned dpl = 0; dpl < 4; dpl++)
      for (unsigned conforming = 0; conforming < 2; conforming++)
        for (unsigned gate_dpl = 0; gate_dpl < 4; gate_dpl++)
          for (unsigned t = 0; t < ARRAY_LENGTH(types); t++)
            for (enum delivery delivery = DELIVER_FAULT; delivery <= DELIVER_ICEBP; delivery++) {
              struct vm *vm = protected_machine(cpl);
              uint16_t selector = slot_selector(SLOT_FREE, 3); // a gate's RPL does not count
              put_gdt(vm, SLOT_FREE, make_descriptor(0, 0xFFFFF, (conforming ? ACCESS_CONFORMING : ACCESS_CODE) | dpl << 5, FLAT));
              put_descriptor(vm, IDT_BASE, VECTOR, make_gate(selector, HANDLER, 0x80 | gate_dpl << 5 | types[t], 0));
              vm->cpu.eflags |= FLAG_IF | FLAG_TF | FLAG_NT | FLAG_CF | FLAG_RF | FLAG_AC | FLAG_ID;
              struct cpu before = vm->cpu;
              uint32_t ext = is_software(delivery) ? 0 : 1;
              bool has_error = delivery == DELIVER_FAULT;
              struct fault want = no_fault;
              if (is_software(delivery) && gate_dpl < cpl)
                want = (struct fault){VECTOR_GP, VECTOR * 8 + 2};
              else if (dpl > cpl)
                want = (struct fault){VECTOR_GP, (selector & 0xFFFC) | ext};
              struct fault is = try_interrupt(vm, VECTOR, has_error, 0x1230, delivery);
              CHECK_FAULT(is, want.vector, want.error, "cpl %u dpl %u conforming %u gate %u type %u delivery %u", cpl, dpl, conforming,
                          gate_dpl, types[t], delivery);
              if (want.vector >= 0) {
                CHECK_EQ(vm->control.deliveries, 0, "not recorded");
                continue;
              }
              check_entry(vm, &before, conforming ? cpl : dpl, selector, types[t] & GATE_32 ? 4 : 2, types[t] & 1, delivery, has_error);
              CHECK_EQ(vm->control.deliveries, 1, "recorded");
              CHECK_EQ(vm->control.delivered[0].eip, 0x5000, "with the pushed EIP");
              CHECK_EQ(gdt_access(vm, SLOT_FREE) & 1, 1, "accessed");
            }
}

static void bad_gates(void) {
  for (unsigned software = 0; software < 2; software++) {
    enum delivery delivery = software ? DELIVER_INT_N : DELIVER_FAULT;
    unsigned ext = !software, error = VECTOR * 8 + 2 + ext;
    struct vm *vm = protected_machine(0);
    for (unsigned access = 0; access < 256; access++) {
      unsigned type = access & 31;
      bool known = type == 5 || type == 6 || type == 7 || type == 14 || type == 15;
      if (known && (access & 0x80)) continue;
      put_descriptor(vm, IDT_BASE, VECTOR, make_gate(code_selector(0), HANDLER, access, 0));
      CHECK_FAULT(try_interrupt(vm, VECTOR, false, 0, delivery), known ? VECTOR_NP : VECTOR_GP, error, "gate access %#x", access);
    }
    vm->cpu.idtr.limit = VECTOR * 8 + 7;
    put_descriptor(vm, IDT_BASE, VECTOR, make_gate(code_selector(0), HANDLER, 0x8E, 0));
    CHECK_OK(try_interrupt(vm, VECTOR, false, 0, delivery), "the last byte of the gate is the table's last");
    vm->cpu.idtr.limit--;
    CHECK_FAULT(try_interrupt(vm, VECTOR, false, 0, delivery), VECTOR_GP, error, "past the IDT");

    vm = protected_machine(0);
    put_descriptor(vm, IDT_BASE, VECTOR, make_gate(3, HANDLER, 0x8E, 0));
    CHECK_FAULT(try_interrupt(vm, VECTOR, false, 0, delivery), VECTOR_GP, ext, "a null selector in the gate");
    put_descriptor(vm, IDT_BASE, VECTOR, make_gate(GDT_SLOTS * 8, HANDLER, 0x8E, 0));
    CHECK_FAULT(try_interrupt(vm, VECTOR, false, 0, delivery), VECTOR_GP, GDT_SLOTS * 8 + ext, "past the GDT");
    put_descriptor(vm, IDT_BASE, VECTOR, make_gate(data_selector(0), HANDLER, 0x8E, 0));
    CHECK_FAULT(try_interrupt(vm, VECTOR, false, 0, delivery), VECTOR_GP, data_selector(0) + ext, "not code");
    put_gdt(vm, SLOT_FREE, make_descriptor(0, 0xFFFFF, ACCESS_CODE & ~0x80, FLAT));
    put_descriptor(vm, IDT_BASE, VECTOR, make_gate(SLOT_FREE * 8, HANDLER, 0x8E, 0));
    CHECK_FAULT(try_interrupt(vm, VECTOR, false, 0, delivery), VECTOR_NP, SLOT_FREE * 8 + ext, "code not present");
    put_gdt(vm, SLOT_FREE, make_descriptor(0, HANDLER - 1, ACCESS_CODE, 4));
    CHECK_FAULT(try_interrupt(vm, VECTOR, false, 0, delivery), VECTOR_GP, ext, "the handler is past its limit");
  }
}

static void bad_stacks(void) {
  for (unsigned software = 0; software < 2; software++) {
    enum delivery delivery = software ? DELIVER_INT_N : DELIVER_EXTERNAL;
    unsigned ext = !software;
    struct vm *vm = protected_machine(3);
    put_descriptor(vm, IDT_BASE, VECTOR, make_gate(code_selector(0), HANDLER, 0xEE, 0));
    struct cpu start = vm->cpu;
    uint16_t selector = slot_selector(SLOT_FREE, 0);
    struct {
      const char *what;
      uint16_t ss;
      struct descriptor d;
      int vector;
      uint32_t error;
    } cases[] = {
        {"null", 0, {0, 0}, VECTOR_TS, 0},
        {"past the GDT", GDT_SLOTS * 8, {0, 0}, VECTOR_TS, GDT_SLOTS * 8},
        {"RPL", slot_selector(SLOT_FREE, 1), make_descriptor(0, 0xFFFFF, ACCESS_DATA, FLAT), VECTOR_TS, selector},
        {"DPL", selector, make_descriptor(0, 0xFFFFF, ACCESS_DATA | 0x20, FLAT), VECTOR_TS, selector},
        {"read-only", selector, make_descriptor(0, 0xFFFFF, ACCESS_DATA & ~2, FLAT), VECTOR_TS, selector},
        {"code", selector, make_descriptor(0, 0xFFFFF, ACCESS_CODE, FLAT), VECTOR_TS, selector},
        {"not present", selector, make_descriptor(0, 0xFFFFF, ACCESS_DATA & ~0x80, FLAT), VECTOR_SS, selector},
        {"too small", selector, make_descriptor(0, 0x1000, ACCESS_DATA, 4), VECTOR_SS, selector},
        {"room for four pushes of five", selector, make_descriptor(0, RING_STACK + RING_STACK_BYTES - 17, ACCESS_DATA | 4, 4), VECTOR_SS,
         selector},
        {"room for five", selector, make_descriptor(0, RING_STACK + RING_STACK_BYTES - 21, ACCESS_DATA | 4, 4), -1, 0},
    };
    for (unsigned i = 0; i < ARRAY_LENGTH(cases); i++) {
      vm->cpu = start;
      put_gdt(vm, SLOT_FREE, cases[i].d);
      put(vm, TSS_BASE + 8, 4, cases[i].ss);
      uint32_t error = cases[i].error | (cases[i].vector < 0 ? 0 : ext);
      put(vm, RING_STACK + RING_STACK_BYTES - 4, 4, 0xDEADBEEF);
      CHECK_FAULT(try_interrupt(vm, VECTOR, false, 0, delivery), cases[i].vector, error, "new SS: %s", cases[i].what);
      if (cases[i].vector >= 0) CHECK_EQ(get(vm, RING_STACK + RING_STACK_BYTES - 4, 4), 0xDEADBEEF, "nothing was pushed");
    }
    vm->cpu = start;
    put(vm, TSS_BASE + 8, 4, data_selector(0));
    vm->cpu.segment[TR].limit = 9; // ESP0 and SS0 end at byte 9
    CHECK_OK(try_interrupt(vm, VECTOR, false, 0, delivery), "the TSS reaches SS0");
    vm->cpu = start;
    vm->cpu.segment[TR].limit = 8;
    CHECK_FAULT(try_interrupt(vm, VECTOR, false, 0, delivery), VECTOR_TS, SLOT_TSS * 8 + ext, "the TSS is too small");

    vm = protected_machine(0); // same level
    vm->cpu.gpr[ESP] = 0x2000;
    vm->cpu.segment[SS] = segment_from_descriptor(slot_selector(SLOT_FREE, 0), make_descriptor(0, 0x1FF7, ACCESS_DATA | 4 | 1, 4));
    CHECK_FAULT(try_interrupt(vm, VECTOR, false, 0, delivery), VECTOR_SS, ext, "the present stack has room for two of three");
  }
}

static void tss16_stack(void) {
  struct vm *vm = protected_machine(3);
  vm->cpu.segment[TR] = segment_from_descriptor(slot_selector(SLOT_TSS_16, 0), make_descriptor(TSS_16, 0x2B, 0x83, 0));
  put(vm, TSS_16 + 2, 2, 0x9000);
  put(vm, TSS_16 + 4, 2, data_selector(0));
  put_descriptor(vm, IDT_BASE, VECTOR, make_gate(code_selector(0), HANDLER, 0xEE, 0));
  CHECK_OK(try_interrupt(vm, VECTOR, false, 0, DELIVER_INT_N), "stack from a 16-bit TSS");
  CHECK_EQ(vm->cpu.gpr[ESP], 0x9000 - 20, "SP0, zero-extended into a 32-bit stack segment");
}

static void small_stack_segment(void) {
  struct vm *vm = protected_machine(3);
  put_gdt(vm, SLOT_FREE, make_descriptor(0x8000, 0xFFFF, ACCESS_DATA, 0));
  put(vm, TSS_BASE + 4, 4, 0x12340004);
  put(vm, TSS_BASE + 8, 4, SLOT_FREE * 8);
  put_descriptor(vm, IDT_BASE, VECTOR, make_gate(code_selector(0), HANDLER, 0xEE, 0));
  vm->cpu.gpr[ESP] = 0xABCD1000;
  CHECK_OK(try_interrupt(vm, VECTOR, false, 0, DELIVER_INT_N), "a 16-bit inner stack wraps");
  CHECK_EQ(vm->cpu.gpr[ESP], 0xABCDFFF0, "SP alone is loaded");
  CHECK_EQ(get(vm, 0x8000, 4), data_selector(3), "SS below the wrap");
  CHECK_EQ(get(vm, 0x17FFC, 4), 0xABCD1000, "ESP above it");
}

static void from_v86(void) {
  for (unsigned privilege = 0; privilege < 4; privilege++)
    for (enum delivery delivery = DELIVER_FAULT; delivery <= DELIVER_ICEBP; delivery++) {
      struct vm *vm = v86_machine(privilege);
      put_descriptor(vm, IDT_BASE, VECTOR, make_gate(code_selector(0), HANDLER, 0xEE, 0));
      vm->cpu.eflags |= FLAG_IF | FLAG_TF;
      struct cpu before = vm->cpu;
      struct fault is = try_interrupt(vm, VECTOR, false, 0, delivery);
      if (delivery == DELIVER_INT_N && privilege < 3) {
        CHECK_FAULT(is, VECTOR_GP, 0, "INT n with IOPL %u", privilege);
        continue;
      }
      CHECK_OK(is, "IOPL %u delivery %u", privilege, delivery);
      CHECK_EQ(vm->cpu.cpl, 0, "ring 0");
      CHECK_EQ(vm->cpu.eflags & (FLAG_VM | FLAG_IF | FLAG_TF), 0, "out of V86 mode");
      uint32_t top = RING_STACK + RING_STACK_BYTES;
      uint32_t image = before.eflags | (delivery == DELIVER_FAULT ? FLAG_RF : 0);
      uint32_t want[] = {0x730, 0x720, 0x710, 0x700, 0x800, 0x7000, image, 0x500, 0x100}; // GS FS DS ES SS ESP EFLAGS CS EIP
      for (unsigned i = 0; i < ARRAY_LENGTH(want); i++) CHECK_EQ(get(vm, top - 4 * (i + 1), 4), want[i], "push %u", i);
      CHECK_EQ(vm->cpu.gpr[ESP], top - 36, "nine pushes");
      CHECK(!vm->cpu.segment[DS].attributes && !vm->cpu.segment[ES].attributes && !vm->cpu.segment[FS].attributes &&
                !vm->cpu.segment[GS].attributes && !vm->cpu.segment[DS].selector,
            "data segments are null");
    }
  struct vm *vm = v86_machine(3);
  put_descriptor(vm, IDT_BASE, VECTOR, make_gate(code_selector(0), HANDLER, 0x8E, 0));
  CHECK_FAULT(try_interrupt(vm, VECTOR, false, 0, DELIVER_INT_N), VECTOR_GP, VECTOR * 8 + 2, "the gate's DPL counts in V86 mode");
  put_descriptor(vm, IDT_BASE, VECTOR, make_gate(code_selector(1), HANDLER, 0xEE, 0));
  CHECK_FAULT(try_interrupt(vm, VECTOR, false, 0, DELIVER_INT_N), VECTOR_GP, code_selector(1) & 0xFFFC, "only ring 0 is entered from V86");
  put_gdt(vm, SLOT_FREE, make_descriptor(0, 0xFFFFF, ACCESS_CONFORMING, FLAT));
  put_descriptor(vm, IDT_BASE, VECTOR, make_gate(SLOT_FREE * 8, HANDLER, 0xEE, 0));
  CHECK_FAULT(try_interrupt(vm, VECTOR, false, 0, DELIVER_INT_N), VECTOR_GP, SLOT_FREE * 8, "no conforming segment from V86");
}

static void real_mode_delivery(void) {
  struct vm *vm = real_machine();
  vm->cpu.eflags |= FLAG_IF | FLAG_TF | FLAG_AC | FLAG_NT | FLAG_CF;
  vm->cpu.segment[CS].selector = 0x1234;
  CHECK_OK(try_interrupt(vm, 0x21, true, 0x55, DELIVER_INT_N), "through the IVT");
  CHECK_EQ(vm->cpu.segment[CS].base, 0x1000, "CS");
  CHECK_EQ(vm->cpu.eip, 0x210, "IP");
  CHECK_EQ(vm->cpu.gpr[ESP], 0x8000 - 6, "no error code");
  CHECK_EQ(get(vm, 0x7FFA, 2), 0x1000, "IP");
  CHECK_EQ(get(vm, 0x7FFC, 2), 0x1234, "CS");
  CHECK_EQ(get(vm, 0x7FFE, 2), (FLAG_ONE | FLAG_IF | FLAG_TF | FLAG_NT | FLAG_CF), "FLAGS");
  CHECK_EQ(vm->cpu.eflags, FLAG_ONE | FLAG_NT | FLAG_CF, "IF, TF and AC are cleared, NT is not");
  vm->cpu.idtr.limit = 0x21 * 4 + 3;
  CHECK_OK(try_interrupt(vm, 0x21, false, 0, DELIVER_INT_N), "the table's last byte");
  vm->cpu.idtr.limit--;
  CHECK_FAULT(try_interrupt(vm, 0x21, false, 0, DELIVER_INT_N), VECTOR_GP, 0, "past the table");
  for (unsigned sp = 1; sp < 7; sp++) {
    vm = real_machine();
    vm->cpu.gpr[ESP] = sp;
    CHECK_FAULT(try_interrupt(vm, 0x21, false, 0, DELIVER_INT_N), sp == 1 || sp == 3 || sp == 5 ? VECTOR_SS : -1, 0, "SP %u", sp);
  }
}

static void debug_exception(void) {
  struct vm *vm = protected_machine(0);
  vm->cpu.dr[7] = DR7_GD | DR7_FIXED;
  CHECK_OK(try_interrupt(vm, VECTOR_DB, false, 0, DELIVER_FAULT), "#DB");
  CHECK_EQ(vm->cpu.dr[7], DR7_FIXED, "GD is cleared for the handler");
  CHECK_EQ(get(vm, vm->cpu.gpr[ESP] + 8, 4), FLAG_ONE, "no RF");
  vm = protected_machine(0);
  vm->cpu.dr[7] = DR7_GD;
  CHECK_OK(try_interrupt(vm, VECTOR_DB, false, 0, DELIVER_INT_N), "INT 1");
  CHECK_EQ(vm->cpu.dr[7], DR7_GD, "is not a debug exception");
}

int main(void) {
  rings();
  bad_gates();
  bad_stacks();
  tss16_stack();
  small_stack_segment();
  from_v86();
  real_mode_delivery();
  debug_exception();
  return finish("interrupt");
}
