// Proves what driver/user promises, without the monitor: hand-made code pages, entered by world_enter(). Prints one line a check,
// "ok NAME" or "not ok NAME: ...", and ends with status 1 if any failed. conformance/exec/world.test.ts runs it.
//
//   plex86-world-check [nojail | files]      files: descriptor 3 is a file open for reading, 4 one for reading and writing
#include "../../../monitor/cpu/system.h"
#include "../user.h"

enum { RAM = 1 << 20, CODE = 0x10000000, DATA = 0x20000000, DATA_OFFSET = 0x800, UNMAPPED = 0x30000000 };
enum { CODE32, CODE16, FLAT_DATA, DATA32, DATA16, STACK16, LIMITED, LIMITED_CODE };

static struct vm the_vm;
static unsigned failures;

static char *put_hex(char *to, uint32_t value) {
  *to++ = '0', *to++ = 'x';
  for (int shift = 28; shift >= 0; shift -= 4) *to++ = "0123456789abcdef"[value >> shift & 15];
  return to;
}

static void report(const char *name, bool passed, uint32_t a, uint32_t b, uint32_t c, uint32_t d) {
  char line[256], *at = line;
  const char *head = passed ? "ok " : "not ok ";
  while (*head) *at++ = *head++;
  while (*name) *at++ = *name++;
  if (!passed) {
    failures++;
    uint32_t values[] = {a, b, c, d};
    for (unsigned i = 0; i < 4; i++) *at++ = ' ', at = put_hex(at, values[i]);
  }
  *at++ = '\n';
  world_write(line, (uint64_t)(at - line));
}

static uint64_t descriptor(uint32_t base, uint32_t limit, uint32_t attributes) {
  if (attributes & SEGMENT_GRANULAR) limit >>= 12;
  return (uint64_t)(limit & 0xFFFF) | (uint64_t)(base & 0xFFFFFF) << 16 | (uint64_t)(attributes & 0xF0FF) << 40 |
         (uint64_t)(limit >> 16 & 0xF) << 48 | (uint64_t)(base >> 24) << 56;
}

static struct native fresh(void) {
  uint16_t data = world_selector(FLAT_DATA);
  return (struct native){
      .gpr = {[ESP] = DATA + 0xF00}, .eip = CODE, .eflags = 2, .segment = {data, world_selector(CODE32), data, data, data, data}};
}

static void code(const char *hex) {
  uint8_t *page = world_scanned_pages(&the_vm);
  memset(page, 0xCC, PAGE_BYTES);
  for (unsigned i = 0; *hex; hex++) {
    if (*hex == ' ') continue;
    unsigned nibble = *hex <= '9' ? *hex - '0' : *hex - 'a' + 10;
    page[i / 2] = (uint8_t)(i % 2 ? page[i / 2] | nibble : nibble << 4);
    i++;
  }
}

// Enters until something other than the timer leaves.
static struct native_exit run(struct native *native) {
  struct native_exit exit;
  do world_enter(&the_vm, 0, native, &exit);
  while (exit.event == NATIVE_TICK);
  return exit;
}

static void expect(const char *name, struct native *native, uint8_t vector, uint32_t error, uint32_t eip) {
  struct native_exit exit = run(native);
  report(name, exit.event == NATIVE_EXCEPTION && exit.vector == vector && exit.error == error && native->eip == eip,
         (uint32_t)exit.event << 8 | exit.vector, exit.error, native->eip, exit.address);
}

