// The controller's registers and phases, resets and the interrupt line.
#include "floppy.h"
#include "../dma/dma.h"

enum { DOR = 0x3F2, TAPE, STATUS_RATE, FIFO, INPUT_CONTROL = 0x3F7, IRQ = 6 };
enum { MSR_BUSY = 0x10, MSR_NO_DMA = 0x20, MSR_TO_HOST = 0x40, MSR_REQUEST = 0x80 }; // 2.1.4
enum { DSR_RESET = 0x80, RATE = 0x03 };                                              // 2.1.5
enum { DIR_CHANGED = 0x80 };                                                         // 2.1.7
enum { RESET_NS = 10000 };

void floppy_update(struct floppy *floppy) {
  irq_set(IRQ, floppy->interrupt && floppy->dor & DOR_DMA_GATE);
}

void floppy_raise(struct floppy *floppy) {
  floppy->interrupt = true;
  floppy_update(floppy);
}

static void lower(struct floppy *floppy) {
  floppy->interrupt = false;
  floppy_update(floppy);
}

void floppy_ready(struct floppy *floppy) {
  floppy->phase = PHASE_COMMAND;
  floppy->command_at = floppy->command_length = 0;
}

void floppy_result(struct floppy *floppy, unsigned bytes) {
  floppy->phase = PHASE_RESULT;
  floppy->result_at = 0;
  floppy->result_length = bytes;
}

// --- resets: by the DOR as long as its bit is 0, by the DSR for a moment ---

static void stop(struct floppy *floppy) {
  timer_stop(&floppy->work);
  timer_stop(&floppy->reset_end);
  for (unsigned i = 0; i < DRIVES; i++) {
    timer_stop(&floppy->drive[i].seek);
    floppy->drive[i].seeking = false;
  }
  floppy->pending = 0;
  floppy_ready(floppy);
  command_reset(floppy);
  lower(floppy);
}

static bool in_reset(const struct floppy *floppy) {
  return !(floppy->dor & DOR_NOT_RESET);
}

// The controller polls its drives, and finds that all four have changed (5.2.5, polling).
static void reset_ended(struct device *device, uint64_t at) {
  struct floppy *floppy = (struct floppy *)device;
  if (floppy->configure & CONFIGURE_NO_POLL) return;
  for (unsigned i = 0; i < DRIVES; i++) floppy->told[i] = (uint8_t)(ST0_POLLING | i);
  floppy->pending = (1 << DRIVES) - 1;
  floppy->polled = true;
  floppy_raise(floppy);
}

static void start(struct floppy *floppy) {
  floppy->polled = false;
  timer_set(&floppy->reset_end, guest_ns() + RESET_NS);
}

static void work(struct device *device, uint64_t at) {
  transfer_work((struct floppy *)device);
}

static void dma_is_ready(struct device *device) {
  struct floppy *floppy = (struct floppy *)device;
  if (floppy->phase == PHASE_EXECUTION && !floppy->work.armed) timer_set(&floppy->work, guest_ns());
}

static void write_dor(struct floppy *floppy, uint8_t value) {
  uint8_t old = floppy->dor;
  floppy->dor = value;
  if (old & DOR_NOT_RESET & ~value) stop(floppy);
  if (value & DOR_NOT_RESET & ~old) start(floppy);
  if (value & DOR_DMA_GATE & ~old) dma_is_ready(&floppy->device);
  floppy_update(floppy);
}

static void write_dsr(struct floppy *floppy, uint8_t value) {
  floppy->rate = value & RATE;
  if (!(value & DSR_RESET) || in_reset(floppy)) return;
  stop(floppy);
  start(floppy);
}

// --- the FIFO ---

static uint8_t read_fifo(struct floppy *floppy) {
  if (floppy->phase == PHASE_EXECUTION && transfer_waits(floppy) && transfer_to_host(floppy)) {
    lower(floppy);
    return transfer_read_byte(floppy);
  }
  if (floppy->phase != PHASE_RESULT) return 0;
  if (floppy->result_at == 0) { // reading the result takes the interrupt back (5.1.3)
    lower(floppy);
    if (floppy->pending && !floppy->polled)
      floppy_raise(floppy); // but a seek's has still to be asked about. (A reset's four have one among them)
  }
  uint8_t value = floppy->result[floppy->result_at++];
  if (floppy->result_at == floppy->result_length) floppy_ready(floppy);
  return value;
}

static void write_fifo(struct floppy *floppy, uint8_t value) {
  if (in_reset(floppy)) return;
  if (floppy->phase == PHASE_COMMAND) command_byte(floppy, value);
  if (floppy->phase != PHASE_EXECUTION || !transfer_waits(floppy) || transfer_to_host(floppy)) return;
  lower(floppy);
  transfer_write_byte(floppy, value);
}

