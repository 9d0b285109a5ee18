// States along a replay, for whoever compares two of them: at entries, or step by step behind one.
#include "replay.h"

bool replay_stepping(void) {
  return replay.steps && replay.report.entry > replay.from;
}

static void line(bool with_ram) {
  struct vm *vm = &machine.vm;
  struct trace_line line = {.entry = replay.report.entry};
  uint8_t code[INSN_MAX_BYTES + 1];
  unsigned available = fetch_code(vm, code);
  memcpy(line.code, code, available);
  state_take(&line.state, with_ram);
  if (!world_file_write(vm, replay.trace_file, replay.traced_lines++ * sizeof line, &line, sizeof line))
    channel_fail("replay", "the trace could not be written");
}

void trace_entry(void) {
  if (!replay.traced || replay.steps || replay.report.entry < replay.from || replay.report.entry > replay.to) return;
  if ((replay.report.entry - replay.from) % replay.each == 0) line(true);
}

static bool same_repetition(uint32_t eip) {
  return machine.vm.cpu.eip == eip && at_repetition();
}

void trace_step(void) {
  struct sbe_options singly = {.mode = SBE_FAST, .single = true};
  if (!replay.stepping && !machine.interpreted) {
    singly.mode = machine.strict ? SBE_STRICT : SBE_FAST;
    sbe_init(&machine.vm, &singly);
  }
  replay.stepping = true;
  if (replay.traced_lines >= replay.trace_limit) {
    replay_finish(REPLAY_AGREES);
    return;
  }
  bool dense = replay.traced_lines >= replay.dense && replay.traced_lines - replay.dense < replay.each;
  line(dense || replay.traced_lines % replay.each == 0);
  bool access = log_is_access(replay.next.kind);
  if (!access && (replay_inject() || replay.over)) return;
  if (machine.vm.cpu.halted || replay.ended != OUTCOME_LIMIT) {
    replay_finish(REPLAY_ENDED);
    return;
  }
  uint32_t eip = machine.vm.cpu.eip;
  do {
    replay_stretch(1);
  } while (!replay.over && replay.ended == OUTCOME_LIMIT && same_repetition(eip));
}

void trace_end(void) {
  if (replay.traced && replay.steps && replay.stepping) line(true);
  if (replay.dumped && !world_file_write(&machine.vm, replay.dump_file, 0, machine.vm.memory.ram, ram_size()))
    channel_fail("replay", "RAM could not be written");
}
