// IBM PS/2 Hardware Interface Technical Reference, "Mouse"; the wheel as Microsoft's IntelliMouse has it.
#include "mouse.h"

enum { ACKNOWLEDGE = 0xFA, RESEND = 0xFE, TEST_PASSED = 0xAA, STANDARD = 0, WHEEL = 3, FIVE_BUTTONS = 4 };
enum {
  SCALE_1 = 0xE6,
  SCALE_2 = 0xE7,
  SET_RESOLUTION = 0xE8,
  STATUS = 0xE9,
  STREAM_MODE = 0xEA,
  READ_DATA = 0xEB,
  END_WRAP = 0xEC,
  WRAP_MODE = 0xEE,
  REMOTE_MODE = 0xF0,
  READ_ID = 0xF2,
  SET_RATE = 0xF3,
  ENABLE = 0xF4,
  DISABLE = 0xF5,
  DEFAULTS = 0xF6,
  SEND_AGAIN = 0xFE,
  RESET = 0xFF,
};
enum { X_NEGATIVE = 1 << 4, Y_NEGATIVE = 1 << 5, ALWAYS_1 = 1 << 3, NS_PER_SECOND = 1000000000 };

static void defaults(struct mouse *mouse) {
  mouse->rate = 100;
  mouse->resolution = 2;
  mouse->reporting = mouse->remote = mouse->wrap = mouse->double_scale = false;
  mouse->count = 0;
}

void mouse_reset(struct mouse *mouse) {
  *mouse = (struct mouse){.id = STANDARD};
  defaults(mouse);
}

void mouse_move(struct mouse *mouse, struct mouse_report report) {
  if (!mouse->reporting && !mouse->remote) return;
  struct mouse_report *last = mouse->count > 0 ? &mouse->reports[(mouse->first + mouse->count - 1) % MOUSE_REPORTS] : NULL;
  if (last && (last->buttons == report.buttons || mouse->count == MOUSE_REPORTS)) {
    last->x += report.x;
    last->y += report.y;
    last->z += report.z;
    last->buttons = report.buttons;
    return;
  }
  bool nothing = !report.x && !report.y && !report.z && report.buttons == mouse->buttons;
  if (!last && nothing) return;
  mouse->reports[(mouse->first + mouse->count++) % MOUSE_REPORTS] = report;
}

// --- packets ---

static int clipped(int value, int least, int most) {
  return value < least ? least : value > most ? most : value;
}

// Scaling 2:1, of what is sent in stream mode.
static int scaled(int value) {
  static const uint8_t small[] = {0, 1, 1, 3, 6, 9};
  int size = value < 0 ? -value : value;
  size = size < (int)sizeof small ? small[size] : 2 * size;
  return value < 0 ? -size : size;
}

static void make_packet(struct mouse *mouse, bool scale) {
  struct mouse_report none = {.buttons = mouse->buttons};
  struct mouse_report *report = mouse->count > 0 ? &mouse->reports[mouse->first] : &none;
  // What is too much for one packet stays for the next.
  int limit = scale ? 127 : 255;
  int x = clipped(report->x, -limit, limit), y = clipped(report->y, -limit, limit), z = clipped(report->z, -8, 7);
  report->x -= x;
  report->y -= y;
  report->z = mouse->id == STANDARD ? 0 : report->z - z;
  mouse->buttons = report->buttons;
  if (mouse->count > 0 && !report->x && !report->y && !report->z) {
    mouse->first = (mouse->first + 1) % MOUSE_REPORTS;
    mouse->count--;
  }
  if (scale) x = scaled(x), y = scaled(y);
  queue_put(&mouse->replies, (uint8_t)(ALWAYS_1 | (mouse->buttons & 7) | (x < 0 ? X_NEGATIVE : 0) | (y < 0 ? Y_NEGATIVE : 0)));
  queue_put(&mouse->replies, (uint8_t)x);
  queue_put(&mouse->replies, (uint8_t)y);
  if (mouse->id == WHEEL) queue_put(&mouse->replies, (uint8_t)z);
  if (mouse->id == FIVE_BUTTONS) queue_put(&mouse->replies, (uint8_t)((z & 15) | (mouse->buttons & 0x18) << 1));
}