static void check_vectors(void) {
  struct native n = fresh();
  code("f7f1");
  expect("#DE", &n, VECTOR_DE, 0, CODE);
  n = fresh(), n.eflags |= FLAG_TF, code("90");
  expect("#DB single step", &n, VECTOR_DB, 0, CODE + 1);
  n = fresh(), code("f1");
  struct native_exit exit = run(&n);
  report("icebp is #DB", exit.event == NATIVE_EXCEPTION && exit.vector == VECTOR_DB, exit.vector, n.eip, 0, 0);
  n = fresh(), code("90cc");
  expect("#BP", &n, VECTOR_BP, 0, CODE + 2);
  n = fresh(), n.eflags |= FLAG_OF, code("ce");
  expect("#OF", &n, VECTOR_OF, 0, CODE + 1);
  n = fresh(), n.gpr[EAX] = 5, n.gpr[EBX] = DATA, code("6203");
  expect("#BR", &n, VECTOR_BR, 0, CODE);
  n = fresh(), code("0f0b");
  expect("#UD", &n, VECTOR_UD, 0, CODE);
  n = fresh(), code("f4");
  expect("#GP of hlt", &n, VECTOR_GP, 0, CODE);
  n = fresh(), code("cd03");
  exit = run(&n);
  report("int 3 in two bytes", exit.event == NATIVE_EXCEPTION && exit.vector == VECTOR_BP && n.eip == CODE + 2, exit.vector, n.eip, 0, 0);
  n = fresh(), code("cd20");
  expect("#GP of int n", &n, VECTOR_GP, 8 * 0x20 + 2, CODE);
  n = fresh(), n.segment[DS] = world_selector(LIMITED), n.gpr[EBX] = 0x100, code("8a03");
  expect("#GP of a limit", &n, VECTOR_GP, 0, CODE);
  n = fresh(), n.segment[DS] = world_selector(LIMITED), n.gpr[EBX] = 0xFF, n.gpr[EAX] = 0, code("8a03 90cc");
  expect("inside the limit", &n, VECTOR_BP, 0, CODE + 4);
  n = fresh(), n.segment[SS] = world_selector(LIMITED), n.gpr[ESP] = 0x102, code("50");
  expect("#SS of a limit", &n, VECTOR_SS, 0, CODE);
  n = fresh(), n.segment[ES] = 0, n.gpr[EBX] = DATA, code("268a03");
  expect("#GP of a null segment", &n, VECTOR_GP, 0, CODE);
  n = fresh(), n.gpr[EBX] = UNMAPPED + 4, code("8903");
  exit = run(&n);
  report("#PF",
         exit.event == NATIVE_EXCEPTION && exit.vector == VECTOR_PF && exit.address == UNMAPPED + 4 && (exit.error & 3) == 2 &&
             n.eip == CODE,
         exit.vector, exit.error, exit.address, n.eip);
  n = fresh(), n.gpr[EBX] = DATA + PAGE_BYTES, code("8903");
  exit = run(&n);
  report("#PF of a read-only page", exit.vector == VECTOR_PF && exit.address == DATA + PAGE_BYTES && (exit.error & 3) == 3, exit.vector,
         exit.error, exit.address, 0);
  n = fresh(), n.eip = UNMAPPED;
  exit = run(&n);
  report("#PF of a fetch", exit.vector == VECTOR_PF && exit.address == UNMAPPED && n.eip == UNMAPPED, exit.vector, exit.error, exit.address,
         n.eip);
  n = fresh(), n.eflags |= FLAG_AC, n.gpr[EBX] = DATA + 1, code("8b03");
  expect("#AC", &n, VECTOR_AC, 0, CODE);
  report("AC comes back", n.eflags & FLAG_AC, n.eflags, 0, 0, 0);
  // The unit's own exceptions: divide by zero with all unmasked.
  n = fresh();
  the_vm.cpu.fx[0] = 0x40, the_vm.cpu.fx[1] = 0x03;
  code("d9e8 d9ee def9 9b 90cc");
  exit = run(&n);
  report("#MF", exit.event == NATIVE_EXCEPTION && exit.vector == VECTOR_MF && n.eip == CODE + 6, exit.vector, n.eip, 0, 0);
  the_vm.cpu.fx[0] = 0x7F, the_vm.cpu.fx[1] = 0x03, the_vm.cpu.fx[2] = 0, the_vm.cpu.fx[3] = 0, the_vm.cpu.fx[4] = 0;
  n = fresh();
  the_vm.cpu.fx[24] = 0; // MXCSR: invalid operation unmasked
  code("0f57c0 0f57c9 f30f5ec8 90cc");
  exit = run(&n);
  report("#XM", exit.event == NATIVE_EXCEPTION && exit.vector == VECTOR_XM, exit.vector, n.eip, 0, 0);
  the_vm.cpu.fx[24] = 0x80, the_vm.cpu.fx[25] = 0x1F;
  n = fresh(), code("9090"), n.segment[CS] = world_selector(LIMITED_CODE), n.eip = CODE;
  exit = run(&n);
  report("#GP of a target past the code limit", exit.vector == VECTOR_GP && exit.event == NATIVE_EXCEPTION, exit.vector, n.eip, 0, 0);
}

