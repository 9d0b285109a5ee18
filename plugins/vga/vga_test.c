// Registers, the planes' data path, and that windows of plain RAM hold what the planes would. A second adapter that never opens a window
// is the reference: both get the same accesses.
#include "../../machine/testing/test_machine.h"
#include "picture.h"
#include <stdlib.h>

extern const struct device_kind vga_device;

static struct vga *make(void) {
  test_clear();
  struct vga *vga = vga_of(test_device(&vga_device, NULL));
  out8(0x3C2, 0x67);
  return vga;
}

static void indexed(uint16_t port, uint8_t index, uint8_t value) {
  out8(port, index);
  out8(port + 1, value);
}
static uint8_t indexed_read(uint16_t port, uint8_t index) {
  out8(port, index);
  return in8(port + 1);
}

static void test_registers(void) {
  make();
  CHECK_EQUAL(in8(0x3CC), 0x67);
  CHECK_EQUAL(in8(0x3B4), 0xFF); // color addresses are selected
  indexed(0x3C4, 2, 0xFF);
  CHECK_EQUAL(indexed_read(0x3C4, 2), 0x0F);
  indexed(0x3CE, 5, 0xFF);
  CHECK_EQUAL(indexed_read(0x3CE, 5), 0x7B);
  CHECK_EQUAL(indexed_read(0x3CE, 9), 0);
  // Registers 0-7 of the CRT controller are protected, but for one bit.
  indexed(0x3D4, 0x00, 0x5F);
  indexed(0x3D4, 0x07, 0x0F);
  indexed(0x3D4, 0x11, 0x8E);
  indexed(0x3D4, 0x00, 0x11);
  indexed(0x3D4, 0x07, 0x10);
  CHECK_EQUAL(indexed_read(0x3D4, 0x00), 0x5F);
  CHECK_EQUAL(indexed_read(0x3D4, 0x07), 0x1F);
  indexed(0x3D4, 0x18, 0x77);
  CHECK_EQUAL(indexed_read(0x3D4, 0x18), 0x77);
  indexed(0x3D4, 0x11, 0x0E);
  indexed(0x3D4, 0x00, 0x11);
  CHECK_EQUAL(indexed_read(0x3D4, 0x00), 0x11);
  // Monochrome addresses.
  out8(0x3C2, 0x66);
  CHECK_EQUAL(in8(0x3D5), 0xFF);
  CHECK_EQUAL(indexed_read(0x3B4, 0x18), 0x77);
  // A 16-bit write reaches index and data.
  test_out(0x3B4, 2, 0x120F);
  CHECK_EQUAL(in8(0x3B4), 0x0F);
  CHECK_EQUAL(in8(0x3B5), 0x12);
}

static void test_attribute(void) {
  make();
  in8(0x3DA);
  out8(0x3C0, 0x02);
  out8(0x3C0, 0x3A);
  out8(0x3C0, 0x03);
  in8(0x3DA); // the next write is an index again
  out8(0x3C0, 0x22);
  CHECK_EQUAL(in8(0x3C1), 0x3A);
  CHECK_EQUAL(in8(0x3C0), 0x22);
}

static void test_dac(void) {
  make();
  out8(0x3C8, 7);
  for (unsigned i = 0; i < 6; i++) out8(0x3C9, (uint8_t)(0x40 + i));
  CHECK_EQUAL(in8(0x3C8), 9);
  CHECK_EQUAL(in8(0x3C7), 0);
  out8(0x3C9, 0x11); // an entry changes with its third component
  out8(0x3C7, 7);
  CHECK_EQUAL(in8(0x3C7), 3);
  for (unsigned i = 0; i < 6; i++) CHECK_EQUAL(in8(0x3C9), i);
  CHECK_EQUAL(in8(0x3C9), 0);
  out8(0x3C6, 0x0F);
  CHECK_EQUAL(in8(0x3C6), 0x0F);
}

