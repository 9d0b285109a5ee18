#include "../../machine/testing/test_machine.h"
#include <stdarg.h>
#include <string.h>

extern const struct device_kind floppy_device, dma_device;

enum { DOR = 0x3F2, MSR = 0x3F4, FIFO = 0x3F5, CCR = 0x3F7, IRQ = 6 };
enum { MOST_SECTORS = 80 * 2 * 36, BUFFER = 0x10000, A_WHILE = 1000000 };
static uint8_t *image;
static struct device *floppy;
static uint8_t result[16];

static void send(unsigned count, ...) {
  va_list bytes;
  va_start(bytes, count);
  for (unsigned i = 0; i < count; i++) {
    CHECK_EQUAL(in8(MSR) & 0xD0, i ? 0x90 : 0x80);
    out8(FIFO, (uint8_t)va_arg(bytes, int));
  }
  va_end(bytes);
}

// Reads the result phase; how many bytes it had.
static unsigned results(void) {
  unsigned count = 0;
  while ((in8(MSR) & 0xD0) == 0xD0 && count < sizeof result) result[count++] = in8(FIFO);
  return count;
}

static bool is_result(unsigned count, ...) {
  unsigned got = results();
  bool same = got == count;
  va_list bytes;
  va_start(bytes, count);
  for (unsigned i = 0; i < count; i++) same &= result[i] == va_arg(bytes, int);
  va_end(bytes);
  if (!same)
    for (unsigned i = 0; i < got; i++) fprintf(stderr, "result %u: %02x\n", i, result[i]);
  return same;
}

static void leave_reset(void) {
  out8(DOR, 0x1C);
  CHECK(!test_seen.irq[IRQ].level);
  test_advance(A_WHILE);
  CHECK(test_seen.irq[IRQ].level);
  for (unsigned i = 0; i < 4; i++) {
    send(1, 0x08);
    CHECK(!test_seen.irq[IRQ].level);
    CHECK(is_result(2, 0xC0 | i, 0));
  }
  send(1, 0x08);
  CHECK(is_result(1, 0x80));
}

static void start_with(uint64_t sectors, bool read_only, const char *options) {
  test_clear();
  image = test_disk(0, sectors, read_only);
  for (uint32_t i = 0; i < sectors; i++) memcpy(image + i * SECTOR_BYTES, &i, 4);
  test_disk(1, 720, false);
  test_device(&dma_device, NULL);
  floppy = test_device(&floppy_device, options);
  out8(0xD6, 0xC0), out8(0xD4, 0x00); // cascade
  leave_reset();
  send(3, 0x03, 0xDF, 0x02);
}
static void start(void) {
  start_with(2880, false, "image0=write\nimage1=overlay\ndrive0=0");
  out8(CCR, 0);
}

static void set_dma(uint8_t mode, uint32_t bytes) {
  out8(0x0A, 6);
  out8(0x0C, 0);
  out8(0x0B, mode | 2);
  out8(0x04, 0), out8(0x04, 0), out8(0x81, BUFFER >> 16);
  out8(0x05, (uint8_t)(bytes - 1)), out8(0x05, (uint8_t)((bytes - 1) >> 8));
  out8(0x0A, 2);
}
enum { TO_MEMORY = 0x44, FROM_MEMORY = 0x48 };

static uint32_t marked(unsigned index) {
  uint32_t value;
  memcpy(&value, test_ram() + BUFFER + index * SECTOR_BYTES, 4);
  return value;
}
static uint32_t on_image(unsigned sector) {
  uint32_t value;
  memcpy(&value, image + sector * SECTOR_BYTES, 4);
  return value;
}

