// Ports, and memory that is not plain RAM.
#include "testing/test_process.h"
#include <string.h>

struct card {
  struct device device;
  uint32_t value; // what it answers with
  unsigned accesses, bytes;
  uint32_t address, written;
};
static const struct device_kind kind = {.name = "card"};
static struct card one = {.device = {.kind = &kind}}, other = {.device = {.kind = &kind}};

static uint32_t port_read(struct device *device, uint16_t port, unsigned bytes) {
  struct card *card = (struct card *)device;
  card->accesses++, card->bytes = bytes, card->address = port;
  return card->value + port;
}
static void port_write(struct device *device, uint16_t port, unsigned bytes, uint32_t value) {
  struct card *card = (struct card *)device;
  card->accesses++, card->bytes = bytes, card->address = port, card->written = value;
}
static uint32_t memory_read(struct device *device, uint32_t address, unsigned bytes) {
  struct card *card = (struct card *)device;
  card->accesses++, card->bytes = bytes, card->address = address;
  return card->value;
}
static void memory_write(struct device *device, uint32_t address, unsigned bytes, uint32_t value) {
  struct card *card = (struct card *)device;
  card->accesses++, card->bytes = bytes, card->address = address, card->written = value;
}

static void begin(void) {
  process_clear(1 << 20);
  one.value = 0, other.value = 0x40;
  one.accesses = other.accesses = 0;
}

static uint32_t in(uint16_t port, unsigned bytes) {
  return world_port_in(&machine.vm, port, bytes);
}
static void out(uint16_t port, unsigned bytes, uint32_t value) {
  world_port_out(&machine.vm, port, bytes, value);
}

static void ports_without_a_card(void) {
  begin();
  CHECK_EQUAL(in(0x300, 1), 0xFF);
  CHECK_EQUAL(in(0x300, 2), 0xFFFF);
  CHECK_EQUAL(in(0xFFFF, 4), 0xFFFFFFFF);
  out(0x300, 4, 1);
  CHECK_EQUAL(machine.counters.port_reads, 3);
  CHECK_EQUAL(machine.counters.port_writes, 1);
}

static void widths(void) {
  begin();
  claim_ports(&one.device, 0x10, 2, WIDTH_1, port_read, port_write);
  claim_ports(&other.device, 0x12, 4, WIDTH_1 | WIDTH_2, port_read, port_write);
  CHECK_EQUAL(in(0x10, 1), 0x10);
  // An 8-bit card sees bytes, each port its own.
  CHECK_EQUAL(in(0x10, 2), 0x1110);
  CHECK_EQUAL(one.bytes, 1);
  // From one card into the next.
  CHECK_EQUAL(in(0x11, 2), 0x5211);
  CHECK_EQUAL(in(0x10, 4), 0x53521110);
  other.accesses = 0;
  CHECK_EQUAL(in(0x12, 2), 0x52);
  CHECK_EQUAL(other.accesses, 1);
  CHECK_EQUAL(other.bytes, 2);
  out(0x10, 4, 0x44332211);
  CHECK_EQUAL(one.written, 0x22);
  CHECK_EQUAL(other.written, 0x44);
  out(0x12, 2, 0xAABBCCDD);
  CHECK_EQUAL(other.written, 0xCCDD);
  // Behind the last port comes the first.
  claim_ports(&one.device, 0xFFFF, 1, WIDTH_1, port_read, port_write);
  claim_ports(&one.device, 0, 1, WIDTH_1, port_read, port_write);
  one.value = 1;
  CHECK_EQUAL(in(0xFFFF, 2), 0x0100);
}

static uint32_t block_read(struct device *device, uint16_t port, unsigned bytes, void *to, uint32_t count) {
  memset(to, 0x11, count * bytes);
  return count - 1;
}
static uint32_t block_write(struct device *device, uint16_t port, unsigned bytes, const void *from, uint32_t count) {
  ((struct card *)device)->written = *(const uint8_t *)from;
  return count;
}

static void blocks(void) {
  begin();
  uint8_t bytes[20] = {0x22};
  claim_ports(&one.device, 0x10, 1, WIDTH_2, port_read, port_write);
  CHECK_EQUAL(world_port_in_block(&machine.vm, 0x10, 2, bytes, 10), 0); // it has none
  claim_port_blocks(0x10, block_read, block_write);
  CHECK_EQUAL(world_port_out_block(&machine.vm, 0x10, 2, bytes, 10), 10);
  CHECK_EQUAL(one.written, 0x22);
  CHECK_EQUAL(world_port_in_block(&machine.vm, 0x10, 2, bytes, 10), 9);
  CHECK_EQUAL(bytes[0], 0x11);
  CHECK_EQUAL(machine.counters.port_reads, 9);
  CHECK_EQUAL(machine.counters.port_writes, 10);
  CHECK_EQUAL(world_port_in_block(&machine.vm, 0x10, 4, bytes, 5), 0); // not its width
  CHECK_EQUAL(world_port_in_block(&machine.vm, 0x11, 2, bytes, 5), 0); // nobody's
  machine.logging = LOGGING_RECORD;
  CHECK_EQUAL(world_port_in_block(&machine.vm, 0x10, 2, bytes, 10), 0);
}

