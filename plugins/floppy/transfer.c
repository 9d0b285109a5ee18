// The execution phase of the commands that move data: a sector at a time, by DMA or byte by byte through the FIFO.
#include "../dma/dma.h"
#include "floppy.h"

enum { BEGIN_NS = 10000 }; // until the first sector passes the head
enum { MFM = 0x40, MULTI_TRACK = 0x80, SECTOR_SIZE_512 = 2, ID_BYTES = 4 };
enum { READ_TRACK = 0x02, READ_DELETED = 0x0C };
enum { SPECIFY_NO_DMA = 1, VERIFY_COUNT = 0x80 };

// Two flags of a result; none is success.
struct trouble {
  uint8_t st0, st1, st2;
};

static void finish(struct floppy *floppy, struct trouble trouble) {
  const struct transfer *transfer = &floppy->transfer;
  uint8_t *to = floppy->result;
  to[0] = (uint8_t)(trouble.st0 | (floppy->command[1] & 3) | transfer->side << 2);
  to[1] = trouble.st1;
  to[2] = trouble.st2;
  to[3] = transfer->cylinder, to[4] = transfer->head, to[5] = transfer->sector, to[6] = transfer->size;
  floppy_result(floppy, 7);
  floppy_raise(floppy);
}

static void fail(struct floppy *floppy, uint8_t st1, uint8_t st2) {
  finish(floppy, (struct trouble){ST0_ABNORMAL, st1, st2});
}

// A drive of 80 tracks reads a disk of 40 on every other one. Software that does not know finds the cylinder where it looks for it.
static bool double_steps(const struct drive *drive) {
  enum { DRIVE_1200K = 2 };
  return drive->type == DRIVE_1200K && drive->format.cylinders == 40;
}

static bool on_cylinder(const struct drive *drive, unsigned cylinder) {
  return drive->track == cylinder || (double_steps(drive) && drive->track == 2 * cylinder);
}

// Whether anything can be read under the head at all: a disk of this density, formatted on this side and track. Without a disk, or with the
// wrong rate, a real controller waits for the index hole, then gives up; where there is no hole it waits for ever, and this one does not.
static bool reads_marks(struct floppy *floppy, const struct drive *drive, unsigned head) {
  if (!drive->image || !(floppy->command[0] & MFM) || !media_rate_fits(&drive->format, floppy->rate)) return false;
  unsigned track = double_steps(drive) ? drive->track / 2u : drive->track;
  return head < drive->format.heads && track < drive->format.cylinders;
}

// The sector of the image that the command's address means; false: the command has ended in an error.
static bool locate(struct floppy *floppy, uint64_t *sector) {
  struct transfer *transfer = &floppy->transfer;
  struct drive *drive = transfer->drive;
  unsigned head = transfer->side;
  if (!reads_marks(floppy, drive, head)) {
    fail(floppy, ST1_MISSING_ADDRESS_MARK, 0);
    return false;
  }
  if (!on_cylinder(drive, transfer->cylinder)) {
    fail(floppy, ST1_NO_DATA, ST2_WRONG_CYLINDER);
    return false;
  }
  if (transfer->head != head || transfer->sector == 0 || transfer->sector > drive->format.sectors || transfer->size != SECTOR_SIZE_512) {
    fail(floppy, ST1_NO_DATA, 0);
    return false;
  }
  drive->last_sector = transfer->sector;
  *sector = ((uint64_t)transfer->cylinder * drive->format.heads + head) * drive->format.sectors + transfer->sector - 1;
  return true;
}

// --- a sector, or the address field of one to be formatted ---

static bool load(struct floppy *floppy) {
  struct transfer *transfer = &floppy->transfer;
  uint64_t sector;
  transfer->at = 0;
  transfer->loaded = true;
  if (transfer->kind == FORMAT) return true;
  if (!locate(floppy, &sector)) return false;
  if (transfer->kind == WRITE) return true;
  if (disk_read(transfer->drive->image, sector, 1, transfer->buffer)) return true;
  fail(floppy, ST1_DATA_ERROR, ST2_DATA_ERROR);
  return false;
}

