// One instruction at a time: traps, breakpoints, shadows, repetition, privilege, and what a fault leaves. The arithmetic itself is compared
// with the processor in silicon_test.c.
#include "../../conformance/testing/machine.h"
#include "emulate.h"

enum { CODE = 0x1000, DATA = 0x2000, STACK = 0x4000, NO_VECTOR = 255 };

// Flat 32-bit segments with `bytes` at CODE; exceptions end the step.
static struct vm *flat(unsigned cpl, const char *bytes, unsigned length) {
  struct vm *vm = test_vm(0x20000);
  struct cpu *cpu = &vm->cpu;
  for (unsigned i = ES; i <= GS; i++)
    cpu->segment[i] =
        (struct segment){.selector = (uint16_t)(0x10 | cpl), .attributes = (uint16_t)(0xC093 | cpl << 5), .limit = 0xFFFFFFFFu};
  cpu->segment[CS] = (struct segment){.selector = (uint16_t)(8 | cpl), .attributes = (uint16_t)(0xC09B | cpl << 5), .limit = 0xFFFFFFFFu};
  cpu->cr0 = CR0_PE | CR0_NE | CR0_ET;
  cpu->cr4 = CR4_OSFXSR | CR4_OSXMMEXCPT | CR4_DE;
  cpu->cpl = (uint8_t)cpl;
  cpu->eip = CODE;
  cpu->eflags = FLAG_ONE;
  cpu->gpr[ESP] = STACK;
  cpu->gpr[ESI] = cpu->gpr[EDI] = DATA;
  memcpy(vm->memory.ram + CODE, bytes, length);
  vm->control.stop_at_exception = true;
  return vm;
}
#define FLAT(cpl, bytes) flat(cpl, bytes, sizeof bytes - 1)

// The vector that the next instruction raises, or NO_VECTOR.
static unsigned step(struct vm *vm) {
  return interpret(vm) == STEP_EXCEPTION ? vm->exception.vector : NO_VECTOR;
}

static void single_step(void) {
  struct vm *vm = FLAT(0, "\x90\x90");
  vm->cpu.eflags |= FLAG_TF;
  CHECK_EQ(step(vm), VECTOR_DB, "after the first instruction");
  CHECK_EQ(vm->cpu.eip, CODE + 1, "it is a trap");
  CHECK(vm->cpu.dr[6] & DR6_BS, "DR6.BS");

  vm = FLAT(0, "\x9D\x90\x90"); // popf
  vm->memory.ram[STACK + 1] = FLAG_TF >> 8;
  CHECK_EQ(step(vm), NO_VECTOR, "popf that sets TF");
  CHECK_EQ(step(vm), VECTOR_DB, "the instruction after it");
  CHECK_EQ(vm->cpu.eip, CODE + 2, "trapped there");

  vm = FLAT(0, "\x9D"); // popf that clears TF
  vm->cpu.eflags |= FLAG_TF;
  CHECK_EQ(step(vm), VECTOR_DB, "TF was set when popf began");

  vm = FLAT(0, "\x8E\xD0\x90\x90"); // mov ss, ax
  struct descriptor data = {0x0000FFFF, 0x00CF9300};
  memcpy(vm->memory.ram + 0x8010, &data, 8);
  vm->cpu.gdtr = (struct table_register){0x8000, 0x1F};
  vm->cpu.gpr[EAX] = 0x10;
  vm->cpu.eflags |= FLAG_TF;
  CHECK_EQ(step(vm), NO_VECTOR, "mov ss holds the trap off");
  CHECK_EQ(vm->cpu.shadow, SHADOW_MOVSS, "shadow");
  CHECK_EQ(step(vm), VECTOR_DB, "until after the next");
  CHECK_EQ(vm->cpu.eip, CODE + 3, "instruction");
}

