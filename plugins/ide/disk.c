// The commands of a hard disk (ATA/ATAPI-6, clause 8). All are carried out at once: BSY is never seen.
#include "ide.h"

enum command {
  RECALIBRATE = 0x10, // to 1F
  READ_SECTORS = 0x20,
  READ_SECTORS_ONCE = 0x21, // without retries
  READ_SECTORS_EXT = 0x24,
  READ_DMA_EXT = 0x25,
  READ_MULTIPLE_EXT = 0x29,
  WRITE_SECTORS = 0x30,
  WRITE_SECTORS_ONCE = 0x31,
  WRITE_SECTORS_EXT = 0x34,
  WRITE_DMA_EXT = 0x35,
  WRITE_MULTIPLE_EXT = 0x39,
  WRITE_VERIFY = 0x3C,
  VERIFY = 0x40,
  VERIFY_ONCE = 0x41,
  VERIFY_EXT = 0x42,
  SEEK = 0x70, // to 7F
  INITIALIZE_DEVICE_PARAMETERS = 0x91,
  READ_MULTIPLE = 0xC4,
  WRITE_MULTIPLE = 0xC5,
  SET_MULTIPLE = 0xC6,
  READ_DMA = 0xC8, // C9: without retries
  WRITE_DMA = 0xCA,
  STANDBY_IMMEDIATE = 0xE0,
  IDLE_IMMEDIATE = 0xE1,
  STANDBY = 0xE2,
  IDLE = 0xE3,
  CHECK_POWER_MODE = 0xE5,
  SLEEP = 0xE6,
  FLUSH_CACHE = 0xE7,
  FLUSH_CACHE_EXT = 0xEA,
  IDENTIFY_DEVICE = 0xEC,
  SET_FEATURES = 0xEF,
};

// --- geometry ---

// As the plugin has found it out (geometry.ts), or 16 heads of 63 sectors, and 16,383 cylinders at most, whatever the size (6.2, Annex C).
void hard_disk_create(struct drive *drive) {
  struct device *device = &drive->ide->device;
  uint64_t sectors = disk_sectors(drive->image);
  if (!sectors) device_fail(device, "the image of a hard disk is empty");
  struct geometry *geometry = &drive->geometry;
  geometry->heads = (uint32_t)drive_option(drive, "heads#", sectors < 16 * 63 ? 1 : 16);
  geometry->sectors = (uint32_t)drive_option(drive, "sectors#", sectors < 63 ? sectors : 63);
  if (!geometry->heads || geometry->heads > 16 || !geometry->sectors || geometry->sectors > 255 ||
      sectors < geometry->heads * geometry->sectors)
    device_fail(device, "a hard disk has 1 to 16 heads, 1 to 255 sectors a track, and a cylinder at least");
  uint64_t cylinders = sectors / (geometry->heads * geometry->sectors);
  geometry->cylinders = cylinders > 16383 ? 16383 : (uint32_t)cylinders;
}

void hard_disk_reset(struct drive *drive) {
  drive->translation = drive->geometry;
  drive->multiple = MOST_MULTIPLE; // libata uses what it finds, and no BIOS at hand sets it
  drive->write_cache = true;
  drive->dma_mode = 0;
}

static void initialize_parameters(struct drive *drive) {
  struct geometry *translation = &drive->translation;
  uint32_t heads = (drive->device & DEVICE_HEAD) + 1u, sectors = drive->count[NOW];
  if (!sectors) {
    drive_abort(drive);
    return;
  }
  uint64_t cylinders = disk_sectors(drive->image) / (heads * sectors);
  *translation = (struct geometry){cylinders > 65535 ? 65535 : (uint32_t)cylinders, heads, sectors};
  drive_done(drive);
}

// --- addresses: LBA28, LBA48, or cylinder, head and sector (6.2) ---

static uint32_t cylinder(const struct drive *drive) {
  return drive_word(drive->middle[NOW], drive->high[NOW]);
}