static void check_state(void) {
  // Every register goes in and comes out.
  struct native n = fresh();
  for (unsigned i = 0; i < 8; i++) n.gpr[i] = 0x81234567u * (i + 1);
  struct native before = n;
  n.eflags |= FLAG_CF | FLAG_DF | FLAG_OF | FLAG_PF | FLAG_SF | FLAG_ZF | FLAG_AF;
  uint32_t flags = n.eflags;
  code("cc");
  run(&n);
  report("general registers", !memcmp(n.gpr, before.gpr, sizeof n.gpr), n.gpr[0], n.gpr[4], n.gpr[7], 0);
  report("flags, DF too", n.eflags == flags, n.eflags, flags, 0, 0);
  // pushf/popf set AC, NT, ID and DF: the monitor must not feel them.
  n = fresh(), code("9c 810c2400442400 9d cc");
  struct native_exit exit = run(&n);
  uint64_t monitor;
  __asm__ volatile("pushfq; popq %0" : "=r"(monitor));
  report("guest AC, NT, ID, DF do not reach the monitor",
         exit.vector == VECTOR_BP && !(monitor & (FLAG_AC | FLAG_NT | FLAG_ID | FLAG_DF | FLAG_TF)), exit.vector, (uint32_t)monitor, n.eip,
         0);
  n = fresh(), code("cc");
  run(&n);
  report("and are gone at the next entry", !(n.eflags & (FLAG_AC | FLAG_DF)), n.eflags, 0, 0, 0);
  n = fresh(), code("9c 810c2400010000 9d 90cc");
  exit = run(&n);
  report("guest TF", exit.vector == VECTOR_DB && n.eip == CODE + 10, exit.vector, n.eip, 0, 0);
  // Segment registers of the guest's own making.
  uint16_t limited = world_selector(LIMITED);
  n = fresh(), n.gpr[EAX] = limited, code("8ee0 8ee8 8ed8 31c9 8ec1 cc");
  exit = run(&n);
  report("DS ES FS GS come back",
         n.segment[FS] == limited && n.segment[GS] == limited && n.segment[DS] == limited && n.segment[ES] == 0 && exit.vector == 3,
         n.segment[FS], n.segment[GS], n.segment[DS], n.segment[ES]);
  n = fresh(), n.segment[FS] = limited, n.segment[GS] = 3, code("648b0d00000000 cc"),
  *(uint32_t *)(world_of(&the_vm)->ram + DATA_OFFSET) = 0xFEEDF00D;
  exit = run(&n);
  report("FS base", n.gpr[ECX] == 0xFEEDF00D && exit.vector == 3, n.gpr[ECX], exit.vector, 0, 0);
  // x87 and SSE stay in the frame between entries.
  n = fresh(), n.gpr[EAX] = 0x3F8CCCCD, code("660f6ec0 0f28f8 d9e8 cc");
  run(&n);
  report("XMM7 is in the image", *(uint32_t *)(the_vm.cpu.fx + 160 + 7 * 16) == 0x3F8CCCCD, *(uint32_t *)(the_vm.cpu.fx + 160 + 7 * 16), 0,
         0, 0);
  *(uint32_t *)(the_vm.cpu.fx + 160 + 6 * 16) = 0x12345678;
  n = fresh(), code("660f7ef1 660f7efa cc");
  run(&n);
  report("a changed image is loaded, the rest kept", n.gpr[ECX] == 0x12345678 && n.gpr[EDX] == 0x3F8CCCCD, n.gpr[ECX], n.gpr[EDX], 0, 0);
}

