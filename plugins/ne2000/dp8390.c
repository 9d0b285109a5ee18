// Registers, transmission and remote DMA of the DP8390.
#include "dp8390.h"

enum { // command register (10.3)
  STOP = 0x01,
  START = 0x02,
  TRANSMIT = 0x04,
  REMOTE_SHIFT = 3,
  REMOTE_READ = 1,
  REMOTE_WRITE = 2,
  SEND_PACKET = 3,
  REMOTE_NONE = 4, // abort, complete
  PAGE_SHIFT = 6,
};
enum { DCR_WORDS = 0x01, DCR_LONG_ADDRESS = 0x04, TSR_TRANSMITTED = 0x01, ISR_WRITABLE = 0x7F, TALLY_CRC = 1 };

void dp8390_reset(struct dp8390 *nic) {
  // 11.0: STP set, the DMA idle, no interrupt enabled, loopback. Ring registers and addresses keep what they hold.
  nic->command = STOP | REMOTE_NONE << REMOTE_SHIFT;
  nic->isr = ISR_RESET;
  nic->imr = nic->tsr = nic->rsr = nic->rcr = 0;
  nic->dcr = DCR_LONG_ADDRESS;
  nic->tcr = 0x02;
  nic->running = false;
  nic->rbcr = 0;
  nic->changed(nic->card);
}

bool dp8390_interrupts(const struct dp8390 *nic) {
  return nic->isr & nic->imr & ISR_WRITABLE; // the reset bit is a status only
}

void dp8390_raise(struct dp8390 *nic, uint8_t interrupt) {
  nic->isr |= interrupt;
  nic->changed(nic->card);
}

// --- the card's memory ---

uint8_t dp8390_load(const struct dp8390 *nic, uint16_t address) {
  if (address < PROM_BYTES) return nic->prom[address];
  return address >= RAM_FIRST && address < RAM_FIRST + RAM_BYTES ? nic->ram[address - RAM_FIRST] : 0xFF;
}

void dp8390_store(struct dp8390 *nic, uint16_t address, uint8_t value) {
  if (address >= RAM_FIRST && address < RAM_FIRST + RAM_BYTES) nic->ram[address - RAM_FIRST] = value;
}

// --- transmission: complete at once, since nobody else is on the line ---

static void transmit(struct dp8390 *nic) {
  uint8_t frame[MOST_FRAME_BYTES];
  unsigned bytes = nic->tbcr;
  if (nic->tcr & TCR_NO_CRC) bytes = bytes > CRC_BYTES ? bytes - CRC_BYTES : 0; // the frame brings its own
  if (!(nic->tcr & TCR_LOOPBACK) && bytes && bytes <= MOST_FRAME_BYTES) {
    uint16_t at = (uint16_t)(nic->tpsr * RING_PAGE_BYTES);
    for (unsigned i = 0; i < bytes; i++) frame[i] = dp8390_load(nic, (uint16_t)(at + i));
    nic->transmit(nic->card, frame, bytes);
  }
  nic->tsr = TSR_TRANSMITTED;
  dp8390_raise(nic, ISR_TRANSMITTED);
}

// --- remote DMA (9.0) ---

static unsigned direction(const struct dp8390 *nic) {
  return nic->command >> REMOTE_SHIFT & 7;
}

// Send Packet: the frame at the boundary is read, by the length in its header.
static void send_packet(struct dp8390 *nic) {
  nic->rsar = (uint16_t)(nic->bnry * RING_PAGE_BYTES);
  nic->rbcr = (uint16_t)(dp8390_load(nic, (uint16_t)(nic->rsar + 2)) | dp8390_load(nic, (uint16_t)(nic->rsar + 3)) << 8);
}

static void transferred(struct dp8390 *nic, unsigned bytes) {
  nic->rsar = (uint16_t)(nic->rsar + bytes);
  if (nic->rsar == nic->pstop * RING_PAGE_BYTES) nic->rsar = (uint16_t)(nic->pstart * RING_PAGE_BYTES);
  nic->rbcr = nic->rbcr > bytes ? (uint16_t)(nic->rbcr - bytes) : 0;
  if (nic->rbcr) return;
  if (direction(nic) == SEND_PACKET) nic->bnry = dp8390_load(nic, (uint16_t)(nic->bnry * RING_PAGE_BYTES + 1));
  dp8390_raise(nic, ISR_REMOTE_DONE);
}

// With WTS every cycle of the DMA moves a word, also for a processor that wants a byte of it.
uint32_t dp8390_data_read(struct dp8390 *nic, unsigned bytes) {
  uint32_t value = 0;
  unsigned unit = nic->dcr & DCR_WORDS ? 2 : 1;
  for (unsigned i = 0; i < bytes; i += unit) {
    bool active = nic->rbcr && (direction(nic) == REMOTE_READ || direction(nic) == SEND_PACKET);
    uint32_t data = active ? dp8390_load(nic, nic->rsar) : 0xFF;
    if (unit == 2) data |= (active ? dp8390_load(nic, (uint16_t)(nic->rsar + 1)) : 0xFFu) << 8;
    value |= data << 8 * i;
    if (active) transferred(nic, unit);
  }
  return value;
}

void dp8390_data_write(struct dp8390 *nic, unsigned bytes, uint32_t value) {
  unsigned unit = nic->dcr & DCR_WORDS ? 2 : 1;
  for (unsigned i = 0; i < bytes && nic->rbcr && direction(nic) == REMOTE_WRITE; i += unit) {
    dp8390_store(nic, nic->rsar, (uint8_t)(value >> 8 * i));
    if (unit == 2) dp8390_store(nic, (uint16_t)(nic->rsar + 1), (uint8_t)(value >> 8 * i >> 8));
    transferred(nic, unit);
  }
}

