// Registers, transmitter, modem lines and interrupts of the UART.
//
// The transmitter is as fast as its plugin: a character is sent when it is written, so THR and shift register are always empty. The
// interrupt for that behaves as on a slow line: it comes when THR becomes empty, and goes when IIR is read or THR written.
#include "serial.h"

// --- interrupts ---

static uint8_t pending(const struct serial *serial) {
  if (serial->ier & IER_LINE_STATUS && serial->line_errors) return IIR_LINE_STATUS;
  if (serial->ier & IER_RECEIVED && receiver_at_trigger(serial)) return IIR_RECEIVED;
  if (serial->ier & IER_RECEIVED && serial->timeout) return IIR_TIMEOUT;
  if (serial->ier & IER_THR_EMPTY && serial->thr_interrupt) return IIR_THR_EMPTY;
  if (serial->ier & IER_MODEM_STATUS && serial->modem_changes) return IIR_MODEM_STATUS;
  return IIR_NONE;
}

// On the PC the interrupt output reaches the bus through a gate that OUT2 opens.
void serial_interrupt(struct serial *serial) {
  irq_set(serial->irq, serial->mcr & MCR_OUT2 && pending(serial) != IIR_NONE);
}

static void thr_empty(struct serial *serial) {
  // The output falls while THR is full, if for no time at all: an edge for the interrupt controller.
  serial->thr_interrupt = false;
  serial_interrupt(serial);
  serial->thr_interrupt = true;
}

// --- modem lines ---

// In loopback the outputs are tied to the inputs; otherwise somebody is there, and ready.
static void modem_settle(struct serial *serial) {
  uint8_t lines = MSR_CTS | MSR_DSR | MSR_DCD, before = serial->modem_lines;
  if (serial->mcr & MCR_LOOP) {
    lines = 0;
    if (serial->mcr & MCR_RTS) lines |= MSR_CTS;
    if (serial->mcr & MCR_DTR) lines |= MSR_DSR;
    if (serial->mcr & MCR_OUT1) lines |= MSR_RI;
    if (serial->mcr & MCR_OUT2) lines |= MSR_DCD;
  }
  uint8_t changed = (uint8_t)((lines ^ before) >> 4);
  if (lines & MSR_RI) changed &= (uint8_t)~MSR_TRAILING_RI; // of the ring indicator only the trailing edge counts
  serial->modem_changes |= changed;
  serial->modem_lines = lines;
}

// --- registers ---

static uint8_t word_mask(const struct serial *serial) {
  return (uint8_t)(0xFF >> (3 - (serial->lcr & LCR_WORD_LENGTH)));
}

static void transmit(struct serial *serial, uint8_t data) {
  data &= word_mask(serial);
  if (serial->mcr & MCR_LOOP)
    receive(serial, data, 0);
  else if (!(serial->lcr & LCR_BREAK))
    device_send(&serial->device, &data, 1);
  thr_empty(serial);
}

static uint8_t line_status(const struct serial *serial) {
  uint8_t status = LSR_THR_EMPTY | LSR_TRANSMITTER_EMPTY | serial->line_errors;
  if (serial->fifo_count) status |= LSR_DATA_READY;
  for (unsigned i = 0; i < serial->fifo_count && serial->fcr & FCR_ENABLE; i++)
    if (serial->fifo[(serial->fifo_first + i) % FIFO_BYTES].errors) status |= LSR_FIFO_ERROR;
  return status;
}

