// Which engine runs a case, and what SBE's cache holds when it begins.
#include "../../monitor/cpu/validate.h"
#include "../../monitor/emulate/emulate.h"
#include "exec.h"

// Engines do not share their views of guest memory: what the last one had mapped goes before another starts.
void prepare_engine(struct exec *exec) {
  const struct wire_request *request = &exec->request;
  bool changed = !exec->prepared || exec->engine != request->engine;
  if (changed && exec->prepared && exec->engine == WIRE_BARE) bare_end(exec);
  if (changed && exec->prepared && exec->engine == WIRE_SBE) sbe_leave(&exec->vm);
  // What a seeded bug has made of segments and views must not outlive it.
  bool reseeded = exec->prepared && exec->mutant != request->mutant;
  if (reseeded && !changed && exec->engine == WIRE_SBE) sbe_leave(&exec->vm);
  exec->mutant = request->mutant;
  struct sbe_options options = {
      .mode = request->sbe_mode,
      .single = request->condition == CONDITION_SINGLE,
      .burst = request->condition == CONDITION_BURST ? 3 : (uint8_t)request->burst,
      .gate_after = request->condition == CONDITION_GATED,
      .fill_ahead = request->condition == CONDITION_AHEAD ? 4 : 0,
      .window_at_once = request->condition != CONDITION_WARM,
      .page_limit = request->condition == CONDITION_EVICTING ? 2 : request->page_limit,
  };
  bool same = options.mode == exec->options.mode && options.single == exec->options.single && options.burst == exec->options.burst &&
              options.window_at_once == exec->options.window_at_once && options.gate_after == exec->options.gate_after &&
              options.fill_ahead == exec->options.fill_ahead && options.page_limit == exec->options.page_limit;
  if (request->engine == WIRE_SBE && (changed || reseeded || !same)) sbe_init(&exec->vm, &options);
  if (changed && request->engine == WIRE_BARE) bare_begin(exec);
  exec->options = options;
  exec->engine = request->engine;
  exec->prepared = true;
}

static enum outcome run_under_sbe(struct exec *exec) {
  struct vm *vm = &exec->vm;
  switch (exec->request.condition) {
  case CONDITION_WARM:
  case CONDITION_GATED:
  case CONDITION_AHEAD: {
    run_sbe(vm);
    world_keep_fx(vm);
    image_restore(exec);
    load_state(exec);
    paged_enter(exec);
    exec->before = vm->counters;
    break;
  }
  case CONDITION_MODIFIED: {
    struct sbe_byte unused[1];
    if (!image_alter_code(exec)) break;
    sbe_explain(vm, unused, ARRAY_LENGTH(unused));
    image_true_code(exec);
    image_restore(exec); // the accessed bits that looking for the code has set
    break;
  }
  }
  return run_sbe(vm);
}

enum outcome run_case(struct exec *exec) {
  bool possible = paged_begin(exec);
  image_load(exec);
  load_state(exec);
  paged_enter(exec);
  enum outcome outcome = OUTCOME_UNSUPPORTED;
  const char *why;
  if (!cpu_state_valid(&exec->vm.cpu, &why)) return OUTCOME_INVALID; // the harness has said so, with the field's name, before it asks
  if (!possible) {
    exec->note = WIRE_NOTE_PAGED;
    return OUTCOME_UNSUPPORTED;
  }
  switch (exec->request.engine) {
  case WIRE_SBE:
    outcome = run_under_sbe(exec);
    world_keep_fx(&exec->vm);
    break;
  case WIRE_INTERP: outcome = run_interpreted(&exec->vm); break;
  case WIRE_BARE: outcome = run_bare(exec); break;
  }
  if (exec->request.engine == WIRE_SBE && exec->test.wire->instruction_limit && exec->note == WIRE_NOTE_NONE)
    exec->note = WIRE_NOTE_INSTRUCTIONS_UNCOUNTED;
  return outcome;
}
