#include "counter.h"

enum { MODE_0, MODE_1, MODE_2, MODE_3, MODE_4, MODE_5 };
enum { BOTH = 3, LOW_ONLY = 1, HIGH_ONLY = 2 };

// Mode bits x10 and x11 are modes 2 and 3 (Control Word Format).
static unsigned mode(const struct counter *counter) {
  unsigned bits = counter->control >> 1 & 7;
  return bits > MODE_5 ? bits - 4 : bits;
}

static unsigned access(const struct counter *counter) {
  return counter->control >> 4 & 3;
}

static bool periodic(const struct counter *counter) {
  return mode(counter) == MODE_2 || mode(counter) == MODE_3;
}

// In modes 1 and 5 a rising gate starts the count, and a low one does not stop it (Gate Pin Operations Summary).
static bool triggered(const struct counter *counter) {
  return mode(counter) == MODE_1 || mode(counter) == MODE_5;
}

static uint32_t modulus(const struct counter *counter) {
  return counter->control & 1 ? 10000 : 0x10000;
}

static uint64_t elapsed(const struct counter *counter, uint64_t clock) {
  return counter->counting ? clock - counter->start : counter->stopped;
}

// Mode 3: an odd count is high for one clock more than it is low.
static uint32_t high_half(uint32_t count) {
  return (count + 1) / 2;
}

// Where the count that is running ends, and a new one may take its place: the period, in mode 3 its half.
static uint64_t turn_after(const struct counter *counter, uint64_t clock) {
  uint64_t passed = elapsed(counter, clock) % counter->count;
  if (mode(counter) == MODE_3 && passed < high_half(counter->count)) return clock + high_half(counter->count) - passed;
  return clock + counter->count - passed;
}

static void load(struct counter *counter) {
  uint64_t at = counter->load_at;
  // At the middle of a square wave the low half of the new count begins.
  bool low_half = mode(counter) == MODE_3 && counter->has_count && counter->counting &&
                  elapsed(counter, at) % counter->count == high_half(counter->count) && counter->count > 1;
  counter->count = counter->next;
  counter->start = low_half ? at - high_half(counter->count) : at;
  counter->stopped = 0;
  counter->counting = counter->gate || triggered(counter);
  counter->has_count = true;
  counter->null_count = counter->will_load = false;
}

static void settle(struct counter *counter, uint64_t clock) {
  if (counter->will_load && counter->load_at <= clock) load(counter);
}

static void load_at(struct counter *counter, uint64_t clock) {
  counter->will_load = true;
  counter->load_at = clock;
}

static void stop(struct counter *counter, uint64_t clock) {
  if (!counter->counting) return;
  counter->stopped = elapsed(counter, clock);
  counter->counting = false;
}

void counter_control(struct counter *counter, uint64_t clock, uint8_t control) {
  settle(counter, clock);
  stop(counter, clock);
  counter->control = control & 0x3F;
  counter->has_count = counter->will_load = false;
  counter->null_count = true;
  counter->write_high = counter->read_high = counter->half_written = false;
  counter->has_latch = counter->has_status = false;
}

static void written(struct counter *counter, uint64_t clock, uint32_t value) {
  bool bcd = counter->control & 1;
  uint32_t count = bcd ? (value >> 12) * 1000 + (value >> 8 & 15) * 100 + (value >> 4 & 15) * 10 + (value & 15) : value;
  counter->next = count ? count : modulus(counter);
  counter->null_count = true;
  counter->half_written = false;
  if (triggered(counter)) return;
  // Loaded with the next pulse; in modes 2 and 3 only when the count that is running is through (Mode 2, Mode 3).
  load_at(counter, periodic(counter) && counter->has_count && counter->counting ? turn_after(counter, clock) : clock + 1);
}

void counter_write(struct counter *counter, uint64_t clock, uint8_t value) {
  settle(counter, clock);
  if (access(counter) == LOW_ONLY) {
    written(counter, clock, value);
  } else if (access(counter) == HIGH_ONLY) {
    written(counter, clock, (uint32_t)value << 8);
  } else if (!counter->write_high) {
    counter->written = value;
    counter->write_high = true;
    // Mode 0: the first byte stops the count, and OUT is low at once.
    if (mode(counter) == MODE_0) {
      stop(counter, clock);
      counter->will_load = false;
      counter->half_written = true;
    }
  } else {
    counter->write_high = false;
    written(counter, clock, counter->written | (uint32_t)value << 8);
  }
}

