// The 8254 interval timer at ports 40h-43h, and port 61h: the gate and the output of its counter 2 (the speaker), the refresh toggle.
//
// Counter 0's OUT is IRQ 0. Towards the PIC its low half is not shown in modes 2 and 3: the line falls only to rise again. The PIC withdraws
// a request whose line has fallen, and a guest that was kept away by the host for longer than half a period would never see it.
//
// A guest's clock counts these edges, so none may be lost because the host was busy. An edge that finds the one before still unacknowledged is
// lost, as in hardware, where the guest had the time to acknowledge: it had interrupts off. But while it makes up for a lag (machine/time.c)
// it may have had less than half a period of its own for that. Such edges are owed, up to OWED_SECONDS of them, and given back one by one:
// an eighth of the period after an acknowledge, so that a handler that enables interrupts early is not entered again at once. On virtual time
// there is no lag. Faster than OWED_HZ nothing is owed, and faster than EDGES_HZ edges melt together.
#include "../pic/pic.h"
#include "clock.h"
#include "counter.h"

enum { IRQ = 0, OWED_SECONDS = 60, OWED_HZ = 10000, EDGES_HZ = 50000 };
enum { SPEAKER_GATE = 1 << 0, SPEAKER_DATA = 1 << 1, REFRESH = 1 << 4, OUT_2 = 1 << 5 };
enum { LEAST_PAUSE = CLOCK_HZ / 20000 }; // before an edge that is owed
enum { REFRESH_CLOCKS = 18 };            // counter 1 as every BIOS sets it: a refresh cycle each 15 us

struct pit {
  struct device device;
  struct counter counter[3];
  uint8_t speaker; // port 61h, bits 0 and 1
  struct timer edge, owed_edge;
  bool waiting;   // a rise was shown and not acknowledged
  uint64_t shown; // when, in time that the guest had
  uint32_t owed;
};

static uint64_t now(void) {
  return clocks_at(guest_ns());
}

static void show_rise(struct pit *pit) {
  pit->waiting = true;
  pit->shown = guest_had_ns();
  irq_set(IRQ, false);
  irq_set(IRQ, true);
}

static void set_next_edge(struct pit *pit, uint64_t after) {
  uint64_t rise = counter_next_rise(&pit->counter[0], after);
  if (rise == ~0ull)
    timer_stop(&pit->edge);
  else
    timer_set(&pit->edge, ns_at(rise));
}

static void owe(struct pit *pit) {
  uint32_t period = counter_period(&pit->counter[0], now());
  if (period < CLOCK_HZ / OWED_HZ || pic_masked(IRQ)) return;
  uint64_t limit = (uint64_t)OWED_SECONDS * CLOCK_HZ / period;
  if (pit->owed < limit) pit->owed++;
}

static void pay_later(struct pit *pit) {
  if (!pit->owed || pit->owed_edge.armed) return;
  uint32_t pause = counter_period(&pit->counter[0], now()) / 8;
  timer_set(&pit->owed_edge, guest_ns() + ns_at(pause > LEAST_PAUSE ? pause : LEAST_PAUSE));
}

static void owed_edge(struct device *device, uint64_t at) {
  struct pit *pit = (struct pit *)device;
  if (pit->waiting || !pit->owed) return; // the next acknowledge will come here again
  pit->owed--;
  show_rise(pit);
}

static void acknowledged(struct device *device) {
  struct pit *pit = (struct pit *)device;
  pit->waiting = false;
  pay_later(pit);
}

static void edge(struct device *device, uint64_t at) {
  struct pit *pit = (struct pit *)device;
  struct counter *counter = &pit->counter[0];
  uint64_t clock = now();
  uint32_t period = counter_period(counter, clock);
  if (period && pit->waiting && guest_had_ns() - pit->shown < ns_at(period / 2)) owe(pit);
  show_rise(pit);
  uint64_t gap = period && period < CLOCK_HZ / EDGES_HZ ? CLOCK_HZ / EDGES_HZ : 0;
  set_next_edge(pit, clock + gap);
}

