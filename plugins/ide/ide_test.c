#include "../../machine/testing/test_machine.h"
#include <string.h>

extern const struct device_kind ide_device;

enum { BASE = 0x1F0, ALTERNATE = 0x3F6, IRQ = 14, SECTORS = 70000 };
enum { ERR = 1, DRQ = 8, DF = 0x20, READY = 0x50 };
enum { IDNF = 0x10, ABRT = 4, UNC = 0x40 };
static uint8_t *image;

// A disk of 70,000 sectors as primary master, each beginning with its number.
static void start_with(const char *options, bool read_only) {
  test_clear();
  image = test_disk(0, SECTORS, read_only);
  for (uint32_t i = 0; i < SECTORS; i++) memcpy(image + i * SECTOR_BYTES, &i, 4);
  test_device(&ide_device, options);
}
static void start(void) {
  start_with("image0=write\ndisk0=0", false);
}

static void address28(uint32_t sector, uint8_t count) {
  out8(BASE + 2, count);
  out8(BASE + 3, (uint8_t)sector);
  out8(BASE + 4, (uint8_t)(sector >> 8));
  out8(BASE + 5, (uint8_t)(sector >> 16));
  out8(BASE + 6, 0xE0 | sector >> 24);
}
static void address48(uint64_t sector, uint16_t count) {
  out8(BASE + 2, (uint8_t)(count >> 8)), out8(BASE + 2, (uint8_t)count);
  for (unsigned i = 0; i < 3; i++) {
    out8(BASE + 3 + i, (uint8_t)(sector >> (24 + 8 * i)));
    out8(BASE + 3 + i, (uint8_t)(sector >> 8 * i));
  }
  out8(BASE + 6, 0xE0);
}
static void address_chs(unsigned cylinder, unsigned head, unsigned sector, uint8_t count) {
  out8(BASE + 2, count);
  out8(BASE + 3, (uint8_t)sector);
  out8(BASE + 4, (uint8_t)cylinder);
  out8(BASE + 5, (uint8_t)(cylinder >> 8));
  out8(BASE + 6, (uint8_t)(0xA0 | head));
}

// Reads a sector, and tells its number.
static uint32_t sector_in(void) {
  uint32_t number = test_in(BASE, 2);
  number |= test_in(BASE, 2) << 16;
  for (unsigned i = 2; i < SECTOR_BYTES / 2; i++) test_in(BASE, 2);
  return number;
}
static void sector_out(uint32_t mark) {
  test_out(BASE, 2, mark & 0xFFFF);
  test_out(BASE, 2, mark >> 16);
  for (unsigned i = 2; i < SECTOR_BYTES / 2; i++) test_out(BASE, 2, i);
}
static uint32_t mark(uint32_t sector) {
  uint32_t value;
  memcpy(&value, image + sector * SECTOR_BYTES, 4);
  return value;
}

static void presence(void) {
  test_clear();
  test_device(&ide_device, NULL);
  CHECK_EQUAL(in8(0x1F7), 0);
  CHECK_EQUAL(in8(0x3F6), 0);
  out8(0x172, 0x55);
  CHECK_EQUAL(in8(0x172), 0);
  out8(0x1F7, 0xEC);
  CHECK(!test_seen.irq[14].level);

  start();
  CHECK_EQUAL(in8(BASE + 7), READY);
  CHECK_EQUAL(in8(BASE + 1), 1);
  CHECK_EQUAL(in8(BASE + 2), 1);
  CHECK_EQUAL(in8(BASE + 3), 1);
  CHECK_EQUAL(in8(BASE + 4), 0);
  CHECK_EQUAL(in8(BASE + 5), 0);
  CHECK_EQUAL(in8(BASE + 6), 0xA0);
  CHECK_EQUAL(in8(0x177), 0); // the other channel is empty
  // The slave that is not there: registers can be written and read, its status is zero.
  out8(BASE + 6, 0xB0);
  out8(BASE + 2, 0x55), out8(BASE + 3, 0xAA);
  CHECK_EQUAL(in8(BASE + 2), 0x55);
  CHECK_EQUAL(in8(BASE + 3), 0xAA);
  CHECK_EQUAL(in8(BASE + 6), 0xB0);
  CHECK_EQUAL(in8(BASE + 7), 0);
  out8(BASE + 7, 0xEC);
  CHECK_EQUAL(in8(ALTERNATE), 0);
  CHECK(!test_seen.irq[IRQ].level);
  CHECK_EQUAL(in8(BASE + 4), 0xFF);
}

