#include "../../machine/testing/test_machine.h"
#include "../pci/pci.h"
#include "dp8390.h"
#include <stdlib.h>
#include <string.h>

extern const struct device_kind ne2000_device, pci_device, pic_device, chipset_device;

enum { BASE = 0x300, IRQ = 10, FIRST_PAGE = 0x46, LAST_PAGE = 0x80, FRAME = 100 };
enum { CR, PSTART, PSTOP, BNRY, TSR_TPSR, TBCR0, TBCR1, ISR, RSAR0, RSAR1, RBCR0, RBCR1, RSR_RCR, TCR, DCR, IMR };
static const uint8_t station[] = {0x52, 0x54, 0x00, 0x12, 0x34, 0x56};
static struct device *card;

static uint8_t reg(unsigned at) {
  return in8((uint16_t)(BASE + at));
}
static void set(unsigned at, unsigned value) {
  out8((uint16_t)(BASE + at), (uint8_t)value);
}

static void insert(void) {
  test_clear();
  card = test_device(&ne2000_device, "pci=0\nbase=0x300\nirq=10\naddress=0x525400123456\n");
}

// As drivers do (DP8390D data sheet, 11.0).
static void start_ring(unsigned rcr) {
  set(CR, 0x21);
  set(DCR, 0x49);
  set(RBCR0, 0), set(RBCR1, 0);
  set(RSR_RCR, rcr);
  set(TCR, 2);
  set(PSTART, FIRST_PAGE), set(PSTOP, LAST_PAGE), set(BNRY, FIRST_PAGE);
  set(ISR, 0xFF);
  set(IMR, 0x7F);
  set(CR, 0x61);
  for (unsigned i = 0; i < 6; i++) set(1 + i, station[i]);
  set(7, FIRST_PAGE + 1);
  set(CR, 0x22);
  set(TCR, 0);
}

static void remote(unsigned command, unsigned address, unsigned bytes) {
  set(RSAR0, address & 0xFF), set(RSAR1, address >> 8);
  set(RBCR0, bytes & 0xFF), set(RBCR1, bytes >> 8);
  set(CR, command);
}
static void read_card(unsigned address, void *to, unsigned bytes) {
  remote(0x0A, address, bytes);
  for (unsigned i = 0; i < bytes; i += 2) {
    uint16_t word = (uint16_t)test_in(BASE + 0x10, 2);
    memcpy((uint8_t *)to + i, &word, 2);
  }
}
static void write_card(unsigned address, const void *from, unsigned bytes) {
  remote(0x12, address, bytes);
  for (unsigned i = 0; i < bytes; i += 2) {
    uint16_t word;
    memcpy(&word, (const uint8_t *)from + i, 2);
    test_out(BASE + 0x10, 2, word);
  }
}

static void arrive(const uint8_t *to, unsigned bytes) {
  uint8_t message[2 + MOST_FRAME_BYTES] = {(uint8_t)bytes, (uint8_t)(bytes >> 8)};
  memcpy(message + 2, to, 6);
  for (unsigned i = 6; i < bytes; i++) message[2 + i] = (uint8_t)(i * 7);
  test_input(card, message, 2 + bytes);
}
static uint8_t current(void) {
  set(CR, 0x62);
  uint8_t page = reg(7);
  set(CR, 0x22);
  return page;
}
static uint32_t credit(void) {
  uint8_t seen[1024];
  uint32_t total = 0, count = test_sent(card, seen, sizeof seen);
  for (uint32_t i = 0; i + 4 <= count && i + 4 <= sizeof seen; i += 4) total += seen[i + 2] | (uint32_t)seen[i + 3] << 8;
  return total;
}

static void reset_state(void) {
  insert();
  CHECK_EQUAL(reg(CR), 0x21);
  CHECK_EQUAL(reg(ISR), 0x80);
  set(CR, 0x22);
  CHECK_EQUAL(reg(ISR), 0); // starting takes the reset bit away
  set(IMR, 0xFF);
  set(CR, 0x21);
  CHECK_EQUAL(reg(ISR), 0x80); // stopping brings it
  set(ISR, 0x80);
  CHECK_EQUAL(reg(ISR), 0x80);      // and no write takes it
  CHECK(!test_seen.irq[IRQ].level); // it interrupts nobody
  set(CR, 0x22);
  reg(0x1F);
  CHECK_EQUAL(reg(CR), 0x21);
  CHECK_EQUAL(reg(ISR), 0x80);
  set(CR, 0xA1);
  CHECK_EQUAL(reg(IMR), 0x80); // page 2: unused bits are ones
  CHECK_EQUAL(reg(DCR), 0x84);
  CHECK_EQUAL(reg(TCR), 0xE2);
}

