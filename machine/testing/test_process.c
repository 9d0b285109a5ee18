#include "test_process.h"
#include <stdlib.h>
#include <string.h>

enum { SCANNED_PAGES = 64, MOST_INPUT = 1 << 16, MOST_OUTPUT = 1 << 22 };

struct machine machine;
uint64_t host_ns, stolen_ns;
bool process_file_fails, process_may_end;
unsigned process_syncs;
jmp_buf process_end;

static struct world world;
static uint8_t *file_bytes[WORLD_FILES];
static uint8_t input[MOST_INPUT], output[MOST_OUTPUT];
static uint32_t input_at, input_end, output_end;
static unsigned checks, failures;

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

enum world_status world_map(struct vm *vm, unsigned space, uint32_t address, uint32_t bytes, enum world_source source, uint64_t offset,
                            enum world_access access) {
  return WORLD_FORBIDDEN;
}
enum world_status world_protect(struct vm *vm, unsigned space, uint32_t address, uint32_t bytes, enum world_access access) {
  return WORLD_FORBIDDEN;
}
void world_unmap(struct vm *vm, unsigned space, uint32_t address, uint32_t bytes) {}
uint32_t world_lowest_address(struct vm *vm) {
  return 0x10000;
}
uint8_t *world_scanned_pages(struct vm *vm) {
  static uint8_t pages[SCANNED_PAGES * PAGE_BYTES];
  return pages;
}
uint32_t world_scanned_page_limit(struct vm *vm) {
  return SCANNED_PAGES;
}
bool world_descriptor(struct vm *vm, unsigned space, unsigned slot, uint64_t descriptor) {
  return false;
}
void world_enter(struct vm *vm, unsigned space, struct native *native, struct native_exit *exit) {
  world_panic(vm, "the test's process executes nothing natively");
}
void world_keep_fx(struct vm *vm) {}
unsigned world_gate(struct vm *vm, uint8_t *code, uint32_t address, uint32_t number) {
  return 0;
}
uint64_t world_nanoseconds(struct vm *vm) {
  return host_ns;
}
uint64_t world_processor_nanoseconds(struct vm *vm) {
  return host_ns - stolen_ns;
}
_Noreturn void world_panic(struct vm *vm, const char *what) {
  fprintf(stderr, "panic: %s\n", what);
  abort();
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

// --- checks ---

void test_check(bool ok, const char *file, int line, const char *what) {
  checks++;
  if (ok) return;
  failures++;
  fprintf(stderr, "%s:%d: %s\n", file, line, what);
}

void test_check_equal(uint64_t actual, uint64_t expected, const char *file, int line, const char *what) {
  checks++;
  if (actual == expected) return;
  failures++;
  fprintf(stderr, "%s:%d: %s is 0x%lx, expected 0x%lx\n", file, line, what, (unsigned long)actual, (unsigned long)expected);
}

int test_finish(const char *name) {
  printf("%s: %u checks, %u failures\n", name, checks, failures);
  return failures ? 1 : 0;
}
