// The requests that run nothing to its end: decode, explain, measure.
#include "../decoder/answer.h"
#include "exec.h"

bool answer_decode(struct exec *exec, struct output *output) {
  const struct wire_decode_request *from = (const struct wire_decode_request *)exec->input;
  if ((uint64_t)exec->request.count * sizeof *from != exec->request.bytes) return false;
  for (uint32_t i = 0; i < exec->request.count; i++, from++) {
    struct wire_decode_result *to = reserve_output(output, sizeof *to);
    if (!to || from->available > sizeof from->bytes || from->model >= MODELS) return false;
    *to = answer_decode_request(from);
  }
  return true;
}

static bool explain_case(struct exec *exec, struct output *output) {
  static struct sbe_byte bytes[PAGE_BYTES];
  struct vm *vm = &exec->vm;
  exec->request.paged = WIRE_PAGED_OFF;
  paged_begin(exec);
  image_load(exec);
  load_state(exec);
  uint32_t linear = vm->cpu.segment[CS].base + vm->cpu.eip;
  unsigned count = sbe_explain(vm, bytes, PAGE_BYTES - linear % PAGE_BYTES);
  image_unload(exec);
  struct wire_explain *head = reserve_output(output, sizeof *head);
  struct wire_explain_byte *to = reserve_output(output, count * sizeof *to);
  if (!head || !to) return false;
  *head = (struct wire_explain){.bytes = (uint32_t)(sizeof *head + count * sizeof *to), .linear = linear, .count = count};
  for (unsigned i = 0; i < count; i++)
    to[i] = (struct wire_explain_byte){bytes[i].original, bytes[i].scanned, bytes[i].attribute, bytes[i].reason};
  return true;
}

bool answer_explain(struct exec *exec, struct output *output) {
  const uint8_t *at = exec->input;
  uint64_t left = exec->request.bytes;
  if (exec->request.sbe_mode > SBE_STRICT || exec->request.condition >= CONDITIONS) return false;
  exec->request.engine = WIRE_SBE;
  prepare_engine(exec);
  for (uint32_t i = 0; i < exec->request.count; i++) {
    enum parsed parsed = parse_case(at, left, &exec->test);
    if (parsed == PARSED_BROKEN) return false;
    if (parsed == PARSED_INVALID || exec->test.wire->ram_bytes > WORLD_RAM_BYTES) {
      struct wire_explain *head = reserve_output(output, sizeof *head);
      if (!head) return false;
      *head = (struct wire_explain){.bytes = sizeof *head};
    } else if (!explain_case(exec, output)) {
      return false;
    }
    at += exec->test.wire->bytes;
    left -= exec->test.wire->bytes;
  }
  return left == 0;
}

bool answer_measure(struct exec *exec, struct output *output) {
  static uint64_t (*const measures[])(struct vm *, uint32_t) = {
      [MEASURE_SIGNAL_ROUND_TRIP] = measure_signal_round_trip,
      [MEASURE_SYSTEM_CALL] = measure_system_call,
      [MEASURE_DESCRIPTOR] = measure_descriptor,
      [MEASURE_MAP] = measure_map,
      [MEASURE_EXIT] = measure_exit,
  };
  const struct wire_measure_request *from = (const struct wire_measure_request *)exec->input;
  if ((uint64_t)exec->request.count * sizeof *from != exec->request.bytes) return false;
  for (uint32_t i = 0; i < exec->request.count; i++, from++) {
    struct wire_measure_result *to = reserve_output(output, sizeof *to);
    if (!to || from->what >= ARRAY_LENGTH(measures)) return false;
    uint64_t ns = measures[from->what](&exec->vm, from->repetitions);
    *to = (struct wire_measure_result){from->repetitions, (uint32_t)ns, (uint32_t)(ns >> 32)};
  }
  return true;
}