// A return to a 16-bit stack segment loads 16 bits of ESP only; the upper ones are the kernel's to restore.
static void check_stack16(void) {
  bool same = true, moved = true, ticked = true;
  uint32_t worst = 0;
  for (uint32_t i = 0; i < 64; i++) {
    struct native n = fresh();
    uint32_t esp = 0x9E3779B9u * (i + 1);
    n.segment[SS] = world_selector(STACK16);
    n.gpr[ESP] = esp;
    code("89e0 cc");
    run(&n);
    if (n.gpr[EAX] != esp || n.gpr[ESP] != esp) same = false, worst = n.gpr[EAX] ^ esp;
    n = fresh(), n.segment[SS] = world_selector(STACK16), n.gpr[ESP] = 0x77770100, n.gpr[EAX] = esp;
    code("89c4 cc");
    run(&n);
    if (n.gpr[ESP] != esp) moved = false, worst = n.gpr[ESP] ^ esp;
  }
  report("ESP's upper half in a 16-bit stack segment, in", same, worst, 0, 0, 0);
  report("ESP's upper half in a 16-bit stack segment, out", moved, worst, 0, 0, 0);
  // Over interrupts of the host, which return by the kernel's own IRET.
  world_ticks(&the_vm, 200);
  struct native n = fresh();
  n.segment[SS] = world_selector(STACK16), n.gpr[ESP] = 0xABCD0100, n.gpr[ECX] = 30000000;
  code("81fc 0001cdab 7503 49 75f5 cc"), run(&n);
  ticked = n.gpr[ECX] == 0 && n.gpr[ESP] == 0xABCD0100;
  world_ticks(&the_vm, 0);
  report("ESP's upper half over host interrupts", ticked, n.gpr[ECX], n.gpr[ESP], n.eip, 0);
  n = fresh(), n.segment[SS] = world_selector(STACK16), n.gpr[ESP] = 0x12340010, n.gpr[EAX] = 0xCAFE, code("6650 cc");
  run(&n);
  report("a push in a 16-bit stack segment", n.gpr[ESP] == 0x1234000E && *(uint16_t *)(world_of(&the_vm)->ram + 0xE) == 0xCAFE, n.gpr[ESP],
         0, 0, 0);
  n = fresh(), n.segment[CS] = world_selector(CODE16), n.eip = 0, code("b83412 eb00 e80000 cc");
  n.segment[SS] = world_selector(STACK16), n.gpr[ESP] = 0x100;
  struct native_exit exit = run(&n);
  report("16-bit code", (uint16_t)n.gpr[EAX] == 0x1234 && n.gpr[ESP] == 0xFE && n.eip == 9 && exit.vector == 3, n.gpr[EAX], n.gpr[ESP],
         n.eip, exit.vector);
}

// A checksum loop with everything live, under a 5 kHz timer: every value has to come out as it would without.
static void check_ticks(void) {
  // mov ecx, N; L: imul eax, 0x19660D; add eax, edx; rol ebx, 1; xor ebx, eax; adc esi, ebx; push eax; pop edi; paddd xmm1, xmm0; dec ecx; jnz L; int3
  static const char loop[] = "69c00d661900 01d0 d1c3 31c3 11de 50 5f 660ffec8 49 75e9 cc";
  uint32_t reference[8] = {0};
  uint32_t ticks = 0;
  bool equal = true;
  for (unsigned round = 0; round < 2; round++) {
    world_ticks(&the_vm, round ? 200 : 0);
    struct native n = fresh();
    n.gpr[ECX] = 400000000, n.gpr[EDX] = 12345, n.gpr[EAX] = 1;
    memset(the_vm.cpu.fx + 160, 0, 32), the_vm.cpu.fx[160] = 1;
    code(loop);
    struct native_exit exit;
    for (;;) {
      world_enter(&the_vm, 0, &n, &exit);
      if (exit.event != NATIVE_TICK) break;
      ticks++;
    }
    n.gpr[ECX] = *(uint32_t *)(the_vm.cpu.fx + 176);
    if (round == 0)
      memcpy(reference, n.gpr, sizeof reference);
    else
      equal = !memcmp(reference, n.gpr, sizeof reference) && exit.vector == 3;
  }
  world_ticks(&the_vm, 0);
  report("a 5 kHz timer corrupts nothing", equal && reference[ECX] == 400000000, reference[ECX], reference[EAX], ticks, 0);
  report("and did tick", ticks > 1000, ticks, 0, 0, 0);
}

enum { GATE = 0x800, GATE_NUMBER = 77 };

// Code that ends at a gate: the rest of the page is as code() left it.
static void gated(const char *hex) {
  code(hex);
  unsigned bytes = world_gate(&the_vm, world_scanned_pages(&the_vm) + GATE, CODE + GATE, GATE_NUMBER);
  report("a gate has a length", bytes && bytes <= WORLD_GATE_BYTES, bytes, 0, 0, 0);
}

