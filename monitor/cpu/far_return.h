// Shared by far RET and IRET.
#ifndef PLEX86_CPU_FAR_RETURN_H
#define PLEX86_CPU_FAR_RETURN_H

#include "system.h"

// All `count` slots must be inside the stack before the first is read: what does not fit is #SS, whatever else is wrong.
void check_return_slots(struct vm *vm, unsigned count, unsigned bytes);
// The code segment that a return names: RPL >= CPL, DPL fits RPL, present.
struct descriptor check_return_code(struct vm *vm, uint16_t selector);
// The rest of a return to an outer level, SS:ESP having been read from the stack.
void return_to_outer_level(struct vm *vm, uint16_t selector, struct descriptor code, uint32_t eip, uint16_t ss, uint32_t esp,
                           uint32_t release);

#endif
