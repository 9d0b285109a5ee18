#include "test_machine.h"
#include <stdlib.h>
#include <string.h>

enum { MAX_DEVICES = 32, MAX_REGIONS = 32, MAX_DISKS = 8, MAX_SENT = 1 << 20 };

struct port_claim {
  struct device *device;
  port_reader *read;
  port_writer *write;
  unsigned widths;
  port_block_reader *read_block;
  port_block_writer *write_block;
};

struct region {
  struct device *device;
  uint32_t first, bytes;
  memory_reader *read;
  memory_writer *write;
  bool rom; // reads are RAM's
  const uint8_t *image;
};

struct disk {
  uint8_t *image;
  uint64_t sectors;
  bool made, read_only, fails;
};

static struct {
  struct device *devices[MAX_DEVICES];
  unsigned device_count;
  struct region regions[MAX_REGIONS]; // a later one hides an earlier one
  unsigned region_count;
  struct disk disks[MAX_DISKS];
  struct timer *timers; // by time
  uint64_t now;
  struct {
    uint64_t ns, since; // what the guest had by `since`
    unsigned divisor;   // of what it has of the time that passes from then on
  } had;
  struct device *pic, *ferr;
  uint8_t (*acknowledge)(struct device *);
  void (*line)(struct device *, unsigned, bool);
  void (*ferr_change)(struct device *, bool);
  bool intr, a20;
} machine;
static struct port_claim ports[0x10000];
static uint8_t ram[TEST_RAM_BYTES];
static struct {
  uint8_t *bytes;
  uint32_t count;
} sent[MAX_DEVICES];
struct test_seen test_seen;

void test_clear(void) {
  for (unsigned i = 0; i < machine.device_count; i++) free(machine.devices[i]);
  for (unsigned i = 0; i < MAX_DISKS; i++) free(machine.disks[i].image);
  memset(&machine, 0, sizeof machine);
  memset(ports, 0, sizeof ports);
  memset(ram, 0, sizeof ram);
  memset(&test_seen, 0, sizeof test_seen);
  for (unsigned i = 0; i < MAX_DEVICES; i++) sent[i].count = 0;
  machine.a20 = true;
  machine.had.divisor = 1;
}

struct device *test_device(const struct device_kind *kind, const char *options) {
  if (machine.device_count == MAX_DEVICES) abort();
  struct device *device = calloc(1, kind->bytes);
  device->kind = kind;
  device->number = (uint16_t)machine.device_count;
  device->options = options ? options : "";
  machine.devices[machine.device_count++] = device;
  kind->create(device);
  kind->reset(device);
  return device;
}

void test_reset_all(void) {
  for (unsigned i = 0; i < machine.device_count; i++) machine.devices[i]->kind->reset(machine.devices[i]);
}

// --- options ---

static const char *option(const struct device *device, const char *name) {
  size_t length = strlen(name);
  for (const char *line = device->options; *line;) {
    if (!strncmp(line, name, length) && line[length] == '=') return line + length + 1;
    const char *end = strchr(line, '\n');
    if (!end) break;
    line = end + 1;
  }
  return NULL;
}

bool option_present(const struct device *device, const char *name) {
  return option(device, name) != NULL;
}

uint64_t option_number(const struct device *device, const char *name, uint64_t otherwise) {
  const char *value = option(device, name);
  return value ? strtoull(value, NULL, 0) : otherwise;
}

bool option_text(const struct device *device, const char *name, char *to, uint32_t room) {
  const char *value = option(device, name);
  if (!value) return false;
  snprintf(to, room, "%.*s", (int)strcspn(value, "\n"), value);
  return true;
}

void *device_allocate(uint64_t bytes) {
  return calloc(1, bytes);
}

// --- ports and memory ---

void claim_ports(struct device *device, uint16_t first, unsigned count, unsigned widths, port_reader *read, port_writer *write) {
  for (unsigned i = 0; i < count; i++) ports[(uint16_t)(first + i)] = (struct port_claim){device, read, write, widths, NULL, NULL};
}

void claim_port_blocks(uint16_t port, port_block_reader *read, port_block_writer *write) {
  ports[port].read_block = read;
  ports[port].write_block = write;
}

uint32_t test_in_block(uint16_t port, unsigned bytes, void *to, uint32_t count) {
  return ports[port].read_block(ports[port].device, port, bytes, to, count);
}

uint32_t test_out_block(uint16_t port, unsigned bytes, const void *from, uint32_t count) {
  return ports[port].write_block(ports[port].device, port, bytes, from, count);
}

void release_ports(uint16_t first, unsigned count) {
  for (unsigned i = 0; i < count; i++) ports[(uint16_t)(first + i)] = (struct port_claim){0};
}

