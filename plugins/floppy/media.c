// Disks: formats by the size of the image, and what it takes to read them.
#include "floppy.h"

static const struct format formats[] = {
    {40, 1, 8, DOUBLE_DENSITY}, // 160K
    {40, 1, 9, DOUBLE_DENSITY}, // 180K
    {40, 2, 8, DOUBLE_DENSITY}, // 320K
    {40, 2, 9, DOUBLE_DENSITY}, // 360K
    {80, 2, 9, DOUBLE_DENSITY}, // 720K
    {80, 2, 15, HIGH_DENSITY},  // 1.2M
    {80, 2, 18, HIGH_DENSITY},  // 1.44M
    {80, 2, 21, HIGH_DENSITY},  // 1.68M
    {82, 2, 21, HIGH_DENSITY},  // 1.72M
    {80, 2, 36, EXTRA_DENSITY}, // 2.88M
};

bool media_format(uint64_t sectors, struct format *format) {
  for (unsigned i = 0; i < ARRAY_LENGTH(formats); i++) {
    *format = formats[i];
    if ((uint64_t)format->cylinders * format->heads * format->sectors == sectors) return true;
  }
  return false;
}

// The drive that such a disk was made in.
uint8_t media_drive_type(const struct format *format) {
  enum { DRIVE_360K = 1, DRIVE_1200K, DRIVE_720K, DRIVE_1440K, DRIVE_2880K };
  if (format->density == EXTRA_DENSITY) return DRIVE_2880K;
  if (format->cylinders == 40) return DRIVE_360K;
  return format->sectors == 15 ? DRIVE_1200K : DRIVE_1440K;
}

void media_insert(struct floppy *floppy, struct drive *drive, struct disk *image) {
  drive->image = image;
  drive->changed = true;
  drive->last_sector = 0;
  if (image && !media_format(disk_sectors(image), &drive->format))
    device_fail(&floppy->device,
                "an image has not the size of any floppy disk (160K, 180K, 320K, 360K, 720K, 1.2M, 1.44M, 1.68M, 1.72M, 2.88M)");
}

// Double density is written with 250 kb/s, which is 300 kb/s in a drive that turns at 360 revolutions a minute (table 2-6).
bool media_rate_fits(const struct format *format, unsigned rate) {
  enum { RATE_500K, RATE_300K, RATE_250K, RATE_1M };
  switch (format->density) {
  case DOUBLE_DENSITY: return rate == RATE_300K || rate == RATE_250K;
  case HIGH_DENSITY: return rate == RATE_500K;
  case EXTRA_DENSITY: return rate == RATE_1M;
  }
  return false;
}
