// What a gate pushes, as one step: the processor makes sure that the whole frame fits before it changes anything.
#ifndef PLEX86_CPU_FRAME_H
#define PLEX86_CPU_FRAME_H

#include "system.h"

enum { FRAME_MAX = 40 };

struct frame {
  struct segment stack;
  uint32_t pointer; // ESP, or SP where stack.B is clear, before the first push
  bool user;        // the pushes have the rights of CPL 3
  uint32_t error;   // of the #SS where the frame does not fit
  unsigned bytes;   // of a push: 2 or 4
  unsigned count;
  uint32_t value[FRAME_MAX];
};

// A frame on the present stack, at the present privilege level.
struct frame frame_here(const struct vm *vm, unsigned bytes, uint32_t error);
void frame_add(struct frame *frame, uint32_t value);
void frame_check(struct vm *vm, const struct frame *frame);               // raises #SS, #AC, #PF
void frame_write(struct vm *vm, const struct frame *frame);               // after frame_check()
uint32_t frame_pointer(const struct cpu *cpu, const struct frame *frame); // ESP after the pushes

#endif
