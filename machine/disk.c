// Disk images: files that the process was handed, and what becomes of the guest's writes. The device's option imageN, with N the
// number under which file N was handed over, says which:
//   overlay     (also where nothing is said) they go to memory, which is gone when the process ends; the file is never written
//   write       they go to the file before the guest is told that they are done
//   read-only   the guest may not write
#include "machine.h"

enum mode { OVERLAY, WRITE, READ_ONLY };

struct disk {
  unsigned file;
  enum mode mode;
  uint64_t sectors;
  // Overlay: a bit and a place for every sector. Memory that costs nothing until it is touched.
  uint8_t *changed;
  uint8_t *overlay;
};

static char *add(char *at, const char *text) {
  while (*text) *at++ = *text++;
  *at = 0;
  return at;
}

static char *add_number(char *at, uint64_t number) {
  char digits[21], *first = digits + sizeof digits - 1;
  *first = 0;
  do *--first = (char)('0' + number % 10);
  while (number /= 10);
  return add(at, first);
}

static _Noreturn void refuse(struct device *device, unsigned number, const char *what) {
  char text[160], *at = add(text, "image ");
  add(add(add_number(at, number), " "), what);
  device_fail(device, text);
}

static bool starts(const char *text, const char *with) {
  while (*with && *text == *with) text++, with++;
  return !*with;
}

static enum mode mode_of(struct device *device, unsigned number) {
  char name[16], value[16];
  add_number(add(name, "image"), number);
  if (!option_text(device, name, value, sizeof value)) return OVERLAY;
  if (starts(value, "overlay")) return OVERLAY;
  if (starts(value, "write")) return WRITE;
  if (starts(value, "read-only")) return READ_ONLY;
  refuse(device, number, "is to be overlay, write or read-only");
}

struct disk *disk_open(struct device *device, unsigned number) {
  if (number >= world_files(&machine.vm)) refuse(device, number, "was not handed over");
  if (machine.image_in_use[number]) refuse(device, number, "is in another drive already");
  uint64_t bytes = world_file_bytes(&machine.vm, number);
  if (bytes % SECTOR_BYTES) {
    char text[120], *at = add(text, "is ");
    add(add_number(at, bytes), " bytes long: a disk image is a number of whole sectors of 512 bytes");
    refuse(device, number, text);
  }
  struct disk *disk = device_allocate(sizeof *disk);
  disk->file = number;
  disk->sectors = bytes / SECTOR_BYTES;
  disk->mode = mode_of(device, number);
  if (disk->mode == WRITE && !world_file_writable(&machine.vm, number))
    refuse(device, number, "is to be written, but was opened for reading");
  if (disk->mode == OVERLAY && disk->sectors) {
    disk->changed = device_allocate((disk->sectors + 7) / 8);
    disk->overlay = device_allocate(bytes);
  }
  machine.image_in_use[number] = true;
  return disk;
}

uint64_t disk_sectors(const struct disk *disk) {
  return disk->sectors;
}

bool disk_read_only(const struct disk *disk) {
  return disk->mode == READ_ONLY;
}

static bool inside(const struct disk *disk, uint64_t sector, uint32_t count) {
  return sector <= disk->sectors && count <= disk->sectors - sector;
}

static bool is_changed(const struct disk *disk, uint64_t sector) {
  return disk->changed && disk->changed[sector / 8] >> sector % 8 & 1;
}

bool disk_read(struct disk *disk, uint64_t sector, uint32_t count, void *to) {
  if (!inside(disk, sector, count)) return false;
  for (uint8_t *at = to; count;) {
    bool changed = is_changed(disk, sector);
    uint32_t run = 1;
    while (run < count && is_changed(disk, sector + run) == changed) run++;
    uint64_t offset = sector * SECTOR_BYTES, bytes = (uint64_t)run * SECTOR_BYTES;
    if (changed)
      memcpy(at, disk->overlay + offset, bytes);
    else if (!world_file_read(&machine.vm, disk->file, offset, at, bytes))
      return false;
    at += bytes, sector += run, count -= run;
  }
  return true;
}

bool disk_write(struct disk *disk, uint64_t sector, uint32_t count, const void *from) {
  if (!inside(disk, sector, count)) return false;
  uint64_t offset = sector * SECTOR_BYTES, bytes = (uint64_t)count * SECTOR_BYTES;
  switch (disk->mode) {
  case READ_ONLY: return false;
  case WRITE: return world_file_write(&machine.vm, disk->file, offset, from, bytes);
  case OVERLAY: break;
  }
  memcpy(disk->overlay + offset, from, bytes);
  for (uint64_t i = sector; i < sector + count; i++) disk->changed[i / 8] |= (uint8_t)(1 << i % 8);
  return true;
}

bool disk_flush(struct disk *disk) {
  return disk->mode != WRITE || world_file_sync(&machine.vm, disk->file);
}
