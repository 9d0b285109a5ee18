// The devices that have a part in C, by their plugins' names.
#include "machine.h"

extern const struct device_kind pci_device, chipset_device, fwcfg_device, serial_device, vga_device;

const struct device_kind *const device_kinds[] = {
    &pci_device, &chipset_device, &fwcfg_device, &serial_device, &vga_device, NULL,
};
