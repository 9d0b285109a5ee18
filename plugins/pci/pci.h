// Configuration space of PCI bus 0, for devices that stand on it.
#ifndef PLEX86_PLUGINS_PCI_H
#define PLEX86_PLUGINS_PCI_H

#include "../../machine/device.h"

enum { PCI_CONFIG_BYTES = 256 };

// One function's configuration space. A byte may be written where `writable` has bits set.
struct pci_function {
  uint8_t config[PCI_CONFIG_BYTES], writable[PCI_CONFIG_BYTES], initial[PCI_CONFIG_BYTES];
  struct device *device;
  uint8_t slot;
  bool asserted;                                                                  // its interrupt pin
  void (*written)(struct pci_function *function, unsigned first, unsigned bytes); // after a write; may be null
};

// Adds a function at device `slot` (0-31), function `number` (0-7). The header's identity is set from the arguments; `class` is the 24
// bits of class, subclass and interface. What the owner sets in `config` until the first reset is what reset() goes back to.
void pci_add(struct pci_function *function, struct device *device, unsigned slot, unsigned number, uint16_t vendor, uint16_t id,
             uint32_t class);
// The level of the function's interrupt pin, which its configuration byte 3DH names (1 is INTA#). `true` is asserted.
void pci_interrupt(struct pci_function *function, bool asserted);
// For the chipset alone: it hears of the four lines that the pins are wired to, PIRQA# to PIRQD# (0 to 3).
enum { PCI_LINES = 4 };
void pci_lines_listen(struct device *chipset, void (*line)(struct device *chipset, unsigned line, bool asserted));
static inline void pci_set16(struct pci_function *function, unsigned at, uint16_t value) {
  function->config[at] = (uint8_t)value;
  function->config[at + 1] = (uint8_t)(value >> 8);
}

#endif
