// The keyboard controller of the PS/2 (an 8042 with its program) at ports 60h and 64h, a keyboard and a mouse on its two wires, and port 92h:
// IBM PS/2 Hardware Interface Technical Reference, "Keyboard and Auxiliary Device Controller".
//
// A byte goes into the output buffer only when the one before has been read, and some time after: a handler of the guest that takes its
// time loses nothing. Answers come faster than keys, so that a BIOS need not wait long for its keyboard.
//
// Plugin to device (input): a byte that says what follows, to the end of the message.
//   0  scan codes of set 2, as the keyboard would send them: make 1C, break F0 1C, E0 before the extended keys. Whole keys a message
//   1  a movement of the mouse: dx (right), dy (up), dz (wheel, towards the user), each a signed byte; buttons (1 left, 2 right, 4 middle)
// Device to plugin (output), two bytes each:
//   0  the lamps: 1 Scroll Lock, 2 Num Lock, 4 Caps Lock
//   1  0: the guest has read all keys that were typed
//   2  how many messages of keys were dropped because the queue of 4 KiB was full, up to 255
// Question 0 (answer): u32, how many bytes of keys the guest has not read.
#include "../../machine/device.h"
#include "keyboard.h"
#include "mouse.h"
#include "scancodes.h"

enum { KEYBOARD_IRQ = 1, MOUSE_IRQ = 12 };
enum { KEY_NS = 500000, REPLY_NS = 20000 }; // from the read of a byte to the next
enum { FROM_KEYS, FROM_MOUSE };             // first byte of an input
enum { LAMPS, KEYS_READ, KEYS_LOST };       // first byte of an output
enum { FULL = 1 << 0, SYSTEM = 1 << 2, WAS_COMMAND = 1 << 3, NOT_LOCKED = 1 << 4, FROM_AUXILIARY = 1 << 5 };
enum {
  KEYBOARD_INTERRUPT = 1 << 0,
  AUXILIARY_INTERRUPT = 1 << 1,
  SYSTEM_FLAG = 1 << 2,
  KEYBOARD_OFF = 1 << 4,
  AUXILIARY_OFF = 1 << 5,
  TRANSLATE = 1 << 6,
};
enum { OUT_NO_RESET = 1 << 0, OUT_A20 = 1 << 1, OUT_KEYBOARD_IRQ = 1 << 4, OUT_AUXILIARY_IRQ = 1 << 5, OUT_LINES = 0xCC };
enum { NOTHING_INHIBITED = 0x80, TEST_PASSED = 0x55, NO_PASSWORD = 0xF1, FAST_RESET = 1 << 0, FAST_A20 = 1 << 1 };
enum { POWER_ON_COMMAND = KEYBOARD_INTERRUPT | AUXILIARY_OFF | TRANSLATE };

struct ps2 {
  struct device device;
  uint8_t ram[32]; // the first byte is the command byte
  uint8_t command; // that waits for its parameter at port 60h; 0: none
  bool was_command, full, from_auxiliary;
  uint8_t output;
  struct queue replies, auxiliary_replies; // of the controller itself; as if from the mouse
  uint64_t keyboard_at, mouse_at;          // not before
  bool break_next;                         // in the translation
  bool keys_waited, fast_reset;
  uint8_t lost;
  struct keyboard keyboard;
  struct mouse mouse;
  struct timer timer;
};

static void set_lines(struct ps2 *ps2) {
  irq_set(KEYBOARD_IRQ, ps2->full && !ps2->from_auxiliary && (ps2->ram[0] & KEYBOARD_INTERRUPT));
  irq_set(MOUSE_IRQ, ps2->full && ps2->from_auxiliary && (ps2->ram[0] & AUXILIARY_INTERRUPT));
}

static void put(struct ps2 *ps2, uint8_t value, bool auxiliary) {
  ps2->output = value;
  ps2->full = true;
  ps2->from_auxiliary = auxiliary;
}

static void tell(struct ps2 *ps2, uint8_t what, uint8_t value) {
  uint8_t message[2] = {what, value};
  device_send(&ps2->device, message, sizeof message);
}

// From the keyboard's wire. The break prefix of set 2 is swallowed and marks the byte after it.
static bool take_from_keyboard(struct ps2 *ps2) {
  bool reply;
  int value = keyboard_next(&ps2->keyboard, &reply);
  if (value < 0) return false;
  if (ps2->ram[0] & TRANSLATE) {
    if (value == KEY_BREAK && !reply) {
      ps2->break_next = true;
      return false;
    }
    value = scancode_1((uint8_t)value) | (ps2->break_next ? 0x80 : 0);
    ps2->break_next = false;
  }
  put(ps2, (uint8_t)value, false);
  return true;
}

