// A case's registers into the VM, and the VM's into a result.
#include "../../monitor/run/control.h"
#include "exec.h"

enum { FX_MXCSR = 24, FX_CONTROL = 0, FX_MXCSR_MASK = 28 };

// After FNINIT: control word 037F, everything else empty; MXCSR as after reset.
static void initial_fx(uint8_t *fx) {
  memset(fx, 0, FX_BYTES);
  fx[FX_CONTROL] = 0x7F, fx[FX_CONTROL + 1] = 0x03;
  fx[FX_MXCSR] = 0x80, fx[FX_MXCSR + 1] = 0x1F;
}

static void load_registers(struct cpu *cpu, const struct wire_registers *from) {
  uint8_t *fx = cpu->fx;
  memset(cpu, 0, sizeof *cpu);
  cpu->fx = fx;
  memcpy(cpu->gpr, from->gpr, sizeof cpu->gpr);
  cpu->eip = from->eip;
  cpu->eflags = from->eflags | FLAG_ONE;
  for (unsigned i = 0; i < SEGMENT_REGISTERS; i++) {
    const struct wire_segment *segment = &from->segment[i];
    cpu->segment[i] = (struct segment){segment->selector, segment->attributes, segment->base, segment->limit};
  }
  cpu->gdtr = (struct table_register){from->gdtr_base, from->gdtr_limit & 0xFFFF};
  cpu->idtr = (struct table_register){from->idtr_base, from->idtr_limit & 0xFFFF};
  cpu->cr0 = from->cr0;
  cpu->cr2 = from->cr2;
  cpu->cr3 = from->cr3;
  cpu->cr4 = from->cr4;
  memcpy(cpu->dr, from->dr, sizeof cpu->dr);
  cpu->tsc = (uint64_t)from->tsc_high << 32 | from->tsc_low;
  cpu->cpl = from->cpl;
  cpu->shadow = from->shadow;
}

void store_registers(const struct cpu *cpu, struct wire_registers *to) {
  memcpy(to->gpr, cpu->gpr, sizeof to->gpr);
  to->eip = cpu->eip;
  to->eflags = cpu->eflags;
  for (unsigned i = 0; i < SEGMENT_REGISTERS; i++) {
    const struct segment *segment = &cpu->segment[i];
    to->segment[i] = (struct wire_segment){segment->selector, segment->attributes, segment->base, segment->limit};
  }
  to->gdtr_base = cpu->gdtr.base, to->gdtr_limit = cpu->gdtr.limit;
  to->idtr_base = cpu->idtr.base, to->idtr_limit = cpu->idtr.limit;
  to->cr0 = cpu->cr0;
  to->cr2 = cpu->cr2;
  to->cr3 = cpu->cr3;
  to->cr4 = cpu->cr4;
  memcpy(to->dr, cpu->dr, sizeof to->dr);
  to->tsc_low = (uint32_t)cpu->tsc, to->tsc_high = (uint32_t)(cpu->tsc >> 32);
  to->cpl = cpu->cpl;
  to->shadow = cpu->shadow;
}

static void load_fx(struct exec *exec) {
  uint8_t *live = exec->vm.cpu.fx;
  if (exec->test.wire->has_fx)
    memcpy(exec->fx, exec->test.fx, FX_BYTES);
  else
    initial_fx(exec->fx);
  // The processor writes MXCSR_MASK at every exit: its own value is the one that does not differ.
  memcpy(exec->fx + FX_MXCSR_MASK, live + FX_MXCSR_MASK, sizeof(uint32_t));
  memcpy(live, exec->fx, FX_GUEST_BYTES);
}

static void load_control(struct exec *exec) {
  struct control *control = &exec->vm.control;
  const struct wire_case *wire = exec->test.wire;
  control->stops = wire->stops;
  memcpy(control->stop, exec->test.stop, wire->stops * sizeof(uint32_t));
  control->events = wire->events;
  for (unsigned i = 0; i < wire->events; i++) {
    const struct wire_event *from = &exec->test.event[i];
    control->event[i] = (struct event){.kind = from->kind, .vector = from->vector, .nmi = from->nmi, .at = from->at};
  }
  control->stop_at_exception = wire->stop_at_exception;
  control->instruction_limit = wire->instruction_limit;
  uint32_t limit_us = exec->request.time_limit_us ? exec->request.time_limit_us : DEFAULT_TIME_LIMIT_US;
  control->deadline_ns = world_nanoseconds(&exec->vm) + (uint64_t)limit_us * 1000;
  control_begin(&exec->vm);
  control->deliveries = 0;
}

void load_state(struct exec *exec) {
  struct vm *vm = &exec->vm;
  load_registers(&vm->cpu, &exec->test.wire->registers);
  vm->cpu.model = exec->test.wire->model;
  load_fx(exec);
  load_control(exec);
  vm->exception = (struct exception){0};
  tlb_flush(vm, true);
  memset(exec->port_used, 0, exec->test.wire->ports);
  exec->outs = 0;
}
