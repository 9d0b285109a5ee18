// Which instructions Unicorn is not asked about.
#ifndef PLEX86_UNICORN_REFUSE_H
#define PLEX86_UNICORN_REFUSE_H

#include <stdbool.h>
#include <stdint.h>

// `code`: at least 15 readable bytes from the instruction's first on. true: what the library makes of this instruction is no opinion on what
// a processor does (the reason stands beside each row in refuse.c).
bool refused(const uint8_t *code);
// Whether the instruction is INT n, INT3, INTO or ICEBP: they enter a handler, and the library has no delivery.
bool software_interrupt(const uint8_t *code);
// Whether the instruction is a far jump, call or return, or IRET. In protected mode the library's checks of them are incomplete, it goes
// round for ever where a limit should have ended them, and a call gate to an inner ring brings its process down.
bool far_transfer(const uint8_t *code);
// Whether these bytes hold something on which the translator itself gives up (and takes the process along): to be asked before it sees them.
// `code`: 15 more readable bytes behind its end.
bool aborts(const uint8_t *code, uint32_t bytes);
// Whether it is a string instruction with a repeat prefix.
bool repeated(const uint8_t *code);
// The length of a HLT with its prefixes; 0: another instruction.
unsigned halt_length(const uint8_t *code);

#endif
