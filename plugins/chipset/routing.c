// PIRQRC[A:D] of the 82371SB (data sheet, PCI configuration registers of function 0): four bytes that route the PCI bus's interrupt lines to request lines of the PIC. A PIRQ line is
// low when it is asserted; the bridge inverts it, so that the request line is up, and the ELCR makes that line a level.
#include "routing.h"

enum {
  ROUTE_CONTROL = 0x60, // configuration space of the ISA bridge
  DISABLED = 0x80,
  LINE_MASK = 0x0F,
  ROUTABLE = 0xDEF8, // not 0, 1, 2, 8 and 13, which are reserved
};

static struct routing *the_routing;

static void drive(struct routing *routing) {
  uint16_t driven = 0;
  for (unsigned i = 0; i < PCI_LINES; i++) {
    uint8_t route = routing->bridge->config[ROUTE_CONTROL + i];
    if (routing->asserted[i] && !(route & DISABLED)) driven |= (uint16_t)(1u << (route & LINE_MASK) & ROUTABLE);
  }
  uint16_t changed = driven ^ routing->driven;
  routing->driven = driven;
  for (unsigned line = 0; line < 16; line++)
    if (changed >> line & 1) irq_set(line, driven >> line & 1);
}

static void line(struct device *device, unsigned line, bool asserted) {
  the_routing->asserted[line] = asserted;
  drive(the_routing);
}

static void written(struct pci_function *function, unsigned first, unsigned bytes) {
  if (first < ROUTE_CONTROL + PCI_LINES && first + bytes > ROUTE_CONTROL) drive(the_routing);
}

void routing_create(struct routing *routing, struct pci_function *bridge) {
  the_routing = routing;
  routing->bridge = bridge;
  for (unsigned i = 0; i < PCI_LINES; i++) {
    bridge->config[ROUTE_CONTROL + i] = DISABLED;
    bridge->writable[ROUTE_CONTROL + i] = DISABLED | LINE_MASK;
  }
  bridge->written = written;
  pci_lines_listen(bridge->device, line);
}