uint32_t test_in(uint16_t port, unsigned bytes) {
  struct port_claim *claim = &ports[port];
  if (claim->device && (claim->widths & bytes)) {
    uint32_t value = claim->read(claim->device, port, bytes);
    return bytes == 4 ? value : value & ((1u << bytes * 8) - 1);
  }
  if (bytes == 1) return 0xFF;
  uint32_t value = 0;
  for (unsigned i = 0; i < bytes; i++) value |= test_in((uint16_t)(port + i), 1) << i * 8;
  return value;
}

void test_out(uint16_t port, unsigned bytes, uint32_t value) {
  struct port_claim *claim = &ports[port];
  if (claim->device && (claim->widths & bytes))
    claim->write(claim->device, port, bytes, value);
  else if (bytes > 1)
    for (unsigned i = 0; i < bytes; i++) test_out((uint16_t)(port + i), 1, value >> i * 8 & 0xFF);
}

static void add_region(struct region region) {
  // Those that the new one hides whole are gone, so that a device may claim and release for ever.
  unsigned kept = 0;
  for (unsigned i = 0; i < machine.region_count; i++) {
    const struct region *old = &machine.regions[i];
    if (old->first < region.first || old->first + (old->bytes - 1) > region.first + (region.bytes - 1)) machine.regions[kept++] = *old;
  }
  machine.region_count = kept;
  if (machine.region_count == MAX_REGIONS || region.first % PAGE_BYTES || region.bytes % PAGE_BYTES) abort();
  machine.regions[machine.region_count++] = region;
}

void claim_memory(struct device *device, uint32_t first, uint32_t bytes, memory_reader *read, memory_writer *write) {
  add_region((struct region){.device = device, .first = first, .bytes = bytes, .read = read, .write = write});
}

void claim_rom(struct device *device, uint32_t first, uint32_t bytes, memory_writer *write) {
  add_region((struct region){.device = device, .first = first, .bytes = bytes, .write = write, .rom = true});
}

void claim_image(struct device *device, uint32_t first, uint32_t bytes, const uint8_t *image) {
  add_region((struct region){.device = device, .first = first, .bytes = bytes, .image = image});
}

void ram_store(uint32_t address, const void *from, uint32_t bytes) {
  memcpy(ram + address, from, bytes);
}

void release_memory(uint32_t first, uint32_t bytes) {
  add_region((struct region){.first = first, .bytes = bytes});
}

static struct region *region_at(uint32_t address) {
  for (unsigned i = machine.region_count; i-- > 0;)
    if (address - machine.regions[i].first < machine.regions[i].bytes) return machine.regions[i].device ? &machine.regions[i] : NULL;
  return NULL;
}

uint32_t test_read(uint32_t address, unsigned bytes) {
  struct region *region = region_at(address);
  if (region && region->image) {
    uint32_t value = 0;
    memcpy(&value, region->image + (address - region->first), bytes);
    return value;
  }
  if (region && !region->rom) return region->read(region->device, address, bytes);
  uint32_t value = ~0u;
  if (address + bytes <= TEST_RAM_BYTES) {
    value = 0;
    memcpy(&value, ram + address, bytes);
  }
  return value;
}

void test_write(uint32_t address, unsigned bytes, uint32_t value) {
  struct region *region = region_at(address);
  if (region && region->write) region->write(region->device, address, bytes, value);
  if (!region && address + bytes <= TEST_RAM_BYTES) memcpy(ram + address, &value, bytes);
}

uint8_t *test_ram(void) {
  return ram;
}

void dma_read(uint32_t address, void *to, uint32_t bytes) {
  for (uint32_t i = 0; i < bytes; i++) ((uint8_t *)to)[i] = address + i < TEST_RAM_BYTES ? ram[address + i] : 0xFF;
}

void dma_write(uint32_t address, const void *from, uint32_t bytes) {
  for (uint32_t i = 0; i < bytes; i++)
    if (address + i < TEST_RAM_BYTES) ram[address + i] = ((const uint8_t *)from)[i];
}

uint8_t *ram_at(uint32_t address) {
  return ram + address;
}

uint32_t ram_size(void) {
  return TEST_RAM_BYTES;
}

// --- interrupts ---

void irq_set(unsigned line, bool level) {
  struct test_line *seen = &test_seen.irq[line];
  if (level && !seen->level) seen->rises++;
  bool changed = seen->level != level;
  seen->level = level;
  if (changed && machine.pic) machine.line(machine.pic, line, level);
}

void intr_set(bool level) {
  machine.intr = level;
}

void intr_listen(struct device *pic, uint8_t (*acknowledge)(struct device *), void (*line)(struct device *, unsigned, bool)) {
  machine.pic = pic;
  machine.acknowledge = acknowledge;
  machine.line = line;
}

bool test_intr(void) {
  return machine.intr;
}

uint8_t test_acknowledge(void) {
  return machine.acknowledge(machine.pic);
}

void nmi_raise(void) {
  test_seen.nmis++;
}

void ferr_listen(struct device *device, void (*ferr)(struct device *, bool)) {
  machine.ferr = device;
  machine.ferr_change = ferr;
}