static void claims_of_ports_change_hands(void) {
  begin();
  claim_ports(&one.device, 0x20, 4, WIDTH_1, port_read, port_write);
  claim_ports(&other.device, 0x22, 1, WIDTH_1, port_read, NULL);
  CHECK_EQUAL(in(0x22, 1), 0x62);
  one.accesses = other.accesses = 0;
  out(0x22, 1, 5); // heard by nobody
  CHECK_EQUAL(one.accesses + other.accesses, 0);
  release_ports(0x21, 2);
  CHECK_EQUAL(in(0x21, 1), 0xFF);
  CHECK_EQUAL(in(0x23, 1), 0x23);
  // A card that is moved about takes one place in the table.
  unsigned claims = machine.port_claims;
  for (unsigned i = 0; i < 1000; i++) {
    release_ports((uint16_t)(0x1000 + i), 4);
    claim_ports(&one.device, (uint16_t)(0x1001 + i), 4, WIDTH_1, port_read, port_write);
  }
  CHECK_EQUAL(machine.port_claims, claims);
}

static uint32_t memory(uint32_t address, unsigned bytes) {
  return world_memory_read(&machine.vm, address, bytes);
}

static void regions(void) {
  begin();
  CHECK_EQUAL(memory(0xE0000000, 4), 0xFFFFFFFF);
  CHECK_EQUAL(memory(0xE0000000, 1), 0xFF);
  one.value = 1, other.value = 2;
  claim_memory(&one.device, 0xE0000000, 4 * PAGE_BYTES, memory_read, memory_write);
  CHECK_EQUAL(memory(0xE0003FFF, 1), 1);
  CHECK_EQUAL(memory(0xE0004000, 1), 0xFF);
  // A newer claim in the middle; what is left of the older one on either side stays its own.
  claim_memory(&other.device, 0xE0001000, PAGE_BYTES, memory_read, memory_write);
  CHECK_EQUAL(memory(0xE0000FFF, 1), 1);
  CHECK_EQUAL(memory(0xE0001000, 1), 2);
  CHECK_EQUAL(memory(0xE0002000, 1), 1);
  world_memory_write(&machine.vm, 0xE0001004, 2, 0x1234);
  CHECK_EQUAL(other.address, 0xE0001004);
  CHECK_EQUAL(other.written, 0x1234);
  release_memory(0xE0001000, PAGE_BYTES);
  CHECK_EQUAL(memory(0xE0001000, 1), 0xFF);
  release_memory(0xE0000000, 4 * PAGE_BYTES);
  CHECK_EQUAL(machine.regions, 0);
  // Moved a thousand times, a claim does not fill the table.
  for (uint32_t i = 0; i < 1000; i++) {
    claim_memory(&one.device, 0xE0000000 + i * PAGE_BYTES, PAGE_BYTES, memory_read, memory_write);
    release_memory(0xE0000000 + i * PAGE_BYTES, PAGE_BYTES);
  }
  CHECK_EQUAL(machine.regions, 0);
  // The last page of all.
  claim_memory(&one.device, 0xFFFFF000, PAGE_BYTES, memory_read, memory_write);
  CHECK_EQUAL(memory(0xFFFFFFFC, 4), 1);
}

static void claim_too_many(void) {
  for (uint32_t i = 0; i <= MAX_REGIONS; i++)
    claim_memory(&one.device, 0xE0000000 + 2 * i * PAGE_BYTES, PAGE_BYTES, memory_read, memory_write);
}

static void what_cannot_be_claimed(void) {
  begin();
  CHECK(PROCESS_ENDS(claim_memory(&one.device, 0xE0000100, PAGE_BYTES, memory_read, memory_write)));
  begin();
  CHECK(PROCESS_ENDS(claim_too_many()));
  char text[256] = {0};
  process_output(text, sizeof text - 1);
  CHECK(strstr(text + sizeof(struct message), "card: too many claims of memory") != NULL);
}

static void roms(void) {
  begin();
  uint8_t image[PAGE_BYTES];
  for (unsigned i = 0; i < sizeof image; i++) image[i] = (uint8_t)i;
  rom_create(0xFFFFF000, image, sizeof image);
  CHECK_EQUAL(memory(0xFFFFF010, 4), 0x13121110);
  uint8_t some[4] = {0};
  CHECK(world_memory_read_block(&machine.vm, 0xFFFFFFFC, some, 4));
  CHECK_EQUAL(some[3], 0xFF);
  CHECK(!world_memory_read_block(&machine.vm, 0xFFFFEFFC, some, 4)); // nothing is there
  claim_memory(&one.device, 0xE0000000, PAGE_BYTES, memory_read, memory_write);
  CHECK(!world_memory_read_block(&machine.vm, 0xE0000000, some, 4)); // a device would notice
  world_memory_write(&machine.vm, 0xFFFFF010, 4, 0);
  CHECK_EQUAL(memory(0xFFFFF010, 4), 0x13121110);
  // Below the end of RAM it stands in RAM.
  rom_create(0xC0000, image, 10);
  CHECK_EQUAL(ram_at(0xC0000)[9], 9);
  CHECK(PROCESS_ENDS(rom_create(0xFFFFF000, image, PAGE_BYTES + 1)));
}

// Other masters of the bus see all address lines.
static void masters(void) {
  begin();
  machine.vm.memory.address_mask = 0xFFEFFFFF;
  uint32_t value = 0x12345678, back = 0;
  dma_write(0x5000, &value, sizeof value);
  dma_read(0x5000, &back, sizeof back);
  CHECK_EQUAL(back, value);
  dma_read(0x105000, &back, sizeof back); // beyond RAM, not at 5000H
  CHECK(back != value);
  CHECK_EQUAL(machine.vm.memory.address_mask, 0xFFEFFFFF);
}

int main(void) {
  ports_without_a_card();
  widths();
  blocks();
  claims_of_ports_change_hands();
  regions();
  what_cannot_be_claimed();
  roms();
  masters();
  return test_finish("bus");
}
