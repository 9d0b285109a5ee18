// The CRT controller's counters and addresses, and graphics modes' dots (PS/2 Video Subsystem reference, "CRT Controller Registers").
#include "picture.h"

enum {
  CRTC_MODE_ROW_SCAN_0 = 1 << 0, // clear: address bit 13 is row scan bit 0 (the CGA's two banks)
  CRTC_MODE_ROW_SCAN_1 = 1 << 1, // clear: address bit 14 is row scan bit 1 (the Hercules card's four)
  CRTC_MODE_COUNT_2 = 1 << 3,    // the address counter advances every second character clock
  CRTC_MODE_WRAP_15 = 1 << 5,    // in word mode bit 0 is counter bit 15, not 13
  CRTC_MODE_BYTE = 1 << 6,
  CRTC_MODE_RETRACE = 1 << 7, // clear: no retraces, no picture
  UNDERLINE_COUNT_4 = 1 << 5,
  UNDERLINE_DOUBLEWORD = 1 << 6,
  MAXIMUM_SCAN_DOUBLE = 1 << 7,
  MAX_COLUMNS = 256,
};

static bool text_mode(const struct vga *vga) {
  return !dispi_enabled(vga) && !(vga->graphics[GFX_MISCELLANEOUS] & GFX_GRAPHICS);
}

static bool blank(const struct vga *vga) {
  if (!vga->palette_to_screen || vga->sequencer[SEQ_CLOCKING] & CLOCKING_SCREEN_OFF) return true;
  // Until a VGA mode was set, its timing stands still. A dispi mode has a timing of its own.
  return !dispi_enabled(vga) && ((vga->sequencer[SEQ_RESET] & 3) != 3 || !(vga->crtc[CRTC_MODE] & CRTC_MODE_RETRACE));
}

static enum pixel_format format_of(const struct vga *vga) {
  if (!dispi_packed(vga)) return PIXEL_INDEX;
  switch (vga->dispi[DISPI_BPP]) {
  case 15: return PIXEL_555;
  case 16: return PIXEL_565;
  case 24: return PIXEL_888;
  case 32: return PIXEL_8888;
  default: return PIXEL_INDEX;
  }
}

struct frame frame_of(const struct vga *vga) {
  struct frame frame = {.format = format_of(vga), .dots = 8, .repeat = 1};
  frame.mode = blank(vga) ? SCREEN_BLANK : text_mode(vga) ? SCREEN_TEXT : SCREEN_GRAPHICS;
  if (dispi_enabled(vga)) {
    frame.width = vga->dispi[DISPI_XRES];
    frame.height = vga->dispi[DISPI_YRES];
    frame.columns = frame.width / 8;
  } else {
    frame.columns = vga->crtc[CRTC_H_DISPLAY_END] + 1u;
    if (text_mode(vga) && !(vga->sequencer[SEQ_CLOCKING] & CLOCKING_8_DOTS)) frame.dots = 9;
    if (vga->sequencer[SEQ_CLOCKING] & CLOCKING_HALF_DOTS) frame.repeat = 2;
    frame.width = frame.columns * frame.dots * frame.repeat;
    frame.height = crtc_vertical(vga, CRTC_V_DISPLAY_END, 1, 6) + 1;
  }
  frame.line_bytes = frame.width * (dispi_packed(vga) ? dispi_pixel_bytes(vga) : 1);
  return frame;
}

// --- the counters ---

struct beam beam_at_top(const struct vga *vga) {
  struct beam beam = {.new_row = true};
  if (dispi_enabled(vga)) {
    uint32_t x = vga->dispi[DISPI_X_OFFSET];
    beam.start = vga->dispi[DISPI_Y_OFFSET] * dispi_line_bytes(vga) + (dispi_packed(vga) ? x * dispi_pixel_bytes(vga) : x / 8);
    return beam;
  }
  beam.row_scan = vga->crtc[CRTC_PRESET_ROW_SCAN] & 0x1F;
  beam.start = (uint32_t)(vga->crtc[CRTC_START_HIGH] << 8 | vga->crtc[CRTC_START_LOW]) + (vga->crtc[CRTC_PRESET_ROW_SCAN] >> 5 & 3);
  return beam;
}

