// An NE2000: a DP8390 with 16 KiB of memory and its station address in a PROM, on the ISA bus, or as the RTL8029AS on PCI. Frames go to
// and come from the network in the user program.
#include "../pci/pci.h"
#include "dp8390.h"

enum {
  PORTS = 0x20,
  DATA_PORT = 0x10,  // to 17H
  RESET_PORT = 0x18, // to 1FH
  VENDOR = 0x10EC,   // Realtek
  RTL8029 = 0x8029,
  ETHERNET = 0x020000,
  COMMAND = 0x04, // configuration space
  BASE_ADDRESS = 0x10,
  SUBSYSTEM = 0x2C,
  INTERRUPT_PIN = 0x3D,
  QUEUE_BYTES = 0x10000, // frames that have come while the ring is full
  LENGTH_BYTES = 2,
  ETHERNET_HEADER_BYTES = 14,
  FRAMES_AT_ONCE = 8,    // fewer than any driver takes at one interrupt
  CREDIT_BYTES = 0x2000, // the plugin hears at the latest after so much of the queue was taken
};

struct ne2000 {
  struct device device;
  struct dp8390 nic;
  struct pci_function function;
  uint16_t base;
  bool is_pci, delivering;
  unsigned line; // ISA
  // Frames with their lengths before them, oldest at `head`; the bytes behind wrap.
  uint8_t queue[QUEUE_BYTES];
  uint32_t head, used, taken;
};

// To the plugin: u16 length and the frame; or u16 2 and u16 bytes of the queue that are free again, since no frame is that short.
static void transmit(void *card, const uint8_t *frame, unsigned bytes) {
  struct ne2000 *ne2000 = card;
  if (bytes < ETHERNET_HEADER_BYTES) return; // it is for nobody
  uint8_t message[LENGTH_BYTES + MOST_FRAME_BYTES] = {(uint8_t)bytes, (uint8_t)(bytes >> 8)};
  memcpy(message + LENGTH_BYTES, frame, bytes);
  device_send(&ne2000->device, message, LENGTH_BYTES + bytes);
}

static void give_credit(struct ne2000 *card) {
  uint8_t message[] = {LENGTH_BYTES, 0, (uint8_t)card->taken, (uint8_t)(card->taken >> 8)};
  if (card->taken) device_send(&card->device, message, sizeof message);
  card->taken = 0;
}

static uint8_t queued(const struct ne2000 *card, uint32_t at) {
  return card->queue[(card->head + at) % QUEUE_BYTES];
}

// A full ring is no reason to lose a frame that its sender would have to send again after a second: the line waits, until the queue is
// full as well. It waits as well while a guest that is interrupted by frames has not acknowledged the last ones: drivers do that after they
// have looked for the last time (Linux: ei_receive), or after a certain number of frames, and would then miss what came in between until
// there is one more. On a real line that takes bad luck.
static void deliver(struct ne2000 *card) {
  uint8_t frame[MOST_FRAME_BYTES];
  if (card->delivering) return; // a frame in the ring is a change
  if (card->nic.running && card->nic.isr & card->nic.imr & ISR_RECEIVED) return;
  card->delivering = true;
  for (unsigned frames = 0; card->used && frames < FRAMES_AT_ONCE;) {
    uint8_t page = card->nic.curr;
    unsigned bytes = queued(card, 0) | (unsigned)queued(card, 1) << 8;
    for (unsigned i = 0; i < bytes; i++) frame[i] = queued(card, LENGTH_BYTES + i);
    if (dp8390_receive(&card->nic, frame, bytes) == RING_FULL) break;
    frames += card->nic.curr != page;
    uint32_t taken = LENGTH_BYTES + bytes;
    card->head = (card->head + taken) % QUEUE_BYTES;
    card->used -= taken;
    card->taken += taken;
    if (card->taken >= CREDIT_BYTES || !card->used) give_credit(card);
  }
  card->delivering = false;
}

static void changed(void *from) {
  struct ne2000 *card = from;
  deliver(card);
  bool interrupts = dp8390_interrupts(&card->nic);
  if (card->is_pci)
    pci_interrupt(&card->function, interrupts);
  else
    irq_set(card->line, interrupts);
}

static void input(struct device *device, const uint8_t *bytes, uint32_t count) {
  struct ne2000 *card = (struct ne2000 *)device;
  while (count >= LENGTH_BYTES) {
    uint32_t length = bytes[0] | (uint32_t)bytes[1] << 8, all = LENGTH_BYTES + length;
    if (!length || length > MOST_FRAME_BYTES || all > count) device_fail(device, "a frame of a wrong length from its plugin");
    if (all > QUEUE_BYTES - card->used) {
      dp8390_missed(&card->nic);
      card->taken += all;
    } else {
      for (uint32_t i = 0; i < all; i++) card->queue[(card->head + card->used + i) % QUEUE_BYTES] = bytes[i];
      card->used += all;
    }
    bytes += all;
    count -= all;
  }
  changed(card);
}

