#include "../../machine/testing/test_machine.h"
#include "pic.h"

extern const struct device_kind pic_device;
static unsigned acknowledged;

static void count(struct device *device) {
  acknowledged++;
}

// As the BIOS does: vectors 8 and 70h, edges, everything unmasked.
static void start(uint8_t icw4_master, uint8_t icw4_slave) {
  test_clear();
  test_device(&pic_device, NULL);
  out8(0x20, 0x11);
  out8(0x21, 0x08);
  out8(0x21, 0x04);
  out8(0x21, icw4_master);
  out8(0xA0, 0x11);
  out8(0xA1, 0x70);
  out8(0xA1, 0x02);
  out8(0xA1, icw4_slave);
}

static void pulse(unsigned irq) {
  irq_set(irq, false);
  irq_set(irq, true);
}

static uint8_t in_service(uint16_t port) {
  out8(port, 0x0B);
  return in8(port);
}

static uint8_t requested(uint16_t port) {
  out8(port, 0x0A);
  return in8(port);
}

static void nesting(void) {
  start(1, 1);
  CHECK(!test_intr());
  pulse(3);
  CHECK(test_intr());
  CHECK_EQUAL(requested(0x20), 0x08);
  CHECK_EQUAL(test_acknowledge(), 0x0B);
  CHECK(!test_intr());
  CHECK_EQUAL(requested(0x20), 0);
  CHECK_EQUAL(in_service(0x20), 0x08);
  pulse(4); // below: waits
  CHECK(!test_intr());
  pulse(1); // above: interrupts the service
  CHECK_EQUAL(test_acknowledge(), 0x09);
  CHECK_EQUAL(in_service(0x20), 0x0A);
  out8(0x20, 0x20);
  CHECK_EQUAL(in_service(0x20), 0x08);
  CHECK(!test_intr());
  out8(0x20, 0x63); // specific
  CHECK_EQUAL(test_acknowledge(), 0x0C);
  out8(0x20, 0x20);
  CHECK_EQUAL(in_service(0x20), 0);
  // Several at once: by priority, the lines of the slave at that of input 2.
  pulse(0), pulse(5), pulse(8), pulse(15);
  CHECK_EQUAL(test_acknowledge(), 0x08);
  out8(0x20, 0x20);
  CHECK_EQUAL(test_acknowledge(), 0x70);
  CHECK_EQUAL(in_service(0x20), 0x04);
  CHECK_EQUAL(in_service(0xA0), 0x01);
  out8(0xA0, 0x20), out8(0x20, 0x20);
  CHECK_EQUAL(test_acknowledge(), 0x77);
  out8(0xA0, 0x20), out8(0x20, 0x20);
  CHECK_EQUAL(test_acknowledge(), 0x0D);
}

static void edges_and_levels(void) {
  start(1, 1);
  irq_set(5, true);
  CHECK_EQUAL(test_acknowledge(), 0x0D);
  out8(0x20, 0x20);
  CHECK(!test_intr()); // still high: no new edge
  pulse(5);
  CHECK(test_intr());
  irq_set(5, false); // gone before the acknowledge
  CHECK(!test_intr());
  CHECK_EQUAL(requested(0x20), 0);
  CHECK_EQUAL(test_acknowledge(), 0x0F); // spurious
  CHECK_EQUAL(in_service(0x20), 0);
  // A request of the slave that has gone: the master's own spurious interrupt.
  pulse(9), irq_set(9, false);
  CHECK_EQUAL(test_acknowledge(), 0x0F);
  CHECK_EQUAL(in_service(0xA0), 0);
  // Masks hold requests back, but do not forget them.
  out8(0x21, 0x20);
  pulse(5);
  CHECK(!test_intr());
  CHECK_EQUAL(in8(0x21), 0x20);
  CHECK_EQUAL(requested(0x20), 0x20);
  out8(0x21, 0);
  CHECK_EQUAL(test_acknowledge(), 0x0D);
  out8(0x20, 0x20);
  // ELCR: what may be a level.
  out8(0x4D0, 0xFF), out8(0x4D1, 0xFF);
  CHECK_EQUAL(in8(0x4D0), 0xF8);
  CHECK_EQUAL(in8(0x4D1), 0xDE);
  irq_set(5, false);
  irq_set(10, true);
  CHECK_EQUAL(test_acknowledge(), 0x72);
  out8(0xA0, 0x20), out8(0x20, 0x20);
  CHECK_EQUAL(test_acknowledge(), 0x72); // as long as it is high
  irq_set(10, false);
  out8(0xA0, 0x20), out8(0x20, 0x20);
  CHECK(!test_intr());
  // ICW1 forgets edges: a line that is up has to fall first.
  irq_set(1, true);
  out8(0x20, 0x11), out8(0x21, 0x08), out8(0x21, 0x04), out8(0x21, 0x01);
  CHECK(!test_intr());
  pulse(1);
  CHECK_EQUAL(test_acknowledge(), 0x09);
}

static void level_by_icw1(void) {
  test_clear();
  test_device(&pic_device, NULL);
  // Single, level-triggered, without ICW3 and ICW4.
  out8(0x20, 0x1A);
  out8(0x21, 0x47); // the low three bits are the chip's
  irq_set(0, true);
  CHECK_EQUAL(test_acknowledge(), 0x40);
  out8(0x20, 0x20);
  CHECK(test_intr());
  out8(0x21, 0x01); // OCW1 already
  CHECK(!test_intr());
  CHECK_EQUAL(in8(0x21), 0x01);
}

