// Accesses while a run is recorded or replayed.
#include "logging.h"

uint32_t logged_access(enum log_kind kind, uint32_t address, unsigned bytes, uint32_t value, access_handler *carry_out) {
  if (machine.position != POSITION_GUEST) return carry_out(address, bytes, value);
  if (machine.logging == LOGGING_REPLAY) return replay_access(kind, address, bytes, value);
  struct log_entry *entry = record_access(kind, address, bytes, value);
  uint32_t answer = carry_out(address, bytes, value);
  record_accessed(entry, kind == LOG_IN || kind == LOG_READ ? answer : value);
  return answer;
}

uint64_t logged_time_stamp(void) {
  if (machine.logging == LOGGING_REPLAY) return replay_time_stamp();
  uint64_t now = guest_ns();
  if (machine.position != POSITION_GUEST) return now;
  record_accessed(record_access(LOG_TIME_STAMP, (uint32_t)(now >> 32), 0, 0), (uint32_t)now);
  return now;
}

uint8_t logged_acknowledge(uint8_t (*acknowledge)(struct device *)) {
  if (machine.logging == LOGGING_REPLAY) return replay_acknowledge();
  struct log_entry *entry = record_injection(LOG_INTERRUPT);
  machine.position = POSITION_ACCESS;
  uint8_t vector = acknowledge(machine.pic);
  record_accessed(entry, vector);
  return vector;
}
