#include "test_process.h"
#include <stdlib.h>
#include <string.h>

enum { MOST_INPUT = 1 << 16, MOST_OUTPUT = 1 << 22 };

struct machine machine;
uint64_t host_ns, stolen_ns;
bool process_file_fails, process_may_end;
unsigned process_syncs;
jmp_buf process_end;

static struct world world;
static uint8_t *file_bytes[WORLD_FILES];
static uint8_t input[MOST_INPUT], output[MOST_OUTPUT];
static uint32_t input_at, input_end, output_end;

void process_clear(uint32_t ram_bytes) {
  memset(&machine, 0, sizeof machine);
  memset(&world, 0, sizeof world);
  world.ram = calloc(1, ram_bytes);
  machine.vm.world = &world;
  static _Alignas(16) uint8_t fx[512];
  machine.vm.cpu.fx = fx;
  host_ns = 1000000000;
  stolen_ns = 0;
  input_at = input_end = output_end = 0;
  process_file_fails = false;
  process_syncs = 0;
  machine.message = calloc(1, 2 * MAX_MESSAGE_BYTES + 4096);
  memory_create(ram_bytes);
}

uint8_t *process_file(uint64_t bytes, bool writable) {
  unsigned number = world.files++;
  world.file[number].bytes = bytes;
  world.file[number].writable = writable;
  return file_bytes[number] = calloc(1, bytes);
}

void process_input(const void *bytes, uint32_t count) {
  memcpy(input + input_end, bytes, count);
  input_end += count;
}

void process_message(enum command type, unsigned number, const void *payload, uint32_t bytes) {
  struct message header = {.bytes = bytes, .type = (uint16_t)type, .number = (uint16_t)number};
  process_input(&header, sizeof header);
  process_input(payload, bytes);
}

uint32_t process_output(void *to, uint32_t room) {
  uint32_t count = output_end;
  memcpy(to, output, count < room ? count : room);
  output_end = 0;
  return count;
}

// A device of this machine's own: the linker collects their kinds, and there has to be one.
static void create_nothing(struct device *device) {}
static const struct device_kind nothing_device = {.name = "nothing", .bytes = sizeof(struct device), .create = create_nothing};
DEVICE_KIND(nothing);

// --- the world ---

uint64_t world_nanoseconds(struct vm *vm) {
  return host_ns;
}
uint64_t world_processor_nanoseconds(struct vm *vm) {
  return host_ns - stolen_ns;
}
void world_alarm(struct vm *vm, uint32_t first_us, uint32_t period_us) {}
void world_clock_set(struct vm *vm) {}
bool world_input(struct vm *vm, uint64_t wait_ns) {
  return input_at < input_end;
}
void *world_allocate(uint64_t bytes) {
  return calloc(1, bytes);
}
bool world_read(void *to, uint64_t bytes, uint64_t *got) {
  *got = input_end - input_at < bytes ? input_end - input_at : bytes;
  memcpy(to, input + input_at, *got);
  input_at += (uint32_t)*got;
  return *got == bytes;
}
bool world_write(const void *from, uint64_t bytes) {
  if (output_end + bytes > MOST_OUTPUT) return false;
  memcpy(output + output_end, from, bytes);
  output_end += (uint32_t)bytes;
  return true;
}
_Noreturn void world_exit(int status) {
  if (!process_may_end) {
    fprintf(stderr, "the process ended with status %d\n%.*s\n", status, (int)output_end, output);
    abort();
  }
  process_may_end = false;
  longjmp(process_end, 1);
}
void world_say(const char *text) {}

unsigned world_files(struct vm *vm) {
  return world.files;
}
uint64_t world_file_bytes(struct vm *vm, unsigned file) {
  return world.file[file].bytes;
}
bool world_file_writable(struct vm *vm, unsigned file) {
  return world.file[file].writable;
}
bool world_file_read(struct vm *vm, unsigned file, uint64_t at, void *to, uint64_t bytes) {
  if (!process_file_fails) memcpy(to, file_bytes[file] + at, bytes);
  return !process_file_fails;
}
bool world_file_write(struct vm *vm, unsigned file, uint64_t at, const void *from, uint64_t bytes) {
  if (!process_file_fails) memcpy(file_bytes[file] + at, from, bytes);
  return !process_file_fails;
}
bool world_file_sync(struct vm *vm, unsigned file) {
  process_syncs++;
  return !process_file_fails;
}
