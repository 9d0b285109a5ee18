// The 82440FX host bridge and the 82371SB (PIIX3), as far as BIOS and operating systems look at them: the BIOS's ROM, shadow RAM by the
// PAM registers, interrupt routing registers, the IDE function's configuration space, the reset control register; power.c and ioapic.c beside it.
#include "../ide/bus_master.h"
#include "ioapic.h"
#include "power.h"
#include "routing.h"

enum {
  FIRST = 0xC0000, // what the PAM registers rule
  AREA_BYTES = 0x40000,
  SEGMENT_BYTES = 0x4000,
  SEGMENTS = AREA_BYTES / SEGMENT_BYTES,
  BIOS_SEGMENTS = 4,       // F0000-FFFFF is one to the PAM registers
  ISA_ROM_BYTES = 0x20000, // of the BIOS that is seen below 1 MiB
  MOST_BIOS_BYTES = 1 << 20,
  PAM0 = 0x59,
  PAM6 = 0x5F, // 82440FX data sheet, 3.2.18
  READ_ENABLE = 1,
  WRITE_ENABLE = 2,
  RESET_CONTROL = 0xCF9,
  COPROCESSOR = 0xF0,
};

struct chipset {
  struct device device;
  struct pci_function host, isa, ide;
  struct power power;
  struct routing routing;
  struct ioapic ioapic;
  uint8_t *bios; // as it stands below 4 GiB
  uint32_t bios_bytes;
  uint8_t rom[AREA_BYTES];    // what is read at C0000-FFFFF where no RAM is
  uint8_t shadow[AREA_BYTES]; // RAM that is not to be seen just now
  uint8_t pam[SEGMENTS];      // READ_ENABLE, WRITE_ENABLE
  uint8_t reset_control;
  bool built, ferr;
};

static void write_shadow(struct device *device, uint32_t address, unsigned bytes, uint32_t value) {
  struct chipset *chipset = (struct chipset *)device;
  for (unsigned i = 0; i < bytes; i++) chipset->shadow[address - FIRST + i] = (uint8_t)(value >> 8 * i);
}

static void set_segment(struct chipset *chipset, unsigned segment, unsigned rights) {
  unsigned old = chipset->pam[segment];
  if (rights == old) return;
  uint32_t at = segment * SEGMENT_BYTES, address = FIRST + at;
  if ((rights ^ old) & READ_ENABLE) {
    if (old & READ_ENABLE) memcpy(chipset->shadow + at, ram_at(address), SEGMENT_BYTES);
    ram_store(address, (rights & READ_ENABLE ? chipset->shadow : chipset->rom) + at, SEGMENT_BYTES);
  }
  chipset->pam[segment] = (uint8_t)rights;
  if (rights == (READ_ENABLE | WRITE_ENABLE))
    release_memory(address, SEGMENT_BYTES);
  else
    claim_rom(&chipset->device, address, SEGMENT_BYTES, rights & WRITE_ENABLE ? write_shadow : NULL);
}

static void host_written(struct pci_function *function, unsigned first, unsigned bytes) {
  struct chipset *chipset = (struct chipset *)function->device;
  if (!chipset->built || first + bytes <= PAM0 || first > PAM6) return;
  for (unsigned i = 0; i < BIOS_SEGMENTS; i++) set_segment(chipset, SEGMENTS - BIOS_SEGMENTS + i, function->config[PAM0] >> 4 & 3);
  for (unsigned i = 0; i < SEGMENTS - BIOS_SEGMENTS; i++)
    set_segment(chipset, i, function->config[PAM0 + 1 + i / 2] >> (i & 1 ? 4 : 0) & 3);
}

static uint32_t read_reset_control(struct device *device, uint16_t port, unsigned bytes) {
  return ((struct chipset *)device)->reset_control;
}

// PIIX3 data sheet, 2.5.5: bit 2 going from 0 to 1 resets.
static void write_reset_control(struct device *device, uint16_t port, unsigned bytes, uint32_t value) {
  struct chipset *chipset = (struct chipset *)device;
  if (value & ~chipset->reset_control & 4) machine_reset();
  chipset->reset_control = value & 2;
}

