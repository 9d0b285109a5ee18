// The channels: command block and control block registers, selection, resets, interrupts, the data port.
#include "ide.h"

enum { PRIMARY = 0x1F0, SECONDARY = 0x170, CONTROL = 0x206 }; // CONTROL: from a channel's first port
enum { DATA, FEATURE, COUNT, LOW, MIDDLE, HIGH, DEVICE, COMMAND };
enum { FEATURE_ERROR = FEATURE, COMMAND_STATUS = COMMAND };
enum { CONTROL_NIEN = 0x02, CONTROL_SRST = 0x04, CONTROL_HOB = 0x80 }; // 7.8
enum { EXECUTE_DEVICE_DIAGNOSTIC = 0x90, DEVICE_RESET = 0x08 };

static struct channel *channel_at(struct device *device, uint16_t port) {
  return &((struct ide *)device)->channel[port & 0x80 ? 0 : 1];
}

static struct drive *selected(struct channel *channel) {
  return &channel->drive[channel->selected];
}

// The device that is not selected, or forbidden by nIEN, does not drive INTRQ (5.2.9).
static void update(struct channel *channel) {
  bool level = selected(channel)->interrupt && !(channel->control & CONTROL_NIEN);
  irq_set(channel->irq, level);
  if (level && !channel->raised) bus_master_interrupt(channel->number);
  channel->raised = level;
}

void drive_raise(struct drive *drive) {
  drive->interrupt = true;
  update(drive->channel);
}

void drive_data(struct drive *drive, uint32_t first, uint32_t bytes, bool from_host, void (*moved)(struct drive *drive)) {
  drive->at = first;
  drive->end = first + bytes;
  drive->from_host = from_host;
  drive->moved = moved;
  drive->status = STATUS_READY | STATUS_DRQ;
}

void drive_done(struct drive *drive) {
  drive->status = STATUS_READY;
  drive_raise(drive);
}

void drive_abort(struct drive *drive) {
  drive->status = STATUS_READY | STATUS_ERR;
  drive->error = ERROR_ABRT;
  drive_raise(drive);
}

// 9.12. Where there is no drive, nobody answers: the bus floats.
void drive_signature(struct drive *drive) {
  static const uint8_t cylinder[][2] = {[NO_DRIVE] = {0xFF, 0xFF}, [HARD_DISK] = {0x00, 0x00}, [CD_ROM] = {0x14, 0xEB}};
  drive->count[NOW] = drive->low[NOW] = 1;
  drive->middle[NOW] = cylinder[drive->kind][0];
  drive->high[NOW] = cylinder[drive->kind][1];
  drive->device &= DEVICE_SECOND | DEVICE_OBSOLETE;
}

// What a reset of any kind and EXECUTE DEVICE DIAGNOSTIC leave. A packet device does not set DRDY before its first command (9.12).
static void diagnose(struct drive *drive) {
  drive_signature(drive);
  drive->device = DEVICE_OBSOLETE;
  drive->status = drive->kind == HARD_DISK ? STATUS_READY : 0;
  drive->error = DIAGNOSTIC_PASSED;
  drive->moved = NULL;
  drive->dma = NO_DMA;
  drive->at = drive->end = 0;
}

static void reset_channel(struct channel *channel) {
  channel->selected = 0;
  for (unsigned i = 0; i < 2; i++) {
    struct drive *drive = &channel->drive[i];
    diagnose(drive);
    drive->interrupt = false;
    if (drive->kind == HARD_DISK) hard_disk_reset(drive);
    if (drive->kind == CD_ROM) atapi_reset(drive);
  }
  update(channel);
}

static void command(struct channel *channel, uint8_t value) {
  struct drive *drive = selected(channel);
  if (drive->kind == NO_DRIVE) return;
  // In the middle of a command only DEVICE RESET is heard, and only by packet devices (9.2).
  bool resets = value == DEVICE_RESET && drive->kind == CD_ROM;
  if ((drive->status & (STATUS_BSY | STATUS_DRQ)) && !resets) return;
  drive->interrupt = false;
  update(channel);
  if (value == EXECUTE_DEVICE_DIAGNOSTIC) { // both carry it out, and device 0 tells (8.9)
    channel->selected = 0;
    for (unsigned i = 0; i < 2; i++) diagnose(&channel->drive[i]);
    drive_raise(&channel->drive[0]);
    return;
  }
  drive->error = 0;
  if (drive->kind == HARD_DISK)
    hard_disk_command(drive, value);
  else
    atapi_command(drive, value);
}