// --- registers ---

static void write_command(struct dp8390 *nic, uint8_t value) {
  nic->command = value & (uint8_t)~TRANSMIT;
  if (value & STOP) {
    nic->running = false;
    nic->isr |= ISR_RESET;
  } else if (value & START) {
    nic->running = true;
    nic->isr &= (uint8_t)~ISR_RESET;
  }
  unsigned remote = direction(nic);
  if (remote == SEND_PACKET) send_packet(nic);
  if (remote && remote < REMOTE_NONE && !nic->rbcr) nic->isr |= ISR_REMOTE_DONE;
  if (value & TRANSMIT && nic->running) transmit(nic);
  nic->changed(nic->card);
}

static uint8_t read_page0(struct dp8390 *nic, unsigned at) {
  switch (at) {
  case 1: return 0;         // CLDA: the local DMA stands at the page
  case 2: return nic->curr; // that is filled next
  case 3: return nic->bnry;
  case 4: return nic->tsr;
  case 5: return 0; // NCR: no collision
  case 6: return 0; // FIFO: only in loopback
  case 7: return nic->isr;
  case 8: return (uint8_t)nic->rsar;
  case 9: return (uint8_t)(nic->rsar >> 8);
  case 10: return nic->is_rtl8029 ? 'P' : 0xFF; // RTL8029AS data sheet, 5.1: 8029ID0, 8029ID1
  case 11: return nic->is_rtl8029 ? 'C' : 0xFF;
  case 12: return nic->rsr;
  default: {
    uint8_t count = nic->tally[at - 13]; // reading clears
    nic->tally[at - 13] = 0;
    return count;
  }
  }
}

static void write_page0(struct dp8390 *nic, unsigned at, uint8_t value) {
  switch (at) {
  case 1: nic->pstart = value; break;
  case 2: nic->pstop = value; break;
  case 3: nic->bnry = value; break;
  case 4: nic->tpsr = value; break;
  case 5: nic->tbcr = (uint16_t)((nic->tbcr & 0xFF00) | value); break;
  case 6: nic->tbcr = (uint16_t)((nic->tbcr & 0xFF) | value << 8); break;
  case 7: nic->isr &= (uint8_t) ~(value & ISR_WRITABLE); break;
  case 8: nic->rsar = (uint16_t)((nic->rsar & 0xFF00) | value); break;
  case 9: nic->rsar = (uint16_t)((nic->rsar & 0xFF) | value << 8); break;
  case 10: nic->rbcr = (uint16_t)((nic->rbcr & 0xFF00) | value); break;
  case 11: nic->rbcr = (uint16_t)((nic->rbcr & 0xFF) | value << 8); break;
  case 12: nic->rcr = value & 0x3F; break;
  case 13: nic->tcr = value & 0x1F; break;
  case 14: nic->dcr = value & 0x7F; break;
  case 15: nic->imr = value & 0x7F; break;
  }
  nic->changed(nic->card);
}

static uint8_t read_page2(const struct dp8390 *nic, unsigned at) {
  switch (at) {
  case 1: return nic->pstart;
  case 2: return nic->pstop;
  case 4: return nic->tpsr;
  case 12: return nic->rcr | 0xC0; // unused bits read as ones
  case 13: return nic->tcr | 0xE0;
  case 14: return nic->dcr | 0x80;
  case 15: return nic->imr | 0x80;
  default: return 0xFF; // DMA counters that are for diagnostics alone
  }
}

// RTL8029AS data sheet, 5.2: CONFIG0 (10BaseT), CONFIG2 (its link is up), CONFIG3 (full duplex); no EEPROM to be had.
static uint8_t read_page3(const struct dp8390 *nic, unsigned at) {
  if (!nic->is_rtl8029) return 0xFF;
  return at == 5 || at == 6 ? 0x40 : 0;
}

uint8_t dp8390_read(struct dp8390 *nic, unsigned at) {
  if (at == 0) return nic->command;
  switch (nic->command >> PAGE_SHIFT) {
  case 0: return read_page0(nic, at);
  case 1: return at <= ADDRESS_BYTES ? nic->par[at - 1] : at == 7 ? nic->curr : nic->mar[at - 8];
  case 2: return read_page2(nic, at);
  default: return read_page3(nic, at);
  }
}

void dp8390_write(struct dp8390 *nic, unsigned at, uint8_t value) {
  if (at == 0) {
    write_command(nic, value);
    return;
  }
  switch (nic->command >> PAGE_SHIFT) {
  case 0: write_page0(nic, at, value); break;
  case 1:
    if (at <= ADDRESS_BYTES)
      nic->par[at - 1] = value;
    else if (at == 7)
      nic->curr = value;
    else
      nic->mar[at - 8] = value;
    nic->changed(nic->card);
    break;
  default: break; // page 2 is read-only but for diagnostics; page 3 sets up what there is only one way of
  }
}

void dp8390_missed(struct dp8390 *nic) {
  if (!nic->running) return;
  nic->rsr = 0x10; // MPA
  uint8_t *tally = &nic->tally[2];
  if (*tally < 0xC0) ++*tally; // it stops at 192
  nic->isr |= *tally & 0x80 ? ISR_COUNTER : 0;
  dp8390_raise(nic, ISR_OVERWRITE);
}