// What has come from the host is written; a sector that it did not fill ends in zeros (5.2.4).
static bool store(struct floppy *floppy) {
  struct transfer *transfer = &floppy->transfer;
  uint64_t sector;
  if (transfer->kind != WRITE && transfer->kind != FORMAT) return true;
  if (transfer->kind == FORMAT) {
    const uint8_t *id = transfer->buffer;
    transfer->cylinder = id[0], transfer->head = id[1], transfer->sector = id[2], transfer->size = id[3];
  }
  if (!locate(floppy, &sector)) return false;
  if (transfer->kind == FORMAT)
    memset(transfer->buffer, transfer->filler, SECTOR_BYTES);
  else
    memset(transfer->buffer + transfer->at, 0, SECTOR_BYTES - transfer->at);
  if (disk_write(transfer->drive->image, sector, 1, transfer->buffer)) return true;
  finish(floppy, (struct trouble){ST0_ABNORMAL | ST0_EQUIPMENT_CHECK, 0, 0});
  return false;
}

// On to the next sector; false: the last one of the command was it. The address is what the result shows then (table 5-7).
static bool advance(struct transfer *transfer) {
  if (transfer->kind == FORMAT) return --transfer->last > 0;
  if (transfer->sector != transfer->last) {
    transfer->sector++;
    return true;
  }
  transfer->sector = 1;
  if (transfer->multi_track && !(transfer->head & 1)) {
    transfer->head |= 1, transfer->side = 1;
    return true;
  }
  if (transfer->multi_track) transfer->head &= (uint8_t)~1, transfer->side = 0;
  transfer->cylinder++;
  return false;
}

// After a whole unit, or terminal count. true: there is more to do.
static bool unit_moved(struct floppy *floppy, bool terminal_count) {
  struct transfer *transfer = &floppy->transfer;
  transfer->loaded = false;
  if (!store(floppy)) return false;
  bool more = advance(transfer);
  if (transfer->deleted) { // the sector has no deleted data mark: the command ends with it (5.2.1)
    finish(floppy, (struct trouble){.st2 = ST2_CONTROL_MARK});
    return false;
  }
  bool counted = transfer->left && --transfer->left == 0;
  if (more && !terminal_count && !counted) return true;
  // The end of the track without terminal count is an error, if one that can be expected (5.2.4).
  bool expected = terminal_count || transfer->kind == FORMAT || transfer->kind == VERIFY || transfer->whole_track;
  if (expected)
    finish(floppy, (struct trouble){0});
  else
    fail(floppy, ST1_END_OF_CYLINDER, 0);
  return false;
}

void transfer_work(struct floppy *floppy) {
  struct transfer *transfer = &floppy->transfer;
  for (;;) {
    if (!transfer->loaded && !load(floppy)) return;
    bool terminal_count = false;
    if (transfer->kind == VERIFY) {
      transfer->at = transfer->unit;
    } else if (transfer->by_program) {
      floppy_raise(floppy);
      return; // goes on with every byte
    } else {
      if (!(floppy->dor & DOR_DMA_GATE)) return;
      uint32_t moved = dma_transfer(DMA_CHANNEL, transfer->buffer + transfer->at, transfer->unit - transfer->at, &terminal_count);
      transfer->at += moved;
      if (!terminal_count && transfer->at < transfer->unit) return; // goes on when the channel is ready
    }
    if (!unit_moved(floppy, terminal_count)) return;
  }
}

// --- without DMA ---

bool transfer_waits(const struct floppy *floppy) {
  return floppy->transfer.by_program && floppy->transfer.loaded;
}

bool transfer_to_host(const struct floppy *floppy) {
  return floppy->transfer.kind == READ;
}

