// Far JMP, CALL and RET, directly and through call gates, over all rings: SDM Vol. 3A, 5.8; Vol. 2, JMP, CALL, RET.
#include "../../conformance/testing/machine.h"

CALLER(try_jump, (struct vm * vm, uint16_t selector, uint32_t offset, unsigned bytes), far_jump(vm, selector, offset, bytes))
CALLER(try_call, (struct vm * vm, uint16_t selector, uint32_t offset, unsigned bytes), far_call(vm, selector, offset, bytes))
CALLER(try_return, (struct vm * vm, unsigned bytes, uint16_t release), far_return(vm, bytes, release))

enum { TARGET = 0x7000, SLOT_GATE = SLOT_FREE + 1 };
static const uint16_t target = SLOT_FREE * 8, gate = SLOT_GATE * 8;

static struct fault transfer(struct vm *vm, bool call, uint16_t selector, uint32_t offset) {
  return call ? try_call(vm, selector, offset, 4) : try_jump(vm, selector, offset, 4);
}

static void direct(void) {
  for (unsigned call = 0; call < 2; call++)
    for (unsigned cpl = 0; cpl < 4; cpl++)
      for (unsigned access = 0x10; access < 0x100; access++) {
        if (!(access & 0x10)) continue;
        for (unsigned rpl = 0; rpl < 4; rpl++) {
          struct vm *vm = protected_machine(cpl);
          put_gdt(vm, SLOT_FREE, make_descriptor(0, 0xFFFFF, access, FLAT));
          unsigned dpl = access >> 5 & 3;
          bool code = access & 8, conforming = access & 4;
          struct fault want = no_fault;
          if (!code || (conforming ? dpl > cpl : rpl > cpl || dpl != cpl))
            want = (struct fault){VECTOR_GP, target};
          else if (!(access & 0x80))
            want = (struct fault){VECTOR_NP, target};
          uint32_t esp = vm->cpu.gpr[ESP];
          CHECK_FAULT(transfer(vm, call, target | rpl, TARGET), want.vector, want.error, "cpl %u access %#x rpl %u", cpl, access, rpl);
          if (want.vector >= 0) continue;
          CHECK_EQ(vm->cpu.cpl, cpl, "CPL never changes");
          CHECK_EQ(vm->cpu.segment[CS].selector, target | cpl, "RPL is CPL");
          CHECK_EQ(vm->cpu.eip, TARGET, "EIP");
          CHECK_EQ(vm->cpu.gpr[ESP], esp - (call ? 8 : 0), "ESP");
          if (!call) continue;
          CHECK_EQ(get(vm, esp - 4, 4), code_selector(cpl), "the old CS");
          CHECK_EQ(get(vm, esp - 8, 4), 0x5000, "the old EIP");
        }
      }
}