static uint8_t main_status(struct floppy *floppy) {
  uint8_t status = 0;
  if (in_reset(floppy)) return 0;
  for (unsigned i = 0; i < DRIVES; i++)
    if (floppy->drive[i].seeking) status |= (uint8_t)(1 << i);
  switch (floppy->phase) {
  case PHASE_COMMAND: return status | MSR_REQUEST | (floppy->command_at ? MSR_BUSY : 0);
  case PHASE_RESULT: return status | MSR_REQUEST | MSR_TO_HOST | MSR_BUSY;
  case PHASE_EXECUTION: break;
  }
  status |= MSR_BUSY;
  if (!transfer_waits(floppy)) return status;
  return status | MSR_REQUEST | MSR_NO_DMA | (transfer_to_host(floppy) ? MSR_TO_HOST : 0);
}

// --- ports ---

static void write(struct device *device, uint16_t port, unsigned bytes, uint32_t value) {
  struct floppy *floppy = (struct floppy *)device;
  switch (port) {
  case DOR: write_dor(floppy, (uint8_t)value); break;
  case TAPE: floppy->tape = value & 3; break;
  case STATUS_RATE: write_dsr(floppy, (uint8_t)value); break;
  case FIFO: write_fifo(floppy, (uint8_t)value); break;
  case INPUT_CONTROL: floppy->rate = value & RATE; break;
  }
}

static uint32_t read(struct device *device, uint16_t port, unsigned bytes) {
  struct floppy *floppy = (struct floppy *)device;
  const struct drive *drive = &floppy->drive[floppy->dor & DOR_SELECT];
  switch (port) {
  case DOR: return floppy->dor;
  case TAPE: return 0xFC | floppy->tape; // the upper bits float in AT mode
  case STATUS_RATE: return main_status(floppy);
  case FIFO: return read_fifo(floppy);
  case INPUT_CONTROL: return drive->present && (drive->changed || !drive->image) ? DIR_CHANGED : 0;
  }
  return 0xFF;
}

// --- the device ---

static void create_drive(struct floppy *floppy, unsigned number) {
  struct drive *drive = &floppy->drive[number];
  char option[] = "drive#", type[] = "type#", value[8];
  option[5] = type[4] = (char)('0' + number);
  drive->present = option_present(&floppy->device, option);
  if (!drive->present) return;
  option_text(&floppy->device, option, value, sizeof value);
  struct disk *image = NULL;
  if (value[0] != 'e') { // "empty"
    uint64_t wanted = option_number(&floppy->device, option, 0);
    if (wanted >= MOST_IMAGES || !floppy->image[wanted])
      device_fail(&floppy->device, "a drive's image is not among the images that it was given");
    image = floppy->image[wanted];
  }
  media_insert(floppy, drive, image);
  drive->type = (uint8_t)option_number(&floppy->device, type, image ? media_drive_type(&drive->format) : 4);
}

static void create(struct device *device) {
  struct floppy *floppy = (struct floppy *)device;
  char name[] = "image##";
  for (unsigned i = 0; i < MOST_IMAGES; i++) {
    name[5] = (char)(i < 10 ? '0' + i : '1'), name[6] = i < 10 ? 0 : (char)('0' + i - 10);
    if (option_present(device, name)) floppy->image[i] = disk_open(device, i);
  }
  for (unsigned i = 0; i < DRIVES; i++) timer_init(&floppy->drive[i].seek, device, seek_ended);
  for (unsigned i = 0; i < WIRED_DRIVES; i++) create_drive(floppy, i);
  timer_init(&floppy->work, device, work);
  timer_init(&floppy->reset_end, device, reset_ended);
  claim_ports(device, DOR, 4, WIDTH_1, read, write);
  claim_ports(device, INPUT_CONTROL, 1, WIDTH_1, read, write);
  dma_listen(DMA_CHANNEL, device, dma_is_ready);
}

static void reset(struct device *device) {
  struct floppy *floppy = (struct floppy *)device;
  floppy->dor = 0; // held in reset until the BIOS lets it go
  floppy->tape = 0;
  floppy->rate = 2;
  floppy->locked = false;
  floppy->specify[0] = floppy->specify[1] = 0;
  stop(floppy);
}

// Another disk: the drive, and the number of the image, or 255 for none.
static void input(struct device *device, const uint8_t *bytes, uint32_t count) {
  struct floppy *floppy = (struct floppy *)device;
  if (count != 2 || bytes[0] >= WIRED_DRIVES || !floppy->drive[bytes[0]].present)
    device_fail(device, "a change of disk that makes no sense");
  if (bytes[1] != 255 && (bytes[1] >= MOST_IMAGES || !floppy->image[bytes[1]])) device_fail(device, "a disk that was not handed over");
  media_insert(floppy, &floppy->drive[bytes[0]], bytes[1] == 255 ? NULL : floppy->image[bytes[1]]);
}

const struct device_kind floppy_device = {
    .name = "floppy", .bytes = sizeof(struct floppy), .create = create, .reset = reset, .input = input};
DEVICE_KIND(floppy);