// Both devices hear a write to the command block (6.1).
static void write_register(struct channel *channel, unsigned number, uint8_t value) {
  for (unsigned i = 0; i < 2; i++) {
    struct drive *drive = &channel->drive[i];
    uint8_t *registers[] = {
        [FEATURE] = drive->feature, [COUNT] = drive->count, [LOW] = drive->low, [MIDDLE] = drive->middle, [HIGH] = drive->high};
    if (number == DEVICE) {
      drive->device = value | DEVICE_OBSOLETE;
    } else {
      registers[number][BEFORE] = registers[number][NOW];
      registers[number][NOW] = value;
    }
  }
  channel->control &= (uint8_t)~CONTROL_HOB; // 7.8
  if (number == DEVICE) {
    channel->selected = value & DEVICE_SECOND ? 1 : 0;
    update(channel);
  }
}

static void write(struct device *device, uint16_t port, unsigned bytes, uint32_t value) {
  struct channel *channel = channel_at(device, port);
  unsigned number = port & 7;
  if (number == COMMAND)
    command(channel, (uint8_t)value);
  else
    write_register(channel, number, (uint8_t)value);
}

static uint32_t read_status(struct drive *drive) {
  return drive->kind == NO_DRIVE ? 0 : drive->status;
}

// A channel without drives reads as zero, and so does the status of a missing second drive, for which the first one answers (9.16.1).
static uint32_t read(struct device *device, uint16_t port, unsigned bytes) {
  struct channel *channel = channel_at(device, port);
  struct drive *drive = selected(channel);
  unsigned half = channel->control & CONTROL_HOB ? BEFORE : NOW;
  if (channel->drive[0].kind == NO_DRIVE && channel->drive[1].kind == NO_DRIVE) return 0;
  switch (port & 7) {
  case FEATURE_ERROR: return drive->kind == NO_DRIVE ? 0 : half == BEFORE ? drive->feature[BEFORE] : drive->error;
  case COUNT: return drive->count[half];
  case LOW: return drive->low[half];
  case MIDDLE: return drive->middle[half];
  case HIGH: return drive->high[half];
  case DEVICE: return drive->device;
  case COMMAND_STATUS:
    drive->interrupt = false;
    update(channel);
    return read_status(drive);
  }
  return 0;
}

static uint32_t read_alternate_status(struct device *device, uint16_t port, unsigned bytes) {
  return read_status(selected(channel_at(device, port)));
}

// A software reset lasts as long as SRST is set (9.3).
static void write_control(struct device *device, uint16_t port, unsigned bytes, uint32_t value) {
  struct channel *channel = channel_at(device, port);
  uint8_t old = channel->control;
  channel->control = (uint8_t)value & (CONTROL_NIEN | CONTROL_SRST | CONTROL_HOB);
  if (value & CONTROL_SRST & ~old)
    for (unsigned i = 0; i < 2; i++) {
      struct drive *drive = &channel->drive[i];
      drive->status = STATUS_BSY;
      drive->interrupt = false;
      drive->moved = NULL;
      drive->dma = NO_DMA;
    }
  if (old & CONTROL_SRST & ~value) reset_channel(channel);
  update(channel);
}

// --- the data port. It is 16 bits wide: a 32-bit access is two of them, an 8-bit one sees the lower half of one ---

static struct drive *in_transfer(struct channel *channel, bool from_host) {
  struct drive *drive = selected(channel);
  return drive->moved && drive->status & STATUS_DRQ && drive->from_host == from_host ? drive : NULL;
}

static void advance(struct drive *drive, unsigned bytes) {
  drive->at += bytes < 2 ? 2 : bytes;
  if (drive->at < drive->end) return;
  void (*moved)(struct drive *) = drive->moved;
  drive->moved = NULL;
  drive->status &= (uint8_t)~STATUS_DRQ;
  moved(drive);
}

static uint32_t read_data(struct device *device, uint16_t port, unsigned bytes) {
  struct drive *drive = in_transfer(channel_at(device, port), false);
  if (!drive) return 0;
  uint32_t value = 0;
  memcpy(&value, drive->buffer + drive->at, bytes); // the buffer's margin takes what is read past an odd end
  advance(drive, bytes);
  return value;
}

static void write_data(struct device *device, uint16_t port, unsigned bytes, uint32_t value) {
  struct drive *drive = in_transfer(channel_at(device, port), true);
  if (!drive) return;
  memcpy(drive->buffer + drive->at, &value, bytes < 2 ? 2 : bytes);
  advance(drive, bytes);
}

// The same for a string instruction, up to the end of the block.
static uint32_t units_left(const struct drive *drive, unsigned bytes, uint32_t count) {
  uint32_t left = (drive->end - drive->at) / bytes;
  return left < count ? left : count;
}

