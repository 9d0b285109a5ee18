// The packet device: a CD-ROM drive. PACKET brings a command of twelve bytes (MMC-3, SPC-2), whose data go through the data port in
// pieces of the size that the guest wants.
#include "ide.h"

enum command { DEVICE_RESET = 0x08, PACKET = 0xA0, IDENTIFY_PACKET_DEVICE = 0xA1, SET_FEATURES = 0xEF };

// The Sector Count register tells what the transfer is about (interrupt reason, 8.23).
enum { REASON_COMMAND = 1, REASON_TO_HOST = 2, REASON_DONE = REASON_COMMAND | REASON_TO_HOST };

enum packet_command {
  TEST_UNIT_READY = 0x00,
  REQUEST_SENSE = 0x03,
  INQUIRY = 0x12,
  MODE_SENSE_6 = 0x1A,
  START_STOP_UNIT = 0x1B,
  PREVENT_ALLOW = 0x1E,
  READ_CAPACITY = 0x25,
  READ_10 = 0x28,
  SEEK_10 = 0x2B,
  READ_SUBCHANNEL = 0x42,
  READ_TOC = 0x43,
  GET_CONFIGURATION = 0x46,
  GET_EVENT_STATUS = 0x4A,
  READ_DISC_INFORMATION = 0x51,
  MODE_SENSE_10 = 0x5A,
  READ_12 = 0xA8,
  MECHANISM_STATUS = 0xBD,
  READ_CD = 0xBE,
};
enum { CODE_CHANGED = 0x28, CODE_NO_MEDIUM = 0x3A, CODE_UNRECOVERED = 0x11, CODE_REMOVAL_PREVENTED = 0x53 };
enum { QUALIFIER_TRAY_CLOSED = 1, QUALIFIER_TRAY_OPEN = 2 };

uint32_t atapi_blocks(const struct drive *drive) {
  uint64_t blocks = drive->image ? disk_sectors(drive->image) / (CD_BLOCK_BYTES / SECTOR_BYTES) : 0;
  return blocks > 0xFFFFFFFF ? 0xFFFFFFFF : (uint32_t)blocks;
}

void atapi_reset(struct drive *drive) {
  drive->locked = false;
  drive->sense_key = drive->sense_code = drive->sense_qualifier = 0;
}

void atapi_insert(struct drive *drive, struct disk *image) {
  enum { NEW_MEDIA = 2, MEDIA_REMOVAL = 3 };
  drive->image = image;
  drive->tray_open = false;
  drive->changed = image != NULL;
  drive->media_event = image ? NEW_MEDIA : MEDIA_REMOVAL;
}

// --- how a command ends, and its data ---

static void finish(struct drive *drive, uint8_t status) {
  drive->count[NOW] = REASON_DONE;
  drive->status = STATUS_DRDY | status;
  drive_raise(drive);
}

void atapi_fail(struct drive *drive, uint8_t key, uint8_t code, uint8_t qualifier) {
  drive->sense_key = key;
  drive->sense_code = code;
  drive->sense_qualifier = qualifier;
  drive->error = (uint8_t)(key << 4 | ERROR_ABRT);
  finish(drive, STATUS_ERR);
}

static void next_piece(struct drive *drive) {
  if (!drive->reply_left) {
    finish(drive, 0);
    return;
  }
  uint32_t bytes = drive->reply_left, first = drive->at;
  if (bytes > drive->byte_limit) bytes = drive->byte_limit;
  if (drive->reply_medium) {
    first = (uint32_t)(drive->offset % SECTOR_BYTES);
    uint32_t sectors = (first + bytes + SECTOR_BYTES - 1) / SECTOR_BYTES;
    if (!disk_read(drive->image, drive->offset / SECTOR_BYTES, sectors, drive->buffer)) {
      atapi_fail(drive, SENSE_MEDIUM, CODE_UNRECOVERED, 0);
      return;
    }
    drive->offset += bytes;
  }
  drive->reply_left -= bytes;
  drive->middle[NOW] = (uint8_t)bytes;
  drive->high[NOW] = (uint8_t)(bytes >> 8);
  drive->count[NOW] = REASON_TO_HOST;
  drive_data(drive, first, bytes, false, next_piece);
  drive_raise(drive);
}

void atapi_reply(struct drive *drive, uint32_t bytes, uint32_t allocated) {
  drive->reply_left = bytes < allocated ? bytes : allocated;
  drive->reply_medium = false;
  drive->at = 0;
  next_piece(drive);
}

// --- commands ---