void beam_next(const struct vga *vga, struct beam *beam) {
  uint32_t line = beam->line++;
  beam->new_row = false;
  if (dispi_enabled(vga)) {
    beam->start += dispi_line_bytes(vga);
    return;
  }
  uint8_t maximum = vga->crtc[CRTC_MAXIMUM_SCAN];
  uint32_t compare = crtc_vertical(vga, CRTC_LINE_COMPARE, 4, 31) | (maximum >> 6 & 1u) << 9;
  if (line == compare) {
    *beam = (struct beam){.line = beam->line, .split = true, .new_row = true};
    return;
  }
  if (maximum & MAXIMUM_SCAN_DOUBLE && !beam->half) {
    beam->half = true;
    return;
  }
  beam->half = false;
  if (beam->row_scan == (maximum & 0x1F)) {
    beam->row_scan = 0;
    beam->start += 2u * vga->crtc[CRTC_OFFSET];
    beam->new_row = true;
  } else {
    beam->row_scan = (beam->row_scan + 1) & 0x1F;
  }
}

uint32_t address_of_character(const struct vga *vga, const struct beam *beam, uint32_t character) {
  if (!dispi_enabled(vga) && vga->crtc[CRTC_UNDERLINE] & UNDERLINE_COUNT_4)
    character /= 4;
  else if (!dispi_enabled(vga) && vga->crtc[CRTC_MODE] & CRTC_MODE_COUNT_2)
    character /= 2;
  return beam->start + character;
}

uint32_t displayed(const struct vga *vga, const struct beam *beam, uint32_t counter) {
  uint32_t at, planes;
  if (dispi_enabled(vga)) {
    at = counter % (VRAM_BYTES / 4);
  } else {
    uint8_t mode = vga->crtc[CRTC_MODE];
    if (vga->crtc[CRTC_UNDERLINE] & UNDERLINE_DOUBLEWORD)
      at = counter << 2 | (counter >> 14 & 3);
    else if (mode & CRTC_MODE_BYTE)
      at = counter;
    else
      at = counter << 1 | (counter >> (mode & CRTC_MODE_WRAP_15 ? 15 : 13) & 1);
    if (!(mode & CRTC_MODE_ROW_SCAN_0)) at = (at & ~(1u << 13)) | (beam->row_scan & 1) << 13;
    if (!(mode & CRTC_MODE_ROW_SCAN_1)) at = (at & ~(1u << 14)) | (beam->row_scan >> 1 & 1) << 14;
    at %= PLANE_BYTES;
  }
  memcpy(&planes, vga->vram + 4 * (uint64_t)at, 4);
  return planes;
}

// --- dots ---

uint8_t dac_index_of(const struct vga *vga, uint8_t color) {
  uint8_t index = vga->attribute[color & 0xF], select = vga->attribute[ATTR_COLOR_SELECT];
  if (vga->attribute[ATTR_MODE] & ATTR_MODE_COLOR_SELECT_54) index = (uint8_t)((index & 0xF) | (select & 3) << 4);
  return (uint8_t)(index | (select & 0xC) << 4);
}

// The eight four-bit values that the shift registers give the attribute controller in one character clock.
static void shift_out(const struct vga *vga, uint32_t planes, uint8_t values[8]) {
  uint8_t mode = vga->graphics[GFX_MODE];
  for (unsigned dot = 0; dot < 8; dot++) {
    uint8_t value = 0;
    if (mode & GFX_MODE_256) {
      value = (uint8_t)(planes >> (dot / 2 * 8 + (dot & 1 ? 0 : 4)) & 0xF);
    } else if (mode & GFX_MODE_INTERLEAVE) {
      // Four dots from the even planes, then four from the odd ones, two bits each.
      unsigned plane = dot / 4, bit = 6 - 2 * (dot & 3);
      value = (uint8_t)((planes >> (8 * plane + bit) & 3) | (planes >> (8 * (plane + 2) + bit) & 3) << 2);
    } else {
      for (unsigned plane = 0; plane < 4; plane++) value |= (uint8_t)((planes >> (8 * plane + 7 - dot) & 1) << plane);
    }
    values[dot] = value;
  }
}

static void draw_graphics(const struct vga *vga, const struct beam *beam, uint32_t counter, uint8_t *to) {
  uint8_t values[8];
  shift_out(vga, displayed(vga, beam, counter), values);
  if (vga->attribute[ATTR_MODE] & ATTR_MODE_256) {
    // Two clocks make one dot of eight bits.
    for (unsigned dot = 0; dot < 8; dot++) to[dot] = (uint8_t)(values[dot & ~1u] << 4 | values[dot | 1]);
  } else {
    uint8_t enabled = vga->attribute[ATTR_PLANE_ENABLE] & 0xF;
    for (unsigned dot = 0; dot < 8; dot++) to[dot] = dac_index_of(vga, values[dot] & enabled);
  }
}