static uint32_t read_data_block(struct device *device, uint16_t port, unsigned bytes, void *to, uint32_t count) {
  struct drive *drive = in_transfer(channel_at(device, port), false);
  uint32_t units = drive && bytes > 1 ? units_left(drive, bytes, count) : 0;
  if (!units) return 0;
  memcpy(to, drive->buffer + drive->at, units * bytes);
  advance(drive, units * bytes);
  return units;
}

static uint32_t write_data_block(struct device *device, uint16_t port, unsigned bytes, const void *from, uint32_t count) {
  struct drive *drive = in_transfer(channel_at(device, port), true);
  uint32_t units = drive && bytes > 1 ? units_left(drive, bytes, count) : 0;
  if (!units) return 0;
  memcpy(drive->buffer + drive->at, from, units * bytes);
  advance(drive, units * bytes);
  return units;
}

static struct ide *the_ide;

void channel_started(unsigned number) {
  if (!the_ide) return;
  struct drive *drive = selected(&the_ide->channel[number]);
  if (drive->dma != NO_DMA) hard_disk_dma(drive);
}

// --- the device ---

uint64_t drive_option(const struct drive *drive, const char *name, uint64_t otherwise) {
  char full[16];
  unsigned i = 0;
  for (; name[i]; i++) full[i] = name[i] == '#' ? (char)('0' + drive->unit) : name[i];
  full[i] = 0;
  return option_number(&drive->ide->device, full, otherwise);
}

static void create(struct device *device) {
  struct ide *ide = (struct ide *)device;
  the_ide = ide;
  char name[] = "image##", disk[] = "disk#", cdrom[] = "cdrom#", value[8];
  for (unsigned i = 0; i < MOST_IMAGES; i++) {
    name[5] = (char)(i < 10 ? '0' + i : '1'), name[6] = i < 10 ? 0 : (char)('0' + i - 10);
    if (option_present(device, name)) ide->image[i] = disk_open(device, i);
  }
  for (unsigned unit = 0; unit < 4; unit++) {
    struct channel *channel = &ide->channel[unit / 2];
    struct drive *drive = &channel->drive[unit % 2];
    drive->ide = ide, drive->channel = channel, drive->unit = unit;
    disk[4] = cdrom[5] = (char)('0' + unit);
    if (option_present(device, disk)) drive->kind = HARD_DISK;
    if (option_present(device, cdrom)) {
      if (drive->kind != NO_DRIVE) device_fail(device, "two drives in one place");
      drive->kind = CD_ROM;
    }
    if (drive->kind == NO_DRIVE) continue;
    const char *option = drive->kind == CD_ROM ? cdrom : disk;
    if (drive->kind == CD_ROM && option_text(device, option, value, sizeof value) && value[0] == 'e') continue; // "empty"
    uint64_t image = option_number(device, option, 0);
    if (image >= MOST_IMAGES || !ide->image[image]) device_fail(device, "a drive's image is not among the images that it was given");
    drive->image = ide->image[image];
    if (drive->kind == HARD_DISK) hard_disk_create(drive);
  }
  for (unsigned i = 0; i < 2; i++) {
    uint16_t first = i == 0 ? PRIMARY : SECONDARY;
    ide->channel[i].number = i;
    ide->channel[i].irq = 14 + i;
    claim_ports(device, first, 1, WIDTH_1 | WIDTH_2 | WIDTH_4, read_data, write_data);
    claim_port_blocks(first, read_data_block, write_data_block);
    claim_ports(device, first + 1, 7, WIDTH_1, read, write);
    claim_ports(device, first + CONTROL, 1, WIDTH_1, read_alternate_status, write_control);
  }
}

static void reset(struct device *device) {
  struct ide *ide = (struct ide *)device;
  for (unsigned i = 0; i < 2; i++) {
    ide->channel[i].control = 0;
    reset_channel(&ide->channel[i]);
  }
}

// Another medium: the unit of the CD-ROM drive, and the number of the image, or 255 for none.
static void input(struct device *device, const uint8_t *bytes, uint32_t count) {
  struct ide *ide = (struct ide *)device;
  if (count != 2 || bytes[0] > 3) device_fail(device, "a change of medium that makes no sense");
  struct drive *drive = &ide->channel[bytes[0] / 2].drive[bytes[0] % 2];
  if (drive->kind != CD_ROM) device_fail(device, "a change of medium in a place without a CD-ROM drive");
  if (bytes[1] != 255 && (bytes[1] >= MOST_IMAGES || !ide->image[bytes[1]])) device_fail(device, "a medium that was not handed over");
  atapi_insert(drive, bytes[1] == 255 ? NULL : ide->image[bytes[1]]);
}

const struct device_kind ide_device = {.name = "ide", .bytes = sizeof(struct ide), .create = create, .reset = reset, .input = input};
DEVICE_KIND(ide);