// One retrace a frame, at the place that the CRT controller is told.
static void test_retrace(void) {
  struct vga *vga = make();
  static const uint8_t kMode3[] = {0x5F, 0x4F, 0x50, 0x82, 0x55, 0x81, 0xBF, 0x1F, 0,    0x4F, 0xD,  0xE, 0,
                                   0,    0,    0,    0x9C, 0x8E, 0x8F, 0x28, 0x1F, 0x96, 0xB9, 0xA3, 0xFF};
  memcpy(vga->crtc, kMode3, sizeof kMode3);
  uint64_t dots = 449ull * 100 * 9; // a frame of mode 3 at 28.322 MHz
  uint64_t frame = dots * 1000000000 / 28322000;
  unsigned rises = 0, lines_in_retrace = 0;
  bool before = false;
  for (unsigned line = 0; line < 449 * 10; line++) {
    bool retrace = in8(0x3DA) & 8;
    if (retrace && !before) rises++;
    lines_in_retrace += retrace;
    before = retrace;
    test_advance(frame / 449 + 1);
  }
  CHECK_EQUAL(rises, 10);
  CHECK_EQUAL(lines_in_retrace, 20); // 9C to 9E
  // The first line: display, then not.
  test_clear();
  vga = make();
  memcpy(vga->crtc, kMode3, sizeof kMode3);
  CHECK_EQUAL(in8(0x3DA) & 9, 0);
  test_advance(frame / 449 * 9 / 10);
  CHECK_EQUAL(in8(0x3DA) & 9, 1);
}

// --- the data path ---

static void planar(void) {
  indexed(0x3C4, 2, 0x0F);
  indexed(0x3C4, 4, 0x06);
  static const uint8_t kGraphics[] = {0, 0, 0, 0, 0, 0, 0x05, 0x0F, 0xFF};
  for (uint8_t i = 0; i < sizeof kGraphics; i++) indexed(0x3CE, i, kGraphics[i]);
}

static uint32_t planes_at(struct vga *vga, uint32_t offset) {
  uint32_t planes;
  window_store(vga);
  memcpy(&planes, vga->vram + 4 * offset, 4);
  return planes;
}

static void test_write_modes(void) {
  struct vga *vga = make();
  planar();
  test_write(0xA0010, 1, 0x81);
  CHECK_EQUAL(planes_at(vga, 0x10), 0x81818181);
  indexed(0x3C4, 2, 0x05); // planes 0 and 2
  indexed(0x3CE, 3, 0x03); // rotated by 3
  test_write(0xA0010, 1, 0x81);
  CHECK_EQUAL(planes_at(vga, 0x10), 0x81308130);
  indexed(0x3C4, 2, 0x0F);
  indexed(0x3CE, 3, 0x00);
  indexed(0x3CE, 1, 0x03); // planes 0 and 1 from set/reset
  indexed(0x3CE, 0, 0x02);
  test_write(0xA0010, 1, 0x55);
  CHECK_EQUAL(planes_at(vga, 0x10), 0x5555FF00);
  indexed(0x3CE, 1, 0x00);
  // Logical operations and bit mask work on the latches, which the last read loaded.
  test_read(0xA0010, 1);
  indexed(0x3CE, 8, 0xF0);
  indexed(0x3CE, 3, 0x18); // exclusive or
  test_write(0xA0020, 1, 0xFF);
  CHECK_EQUAL(planes_at(vga, 0x20), 0xA5A50FF0);
  indexed(0x3CE, 3, 0x08);
  test_write(0xA0020, 1, 0x3C);
  CHECK_EQUAL(planes_at(vga, 0x20), 0x15153F00);
  indexed(0x3CE, 3, 0x10);
  test_write(0xA0020, 1, 0x3C);
  CHECK_EQUAL(planes_at(vga, 0x20), 0x7575FF30);
  indexed(0x3CE, 3, 0x00);
  // Mode 1 copies the latches.
  indexed(0x3CE, 5, 0x01);
  test_write(0xA0030, 1, 0x00);
  CHECK_EQUAL(planes_at(vga, 0x30), 0x5555FF00);
  // Mode 2: a color under the bit mask.
  indexed(0x3CE, 5, 0x02);
  test_write(0xA0030, 1, 0x0A);
  CHECK_EQUAL(planes_at(vga, 0x30), 0xF505FF00);
  // Mode 3: the byte is the bit mask, the color comes from set/reset.
  indexed(0x3CE, 5, 0x03);
  indexed(0x3CE, 0, 0x0D);
  test_write(0xA0030, 1, 0x3C); // & F0
  CHECK_EQUAL(planes_at(vga, 0x30), 0x7575CF30);
}