// ~0: no such place.
static uint64_t address(const struct drive *drive) {
  uint32_t low = drive_word(drive->low[NOW], drive->middle[NOW]) | (uint32_t)drive->high[NOW] << 16;
  if (drive->extended)
    return low | (uint64_t)drive->low[BEFORE] << 24 | (uint64_t)drive->middle[BEFORE] << 32 | (uint64_t)drive->high[BEFORE] << 40;
  uint32_t head = drive->device & DEVICE_HEAD;
  if (drive->device & DEVICE_LBA) return low | head << 24;
  const struct geometry *translation = &drive->translation;
  if (drive->low[NOW] == 0 || drive->low[NOW] > translation->sectors || head >= translation->heads) return ~0ull;
  return ((uint64_t)cylinder(drive) * translation->heads + head) * translation->sectors + drive->low[NOW] - 1;
}

static void set_address(struct drive *drive, uint64_t sector) {
  if (drive->extended) {
    drive->low[BEFORE] = (uint8_t)(sector >> 24);
    drive->middle[BEFORE] = (uint8_t)(sector >> 32);
    drive->high[BEFORE] = (uint8_t)(sector >> 40);
  } else if (drive->device & DEVICE_LBA) {
    drive->device = (uint8_t)((drive->device & ~DEVICE_HEAD) | (sector >> 24 & DEVICE_HEAD));
  } else {
    const struct geometry *translation = &drive->translation;
    uint64_t track = sector / translation->sectors, cylinder = track / translation->heads;
    drive->low[NOW] = (uint8_t)(sector % translation->sectors + 1);
    drive->middle[NOW] = (uint8_t)cylinder;
    drive->high[NOW] = (uint8_t)(cylinder >> 8);
    drive->device = (uint8_t)((drive->device & ~DEVICE_HEAD) | track % translation->heads);
    return;
  }
  drive->low[NOW] = (uint8_t)sector;
  drive->middle[NOW] = (uint8_t)(sector >> 8);
  drive->high[NOW] = (uint8_t)(sector >> 16);
}

// The sector count and address as the command goes on, and where it stops on an error.
static void show_progress(struct drive *drive) {
  drive->count[NOW] = (uint8_t)drive->left;
  drive->count[BEFORE] = (uint8_t)(drive->left >> 8);
  if (drive->sector != ~0ull) set_address(drive, drive->sector);
}

static void moved_on(struct drive *drive) {
  drive->sector += drive->block_sectors;
  drive->left -= drive->block_sectors;
  show_progress(drive);
}

static void fail(struct drive *drive, uint8_t error, uint8_t status) {
  show_progress(drive);
  drive->status = STATUS_READY | STATUS_ERR | status;
  drive->error = error;
  drive_raise(drive);
}

// --- reading and writing ---

// Takes the command's address and count. A count of 0 is the greatest (8.27).
static void begin(struct drive *drive, bool extended, uint32_t block) {
  drive->extended = extended;
  drive->sector = address(drive);
  drive->left = extended ? drive_word(drive->count[NOW], drive->count[BEFORE]) : drive->count[NOW];
  if (!drive->left) drive->left = extended ? 65536 : 256;
  drive->block = block;
}

// The next block of the command; false: some of it is not on the disk, and the command has ended.
static bool next_block(struct drive *drive) {
  drive->block_sectors = drive->left < drive->block ? drive->left : drive->block;
  uint64_t sectors = disk_sectors(drive->image);
  if (drive->sector < sectors && drive->block_sectors <= sectors - drive->sector) return true;
  fail(drive, ERROR_IDNF, 0);
  return false;
}

static void read_block(struct drive *drive);

static void block_was_read(struct drive *drive) {
  moved_on(drive);
  if (drive->left)
    read_block(drive);
  else
    drive->status = STATUS_READY;
}

static void read_block(struct drive *drive) {
  if (!next_block(drive)) return;
  if (!disk_read(drive->image, drive->sector, drive->block_sectors, drive->buffer)) {
    fail(drive, ERROR_UNC, 0);
    return;
  }
  drive_data(drive, 0, drive->block_sectors * SECTOR_BYTES, false, block_was_read);
  drive_raise(drive);
}

static void ask_for_block(struct drive *drive);

// The guest is told that a block is written when it is: by the interrupt and the status that come after this (see README.md).
static void block_was_given(struct drive *drive) {
  if (!disk_write(drive->image, drive->sector, drive->block_sectors, drive->buffer) || (!drive->write_cache && !disk_flush(drive->image))) {
    fail(drive, ERROR_ABRT, STATUS_DF);
    return;
  }
  moved_on(drive);
  if (!drive->left) {
    drive_done(drive);
    return;
  }
  ask_for_block(drive);
  if (drive->moved) drive_raise(drive);
}

