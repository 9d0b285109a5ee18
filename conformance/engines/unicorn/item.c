#include "item.h"
#include "memory.h"

enum { MAX_PORTS = 1024, CODE_SEGMENT = 1 };

struct item_run item_next_run(const uint8_t **at) {
  const struct wire_memory *memory = (const void *)*at;
  *at += sizeof *memory + ((memory->length + 3) & ~3u);
  return (struct item_run){memory->address, memory->length, (const uint8_t *)(memory + 1)};
}

bool item_parse(struct item *item, const uint8_t *bytes, size_t available) {
  const struct wire_case *head = (const void *)bytes;
  if (available < sizeof *head || head->bytes > available || head->bytes < sizeof *head || head->bytes % 4) return false;
  if (!head->ram_bytes || head->ram_bytes % PAGE_BYTES || head->ram_bytes > MAX_RAM || head->ports > MAX_PORTS) return false;
  const uint8_t *at = bytes + sizeof *head;
  item->head = head;
  item->end = bytes + head->bytes;
  item->stop = (const void *)at, at += 4u * head->stops;
  at += sizeof(struct wire_event) * head->events;
  item->port = (const void *)at, at += sizeof(struct wire_port) * head->ports;
  item->fx = at, at += head->has_fx ? 512 : 0;
  item->memory = at;
  for (unsigned i = 0; i < head->memories; i++) {
    const struct wire_memory *memory = (const void *)at;
    if (at + sizeof *memory > item->end || memory->length > head->ram_bytes || memory->address > head->ram_bytes - memory->length)
      return false;
    item_next_run(&at);
  }
  return at == item->end;
}

struct item_run item_code(const struct item *item) {
  const struct wire_registers *registers = &item->head->registers;
  uint32_t linear = registers->segment[CODE_SEGMENT].base + registers->eip;
  struct item_run found = {linear, 0, NULL};
  const uint8_t *at = item->memory;
  for (unsigned i = 0; i < item->head->memories; i++) {
    struct item_run run = item_next_run(&at);
    uint32_t offset = linear - run.address;
    if (linear >= run.address && offset < run.length) found = (struct item_run){linear, run.length - offset, run.bytes + offset};
  }
  return found;
}
