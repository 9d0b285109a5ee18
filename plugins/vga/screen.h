// What the display adapter answers its plugin: the screen as the guest has set it up. vm/screen/layout.ts reads this header.
//
// An answer is a struct screen, then `palette_entries` times 3 bytes (red, green, blue, 8 bits each), then what the question asks for.
// Every answer is of one moment.
#ifndef PLEX86_VGA_SCREEN_H
#define PLEX86_VGA_SCREEN_H

#include "../../monitor/types.h"

// The low byte of a question; the bits above it are a number of a scan line.
enum screen_question {
  // Text modes: the 16 colours of the attribute controller, and the cells row by row, each character then attribute. Graphics modes: the
  // header alone.
  QUESTION_TEXT = 0,
  // The picture, as many scan lines from the numbered one as there is room for: `lines` of them, `line_bytes` each. Text modes are drawn
  // with the guest's own fonts, cursor and blinking characters in their visible phase.
  QUESTION_PICTURE = 1,
};

enum screen_mode {
  SCREEN_BLANK = 0, // the guest has switched the picture off; a picture of it is all black
  SCREEN_TEXT = 1,
  SCREEN_GRAPHICS = 2,
};

enum pixel_format {
  PIXEL_INDEX = 1, // one byte, of the palette in the answer
  PIXEL_555 = 2,   // 16 bits: 0rrrrrgg gggbbbbb
  PIXEL_565 = 3,
  PIXEL_888 = 4,  // three bytes: blue, green, red
  PIXEL_8888 = 5, // four bytes: blue, green, red, nothing
};

enum cursor_flags {
  CURSOR_VISIBLE = 1,
};

struct screen {
  uint32_t mode;       // enum screen_mode
  uint32_t width;      // of the picture, in dots
  uint32_t height;     // in scan lines
  uint32_t format;     // enum pixel_format
  uint32_t first_line; // of the picture in this answer
  uint32_t lines;
  uint32_t line_bytes;
  uint32_t palette_entries;
  uint32_t columns;     // text modes; 0 otherwise
  uint32_t rows;        // of text; the last one may be seen in part only
  uint32_t cell_width;  // in dots
  uint32_t cell_height; // in scan lines
  uint32_t cursor_flags;
  uint32_t cursor_column;
  uint32_t cursor_row;
  uint32_t cursor_first; // scan lines within the cell
  uint32_t cursor_last;
  uint32_t blink; // 1: attribute bit 7 makes the character blink; 0: it is the background's intensity
};

#endif
