// The PCI bus as software sees it: configuration mechanism #1, ports CF8H and CFCH (PCI Local Bus Specification 2.1, 3.7.4.1).
#include "pci.h"

enum { SLOTS = 32, FUNCTIONS = 8, ENABLE = 31, VENDOR = 0, ID = 2, COMMAND = 4, CLASS = 9, HEADER = 14, LINE = 60, PIN = 61 };

struct pci {
  struct device device;
  uint32_t address;
  struct pci_function *function[SLOTS][FUNCTIONS];
  bool kept; // the initial configurations are known
  struct device *chipset;
  void (*line)(struct device *chipset, unsigned line, bool asserted);
  unsigned asserting[PCI_LINES]; // how many pins pull each line
};

static struct pci *the_bus;

void pci_add(struct pci_function *function, struct device *device, unsigned slot, unsigned number, uint16_t vendor, uint16_t id,
             uint32_t class) {
  if (!the_bus) device_fail(device, "needs the plugin pci before it");
  function->device = device;
  function->slot = (uint8_t)slot;
  pci_set16(function, VENDOR, vendor);
  pci_set16(function, ID, id);
  for (unsigned i = 0; i < 3; i++) function->config[CLASS + i] = (uint8_t)(class >> 8 * i);
  function->writable[COMMAND] = 0xFF;
  function->writable[COMMAND + 1] = 0x03;
  function->writable[LINE] = 0xFF;
  if (number) the_bus->function[slot][0]->config[HEADER] |= 0x80; // more than one function
  the_bus->function[slot][number] = function;
}

void pci_lines_listen(struct device *chipset, void (*line)(struct device *, unsigned, bool)) {
  if (!the_bus) device_fail(chipset, "needs the plugin pci before it");
  the_bus->chipset = chipset;
  the_bus->line = line;
}

// A board rotates the pins from slot to slot, so that cards with one pin each do not share a line. The firmware's tables for this board
// begin with slot 1: its INTA# is PIRQA#.
void pci_interrupt(struct pci_function *function, bool asserted) {
  if (!function->config[PIN] || function->asserted == asserted) return;
  unsigned line = (function->slot + 3u + function->config[PIN] - 1u) % PCI_LINES, before = the_bus->asserting[line];
  function->asserted = asserted;
  the_bus->asserting[line] += asserted ? 1u : -1u;
  if (the_bus->line && !before != !the_bus->asserting[line]) the_bus->line(the_bus->chipset, line, asserted);
}

static struct pci_function *addressed(struct pci *pci) {
  uint32_t address = pci->address;
  if (!(address >> ENABLE) || address >> 16 & 0xFF) return NULL; // only bus 0
  return pci->function[address >> 11 & 31][address >> 8 & 7];
}

static uint32_t read_address(struct device *device, uint16_t port, unsigned bytes) {
  return ((struct pci *)device)->address;
}
static void write_address(struct device *device, uint16_t port, unsigned bytes, uint32_t value) {
  ((struct pci *)device)->address = value;
}

static uint32_t read_data(struct device *device, uint16_t port, unsigned bytes) {
  struct pci *pci = (struct pci *)device;
  const struct pci_function *function = addressed(pci);
  if (!function) return 0xFFFFFFFF;
  unsigned at = (pci->address & 0xFC) + (port & 3);
  uint32_t value = 0;
  for (unsigned i = 0; i < bytes && at + i < PCI_CONFIG_BYTES; i++) value |= (uint32_t)function->config[at + i] << 8 * i;
  return value;
}

static void write_data(struct device *device, uint16_t port, unsigned bytes, uint32_t value) {
  struct pci *pci = (struct pci *)device;
  struct pci_function *function = addressed(pci);
  if (!function) return;
  unsigned at = (pci->address & 0xFC) + (port & 3);
  for (unsigned i = 0; i < bytes && at + i < PCI_CONFIG_BYTES; i++) {
    uint8_t mask = function->writable[at + i];
    function->config[at + i] = (uint8_t)((function->config[at + i] & ~mask) | (value >> 8 * i & mask));
  }
  if (function->written) function->written(function, at, bytes);
}

static void create(struct device *device) {
  the_bus = (struct pci *)device;
  // CF8H is a register only for 32-bit accesses; CF9H as a byte is the chipset's reset control.
  claim_ports(device, 0xCF8, 1, WIDTH_4, read_address, write_address);
  claim_ports(device, 0xCFC, 4, WIDTH_1 | WIDTH_2 | WIDTH_4, read_data, write_data);
}

static void reset(struct device *device) {
  struct pci *pci = (struct pci *)device;
  pci->address = 0;
  for (unsigned slot = 0; slot < SLOTS; slot++)
    for (unsigned number = 0; number < FUNCTIONS; number++) {
      struct pci_function *function = pci->function[slot][number];
      if (!function) continue;
      if (!pci->kept) memcpy(function->initial, function->config, PCI_CONFIG_BYTES);
      memcpy(function->config, function->initial, PCI_CONFIG_BYTES);
      if (function->written) function->written(function, 0, PCI_CONFIG_BYTES);
    }
  pci->kept = true;
}

const struct device_kind pci_device = {.name = "pci", .bytes = sizeof(struct pci), .create = create, .reset = reset};
DEVICE_KIND(pci);
