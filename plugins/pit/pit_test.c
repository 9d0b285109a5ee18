#include "../../machine/testing/test_machine.h"
#include "clock.h"

extern const struct device_kind pit_device, pic_device;
static struct device *pit;

// To the moment of a clock pulse.
static void to(uint64_t clock) {
  test_advance(ns_at(clock) - guest_ns());
}

static void start(void) {
  test_clear();
  test_device(&pic_device, NULL);
  pit = test_device(&pit_device, NULL);
  to(1000);
}

static void start_pic(void) {
  start();
  out8(0x20, 0x11), out8(0x21, 0x08), out8(0x21, 0x04), out8(0x21, 0x01);
}

static void count(unsigned counter, uint16_t value) {
  out8((uint16_t)(0x40 + counter), value & 0xFF);
  out8((uint16_t)(0x40 + counter), value >> 8);
}

static uint8_t status(unsigned counter) {
  out8(0x43, (uint8_t)(0xE0 | 2 << counter));
  return in8((uint16_t)(0x40 + counter));
}

static bool out(unsigned counter) {
  return status(counter) >> 7;
}

static uint16_t latched(unsigned counter) {
  out8(0x43, (uint8_t)(counter << 6));
  uint8_t low = in8((uint16_t)(0x40 + counter));
  return (uint16_t)(low | in8((uint16_t)(0x40 + counter)) << 8);
}

static void time_is_exact(void) {
  bool same = true;
  for (uint64_t clock = 0; clock < 5000; clock++) {
    uint64_t c = clock * 7919 * 104729;
    same &= clocks_at(ns_at(c)) == c && (c == 0 || clocks_at(ns_at(c) - 1) == c - 1);
  }
  CHECK(same);
  CHECK_EQUAL(ns_at(CLOCK_HZ * 3600ull), 3600ull * NS_PER_SECOND);
}

static void mode_0(void) {
  start();
  out8(0x43, 0x30);
  CHECK_EQUAL(status(0), 0x70); // low, null count
  count(0, 4);
  CHECK_EQUAL(status(0), 0x70);
  to(1001);
  CHECK_EQUAL(status(0), 0x30);
  CHECK_EQUAL(latched(0), 4);
  to(1004);
  CHECK_EQUAL(latched(0), 1);
  CHECK_EQUAL(test_seen.irq[0].rises, 0);
  to(1005);
  CHECK_EQUAL(test_seen.irq[0].rises, 1);
  CHECK(out(0));
  to(1006);
  CHECK_EQUAL(latched(0), 0xFFFF); // it goes on
  to(1005 + 3 * 65536);
  CHECK_EQUAL(latched(0), 0);
  CHECK_EQUAL(test_seen.irq[0].rises, 1);
  // A new count: the first byte makes OUT low and stops the counting.
  out8(0x40, 10);
  CHECK(!out(0));
  CHECK(!test_seen.irq[0].level);
  uint16_t before = latched(0);
  to(201000);
  CHECK_EQUAL(latched(0), before);
  out8(0x40, 0);
  to(201011);
  CHECK(out(0));
  CHECK_EQUAL(test_seen.irq[0].rises, 2);
}

static void gate(bool on) {
  out8(0x61, on);
}

static void gates(void) {
  // Mode 0: a low gate only stops the counting.
  start();
  gate(true);
  out8(0x43, 0xB0);
  count(2, 100);
  to(1011);
  CHECK_EQUAL(latched(2), 90);
  gate(false);
  to(5000);
  CHECK_EQUAL(latched(2), 90);
  CHECK(!(in8(0x61) & 0x20));
  gate(true);
  to(5089);
  CHECK(!(in8(0x61) & 0x20));
  to(5090);
  CHECK(in8(0x61) & 0x20);
  // Mode 1: one shot with each rise of the gate.
  start();
  out8(0x43, 0xB2);
  count(2, 50);
  to(1100);
  CHECK_EQUAL(status(2), 0xF2); // high, not loaded
  gate(true);
  to(1101);
  CHECK_EQUAL(status(2), 0x32);
  CHECK_EQUAL(latched(2), 50);
  gate(false);
  to(1150);
  CHECK(!out(2));
  to(1151);
  CHECK(out(2));
  gate(true);
  to(1160);
  count(2, 20); // for the next trigger
  to(1171);
  CHECK_EQUAL(status(2), 0x72);
  gate(false), gate(true);
  to(1191);
  CHECK(!out(2));
  to(1192);
  CHECK(out(2));
  // Mode 3: high and stopped while the gate is low, from the start with its rise.
  start();
  gate(true);
  out8(0x43, 0xB6);
  count(2, 100);
  to(1001 + 60);
  CHECK(!out(2));
  gate(false);
  CHECK(out(2));
  to(1400);
  gate(true);
  to(1401);
  CHECK_EQUAL(latched(2), 100);
  to(1450);
  CHECK(out(2));
  to(1451);
  CHECK(!out(2));
  // Mode 5: a strobe after each rise of the gate.
  start();
  out8(0x43, 0xBA);
  count(2, 10);
  gate(true);
  to(1010);
  CHECK(out(2));
  to(1011);
  CHECK(!out(2));
  to(1012);
  CHECK(out(2));
  to(2000);
  gate(false), gate(true);
  to(2011);
  CHECK(!out(2));
}

