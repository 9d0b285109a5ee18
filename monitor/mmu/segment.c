// From a segment and an offset to a linear address: SDM Vol. 3A, 5.2 to 5.4.
#include "../cpu/system.h"
#include "../mutants.h"
#include "translate.h"

enum {
  USABLE = SEGMENT_PRESENT | SEGMENT_S,
  SHAPE = USABLE | SEGMENT_CODE | SEGMENT_EXPAND_DOWN | SEGMENT_WRITABLE,
};

static inline bool within_limit(const struct segment *segment, uint32_t offset, unsigned bytes) {
  uint32_t last = offset + (bytes - 1);
  if (last < offset) return false; // past 4 GiB: processors differ (SDM Vol. 3A, 5.3), those measured fault
  if ((segment->attributes & (SEGMENT_CODE | SEGMENT_EXPAND_DOWN)) != SEGMENT_EXPAND_DOWN) return last <= segment->limit;
  uint32_t top = segment->attributes & SEGMENT_BIG ? 0xFFFFFFFFu : 0xFFFFu;
  return offset > segment->limit && last <= top;
}

static inline bool allows(const struct segment *segment, uint32_t offset, unsigned bytes, enum access access) {
  unsigned shape = segment->attributes & SHAPE;
  if (__builtin_expect(shape == (USABLE | SEGMENT_WRITABLE), 1)) {
    uint32_t last = offset + (bytes - 1);
    return last >= offset && last <= segment->limit;
  }
  if ((shape & USABLE) != USABLE) return false; // a null selector, or never loaded
  if (access == ACCESS_WRITE && (shape & (SEGMENT_CODE | SEGMENT_WRITABLE)) != SEGMENT_WRITABLE) return false;
  if (access == ACCESS_READ && (shape & (SEGMENT_CODE | SEGMENT_READABLE)) == SEGMENT_CODE) return false;
  return within_limit(segment, offset, bytes);
}

bool segment_allows(const struct segment *segment, uint32_t offset, unsigned bytes, enum access access) {
  return allows(segment, offset, bytes, access);
}

static inline uint32_t check(struct vm *vm, unsigned segment, uint32_t offset, unsigned bytes, enum access access, unsigned alignment) {
  const struct segment *s = &vm->cpu.segment[segment];
  if (__builtin_expect(!allows(s, offset, bytes, access), 0)) raise_exception(vm, segment == SS ? VECTOR_SS : VECTOR_GP, 0);
  uint32_t linear = s->base + offset;
  if (__builtin_expect(linear & (alignment - 1), 0) && alignment_checked(&vm->cpu) && !MUTANT(vm, MUTANT_ALIGNMENT_CHECK))
    raise_exception(vm, VECTOR_AC, 0);
  return linear;
}

uint32_t segment_check(struct vm *vm, unsigned segment, uint32_t offset, unsigned bytes, enum access access, unsigned alignment) {
  return check(vm, segment, offset, bytes, access, alignment);
}

uint32_t read_memory(struct vm *vm, unsigned segment, uint32_t offset, unsigned bytes) {
  uint32_t linear = check(vm, segment, offset, bytes, ACCESS_READ, bytes);
  uint32_t value = linear_read_inline(vm, linear, bytes, vm->cpu.cpl == 3);
  if (data_breakpoints(vm)) debug_data(vm, linear, bytes, false);
  return value;
}

#ifdef PLEX86_MUTANTS
static void write_part(struct vm *vm, unsigned segment, uint32_t offset, unsigned bytes, uint32_t value) {
  if (!MUTANT(vm, MUTANT_WRITE_SPLIT)) return;
  const struct segment *s = &vm->cpu.segment[segment];
  for (unsigned i = 0; i < bytes && allows(s, offset + i, 1, ACCESS_WRITE); i++)
    linear_write_inline(vm, s->base + offset + i, 1, value >> (8 * i), vm->cpu.cpl == 3);
}
#else
static inline void write_part(struct vm *vm, unsigned segment, uint32_t offset, unsigned bytes, uint32_t value) {}
#endif

void write_memory(struct vm *vm, unsigned segment, uint32_t offset, unsigned bytes, uint32_t value) {
  write_part(vm, segment, offset, bytes, value);
  uint32_t linear = check(vm, segment, offset, bytes, ACCESS_WRITE, bytes);
  linear_write_inline(vm, linear, bytes, value, vm->cpu.cpl == 3);
  if (data_breakpoints(vm)) debug_data(vm, linear, bytes, true);
}

uint32_t read_for_write(struct vm *vm, unsigned segment, uint32_t offset, unsigned bytes) {
  uint32_t linear = check(vm, segment, offset, bytes, ACCESS_WRITE, bytes);
  linear_check(vm, linear, bytes, ACCESS_WRITE, vm->cpu.cpl == 3);
  if (data_breakpoints(vm)) debug_data(vm, linear, bytes, false);
  return linear_read_inline(vm, linear, bytes, vm->cpu.cpl == 3);
}

void read_block(struct vm *vm, unsigned segment, uint32_t offset, void *to, unsigned bytes, unsigned alignment) {
  uint32_t linear = check(vm, segment, offset, bytes, ACCESS_READ, alignment);
  linear_read_block(vm, linear, to, bytes, vm->cpu.cpl == 3);
  if (data_breakpoints(vm)) debug_data(vm, linear, bytes, false);
}

void write_block(struct vm *vm, unsigned segment, uint32_t offset, const void *from, unsigned bytes, unsigned alignment) {
  uint32_t linear = check(vm, segment, offset, bytes, ACCESS_WRITE, alignment);
  linear_write_block(vm, linear, from, bytes, vm->cpu.cpl == 3);
  if (data_breakpoints(vm)) debug_data(vm, linear, bytes, true);
}

void check_write(struct vm *vm, unsigned segment, uint32_t offset, unsigned bytes) {
  uint32_t linear = check(vm, segment, offset, bytes, ACCESS_WRITE, bytes & (bytes - 1) ? 1 : bytes);
  linear_check(vm, linear, bytes, ACCESS_WRITE, vm->cpu.cpl == 3);
}
