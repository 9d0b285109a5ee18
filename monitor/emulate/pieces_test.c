// Repeated INS, OUTS and MOVS: what goes in pieces, and what has to go one by one.
#include "../../conformance/testing/machine.h"
#include "emulate.h"

enum { CODE = 0x1000, DATA = 0x2000, PAGES = 0x20, PORT = 0x1F0, ROM = 0xF0000000, NO_VECTOR = 255 };

static struct vm *flat(const char *bytes, unsigned length, uint32_t count, uint32_t room) {
  struct vm *vm = test_vm(PAGES * PAGE_BYTES);
  struct cpu *cpu = &vm->cpu;
  for (unsigned i = ES; i <= GS; i++) cpu->segment[i] = (struct segment){.selector = 0x10, .attributes = 0xC093, .limit = 0xFFFFFFFFu};
  cpu->segment[CS] = (struct segment){.selector = 8, .attributes = 0xC09B, .limit = 0xFFFFFFFFu};
  cpu->cr0 = CR0_PE | CR0_NE | CR0_ET;
  cpu->cr4 = CR4_DE;
  cpu->eip = CODE;
  cpu->eflags = FLAG_ONE;
  cpu->gpr[ESI] = cpu->gpr[EDI] = DATA;
  cpu->gpr[ECX] = count;
  cpu->gpr[EDX] = PORT;
  memcpy(vm->memory.ram + CODE, bytes, length);
  for (unsigned page = 0; page < PAGES; page++) physical_touch(vm, page * PAGE_BYTES);
  vm->control.stop_at_exception = true;
  test_in = (struct test_port){.value = 0x5A5A};
  test_out = (struct test_port){0};
  test_rom = (struct test_rom){.first = ROM, .bytes = 2 * PAGE_BYTES, .value = 0x3C};
  test_in_block = test_out_block = (struct test_block){.room = room};
  return vm;
}
#define FLAT(bytes, count, room) flat(bytes, sizeof bytes - 1, count, room)
#define REP_INSW "\xF3\x66\x6D"
#define REP_OUTSW "\xF3\x66\x6F"
#define REP_MOVSB "\xF3\xA4"

static unsigned step(struct vm *vm) {
  return interpret(vm) == STEP_EXCEPTION ? vm->exception.vector : NO_VECTOR;
}

// How many went in pieces, in all.
static uint32_t by_block(const struct test_block *block, uint32_t room) {
  return room - block->room;
}

static void in_pieces(void) {
  struct vm *vm = FLAT(REP_INSW, 10, 100);
  CHECK_EQ(step(vm), NO_VECTOR, "rep insw");
  CHECK_EQ(by_block(&test_in_block, 100), 10, "all at once");
  CHECK_EQ(test_in.count, 0, "none by itself");
  CHECK(test_in_block.port == PORT && test_in_block.bytes == 2, "of the port, in words");
  CHECK_EQ(vm->cpu.gpr[ECX], 0, "ECX");
  CHECK_EQ(vm->cpu.gpr[EDI], DATA + 20, "EDI");
  CHECK_EQ(vm->cpu.eip, CODE + 3, "EIP");
  CHECK(vm->memory.ram[DATA + 19] == 0x5A && vm->memory.ram[DATA + 20] == 0, "stored, and no more");

  vm = FLAT(REP_OUTSW, 10, 100);
  vm->memory.ram[DATA] = 0x77;
  CHECK_EQ(step(vm), NO_VECTOR, "rep outsw");
  CHECK_EQ(by_block(&test_out_block, 100), 10, "all at once");
  CHECK_EQ(test_out.value, 0x77, "from DS:ESI");
  CHECK_EQ(vm->cpu.gpr[ESI], DATA + 20, "ESI");

  vm = FLAT(REP_INSW, 10, 3); // the end of a device's block
  CHECK_EQ(step(vm), NO_VECTOR, "rep insw");
  CHECK_EQ(test_in.count, 7, "what the device does not have goes by itself");
  CHECK_EQ(vm->cpu.gpr[EDI], DATA + 20, "EDI");
}

static void within_a_page(void) {
  struct vm *vm = FLAT(REP_INSW, 10, 100);
  vm->cpu.gpr[EDI] = DATA + PAGE_BYTES - 7;
  CHECK_EQ(step(vm), NO_VECTOR, "over the end of a page");
  CHECK_EQ(test_in.count, 1, "the word in two pages goes by itself");
  CHECK_EQ(by_block(&test_in_block, 100), 9, "the others do not");
  CHECK_EQ(vm->cpu.gpr[EDI], DATA + PAGE_BYTES + 13, "EDI");

  vm = FLAT("\x67" REP_INSW, 10, 100);
  vm->cpu.gpr[EDI] = 0xFFFFFFFA;
  CHECK_EQ(step(vm), NO_VECTOR, "DI wraps at 64 KiB");
  CHECK_EQ(by_block(&test_in_block, 100), 10, "in two pieces");
  CHECK_EQ(vm->cpu.gpr[EDI], 0xFFFF000E, "the upper half stays");
  CHECK(vm->memory.ram[0xFFFF] == 0x5A && vm->memory.ram[13] == 0x5A && vm->memory.ram[0x10000] == 0, "stored on both sides");
}

