// A VGA with 16 MiB of video memory and the "dispi" registers of the Bochs VBE extension.
// Sources: IBM Personal System/2 Video Subsystem reference (registers and their bits); the Bochs VBE interface description (dispi).
#ifndef PLEX86_VGA_VGA_H
#define PLEX86_VGA_VGA_H

#include "../../machine/device.h"

enum {
  VRAM_BYTES = 16 << 20,
  PLANE_BYTES = 64 << 10,
  APERTURE = 0xA0000, // to 0xBFFFF
  APERTURE_BYTES = 0x20000,
  BANK_BYTES = 0x10000,
};
#define LFB_ADDRESS 0xE0000000u

enum { MISCELLANEOUS_COLOR = 1 << 0, MISCELLANEOUS_RAM = 1 << 1, MISCELLANEOUS_28_MHZ = 1 << 2 };

enum sequencer_register { SEQ_RESET, SEQ_CLOCKING, SEQ_MAP_MASK, SEQ_CHARACTER_MAP, SEQ_MEMORY_MODE, SEQ_REGISTERS };
enum {
  CLOCKING_8_DOTS = 1 << 0,
  CLOCKING_HALF_DOTS = 1 << 3, // every dot lasts two dot clocks
  CLOCKING_SCREEN_OFF = 1 << 5,
  MEMORY_EXTENDED = 1 << 1,   // more than 64 KiB in all
  MEMORY_SEQUENTIAL = 1 << 2, // clear: odd/even
  MEMORY_CHAIN_4 = 1 << 3,
};

enum graphics_register {
  GFX_SET_RESET,
  GFX_ENABLE_SET_RESET,
  GFX_COLOR_COMPARE,
  GFX_DATA_ROTATE,
  GFX_READ_MAP,
  GFX_MODE,
  GFX_MISCELLANEOUS,
  GFX_COLOR_DONT_CARE,
  GFX_BIT_MASK,
  GFX_REGISTERS,
};
enum {
  GFX_MODE_WRITE = 3,
  GFX_MODE_READ_COMPARE = 1 << 3,
  GFX_MODE_ODD_EVEN = 1 << 4,
  GFX_MODE_INTERLEAVE = 1 << 5, // the shift registers' form of the CGA's four-colour modes
  GFX_MODE_256 = 1 << 6,
  GFX_GRAPHICS = 1 << 0,
};

enum crtc_register {
  CRTC_H_TOTAL,
  CRTC_H_DISPLAY_END,
  CRTC_H_BLANK_START,
  CRTC_H_BLANK_END,
  CRTC_H_RETRACE_START,
  CRTC_H_RETRACE_END,
  CRTC_V_TOTAL,
  CRTC_OVERFLOW,
  CRTC_PRESET_ROW_SCAN,
  CRTC_MAXIMUM_SCAN,
  CRTC_CURSOR_START,
  CRTC_CURSOR_END,
  CRTC_START_HIGH,
  CRTC_START_LOW,
  CRTC_CURSOR_HIGH,
  CRTC_CURSOR_LOW,
  CRTC_V_RETRACE_START,
  CRTC_V_RETRACE_END,
  CRTC_V_DISPLAY_END,
  CRTC_OFFSET,
  CRTC_UNDERLINE,
  CRTC_V_BLANK_START,
  CRTC_V_BLANK_END,
  CRTC_MODE,
  CRTC_LINE_COMPARE,
  CRTC_REGISTERS,
};

enum attribute_register {
  ATTR_PALETTE,
  ATTR_MODE = 0x10,
  ATTR_OVERSCAN,
  ATTR_PLANE_ENABLE,
  ATTR_PANNING,
  ATTR_COLOR_SELECT,
  ATTR_REGISTERS,
};
enum {
  ATTR_MODE_GRAPHICS = 1 << 0,
  ATTR_MODE_LINE_GRAPHICS = 1 << 2, // the ninth dot of characters C0-DF repeats the eighth
  ATTR_MODE_BLINK = 1 << 3,
  ATTR_MODE_SPLIT_NO_PANNING = 1 << 5,
  ATTR_MODE_256 = 1 << 6,
  ATTR_MODE_COLOR_SELECT_54 = 1 << 7,
};