uint64_t mouse_next_at(const struct mouse *mouse, uint64_t now) {
  if (mouse->replies.count > 0) return now;
  bool streams = mouse->reporting && !mouse->remote && !mouse->wrap && mouse->count > 0;
  if (!streams) return ~0ull;
  return mouse->next_packet > now ? mouse->next_packet : now;
}

uint8_t mouse_next(struct mouse *mouse, uint64_t now) {
  if (mouse->replies.count == 0) {
    make_packet(mouse, mouse->double_scale);
    mouse->next_packet = now + NS_PER_SECOND / mouse->rate;
  }
  mouse->last = queue_take(&mouse->replies);
  return mouse->last;
}

// --- commands ---

static void set_rate(struct mouse *mouse, uint8_t rate) {
  if (rate) mouse->rate = rate;
  mouse->rates[0] = mouse->rates[1];
  mouse->rates[1] = mouse->rates[2];
  mouse->rates[2] = rate;
  if (mouse->rates[0] == 200 && mouse->rates[2] == 80) {
    if (mouse->rates[1] == 100) mouse->id = WHEEL;
    if (mouse->rates[1] == 200) mouse->id = FIVE_BUTTONS;
  }
}

static void status(struct mouse *mouse) {
  uint8_t buttons = mouse->buttons;
  queue_put(&mouse->replies, (uint8_t)(mouse->remote << 6 | mouse->reporting << 5 | mouse->double_scale << 4 | (buttons & 1) << 2 |
                                       (buttons & 4) >> 1 | (buttons & 2) >> 1));
  queue_put(&mouse->replies, mouse->resolution);
  queue_put(&mouse->replies, mouse->rate);
}

static void command(struct mouse *mouse, uint8_t value) {
  switch (value) {
  case SCALE_1:
  case SCALE_2: mouse->double_scale = value == SCALE_2; break;
  case SET_RESOLUTION:
  case SET_RATE: mouse->command = value; break;
  case STATUS: status(mouse); break;
  case STREAM_MODE:
  case REMOTE_MODE:
    mouse->remote = value == REMOTE_MODE;
    mouse->count = 0;
    break;
  case READ_DATA: make_packet(mouse, false); break;
  case END_WRAP:
  case WRAP_MODE: mouse->wrap = value == WRAP_MODE; break;
  case READ_ID: queue_put(&mouse->replies, mouse->id); break;
  case ENABLE:
  case DISABLE:
    mouse->reporting = value == ENABLE;
    mouse->count = 0;
    break;
  case DEFAULTS: defaults(mouse); break;
  case RESET:
    mouse->id = STANDARD;
    defaults(mouse);
    queue_put(&mouse->replies, TEST_PASSED);
    queue_put(&mouse->replies, STANDARD);
  }
}

static bool known(uint8_t value) {
  return (value >= SCALE_1 && value <= END_WRAP) || value == WRAP_MODE || value == REMOTE_MODE || (value >= READ_ID && value <= DEFAULTS) ||
         value == RESET;
}

void mouse_write(struct mouse *mouse, uint8_t value) {
  if (mouse->wrap && value != END_WRAP && value != RESET) {
    queue_put(&mouse->replies, value);
    return;
  }
  if (value == SEND_AGAIN) {
    queue_put(&mouse->replies, mouse->last);
    return;
  }
  mouse->replies.count = 0; // a packet that was under way is broken off
  if (mouse->command && value != RESET) {
    queue_put(&mouse->replies, ACKNOWLEDGE);
    if (mouse->command == SET_RATE) set_rate(mouse, value);
    if (mouse->command == SET_RESOLUTION) mouse->resolution = value & 3;
    mouse->command = 0;
    return;
  }
  mouse->command = 0;
  queue_put(&mouse->replies, known(value) ? ACKNOWLEDGE : RESEND);
  if (known(value)) command(mouse, value);
}