static void seek_to(uint8_t drive, uint8_t track) {
  send(3, 0x0F, drive, track);
  CHECK_EQUAL(in8(MSR), 0x80 | 1 << (drive & 3));
  test_advance(A_WHILE);
  CHECK(test_seen.irq[IRQ].level);
  send(1, 0x08);
  CHECK(is_result(2, 0x20 | (drive & 3), track));
  CHECK(!test_seen.irq[IRQ].level);
  CHECK_EQUAL(in8(MSR), 0x80);
}

static void registers(void) {
  start();
  CHECK_EQUAL(in8(DOR), 0x1C);
  CHECK_EQUAL(in8(MSR), 0x80);
  CHECK_EQUAL(in8(0x3F0), 0xFF);
  send(1, 0x10);
  CHECK(is_result(1, 0x90));
  send(1, 0x18); // PART ID: of later controllers
  CHECK(is_result(1, 0x80));
  send(1, 0x00);
  CHECK(is_result(1, 0x80));
  send(2, 0x04, 0x04);
  CHECK(is_result(1, 0x3C));
  send(2, 0x04, 0x01); // no such drive: no track 0
  CHECK(is_result(1, 0x29));
  // Modes, and what resets leave of them.
  send(4, 0x13, 0, 0x57, 0x11);
  send(2, 0x12, 0x88);
  send(1, 0x0E);
  CHECK(is_result(10, 0, 0, 0, 0, 0xDF, 0x02, 0, 0x08, 0x57, 0x11));
  send(1, 0x94);
  CHECK(is_result(1, 0x10));
  out8(MSR, 0x80); // a software reset through the DSR: no polling, no interrupt
  test_advance(A_WHILE);
  CHECK_EQUAL(test_seen.irq[IRQ].level, true);
  send(1, 0x0E);
  CHECK(is_result(10, 0, 0, 0, 0, 0xDF, 0x02, 0, 0x80, 0x07, 0x11));
  send(1, 0x14);
  CHECK(is_result(1, 0x00));
  out8(MSR, 0x80);
  test_advance(A_WHILE);
  send(1, 0x0E);
  CHECK(is_result(10, 0, 0, 0, 0, 0xDF, 0x02, 0, 0x00, 0x20, 0x00));
  send(4, 0x13, 0, 0x10, 0); // no polling
  out8(DOR, 0x18);
  CHECK_EQUAL(in8(MSR), 0);
  out8(FIFO, 0x10);
  out8(DOR, 0x1C);
  test_advance(A_WHILE);
  CHECK_EQUAL(in8(MSR), 0x80);
  CHECK(test_seen.irq[IRQ].level); // the reset has put polling on again
  // The DMA gate holds the interrupt back.
  out8(DOR, 0x14);
  CHECK(!test_seen.irq[IRQ].level);
  out8(DOR, 0x1C);
  CHECK(test_seen.irq[IRQ].level);
}

static void seeking(void) {
  start();
  CHECK_EQUAL(in8(CCR), 0x80); // the disk has been changed
  seek_to(0, 0);
  CHECK_EQUAL(in8(CCR), 0x80); // no step pulse
  seek_to(0, 40);
  CHECK_EQUAL(in8(CCR), 0x00);
  send(2, 0x04, 0x00);
  CHECK(is_result(1, 0x28));
  send(3, 0xCF, 0, 5); // relative, inward
  test_advance(A_WHILE);
  send(1, 0x08);
  CHECK(is_result(2, 0x20, 45));
  send(3, 0x8F, 0, 3);
  test_advance(A_WHILE);
  send(1, 0x08);
  CHECK(is_result(2, 0x20, 42));
  seek_to(0, 82);
  send(2, 0x07, 0); // 79 steps are not enough
  test_advance(A_WHILE);
  send(1, 0x08);
  CHECK(is_result(2, 0x70, 3));
  send(2, 0x07, 0);
  test_advance(A_WHILE);
  send(1, 0x08);
  CHECK(is_result(2, 0x20, 0));
  send(2, 0x07, 1); // a drive that is not there
  test_advance(A_WHILE);
  send(1, 0x08);
  CHECK(is_result(2, 0x71, 0));
  // Two at once.
  start_with(2880, false, "image0=write\nimage1=overlay\ndrive0=0\ndrive1=1");
  send(3, 0x0F, 0, 10);
  send(3, 0x0F, 1, 20);
  CHECK_EQUAL(in8(MSR), 0x83);
  unsigned rises = test_seen.irq[IRQ].rises;
  test_advance(A_WHILE);
  CHECK_EQUAL(in8(MSR), 0x80);
  send(1, 0x08);
  CHECK(is_result(2, 0x20, 10));
  CHECK(test_seen.irq[IRQ].level);
  CHECK_EQUAL(test_seen.irq[IRQ].rises - rises, 2);
  send(1, 0x08);
  CHECK(is_result(2, 0x21, 20));
  CHECK(!test_seen.irq[IRQ].level);
  out8(DOR, 0x2D);
  CHECK_EQUAL(in8(CCR), 0);
}