static void check_gate(void) {
  // movd xmm2, eax; jmp gate
  gated("660f6ed0 e9f7070000");
  struct native n = fresh(), before;
  for (unsigned i = 0; i < 8; i++) n.gpr[i] = 0x11111111 * (i + 1);
  n.eflags |= FLAG_DF | FLAG_AC | FLAG_CF | FLAG_OF;
  before = n;
  struct native_exit exit = run(&n);
  report("a gate is left by", exit.event == NATIVE_GATE && exit.error == GATE_NUMBER, exit.event, exit.error, 0, 0);
  report("registers through a gate", !memcmp(n.gpr, before.gpr, sizeof n.gpr), n.gpr[EAX], n.gpr[ESP], 0, 0);
  report("flags through a gate", n.eflags == before.eflags, n.eflags, before.eflags, 0, 0);
  report("segments through a gate", !memcmp(n.segment, before.segment, sizeof n.segment), n.segment[SS], n.segment[GS], 0, 0);
  report("SSE state stays in the processor", the_vm.fx_live, 0, 0, 0, 0);
  // movd ebx, xmm2; jmp gate
  n.eip = CODE, code("660f7ed3 e9f7070000");
  world_gate(&the_vm, world_scanned_pages(&the_vm) + GATE, CODE + GATE, GATE_NUMBER + 1);
  exit = run(&n);
  report("and is there on the next entry", exit.event == NATIVE_GATE && exit.error == GATE_NUMBER + 1 && n.gpr[EBX] == 0x11111111,
         n.gpr[EBX], exit.event, 0, 0);
  world_keep_fx(&the_vm);
  report("it can be asked for", !the_vm.fx_live && *(uint32_t *)(the_vm.cpu.fx + 160 + 32) == 0x11111111, 0, 0, 0, 0);
  *(uint32_t *)(the_vm.cpu.fx + 160 + 32) = 0xCAFE;
  n.eip = CODE, run(&n);
  report("and changed", n.gpr[EBX] == 0xCAFE, n.gpr[EBX], 0, 0, 0);
  n = fresh(), n.eflags |= FLAG_TF, code("660f7ed3 cc");
  expect("a single step after a gate", &n, VECTOR_DB, 0, CODE + 4);
  report("with the SSE state from before", n.gpr[EBX] == 0xCAFE, n.gpr[EBX], 0, 0, 0);
  n = fresh(), gated("e9fb070000"), run(&n);
  n = fresh(), code("90cc");
  expect("an exception after a gate", &n, VECTOR_BP, 0, CODE + 2);
}

// Entries and exits by a gate, under a 5 kHz timer: every value has to come out as it would without.
static void check_gate_ticks(void) {
  // imul eax, 0x19660D; add eax, edx; rol ebx, 1; xor ebx, eax; adc esi, ebx; push eax; pop edi; paddd xmm1, xmm0; jmp gate
  static const char turn[] = "69c00d661900 01d0 d1c3 31c3 11de 50 5f 660ffec8 e9e7070000";
  enum { TURNS = 4000000 };
  uint32_t reference[8] = {0}, ticks = 0, inside = 0;
  bool equal = true;
  for (unsigned round = 0; round < 2; round++) {
    struct native n = fresh();
    n.gpr[EDX] = 12345, n.gpr[EAX] = 1;
    world_keep_fx(&the_vm);
    memset(the_vm.cpu.fx + 160, 0, 32), the_vm.cpu.fx[160] = 1;
    gated(turn);
    world_ticks(&the_vm, round ? 200 : 0);
    for (uint32_t i = 0; i < TURNS;) {
      struct native_exit exit;
      world_enter(&the_vm, 0, &n, &exit);
      if (exit.event == NATIVE_GATE) {
        i++;
        n.eip = CODE;
        n.code_changed = i % 2; // by either way in
      } else if (exit.event == NATIVE_TICK) {
        ticks++;
        inside += n.eip == CODE + GATE;
      } else {
        i = TURNS, equal = false;
      }
    }
    world_ticks(&the_vm, 0);
    world_keep_fx(&the_vm);
    n.gpr[ECX] = *(uint32_t *)(the_vm.cpu.fx + 176);
    if (round == 0)
      memcpy(reference, n.gpr, sizeof reference);
    else
      equal = equal && !memcmp(reference, n.gpr, sizeof reference);
  }
  report("a 5 kHz timer corrupts nothing at a gate", equal && reference[ECX] == TURNS, reference[ECX], reference[EAX], ticks, inside);
  report("and did tick there", ticks > 10, ticks, inside, 0, 0);
}

