// Inside delivery: what is delivered, and the way through an interrupt or trap gate.
#ifndef PLEX86_CPU_INTERRUPT_H
#define PLEX86_CPU_INTERRUPT_H

#include "descriptor.h"

struct event_source {
  uint8_t vector;
  bool has_error;
  uint32_t error;
  enum delivery delivery;
  bool software; // INT n, INT3, INTO: the gate's DPL counts
  uint32_t ext;  // the EXT bit of error codes that arise now
};

uint32_t pushed_eflags(struct vm *vm, const struct event_source *source);
// `trap`: a trap gate leaves IF alone.
void interrupt_through_gate(struct vm *vm, const struct event_source *source, struct gate gate, bool trap);

#endif