static bool out(const struct counter *counter, uint64_t clock) {
  if (mode(counter) == MODE_0 && (!counter->has_count || counter->half_written || counter->will_load)) return false;
  if (!counter->has_count) return true;
  uint64_t passed = elapsed(counter, clock);
  switch (mode(counter)) {
  case MODE_0:
  case MODE_1: return passed >= counter->count;
  case MODE_2: return !counter->counting || counter->count == 1 || passed % counter->count != counter->count - 1;
  case MODE_3: return !counter->counting || counter->count == 1 || passed % counter->count < high_half(counter->count);
  default: return passed != counter->count;
  }
}

bool counter_out(struct counter *counter, uint64_t clock) {
  settle(counter, clock);
  return out(counter, clock);
}

uint32_t counter_period(struct counter *counter, uint64_t clock) {
  settle(counter, clock);
  return periodic(counter) && counter->has_count && counter->counting ? counter->count : 0;
}

// What the counting element holds.
static uint32_t value(const struct counter *counter, uint64_t clock) {
  uint64_t passed = elapsed(counter, clock);
  uint32_t count = counter->count;
  if (count == 0) return 0; // nothing was ever loaded
  if (mode(counter) == MODE_3) {
    // By twos from an even number in either half.
    passed %= count;
    if (passed >= high_half(count)) passed -= high_half(count);
    return (count & ~1u) - 2 * (uint32_t)passed;
  }
  if (mode(counter) == MODE_2) return count - (uint32_t)(passed % count);
  // It goes on through 0.
  uint32_t base = modulus(counter);
  return (count + base - (uint32_t)(passed % base)) % base;
}

static uint16_t read_out(const struct counter *counter, uint64_t clock) {
  uint32_t binary = value(counter, clock) % modulus(counter);
  if (!(counter->control & 1)) return (uint16_t)binary;
  return (uint16_t)(binary / 1000 << 12 | binary / 100 % 10 << 8 | binary / 10 % 10 << 4 | binary % 10);
}

void counter_latch(struct counter *counter, uint64_t clock) {
  settle(counter, clock);
  if (counter->has_latch) return; // the first one stays until it is read (Counter Latch Command)
  counter->latch = read_out(counter, clock);
  counter->has_latch = true;
}

void counter_latch_status(struct counter *counter, uint64_t clock) {
  settle(counter, clock);
  if (counter->has_status) return;
  counter->latched_status = (uint8_t)(out(counter, clock) << 7 | counter->null_count << 6 | counter->control);
  counter->has_status = true;
}

uint8_t counter_read(struct counter *counter, uint64_t clock) {
  settle(counter, clock);
  if (counter->has_status) {
    counter->has_status = false;
    return counter->latched_status;
  }
  uint16_t count = counter->has_latch ? counter->latch : read_out(counter, clock);
  bool high = access(counter) == HIGH_ONLY || (access(counter) == BOTH && counter->read_high);
  if (access(counter) == BOTH) counter->read_high = !counter->read_high;
  if (access(counter) != BOTH || !counter->read_high) counter->has_latch = false;
  return (uint8_t)(high ? count >> 8 : count);
}

void counter_gate(struct counter *counter, uint64_t clock, bool gate) {
  settle(counter, clock);
  if (gate == counter->gate) return;
  counter->gate = gate;
  if (triggered(counter)) {
    if (gate && counter->next) load_at(counter, clock + 1);
  } else if (!gate) {
    stop(counter, clock);
  } else if (periodic(counter)) {
    // The initial count again, with the next pulse; OUT was high all the while.
    if (counter->has_count || counter->will_load) load_at(counter, clock + 1);
  } else if (counter->has_count && !counter->half_written && !counter->will_load) {
    counter->start = clock - counter->stopped;
    counter->counting = true;
  }
}

// The rise of what is loaded, from `clock` on.
static uint64_t rise_after(const struct counter *counter, uint64_t clock) {
  if (!counter->has_count || !counter->counting || counter->half_written) return ~0ull;
  uint64_t passed = clock - counter->start;
  switch (mode(counter)) {
  case MODE_0:
  case MODE_1: return passed < counter->count ? counter->start + counter->count : ~0ull;
  case MODE_2:
  case MODE_3:
    // A count of 1 is illegal there: no edges.
    return counter->count == 1 ? ~0ull : clock + counter->count - passed % counter->count;
  default: return passed <= counter->count ? counter->start + counter->count + 1 : ~0ull;
  }
}

uint64_t counter_next_rise(struct counter *counter, uint64_t clock) {
  settle(counter, clock);
  uint64_t rise = counter->will_load && mode(counter) == MODE_0 ? ~0ull : rise_after(counter, clock);
  if (!counter->will_load || rise <= counter->load_at) return rise;
  struct counter later = *counter;
  load(&later);
  // A new period may begin with the rise: the load itself, where OUT was low before it.
  if (out(&later, later.load_at) && !out(counter, later.load_at - 1)) return later.load_at;
  return rise_after(&later, later.load_at);
}