static void expect_wall(const char *name, const char *hex) {
  struct native n = fresh();
  n.gpr[EAX] = 2, n.gpr[EBX] = DATA; // open, fork: whatever the number means there
  code(hex);
  struct native_exit exit = run(&n);
  report(name, exit.event == NATIVE_WALL, (uint32_t)exit.event << 8 | exit.vector, n.eip, n.segment[CS], exit.error);
}

struct gate_call {
  const char *name;
  uint32_t call[7]; // the number and its arguments
};

// The gate's own system call instruction, from 64-bit code that knows its address.
static void expect_wall_at_gate(const struct gate_call *tried) {
  static char hex[256];
  extern void system_call_instruction(void);
  // jmp far 33:7; mov eax, n; mov edi; mov esi; mov edx; mov r10d; mov r8d; mov r9d; mov rcx, gate; jmp rcx
  uint8_t bytes[96];
  unsigned at = 0;
  const uint8_t far_jump[] = {0xEA, 0x07, 0x00, 0x00, 0x10, 0x33, 0x00};
  memcpy(bytes, far_jump, 7), at = 7;
  static const uint8_t moves[7][2] = {{0xB8}, {0xBF}, {0xBE}, {0xBA}, {0x41, 0xBA}, {0x41, 0xB8}, {0x41, 0xB9}};
  for (unsigned r = 0; r < 7; r++) {
    bytes[at++] = moves[r][0];
    if (moves[r][1]) bytes[at++] = moves[r][1];
    memcpy(bytes + at, &tried->call[r], 4), at += 4;
  }
  uint64_t gate = (uintptr_t)system_call_instruction;
  bytes[at++] = 0x48, bytes[at++] = 0xB9;
  memcpy(bytes + at, &gate, 8), at += 8;
  bytes[at++] = 0xFF, bytes[at++] = 0xE1;
  for (unsigned b = 0; b < at; b++) hex[2 * b] = "0123456789abcdef"[bytes[b] >> 4], hex[2 * b + 1] = "0123456789abcdef"[bytes[b] & 15];
  hex[2 * at] = 0;
  expect_wall(tried->name, hex);
}

static void check_wall(void) {
  expect_wall("int 80h", "cd80 cc");
  expect_wall("syscall from compatibility mode", "0f05 cc");
  struct native n = fresh();
  code("0f34 cc");
  struct native_exit exit = run(&n);
  report("sysenter", exit.event == NATIVE_WALL || (exit.event == NATIVE_EXCEPTION && exit.vector == VECTOR_UD), exit.event, exit.vector,
         n.eip, 0);
  // jmp far 0x33:L; L: mov eax, 2; syscall in 64-bit mode
  expect_wall("syscall in 64-bit code", "ea 07000010 3300 b802000000 0f05 cc");
  expect_wall("open in 64-bit code", "ea 07000010 3300 b802000000 bf00000020 31f6 0f05 cc");
  expect_wall("int3 in 64-bit code", "ea 07000010 3300 cc");
  expect_wall("int3 in the host's 32-bit segment", "ea 07000010 2300 cc");
  expect_wall("int 80h in 64-bit code", "ea 07000010 3300 b805000000 cd80 cc");
  static const struct gate_call calls[] = {
      {"open at the gate", {2, DATA, 0, 0}},
      {"socket at the gate", {41, 2, 1, 0}},
      {"fork at the gate", {57}},
      {"execve at the gate", {59, DATA, 0, 0}},
      {"write to another file at the gate", {1, 3, DATA, 1}},
      {"mmap of a writable, executable page at the gate", {9, DATA, 4096, 7, 0x11, 3, 0}},
      {"mprotect to writable and executable at the gate", {10, DATA, 4096, 7}},
      {"prctl at the gate", {157, 59, 0, 0}},
      {"pread where no file was handed over", {17, 3, DATA, 1}},
      {"pwrite where no file was handed over", {18, 3, DATA, 1}},
      {"fdatasync where no file was handed over", {75, 3}},
  };
  for (unsigned i = 0; i < ARRAY_LENGTH(calls); i++) expect_wall_at_gate(&calls[i]);
  n = fresh(), gated("e9fb070000"), run(&n);
  expect_wall("the wall after a gate", "cd80 cc");
  n = fresh(), code("90cc");
  expect("the world works on after all that", &n, VECTOR_BP, 0, CODE + 2);
}

