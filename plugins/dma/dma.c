// Two 8237A DMA controllers (datasheet 231466) and the page registers of the AT. The first has the byte channels 0-3 at ports 0-Fh, the second
// the word channels 5-7 at C0h-DFh, each register at an even and the odd port after it; the first hangs on the second's channel 4, and gets
// the bus through it only while that is unmasked.
//
// A request lives as long as a call of dma_transfer(): single, block and demand mode differ only in how long the bus is held. Memory to memory
// (command register, bit 0) is not wired on an AT: such a transfer has no acknowledge that would select a page. It is kept as a bit.
#include "dma.h"

struct channel {
  uint16_t base_address, base_count, address, count; // address in words on the second controller
  uint8_t mode, page;
  bool masked, terminal_count, requested;
  bool was_ready; // when its listener last heard of it
};

struct controller {
  struct channel channel[4];
  uint8_t command;
  bool high_byte; // the flip-flop
};

struct dma {
  struct device device;
  struct controller controller[2];
  uint8_t spare_pages[16]; // page registers without a channel
};

enum { BYTES, WORDS, CASCADE = 4 };
enum { COMMAND_DISABLE = 1 << 2 };
enum { MODE_CASCADE = 3 << 6, MODE_DOWN = 1 << 5, MODE_AUTO = 1 << 4 };
enum { STATUS = 8, REQUEST = 9, MASK = 10, MODE = 11, CLEAR_FLIP_FLOP = 12, MASTER_CLEAR = 13, CLEAR_MASKS = 14, MASKS = 15 };

static struct dma *the_dma;
static struct {
  struct device *device;
  void (*ready)(struct device *);
} listeners[8];

static struct channel *channel_at(unsigned number) {
  return &the_dma->controller[number / 4].channel[number % 4];
}

bool dma_ready(unsigned number) {
  if (!the_dma) return false;
  if (the_dma->controller[number / 4].command & COMMAND_DISABLE || channel_at(number)->masked) return false;
  return number >= CASCADE || dma_ready(CASCADE);
}

enum dma_direction dma_direction(unsigned number) {
  return (enum dma_direction)(channel_at(number)->mode >> 2 & 3);
}

void dma_listen(unsigned number, struct device *device, void (*ready)(struct device *)) {
  listeners[number].device = device;
  listeners[number].ready = ready;
}

static void tell_listeners(void) {
  for (unsigned i = 0; i < 8; i++) {
    struct channel *channel = channel_at(i);
    bool ready = dma_ready(i);
    bool tell = ready && !channel->was_ready && listeners[i].ready;
    channel->was_ready = ready;
    if (tell) listeners[i].ready(listeners[i].device);
  }
}

// The address counter has 16 bits: it wraps inside its page of 64 KiB, or of 128 KiB for words, whose page register lacks bit 0.
static uint32_t memory_address(const struct channel *channel, unsigned number) {
  return number < CASCADE ? (uint32_t)channel->page << 16 | channel->address
                          : (uint32_t)(channel->page & 0xFE) << 16 | (uint32_t)channel->address << 1;
}

static void at_terminal_count(struct channel *channel) {
  channel->terminal_count = true;
  channel->requested = false;
  if (channel->mode & MODE_AUTO) {
    channel->address = channel->base_address;
    channel->count = channel->base_count;
  } else {
    channel->masked = true;
  }
}

// Units that can be moved in one go: up to terminal count, and upwards also no further than the wrap.
static uint32_t stretch(const struct channel *channel, uint32_t units) {
  if (units > channel->count + 1u) units = channel->count + 1u;
  if (channel->mode & MODE_DOWN) return 1;
  uint32_t to_wrap = 0x10000u - channel->address;
  return units < to_wrap ? units : to_wrap;
}

uint32_t dma_transfer(unsigned number, uint8_t *bytes, uint32_t count, bool *terminal_count) {
  if (terminal_count) *terminal_count = false;
  if (!dma_ready(number)) return 0;
  struct channel *channel = channel_at(number);
  unsigned unit = number < CASCADE ? 1 : 2;
  uint32_t left = count / unit, moved = 0;
  bool ended = false;
  while (left > 0 && !ended) {
    uint32_t units = stretch(channel, left), size = units * unit, address = memory_address(channel, number);
    if (dma_direction(number) == DMA_WRITE) dma_write(address, bytes + moved, size);
    if (dma_direction(number) == DMA_READ) dma_read(address, bytes + moved, size);
    moved += size;
    left -= units;
    channel->address = (uint16_t)(channel->mode & MODE_DOWN ? channel->address - units : channel->address + units);
    ended = units == channel->count + 1u;
    channel->count = (uint16_t)(channel->count - units); // FFFFH at terminal count
  }
  if (ended) {
    at_terminal_count(channel);
    channel->was_ready = dma_ready(number);
  }
  if (terminal_count) *terminal_count = ended;
  return moved;
}

// --- registers ---

