// A 16550A UART (National Semiconductor PC16550D data sheet). One device is one port; its plugin says where: options base, irq.
// To the plugin go the characters that the guest transmits; its input are those that arrive on the line.
#ifndef PLEX86_SERIAL_SERIAL_H
#define PLEX86_SERIAL_SERIAL_H

#include "../../machine/device.h"

enum { FIFO_BYTES = 16, LINE_BYTES = 256 << 10 };

enum { IER_RECEIVED = 1 << 0, IER_THR_EMPTY = 1 << 1, IER_LINE_STATUS = 1 << 2, IER_MODEM_STATUS = 1 << 3 };
enum { // by priority; the low bit set: none
  IIR_MODEM_STATUS = 0x00,
  IIR_NONE = 0x01,
  IIR_THR_EMPTY = 0x02,
  IIR_RECEIVED = 0x04,
  IIR_LINE_STATUS = 0x06,
  IIR_TIMEOUT = 0x0C,
  IIR_FIFOS = 0xC0,
};
enum { FCR_ENABLE = 1 << 0, FCR_CLEAR_RECEIVER = 1 << 1, FCR_CLEAR_TRANSMITTER = 1 << 2 };
enum { LCR_WORD_LENGTH = 3, LCR_TWO_STOP_BITS = 1 << 2, LCR_PARITY = 1 << 3, LCR_BREAK = 1 << 6, LCR_DLAB = 1 << 7 };
enum { MCR_DTR = 1 << 0, MCR_RTS = 1 << 1, MCR_OUT1 = 1 << 2, MCR_OUT2 = 1 << 3, MCR_LOOP = 1 << 4 };
enum {
  LSR_DATA_READY = 1 << 0,
  LSR_OVERRUN = 1 << 1,
  LSR_BREAK = 1 << 4,
  LSR_ERRORS = 0x1E,
  LSR_THR_EMPTY = 1 << 5,
  LSR_TRANSMITTER_EMPTY = 1 << 6,
  LSR_FIFO_ERROR = 1 << 7,
};
enum { MSR_CTS = 1 << 4, MSR_DSR = 1 << 5, MSR_RI = 1 << 6, MSR_DCD = 1 << 7, MSR_TRAILING_RI = 1 << 2 };

struct serial {
  struct device device;
  uint16_t base;
  uint8_t irq;
  uint8_t ier, fcr, lcr, mcr, scratch;
  uint16_t divisor;
  uint8_t line_errors;   // LSR bits 1-4, until LSR is read
  uint8_t modem_changes; // MSR bits 0-3, until MSR is read
  uint8_t modem_lines;   // MSR bits 4-7
  bool thr_interrupt;    // THR has become empty, and nobody has looked yet
  bool timeout;          // characters wait below the trigger level, and for long
  struct {
    uint8_t data, errors;
  } fifo[FIFO_BYTES];
  unsigned fifo_first, fifo_count;
  struct timer timer; // of the timeout
  uint8_t *line;      // what has arrived and found no room yet
  uint32_t line_first, line_count;
};

static inline struct serial *serial_of(struct device *device) {
  return (struct serial *)device;
}

// --- receiver.c ---
void receiver_reset(struct serial *serial);
void receiver_clear(struct serial *serial);                        // empties the FIFO
void receive(struct serial *serial, uint8_t data, uint8_t errors); // a character is complete
uint8_t receiver_take(struct serial *serial);                      // the receiver buffer is read
void receiver_input(struct device *device, const uint8_t *bytes, uint32_t count);
void receiver_fill(struct serial *serial); // from the line, as far as there is room
bool receiver_at_trigger(const struct serial *serial);
void receiver_timeout(struct device *device, uint64_t at);

// --- serial.c ---
void serial_interrupt(struct serial *serial); // the interrupt output follows what is pending

#endif
