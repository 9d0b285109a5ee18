// IDENTIFY DEVICE and IDENTIFY PACKET DEVICE: 256 words (8.15, 8.16).
#include "ide.h"

static void put(struct drive *drive, unsigned word, uint32_t value) {
  drive->buffer[2 * word] = (uint8_t)value;
  drive->buffer[2 * word + 1] = (uint8_t)(value >> 8);
}

static void put_long(struct drive *drive, unsigned word, uint32_t value) {
  put(drive, word, value & 0xFFFF);
  put(drive, word + 1, value >> 16);
}

// Two characters a word, the first in the upper half, padded with spaces (3.2.7).
static void put_text(struct drive *drive, unsigned word, unsigned words, const char *text) {
  for (unsigned i = 0; i < 2 * words; i++) drive->buffer[2 * word + (i ^ 1)] = (uint8_t)(*text ? *text++ : ' ');
}

// What both kinds of drive say.
static void put_common(struct drive *drive, uint32_t configuration, const char *model) {
  char serial[] = "PLEX86-0000#";
  serial[11] = (char)('1' + drive->unit);
  memset(drive->buffer, 0, SECTOR_BYTES);
  put(drive, 0, configuration);
  put_text(drive, 10, 10, serial);
  put_text(drive, 23, 4, "1.0");
  put_text(drive, 27, 20, model);
  put(drive, 53, 0x0003); // words 54-58 and 64-70 mean something, 88 does not: no Ultra DMA
  put(drive, 64, 0x0003); // PIO modes 3 and 4
  put(drive, 67, 120);    // ns a cycle, without and with flow control
  put(drive, 68, 120);
  put(drive, 80, 0x007E);                            // ATA-1 to ATA/ATAPI-6
  put(drive, 93, drive->unit & 1 ? 0x4B00 : 0x400B); // how the reset went, device 1 or 0; a 40-conductor cable
}

// A signature, and what makes the sum of all bytes zero.
static void put_sum(struct drive *drive) {
  uint8_t sum = 0;
  drive->buffer[510] = 0xA5;
  for (unsigned i = 0; i < SECTOR_BYTES - 1; i++) sum += drive->buffer[i];
  drive->buffer[511] = (uint8_t)-sum;
}

void identify_disk(struct drive *drive) {
  enum { MOST_LBA28 = 0x0FFFFFFF };
  const struct geometry *geometry = &drive->geometry, *translation = &drive->translation;
  uint64_t sectors = disk_sectors(drive->image);
  uint32_t translated = translation->cylinders * translation->heads * translation->sectors;
  put_common(drive, 0x0040, "PLEX86 HARD DISK"); // fixed
  put(drive, 1, geometry->cylinders);
  put(drive, 3, geometry->heads);
  put(drive, 4, geometry->sectors * SECTOR_BYTES); // words 4, 5 and 20-22: of ATA-1, still read by old software
  put(drive, 5, SECTOR_BYTES);
  put(drive, 6, geometry->sectors);
  put(drive, 20, 3);
  put(drive, 21, BUFFER_BYTES / SECTOR_BYTES);
  put(drive, 22, 4);
  put(drive, 47, 0x8000 | MOST_MULTIPLE);
  put(drive, 48, 1);                                    // 32-bit transfers (ATA-1)
  put(drive, 49, bus_master_there() ? 0x0B00 : 0x0A00); // LBA, IORDY, DMA
  put(drive, 50, 0x4000);
  put(drive, 51, 0x0200);
  put(drive, 54, translation->cylinders);
  put(drive, 55, translation->heads);
  put(drive, 56, translation->sectors);
  put_long(drive, 57, translated);
  put(drive, 59, drive->multiple ? 0x0100 | drive->multiple : 0);
  if (bus_master_there()) {
    put(drive, 63, 0x0007 | 0x0100u << drive->dma_mode); // multiword modes 0 to 2; the one that was chosen
    put(drive, 65, 120);
    put(drive, 66, 120);
  }
  put_long(drive, 60, sectors > MOST_LBA28 ? MOST_LBA28 : (uint32_t)sectors);
  put(drive, 82, 0x0028); // write cache, power management
  put(drive, 83, 0x7400); // FLUSH CACHE, FLUSH CACHE EXT, LBA48
  put(drive, 84, 0x4000);
  put(drive, 85, drive->write_cache ? 0x0028 : 0x0008);
  put(drive, 86, 0x3400);
  put(drive, 87, 0x4000);
  put_long(drive, 100, (uint32_t)sectors);
  put_long(drive, 102, (uint32_t)(sectors >> 32));
  put_sum(drive);
}

void identify_packet_device(struct drive *drive) {
  put_common(drive, 0x85C0, "PLEX86 CD-ROM"); // ATAPI, CD-ROM, removable, DRQ within 50 us, 12-byte packets
  put(drive, 49, 0x0A00);
  put(drive, 50, 0x4000);
  put(drive, 71, 30); // ns a packet and a service need, at the most
  put(drive, 72, 30);
  put(drive, 82, 0x0210); // DEVICE RESET, PACKET
  put(drive, 83, 0x4000);
  put(drive, 84, 0x4000);
  put(drive, 85, 0x0210);
  put(drive, 87, 0x4000);
  put_sum(drive);
}
