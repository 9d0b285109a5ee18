// The lines between devices, interrupt controller and processor.
#include "logging.h"

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
  return machine.logging ? logged_acknowledge(machine.acknowledge) : machine.acknowledge(machine.pic);
}

void nmi_raise(void) {
  machine.vm.control.nmi = true;
}

bool a20(void) {
  return machine.vm.memory.address_mask == 0xFFFFFFFF;
}

static void lines_changed(void) {
  if (machine.logging == LOGGING_RECORD) record_effect(LOG_LINES, machine.vm.control.ignne, 0, machine.vm.memory.address_mask, NULL, 0);
}

void a20_set(bool on) {
  machine.vm.memory.address_mask = on ? 0xFFFFFFFF : 0xFFEFFFFF;
  lines_changed();
}

void ferr_listen(struct device *device, void (*ferr)(struct device *device, bool level)) {
  machine.ferr_device = device;
  machine.ferr = ferr;
}

static uint32_t ferr(uint32_t unused, unsigned bytes, uint32_t level) {
  if (machine.ferr) machine.ferr(machine.ferr_device, level);
  return 0;
}

void world_ferr(struct vm *vm, bool level) {
  if (machine.logging)
    logged_access(LOG_FERR, 0, 0, level, ferr);
  else
    ferr(0, 0, level);
}

void ignne_set(bool asserted) {
  machine.vm.control.ignne = asserted;
  lines_changed();
}
