// The closed sets that C and TypeScript share. conformance/wire/layout.ts reads the enums of this file; one enumerator a line.
#ifndef PLEX86_OUTCOME_H
#define PLEX86_OUTCOME_H

// The ways in which running a case, or a machine, can end.
enum outcome {
  OUTCOME_HALTED,      // HLT executed at CPL 0; EIP is after it
  OUTCOME_STOPPED,     // about to execute at one of the case's stop addresses
  OUTCOME_EXCEPTION,   // an exception arose and the case asked to end there, before delivery
  OUTCOME_SHUTDOWN,    // triple fault
  OUTCOME_LIMIT,       // the instruction or time limit was reached
  OUTCOME_ESCAPED,     // the guest reached the host's system call entry or left its segments; stopped, never resumed
  OUTCOME_UNSUPPORTED, // the engine cannot judge this case
  OUTCOME_INVALID,     // the case itself is wrong
  OUTCOME_CRASHED,     // the engine's process ended; given by the harness, never by the engine itself
};

// Why native execution was left. One counter each, always on.
enum exit_cause {
  EXIT_UNSCANNED,    // arrived at a byte that was not scanned yet
  EXIT_TRAP_SITE,    // a virtualised instruction
  EXIT_GATE,         // the same, left by a gate
  EXIT_STOP,         // a stop or event address of the case
  EXIT_OVERLAP,      // arrived inside a scanned instruction
  EXIT_FETCH,        // the code page was not in the code view
  EXIT_DATA_FILL,    // the data page was not in the data view: mapped and resumed
  EXIT_CODE_WRITE,   // a store to a page that holds scanned code
  EXIT_TABLE_WRITE,  // a store to a page table that is watched
  EXIT_DATA_OUTSIDE, // a data access that native execution cannot carry out: device memory, open bus, a cut limit
  EXIT_FAULT,        // any other fault: the guest's own #DE, #GP, #SS, #MF, ...
  EXIT_TICK,         // the host's timer
  EXIT_WALL,         // the second wall: a host system call or a foreign segment
  EXIT_CAUSES,
};

#endif
