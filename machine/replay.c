// A run from its log: no device is asked, and the first thing that the guest does otherwise ends it.
#include "replay.h"
#include "../monitor/cpu/system.h"
#include "../monitor/emulate/emulate.h"

// So often an injection's registers may be right and RAM not, before the rest of the way there is interpreted: stores are then marked, and
// summing RAM costs next to nothing.
enum { SUMS_OF_ALL_RAM = 64 };
static const uint64_t STRETCH_NS = 20000000;

struct replay replay;

void replay_finish(enum replay_end end) {
  if (replay.over) return;
  replay.over = true;
  replay.report.end = (uint32_t)end;
  replay.report.wanted = replay.next;
  machine_attend();
}

// The next entry is waited for from now on; effects before it are done.
void replay_next(void) {
  enum position before = machine.position;
  machine.position = POSITION_ACCESS;
  replay.since_ns = world_nanoseconds(&machine.vm);
  replay.refused = 0;
  ram_sum_marked(machine.interpreted);
  log_advance();
  while (log_is_effect(replay.next.kind)) {
    log_do_effect();
    log_advance();
  }
  machine.position = before;
  // An injection needs a look between instructions; so does an entry from which steps are traced.
  if (!log_is_access(replay.next.kind) || replay_stepping()) machine_attend();
}

// Whether the state is the next entry's. `found` is what the guest does; null at an injection.
static bool agrees(const struct log_entry *found, bool *registers) {
  struct log_state now;
  state_take(&now, false);
  *registers = state_same(&now, &replay.next.state);
  if (*registers && replay.next.state.ram) now.ram = ram_sum();
  bool same = state_same(&now, &replay.next.state);
  if (found) {
    replay.report.found = *found;
    replay.report.found.state = now;
    same = same && found->instruction == replay.next.instruction;
  } else {
    replay.report.found = (struct log_entry){.kind = LOG_KINDS, .state = now};
  }
  return same;
}

static void agreed(void) {
  if (replay.next.state.ram) replay.report.agreed = replay.report.entry;
  trace_entry();
}

static bool same_access(const struct log_entry *found) {
  const struct log_entry *next = &replay.next;
  bool value = found->kind == LOG_OUT || found->kind == LOG_WRITE || found->kind == LOG_FERR;
  bool address = found->kind != LOG_TIME_STAMP;
  return found->kind == next->kind && (!address || found->address == next->address) && found->width == next->width &&
         (!value || found->value == next->value);
}

uint32_t replay_access(enum log_kind kind, uint32_t address, unsigned bytes, uint32_t value) {
  if (replay.over) return 0;
  struct log_entry found = {
      .kind = (uint32_t)kind, .address = address, .width = bytes, .value = value, .instruction = machine.vm.restart.eip};
  bool registers;
  bool state = agrees(&found, &registers);
  if (!same_access(&found)) {
    replay_finish(REPLAY_ACCESS);
    return 0;
  }
  if (!state) {
    replay_finish(REPLAY_STATE);
    return 0;
  }
  uint32_t answer = replay.next.value;
  replay.high = replay.next.address;
  agreed();
  replay_next();
  return answer;
}

uint64_t replay_time_stamp(void) {
  uint32_t low = replay_access(LOG_TIME_STAMP, 0, 0, 0);
  return low | (uint64_t)replay.high << 32;
}

uint8_t replay_acknowledge(void) {
  uint8_t vector = (uint8_t)replay.next.value;
  machine.vm.control.intr = false;
  replay.injecting = false;
  agreed();
  replay_next();
  return vector;
}