static void no_medium(struct drive *drive) {
  atapi_fail(drive, SENSE_NOT_READY, CODE_NO_MEDIUM, drive->tray_open ? QUALIFIER_TRAY_OPEN : QUALIFIER_TRAY_CLOSED);
}

static void succeed(struct drive *drive, const uint8_t *packet) {
  finish(drive, 0);
}

// Fixed format, 18 bytes (SPC-2, 7.23.2); what was told is forgotten.
static void request_sense(struct drive *drive, const uint8_t *packet) {
  uint8_t *to = drive->buffer;
  memset(to, 0, 18);
  to[0] = 0x70;
  to[2] = drive->sense_key;
  to[7] = 18 - 8;
  to[12] = drive->sense_code;
  to[13] = drive->sense_qualifier;
  if (!drive->sense_key && drive->changed) {
    to[2] = SENSE_ATTENTION, to[12] = CODE_CHANGED;
    drive->changed = false;
  }
  drive->sense_key = drive->sense_code = drive->sense_qualifier = 0;
  atapi_reply(drive, 18, packet[4]);
}

static void start_stop(struct drive *drive, const uint8_t *packet) {
  enum { START = 1, LOAD_EJECT = 2, MEDIA_REMOVAL = 3, NEW_MEDIA = 2 };
  if (packet[4] & LOAD_EJECT) {
    bool open = !(packet[4] & START);
    if (open && drive->locked) {
      atapi_fail(drive, drive->image ? SENSE_ILLEGAL : SENSE_NOT_READY, CODE_REMOVAL_PREVENTED, 2);
      return;
    }
    if (open != drive->tray_open && drive->image) {
      drive->media_event = open ? MEDIA_REMOVAL : NEW_MEDIA;
      drive->changed = !open;
    }
    drive->tray_open = open;
  }
  finish(drive, 0);
}

static void prevent_allow(struct drive *drive, const uint8_t *packet) {
  drive->locked = packet[4] & 1;
  finish(drive, 0);
}

static void read_capacity(struct drive *drive, const uint8_t *packet) {
  put32(drive->buffer, atapi_blocks(drive) - 1);
  put32(drive->buffer + 4, CD_BLOCK_BYTES);
  atapi_reply(drive, 8, 8);
}

static void read_blocks(struct drive *drive, uint32_t block, uint32_t count) {
  uint32_t blocks = atapi_blocks(drive);
  if (block > blocks || count > blocks - block || count > 0xFFFFFFFF / CD_BLOCK_BYTES) {
    atapi_fail(drive, SENSE_ILLEGAL, CODE_OUT_OF_RANGE, 0);
    return;
  }
  drive->offset = (uint64_t)block * CD_BLOCK_BYTES;
  drive->reply_left = count * CD_BLOCK_BYTES;
  drive->reply_medium = true;
  next_piece(drive);
}

static void read_10(struct drive *drive, const uint8_t *packet) {
  read_blocks(drive, big32(packet + 2), big16(packet + 7));
}
static void read_12(struct drive *drive, const uint8_t *packet) {
  read_blocks(drive, big32(packet + 2), big32(packet + 6));
}

// Only what is on an image: the user data of data blocks (MMC-3, 6.15).
static void read_cd(struct drive *drive, const uint8_t *packet) {
  enum { NOTHING = 0x00, USER_DATA = 0x10 };
  uint32_t count = big32(packet + 5) & 0xFFFFFF;
  if ((packet[9] & 0xF8) == NOTHING || !count)
    finish(drive, 0);
  else if ((packet[9] & 0xF8) != USER_DATA || packet[10] & 7)
    atapi_fail(drive, SENSE_ILLEGAL, CODE_INVALID_FIELD, 0);
  else
    read_blocks(drive, big32(packet + 2), count);
}

static void seek(struct drive *drive, const uint8_t *packet) {
  if (big32(packet + 2) < atapi_blocks(drive))
    finish(drive, 0);
  else
    atapi_fail(drive, SENSE_ILLEGAL, CODE_OUT_OF_RANGE, 0);
}

enum {
  NEEDS_MEDIUM = 1,
  IGNORES_ATTENTION = 2, // is carried out although a unit attention is due (SPC-2, 5.6.5; MMC-3, 6.7)
};

