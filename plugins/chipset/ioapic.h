// The 82093AA I/O APIC: the firmware's tables name one, and kernels read its registers to see whether it is there.
#ifndef PLEX86_PLUGINS_CHIPSET_IOAPIC_H
#define PLEX86_PLUGINS_CHIPSET_IOAPIC_H

#include "../../machine/device.h"

enum { IOAPIC_INPUTS = 24 };

struct ioapic {
  uint8_t select;
  uint32_t id;
  uint64_t redirection[IOAPIC_INPUTS];
};

void ioapic_create(struct ioapic *ioapic, struct device *device);
void ioapic_reset(struct ioapic *ioapic);

#endif
