// A machine for unit tests of devices: machine/device.h under the C library. Ports and memory are dispatched as on the bus, time stands
// still until the test moves it, interrupt lines are counted and go to the PIC if one was made, disks are arrays, and what a device
// sends to its plugin is kept. A test program makes the devices it wants, in order, and talks to them as the processor would.
#ifndef PLEX86_MACHINE_TESTING_TEST_MACHINE_H
#define PLEX86_MACHINE_TESTING_TEST_MACHINE_H

#include "../device.h"
#include "checks.h"

enum { TEST_RAM_BYTES = 2 << 20 };

// Forgets devices, claims, timers, lines, disks; time is 0 again and A20 is on.
void test_clear(void);
// create() and reset(). `options`: "name=value\n..." lines, kept by reference; null is none.
struct device *test_device(const struct device_kind *kind, const char *options);
void test_reset_all(void); // reset() of every device, in the order of creation

// --- the processor's side ---
uint32_t test_in(uint16_t port, unsigned bytes);
void test_out(uint16_t port, unsigned bytes, uint32_t value);
uint32_t test_in_block(uint16_t port, unsigned bytes, void *to, uint32_t count); // of ports that have blocks
uint32_t test_out_block(uint16_t port, unsigned bytes, const void *from, uint32_t count);
static inline uint8_t in8(uint16_t port) {
  return (uint8_t)test_in(port, 1);
}
static inline void out8(uint16_t port, uint8_t value) {
  test_out(port, 1, value);
}
uint32_t test_read(uint32_t address, unsigned bytes); // physical, through claims, or RAM
void test_write(uint32_t address, unsigned bytes, uint32_t value);
uint8_t *test_ram(void);
bool test_intr(void);           // the PIC's INT output
uint8_t test_acknowledge(void); // the acknowledge cycle: the PIC's vector
void test_ferr(bool level);

// --- time ---
void test_advance(uint64_t ns); // timers fire at their own time, in order
void test_hurry(uint64_t ns);   // the same, of which the guest has an eighth: it makes up for a lag

// --- what devices did ---
struct test_line {
  bool level;
  unsigned rises; // rising edges
};
struct test_seen {
  struct test_line irq[16];
  unsigned nmis, resets, ends, a20_changes, flushes;
  uint32_t status; // of machine_end()
  bool ignne;
};
extern struct test_seen test_seen;
// What `device` has sent since the last call, copied into `to`; returns the number of bytes, which may be more than `room`.
uint32_t test_sent(struct device *device, void *to, uint32_t room);
uint64_t test_next_timer(void); // when the next timer is due; ~0: none is set

// --- what devices are given ---
void test_input(struct device *device, const void *bytes, uint32_t count);
// Disk `number`, zeroed: the array is the image. Make it before the device that opens it.
uint8_t *test_disk(unsigned number, uint64_t sectors, bool read_only);
void test_disk_fails(unsigned number, bool fails); // the host's file, from now on

#endif
