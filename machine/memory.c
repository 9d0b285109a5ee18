// Physical memory: RAM, what stands in its place, and what stands above it.
#include "../monitor/mmu/ram.h"
#include "logging.h"

void memory_create(uint32_t ram_bytes) {
  struct memory *memory = &machine.vm.memory;
  memory->ram = world_of(&machine.vm)->ram;
  memory->ram_bytes = ram_bytes;
  memory->address_mask = 0xFFFFFFFF;
  memory->page_flags = world_allocate(WORLD_RAM_BYTES / PAGE_BYTES);
  memory->touched = world_allocate(WORLD_RAM_BYTES / PAGE_BYTES * sizeof(uint32_t));
}

uint8_t *ram_at(uint32_t address) {
  return machine.vm.memory.ram + address;
}
uint32_t ram_size(void) {
  return machine.vm.memory.ram_bytes;
}

// --- regions ---

static struct region *region_at(uint32_t address) {
  struct region *region = &machine.region[machine.last_region];
  if (region->device && address >= region->first && address <= region->last) return region;
  // The newest claim counts.
  for (unsigned i = machine.regions; i-- > 0;) {
    region = &machine.region[i];
    if (!region->device || address < region->first || address > region->last) continue;
    machine.last_region = i;
    return region;
  }
  return NULL;
}

static void set_kind(uint32_t first, uint32_t bytes, unsigned kind) {
  if (machine.logging == LOGGING_RECORD && first < ram_size())
    record_effect(LOG_KIND, first, bytes < ram_size() - first ? bytes : ram_size() - first, kind, NULL, 0);
  for (uint32_t at = first; at - first < bytes && at < ram_size(); at += PAGE_BYTES) physical_page_kind(&machine.vm, at / PAGE_BYTES, kind);
}

// What an older claim has of [first, last] is no longer its own.
static void cut_regions(uint32_t first, uint32_t last) {
  for (unsigned i = 0, count = machine.regions; i < count; i++) {
    struct region *region = &machine.region[i];
    if (!region->device || region->last < first || region->first > last) continue;
    if (region->last > last && region->first < first) {
      if (machine.regions == MAX_REGIONS) device_fail(region->device, "too many claims of memory");
      machine.region[machine.regions] = *region;
      machine.region[machine.regions++].first = last + 1;
      region->last = first - 1;
    } else if (region->first < first) {
      region->last = first - 1;
    } else if (region->last > last) {
      region->first = last + 1;
    } else {
      region->device = NULL;
    }
  }
  while (machine.regions && !machine.region[machine.regions - 1].device) machine.regions--;
  machine.last_region = 0;
}

static void add_region(struct region region) {
  if ((region.first | (region.last + 1)) % PAGE_BYTES || region.last < region.first)
    device_fail(region.device, "claims memory that is not whole pages");
  cut_regions(region.first, region.last);
  for (unsigned i = 0; i < machine.regions; i++)
    if (!machine.region[i].device) {
      machine.region[i] = region;
      return;
    }
  if (machine.regions == MAX_REGIONS) device_fail(region.device, "too many claims of memory");
  machine.region[machine.regions++] = region;
}

void claim_memory(struct device *device, uint32_t first, uint32_t bytes, memory_reader *read, memory_writer *write) {
  add_region((struct region){.device = device, .first = first, .last = first + bytes - 1, .read = read, .write = write});
  set_kind(first, bytes, RAM_DEVICE);
}

void claim_rom(struct device *device, uint32_t first, uint32_t bytes, memory_writer *write) {
  add_region((struct region){.device = device, .first = first, .last = first + bytes - 1, .write = write});
  set_kind(first, bytes, RAM_ROM);
}

void claim_image(struct device *device, uint32_t first, uint32_t bytes, const uint8_t *image) {
  add_region((struct region){.device = device, .first = first, .last = first + bytes - 1, .image = image, .image_at = first});
}

