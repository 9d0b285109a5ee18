// One batch: items in, results out, in the same order.
#include "../../monitor/run/control.h"
#include "exec.h"

void *reserve_output(struct output *output, uint64_t bytes) {
  if (output->left < bytes) return NULL;
  uint8_t *at = output->at;
  output->at += bytes;
  output->left -= bytes;
  return at;
}

static uint32_t since(uint64_t now, uint64_t before) {
  return (uint32_t)(now - before);
}

static void store_stats(const struct exec *exec, struct wire_stats *to) {
  const struct counters *now = &exec->vm.counters, *before = &exec->before;
  _Static_assert(EXIT_CAUSES == ARRAY_LENGTH(to->exits), "one field for every cause");
  to->instructions = since(now->instructions, before->instructions);
  to->entries = since(now->entries, before->entries);
  to->scans = since(now->scans, before->scans);
  to->scanned_bytes = since(now->scanned_bytes, before->scanned_bytes);
  to->invalidations = since(now->invalidations_guest_native, before->invalidations_guest_native) +
                      since(now->invalidations_interpreted, before->invalidations_interpreted) +
                      since(now->invalidations_outside, before->invalidations_outside);
  to->evictions = since(now->page_evictions, before->page_evictions);
  for (unsigned i = 0; i < EXIT_CAUSES; i++) to->exits[i] = since(now->exits[i], before->exits[i]);
}

// The parts after the fixed one, in the order of wire.h. What does not fit into `output` is left out.
static void store_parts(struct exec *exec, struct wire_result *result, struct output *output) {
  const struct control *control = &exec->vm.control;
  bool cut = false;
  uint32_t count = control->deliveries < MAX_DELIVERED ? control->deliveries : MAX_DELIVERED;
  struct wire_delivered *delivered = reserve_output(output, count * sizeof *delivered);
  if (!delivered) count = 0;
  for (uint32_t i = 0; i < count; i++) {
    const struct delivered *from = &control->delivered[i];
    delivered[i] = (struct wire_delivered){.vector = from->vector,
                                           .has_error = from->has_error,
                                           .error = from->has_error ? from->error : 0,
                                           .cr2 = from->cr2,
                                           .eip = from->eip};
  }
  cut |= count < control->deliveries;
  result->deliveries = (uint16_t)count;

  count = exec->outs < MAX_OUTS ? exec->outs : MAX_OUTS;
  struct wire_port *out = reserve_output(output, count * sizeof *out);
  if (!out) count = 0;
  memcpy(out, exec->out, count * sizeof *out);
  cut |= count < exec->outs;
  result->outs = (uint16_t)count;

  result->has_fx = 0;
  if (exec->test.wire->wants_fx && memcmp(exec->vm.cpu.fx, exec->fx, FX_GUEST_BYTES) != 0) {
    uint8_t *fx = reserve_output(output, FX_BYTES);
    if (fx) {
      memcpy(fx, exec->vm.cpu.fx, FX_GUEST_BYTES);
      memcpy(fx + FX_GUEST_BYTES, exec->fx + FX_GUEST_BYTES, FX_BYTES - FX_GUEST_BYTES);
      result->has_fx = 1;
    }
    cut |= !fx;
  }
  result->memories = (uint16_t)image_diff(exec, output, &cut);
  if (cut) result->note = WIRE_NOTE_TRUNCATED;
}

