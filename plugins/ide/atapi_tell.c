// Packet commands that only tell something about the drive and its medium (MMC-3, SPC-2).
#include "ide.h"

static bool has_medium(const struct drive *drive) {
  return drive->image && !drive->tray_open;
}

static void put_text(uint8_t *to, unsigned length, const char *text) {
  for (unsigned i = 0; i < length; i++) to[i] = (uint8_t)(*text ? *text++ : ' ');
}

// SPC-2, 7.3. Vital product data: only the list of its pages.
void atapi_inquiry(struct drive *drive, const uint8_t *packet) {
  enum { VITAL_PRODUCT_DATA = 1, CD_DEVICE = 5, REMOVABLE = 0x80, BYTES = 36 };
  uint8_t *to = drive->buffer;
  memset(to, 0, BYTES);
  to[0] = CD_DEVICE;
  if (packet[1] & VITAL_PRODUCT_DATA) {
    if (packet[2]) {
      atapi_fail(drive, SENSE_ILLEGAL, CODE_INVALID_FIELD, 0);
      return;
    }
    to[3] = 1; // page 0 itself
    atapi_reply(drive, 5, packet[4]);
    return;
  }
  to[1] = REMOVABLE;
  to[3] = 0x21; // ATAPI, response format 1
  to[4] = BYTES - 5;
  put_text(to + 8, 8, "PLEX86");
  put_text(to + 16, 16, "CD-ROM");
  put_text(to + 32, 4, "1.0");
  atapi_reply(drive, BYTES, packet[4]);
}

// --- mode pages ---

static uint32_t recovery_page(struct drive *drive, uint8_t *to) {
  to[0] = 0x01, to[1] = 6, to[3] = 5; // five retries
  return 8;
}
static uint32_t cd_page(struct drive *drive, uint8_t *to) {
  to[0] = 0x0D, to[1] = 6, to[5] = 60, to[7] = 75; // seconds a minute, frames a second
  return 8;
}
static uint32_t audio_page(struct drive *drive, uint8_t *to) {
  to[0] = 0x0E, to[1] = 14, to[2] = 4, to[7] = 75;
  return 16;
}
static uint32_t capabilities_page(struct drive *drive, uint8_t *to) {
  enum { SPEED_KB = 16 * 176 };
  to[0] = 0x2A, to[1] = 18;
  to[2] = 0x03;                                      // reads CD-R and CD-RW
  to[4] = 0x70;                                      // Mode 2 forms 1 and 2, several sessions
  to[6] = (uint8_t)(0x29 | (drive->locked ? 2 : 0)); // a tray that can be locked and ejects
  put16(to + 8, SPEED_KB);
  put16(to + 12, BUFFER_BYTES / 1024);
  put16(to + 14, SPEED_KB);
  return 20;
}

static const struct {
  uint8_t number;
  uint32_t (*put)(struct drive *drive, uint8_t *to);
} mode_pages[] = {{0x01, recovery_page}, {0x0D, cd_page}, {0x0E, audio_page}, {0x2A, capabilities_page}};

// MODE SENSE (6) and (10): a header and pages, no block descriptors (SPC-2, 7.8, 8.3.3).
void atapi_mode_sense(struct drive *drive, const uint8_t *packet) {
  enum { MODE_SENSE_6 = 0x1A, ALL_PAGES = 0x3F, CHANGEABLE = 1, SAVED = 3, CODE_SAVING_NOT_SUPPORTED = 0x39 };
  enum { DATA_DISC = 0x01, NO_DISC = 0x70, DOOR_OPEN = 0x71 }; // medium types (of old, but asked for)
  bool short_form = packet[0] == MODE_SENSE_6;
  unsigned page = packet[2] & 0x3F, control = packet[2] >> 6;
  uint8_t *to = drive->buffer, medium = has_medium(drive) ? DATA_DISC : drive->tray_open ? DOOR_OPEN : NO_DISC;
  uint32_t bytes = short_form ? 4 : 8;
  if (control == SAVED) {
    atapi_fail(drive, SENSE_ILLEGAL, CODE_SAVING_NOT_SUPPORTED, 0);
    return;
  }
  memset(to, 0, 256);
  uint32_t header = bytes;
  for (unsigned i = 0; i < ARRAY_LENGTH(mode_pages); i++) {
    if (page != ALL_PAGES && page != mode_pages[i].number) continue;
    uint32_t length = mode_pages[i].put(drive, to + bytes);
    if (control == CHANGEABLE) memset(to + bytes + 2, 0, length - 2);
    bytes += length;
  }
  if (bytes == header) {
    atapi_fail(drive, SENSE_ILLEGAL, CODE_INVALID_FIELD, 0);
    return;
  }
  if (short_form)
    to[0] = (uint8_t)(bytes - 1), to[1] = medium;
  else
    put16(to, bytes - 2), to[2] = medium;
  atapi_reply(drive, bytes, short_form ? packet[4] : big16(packet + 7));
}

