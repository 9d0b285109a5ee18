// The CRT controller's registers, and where on the screen the beam is.
#include "vga.h"

enum {
  PROTECT = 1 << 7,               // in V_RETRACE_END: registers 0-7 are read-only
  OVERFLOW_LINE_COMPARE = 1 << 4, // the one bit of register 7 that is not protected
  STATUS_NO_DISPLAY = 1 << 0,
  STATUS_RETRACE = 1 << 3,
};

uint8_t crtc_read(struct vga *vga) {
  return vga->crtc_index < CRTC_REGISTERS ? vga->crtc[vga->crtc_index] : 0;
}

void crtc_write(struct vga *vga, uint8_t value) {
  unsigned index = vga->crtc_index;
  if (index >= CRTC_REGISTERS) return;
  if (index <= CRTC_OVERFLOW && vga->crtc[CRTC_V_RETRACE_END] & PROTECT) {
    if (index != CRTC_OVERFLOW) return;
    value = (uint8_t)((vga->crtc[index] & ~OVERFLOW_LINE_COMPARE) | (value & OVERFLOW_LINE_COMPARE));
  }
  vga->crtc[index] = value;
}

uint32_t crtc_vertical(const struct vga *vga, unsigned low, unsigned bit_8, unsigned bit_9) {
  uint8_t overflow = vga->crtc[CRTC_OVERFLOW];
  return vga->crtc[low] | (overflow >> bit_8 & 1u) << 8 | (overflow >> bit_9 & 1u) << 9;
}

// The beam's place follows from guest time alone: the frame's length is that of the programmed timing, in dots of the chosen clock.
uint8_t input_status_1(struct vga *vga) {
  vga->attribute_data = false;
  uint64_t dots = vga->sequencer[SEQ_CLOCKING] & CLOCKING_8_DOTS ? 8 : 9;
  if (vga->sequencer[SEQ_CLOCKING] & CLOCKING_HALF_DOTS) dots *= 2;
  uint64_t hertz = vga->miscellaneous & MISCELLANEOUS_28_MHZ ? 28322000 : 25175000;
  uint32_t characters = vga->crtc[CRTC_H_TOTAL] + 5u;
  uint32_t lines = crtc_vertical(vga, CRTC_V_TOTAL, 0, 5) + 2;
  uint32_t displayed = crtc_vertical(vga, CRTC_V_DISPLAY_END, 1, 6) + 1;
  uint32_t retrace = crtc_vertical(vga, CRTC_V_RETRACE_START, 2, 7);
  // Timing that no program has set up yet, or that never ends a frame, still has its retraces.
  if (lines < 100 || retrace >= lines) characters = 100, lines = 449, displayed = 400, retrace = 412;

  uint64_t frame = characters * dots * lines * 1000000000 / hertz;
  uint64_t at = guest_ns() % frame * lines * characters / frame; // in characters since the frame's first
  uint32_t line = (uint32_t)(at / characters), character = (uint32_t)(at % characters);
  // The retrace ends where the low four bits of the line count equal those of the end register.
  uint32_t length = (vga->crtc[CRTC_V_RETRACE_END] - retrace) & 0xF;
  if (length == 0) length = 16;
  uint8_t status = 0;
  if (line >= displayed || character > vga->crtc[CRTC_H_DISPLAY_END]) status |= STATUS_NO_DISPLAY;
  if (line - retrace < length) status |= STATUS_RETRACE | STATUS_NO_DISPLAY;
  return status;
}
