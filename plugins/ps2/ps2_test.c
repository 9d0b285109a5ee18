#include "../../machine/testing/test_machine.h"

extern const struct device_kind ps2_device;
static struct device *ps2;
enum { MS = 1000000 };

static void start(void) {
  test_clear();
  ps2 = test_device(&ps2_device, NULL);
  out8(0x64, 0x60), out8(0x60, 0x47); // both interrupts, translated
}

// The next byte of the output buffer, waiting for it; -1: there is none.
static int next(void) {
  for (unsigned i = 0; i < 100; i++) {
    if (in8(0x64) & 1) return in8(0x60);
    test_advance(MS / 10);
  }
  return -1;
}

static bool answers(const char *expected, unsigned count) {
  bool same = true;
  for (unsigned i = 0; i < count; i++) {
    int value = next();
    if (value != (uint8_t)expected[i]) fprintf(stderr, "byte %u is %02x, expected %02x\n", i, value, (uint8_t)expected[i]), same = false;
  }
  int more = next();
  if (more >= 0) fprintf(stderr, "one more: %02x\n", more);
  return same && more < 0;
}
#define ANSWERS(bytes) CHECK(answers(bytes, sizeof(bytes) - 1))

static void keys(const char *bytes, uint32_t count) {
  char message[64] = {0};
  memcpy(message + 1, bytes, count);
  test_input(ps2, message, count + 1);
}
#define KEYS(bytes) keys(bytes, sizeof(bytes) - 1)

static void to_mouse(uint8_t value) {
  out8(0x64, 0xD4);
  out8(0x60, value);
}

static void move(int x, int y, int z, unsigned buttons) {
  uint8_t message[5] = {1, (uint8_t)x, (uint8_t)y, (uint8_t)z, (uint8_t)buttons};
  test_input(ps2, message, sizeof message);
}

static void controller(void) {
  test_clear();
  ps2 = test_device(&ps2_device, NULL);
  CHECK_EQUAL(in8(0x64), 0x10);
  out8(0x64, 0xAA);
  CHECK_EQUAL(in8(0x64), 0x1D); // full, system flag, the last write was a command
  ANSWERS("\x55");
  out8(0x64, 0xAB);
  ANSWERS("\x00");
  out8(0x64, 0xA9);
  ANSWERS("\x00");
  out8(0x64, 0x60);
  out8(0x60, 0x45);
  CHECK_EQUAL(in8(0x64), 0x14);
  out8(0x64, 0x20);
  ANSWERS("\x45");
  out8(0x64, 0x65), out8(0x60, 0x77), out8(0x64, 0x25);
  ANSWERS("\x77");
  out8(0x64, 0xAD), out8(0x64, 0xA7), out8(0x64, 0x20);
  ANSWERS("\x75");
  out8(0x64, 0xAE), out8(0x64, 0xA8), out8(0x64, 0x20);
  ANSWERS("\x45");
  out8(0x64, 0xC0), out8(0x64, 0xA4);
  ANSWERS("\x80\xF1");
  // Looped back as the keyboard's and the mouse's.
  unsigned rises = test_seen.irq[1].rises;
  out8(0x64, 0xD2), out8(0x60, 0x99);
  CHECK_EQUAL(test_seen.irq[1].rises, rises + 1);
  ANSWERS("\x99");
  out8(0x64, 0xD3), out8(0x60, 0x88);
  CHECK_EQUAL(in8(0x64) & 0x21, 0x21);
  CHECK(!test_seen.irq[12].level); // not enabled
  ANSWERS("\x88");
}

