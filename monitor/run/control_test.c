// Stops, limits and injected interrupts between instructions. SDM Vol. 3A, 6.8 and table 6-2.
#include "../../conformance/testing/machine.h"

static struct vm *machine(void) {
  struct vm *vm = protected_machine(0);
  vm->cpu.eflags |= FLAG_IF;
  control_begin(vm);
  return vm;
}

static void stops(void) {
  struct vm *vm = machine();
  enum outcome outcome = OUTCOME_CRASHED;
  CHECK(!control_before_instruction(vm, &outcome), "nothing to stop at");
  vm->control.stops = 2;
  vm->control.stop[0] = 0x1234, vm->control.stop[1] = 0x6000;
  vm->cpu.segment[CS].base = 0x1000;
  CHECK(control_before_instruction(vm, &outcome), "at CS.base + EIP");
  CHECK_EQ(outcome, OUTCOME_STOPPED, "stopped");
  CHECK(control_watches(&vm->control, 0x1234) && !control_watches(&vm->control, 0x5000), "watched addresses");
}

static void limits(void) {
  struct vm *vm = machine();
  enum outcome outcome;
  vm->counters.instructions = 500;
  control_begin(vm);
  vm->control.instruction_limit = 3;
  vm->counters.instructions = 502;
  CHECK(!control_before_instruction(vm, &outcome), "two were executed");
  vm->counters.instructions = 503;
  CHECK(control_before_instruction(vm, &outcome), "three were executed");
  CHECK_EQ(outcome, OUTCOME_LIMIT, "limit");
  vm = machine();
  vm->control.deadline_ns = 1; // long ago
  bool ended = false;
  for (unsigned i = 0; i < 2000 && !ended; i++) ended = control_before_instruction(vm, &outcome);
  CHECK(ended && outcome == OUTCOME_LIMIT, "the clock is looked at now and then");
}

static void events(void) {
  struct vm *vm = machine();
  enum outcome outcome;
  vm->control.events = 1;
  vm->control.event[0] = (struct event){.kind = EVENT_AT_EIP, .vector = 0x30, .at = 0x5000};
  CHECK(control_watches(&vm->control, 0x5000), "waits for its address");
  vm->cpu.eflags &= ~FLAG_IF;
  CHECK(!control_before_instruction(vm, &outcome), "goes on");
  CHECK_EQ(vm->cpu.eip, 0x5000, "IF is clear");
  CHECK(!control_watches(&vm->control, 0x5000), "now it waits for IF");
  vm->cpu.eip = 0x5100;
  vm->cpu.eflags |= FLAG_IF;
  vm->cpu.shadow = SHADOW_STI;
  CHECK(!control_before_instruction(vm, &outcome), "goes on");
  CHECK_EQ(vm->cpu.eip, 0x5100, "the shadow of STI");
  vm->cpu.shadow = SHADOW_NONE;
  CHECK(!control_before_instruction(vm, &outcome), "goes on");
  CHECK_EQ(vm->cpu.eip, 0x6000 + 0x30 * 16, "delivered");
  CHECK_EQ(vm->control.delivered[0].eip, 0x5100, "with the boundary's EIP");
  CHECK(!control_before_instruction(vm, &outcome), "goes on");
  CHECK_EQ(vm->control.deliveries, 1, "once");
}

static void priorities(void) {
  struct vm *vm = machine();
  enum outcome outcome;
  vm->control.events = 3;
  vm->control.event[0] = (struct event){.kind = EVENT_AT_INSTRUCTION, .vector = 0x30, .at = 0};
  vm->control.event[1] = (struct event){.kind = EVENT_AT_INSTRUCTION, .vector = VECTOR_NMI, .nmi = true, .at = 0};
  vm->control.event[2] = (struct event){.kind = EVENT_AT_INSTRUCTION, .vector = VECTOR_NMI, .nmi = true, .at = 7};
  vm->cpu.shadow = SHADOW_MOVSS;
  CHECK(!control_before_instruction(vm, &outcome), "goes on");
  CHECK_EQ(vm->control.deliveries, 0, "MOV SS keeps even NMI away");
  vm->cpu.shadow = SHADOW_STI;
  CHECK(!control_before_instruction(vm, &outcome), "goes on");
  CHECK_EQ(vm->control.deliveries, 1, "STI does not");
  CHECK_EQ(vm->control.delivered[0].vector, VECTOR_NMI, "NMI before INTR");
  vm->counters.instructions = 7;
  CHECK(!control_before_instruction(vm, &outcome), "goes on");
  CHECK_EQ(vm->control.deliveries, 1, "IF is clear, and NMI blocks NMI");
  vm->cpu.nmi_blocked = false;
  CHECK(!control_before_instruction(vm, &outcome), "goes on");
  CHECK_EQ(vm->control.deliveries, 2, "the second NMI");
}

static void stop_in_handler(void) {
  struct vm *vm = machine();
  enum outcome outcome;
  vm->control.events = 1;
  vm->control.event[0] = (struct event){.kind = EVENT_AT_INSTRUCTION, .vector = 0x30, .at = 0};
  vm->control.stops = 1;
  vm->control.stop[0] = 0x6000 + 0x30 * 16;
  CHECK(control_before_instruction(vm, &outcome), "the handler's first instruction is a stop");
  CHECK_EQ(outcome, OUTCOME_STOPPED, "stopped");
  CHECK_EQ(vm->control.deliveries, 1, "after the delivery");
  vm = machine();
  vm->control.events = 1;
  vm->control.event[0] = (struct event){.kind = EVENT_AT_INSTRUCTION, .vector = 0x30, .at = 0};
  vm->cpu.idtr.limit = 0;
  CHECK(control_before_instruction(vm, &outcome), "no IDT");
  CHECK_EQ(outcome, OUTCOME_SHUTDOWN, "shutdown");
}

int main(void) {
  stops();
  limits();
  events();
  priorities();
  stop_in_handler();
  return finish("control");
}
