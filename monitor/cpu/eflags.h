#ifndef PLEX86_CPU_EFLAGS_H
#define PLEX86_CPU_EFLAGS_H

#include "system.h"

// IRET without a change to V86 mode or of the task, executed at privilege level `cpl`; in V86 mode IOPL is 3 (SDM Vol. 2, IRET).
void write_eflags_iret(struct vm *vm, uint32_t value, unsigned bytes, unsigned cpl);

#endif