static void prom(void) {
  insert();
  set(DCR, 0x48); // bytes
  set(ISR, 0xFF);
  remote(0x0A, 0, 32);
  for (unsigned i = 0; i < 32; i++) CHECK_EQUAL(in8(BASE + 0x10), i < 12 ? station[i / 2] : i < 28 ? 0 : 0x57);
  CHECK_EQUAL(reg(ISR) & 0x40, 0x40);
  CHECK_EQUAL(in8(BASE + 0x10), 0xFF); // no more than was asked for
  set(DCR, 0x49);                      // words: every byte read moves two
  remote(0x0A, 0, 32);
  for (unsigned i = 0; i < 16; i++) CHECK_EQUAL(in8(BASE + 0x10), i < 6 ? station[i] : i < 14 ? 0 : 0x57);
  uint8_t zeros[32] = {0}, back[2];
  write_card(0, zeros, sizeof zeros);
  read_card(0, back, 2);
  CHECK_EQUAL(back[0], station[0]); // a PROM
}

static void remote_dma(void) {
  insert();
  start_ring(4);
  uint8_t out[512], back[512];
  for (unsigned i = 0; i < sizeof out; i++) out[i] = (uint8_t)(i * 3 + 1);
  set(ISR, 0xFF);
  write_card(0x4000, out, sizeof out);
  CHECK_EQUAL(reg(ISR), 0x40);
  CHECK(test_seen.irq[IRQ].level);
  set(ISR, 0x40);
  CHECK(!test_seen.irq[IRQ].level);
  read_card(0x4000, back, sizeof back);
  CHECK(!memcmp(out, back, sizeof out));
  remote(0x0A, 0x4000, 8); // a 32-bit access is two words
  CHECK_EQUAL(test_in(BASE + 0x10, 4), 0x0A070401);
  CHECK_EQUAL(reg(RSAR0), 4);
  // From the ring's end it goes on at its beginning.
  write_card((LAST_PAGE - 1) * 256, out, 256);
  write_card(FIRST_PAGE * 256, out + 256, 256);
  read_card((LAST_PAGE - 1) * 256, back, 512);
  CHECK(!memcmp(out, back, 512));
  // Outside of the memory there is nothing.
  write_card(0x3FF0, out, 32);
  read_card(0x3FF0, back, 32);
  CHECK_EQUAL(back[15], 0xFF);
  CHECK_EQUAL(back[16], out[16]);
  set(ISR, 0xFF);
  remote(0x0A, 0x4000, 0); // no bytes are done at once
  CHECK_EQUAL(reg(ISR), 0x40);
}

static void transmission(void) {
  insert();
  start_ring(4);
  uint8_t frame[FRAME], seen[2 * FRAME];
  for (unsigned i = 0; i < FRAME; i++) frame[i] = (uint8_t)(0xA0 + i);
  write_card(0x4000, frame, FRAME);
  set(ISR, 0xFF);
  set(TSR_TPSR, 0x40), set(TBCR0, FRAME), set(TBCR1, 0);
  set(CR, 0x26);
  CHECK_EQUAL(reg(CR), 0x22);
  CHECK_EQUAL(reg(ISR), 0x02);
  CHECK_EQUAL(reg(TSR_TPSR), 0x01);
  CHECK_EQUAL(test_sent(card, seen, sizeof seen), FRAME + 2);
  CHECK_EQUAL(seen[0] | seen[1] << 8, FRAME);
  CHECK(!memcmp(seen + 2, frame, FRAME));
  set(TCR, 1); // the frame brings its CRC, which does not leave the card
  set(CR, 0x26);
  CHECK_EQUAL(test_sent(card, seen, sizeof seen), FRAME + 2 - 4);
  set(TCR, 2); // loopback
  set(CR, 0x26);
  CHECK_EQUAL(test_sent(card, seen, sizeof seen), 0);
  CHECK_EQUAL(reg(ISR), 0x02);
  set(TCR, 0);
  set(TBCR0, 0xFF), set(TBCR1, 0xFF); // longer than a frame can be
  set(CR, 0x26);
  CHECK_EQUAL(test_sent(card, seen, sizeof seen), 0);
  set(TBCR0, 13), set(TBCR1, 0); // less than two addresses and a type
  set(CR, 0x26);
  CHECK_EQUAL(test_sent(card, seen, sizeof seen), 0);
  set(CR, 0x21);
  set(ISR, 0xFF);
  set(CR, 0x25); // stopped
  CHECK_EQUAL(reg(ISR), 0x80);
}

