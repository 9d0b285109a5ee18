// The CMOS RAM as IBM's BIOS laid it out (AT Technical Reference, "Real-Time Clock/CMOS RAM Information"), and beyond 2FH as SeaBIOS reads it.
#include "rtc.h"

enum {
  FLOPPIES = 0x10,
  DISKS = 0x12,
  EQUIPMENT = 0x14,
  BASE_MEMORY = 0x15,
  EXTENDED_MEMORY = 0x17,
  DISK_TYPE = 0x19,     // of the first; the second's follows
  DISK_GEOMETRY = 0x1B, // nine bytes each
  CHECKSUM = 0x2E,
  EXTENDED_MEMORY_FOUND = 0x30,
  MEMORY_ABOVE_16M = 0x34, // in 64 KiB
  BOOT_THIRD = 0x38,
  TRANSLATION = 0x39,
  BOOT_FIRST = 0x3D,
};
enum { HAS_FLOPPY = 1 << 0, HAS_COPROCESSOR = 1 << 1, HAS_MOUSE = 1 << 2, SECOND_FLOPPY = 1 << 6 };
enum { NO_FLOPPY_CHECK = 1 << 0, TYPE_IN_EXTENSION = 0xF, USER_TYPE = 47 };
enum { KIB = 1024, MIB = 1024 * KIB, DEFAULT_BOOT = 0x231 };

static void put_word(uint8_t *cmos, unsigned at, uint64_t value) {
  if (value > 0xFFFF) value = 0xFFFF;
  cmos[at] = (uint8_t)value;
  cmos[at + 1] = (uint8_t)(value >> 8);
}

static uint32_t disk_option(const struct device *device, unsigned disk, const char *what) {
  char name[32] = "disk0_";
  name[4] = (char)('0' + disk);
  for (unsigned i = 0; i < sizeof name - 7; i++)
    if (!(name[6 + i] = what[i])) break;
  return (uint32_t)option_number(device, name, 0);
}

static void put_disks(const struct device *device, uint8_t *cmos) {
  for (unsigned disk = 0; disk < 4; disk++) {
    cmos[TRANSLATION] |= (uint8_t)((disk_option(device, disk, "translation") & 3) << disk * 2);
    uint32_t cylinders = disk_option(device, disk, "cylinders"), heads = disk_option(device, disk, "heads");
    if (disk >= 2 || !cylinders) continue;
    cmos[DISKS] |= disk ? TYPE_IN_EXTENSION : TYPE_IN_EXTENSION << 4;
    cmos[DISK_TYPE + disk] = USER_TYPE;
    uint8_t *geometry = cmos + DISK_GEOMETRY + disk * 9;
    put_word(geometry, 0, cylinders);
    geometry[2] = (uint8_t)heads;
    put_word(geometry, 3, 0xFFFF);                 // no write precompensation
    geometry[5] = 0xC0 | (heads > 8 ? 1 << 3 : 0); // control byte: no retries, more than eight heads
    put_word(geometry, 6, cylinders);              // landing zone
    geometry[8] = (uint8_t)disk_option(device, disk, "sectors");
  }
}

void cmos_fill(const struct device *device, uint8_t *cmos) {
  uint64_t memory = option_number(device, "memory", ram_size());
  put_word(cmos, BASE_MEMORY, memory / KIB < 640 ? memory / KIB : 640);
  uint64_t extended = memory > MIB ? (memory - MIB) / KIB : 0;
  put_word(cmos, EXTENDED_MEMORY, extended);
  put_word(cmos, EXTENDED_MEMORY_FOUND, extended);
  put_word(cmos, MEMORY_ABOVE_16M, memory > 16 * MIB ? (memory - 16 * MIB) / (64 * KIB) : 0);

  uint64_t a = option_number(device, "floppy_a", 0), b = option_number(device, "floppy_b", 0);
  cmos[FLOPPIES] = (uint8_t)((a & 15) << 4 | (b & 15));
  cmos[EQUIPMENT] = HAS_COPROCESSOR | HAS_MOUSE;
  if (a || b) cmos[EQUIPMENT] |= HAS_FLOPPY;
  if (a && b) cmos[EQUIPMENT] |= SECOND_FLOPPY;

  uint64_t boot = option_number(device, "boot", DEFAULT_BOOT);
  cmos[BOOT_FIRST] = (uint8_t)boot;
  cmos[BOOT_THIRD] = (uint8_t)(boot >> 8 & 15) << 4;
  if (!option_number(device, "floppy_check", 1)) cmos[BOOT_THIRD] |= NO_FLOPPY_CHECK;
  put_disks(device, cmos);

  unsigned sum = 0;
  for (unsigned i = FLOPPIES; i < CHECKSUM; i++) sum += cmos[i];
  cmos[CHECKSUM] = (uint8_t)(sum >> 8);
  cmos[CHECKSUM + 1] = (uint8_t)sum;
}
