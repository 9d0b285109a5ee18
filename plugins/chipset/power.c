// Register numbers are those of the 82371AB data sheet, chapter 7. The timer is what SeaBIOS waits by: unlike a TSC that was measured
// against the PIT it is right even if the host stalled while it was measured.
#include "power.h"

enum {
  PM_BASE = 0x40, // configuration space
  DEVICE_ACTIVITY_B = 0x58,
  MISCELLANEOUS = 0x80,
  IO_ENABLE = 1,
  PORTS = 0x40,
  PM1_STATUS = 0, // I/O space
  PM1_ENABLE = 2,
  PM1_CONTROL = 4,
  PM_TIMER = 8,
  SCI_ENABLE = 1 << 0,
  SLEEP_ENABLE = 1 << 13,
  SLEEP_TYPE_SHIFT = 10,
  SOFT_OFF = 0, // SLP_TYP as SeaBIOS' DSDT names it for S5
};
// What SeaBIOS' tables name besides: general-purpose events of which there is no source, and the values for the command port by which an
// operating system takes the power management over (ACPI 1.0, 5.2.5: SMI_CMD, ACPI_ENABLE, ACPI_DISABLE). On a board the firmware's
// system management mode hears them; all that it does for them is to set or clear SCI_EN.
enum { EVENTS = 0xAFE0, EVENT_PORTS = 4, COMMAND = 0xB2, COMMAND_PORTS = 2, ACPI_DISABLE = 0xF0, ACPI_ENABLE = 0xF1 };
#define TIMER_HZ 3579545u
#define TIMER_MASK 0x00FFFFFFu

static struct power *power_of(struct device *device);

static uint32_t timer_now(void) {
  uint64_t ns = guest_ns();
  return (uint32_t)(ns / 1000000000u * TIMER_HZ + ns % 1000000000u * TIMER_HZ / 1000000000u) & TIMER_MASK;
}

static uint32_t read(struct device *device, uint16_t port, unsigned bytes) {
  const struct power *power = power_of(device);
  unsigned at = port - power->base, shift = 8 * (at & 3);
  uint32_t value = 0;
  switch (at & ~3u) {
  case PM1_STATUS: value = power->status | (uint32_t)power->enable << 16; break;
  case PM1_CONTROL: value = power->control; break;
  case PM_TIMER: value = timer_now(); break;
  }
  return value >> shift;
}

static void write(struct device *device, uint16_t port, unsigned bytes, uint32_t value) {
  struct power *power = power_of(device);
  switch (port - power->base) {
  case PM1_STATUS: power->status &= (uint16_t)~value; break; // written ones clear
  case PM1_ENABLE: power->enable = (uint16_t)value; break;
  case PM1_CONTROL:
    power->control = (uint16_t)((value & ~(uint32_t)SLEEP_ENABLE & ~(uint32_t)SCI_ENABLE) | (power->control & SCI_ENABLE));
    if (value & SLEEP_ENABLE && (value >> SLEEP_TYPE_SHIFT & 7) == SOFT_OFF) machine_end(0);
    break;
  }
}

static uint32_t read_command(struct device *device, uint16_t port, unsigned bytes) {
  return power_of(device)->command[port - COMMAND];
}

static void write_command(struct device *device, uint16_t port, unsigned bytes, uint32_t value) {
  struct power *power = power_of(device);
  power->command[port - COMMAND] = (uint8_t)value;
  if (port != COMMAND) return;
  if (value == ACPI_ENABLE) power->control |= SCI_ENABLE;
  if (value == ACPI_DISABLE) power->control &= (uint16_t)~SCI_ENABLE;
}

// Status, then enable: two bytes each.
static uint32_t read_events(struct device *device, uint16_t port, unsigned bytes) {
  return power_of(device)->events[port - EVENTS];
}
static void write_events(struct device *device, uint16_t port, unsigned bytes, uint32_t value) {
  if (port - EVENTS >= EVENT_PORTS / 2) power_of(device)->events[port - EVENTS] = (uint8_t)value;
}

static struct power *the_power;
static struct power *power_of(struct device *device) {
  return the_power;
}

static void written(struct pci_function *function, unsigned first, unsigned bytes) {
  struct power *power = the_power;
  uint16_t base = (uint16_t)(function->config[PM_BASE] | function->config[PM_BASE + 1] << 8) & 0xFFC0;
  if (!(function->config[MISCELLANEOUS] & IO_ENABLE)) base = 0;
  if (base == power->base) return;
  if (power->base) release_ports(power->base, PORTS);
  power->base = base;
  if (base) claim_ports(function->device, base, PORTS, WIDTH_1 | WIDTH_2 | WIDTH_4, read, write);
}

void power_create(struct power *power, struct device *device) {
  struct pci_function *function = &power->function;
  the_power = power;
  pci_add(function, device, 1, 3, 0x8086, 0x7113, 0x068000);
  pci_set16(function, 0x06, 0x0280);
  function->config[0x08] = 3; // before it the timer could be read wrongly (82371AB specification update), which drivers work around
  function->config[0x3D] = 1; // interrupt pin A
  function->config[PM_BASE] = 1;
  function->writable[PM_BASE] = 0xC0;
  function->writable[PM_BASE + 1] = 0xFF;
  function->writable[MISCELLANEOUS] = IO_ENABLE;
  function->writable[0x90] = 0xF0; // SMBus; nobody is on it
  function->writable[0x91] = function->writable[0xD2] = 0xFF;
  // APMC_EN: the firmware takes system management mode for set up already. There is none.
  function->config[DEVICE_ACTIVITY_B + 3] = 1 << 1;
  function->written = written;
  claim_ports(device, COMMAND, COMMAND_PORTS, WIDTH_1, read_command, write_command);
  claim_ports(device, EVENTS, EVENT_PORTS, WIDTH_1, read_events, write_events);
}

void power_reset(struct power *power) {
  power->status = power->enable = power->control = 0;
  memset(power->events, 0, sizeof power->events);
  memset(power->command, 0, sizeof power->command);
}
