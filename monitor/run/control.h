// Where a run stops, what is injected into it, and what is recorded of it.
#ifndef PLEX86_RUN_CONTROL_H
#define PLEX86_RUN_CONTROL_H

#include "../outcome.h"
#include "../types.h"

struct vm;

// The clock is read after so many instructions, or what took as long.
enum { CLOCK_EVERY = 1024 };
enum { MAX_STOPS = 16, MAX_EVENTS = 16, MAX_DELIVERED = 64 };

enum event_kind { EVENT_AT_EIP, EVENT_AT_INSTRUCTION };

// An interrupt to inject. It stays pending from the moment it comes due until the guest allows it.
struct event {
  uint8_t kind; // enum event_kind
  uint8_t vector;
  bool nmi;
  bool due, done;
  uint32_t at; // linear address, or instructions executed
};

struct delivered {
  uint8_t vector;
  bool has_error;
  uint32_t error;
  uint32_t cr2;
  uint32_t eip; // the pushed EIP
};

struct control {
  uint32_t stops;           // used entries of stop[]
  uint32_t stop[MAX_STOPS]; // linear addresses
  uint32_t events;
  struct event event[MAX_EVENTS];
  bool intr, nmi;                 // the processor's INTR pin, and an NMI that waits
  bool ferr, ignne;               // its FERR# and IGNNE# pins, as asserted or not (SDM Vol. 1, 8.7 and appendix D)
  bool stop_at_exception;         // end before an exception is delivered
  uint64_t instruction_limit;     // 0: none. Where instructions are executed natively only the time limit holds
  uint64_t deadline_ns;           // world_nanoseconds() at which the run ends by OUTCOME_LIMIT; 0: none
  uint64_t instructions_at_start; // counters.instructions when the run began: control_begin()
  uint32_t spent;                 // instructions, or their worth in time, since the clock was last read
  uint32_t deliveries;            // may exceed MAX_DELIVERED: what is past it is counted, not recorded
  struct delivered delivered[MAX_DELIVERED];
};

// Starts a run: counts of instructions and deliveries are from now. The limits, stops and events stay as set.
void control_begin(struct vm *vm);
// Whether some stop, or an event not yet due that waits for an address, names `linear`.
bool control_watches(const struct control *control, uint32_t linear);
// Called with a precise state before every interpreted instruction, and at every watched address natively: true when the run
// ends here, with *outcome set. Otherwise delivers what is due and allowed (which may itself end in shutdown: true).
bool control_before_instruction(struct vm *vm, enum outcome *outcome);
// Whether an event that is already due ends a HLT (SDM Vol. 2A, HLT), so that the run goes on.
bool control_wakes(const struct vm *vm);
// What took about as long as so many interpreted instructions: the clock is read the sooner.
static inline void control_spend(struct control *control, uint32_t instructions) {
  control->spent += instructions;
}
// Records an exception or interrupt that is being delivered; deliver_exception() and deliver_interrupt() call it.
void control_record(struct vm *vm, struct delivered delivered);

#endif