static uint16_t words[256];
static void identify(void) {
  out8(BASE + 7, 0xEC);
  for (unsigned i = 0; i < 256; i++) words[i] = (uint16_t)test_in(BASE, 2);
}

static void identity(void) {
  start();
  out8(BASE + 6, 0xA0);
  out8(BASE + 7, 0xEC);
  CHECK(test_seen.irq[IRQ].level);
  CHECK_EQUAL(in8(ALTERNATE), READY | DRQ);
  CHECK(test_seen.irq[IRQ].level); // alternate status leaves the interrupt
  CHECK_EQUAL(in8(BASE + 7), READY | DRQ);
  CHECK(!test_seen.irq[IRQ].level);
  for (unsigned i = 0; i < 256; i++) words[i] = (uint16_t)test_in(BASE, 2);
  CHECK_EQUAL(in8(BASE + 7), READY);
  CHECK_EQUAL(test_in(BASE, 2), 0); // no more
  CHECK_EQUAL(words[0], 0x0040);
  CHECK_EQUAL(words[1], SECTORS / (16 * 63));
  CHECK_EQUAL(words[3], 16);
  CHECK_EQUAL(words[6], 63);
  CHECK_EQUAL(words[27], 'P' << 8 | 'L');
  CHECK_EQUAL(words[60] | (uint32_t)words[61] << 16, SECTORS);
  CHECK_EQUAL(words[100] | (uint32_t)words[101] << 16, SECTORS);
  CHECK_EQUAL(words[57] | (uint32_t)words[58] << 16, SECTORS / (16 * 63) * 16 * 63);
  CHECK_EQUAL(words[59], 0x110);
  uint8_t sum = 0;
  for (unsigned i = 0; i < 512; i++) sum += ((uint8_t *)words)[i];
  CHECK_EQUAL(sum, 0);
  // Another geometry, as told.
  test_clear();
  test_disk(0, 615 * 4 * 17, false);
  test_device(&ide_device, "image0=overlay\ndisk0=0\nheads0=4\nsectors0=17");
  identify();
  CHECK_EQUAL(words[1], 615);
  CHECK_EQUAL(words[3], 4);
  CHECK_EQUAL(words[6], 17);
  // A very small disk, and a large one.
  test_clear();
  test_disk(0, 5, false);
  test_device(&ide_device, "image0=overlay\ndisk0=0");
  identify();
  CHECK_EQUAL(words[1] * words[3] * words[6], 5);
}

