// Descriptors as the checks of SDM Vol. 3A read them, and the pieces that far transfers, gates and tasks share.
#ifndef PLEX86_CPU_DESCRIPTOR_H
#define PLEX86_CPU_DESCRIPTOR_H

#include "system.h"

// Types of system descriptors (SDM Vol. 3A, table 3-2).
enum system_type {
  TYPE_TSS16 = 1,
  TYPE_LDT = 2,
  TYPE_TSS16_BUSY = 3,
  TYPE_CALL_GATE16 = 4,
  TYPE_TASK_GATE = 5,
  TYPE_INTERRUPT_GATE16 = 6,
  TYPE_TRAP_GATE16 = 7,
  TYPE_TSS32 = 9,
  TYPE_TSS32_BUSY = 11,
  TYPE_CALL_GATE32 = 12,
  TYPE_INTERRUPT_GATE32 = 14,
  TYPE_TRAP_GATE32 = 15,
};
enum { TSS_BUSY = 2, GATE_32 = 8 }; // bits of the type

// Error codes of exceptions that name a selector (SDM Vol. 3A, 6.13).
enum error_code { ERROR_EXT = 1, ERROR_IDT = 2 };

static inline unsigned selector_rpl(uint16_t selector) {
  return selector & 3;
}
static inline bool selector_null(uint16_t selector) {
  return (selector & 0xFFFC) == 0;
}
static inline bool selector_local(uint16_t selector) {
  return selector & 4;
}
static inline uint32_t selector_error(uint16_t selector) {
  return selector & 0xFFFC;
}

static inline unsigned descriptor_type(struct descriptor d) {
  return (d.high >> 8) & 15;
}
static inline bool descriptor_system(struct descriptor d) {
  return !(d.high & 1u << 12);
}
static inline unsigned descriptor_dpl(struct descriptor d) {
  return (d.high >> 13) & 3;
}
static inline bool descriptor_present(struct descriptor d) {
  return d.high & 1u << 15;
}
static inline bool descriptor_code(struct descriptor d) {
  return !descriptor_system(d) && (descriptor_type(d) & SEGMENT_CODE);
}
static inline bool descriptor_conforming(struct descriptor d) {
  return descriptor_code(d) && (descriptor_type(d) & SEGMENT_CONFORMING);
}
static inline bool descriptor_writable_data(struct descriptor d) {
  return !descriptor_system(d) && (descriptor_type(d) & (SEGMENT_CODE | SEGMENT_WRITABLE)) == SEGMENT_WRITABLE;
}
static inline bool descriptor_readable(struct descriptor d) {
  return !descriptor_system(d) && (descriptor_type(d) & (SEGMENT_CODE | SEGMENT_READABLE)) != SEGMENT_CODE;
}
static inline bool descriptor_tss(struct descriptor d, bool busy) {
  unsigned type = descriptor_type(d);
  return descriptor_system(d) && (type & ~GATE_32) == (busy ? TYPE_TSS16_BUSY : TYPE_TSS16);
}

// A call, interrupt or trap gate taken apart (SDM Vol. 3A, 5.8.3 and 6.11).
struct gate {
  uint16_t selector;
  uint32_t offset;
  unsigned bytes; // 4, or 2 for a 16-bit gate: what it pushes
  unsigned parameters;
};
struct gate gate_from_descriptor(struct descriptor d);

static inline unsigned segment_dpl(const struct segment *segment) {
  return (segment->attributes >> 5) & 3;
}
static inline unsigned segment_type(const struct segment *segment) {
  return segment->attributes & 15;
}
static inline struct segment null_segment(uint16_t selector) {
  return (struct segment){.selector = selector};
}

// Where a selector's descriptor stands. The caller knows that the selector is inside its table.
uint32_t descriptor_address(const struct cpu *cpu, uint16_t selector);
// read_descriptor(), raising `vector` with the selector (and `ext`) as its error code where it is outside its table.
struct descriptor need_descriptor(struct vm *vm, uint16_t selector, uint8_t vector, uint32_t ext);
// Sets the accessed bit in memory and in *d.
void mark_accessed(struct vm *vm, uint16_t selector, struct descriptor *d);

// Loads CS with a checked code descriptor, RPL := `cpl`, and makes `cpl` the privilege level.
void load_code_segment(struct vm *vm, uint16_t selector, struct descriptor d, unsigned cpl);
// Only #NP, and #GP for an offset past the limit: what every load of CS ends with.
void check_code_present(struct vm *vm, uint16_t selector, struct descriptor d, uint32_t ext);
void check_code_limit(struct vm *vm, struct descriptor d, uint32_t offset, uint32_t ext);
uint32_t descriptor_limit(struct descriptor d); // in bytes, G applied

// The checks of a stack segment for privilege level `cpl` that a gate's stack switch, a far return or IRET to an outer level make; `vector`
// is #TS for the first, #GP for the others; not present is #SS. A null selector's error code is 0.
struct descriptor check_stack_segment(struct vm *vm, uint16_t selector, unsigned cpl, uint8_t vector, uint32_t ext);
// SS:ESP for an inner level, from the current TSS (SDM Vol. 3A, 5.8.5); raises #TS where the TSS is too small.
struct far_pointer {
  uint16_t selector;
  uint32_t offset;
} inner_stack(struct vm *vm, unsigned cpl, uint32_t ext);
// After a return to an outer level: data segments that the new CPL may not use become null (SDM Vol. 3A, 5.8.6).
void drop_data_segments(struct vm *vm);

enum task_reason { TASK_JUMP, TASK_CALL, TASK_INTERRUPT, TASK_IRET };
// SDM Vol. 3A, 7.3. vm->cpu.eip is what the old task resumes at. `ext` goes into the error codes of what fails here.
void task_switch(struct vm *vm, uint16_t selector, struct descriptor tss, enum task_reason reason, uint32_t ext);
// A TSS descriptor for JMP, CALL, a gate or an interrupt: in the GDT, available, present; #GP and #NP.
struct descriptor need_available_tss(struct vm *vm, uint16_t selector, uint32_t ext);

#endif