// The coprocessor error logic of the AT, which the PIIX3 has inside (data sheet, 4.5.3): FERR# raises IRQ 13; a write to port F0H takes
// that back and holds IGNNE# as long as FERR# lasts.
static void coprocessor_error(struct device *device, bool level) {
  ((struct chipset *)device)->ferr = level;
  if (level) irq_set(13, true);
}
static void write_coprocessor(struct device *device, uint16_t port, unsigned bytes, uint32_t value) {
  irq_set(13, false);
  if (((struct chipset *)device)->ferr) ignne_set(true);
}

static void create(struct device *device) {
  struct chipset *chipset = (struct chipset *)device;
  chipset->bios = device_allocate(MOST_BIOS_BYTES);
  memset(chipset->rom, 0xFF, AREA_BYTES);

  pci_add(&chipset->host, device, 0, 0, 0x8086, 0x1237, 0x060000);
  chipset->host.written = host_written;
  // SeaBIOS knows by this subsystem that it finds fw_cfg.
  pci_set16(&chipset->host, 0x2C, 0x1AF4);
  pci_set16(&chipset->host, 0x2E, 0x1100);
  chipset->host.config[8] = 2;
  for (unsigned i = PAM0; i <= PAM6; i++) chipset->host.writable[i] = i == PAM0 ? 0xF0 : 0xFF;
  chipset->host.writable[0x72] = 0x58; // SMRAM; nothing comes of it

  pci_add(&chipset->isa, device, 1, 0, 0x8086, 0x7000, 0x060100);
  pci_set16(&chipset->isa, 0x04, 0x0007);
  pci_set16(&chipset->isa, 0x06, 0x0200);
  routing_create(&chipset->routing, &chipset->isa);
  chipset->isa.writable[0x4C] = chipset->isa.writable[0x4E] = chipset->isa.writable[0x4F] = 0xFF;
  chipset->isa.config[0x4C] = 0x4D, chipset->isa.config[0x4E] = 0x03;

  pci_add(&chipset->ide, device, 1, 1, 0x8086, 0x7010, 0x010180); // at the compatible addresses, with a bus master
  pci_set16(&chipset->ide, 0x06, 0x0280);
  for (unsigned i = 0x40; i < 0x44; i++) chipset->ide.writable[i] = 0xFF; // timing; the decode of the two channels is always on

  bus_master_create(&chipset->ide);

  power_create(&chipset->power, device);
  ioapic_create(&chipset->ioapic, device);
  claim_ports(device, COPROCESSOR, 2, WIDTH_1, NULL, write_coprocessor);
  ferr_listen(device, coprocessor_error);
  claim_ports(device, RESET_CONTROL, 1, WIDTH_1, read_reset_control, write_reset_control);
}

// The BIOS image, in pieces, before the start.
static void input(struct device *device, const uint8_t *bytes, uint32_t count) {
  struct chipset *chipset = (struct chipset *)device;
  if (chipset->bios_bytes + count > MOST_BIOS_BYTES) device_fail(device, "the BIOS image is over 1 MiB");
  memcpy(chipset->bios + chipset->bios_bytes, bytes, count);
  chipset->bios_bytes += count;
}

static void reset(struct device *device) {
  struct chipset *chipset = (struct chipset *)device;
  if (!chipset->bios_bytes) device_fail(device, "there is no BIOS");
  if (chipset->bios_bytes % 4096) device_fail(device, "the BIOS image is not a number of 4 KiB pages");
  claim_image(device, 0u - chipset->bios_bytes, chipset->bios_bytes, chipset->bios);
  uint32_t bytes = chipset->bios_bytes < ISA_ROM_BYTES ? chipset->bios_bytes : ISA_ROM_BYTES;
  memcpy(chipset->rom + AREA_BYTES - bytes, chipset->bios + chipset->bios_bytes - bytes, bytes);
  // Shadowing is off: ROM everywhere. At power-on all of it is RAM.
  for (unsigned i = 0; i < SEGMENTS; i++) {
    if (!chipset->built) chipset->pam[i] = READ_ENABLE | WRITE_ENABLE;
    set_segment(chipset, i, 0);
  }
  chipset->built = true;
  chipset->reset_control = 0;
  chipset->ferr = false;
  bus_master_reset();
  power_reset(&chipset->power);
  ioapic_reset(&chipset->ioapic);
}

const struct device_kind chipset_device = {
    .name = "chipset", .bytes = sizeof(struct chipset), .create = create, .reset = reset, .input = input};
DEVICE_KIND(chipset);
