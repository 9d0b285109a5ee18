// The command phase, and the commands that move no data (5.2).
#include "floppy.h"

enum { STEP_NS = 1000, SEEK_NS = 10000 }; // far quicker than a drive, but never within the command
enum { LAST_TRACK = 83, MOST_RECALIBRATION_STEPS = 79 };

void command_reset(struct floppy *floppy) {
  floppy->perpendicular = 0;
  if (floppy->locked) { // LOCK keeps EFIFO, FIFOTHR and PRETRK over a software reset (5.2.12)
    floppy->configure &= CONFIGURE_NO_FIFO | 0x0F;
    return;
  }
  floppy->configure = CONFIGURE_NO_FIFO;
  floppy->precompensation = 0;
}

static void tell(struct floppy *floppy, uint8_t byte) {
  floppy->result[0] = byte;
  floppy_result(floppy, 1);
}

// --- seeks ---

static void tell_interrupt(struct floppy *floppy, unsigned drive, uint8_t status) {
  if (floppy->polled) floppy->pending = 0; // what is left of the reset's
  floppy->polled = false;
  floppy->told[drive] = (uint8_t)(status | drive);
  floppy->pending |= (uint8_t)(1 << drive);
  floppy_raise(floppy);
}

static void step_to(struct drive *drive, unsigned track) {
  if (drive->track == track) return;
  drive->track = (uint8_t)track;
  if (drive->image) drive->changed = false; // a step pulse takes the disk change line back, if there is a disk
}

static void begin_seek(struct floppy *floppy, struct drive *drive, unsigned track) {
  unsigned steps = track > drive->track ? track - drive->track : drive->track - track;
  drive->seek_to = (uint8_t)track;
  drive->seeking = true;
  timer_set(&drive->seek, guest_ns() + SEEK_NS + steps * STEP_NS);
  floppy_ready(floppy);
}

void seek_ended(struct device *device, uint64_t at) {
  struct floppy *floppy = (struct floppy *)device;
  for (unsigned i = 0; i < DRIVES; i++) {
    struct drive *drive = &floppy->drive[i];
    if (!drive->seeking || drive->seek.armed) continue;
    step_to(drive, drive->seek_to);
    // Track 0 is not found in a drive that is not there, nor with so few steps.
    bool lost = drive->recalibrating && (!drive->present || drive->track);
    drive->seeking = drive->recalibrating = false;
    tell_interrupt(floppy, i, ST0_SEEK_END | (lost ? ST0_ABNORMAL | ST0_EQUIPMENT_CHECK : 0));
  }
}

static void recalibrate(struct floppy *floppy) {
  struct drive *drive = drive_of_command(floppy);
  drive->recalibrating = true;
  begin_seek(floppy, drive, drive->track > MOST_RECALIBRATION_STEPS ? (unsigned)(drive->track - MOST_RECALIBRATION_STEPS) : 0);
}

static unsigned on_disk(int track) {
  return track < 0 ? 0 : track > LAST_TRACK ? LAST_TRACK : (unsigned)track;
}

static void seek(struct floppy *floppy) {
  begin_seek(floppy, drive_of_command(floppy), on_disk(floppy->command[2]));
}

static void relative_seek(struct floppy *floppy) {
  enum { INWARD = 0x40 };
  struct drive *drive = drive_of_command(floppy);
  int steps = floppy->command[2];
  begin_seek(floppy, drive, on_disk(drive->track + (floppy->command[0] & INWARD ? steps : -steps)));
}

// --- what the controller tells ---

static void sense_interrupt(struct floppy *floppy) {
  for (unsigned i = 0; i < DRIVES; i++) {
    if (!(floppy->pending >> i & 1)) continue;
    floppy->pending &= (uint8_t) ~(1 << i);
    floppy->interrupt = false;
    floppy_update(floppy);
    floppy->result[0] = floppy->told[i];
    floppy->result[1] = floppy->drive[i].track;
    floppy_result(floppy, 2);
    return;
  }
  tell(floppy, ST0_INVALID);
}