enum dispi_register {
  DISPI_ID,
  DISPI_XRES,
  DISPI_YRES,
  DISPI_BPP,
  DISPI_ENABLE,
  DISPI_BANK,
  DISPI_VIRTUAL_WIDTH,
  DISPI_VIRTUAL_HEIGHT,
  DISPI_X_OFFSET,
  DISPI_Y_OFFSET,
  DISPI_VIDEO_MEMORY_64K,
  DISPI_REGISTERS,
};
enum {
  DISPI_ENABLED = 1 << 0,
  DISPI_CAPABILITIES = 1 << 1, // the resolutions read as their maxima
  DISPI_8_BIT_DAC = 1 << 5,
  DISPI_LFB = 1 << 6,
  DISPI_KEEP_MEMORY = 1 << 7,
};

// How the part of the aperture that the guest sees relates to video memory, where that is simple enough for plain RAM (window.c).
enum layout {
  LAYOUT_TRAPPED,  // not simple: every access takes the full path
  LAYOUT_ODD_EVEN, // even bytes in plane 0, odd ones in plane 1: text, and the CGA's modes
  LAYOUT_PLANE,    // one plane is both written and read
  LAYOUT_CHAIN_4,  // byte n in plane n & 3
  LAYOUT_BANK,     // linear video memory
};

struct window {
  enum layout layout;
  uint32_t first, bytes; // guest-physical
  uint32_t base;         // LAYOUT_PLANE: the plane; LAYOUT_BANK: where in video memory
};

struct vga {
  struct device device;
  // Byte n of plane p is vram[4 * n + p], so that a latch is one 32-bit word.
  uint8_t *vram;
  uint8_t miscellaneous, feature;
  uint8_t sequencer_index, sequencer[SEQ_REGISTERS];
  uint8_t graphics_index, graphics[GFX_REGISTERS];
  uint8_t crtc_index, crtc[CRTC_REGISTERS];
  uint8_t attribute_index, attribute[ATTR_REGISTERS];
  bool attribute_data;    // the flip-flop: the next write to 3C0 is data
  bool palette_to_screen; // index bit 5 (PAS); clear: the screen shows the border colour only
  uint8_t dac[256][3], dac_mask, dac_index, dac_component, dac_partial[3];
  bool dac_reading;
  uint32_t latch;
  uint16_t dispi_index, dispi[DISPI_REGISTERS];
  struct window open;   // what is plain RAM now
  struct window wanted; // what the registers would allow
  uint32_t uses;        // trapped accesses since `wanted` last changed
};

static inline struct vga *vga_of(struct device *device) {
  return (struct vga *)device;
}

// --- registers.c, attribute.c, crtc.c ---
void vga_claim_ports(struct vga *vga);
uint8_t attribute_read(struct vga *vga, uint16_t port);
void attribute_write(struct vga *vga, uint8_t value);
uint8_t dac_read(struct vga *vga, uint16_t port);
void dac_write(struct vga *vga, uint16_t port, uint8_t value);
uint8_t crtc_read(struct vga *vga);
void crtc_write(struct vga *vga, uint8_t value);
uint8_t input_status_1(struct vga *vga);
uint32_t crtc_vertical(const struct vga *vga, unsigned low, unsigned bit_8, unsigned bit_9); // a count with its overflow bits

// --- planes.c: the full path of a byte through the graphics controller. `offset` is within the aperture's visible part ---
uint8_t planes_read(struct vga *vga, uint32_t offset);
void planes_write(struct vga *vga, uint32_t offset, uint8_t value);

// --- window.c: the aperture A0000-BFFFF ---
void window_create(struct vga *vga);
void window_settle(struct vga *vga); // after any register that decides how the aperture is seen
void window_store(struct vga *vga);  // what is plain RAM now is in video memory too
void window_close(struct vga *vga);

// --- dispi.c ---
void dispi_create(struct vga *vga);
void dispi_reset(struct vga *vga);
static inline bool dispi_enabled(const struct vga *vga) {
  return vga->dispi[DISPI_ENABLE] & DISPI_ENABLED;
}
static inline bool dispi_packed(const struct vga *vga) {
  return dispi_enabled(vga) && vga->dispi[DISPI_BPP] > 4;
}
static inline unsigned dispi_pixel_bytes(const struct vga *vga) {
  return (vga->dispi[DISPI_BPP] + 7u) / 8;
}
uint32_t dispi_line_bytes(const struct vga *vga); // from one scan line to the next; in 4-bit modes, of one plane

// --- answer.c ---
uint32_t screen_answer(struct device *device, uint32_t question, uint8_t *to, uint32_t room);

#endif
