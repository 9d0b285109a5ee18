// The UART against its data sheet: interrupts by priority, FIFO triggers and timeouts, loopback, modem lines.
#include "../../machine/testing/test_machine.h"
#include "serial.h"

extern const struct device_kind serial_device;
enum { BASE = 0x3F8, RBR = BASE, IER, IIR, LCR, MCR, LSR, MSR, SCR, THR = RBR, FCR = IIR };

static struct device *make(void) {
  test_clear();
  struct device *device = test_device(&serial_device, "base=0x3f8\nirq=4\n");
  out8(LCR, 0x03);
  return device;
}

static bool irq(void) {
  return test_seen.irq[4].level;
}

static void test_power_on(void) {
  test_clear();
  test_device(&serial_device, NULL);
  CHECK_EQUAL(in8(IER), 0);
  CHECK_EQUAL(in8(IIR), IIR_NONE);
  CHECK_EQUAL(in8(LCR), 0);
  CHECK_EQUAL(in8(MCR), 0);
  CHECK_EQUAL(in8(LSR), 0x60);
  CHECK_EQUAL(in8(MSR), 0xB0);
  out8(SCR, 0xA5);
  CHECK_EQUAL(in8(SCR), 0xA5);
  out8(LCR, 0x83);
  out8(RBR, 0x34);
  out8(IER, 0x12);
  CHECK_EQUAL(in8(RBR), 0x34);
  CHECK_EQUAL(in8(IER), 0x12);
  out8(LCR, 0x03);
  CHECK_EQUAL(in8(IER), 0);
  out8(IER, 0xFF);
  CHECK_EQUAL(in8(IER), 0x0F);
}

static void test_transmit(void) {
  struct device *device = make();
  for (const char *c = "hello"; *c; c++) out8(THR, (uint8_t)*c);
  char sent[8] = {0};
  CHECK_EQUAL(test_sent(device, sent, 8), 5);
  CHECK(!memcmp(sent, "hello", 5));
  CHECK_EQUAL(in8(LSR), 0x60);
  out8(LCR, 0x00); // five bits a character
  out8(THR, 0xFF);
  CHECK_EQUAL(test_sent(device, sent, 8), 1);
  CHECK_EQUAL(sent[0], 0x1F);
}

static void test_thr_interrupt(void) {
  make();
  out8(MCR, 0x08);
  out8(IER, 0x02); // THR is empty: at once
  CHECK(irq());
  CHECK_EQUAL(in8(IIR), IIR_THR_EMPTY);
  CHECK(!irq()); // reading IIR takes it away
  CHECK_EQUAL(in8(IIR), IIR_NONE);
  unsigned rises = test_seen.irq[4].rises;
  out8(THR, 'a');
  out8(THR, 'b'); // each character that leaves THR is an edge
  CHECK_EQUAL(test_seen.irq[4].rises, rises + 2);
  out8(IER, 0x00);
  CHECK(!irq());
  out8(IER, 0x02);
  CHECK(irq());
  out8(MCR, 0x00); // OUT2 closes the gate, the pin inside stays up
  CHECK(!irq());
  CHECK_EQUAL(in8(IIR), IIR_THR_EMPTY);
}

static void test_receive_without_fifos(void) {
  struct device *device = make();
  out8(MCR, 0x08);
  out8(IER, 0x01);
  test_input(device, "abc", 3);
  CHECK_EQUAL(test_seen.irq[4].rises, 1);
  CHECK_EQUAL(in8(IIR), IIR_RECEIVED);
  CHECK_EQUAL(in8(LSR), 0x61);
  CHECK_EQUAL(in8(RBR), 'a');
  CHECK_EQUAL(test_seen.irq[4].rises, 2); // every character is an edge
  CHECK_EQUAL(in8(RBR), 'b');
  CHECK_EQUAL(in8(RBR), 'c');
  CHECK(!irq());
  CHECK_EQUAL(in8(LSR), 0x60);
}

