// IRET in every mode, and who may change which flag with it and with POPF: SDM Vol. 2, IRET and POPF; Vol. 3A, 20.2.
#include "../../conformance/testing/machine.h"

CALLER(try_iret, (struct vm * vm, unsigned bytes), interrupt_return(vm, bytes))
CALLER(try_popf, (struct vm * vm, uint32_t value, unsigned bytes), write_eflags_popf(vm, value, bytes))

enum { TARGET = 0x7000, ALL = 0x3FFFFF };

// What IRET of `bytes` at `cpl` with `privilege` may change: the manual's pseudo-code, flag by flag.
static uint32_t iret_mask(unsigned cpl, unsigned privilege, unsigned bytes) {
  uint32_t mask = FLAGS_ARITHMETIC | FLAG_TF | FLAG_DF | FLAG_NT;
  if (bytes == 4) mask |= FLAG_RF | FLAG_AC | FLAG_ID;
  if (cpl <= privilege) mask |= FLAG_IF;
  if (cpl == 0) mask |= FLAG_IOPL;
  return mask;
}

static void flags_and_rings(void) {
  for (unsigned bytes = 2; bytes <= 4; bytes += 2)
    for (unsigned cpl = 0; cpl < 4; cpl++)
      for (unsigned rpl = 0; rpl < 4; rpl++)
        for (unsigned privilege = 0; privilege < 4; privilege++)
          for (unsigned set = 0; set < 2; set++) {
            struct vm *vm = protected_machine(cpl);
            uint32_t esp = vm->cpu.gpr[ESP], image = set ? ALL & ~(uint32_t)FLAG_VM : 0;
            if (!set) vm->cpu.eflags |= model_eflags(MODEL_DEFAULT) & ~(FLAG_VM | FLAG_NT | FLAG_IOPL);
            vm->cpu.eflags |= privilege << 12;
            uint32_t before = vm->cpu.eflags;
            put(vm, esp, bytes, TARGET);
            put(vm, esp + bytes, bytes, code_selector(rpl));
            put(vm, esp + 2 * bytes, bytes, image);
            put(vm, esp + 3 * bytes, bytes, 0x9000);
            put(vm, esp + 4 * bytes, bytes, data_selector(rpl));
            struct fault is = try_iret(vm, bytes);
            if (rpl < cpl) {
              CHECK_FAULT(is, VECTOR_GP, code_selector(rpl) & 0xFFFC, "to an inner ring");
              continue;
            }
            CHECK_OK(is, "cpl %u rpl %u", cpl, rpl);
            uint32_t mask = iret_mask(cpl, privilege, bytes);
            CHECK_EQ(vm->cpu.eflags, (before & ~mask) | (image & mask) | FLAG_ONE, "cpl %u iopl %u bytes %u", cpl, privilege, bytes);
            CHECK_EQ(vm->cpu.cpl, rpl, "CPL");
            CHECK_EQ(vm->cpu.gpr[ESP], rpl == cpl ? esp + 3 * bytes : 0x9000, "ESP");
            CHECK_EQ(vm->cpu.eip, TARGET, "EIP");
          }
}

static void to_v86(void) {
  struct vm *vm = protected_machine(0);
  uint32_t esp = vm->cpu.gpr[ESP];
  uint32_t frame[] = {0x123, 0xFFFF0500, FLAG_VM | FLAG_IF | 0x3000 | FLAG_CF, 0xABCD7000, 0x800, 0x700, 0x710, 0x720, 0x730};
  for (unsigned i = 0; i < ARRAY_LENGTH(frame); i++) put(vm, esp + 4 * i, 4, frame[i]);
  struct cpu start = vm->cpu;
  CHECK_OK(try_iret(vm, 4), "to V86 mode");
  static const uint16_t selectors[] = {0x700, 0x500, 0x800, 0x710, 0x720, 0x730};
  for (unsigned s = ES; s <= GS; s++) {
    CHECK_EQ(vm->cpu.segment[s].selector, selectors[s], "segment %u", s);
    CHECK_EQ(vm->cpu.segment[s].base, selectors[s] * 16, "base %u", s);
    CHECK_EQ(vm->cpu.segment[s].limit, 0xFFFF, "limit %u", s);
    CHECK_EQ(vm->cpu.segment[s].attributes, 0xF3, "rights %u", s);
  }
  CHECK_EQ(vm->cpu.cpl, 3, "CPL");
  CHECK_EQ(vm->cpu.eip, 0x123, "EIP");
  CHECK_EQ(vm->cpu.gpr[ESP], 0xABCD7000, "all of ESP");
  CHECK_EQ(vm->cpu.eflags, FLAG_VM | FLAG_IF | 0x3000 | FLAG_CF | FLAG_ONE, "EFLAGS");
  vm->cpu = start;
  put(vm, esp, 4, 0x10000);
  CHECK_FAULT(try_iret(vm, 4), VECTOR_GP, 0, "EIP past 64 KiB");
  put(vm, esp, 4, 0x123);
  vm->cpu.segment[SS].limit = esp + 35;
  CHECK_OK(try_iret(vm, 4), "36 bytes on the stack");
  vm->cpu = start;
  vm->cpu.segment[SS].limit = esp + 34;
  CHECK_FAULT(try_iret(vm, 4), VECTOR_SS, 0, "GS's slot is over the limit");
  vm = protected_machine(1);
  esp = vm->cpu.gpr[ESP];
  put(vm, esp, 4, TARGET);
  put(vm, esp + 4, 4, code_selector(1));
  put(vm, esp + 8, 4, FLAG_VM);
  CHECK_OK(try_iret(vm, 4), "at CPL 1");
  CHECK_EQ(vm->cpu.eflags & FLAG_VM, 0, "VM in the image means nothing");
}

