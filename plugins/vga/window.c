// The aperture A0000-BFFFF. Every access to device memory costs a trap, so where the registers make the aperture a simple picture of
// video memory, and the guest uses it, its pages are plain RAM for a while: filled from video memory when they open, stored back when a
// register changes the picture. What the guest can see is the same, but for one thing: a read of plain RAM loads no latch.
#include "vga.h"

// Opening and closing cost about as much as this many trapped accesses: until then the use of a mode has not shown that it is worth it, and
// a program that changes modes for every dot pays at most twice.
enum { USES_TO_OPEN = 256 };

// Where the memory map select field puts video memory.
static const struct { uint32_t first, bytes; } kMaps[4] = {{0xA0000, 0x20000}, {0xA0000, 0x10000}, {0xB0000, 0x8000}, {0xB8000, 0x8000}};

static unsigned map_select(const struct vga *vga) {
  return dispi_packed(vga) ? 1 : vga->graphics[GFX_MISCELLANEOUS] >> 2 & 3;
}

// --- the full path ---

static uint8_t read_byte(struct vga *vga, uint32_t address) {
  unsigned map = map_select(vga);
  uint32_t offset = address - kMaps[map].first;
  if (offset >= kMaps[map].bytes || !(vga->miscellaneous & MISCELLANEOUS_RAM)) return 0xFF;
  if (dispi_packed(vga)) return vga->vram[(vga->dispi[DISPI_BANK] * BANK_BYTES + offset) % VRAM_BYTES];
  return planes_read(vga, offset);
}

static void write_byte(struct vga *vga, uint32_t address, uint8_t value) {
  unsigned map = map_select(vga);
  uint32_t offset = address - kMaps[map].first;
  if (offset >= kMaps[map].bytes || !(vga->miscellaneous & MISCELLANEOUS_RAM)) return;
  if (dispi_packed(vga))
    vga->vram[(vga->dispi[DISPI_BANK] * BANK_BYTES + offset) % VRAM_BYTES] = value;
  else
    planes_write(vga, offset, value);
}

static void open(struct vga *vga);

static void used(struct vga *vga, uint32_t address) {
  if (vga->wanted.layout == LAYOUT_TRAPPED || address - vga->wanted.first >= vga->wanted.bytes) return;
  if (++vga->uses >= USES_TO_OPEN) open(vga);
}

static uint32_t aperture_read(struct device *device, uint32_t address, unsigned bytes) {
  struct vga *vga = vga_of(device);
  uint32_t value = 0;
  for (unsigned i = 0; i < bytes; i++) value |= (uint32_t)read_byte(vga, address + i) << 8 * i;
  used(vga, address);
  return value;
}

static void aperture_write(struct device *device, uint32_t address, unsigned bytes, uint32_t value) {
  struct vga *vga = vga_of(device);
  for (unsigned i = 0; i < bytes; i++) write_byte(vga, address + i, (uint8_t)(value >> 8 * i));
  used(vga, address);
}

// --- plain RAM ---

// Every plane gets the processor's byte unchanged: write mode 0 without rotation, logical operation, set/reset or bit mask; and reads
// give it back.
static bool unchanged(const struct vga *vga) {
  const uint8_t *graphics = vga->graphics;
  return (graphics[GFX_MODE] & (GFX_MODE_WRITE | GFX_MODE_READ_COMPARE)) == 0 && graphics[GFX_DATA_ROTATE] == 0 &&
         graphics[GFX_ENABLE_SET_RESET] == 0 && graphics[GFX_BIT_MASK] == 0xFF;
}