static void interrupt_shadow(void) {
  struct vm *vm = FLAT(0, "\xFB\x90\xFB");
  CHECK_EQ(step(vm), NO_VECTOR, "sti");
  CHECK_EQ(vm->cpu.shadow, SHADOW_STI, "its shadow");
  CHECK_EQ(step(vm), NO_VECTOR, "nop");
  CHECK_EQ(vm->cpu.shadow, SHADOW_NONE, "is over");
  CHECK_EQ(step(vm), NO_VECTOR, "sti with IF set");
  CHECK_EQ(vm->cpu.shadow, SHADOW_NONE, "has none");
}

static void breakpoints(void) {
  struct vm *vm = FLAT(0, "\x90\x90");
  vm->cpu.dr[0] = CODE;
  vm->cpu.dr[7] = 1;
  CHECK_EQ(step(vm), VECTOR_DB, "code breakpoint");
  CHECK_EQ(vm->cpu.eip, CODE, "a fault");
  CHECK_EQ(vm->cpu.dr[6] & 15, 1, "B0");
  vm->cpu.eflags |= FLAG_RF;
  CHECK_EQ(step(vm), NO_VECTOR, "RF lets it pass");
  CHECK(!(vm->cpu.eflags & FLAG_RF), "and is gone");

  vm = FLAT(0, "\x89\x07"); // mov [edi], eax
  vm->cpu.dr[1] = DATA;
  vm->cpu.dr[7] = 1 << 2 | 0xD << 20; // L1, write, four bytes
  CHECK_EQ(step(vm), VECTOR_DB, "data breakpoint");
  CHECK_EQ(vm->cpu.eip, CODE + 2, "a trap");
  CHECK_EQ(vm->cpu.dr[6] & 15, 2, "B1");

  vm = FLAT(0, "\xE6\x60"); // out 60h, al
  vm->cpu.dr[3] = 0x60;
  vm->cpu.dr[7] = 1 << 6 | 2u << 28;
  CHECK_EQ(step(vm), VECTOR_DB, "port breakpoint");
  CHECK_EQ(vm->cpu.dr[6] & 15, 8, "B3");
}

static void repetition(void) {
  struct vm *vm = FLAT(0, "\xF3\xA4"); // rep movsb into a segment of 4 bytes
  vm->cpu.segment[ES].base = 0x3000;
  vm->cpu.segment[ES].limit = 3;
  vm->cpu.gpr[EDI] = 0;
  vm->cpu.gpr[ECX] = 10;
  memcpy(vm->memory.ram + DATA, "abcdef", 6);
  CHECK_EQ(step(vm), VECTOR_GP, "fifth iteration");
  CHECK_EQ(vm->cpu.gpr[ECX], 6, "what is left");
  CHECK_EQ(vm->cpu.gpr[ESI], DATA + 4, "source");
  CHECK_EQ(vm->cpu.gpr[EDI], 4, "destination");
  CHECK_EQ(vm->cpu.eip, CODE, "to be restarted");
  CHECK(!memcmp(vm->memory.ram + 0x3000, "abcd\0", 5), "done so far");

  vm = FLAT(0, "\xF3\xAA");
  vm->cpu.gpr[ECX] = 3;
  vm->cpu.eflags |= FLAG_TF;
  CHECK_EQ(step(vm), VECTOR_DB, "a trap after each iteration");
  CHECK_EQ(vm->cpu.gpr[ECX], 2, "one done");
  CHECK_EQ(vm->cpu.eip, CODE, "not finished");
  CHECK(vm->cpu.eflags & FLAG_RF, "RF while it is not");
  vm->cpu.gpr[ECX] = 1;
  CHECK_EQ(step(vm), VECTOR_DB, "the last iteration");
  CHECK_EQ(vm->cpu.eip, CODE + 2, "finished");
  CHECK(!(vm->cpu.eflags & FLAG_RF), "no RF then");

  vm = FLAT(0, "\xF3\xAC"); // rep lodsb
  vm->cpu.gpr[ECX] = 100000;
  CHECK_EQ(step(vm), NO_VECTOR, "a long one");
  CHECK_EQ(vm->cpu.gpr[ECX], 100000 - 65536, "in portions");
  CHECK_EQ(vm->cpu.eip, CODE, "of 65,536");
  CHECK_EQ(step(vm), NO_VECTOR, "the rest");
  CHECK_EQ(vm->cpu.gpr[ECX], 0, "all");
  CHECK_EQ(vm->cpu.eip, CODE + 2, "done");

  vm = FLAT(0, "\x67\xF3\xAA"); // 16-bit counter and index
  vm->cpu.gpr[ECX] = 0xABCD0002;
  vm->cpu.gpr[EDI] = 0x0001FFFF;
  CHECK_EQ(step(vm), NO_VECTOR, "rep stosb with CX");
  CHECK_EQ(vm->cpu.gpr[ECX], 0xABCD0000, "CX counts");
  CHECK_EQ(vm->cpu.gpr[EDI], 0x00010001, "DI wraps");

  vm = FLAT(0, "\xF3\xA4");
  vm->cpu.segment[ES].attributes = 0; // null
  CHECK_EQ(step(vm), NO_VECTOR, "no iteration, no fault");
}