static const struct {
  uint8_t command, rules;
  void (*carry_out)(struct drive *drive, const uint8_t *packet);
} commands[] = {
    {TEST_UNIT_READY, NEEDS_MEDIUM, succeed},
    {REQUEST_SENSE, IGNORES_ATTENTION, request_sense},
    {INQUIRY, IGNORES_ATTENTION, atapi_inquiry},
    {MODE_SENSE_6, 0, atapi_mode_sense},
    {START_STOP_UNIT, 0, start_stop},
    {PREVENT_ALLOW, 0, prevent_allow},
    {READ_CAPACITY, NEEDS_MEDIUM, read_capacity},
    {READ_10, NEEDS_MEDIUM, read_10},
    {SEEK_10, NEEDS_MEDIUM, seek},
    {READ_SUBCHANNEL, NEEDS_MEDIUM, atapi_subchannel},
    {READ_TOC, NEEDS_MEDIUM, atapi_table_of_contents},
    {GET_CONFIGURATION, IGNORES_ATTENTION, atapi_configuration},
    {GET_EVENT_STATUS, IGNORES_ATTENTION, atapi_event_status},
    {READ_DISC_INFORMATION, NEEDS_MEDIUM, atapi_disc_information},
    {MODE_SENSE_10, 0, atapi_mode_sense},
    {READ_12, NEEDS_MEDIUM, read_12},
    {MECHANISM_STATUS, 0, atapi_mechanism_status},
    {READ_CD, NEEDS_MEDIUM, read_cd},
};

static void packet_came(struct drive *drive) {
  uint8_t packet[PACKET_BYTES];
  memcpy(packet, drive->buffer, sizeof packet);
  drive->at = 0;
  for (unsigned i = 0; i < ARRAY_LENGTH(commands); i++) {
    if (commands[i].command != packet[0]) continue;
    if (drive->changed && !(commands[i].rules & IGNORES_ATTENTION)) {
      drive->changed = false;
      atapi_fail(drive, SENSE_ATTENTION, CODE_CHANGED, 0);
    } else if (commands[i].rules & NEEDS_MEDIUM && (!drive->image || drive->tray_open)) {
      no_medium(drive);
    } else {
      // Sense data are those of the last command.
      if (packet[0] != REQUEST_SENSE) drive->sense_key = drive->sense_code = drive->sense_qualifier = 0;
      commands[i].carry_out(drive, packet);
    }
    return;
  }
  atapi_fail(drive, SENSE_ILLEGAL, CODE_INVALID_COMMAND, 0);
}

// --- ATA commands that a packet device knows ---

static void packet(struct drive *drive) {
  if (drive->feature[NOW] & 3) { // by DMA, or overlapped
    drive_abort(drive);
    return;
  }
  // An odd byte count is one less; none, or FFFFH, is the greatest (8.23.3).
  uint32_t limit = drive_word(drive->middle[NOW], drive->high[NOW]) & ~1u;
  drive->byte_limit = limit ? limit : 0xFFFE;
  drive->count[NOW] = REASON_COMMAND;
  drive_data(drive, 0, PACKET_BYTES, true, packet_came);
}

static void identity_was_read(struct drive *drive) {
  drive->status = STATUS_READY;
}

void atapi_command(struct drive *drive, uint8_t command) {
  switch (command) {
  case PACKET: packet(drive); break;
  case IDENTIFY_PACKET_DEVICE:
    identify_packet_device(drive);
    drive_data(drive, 0, SECTOR_BYTES, false, identity_was_read);
    drive_raise(drive);
    break;
  case DEVICE_RESET: // without an interrupt (8.7)
    drive_signature(drive);
    drive->error = DIAGNOSTIC_PASSED;
    drive->status = 0;
    drive->moved = NULL;
    atapi_reset(drive);
    break;
  case SET_FEATURES: {
    enum { TRANSFER_MODE = 0x03, MODE_PIO_4 = 0x0C };
    bool known =
        drive->feature[NOW] == TRANSFER_MODE && drive->count[NOW] <= MODE_PIO_4 && (drive->count[NOW] < 2 || drive->count[NOW] >= 8);
    if (known || drive->feature[NOW] == 0x66 || drive->feature[NOW] == 0xCC)
      drive_done(drive);
    else
      drive_abort(drive);
    break;
  }
  case 0xE0 ... 0xE3: // STANDBY IMMEDIATE, IDLE IMMEDIATE, STANDBY, IDLE
  case 0xE6: drive_done(drive); break;
  case 0xE5: // CHECK POWER MODE
    drive->count[NOW] = 0xFF;
    drive_done(drive);
    break;
  case 0x20: // READ SECTORS and IDENTIFY DEVICE: that is how it shows what it is (9.12)
  case 0xEC:
    drive_signature(drive);
    drive_abort(drive);
    break;
  default: drive_abort(drive); break;
  }
}
