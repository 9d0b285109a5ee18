// Reception: which frames are taken, and how they stand in the ring (DP8390D data sheet, 7.0 and 10.3).
#include "dp8390.h"

enum { // receive configuration
  RCR_RUNTS = 0x02,
  RCR_BROADCAST = 0x04,
  RCR_MULTICAST = 0x08,
  RCR_PROMISCUOUS = 0x10,
  RCR_MONITOR = 0x20,
};
enum { RSR_INTACT = 0x01, RSR_MISSED = 0x10, RSR_PHYSICAL = 0x20, RSR_DISABLED = 0x40, HEADER_BYTES = 4 };

// The CRC of Ethernet (IEEE 802.3, 3.2.8), bits in the order of the line.
static uint32_t crc_of(const uint8_t *bytes, unsigned count) {
  uint32_t crc = 0xFFFFFFFF;
  for (unsigned i = 0; i < count; i++) {
    crc ^= bytes[i];
    for (unsigned bit = 0; bit < 8; bit++) crc = crc >> 1 ^ (crc & 1 ? 0xEDB88320 : 0);
  }
  return crc;
}

// The six most significant bits of the address's CRC pick one of the 64 filter bits (5.0). In the register of the line's order they are
// the lowest ones, reversed.
static bool hashed(const struct dp8390 *nic, const uint8_t *address) {
  uint32_t crc = crc_of(address, ADDRESS_BYTES);
  unsigned index = 0;
  for (unsigned bit = 0; bit < 6; bit++) index = index << 1 | (crc >> bit & 1);
  return nic->mar[index >> 3] >> (index & 7) & 1;
}

static bool same(const uint8_t *a, const uint8_t *b) {
  for (unsigned i = 0; i < ADDRESS_BYTES; i++)
    if (a[i] != b[i]) return false;
  return true;
}

static bool wanted(const struct dp8390 *nic, const uint8_t *frame, unsigned bytes) {
  static const uint8_t everybody[ADDRESS_BYTES] = {0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF};
  if (bytes < ADDRESS_BYTES || bytes > MOST_FRAME_BYTES) return false;
  if (bytes < LEAST_FRAME_BYTES && !(nic->rcr & RCR_RUNTS)) return false;
  if (same(frame, everybody)) return nic->rcr & RCR_BROADCAST;
  if (frame[0] & 1) return nic->rcr & RCR_MULTICAST && hashed(nic, frame);
  return nic->rcr & RCR_PROMISCUOUS || same(frame, nic->par);
}

static uint8_t page_after(const struct dp8390 *nic, uint8_t page) {
  uint8_t next = (uint8_t)(page + 1);
  return next == nic->pstop ? nic->pstart : next;
}

// CURR never reaches the boundary: they are equal only in an empty ring.
static bool fits(const struct dp8390 *nic, unsigned bytes) {
  uint8_t page = nic->curr;
  for (unsigned left = 0; left < bytes; left += RING_PAGE_BYTES) {
    page = page_after(nic, page);
    if (page == nic->bnry) return false;
  }
  return true;
}

struct cursor {
  uint8_t page, offset;
};

static void put(struct dp8390 *nic, struct cursor *at, uint8_t value) {
  dp8390_store(nic, (uint16_t)(at->page * RING_PAGE_BYTES + at->offset), value);
  if (!++at->offset) at->page = page_after(nic, at->page);
}

enum received dp8390_receive(struct dp8390 *nic, const uint8_t *frame, unsigned bytes) {
  if (!nic->running || nic->tcr & TCR_LOOPBACK || !wanted(nic, frame, bytes)) return RECEIVED;
  uint8_t physical = frame[0] & 1 ? RSR_PHYSICAL : 0; // set for group addresses
  if (nic->rcr & RCR_MONITOR) {                       // looked at, counted and dropped
    nic->rsr = RSR_INTACT | RSR_MISSED | RSR_DISABLED | physical;
    if (nic->tally[2] < 0xC0) nic->tally[2]++;
    if (nic->tally[2] & 0x80) dp8390_raise(nic, ISR_COUNTER);
    return RECEIVED;
  }
  if (!fits(nic, HEADER_BYTES + bytes + CRC_BYTES)) return RING_FULL;
  unsigned length = bytes + CRC_BYTES;
  uint32_t crc = ~crc_of(frame, bytes);
  struct cursor at = {nic->curr, HEADER_BYTES};
  for (unsigned i = 0; i < bytes; i++) put(nic, &at, frame[i]);
  for (unsigned i = 0; i < CRC_BYTES; i++) put(nic, &at, (uint8_t)(crc >> 8 * i));
  uint8_t next = at.offset ? page_after(nic, at.page) : at.page;
  at = (struct cursor){nic->curr, 0};
  nic->rsr = RSR_INTACT | physical;
  put(nic, &at, nic->rsr);
  put(nic, &at, next);
  put(nic, &at, (uint8_t)length);
  put(nic, &at, (uint8_t)(length >> 8));
  nic->curr = next;
  dp8390_raise(nic, ISR_RECEIVED);
  return RECEIVED;
}