static struct window simple(const struct vga *vga) {
  unsigned map = map_select(vga);
  struct window window = {LAYOUT_TRAPPED, kMaps[map].first, kMaps[map].bytes, 0};
  if (!(vga->miscellaneous & MISCELLANEOUS_RAM)) return window;
  if (dispi_packed(vga)) {
    window.layout = LAYOUT_BANK;
    window.base = vga->dispi[DISPI_BANK] * BANK_BYTES % VRAM_BYTES;
    return window;
  }
  // 128 KiB show the planes twice.
  if (map == 0 || dispi_enabled(vga) || !unchanged(vga)) return window;
  uint8_t write_map = vga->sequencer[SEQ_MAP_MASK], read_map = vga->graphics[GFX_READ_MAP], mode = vga->sequencer[SEQ_MEMORY_MODE];
  bool odd_even_write = !(mode & MEMORY_SEQUENTIAL), odd_even_read = vga->graphics[GFX_MODE] & GFX_MODE_ODD_EVEN;
  if (mode & MEMORY_CHAIN_4) {
    if (write_map == 0xF) window.layout = LAYOUT_CHAIN_4;
  } else if (odd_even_write && odd_even_read) {
    if (write_map == 3 && read_map < 2) window.layout = LAYOUT_ODD_EVEN;
  } else if (!odd_even_write && !odd_even_read && write_map == 1u << read_map) {
    window.layout = LAYOUT_PLANE;
    window.base = read_map;
  }
  return window;
}

// One page of an open window, `at` from its beginning: out of video memory, or back into it.
static void exchange(struct vga *vga, uint32_t at, uint8_t *page, bool store) {
  const struct window *window = &vga->open;
  // A unit of `bytes` stands at every `ram_step` bytes of the page and every `vram_step` of video memory.
  uint32_t bytes = 1, ram_step = 1, vram_step = 4;
  uint8_t *vram = vga->vram + 4 * at;
  switch (window->layout) {
  case LAYOUT_ODD_EVEN: bytes = ram_step = 2, vram_step = 8; break;
  case LAYOUT_CHAIN_4: bytes = ram_step = 4, vram_step = 16; break;
  case LAYOUT_PLANE: vram += window->base; break;
  default: bytes = ram_step = vram_step = PAGE_BYTES, vram = vga->vram + window->base + at; break;
  }
  for (uint32_t i = 0; i < PAGE_BYTES; i += ram_step, vram += vram_step) {
    uint8_t *to = store ? vram : page + i;
    const uint8_t *from = store ? page + i : vram;
    switch (bytes) { // of a length that the compiler knows
    case 1: *to = *from; break;
    case 2: memcpy(to, from, 2); break;
    case 4: memcpy(to, from, 4); break;
    default: memcpy(to, from, PAGE_BYTES); break;
    }
  }
}

static void open(struct vga *vga) {
  struct window *window = &vga->open;
  if (ram_size() < APERTURE + APERTURE_BYTES) return;
  *window = vga->wanted;
  release_memory(window->first, window->bytes);
  uint8_t page[PAGE_BYTES];
  for (uint32_t at = 0; at < window->bytes; at += PAGE_BYTES) {
    exchange(vga, at, page, false);
    dma_write(window->first + at, page, PAGE_BYTES);
  }
}

void window_store(struct vga *vga) {
  const struct window *window = &vga->open;
  if (window->layout == LAYOUT_TRAPPED) return;
  for (uint32_t at = 0; at < window->bytes; at += PAGE_BYTES) exchange(vga, at, ram_at(window->first + at), true);
}

void window_close(struct vga *vga) {
  vga->uses = 0;
  if (vga->open.layout == LAYOUT_TRAPPED) return;
  window_store(vga);
  claim_memory(&vga->device, vga->open.first, vga->open.bytes, aperture_read, aperture_write);
  vga->open.layout = LAYOUT_TRAPPED;
}

void window_settle(struct vga *vga) {
  struct window window = simple(vga);
  if (!memcmp(&window, &vga->wanted, sizeof window)) return;
  window_close(vga);
  vga->wanted = window;
}

void window_create(struct vga *vga) {
  vga->vram = device_allocate(VRAM_BYTES);
  claim_memory(&vga->device, APERTURE, APERTURE_BYTES, aperture_read, aperture_write);
}