// --- the medium: one session with one track of data ---

enum { LEAD_OUT = 0xAA, DATA_TRACK = 0x14 }; // ADR 1: position; control 4: data

// A place on the medium as a number, or as minute, second and frame, which count from two seconds before block 0 (MMC-3, 4.1).
static void put_place(uint8_t *to, uint32_t block, bool as_time) {
  if (!as_time) {
    put32(to, block);
    return;
  }
  uint32_t frames = block + 150;
  to[0] = 0, to[1] = (uint8_t)(frames / (75 * 60)), to[2] = (uint8_t)(frames / 75 % 60), to[3] = (uint8_t)(frames % 75);
}

static uint32_t put_track(uint8_t *to, uint8_t number, uint32_t block, bool as_time) {
  to[0] = 0, to[1] = DATA_TRACK, to[2] = number, to[3] = 0;
  put_place(to + 4, block, as_time);
  return 8;
}

static uint32_t put_full(uint8_t *to, uint8_t point, uint8_t minute, uint8_t second, uint8_t frame) {
  memset(to, 0, 11);
  to[0] = 1, to[1] = DATA_TRACK, to[3] = point, to[8] = minute, to[9] = second, to[10] = frame;
  return 11;
}

// MMC-3, 6.25.
void atapi_table_of_contents(struct drive *drive, const uint8_t *packet) {
  enum { TRACKS, SESSIONS, FULL };
  bool as_time = packet[1] & 2;
  unsigned format = packet[2] & 0x0F, first_track = packet[6];
  if (!format) format = packet[9] >> 6; // where SFF-8020i had it
  uint8_t *to = drive->buffer, place[4];
  uint32_t bytes = 4;
  to[2] = to[3] = 1; // first and last track, or session
  switch (format) {
  case TRACKS:
    if (first_track > 1 && first_track != LEAD_OUT) {
      atapi_fail(drive, SENSE_ILLEGAL, CODE_INVALID_FIELD, 0);
      return;
    }
    if (first_track <= 1) bytes += put_track(to + bytes, 1, 0, as_time);
    bytes += put_track(to + bytes, LEAD_OUT, atapi_blocks(drive), as_time);
    break;
  case SESSIONS: bytes += put_track(to + bytes, 1, 0, as_time); break;
  case FULL:
    bytes += put_full(to + bytes, 0xA0, 1, 0, 0);
    bytes += put_full(to + bytes, 0xA1, 1, 0, 0);
    put_place(place, atapi_blocks(drive), true);
    bytes += put_full(to + bytes, 0xA2, place[1], place[2], place[3]);
    bytes += put_full(to + bytes, 1, 0, 2, 0);
    break;
  default: atapi_fail(drive, SENSE_ILLEGAL, CODE_INVALID_FIELD, 0); return;
  }
  put16(to, bytes - 2);
  atapi_reply(drive, bytes, big16(packet + 7));
}

// One finished session (MMC-3, 6.22).
void atapi_disc_information(struct drive *drive, const uint8_t *packet) {
  uint8_t *to = drive->buffer;
  memset(to, 0, 34);
  put16(to, 32);
  to[2] = 0x0E; // complete disc, complete last session
  to[3] = to[4] = to[5] = to[6] = 1;
  to[7] = 0x20; // unrestricted use
  memset(to + 16, 0xFF, 8);
  atapi_reply(drive, 34, big16(packet + 7));
}