static void in_v86(void) {
  for (unsigned bytes = 2; bytes <= 4; bytes += 2)
    for (unsigned privilege = 0; privilege < 4; privilege++) {
      struct vm *vm = v86_machine(privilege);
      put(vm, 0x8000 + 0x7000, bytes, 0x200);
      put(vm, 0x8000 + 0x7000 + bytes, bytes, 0x600);
      put(vm, 0x8000 + 0x7000 + 2 * bytes, bytes, FLAG_IF | FLAG_CF);
      struct fault is = try_iret(vm, bytes);
      if (privilege < 3) {
        CHECK_FAULT(is, VECTOR_GP, 0, "IOPL %u", privilege);
        continue;
      }
      CHECK_OK(is, "IOPL 3");
      CHECK_EQ(vm->cpu.eflags, FLAG_VM | FLAG_IF | FLAG_CF | 0x3000 | FLAG_ONE, "VM and IOPL stay");
      CHECK_EQ(vm->cpu.segment[CS].base, 0x6000, "CS");
      CHECK_EQ(vm->cpu.gpr[ESP], 0x7000 + 3 * bytes, "SP");
    }
}

static void in_real_mode(void) {
  struct vm *vm = real_machine();
  put(vm, 0x8000, 4, TARGET);
  put(vm, 0x8004, 4, 0x600);
  put(vm, 0x8008, 4, ALL);
  CHECK_OK(try_iret(vm, 4), "iretd");
  CHECK_EQ(vm->cpu.eflags, 0x257FD5 | FLAG_ONE, "everything but VM, VIF, VIP");
  vm = real_machine();
  vm->cpu.eflags |= FLAG_AC | FLAG_ID;
  put(vm, 0x8000, 2, TARGET);
  put(vm, 0x8002, 2, 0x600);
  put(vm, 0x8004, 2, 0xFFFF);
  CHECK_OK(try_iret(vm, 2), "iret");
  CHECK_EQ(vm->cpu.eflags, FLAG_AC | FLAG_ID | 0x7FD7, "the upper half stays");
  vm = real_machine();
  put(vm, 0x8000, 4, 0x10000);
  CHECK_FAULT(try_iret(vm, 4), VECTOR_GP, 0, "EIP past the limit");
  vm->cpu.gpr[ESP] = 0xFFFB;
  CHECK_FAULT(try_iret(vm, 2), VECTOR_SS, 0, "FLAGS' slot is over the limit");
  vm->cpu.gpr[ESP] = 0xFFFA;
  CHECK_OK(try_iret(vm, 2), "the last six bytes");
  CHECK_EQ(vm->cpu.gpr[ESP], 0, "SP wraps: 16 bits of it");
}

static void popf(void) {
  for (unsigned bytes = 2; bytes <= 4; bytes += 2)
    for (unsigned mode = 0; mode < 6; mode++) // rings 0 to 3, real, V86
      for (unsigned privilege = 0; privilege < 4; privilege++)
        for (unsigned set = 0; set < 2; set++) {
          struct vm *vm = mode < 4 ? protected_machine(mode) : mode == 4 ? real_machine() : v86_machine(0);
          vm->cpu.eflags &= ~(uint32_t)FLAG_IOPL;
          if (!set) vm->cpu.eflags |= model_eflags(MODEL_DEFAULT) & ~(FLAG_VM | FLAG_IOPL | FLAG_RF);
          vm->cpu.eflags |= privilege << 12;
          uint32_t before = vm->cpu.eflags, value = set ? 0xFFFFFFFF : 0;
          struct fault is = try_popf(vm, value, bytes);
          if (mode == 5 && privilege < 3) {
            CHECK_FAULT(is, VECTOR_GP, 0, "V86 with IOPL %u", privilege);
            continue;
          }
          uint32_t mask = FLAGS_ARITHMETIC | FLAG_TF | FLAG_DF | FLAG_NT | (bytes == 4 ? FLAG_AC | FLAG_ID : 0);
          unsigned cpl = vm->cpu.cpl;
          if (mode == 0 || mode == 4) mask |= FLAG_IOPL | FLAG_IF;
          if (mode == 5 || (mode < 4 && cpl <= privilege)) mask |= FLAG_IF;
          CHECK_OK(is, "mode %u", mode);
          CHECK_EQ(vm->cpu.eflags, (before & ~mask) | (value & mask) | FLAG_ONE, "mode %u iopl %u bytes %u", mode, privilege, bytes);
        }
  struct vm *vm = real_machine();
  vm->cpu.model = MODEL_386;
  CHECK_OK(try_popf(vm, 0xFFFFFFFF, 4), "386");
  CHECK_EQ(vm->cpu.eflags & (FLAG_AC | FLAG_ID), 0, "a 386 has no AC and no ID");
}

static void nmi(void) {
  struct vm *vm = protected_machine(0);
  vm->cpu.nmi_blocked = true;
  put(vm, vm->cpu.gpr[ESP] + 4, 4, 0);
  CHECK_FAULT(try_iret(vm, 4), VECTOR_GP, 0, "an IRET that faults");
  CHECK(!vm->cpu.nmi_blocked, "unblocks NMI");
}

int main(void) {
  flags_and_rings();
  to_v86();
  in_v86();
  in_real_mode();
  popf();
  nmi();
  return finish("iret");
}
