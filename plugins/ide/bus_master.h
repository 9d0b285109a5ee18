// The bus master of the PIIX3's IDE function: what moves data between memory and a drive that has asked for it.
#ifndef PLEX86_PLUGINS_IDE_BUS_MASTER_H
#define PLEX86_PLUGINS_IDE_BUS_MASTER_H

#include "../pci/pci.h"

struct channel;

// By the chipset, before the first reset: this is the IDE function. Its base address register and what is behind it become the bus master's.
void bus_master_create(struct pci_function *function);
void bus_master_reset(void);
bool bus_master_there(void);

// --- for the drives ---
// The channel's INTRQ has risen.
void bus_master_interrupt(unsigned channel);
// Whether the channel's transfer was started, in this direction.
bool bus_master_runs(unsigned channel, bool to_memory);
// Moves `count` bytes along the memory regions of the table. Fewer were moved where the table ends before; it is over then.
uint32_t bus_master_move(unsigned channel, void *bytes, uint32_t count, bool to_memory);

// By ide.c: the transfer of a channel was started; its drive may have waited for that.
void channel_started(unsigned channel);

#endif