static void reception(void) {
  static const uint8_t everybody[] = {255, 255, 255, 255, 255, 255}, other[] = {2, 0, 0, 0, 0, 1};
  insert();
  start_ring(4);
  arrive(station, FRAME);
  CHECK_EQUAL(reg(ISR), 0x01);
  CHECK(test_seen.irq[IRQ].level);
  set(IMR, 0);
  CHECK(!test_seen.irq[IRQ].level);
  CHECK_EQUAL(current(), FIRST_PAGE + 2);
  CHECK_EQUAL(credit(), FRAME + 2);
  uint8_t seen[FRAME + 8];
  read_card((FIRST_PAGE + 1) * 256, seen, sizeof seen);
  CHECK_EQUAL(seen[0], 0x01); // status, next page, length with the CRC
  CHECK_EQUAL(seen[1], FIRST_PAGE + 2);
  CHECK_EQUAL(seen[2] | seen[3] << 8, FRAME + 4);
  CHECK(!memcmp(seen + 4, station, 6));
  CHECK_EQUAL(seen[4 + 50], (uint8_t)(50 * 7));
  // A CRC behind the bytes that it is of leaves the residue C704DD7B.
  uint32_t crc = 0xFFFFFFFF;
  for (unsigned i = 4; i < sizeof seen; i++) {
    crc ^= seen[i];
    for (unsigned bit = 0; bit < 8; bit++) crc = crc >> 1 ^ (crc & 1 ? 0xEDB88320 : 0);
  }
  CHECK_EQUAL(crc, 0xDEBB20E3); // C704DD7B with its bits reversed
  arrive(other, FRAME);
  arrive(station, 59); // a runt
  CHECK_EQUAL(current(), FIRST_PAGE + 2);
  arrive(everybody, 60);
  CHECK_EQUAL(reg(RSR_RCR), 0x21);
  CHECK_EQUAL(current(), FIRST_PAGE + 3);
  arrive(station, MOST_FRAME_BYTES); // 4 + 1514 + 4 bytes: six pages
  CHECK_EQUAL(current(), FIRST_PAGE + 9);
  set(RSR_RCR, 0x12); // promiscuous and runts, no broadcasts
  arrive(other, 30);
  arrive(everybody, 60);
  CHECK_EQUAL(current(), FIRST_PAGE + 10);
  set(CR, 0x21);
  arrive(station, FRAME);
  set(CR, 0x22);
  CHECK_EQUAL(current(), FIRST_PAGE + 10);
  // Send Packet reads the frame at the boundary and moves that on.
  set(BNRY, FIRST_PAGE + 1);
  set(CR, 0x1A);
  CHECK_EQUAL(test_in(BASE + 0x10, 2), 0x01 | (FIRST_PAGE + 2) << 8);
  for (unsigned i = 2; i < FRAME + 4; i += 2) test_in(BASE + 0x10, 2);
  CHECK_EQUAL(reg(BNRY), FIRST_PAGE + 2);
}

static void multicast(void) {
  static const uint8_t all_hosts[] = {1, 0, 0x5E, 0, 0, 1}; // filter bit 31
  unsigned taken = 0, bit = 0;
  for (unsigned i = 0; i < 64; i++) {
    insert();
    start_ring(8);
    set(CR, 0x62);
    for (unsigned byte = 0; byte < 8; byte++) set(8 + byte, i / 8 == byte ? 1u << i % 8 : 0);
    set(CR, 0x22);
    arrive(all_hosts, FRAME);
    if (current() != FIRST_PAGE + 1) taken++, bit = i;
  }
  CHECK_EQUAL(taken, 1);
  CHECK_EQUAL(bit, 31);
  insert();
  start_ring(0x10); // promiscuous is about physical addresses
  arrive(all_hosts, FRAME);
  CHECK_EQUAL(current(), FIRST_PAGE + 1);
}