// Map A or B by attribute bit 3, each of eight in plane 2. One map for both leaves the bit to the intensity alone.
static uint32_t font_at(const struct vga *vga, uint8_t attribute) {
  uint8_t select = vga->sequencer[SEQ_CHARACTER_MAP];
  unsigned map = attribute & 8 ? (select >> 2 & 3) | (select >> 3 & 4) : (select & 3) | (select >> 2 & 4);
  if (!(vga->sequencer[SEQ_MEMORY_MODE] & MEMORY_EXTENDED)) map = 0;
  return (map & 3) * 0x4000 + (map >> 2) * 0x2000;
}

static void draw_character(const struct vga *vga, const struct frame *frame, const struct beam *beam, uint32_t counter, uint8_t *to) {
  uint32_t planes = displayed(vga, beam, counter);
  uint8_t character = (uint8_t)planes, attribute = (uint8_t)(planes >> 8), mode = vga->attribute[ATTR_MODE];
  unsigned row = vga->vram[4 * (font_at(vga, attribute) + character * 32u + beam->row_scan) + 2];
  // The underline of the monochrome adapter: foreground "blue" on a black background.
  if ((attribute & 0x77) == 1 && beam->row_scan == (vga->crtc[CRTC_UNDERLINE] & 0x1F)) row = 0xFF;
  row <<= 1;
  if (mode & ATTR_MODE_LINE_GRAPHICS && (character & 0xE0) == 0xC0) row |= row >> 1 & 1;
  uint8_t start = vga->crtc[CRTC_CURSOR_START], end = vga->crtc[CRTC_CURSOR_END] & 0x1F;
  uint16_t cursor = (uint16_t)(vga->crtc[CRTC_CURSOR_HIGH] << 8 | vga->crtc[CRTC_CURSOR_LOW]);
  if (cursor == (uint16_t)counter && !(start & 0x20) && beam->row_scan >= (start & 0x1F) && beam->row_scan <= end) row = 0x1FF;
  uint8_t enabled = vga->attribute[ATTR_PLANE_ENABLE] & 0xF;
  uint8_t foreground = dac_index_of(vga, attribute & enabled);
  uint8_t background = dac_index_of(vga, attribute >> 4 & enabled & (mode & ATTR_MODE_BLINK ? 7 : 0xF));
  for (unsigned dot = 0; dot < frame->dots; dot++) to[dot] = row << dot & 0x100 ? foreground : background;
}

// Dots that the screen is moved to the left (Horizontal PEL Panning register).
static unsigned panning(const struct vga *vga, const struct frame *frame, const struct beam *beam) {
  unsigned value = vga->attribute[ATTR_PANNING] & 0xF, mode = vga->attribute[ATTR_MODE];
  if (dispi_enabled(vga) || (beam->split && mode & ATTR_MODE_SPLIT_NO_PANNING)) return 0;
  if (frame->dots == 9) return value < 8 ? value + 1 : 0; // 8 is the unmoved position
  return value & 7;                                       // in 256-color modes, half dots
}

void draw_line(const struct vga *vga, const struct frame *frame, const struct beam *beam, uint8_t *to) {
  if (frame->mode == SCREEN_BLANK) {
    memset(to, 0, frame->line_bytes);
    return;
  }
  if (dispi_packed(vga)) {
    for (uint32_t done = 0; done < frame->line_bytes;) {
      uint32_t at = (beam->start + done) % VRAM_BYTES, count = frame->line_bytes - done;
      if (count > VRAM_BYTES - at) count = VRAM_BYTES - at;
      memcpy(to + done, vga->vram + at, count);
      done += count;
    }
    return;
  }
  uint8_t dots[(MAX_COLUMNS + 1) * 9 + 8];
  for (uint32_t first = 0; first < frame->columns; first += MAX_COLUMNS) {
    uint32_t columns = frame->columns - first < MAX_COLUMNS ? frame->columns - first : MAX_COLUMNS;
    for (uint32_t i = 0; i <= columns; i++) {
      uint32_t counter = address_of_character(vga, beam, first + i);
      if (frame->mode == SCREEN_TEXT)
        draw_character(vga, frame, beam, counter, dots + i * frame->dots);
      else
        draw_graphics(vga, beam, counter, dots + i * frame->dots);
    }
    const uint8_t *from = dots + panning(vga, frame, beam);
    for (uint32_t i = 0; i < columns * frame->dots; i++)
      for (unsigned again = 0; again < frame->repeat; again++) *to++ = from[i];
  }
}