// No audio is played, ever (MMC-3, 6.23).
void atapi_subchannel(struct drive *drive, const uint8_t *packet) {
  memset(drive->buffer, 0, 4);
  atapi_reply(drive, 4, big16(packet + 7));
}

void atapi_mechanism_status(struct drive *drive, const uint8_t *packet) {
  memset(drive->buffer, 0, 8);
  drive->buffer[1] = drive->tray_open ? 0x10 : 0;
  drive->buffer[5] = 1; // slots
  atapi_reply(drive, 8, big16(packet + 8));
}

// --- configuration and events ---

static uint32_t put_feature(uint8_t *to, uint32_t code, uint8_t flags, unsigned bytes) {
  put16(to, code);
  to[2] = flags, to[3] = (uint8_t)bytes;
  return bytes + 4;
}

// MMC-3, 6.6: the features that a CD-ROM drive has to have. Flags: version, persistent (2), current (1).
void atapi_configuration(struct drive *drive, const uint8_t *packet) {
  enum { PROFILE_CD_ROM = 0x0008, PROFILE_LIST = 0, CORE = 1, REMOVABLE = 3, RANDOM_READABLE = 0x10, CD_READ = 0x1E };
  enum { ALL, CURRENT, ONE };
  uint8_t *to = drive->buffer, current = has_medium(drive) ? 1 : 0;
  unsigned kind = packet[1] & 3, wanted = big16(packet + 2);
  if (kind == 3) {
    atapi_fail(drive, SENSE_ILLEGAL, CODE_INVALID_FIELD, 0);
    return;
  }
  static const struct {
    uint8_t code, flags, bytes;
    uint8_t data[8];
  } features[] = {
      {PROFILE_LIST, 0x03, 4, {0, PROFILE_CD_ROM, 0}},
      {CORE, 0x0B, 8, {0, 0, 0, 2, 1}}, // ATAPI; asynchronous events are not sent
      {REMOVABLE, 0x03, 4, {0x29}},     // tray, ejects, locks
      {RANDOM_READABLE, 0x00, 8, {0, 0, CD_BLOCK_BYTES >> 8, 0, 0, 1}},
      {CD_READ, 0x00, 4, {0}},
  };
  memset(to, 0, 8);
  put16(to + 6, current ? PROFILE_CD_ROM : 0);
  uint32_t bytes = 8;
  for (unsigned i = 0; i < ARRAY_LENGTH(features); i++) {
    uint8_t flags = features[i].flags;
    if (!(flags & 2)) flags |= current;
    if (kind == ONE ? features[i].code != wanted : features[i].code < wanted) continue;
    if (kind == CURRENT && !(flags & 1)) continue;
    uint8_t *feature = to + bytes;
    bytes += put_feature(feature, features[i].code, flags, features[i].bytes);
    memcpy(feature + 4, features[i].data, features[i].bytes);
    if (features[i].code == PROFILE_LIST) feature[6] = current;
  }
  put32(to, bytes - 4);
  atapi_reply(drive, bytes, big16(packet + 7));
}

// MMC-3, 6.7: what has happened since it was last asked, of the class "media" alone.
void atapi_event_status(struct drive *drive, const uint8_t *packet) {
  enum { POLLED = 1, MEDIA = 4, NOTHING = 0x80 };
  uint8_t *to = drive->buffer;
  if (!(packet[1] & POLLED)) {
    atapi_fail(drive, SENSE_ILLEGAL, CODE_INVALID_FIELD, 0);
    return;
  }
  memset(to, 0, 8);
  to[3] = 1 << MEDIA;
  if (!(packet[4] & 1 << MEDIA)) {
    to[2] = NOTHING;
    put16(to, 2);
    atapi_reply(drive, 4, big16(packet + 7));
    return;
  }
  put16(to, 6);
  to[2] = MEDIA;
  to[4] = drive->media_event;
  to[5] = (uint8_t)((drive->tray_open ? 1 : 0) | (has_medium(drive) ? 2 : 0));
  drive->media_event = 0;
  atapi_reply(drive, 8, big16(packet + 7));
}