static void ask_for_block(struct drive *drive) {
  if (next_block(drive)) drive_data(drive, 0, drive->block_sectors * SECTOR_BYTES, true, block_was_given);
}

// The first block is asked for without an interrupt (9.6).
static void write_sectors(struct drive *drive, bool extended, uint32_t block) {
  if (disk_read_only(drive->image)) {
    drive_abort(drive);
    return;
  }
  begin(drive, extended, block);
  ask_for_block(drive);
}

static void read_sectors(struct drive *drive, bool extended, uint32_t block) {
  begin(drive, extended, block);
  read_block(drive);
}

// --- DMA (9.8): the same by the bus master, a buffer at a time ---

static void dma_error(struct drive *drive, uint8_t error, uint8_t status) {
  drive->dma = NO_DMA;
  fail(drive, error, status);
}

// Sets block_sectors to what comes next, up to the first sector that is missing. false: that is the next one.
static bool next_part(struct drive *drive) {
  uint64_t sectors = disk_sectors(drive->image);
  uint64_t there = drive->sector < sectors ? sectors - drive->sector : 0;
  drive->block_sectors = drive->left < drive->block ? drive->left : drive->block;
  if (drive->block_sectors > there) drive->block_sectors = (uint32_t)there;
  return drive->block_sectors;
}

void hard_disk_dma(struct drive *drive) {
  bool reads = drive->dma == DMA_TO_MEMORY;
  unsigned channel = drive->channel->number;
  if (!bus_master_runs(channel, reads)) return;
  while (drive->left) {
    if (!next_part(drive)) {
      dma_error(drive, ERROR_IDNF, 0);
      return;
    }
    uint32_t bytes = drive->block_sectors * SECTOR_BYTES;
    if (reads && !disk_read(drive->image, drive->sector, drive->block_sectors, drive->buffer)) {
      dma_error(drive, ERROR_UNC, 0);
      return;
    }
    if (bus_master_move(channel, drive->buffer, bytes, reads) < bytes) return; // the table was too short: the drive waits for ever
    if (!reads && (!disk_write(drive->image, drive->sector, drive->block_sectors, drive->buffer) ||
                   (!drive->write_cache && !disk_flush(drive->image)))) {
      dma_error(drive, ERROR_ABRT, STATUS_DF);
      return;
    }
    moved_on(drive);
  }
  drive->dma = NO_DMA;
  drive_done(drive);
}

static void begin_dma(struct drive *drive, bool extended, bool reads) {
  if (!bus_master_there() || (!reads && disk_read_only(drive->image))) {
    drive_abort(drive);
    return;
  }
  begin(drive, extended, BUFFER_BYTES / SECTOR_BYTES);
  drive->dma = reads ? DMA_TO_MEMORY : DMA_FROM_MEMORY;
  drive->status = STATUS_READY | STATUS_DRQ;
  hard_disk_dma(drive);
}

static void verify(struct drive *drive, bool extended) {
  begin(drive, extended, BUFFER_BYTES / SECTOR_BYTES);
  while (drive->left) {
    if (!next_part(drive)) {
      fail(drive, ERROR_IDNF, 0);
      return;
    }
    if (!disk_read(drive->image, drive->sector, drive->block_sectors, drive->buffer)) {
      fail(drive, ERROR_UNC, 0);
      return;
    }
    moved_on(drive);
  }
  drive_done(drive);
}

static void seek(struct drive *drive) {
  drive->extended = false;
  drive->sector = address(drive);
  if (drive->sector >= disk_sectors(drive->image))
    drive->status = STATUS_READY | STATUS_ERR, drive->error = ERROR_IDNF, drive_raise(drive);
  else
    drive_done(drive);
}

// --- the others ---

static void set_multiple(struct drive *drive) {
  uint8_t count = drive->count[NOW];
  if (count > MOST_MULTIPLE || (count & (count - 1))) {
    drive->multiple = 0; // 8.49: disabled
    drive_abort(drive);
    return;
  }
  drive->multiple = count;
  drive_done(drive);
}

static void identity_was_read(struct drive *drive) {
  drive->status = STATUS_READY;
}