// Fills the output buffer if it is empty: first the controller's own, then the keyboard's, then the mouse's.
static void fill(struct ps2 *ps2) {
  uint64_t now = guest_ns(), wait = ~0ull;
  if (!ps2->full && ps2->replies.count > 0) put(ps2, queue_take(&ps2->replies), false);
  if (!ps2->full && ps2->auxiliary_replies.count > 0) put(ps2, queue_take(&ps2->auxiliary_replies), true);
  bool reply;
  while (!ps2->full && !(ps2->ram[0] & KEYBOARD_OFF) && keyboard_has_next(&ps2->keyboard, &reply)) {
    if (now < ps2->keyboard_at) {
      wait = ps2->keyboard_at;
      break;
    }
    take_from_keyboard(ps2);
  }
  if (!ps2->full && !(ps2->ram[0] & AUXILIARY_OFF)) {
    uint64_t at = mouse_next_at(&ps2->mouse, now);
    if (at != ~0ull && at < ps2->mouse_at) at = ps2->mouse_at;
    if (at <= now)
      put(ps2, mouse_next(&ps2->mouse, now), true);
    else if (at < wait)
      wait = at;
  }
  if (ps2->full || wait == ~0ull)
    timer_stop(&ps2->timer);
  else
    timer_set(&ps2->timer, wait);
  set_lines(ps2);
  if (ps2->keys_waited && ps2->keyboard.key_count == 0 && !ps2->full) {
    ps2->keys_waited = false;
    tell(ps2, KEYS_READ, 0);
  }
}

static void due(struct device *device, uint64_t at) {
  fill((struct ps2 *)device);
}

static uint8_t read_output(struct ps2 *ps2) {
  uint8_t value = ps2->output;
  if (!ps2->full) return value;
  ps2->full = false;
  set_lines(ps2); // they fall, so that the next byte is an edge
  bool reply;
  keyboard_has_next(&ps2->keyboard, &reply);
  uint64_t now = guest_ns();
  if (ps2->from_auxiliary)
    ps2->mouse_at = now + REPLY_NS;
  else
    ps2->keyboard_at = now + (reply ? REPLY_NS : KEY_NS);
  fill(ps2);
  return value;
}

// --- commands, at port 64h ---

static uint8_t output_port(const struct ps2 *ps2) {
  bool irq1 = ps2->full && !ps2->from_auxiliary, irq12 = ps2->full && ps2->from_auxiliary;
  return (uint8_t)(OUT_LINES | OUT_NO_RESET | (a20() ? OUT_A20 : 0) | (irq1 ? OUT_KEYBOARD_IRQ : 0) | (irq12 ? OUT_AUXILIARY_IRQ : 0));
}

static void command(struct ps2 *ps2, uint8_t value) {
  uint8_t *command_byte = &ps2->ram[0];
  ps2->command = 0;
  switch (value) {
  case 0x20 ... 0x3F: queue_put(&ps2->replies, ps2->ram[value & 0x1F]); break;
  case 0x60 ... 0x7F: // write RAM
  case 0xD1:          // write the output port
  case 0xD2:          // as if from the keyboard
  case 0xD3:          // as if from the mouse
  case 0xD4:          // to the mouse
    ps2->command = value;
    break;
  case 0xA4: queue_put(&ps2->replies, NO_PASSWORD); break;
  case 0xA7: *command_byte |= AUXILIARY_OFF; break;
  case 0xA8: *command_byte &= (uint8_t)~AUXILIARY_OFF; break;
  case 0xA9: // tests of the two wires
  case 0xAB: queue_put(&ps2->replies, 0); break;
  case 0xAA:
    *command_byte |= SYSTEM_FLAG;
    queue_put(&ps2->replies, TEST_PASSED);
    break;
  case 0xAD: *command_byte |= KEYBOARD_OFF; break;
  case 0xAE: *command_byte &= (uint8_t)~KEYBOARD_OFF; break;
  case 0xC0: queue_put(&ps2->replies, NOTHING_INHIBITED); break;
  case 0xD0: queue_put(&ps2->replies, output_port(ps2)); break;
  case 0xDD: // A20 without a parameter, as chipsets of the time had it
  case 0xDF: a20_set(value == 0xDF); break;
  case 0xE0: // test inputs: clock and data of the keyboard
    queue_put(&ps2->replies, 0);
    break;
  case 0xF0 ... 0xFF: // pulses the outputs whose bit is 0
    if (!(value & OUT_NO_RESET)) machine_reset();
    break;
  }
}

static void write_output_port(uint8_t value) {
  a20_set(value & OUT_A20);
  if (!(value & OUT_NO_RESET)) machine_reset();
}

static void to_keyboard(struct ps2 *ps2, uint8_t value) {
  uint8_t leds = ps2->keyboard.leds;
  ps2->ram[0] &= (uint8_t)~KEYBOARD_OFF; // the wire is needed
  keyboard_write(&ps2->keyboard, value);
  if (ps2->keyboard.leds != leds) tell(ps2, LAMPS, ps2->keyboard.leds);
}

