#include "../../machine/testing/test_machine.h"

extern const struct device_kind pci_device, chipset_device;

enum { PM_FUNCTION = 0x80000B00u, PORTS = 0xB000 };
#define IOAPIC 0xFEC00000u

static void configure(unsigned at, uint32_t value) {
  test_out(0xCF8, 4, PM_FUNCTION | at);
  test_out(0xCFC, 4, value);
}

// The firmware's ports of the power management function.
static void start(void) {
  static const uint8_t bios[4096];
  test_clear();
  test_device(&pci_device, NULL);
  struct device *chipset = device_allocate(chipset_device.bytes);
  chipset->kind = &chipset_device;
  chipset_device.create(chipset);
  chipset_device.input(chipset, bios, sizeof bios);
  chipset_device.reset(chipset);
  configure(0x40, PORTS | 1);
  configure(0x80, 1);
}

static void acpi_mode(void) {
  start();
  CHECK_EQUAL(test_in(PORTS + 4, 2), 0);
  out8(0xB2, 0xF1);
  CHECK_EQUAL(test_in(PORTS + 4, 2), 1);
  test_out(PORTS + 4, 2, 0x0C00); // SCI_EN is the firmware's
  CHECK_EQUAL(test_in(PORTS + 4, 2), 0x0C01);
  out8(0xB2, 0x55);
  out8(0xB3, 0x66);
  CHECK_EQUAL(test_in(PORTS + 4, 2), 0x0C01);
  CHECK(in8(0xB2) == 0x55 && in8(0xB3) == 0x66);
  out8(0xB2, 0xF0);
  CHECK_EQUAL(test_in(PORTS + 4, 2), 0x0C00);
}

static void soft_off(void) {
  start();
  test_out(PORTS + 4, 2, 5 << 10 | 1 << 13); // another sleeping state
  CHECK_EQUAL(test_seen.ends, 0);
  test_out(PORTS + 4, 2, 1 << 13);
  CHECK(test_seen.ends == 1 && test_seen.status == 0);
}

static void events(void) {
  start();
  CHECK_EQUAL(test_in(0xAFE0, 4), 0);
  test_out(0xAFE0, 4, 0xFFFFFFFF);
  CHECK_EQUAL(test_in(0xAFE0, 4), 0xFFFF0000);
}

static uint32_t ioapic(unsigned number) {
  test_write(IOAPIC, 4, number);
  return test_read(IOAPIC + 0x10, 4);
}

static void io_apic(void) {
  start();
  CHECK_EQUAL(ioapic(1), 0x00170011);
  CHECK(ioapic(0x10) == 0x10000 && ioapic(0x11) == 0 && ioapic(0x3E) == 0x10000 && ioapic(0x40) == 0);
  test_write(IOAPIC, 4, 0x3E);
  test_write(IOAPIC + 0x10, 4, 0xFFFFFFFF);
  test_write(IOAPIC, 4, 0x3F);
  test_write(IOAPIC + 0x10, 4, 0xFFFFFFFF);
  CHECK(ioapic(0x3E) == 0x0001AFFF && ioapic(0x3F) == 0xFF000000 && ioapic(0x3C) == 0x10000);
  test_write(IOAPIC, 4, 0);
  test_write(IOAPIC + 0x10, 4, 0xFFFFFFFF);
  CHECK(ioapic(0) == 0x0F000000 && ioapic(2) == 0x0F000000 && test_read(IOAPIC, 4) == 2);
}

int main(void) {
  acpi_mode();
  soft_off();
  events();
  io_apic();
  return test_finish("chipset");
}
