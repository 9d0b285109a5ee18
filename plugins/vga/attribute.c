// Attribute controller and DAC: what turns the bits of a dot into a colour.
#include "vga.h"

static const uint8_t kAttributeBits[ATTR_REGISTERS] = {
    0x3F, 0x3F, 0x3F, 0x3F, 0x3F, 0x3F, 0x3F, 0x3F, 0x3F, 0x3F, 0x3F, 0x3F, 0x3F, 0x3F, 0x3F, 0x3F, 0xEF, 0xFF, 0x3F, 0x0F, 0x0F,
};

uint8_t attribute_read(struct vga *vga, uint16_t port) {
  if (port == 0x3C0) return (uint8_t)(vga->attribute_index | vga->palette_to_screen << 5);
  return vga->attribute_index < ATTR_REGISTERS ? vga->attribute[vga->attribute_index] : 0;
}

// One port for index and data in turn; a read of input status 1 makes the next write an index.
void attribute_write(struct vga *vga, uint8_t value) {
  if (!vga->attribute_data) {
    vga->attribute_index = value & 0x1F;
    vga->palette_to_screen = value >> 5 & 1;
  } else if (vga->attribute_index < ATTR_REGISTERS) {
    vga->attribute[vga->attribute_index] = value & kAttributeBits[vga->attribute_index];
  }
  vga->attribute_data = !vga->attribute_data;
}

// --- DAC: 256 entries, of 6 bits a colour, or 8 where the dispi registers say so ---

uint8_t dac_read(struct vga *vga, uint16_t port) {
  switch (port) {
  case 0x3C6: return vga->dac_mask;
  case 0x3C7: return vga->dac_reading ? 3 : 0;
  case 0x3C8: return vga->dac_index;
  }
  uint8_t value = vga->dac[vga->dac_index][vga->dac_component];
  if (++vga->dac_component == 3) {
    vga->dac_component = 0;
    vga->dac_index++;
  }
  return value;
}

void dac_write(struct vga *vga, uint16_t port, uint8_t value) {
  switch (port) {
  case 0x3C6: vga->dac_mask = value; return;
  case 0x3C7:
  case 0x3C8:
    vga->dac_index = value;
    vga->dac_component = 0;
    vga->dac_reading = port == 0x3C7;
    return;
  }
  // The entry changes when its third component has arrived.
  vga->dac_partial[vga->dac_component] = vga->dispi[DISPI_ENABLE] & DISPI_8_BIT_DAC ? value : value & 0x3F;
  if (++vga->dac_component < 3) return;
  memcpy(vga->dac[vga->dac_index++], vga->dac_partial, 3);
  vga->dac_component = 0;
}