static void reading(void) {
  start();
  seek_to(4, 7);
  // Part of a track, ended by the DMA.
  set_dma(TO_MEMORY, 3 * 512);
  send(9, 0xE6, 4, 7, 1, 5, 2, 18, 0x1B, 0xFF);
  CHECK_EQUAL(in8(MSR), 0x10);
  CHECK(!test_seen.irq[IRQ].level);
  test_advance(A_WHILE);
  CHECK(test_seen.irq[IRQ].level);
  CHECK(is_result(7, 0x04, 0, 0, 7, 1, 8, 2));
  CHECK(!test_seen.irq[IRQ].level);
  for (unsigned i = 0; i < 3; i++) CHECK_EQUAL(marked(i), (7 * 2 + 1) * 18 + 4 + i);
  CHECK_EQUAL(marked(3), 0);
  // Over both sides, to the last sector.
  set_dma(TO_MEMORY, 36 * 512);
  send(9, 0xC6, 0, 7, 0, 1, 2, 18, 0x1B, 0xFF);
  test_advance(A_WHILE);
  CHECK(is_result(7, 0x00, 0, 0, 8, 0, 1, 2));
  for (unsigned i = 0; i < 36; i++) CHECK_EQUAL(marked(i), 7 * 36 + i);
  set_dma(TO_MEMORY, 18 * 512);
  send(9, 0xC6, 0, 7, 0, 1, 2, 18, 0x1B, 0xFF);
  test_advance(A_WHILE);
  CHECK(is_result(7, 0x04, 0, 0, 7, 1, 1, 2));
  // The end of the track before that of the DMA.
  set_dma(TO_MEMORY, 512 * 20);
  send(9, 0x46, 0, 7, 0, 17, 2, 18, 0x1B, 0xFF);
  test_advance(A_WHILE);
  CHECK(is_result(7, 0x40, 0x80, 0, 8, 0, 1, 2));
  CHECK_EQUAL(marked(1), 7 * 36 + 17);
  // Part of a sector.
  set_dma(TO_MEMORY, 100);
  memset(test_ram() + BUFFER, 0xEE, 512);
  send(9, 0x46, 0, 7, 0, 2, 2, 18, 0x1B, 0xFF);
  test_advance(A_WHILE);
  CHECK(is_result(7, 0x00, 0, 0, 7, 0, 3, 2));
  CHECK_EQUAL(marked(0), 7 * 36 + 1);
  CHECK_EQUAL(test_ram()[BUFFER + 100], 0xEE);
  // The channel is masked: the controller waits.
  set_dma(TO_MEMORY, 512);
  out8(0x0A, 6);
  send(9, 0x46, 0, 7, 0, 3, 2, 18, 0x1B, 0xFF);
  test_advance(A_WHILE);
  CHECK_EQUAL(in8(MSR), 0x10);
  out8(0x0A, 2);
  test_advance(A_WHILE);
  CHECK(is_result(7, 0x00, 0, 0, 7, 0, 4, 2));
  // Errors.
  static const struct {
    uint8_t command, drive, cylinder, head, sector, size, rate, st0, st1, st2;
  } errors[] = {
      {0x46, 0, 8, 0, 1, 2, 0, 0x40, 0x04, 0x10}, // another cylinder
      {0x46, 0, 7, 1, 1, 2, 0, 0x40, 0x04, 0},    // another head than is selected
      {0x46, 0, 7, 0, 19, 2, 0, 0x40, 0x04, 0},   // no such sector
      {0x46, 0, 7, 0, 0, 2, 0, 0x40, 0x04, 0},    //
      {0x46, 0, 7, 0, 1, 3, 0, 0x40, 0x04, 0},    // another size
      {0x46, 0, 7, 0, 1, 2, 2, 0x40, 0x01, 0},    // another rate
      {0x06, 0, 7, 0, 1, 2, 0, 0x40, 0x01, 0},    // FM
      {0x46, 1, 7, 0, 1, 2, 0, 0x41, 0x01, 0},    // another drive
  };
  for (unsigned i = 0; i < sizeof errors / sizeof errors[0]; i++) {
    set_dma(TO_MEMORY, 512);
    out8(CCR, errors[i].rate);
    send(9, errors[i].command, errors[i].drive, errors[i].cylinder, errors[i].head, errors[i].sector, errors[i].size, 18, 0x1B, 0xFF);
    test_advance(A_WHILE);
    CHECK(is_result(7, errors[i].st0, errors[i].st1, errors[i].st2, errors[i].cylinder, errors[i].head, errors[i].sector, errors[i].size));
  }
  out8(CCR, 0);
  test_disk_fails(0, true);
  set_dma(TO_MEMORY, 512);
  send(9, 0x46, 0, 7, 0, 1, 2, 18, 0x1B, 0xFF);
  test_advance(A_WHILE);
  CHECK(is_result(7, 0x40, 0x20, 0x20, 7, 0, 1, 2));
  test_disk_fails(0, false);
  // Deleted data, a whole track, verify by count, implied seeks.
  set_dma(TO_MEMORY, 1024);
  send(9, 0x4C, 0, 7, 0, 1, 2, 18, 0x1B, 0xFF);
  test_advance(A_WHILE);
  CHECK(is_result(7, 0x00, 0, 0x40, 7, 0, 2, 2));
  set_dma(TO_MEMORY, 18 * 512);
  send(9, 0x42, 0, 7, 0, 9, 2, 18, 0x1B, 0xFF);
  test_advance(A_WHILE);
  CHECK_EQUAL(results(), 7);
  CHECK_EQUAL(result[0], 0);
  CHECK_EQUAL(marked(0), 7 * 36);
  CHECK_EQUAL(marked(17), 7 * 36 + 17);
  send(9, 0xD6, 0x80, 7, 0, 17, 2, 18, 0x1B, 4);
  test_advance(A_WHILE);
  CHECK(is_result(7, 0x04, 0, 0, 7, 1, 3, 2));
  send(9, 0x56, 0, 7, 0, 1, 2, 19, 0x1B, 0xFF);
  test_advance(A_WHILE);
  CHECK(is_result(7, 0x40, 0x04, 0, 7, 0, 19, 2));
  send(4, 0x13, 0, 0x40, 0);
  set_dma(TO_MEMORY, 512);
  send(9, 0x46, 0, 50, 0, 1, 2, 18, 0x1B, 0xFF);
  test_advance(A_WHILE);
  CHECK(is_result(7, 0x00, 0, 0, 50, 0, 2, 2));
  CHECK_EQUAL(marked(0), 50 * 36);
  send(2, 0x4A, 0);
  CHECK(test_seen.irq[IRQ].level);
  CHECK(is_result(7, 0, 0, 0, 50, 0, 2, 2));
  send(2, 0x4A, 4);
  CHECK(is_result(7, 4, 0, 0, 50, 1, 3, 2));
}

