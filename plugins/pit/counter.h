// One of the three counters of an 8254 (datasheet 231164): a function of the clock. Nothing happens in it as long as nobody looks; `clock`
// below is always the number of pulses so far (clock.h), never less than it was.
#ifndef PLEX86_PLUGINS_PIT_COUNTER_H
#define PLEX86_PLUGINS_PIT_COUNTER_H

#include "../../monitor/types.h"

struct counter {
  uint8_t control; // control word, without the counter's number
  bool gate;
  bool has_count; // the counting element was loaded since the control word
  bool counting;
  uint32_t count;   // what it was loaded with: 1 to 65536, or to 10000 in BCD
  uint64_t start;   // while counting: the clock at which it held `count`. Before 0, modulo 2^64, in a period that was cut
  uint64_t stopped; // otherwise: the pulses it has counted
  uint32_t next;    // the count register
  bool null_count;  // it is not in the counting element yet...
  bool will_load;   // ...but will be, at `load_at`; else with the next trigger
  uint64_t load_at;
  uint32_t written; // its low byte, while the high one is missing
  bool write_high, read_high, half_written;
  uint16_t latch;
  uint8_t latched_status;
  bool has_latch, has_status;
};

void counter_control(struct counter *counter, uint64_t clock, uint8_t control);
void counter_write(struct counter *counter, uint64_t clock, uint8_t value);
uint8_t counter_read(struct counter *counter, uint64_t clock);
void counter_latch(struct counter *counter, uint64_t clock);
void counter_latch_status(struct counter *counter, uint64_t clock);
void counter_gate(struct counter *counter, uint64_t clock, bool gate);
bool counter_out(struct counter *counter, uint64_t clock);
// The first clock after `clock` at which OUT rises, if nobody touches the counter; ~0: never.
uint64_t counter_next_rise(struct counter *counter, uint64_t clock);
// Clocks between two rises, 0 where it does not repeat.
uint32_t counter_period(struct counter *counter, uint64_t clock);

#endif
