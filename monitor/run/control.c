// Stops, limits and injected interrupts, looked at between instructions.
#include "control.h"
#include "../../driver/driver.h"
#include "../cpu/system.h"
#include "../emulate/emulate.h"

void control_begin(struct vm *vm) {
  struct control *control = &vm->control;
  control->instructions_at_start = vm->counters.instructions;
  control->spent = 0;
  control->deliveries = 0;
  for (unsigned i = 0; i < control->events; i++) control->event[i].due = control->event[i].done = false;
}

bool control_watches(const struct control *control, uint32_t linear) {
  for (unsigned i = 0; i < control->stops; i++)
    if (control->stop[i] == linear) return true;
  for (unsigned i = 0; i < control->events; i++) {
    const struct event *event = &control->event[i];
    if (event->kind == EVENT_AT_EIP && !event->due && !event->done && event->at == linear) return true;
  }
  return false;
}

void control_record(struct vm *vm, struct delivered delivered) {
  struct control *control = &vm->control;
  if (control->deliveries < MAX_DELIVERED) control->delivered[control->deliveries] = delivered;
  control->deliveries++;
}

static bool allowed(const struct cpu *cpu, bool nmi) {
  if (nmi) return !cpu->nmi_blocked && cpu->shadow != SHADOW_MOVSS;
  return (cpu->eflags & FLAG_IF) && cpu->shadow == SHADOW_NONE;
}

// The event to deliver now; NMI comes before INTR (SDM Vol. 3A, table 6-2).
static struct event *next_event(struct vm *vm, uint32_t linear, uint64_t instructions) {
  struct control *control = &vm->control;
  struct event *found = NULL;
  for (unsigned i = 0; i < control->events; i++) {
    struct event *event = &control->event[i];
    if (event->done) continue;
    if (!event->due) event->due = event->kind == EVENT_AT_EIP ? event->at == linear : instructions >= event->at;
    if (event->due && allowed(&vm->cpu, event->nmi) && (!found || (event->nmi && !found->nmi))) found = event;
  }
  return found;
}

bool control_wakes(const struct vm *vm) {
  const struct control *control = &vm->control;
  if ((control->nmi && allowed(&vm->cpu, true)) || (control->intr && allowed(&vm->cpu, false))) return true;
  for (unsigned i = 0; i < control->events; i++)
    if (control->event[i].due && !control->event[i].done && allowed(&vm->cpu, control->event[i].nmi)) return true;
  return false;
}

static bool limit_reached(struct vm *vm, uint64_t instructions) {
  struct control *control = &vm->control;
  if (control->instruction_limit && instructions >= control->instruction_limit) return true;
  if (!control->deadline_ns || ++control->spent < CLOCK_EVERY) return false;
  control->spent = 0;
  return world_nanoseconds(vm) >= control->deadline_ns;
}

static bool stops_at(const struct control *control, uint32_t linear) {
  for (unsigned i = 0; i < control->stops; i++)
    if (control->stop[i] == linear) return true;
  return false;
}

bool control_before_instruction(struct vm *vm, enum outcome *outcome) {
  struct control *control = &vm->control;
  uint64_t instructions = vm->counters.instructions - control->instructions_at_start;
  if (__builtin_expect(control->ferr, 0)) settle_ferr(vm);
  for (;;) {
    uint32_t linear = vm->cpu.segment[CS].base + vm->cpu.eip;
    // A processor that an interrupt wakes goes to the handler, not to the instruction behind the HLT.
    if (control->stops && !vm->cpu.halted && stops_at(control, linear)) {
      *outcome = OUTCOME_STOPPED;
      return true;
    }
    if (limit_reached(vm, instructions)) {
      *outcome = OUTCOME_LIMIT;
      return true;
    }
    struct event *event = control->events ? next_event(vm, linear, instructions) : NULL;
    uint8_t vector;
    bool nmi = false;
    if (event) {
      event->done = true;
      vector = event->vector;
      nmi = event->nmi;
    } else if (control->nmi && allowed(&vm->cpu, true)) {
      control->nmi = false;
      vector = VECTOR_NMI;
      nmi = true;
    } else if (control->intr && allowed(&vm->cpu, false)) {
      vector = world_acknowledge(vm);
    } else {
      return false;
    }
    switch (deliver_interrupt(vm, vector, nmi)) {
    case STEP_EXCEPTION: *outcome = OUTCOME_EXCEPTION; return true;
    case STEP_SHUTDOWN: *outcome = OUTCOME_SHUTDOWN; return true;
    default: break;
    }
  }
}