static void full_ring(void) {
  insert();
  start_ring(4);
  set(IMR, 0); // a guest that looks instead of being interrupted
  // 57 pages may hold frames and one stays free.
  for (unsigned i = 0; i < 56; i++) arrive(station, FRAME);
  CHECK_EQUAL(current(), LAST_PAGE - 1);
  CHECK_EQUAL(credit(), 56 * (FRAME + 2) & 0xFFFF);
  arrive(station, FRAME); // would bring CURR to the boundary
  CHECK_EQUAL(current(), LAST_PAGE - 1);
  CHECK_EQUAL(credit(), 0);
  set(ISR, 0xFF);
  set(BNRY, FIRST_PAGE + 1); // one page read
  CHECK_EQUAL(reg(ISR), 0x01);
  CHECK_EQUAL(current(), FIRST_PAGE); // the ring has gone round
  CHECK_EQUAL(credit(), FRAME + 2);
  // What the queue does not hold either is lost, and said to be.
  set(ISR, 0xFF);
  for (unsigned i = 0; i < 0x10000 / (FRAME + 2); i++) arrive(station, FRAME);
  CHECK_EQUAL(reg(ISR), 0);
  for (unsigned i = 0; i < 130; i++) arrive(station, FRAME);
  CHECK_EQUAL(reg(ISR), 0x30); // overwrite, and a tally past its half
  CHECK_EQUAL(reg(RSR_RCR), 0x10);
  CHECK_EQUAL(reg(IMR), 130); // CNTR2
  CHECK_EQUAL(reg(IMR), 0);
  insert();
  start_ring(0x24); // monitor: counted alone
  arrive(station, FRAME);
  CHECK_EQUAL(current(), FIRST_PAGE + 1);
  CHECK_EQUAL(reg(IMR), 1);
}

// What has come since the guest was interrupted waits until it acknowledges.
static void acknowledged(void) {
  insert();
  start_ring(4);
  arrive(station, FRAME);
  CHECK_EQUAL(current(), FIRST_PAGE + 2);
  for (unsigned i = 0; i < 20; i++) arrive(station, FRAME);
  CHECK_EQUAL(current(), FIRST_PAGE + 2);
  set(ISR, 0x01); // eight at once
  CHECK_EQUAL(current(), FIRST_PAGE + 10);
  CHECK_EQUAL(reg(ISR), 0x01);
  CHECK_EQUAL(test_seen.irq[IRQ].level, true);
  set(ISR, 0x01);
  set(ISR, 0x01);
  CHECK_EQUAL(current(), FIRST_PAGE + 22);
  set(ISR, 0x01);
  CHECK_EQUAL(reg(ISR), 0);
  CHECK(!test_seen.irq[IRQ].level);
  // Frames that nobody wants do not stand in the way of one that somebody does.
  static const uint8_t other[] = {2, 0, 0, 0, 0, 1};
  arrive(station, FRAME);
  for (unsigned i = 0; i < 20; i++) arrive(other, FRAME);
  arrive(station, FRAME);
  set(ISR, 0x01);
  CHECK_EQUAL(current(), FIRST_PAGE + 24);
  // A card that is stopped lets all of them go.
  for (unsigned i = 0; i < 20; i++) arrive(station, FRAME);
  credit();
  set(CR, 0x21);
  CHECK_EQUAL(credit(), 20 * (FRAME + 2));
}

// --- on PCI ---

static uint32_t config(unsigned at) {
  test_out(0xCF8, 4, 0x80000000 | 3 << 11 | at);
  return test_in(0xCFC, 4);
}
static void set_config(unsigned at, uint32_t value) {
  test_out(0xCF8, 4, 0x80000000 | 3 << 11 | at);
  test_out(0xCFC, 4, value);
}
static unsigned pulled[PCI_LINES];
static void line(struct device *device, unsigned line, bool asserted) {
  pulled[line] = asserted;
}

// A machine makes all its devices before it resets the first.
static struct device *made(const struct device_kind *kind, const char *options) {
  struct device *device = calloc(1, kind->bytes);
  device->kind = kind;
  device->options = options;
  kind->create(device);
  return device;
}