static void test_read_modes(void) {
  struct vga *vga = make();
  planar();
  uint32_t planes = 0x0F33550F;
  memcpy(vga->vram + 4 * 5, &planes, 4);
  for (uint8_t plane = 0; plane < 4; plane++) {
    indexed(0x3CE, 4, plane);
    CHECK_EQUAL(test_read(0xA0005, 1), planes >> 8 * plane & 0xFF);
  }
  indexed(0x3CE, 5, 0x08);
  indexed(0x3CE, 2, 0x0F); // all planes set: 0F & 55 & 33 & 0F
  CHECK_EQUAL(test_read(0xA0005, 1), 0x01);
  indexed(0x3CE, 7, 0x02); // plane 1 alone matters
  CHECK_EQUAL(test_read(0xA0005, 1), 0x55);
  indexed(0x3CE, 2, 0x00);
  CHECK_EQUAL(test_read(0xA0005, 1), 0xAA);
  indexed(0x3CE, 7, 0x00);
  CHECK_EQUAL(test_read(0xA0005, 1), 0xFF);
}

static void test_addressing(void) {
  struct vga *vga = make();
  planar();
  indexed(0x3C4, 4, 0x0E); // chain 4
  test_write(0xA0104, 4, 0x44332211);
  CHECK_EQUAL(planes_at(vga, 0x104), 0x44332211);
  CHECK_EQUAL(test_read(0xA0106, 1), 0x33);
  indexed(0x3C4, 2, 0x0A);
  test_write(0xA0104, 4, 0x88776655);
  CHECK_EQUAL(planes_at(vga, 0x104), 0x88336611);
  indexed(0x3C4, 2, 0x03);
  indexed(0x3C4, 4, 0x02); // odd/even
  indexed(0x3CE, 5, 0x10);
  indexed(0x3CE, 6, 0x0E);
  test_write(0xB8106, 2, 0x0741);
  CHECK_EQUAL(planes_at(vga, 0x106), 0x0741);
  CHECK_EQUAL(test_read(0xB8106, 2), 0x0741);
  // The aperture: nothing elsewhere, and nothing at all with RAM disabled.
  CHECK_EQUAL(test_read(0xB0106, 1), 0xFF);
  CHECK_EQUAL(test_read(0xA0106, 1), 0xFF);
  indexed(0x3CE, 6, 0x0A);
  CHECK_EQUAL(test_read(0xB0106, 2), 0x0741);
  indexed(0x3CE, 6, 0x02);
  CHECK_EQUAL(test_read(0xA0106, 2), 0x0741);
  CHECK_EQUAL(test_read(0xB0106, 2), 0x0741); // 128 KiB show 64 KiB twice
  out8(0x3C2, 0x65);
  CHECK_EQUAL(test_read(0xA0106, 2), 0xFFFF);
}

// --- windows ---

static uint32_t random_state = 1;
static uint32_t random_below(uint32_t limit) {
  random_state = random_state * 1664525 + 1013904223;
  return (random_state >> 8) % limit;
}

// Registers as the BIOS sets them for text, a font load, mode 13h, mode X, mode 12h, 6 and 4: sequencer 2 and 4, graphics 3-6 and 8.
static const uint8_t kModes[][7] = {
    {0x03, 0x02, 0x00, 0x00, 0x10, 0x0E, 0xFF}, {0x04, 0x06, 0x00, 0x02, 0x00, 0x04, 0xFF}, {0x0F, 0x0E, 0x00, 0x00, 0x40, 0x05, 0xFF},
    {0x02, 0x06, 0x00, 0x01, 0x40, 0x05, 0xFF}, {0x0F, 0x06, 0x00, 0x00, 0x00, 0x05, 0xFF}, {0x01, 0x06, 0x00, 0x00, 0x00, 0x0D, 0xFF},
    {0x03, 0x02, 0x00, 0x00, 0x30, 0x0F, 0xFF}, {0x0F, 0x0E, 0x08, 0x00, 0x40, 0x05, 0xFF}, {0x03, 0x02, 0x00, 0x00, 0x10, 0x0A, 0x0F},
};

