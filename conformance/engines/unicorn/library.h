// A case on libunicorn.
#ifndef PLEX86_UNICORN_LIBRARY_H
#define PLEX86_UNICORN_LIBRARY_H

#include "../../../monitor/outcome.h"
#include "item.h"

enum { LIBRARY_MAX_OUTS = 256 };

struct library_result {
  enum outcome outcome;
  enum wire_note note;
  uint8_t vector;        // of the exception that arose
  uint32_t error;        // its error code; not every vector has one
  uint32_t instructions; // 0: they were not counted
  const struct wire_port *out;
  unsigned outs;
  struct wire_registers registers;
};

// Opens the library; prints why and exits when that cannot be.
void library_start(void);
// Runs a case from its start state, which memory.h holds.
void library_run(const struct item *item, uint32_t time_limit_us, struct library_result *result);
// The FXSAVE image at the end of the case that ran last, for comparison with `before`.
void library_fx(uint8_t fx[512]);

#endif
