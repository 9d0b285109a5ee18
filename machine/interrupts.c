// The lines between devices, interrupt controller and processor.
#include "machine.h"

void irq_set(unsigned line, bool level) {
  if (machine.irq_line) machine.irq_line(machine.pic, line, level);
}

void intr_listen(struct device *pic, uint8_t (*acknowledge)(struct device *), void (*line)(struct device *, unsigned irq, bool level)) {
  machine.pic = pic;
  machine.acknowledge = acknowledge;
  machine.irq_line = line;
}

void intr_set(bool level) {
  machine.vm.control.intr = level;
}

uint8_t world_acknowledge(struct vm *vm) {
  machine.counters.interrupts++;
  return machine.acknowledge(machine.pic);
}

void nmi_raise(void) {
  machine.vm.control.nmi = true;
}

bool a20(void) {
  return machine.vm.memory.address_mask == 0xFFFFFFFF;
}

void a20_set(bool on) {
  machine.vm.memory.address_mask = on ? 0xFFFFFFFF : 0xFFEFFFFF;
}

void ferr_listen(struct device *device, void (*ferr)(struct device *device, bool level)) {
  machine.ferr_device = device;
  machine.ferr = ferr;
}

void world_ferr(struct vm *vm, bool level) {
  if (machine.ferr) machine.ferr(machine.ferr_device, level);
}

void ignne_set(bool asserted) {
  machine.vm.control.ignne = asserted;
}