static void test_fifo_trigger_and_timeout(void) {
  struct device *device = make();
  out8(LCR, 0x83);
  out8(RBR, 1); // 115200 baud
  out8(IER, 0);
  out8(LCR, 0x03);
  out8(MCR, 0x08);
  out8(IER, 0x01);
  out8(FCR, 0x81); // trigger at 8
  CHECK_EQUAL(in8(IIR), 0xC0 | IIR_NONE);
  test_input(device, "1234567", 7);
  CHECK(!irq());
  CHECK_EQUAL(in8(LSR), 0x61);
  // Ten bits a character: 86,805 ns; four of them.
  test_advance(347000);
  CHECK(!irq());
  test_advance(500);
  CHECK(irq());
  CHECK_EQUAL(in8(IIR), 0xC0 | IIR_TIMEOUT);
  CHECK_EQUAL(in8(RBR), '1');
  CHECK(!irq());
  test_advance(348000);
  CHECK_EQUAL(in8(IIR), 0xC0 | IIR_TIMEOUT);
  test_input(device, "89", 2);
  CHECK_EQUAL(in8(IIR), 0xC0 | IIR_RECEIVED);
  CHECK_EQUAL(in8(RBR), '2');
  CHECK_EQUAL(in8(IIR), 0xC0 | IIR_NONE); // below the trigger level, and the timeout begins anew
  out8(FCR, 0x83);
  CHECK_EQUAL(in8(LSR), 0x60);
  test_advance(1000000);
  CHECK(!irq());
  // 16 fit; the sender waits with the others.
  char many[40];
  memset(many, 'x', sizeof many);
  test_input(device, many, sizeof many);
  unsigned count = 0;
  while (in8(LSR) & LSR_DATA_READY) CHECK_EQUAL(in8(RBR), 'x'), count++;
  CHECK_EQUAL(count, 40);
  out8(FCR, 0x00);
  CHECK_EQUAL(in8(IIR), IIR_NONE);
}

static void test_loopback(void) {
  struct device *device = make();
  out8(MCR, 0x10);
  CHECK_EQUAL(in8(MSR), 0x0B); // CTS, DSR, DCD have gone
  CHECK_EQUAL(in8(MSR), 0x00);
  out8(MCR, 0x1F);
  CHECK_EQUAL(in8(MSR), 0xFB); // the ring indicator came: no trailing edge
  out8(MCR, 0x1B);
  CHECK_EQUAL(in8(MSR), 0xB4);
  out8(THR, 0x5A);
  test_input(device, "z", 1); // the line is disconnected
  char sent[4];
  CHECK_EQUAL(test_sent(device, sent, 4), 0);
  CHECK_EQUAL(in8(LSR), 0x61);
  out8(THR, 0x5B); // overrun: the first character is lost
  CHECK_EQUAL(in8(LSR), 0x63);
  CHECK_EQUAL(in8(LSR), 0x61);
  CHECK_EQUAL(in8(RBR), 0x5B);
  out8(FCR, 0x01);
  for (uint8_t i = 0; i < 17; i++) out8(THR, i);
  CHECK_EQUAL(in8(LSR), 0x63);
  for (uint8_t i = 0; i < 16; i++) CHECK_EQUAL(in8(RBR), i); // the last one is lost
  CHECK_EQUAL(in8(LSR), 0x60);
  out8(MCR, 0x0B);
  CHECK_EQUAL(in8(RBR), 'z');
}

static void test_break_and_priorities(void) {
  make();
  out8(MCR, 0x18);
  in8(MSR);
  out8(FCR, 0x01);
  out8(IER, 0x0F);
  in8(IIR);
  out8(THR, 'a');
  out8(LCR, 0x43);
  out8(LCR, 0x03);
  out8(MCR, 0x1A); // RTS: CTS changes
  // The break is behind 'a' in the FIFO.
  CHECK_EQUAL(in8(LSR), 0xE1);
  CHECK_EQUAL(in8(IIR), 0xC0 | IIR_RECEIVED);
  CHECK_EQUAL(in8(RBR), 'a');
  CHECK_EQUAL(in8(IIR), 0xC0 | IIR_LINE_STATUS);
  CHECK_EQUAL(in8(LSR), 0xF1);
  CHECK_EQUAL(in8(IIR), 0xC0 | IIR_RECEIVED);
  CHECK_EQUAL(in8(RBR), 0);
  CHECK_EQUAL(in8(IIR), 0xC0 | IIR_THR_EMPTY);
  CHECK_EQUAL(in8(IIR), 0xC0 | IIR_MODEM_STATUS);
  CHECK(irq());
  CHECK_EQUAL(in8(MSR), 0x91);
  CHECK_EQUAL(in8(IIR), 0xC0 | IIR_NONE);
  CHECK(!irq());
}

int main(void) {
  test_power_on();
  test_transmit();
  test_thr_interrupt();
  test_receive_without_fifos();
  test_fifo_trigger_and_timeout();
  test_loopback();
  test_break_and_priorities();
  return test_finish("serial");
}