// A change goes by ports, and to the reference directly: it keeps nothing but registers and planes.
static void set_register(struct vga *reference, uint16_t port, uint8_t index, uint8_t value) {
  indexed(port, index, value);
  (port == 0x3C4 ? reference->sequencer : reference->graphics)[index] = value;
}

static void set_mode(struct vga *reference, const uint8_t mode[7]) {
  static const uint8_t kIndices[] = {2, 4, 3, 4, 5, 6, 8};
  for (unsigned i = 0; i < 7; i++) set_register(reference, i < 2 ? 0x3C4 : 0x3CE, kIndices[i], mode[i]);
}

static uint32_t planes_difference(struct vga *vga, const struct vga *reference) {
  window_store(vga);
  for (uint32_t i = 0; i < 4 * PLANE_BYTES; i++)
    if (vga->vram[i] != reference->vram[i]) return i;
  return ~0u;
}

// Mode after mode with random accesses in between; windows open where they may.
static void test_windows_hold_what_planes_would(void) {
  struct vga *vga = make();
  struct vga reference = {.vram = calloc(4, PLANE_BYTES), .miscellaneous = 0x67};
  unsigned opened[5] = {0};
  for (unsigned step = 0; step < 200; step++) {
    const uint8_t *mode = kModes[random_below(ARRAY_LENGTH(kModes))];
    set_mode(&reference, mode);
    static const uint32_t kFirst[4] = {0xA0000, 0xA0000, 0xB0000, 0xB8000}, kBytes[4] = {0x20000, 0x10000, 0x8000, 0x8000};
    unsigned map = mode[5] >> 2 & 3;
    for (unsigned i = random_below(700); i > 0; i--) {
      uint32_t offset = random_below(kBytes[map]);
      if (random_below(3)) {
        uint8_t value = (uint8_t)random_below(256);
        test_write(kFirst[map] + offset, 1, value);
        planes_write(&reference, offset, value);
      } else {
        // A read through plain RAM loads no latch; what follows must not depend on it.
        CHECK_EQUAL(test_read(kFirst[map] + offset, 1), planes_read(&reference, offset));
      }
    }
    opened[vga->open.layout]++;
    CHECK_EQUAL(planes_difference(vga, &reference), ~0u);
    vga->latch = reference.latch;
  }
  // Each kind was open in its turn, and some modes never open.
  for (unsigned layout = 0; layout <= LAYOUT_CHAIN_4; layout++) CHECK(opened[layout] > 10);
  free(reference.vram);
}

static void test_window_opens_and_closes(void) {
  struct vga *vga = make();
  struct vga unused = {.vram = NULL};
  set_mode(&unused, kModes[0]);
  CHECK_EQUAL(vga->open.layout, LAYOUT_TRAPPED);
  for (unsigned i = 0; i < 1000; i++) test_write(0xB8000 + 2 * (i % 100), 2, 0x0730 + i % 100);
  CHECK_EQUAL(vga->open.layout, LAYOUT_ODD_EVEN);
  CHECK_EQUAL(test_ram()[0xB8000 + 198], 0x30 + 99);
  CHECK_EQUAL(test_read(0xB8000, 2), 0x0730);
  indexed(0x3CE, 8, 0xFF); // nothing changes
  CHECK_EQUAL(vga->open.layout, LAYOUT_ODD_EVEN);
  indexed(0x3C4, 2, 0x04);
  CHECK_EQUAL(vga->open.layout, LAYOUT_TRAPPED);
  CHECK_EQUAL(planes_at(vga, 198), 0x0730 + 99);
  test_reset_all();
  CHECK_EQUAL(planes_at(vga, 198), 0);
}

// --- VBE ---

static void dispi(uint16_t index, uint16_t value) {
  test_out(0x1CE, 2, index);
  test_out(0x1CF, 2, value);
}
static uint16_t dispi_read(uint16_t index) {
  test_out(0x1CE, 2, index);
  return (uint16_t)test_in(0x1CF, 2);
}