static void through_gates(void) {
  for (unsigned call = 0; call < 2; call++)
    for (unsigned cpl = 0; cpl < 4; cpl++)
      for (unsigned rpl = 0; rpl < 4; rpl++)
        for (unsigned gate_dpl = 0; gate_dpl < 4; gate_dpl++)
          for (unsigned dpl = 0; dpl < 4; dpl++)
            for (unsigned conforming = 0; conforming < 2; conforming++)
              for (unsigned wide = 0; wide < 2; wide++) {
                struct vm *vm = protected_machine(cpl);
                unsigned bytes = wide ? 4 : 2;
                put_gdt(vm, SLOT_FREE, make_descriptor(0, 0xFFFFF, (conforming ? ACCESS_CONFORMING : ACCESS_CODE) | dpl << 5, FLAT));
                put_gdt(vm, SLOT_GATE, make_gate(target | 3, TARGET | 0x10000, 0x84 | gate_dpl << 5 | (wide ? 8 : 0), 2));
                uint32_t esp = vm->cpu.gpr[ESP];
                put(vm, esp, 4, 0x44332211);
                put(vm, esp + 4, 4, 0x88776655);
                struct fault want = no_fault;
                if (gate_dpl < cpl || gate_dpl < rpl)
                  want = (struct fault){VECTOR_GP, gate};
                else if (call || conforming ? dpl > cpl : dpl != cpl)
                  want = (struct fault){VECTOR_GP, target};
                CHECK_FAULT(transfer(vm, call, gate | rpl, 0xFFFFFFFF), want.vector, want.error,
                            "call %u cpl %u rpl %u gate %u dpl %u conforming %u", call, cpl, rpl, gate_dpl, dpl, conforming);
                if (want.vector >= 0) continue;
                bool inner = call && !conforming && dpl < cpl;
                unsigned ring = inner ? dpl : cpl;
                CHECK_EQ(vm->cpu.cpl, ring, "CPL");
                CHECK_EQ(vm->cpu.segment[CS].selector, target | ring, "CS");
                CHECK_EQ(vm->cpu.eip, wide ? TARGET | 0x10000 : TARGET, "a 16-bit gate has 16 bits of offset");
                if (!call) {
                  CHECK_EQ(vm->cpu.gpr[ESP], esp, "JMP pushes nothing");
                } else if (!inner) {
                  CHECK_EQ(vm->cpu.gpr[ESP], esp - 2 * bytes, "CS and EIP, as wide as the gate");
                  CHECK_EQ(get(vm, esp - bytes, bytes), code_selector(cpl), "CS");
                } else {
                  uint32_t top = RING_STACK + RING_STACK_BYTES * (dpl + 1), mask = wide ? 0xFFFFFFFF : 0xFFFF;
                  uint32_t want_stack[] = {data_selector(cpl), esp,   wide ? 0x88776655 : 0x4433, wide ? 0x44332211 : 0x2211,
                                           code_selector(cpl), 0x5000};
                  CHECK_EQ(vm->cpu.gpr[ESP], top - 6 * bytes, "SS, ESP, two parameters, CS, EIP");
                  for (unsigned i = 0; i < 6; i++) CHECK_EQ(get(vm, top - (i + 1) * bytes, bytes), want_stack[i] & mask, "push %u", i);
                  CHECK_EQ(vm->cpu.segment[SS].selector, data_selector(dpl), "SS");
                }
              }
}

static void refused(void) {
  for (unsigned call = 0; call < 2; call++) {
    struct vm *vm = protected_machine(0);
    CHECK_FAULT(transfer(vm, call, 3, 0), VECTOR_GP, 0, "null");
    CHECK_FAULT(transfer(vm, call, GDT_SLOTS * 8 | 2, 0), VECTOR_GP, GDT_SLOTS * 8, "past the GDT");
    for (unsigned type = 0; type < 16; type++) {
      bool gate_type = type == TYPE_CALL_GATE16 || type == TYPE_CALL_GATE32 || type == TYPE_TASK_GATE;
      bool tss = type == TYPE_TSS16 || type == TYPE_TSS32;
      put_gdt(vm, SLOT_GATE, make_gate(target, TARGET, type, 0)); // not present
      int vector = gate_type || tss ? VECTOR_NP : VECTOR_GP;
      CHECK_FAULT(transfer(vm, call, gate, 0), vector, gate, "type %u, not present", type);
    }
    put_gdt(vm, SLOT_GATE, make_gate(3, TARGET, 0x8C, 0));
    CHECK_FAULT(transfer(vm, call, gate, 0), VECTOR_GP, 0, "a null selector in the gate");
    put_gdt(vm, SLOT_GATE, make_gate(data_selector(0), TARGET, 0x8C, 0));
    CHECK_FAULT(transfer(vm, call, gate, 0), VECTOR_GP, data_selector(0), "not code");
    put_gdt(vm, SLOT_FREE, make_descriptor(0, TARGET - 1, ACCESS_CODE, 4));
    put_gdt(vm, SLOT_GATE, make_gate(target, TARGET, 0x8C, 0));
    CHECK_FAULT(transfer(vm, call, gate, 0), VECTOR_GP, 0, "past the limit, by the gate");
    CHECK_FAULT(transfer(vm, call, target, TARGET), VECTOR_GP, 0, "past the limit, directly");
    CHECK_OK(transfer(vm, call, target, TARGET - 1), "at the limit");
    CHECK_EQ(gdt_access(vm, SLOT_FREE), ACCESS_CODE | 1, "accessed");
    vm->cpu.gpr[ESP] = 0x1000;
    CHECK_OK(try_jump(vm, code_selector(0), 0xFFFF1234, 2), "16 bits of operand");
    CHECK_EQ(vm->cpu.eip, 0x1234, "16 bits of EIP");
  }
  struct vm *vm = protected_machine(0);
  vm->cpu.segment[SS].limit = vm->cpu.gpr[ESP] - 5;
  uint32_t limit = vm->cpu.gpr[ESP] - 5;
  put(vm, limit, 4, 0xAAAAAAAA);
  CHECK_FAULT(try_call(vm, code_selector(0), TARGET, 4), VECTOR_SS, 0, "no room");
  vm = protected_machine(3);
  put_gdt(vm, SLOT_GATE, make_gate(code_selector(0), TARGET, 0xEC, 31));
  vm->cpu.segment[SS].limit = vm->cpu.gpr[ESP] + 31 * 4 - 2;
  CHECK_FAULT(try_call(vm, gate, 0, 4), VECTOR_SS, 0, "the last parameter is outside the caller's stack");
  vm->cpu.segment[SS].limit++;
  CHECK_OK(try_call(vm, gate, 0, 4), "31 parameters");
  CHECK_EQ(vm->cpu.gpr[ESP], RING_STACK + RING_STACK_BYTES - 35 * 4, "ESP");
  vm = protected_machine(3);
  put_gdt(vm, SLOT_GATE, make_gate(code_selector(0), TARGET, 0xEC, 0));
  put(vm, TSS_BASE + 8, 4, 0);
  CHECK_FAULT(try_call(vm, gate, 0, 4), VECTOR_TS, 0, "a null SS0");
  put(vm, TSS_BASE + 8, 4, data_selector(1));
  CHECK_FAULT(try_call(vm, gate, 0, 4), VECTOR_TS, data_selector(1) & 0xFFFC, "SS0 of another ring");
}