static void reading(void) {
  start();
  // LBA28, several sectors: an interrupt for each, none after the last word.
  address28(0x1234, 3);
  out8(BASE + 7, 0x20);
  for (uint32_t i = 0; i < 3; i++) {
    CHECK(test_seen.irq[IRQ].level);
    CHECK_EQUAL(in8(BASE + 7), READY | DRQ);
    CHECK(!test_seen.irq[IRQ].level);
    CHECK_EQUAL(sector_in(), 0x1234 + i);
  }
  CHECK(!test_seen.irq[IRQ].level);
  CHECK_EQUAL(in8(BASE + 7), READY);
  CHECK_EQUAL(in8(BASE + 2), 0);
  CHECK_EQUAL(in8(BASE + 3), 0x37);
  CHECK_EQUAL(in8(BASE + 4), 0x12);
  // A count of 0 is 256; 32-bit and 8-bit accesses.
  address28(100, 0);
  out8(BASE + 7, 0x21);
  for (uint32_t i = 0; i < 256; i++) {
    CHECK_EQUAL(test_in(BASE, 4), 100 + i);
    for (unsigned j = 1; j < 128; j++) test_in(BASE, 4);
  }
  CHECK_EQUAL(in8(BASE + 7), READY);
  address28(0x4321, 1);
  out8(BASE + 7, 0x20);
  CHECK_EQUAL(in8(BASE), 0x21); // the lower half of a word
  CHECK_EQUAL(test_in(BASE, 2), 0);
  // CHS, by the disk's own geometry and by another.
  address_chs(2, 3, 4, 2);
  out8(BASE + 7, 0x20);
  CHECK_EQUAL(in8(BASE + 7), READY | DRQ); // refused while data are due: the command before has not ended
  CHECK_EQUAL(in8(BASE), 0);
  start();
  address_chs(2, 3, 4, 2);
  out8(BASE + 7, 0x20);
  CHECK_EQUAL(sector_in(), (2 * 16 + 3) * 63 + 3);
  CHECK_EQUAL(sector_in(), (2 * 16 + 3) * 63 + 4);
  CHECK_EQUAL(in8(BASE + 3), 6);
  CHECK_EQUAL(in8(BASE + 6), 0xA3);
  out8(BASE + 2, 17), out8(BASE + 6, 0xA3), out8(BASE + 7, 0x91); // 4 heads, 17 sectors
  CHECK_EQUAL(in8(BASE + 7), READY);
  address_chs(300, 3, 17, 2);
  out8(BASE + 7, 0x20);
  CHECK_EQUAL(sector_in(), (300 * 4 + 3) * 17 + 16);
  CHECK_EQUAL(sector_in(), 301 * 4 * 17);
  CHECK_EQUAL(in8(BASE + 4), 301 & 0xFF);
  CHECK_EQUAL(in8(BASE + 3), 2);
  identify();
  CHECK_EQUAL(words[54], SECTORS / 68);
  CHECK_EQUAL(words[55], 4);
  CHECK_EQUAL(words[3], 16);
  address_chs(0, 0, 18, 1), out8(BASE + 7, 0x20);
  CHECK_EQUAL(in8(BASE + 7), READY | ERR);
  CHECK_EQUAL(in8(BASE + 1), IDNF);
  address_chs(0, 0, 0, 1), out8(BASE + 7, 0x20);
  CHECK_EQUAL(in8(BASE + 1), IDNF);
  out8(BASE + 2, 0), out8(BASE + 7, 0x91);
  CHECK_EQUAL(in8(BASE + 1), ABRT);
  // LBA48
  start();
  address48(65530, 300);
  out8(BASE + 7, 0x24);
  for (uint32_t i = 0; i < 300; i++) CHECK_EQUAL(sector_in(), 65530 + i);
  CHECK_EQUAL(in8(BASE + 7), READY);
  CHECK_EQUAL(in8(BASE + 5), 1);
  out8(ALTERNATE, 0x80); // HOB: what was there before
  CHECK_EQUAL(in8(BASE + 5), 0);
  CHECK_EQUAL(in8(BASE + 2), 0);
  out8(BASE + 3, 0); // clears it
  address48(0x100000000, 1);
  out8(BASE + 7, 0x24);
  CHECK_EQUAL(in8(BASE + 1), IDNF);
  // Up to the end of the disk, and past it.
  address28(SECTORS - 2, 3);
  out8(BASE + 7, 0x20);
  CHECK_EQUAL(sector_in(), SECTORS - 2);
  CHECK_EQUAL(sector_in(), SECTORS - 1);
  CHECK_EQUAL(in8(BASE + 7), READY | ERR);
  CHECK_EQUAL(in8(BASE + 1), IDNF);
  CHECK_EQUAL(in8(BASE + 2), 1);
  CHECK_EQUAL(in8(BASE + 3), (uint8_t)SECTORS);
  test_disk_fails(0, true);
  address28(5, 1);
  out8(BASE + 7, 0x20);
  CHECK_EQUAL(in8(BASE + 7), READY | ERR);
  CHECK_EQUAL(in8(BASE + 1), UNC);
}