static void not_in_pieces(void) {
  struct vm *vm = FLAT(REP_INSW, 10, 100);
  vm->cpu.segment[ES].limit = DATA + 9;
  vm->cpu.segment[ES].attributes &= 0x7FFF;
  CHECK_EQ(step(vm), VECTOR_GP, "beyond the limit");
  CHECK_EQ(test_in.count, 5, "after five words");
  CHECK_EQ(vm->cpu.gpr[ECX], 5, "which are final");

  vm = FLAT(REP_INSW, 3, 100);
  vm->cpu.eflags |= FLAG_DF;
  CHECK_EQ(step(vm), NO_VECTOR, "downwards");
  CHECK_EQ(by_block(&test_in_block, 100), 0, "one by one");
  CHECK_EQ(vm->cpu.gpr[EDI], DATA - 6, "EDI");

  vm = FLAT(REP_INSW, 3, 100);
  vm->cpu.eflags |= FLAG_TF;
  CHECK_EQ(step(vm), VECTOR_DB, "single-stepped");
  CHECK_EQ(vm->cpu.gpr[ECX], 2, "after each word");

  vm = FLAT(REP_INSW, 3, 100);
  vm->cpu.dr[0] = PORT;
  vm->cpu.dr[7] = 0x20401;
  CHECK_EQ(step(vm), VECTOR_DB, "with a breakpoint on the port");
  CHECK_EQ(vm->cpu.gpr[ECX], 2, "after each word");

  vm = FLAT(REP_INSW, 3, 100);
  vm->memory.page_flags[DATA / PAGE_BYTES] |= RAM_DEVICE;
  CHECK_EQ(step(vm), NO_VECTOR, "into a device's memory");
  CHECK_EQ(by_block(&test_in_block, 100), 0, "one by one");

  vm = FLAT(REP_OUTSW, 3, 100);
  vm->cpu.gpr[ESI] = PAGES * PAGE_BYTES;
  CHECK_EQ(step(vm), NO_VECTOR, "from beyond RAM");
  CHECK_EQ(by_block(&test_out_block, 100), 0, "one by one");

  vm = FLAT(REP_INSW, 3, 100);
  vm->cpu.cpl = 3;
  CHECK_EQ(step(vm), VECTOR_GP, "without the right to the port");
  CHECK_EQ(by_block(&test_in_block, 100) + test_in.count, 0, "nothing");
}

static void from_rom(void) {
  struct vm *vm = FLAT(REP_MOVSB, 5000, 0);
  vm->cpu.gpr[ESI] = ROM + 100;
  CHECK_EQ(step(vm), NO_VECTOR, "rep movsb");
  CHECK_EQ(test_rom.blocks, 3, "to the end of a page of either");
  CHECK_EQ(vm->cpu.gpr[ECX], 0, "ECX");
  CHECK_EQ(vm->cpu.gpr[ESI], ROM + 5100, "ESI");
  CHECK_EQ(vm->cpu.gpr[EDI], DATA + 5000, "EDI");
  CHECK(vm->memory.ram[DATA] == 0x3C && vm->memory.ram[DATA + 4999] == 0x3C && vm->memory.ram[DATA + 5000] == 0, "and no more");

  vm = FLAT(REP_MOVSB, 10, 0);
  vm->cpu.gpr[ESI] = ROM + 2 * PAGE_BYTES - 5;
  CHECK_EQ(step(vm), NO_VECTOR, "behind the last page stands something else");
  CHECK(test_rom.blocks == 1 && vm->memory.ram[DATA + 4] == 0x3C && vm->memory.ram[DATA + 5] == 0xFF, "read by itself");

  vm = FLAT(REP_MOVSB, 10, 0); // a byte on: each iteration reads what the one before has written
  vm->cpu.gpr[EDI] = DATA + 1;
  vm->memory.ram[DATA] = 0x99;
  CHECK_EQ(step(vm), NO_VECTOR, "within RAM");
  CHECK(test_rom.blocks == 0 && vm->memory.ram[DATA + 10] == 0x99, "one by one");

  vm = FLAT(REP_MOVSB, 10, 0);
  vm->cpu.gpr[ESI] = ROM;
  vm->cpu.gpr[EDI] = ROM;
  CHECK_EQ(step(vm), NO_VECTOR, "to where no RAM is");
  CHECK_EQ(test_rom.blocks, 0, "one by one");
}

int main(void) {
  from_rom();
  in_pieces();
  within_a_page();
  not_in_pieces();
  return finish("pieces");
}
