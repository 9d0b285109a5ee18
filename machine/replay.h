// What the files of the replay share.
#ifndef PLEX86_MACHINE_REPLAY_H
#define PLEX86_MACHINE_REPLAY_H

#include "logging.h"

enum { TICK_US = 1000 };

struct replay {
  unsigned file, trace_file, dump_file;
  bool traced, dumped;
  uint64_t at;           // in the log: behind `next` and its payload
  uint64_t payload;      // ... where its payload is
  struct log_entry next; // the entry that is waited for; an injection or access
  uint32_t high;         // of the last time stamp
  bool injecting;        // an interrupt is on its way
  bool over;
  enum outcome ended;             // the guest shut down or escaped; OUTCOME_LIMIT: neither
  uint64_t since_ns, patience_ns; // the next entry has to come within so long
  unsigned refused;               // moments with the right registers and other RAM
  struct replay_report report;    // report.entry is the index of `next`

  // What is traced: entries, or steps behind entry `from`; up to entry `to`.
  uint64_t from, to;
  uint32_t each;  // RAM is summed every so often
  uint64_t dense; // ... and at all of so many lines from this one on
  bool steps, stepping;
  uint64_t traced_lines, trace_limit;
};

extern struct replay replay;

void replay_finish(enum replay_end end);
void replay_next(void);
enum outcome replay_stretch(uint64_t instructions);
bool replay_inject(void);

// --- replay_log.c ---
static inline bool log_is_access(uint32_t kind) {
  return kind <= LOG_FERR;
}
static inline bool log_is_effect(uint32_t kind) {
  return kind >= LOG_STORE && kind <= LOG_LINES;
}
void log_advance(void); // the next entry, whatever it is
void log_do_effect(void);

// --- replay_trace.c ---
bool replay_stepping(void);
void trace_entry(void); // the entry that was waited for has come and agrees
void trace_step(void);
void trace_end(void);

#endif
