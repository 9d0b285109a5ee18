// The device: made, and put into its power-on state.
#include "vga.h"

static void create(struct device *device) {
  struct vga *vga = vga_of(device);
  window_create(vga);
  dispi_create(vga);
  vga_claim_ports(vga);
}

static void reset(struct device *device) {
  struct vga *vga = vga_of(device);
  window_close(vga);
  vga->miscellaneous = vga->feature = 0;
  vga->sequencer_index = vga->graphics_index = vga->crtc_index = vga->attribute_index = 0;
  memset(vga->sequencer, 0, sizeof vga->sequencer);
  memset(vga->graphics, 0, sizeof vga->graphics);
  memset(vga->crtc, 0, sizeof vga->crtc);
  memset(vga->attribute, 0, sizeof vga->attribute);
  memset(vga->dac, 0, sizeof vga->dac);
  memset(vga->vram, 0, 4 * PLANE_BYTES);
  vga->attribute_data = vga->palette_to_screen = vga->dac_reading = false;
  vga->dac_mask = 0xFF;
  vga->dac_index = vga->dac_component = 0;
  vga->latch = 0;
  dispi_reset(vga);
  window_settle(vga);
}

const struct device_kind vga_device = {
    .name = "vga",
    .bytes = sizeof(struct vga),
    .create = create,
    .reset = reset,
    .answer = screen_answer,
};
DEVICE_KIND(vga);