static void returns(void) {
  for (unsigned bytes = 2; bytes <= 4; bytes += 2)
    for (unsigned cpl = 0; cpl < 4; cpl++)
      for (unsigned access = 0; access < 0x100; access++)
        for (unsigned rpl = 0; rpl < 4; rpl++) {
          struct vm *vm = protected_machine(cpl);
          put_gdt(vm, SLOT_FREE, make_descriptor(0, 0xFFFFF, access, FLAT));
          uint32_t esp = vm->cpu.gpr[ESP];
          enum { RELEASE = 8 };
          put(vm, esp, bytes, TARGET);
          put(vm, esp + bytes, bytes, target | rpl);
          put(vm, esp + 2 * bytes + RELEASE, bytes, 0x9000);
          put(vm, esp + 3 * bytes + RELEASE, bytes, data_selector(rpl));
          // Data segments of ring 0 and 2, conforming code of ring 0: what an outer ring may not use becomes null.
          put_gdt(vm, SLOT_FREE + 2, make_descriptor(0, 0xFFFFF, ACCESS_CONFORMING, FLAT));
          vm->cpu.segment[ES] = gdt_segment(vm, data_selector(0));
          vm->cpu.segment[FS] = gdt_segment(vm, data_selector(2));
          vm->cpu.segment[GS] = gdt_segment(vm, (SLOT_FREE + 2) * 8);
          vm->cpu.segment[DS] = null_segment(3);
          unsigned dpl = access >> 5 & 3;
          bool code = (access & 0x18) == 0x18, conforming = access & 4;
          struct fault want = no_fault;
          if (!code || rpl < cpl || (conforming ? dpl > rpl : dpl != rpl))
            want = (struct fault){VECTOR_GP, target};
          else if (!(access & 0x80))
            want = (struct fault){VECTOR_NP, target};
          CHECK_FAULT(try_return(vm, bytes, RELEASE), want.vector, want.error, "cpl %u access %#x rpl %u", cpl, access, rpl);
          if (want.vector >= 0) continue;
          CHECK_EQ(vm->cpu.eip, TARGET, "EIP");
          CHECK_EQ(vm->cpu.cpl, rpl, "CPL");
          CHECK_EQ(vm->cpu.segment[CS].selector, target | rpl, "CS");
          if (rpl == cpl) {
            CHECK_EQ(vm->cpu.gpr[ESP], esp + 2 * bytes + RELEASE, "ESP");
            CHECK_EQ(vm->cpu.segment[ES].selector, data_selector(0), "ES stays");
            CHECK_EQ(vm->cpu.segment[DS].selector, 3, "so does the null DS");
            continue;
          }
          CHECK_EQ(vm->cpu.gpr[ESP], 0x9000 + RELEASE, "parameters are released from both stacks");
          CHECK_EQ(vm->cpu.segment[SS].selector, data_selector(rpl), "SS");
          CHECK_EQ(vm->cpu.segment[ES].selector, 0, "ES is of ring 0");
          CHECK_EQ(vm->cpu.segment[ES].attributes, 0, "null");
          CHECK_EQ(vm->cpu.segment[DS].selector, 0, "a null selector loses its RPL");
          CHECK_EQ(vm->cpu.segment[FS].selector, rpl > 2 ? 0 : data_selector(2), "FS is of ring 2");
          CHECK_EQ(vm->cpu.segment[GS].selector, (SLOT_FREE + 2) * 8, "conforming code stays");
        }
}

