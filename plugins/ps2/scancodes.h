// The three sets of scan codes (IBM PS/2 Hardware Interface Technical Reference, "Keyboard", 1990).
#ifndef PLEX86_PLUGINS_PS2_SCANCODES_H
#define PLEX86_PLUGINS_PS2_SCANCODES_H

#include "../../monitor/types.h"

enum { KEY_BREAK = 0xF0, KEY_EXTENDED = 0xE0, KEY_PAUSE = 0xE1 };
// Set 2 to set 1, a byte by itself: what the 8042 does to all that comes from the keyboard, and the keyboard itself in set 1.
uint8_t scancode_1(uint8_t set_2);
// The key whose code in set 2 is `code`, after E0 or not, in set 3; 0: none (the shifts that E0 keys bring along).
uint8_t scancode_3(uint8_t code, bool extended);

#endif
