// The graphics controller's data path: 64 KiB planes behind latches, write modes 0 to 3, read modes 0 and 1, odd/even and chain-4
// addressing (PS/2 Video Subsystem reference, "Graphics Controller Registers", "Video Memory Read/Write Operations").
#include "vga.h"

static uint32_t in_all_planes(uint8_t value) {
  return value * 0x01010101u;
}

// Bit n of a nibble, as the byte of plane n.
static uint32_t planes_of(uint8_t nibble) {
  uint32_t spread = (nibble & 1u) | (nibble & 2u) << 7 | (nibble & 4u) << 14 | (nibble & 8u) << 21;
  return spread * 0xFF;
}

static uint32_t load(const struct vga *vga, uint32_t at) {
  uint32_t planes;
  memcpy(&planes, vga->vram + 4 * (uint64_t)at, 4);
  return planes;
}

// In VBE's four-bit modes the bank register reaches what one 64 KiB plane does not hold.
static uint32_t in_memory(const struct vga *vga, uint32_t offset) {
  uint32_t bank = dispi_enabled(vga) ? vga->dispi[DISPI_BANK] : 0;
  return dispi_enabled(vga) ? (offset + bank * BANK_BYTES) % (VRAM_BYTES / 4) : offset % PLANE_BYTES;
}

uint8_t planes_read(struct vga *vga, uint32_t offset) {
  const uint8_t *graphics = vga->graphics;
  unsigned plane = graphics[GFX_READ_MAP];
  uint32_t at = offset;
  if (vga->sequencer[SEQ_MEMORY_MODE] & MEMORY_CHAIN_4) {
    plane = offset & 3;
    at &= ~3u;
  } else if (graphics[GFX_MODE] & GFX_MODE_ODD_EVEN) {
    plane = (plane & 2) | (offset & 1);
    at &= ~1u;
  }
  vga->latch = load(vga, in_memory(vga, at));
  if (!(graphics[GFX_MODE] & GFX_MODE_READ_COMPARE)) return (uint8_t)(vga->latch >> plane * 8);
  // A set bit is a dot whose planes, as far as they are cared about, equal the color compare register.
  uint32_t differing = (vga->latch ^ planes_of(graphics[GFX_COLOR_COMPARE])) & planes_of(graphics[GFX_COLOR_DONT_CARE]);
  return (uint8_t) ~(differing | differing >> 8 | differing >> 16 | differing >> 24);
}

static uint32_t combine(const struct vga *vga, uint32_t value) {
  switch (vga->graphics[GFX_DATA_ROTATE] >> 3) {
  case 1: return value & vga->latch;
  case 2: return value | vga->latch;
  case 3: return value ^ vga->latch;
  default: return value;
  }
}

void planes_write(struct vga *vga, uint32_t offset, uint8_t value) {
  const uint8_t *graphics = vga->graphics;
  uint8_t map = vga->sequencer[SEQ_MAP_MASK];
  uint32_t at = offset;
  if (vga->sequencer[SEQ_MEMORY_MODE] & MEMORY_CHAIN_4) {
    map &= (uint8_t)(1u << (offset & 3));
    at &= ~3u;
  } else if (!(vga->sequencer[SEQ_MEMORY_MODE] & MEMORY_SEQUENTIAL)) {
    map &= offset & 1 ? 0xA : 0x5;
    at &= ~1u;
  }

  unsigned rotate = graphics[GFX_DATA_ROTATE] & 7;
  uint8_t rotated = (uint8_t)(value >> rotate | value << (8 - rotate));
  uint32_t bits = in_all_planes(graphics[GFX_BIT_MASK]), planes;
  uint32_t set = planes_of(graphics[GFX_SET_RESET]), enabled = planes_of(graphics[GFX_ENABLE_SET_RESET]);
  switch (graphics[GFX_MODE] & GFX_MODE_WRITE) {
  case 0: planes = combine(vga, (in_all_planes(rotated) & ~enabled) | (set & enabled)); break;
  case 1:
    planes = vga->latch;
    bits = ~0u;
    break;
  case 2: planes = combine(vga, planes_of(value & 0xF)); break;
  default:
    planes = combine(vga, set);
    bits &= in_all_planes(rotated);
    break;
  }
  planes = (planes & bits) | (vga->latch & ~bits);

  uint32_t to = in_memory(vga, at), write = planes_of(map);
  planes = (planes & write) | (load(vga, to) & ~write);
  memcpy(vga->vram + 4 * (uint64_t)to, &planes, 4);
}
