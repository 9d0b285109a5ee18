// One case of a batch, its parts found.
#ifndef PLEX86_UNICORN_ITEM_H
#define PLEX86_UNICORN_ITEM_H

#include "../../wire/wire.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct item {
  const struct wire_case *head;
  const uint32_t *stop;
  const struct wire_port *port;
  const uint8_t *fx;
  const uint8_t *memory; // the first wire_memory
  const uint8_t *end;
};

// A run of the start memory.
struct item_run {
  uint32_t address, length;
  const uint8_t *bytes;
};

// false: sizes that do not add up, or a machine that this process cannot be.
bool item_parse(struct item *item, const uint8_t *bytes, size_t available);
// Steps through the runs: `at` begins as item->memory.
struct item_run item_next_run(const uint8_t **at);
// The last placed run that holds CS:EIP, cut off before it; length 0: none.
struct item_run item_code(const struct item *item);

#endif
