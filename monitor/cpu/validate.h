// Whether a processor can be in a given state at all: a case that starts in an impossible one is wrong, not the monitor.
#ifndef PLEX86_CPU_VALIDATE_H
#define PLEX86_CPU_VALIDATE_H

#include "state.h"

// false: *why says what is impossible (a constant string, for people).
bool cpu_state_valid(const struct cpu *cpu, const char **why);
// Sets the bits that are wired: EFLAGS bit 1, CR0.ET, the fixed bits of DR6 and DR7; rounds limits to 16 bits where the register has no more.
void cpu_state_settle(struct cpu *cpu);

#endif
