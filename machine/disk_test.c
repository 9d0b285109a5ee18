// Disk images: three kinds of writing.
#include "testing/test_process.h"
#include <string.h>

static const struct device_kind kind = {.name = "drive"};
static struct device drive = {.kind = &kind};
static uint8_t sector[4 * SECTOR_BYTES];

static struct disk *open(const char *options, uint64_t sectors, bool writable, uint8_t **file) {
  process_clear(1 << 20);
  *file = process_file(sectors * SECTOR_BYTES, writable);
  drive.options = options;
  return disk_open(&drive, 0);
}

static void an_overlay_leaves_the_file_alone(void) {
  uint8_t *file;
  struct disk *disk = open("", 10, false, &file);
  memset(file, 0x11, 10 * SECTOR_BYTES);
  CHECK_EQUAL(disk_sectors(disk), 10);
  CHECK(!disk_read_only(disk));
  memset(sector, 0x22, sizeof sector);
  CHECK(disk_write(disk, 3, 2, sector));
  CHECK_EQUAL(file[3 * SECTOR_BYTES], 0x11);
  // What is read over the edge comes from both.
  CHECK(disk_read(disk, 2, 4, sector));
  CHECK_EQUAL(sector[0], 0x11);
  CHECK_EQUAL(sector[SECTOR_BYTES], 0x22);
  CHECK_EQUAL(sector[3 * SECTOR_BYTES - 1], 0x22);
  CHECK_EQUAL(sector[3 * SECTOR_BYTES], 0x11);
  CHECK(disk_flush(disk));
  CHECK_EQUAL(process_syncs, 0);
  // A failing host spoils what is in the file, not what is in memory.
  process_file_fails = true;
  CHECK(!disk_read(disk, 2, 1, sector));
  CHECK(disk_read(disk, 3, 2, sector));
  CHECK(!disk_read(disk, 4, 2, sector));
}

static void writing_through(void) {
  uint8_t *file;
  struct disk *disk = open("image0=write\n", 10, true, &file);
  memset(sector, 0x33, sizeof sector);
  CHECK(disk_write(disk, 9, 1, sector));
  CHECK_EQUAL(file[9 * SECTOR_BYTES], 0x33);
  CHECK(disk_flush(disk));
  CHECK_EQUAL(process_syncs, 1);
  process_file_fails = true;
  CHECK(!disk_write(disk, 0, 1, sector));
  CHECK(!disk_flush(disk));
  CHECK_EQUAL(file[0], 0);
}

static void reading_only(void) {
  uint8_t *file;
  struct disk *disk = open("image0=read-only\n", 10, true, &file);
  CHECK(disk_read_only(disk));
  CHECK(!disk_write(disk, 0, 1, sector));
}

static void the_end_of_the_disk(void) {
  uint8_t *file;
  struct disk *disk = open("image0=write\n", 10, true, &file);
  CHECK(disk_read(disk, 9, 1, sector));
  CHECK(disk_read(disk, 10, 0, sector));
  CHECK(!disk_read(disk, 9, 2, sector));
  CHECK(!disk_read(disk, 10, 1, sector));
  CHECK(!disk_write(disk, 8, 3, sector));
  CHECK(!disk_read(disk, ~0ull, 1, sector));
  CHECK(!disk_write(disk, ~0ull - 1, 4, sector));
}

static bool said(const char *what) {
  char text[256] = {0};
  process_output(text, sizeof text - 1);
  return strstr(text + sizeof(struct message), what) != NULL;
}

static void what_is_refused(void) {
  uint8_t *file;
  CHECK(PROCESS_ENDS(open("image0=write\n", 10, false, &file)));
  CHECK(said("drive: image 0 is to be written, but was opened for reading"));
  CHECK(PROCESS_ENDS(open("image0=sometimes\n", 10, true, &file)));
  CHECK(said("is to be overlay, write or read-only"));
  process_clear(1 << 20);
  CHECK(PROCESS_ENDS(disk_open(&drive, 0)));
  CHECK(said("image 0 was not handed over"));
  process_clear(1 << 20);
  process_file(1000, true);
  drive.options = "";
  CHECK(PROCESS_ENDS(disk_open(&drive, 0)));
  CHECK(said("is 1000 bytes long"));
  open("", 10, true, &file);
  CHECK(PROCESS_ENDS(disk_open(&drive, 0)));
  CHECK(said("image 0 is in another drive already"));
}

int main(void) {
  an_overlay_leaves_the_file_alone();
  writing_through();
  reading_only();
  the_end_of_the_disk();
  what_is_refused();
  return test_finish("disk");
}