static void test_dispi(void) {
  struct vga *vga = make();
  CHECK_EQUAL(dispi_read(0), 0xB0C5);
  dispi(0, 0xB0C0);
  CHECK_EQUAL(dispi_read(0), 0xB0C0);
  dispi(0, 0x1234);
  CHECK_EQUAL(dispi_read(0), 0xB0C0);
  CHECK_EQUAL(dispi_read(0xA), 256);
  dispi(4, 2);
  CHECK_EQUAL(dispi_read(1), 2560);
  CHECK_EQUAL(dispi_read(3), 32);
  dispi(4, 0);
  dispi(1, 640);
  dispi(2, 480);
  dispi(3, 16);
  vga->vram[640 * 2 * 480 - 1] = 0x55;
  dispi(4, 0x41);
  CHECK_EQUAL(vga->vram[640 * 2 * 480 - 1], 0);
  CHECK_EQUAL(dispi_read(6), 640);
  CHECK_EQUAL(dispi_read(7), (16 << 20) / 1280);
  dispi(1, 800); // not while it is on
  CHECK_EQUAL(dispi_read(1), 640);
  dispi(6, 320); // not narrower than what is seen
  CHECK_EQUAL(dispi_read(6), 640);
  dispi(6, 1024);
  CHECK_EQUAL(dispi_read(7), (16 << 20) / 2048);
  // The bank window, the linear frame buffer and video memory are one.
  dispi(5, 3);
  for (unsigned i = 0; i < 1000; i++) test_write(0xA0000 + i % 200, 1, i % 200);
  CHECK_EQUAL(vga->open.layout, LAYOUT_BANK);
  CHECK_EQUAL(test_read(0xE0030000 + 199, 1), 199);
  CHECK_EQUAL(vga->open.layout, LAYOUT_TRAPPED);
  test_write(0xE0040004, 4, 0x12345678);
  dispi(5, 4);
  CHECK_EQUAL(test_read(0xA0004, 4), 0x12345678);
  // A mode that is not possible stays off.
  dispi(4, 0);
  dispi(3, 7);
  dispi(4, 1);
  CHECK_EQUAL(dispi_read(4), 0);
}

// Whatever a guest writes to whatever register, the adapter stays inside its memory (the address sanitizer knows) and its answers are whole.
static void test_hostile(void) {
  struct vga *vga = make();
  enum { ROOM = 24 << 20 };
  uint8_t *answer = malloc(ROOM);
  static const uint16_t kPorts[] = {0x3C0, 0x3C2, 0x3C4, 0x3C5, 0x3C7, 0x3C8, 0x3C9, 0x3CE, 0x3CF, 0x3D4, 0x3D5, 0x3DA};
  for (unsigned run = 0; run < 60; run++) {
    test_reset_all();
    for (unsigned step = 0; step < 2000; step++) {
      switch (random_below(8)) {
      case 0: test_write(0xA0000 + random_below(0x20000), 1, random_below(256)); break;
      case 1: test_read(0xA0000 + random_below(0x20000), 1); break;
      case 2: test_write(LFB_ADDRESS + 4 * random_below(VRAM_BYTES / 4), 4, random_below(1 << 24)); break;
      case 3: dispi((uint16_t)random_below(12), (uint16_t)random_below(random_below(2) ? 3000 : 40)); break;
      default: {
        uint16_t port = kPorts[random_below(ARRAY_LENGTH(kPorts))];
        random_below(4) ? out8(port, (uint8_t)random_below(256)) : (void)in8(port);
        break;
      }
      }
      if (step % 500 == 499) {
        out8(0x3C4, 0);
        out8(0x3C5, 3);
        in8(0x3DA);
        out8(0x3C0, 0x20); // something may be seen
        for (uint32_t question = QUESTION_TEXT; question <= QUESTION_PICTURE; question++) {
          struct screen screen;
          uint32_t bytes = screen_answer(&vga->device, question | random_below(500) << 8, answer, ROOM);
          memcpy(&screen, answer, sizeof screen);
          CHECK_EQUAL(bytes,
                      sizeof screen + 3 * screen.palette_entries + screen.lines * screen.line_bytes + 2 * screen.columns * screen.rows);
        }
      }
    }
  }
  free(answer);
}

int main(void) {
  test_hostile();
  test_registers();
  test_attribute();
  test_dac();
  test_retrace();
  test_write_modes();
  test_read_modes();
  test_addressing();
  test_windows_hold_what_planes_would();
  test_window_opens_and_closes();
  test_dispi();
  return test_finish("vga");
}