static void a20_and_reset(void) {
  start();
  CHECK(a20());
  out8(0x64, 0xD0);
  ANSWERS("\xCF");
  out8(0x64, 0xD1), out8(0x60, 0xDD);
  CHECK(!a20());
  CHECK_EQUAL(in8(0x92), 0);
  out8(0x64, 0xD0);
  ANSWERS("\xCD");
  out8(0x92, 0x02);
  CHECK(a20());
  CHECK_EQUAL(in8(0x92), 2);
  out8(0x64, 0xDD);
  CHECK(!a20());
  out8(0x64, 0xDF);
  CHECK(a20());
  CHECK_EQUAL(test_seen.resets, 0);
  out8(0x64, 0xFF); // no output pulsed
  CHECK_EQUAL(test_seen.resets, 0);
  out8(0x64, 0xFE);
  CHECK_EQUAL(test_seen.resets, 1);
  out8(0x92, 0x03);
  CHECK_EQUAL(test_seen.resets, 2);
  out8(0x92, 0x03); // no edge
  CHECK_EQUAL(test_seen.resets, 2);
  out8(0x64, 0xD1), out8(0x60, 0xDE);
  CHECK_EQUAL(test_seen.resets, 3);
}

static void typing(void) {
  start();
  CHECK_EQUAL(test_seen.irq[1].rises, 0);
  KEYS("\x1C\xF0\x1C"); // a
  CHECK(test_seen.irq[1].level);
  CHECK_EQUAL(in8(0x64) & 0x21, 0x01);
  test_advance(100 * MS); // it waits until it is read
  CHECK_EQUAL(in8(0x60), 0x1E);
  CHECK(!test_seen.irq[1].level);
  CHECK_EQUAL(in8(0x64) & 1, 0);
  CHECK_EQUAL(in8(0x60), 0x1E); // nothing new
  test_advance(MS / 2 - 1);
  CHECK(!test_seen.irq[1].level);
  test_advance(1);
  CHECK(test_seen.irq[1].level);
  CHECK_EQUAL(in8(0x60), 0x9E);
  CHECK_EQUAL(test_seen.irq[1].rises, 2);
  uint8_t sent[8];
  CHECK_EQUAL(test_sent(ps2, sent, sizeof sent), 2);
  CHECK_EQUAL(sent[0], 1);
  KEYS("\xE0\x75\xE0\xF0\x75"); // up
  ANSWERS("\xE0\x48\xE0\xC8");
  KEYS("\x83\xF0\x83"); // F7
  ANSWERS("\x41\xC1");
  KEYS("\xE1\x14\x77\xE1\xF0\x14\xF0\x77"); // Pause
  ANSWERS("\xE1\x1D\x45\xE1\x9D\xC5");
  // Untranslated; in sets 1 and 3.
  out8(0x64, 0x60), out8(0x60, 0x07);
  KEYS("\x1C\xF0\x1C");
  ANSWERS("\x1C\xF0\x1C");
  out8(0x60, 0xF0), out8(0x60, 0x01);
  ANSWERS("\xFA\xFA");
  KEYS("\xE0\x75\xE0\xF0\x75");
  ANSWERS("\xE0\x48\xE0\xC8");
  out8(0x60, 0xF0), out8(0x60, 0x03), out8(0x60, 0xF0), out8(0x60, 0x00);
  ANSWERS("\xFA\xFA\xFA\x03");
  KEYS("\x1C\xF0\x1C\xE0\x12\xE0\x75\xE0\xF0\x75\xE0\xF0\x12\xE1\x14\x77\xE1\xF0\x14\xF0\x77\x76");
  ANSWERS("\x1C\xF0\x1C\x63\xF0\x63\x62\x08");
  // The wire is off: keys wait in the keyboard.
  start();
  out8(0x64, 0xAD);
  KEYS("\x1C");
  CHECK_EQUAL(next(), -1);
  out8(0x64, 0xAE);
  ANSWERS("\x1E");
  // No interrupt where it is not enabled.
  out8(0x64, 0x60), out8(0x60, 0x44);
  unsigned rises = test_seen.irq[1].rises;
  KEYS("\x1C");
  ANSWERS("\x1E");
  CHECK_EQUAL(test_seen.irq[1].rises, rises);
}

