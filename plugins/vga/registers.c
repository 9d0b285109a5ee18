// Miscellaneous output, sequencer and graphics controller, and which port leads where.
#include "vga.h"

enum {
  PORT_ATTRIBUTE = 0x3C0,
  PORT_ATTRIBUTE_READ = 0x3C1,
  PORT_MISCELLANEOUS_WRITE = 0x3C2, // read: input status 0
  PORT_SEQUENCER = 0x3C4,
  PORT_DAC_MASK = 0x3C6,
  PORT_DAC_DATA = 0x3C9,
  PORT_FEATURE_READ = 0x3CA,
  PORT_MISCELLANEOUS_READ = 0x3CC,
  PORT_GRAPHICS = 0x3CE,
  PORT_CRTC = 0x3B4,
  PORT_STATUS_1 = 0x3BA, // write: feature control
  PORT_CRTC_COLOR = 0x3D4,
  PORT_STATUS_1_COLOR = 0x3DA,
};

// Bits that exist.
static const uint8_t kSequencerBits[SEQ_REGISTERS] = {0x03, 0x3D, 0x0F, 0x3F, 0x0E};
static const uint8_t kGraphicsBits[GFX_REGISTERS] = {0x0F, 0x0F, 0x0F, 0x1F, 0x03, 0x7B, 0x0F, 0x0F, 0xFF};

static uint32_t read_port(struct device *device, uint16_t port, unsigned bytes) {
  struct vga *vga = vga_of(device);
  switch (port) {
  case PORT_ATTRIBUTE:
  case PORT_ATTRIBUTE_READ: return attribute_read(vga, port);
  // The switch sense and the retrace interrupt flag; a VGA without its interrupt wired reads them as clear.
  case PORT_MISCELLANEOUS_WRITE: return 0;
  case PORT_SEQUENCER: return vga->sequencer_index;
  case PORT_SEQUENCER + 1: return vga->sequencer_index < SEQ_REGISTERS ? vga->sequencer[vga->sequencer_index] : 0;
  case PORT_DAC_MASK ... PORT_DAC_DATA: return dac_read(vga, port);
  case PORT_FEATURE_READ: return vga->feature;
  case PORT_MISCELLANEOUS_READ: return vga->miscellaneous;
  case PORT_GRAPHICS: return vga->graphics_index;
  case PORT_GRAPHICS + 1: return vga->graphics_index < GFX_REGISTERS ? vga->graphics[vga->graphics_index] : 0;
  default: return 0xFF;
  }
}

static void write_port(struct device *device, uint16_t port, unsigned bytes, uint32_t wide) {
  struct vga *vga = vga_of(device);
  uint8_t value = (uint8_t)wide;
  switch (port) {
  case PORT_ATTRIBUTE: attribute_write(vga, value); break;
  case PORT_MISCELLANEOUS_WRITE:
    vga->miscellaneous = value & ~0x10;
    window_settle(vga);
    break;
  case PORT_SEQUENCER: vga->sequencer_index = value & 7; break;
  case PORT_SEQUENCER + 1:
    if (vga->sequencer_index >= SEQ_REGISTERS) break;
    vga->sequencer[vga->sequencer_index] = value & kSequencerBits[vga->sequencer_index];
    window_settle(vga);
    break;
  case PORT_DAC_MASK ... PORT_DAC_DATA: dac_write(vga, port, value); break;
  case PORT_GRAPHICS: vga->graphics_index = value & 0xF; break;
  case PORT_GRAPHICS + 1:
    if (vga->graphics_index >= GFX_REGISTERS) break;
    vga->graphics[vga->graphics_index] = value & kGraphicsBits[vga->graphics_index];
    window_settle(vga);
    break;
  default: break;
  }
}

// The CRT controller and status 1 answer at the monochrome (3Bx) or at the color addresses (3Dx) only.
static bool elsewhere(const struct vga *vga, uint16_t port) {
  bool color = (port & 0xF0) == (PORT_CRTC_COLOR & 0xF0);
  return color != (vga->miscellaneous & MISCELLANEOUS_COLOR);
}

static uint32_t read_moving(struct device *device, uint16_t port, unsigned bytes) {
  struct vga *vga = vga_of(device);
  if (elsewhere(vga, port)) return 0xFF;
  switch (port & 0xF) {
  case PORT_CRTC & 0xF: return vga->crtc_index;
  case (PORT_CRTC & 0xF) + 1: return crtc_read(vga);
  default: return input_status_1(vga);
  }
}

static void write_moving(struct device *device, uint16_t port, unsigned bytes, uint32_t value) {
  struct vga *vga = vga_of(device);
  if (elsewhere(vga, port)) return;
  switch (port & 0xF) {
  case PORT_CRTC & 0xF: vga->crtc_index = value & 0x3F; break;
  case (PORT_CRTC & 0xF) + 1: crtc_write(vga, (uint8_t)value); break;
  default: vga->feature = value & 0xB; break;
  }
}

void vga_claim_ports(struct vga *vga) {
  struct device *device = &vga->device;
  claim_ports(device, PORT_ATTRIBUTE, 16, WIDTH_1, read_port, write_port);
  claim_ports(device, PORT_CRTC, 2, WIDTH_1, read_moving, write_moving);
  claim_ports(device, PORT_STATUS_1, 1, WIDTH_1, read_moving, write_moving);
  claim_ports(device, PORT_CRTC_COLOR, 2, WIDTH_1, read_moving, write_moving);
  claim_ports(device, PORT_STATUS_1_COLOR, 1, WIDTH_1, read_moving, write_moving);
}
