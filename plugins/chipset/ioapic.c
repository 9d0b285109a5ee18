// Register numbers and bits are those of the 82093AA data sheet, chapter 3. Its messages go to local APICs over a bus of their own; the
// processors of this machine have none, so nobody hears them, and interrupts take the way of the two 8259A.
#include "ioapic.h"

enum {
  WINDOW_BYTES = 4096,
  SELECT = 0x00, // memory: which register
  DATA = 0x10,   // memory: its content
  ID = 0,
  VERSION = 1,
  ARBITRATION = 2,
  REDIRECTION = 0x10, // two registers an input
  VERSION_82093AA = 0x11,
  MASKED = 1 << 16,
};
#define WINDOW 0xFEC00000u
#define ID_BITS 0x0F000000u
// Delivery status (bit 12) and remote IRR (bit 14) are read-only; 17 to 55 are reserved.
#define WRITABLE 0xFF0000000001AFFFull

static struct ioapic *the_ioapic;

static uint32_t content(const struct ioapic *ioapic) {
  switch (ioapic->select) {
  case ID:
  case ARBITRATION: return ioapic->id;
  case VERSION: return VERSION_82093AA | (IOAPIC_INPUTS - 1) << 16;
  }
  unsigned at = ioapic->select - REDIRECTION;
  if (at >= 2 * IOAPIC_INPUTS) return 0;
  return (uint32_t)(ioapic->redirection[at / 2] >> (at & 1 ? 32 : 0));
}

static uint32_t read(struct device *device, uint32_t address, unsigned bytes) {
  unsigned at = address - WINDOW;
  uint32_t value = (at & ~3u) == DATA ? content(the_ioapic) : (at & ~3u) == SELECT ? the_ioapic->select : 0;
  return value >> 8 * (at & 3);
}

// The data sheet allows 32-bit accesses alone; narrower ones are not carried out.
static void write(struct device *device, uint32_t address, unsigned bytes, uint32_t value) {
  struct ioapic *ioapic = the_ioapic;
  if (address == WINDOW + SELECT) ioapic->select = (uint8_t)value;
  if (address != WINDOW + DATA || bytes != 4) return;
  if (ioapic->select == ID) ioapic->id = value & ID_BITS;
  unsigned at = ioapic->select - REDIRECTION, shift = at & 1 ? 32 : 0;
  if (ioapic->select < REDIRECTION || at >= 2 * IOAPIC_INPUTS) return;
  uint64_t *entry = &ioapic->redirection[at / 2], mask = (uint64_t)0xFFFFFFFF << shift & WRITABLE;
  *entry = (*entry & ~mask) | ((uint64_t)value << shift & mask);
}

void ioapic_create(struct ioapic *ioapic, struct device *device) {
  the_ioapic = ioapic;
  claim_memory(device, WINDOW, WINDOW_BYTES, read, write);
}

void ioapic_reset(struct ioapic *ioapic) {
  ioapic->select = 0;
  ioapic->id = 0;
  for (unsigned i = 0; i < IOAPIC_INPUTS; i++) ioapic->redirection[i] = MASKED;
}
