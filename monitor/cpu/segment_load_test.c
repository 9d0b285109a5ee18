// Every descriptor type x DPL x P x CPL x RPL, loaded into SS and into a data segment: SDM Vol. 2, MOV, protected-mode exceptions.
#include "../../conformance/testing/machine.h"

CALLER(try_load, (struct vm * vm, unsigned segment, uint16_t selector), load_segment(vm, segment, selector))
CALLER(try_ldtr, (struct vm * vm, uint16_t selector), load_ldtr(vm, selector))
CALLER(try_tr, (struct vm * vm, uint16_t selector), load_task_register(vm, selector))

static struct fault expected_stack(unsigned access, unsigned cpl, unsigned rpl, uint16_t error) {
  unsigned dpl = access >> 5 & 3;
  bool writable_data = (access & 0x1A) == 0x12;
  if (rpl != cpl || dpl != cpl || !writable_data) return (struct fault){VECTOR_GP, error};
  return access & 0x80 ? no_fault : (struct fault){VECTOR_SS, error};
}

static struct fault expected_data(unsigned access, unsigned cpl, unsigned rpl, uint16_t error) {
  unsigned dpl = access >> 5 & 3;
  bool s = access & 0x10, code = access & 8, readable = !code || (access & 2), conforming = code && (access & 4);
  if (!s || !readable) return (struct fault){VECTOR_GP, error};
  if (!conforming && (rpl > dpl || cpl > dpl)) return (struct fault){VECTOR_GP, error};
  return access & 0x80 ? no_fault : (struct fault){VECTOR_NP, error};
}

static void every_descriptor(void) {
  for (unsigned cpl = 0; cpl < 4; cpl++) {
    struct vm *vm = protected_machine(cpl);
    for (unsigned access = 0; access < 256; access++) {
      for (unsigned rpl = 0; rpl < 4; rpl++) {
        uint16_t selector = slot_selector(SLOT_FREE, rpl);
        for (unsigned stack = 0; stack < 2; stack++) {
          unsigned segment = stack ? SS : FS;
          put_gdt(vm, SLOT_FREE, make_descriptor(0x12345678, 0xABCDE, access, 0xD));
          struct segment before = vm->cpu.segment[segment];
          struct fault want =
              stack ? expected_stack(access, cpl, rpl, selector & 0xFFFC) : expected_data(access, cpl, rpl, selector & 0xFFFC);
          struct fault is = try_load(vm, segment, selector);
          CHECK_FAULT(is, want.vector, want.error, "cpl %u access %#x rpl %u %s", cpl, access, rpl, stack ? "SS" : "FS");
          const struct segment *s = &vm->cpu.segment[segment];
          if (want.vector >= 0) {
            CHECK(!memcmp(s, &before, sizeof before), "a fault changes nothing");
            CHECK_EQ(gdt_access(vm, SLOT_FREE), access, "a fault does not mark the descriptor");
          } else {
            CHECK_EQ(s->selector, selector, "selector");
            CHECK_EQ(s->base, 0x12345678, "base");
            CHECK_EQ(s->limit, 0xABCDEFFF, "limit in bytes");
            CHECK_EQ(s->attributes, 0xD000 | access | 1, "attributes with the accessed bit");
            CHECK_EQ(gdt_access(vm, SLOT_FREE), access | 1, "the accessed bit in memory");
          }
          vm->cpu.segment[segment] = before;
        }
      }
    }
  }
}

static void null_selectors(void) {
  struct vm *vm = protected_machine(3);
  for (unsigned rpl = 0; rpl < 4; rpl++) {
    CHECK_OK(try_load(vm, GS, rpl), "a data segment may be null");
    CHECK_EQ(vm->cpu.segment[GS].selector, rpl, "the selector is kept");
    CHECK_EQ(vm->cpu.segment[GS].attributes, 0, "and cannot be used");
    CHECK_FAULT(try_load(vm, SS, rpl), VECTOR_GP, 0, "SS may not be null");
  }
}

static void table_limits(void) {
  struct vm *vm = protected_machine(0);
  vm->cpu.gdtr.limit = SLOT_FREE * 8 + 7;
  put_gdt(vm, SLOT_FREE, make_descriptor(0, 0xFFFFF, ACCESS_DATA, FLAT));
  CHECK_OK(try_load(vm, DS, slot_selector(SLOT_FREE, 0)), "the last byte of the descriptor is the last of the table");
  vm->cpu.gdtr.limit--;
  CHECK_FAULT(try_load(vm, DS, slot_selector(SLOT_FREE, 0)), VECTOR_GP, SLOT_FREE * 8, "one byte too few");
  CHECK_FAULT(try_load(vm, SS, slot_selector(SLOT_FREE, 0)), VECTOR_GP, SLOT_FREE * 8, "SS: #GP too");
  CHECK_FAULT(try_load(vm, DS, 4), VECTOR_GP, 4, "no LDT is loaded");
  CHECK_OK(try_ldtr(vm, slot_selector(SLOT_LDT, 0)), "lldt");
  put_descriptor(vm, LDT_BASE, 0, make_descriptor(0x5000, 0xFFF, ACCESS_DATA, 4));
  CHECK_OK(try_load(vm, DS, 4), "slot 0 of an LDT is not null");
  CHECK_EQ(vm->cpu.segment[DS].base, 0x5000, "from the LDT");
  CHECK_EQ(get(vm, LDT_BASE + 5, 1), ACCESS_DATA | 1, "accessed, in the LDT");
  CHECK_FAULT(try_load(vm, DS, 0x84), VECTOR_GP, 0x84, "past the LDT's limit");
}

