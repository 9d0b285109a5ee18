// Files that the program was handed when it was started: descriptors 3, 4, ... They are read and written at offsets, never moved, never
// closed, and no others can be had once the jail is closed.
#include <asm/unistd.h>
#include <linux/fcntl.h>

#include "system_call.h"
#include "user.h"

enum { FROM_END = 2 };

void files_create(struct world *world, unsigned count) {
  if (count > WORLD_FILES) fail("more files than a process may be handed", 0);
  world->files = count;
  for (unsigned i = 0; i < count; i++) {
    long flags = system_call3(__NR_fcntl, FIRST_FILE + (long)i, F_GETFL, 0);
    if (flags < 0) fail("a file that should have been handed over", flags);
    // A write at an offset goes to the end of such a file all the same (pwrite(2), BUGS).
    if (flags & O_APPEND) fail("a file open for appending", 0);
    if ((flags & O_ACCMODE) == O_WRONLY) fail("a file open for writing alone", 0);
    long bytes = system_call3(__NR_lseek, FIRST_FILE + (long)i, 0, FROM_END);
    if (bytes < 0) fail("a file without a size (a pipe, a terminal)", bytes);
    world->file[i].bytes = (uint64_t)bytes;
    world->file[i].writable = (flags & O_ACCMODE) == O_RDWR;
  }
}

unsigned world_files(struct vm *vm) {
  return world_of(vm)->files;
}

uint64_t world_file_bytes(struct vm *vm, unsigned file) {
  return world_of(vm)->file[file].bytes;
}

bool world_file_writable(struct vm *vm, unsigned file) {
  return world_of(vm)->file[file].writable;
}

static bool transfer(long call, unsigned file, uint64_t at, void *memory, uint64_t bytes) {
  for (uint64_t done = 0; done < bytes;) {
    long n = system_call(call, FIRST_FILE + (long)file, (long)memory + (long)done, (long)(bytes - done), (long)(at + done), 0, 0);
    if (n <= 0) return false; // 0: the file has become shorter
    done += (uint64_t)n;
  }
  return true;
}

bool world_file_read(struct vm *vm, unsigned file, uint64_t at, void *to, uint64_t bytes) {
  return transfer(__NR_pread64, file, at, to, bytes);
}

bool world_file_write(struct vm *vm, unsigned file, uint64_t at, const void *from, uint64_t bytes) {
  return world_file_writable(vm, file) && transfer(__NR_pwrite64, file, at, (void *)from, bytes);
}

bool world_file_sync(struct vm *vm, unsigned file) {
  return system_call1(__NR_fdatasync, FIRST_FILE + (long)file) == 0;
}