// Counter 0 was changed: what OUT is now, and when it rises.
static void changed(struct pit *pit, bool was) {
  struct counter *counter = &pit->counter[0];
  uint64_t clock = now();
  bool out = counter_out(counter, clock);
  if (out && !was) show_rise(pit);
  if (!out && !counter_period(counter, clock)) irq_set(IRQ, false);
  set_next_edge(pit, clock);
}

static void control(struct pit *pit, uint8_t value) {
  uint64_t clock = now();
  unsigned number = value >> 6;
  if (number == 3) {
    // Read-back: count and status are wanted where the bit is 0, the count first (Read-Back Command).
    for (unsigned i = 0; i < 3; i++) {
      if (!(value >> (i + 1) & 1)) continue;
      if (!(value & 0x20)) counter_latch(&pit->counter[i], clock);
      if (!(value & 0x10)) counter_latch_status(&pit->counter[i], clock);
    }
    return;
  }
  struct counter *counter = &pit->counter[number];
  if (!(value & 0x30)) {
    counter_latch(counter, clock);
    return;
  }
  bool was = counter_out(counter, clock);
  counter_control(counter, clock, value);
  if (number != 0) return;
  pit->owed = 0; // another clock begins
  changed(pit, was);
}

static void write(struct device *device, uint16_t port, unsigned bytes, uint32_t value) {
  struct pit *pit = (struct pit *)device;
  if (port == 0x43) {
    control(pit, (uint8_t)value);
    return;
  }
  struct counter *counter = &pit->counter[port & 3];
  uint64_t clock = now();
  bool was = counter_out(counter, clock);
  counter_write(counter, clock, (uint8_t)value);
  if (counter == &pit->counter[0]) changed(pit, was);
}

static uint32_t read(struct device *device, uint16_t port, unsigned bytes) {
  struct pit *pit = (struct pit *)device;
  // The control word cannot be read: the chip does not drive the bus; 0 is what guests find elsewhere.
  return port == 0x43 ? 0 : counter_read(&pit->counter[port & 3], now());
}

static void write_61(struct device *device, uint16_t port, unsigned bytes, uint32_t value) {
  struct pit *pit = (struct pit *)device;
  pit->speaker = value & (SPEAKER_GATE | SPEAKER_DATA);
  counter_gate(&pit->counter[2], now(), value & SPEAKER_GATE);
}

static uint32_t read_61(struct device *device, uint16_t port, unsigned bytes) {
  struct pit *pit = (struct pit *)device;
  uint64_t clock = now();
  uint32_t value = pit->speaker;
  if (clock / REFRESH_CLOCKS & 1) value |= REFRESH;
  if (counter_out(&pit->counter[2], clock)) value |= OUT_2;
  return value;
}

// What the speaker does: u32 on, u32 the tone's period in clocks of 1193182 Hz (0: no tone).
static uint32_t answer(struct device *device, uint32_t question, uint8_t *to, uint32_t room) {
  struct pit *pit = (struct pit *)device;
  if (question != 0 || room < 8) return 0;
  uint32_t state[2] = {(pit->speaker & SPEAKER_DATA) != 0, counter_period(&pit->counter[2], now())};
  memcpy(to, state, sizeof state);
  return sizeof state;
}

static void reset(struct device *device) {
  struct pit *pit = (struct pit *)device;
  timer_stop(&pit->edge);
  timer_stop(&pit->owed_edge);
  pit->speaker = 0;
  pit->waiting = false;
  pit->owed = 0;
  for (unsigned i = 0; i < 3; i++) pit->counter[i] = (struct counter){.gate = i != 2};
  irq_set(IRQ, false);
}

static void create(struct device *device) {
  struct pit *pit = (struct pit *)device;
  claim_ports(device, 0x40, 4, WIDTH_1, read, write);
  claim_ports(device, 0x61, 1, WIDTH_1, read_61, write_61);
  timer_init(&pit->edge, device, edge);
  timer_init(&pit->owed_edge, device, owed_edge);
  pic_watch(IRQ, device, acknowledged);
}

const struct device_kind pit_device = {.name = "pit", .bytes = sizeof(struct pit), .create = create, .reset = reset, .answer = answer};
DEVICE_KIND(pit);