static void on_pci(void) {
  test_clear();
  struct device *bus = made(&pci_device, "");
  card = made(&ne2000_device, "address=0x525400123456\n");
  bus->kind->reset(bus);
  card->kind->reset(card);
  pci_lines_listen(bus, line);
  CHECK_EQUAL(config(0), 0x802910EC);
  CHECK_EQUAL(config(8) >> 8, 0x020000);
  CHECK_EQUAL(config(0x10), 1);
  set_config(0x10, 0xFFFFFFFF);
  CHECK_EQUAL(config(0x10), 0xFFFFFFE1); // 32 ports
  set_config(0x10, 0xC100);
  CHECK_EQUAL(in8(0xC100), 0xFF); // not before the command register says so
  set_config(4, 1);
  CHECK_EQUAL(in8(0xC100), 0x21);
  CHECK_EQUAL(in8(0xC10A), 'P');
  CHECK_EQUAL(in8(0xC10B), 'C');
  set_config(0x10, 0xC200);
  CHECK_EQUAL(in8(0xC100), 0xFF);
  CHECK_EQUAL(in8(0xC200), 0x21);
  out8(0xC20F, 0x40);
  CHECK_EQUAL(pulled[2], 0);
  out8(0xC200, 0x0A); // remote read of no bytes
  CHECK_EQUAL(in8(0xC207), 0x40);
  CHECK_EQUAL(pulled[2], 1); // INTA# of slot 3 is PIRQC#
  out8(0xC207, 0x40);
  CHECK_EQUAL(pulled[2], 0);
  free(card);
  free(bus);
}

// The chipset's ISA bridge is function 0 of slot 1.
static void route(unsigned line, uint8_t value) {
  test_out(0xCF8, 4, 0x80000000 | 1 << 11 | 0x60);
  test_out((uint16_t)(0xCFC + line), 1, value);
}

static void routed(void) {
  static uint8_t bios[4096];
  test_clear();
  struct device *bus = made(&pci_device, ""), *chipset = made(&chipset_device, "");
  chipset_device.input(chipset, bios, sizeof bios);
  card = made(&ne2000_device, "");
  bus->kind->reset(bus);
  set_config(0x10, 0xC100);
  set_config(4, 1);
  out8(0xC10F, 0x40);
  out8(0xC100, 0x0A);
  CHECK_EQUAL(test_seen.irq[11].rises, 0); // routed nowhere
  route(2, 11);
  CHECK(test_seen.irq[11].level);
  route(2, 5);
  CHECK(!test_seen.irq[11].level);
  CHECK(test_seen.irq[5].level);
  out8(0xC107, 0x40);
  CHECK(!test_seen.irq[5].level);
  out8(0xC100, 0x0A);
  route(2, 0x8B);
  CHECK(!test_seen.irq[5].level);
  route(2, 13); // reserved
  CHECK(!test_seen.irq[13].level);
  free(card);
  free(chipset);
  free(bus);
}

// Any sequence of accesses and frames is survived, and leaves a card that works after a reset.
static void hostile(void) {
  uint32_t seed = 20000;
  static uint8_t sink[1 << 20];
  insert();
  for (unsigned i = 0; i < 3000000; i++) {
    seed = seed * 1664525 + 1013904223;
    unsigned what = seed >> 28, at = seed >> 16 & 31, value = seed >> 8 & 0xFF;
    unsigned bytes = 1u << (seed >> 21 & 3) % 3;
    if (what == 0) {
      uint8_t to[6];
      memcpy(to, value & 1 ? station : (const uint8_t[]){255, 255, 255, 255, 255, 255}, 6);
      arrive(to, 14 + (seed >> 5) % 1501);
    } else if (what < 4)
      test_in((uint16_t)(BASE + at), bytes);
    else if (what < 8)
      set(CR, value & 0xFE);
    else
      test_out((uint16_t)(BASE + at), bytes, value * 0x01010101u);
    if (i % 256 == 0) test_sent(card, sink, sizeof sink);
  }
  test_sent(card, sink, sizeof sink);
  reg(0x1F);
  start_ring(4);
  test_sent(card, sink, sizeof sink);
  arrive(station, FRAME);
  CHECK_EQUAL(reg(ISR), 0x01);
  CHECK_EQUAL(current(), FIRST_PAGE + 2);
}

int main(void) {
  reset_state();
  prom();
  remote_dma();
  transmission();
  reception();
  multicast();
  full_ring();
  acknowledged();
  on_pci();
  routed();
  hostile();
  return test_finish("ne2000");
}
