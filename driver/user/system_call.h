// Raw system calls. Every one goes through the few instructions of the section `system_gate` (switch.S): Syscall User Dispatch
// refuses a system call from anywhere else in the process.
#ifndef PLEX86_USER_SYSTEM_CALL_H
#define PLEX86_USER_SYSTEM_CALL_H

#include "../../monitor/types.h"

long system_call(long number, long a, long b, long c, long d, long e, long f);

// By how many arguments the call has.
static inline long system_call1(long number, long a) {
  return system_call(number, a, 0, 0, 0, 0, 0);
}
static inline long system_call3(long number, long a, long b, long c) {
  return system_call(number, a, b, c, 0, 0, 0);
}

#endif
