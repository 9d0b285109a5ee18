// The power management function of the 82371AB (PIIX4), function 3 beside the ISA bridge: what firmware and operating systems use of it.
#ifndef PLEX86_PLUGINS_CHIPSET_POWER_H
#define PLEX86_PLUGINS_CHIPSET_POWER_H

#include "../pci/pci.h"

struct power {
  struct pci_function function;
  uint16_t base; // of its ports; 0: they are not enabled
  uint16_t status, enable, control;
  uint8_t command[2], events[4];
};

void power_create(struct power *power, struct device *device);
void power_reset(struct power *power);

#endif
