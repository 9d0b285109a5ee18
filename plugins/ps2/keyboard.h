// The keyboard at the other end of the wire: an IBM Enhanced keyboard (MF2).
#ifndef PLEX86_PLUGINS_PS2_KEYBOARD_H
#define PLEX86_PLUGINS_PS2_KEYBOARD_H

#include "queue.h"

enum { KEYS_BYTES = 4096 };

struct keyboard {
  struct queue replies;
  uint8_t keys[KEYS_BYTES]; // scan codes of set 2 as they were typed
  unsigned first_key, key_count;
  bool scanning;
  uint8_t set;
  uint8_t command; // that waits for its parameter; 0: none
  uint8_t last;    // byte sent: for "resend"
  uint8_t leds, typematic;
  bool break_next, extended_next; // in the translation to sets 1 and 3
  uint8_t pause_left;
};

// Power-on: passes its test at once, and says nothing of it.
void keyboard_reset(struct keyboard *keyboard);
// All bytes of some keys, or none where they do not fit (false).
bool keyboard_type(struct keyboard *keyboard, const uint8_t *bytes, uint32_t count);
void keyboard_write(struct keyboard *keyboard, uint8_t value);
// The next byte on the wire, -1: none. `*reply`: it answers a command.
int keyboard_next(struct keyboard *keyboard, bool *reply);
bool keyboard_has_next(const struct keyboard *keyboard, bool *reply);

#endif
