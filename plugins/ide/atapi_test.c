#include "../../machine/testing/test_machine.h"
#include <string.h>

extern const struct device_kind ide_device;

enum { BASE = 0x170, ALTERNATE = 0x376, IRQ = 15, BLOCKS = 400 };
enum { ERR = 1, DRQ = 8, DRDY = 0x40, READY = 0x50 };
static uint8_t *image;
static struct device *ide;

static void start_with(const char *options) {
  test_clear();
  image = test_disk(0, BLOCKS * 4, true);
  for (uint32_t i = 0; i < BLOCKS * 2048 / 4; i++) memcpy(image + i * 4, &i, 4);
  test_disk(1, 40, true);
  ide = test_device(&ide_device, options);
}
static void start(void) {
  start_with("image0=read-only\nimage1=read-only\ncdrom2=0");
}

// Sends a packet; what comes back is in `got`. Returns the number of bytes, or minus the sense key.
static uint8_t got[200000];
static unsigned pieces;
static int packet(const uint8_t *bytes, uint16_t limit) {
  out8(BASE + 6, 0xA0);
  out8(BASE + 1, 0);
  out8(BASE + 4, (uint8_t)limit), out8(BASE + 5, (uint8_t)(limit >> 8));
  out8(BASE + 7, 0xA0);
  CHECK(!test_seen.irq[IRQ].level);
  CHECK_EQUAL(in8(BASE + 7), READY | DRQ);
  CHECK_EQUAL(in8(BASE + 2) & 3, 1);
  for (unsigned i = 0; i < 12; i += 2) test_out(BASE, 2, bytes[i] | (uint32_t)bytes[i + 1] << 8);
  uint32_t count = 0;
  pieces = 0;
  for (;;) {
    CHECK(test_seen.irq[IRQ].level);
    uint8_t status = in8(BASE + 7), reason = in8(BASE + 2) & 3;
    CHECK(!test_seen.irq[IRQ].level);
    if (!(status & DRQ)) {
      CHECK_EQUAL(reason, 3);
      CHECK_EQUAL(status & ~ERR, DRDY);
      return status & ERR ? -(in8(BASE + 1) >> 4) : (int)count;
    }
    CHECK_EQUAL(reason, 2);
    uint32_t piece = in8(BASE + 4) | (uint32_t)in8(BASE + 5) << 8;
    CHECK(piece <= (limit ? limit : 0xFFFE));
    pieces++;
    for (uint32_t i = 0; i < piece; i += 2) {
      uint32_t word = test_in(BASE, 2);
      memcpy(got + count + i, &word, 2);
    }
    count += piece;
  }
}
#define PACKET(limit, ...) packet((uint8_t[12]){__VA_ARGS__}, limit)

static void sense(uint8_t key, uint8_t code) {
  CHECK_EQUAL(PACKET(18, 0x03, 0, 0, 0, 18), 18);
  CHECK_EQUAL(got[0], 0x70);
  CHECK_EQUAL(got[2], key);
  CHECK_EQUAL(got[12], code);
}

static void presence(void) {
  start();
  CHECK_EQUAL(in8(BASE + 7), 0);
  CHECK_EQUAL(in8(BASE + 4), 0x14);
  CHECK_EQUAL(in8(BASE + 5), 0xEB);
  CHECK_EQUAL(in8(BASE + 2), 1);
  CHECK_EQUAL(in8(BASE + 3), 1);
  out8(BASE + 4, 0), out8(BASE + 5, 0);
  out8(BASE + 7, 0xEC);
  CHECK_EQUAL(in8(BASE + 7), READY | ERR);
  CHECK_EQUAL(in8(BASE + 1), 4);
  CHECK_EQUAL(in8(BASE + 4), 0x14);
  CHECK_EQUAL(in8(BASE + 5), 0xEB);
  out8(BASE + 7, 0xA1);
  CHECK_EQUAL(in8(BASE + 7), READY | DRQ);
  CHECK_EQUAL(test_in(BASE, 2), 0x85C0);
  // In the middle of it: a reset is heard.
  out8(BASE + 7, 0xE0);
  CHECK_EQUAL(in8(ALTERNATE), READY | DRQ);
  out8(BASE + 7, 0x08);
  CHECK_EQUAL(in8(BASE + 7), 0);
  CHECK_EQUAL(in8(BASE + 4), 0x14);
  CHECK_EQUAL(in8(BASE + 1), 1);
  CHECK(!test_seen.irq[IRQ].level);
  out8(ALTERNATE, 4), out8(ALTERNATE, 0);
  CHECK_EQUAL(in8(BASE + 7), 0);
  CHECK_EQUAL(in8(BASE + 5), 0xEB);
  out8(BASE + 1, 1), out8(BASE + 7, 0xA0); // by DMA
  CHECK_EQUAL(in8(BASE + 1), 4);
  out8(BASE + 1, 3), out8(BASE + 2, 0x0C), out8(BASE + 7, 0xEF);
  CHECK_EQUAL(in8(BASE + 7), READY);
  out8(BASE + 1, 3), out8(BASE + 2, 0x22), out8(BASE + 7, 0xEF);
  CHECK_EQUAL(in8(BASE + 7), READY | ERR);
  // As slave beside a disk.
  test_clear();
  test_disk(0, 4, true), test_disk(1, 100, false);
  test_device(&ide_device, "image0=read-only\nimage1=write\ndisk2=1\ncdrom3=0");
  CHECK_EQUAL(in8(BASE + 7), READY);
  out8(BASE + 6, 0xB0);
  CHECK_EQUAL(in8(BASE + 4), 0x14);
  CHECK_EQUAL(in8(BASE + 7), 0);
}

