// Shared by far JMP and far CALL.
#ifndef PLEX86_CPU_FAR_H
#define PLEX86_CPU_FAR_H

#include "descriptor.h"

// A code segment, named by the instruction itself, that JMP or CALL may enter without a change of CPL (SDM Vol. 3A, 5.8.1).
void check_direct_code(struct vm *vm, uint16_t selector, struct descriptor d);
// The system descriptor of a far JMP or CALL: DPL >= CPL and RPL, else #GP(selector).
void check_gate_rights(struct vm *vm, uint16_t selector, struct descriptor d);
// The TSS or task gate that a far JMP or CALL names.
void far_task(struct vm *vm, uint16_t selector, struct descriptor d, enum task_reason reason);
// The code segment that a call gate names, checked but for presence and limit; JMP may not change CPL.
struct descriptor gate_code(struct vm *vm, struct gate gate, bool call);

#endif
