// The Bochs VBE extension: an index and a data register of 16 bits (1CE, 1CF), a bank window at A0000 and the linear frame buffer.
#include "vga.h"

enum { PORT_INDEX = 0x1CE, PORT_DATA = 0x1CF };
enum { ID_FIRST = 0xB0C0, ID_LAST = 0xB0C5 };
enum { XRES_MAX = 2560, YRES_MAX = 1600, BPP_MAX = 32 };

uint32_t dispi_line_bytes(const struct vga *vga) {
  uint32_t width = vga->dispi[DISPI_VIRTUAL_WIDTH];
  return dispi_packed(vga) ? width * dispi_pixel_bytes(vga) : width / 8;
}

// The virtual screen is at least as wide as the visible one, and as high as the memory allows.
static void fit_virtual(struct vga *vga) {
  uint16_t *dispi = vga->dispi;
  if (dispi[DISPI_VIRTUAL_WIDTH] < dispi[DISPI_XRES]) dispi[DISPI_VIRTUAL_WIDTH] = dispi[DISPI_XRES];
  uint32_t line = dispi_packed(vga) ? dispi_line_bytes(vga) : dispi_line_bytes(vga) * 4;
  uint32_t height = line ? VRAM_BYTES / line : 0;
  dispi[DISPI_VIRTUAL_HEIGHT] = (uint16_t)(height > 0xFFFF ? 0xFFFF : height);
}

static bool possible(const struct vga *vga) {
  const uint16_t *dispi = vga->dispi;
  uint32_t bits = dispi[DISPI_BPP];
  if (bits != 4 && bits != 8 && bits != 15 && bits != 16 && bits != 24 && bits != 32) return false;
  if (!dispi[DISPI_XRES] || dispi[DISPI_XRES] > XRES_MAX || dispi[DISPI_XRES] % 8) return false;
  if (!dispi[DISPI_YRES] || dispi[DISPI_YRES] > YRES_MAX) return false;
  return dispi[DISPI_XRES] * dispi[DISPI_YRES] * (bits == 4 ? 1 : 2 * dispi_pixel_bytes(vga)) / 2 <= VRAM_BYTES;
}

static void enable(struct vga *vga, uint16_t value) {
  uint16_t *dispi = vga->dispi;
  bool before = dispi_enabled(vga);
  window_close(vga);
  dispi[DISPI_ENABLE] = value;
  if (!(value & DISPI_ENABLED) || before) return;
  if (!possible(vga)) {
    dispi[DISPI_ENABLE] &= ~DISPI_ENABLED;
    return;
  }
  dispi[DISPI_VIRTUAL_WIDTH] = dispi[DISPI_XRES];
  dispi[DISPI_X_OFFSET] = dispi[DISPI_Y_OFFSET] = 0;
  dispi[DISPI_BANK] = 0;
  fit_virtual(vga);
  uint32_t line = dispi_packed(vga) ? dispi_line_bytes(vga) : dispi_line_bytes(vga) * 4;
  if (!(value & DISPI_KEEP_MEMORY)) memset(vga->vram, 0, (uint64_t)line * dispi[DISPI_YRES]);
}

static void write_register(struct vga *vga, unsigned index, uint16_t value) {
  uint16_t *dispi = vga->dispi;
  switch (index) {
  case DISPI_ID:
    if (value >= ID_FIRST && value <= ID_LAST) dispi[index] = value;
    break;
  case DISPI_XRES:
  case DISPI_YRES:
  case DISPI_BPP:
    // The resolution of a mode that is on cannot change.
    if (!dispi_enabled(vga)) dispi[index] = value;
    break;
  case DISPI_ENABLE: enable(vga, value); break;
  case DISPI_BANK: dispi[index] = value % (VRAM_BYTES / BANK_BYTES); break;
  case DISPI_VIRTUAL_WIDTH:
    dispi[index] = value;
    if (dispi_enabled(vga)) fit_virtual(vga);
    break;
  case DISPI_X_OFFSET:
  case DISPI_Y_OFFSET: dispi[index] = value; break;
  default: break; // virtual height and memory size are the adapter's to say
  }
  window_settle(vga);
}

static uint16_t read_register(const struct vga *vga, unsigned index) {
  if (index >= DISPI_REGISTERS) return 0;
  if (vga->dispi[DISPI_ENABLE] & DISPI_CAPABILITIES) {
    switch (index) {
    case DISPI_XRES: return XRES_MAX;
    case DISPI_YRES: return YRES_MAX;
    case DISPI_BPP: return BPP_MAX;
    }
  }
  return vga->dispi[index];
}

static uint32_t read_port(struct device *device, uint16_t port, unsigned bytes) {
  const struct vga *vga = vga_of(device);
  return port == PORT_INDEX ? vga->dispi_index : read_register(vga, vga->dispi_index);
}

static void write_port(struct device *device, uint16_t port, unsigned bytes, uint32_t value) {
  struct vga *vga = vga_of(device);
  if (port == PORT_INDEX)
    vga->dispi_index = (uint16_t)value;
  else
    write_register(vga, vga->dispi_index, (uint16_t)value);
}

// --- the linear frame buffer ---

// Where a bank of it is plain RAM at A0000, that has to be video memory again first.
static uint8_t *frame_buffer(struct vga *vga, uint32_t address) {
  window_close(vga);
  return vga->vram + (address - LFB_ADDRESS);
}

static uint32_t frame_buffer_read(struct device *device, uint32_t address, unsigned bytes) {
  uint32_t value = 0;
  memcpy(&value, frame_buffer(vga_of(device), address), bytes);
  return value;
}

static void frame_buffer_write(struct device *device, uint32_t address, unsigned bytes, uint32_t value) {
  memcpy(frame_buffer(vga_of(device), address), &value, bytes);
}

void dispi_create(struct vga *vga) {
  claim_ports(&vga->device, PORT_INDEX, 2, WIDTH_1 | WIDTH_2, read_port, write_port);
  claim_memory(&vga->device, LFB_ADDRESS, VRAM_BYTES, frame_buffer_read, frame_buffer_write);
}

void dispi_reset(struct vga *vga) {
  memset(vga->dispi, 0, sizeof vga->dispi);
  vga->dispi_index = 0;
  vga->dispi[DISPI_ID] = ID_LAST;
  vga->dispi[DISPI_VIDEO_MEMORY_64K] = VRAM_BYTES / BANK_BYTES;
}
