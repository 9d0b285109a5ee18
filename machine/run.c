// The loop around the monitor: the guest runs until a timer is due or the channel is to be looked at; a halt waits for either.
#include "../monitor/cpu/system.h"
#include "../monitor/emulate/emulate.h"
#include "logging.h"

enum { TICK_US = 1000 };

void machine_attend(void) {
  struct control *control = &machine.vm.control;
  control->deadline_ns = 1;
  control->spent = CLOCK_EVERY;
}

void machine_reset(void) {
  machine.reset_wanted = true;
  machine_attend();
}

void machine_end(uint32_t status) {
  if (machine.ending) return;
  machine.ending = true;
  machine.end_reason = ENDING_STATUS;
  machine.end_status = status;
  machine_attend();
}

static void end(enum ending reason) {
  machine.ending = true;
  machine.end_reason = reason;
}

void devices_reset(void) {
  for (unsigned i = 0; i < machine.devices; i++)
    if (machine.device[i]->kind->reset) machine.device[i]->kind->reset(machine.device[i]);
}

static void reset(void) {
  machine.reset_wanted = false;
  machine.counters.resets++;
  if (machine.logging == LOGGING_RECORD) record_injection(LOG_RESET);
  a20_set(true);
  machine.vm.control.intr = machine.vm.control.nmi = machine.vm.control.ferr = machine.vm.control.ignne = false;
  devices_reset();
  cpu_reset(&machine.vm);
}

// The control of a run that ends at the next timer, or when the channel is to be looked at again.
static void limit_run(void) {
  struct control *control = &machine.vm.control;
  uint64_t wait = time_until(timers_next());
  control_begin(&machine.vm);
  if (wait > ATTEND_NS) wait = ATTEND_NS;
  if (machine.virtual_time) {
    control->instruction_limit = wait / VIRTUAL_NS_AN_INSTRUCTION + 1;
    return;
  }
  control->deadline_ns = world_nanoseconds(&machine.vm) + wait;
  if (!machine.interpreted) world_alarm(&machine.vm, (uint32_t)(wait / 1000) + 1, TICK_US);
}

static void run_guest(void) {
  limit_run();
  machine.position = POSITION_GUEST;
  enum outcome outcome = machine.interpreted ? run_interpreted(&machine.vm) : run_sbe(&machine.vm);
  if (machine.logging == LOGGING_RECORD) record_guest_ran(outcome);
  machine.position = POSITION_OUTSIDE;
  switch (outcome) {
  case OUTCOME_HALTED: machine.counters.halts++; break;
  case OUTCOME_SHUTDOWN: // the chipset answers a shutdown cycle with a reset
    if (machine.shutdown_ends)
      end(ENDING_SHUTDOWN);
    else
      machine.reset_wanted = true;
    break;
  case OUTCOME_ESCAPED: end(ENDING_ESCAPED); break;
  default: break;
  }
}

// A halted processor waits for an interrupt. With interrupts disabled nothing of this machine would wake it.
static void wait(void) {
  if (!(machine.vm.cpu.eflags & FLAG_IF)) {
    end(ENDING_HALTED);
    return;
  }
  channel_flush();
  uint64_t next = timers_next();
  if (machine.virtual_time && next != ~0ull) {
    uint64_t now = guest_ns();
    if (next > now) machine.skipped_ns += next - now;
    if (world_input(&machine.vm, 0)) channel_read();
    return;
  }
  bool input = world_input(&machine.vm, next == ~0ull ? ~0ull : time_until_halted(next));
  time_was_halted();
  if (input) channel_read();
}

static void stand_still(void) {
  uint64_t since = world_nanoseconds(&machine.vm);
  channel_send(REPORT_PAUSED, 0, NULL, 0);
  channel_flush();
  while (machine.paused && !machine.ending) channel_read();
  if (!machine.virtual_time) machine.skipped_ns += world_nanoseconds(&machine.vm) - since;
}

static void attend(void) {
  uint64_t now = world_nanoseconds(&machine.vm);
  if (now - machine.attended_ns < ATTEND_NS) return;
  machine.attended_ns = now;
  world_clock_set(&machine.vm);
  channel_flush();
  channel_poll();
}

void machine_run(void) {
  if (machine.logging == LOGGING_REPLAY) {
    replay_run();
    return;
  }
  machine.reset_wanted = true;
  while (!machine.ending) {
    if (machine.reset_wanted) reset();
    attend();
    if (machine.ending) break;
    if (machine.paused) stand_still();
    timers_fire();
    if (machine.reset_wanted || machine.ending) continue;
    if (machine.vm.cpu.halted && !control_wakes(&machine.vm))
      wait();
    else
      run_guest();
  }
  if (machine.logging == LOGGING_RECORD) record_end();
}