static void sense_drive(struct floppy *floppy) {
  const struct drive *drive = drive_of_command(floppy);
  uint8_t status = (uint8_t)(ST3_ALWAYS | (floppy->command[1] & 7));
  if (drive->present && drive->track == 0) status |= ST3_TRACK_0;
  if (drive->image && disk_read_only(drive->image)) status |= ST3_WRITE_PROTECTED;
  tell(floppy, status);
}

static void version(struct floppy *floppy) {
  enum { ENHANCED = 0x90 };
  tell(floppy, ENHANCED);
}

static void dump_registers(struct floppy *floppy) {
  uint8_t *to = floppy->result;
  for (unsigned i = 0; i < DRIVES; i++) to[i] = floppy->drive[i].track;
  to[4] = floppy->specify[0];
  to[5] = floppy->specify[1];
  to[6] = floppy->sectors;
  to[7] = (uint8_t)(floppy->locked << 7 | floppy->perpendicular);
  to[8] = floppy->configure;
  to[9] = floppy->precompensation;
  floppy_result(floppy, 10);
}

// --- modes ---

static void specify(struct floppy *floppy) {
  floppy->specify[0] = floppy->command[1];
  floppy->specify[1] = floppy->command[2];
  floppy_ready(floppy);
}

static void configure(struct floppy *floppy) {
  floppy->configure = floppy->command[2] & 0x7F;
  floppy->precompensation = floppy->command[3];
  floppy_ready(floppy);
}

// The drive bits change only together with OW (5.2.11).
static void perpendicular(struct floppy *floppy) {
  uint8_t value = floppy->command[1];
  floppy->perpendicular = (uint8_t)((value & 0x80 ? value & 0x3C : floppy->perpendicular & 0x3C) | (value & 0x03));
  floppy_ready(floppy);
}

static void lock(struct floppy *floppy) {
  floppy->locked = floppy->command[0] & 0x80;
  tell(floppy, floppy->locked ? 0x10 : 0x00);
}

static void invalid(struct floppy *floppy) {
  tell(floppy, ST0_INVALID);
}

// --- the data commands ---

static void read_data(struct floppy *floppy) {
  transfer_begin(floppy, READ);
}
static void write_data(struct floppy *floppy) {
  transfer_begin(floppy, WRITE);
}
static void verify(struct floppy *floppy) {
  transfer_begin(floppy, VERIFY);
}
static void format_track(struct floppy *floppy) {
  transfer_begin(floppy, FORMAT);
}

static const struct {
  uint8_t mask, code, bytes;
  void (*carry_out)(struct floppy *floppy);
} commands[] = {
    {0x1F, 0x06, 9, read_data},    // READ DATA; MT, MFM, SK
    {0x1F, 0x0C, 9, read_data},    // READ DELETED DATA
    {0x9F, 0x02, 9, read_data},    // READ TRACK
    {0x3F, 0x05, 9, write_data},   // WRITE DATA
    {0x3F, 0x09, 9, write_data},   // WRITE DELETED DATA
    {0x1F, 0x16, 9, verify},       //
    {0xBF, 0x0D, 6, format_track}, //
    {0xBF, 0x0A, 2, transfer_read_id},
    {0xFF, 0x07, 2, recalibrate},
    {0xFF, 0x08, 1, sense_interrupt},
    {0xFF, 0x03, 3, specify},
    {0xFF, 0x04, 2, sense_drive},
    {0xFF, 0x13, 4, configure},
    {0xFF, 0x0F, 3, seek},
    {0xBF, 0x8F, 3, relative_seek},
    {0xFF, 0x0E, 1, dump_registers},
    {0xFF, 0x10, 1, version},
    {0xFF, 0x12, 2, perpendicular},
    {0x7F, 0x14, 1, lock},
};

static unsigned find(uint8_t code) {
  unsigned i = 0;
  while (i < ARRAY_LENGTH(commands) && (code & commands[i].mask) != commands[i].code) i++;
  return i;
}

void command_byte(struct floppy *floppy, uint8_t value) {
  unsigned command = find(floppy->command_at ? floppy->command[0] : value);
  floppy->command[floppy->command_at++] = value;
  if (command == ARRAY_LENGTH(commands)) {
    invalid(floppy);
    return;
  }
  if (floppy->command_at < commands[command].bytes) return;
  commands[command].carry_out(floppy);
}