static void multiple(void) {
  start();
  out8(BASE + 2, 0), out8(BASE + 7, 0xC6); // none
  CHECK_EQUAL(in8(BASE + 7), READY);
  address28(10, 20);
  out8(BASE + 7, 0xC4);
  CHECK_EQUAL(in8(BASE + 1), ABRT);
  identify();
  CHECK_EQUAL(words[59], 0);
  out8(BASE + 2, 3), out8(BASE + 7, 0xC6);
  CHECK_EQUAL(in8(BASE + 7), READY | ERR);
  out8(BASE + 2, 32), out8(BASE + 7, 0xC6);
  CHECK_EQUAL(in8(BASE + 7), READY | ERR);
  out8(BASE + 2, 8), out8(BASE + 7, 0xC6);
  CHECK_EQUAL(in8(BASE + 7), READY);
  identify();
  CHECK_EQUAL(words[59], 0x108);
  CHECK_EQUAL(words[47] & 0xFF, 16);
  in8(BASE + 7);
  address28(10, 20);
  unsigned rises = test_seen.irq[IRQ].rises;
  out8(BASE + 7, 0xC4);
  for (uint32_t i = 0; i < 20; i++) {
    if (i % 8 == 0) CHECK_EQUAL(in8(BASE + 7), READY | DRQ);
    CHECK_EQUAL(sector_in(), 10 + i);
  }
  CHECK_EQUAL(test_seen.irq[IRQ].rises - rises, 3);
  CHECK_EQUAL(in8(BASE + 7), READY);
  rises = test_seen.irq[IRQ].rises;
  address48(1000, 9);
  out8(BASE + 7, 0x39);
  CHECK_EQUAL(in8(BASE + 7), READY | DRQ);
  for (uint32_t i = 0; i < 9; i++) {
    sector_out(0xABC000 + i);
    if (i == 6) CHECK_EQUAL(mark(1000), 1000); // nothing yet
    if (i == 7) CHECK_EQUAL(in8(BASE + 7), READY | DRQ);
    if (i == 7) CHECK_EQUAL(mark(1007), 0xABC007);
  }
  CHECK_EQUAL(in8(BASE + 7), READY);
  CHECK_EQUAL(test_seen.irq[IRQ].rises - rises, 2);
  CHECK_EQUAL(mark(1008), 0xABC008);
  address48(1000, 9);
  out8(BASE + 7, 0x29);
  for (uint32_t i = 0; i < 9; i++) CHECK_EQUAL(sector_in(), 0xABC000 + i);
}

// A string instruction's words, several at once: no more than are left of a sector, and what ends with the last of them ends.
static void in_blocks(void) {
  start();
  uint32_t sector[SECTOR_BYTES / 4] = {0};
  CHECK_EQUAL(test_in_block(BASE, 2, sector, 256), 0); // there is no transfer
  address28(0x1234, 2);
  out8(BASE + 7, 0x20);
  CHECK_EQUAL(test_in_block(BASE, 1, sector, 256), 0); // bytes go one by one
  in8(BASE + 7);
  CHECK_EQUAL(test_in_block(BASE, 2, sector, 100), 100);
  CHECK_EQUAL(sector[0], 0x1234);
  CHECK(!test_seen.irq[IRQ].level);
  CHECK_EQUAL(test_in_block(BASE, 2, sector, 1000), 156);
  CHECK(test_seen.irq[IRQ].level);
  CHECK_EQUAL(test_in_block(BASE, 4, sector, 128), 128);
  CHECK_EQUAL(sector[0], 0x1235);
  CHECK_EQUAL(in8(BASE + 7), READY);
  CHECK_EQUAL(test_out_block(BASE, 2, sector, 256), 0);
  address28(50010, 2);
  out8(BASE + 7, 0x30);
  CHECK_EQUAL(test_in_block(BASE, 2, sector, 256), 0); // the wrong way
  sector[0] = 0x77778888;
  CHECK_EQUAL(test_out_block(BASE, 2, sector, 255), 255);
  CHECK_EQUAL(mark(50010), 50010);
  CHECK_EQUAL(test_out_block(BASE, 2, sector, 1000), 1);
  CHECK_EQUAL(mark(50010), 0x77778888);
  CHECK_EQUAL(test_out_block(BASE, 4, sector, 1000), 128);
  CHECK_EQUAL(mark(50011), 0x77778888);
  CHECK_EQUAL(in8(BASE + 7), READY);
}

