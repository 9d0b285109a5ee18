#include "frame.h"

struct frame frame_here(const struct vm *vm, unsigned bytes, uint32_t error) {
  return (struct frame){
      .stack = vm->cpu.segment[SS],
      .pointer = vm->cpu.gpr[ESP],
      .user = vm->cpu.cpl == 3,
      .error = error,
      .bytes = bytes,
  };
}

void frame_add(struct frame *frame, uint32_t value) {
  frame->value[frame->count++] = value;
}

static uint32_t mask_of(const struct frame *frame) {
  return frame->stack.attributes & SEGMENT_BIG ? 0xFFFFFFFFu : 0xFFFFu;
}

static uint32_t offset_of(const struct frame *frame, unsigned index) {
  return (frame->pointer - (index + 1) * frame->bytes) & mask_of(frame);
}

void frame_check(struct vm *vm, const struct frame *frame) {
  // All limits come before all pages: a frame that does not fit is #SS wherever its first pushes would go.
  for (unsigned i = 0; i < frame->count; i++)
    if (!segment_allows(&frame->stack, offset_of(frame, i), frame->bytes, ACCESS_WRITE)) raise_exception(vm, VECTOR_SS, frame->error);
  bool aligned = frame->user && alignment_checked(&vm->cpu);
  for (unsigned i = 0; i < frame->count; i++) {
    uint32_t linear = frame->stack.base + offset_of(frame, i);
    if (aligned && (linear & (frame->bytes - 1))) raise_exception(vm, VECTOR_AC, 0);
    linear_check(vm, linear, frame->bytes, ACCESS_WRITE, frame->user);
  }
}

void frame_write(struct vm *vm, const struct frame *frame) {
  for (unsigned i = 0; i < frame->count; i++) {
    uint32_t linear = frame->stack.base + offset_of(frame, i);
    // The rights were checked; what remains is the store.
    system_write(vm, linear, frame->bytes, frame->value[i]);
    debug_data(vm, linear, frame->bytes, true);
  }
}

uint32_t frame_pointer(const struct cpu *cpu, const struct frame *frame) {
  uint32_t mask = mask_of(frame), pointer = frame->pointer - frame->count * frame->bytes;
  return (cpu->gpr[ESP] & ~mask) | (pointer & mask);
}