static void ports(void) {
  struct vm *vm = FLAT(0, "\x6C"); // insb
  unsigned before = test_in.count;
  vm->cpu.segment[ES].attributes &= (uint16_t)~SEGMENT_WRITABLE;
  CHECK_EQ(step(vm), VECTOR_GP, "nowhere to store");
  CHECK_EQ(test_in.count, before, "so the port is not read");
  vm = FLAT(3, "\xEC");
  CHECK_EQ(step(vm), VECTOR_GP, "IOPL");
  vm = FLAT(0, "\x66\xEF");
  vm->cpu.gpr[EDX] = 0x12345678;
  vm->cpu.gpr[EAX] = 0xAABBCCDD;
  CHECK_EQ(step(vm), NO_VECTOR, "out dx, ax");
  CHECK_EQ(test_out.port, 0x5678, "DX");
  CHECK_EQ(test_out.value, 0xCCDD, "AX");
}

static void lengths_and_limits(void) {
  struct vm *vm = FLAT(0, "\x66\x66\x66\x66\x66\x66\x66\x66\x66\x66\x66\x66\x66\x66\x66\x90");
  CHECK_EQ(step(vm), VECTOR_GP, "16 bytes");
  vm = FLAT(0, "\xB8\x01\x02\x03\x04");
  vm->cpu.segment[CS].attributes &= (uint16_t)~SEGMENT_GRANULAR;
  vm->cpu.segment[CS].limit = CODE + 3;
  CHECK_EQ(step(vm), VECTOR_GP, "past the CS limit");
  vm->cpu.segment[CS].limit = CODE + 4;
  CHECK_EQ(step(vm), NO_VECTOR, "just inside");
  CHECK_EQ(vm->cpu.gpr[EAX], 0x04030201, "executed");
  vm = FLAT(0, "\x0F\xFF");
  CHECK_EQ(step(vm), VECTOR_UD, "0F FF");
}

