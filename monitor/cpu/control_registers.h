// Which bits of the control registers a model has.
#ifndef PLEX86_CPU_CONTROL_REGISTERS_H
#define PLEX86_CPU_CONTROL_REGISTERS_H

#include "../types.h"

uint32_t model_cr0(unsigned model);
uint32_t model_cr4(unsigned model);
bool model_has_cr4(unsigned model);

#endif
