// The world of the C unit tests: the monitor's sources linked with the C library, guest RAM from calloc, nothing executed natively.
#include "test_world.h"
#include "../../driver/driver.h"
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

struct test_port test_in, test_out;
struct test_block test_in_block, test_out_block;
struct test_rom test_rom;
uint8_t test_interrupt;

struct vm *test_vm(uint32_t ram_bytes) {
  static struct vm *vm;
  static _Alignas(16) uint8_t fx[512];
  if (!vm) vm = calloc(1, sizeof *vm);
  struct memory *memory = &vm->memory;
  free(memory->ram);
  free(memory->page_flags);
  free(memory->touched);
  struct memory fresh = {
      .ram = calloc(1, ram_bytes),
      .ram_bytes = ram_bytes,
      .address_mask = 0xFFFFFFFFu,
      .page_flags = calloc(ram_bytes / PAGE_BYTES, 1),
      .touched = calloc(ram_bytes / PAGE_BYTES, sizeof(uint32_t)),
  };
  struct sbe *sbe = vm->sbe;
  memset(vm, 0, sizeof *vm);
  vm->sbe = sbe;
  vm->memory = fresh;
  memset(fx, 0, sizeof fx);
  fx[0] = 0x7F; // FCW after FNINIT: 0x037F
  fx[1] = 0x03;
  fx[24] = 0x80; // MXCSR 0x1F80
  fx[25] = 0x1F;
  vm->cpu.fx = fx;
  return vm;
}

uint64_t world_nanoseconds(struct vm *vm) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}
uint32_t world_port_in(struct vm *vm, uint16_t port, unsigned bytes) {
  test_in.port = port;
  test_in.bytes = bytes;
  test_in.count++;
  return test_in.value;
}
void world_port_out(struct vm *vm, uint16_t port, unsigned bytes, uint32_t value) {
  test_out = (struct test_port){.port = port, .bytes = bytes, .value = value, .count = test_out.count + 1};
}
uint32_t world_port_in_block(struct vm *vm, uint16_t port, unsigned bytes, void *to, uint32_t count) {
  if (count > test_in_block.room) count = test_in_block.room;
  test_in_block = (struct test_block){.port = port, .bytes = bytes, .count = count, .room = test_in_block.room - count};
  memset(to, test_in.value & 0xFF, count * bytes);
  return count;
}
uint32_t world_port_out_block(struct vm *vm, uint16_t port, unsigned bytes, const void *from, uint32_t count) {
  if (count > test_out_block.room) count = test_out_block.room;
  test_out_block = (struct test_block){.port = port, .bytes = bytes, .count = count, .room = test_out_block.room - count};
  if (count) test_out.value = *(const uint8_t *)from;
  return count;
}
uint32_t world_memory_read(struct vm *vm, uint32_t address, unsigned bytes) {
  return bytes == 4 ? 0xFFFFFFFFu : (1u << 8 * bytes) - 1;
}
bool world_memory_read_block(struct vm *vm, uint32_t address, void *to, uint32_t bytes) {
  if (address < test_rom.first || address + bytes > test_rom.first + test_rom.bytes) return false;
  memset(to, test_rom.value, bytes);
  test_rom.blocks++;
  return true;
}
void world_memory_write(struct vm *vm, uint32_t address, unsigned bytes, uint32_t value) {}
uint8_t world_acknowledge(struct vm *vm) {
  return test_interrupt;
}
void world_ferr(struct vm *vm, bool level) {}
uint64_t world_time_stamp(struct vm *vm) {
  return 0;
}
