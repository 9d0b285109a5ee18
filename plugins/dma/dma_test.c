#include "../../machine/testing/test_machine.h"
#include "dma.h"

extern const struct device_kind dma_device;
static unsigned heard;

static void hear(struct device *device) {
  heard++;
}

static void start(void) {
  test_clear();
  test_device(&dma_device, NULL);
  out8(0xD6, 0xC0); // channel 4: cascade
  out8(0xD4, 0x00);
}

// Channel 2 as a BIOS programs it for the floppy.
static void program(uint8_t mode, uint8_t page, uint16_t address, uint16_t count) {
  out8(0x0A, 0x06);
  out8(0x0C, 0);
  out8(0x04, address & 0xFF), out8(0x04, address >> 8);
  out8(0x05, count & 0xFF), out8(0x05, count >> 8);
  out8(0x0B, mode);
  out8(0x81, page);
  out8(0x0A, 0x02);
}

static void transfers(void) {
  start();
  uint8_t sector[512], *ram = test_ram();
  for (unsigned i = 0; i < sizeof sector; i++) sector[i] = (uint8_t)(i * 7 + 1);
  bool done = true;
  CHECK(!dma_ready(2));
  CHECK_EQUAL(dma_transfer(2, sector, 512, &done), 0);
  CHECK(!done);
  program(0x46, 0x01, 0x2000, 1023);
  CHECK(dma_ready(2));
  CHECK_EQUAL(dma_direction(2), DMA_WRITE);
  CHECK_EQUAL(dma_transfer(2, sector, 512, &done), 512);
  CHECK(!done);
  CHECK(!memcmp(ram + 0x12000, sector, 512));
  CHECK_EQUAL(in8(0x04), 0x00), CHECK_EQUAL(in8(0x04), 0x22);
  CHECK_EQUAL(in8(0x05), 0xFF), CHECK_EQUAL(in8(0x05), 0x01);
  CHECK_EQUAL(in8(0x08), 0);
  CHECK_EQUAL(dma_transfer(2, sector, 600, &done), 512); // no more than the count
  CHECK(done);
  CHECK(!memcmp(ram + 0x12200, sector, 512));
  CHECK(!dma_ready(2)); // masked at terminal count
  CHECK_EQUAL(in8(0x08), 0x04);
  CHECK_EQUAL(in8(0x08), 0x00); // cleared by reading
  CHECK_EQUAL(in8(0x05), 0xFF), CHECK_EQUAL(in8(0x05), 0xFF);
  // Memory to device, with automatic initialisation, over and over.
  program(0x5A, 0x01, 0x2000, 511);
  uint8_t back[512];
  for (unsigned i = 0; i < 3; i++) {
    memset(back, 0, sizeof back);
    CHECK_EQUAL(dma_transfer(2, back, 512, &done), 512);
    CHECK(done);
    CHECK(!memcmp(back, sector, 512));
  }
  CHECK(dma_ready(2));
  // Verify: counts only.
  program(0x42, 0x01, 0x3000, 511);
  CHECK_EQUAL(dma_transfer(2, NULL, 512, &done), 512);
  CHECK(done);
  CHECK_EQUAL(ram[0x13000], 0);
  // Downwards.
  program(0x66, 0x01, 0x4003, 3);
  CHECK_EQUAL(dma_transfer(2, sector, 4, NULL), 4);
  CHECK_EQUAL(ram[0x14003], sector[0]);
  CHECK_EQUAL(ram[0x14000], sector[3]);
  // The address wraps inside its 64 KiB.
  program(0x46, 0x01, 0xFFFE, 3);
  CHECK_EQUAL(dma_transfer(2, sector, 4, &done), 4);
  CHECK(done);
  CHECK_EQUAL(ram[0x1FFFE], sector[0]);
  CHECK_EQUAL(ram[0x10001], sector[3]);
  CHECK_EQUAL(ram[0x20000], 0);
}

static void words(void) {
  start();
  out8(0xD8, 0);
  out8(0xC4, 0x00), out8(0xC4, 0x10); // channel 5: word 1000H
  out8(0xC6, 0x03), out8(0xC6, 0x00);
  out8(0xD6, 0x45);
  out8(0x8B, 0x03); // bit 0 is not used
  out8(0xD4, 0x01);
  uint8_t bytes[9] = {1, 2, 3, 4, 5, 6, 7, 8, 9};
  bool done;
  CHECK_EQUAL(dma_transfer(5, bytes, 3, &done), 2); // whole words
  CHECK_EQUAL(dma_transfer(5, bytes + 2, 7, &done), 6);
  CHECK(done);
  CHECK(!memcmp(test_ram() + 0x22000, bytes, 8));
  CHECK_EQUAL(in8(0xD0), 0x02);
}

static void masks(void) {
  start();
  dma_listen(2, NULL, hear);
  heard = 0;
  program(0x46, 0, 0, 0);
  CHECK_EQUAL(heard, 1);
  out8(0x0A, 0x02);
  CHECK_EQUAL(heard, 1); // nothing new
  CHECK_EQUAL(in8(0x0F), 0x0B);
  out8(0x08, 0x04); // controller disabled
  CHECK(!dma_ready(2));
  out8(0x08, 0x00);
  CHECK_EQUAL(heard, 2);
  out8(0xD4, 0x04); // the cascade masked
  CHECK(!dma_ready(2));
  out8(0xDC, 0); // clear all masks
  CHECK(dma_ready(2) && dma_ready(5));
  CHECK_EQUAL(heard, 3);
  out8(0x0F, 0x0F);
  CHECK(!dma_ready(0) && !dma_ready(2));
  out8(0x0E, 0);
  CHECK(dma_ready(0) && dma_ready(2));
  out8(0x09, 0x06); // a request by software
  CHECK_EQUAL(in8(0x08), 0x40);
  out8(0x0D, 0);
  CHECK_EQUAL(in8(0x08), 0);
  CHECK(!dma_ready(0) && !dma_ready(2));
  CHECK_EQUAL(in8(0x0D), 0);
  // The flip-flop is one for all of a controller's registers.
  out8(0x00, 0x34);
  out8(0x02, 0x12);
  out8(0x0C, 0);
  CHECK_EQUAL(in8(0x00), 0x34);
  out8(0x0C, 0);
  in8(0x02);
  CHECK_EQUAL(in8(0x02), 0x12);
  // Page registers, also those of no channel.
  out8(0x80, 0xAA), out8(0x87, 0xBB), out8(0x8C, 0xCC);
  CHECK_EQUAL(in8(0x80), 0xAA), CHECK_EQUAL(in8(0x87), 0xBB), CHECK_EQUAL(in8(0x8C), 0xCC);
}

int main(void) {
  transfers();
  words();
  masks();
  return test_finish("dma");
}
