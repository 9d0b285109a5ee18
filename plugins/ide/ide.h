// Two IDE channels with two drives each, by programmed input and output and, for disks, by the bus master: what the files of plugins/ide share. Section numbers are those
// of ATA/ATAPI-6 (T13 1410D) where nothing else is said.
#ifndef PLEX86_PLUGINS_IDE_H
#define PLEX86_PLUGINS_IDE_H

#include "bus_master.h"

// Status and Error registers (7.15, 7.9).
enum {
  STATUS_ERR = 0x01, // CHK for a packet device
  STATUS_DRQ = 0x08,
  STATUS_DSC = 0x10, // of old: seek complete
  STATUS_DF = 0x20,
  STATUS_DRDY = 0x40,
  STATUS_BSY = 0x80,
  STATUS_READY = STATUS_DRDY | STATUS_DSC,
  ERROR_ABRT = 0x04,
  ERROR_IDNF = 0x10,
  ERROR_UNC = 0x40,
  DIAGNOSTIC_PASSED = 0x01,
};

// Device register (7.7). Bits 7 and 5 were always one, and still read so.
enum { DEVICE_HEAD = 0x0F, DEVICE_SECOND = 0x10, DEVICE_OBSOLETE = 0xA0, DEVICE_LBA = 0x40 };

enum {
  MOST_MULTIPLE = 16,      // sectors a block of READ and WRITE MULTIPLE
  BUFFER_BYTES = 64 << 10, // one block of data: the largest is a packet command's byte count
  BUFFER_MARGIN = 1 << 10, // which need not begin or end with a sector
  MOST_IMAGES = 16,
  PACKET_BYTES = 12,
};

enum drive_kind { NO_DRIVE, HARD_DISK, CD_ROM };
enum { NOW, BEFORE }; // a register of the command block and what was written to it before: LBA48's upper halves (6.2.1)

struct geometry {
  uint32_t cylinders, heads, sectors;
};

struct drive {
  struct ide *ide;
  struct channel *channel;
  enum drive_kind kind;
  unsigned unit; // 0 to 3: primary master, primary slave, secondary master, secondary slave
  struct disk *image;

  uint8_t feature[2], count[2], low[2], middle[2], high[2], device;
  uint8_t status, error;
  bool interrupt; // INTRQ, before nIEN and selection

  // The data port: bytes at..end of the buffer, in one direction; moved() is told when the last one has gone through.
  uint8_t buffer[BUFFER_BYTES + BUFFER_MARGIN];
  uint32_t at, end;
  bool from_host;
  void (*moved)(struct drive *drive);

  // A disk's DMA command that the bus master is to carry out.
  enum { NO_DMA, DMA_TO_MEMORY, DMA_FROM_MEMORY } dma;
  uint8_t dma_mode; // of the multiword modes, as SET FEATURES has it

  // A disk's command in progress.
  uint64_t sector;
  uint32_t left, block, block_sectors;   // block: sectors a transfer; block_sectors: in the present one
  bool extended;                         // by LBA48
  struct geometry geometry, translation; // its own; as INITIALIZE DEVICE PARAMETERS says
  uint8_t multiple;
  bool write_cache;

  // A packet device's.
  uint64_t offset;     // of the next byte of the medium
  uint32_t reply_left; // bytes that are still to go to the guest
  bool reply_medium;   // they come from the medium, else they are in the buffer
  uint32_t byte_limit;
  uint8_t sense_key, sense_code, sense_qualifier;
  bool tray_open, locked, changed; // changed: a unit attention is due
  uint8_t media_event;
};

struct channel {
  struct drive drive[2];
  unsigned number, irq, selected;
  bool raised;     // INTRQ
  uint8_t control; // Device Control register
};

struct ide {
  struct device device;
  struct channel channel[2];
  struct disk *image[MOST_IMAGES];
};

// --- ide.c ---
void drive_raise(struct drive *drive);
// Offers a block of the buffer to the guest, or asks it for one: DRQ.
void drive_data(struct drive *drive, uint32_t first, uint32_t bytes, bool from_host, void (*moved)(struct drive *drive));
void drive_done(struct drive *drive);  // without an error, with an interrupt
void drive_abort(struct drive *drive); // the command is not known, or not now
void drive_signature(struct drive *drive);
uint64_t drive_option(const struct drive *drive, const char *name, uint64_t otherwise); // '#' in its name: the unit
static inline uint32_t drive_word(uint8_t low, uint8_t high) {
  return (uint32_t)low | (uint32_t)high << 8;
}

// --- disk.c ---
void hard_disk_create(struct drive *drive);
void hard_disk_reset(struct drive *drive);
void hard_disk_command(struct drive *drive, uint8_t command);
void hard_disk_dma(struct drive *drive); // the bus master was started

// --- identify.c ---
void identify_disk(struct drive *drive);
void identify_packet_device(struct drive *drive);

// --- atapi.c ---
void atapi_reset(struct drive *drive);
void atapi_command(struct drive *drive, uint8_t command);
void atapi_insert(struct drive *drive, struct disk *image);                // null: the tray is empty
void atapi_reply(struct drive *drive, uint32_t bytes, uint32_t allocated); // what is in the buffer, cut to what the guest has allocated
void atapi_fail(struct drive *drive, uint8_t key, uint8_t code, uint8_t qualifier);
uint32_t atapi_blocks(const struct drive *drive); // of 2,048 bytes
enum { CD_BLOCK_BYTES = 2048 };
enum { SENSE_NOT_READY = 2, SENSE_MEDIUM = 3, SENSE_ILLEGAL = 5, SENSE_ATTENTION = 6 };
enum { CODE_INVALID_COMMAND = 0x20, CODE_OUT_OF_RANGE = 0x21, CODE_INVALID_FIELD = 0x24 };
static inline uint32_t big16(const uint8_t *from) {
  return (uint32_t)from[0] << 8 | from[1];
}
static inline uint32_t big32(const uint8_t *from) {
  return big16(from) << 16 | big16(from + 2);
}
static inline void put16(uint8_t *to, uint32_t value) {
  to[0] = (uint8_t)(value >> 8), to[1] = (uint8_t)value;
}
static inline void put32(uint8_t *to, uint32_t value) {
  put16(to, value >> 16), put16(to + 2, value);
}

// --- atapi_tell.c: commands that only tell something ---
void atapi_inquiry(struct drive *drive, const uint8_t *packet);
void atapi_mode_sense(struct drive *drive, const uint8_t *packet);
void atapi_table_of_contents(struct drive *drive, const uint8_t *packet);
void atapi_configuration(struct drive *drive, const uint8_t *packet);
void atapi_event_status(struct drive *drive, const uint8_t *packet);
void atapi_mechanism_status(struct drive *drive, const uint8_t *packet);
void atapi_disc_information(struct drive *drive, const uint8_t *packet);
void atapi_subchannel(struct drive *drive, const uint8_t *packet);

#endif