static void telling(void) {
  start();
  CHECK_EQUAL(PACKET(36, 0x12, 0, 0, 0, 36), 36);
  CHECK_EQUAL(got[0], 5);
  CHECK_EQUAL(got[1], 0x80);
  CHECK(!memcmp(got + 8, "PLEX86  CD-ROM ", 15));
  CHECK_EQUAL(PACKET(5, 0x12, 0, 0, 0, 5), 5); // an odd allocation: the last word is half
  CHECK_EQUAL(PACKET(36, 0x12, 0, 0, 0, 0), 0);
  CHECK_EQUAL(PACKET(36, 0x12, 1, 0, 0, 36), 5);
  CHECK_EQUAL(PACKET(36, 0x12, 1, 0x83, 0, 36), -5);
  CHECK_EQUAL(PACKET(8, 0x25), 8);
  CHECK(!memcmp(got, "\0\0\1\x8F\0\0\x8\0", 8));
  CHECK_EQUAL(PACKET(256, 0x5A, 0, 0x2A, 0, 0, 0, 0, 1, 0), 28);
  CHECK_EQUAL(got[1], 26);
  CHECK_EQUAL(got[2], 1);
  CHECK_EQUAL(got[8], 0x2A);
  CHECK_EQUAL(PACKET(256, 0x5A, 0, 0x3F, 0, 0, 0, 0, 1, 0), 8 + 8 + 8 + 16 + 20);
  CHECK_EQUAL(PACKET(256, 0x1A, 0, 0x01, 0, 255), 12);
  CHECK_EQUAL(got[0], 11);
  CHECK_EQUAL(PACKET(256, 0x5A, 0, 0x05, 0, 0, 0, 0, 1, 0), -5);
  sense(5, 0x24);
  sense(0, 0);
  CHECK_EQUAL(PACKET(256, 0x5A, 0, 0xC1, 0, 0, 0, 0, 1, 0), -5);
  sense(5, 0x39);
  CHECK_EQUAL(PACKET(256, 0x43, 0, 0, 0, 0, 0, 0, 1, 0), 20);
  CHECK(!memcmp(got, "\0\x12\1\1\0\x14\1\0\0\0\0\0\0\x14\xAA\0\0\0\1\x90", 20));
  CHECK_EQUAL(PACKET(256, 0x43, 2, 0, 0, 0, 0, 0xAA, 1, 0), 12);
  CHECK(!memcmp(got, "\0\x0A\1\1\0\x14\xAA\0\0\0\7\x19", 12)); // block 400: 550 frames
  CHECK_EQUAL(PACKET(256, 0x43, 0, 0, 0, 0, 0, 0, 1, 0, 0x40), 12);
  CHECK_EQUAL(PACKET(256, 0x43, 0, 2, 0, 0, 0, 0, 1, 0), 48);
  CHECK_EQUAL(PACKET(256, 0x43, 0, 0, 0, 0, 0, 2, 1, 0), -5);
  CHECK_EQUAL(PACKET(4096, 0x46, 0, 0, 0, 0, 0, 0, 16, 0), 56);
  CHECK_EQUAL(got[3], 52);
  CHECK_EQUAL(got[7], 8);
  CHECK_EQUAL(PACKET(4096, 0x46, 2, 0, 0x1E, 0, 0, 0, 16, 0), 16);
  CHECK_EQUAL(got[9], 0x1E);
  CHECK_EQUAL(PACKET(4096, 0x51, 0, 0, 0, 0, 0, 0, 16, 0), 34);
  CHECK_EQUAL(PACKET(4096, 0xBD, 0, 0, 0, 0, 0, 0, 0, 0, 8), 8);
  CHECK_EQUAL(PACKET(4096, 0x42, 0, 0, 0, 0, 0, 0, 0, 4), 4);
  CHECK_EQUAL(PACKET(4096, 0xF7), -5);
  sense(5, 0x20);
}

static bool is_medium(uint32_t first, uint32_t bytes) {
  return !memcmp(got, image + first, bytes);
}

