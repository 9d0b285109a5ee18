// A short queue of bytes: what a keyboard, a mouse or the controller still has to say.
#ifndef PLEX86_PLUGINS_PS2_QUEUE_H
#define PLEX86_PLUGINS_PS2_QUEUE_H

#include "../../monitor/types.h"

enum { QUEUE_BYTES = 32 };
struct queue {
  uint8_t bytes[QUEUE_BYTES];
  unsigned first, count;
};

// What does not fit is lost, as in the devices.
static inline void queue_put(struct queue *queue, uint8_t value) {
  if (queue->count == QUEUE_BYTES) return;
  queue->bytes[(queue->first + queue->count++) % QUEUE_BYTES] = value;
}

static inline uint8_t queue_take(struct queue *queue) {
  uint8_t value = queue->bytes[queue->first];
  queue->first = (queue->first + 1) % QUEUE_BYTES;
  queue->count--;
  return value;
}

#endif