static void writing(void) {
  start();
  address28(50000, 2);
  unsigned rises = test_seen.irq[IRQ].rises;
  out8(BASE + 7, 0x30);
  CHECK_EQUAL(in8(BASE + 7), READY | DRQ);
  CHECK_EQUAL(test_seen.irq[IRQ].rises, rises); // the first sector is asked for without one
  sector_out(0x11112222);
  CHECK_EQUAL(mark(50000), 0x11112222);
  CHECK(test_seen.irq[IRQ].level);
  CHECK_EQUAL(in8(BASE + 7), READY | DRQ);
  for (unsigned i = 0; i < 127; i++) test_out(BASE, 4, 0x33334444);
  CHECK_EQUAL(mark(50001), 50001);
  CHECK(!test_seen.irq[IRQ].level);
  test_out(BASE, 4, 0x33334444);
  CHECK_EQUAL(mark(50001), 0x33334444);
  CHECK(test_seen.irq[IRQ].level);
  CHECK_EQUAL(in8(BASE + 7), READY);
  test_out(BASE, 2, 0x5555);
  CHECK_EQUAL(test_seen.flushes, 0);
  out8(BASE + 7, 0xE7);
  CHECK_EQUAL(test_seen.flushes, 1);
  CHECK_EQUAL(in8(BASE + 7), READY);
  out8(BASE + 1, 0x82), out8(BASE + 7, 0xEF); // the write cache off: flushed, and after every write again
  CHECK_EQUAL(test_seen.flushes, 2);
  address28(50000, 1), out8(BASE + 7, 0x30), sector_out(7);
  CHECK_EQUAL(test_seen.flushes, 3);
  out8(BASE + 1, 0x02), out8(BASE + 7, 0xEF);
  address28(50000, 1), out8(BASE + 7, 0x30), sector_out(8);
  CHECK_EQUAL(test_seen.flushes, 3);
  // At the end of the disk
  address28(SECTORS - 1, 2), out8(BASE + 7, 0x30), sector_out(9);
  CHECK_EQUAL(mark(SECTORS - 1), 9);
  CHECK_EQUAL(in8(BASE + 7), READY | ERR);
  CHECK_EQUAL(in8(BASE + 1), IDNF);
  test_disk_fails(0, true);
  address28(1, 1), out8(BASE + 7, 0x30), sector_out(9);
  CHECK_EQUAL(in8(BASE + 7), READY | ERR | DF);
  out8(BASE + 7, 0xEA);
  CHECK_EQUAL(in8(BASE + 7), READY | ERR | DF);
  start_with("image0=read-only\ndisk0=0", true);
  address28(1, 1), out8(BASE + 7, 0x30);
  CHECK_EQUAL(in8(BASE + 7), READY | ERR);
  CHECK_EQUAL(in8(BASE + 1), ABRT);
}