void test_ferr(bool level) {
  if (machine.ferr) machine.ferr_change(machine.ferr, level);
}

void ignne_set(bool asserted) {
  test_seen.ignne = asserted;
}

// --- time ---

uint64_t guest_ns(void) {
  return machine.now;
}

uint64_t guest_had_ns(void) {
  return machine.had.ns + (machine.now - machine.had.since) / machine.had.divisor;
}

static void leave_guest(unsigned divisor) {
  machine.had.ns = guest_had_ns();
  machine.had.since = machine.now;
  machine.had.divisor = divisor;
}

void timer_init(struct timer *timer, struct device *device, void (*fire)(struct device *, uint64_t)) {
  *timer = (struct timer){.device = device, .fire = fire};
}

void timer_stop(struct timer *timer) {
  if (!timer->armed) return;
  struct timer **link = &machine.timers;
  while (*link != timer) link = &(*link)->next;
  *link = timer->next;
  timer->armed = false;
}

void timer_set(struct timer *timer, uint64_t at) {
  timer_stop(timer);
  struct timer **link = &machine.timers;
  while (*link && (*link)->at <= at) link = &(*link)->next;
  timer->at = at;
  timer->armed = true;
  timer->next = *link;
  *link = timer;
}

uint64_t test_next_timer(void) {
  return machine.timers ? machine.timers->at : ~0ull;
}

void test_advance(uint64_t ns) {
  uint64_t end = machine.now + ns;
  while (machine.timers && machine.timers->at <= end) {
    struct timer *timer = machine.timers;
    timer_stop(timer);
    if (timer->at > machine.now) machine.now = timer->at;
    timer->fire(timer->device, timer->at);
  }
  machine.now = end;
}

void test_hurry(uint64_t ns) {
  leave_guest(8);
  test_advance(ns);
  leave_guest(1);
}

// --- the machine ---

void a20_set(bool on) {
  if (on != machine.a20) test_seen.a20_changes++;
  machine.a20 = on;
}

bool a20(void) {
  return machine.a20;
}

void machine_reset(void) {
  test_seen.resets++;
}

void machine_end(uint32_t status) {
  test_seen.ends++;
  test_seen.status = status;
}

void device_send(struct device *device, const void *bytes, uint32_t count) {
  if (!sent[device->number].bytes) sent[device->number].bytes = malloc(MAX_SENT);
  if (sent[device->number].count + count > MAX_SENT) abort();
  memcpy(sent[device->number].bytes + sent[device->number].count, bytes, count);
  sent[device->number].count += count;
}

uint32_t test_sent(struct device *device, void *to, uint32_t room) {
  uint32_t count = sent[device->number].count;
  if (count) memcpy(to, sent[device->number].bytes, count < room ? count : room);
  sent[device->number].count = 0;
  return count;
}

_Noreturn void device_fail(struct device *device, const char *what) {
  fprintf(stderr, "%s: %s\n", device->kind->name, what);
  exit(1);
}

void test_input(struct device *device, const void *bytes, uint32_t count) {
  device->kind->input(device, bytes, count);
}

// --- disks ---

uint8_t *test_disk(unsigned number, uint64_t sectors, bool read_only) {
  if (number >= MAX_DISKS) abort();
  free(machine.disks[number].image);
  machine.disks[number] = (struct disk){calloc(sectors, SECTOR_BYTES), sectors, true, read_only, false};
  return machine.disks[number].image;
}

void test_disk_fails(unsigned number, bool fails) {
  machine.disks[number].fails = fails;
}

struct disk *disk_open(struct device *device, unsigned number) {
  if (number >= MAX_DISKS || !machine.disks[number].made) device_fail(device, "no such disk");
  return &machine.disks[number];
}

uint64_t disk_sectors(const struct disk *disk) {
  return disk->sectors;
}

bool disk_read_only(const struct disk *disk) {
  return disk->read_only;
}

// A device that reaches past the end of its disk is wrong, whatever the guest asked for.
static bool transfer(struct disk *disk, uint64_t sector, uint32_t count) {
  if (sector > disk->sectors || count > disk->sectors - sector) {
    fprintf(stderr, "past the end of the disk: sector %llu + %u\n", (unsigned long long)sector, count);
    abort();
  }
  return !disk->fails;
}

bool disk_read(struct disk *disk, uint64_t sector, uint32_t count, void *to) {
  if (!transfer(disk, sector, count)) return false;
  memcpy(to, disk->image + sector * SECTOR_BYTES, (size_t)count * SECTOR_BYTES);
  return true;
}

bool disk_write(struct disk *disk, uint64_t sector, uint32_t count, const void *from) {
  if (!transfer(disk, sector, count) || disk->read_only) return false;
  memcpy(disk->image + sector * SECTOR_BYTES, from, (size_t)count * SECTOR_BYTES);
  return true;
}

bool disk_flush(struct disk *disk) {
  test_seen.flushes++;
  return !disk->fails;
}