static void mode_2(void) {
  start();
  out8(0x43, 0x34);
  CHECK(out(0));
  unsigned first = test_seen.irq[0].rises; // OUT rose with the control word
  CHECK_EQUAL(first, 1);
  count(0, 5);
  to(1001);
  CHECK_EQUAL(latched(0), 5);
  to(1005);
  CHECK_EQUAL(latched(0), 1);
  CHECK(!out(0));
  to(1006);
  CHECK_EQUAL(latched(0), 5);
  CHECK(out(0));
  CHECK_EQUAL(test_seen.irq[0].rises, first + 1);
  to(1001 + 5 * 200);
  CHECK_EQUAL(test_seen.irq[0].rises > first + 10, true); // faster than 50 kHz they melt together
  // A new count waits for the end of the period.
  start();
  out8(0x43, 0x34);
  count(0, 1000);
  to(1101);
  count(0, 300);
  CHECK_EQUAL(status(0), 0xF4);
  CHECK_EQUAL(latched(0), 900);
  to(2000);
  CHECK_EQUAL(latched(0), 1);
  to(2001);
  CHECK_EQUAL(status(0), 0xB4);
  CHECK_EQUAL(latched(0), 300);
  CHECK_EQUAL(test_seen.irq[0].rises, 2);
  to(2301);
  CHECK_EQUAL(test_seen.irq[0].rises, 3);
  // A count of 1 is illegal: no edges.
  out8(0x43, 0x34);
  count(0, 1);
  to(9000);
  CHECK_EQUAL(test_seen.irq[0].rises, 3);
}

static void mode_3(void) {
  start();
  out8(0x43, 0x36);
  count(0, 6);
  static const uint8_t even[] = {6, 4, 2, 6, 4, 2, 6}, odd[] = {4, 2, 0, 4, 2, 4, 2, 0};
  for (unsigned i = 0; i < sizeof even; i++) {
    to(1001 + i);
    CHECK_EQUAL(latched(0), even[i]);
    CHECK_EQUAL(out(0), i % 6 < 3);
  }
  start();
  out8(0x43, 0x36);
  count(0, 5);
  for (unsigned i = 0; i < sizeof odd; i++) {
    to(1001 + i);
    CHECK_EQUAL(latched(0), odd[i]);
    CHECK_EQUAL(out(0), i % 5 < 3);
  }
  // A new count waits for the end of the half.
  start();
  out8(0x43, 0x3E); // mode bits 111: mode 3 too, and read back as written
  count(0, 1000);
  to(1301);
  count(0, 200);
  CHECK_EQUAL(status(0), 0xFE);
  to(1501);
  CHECK_EQUAL(status(0), 0x3E);
  CHECK_EQUAL(latched(0), 200);
  to(1600);
  CHECK(!out(0));
  CHECK_EQUAL(test_seen.irq[0].rises, 1);
  to(1601);
  CHECK(out(0));
  CHECK_EQUAL(test_seen.irq[0].rises, 2);
  to(1801);
  CHECK_EQUAL(test_seen.irq[0].rises, 3);
}

static void mode_4(void) {
  start();
  out8(0x43, 0x38);
  CHECK_EQUAL(test_seen.irq[0].rises, 1);
  count(0, 10);
  to(1010);
  CHECK(out(0));
  to(1011);
  CHECK(!out(0));
  to(1012);
  CHECK(out(0));
  CHECK_EQUAL(test_seen.irq[0].rises, 2);
  to(1011 + 65536);
  CHECK(out(0)); // once
  CHECK_EQUAL(test_seen.irq[0].rises, 2);
}

static void reading(void) {
  start();
  // BCD: 0 is 10000.
  out8(0x43, 0x35);
  count(0, 0x0000);
  to(1002);
  CHECK_EQUAL(latched(0), 0x9999);
  to(1001 + 10000);
  CHECK_EQUAL(test_seen.irq[0].rises, 2);
  to(1001 + 10000 + 766);
  CHECK_EQUAL(latched(0), 0x9234);
  // One byte only.
  start();
  out8(0x43, 0x14);
  out8(0x40, 200);
  to(1011);
  CHECK_EQUAL(in8(0x40), 190);
  CHECK_EQUAL(in8(0x40), 190);
  out8(0x43, 0x24);
  out8(0x40, 2);
  to(1011 + 1 + 256);
  CHECK_EQUAL(in8(0x40), 1);
  // A latched count stays until it is read; a status goes first.
  start();
  out8(0x43, 0x34);
  count(0, 1000);
  out8(0x43, 0x74);
  count(1, 500);
  to(1011);
  out8(0x43, 0xC6); // counts and states of 0 and 1
  to(1021);
  out8(0x43, 0x00);
  CHECK_EQUAL(in8(0x40), 0xB4);
  CHECK_EQUAL(in8(0x40), 990 & 0xFF);
  CHECK_EQUAL(in8(0x40), 990 >> 8);
  CHECK_EQUAL(in8(0x40), 980 & 0xFF); // not latched any more
  CHECK_EQUAL(in8(0x41), 0xB4);
  CHECK_EQUAL(in8(0x41), 490 & 0xFF);
  CHECK_EQUAL(in8(0x41), 490 >> 8);
  CHECK_EQUAL(in8(0x43), 0);
}