static void check_descriptors(void) {
  struct vm *vm = &the_vm;
  report("a conforming code segment is refused", !world_descriptor(vm, 0, 20, descriptor(0, 0xFFFF, 0x409E)), 0, 0, 0, 0);
  report("a slot past the table is refused", !world_descriptor(vm, 0, WORLD_DESCRIPTORS, descriptor(0, 0xFFFF, 0x4092)), 0, 0, 0, 0);
  report("the last slot", world_descriptor(vm, 0, WORLD_DESCRIPTORS - 1, descriptor(0x12345678, 0xFFFFF, 0x4096)), 0, 0, 0, 0);
  // An expand-down segment: valid above its limit only.
  world_descriptor(vm, 0, 21, descriptor(DATA, 0xFF, 0x4096));
  struct native n = fresh();
  n.segment[DS] = world_selector(21), n.gpr[EBX] = 0x100, code("8a03 90 cc");
  expect("above the limit of an expand-down segment", &n, VECTOR_BP, 0, CODE + 4);
  n = fresh(), n.segment[DS] = world_selector(21), n.gpr[EBX] = 0xFF, code("8a03 90 cc");
  expect("below it", &n, VECTOR_GP, 0, CODE);
  report("forbidden maps",
         world_map(vm, 0, 0, PAGE_BYTES, WORLD_RAM, 0, WORLD_READ) == WORLD_FORBIDDEN &&
             world_map(vm, 0, 0xFFFFF000, 2 * PAGE_BYTES, WORLD_RAM, 0, WORLD_READ) == WORLD_FORBIDDEN &&
             world_map(vm, 0, CODE, PAGE_BYTES, WORLD_RAM, WORLD_RAM_BYTES, WORLD_READ) == WORLD_FORBIDDEN,
         0, 0, 0, 0);
}

// Every other page: each mapping is a piece of its own, and so is each gap. The world says FULL before the kernel does.
static void check_full(void) {
  struct vm *vm = &the_vm;
  uint32_t before = world_of(vm)->mappings, made = 0;
  enum world_status status = WORLD_OK;
  while (made < WORLD_MAPPINGS && status == WORLD_OK) {
    status = world_map(vm, 0, UNMAPPED + 2 * made * PAGE_BYTES, PAGE_BYTES, WORLD_RAM, 0, WORLD_READ);
    if (status == WORLD_OK) made++;
  }
  report("too many mappings", status == WORLD_FULL && made > WORLD_MAPPINGS / 2 - 100 && made <= WORLD_MAPPINGS / 2, status, made,
         world_of(vm)->mappings, 0);
  world_unmap(vm, 0, UNMAPPED + PAGE_BYTES, PAGE_BYTES);
  for (uint32_t i = 0; i < made; i += 3) world_unmap(vm, 0, UNMAPPED + 2 * i * PAGE_BYTES, PAGE_BYTES);
  status = world_map(vm, 0, UNMAPPED, PAGE_BYTES, WORLD_RAM, 0, WORLD_READ_WRITE);
  report("room again after unmapping", status == WORLD_OK, status, world_of(vm)->mappings, 0, 0);
  world_unmap(vm, 0, UNMAPPED, 2 * made * PAGE_BYTES);
  report("the count comes back", world_of(vm)->mappings == before, world_of(vm)->mappings, before, 0, 0);
  bool merged = world_map(vm, 0, UNMAPPED, 8 * PAGE_BYTES, WORLD_RAM, 0, WORLD_READ) == WORLD_OK &&
                world_map(vm, 0, UNMAPPED + 8 * PAGE_BYTES, 8 * PAGE_BYTES, WORLD_RAM, 8 * PAGE_BYTES, WORLD_READ) == WORLD_OK &&
                world_of(vm)->mappings == before + 2;
  merged &=
      world_protect(vm, 0, UNMAPPED + 4 * PAGE_BYTES, PAGE_BYTES, WORLD_READ_WRITE) == WORLD_OK && world_of(vm)->mappings == before + 4;
  world_unmap(vm, 0, UNMAPPED, 16 * PAGE_BYTES);
  report("neighbours that continue are one mapping", merged && world_of(vm)->mappings == before, world_of(vm)->mappings, before, 0, 0);
}

