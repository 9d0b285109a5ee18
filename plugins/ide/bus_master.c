// "Programming Interface for Bus Master IDE Controller", revision 1.0: sections 1 to 3; the PIIX3's data sheet has the same in 2.6 and 2.7.
// A transfer is carried out at once when both sides want it: the driver by its start bit, the drive by a command.
#include "bus_master.h"

enum {
  PORTS = 16,
  CHANNEL_PORTS = 8,
  COMMAND = 0, // register numbers within a channel's eight
  STATUS = 2,
  TABLE = 4,
  START = 1 << 0,
  TO_MEMORY = 1 << 3,
  ACTIVE = 1 << 0,
  ERROR = 1 << 1,
  INTERRUPT = 1 << 2,
  CAPABLE = 1 << 5 | 1 << 6, // software's to set
  BASE_ADDRESS = 0x20,       // configuration space
  PCI_COMMAND = 0x04,
  PCI_IO = 1 << 0,
  PCI_MASTER = 1 << 2,
  REGION_BYTES = 8,
};
#define LAST_REGION 0x80000000u

struct master {
  uint8_t command, status;
  uint32_t table;
  // of the transfer that is under way: the next entry of the table, what is left of the region before it
  uint32_t entry, address, left;
  bool last;
};

static struct {
  struct pci_function *function;
  uint16_t base; // of the ports; 0: they are not enabled
  struct master channel[2];
} state;

bool bus_master_there(void) {
  return state.function != NULL;
}

bool bus_master_runs(unsigned channel, bool to_memory) {
  const struct master *master = &state.channel[channel];
  return master->status & ACTIVE && !(master->command & TO_MEMORY) == !to_memory;
}

void bus_master_interrupt(unsigned channel) {
  state.channel[channel].status |= INTERRUPT;
}

uint32_t bus_master_move(unsigned channel, void *bytes, uint32_t count, bool to_memory) {
  struct master *master = &state.channel[channel];
  uint8_t *at = bytes;
  uint32_t moved = 0;
  while (moved < count) {
    if (!master->left) {
      if (master->last) break;
      uint32_t region[REGION_BYTES / 4];
      dma_read(master->entry, region, sizeof region);
      master->entry += REGION_BYTES;
      master->address = region[0] & ~1u;
      master->left = (region[1] & 0xFFFE) ? region[1] & 0xFFFE : 0x10000;
      master->last = region[1] & LAST_REGION;
    }
    uint32_t some = count - moved < master->left ? count - moved : master->left;
    if (to_memory)
      dma_write(master->address, at + moved, some);
    else
      dma_read(master->address, at + moved, some);
    master->address += some;
    master->left -= some;
    moved += some;
  }
  if (master->last && !master->left) master->status &= (uint8_t)~ACTIVE; // the end of the table
  return moved;
}

static uint32_t read(struct device *device, uint16_t port, unsigned bytes) {
  const struct master *master = &state.channel[(port - state.base) / CHANNEL_PORTS & 1];
  unsigned number = port & (CHANNEL_PORTS - 1);
  if (number >= TABLE) return master->table >> 8 * (number - TABLE);
  return (number == COMMAND ? master->command : number == STATUS ? master->status : 0);
}

static void write_command(unsigned channel, uint8_t value) {
  struct master *master = &state.channel[channel];
  uint8_t old = master->command;
  master->command = value & (START | TO_MEMORY);
  if (!(value & START)) {
    master->status &= (uint8_t)~ACTIVE;
    return;
  }
  if (old & START || !(state.function->config[PCI_COMMAND] & PCI_MASTER)) return;
  master->entry = master->table;
  master->left = 0;
  master->last = false;
  master->status |= ACTIVE;
  channel_started(channel);
}

static void write(struct device *device, uint16_t port, unsigned bytes, uint32_t value) {
  unsigned channel = (port - state.base) / CHANNEL_PORTS & 1, number = port & (CHANNEL_PORTS - 1);
  struct master *master = &state.channel[channel];
  if (number >= TABLE) {
    unsigned shift = 8 * (number - TABLE);
    uint32_t mask = (bytes == 4 ? ~0u : (1u << 8 * bytes) - 1) << shift;
    master->table = ((master->table & ~mask) | (value << shift & mask)) & ~3u;
    return;
  }
  if (number == COMMAND) write_command(channel, (uint8_t)value);
  if (number == STATUS)
    master->status = (uint8_t)((master->status & (ACTIVE | (~value & (ERROR | INTERRUPT)))) | (value & CAPABLE)); // ones clear
}

static void written(struct pci_function *function, unsigned first, unsigned bytes) {
  const uint8_t *config = function->config;
  uint16_t base = config[PCI_COMMAND] & PCI_IO ? (uint16_t)((config[BASE_ADDRESS] & 0xF0) | config[BASE_ADDRESS + 1] << 8) : 0;
  if (base == state.base) return;
  if (state.base) release_ports(state.base, PORTS);
  state.base = base;
  if (base) claim_ports(function->device, base, PORTS, WIDTH_1 | WIDTH_2 | WIDTH_4, read, write);
}

void bus_master_create(struct pci_function *function) {
  state.function = function;
  function->config[BASE_ADDRESS] = 1; // I/O space
  function->writable[BASE_ADDRESS] = 0xF0;
  for (unsigned i = 1; i < 4; i++) function->writable[BASE_ADDRESS + i] = 0xFF;
  function->written = written;
}

void bus_master_reset(void) {
  memset(state.channel, 0, sizeof state.channel);
}
