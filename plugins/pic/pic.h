// What other devices may know of the interrupt controllers.
#ifndef PLEX86_PLUGINS_PIC_H
#define PLEX86_PLUGINS_PIC_H

#include "../../machine/device.h"

// `acknowledged` is called whenever a request of this line has gone to the processor (or to a poll). One watcher a line.
void pic_watch(unsigned irq, struct device *device, void (*acknowledged)(struct device *device));
// Whether a request of this line could not reach the processor: masked here, or at the cascade.
bool pic_masked(unsigned irq);

#endif
