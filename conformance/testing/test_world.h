// What C unit tests know of their world.
#ifndef PLEX86_TEST_WORLD_H
#define PLEX86_TEST_WORLD_H

#include "../../monitor/vm.h"

// A fresh virtual machine (always the same object) with zeroed RAM and registers.
struct vm *test_vm(uint32_t ram_bytes);

// The last port access; `value` of test_in is what an IN reads.
struct test_port {
  uint16_t port;
  unsigned bytes;
  uint32_t value;
  unsigned count;
};
extern struct test_port test_in, test_out;
// The last accesses that were made at once. `room`: how many more the world makes so.
struct test_block {
  uint16_t port;
  unsigned bytes;
  uint32_t count, room;
};
extern struct test_block test_in_block, test_out_block;
// Above RAM, and read in blocks.
struct test_rom {
  uint32_t first, bytes;
  uint8_t value;
  unsigned blocks;
};
extern struct test_rom test_rom;
extern uint8_t test_interrupt; // the vector with which INTR is answered

#endif
