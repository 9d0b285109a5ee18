// Ports: who has claimed them, and the widths that an 8-bit card does not know.
#include "logging.h"

static uint32_t ones(unsigned bytes) {
  return bytes == 4 ? 0xFFFFFFFFu : (1u << 8 * bytes) - 1;
}

// A guest may move a device's ports as often as it likes (base address registers): the same claim stands in the table once.
static unsigned claim_number(const struct port_claim *wanted) {
  for (unsigned i = 0; i < machine.port_claims; i++) {
    const struct port_claim *claim = &machine.port_claim[i];
    if (claim->device == wanted->device && claim->widths == wanted->widths && claim->read == wanted->read && claim->write == wanted->write)
      return i;
  }
  if (machine.port_claims == MAX_PORT_CLAIMS - 1) device_fail(wanted->device, "too many claims of ports");
  machine.port_claim[machine.port_claims] = *wanted;
  return machine.port_claims++;
}

void claim_ports(struct device *device, uint16_t first, unsigned count, unsigned widths, port_reader *read, port_writer *write) {
  unsigned index = claim_number(&(struct port_claim){.device = device, .widths = widths, .read = read, .write = write});
  for (unsigned i = 0; i < count && first + i < 0x10000; i++) machine.port_owner[first + i] = (uint8_t)(index + 1);
}

void release_ports(uint16_t first, unsigned count) {
  for (unsigned i = 0; i < count && first + i < 0x10000; i++) machine.port_owner[first + i] = 0;
}

static struct port_claim *owner(uint16_t port) {
  unsigned index = machine.port_owner[port];
  return index ? &machine.port_claim[index - 1] : NULL;
}

void claim_port_blocks(uint16_t port, port_block_reader *read, port_block_writer *write) {
  struct port_claim *claim = owner(port);
  claim->read_block = read;
  claim->write_block = write;
}

static uint32_t read_byte(uint16_t port) {
  const struct port_claim *claim = owner(port);
  return claim && claim->read ? claim->read(claim->device, port, 1) & 0xFF : 0xFF;
}

static uint32_t port_in(uint32_t address, unsigned bytes, uint32_t unused) {
  uint16_t port = (uint16_t)address;
  const struct port_claim *claim = owner(port);
  if (claim && claim->read && (bytes == 1 || claim->widths & bytes)) return claim->read(claim->device, port, bytes) & ones(bytes);
  if (!claim && bytes == 1) return 0xFF;
  uint32_t value = 0;
  for (unsigned i = 0; i < bytes; i++) value |= read_byte((uint16_t)(port + i)) << 8 * i;
  return value;
}

static uint32_t port_out(uint32_t address, unsigned bytes, uint32_t value) {
  uint16_t port = (uint16_t)address;
  const struct port_claim *claim = owner(port);
  if (claim && (bytes == 1 || claim->widths & bytes)) {
    if (claim->write) claim->write(claim->device, port, bytes, value & ones(bytes));
    return 0;
  }
  for (unsigned i = 0; i < bytes; i++) {
    claim = owner((uint16_t)(port + i));
    if (claim && claim->write) claim->write(claim->device, (uint16_t)(port + i), 1, value >> 8 * i & 0xFF);
  }
  return 0;
}

uint32_t world_port_in(struct vm *vm, uint16_t port, unsigned bytes) {
  machine.counters.port_reads++;
  return machine.logging ? logged_access(LOG_IN, port, bytes, 0, port_in) : port_in(port, bytes, 0);
}

void world_port_out(struct vm *vm, uint16_t port, unsigned bytes, uint32_t value) {
  machine.counters.port_writes++;
  if (machine.logging)
    logged_access(LOG_OUT, port, bytes, value, port_out);
  else
    port_out(port, bytes, value);
}

// A recording has every access by itself.
static const struct port_claim *block_owner(uint16_t port, unsigned bytes) {
  const struct port_claim *claim = machine.logging ? NULL : owner(port);
  return claim && claim->widths & bytes ? claim : NULL;
}

uint32_t world_port_in_block(struct vm *vm, uint16_t port, unsigned bytes, void *to, uint32_t count) {
  const struct port_claim *claim = block_owner(port, bytes);
  if (!claim || !claim->read_block) return 0;
  count = claim->read_block(claim->device, port, bytes, to, count);
  machine.counters.port_reads += count;
  return count;
}

uint32_t world_port_out_block(struct vm *vm, uint16_t port, unsigned bytes, const void *from, uint32_t count) {
  const struct port_claim *claim = block_owner(port, bytes);
  if (!claim || !claim->write_block) return 0;
  count = claim->write_block(claim->device, port, bytes, from, count);
  machine.counters.port_writes += count;
  return count;
}
