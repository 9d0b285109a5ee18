// Memory: copy on write, shared and private mappings, protection that changes, mappings that move, a stack that grows, pages given back.
#define _GNU_SOURCE
#include "say.h"
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PAGE = 4096, PAGES = 512 };
static sigjmp_buf back;

static void on_fault(int number) {
  siglongjmp(back, number);
}

static void *map(size_t bytes, int flags) {
  void *at = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_ANONYMOUS | flags, -1, 0);
  if (at == MAP_FAILED) abort();
  return at;
}

static unsigned sum_of(const unsigned char *at, unsigned bytes) {
  unsigned sum = 0;
  for (unsigned i = 0; i < bytes; i++) sum = sum * 31 + at[i];
  return sum;
}

static void fill(unsigned char *at, unsigned bytes, unsigned seed) {
  for (unsigned i = 0; i < bytes; i++) at[i] = (unsigned char)((seed = seed * 1103515245 + 12345) >> 16);
}

static void copy_on_write(void) {
  unsigned char *own = map(PAGES * PAGE, MAP_PRIVATE), *shared = map(PAGE, MAP_SHARED);
  fill(own, PAGES * PAGE, 1);
  unsigned before = sum_of(own, PAGES * PAGE);
  for (int generation = 0; generation < 3; generation++) {
    pid_t child = fork();
    if (child == 0) {
      for (unsigned i = 0; i < PAGES; i += 3) own[i * PAGE + i % PAGE] ^= 0xFF;
      pid_t grandchild = fork();
      if (grandchild == 0) {
        memset(own, generation, PAGES * PAGE);
        shared[1]++;
        _exit(0);
      }
      waitpid(grandchild, NULL, 0);
      for (unsigned i = 0; i < PAGES; i += 3) own[i * PAGE + i % PAGE] ^= 0xFF;
      shared[0]++;
      _exit(sum_of(own, PAGES * PAGE) != before);
    }
    int status = 1;
    waitpid(child, &status, 0);
    CHECK(status == 0 && sum_of(own, PAGES * PAGE) == before, "private pages after a child's writes, %d", generation);
  }
  CHECK(shared[0] == 3 && shared[1] == 3, "shared page that all have written");
  munmap(own, PAGES * PAGE);
}

static void files(void) {
  int file = open("/tmp/memory.map", O_RDWR | O_CREAT | O_TRUNC, 0600);
  if (file < 0 || ftruncate(file, 64 * PAGE)) abort();
  unsigned char *shared = mmap(NULL, 64 * PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  unsigned char *own = mmap(NULL, 64 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE, file, 0);
  fill(shared, 64 * PAGE, 7);
  unsigned before = sum_of(shared, 64 * PAGE);
  CHECK(sum_of(own, 64 * PAGE) == before, "file in two mappings");
  own[5 * PAGE] ^= 1;
  shared[6 * PAGE] ^= 1;
  CHECK(own[5 * PAGE] != shared[5 * PAGE] && own[6 * PAGE] == shared[6 * PAGE], "private change and shared change");
  unsigned char read_back = 0;
  CHECK(pread(file, &read_back, 1, 6 * PAGE) == 1 && read_back == shared[6 * PAGE], "file as it is read");
  int got = sigsetjmp(back, 1);
  if (!got) {
    if (ftruncate(file, PAGE)) abort();
    *(volatile unsigned char *)(shared + 2 * PAGE);
  }
  CHECK(got == SIGBUS, "mapping beyond the file's end");
  unlink("/tmp/memory.map");
}

static void protection(void) {
  volatile unsigned char *at = map(4 * PAGE, MAP_PRIVATE);
  unsigned faults = 0;
  for (volatile unsigned i = 0; i < 200; i++) {
    mprotect((void *)at, 4 * PAGE, PROT_READ);
    if (!sigsetjmp(back, 1))
      at[i % 4 * PAGE] = 1;
    else
      faults++;
    mprotect((void *)at, 4 * PAGE, PROT_READ | PROT_WRITE);
    at[i % 4 * PAGE] = (unsigned char)i;
    if (at[i % 4 * PAGE] != (unsigned char)i) abort();
  }
  CHECK(faults == 200, "%u writes refused while the page was read-only", faults);
  mprotect((void *)at, 4 * PAGE, PROT_NONE);
  CHECK(sigsetjmp(back, 1) || (*at, 0), "page without any access");
}

static void moves(void) {
  unsigned char *at = map(16 * PAGE, MAP_PRIVATE);
  fill(at, 16 * PAGE, 3);
  unsigned before = sum_of(at, 16 * PAGE);
  unsigned char *place = map(64 * PAGE, MAP_PRIVATE);
  unsigned char *moved = mremap(at, 16 * PAGE, 32 * PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, place);
  CHECK(moved == place && sum_of(moved, 16 * PAGE) == before, "mapping that was moved");
  CHECK(sigsetjmp(back, 1) || (*(volatile unsigned char *)at, 0), "its old place");
  madvise(moved, 8 * PAGE, MADV_DONTNEED);
  CHECK(moved[0] == 0 && moved[8 * PAGE - 1] == 0, "pages that were given back are zeros");
  unsigned used = 0;
  for (unsigned i = 0; i < 300; i++) { // mapped, written, gone: what a TLB must not remember
    volatile unsigned char *one = mmap(place + 40 * PAGE, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
    used += *one == 0;
    *one = 0xAA;
    munmap((void *)one, PAGE);
  }
  CHECK(used == 300, "%u new pages in one place, all of them zeros", used);
}

static unsigned __attribute__((noinline)) deep(unsigned level) {
  volatile unsigned char room[1000];
  room[0] = room[999] = (unsigned char)level;
  unsigned below = level ? deep(level - 1) : 0;
  return below + room[0] + room[999];
}

int main(void) {
  setbuf(stdout, NULL);
  signal(SIGSEGV, on_fault);
  signal(SIGBUS, on_fault);
  copy_on_write();
  files();
  protection();
  moves();
  unsigned expected = 0;
  for (unsigned i = 0; i <= 4000; i++) expected += 2 * (unsigned char)i;
  CHECK(deep(4000) == expected, "stack of four megabytes");
  return say_status();
}