static void much_typing(void) {
  start();
  unsigned typed = 0, read = 0;
  while (typed < 1300) {
    KEYS("\x1C\xF0\x1C");
    typed++;
  }
  uint32_t waiting;
  CHECK_EQUAL(ps2->kind->answer(ps2, 0, (uint8_t *)&waiting, 4), 4);
  CHECK_EQUAL(waiting, 1300 * 3);
  while (next() >= 0) read++;
  CHECK_EQUAL(read, 2600);
  uint8_t sent[8];
  CHECK_EQUAL(test_sent(ps2, sent, sizeof sent), 2);
  // What does not fit is not taken in parts, and is told.
  for (unsigned i = 0; i < 1400; i++) KEYS("\x1C\xF0\x1C");
  CHECK(test_sent(ps2, sent, sizeof sent) > 0);
  CHECK_EQUAL(sent[0], 2);
  CHECK_EQUAL(sent[1], 1);
  unsigned makes = 0, breaks = 0;
  for (int value; (value = next()) >= 0;) {
    makes += value == 0x1E;
    breaks += value == 0x9E;
  }
  CHECK_EQUAL(makes, breaks);
  CHECK(makes > 1300);
  // A reset forgets them, and says so to who waits.
  KEYS("\x1C");
  test_sent(ps2, sent, sizeof sent);
  test_reset_all();
  CHECK_EQUAL(test_sent(ps2, sent, sizeof sent), 2);
  CHECK_EQUAL(sent[0], 1);
  CHECK_EQUAL(next(), -1);
}

static void keyboard_commands(void) {
  start();
  out8(0x60, 0xFF);
  ANSWERS("\xFA\xAA");
  out8(0x60, 0xF2);
  ANSWERS("\xFA\xAB\x41"); // translated
  out8(0x60, 0xEE);
  ANSWERS("\xEE");
  out8(0x60, 0xFE);
  ANSWERS("\xEE");
  uint8_t sent[4];
  out8(0x60, 0xED);
  ANSWERS("\xFA");
  out8(0x60, 0x05);
  ANSWERS("\xFA");
  CHECK_EQUAL(test_sent(ps2, sent, sizeof sent), 2);
  CHECK_EQUAL(sent[0], 0);
  CHECK_EQUAL(sent[1], 5);
  out8(0x60, 0xED), out8(0x60, 0xF4); // a command in place of the parameter
  ANSWERS("\xFA\xFA");
  out8(0x60, 0xF0);
  ANSWERS("\xFA");
  out8(0x60, 0x00);
  ANSWERS("\xFA\x41"); // set 2, translated
  out8(0x60, 0xF3), out8(0x60, 0x20);
  ANSWERS("\xFA\xFA");
  out8(0x60, 0xF5);
  ANSWERS("\xFA");
  KEYS("\x1C");
  CHECK_EQUAL(next(), -1);
  out8(0x60, 0xF4);
  ANSWERS("\xFA");
  KEYS("\x1C");
  ANSWERS("\x1E");
  out8(0x60, 0x01); // no command
  ANSWERS("\xFE");
  out8(0x60, 0xF6);
  ANSWERS("\xFA");
  // A command opens the wire.
  out8(0x64, 0xAD), out8(0x60, 0xEE);
  ANSWERS("\xEE");
  out8(0x64, 0x20);
  ANSWERS("\x47");
}

