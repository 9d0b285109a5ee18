// The picture, scan line by scan line, as the CRT controller walks through video memory.
#ifndef PLEX86_VGA_PICTURE_H
#define PLEX86_VGA_PICTURE_H

#include "screen.h"
#include "vga.h"

// What one frame looks like.
struct frame {
  enum screen_mode mode;
  enum pixel_format format;
  uint32_t width, height;
  uint32_t columns; // character clocks of a scan line
  unsigned dots;    // of a character clock: 8 or 9
  unsigned repeat;  // dots a dot: 2 where the dot clock is halved
  uint32_t line_bytes;
};

// The state of the CRT controller's address and row scan counters at one scan line.
struct beam {
  uint32_t line;
  uint32_t start;    // address counter of the row's first character
  unsigned row_scan; // scan line within the row
  bool half;         // second of two equal lines
  bool split;        // below the line compare
  bool new_row;      // this line is the first of a row, or of its visible part
};

struct frame frame_of(const struct vga *vga);
struct beam beam_at_top(const struct vga *vga);
void beam_next(const struct vga *vga, struct beam *beam);
// `to`: frame.line_bytes
void draw_line(const struct vga *vga, const struct frame *frame, const struct beam *beam, uint8_t *to);
// The plane bytes that the address counter selects: plane n in bits 8n.
uint32_t displayed(const struct vga *vga, const struct beam *beam, uint32_t counter);
uint32_t address_of_character(const struct vga *vga, const struct beam *beam, uint32_t character);
uint8_t dac_index_of(const struct vga *vga, uint8_t color); // four bits through the attribute controller's palette

#endif