static void byte_moved(struct floppy *floppy) {
  struct transfer *transfer = &floppy->transfer;
  transfer->at++;
  if (transfer->at < transfer->unit)
    floppy_raise(floppy);
  else if (unit_moved(floppy, false))
    transfer_work(floppy);
}

uint8_t transfer_read_byte(struct floppy *floppy) {
  uint8_t value = floppy->transfer.buffer[floppy->transfer.at];
  byte_moved(floppy);
  return value;
}

void transfer_write_byte(struct floppy *floppy, uint8_t value) {
  floppy->transfer.buffer[floppy->transfer.at] = value;
  byte_moved(floppy);
}

// --- how they begin ---

void transfer_begin(struct floppy *floppy, int kind) {
  struct transfer *transfer = &floppy->transfer;
  const uint8_t *command = floppy->command;
  transfer->kind = kind;
  transfer->drive = drive_of_command(floppy);
  transfer->by_program = floppy->specify[1] & SPECIFY_NO_DMA && kind != VERIFY;
  transfer->loaded = false;
  transfer->multi_track = command[0] & MULTI_TRACK && kind != FORMAT;
  transfer->deleted = (command[0] & 0x1F) == READ_DELETED;
  transfer->whole_track = (command[0] & 0x1F) == READ_TRACK;
  transfer->side = command[1] >> 2 & 1;
  transfer->left = kind == VERIFY && command[1] & VERIFY_COUNT ? command[8] : 0;
  if (kind == FORMAT) {
    transfer->cylinder = transfer->drive->track;
    transfer->head = transfer->side;
    transfer->sector = 1;
    transfer->size = command[2];
    transfer->last = command[3];
    transfer->filler = command[5];
    transfer->unit = ID_BYTES;
  } else {
    transfer->cylinder = command[2];
    transfer->head = command[3];
    transfer->sector = transfer->whole_track ? 1 : command[4]; // a whole track is read from the index hole (5.2.2)
    transfer->size = command[5];
    transfer->last = command[6];
    transfer->unit = SECTOR_BYTES;
    floppy->sectors = command[6];
  }
  floppy->phase = PHASE_EXECUTION;
  if (floppy->configure & CONFIGURE_IMPLIED_SEEK && kind != FORMAT && transfer->drive->image &&
      transfer->drive->track != transfer->cylinder) {
    transfer->drive->track = transfer->cylinder;
    transfer->drive->changed = false;
  }
  if ((kind == WRITE || kind == FORMAT) && transfer->drive->image && disk_read_only(transfer->drive->image)) {
    fail(floppy, ST1_NOT_WRITABLE, 0);
    return;
  }
  if (kind == FORMAT && !reads_marks(floppy, transfer->drive, transfer->head)) { // no such track on the image
    fail(floppy, ST1_MISSING_ADDRESS_MARK, 0);
    return;
  }
  if (kind == FORMAT && !transfer->last) {
    finish(floppy, (struct trouble){0});
    return;
  }
  timer_set(&floppy->work, guest_ns() + BEGIN_NS);
}

// The next address field that comes by.
void transfer_read_id(struct floppy *floppy) {
  struct transfer *transfer = &floppy->transfer;
  struct drive *drive = drive_of_command(floppy);
  transfer->head = transfer->side = floppy->command[1] >> 2 & 1;
  transfer->cylinder = transfer->sector = transfer->size = 0;
  if (!reads_marks(floppy, drive, transfer->head)) {
    fail(floppy, ST1_MISSING_ADDRESS_MARK, 0);
    return;
  }
  drive->last_sector = (uint8_t)(drive->last_sector % drive->format.sectors + 1);
  transfer->cylinder = (uint8_t)(double_steps(drive) ? drive->track / 2 : drive->track);
  transfer->sector = drive->last_sector;
  transfer->size = SECTOR_SIZE_512;
  finish(floppy, (struct trouble){0});
}