static void writing(void) {
  start();
  seek_to(0, 3);
  for (unsigned i = 0; i < 4 * 512; i++) test_ram()[BUFFER + i] = (uint8_t)(i / 512 + 0x80);
  set_dma(FROM_MEMORY, 4 * 512);
  send(9, 0xC5, 0, 3, 0, 16, 2, 18, 0x1B, 0xFF);
  test_advance(A_WHILE);
  CHECK(is_result(7, 0x04, 0, 0, 3, 1, 2, 2));
  for (unsigned i = 0; i < 4; i++) CHECK_EQUAL(on_image(3 * 36 + 15 + i), (0x80 + i) * 0x01010101u);
  set_dma(FROM_MEMORY, 2);
  send(9, 0x45, 0, 3, 0, 1, 2, 18, 0x1B, 0xFF);
  test_advance(A_WHILE);
  CHECK(is_result(7, 0x00, 0, 0, 3, 0, 2, 2));
  CHECK_EQUAL(on_image(3 * 36), 0x8080);
  test_disk_fails(0, true);
  set_dma(FROM_MEMORY, 512);
  send(9, 0x45, 0, 3, 0, 1, 2, 18, 0x1B, 0xFF);
  test_advance(A_WHILE);
  CHECK(is_result(7, 0x50, 0, 0, 3, 0, 1, 2));
  test_disk_fails(0, false);
  // Format, in an order of its own.
  for (unsigned i = 0; i < 18; i++) memcpy(test_ram() + BUFFER + 4 * i, (uint8_t[]){3, 1, (uint8_t)((i * 5) % 18 + 1), 2}, 4);
  set_dma(FROM_MEMORY, 18 * 4);
  send(6, 0x4D, 4, 2, 18, 0x54, 0xF6);
  test_advance(A_WHILE);
  CHECK_EQUAL(results(), 7);
  CHECK_EQUAL(result[0], 4);
  for (unsigned i = 0; i < 18; i++) CHECK_EQUAL(on_image(3 * 36 + 18 + i), 0xF6F6F6F6);
  CHECK_EQUAL(on_image(3 * 36 + 36), 4 * 36);
  test_ram()[BUFFER + 2] = 19; // more sectors than the image has place for
  set_dma(FROM_MEMORY, 18 * 4);
  send(6, 0x4D, 4, 2, 18, 0x54, 0xF6);
  test_advance(A_WHILE);
  CHECK_EQUAL(results(), 7);
  CHECK_EQUAL(result[0], 0x44);
  start_with(2880, true, "image0=read-only\ndrive0=0");
  out8(CCR, 0);
  set_dma(FROM_MEMORY, 512);
  send(9, 0x45, 0, 0, 0, 1, 2, 18, 0x1B, 0xFF);
  test_advance(A_WHILE);
  CHECK(is_result(7, 0x40, 0x02, 0, 0, 0, 1, 2));
  send(2, 0x04, 0);
  CHECK(is_result(1, 0x78));
}

