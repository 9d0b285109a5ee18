#include "keyboard.h"
#include "scancodes.h"

enum { ACKNOWLEDGE = 0xFA, RESEND = 0xFE, TEST_PASSED = 0xAA };
enum {
  SET_LEDS = 0xED,
  ECHO = 0xEE,
  SELECT_SET = 0xF0,
  READ_ID = 0xF2,
  SET_TYPEMATIC = 0xF3,
  ENABLE = 0xF4,
  DISABLE = 0xF5,
  DEFAULTS = 0xF6,
  ALL_KEYS_FIRST = 0xF7, // how the keys of set 3 repeat: all keys...
  ALL_KEYS_LAST = 0xFA,
  SOME_KEYS_LAST = 0xFD, // ...or those that follow
  SEND_AGAIN = 0xFE,
  RESET = 0xFF,
};
enum { TYPEMATIC_DEFAULT = 0x2B };

static void forget_keys(struct keyboard *keyboard) {
  keyboard->key_count = 0;
  keyboard->break_next = keyboard->extended_next = false;
  keyboard->pause_left = 0;
}

static void defaults(struct keyboard *keyboard) {
  forget_keys(keyboard);
  keyboard->set = 2;
  keyboard->typematic = TYPEMATIC_DEFAULT;
  keyboard->command = 0;
}

void keyboard_reset(struct keyboard *keyboard) {
  keyboard->replies.count = 0;
  defaults(keyboard);
  keyboard->leds = 0;
  keyboard->scanning = true;
}

bool keyboard_type(struct keyboard *keyboard, const uint8_t *bytes, uint32_t count) {
  if (!keyboard->scanning) return true; // nobody looks at the keys
  if (count > KEYS_BYTES - keyboard->key_count) return false;
  for (uint32_t i = 0; i < count; i++) keyboard->keys[(keyboard->first_key + keyboard->key_count++) % KEYS_BYTES] = bytes[i];
  return true;
}

static void parameter(struct keyboard *keyboard, uint8_t value) {
  uint8_t command = keyboard->command;
  if (command < ALL_KEYS_LAST + 1) keyboard->command = 0; // the list of keys goes on until the next command
  queue_put(&keyboard->replies, ACKNOWLEDGE);
  switch (command) {
  case SET_LEDS: keyboard->leds = value & 7; break;
  case SELECT_SET:
    if (value == 0) queue_put(&keyboard->replies, keyboard->set);
    if (value >= 1 && value <= 3) {
      forget_keys(keyboard);
      keyboard->set = value;
    }
    break;
  case SET_TYPEMATIC: keyboard->typematic = value & 0x7F; break;
  }
}

void keyboard_write(struct keyboard *keyboard, uint8_t value) {
  // A command in place of a parameter ends the one before.
  if (keyboard->command && value < SET_LEDS) {
    parameter(keyboard, value);
    return;
  }
  keyboard->command = 0;
  if (value == SEND_AGAIN) {
    queue_put(&keyboard->replies, keyboard->last);
    return;
  }
  keyboard->replies.count = 0; // the answer to what came before is not waited for any more
  if (value == ECHO || value < SET_LEDS || value == 0xEF || value == 0xF1) {
    queue_put(&keyboard->replies, value == ECHO ? ECHO : RESEND);
    return;
  }
  queue_put(&keyboard->replies, ACKNOWLEDGE);
  switch (value) {
  case READ_ID:
    queue_put(&keyboard->replies, 0xAB);
    queue_put(&keyboard->replies, 0x83);
    break;
  case ENABLE:
    forget_keys(keyboard);
    keyboard->scanning = true;
    break;
  case DISABLE:
    defaults(keyboard);
    keyboard->scanning = false;
    break;
  case DEFAULTS:
    defaults(keyboard);
    keyboard->scanning = true;
    break;
  case RESET:
    defaults(keyboard);
    keyboard->leds = 0;
    keyboard->scanning = true;
    queue_put(&keyboard->replies, TEST_PASSED);
    break;
  default:
    // The host repeats keys, and releases all of them: how set 3 would have it is taken note of and no more.
    if (value >= ALL_KEYS_FIRST && value <= ALL_KEYS_LAST) break;
    keyboard->command = value;
  }
}

static uint8_t take_key(struct keyboard *keyboard) {
  uint8_t value = keyboard->keys[keyboard->first_key];
  keyboard->first_key = (keyboard->first_key + 1) % KEYS_BYTES;
  keyboard->key_count--;
  return value;
}

// Set 1 has no break prefix but bit 7.
static int next_in_set_1(struct keyboard *keyboard) {
  while (keyboard->key_count > 0) {
    uint8_t value = take_key(keyboard);
    if (value == KEY_BREAK) {
      keyboard->break_next = true;
      continue;
    }
    uint8_t code = scancode_1(value) | (keyboard->break_next ? 0x80 : 0);
    keyboard->break_next = false;
    return code;
  }
  return -1;
}

// Set 3 has one code a key and no prefix but that of the break.
static int next_in_set_3(struct keyboard *keyboard) {
  while (keyboard->key_count > 0) {
    uint8_t value = keyboard->keys[keyboard->first_key];
    if (keyboard->pause_left > 0) { // E1 14 77 E1 F0 14 F0 77 is the key Pause
      take_key(keyboard);
      keyboard->pause_left--;
    } else if (value == KEY_PAUSE) {
      take_key(keyboard);
      keyboard->pause_left = 7;
      return 0x62;
    } else if (value == KEY_EXTENDED) {
      take_key(keyboard);
      keyboard->extended_next = true;
    } else if (value == KEY_BREAK && !keyboard->break_next) {
      take_key(keyboard);
      keyboard->break_next = true;
    } else {
      uint8_t code = scancode_3(value, keyboard->extended_next);
      bool prefix = code && keyboard->break_next;
      // The break goes first; the code itself stays for the next call.
      if (prefix) {
        keyboard->break_next = false;
        return KEY_BREAK;
      }
      take_key(keyboard);
      keyboard->break_next = keyboard->extended_next = false;
      if (code) return code;
    }
  }
  return -1;
}

bool keyboard_has_next(const struct keyboard *keyboard, bool *reply) {
  *reply = keyboard->replies.count > 0;
  return *reply || keyboard->key_count > 0;
}

int keyboard_next(struct keyboard *keyboard, bool *reply) {
  int value = -1;
  *reply = keyboard->replies.count > 0;
  if (*reply)
    value = queue_take(&keyboard->replies);
  else if (keyboard->set == 1)
    value = next_in_set_1(keyboard);
  else if (keyboard->set == 3)
    value = next_in_set_3(keyboard);
  else if (keyboard->key_count > 0)
    value = take_key(keyboard);
  if (value >= 0) keyboard->last = (uint8_t)value;
  return value;
}