static void reading(void) {
  start();
  CHECK_EQUAL(PACKET(2048, 0x28, 0, 0, 0, 0, 17, 0, 0, 1), 2048);
  CHECK(is_medium(17 * 2048, 2048));
  CHECK_EQUAL(pieces, 1);
  CHECK_EQUAL(PACKET(2048, 0x28, 0, 0, 0, 1, 0, 0, 0, 5), 5 * 2048);
  CHECK(is_medium(256 * 2048, 5 * 2048));
  CHECK_EQUAL(pieces, 5);
  // As much as fits, for every size of piece.
  CHECK_EQUAL(PACKET(0, 0xA8, 0, 0, 0, 0, 3, 0, 0, 0, 64), 64 * 2048);
  CHECK(is_medium(3 * 2048, 64 * 2048));
  CHECK_EQUAL(pieces, 3);
  CHECK_EQUAL(PACKET(0xFFFF, 0x28, 0, 0, 0, 0, 3, 0, 0, 64), 64 * 2048);
  CHECK(is_medium(3 * 2048, 64 * 2048));
  CHECK_EQUAL(PACKET(1000, 0x28, 0, 0, 0, 0, 3, 0, 0, 7), 7 * 2048);
  CHECK(is_medium(3 * 2048, 7 * 2048));
  CHECK_EQUAL(PACKET(333, 0x28, 0, 0, 0, 0, 3, 0, 0, 7), 7 * 2048);
  CHECK(is_medium(3 * 2048, 7 * 2048));
  CHECK_EQUAL(PACKET(2048, 0xBE, 0, 0, 0, 0, 9, 0, 0, 2, 0x10), 4096);
  CHECK(is_medium(9 * 2048, 4096));
  CHECK_EQUAL(PACKET(2048, 0xBE, 0, 0, 0, 0, 9, 0, 0, 2, 0xF8), -5);
  CHECK_EQUAL(PACKET(2048, 0x28, 0, 0, 0, 0, 3, 0, 0, 0), 0);
  CHECK_EQUAL(PACKET(2048, 0x28, 0, 0, 0, 1, 0x8F, 0, 0, 1), 2048);
  CHECK_EQUAL(PACKET(2048, 0x28, 0, 0, 0, 1, 0x8F, 0, 0, 2), -5);
  sense(5, 0x21);
  CHECK_EQUAL(PACKET(2048, 0xA8, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 1), -5);
  CHECK_EQUAL(PACKET(0, 0x2B, 0, 0, 0, 1, 0), 0);
  CHECK_EQUAL(PACKET(0, 0x2B, 0, 0, 0, 2, 0), -5);
  test_disk_fails(0, true);
  CHECK_EQUAL(PACKET(2048, 0x28, 0, 0, 0, 0, 17, 0, 0, 1), -3);
  sense(3, 0x11);
}

static void media(void) {
  start();
  CHECK_EQUAL(PACKET(0, 0x00), 0);
  CHECK_EQUAL(PACKET(8, 0x4A, 1, 0, 0, 0x10, 0, 0, 0, 8), 8);
  CHECK_EQUAL(got[4], 0);
  CHECK_EQUAL(got[5], 2);
  CHECK_EQUAL(PACKET(0, 0x1E, 0, 0, 0, 1), 0);
  CHECK_EQUAL(PACKET(0, 0x1B, 0, 0, 0, 2), -5);
  sense(5, 0x53);
  CHECK_EQUAL(PACKET(0, 0x1E, 0, 0, 0, 0), 0);
  CHECK_EQUAL(PACKET(0, 0x1B, 0, 0, 0, 2), 0);
  CHECK_EQUAL(PACKET(0, 0x00), -2);
  sense(2, 0x3A);
  CHECK_EQUAL(got[13], 2);
  CHECK_EQUAL(PACKET(8, 0x4A, 1, 0, 0, 0x10, 0, 0, 0, 8), 8);
  CHECK_EQUAL(got[4], 3);
  CHECK_EQUAL(got[5], 1);
  CHECK_EQUAL(PACKET(0, 0x1B, 0, 0, 0, 3), -0);
  CHECK_EQUAL(PACKET(0, 0x00), -6);
  CHECK_EQUAL(PACKET(0, 0x00), 0);
  // Another disc, an empty tray.
  test_input(ide, (uint8_t[]){2, 1}, 2);
  CHECK_EQUAL(PACKET(0, 0x12), 0);
  CHECK_EQUAL(PACKET(8, 0x25), -6);
  sense(6, 0x28);
  CHECK_EQUAL(PACKET(8, 0x25), 8);
  CHECK_EQUAL(got[3], 9);
  test_input(ide, (uint8_t[]){2, 255}, 2);
  CHECK_EQUAL(PACKET(8, 0x25), -2);
  sense(2, 0x3A);
  CHECK_EQUAL(got[13], 1);
  CHECK_EQUAL(PACKET(8, 0x4A, 1, 0, 0, 0x10, 0, 0, 0, 8), 8);
  CHECK_EQUAL(got[5], 0);
  CHECK_EQUAL(PACKET(8, 0x4A, 0, 0, 0, 0x10, 0, 0, 0, 8), -5);
  CHECK_EQUAL(PACKET(8, 0x4A, 1, 0, 0, 0x02, 0, 0, 0, 8), 4);
  CHECK_EQUAL(got[2], 0x80);
  start_with("image0=read-only\ncdrom2=empty");
  CHECK_EQUAL(in8(BASE + 5), 0xEB);
  CHECK_EQUAL(PACKET(2048, 0x28, 0, 0, 0, 0, 17, 0, 0, 1), -2);
}

int main(void) {
  presence();
  telling();
  reading();
  media();
  return test_finish("atapi");
}