static void set_half(uint16_t *word, bool high, uint8_t value) {
  *word = high ? (uint16_t)((*word & 0x00FF) | value << 8) : (uint16_t)((*word & 0xFF00) | value);
}

static void master_clear(struct controller *controller) {
  controller->command = 0;
  controller->high_byte = false;
  for (unsigned i = 0; i < 4; i++) {
    struct channel *channel = &controller->channel[i];
    channel->masked = true;
    channel->terminal_count = channel->requested = false;
  }
}

static void write_controller(struct controller *controller, unsigned number, uint8_t value) {
  struct channel *channel = &controller->channel[value & 3];
  switch (number) {
  case STATUS: controller->command = value; break;
  case REQUEST: channel->requested = value & 4; break;
  case MASK: channel->masked = value & 4; break;
  case MODE: channel->mode = value & 0xFC; break;
  case CLEAR_FLIP_FLOP: controller->high_byte = false; break;
  case MASTER_CLEAR: master_clear(controller); break;
  case CLEAR_MASKS:
  case MASKS:
    for (unsigned i = 0; i < 4; i++) controller->channel[i].masked = number == MASKS && (value >> i & 1);
    break;
  default:
    // Base and current registers together (Base Address and Base Word Count Registers).
    channel = &controller->channel[number >> 1];
    set_half(number & 1 ? &channel->base_count : &channel->base_address, controller->high_byte, value);
    set_half(number & 1 ? &channel->count : &channel->address, controller->high_byte, value);
    controller->high_byte = !controller->high_byte;
  }
}

static uint8_t read_status(struct controller *controller) {
  uint8_t status = 0;
  for (unsigned i = 0; i < 4; i++) {
    struct channel *channel = &controller->channel[i];
    status |= (uint8_t)(channel->terminal_count << i | channel->requested << (i + 4));
    channel->terminal_count = false;
  }
  return status;
}

static uint8_t read_controller(struct controller *controller, unsigned number) {
  if (number == STATUS) return read_status(controller);
  if (number == MASKS) { // as later chips have it; the 8237A's masks cannot be read
    uint8_t masks = 0;
    for (unsigned i = 0; i < 4; i++) masks |= (uint8_t)(controller->channel[i].masked << i);
    return masks;
  }
  if (number > STATUS) return 0; // the temporary register: of memory to memory only
  const struct channel *channel = &controller->channel[number >> 1];
  uint16_t word = number & 1 ? channel->count : channel->address;
  bool high = controller->high_byte;
  controller->high_byte = !high;
  return (uint8_t)(high ? word >> 8 : word);
}

static void write(struct device *device, uint16_t port, unsigned bytes, uint32_t value) {
  struct dma *dma = (struct dma *)device;
  if (port < 0x10)
    write_controller(&dma->controller[BYTES], port, (uint8_t)value);
  else
    write_controller(&dma->controller[WORDS], (port - 0xC0u) >> 1, (uint8_t)value);
  tell_listeners();
}

static uint32_t read(struct device *device, uint16_t port, unsigned bytes) {
  struct dma *dma = (struct dma *)device;
  if (port < 0x10) return read_controller(&dma->controller[BYTES], port);
  return read_controller(&dma->controller[WORDS], (port - 0xC0u) >> 1);
}

// --- page registers: the AT's odd order ---

static uint8_t *page(struct dma *dma, uint16_t port) {
  static const int8_t channel_of[16] = {-1, 2, 3, 1, -1, -1, -1, 0, -1, 6, 7, 5, -1, -1, -1, 4};
  int number = channel_of[port & 15];
  return number < 0 ? &dma->spare_pages[port & 15] : &channel_at((unsigned)number)->page;
}

static void write_page(struct device *device, uint16_t port, unsigned bytes, uint32_t value) {
  *page((struct dma *)device, port) = (uint8_t)value;
}

static uint32_t read_page(struct device *device, uint16_t port, unsigned bytes) {
  return *page((struct dma *)device, port);
}

static void reset(struct device *device) {
  struct dma *dma = (struct dma *)device;
  for (unsigned i = 0; i < 2; i++) {
    master_clear(&dma->controller[i]);
    for (unsigned j = 0; j < 4; j++) dma->controller[i].channel[j] = (struct channel){.masked = true};
  }
  memset(dma->spare_pages, 0, sizeof dma->spare_pages);
}

static void create(struct device *device) {
  the_dma = (struct dma *)device;
  claim_ports(device, 0x00, 16, WIDTH_1, read, write);
  claim_ports(device, 0xC0, 32, WIDTH_1, read, write);
  // 80H, where BIOSes show what they are doing, and the others without a channel hold what is written.
  claim_ports(device, 0x80, 16, WIDTH_1, read_page, write_page);
}

const struct device_kind dma_device = {.name = "dma", .bytes = sizeof(struct dma), .create = create, .reset = reset};
DEVICE_KIND(dma);
