// Which interrupt request lines the PCI bus's PIRQA# to PIRQD# drive.
#ifndef PLEX86_PLUGINS_CHIPSET_ROUTING_H
#define PLEX86_PLUGINS_CHIPSET_ROUTING_H

#include "../pci/pci.h"

struct routing {
  struct pci_function *bridge;
  bool asserted[PCI_LINES];
  uint16_t driven; // request lines that are up because of them
};

void routing_create(struct routing *routing, struct pci_function *bridge);

#endif
