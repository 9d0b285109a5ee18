// FLDENV, FNSTENV, FRSTOR, FNSAVE: the x87 state in the guest's own formats.
#ifndef PLEX86_EMULATE_X87_ENVIRONMENT_H
#define PLEX86_EMULATE_X87_ENVIRONMENT_H

#include "fpu.h"

void x87_load_environment(struct vm *vm, const struct insn *insn);
void x87_store_environment(struct vm *vm, const struct insn *insn);
void x87_restore(struct vm *vm, const struct insn *insn);
void x87_save(struct vm *vm, const struct insn *insn);
void x87_reset(struct fx_image *fx); // FNINIT
void x87_load_control(struct fx_image *fx, uint16_t control);

#endif