static void identify(struct drive *drive) {
  identify_disk(drive);
  drive_data(drive, 0, SECTOR_BYTES, false, identity_was_read);
  drive_raise(drive);
}

static void flush(struct drive *drive) {
  if (disk_flush(drive->image)) {
    drive_done(drive);
    return;
  }
  drive->status = STATUS_READY | STATUS_ERR | STATUS_DF;
  drive->error = ERROR_ABRT;
  drive_raise(drive);
}

static void set_features(struct drive *drive) {
  enum { CACHE_ON = 0x02, TRANSFER_MODE = 0x03, READ_AHEAD_OFF = 0x55, KEEP = 0x66, CACHE_OFF = 0x82, READ_AHEAD_ON = 0xAA, REVERT = 0xCC };
  switch (drive->feature[NOW]) {
  case CACHE_ON: drive->write_cache = true; break;
  case CACHE_OFF:
    drive->write_cache = false;
    flush(drive); // what is in it has to leave it (8.46.5)
    return;
  case TRANSFER_MODE: // PIO modes 0 to 4, by default or with flow control; multiword DMA modes 0 to 2
    if (bus_master_there() && drive->count[NOW] >= 0x20 && drive->count[NOW] <= 0x22) {
      drive->dma_mode = drive->count[NOW] & 3;
      break;
    }
    if (drive->count[NOW] > 0x0C || (drive->count[NOW] > 1 && drive->count[NOW] < 8)) {
      drive_abort(drive);
      return;
    }
    break;
  case READ_AHEAD_OFF:
  case READ_AHEAD_ON:
  case KEEP:
  case REVERT: break;
  default: drive_abort(drive); return;
  }
  drive_done(drive);
}

static void transfer_multiple(struct drive *drive, bool extended, void (*transfer)(struct drive *, bool, uint32_t)) {
  if (drive->multiple)
    transfer(drive, extended, drive->multiple);
  else
    drive_abort(drive);
}

void hard_disk_command(struct drive *drive, uint8_t command) {
  switch (command) {
  case RECALIBRATE ... RECALIBRATE + 15: drive_done(drive); break;
  case READ_SECTORS:
  case READ_SECTORS_ONCE: read_sectors(drive, false, 1); break;
  case READ_SECTORS_EXT: read_sectors(drive, true, 1); break;
  case READ_MULTIPLE: transfer_multiple(drive, false, read_sectors); break;
  case READ_MULTIPLE_EXT: transfer_multiple(drive, true, read_sectors); break;
  case WRITE_SECTORS:
  case WRITE_SECTORS_ONCE:
  case WRITE_VERIFY: write_sectors(drive, false, 1); break;
  case WRITE_SECTORS_EXT: write_sectors(drive, true, 1); break;
  case WRITE_MULTIPLE: transfer_multiple(drive, false, write_sectors); break;
  case WRITE_MULTIPLE_EXT: transfer_multiple(drive, true, write_sectors); break;
  case READ_DMA:
  case READ_DMA + 1: begin_dma(drive, false, true); break;
  case READ_DMA_EXT: begin_dma(drive, true, true); break;
  case WRITE_DMA:
  case WRITE_DMA + 1: begin_dma(drive, false, false); break;
  case WRITE_DMA_EXT: begin_dma(drive, true, false); break;
  case VERIFY:
  case VERIFY_ONCE: verify(drive, false); break;
  case VERIFY_EXT: verify(drive, true); break;
  case SEEK ... SEEK + 15: seek(drive); break;
  case INITIALIZE_DEVICE_PARAMETERS: initialize_parameters(drive); break;
  case SET_MULTIPLE: set_multiple(drive); break;
  case 0x94 ... 0x97: // the power commands' numbers before ATA-4
  case 0x99:
  case STANDBY_IMMEDIATE:
  case IDLE_IMMEDIATE:
  case STANDBY:
  case IDLE:
  case SLEEP: drive_done(drive); break;
  case 0x98:
  case CHECK_POWER_MODE:
    drive->count[NOW] = 0xFF; // active or idle
    drive_done(drive);
    break;
  case FLUSH_CACHE:
  case FLUSH_CACHE_EXT: flush(drive); break;
  case IDENTIFY_DEVICE: identify(drive); break;
  case SET_FEATURES: set_features(drive); break;
  default: drive_abort(drive); break;
  }
}
