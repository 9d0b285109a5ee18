// The log of a run: what the guest and its surroundings said to each other, so that the run can be repeated without the surroundings, on
// another engine (docs/bisect.md). Entries follow each other in the file, each with its payload. vm/machine/log.ts reads this header.
#ifndef PLEX86_MACHINE_LOG_H
#define PLEX86_MACHINE_LOG_H

#include "../monitor/types.h"

enum log_kind {
  // accesses: what an instruction asked of the world
  LOG_IN,
  LOG_OUT,
  LOG_READ,
  LOG_WRITE,
  LOG_TIME_STAMP, // value: the low half, address: the high one
  LOG_FERR,       // value: the level
  // injections: between two instructions
  LOG_INTERRUPT, // value: the vector
  LOG_OUTSIDE,   // devices or the user program were at work; their effects follow
  LOG_RESET,     // effects follow
  // effects: done at once, where they stand
  LOG_STORE, // address; the payload is what is stored, in RAM below ROM and device memory too
  LOG_DMA,   // address; the payload is what a bus master writes
  LOG_KIND,  // address, width: of whole pages; value: enum page_flags
  LOG_LINES, // value: the address mask; address: IGNNE#
  LOG_END,
  LOG_KINDS,
};

// The processor between two instructions, or within the one that makes an access.
struct log_state {
  uint64_t ram; // sum over all of RAM, 0: not taken
  uint32_t gpr[8], eip, eflags, cr0, cr2, cr3, cr4;
  uint32_t base[6];
  uint16_t selector[6];
  uint8_t cpl, halted, shadow;
  uint8_t big; // 1: CS holds 32-bit code
};

struct log_entry {
  uint32_t kind;    // enum log_kind
  uint32_t payload; // bytes that follow
  uint32_t address, width, value;
  uint32_t instruction;   // EIP at which the instruction begins that makes the access
  struct log_state state; // of accesses and injections
};

// What a replay came to.
enum replay_end {
  REPLAY_AGREES,    // to the end of the log, or to the last entry asked for
  REPLAY_ACCESS,    // the guest asks for something else than the log says
  REPLAY_STATE,     // the same access or injection, another state
  REPLAY_NOT_THERE, // the state of the next injection never came
  REPLAY_ENDED,     // the guest halted or shut down, and the log goes on
  REPLAY_ENDS,
};

// REPORT_REPLAYED.
struct replay_report {
  uint64_t entry;        // index of the entry that was being waited for; all before it agree
  uint64_t agreed;       // index of the last entry that agreed in RAM too
  uint64_t instructions; // interpreted in all
  uint32_t end;          // enum replay_end
  uint32_t outcome;      // enum outcome, for REPLAY_ENDED
  struct log_entry wanted;
  struct log_entry found; // kind LOG_KINDS: no access
};

// One line of a trace: the state after an entry, or after a step.
struct trace_line {
  uint64_t entry; // the entry that is waited for
  struct log_state state;
  uint8_t code[16]; // at CS:EIP; zeros where it cannot be fetched
};

#endif
