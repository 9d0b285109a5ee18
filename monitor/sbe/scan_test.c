// The scanner's attributes: what becomes native, what a trap site and why, and what a store or an arrival changes.
#include "../../conformance/testing/test_world.h"
#include "internal.h"
#include <stdio.h>
#include <stdlib.h>

static const char *running;
static unsigned failures;

#define CHECK(condition)                                                                                                                   \
  do {                                                                                                                                     \
    if (!(condition)) {                                                                                                                    \
      printf("%s: %s:%d: %s\n", running, __FILE__, __LINE__, #condition);                                                                  \
      failures++;                                                                                                                          \
    }                                                                                                                                      \
  } while (0)

enum { CODE = 0x10000, RAM = 1 << 20 };

static struct vm *vm;
static unsigned slot;

static void start(bool code32_segment, struct sbe_options options) {
  vm = test_vm(RAM);
  vm->cpu.eflags = FLAG_ONE;
  vm->cpu.cr4 = CR4_OSFXSR;
  vm->cpu.segment[CS] = (struct segment){
      .selector = 8, .attributes = 0x9B | (code32_segment ? SEGMENT_BIG | SEGMENT_GRANULAR : 0), .limit = code32_segment ? ~0u : 0xFFFF};
  if (code32_segment) vm->cpu.cr0 |= CR0_PE;
  if (!code32_segment) vm->cpu.segment[CS].base = CODE;
  sbe_init(vm, &options);
  sbe_refresh(vm);
}

static void poke(unsigned offset, const char *hex) {
  for (; hex[0] && hex[1]; hex += 2) {
    char byte[3] = {hex[0], hex[1], 0};
    vm->memory.ram[CODE + offset++] = (uint8_t)strtoul(byte, NULL, 16);
  }
}

// Execution arrives at this offset of the code page.
static void arrive(unsigned offset) {
  slot = cache_slot(vm, CODE / PAGE_BYTES, code32(&vm->cpu), fpu_state(vm), false);
  unsigned kind = attribute_kind(vm->sbe, slot, offset);
  if (kind == ATTRIBUTE_UNSCANNED || kind == ATTRIBUTE_INSIDE) scan(vm, slot, offset);
}

static unsigned kind(unsigned offset) {
  return attribute_kind(vm->sbe, slot, offset);
}
static unsigned reason(unsigned offset) {
  return attribute_reason(vm->sbe, slot, offset);
}
static uint8_t code(unsigned offset) {
  return slot_code(vm->sbe, slot)[offset];
}
static bool native(unsigned offset, unsigned length) {
  if (kind(offset) != ATTRIBUTE_START) return false;
  for (unsigned i = 1; i < length; i++)
    if (kind(offset + i) != ATTRIBUTE_INSIDE) return false;
  if (offset + length < PAGE_BYTES && kind(offset + length) == ATTRIBUTE_INSIDE) return false;
  uint8_t bytes[INSN_MAX_BYTES + 1];
  struct insn insn;
  memcpy(bytes, vm->memory.ram + CODE + offset, length);
  if (decode(&insn, bytes, length, code32(&vm->cpu), vm->cpu.model) == DECODE_OK && rewrite_serves(&insn, bytes)) rewrite(&insn, bytes);
  return memcmp(slot_code(vm->sbe, slot) + offset, bytes, length) == 0;
}
static bool trap(unsigned offset, unsigned why) {
  return kind(offset) == ATTRIBUTE_TRAP && reason(offset) == why && code(offset) == 0xCC;
}
static bool untouched(unsigned offset) {
  return kind(offset) == ATTRIBUTE_UNSCANNED && code(offset) == 0xCC;
}

// The header comment of scan.c, checked byte by byte.
static void check_page(void) {
  const struct sbe *sbe = vm->sbe;
  unsigned live = 0;
  for (unsigned i = 0; i < PAGE_BYTES; i++) {
    bool copied = kind(i) == ATTRIBUTE_START || kind(i) == ATTRIBUTE_INSIDE;
    CHECK(copied || code(i) == 0xCC);
    if (kind(i) == ATTRIBUTE_INSIDE) {
      CHECK(i > 0 && kind(i - 1) != ATTRIBUTE_UNSCANNED && kind(i - 1) != ATTRIBUTE_TRAP);
      CHECK(!(sbe->attributes[slot][i] & ATTRIBUTE_EXPECTED));
    }
    if (kind(i) == ATTRIBUTE_START) {
      struct insn insn;
      CHECK(decode(&insn, vm->memory.ram + CODE + i, PAGE_BYTES - i < 15 ? PAGE_BYTES - i : 15, code32(&vm->cpu), 0) == DECODE_OK);
      CHECK(native(i, insn.length));
    }
    live += kind(i) == ATTRIBUTE_START || kind(i) == ATTRIBUTE_TRAP;
  }
  CHECK(live == sbe->slot[slot].live);
  bool flagged = vm->memory.page_flags[CODE / PAGE_BYTES] & RAM_CODE;
  CHECK(flagged == (live != 0));
}

static void follows_streams(void) {
  start(true, (struct sbe_options){0});
  poke(0, "B878563412" // mov eax, imm
          "7405"       // jz +5
          "40"         // inc eax
          "EB02"       // jmp +2
          "9C90"       // not reached
          "43"         // 12: inc ebx
          "F4");       // 13: hlt
  arrive(0);
  CHECK(native(0, 5));
  CHECK(native(5, 2));
  CHECK(native(7, 1));
  CHECK(native(8, 2));
  CHECK(untouched(10));
  CHECK(untouched(11));
  CHECK(native(12, 1));
  CHECK(trap(13, SBE_HALT));
  CHECK(untouched(14));
  CHECK(vm->counters.scans == 1);
  check_page();
}

static void leaves_traps(void) {
  static const struct {
    const char *hex;
    uint8_t why;
  } sites[] = {
      {"9C", SBE_FLAGS},
      {"FA", SBE_FLAGS},
      {"CF", SBE_FLAGS},
      {"8CD8", SBE_SEGMENT},
      {"1E", SBE_SEGMENT},
      {"CB", SBE_FAR},
      {"CD80", SBE_INTERRUPT},
      {"CC", SBE_INTERRUPT},
      {"0F0108", SBE_TABLES},
      {"0F20C0", SBE_CONTROL},
      {"E460", SBE_PORT},
      {"F4", SBE_HALT},
      {"0FA2", SBE_IDENTITY},
      {"0F31", SBE_IDENTITY},
      {"0F34", SBE_UNDEFINED},
      {"2E8B00", SBE_CODE_OPERAND},
      {"D930", SBE_FPU_ENVIRONMENT},
      {"0FAE00", SBE_FPU_ENVIRONMENT},
      {"F2F30FBCC0", SBE_PREFIX},
  };
  for (unsigned i = 0; i < ARRAY_LENGTH(sites); i++) {
    start(true, (struct sbe_options){0});
    poke(0, "40");
    poke(1, sites[i].hex);
    arrive(0);
    CHECK(native(0, 1));
    CHECK(trap(1, sites[i].why));
    check_page();
  }
}

static void knows_the_fpu(void) {
  start(true, (struct sbe_options){0});
  poke(0, "D9E80F58C10F6FC19B"); // fld1; addps; movq mm; wait
  arrive(0);
  CHECK(native(0, 2) && native(2, 3) && native(5, 3) && native(8, 1));
  vm->cpu.cr4 = 0;
  arrive(0);
  arrive(5);
  CHECK(native(0, 2) && trap(2, SBE_FPU_TRAPPED) && native(5, 3) && native(8, 1));
  vm->cpu.cr0 |= CR0_TS;
  static const unsigned starts[] = {0, 2, 5, 8};
  for (unsigned i = 0; i < ARRAY_LENGTH(starts); i++) arrive(starts[i]);
  CHECK(trap(0, SBE_FPU_TRAPPED) && trap(2, SBE_FPU_TRAPPED) && trap(5, SBE_FPU_TRAPPED) && trap(8, SBE_FPU_TRAPPED));
  CHECK(vm->sbe->used == 3);
}

static void resolves_overlaps(void) {
  // An arrival inside an instruction: that one becomes a trap site.
  start(true, (struct sbe_options){0});
  poke(0, "B84041424343F4"); // mov eax, imm; inc ebx; hlt; inside: inc eax, inc ecx, inc edx
  arrive(0);
  CHECK(native(0, 5));
  arrive(1);
  CHECK(trap(0, SBE_OVERLAP));
  CHECK(native(1, 1) && native(2, 1) && native(3, 1) && native(4, 1) && native(5, 1) && trap(6, SBE_HALT));
  check_page();

  // A stream that would cover a known start: its own instruction is the trap site.
  start(true, (struct sbe_options){0});
  poke(0, "B84041424343F4");
  arrive(2);
  arrive(0);
  CHECK(trap(0, SBE_OVERLAP) && native(2, 1) && native(5, 1));
  check_page();

  // A branch into a known instruction, seen in advance: the branch is interpreted, the instruction stays.
  start(true, (struct sbe_options){0});
  poke(0, "B8404142434343EBF9F4"); // 7: jmp 2
  arrive(0);
  CHECK(native(0, 5) && native(5, 1) && trap(7, SBE_OVERLAP));
  arrive(2);
  CHECK(trap(0, SBE_OVERLAP) && native(2, 1));
  check_page();

  // A branch into itself.
  start(true, (struct sbe_options){0});
  poke(0, "EBFFC0F4"); // jmp 1: inc eax
  arrive(0);
  CHECK(trap(0, SBE_OVERLAP));
  arrive(1);
  CHECK(native(1, 2));
  check_page();
}

static void keeps_expected_starts(void) {
  // 0: jmp 8; what stood at 8 is discarded; an instruction that would cover 8 must not be native, because the jump still is.
  start(true, (struct sbe_options){0});
  poke(0, "EB06");
  poke(8, "40F4");
  poke(6, "B840F49090F4");
  arrive(0);
  CHECK(native(0, 2));
  vm->memory.ram[CODE + 8] = 0x43;
  sbe_code_written(vm, CODE + 8, 1);
  CHECK(untouched(8) && native(0, 2));
  arrive(6);
  CHECK(trap(6, SBE_OVERLAP));
  arrive(8);
  CHECK(native(8, 1));
  check_page();
}

static void crosses_pages(void) {
  start(true, (struct sbe_options){0});
  poke(4090, "4040B84041424344"); // mov eax, imm from 4092
  arrive(4090);
  CHECK(native(4090, 1) && native(4091, 1) && trap(4092, SBE_PAGE_CROSSING) && untouched(4093));
  check_page();
  // One that ends with the page: native, but for strict mode, where the next page has to be looked at first.
  start(true, (struct sbe_options){0});
  poke(4091, "B840414243");
  arrive(4091);
  CHECK(native(4091, 5));
  start(true, (struct sbe_options){.mode = SBE_STRICT});
  poke(4091, "B840414243");
  arrive(4091);
  CHECK(trap(4091, SBE_PAGE_CROSSING));
}

static void is_strict(void) {
  start(true, (struct sbe_options){.mode = SBE_STRICT});
  poke(0, "E803000000"   // call 8
          "FFE0"         // jmp eax
          "C3"           // ret
          "0F8400200000" // 8: jz, another page
          "66EB00"       // 14: jmp with a 16-bit operand size: EIP loses its upper half
          "75F0"         // 17: jnz 3: the middle of the call
          "C3");
  arrive(0);
  CHECK(native(0, 5) && untouched(5)); // there may be data behind a call
  arrive(5);
  CHECK(trap(5, SBE_BRANCH_COMPUTED));
  CHECK(trap(8, SBE_BRANCH_DIRECT));
  arrive(14);
  CHECK(trap(14, SBE_BRANCH_DIRECT));
  arrive(17);
  CHECK(trap(17, SBE_OVERLAP) && untouched(19)); // nor behind a trap site
  arrive(19);
  CHECK(trap(19, SBE_BRANCH_COMPUTED));
  check_page();
  start(true, (struct sbe_options){0});
  poke(0, "FFE0");
  poke(2, "C3");
  poke(3, "0F8400200000C3");
  arrive(0);
  arrive(2);
  arrive(3);
  CHECK(native(0, 2) && native(2, 1) && native(3, 6) && native(9, 1));
}

static void stops(void) {
  start(true, (struct sbe_options){0});
  vm->control.stops = 2;
  vm->control.stop[0] = CODE + 1;
  vm->control.stop[1] = CODE + 5;
  sbe_refresh(vm);
  CHECK(watch_page(vm, &(struct where){.linear = CODE, .physical = CODE}));
  poke(0, "4040B840414243F4");
  arrive(0);
  CHECK(native(0, 1) && trap(1, SBE_STOP) && untouched(2));
  arrive(2);
  CHECK(trap(2, SBE_OVERLAP)); // a stop lies inside
  check_page();
}

static void rewrites(void) {
  static const struct {
    const char *hex;
    uint8_t first;
  } bit_scans[] = {{"F30FBCC1", 0x3E}, {"F30FBD4500", 0x36}, {"F30FBC00", 0x3E}, {"65F30FBC00", 0x65}, {"F3260FBD00", 0x26}};
  for (unsigned i = 0; i < ARRAY_LENGTH(bit_scans); i++) {
    start(true, (struct sbe_options){0});
    poke(0, bit_scans[i].hex);
    arrive(0);
    CHECK(kind(0) == ATTRIBUTE_START && code(0) == bit_scans[i].first && code(1) != 0xF3);
    check_page();
  }
  start(true, (struct sbe_options){0});
  poke(0, "2EF30FBC00"); // by CS: it would read the code view
  arrive(0);
  CHECK(kind(0) == ATTRIBUTE_TRAP);
}

static void sixteen_bits(void) {
  start(false, (struct sbe_options){0});
  poke(0, "B834127502F4F440F4"); // mov ax; jnz +2
  arrive(0);
  CHECK(native(0, 3) && native(3, 2) && trap(5, SBE_HALT) && native(7, 1) && trap(8, SBE_HALT));
  check_page();
  // jmp rel16 backwards by a displacement that is negative in 16 bits only
  start(false, (struct sbe_options){0});
  poke(0x10, "E9EDFF"); // to 0
  poke(0, "F4");
  arrive(0x10);
  CHECK(native(0x10, 3) && trap(0, SBE_HALT));
}

static void single_steps(void) {
  start(true, (struct sbe_options){.single = true});
  poke(0, "4043EBFEC3");
  arrive(0);
  CHECK(native(0, 1) && untouched(1));
  arrive(2);
  CHECK(trap(2, SBE_BRANCH_DIRECT)); // a jump to itself would count as one however often it runs
  arrive(4);
  CHECK(trap(4, SBE_BRANCH_COMPUTED));
}

static void discards(void) {
  struct {
    unsigned at, bytes;
    bool gone[4]; // of the instructions at 0, 5, 6 (2 bytes), 8
  } stores[] = {
      {0, 1, {1, 0, 0, 0}}, {4, 1, {1, 0, 0, 0}}, {4, 2, {1, 1, 0, 0}}, {7, 1, {0, 0, 1, 0}},
      {5, 4, {0, 1, 1, 1}}, {9, 4, {0, 0, 0, 0}}, {3, 8, {1, 1, 1, 1}}, {4, 4, {1, 1, 1, 0}},
  };
  static const unsigned begin[4] = {0, 5, 6, 8}, length[4] = {5, 1, 2, 1};
  for (unsigned i = 0; i < ARRAY_LENGTH(stores); i++) {
    start(true, (struct sbe_options){0});
    poke(0, "B878563412408BC840F4");
    vm->memory.ram[CODE + 9] = 0xC3;
    arrive(0);
    unscan(vm, slot, 9); // the stream's end
    sbe_code_written(vm, CODE + stores[i].at, stores[i].bytes);
    bool any = false;
    for (unsigned j = 0; j < 4; j++) {
      CHECK(stores[i].gone[j] ? untouched(begin[j]) : native(begin[j], length[j]));
      any |= stores[i].gone[j];
    }
    CHECK(vm->counters.invalidations_outside == any && vm->counters.unscanned_writes == !any);
    check_page();
  }
}

static void evicts(void) {
  start(true, (struct sbe_options){.page_limit = 2});
  memset(vm->memory.ram, 0x40, 4 * PAGE_BYTES);
  for (unsigned page = 0; page < 3; page++) scan(vm, cache_slot(vm, page, true, FPU_FREE, false), 0);
  CHECK(vm->counters.page_evictions == 1);
  CHECK(!(vm->memory.page_flags[0] & RAM_CODE) && vm->memory.page_flags[1] & RAM_CODE && vm->memory.page_flags[2] & RAM_CODE);
  cache_slot(vm, 1, true, FPU_FREE, false);
  cache_slot(vm, 3, true, FPU_FREE, false);
  CHECK(vm->memory.page_flags[1] & RAM_CODE && !(vm->memory.page_flags[2] & RAM_CODE));
  sbe_forget(vm);
  CHECK(!(vm->memory.page_flags[1] & RAM_CODE) && vm->sbe->live == 0);
}

// A page of noise, arrivals and stores everywhere: what scan.c promises holds after each step.
static void survives_noise(void) {
  uint32_t random = 12345;
  for (unsigned round = 0; round < 60; round++) {
    start(round & 1, (struct sbe_options){.mode = round >> 1 & 1, .single = round % 7 == 6});
    for (unsigned i = 0; i < PAGE_BYTES; i++) {
      random = random * 1664525 + 1013904223;
      // Short jumps often, so that streams meet.
      vm->memory.ram[CODE + i] = (random >> 16) % 5 == 0 ? 0x70 + (random >> 24) % 16 : (uint8_t)(random >> 24);
    }
    for (unsigned step = 0; step < 120; step++) {
      random = random * 1664525 + 1013904223;
      unsigned at = (random >> 8) % PAGE_BYTES;
      if (step % 4 == 3) {
        unsigned bytes = 1 + (random >> 20) % 4;
        if (at + bytes > PAGE_BYTES) bytes = PAGE_BYTES - at;
        for (unsigned i = 0; i < bytes; i++) vm->memory.ram[CODE + at + i] = (uint8_t)(random >> (24 - i));
        if (vm->memory.page_flags[CODE / PAGE_BYTES] & RAM_CODE) sbe_code_written(vm, CODE + at, bytes);
      } else {
        arrive(at);
        CHECK(kind(at) == ATTRIBUTE_START || kind(at) == ATTRIBUTE_TRAP);
      }
    }
    check_page();
    // Every native direct branch lands on a start, a trap site or a 0xCC; nothing falls into an instruction.
    for (unsigned i = 0; i < PAGE_BYTES; i++) {
      struct insn insn;
      if (kind(i) != ATTRIBUTE_START) continue;
      decode(&insn, vm->memory.ram + CODE + i, PAGE_BYTES - i < 15 ? PAGE_BYTES - i : 15, code32(&vm->cpu), 0);
      if (insn.sbe_class != SBE_BRANCH_DIRECT) continue;
      int32_t displacement = insn.operand_bytes == 2 ? (int16_t)insn.immediate : (int32_t)insn.immediate;
      int64_t target = (int64_t)i + insn.length + displacement;
      if (insn.operand_bytes == 2 && code32(&vm->cpu)) target = -1;
      if (target >= 0 && target < PAGE_BYTES)
        CHECK(kind((unsigned)target) != ATTRIBUTE_INSIDE);
      else
        CHECK(vm->sbe->options.mode == SBE_FAST);
    }
  }
}

int main(void) {
  static const struct {
    const char *name;
    void (*run)(void);
  } tests[] = {
      {"follows streams", follows_streams},
      {"leaves traps", leaves_traps},
      {"knows the FPU", knows_the_fpu},
      {"rewrites", rewrites},
      {"resolves overlaps", resolves_overlaps},
      {"keeps expected starts", keeps_expected_starts},
      {"crosses pages", crosses_pages},
      {"is strict", is_strict},
      {"stops", stops},
      {"sixteen bits", sixteen_bits},
      {"single steps", single_steps},
      {"discards", discards},
      {"evicts", evicts},
      {"survives noise", survives_noise},
  };
  for (unsigned i = 0; i < ARRAY_LENGTH(tests); i++) {
    running = tests[i].name;
    tests[i].run();
  }
  return failures != 0;
}
