// A PS/2 mouse with three buttons, which becomes an IntelliMouse (wheel) or one with five buttons when asked by its sequence of sample rates.
#ifndef PLEX86_PLUGINS_PS2_MOUSE_H
#define PLEX86_PLUGINS_PS2_MOUSE_H

#include "queue.h"

enum { MOUSE_REPORTS = 16 };

struct mouse_report {
  int x, y, z;     // since the report before: right, up, wheel towards the user
  uint8_t buttons; // 1 left, 2 right, 4 middle, 8 and 10h: the fourth and fifth
};

struct mouse {
  struct queue replies;
  struct mouse_report reports[MOUSE_REPORTS]; // a change of buttons begins a new one, so that no click is lost
  unsigned first, count;
  uint8_t buttons; // as last sent
  uint8_t id, resolution, rate, rates[3];
  bool reporting, remote, wrap, double_scale;
  uint8_t command, last;
  uint64_t next_packet; // guest ns, by the sample rate
};

void mouse_reset(struct mouse *mouse);
void mouse_move(struct mouse *mouse, struct mouse_report report);
void mouse_write(struct mouse *mouse, uint8_t value);
// When the next byte may go on the wire, ~0: there is none.
uint64_t mouse_next_at(const struct mouse *mouse, uint64_t now);
uint8_t mouse_next(struct mouse *mouse, uint64_t now); // where mouse_next_at() has come

#endif