// Descriptor 3 was opened for reading, 4 for reading and writing, and 5 was not handed over at all.
static void check_files(void) {
  struct vm *vm = &the_vm;
  uint8_t seen[4] = {0};
  report("two files", world_files(vm) == 2 && world_file_bytes(vm, 0) == 8192 && world_file_bytes(vm, 1) == 8192, world_files(vm),
         (uint32_t)world_file_bytes(vm, 0), 0, 0);
  report("which is writable", !world_file_writable(vm, 0) && world_file_writable(vm, 1), 0, 0, 0, 0);
  report("read at an offset", world_file_read(vm, 0, 4096, seen, 4) && !memcmp(seen, "read", 4), seen[0], seen[1], 0, 0);
  report("read past the end", !world_file_read(vm, 0, 8190, seen, 4), 0, 0, 0, 0);
  report("write at an offset",
         world_file_write(vm, 1, 4098, "done", 4) && world_file_read(vm, 1, 4098, seen, 4) && !memcmp(seen, "done", 4), seen[0], seen[1], 0,
         0);
  report("sync", world_file_sync(vm, 1), 0, 0, 0, 0);
  report("no write to a file for reading", !world_file_write(vm, 0, 0, "no", 2), 0, 0, 0, 0);
  static const struct gate_call calls[] = {
      {"pwrite to a file for reading", {18, 3, DATA, 1, 0}},
      {"fdatasync of a file for reading", {75, 3}},
      {"write to a file that may be written at offsets", {1, 4, DATA, 1}},
      {"read of a file that may be read at offsets", {0, 4, DATA, 1}},
      {"lseek", {8, 4, 0, 0}},
      {"ftruncate", {77, 4, 0}},
      {"close", {3, 4}},
      {"dup", {32, 4}},
      {"fchmod", {91, 4, 0}},
      {"pread of another descriptor", {17, 5, DATA, 1, 0}},
      {"pwrite to another descriptor", {18, 5, DATA, 1, 0}},
      {"pwrite to standard output", {18, 1, DATA, 1, 0}},
      {"pwritev", {296, 4, DATA, 1, 0}},
      {"mmap of a file that was handed over", {9, DATA, 4096, 1, 0x11, 4, 0}},
  };
  for (unsigned i = 0; i < ARRAY_LENGTH(calls); i++) expect_wall_at_gate(&calls[i]);
}

int program(int argc, char **argv) {
  struct vm *vm = &the_vm;
  bool files = argc > 1 && argv[1][0] == 'f', jail = argc < 2 || files;
  world_create_with_files(vm, files ? 2 : 0);
  if (jail) world_jail(vm);
  struct world *world = world_of(vm);
  bool made = world_map(vm, 0, CODE, PAGE_BYTES, WORLD_SCANNED, 0, WORLD_READ_EXECUTE) == WORLD_OK &&
              world_map(vm, 0, DATA, PAGE_BYTES, WORLD_RAM, 0, WORLD_READ_WRITE) == WORLD_OK &&
              world_map(vm, 0, DATA + PAGE_BYTES, PAGE_BYTES, WORLD_RAM, PAGE_BYTES, WORLD_READ) == WORLD_OK;
  report("maps", made, 0, 0, 0, 0);
  made = world_descriptor(vm, 0, CODE32, descriptor(0, 0xFFFFFFFF, 0xC09B)) &&
         world_descriptor(vm, 0, CODE16, descriptor(CODE, 0xFFFF, 0x009B)) &&
         world_descriptor(vm, 0, FLAT_DATA, descriptor(0, 0xFFFFFFFF, 0xC093)) &&
         world_descriptor(vm, 0, STACK16, descriptor(DATA, 0xFFFF, 0x0093)) &&
         world_descriptor(vm, 0, LIMITED, descriptor(DATA + DATA_OFFSET, 0xFF, 0x4093)) &&
         world_descriptor(vm, 0, LIMITED_CODE, descriptor(0, 0xFF, 0x409B));
  report("descriptors", made, 0, 0, 0, 0);
  if (!made) return 1;
  (void)world;
  if (files) {
    check_files();
    return failures != 0;
  }
  check_vectors();
  check_state();
  check_stack16();
  check_descriptors();
  check_full();
  if (jail) check_wall();
  check_ticks();
  check_gate();
  check_gate_ticks();
  return failures != 0;
}