static void bad_returns(void) {
  struct vm *vm = protected_machine(0);
  uint32_t esp = vm->cpu.gpr[ESP];
  put(vm, esp, 4, TARGET);
  put(vm, esp + 4, 4, 0);
  CHECK_FAULT(try_return(vm, 4, 0), VECTOR_GP, 0, "a null CS");
  put(vm, esp + 4, 4, 0xABCD0000 | code_selector(0));
  CHECK_OK(try_return(vm, 4, 0), "the upper half of CS's slot is ignored");
  vm = protected_machine(0);
  put(vm, esp + 4, 4, code_selector(3));
  put(vm, esp + 8, 4, 0x9000);
  struct {
    uint16_t ss;
    int vector;
    uint32_t error;
  } stacks[] = {
      {0, VECTOR_GP, 0},
      {3, VECTOR_GP, 0},
      {GDT_SLOTS * 8 | 3, VECTOR_GP, GDT_SLOTS * 8},
      {data_selector(2), VECTOR_GP, data_selector(2) & 0xFFFC},
      {code_selector(3), VECTOR_GP, code_selector(3) & 0xFFFC},
      {(uint16_t)(data_selector(3) & ~3u), VECTOR_GP, data_selector(3) & 0xFFFC},
      {SLOT_FREE * 8 | 3, VECTOR_SS, SLOT_FREE * 8},
  };
  put_gdt(vm, SLOT_FREE, make_descriptor(0, 0xFFFFF, 0x72, FLAT));
  for (unsigned i = 0; i < ARRAY_LENGTH(stacks); i++) {
    put(vm, esp + 12, 4, stacks[i].ss);
    CHECK_FAULT(try_return(vm, 4, 0), stacks[i].vector, stacks[i].error, "outer SS %#x", stacks[i].ss);
  }
  put(vm, esp + 12, 4, data_selector(3));
  vm->cpu.segment[SS].limit = esp + 14;
  CHECK_FAULT(try_return(vm, 4, 0), VECTOR_SS, 0, "SS's slot is over the limit");
  vm->cpu.segment[SS].limit = esp + 6;
  CHECK_FAULT(try_return(vm, 4, 0), VECTOR_SS, 0, "CS's slot is over the limit");
}

static void sixteen_bit_outer_stack(void) {
  struct vm *vm = protected_machine(0);
  uint32_t esp = vm->cpu.gpr[ESP];
  put_gdt(vm, SLOT_FREE, make_descriptor(0, 0xFFFF, 0xF2, 0));
  put(vm, esp, 4, TARGET);
  put(vm, esp + 4, 4, code_selector(3));
  put(vm, esp + 8, 4, 0x12349000);
  put(vm, esp + 12, 4, SLOT_FREE * 8 | 3);
  CHECK_OK(try_return(vm, 4, 0), "to a 16-bit stack");
  CHECK_EQ(vm->cpu.gpr[ESP], (esp & 0xFFFF0000) | 0x9000, "the upper half of ESP is the inner one's");
}

static void real_mode_transfers(void) {
  struct vm *vm = real_machine();
  CHECK_OK(try_call(vm, 0x1234, 0x5678, 2), "call");
  CHECK_EQ(vm->cpu.segment[CS].base, 0x12340, "CS");
  CHECK_EQ(get(vm, 0x7FFC, 4), 0x00001000, "CS:IP pushed");
  CHECK_OK(try_return(vm, 2, 4), "ret 4");
  CHECK_EQ(vm->cpu.eip, 0x1000, "IP");
  CHECK_EQ(vm->cpu.gpr[ESP], 0x8004, "SP");
  CHECK_FAULT(try_jump(vm, 0, 0x10000, 4), VECTOR_GP, 0, "past 64 KiB");
  CHECK_FAULT(try_call(vm, 0, 0x10000, 4), VECTOR_GP, 0, "past 64 KiB");
  CHECK_EQ(vm->cpu.gpr[ESP], 0x8004, "SP stays");
}

int main(void) {
  direct();
  through_gates();
  refused();
  returns();
  bad_returns();
  sixteen_bit_outer_stack();
  real_mode_transfers();
  return finish("far");
}
