// Recording a run and replaying it (docs/bisect.md): what the files of machine/ that see accesses and effects call.
#ifndef PLEX86_MACHINE_LOGGING_H
#define PLEX86_MACHINE_LOGGING_H

#include "log.h"
#include "machine.h"

// Carries an access out at the devices; what a read gives.
typedef uint32_t access_handler(uint32_t address, unsigned bytes, uint32_t value);

// An access while a log is written or read: carried out and recorded, or answered from the log. What devices do themselves passes through.
uint32_t logged_access(enum log_kind kind, uint32_t address, unsigned bytes, uint32_t value, access_handler *carry_out);
uint64_t logged_time_stamp(void);
uint8_t logged_acknowledge(uint8_t (*acknowledge)(struct device *));

// --- record.c ---
void record_create(unsigned file); // the machine's file with this number; before the jail
// Something was done to the guest from outside its own instructions.
void record_effect(enum log_kind kind, uint32_t address, uint32_t width, uint32_t value, const void *payload, uint32_t bytes);
struct log_entry *record_access(enum log_kind kind, uint32_t address, unsigned bytes, uint32_t value);
void record_accessed(struct log_entry *entry, uint32_t value);
struct log_entry *record_injection(enum log_kind kind);
void record_guest_ran(enum outcome outcome); // once after each stretch: leaves it at an instruction's end, and writes what there is
void record_end(void);

// --- replay.c, replay_log.c, replay_trace.c ---
void replay_create(const struct device *options);
uint32_t replay_access(enum log_kind kind, uint32_t address, unsigned bytes, uint32_t value);
uint64_t replay_time_stamp(void);
uint8_t replay_acknowledge(void);
void replay_run(void);

// --- log_state.c ---
void ram_sum_create(void); // before the jail
uint64_t ram_sum(void);
void ram_sum_marked(bool marked); // from now on only the interpreter stores, and its marks tell which pages changed
void state_take(struct log_state *state, bool with_ram);
bool state_same(const struct log_state *a, const struct log_state *b); // RAM only where both have its sum
// Whether the next instruction is a repeated string instruction: inside one the engines have no boundary in common.
bool at_repetition(void);

#endif