static void slave_under_service(void) {
  // Fully nested: the slave's line of higher priority waits for the master's EOI.
  start(1, 1);
  pulse(12);
  CHECK_EQUAL(test_acknowledge(), 0x74);
  pulse(8);
  CHECK(!test_intr());
  out8(0x20, 0x20);
  CHECK_EQUAL(test_acknowledge(), 0x70);
  CHECK_EQUAL(in_service(0xA0), 0x11);
  // Special fully nested: at once.
  start(0x11, 1);
  pulse(12);
  CHECK_EQUAL(test_acknowledge(), 0x74);
  pulse(8);
  CHECK(test_intr());
  CHECK_EQUAL(test_acknowledge(), 0x70);
  pulse(14);
  CHECK(!test_intr());
  out8(0xA0, 0x20), out8(0xA0, 0x20), out8(0x20, 0x20);
  CHECK_EQUAL(test_acknowledge(), 0x76);
}

static void rotation(void) {
  start(1, 1);
  pulse(4);
  CHECK_EQUAL(test_acknowledge(), 0x0C);
  out8(0x20, 0xA0); // EOI, and 4 becomes the lowest
  CHECK_EQUAL(in_service(0x20), 0);
  pulse(4), pulse(5), pulse(3);
  CHECK_EQUAL(test_acknowledge(), 0x0D);
  out8(0x20, 0x65);
  CHECK_EQUAL(test_acknowledge(), 0x0B);
  out8(0x20, 0xE3); // specific EOI, 3 the lowest: 4 the highest
  CHECK_EQUAL(test_acknowledge(), 0x0C);
  out8(0x20, 0x20);
  out8(0x20, 0xC7); // set priority: 0 is the highest again
  pulse(6), pulse(0);
  CHECK_EQUAL(test_acknowledge(), 0x08);
  out8(0x20, 0x20);
  CHECK_EQUAL(test_acknowledge(), 0x0E);
  out8(0x20, 0x40); // no operation
  CHECK_EQUAL(in_service(0x20), 0x40);
  // Automatic EOI, with and without rotation.
  start(3, 1);
  pulse(3);
  CHECK_EQUAL(test_acknowledge(), 0x0B);
  CHECK_EQUAL(in_service(0x20), 0);
  out8(0x20, 0x80);
  pulse(3), pulse(4);
  CHECK_EQUAL(test_acknowledge(), 0x0B);
  pulse(3);
  CHECK_EQUAL(test_acknowledge(), 0x0C);
  CHECK_EQUAL(test_acknowledge(), 0x0B);
  out8(0x20, 0x00);
  pulse(6);
  CHECK_EQUAL(test_acknowledge(), 0x0E);
  pulse(4), pulse(7);
  CHECK_EQUAL(test_acknowledge(), 0x0C); // 3 is still the lowest
}

static void special_mask(void) {
  start(1, 1);
  pulse(2 + 1);
  CHECK_EQUAL(test_acknowledge(), 0x0B);
  pulse(6);
  CHECK(!test_intr());
  out8(0x21, 0x08);
  CHECK(!test_intr()); // the bit in service still holds back
  out8(0x20, 0x68);
  CHECK(test_intr());
  CHECK_EQUAL(test_acknowledge(), 0x0E);
  CHECK_EQUAL(in_service(0x20), 0x48);
  out8(0x20, 0x20); // 3 is above, but masked
  CHECK_EQUAL(in_service(0x20), 0x08);
  out8(0x20, 0x20);
  CHECK_EQUAL(in_service(0x20), 0x08);
  out8(0x20, 0x48); // the mode ends
  out8(0x20, 0x20);
  CHECK_EQUAL(in_service(0x20), 0);
  pulse(3);
  CHECK(!test_intr());
}

static void polling(void) {
  start(1, 1);
  out8(0x20, 0x0C);
  CHECK_EQUAL(in8(0x20), 0);
  pulse(11);
  out8(0x20, 0x0C);
  CHECK_EQUAL(in8(0x20), 0x82);
  CHECK(!test_intr());
  out8(0xA0, 0x0C);
  CHECK_EQUAL(in8(0xA0), 0x83);
  CHECK_EQUAL(in_service(0x20), 0x04);
  CHECK_EQUAL(in_service(0xA0), 0x08);
  CHECK_EQUAL(in8(0xA0), 0x08); // the register that was selected stays
}

static void watching(void) {
  start(1, 1);
  acknowledged = 0;
  pic_watch(0, NULL, count);
  pic_watch(8, NULL, count);
  pulse(0);
  CHECK_EQUAL(acknowledged, 0);
  test_acknowledge();
  CHECK_EQUAL(acknowledged, 1);
  out8(0x20, 0x20);
  pulse(8);
  test_acknowledge();
  CHECK_EQUAL(acknowledged, 2);
  CHECK(!pic_masked(0) && !pic_masked(8));
  out8(0x21, 0x05);
  CHECK(pic_masked(0) && pic_masked(8) && !pic_masked(1));
  pic_watch(0, NULL, NULL);
  pic_watch(8, NULL, NULL);
}

int main(void) {
  nesting();
  edges_and_levels();
  level_by_icw1();
  slave_under_service();
  rotation();
  special_mask();
  polling();
  watching();
  return test_finish("pic");
}