static void by_program(void) {
  start();
  send(3, 0x03, 0xDF, 0x03);
  unsigned rises = test_seen.irq[IRQ].rises;
  send(9, 0x46, 0, 0, 0, 17, 2, 18, 0x1B, 0xFF);
  CHECK_EQUAL(in8(MSR), 0x10);
  test_advance(A_WHILE);
  uint8_t got[1024];
  for (unsigned i = 0; i < 1024; i++) {
    CHECK_EQUAL(in8(MSR), 0xF0);
    CHECK(test_seen.irq[IRQ].level);
    got[i] = in8(FIFO);
  }
  CHECK_EQUAL(test_seen.irq[IRQ].rises - rises, 1025); // one a byte, and one for the result
  CHECK(!memcmp(got, image + 16 * 512, 1024));
  CHECK(is_result(7, 0x40, 0x80, 0, 1, 0, 1, 2)); // nobody gives a terminal count
  send(9, 0x45, 0, 0, 0, 18, 2, 18, 0x1B, 0xFF);
  test_advance(A_WHILE);
  for (unsigned i = 0; i < 512; i++) {
    CHECK_EQUAL(in8(MSR), 0xB0);
    out8(FIFO, 0x5A);
  }
  CHECK(is_result(7, 0x40, 0x80, 0, 1, 0, 1, 2));
  CHECK_EQUAL(on_image(17), 0x5A5A5A5A);
}

