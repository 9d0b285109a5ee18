// A run that is recorded: entries collect in memory and go to the file between stretches of the guest.
#include "../monitor/emulate/emulate.h"
#include "logging.h"

enum {
  BUFFER_BYTES = 32 << 20,
  WRITE_FROM = 1 << 20,
  SUM_EVERY_NS = 20000000, // RAM is summed at an access that comes so long after the last sum
};

static struct {
  unsigned file;
  uint64_t at; // in the file: where the buffer's first byte goes
  uint8_t *buffer;
  uint32_t used;
  bool injected; // an injection was recorded and the guest has not run since: effects belong to it
  uint64_t summed_ns;
} record;

void record_create(unsigned file) {
  if (file >= world_files(&machine.vm) || !world_file_writable(&machine.vm, file))
    channel_fail("record", "there is no such file to write to");
  record.file = file;
  record.buffer = world_allocate(BUFFER_BYTES);
  ram_sum_create();
  ram_sum_marked(machine.interpreted);
}

static void write_out(void) {
  if (record.used && !world_file_write(&machine.vm, record.file, record.at, record.buffer, record.used))
    channel_fail("record", "the log could not be written");
  record.at += record.used;
  record.used = 0;
}

static struct log_entry *append(enum log_kind kind, const void *payload, uint32_t bytes) {
  if (record.used + sizeof(struct log_entry) + bytes > BUFFER_BYTES)
    channel_fail("record", "one stretch of the guest fills the log's buffer");
  struct log_entry *entry = (struct log_entry *)(record.buffer + record.used);
  *entry = (struct log_entry){.kind = (uint32_t)kind, .payload = bytes};
  memcpy(entry + 1, payload, bytes);
  // What follows stays aligned.
  uint32_t padding = -bytes & 7;
  memset((uint8_t *)(entry + 1) + bytes, 0, padding);
  entry->payload += padding;
  entry->width = bytes;
  record.used += (uint32_t)sizeof *entry + bytes + padding;
  return entry;
}

// The guest's clock stands still while RAM is summed: else a timer's next interrupt would be due whenever one is delivered.
static void take(struct log_state *state, bool with_ram) {
  uint64_t since = with_ram ? world_nanoseconds(&machine.vm) : 0;
  state_take(state, with_ram);
  if (!with_ram) return;
  record.summed_ns = world_nanoseconds(&machine.vm);
  if (!machine.virtual_time) machine.skipped_ns += record.summed_ns - since;
}

struct log_entry *record_access(enum log_kind kind, uint32_t address, unsigned bytes, uint32_t value) {
  struct log_entry *entry = append(kind, NULL, 0);
  bool sum = world_nanoseconds(&machine.vm) - record.summed_ns > SUM_EVERY_NS;
  entry->address = address;
  entry->width = bytes;
  entry->value = value;
  entry->instruction = machine.vm.restart.eip;
  take(&entry->state, sum);
  machine.position = POSITION_ACCESS;
  return entry;
}

void record_accessed(struct log_entry *entry, uint32_t value) {
  entry->value = value;
  machine.position = POSITION_GUEST;
}

struct log_entry *record_injection(enum log_kind kind) {
  struct log_entry *entry = append(kind, NULL, 0);
  take(&entry->state, true);
  record.injected = true;
  return entry;
}

void record_effect(enum log_kind kind, uint32_t address, uint32_t width, uint32_t value, const void *payload, uint32_t bytes) {
  if (!machine.running) return; // the replay's machine is made in the same way
  if (machine.position == POSITION_OUTSIDE && !record.injected) record_injection(LOG_OUTSIDE);
  struct log_entry *entry = append(kind, payload, bytes);
  entry->address = address;
  entry->value = value;
  if (!bytes) entry->width = width;
}

// Another engine has no boundary in the middle of a repeated string instruction where this one was interrupted.
void record_guest_ran(enum outcome outcome) {
  enum step step = STEP_OK;
  uint32_t eip = machine.vm.cpu.eip;
  while (outcome == OUTCOME_LIMIT && step == STEP_OK && machine.vm.cpu.eip == eip && at_repetition()) step = interpret(&machine.vm);
  if (step == STEP_SHUTDOWN) machine.reset_wanted = true;
  if (machine.vm.control.nmi) channel_fail("record", "an NMI cannot be recorded");
  record.injected = false;
  if (record.used >= WRITE_FROM) write_out();
}

void record_end(void) {
  record_injection(LOG_END);
  write_out();
}