static void privilege(void) {
  static const struct {
    const char *name, *bytes;
  } privileged[] = {
      {"hlt", "\xF4"},
      {"lgdt", "\x0F\x01\x17"},
      {"lidt", "\x0F\x01\x1F"},
      {"mov cr0", "\x0F\x22\xC0"},
      {"mov from cr0", "\x0F\x20\xC0"},
      {"clts", "\x0F\x06"},
      {"invd", "\x0F\x08"},
      {"wbinvd", "\x0F\x09"},
      {"rdmsr", "\x0F\x32"},
      {"wrmsr", "\x0F\x30"},
      {"mov dr7", "\x0F\x23\xF8"},
      {"lmsw", "\x0F\x01\xF0"},
      {"invlpg", "\x0F\x01\x3F"},
      {"lldt", "\x0F\x00\xD0"},
      {"ltr", "\x0F\x00\xD8"},
      {"cli", "\xFA"},
      {"sti", "\xFB"},
  };
  for (unsigned i = 0; i < ARRAY_LENGTH(privileged); i++) {
    struct vm *vm = flat(3, privileged[i].bytes, 3);
    CHECK_EQ(step(vm), VECTOR_GP, "%s at CPL 3", privileged[i].name);
    CHECK_EQ(vm->exception.error, 0, "%s", privileged[i].name);
  }
  struct vm *vm = FLAT(3, "\x0F\x20\xC8"); // mov eax, cr1
  CHECK_EQ(step(vm), VECTOR_UD, "CR1 does not exist");
  vm = FLAT(0, "\xF4");
  CHECK_EQ(interpret(vm), STEP_HALTED, "hlt");
  CHECK_EQ(vm->cpu.eip, CODE + 1, "after it");
  vm = FLAT(0, "\x0F\x01\xF0"); // lmsw ax
  vm->cpu.gpr[EAX] = CR0_TS;
  CHECK_EQ(step(vm), NO_VECTOR, "lmsw");
  CHECK_EQ(vm->cpu.cr0, CR0_PE | CR0_TS | CR0_NE | CR0_ET, "sets TS, cannot clear PE");
  static const char *const protected_only[] = {"\x63\xC0", "\x0F\x00\xC0", "\x0F\x00\xE0", "\x0F\x02\xC0", "\x0F\x03\xC0"};
  for (unsigned i = 0; i < ARRAY_LENGTH(protected_only); i++) {
    vm = flat(0, protected_only[i], 3);
    vm->cpu.cr0 &= ~(uint32_t)CR0_PE;
    CHECK_EQ(step(vm), VECTOR_UD, "number %u in real mode", i);
  }
}

static void software_traps(void) {
  struct vm *vm = FLAT(0, "\xCC");
  CHECK_EQ(step(vm), VECTOR_BP, "int3");
  CHECK_EQ(vm->cpu.eip, CODE + 1, "a trap");
  vm = FLAT(0, "\xCE\xCE");
  CHECK_EQ(step(vm), NO_VECTOR, "into without OF");
  vm->cpu.eflags |= FLAG_OF;
  CHECK_EQ(step(vm), VECTOR_OF, "with OF");
  vm = FLAT(0, "\x62\x07"); // bound eax, [edi]
  vm->cpu.gpr[EAX] = 5;
  memcpy(vm->memory.ram + DATA, "\1\0\0\0\4\0\0\0", 8);
  CHECK_EQ(step(vm), VECTOR_BR, "5 is not in 1 to 4");
  CHECK_EQ(vm->cpu.eip, CODE, "a fault");
}

static void faults_take_back(void) {
  struct vm *vm = FLAT(0, "\x8F\x05\x00\x00\x00\xF0"); // pop [F0000000h]
  vm->cpu.segment[DS].limit = 0xFFFF;
  CHECK_EQ(step(vm), VECTOR_GP, "destination");
  CHECK_EQ(vm->cpu.gpr[ESP], STACK, "ESP as before");
  vm = FLAT(0, "\xE8\x00\x00\x00\x00"); // call with no stack
  vm->cpu.segment[SS].limit = STACK - 3;
  CHECK_EQ(step(vm), VECTOR_SS, "push");
  CHECK_EQ(vm->cpu.eip, CODE, "EIP as before");
  CHECK_EQ(vm->memory.ram[STACK - 4], 0, "nothing written");
  vm = FLAT(0, "\x0F\xC7\x0F"); // cmpxchg8b that does not match, in a read-only segment
  vm->cpu.segment[DS].attributes &= (uint16_t)~SEGMENT_WRITABLE;
  vm->cpu.gpr[EAX] = 1;
  CHECK_EQ(step(vm), VECTOR_GP, "it must be writable all the same");
}

int main(void) {
  single_step();
  interrupt_shadow();
  breakpoints();
  repetition();
  ports();
  lengths_and_limits();
  privilege();
  software_traps();
  faults_take_back();
  return finish("interpret");
}
