#include "../../machine/testing/test_machine.h"
#include "bus_master.h"
#include <string.h>

extern const struct device_kind pci_device, ide_device;

enum { BASE = 0x1F0, IRQ = 14, SECTORS = 5000, PORTS = 0xC000, TABLE = 0x1000, AREA = 0x10000 };
enum { ERR = 1, DRQ = 8, READY = 0x50, IDNF = 0x10, ABRT = 4 };
enum { READ_DMA = 0xC8, WRITE_DMA = 0xCA, READ_DMA_EXT = 0x25 };
enum { ACTIVE = 1, INTERRUPT = 4 };
static uint8_t *image;
static struct pci_function bridge, function;

static void configure(unsigned at, uint32_t value) {
  test_out(0xCF8, 4, 0x80000900u | at);
  test_out(0xCFC, 4, value);
}

static void start(bool read_only) {
  test_clear();
  image = test_disk(0, SECTORS, read_only);
  for (uint32_t i = 0; i < SECTORS; i++) memset(image + i * SECTOR_BYTES, (int)(i * 7 + 1), SECTOR_BYTES);
  struct device *pci = test_device(&pci_device, NULL);
  memset(&bridge, 0, sizeof bridge);
  memset(&function, 0, sizeof function);
  pci_add(&bridge, pci, 1, 0, 0x8086, 0x7000, 0x060100);
  pci_add(&function, pci, 1, 1, 0x8086, 0x7010, 0x010180);
  bus_master_create(&function);
  bus_master_reset();
  test_device(&ide_device, read_only ? "image0=read-only\ndisk0=0" : "image0=write\ndisk0=0");
  configure(0x20, PORTS);
  configure(0x04, 5);
}

static void command(uint32_t sector, uint8_t count, uint8_t number) {
  out8(BASE + 2, count);
  out8(BASE + 3, (uint8_t)sector);
  out8(BASE + 4, (uint8_t)(sector >> 8));
  out8(BASE + 5, (uint8_t)(sector >> 16));
  out8(BASE + 6, 0xE0);
  out8(BASE + 7, number);
}

// Regions one after the other from AREA on, with a gap of 1,024 bytes between them.
static void table(const uint32_t *bytes, unsigned count) {
  uint32_t at = AREA;
  for (unsigned i = 0; i < count; i++) {
    uint32_t entry[2] = {at, (bytes[i] & 0xFFFF) | (i + 1 == count ? 0x80000000u : 0)};
    memcpy(test_ram() + TABLE + 8 * i, entry, 8);
    at += bytes[i] + 1024;
  }
  test_out(PORTS + 4, 4, TABLE);
}
#define TABLE_OF(...) table((uint32_t[]){__VA_ARGS__}, sizeof(uint32_t[]){__VA_ARGS__} / 4)

static void run(bool to_memory) {
  out8(PORTS, to_memory ? 8 : 0);
  out8(PORTS, to_memory ? 9 : 1);
}

static bool filled(uint32_t at, uint32_t bytes, uint8_t value) {
  for (uint32_t i = 0; i < bytes; i++)
    if (test_ram()[at + i] != value) return false;
  return true;
}