// Runs the guest until the next look is due; `instructions` 0: no limit of instructions.
enum outcome replay_stretch(uint64_t instructions) {
  struct control *control = &machine.vm.control;
  control_begin(&machine.vm);
  control->instruction_limit = instructions;
  control->deadline_ns = world_nanoseconds(&machine.vm) + STRETCH_NS;
  if (!machine.interpreted) world_alarm(&machine.vm, (uint32_t)(STRETCH_NS / 1000), TICK_US);
  machine.position = POSITION_GUEST;
  bool interpreted = machine.interpreted || replay.refused > SUMS_OF_ALL_RAM;
  enum outcome outcome = interpreted ? run_interpreted(&machine.vm) : run_sbe(&machine.vm);
  machine.position = POSITION_OUTSIDE;
  if (outcome == OUTCOME_SHUTDOWN || outcome == OUTCOME_ESCAPED) replay.ended = outcome;
  return outcome;
}

static void inject(void) {
  switch (replay.next.kind) {
  case LOG_INTERRUPT:
    machine.vm.control.intr = replay.injecting = true;
    replay_stretch(0);
    if (replay.injecting) replay_finish(REPLAY_NOT_THERE);
    return;
  case LOG_RESET: {
    struct control *control = &machine.vm.control;
    control->intr = control->nmi = control->ferr = control->ignne = false;
    cpu_reset(&machine.vm);
    replay.ended = OUTCOME_LIMIT;
    break;
  }
  case LOG_END:
    agreed();
    replay_finish(REPLAY_AGREES);
    return;
  default: break;
  }
  agreed();
  replay_next();
}

// The guest has come to where the next injection may be due: done, and true, if it is.
bool replay_inject(void) {
  bool registers;
  if (!agrees(NULL, &registers) && replay.report.entry != 0) { // what was there before power-on does not count
    // Halted, it will not come to any other state.
    if (machine.vm.cpu.halted || replay.ended != OUTCOME_LIMIT) replay_finish(registers ? REPLAY_STATE : REPLAY_ENDED);
    if (registers && ++replay.refused == SUMS_OF_ALL_RAM + 1) ram_sum_marked(true);
    return false;
  }
  inject();
  return true;
}

static void to_injection(void) {
  struct control *control = &machine.vm.control;
  const struct cpu *cpu = &machine.vm.cpu;
  uint32_t wanted = replay.next.state.base[CS] + replay.next.state.eip;
  if (replay_inject() || replay.over) return;
  if (cpu->segment[CS].base + cpu->eip == wanted) {
    // Not this time. By the interpreter, since natively it cannot be told when one instruction is over.
    machine.position = POSITION_GUEST;
    enum step step = interpret(&machine.vm);
    machine.position = POSITION_OUTSIDE;
    if (step == STEP_SHUTDOWN) replay.ended = OUTCOME_SHUTDOWN;
    return;
  }
  control->stops = 1;
  control->stop[0] = wanted;
  replay_stretch(0);
  control->stops = 0;
}

static void to_access(void) {
  if (machine.vm.cpu.halted || replay.ended != OUTCOME_LIMIT) {
    replay.report.outcome = (uint32_t)(machine.vm.cpu.halted ? OUTCOME_HALTED : replay.ended);
    bool registers;
    agrees(NULL, &registers);
    replay_finish(REPLAY_ENDED);
    return;
  }
  replay_stretch(0);
}

static bool out_of_patience(void) {
  return world_nanoseconds(&machine.vm) - replay.since_ns > replay.patience_ns;
}

void replay_run(void) {
  replay.ended = OUTCOME_LIMIT;
  devices_reset(); // ROMs take their places
  replay_next();
  replay.report.entry = 0;
  while (!replay.over && !machine.ending) {
    channel_poll();
    if (replay.report.entry > replay.to)
      replay_finish(REPLAY_AGREES);
    else if (out_of_patience())
      replay_finish(REPLAY_NOT_THERE);
    else if (replay_stepping())
      trace_step();
    else if (log_is_access(replay.next.kind))
      to_access();
    else
      to_injection();
  }
  trace_end();
  replay.report.instructions = machine.vm.counters.instructions;
  channel_send(REPORT_REPLAYED, 0, &replay.report, sizeof replay.report);
  machine.ending = true;
  machine.end_reason = ENDING_QUIT;
}
