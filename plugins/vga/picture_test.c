// The picture, dot by dot: small modes whose every line can be worked out by hand.
#include "../../machine/testing/test_machine.h"
#include "picture.h"
#include <string.h>

extern const struct device_kind vga_device;

static struct vga *vga;
static uint8_t answer[1 << 20];

static void registers(uint16_t port, uint8_t first, const uint8_t *values, unsigned count) {
  for (unsigned i = 0; i < count; i++) {
    out8(port, (uint8_t)(first + i));
    out8(port + 1, values[i]);
  }
}
#define REGISTERS(port, first, ...) registers(port, first, (const uint8_t[]){__VA_ARGS__}, sizeof((const uint8_t[]){__VA_ARGS__}))

static void attribute(uint8_t index, uint8_t value) {
  in8(0x3DA);
  out8(0x3C0, index);
  out8(0x3C0, value);
  out8(0x3C0, 0x20);
}

// `columns` character clocks by `lines` scan lines, palette register n showing DAC entry n, rows of two scan lines, all of memory linear.
static void make(unsigned columns, unsigned lines, uint8_t clocking, uint8_t memory_mode, uint8_t graphics_mode, uint8_t miscellaneous) {
  test_clear();
  vga = vga_of(test_device(&vga_device, NULL));
  out8(0x3C2, 0x67);
  REGISTERS(0x3C4, 0, 0x03, clocking, 0x0F, 0x00, memory_mode);
  REGISTERS(0x3CE, 0, 0, 0, 0, 0, 0, graphics_mode, miscellaneous, 0x0F, 0xFF);
  REGISTERS(0x3D4, 0, 100, (uint8_t)(columns - 1));
  REGISTERS(0x3D4, 6, 0xBF, 0x1F, 0x00, 0x41, 0x20, 0x00);
  REGISTERS(0x3D4, 0x0C, 0, 0, 0, 0);
  REGISTERS(0x3D4, 0x12, (uint8_t)(lines - 1), (uint8_t)(columns / 2), 0x00, 0x96, 0xB9, 0xE3, 0xFF);
  REGISTERS(0x3D4, 7, 0x10);
  for (uint8_t i = 0; i < 16; i++) attribute(i, i);
  attribute(0x12, 0x0F);
}

static void put_planes(uint32_t offset, uint32_t planes) {
  memcpy(vga->vram + 4 * offset, &planes, 4);
}

// Asks for the picture, and returns its header; the lines follow the palette.
static struct screen picture(uint32_t first_line) {
  struct screen screen;
  uint32_t bytes = screen_answer(&vga->device, QUESTION_PICTURE | first_line << 8, answer, sizeof answer);
  memcpy(&screen, answer, sizeof screen);
  CHECK_EQUAL(bytes, sizeof screen + 3 * screen.palette_entries + screen.lines * screen.line_bytes);
  return screen;
}
static const uint8_t *line(unsigned number) {
  struct screen screen;
  memcpy(&screen, answer, sizeof screen);
  return answer + sizeof screen + 3 * screen.palette_entries + number * screen.line_bytes;
}

// The first dots of a line, one character a dot: 0-9, A-V.
static void check_dots(unsigned number, const char *expected, int at) {
  char dots[80] = "";
  for (unsigned i = 0; expected[i]; i++) dots[i] = "0123456789ABCDEFGHIJKLMNOPQRSTUV"[line(number)[i] & 31];
  if (memcmp(dots, expected, strlen(expected))) fprintf(stderr, "line %u: %s, expected %s\n", number, dots, expected);
  test_check(!memcmp(dots, expected, strlen(expected)), __FILE__, at, "dots");
}
#define DOTS(number, expected) check_dots(number, expected, __LINE__)

static void test_planar(void) {
  make(2, 6, 0x01, 0x06, 0x00, 0x05);
  put_planes(0, 0x01020480);
  put_planes(1, 0x000000FF);
  put_planes(2, 0x0000FF00);
  struct screen screen = picture(0);
  CHECK_EQUAL(screen.mode, SCREEN_GRAPHICS);
  CHECK_EQUAL(screen.width, 16);
  CHECK_EQUAL(screen.height, 6);
  CHECK_EQUAL(screen.lines, 6);
  DOTS(0, "1000024811111111");
  DOTS(1, "1000024811111111"); // rows of two scan lines
  DOTS(2, "2222222200000000");
  // Planes that are not enabled are not seen.
  attribute(0x12, 0x0B);
  picture(0);
  DOTS(0, "1000020811111111");
  attribute(0x12, 0x0F);
  // Panning by three dots.
  attribute(0x13, 3);
  picture(0);
  DOTS(0, "0024811111111222");
  attribute(0x13, 0);
  // The start address; and below the line compare the memory's beginning.
  REGISTERS(0x3D4, 0x0D, 2);
  REGISTERS(0x3D4, 0x07, 0x00);
  REGISTERS(0x3D4, 0x09, 0x01);
  REGISTERS(0x3D4, 0x18, 0x02);
  picture(0);
  DOTS(0, "22222222");
  DOTS(2, "00000000");
  DOTS(3, "10000248");
  DOTS(4, "10000248");
  DOTS(5, "22222222");
  // A part of the picture.
  screen = picture(4);
  CHECK_EQUAL(screen.first_line, 4);
  CHECK_EQUAL(screen.lines, 2);
  DOTS(0, "10000248");
}

