// The bytes of a case, from outside: every count is checked before it is used.
#include "../../monitor/run/control.h"
#include "exec.h"

// The next `bytes` of the item, or null.
static const void *take(const uint8_t **at, uint64_t *left, uint64_t bytes) {
  if (bytes > *left) return NULL;
  const uint8_t *part = *at;
  *at += bytes;
  *left -= bytes;
  return part;
}

static bool parse_memory(const uint8_t *at, uint64_t left, const struct wire_case *wire) {
  for (unsigned i = 0; i < wire->memories; i++) {
    const struct wire_memory *run = take(&at, &left, sizeof *run);
    if (!run || !take(&at, &left, ((uint64_t)run->length + 3) & ~3ull)) return false;
    if ((uint64_t)run->address + run->length > wire->ram_bytes) return false;
  }
  return left == 0;
}

enum parsed parse_case(const uint8_t *from, uint64_t left, struct test_case *test) {
  const struct wire_case *wire = (const struct wire_case *)from;
  if (left < sizeof *wire || wire->bytes < sizeof *wire || wire->bytes > left || wire->bytes % 4) return PARSED_BROKEN;
  test->wire = wire;
  const uint8_t *at = from + sizeof *wire;
  left = wire->bytes - sizeof *wire;
  if (wire->stops > MAX_STOPS || wire->events > MAX_EVENTS || wire->ports > MAX_CASE_PORTS || wire->has_fx > 1) return PARSED_INVALID;
  test->stop = take(&at, &left, wire->stops * sizeof(uint32_t));
  test->event = take(&at, &left, wire->events * sizeof(struct wire_event));
  test->port = take(&at, &left, wire->ports * sizeof(struct wire_port));
  test->fx = wire->has_fx ? take(&at, &left, FX_BYTES) : at;
  test->memory = at;
  if (!test->stop || !test->event || !test->port || !test->fx || !parse_memory(at, left, wire)) return PARSED_INVALID;
  for (unsigned i = 0; i < wire->events; i++)
    if (test->event[i].kind > EVENT_AT_INSTRUCTION || test->event[i].nmi > 1) return PARSED_INVALID;
  for (unsigned i = 0; i < wire->ports; i++)
    if (test->port[i].width != 1 && test->port[i].width != 2 && test->port[i].width != 4) return PARSED_INVALID;
  // MXCSR: setting a bit that does not exist would raise #GP when the image is loaded.
  if (wire->has_fx && (test->fx[26] | test->fx[27])) return PARSED_INVALID;
  return possible_state(wire) ? PARSED : PARSED_INVALID;
}

enum { EFLAGS_RESERVED = 0xFFC08028, ATTRIBUTES_UNUSED = 0x0F00 };

static bool possible_segment(const struct wire_segment *segment) {
  if (segment->attributes & ATTRIBUTES_UNUSED) return false;
  if (segment->attributes && (segment->attributes & (SEGMENT_PRESENT | SEGMENT_S)) != (SEGMENT_PRESENT | SEGMENT_S)) return false;
  return segment->attributes & SEGMENT_GRANULAR ? (segment->limit & 0xFFF) == 0xFFF : segment->limit <= 0xFFFFF;
}

// Protected mode: what no processor can hold (SDM Vol. 3A, 5.5 and 5.7).
static bool possible_privilege(const struct wire_registers *registers) {
  const struct wire_segment *cs = &registers->segment[CS], *ss = &registers->segment[SS];
  unsigned cpl = registers->cpl, dpl = cs->attributes >> 5 & 3;
  if (!(cs->attributes & SEGMENT_CODE)) return false;
  if ((ss->attributes & (SEGMENT_CODE | SEGMENT_WRITABLE)) != SEGMENT_WRITABLE) return false;
  if (cs->attributes & SEGMENT_CONFORMING ? dpl > cpl : dpl != cpl) return false;
  return (cs->selector & 3u) == cpl && (ss->selector & 3u) == cpl && (ss->attributes >> 5 & 3u) == cpl;
}

bool possible_state(const struct wire_case *wire) {
  const struct wire_registers *registers = &wire->registers;
  bool pe = registers->cr0 & CR0_PE, v86 = registers->eflags & FLAG_VM;
  if (wire->ram_bytes == 0 || wire->ram_bytes % PAGE_BYTES || wire->model >= MODELS || wire->stop_at_exception > 1) return false;
  if ((wire->address_mask & ~PAGE_MASK) != ~PAGE_MASK) return false;
  if (registers->eflags & EFLAGS_RESERVED || (v86 && !pe)) return false;
  if (((registers->cr0 & CR0_PG) && !pe) || ((registers->cr0 & CR0_NW) && !(registers->cr0 & CR0_CD))) return false;
  if (registers->shadow > SHADOW_MOVSS || registers->cpl > 3) return false;
  for (unsigned i = ES; i <= GS; i++)
    if (!possible_segment(&registers->segment[i])) return false;
  if (!registers->segment[CS].attributes || !registers->segment[SS].attributes) return false;
  if (!pe) return registers->cpl == 0;
  if (v86) return registers->cpl == 3;
  return possible_privilege(registers);
}