static void mouse_commands(void) {
  start();
  to_mouse(0xFF);
  CHECK(test_seen.irq[12].level);
  CHECK_EQUAL(in8(0x64) & 0x21, 0x21);
  ANSWERS("\xFA\xAA\x00");
  to_mouse(0xF2);
  ANSWERS("\xFA\x00");
  to_mouse(0xE8), to_mouse(0x03);
  CHECK_EQUAL(next(), 0xFA);
  to_mouse(0xF3), to_mouse(40);
  CHECK_EQUAL(next(), 0xFA);
  to_mouse(0xE7);
  CHECK_EQUAL(next(), 0xFA);
  while (next() >= 0) {}
  to_mouse(0xE9);
  ANSWERS("\xFA\x10\x03\x28");
  to_mouse(0xE0);
  ANSWERS("\xFE");
  to_mouse(0xEE);
  ANSWERS("\xFA");
  to_mouse(0xF2), to_mouse(0x55); // wrap
  ANSWERS("\xF2\x55");
  to_mouse(0xEC);
  ANSWERS("\xFA");
  to_mouse(0xF6);
  ANSWERS("\xFA");
  // Nothing is reported before it is enabled.
  move(1, 1, 0, 0);
  CHECK_EQUAL(next(), -1);
  // Remote mode: on demand.
  to_mouse(0xF0);
  ANSWERS("\xFA");
  move(3, -2, 0, 1);
  CHECK_EQUAL(next(), -1);
  to_mouse(0xEB);
  ANSWERS("\xFA\x29\x03\xFE");
  to_mouse(0xEB);
  ANSWERS("\xFA\x09\x00\x00");
}

static void mouse_packets(void) {
  start();
  to_mouse(0xF4);
  ANSWERS("\xFA");
  move(5, 0, 0, 0);
  ANSWERS("\x08\x05\x00");
  move(-1, -3, 0, 2);
  ANSWERS("\x3A\xFF\xFD");
  // A click is not lost in the movements around it, however late the guest is.
  move(1, 0, 0, 0), move(2, 0, 0, 0), move(0, 0, 0, 1), move(0, 0, 0, 0), move(0, 4, 0, 0);
  ANSWERS("\x08\x01\x00\x08\x02\x00\x09\x00\x00\x08\x00\x04");
  // Too far for one packet.
  for (unsigned i = 0; i < 4; i++) move(100, 0, 0, 0);
  ANSWERS("\x08\x64\x00\x08\xFF\x00\x08\x2D\x00");
  // 100 packets a second.
  start();
  to_mouse(0xF4);
  ANSWERS("\xFA");
  unsigned packets = 0;
  for (unsigned i = 0; i < 1000; i++) {
    move(1, 0, 0, 0);
    test_advance(MS);
    if (!(in8(0x64) & 1)) continue;
    packets++;
    while (in8(0x64) & 1) {
      in8(0x60);
      test_advance(20000);
    }
  }
  CHECK(packets >= 99 && packets <= 103);
  // Scaling.
  start();
  to_mouse(0xE7), next();
  to_mouse(0xF4), next();
  move(-3, 20, 0, 0);
  ANSWERS("\x18\xFD\x28");
  // The wheel.
  to_mouse(0xE6), next();
  static const uint8_t knock[] = {200, 100, 80};
  for (unsigned i = 0; i < 3; i++) to_mouse(0xF3), next(), to_mouse(knock[i]), next();
  to_mouse(0xF2);
  ANSWERS("\xFA\x03");
  move(0, 0, -1, 0);
  ANSWERS("\x08\x00\x00\xFF");
  for (unsigned i = 0; i < 3; i++) to_mouse(0xF3), next(), to_mouse(i < 2 ? 200 : 80), next();
  to_mouse(0xF2);
  ANSWERS("\xFA\x04");
  move(0, 0, 1, 0x10);
  ANSWERS("\x08\x00\x00\x21");
  // A key and a packet, each with its own line.
  test_advance(100 * MS);
  move(7, 0, 0, 0);
  CHECK(test_seen.irq[12].level && !test_seen.irq[1].level);
  KEYS("\x1C");
  CHECK_EQUAL(in8(0x60), 0x08);
  CHECK(!test_seen.irq[12].level && test_seen.irq[1].level);
  CHECK_EQUAL(next(), 0x1E);
  CHECK_EQUAL(next(), 0x07);
}

int main(void) {
  controller();
  a20_and_reset();
  typing();
  much_typing();
  keyboard_commands();
  mouse_commands();
  mouse_packets();
  return test_finish("ps2");
}