static void test_double_scan_and_half_clock(void) {
  make(1, 8, 0x09, 0x06, 0x00, 0x05);
  put_planes(0, 0x000000A0);
  REGISTERS(0x3D4, 0x13, 1);
  put_planes(2, 0x000000FF);
  REGISTERS(0x3D4, 0x09, 0xC0);
  struct screen screen = picture(0);
  CHECK_EQUAL(screen.width, 16);
  DOTS(0, "1100110000000000");
  DOTS(1, "1100110000000000");
  DOTS(2, "1111111111111111");
}

static void test_256_colors(void) {
  make(2, 4, 0x01, 0x0E, 0x40, 0x05);
  attribute(0x10, 0x41);
  REGISTERS(0x3D4, 0x14, 0x40); // doublewords: character n is at 4n
  test_write(0xA0000, 4, 0x04030201);
  test_write(0xA0004, 4, 0x0D0C0B0A);
  picture(0);
  DOTS(0, "11223344AABBCCDD");
  attribute(0x13, 2);
  picture(0);
  DOTS(0, "223344AABBCCDD");
  // Unchained (mode X): bytes.
  attribute(0x13, 0);
  REGISTERS(0x3D4, 0x14, 0x00);
  picture(0);
  DOTS(0, "11223344000000");
}

static void test_cga(void) {
  // Words; scan line 1 of a row is 8 KiB further (320 x 200 in four colors).
  make(2, 4, 0x01, 0x02, 0x30, 0x0F);
  REGISTERS(0x3D4, 0x17, 0xA2);
  REGISTERS(0x3C4, 2, 0x03);
  test_write(0xB8000, 2, 0xE41B); // 00 01 10 11, 11 10 01 00
  test_write(0xBA000, 1, 0xFF);
  picture(0);
  DOTS(0, "01233210");
  DOTS(1, "33330000");
}

// An 'A' of two scan lines in map A and in map B.
static void put_glyph(uint32_t font, uint8_t character, uint8_t first, uint8_t second) {
  vga->vram[4 * (font + character * 32u) + 2] = first;
  vga->vram[4 * (font + character * 32u + 1) + 2] = second;
}

static void make_text(void) {
  make(2, 4, 0x00, 0x02, 0x10, 0x0E);
  REGISTERS(0x3C4, 2, 0x03);
  REGISTERS(0x3D4, 0x17, 0xA3);
  REGISTERS(0x3D4, 0x13, 0x01);
  REGISTERS(0x3D4, 0x14, 0x1F);
  attribute(0x10, 0x0C);
  attribute(0x13, 0x08);
  put_glyph(0, 'A', 0x81, 0x7E);
  put_glyph(0, 0xC4, 0xFF, 0x01);
  put_glyph(0x4000, 'A', 0x18, 0x00);
}

static void test_text(void) {
  make_text();
  test_write(0xB8000, 4, 0x1EC42741);
  struct screen screen = picture(0);
  CHECK_EQUAL(screen.mode, SCREEN_TEXT);
  CHECK_EQUAL(screen.width, 18);
  DOTS(0, "722222272EEEEEEEEE"); // the ninth dot of line graphics repeats the eighth
  DOTS(1, "2777777221111111EE");
  attribute(0x10, 0x08);
  picture(0);
  DOTS(0, "722222272EEEEEEEE1");
  attribute(0x10, 0x0C);
  // Attribute bit 3 chooses map A; bit 7 is blinking, or intensity of the background.
  REGISTERS(0x3C4, 3, 0x04);
  test_write(0xB8000, 2, 0x9F41);
  picture(0);
  DOTS(0, "111FF1111");
  attribute(0x10, 0x04);
  picture(0);
  DOTS(0, "999FF9999");
  // Panning in nine-dot text: 8 is none, 0 is one dot.
  attribute(0x13, 0x00);
  picture(0);
  DOTS(0, "99FF9999");
  attribute(0x13, 0x08);
  // Eight dots.
  REGISTERS(0x3C4, 1, 0x01);
  screen = picture(0);
  CHECK_EQUAL(screen.width, 16);
  // The underline of monochrome text.
  test_write(0xB8000, 2, 0x0141);
  REGISTERS(0x3D4, 0x14, 0x01);
  picture(0);
  DOTS(0, "10000001");
  DOTS(1, "11111111");
}

