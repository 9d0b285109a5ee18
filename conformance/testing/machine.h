// A small machine for unit tests of the system functions: descriptor tables, four rings of segments, a TSS of each kind, and a
// way to call what may fault.
#ifndef PLEX86_TEST_MACHINE_H
#define PLEX86_TEST_MACHINE_H

#include "../../monitor/cpu/descriptor.h"
#include "test_world.h"
#include <stdio.h>
#include <stdlib.h>

static unsigned checks;

#define CHECK(condition, ...)                                                                                                              \
  do {                                                                                                                                     \
    checks++;                                                                                                                              \
    if (!(condition)) {                                                                                                                    \
      fprintf(stderr, "%s:%d: %s: ", __FILE__, __LINE__, #condition);                                                                      \
      fprintf(stderr, __VA_ARGS__);                                                                                                        \
      fprintf(stderr, "\n");                                                                                                               \
      exit(1);                                                                                                                             \
    }                                                                                                                                      \
  } while (0)

#define CHECK_EQ(actual, expected, ...)                                                                                                    \
  do {                                                                                                                                     \
    long long a_ = (long long)(actual), e_ = (long long)(expected);                                                                        \
    checks++;                                                                                                                              \
    if (a_ != e_) {                                                                                                                        \
      fprintf(stderr, "%s:%d: %s is %#llx, not %#llx: ", __FILE__, __LINE__, #actual, a_, e_);                                             \
      fprintf(stderr, __VA_ARGS__);                                                                                                        \
      fprintf(stderr, "\n");                                                                                                               \
      exit(1);                                                                                                                             \
    }                                                                                                                                      \
  } while (0)

static inline int finish(const char *name) {
  printf("%s: %u checks\n", name, checks);
  return 0;
}

struct fault {
  int vector; // -1: none
  uint32_t error;
};
static const struct fault no_fault = {-1, 0};

// Defines `name`, which makes one call as the interpreter would: a fault puts the registers back and is returned.
#define CALLER(name, parameters, call)                                                                                                     \
  static __attribute__((noinline, unused)) struct fault name parameters {                                                                  \
    vm->restart = vm->cpu;                                                                                                                 \
    if (__builtin_setjmp(vm->fault_jump)) {                                                                                                \
      vm->cpu = vm->restart;                                                                                                               \
      return (struct fault){vm->exception.vector, vm->exception.error};                                                                    \
    }                                                                                                                                      \
    call;                                                                                                                                  \
    return no_fault;                                                                                                                       \
  }

static inline bool same_fault(struct fault a, struct fault b) {
  return a.vector == b.vector && (a.vector < 0 || a.error == b.error);
}
#define CHECK_FAULT(actual, vector_, error_, ...)                                                                                          \
  do {                                                                                                                                     \
    struct fault a_ = (actual), e_ = {(vector_), (error_)};                                                                                \
    checks++;                                                                                                                              \
    if (!same_fault(a_, e_)) {                                                                                                             \
      fprintf(stderr, "%s:%d: fault %d error %#x, not %d error %#x: ", __FILE__, __LINE__, a_.vector, a_.error, e_.vector, e_.error);      \
      fprintf(stderr, __VA_ARGS__);                                                                                                        \
      fprintf(stderr, "\n");                                                                                                               \
      exit(1);                                                                                                                             \
    }                                                                                                                                      \
  } while (0)
#define CHECK_OK(actual, ...) CHECK_FAULT(actual, -1, 0, __VA_ARGS__)

enum {
  GDT_BASE = 0x1000,
  LDT_BASE = 0x1800,
  IDT_BASE = 0x2000,
  TSS_BASE = 0x3000,    // the current task's, 32-bit
  TSS_OTHER = 0x3400,   // another, 32-bit
  TSS_16 = 0x3800,      // another, 16-bit
  RING_STACK = 0x10000, // ring r's stack ends at RING_STACK + 0x1000 * (r + 1)
  RING_STACK_BYTES = 0x1000,
  RAM_BYTES = 1 << 20,
  ACCESS_CODE = 0x9A, // readable, not accessed, DPL 0
  ACCESS_CONFORMING = 0x9E,
  ACCESS_DATA = 0x92, // writable, not accessed, DPL 0
  FLAT = 0xC,         // G and D/B
};

// GDT slots: ring r has code at 1 + 2r and data at 2 + 2r; then what is named here; 16 up are free.
enum { SLOT_TSS = 10, SLOT_TSS_OTHER = 11, SLOT_TSS_16 = 12, SLOT_LDT = 13, SLOT_FREE = 16, GDT_SLOTS = 64 };

static inline uint16_t code_selector(unsigned ring) {
  return (uint16_t)((1 + 2 * ring) * 8 + ring);
}
static inline uint16_t data_selector(unsigned ring) {
  return (uint16_t)((2 + 2 * ring) * 8 + ring);
}
static inline uint16_t slot_selector(unsigned slot, unsigned rpl) {
  return (uint16_t)(slot * 8 + rpl);
}

static inline struct descriptor make_descriptor(uint32_t base, uint32_t limit, unsigned access, unsigned flags) {
  return (struct descriptor){
      .low = (limit & 0xFFFF) | base << 16,
      .high = (base >> 16 & 0xFF) | access << 8 | (limit & 0xF0000) | flags << 20 | (base & 0xFF000000),
  };
}
static inline struct descriptor make_gate(uint16_t selector, uint32_t offset, unsigned access, unsigned parameters) {
  return (struct descriptor){
      .low = (offset & 0xFFFF) | (uint32_t)selector << 16,
      .high = (offset & 0xFFFF0000) | access << 8 | parameters,
  };
}

static inline void put(struct vm *vm, uint32_t address, unsigned bytes, uint32_t value) {
  tlb_flush(vm, true); // a test changes page tables as it likes
  memcpy(vm->memory.ram + address, &value, bytes);
}
static inline uint32_t get(struct vm *vm, uint32_t address, unsigned bytes) {
  uint32_t value = 0;
  memcpy(&value, vm->memory.ram + address, bytes);
  return value;
}
static inline void put_descriptor(struct vm *vm, uint32_t table, unsigned slot, struct descriptor d) {
  put(vm, table + slot * 8, 4, d.low);
  put(vm, table + slot * 8 + 4, 4, d.high);
}
static inline void put_gdt(struct vm *vm, unsigned slot, struct descriptor d) {
  put_descriptor(vm, GDT_BASE, slot, d);
}
static inline unsigned gdt_access(struct vm *vm, unsigned slot) {
  return get(vm, GDT_BASE + slot * 8 + 5, 1);
}

static inline struct segment gdt_segment(struct vm *vm, uint16_t selector) {
  uint32_t at = GDT_BASE + (selector & 0xFFF8);
  return segment_from_descriptor(selector, (struct descriptor){get(vm, at, 4), get(vm, at + 4, 4)});
}

// Real mode, all segments at 0, SP 0x8000, the IVT pointing vector v at 0x100:v * 16.
static inline struct vm *real_machine(void) {
  struct vm *vm = test_vm(RAM_BYTES);
  struct cpu *cpu = &vm->cpu;
  cpu->cr0 = CR0_ET;
  cpu->eflags = FLAG_ONE;
  cpu->idtr.limit = 0x3FF;
  for (unsigned s = ES; s <= GS; s++) cpu->segment[s] = (struct segment){.attributes = 0x93, .limit = 0xFFFF};
  cpu->gpr[ESP] = 0x8000;
  cpu->eip = 0x1000;
  for (unsigned v = 0; v < 256; v++) put(vm, v * 4, 4, 0x01000000 | v * 16);
  return vm;
}

// Protected mode at `ring`, flat 32-bit segments, EIP 0x5000, an IDT whose gates (32-bit interrupt gates to ring 0, DPL 0) point
// vector v at 0x6000 + v * 16.
static inline struct vm *protected_machine(unsigned ring) {
  struct vm *vm = test_vm(RAM_BYTES);
  struct cpu *cpu = &vm->cpu;
  cpu->cr0 = CR0_ET | CR0_PE;
  cpu->eflags = FLAG_ONE;
  cpu->gdtr = (struct table_register){GDT_BASE, GDT_SLOTS * 8 - 1};
  cpu->idtr = (struct table_register){IDT_BASE, 256 * 8 - 1};
  for (unsigned r = 0; r < 4; r++) {
    put_gdt(vm, 1 + 2 * r, make_descriptor(0, 0xFFFFF, ACCESS_CODE | 1 | r << 5, FLAT));
    put_gdt(vm, 2 + 2 * r, make_descriptor(0, 0xFFFFF, ACCESS_DATA | 1 | r << 5, FLAT));
    if (r == 3) break;
    put(vm, TSS_BASE + 4 + r * 8, 4, RING_STACK + RING_STACK_BYTES * (r + 1));
    put(vm, TSS_BASE + 8 + r * 8, 4, data_selector(r));
  }
  put_gdt(vm, SLOT_TSS, make_descriptor(TSS_BASE, 0xFF, 0x8B, 0));
  put_gdt(vm, SLOT_TSS_OTHER, make_descriptor(TSS_OTHER, 0x67, 0x89, 0));
  put_gdt(vm, SLOT_TSS_16, make_descriptor(TSS_16, 0x2B, 0x81, 0));
  put_gdt(vm, SLOT_LDT, make_descriptor(LDT_BASE, 0x7F, 0x82, 0));
  for (unsigned v = 0; v < 256; v++) put_descriptor(vm, IDT_BASE, v, make_gate(code_selector(0), 0x6000 + v * 16, 0x8E, 0));
  cpu->segment[CS] = gdt_segment(vm, code_selector(ring));
  for (unsigned s = ES; s <= GS; s++)
    if (s != CS) cpu->segment[s] = gdt_segment(vm, data_selector(ring));
  cpu->segment[TR] = gdt_segment(vm, slot_selector(SLOT_TSS, 0));
  cpu->segment[LDTR] = null_segment(0);
  cpu->cpl = ring;
  cpu->gpr[ESP] = RING_STACK + RING_STACK_BYTES * (ring + 1) - 0x100;
  cpu->eip = 0x5000;
  return vm;
}

// V86 mode with the same tables: CS 0x500, SS 0x800, SP 0x7000, EIP 0x100.
static inline struct vm *v86_machine(unsigned io_privilege) {
  struct vm *vm = protected_machine(0);
  struct cpu *cpu = &vm->cpu;
  static const uint16_t selectors[] = {0x700, 0x500, 0x800, 0x710, 0x720, 0x730};
  cpu->eflags |= FLAG_VM | io_privilege << 12;
  cpu->cpl = 3;
  for (unsigned s = ES; s <= GS; s++) set_real_segment(vm, s, selectors[s]);
  cpu->gpr[ESP] = 0x7000;
  cpu->eip = 0x100;
  return vm;
}

#endif
