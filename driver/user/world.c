// The world as a whole, and its few ways to the outside: standard input, output and error.
#include <asm/unistd.h>

#include "system_call.h"
#include "user.h"

static struct world the_world; // the one VM's

void world_create(struct vm *vm) {
  world_create_with_files(vm, 0);
}

void world_create_with_files(struct vm *vm, unsigned files) {
  vm->world = &the_world;
  system_call3(__NR_close_range, FIRST_FILE + (long)files, 0xFFFFFFFF, 0); // no files beyond what it was handed
  files_create(&the_world, files);
  maps_create(&the_world);
  gates_create(&the_world);
  signals_create(vm);
  clock_create(vm);
}

_Noreturn void world_exit(int status) {
  for (;;) system_call1(__NR_exit_group, status);
}

bool world_read(void *to, uint64_t bytes, uint64_t *got) {
  for (*got = 0; *got < bytes;) {
    long n = system_call3(__NR_read, 0, (long)to + (long)*got, (long)(bytes - *got));
    if (n <= 0) return false;
    *got += (uint64_t)n;
  }
  return true;
}

bool world_input(struct vm *vm, uint64_t wait_ns) {
  struct {
    int file;
    short events, found;
  } standard_input = {0, 1 /* POLLIN */, 0};
  struct {
    int64_t seconds, ns;
  } time = {(int64_t)(wait_ns / 1000000000u), (int64_t)(wait_ns % 1000000000u)};
  // A signal (the tick of native execution) ends the wait early.
  enum { INTERRUPTED = -4 };
  long found = system_call(__NR_ppoll, (long)&standard_input, 1, wait_ns == ~0ull ? 0 : (long)&time, 0, 0, 0);
  if (found < 0 && found != INTERRUPTED) world_panic(vm, "waiting for standard input was refused");
  return found > 0;
}

static bool write_all(long file, const void *from, uint64_t bytes) {
  for (uint64_t done = 0; done < bytes;) {
    long n = system_call3(__NR_write, file, (long)from + (long)done, (long)(bytes - done));
    if (n <= 0) return false;
    done += (uint64_t)n;
  }
  return true;
}

bool world_write(const void *from, uint64_t bytes) {
  return write_all(1, from, bytes);
}

void world_say(const char *text) {
  size_t length = 0;
  while (text[length]) length++;
  write_all(2, text, length);
}

_Noreturn void world_panic(struct vm *vm, const char *what) {
  world_say("plex86-vm: ");
  world_say(what);
  world_say("\n");
  world_exit(3);
}

_Noreturn void fail(const char *what, long error) {
  char digits[8] = "";
  unsigned at = sizeof digits - 1;
  for (unsigned long n = (unsigned long)-error; n && at; n /= 10) digits[--at] = (char)('0' + n % 10);
  world_say("plex86-vm: ");
  world_say(what);
  world_say(" failed: error ");
  world_say(digits[at] ? &digits[at] : "0");
  world_say("\n");
  world_exit(2);
}
