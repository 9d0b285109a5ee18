// The floppy disk controller, an 82077AA in AT mode with two drives: what the files of plugins/floppy share. References without a name
// are to Intel's 82077AA data sheet (290166).
#ifndef PLEX86_PLUGINS_FLOPPY_H
#define PLEX86_PLUGINS_FLOPPY_H

#include "../../machine/device.h"

enum {
  DRIVES = 4, // that the controller can select; two are wired
  WIRED_DRIVES = 2,
  MOST_IMAGES = 16,
  DMA_CHANNEL = 2,
  COMMAND_BYTES = 9,
  RESULT_BYTES = 10,
};

// Digital Output Register (2.1.2).
enum { DOR_SELECT = 0x03, DOR_NOT_RESET = 0x04, DOR_DMA_GATE = 0x08 };
// The modes of CONFIGURE (5.2.7).
enum { CONFIGURE_IMPLIED_SEEK = 0x40, CONFIGURE_NO_FIFO = 0x20, CONFIGURE_NO_POLL = 0x10 };

// Status registers 0 to 3 (5.3).
enum {
  ST0_ABNORMAL = 0x40,
  ST0_INVALID = 0x80,
  ST0_POLLING = 0xC0,
  ST0_SEEK_END = 0x20,
  ST0_EQUIPMENT_CHECK = 0x10,
  ST1_END_OF_CYLINDER = 0x80,
  ST1_DATA_ERROR = 0x20,
  ST1_NO_DATA = 0x04,
  ST1_NOT_WRITABLE = 0x02,
  ST1_MISSING_ADDRESS_MARK = 0x01,
  ST2_CONTROL_MARK = 0x40,
  ST2_DATA_ERROR = 0x20,
  ST2_WRONG_CYLINDER = 0x10,
  ST3_WRITE_PROTECTED = 0x40,
  ST3_TRACK_0 = 0x10,
  ST3_ALWAYS = 0x28, // ready, two-sided
};

enum density { DOUBLE_DENSITY, HIGH_DENSITY, EXTRA_DENSITY };
struct format {
  uint16_t cylinders;
  uint8_t heads, sectors;
  enum density density;
};

struct drive {
  bool present, changed; // changed: the disk change line
  uint8_t type;          // as the CMOS says it: 1 360K, 2 1.2M, 3 720K, 4 1.44M, 5 2.88M
  uint8_t track;         // where the heads are
  uint8_t last_sector;   // that went by
  struct disk *image;    // null: no disk
  struct format format;  // of the disk
  bool seeking, recalibrating;
  uint8_t seek_to;
  struct timer seek;
};

enum phase { PHASE_COMMAND, PHASE_EXECUTION, PHASE_RESULT };

struct transfer {
  enum { READ, WRITE, VERIFY, FORMAT } kind;
  struct drive *drive;
  uint8_t cylinder, head, sector, size, last;         // as the command says; last: EOT, or how many are left to format
  uint8_t side;                                       // the head that is selected
  uint8_t left;                                       // VERIFY with a count: sectors still to go; else 0
  bool multi_track, deleted, whole_track, by_program; // by_program: without DMA
  uint8_t filler;
  uint8_t buffer[SECTOR_BYTES];
  uint32_t unit, at; // bytes of a sector, or of the address of one to format; moved
  bool loaded;
};

struct floppy {
  struct device device;
  struct disk *image[MOST_IMAGES];
  struct drive drive[DRIVES];
  uint8_t dor, tape, rate; // rate: 500, 300, 250 kb/s, 1 Mb/s
  bool interrupt;          // before the DMA gate
  uint8_t pending;         // drives of which SENSE INTERRUPT STATUS has something to tell
  uint8_t told[DRIVES];    // what: ST0
  bool polled;             // they are those of a reset

  enum phase phase;
  uint8_t command[COMMAND_BYTES], result[RESULT_BYTES];
  unsigned command_at, command_length, result_at, result_length;
  uint8_t specify[2], configure, precompensation, perpendicular, sectors;
  bool locked;
  struct transfer transfer;
  struct timer work, reset_end; // work: the execution phase
};

static inline struct drive *drive_of_command(struct floppy *floppy) {
  return &floppy->drive[floppy->command[1] & 3];
}

// --- floppy.c ---
void floppy_update(struct floppy *floppy); // the interrupt line
void floppy_raise(struct floppy *floppy);
void floppy_result(struct floppy *floppy, unsigned bytes); // the result phase, with what is in `result`
void floppy_ready(struct floppy *floppy);                  // for the next command

// --- command.c ---
void command_byte(struct floppy *floppy, uint8_t value);
void command_reset(struct floppy *floppy); // what a reset leaves of the modes
void seek_ended(struct device *device, uint64_t at);

// --- transfer.c ---
void transfer_begin(struct floppy *floppy, int kind);
void transfer_work(struct floppy *floppy);        // the execution phase begins, or DMA is granted again
bool transfer_waits(const struct floppy *floppy); // for the program to read or write a byte
bool transfer_to_host(const struct floppy *floppy);
uint8_t transfer_read_byte(struct floppy *floppy);
void transfer_write_byte(struct floppy *floppy, uint8_t value);
void transfer_read_id(struct floppy *floppy);

// --- media.c ---
bool media_format(uint64_t sectors, struct format *format); // false: no format of a floppy disk
uint8_t media_drive_type(const struct format *format);
void media_insert(struct floppy *floppy, struct drive *drive, struct disk *image); // null: takes it out
bool media_rate_fits(const struct format *format, unsigned rate);

#endif
