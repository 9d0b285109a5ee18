// Answers to the plugin's questions: the header of screen.h, and text or picture behind it.
#include "picture.h"

struct writer {
  uint8_t *to;
  uint32_t used, room;
};

static bool put(struct writer *writer, const void *from, uint32_t bytes) {
  if (writer->room - writer->used < bytes) return false;
  memcpy(writer->to + writer->used, from, bytes);
  writer->used += bytes;
  return true;
}

// A component of the DAC in eight bits; six of them span the same range.
static uint8_t eight_bits(const struct vga *vga, uint8_t value) {
  return vga->dispi[DISPI_ENABLE] & DISPI_8_BIT_DAC ? value : (uint8_t)(value << 2 | value >> 4);
}

static bool put_color(const struct vga *vga, struct writer *writer, uint8_t index) {
  const uint8_t *entry = vga->dac[index & vga->dac_mask];
  uint8_t color[3] = {eight_bits(vga, entry[0]), eight_bits(vga, entry[1]), eight_bits(vga, entry[2])};
  return put(writer, color, 3);
}

// One row of cells; notes the cursor if it is here.
static bool put_row(const struct vga *vga, const struct frame *frame, const struct beam *beam, struct writer *writer,
                    struct screen *screen) {
  uint16_t cursor = (uint16_t)(vga->crtc[CRTC_CURSOR_HIGH] << 8 | vga->crtc[CRTC_CURSOR_LOW]);
  for (uint32_t column = 0; column < frame->columns; column++) {
    uint32_t counter = address_of_character(vga, beam, column), planes = displayed(vga, beam, counter);
    uint8_t cell[2] = {(uint8_t)planes, (uint8_t)(planes >> 8)};
    if (!put(writer, cell, 2)) return false;
    if ((uint16_t)counter != cursor) continue;
    screen->cursor_flags |= CURSOR_VISIBLE;
    screen->cursor_column = column;
    screen->cursor_row = screen->rows;
  }
  screen->rows++;
  return true;
}

static void put_text(const struct vga *vga, const struct frame *frame, struct writer *writer, struct screen *screen) {
  uint8_t maximum = vga->crtc[CRTC_MAXIMUM_SCAN], start = vga->crtc[CRTC_CURSOR_START], end = vga->crtc[CRTC_CURSOR_END];
  screen->columns = frame->columns;
  screen->cell_width = frame->dots * frame->repeat;
  screen->cell_height = ((maximum & 0x1Fu) + 1) << (maximum >> 7);
  screen->cursor_first = start & 0x1F;
  screen->cursor_last = end & 0x1F;
  screen->blink = vga->attribute[ATTR_MODE] & ATTR_MODE_BLINK ? 1 : 0;
  screen->palette_entries = 16;
  for (uint8_t color = 0; color < 16; color++) put_color(vga, writer, dac_index_of(vga, color & vga->attribute[ATTR_PLANE_ENABLE]));
  struct beam beam = beam_at_top(vga);
  for (; beam.line < frame->height; beam_next(vga, &beam))
    if (beam.new_row && !put_row(vga, frame, &beam, writer, screen)) break;
  if (start & 0x20 || screen->cursor_first > screen->cursor_last) screen->cursor_flags = 0;
}

static void put_picture(const struct vga *vga, const struct frame *frame, uint32_t first, struct writer *writer, struct screen *screen) {
  screen->first_line = first;
  screen->line_bytes = frame->line_bytes;
  if (frame->format == PIXEL_INDEX) {
    screen->palette_entries = 256;
    static const uint8_t black[3];
    for (unsigned i = 0; i < 256; i++) frame->mode == SCREEN_BLANK ? put(writer, black, 3) : put_color(vga, writer, (uint8_t)i);
  }
  struct beam beam = beam_at_top(vga);
  for (; beam.line < frame->height; beam_next(vga, &beam)) {
    if (beam.line < first) continue;
    if (writer->room - writer->used < frame->line_bytes) break;
    draw_line(vga, frame, &beam, writer->to + writer->used);
    writer->used += frame->line_bytes;
    screen->lines++;
  }
}

enum { PALETTE_BYTES = 256 * 3 };

uint32_t screen_answer(struct device *device, uint32_t question, uint8_t *to, uint32_t room) {
  struct vga *vga = vga_of(device);
  if (room < sizeof(struct screen) + PALETTE_BYTES) return 0;
  window_store(vga);
  struct frame frame = frame_of(vga);
  struct screen screen = {.mode = frame.mode, .width = frame.width, .height = frame.height, .format = frame.format};
  struct writer writer = {to, sizeof screen, room};
  switch (question & 0xFF) {
  case QUESTION_TEXT:
    if (frame.mode == SCREEN_TEXT) put_text(vga, &frame, &writer, &screen);
    break;
  case QUESTION_PICTURE: put_picture(vga, &frame, question >> 8, &writer, &screen); break;
  default: return 0;
  }
  memcpy(to, &screen, sizeof screen);
  return writer.used;
}