static void test_cursor(void) {
  make_text();
  test_write(0xB8004, 4, 0x07420741);
  REGISTERS(0x3D4, 0x0A, 0x01, 0x01); // the second scan line
  REGISTERS(0x3D4, 0x0E, 0x00, 0x03);
  picture(0);
  DOTS(2, "700000070000000000");
  DOTS(3, "077777700777777777");
  struct screen screen;
  uint32_t bytes = screen_answer(&vga->device, QUESTION_TEXT, answer, sizeof answer);
  memcpy(&screen, answer, sizeof screen);
  CHECK_EQUAL(bytes, sizeof screen + 16 * 3 + 8);
  CHECK_EQUAL(screen.columns, 2);
  CHECK_EQUAL(screen.rows, 2);
  CHECK_EQUAL(screen.cell_width, 9);
  CHECK_EQUAL(screen.cell_height, 2);
  CHECK_EQUAL(screen.cursor_flags, CURSOR_VISIBLE);
  CHECK_EQUAL(screen.cursor_column, 1);
  CHECK_EQUAL(screen.cursor_row, 1);
  CHECK_EQUAL(screen.blink, 1);
  CHECK(!memcmp(answer + sizeof screen + 16 * 3 + 4, "A\7B\7", 4));
  REGISTERS(0x3D4, 0x0A, 0x21); // switched off
  screen_answer(&vga->device, QUESTION_TEXT, answer, sizeof answer);
  memcpy(&screen, answer, sizeof screen);
  CHECK_EQUAL(screen.cursor_flags, 0);
}

// The attribute controller's two ways to more than 16 DAC entries, the DAC's mask, and six bits widened to eight.
static void test_colors(void) {
  make(1, 2, 0x01, 0x06, 0x00, 0x05);
  put_planes(0, 0xFF0000FF); // color 9
  attribute(9, 0x35);
  attribute(0x14, 0x0D);
  picture(0);
  CHECK_EQUAL(line(0)[0], 0xF5);
  attribute(0x10, 0x81);
  picture(0);
  CHECK_EQUAL(line(0)[0], 0xD5);
  out8(0x3C8, 0x15);
  out8(0x3C9, 0x3F);
  out8(0x3C9, 0x2A);
  out8(0x3C9, 0x15);
  out8(0x3C6, 0x3F);
  picture(0);
  CHECK(!memcmp(answer + sizeof(struct screen) + 3 * 0xD5, "\xFF\xAA\x55", 3));
}

static void test_blank(void) {
  make(1, 2, 0x01, 0x06, 0x00, 0x05);
  put_planes(0, 0xFFFFFFFF);
  in8(0x3DA);
  out8(0x3C0, 0x00);
  CHECK_EQUAL(picture(0).mode, SCREEN_BLANK);
  DOTS(0, "00000000");
  out8(0x3C0, 0x00);
  out8(0x3C0, 0x20);
  CHECK_EQUAL(picture(0).mode, SCREEN_GRAPHICS);
  REGISTERS(0x3C4, 1, 0x21);
  CHECK_EQUAL(picture(0).mode, SCREEN_BLANK);
}

static void test_dispi_picture(void) {
  make(1, 2, 0x01, 0x06, 0x00, 0x05);
  static const uint16_t kMode[][2] = {{1, 16}, {2, 4}, {3, 16}, {4, 0x41}, {6, 32}, {8, 2}, {9, 3}};
  for (unsigned i = 0; i < ARRAY_LENGTH(kMode); i++) {
    test_out(0x1CE, 2, kMode[i][0]);
    test_out(0x1CF, 2, kMode[i][1]);
  }
  for (uint32_t i = 0; i < 32 * 8; i++) test_write(0xE0000000 + 2 * i, 2, i);
  struct screen screen = picture(1);
  CHECK_EQUAL(screen.format, PIXEL_565);
  CHECK_EQUAL(screen.width, 16);
  CHECK_EQUAL(screen.lines, 3);
  CHECK_EQUAL(screen.palette_entries, 0);
  CHECK_EQUAL(line(0)[0], 32 * 4 + 2);
  CHECK_EQUAL(line(1)[30], 32 * 5 + 2 + 15);
}

int main(void) {
  test_planar();
  test_double_scan_and_half_clock();
  test_256_colors();
  test_cga();
  test_text();
  test_cursor();
  test_colors();
  test_blank();
  test_dispi_picture();
  return test_finish("vga picture");
}