static uint32_t read(struct device *device, uint16_t port, unsigned bytes) {
  struct ne2000 *card = (struct ne2000 *)device;
  unsigned at = (unsigned)(port - card->base) % PORTS;
  if (at < REGISTERS) return dp8390_read(&card->nic, at);
  if (at < RESET_PORT) return dp8390_data_read(&card->nic, bytes);
  dp8390_reset(&card->nic); // reading pulls the reset line, writing lets it go
  return 0;
}

static void write(struct device *device, uint16_t port, unsigned bytes, uint32_t value) {
  struct ne2000 *card = (struct ne2000 *)device;
  unsigned at = (unsigned)(port - card->base) % PORTS;
  if (at < REGISTERS)
    dp8390_write(&card->nic, at, (uint8_t)value);
  else if (at < RESET_PORT)
    dp8390_data_write(&card->nic, bytes, value);
}

static void claim(struct ne2000 *card, uint16_t base) {
  card->base = base;
  claim_ports(&card->device, base, DATA_PORT, WIDTH_1, read, write);
  claim_ports(&card->device, (uint16_t)(base + DATA_PORT), RESET_PORT - DATA_PORT, WIDTH_1 | WIDTH_2 | WIDTH_4, read, write);
  claim_ports(&card->device, (uint16_t)(base + RESET_PORT), PORTS - RESET_PORT, WIDTH_1, read, write);
}

// The base address register, as long as the command register lets I/O cycles through. A base of 0, and one that the 16 address lines of
// I/O cycles do not reach, is none (PCI 2.1, 6.2.5.1).
static void configured(struct pci_function *function, unsigned first, unsigned bytes) {
  struct ne2000 *card = (struct ne2000 *)function->device;
  uint32_t address = 0;
  memcpy(&address, function->config + BASE_ADDRESS, sizeof address);
  address &= ~(uint32_t)(PORTS - 1);
  uint16_t base = function->config[COMMAND] & 1 && address < 0x10000 ? (uint16_t)address : 0;
  if (base == card->base) return;
  if (card->base) release_ports(card->base, PORTS);
  card->base = 0;
  if (base) claim(card, base);
}

static void on_pci(struct ne2000 *card) {
  struct pci_function *function = &card->function;
  pci_add(function, &card->device, (unsigned)option_number(&card->device, "slot", 3), 0, VENDOR, RTL8029, ETHERNET);
  pci_set16(function, 0x06, 0x0200); // medium DEVSEL# timing
  pci_set16(function, SUBSYSTEM, VENDOR);
  pci_set16(function, SUBSYSTEM + 2, RTL8029);
  function->config[BASE_ADDRESS] = 1; // I/O
  function->writable[BASE_ADDRESS] = 0x100 - PORTS;
  for (unsigned i = 1; i < 4; i++) function->writable[BASE_ADDRESS + i] = 0xFF;
  function->config[INTERRUPT_PIN] = 1;
  function->written = configured;
}

static void create(struct device *device) {
  struct ne2000 *card = (struct ne2000 *)device;
  uint64_t address = option_number(device, "address", 0x525400123456);
  card->nic.card = card;
  card->nic.transmit = transmit;
  card->nic.changed = changed;
  // The PROM sits on half of a 16-bit bus: every byte appears twice. 57H, 57H at its end say that the card has 16 bits.
  for (unsigned i = 0; i < PROM_BYTES; i++) {
    unsigned byte = i / 2;
    card->nic.prom[i] = byte < ADDRESS_BYTES ? (uint8_t)(address >> 8 * (ADDRESS_BYTES - 1 - byte)) : byte >= 14 ? 0x57 : 0;
  }
  card->is_pci = card->nic.is_rtl8029 = option_number(device, "pci", 1);
  card->line = (unsigned)option_number(device, "irq", 10);
  if (card->is_pci)
    on_pci(card);
  else
    claim(card, (uint16_t)option_number(device, "base", 0x300));
}

static void reset(struct device *device) {
  struct ne2000 *card = (struct ne2000 *)device;
  dp8390_reset(&card->nic); // what waits in the queue is for nobody now: it is taken from it and dropped
}

const struct device_kind ne2000_device = {
    .name = "ne2000", .bytes = sizeof(struct ne2000), .create = create, .reset = reset, .input = input};
DEVICE_KIND(ne2000);