// Port 60h: a parameter, or for the keyboard.
static void data(struct ps2 *ps2, uint8_t value) {
  uint8_t command = ps2->command;
  ps2->command = 0;
  switch (command) {
  case 0: to_keyboard(ps2, value); break;
  case 0xD1: write_output_port(value); break;
  case 0xD2:
  case 0xD3: put(ps2, value, command == 0xD3); break;
  case 0xD4:
    ps2->ram[0] &= (uint8_t)~AUXILIARY_OFF;
    mouse_write(&ps2->mouse, value);
    break;
  default: ps2->ram[command & 0x1F] = value;
  }
}

static void write(struct device *device, uint16_t port, unsigned bytes, uint32_t value) {
  struct ps2 *ps2 = (struct ps2 *)device;
  ps2->was_command = port == 0x64;
  if (port == 0x64)
    command(ps2, (uint8_t)value);
  else
    data(ps2, (uint8_t)value);
  fill(ps2);
}

static uint32_t read(struct device *device, uint16_t port, unsigned bytes) {
  struct ps2 *ps2 = (struct ps2 *)device;
  if (port == 0x60) return read_output(ps2);
  uint32_t status = NOT_LOCKED;
  if (ps2->full) status |= FULL;
  if (ps2->full && ps2->from_auxiliary) status |= FROM_AUXILIARY;
  if (ps2->ram[0] & SYSTEM_FLAG) status |= SYSTEM;
  if (ps2->was_command) status |= WAS_COMMAND;
  return status;
}

// System control port A. The gate is one: who wrote last has it.
static void write_92(struct device *device, uint16_t port, unsigned bytes, uint32_t value) {
  struct ps2 *ps2 = (struct ps2 *)device;
  a20_set(value & FAST_A20);
  bool before = ps2->fast_reset;
  ps2->fast_reset = value & FAST_RESET;
  if (ps2->fast_reset && !before) machine_reset();
}

static uint32_t read_92(struct device *device, uint16_t port, unsigned bytes) {
  return (a20() ? FAST_A20 : 0) | (((struct ps2 *)device)->fast_reset ? FAST_RESET : 0);
}

// --- the plugin's side ---

static void input(struct device *device, const uint8_t *bytes, uint32_t count) {
  struct ps2 *ps2 = (struct ps2 *)device;
  if (count >= 1 && bytes[0] == FROM_KEYS) {
    if (keyboard_type(&ps2->keyboard, bytes + 1, count - 1)) {
      ps2->keys_waited = true;
    } else {
      if (ps2->lost < 0xFF) ps2->lost++;
      tell(ps2, KEYS_LOST, ps2->lost);
    }
  } else if (count == 5 && bytes[0] == FROM_MOUSE) {
    mouse_move(&ps2->mouse, (struct mouse_report){(int8_t)bytes[1], (int8_t)bytes[2], (int8_t)bytes[3], bytes[4]});
  } else {
    device_fail(device, "an input that is neither keys nor a movement");
  }
  fill(ps2);
}

static uint32_t answer(struct device *device, uint32_t question, uint8_t *to, uint32_t room) {
  const struct ps2 *ps2 = (struct ps2 *)device;
  uint32_t waiting = ps2->keys_waited ? ps2->keyboard.key_count + ps2->full : 0;
  if (question != 0 || room < sizeof waiting) return 0;
  memcpy(to, &waiting, sizeof waiting);
  return sizeof waiting;
}

static void reset(struct device *device) {
  struct ps2 *ps2 = (struct ps2 *)device;
  timer_stop(&ps2->timer);
  memset(ps2->ram, 0, sizeof ps2->ram);
  ps2->ram[0] = POWER_ON_COMMAND;
  ps2->command = 0;
  if (ps2->keys_waited) tell(ps2, KEYS_READ, 0); // they are gone
  ps2->was_command = ps2->full = ps2->break_next = ps2->fast_reset = ps2->keys_waited = false;
  ps2->replies.count = ps2->auxiliary_replies.count = 0;
  ps2->keyboard_at = ps2->mouse_at = 0;
  keyboard_reset(&ps2->keyboard);
  mouse_reset(&ps2->mouse);
  a20_set(true);
  set_lines(ps2);
}

static void create(struct device *device) {
  struct ps2 *ps2 = (struct ps2 *)device;
  claim_ports(device, 0x60, 1, WIDTH_1, read, write);
  claim_ports(device, 0x64, 1, WIDTH_1, read, write);
  claim_ports(device, 0x92, 1, WIDTH_1, read_92, write_92);
  timer_init(&ps2->timer, device, due);
}

const struct device_kind ps2_device = {
    .name = "ps2", .bytes = sizeof(struct ps2), .create = create, .reset = reset, .input = input, .answer = answer};
DEVICE_KIND(ps2);
