// The few things a freestanding C program needs. No header of an operating system is included anywhere below monitor/.
#ifndef PLEX86_TYPES_H
#define PLEX86_TYPES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PAGE_BYTES 4096u
#define PAGE_MASK 0xFFFFF000u
#define ARRAY_LENGTH(a) (sizeof(a) / sizeof((a)[0]))

// The compiler may emit calls to these four; monitor/memory_functions.c has them, in general registers only, because on the
// way from a trap the guest's SSE registers are live.
void *memcpy(void *restrict to, const void *restrict from, size_t bytes);
void *memmove(void *to, const void *from, size_t bytes);
void *memset(void *to, int value, size_t bytes);
int memcmp(const void *a, const void *b, size_t bytes);

#endif