static void system_segments(void) {
  struct vm *vm = protected_machine(0);
  CHECK_FAULT(try_ldtr(vm, 0x0C), VECTOR_GP, 0x0C, "an LDT's descriptor is in the GDT");
  CHECK_FAULT(try_ldtr(vm, code_selector(0)), VECTOR_GP, code_selector(0), "not an LDT");
  put_gdt(vm, SLOT_LDT, make_descriptor(LDT_BASE, 0x7F, 0x02, 0));
  CHECK_FAULT(try_ldtr(vm, slot_selector(SLOT_LDT, 0)), VECTOR_NP, SLOT_LDT * 8, "LDT not present");
  CHECK_OK(try_ldtr(vm, 3), "a null LDT");
  CHECK_EQ(vm->cpu.segment[LDTR].attributes, 0, "null");

  CHECK_FAULT(try_tr(vm, 0), VECTOR_GP, 0, "a null task register");
  CHECK_FAULT(try_tr(vm, slot_selector(SLOT_TSS, 0)), VECTOR_GP, SLOT_TSS * 8, "a busy TSS");
  CHECK_FAULT(try_tr(vm, slot_selector(SLOT_LDT, 0)), VECTOR_GP, SLOT_LDT * 8, "not a TSS");
  CHECK_OK(try_tr(vm, slot_selector(SLOT_TSS_16, 0)), "a 16-bit TSS");
  CHECK_EQ(gdt_access(vm, SLOT_TSS_16), 0x83, "busy in memory");
  CHECK_EQ(vm->cpu.segment[TR].attributes, 0x83, "busy in TR");
  put_gdt(vm, SLOT_TSS_OTHER, make_descriptor(TSS_OTHER, 0x67, 0x09, 0));
  CHECK_FAULT(try_tr(vm, slot_selector(SLOT_TSS_OTHER, 0)), VECTOR_NP, SLOT_TSS_OTHER * 8, "not present");
  CHECK_EQ(gdt_access(vm, SLOT_TSS_OTHER), 0x09, "and not busy");
}

static void real_and_v86(void) {
  struct vm *vm = real_machine();
  vm->cpu.segment[DS].limit = 0xFFFFFFFF; // "unreal"
  CHECK_OK(try_load(vm, DS, 0xF123), "real mode");
  CHECK_EQ(vm->cpu.segment[DS].base, 0xF1230, "16 times the selector");
  CHECK_EQ(vm->cpu.segment[DS].limit, 0xFFFFFFFF, "the limit stays");
  vm = v86_machine(3);
  vm->cpu.segment[DS].limit = 0xFFFFFFFF;
  CHECK_OK(try_load(vm, DS, 0xF123), "V86 mode");
  CHECK_EQ(vm->cpu.segment[DS].limit, 0xFFFF, "the limit is set");
  CHECK_EQ(vm->cpu.segment[DS].attributes, 0xF3, "DPL 3, writable");
}

static void questions(void) {
  for (unsigned cpl = 0; cpl < 4; cpl++) {
    struct vm *vm = protected_machine(cpl);
    for (unsigned access = 0; access < 256; access++) {
      put_gdt(vm, SLOT_FREE, make_descriptor(0, 0xABCDE, access, 0xC));
      for (unsigned rpl = 0; rpl < 4; rpl++) {
        uint16_t selector = slot_selector(SLOT_FREE, rpl);
        unsigned type = access & 15, dpl = access >> 5 & 3;
        bool s = access & 0x10, conforming = s && (type & 0xC) == 0xC;
        bool visible = conforming || (cpl <= dpl && rpl <= dpl);
        bool lar_type = s || (type >= 1 && type <= 5) || type == 9 || type == 11 || type == 12;
        bool lsl_type = s || (type >= 1 && type <= 3) || type == 9 || type == 11;
        uint32_t value = 0;
        CHECK_EQ(load_access_rights(vm, selector, &value), visible && lar_type, "lar %#x", access);
        if (visible && lar_type) CHECK_EQ(value, 0x00CA0000 | access << 8, "rights");
        CHECK_EQ(load_segment_limit(vm, selector, &value), visible && lsl_type, "lsl %#x", access);
        if (visible && lsl_type) CHECK_EQ(value, 0xABCDEFFF, "limit");
        CHECK_EQ(verify_segment(vm, selector, false), visible && s && (!(type & 8) || (type & 2)), "verr %#x", access);
        CHECK_EQ(verify_segment(vm, selector, true), visible && s && !(type & 8) && (type & 2), "verw %#x", access);
      }
    }
    uint32_t value;
    CHECK(!load_access_rights(vm, 0, &value) && !load_segment_limit(vm, 3, &value) && !verify_segment(vm, 0, false), "null");
    CHECK(!load_access_rights(vm, GDT_SLOTS * 8, &value), "past the table");
  }
}

int main(void) {
  every_descriptor();
  null_selectors();
  table_limits();
  system_segments();
  real_and_v86();
  questions();
  return finish("segment_load");
}