void release_memory(uint32_t first, uint32_t bytes) {
  cut_regions(first, first + bytes - 1);
  set_kind(first, bytes, 0);
}

static uint32_t memory_in(uint32_t address, unsigned bytes, uint32_t unused) {
  const struct region *region = region_at(address);
  if (region && region->image) return load_bytes(region->image + (address - region->image_at), bytes);
  if (region && region->read) return region->read(region->device, address, bytes);
  return bytes == 4 ? 0xFFFFFFFFu : (1u << 8 * bytes) - 1;
}

static uint32_t memory_out(uint32_t address, unsigned bytes, uint32_t value) {
  const struct region *region = region_at(address);
  if (region && region->write) region->write(region->device, address, bytes, value);
  return 0;
}

// What stands in a ROM is no event: how often code is fetched there is the engine's own business.
static bool in_rom(uint32_t address) {
  const struct region *region = region_at(address);
  return region && region->image;
}

uint32_t world_memory_read(struct vm *vm, uint32_t address, unsigned bytes) {
  machine.counters.memory_reads++;
  return machine.logging && !in_rom(address) ? logged_access(LOG_READ, address, bytes, 0, memory_in) : memory_in(address, bytes, 0);
}

bool world_memory_read_block(struct vm *vm, uint32_t address, void *to, uint32_t bytes) {
  const struct region *region = region_at(address);
  if (!region || !region->image || region->last - address < bytes - 1) return false;
  memcpy(to, region->image + (address - region->image_at), bytes);
  machine.counters.memory_reads++;
  return true;
}

void world_memory_write(struct vm *vm, uint32_t address, unsigned bytes, uint32_t value) {
  machine.counters.memory_writes++;
  if (machine.logging)
    logged_access(LOG_WRITE, address, bytes, value, memory_out);
  else
    memory_out(address, bytes, value);
}

// --- bus masters, and the RAM below ---

// The A20 gate is the processor's; others see all address lines.
static uint32_t without_gate(void) {
  uint32_t mask = machine.vm.memory.address_mask;
  machine.vm.memory.address_mask = 0xFFFFFFFF;
  return mask;
}

void dma_read(uint32_t address, void *to, uint32_t bytes) {
  uint32_t mask = without_gate();
  physical_read_block(&machine.vm, address, to, bytes);
  machine.vm.memory.address_mask = mask;
}

void dma_write(uint32_t address, const void *from, uint32_t bytes) {
  if (machine.logging == LOGGING_RECORD) record_effect(LOG_DMA, address, 0, 0, from, bytes);
  uint32_t mask = without_gate();
  physical_write_block(&machine.vm, address, from, bytes);
  machine.vm.memory.address_mask = mask;
}

void ram_store(uint32_t address, const void *from, uint32_t bytes) {
  if (machine.logging == LOGGING_RECORD) record_effect(LOG_STORE, address, 0, 0, from, bytes);
  physical_store(&machine.vm, address, from, bytes);
}

// --- read-only memory that the user program brings ---

struct rom {
  struct device device;
  uint8_t *bytes;
};

static const struct device_kind rom_kind = {.name = "rom"};

void rom_create(uint32_t address, const void *from, uint32_t bytes) {
  uint32_t pages = (bytes + PAGE_BYTES - 1) & PAGE_MASK;
  struct rom *rom = world_allocate(sizeof *rom);
  rom->device.kind = &rom_kind;
  if (address % PAGE_BYTES || (uint64_t)address + pages > 1ull << 32)
    device_fail(&rom->device, "an image has to begin at a page and end below 4 GiB");
  if (address < ram_size()) {
    ram_store(address, from, bytes);
    claim_rom(&rom->device, address, pages, NULL);
    return;
  }
  rom->bytes = world_allocate(pages);
  memcpy(rom->bytes, from, bytes);
  claim_image(&rom->device, address, pages, rom->bytes);
}