static void port_61(void) {
  start();
  uint8_t before = in8(0x61);
  to(1000 + 18);
  CHECK_EQUAL((in8(0x61) ^ before) & 0x10, 0x10);
  to(1000 + 36);
  CHECK_EQUAL((in8(0x61) ^ before) & 0x10, 0);
  out8(0x61, 3);
  CHECK_EQUAL(in8(0x61) & 0x0F, 3);
  out8(0x43, 0xB6);
  count(2, 1193);
  to(1100);
  uint32_t speaker[2];
  CHECK_EQUAL(pit->kind->answer(pit, 0, (uint8_t *)speaker, sizeof speaker), 8);
  CHECK_EQUAL(speaker[0], 1);
  CHECK_EQUAL(speaker[1], 1193);
}

// Takes what the PIC has; how often it had the timer.
static unsigned serve(void) {
  unsigned served = 0;
  while (test_intr()) {
    if (test_acknowledge() == 8) served++;
    out8(0x20, 0x20);
  }
  return served;
}

static void an_hour(void) {
  // 18.2 Hz for an hour: edges where the clock says, not a little later each time.
  start_pic();
  out8(0x43, 0x36);
  count(0, 0);
  serve();
  uint64_t ticks = CLOCK_HZ * 3600ull / 65536;
  unsigned served = 0;
  for (uint64_t i = 1; i <= ticks; i++) {
    to(1001 + i * 65536 - 1);
    CHECK(!test_intr());
    to(1001 + i * 65536);
    served += serve();
  }
  CHECK_EQUAL(served, ticks);
}

static void guest_that_looks_away(void) {
  // The guest has interrupts off, while its time runs: one request, as in hardware.
  start_pic();
  out8(0x43, 0x34);
  count(0, 10000);
  serve();
  to(1001 + 55000);
  CHECK_EQUAL(serve(), 1);
  to(1001 + 59000);
  CHECK_EQUAL(serve(), 0);
}

static void guest_that_is_hurried(void) {
  start_pic();
  out8(0x43, 0x34);
  count(0, 10000);
  serve();
  to(1001);
  test_hurry(ns_at(1001 + 55000) - guest_ns());
  CHECK_EQUAL(serve(), 1);
  unsigned served = 1;
  // The other four come one by one, and the sixth at its own time.
  for (unsigned i = 0; i < 130; i++) {
    test_advance(ns_at(100));
    unsigned some = serve();
    CHECK(some <= 1);
    served += some;
  }
  CHECK_EQUAL(served, 6);
  // The first of two edges comes while it is hurried.
  start_pic();
  out8(0x43, 0x34);
  count(0, 10000);
  serve();
  to(1001);
  test_hurry(ns_at(1001 + 19900) - guest_ns());
  to(1001 + 20050);
  served = 0;
  for (unsigned i = 0; i < 99; i++) {
    served += serve();
    test_advance(ns_at(100));
  }
  CHECK_EQUAL(served, 2);
  // The second one alone.
  start_pic();
  out8(0x43, 0x34);
  count(0, 10000);
  serve();
  to(1001 + 10000 + 100);
  test_hurry(ns_at(10000));
  served = 0;
  for (unsigned i = 0; i < 99; i++) {
    served += serve();
    test_advance(ns_at(100));
  }
  CHECK_EQUAL(served, 2);
  // Nobody is owed what he has masked, or what another programming meant.
  start_pic();
  out8(0x43, 0x34);
  count(0, 10000);
  serve();
  out8(0x21, 0x01);
  test_hurry(ns_at(103000));
  out8(0x21, 0x00);
  CHECK_EQUAL(serve(), 1);
  test_advance(ns_at(5000));
  CHECK_EQUAL(serve(), 0);
  test_hurry(ns_at(103000));
  out8(0x43, 0x34);
  count(0, 10000);
  serve();
  test_advance(ns_at(9000));
  CHECK_EQUAL(serve(), 0);
  // A minute's worth at most.
  start_pic();
  out8(0x43, 0x34);
  count(0, 0);
  serve();
  test_hurry(3600ull * NS_PER_SECOND);
  served = serve();
  for (unsigned i = 0; i < 65536 / 4 / 128 * 2000; i++) {
    test_advance(ns_at(128));
    served += serve();
  }
  CHECK_EQUAL(served / 100, (60 * 18 + 18 + 500) / 100);
}

int main(void) {
  time_is_exact();
  mode_0();
  gates();
  mode_2();
  mode_3();
  mode_4();
  reading();
  port_61();
  an_hour();
  guest_that_looks_away();
  guest_that_is_hurried();
  return test_finish("pit");
}