static void media(void) {
  static const struct {
    uint16_t sectors;
    uint8_t cylinders, heads, per_track, rate, other_rate;
  } disks[] = {{320, 40, 1, 8, 2, 0},  {360, 40, 1, 9, 1, 0},   {640, 40, 2, 8, 2, 0},   {720, 40, 2, 9, 1, 0},
               {1440, 80, 2, 9, 2, 0}, {2400, 80, 2, 15, 0, 2}, {2880, 80, 2, 18, 0, 1}, {5760, 80, 2, 36, 3, 0}};
  for (unsigned i = 0; i < sizeof disks / sizeof disks[0]; i++) {
    start_with(disks[i].sectors, false, "image0=overlay\ndrive0=0");
    uint8_t cylinder = disks[i].cylinders - 1, head = disks[i].heads - 1;
    seek_to((uint8_t)(head << 2), cylinder);
    for (unsigned right = 0; right < 2; right++) {
      out8(CCR, right ? disks[i].rate : disks[i].other_rate);
      set_dma(TO_MEMORY, 512);
      send(9, 0xC6, head << 2, cylinder, head, disks[i].per_track, 2, disks[i].per_track, 0x1B, 0xFF);
      test_advance(A_WHILE);
      CHECK_EQUAL(results(), 7);
      CHECK_EQUAL(result[0] & 0xC0, right ? 0 : 0x40);
    }
    CHECK_EQUAL(marked(0), disks[i].sectors - 1u);
  }
  // 40 tracks in a drive of 80: every other one, for software that knows; and for software that does not.
  start_with(720, false, "image0=overlay\ndrive0=0\ntype0=2");
  out8(CCR, 1);
  seek_to(0, 20);
  send(2, 0x4A, 0);
  CHECK(is_result(7, 0, 0, 0, 10, 0, 1, 2));
  for (uint8_t cylinder = 10; cylinder <= 20; cylinder += 10) {
    set_dma(TO_MEMORY, 512);
    send(9, 0x46, 0, cylinder, 0, 1, 2, 9, 0x1B, 0xFF);
    test_advance(A_WHILE);
    CHECK(is_result(7, 0, 0, 0, cylinder, 0, 2, 2));
    CHECK_EQUAL(marked(0), cylinder * 18u);
  }
  // Disks come and go.
  start();
  seek_to(0, 1);
  CHECK_EQUAL(in8(CCR), 0);
  test_input(floppy, (uint8_t[]){0, 255}, 2);
  CHECK_EQUAL(in8(CCR), 0x80);
  seek_to(0, 2);
  CHECK_EQUAL(in8(CCR), 0x80);
  send(2, 0x4A, 0);
  CHECK_EQUAL(results(), 7);
  CHECK_EQUAL(result[0], 0x40);
  test_input(floppy, (uint8_t[]){0, 1}, 2);
  CHECK_EQUAL(in8(CCR), 0x80);
  seek_to(0, 3);
  CHECK_EQUAL(in8(CCR), 0);
  out8(CCR, 2);
  send(2, 0x4A, 0);
  CHECK(is_result(7, 0, 0, 0, 3, 0, 1, 2));
}

int main(void) {
  registers();
  seeking();
  reading();
  writing();
  by_program();
  media();
  return test_finish("floppy");
}
