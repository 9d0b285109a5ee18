// Messages to and from the user program. What goes out is collected, and leaves when the guest waits or once in a while.
#include "machine.h"

enum { NONE = OUTBOX_BYTES };

void channel_flush(void) {
  uint32_t used = machine.outbox_used;
  machine.outbox_used = 0;
  machine.open_message = NONE;
  if (used && !world_write(machine.outbox, used)) world_exit(1); // the user program is gone
}

static void put(const void *from, uint32_t bytes) {
  memcpy(machine.outbox + machine.outbox_used, from, bytes);
  machine.outbox_used += bytes;
}

void channel_send(enum report type, unsigned number, const void *payload, uint32_t bytes) {
  struct message header = {.bytes = bytes, .type = (uint16_t)type, .number = (uint16_t)number};
  if (machine.outbox_used + sizeof header + bytes > OUTBOX_BYTES) channel_flush();
  if (sizeof header + bytes > OUTBOX_BYTES) {
    if (!world_write(&header, sizeof header) || !world_write(payload, bytes)) world_exit(1);
    return;
  }
  machine.open_message = machine.outbox_used;
  put(&header, sizeof header);
  put(payload, bytes);
}

void channel_append(enum report type, unsigned number, const void *payload, uint32_t bytes) {
  struct message *last = (struct message *)(machine.outbox + machine.open_message);
  bool open = machine.outbox_used && machine.open_message < machine.outbox_used;
  if (open && last->type == type && last->number == number && machine.outbox_used + bytes <= OUTBOX_BYTES) {
    put(payload, bytes);
    last->bytes += bytes;
    return;
  }
  channel_send(type, number, payload, bytes);
}

void channel_read(void) {
  struct message header;
  uint64_t got;
  if (!world_read(&header, sizeof header, &got)) world_exit(got ? 2 : 1);
  if (header.bytes > MAX_MESSAGE_BYTES) channel_fail("channel", "a message over 1 MiB");
  if (!world_read(machine.message, header.bytes, &got)) world_exit(2);
  machine.message[header.bytes] = 0; // texts end
  command(&header, machine.message);
}

void channel_poll(void) {
  while (!machine.ending && world_input(&machine.vm, 0)) channel_read();
}

uint32_t channel_answer(void) {
  machine.counters.answered++;
  machine.answered = false;
  channel_flush();
  while (!machine.answered) channel_read();
  return machine.answer;
}

_Noreturn void channel_fail(const char *who, const char *what) {
  char text[256];
  uint32_t length = 0;
  const char *parts[] = {who, ": ", what};
  for (unsigned i = 0; i < ARRAY_LENGTH(parts); i++)
    for (const char *at = parts[i]; *at && length < sizeof text; at++) text[length++] = *at;
  channel_send(REPORT_FAILED, 0, text, length);
  channel_flush();
  world_exit(2);
}

_Noreturn void device_fail(struct device *device, const char *what) {
  channel_fail(device->kind->name, what);
}

void device_send(struct device *device, const void *bytes, uint32_t count) {
  channel_append(REPORT_OUTPUT, device->number, bytes, count);
}