static void reading(void) {
  start(false);
  CHECK_EQUAL(test_in(0xCFC, 1), 5);
  TABLE_OF(700, 836); // three sectors in two pieces
  command(9, 3, READ_DMA);
  CHECK_EQUAL(in8(0x3F6), READY | DRQ);
  CHECK(!test_seen.irq[IRQ].level && in8(PORTS + 2) == 0);
  run(true);
  CHECK_EQUAL(in8(PORTS + 2), INTERRUPT); // the table and the command ended together
  CHECK(test_seen.irq[IRQ].level && test_seen.irq[IRQ].rises == 1);
  CHECK_EQUAL(in8(BASE + 7), READY);
  CHECK(filled(AREA, 512, 64) && filled(AREA + 512, 188, 71) && filled(AREA + 700, 1024, 0));
  CHECK(filled(AREA + 1724, 324, 71) && filled(AREA + 2048, 512, 78) && filled(AREA + 2560, 100, 0));
  out8(PORTS, 8);
  out8(PORTS + 2, INTERRUPT | 0x20);
  CHECK_EQUAL(in8(PORTS + 2), 0x20);
  // Larger than the drive's buffer, and a region of 64 KiB, which is written as 0.
  TABLE_OF(65536, 65536);
  command(0, 0, READ_DMA);
  run(true);
  CHECK_EQUAL(in8(PORTS + 2), INTERRUPT | 0x20);
  CHECK(filled(AREA, 512, 1) && filled(AREA + 127 * 512, 512, 127 * 7 + 1 - 3 * 256) && filled(AREA + 66560, 512, (128 * 7 + 1) & 0xFF));
  CHECK_EQUAL(in8(BASE + 2), 0);
}

static void writing(void) {
  start(false);
  TABLE_OF(1024);
  memset(test_ram() + AREA, 0xAB, 1024);
  // Here the bus master waits for the drive.
  run(false);
  CHECK_EQUAL(in8(PORTS + 2), ACTIVE);
  command(4000, 2, WRITE_DMA);
  CHECK_EQUAL(in8(PORTS + 2), INTERRUPT);
  CHECK(image[4000 * 512] == 0xAB && image[4001 * 512 + 511] == 0xAB && image[4002 * 512] != 0xAB);
  start(true);
  TABLE_OF(512);
  command(4, 1, WRITE_DMA);
  CHECK(in8(BASE + 7) == (READY | ERR) && in8(BASE + 1) == ABRT);
}

static void what_does_not_fit(void) {
  start(false);
  TABLE_OF(2048); // longer than the command: still active
  command(1, 1, READ_DMA);
  run(true);
  CHECK_EQUAL(in8(PORTS + 2), ACTIVE | INTERRUPT);
  out8(PORTS, 0);
  CHECK_EQUAL(in8(PORTS + 2), INTERRUPT);
  start(false);
  TABLE_OF(512); // shorter: it is over, and the drive waits
  command(1, 2, READ_DMA);
  run(true);
  CHECK(in8(PORTS + 2) == 0 && in8(0x3F6) == (READY | DRQ) && !test_seen.irq[IRQ].level);
  out8(0x3F6, 4);
  out8(0x3F6, 0);
  CHECK_EQUAL(in8(0x3F6), READY);
  start(false);
  TABLE_OF(2048); // the disk ends
  command(SECTORS - 1, 4, READ_DMA);
  run(true);
  CHECK(in8(BASE + 7) == (READY | ERR) && in8(BASE + 1) == IDNF && in8(BASE + 2) == 3);
  CHECK(filled(AREA, 512, (uint8_t)((SECTORS - 1) * 7 + 1)) && filled(AREA + 512, 512, 0));
  start(false);
  TABLE_OF(512);
  command(1, 1, READ_DMA);
  run(false); // the other direction
  CHECK(in8(PORTS + 2) == ACTIVE && !test_seen.irq[IRQ].level);
  start(false);
  configure(0x04, 1); // no bus master
  TABLE_OF(512);
  command(1, 1, READ_DMA);
  run(true);
  CHECK(in8(PORTS + 2) == 0 && !test_seen.irq[IRQ].level);
}

static void identity(void) {
  start(false);
  out8(BASE + 3, 0);
  out8(BASE + 1, 3);
  out8(BASE + 2, 0x22);
  out8(BASE + 7, 0xEF);
  CHECK_EQUAL(in8(BASE + 7), READY);
  out8(BASE + 7, 0xEC);
  uint16_t words[256];
  for (unsigned i = 0; i < 256; i++) words[i] = (uint16_t)test_in(BASE, 2);
  CHECK(words[49] == 0x0B00 && words[63] == 0x0407);
}

int main(void) {
  reading();
  writing();
  what_does_not_fit();
  identity();
  return test_finish("bus master");
}
