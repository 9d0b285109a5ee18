// The guest's RAM, and the start state of the running case beside it.
#ifndef PLEX86_UNICORN_MEMORY_H
#define PLEX86_UNICORN_MEMORY_H

#include <stdbool.h>
#include <stdint.h>

enum { PAGE_BYTES = 4096, MAX_RAM = 64 << 20 };

// false: no memory.
bool memory_start(void);
// Behind its end lies a page of slack, so that an instruction can be looked at without asking where RAM ends.
uint8_t *memory_ram(void);
// A run of the start state.
void memory_place(uint32_t address, const uint8_t *bytes, uint32_t length);
// A store of the guest's.
void memory_touch(uint64_t address, uint32_t bytes);
// Bytes that memory_append() can write at most.
uint32_t memory_append_room(void);
// Appends the runs of bytes that differ from the start state, each a struct wire_memory and its bytes; gives the new end.
uint8_t *memory_append(uint8_t *to, unsigned *runs);
// Undoes all stores.
void memory_restore(void);
// Clears a run of the start state, after the case and memory_restore().
void memory_wipe(uint32_t address, uint32_t length);

#endif
