// The DP8390 network interface controller: registers, the ring of received frames in the card's own memory, remote DMA between that memory
// and the processor (National Semiconductor, DP8390D/NS32490D data sheet; section numbers are its own). Knows no bus and no host.
#ifndef PLEX86_PLUGINS_NE2000_DP8390_H
#define PLEX86_PLUGINS_NE2000_DP8390_H

#include "../../monitor/types.h"

enum {
  ADDRESS_BYTES = 6,
  CRC_BYTES = 4,
  LEAST_FRAME_BYTES = 60, // without its CRC; what is shorter is a runt
  MOST_FRAME_BYTES = 1514,
  RING_PAGE_BYTES = 256, // of the ring
  PROM_BYTES = 32,
  RAM_FIRST = 0x4000, // of the card's 64 KiB of addresses: 16 KiB of memory, as the NE2000 has it
  RAM_BYTES = 0x4000,
  REGISTERS = 16,
};

struct dp8390 {
  uint8_t prom[PROM_BYTES], ram[RAM_BYTES];
  uint8_t command, isr, imr, dcr, tcr, rcr, rsr, tsr;
  uint8_t pstart, pstop, bnry, curr, tpsr;
  uint16_t tbcr, rsar, rbcr;
  uint8_t par[ADDRESS_BYTES], mar[8], tally[3];
  bool running;    // started, and not stopped since
  bool is_rtl8029; // has the registers that this chip adds

  void *card;
  void (*transmit)(void *card, const uint8_t *frame, unsigned bytes); // without CRC
  void (*changed)(void *card);                                        // an interrupt may have come or gone, the ring may have room again
};

enum received {
  RECEIVED, // it is in the ring, or it was not for this station, or nobody listens
  RING_FULL,
};

void dp8390_reset(struct dp8390 *nic);
uint8_t dp8390_read(struct dp8390 *nic, unsigned at);
void dp8390_write(struct dp8390 *nic, unsigned at, uint8_t value);
// The data port, which remote DMA stands behind.
uint32_t dp8390_data_read(struct dp8390 *nic, unsigned bytes);
void dp8390_data_write(struct dp8390 *nic, unsigned bytes, uint32_t value);
bool dp8390_interrupts(const struct dp8390 *nic);
// A frame from the line, without CRC. RING_FULL changes nothing: whoever cannot keep the frame says dp8390_missed().
enum received dp8390_receive(struct dp8390 *nic, const uint8_t *frame, unsigned bytes);
void dp8390_missed(struct dp8390 *nic);

// --- between dp8390.c and receive.c ---
enum { // interrupt status and mask (10.3, ISR)
  ISR_RECEIVED = 0x01,
  ISR_TRANSMITTED = 0x02,
  ISR_OVERWRITE = 0x10,
  ISR_COUNTER = 0x20,
  ISR_REMOTE_DONE = 0x40,
  ISR_RESET = 0x80,
};
enum { // transmit configuration
  TCR_NO_CRC = 0x01,
  TCR_LOOPBACK = 0x06,
};
void dp8390_raise(struct dp8390 *nic, uint8_t interrupt);
void dp8390_store(struct dp8390 *nic, uint16_t address, uint8_t value); // in the card's memory; nothing is stored where there is none
uint8_t dp8390_load(const struct dp8390 *nic, uint16_t address);

#endif