static uint32_t read_port(struct device *device, uint16_t port, unsigned bytes) {
  struct serial *serial = serial_of(device);
  uint8_t value = 0;
  switch (port - serial->base) {
  case 0:
    if (serial->lcr & LCR_DLAB) return serial->divisor & 0xFF;
    value = receiver_take(serial);
    // With more characters waiting the output falls between them: the next one has not arrived yet.
    if (!receiver_at_trigger(serial)) serial_interrupt(serial);
    receiver_fill(serial);
    break;
  case 1: return serial->lcr & LCR_DLAB ? serial->divisor >> 8 : serial->ier;
  case 2:
    value = pending(serial);
    if (value == IIR_THR_EMPTY) serial->thr_interrupt = false;
    if (serial->fcr & FCR_ENABLE) value |= IIR_FIFOS;
    break;
  case 3: return serial->lcr;
  case 4: return serial->mcr;
  case 5:
    value = line_status(serial);
    serial->line_errors = 0;
    if (serial->fifo_count) serial->fifo[serial->fifo_first].errors = 0;
    break;
  case 6:
    value = serial->modem_lines | serial->modem_changes;
    serial->modem_changes = 0;
    break;
  default: return serial->scratch;
  }
  serial_interrupt(serial);
  return value;
}

static void write_fcr(struct serial *serial, uint8_t value) {
  // A change of the enable bit empties the FIFOs; the other bits count only together with it.
  if ((serial->fcr ^ value) & FCR_ENABLE || (value & FCR_ENABLE && value & FCR_CLEAR_RECEIVER)) receiver_clear(serial);
  serial->fcr = value & FCR_ENABLE ? value & ~(FCR_CLEAR_RECEIVER | FCR_CLEAR_TRANSMITTER) : 0;
  receiver_fill(serial);
}

static void write_lcr(struct serial *serial, uint8_t value) {
  bool begins = value & LCR_BREAK && !(serial->lcr & LCR_BREAK);
  serial->lcr = value;
  // A break arrives as one character of zeros without its stop bit.
  if (begins && serial->mcr & MCR_LOOP) receive(serial, 0, LSR_BREAK);
}

static void write_port(struct device *device, uint16_t port, unsigned bytes, uint32_t wide) {
  struct serial *serial = serial_of(device);
  uint8_t value = (uint8_t)wide;
  switch (port - serial->base) {
  case 0:
    if (serial->lcr & LCR_DLAB)
      serial->divisor = (uint16_t)((serial->divisor & 0xFF00) | value);
    else
      transmit(serial, value);
    break;
  case 1:
    if (serial->lcr & LCR_DLAB) {
      serial->divisor = (uint16_t)((serial->divisor & 0xFF) | value << 8);
      break;
    }
    // Enabling it with THR empty is an interrupt at once.
    if (value & IER_THR_EMPTY && !(serial->ier & IER_THR_EMPTY)) serial->thr_interrupt = true;
    serial->ier = value & 0xF;
    break;
  case 2: write_fcr(serial, value); break;
  case 3: write_lcr(serial, value); break;
  case 4:
    serial->mcr = value & 0x1F;
    modem_settle(serial);
    receiver_fill(serial);
    break;
  case 7: serial->scratch = value; break;
  default: break; // LSR and MSR are for reading
  }
  serial_interrupt(serial);
}

static void create(struct device *device) {
  struct serial *serial = serial_of(device);
  serial->base = (uint16_t)option_number(device, "base", 0x3F8);
  serial->irq = (uint8_t)option_number(device, "irq", 4);
  if (serial->irq > 15) device_fail(device, "irq is not 0 to 15");
  serial->line = device_allocate(LINE_BYTES);
  timer_init(&serial->timer, device, receiver_timeout);
  claim_ports(device, serial->base, 8, WIDTH_1, read_port, write_port);
}

static void reset(struct device *device) {
  struct serial *serial = serial_of(device);
  serial->ier = serial->fcr = serial->lcr = serial->mcr = 0;
  serial->divisor = 12; // the data sheet leaves it open: 9600 baud
  serial->thr_interrupt = false;
  receiver_reset(serial);
  modem_settle(serial);
  serial->modem_changes = 0;
  serial_interrupt(serial);
}

const struct device_kind serial_device = {
    .name = "serial",
    .bytes = sizeof(struct serial),
    .create = create,
    .reset = reset,
    .input = receiver_input,
};
DEVICE_KIND(serial);