// Runs one case and appends its result. `cases_left` of the batch, this one included, have to share what room is left.
static bool answer_case(struct exec *exec, enum parsed parsed, struct output *output, uint32_t cases_left) {
  struct wire_result *result = reserve_output(output, sizeof *result);
  if (!result) return false;
  memset(result, 0, sizeof *result);
  result->bytes = sizeof *result;
  if (parsed == PARSED_INVALID) {
    result->outcome = OUTCOME_INVALID;
    return true;
  }
  if (exec->test.wire->ram_bytes > WORLD_RAM_BYTES) {
    result->outcome = OUTCOME_UNSUPPORTED;
    result->note = WIRE_NOTE_ENGINE_ERROR;
    return true;
  }
  exec->note = WIRE_NOTE_NONE;
  exec->before = exec->vm.counters;
  result->outcome = (uint8_t)run_case(exec);
  result->note = (uint16_t)exec->note;
  if (exec->vm.counters.unexplained_faults != exec->before.unexplained_faults) result->note = WIRE_NOTE_UNEXPLAINED_FAULT;
  if (result->outcome == OUTCOME_EXCEPTION) {
    const struct exception *exception = &exec->vm.exception;
    result->exception_vector = exception->vector;
    result->exception_has_error = exception->has_error;
    result->exception_error = exception->has_error ? exception->error : 0;
  }
  store_registers(&exec->vm.cpu, &result->registers);
  if (result->outcome != OUTCOME_INVALID && result->outcome != OUTCOME_UNSUPPORTED && !paged_leave(exec, &result->registers)) {
    result->outcome = OUTCOME_UNSUPPORTED;
    result->note = WIRE_NOTE_PAGED;
  }
  store_stats(exec, &result->stats);
  // A result may use half of the room that the fixed parts of the others leave.
  uint64_t fixed = (uint64_t)(cases_left - 1) * sizeof *result;
  struct output parts = {output->at, output->left > fixed ? (output->left - fixed) / 2 : 0};
  store_parts(exec, result, &parts);
  image_unload(exec);
  uint64_t used = (uint64_t)(parts.at - output->at);
  reserve_output(output, used);
  result->bytes += (uint32_t)used;
  return true;
}

static bool answer_cases(struct exec *exec, struct output *output) {
  const uint8_t *at = exec->input;
  uint64_t left = exec->request.bytes;
  if (exec->request.paged >= WIRE_PAGED_KINDS || (exec->request.paged && exec->request.engine == WIRE_BARE)) return false;
  if (exec->request.engine > WIRE_BARE || exec->request.condition >= CONDITIONS || exec->request.sbe_mode > SBE_STRICT) return false;
#ifndef PLEX86_MUTANTS
  if (exec->request.mutant) return false; // this build carries no seeded bugs
#else
  decode_seed(exec->request.mutant);
#endif
  if ((uint64_t)exec->request.count * sizeof(struct wire_case) > left) return false;
  exec->vm.mutant = exec->request.mutant;
  prepare_engine(exec);
  for (uint32_t i = 0; i < exec->request.count; i++) {
    enum parsed parsed = parse_case(at, left, &exec->test);
    if (parsed == PARSED_BROKEN || !answer_case(exec, parsed, output, exec->request.count - i)) return false;
    at += exec->test.wire->bytes;
    left -= exec->test.wire->bytes;
  }
  return left == 0;
}

bool serve(struct exec *exec, uint64_t *response_bytes) {
  struct wire_response *response = (struct wire_response *)exec->output;
  struct output output = {exec->output + sizeof *response, MAX_RESPONSE_BYTES - sizeof *response};
  struct vm *vm = &exec->vm;
  world_clock_set(vm);
  uint64_t start = world_nanoseconds(vm);
  world_ticks(vm, WORLD_TICK_US);
  bool served = false;
  switch (exec->request.kind) {
  case WIRE_RUN: served = answer_cases(exec, &output); break;
  case WIRE_DECODE: served = answer_decode(exec, &output); break;
  case WIRE_EXPLAIN: served = answer_explain(exec, &output); break;
  case WIRE_MEASURE: served = answer_measure(exec, &output); break;
  }
  world_ticks(vm, 0);
  uint64_t ns = world_nanoseconds(vm) - start;
  *response = (struct wire_response){
      .magic = WIRE_RESPONSE_MAGIC,
      .bytes = (uint32_t)(output.at - (uint8_t *)(response + 1)),
      .count = exec->request.count,
      .nanoseconds_low = (uint32_t)ns,
      .nanoseconds_high = (uint32_t)(ns >> 32),
  };
  *response_bytes = sizeof *response + response->bytes;
  return served;
}