static void small_commands(void) {
  start();
  static const uint8_t good[] = {0x10, 0x1F, 0x95, 0xE0, 0xE1, 0xE2, 0xE3, 0xE6, 0xE7, 0xEA};
  for (unsigned i = 0; i < sizeof good; i++) {
    out8(BASE + 7, good[i]);
    CHECK(test_seen.irq[IRQ].level);
    CHECK_EQUAL(in8(BASE + 7), READY);
  }
  static const uint8_t unknown[] = {0x00, 0x08, 0x22, 0xA0, 0xA1, 0xC8, 0xCA, 0x25, 0x35, 0xB0, 0xFF};
  for (unsigned i = 0; i < sizeof unknown; i++) {
    out8(BASE + 7, unknown[i]);
    CHECK(test_seen.irq[IRQ].level);
    CHECK_EQUAL(in8(BASE + 7), READY | ERR);
    CHECK_EQUAL(in8(BASE + 1), ABRT);
  }
  address28(SECTORS - 5, 5), out8(BASE + 7, 0x40);
  CHECK_EQUAL(in8(BASE + 7), READY);
  address28(SECTORS - 5, 7), out8(BASE + 7, 0x40);
  CHECK_EQUAL(in8(BASE + 1), IDNF);
  CHECK_EQUAL(in8(BASE + 2), 2);
  address48(0, 0), out8(BASE + 7, 0x42);
  CHECK_EQUAL(in8(BASE + 7), READY);
  address28(69999, 1), out8(BASE + 7, 0x70);
  CHECK_EQUAL(in8(BASE + 7), READY);
  address28(70000, 1), out8(BASE + 7, 0x70);
  CHECK_EQUAL(in8(BASE + 1), IDNF);
  out8(BASE + 2, 0), out8(BASE + 7, 0xE5);
  CHECK_EQUAL(in8(BASE + 2), 0xFF);
  static const struct {
    uint8_t feature, count;
    bool known;
  } features[] = {{3, 0, 1},    {3, 1, 1},    {3, 8, 1},    {3, 0x0C, 1}, {3, 0x0D, 0}, {3, 0x20, 0},
                  {3, 0x42, 0}, {0x66, 0, 1}, {0xCC, 0, 1}, {0xAA, 0, 1}, {0x55, 0, 1}, {5, 1, 0}};
  for (unsigned i = 0; i < sizeof features / sizeof features[0]; i++) {
    out8(BASE + 1, features[i].feature), out8(BASE + 2, features[i].count), out8(BASE + 7, 0xEF);
    CHECK_EQUAL(in8(BASE + 7), READY | (features[i].known ? 0 : ERR));
  }
}

static void resets(void) {
  test_clear();
  test_disk(0, 100, false), test_disk(1, 100, false);
  test_device(&ide_device, "image0=write\nimage1=write\ndisk0=0\ndisk1=1");
  out8(BASE + 6, 0xB0);
  out8(BASE + 7, 0xEC);
  CHECK(test_seen.irq[IRQ].level);
  out8(BASE + 6, 0xA0); // the other device does not ask
  CHECK(!test_seen.irq[IRQ].level);
  out8(BASE + 6, 0xB0);
  CHECK(test_seen.irq[IRQ].level);
  out8(ALTERNATE, 0x02); // nIEN
  CHECK(!test_seen.irq[IRQ].level);
  out8(ALTERNATE, 0x00);
  CHECK(test_seen.irq[IRQ].level);
  out8(BASE + 2, 0x77);
  out8(ALTERNATE, 0x04);
  CHECK_EQUAL(in8(BASE + 7), 0x80);
  CHECK(!test_seen.irq[IRQ].level);
  out8(ALTERNATE, 0x00);
  CHECK_EQUAL(in8(BASE + 7), READY);
  CHECK_EQUAL(in8(BASE + 6), 0xA0);
  CHECK_EQUAL(in8(BASE + 1), 1);
  CHECK_EQUAL(in8(BASE + 2), 1);
  CHECK_EQUAL(test_in(BASE, 2), 0);
  out8(BASE + 6, 0xB0);
  out8(BASE + 7, 0x90);
  CHECK_EQUAL(in8(BASE + 6), 0xA0);
  CHECK(test_seen.irq[IRQ].level);
  CHECK_EQUAL(in8(BASE + 1), 1);
  CHECK_EQUAL(in8(BASE + 7), READY);
  // The secondary channel has its own ports and line.
  test_clear();
  test_disk(3, 100, false);
  test_device(&ide_device, "image3=write\ndisk2=3");
  out8(0x177, 0xEC);
  CHECK(test_seen.irq[15].level && !test_seen.irq[14].level);
  CHECK_EQUAL(in8(0x376), READY | DRQ);
  CHECK_EQUAL(test_in(0x170, 2), 0x40);
  CHECK_EQUAL(in8(0x1F7), 0);
  test_reset_all();
  CHECK(!test_seen.irq[15].level);
  CHECK_EQUAL(in8(0x177), READY);
}

int main(void) {
  presence();
  identity();
  reading();
  multiple();
  in_blocks();
  writing();
  small_commands();
  resets();
  return test_finish("ide");
}
