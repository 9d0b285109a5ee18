// The receiver: buffer register or FIFO with its trigger level and timeout.
#include "serial.h"

static bool fifos(const struct serial *serial) {
  return serial->fcr & FCR_ENABLE;
}

static unsigned capacity(const struct serial *serial) {
  return fifos(serial) ? FIFO_BYTES : 1;
}

bool receiver_at_trigger(const struct serial *serial) {
  static const uint8_t kLevels[4] = {1, 4, 8, 14};
  return serial->fifo_count >= (fifos(serial) ? kLevels[serial->fcr >> 6] : 1);
}

// Start bit, data, parity and stop bits, 16 clocks of the baud rate generator each; its crystal is 1.8432 MHz.
static uint64_t character_ns(const struct serial *serial) {
  unsigned bits = 1 + 5 + (serial->lcr & LCR_WORD_LENGTH) + (serial->lcr & LCR_PARITY ? 1 : 0) + (serial->lcr & LCR_TWO_STOP_BITS ? 2 : 1);
  uint64_t divisor = serial->divisor ? serial->divisor : 0x10000;
  return bits * 16 * divisor * 1000000000 / 1843200;
}

// Data sheet, "FIFO Interrupt Mode Operation": at least one character is in the FIFO, and for four character times none has come and
// none was read.
static void restart_timeout(struct serial *serial) {
  if (!fifos(serial) || serial->fifo_count == 0)
    timer_stop(&serial->timer);
  else
    timer_set(&serial->timer, guest_ns() + 4 * character_ns(serial));
}

void receiver_timeout(struct device *device, uint64_t at) {
  struct serial *serial = serial_of(device);
  serial->timeout = serial->fifo_count > 0;
  serial_interrupt(serial);
}

// The errors of a character are shown when it comes to the top of the FIFO.
static void show_top(struct serial *serial) {
  if (serial->fifo_count) serial->line_errors |= serial->fifo[serial->fifo_first].errors;
}

void receive(struct serial *serial, uint8_t data, uint8_t errors) {
  if (serial->fifo_count == capacity(serial)) {
    serial->line_errors |= LSR_OVERRUN;
    // Without FIFOs the character in the buffer is destroyed; with them the one in the shift register.
    if (fifos(serial)) return;
    serial->fifo_count = 0;
  }
  unsigned at = (serial->fifo_first + serial->fifo_count) % FIFO_BYTES;
  serial->fifo[at].data = data;
  serial->fifo[at].errors = errors;
  if (++serial->fifo_count == 1) show_top(serial);
  restart_timeout(serial);
}

uint8_t receiver_take(struct serial *serial) {
  if (serial->fifo_count == 0) return serial->fifo[serial->fifo_first].data;
  uint8_t data = serial->fifo[serial->fifo_first].data;
  serial->timeout = false;
  if (--serial->fifo_count) {
    serial->fifo_first = (serial->fifo_first + 1) % FIFO_BYTES;
    show_top(serial);
  }
  restart_timeout(serial);
  return data;
}

void receiver_clear(struct serial *serial) {
  serial->fifo_first = serial->fifo_count = 0;
  serial->timeout = false;
  timer_stop(&serial->timer);
}

// --- the line: a sender that waits until the receiver has room, so that no guest is too slow for it ---

void receiver_fill(struct serial *serial) {
  if (serial->mcr & MCR_LOOP) return; // the receiver is disconnected from the line
  while (serial->line_count && serial->fifo_count < capacity(serial)) {
    receive(serial, serial->line[serial->line_first], 0);
    serial->line_first = (serial->line_first + 1) % LINE_BYTES;
    serial->line_count--;
  }
}

void receiver_input(struct device *device, const uint8_t *bytes, uint32_t count) {
  struct serial *serial = serial_of(device);
  for (uint32_t i = 0; i < count; i++) {
    if (serial->line_count == LINE_BYTES) {
      serial->line_errors |= LSR_OVERRUN;
      break;
    }
    serial->line[(serial->line_first + serial->line_count++) % LINE_BYTES] = bytes[i];
  }
  receiver_fill(serial);
  serial_interrupt(serial);
}

void receiver_reset(struct serial *serial) {
  receiver_clear(serial);
  serial->line_errors = 0;
  serial->fifo[0].data = 0;
}
