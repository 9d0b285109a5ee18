// Code that is written while the program runs: new functions in one place, a byte changed between two calls, code on the stack, the same
// page in two mappings, and pages that stop being code.
#define _GNU_SOURCE
#include "say.h"
#include <setjmp.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PAGE = 4096 };
typedef unsigned function(unsigned);
static sigjmp_buf back;

static void on_fault(int number) {
  siglongjmp(back, number);
}

// mov eax, [esp+4]; add eax, constant; ret
static void put(unsigned char *at, unsigned constant) {
  static const unsigned char code[] = {0x8B, 0x44, 0x24, 0x04, 0x05, 0, 0, 0, 0, 0xC3};
  memcpy(at, code, sizeof code);
  memcpy(at + 5, &constant, 4);
}

int main(void) {
  setbuf(stdout, NULL);
  signal(SIGSEGV, on_fault);
  unsigned char *page = mmap(NULL, 2 * PAGE, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  unsigned sum = 0, expected = 0;
  for (unsigned i = 0; i < 2000; i++) {
    put(page + i % 64 * 16, i);
    sum += ((function *)(page + i % 64 * 16))(1);
    expected += i + 1;
  }
  CHECK(sum == expected, "2000 functions in 64 places");

  sum = expected = 0;
  put(page, 0);
  for (unsigned i = 0; i < 2000; i++) {
    page[5] = (unsigned char)i;
    sum += ((function *)page)(0);
    expected += i & 0xFF;
  }
  CHECK(sum == expected, "constant that changes between calls");

  put(page + PAGE - 5, 77); // the instruction lies in both pages
  CHECK(((function *)(page + PAGE - 5))(1) == 78, "function across two pages");
  page[PAGE] = 0x4E;
  CHECK(((function *)(page + PAGE - 5))(1) == 79, "its second page changed");

  // mov eax, 1; changes its own next instruction: mov byte [eip + 1...], 5; mov ebx-less: see the bytes
  static const unsigned char own[] = {0xE8, 0,    0,    0,    0,    // call next
                                      0x59,                         // pop ecx: its own address + 5
                                      0xC6, 0x41, 0x08, 0x2A,       // mov byte [ecx + 8], 42: the constant below
                                      0xEB, 0x00,                   // jmp next
                                      0xB8, 0x01, 0x00, 0x00, 0x00, // mov eax, 1
                                      0xC3};
  memcpy(page + 512, own, sizeof own);
  CHECK(((function *)(page + 512))(0) == 42, "instruction that the one before has written");

  int file = memfd_create("code", 0);
  if (file < 0 || ftruncate(file, PAGE)) return 2;
  page = mmap(NULL, PAGE, PROT_READ | PROT_EXEC, MAP_SHARED, file, 0);
  unsigned char *other = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  sum = expected = 0;
  for (unsigned i = 0; i < 500; i++) {
    put(other, i);
    sum += ((function *)page)(i);
    expected += 2 * i;
  }
  CHECK(sum == expected, "written in one mapping, run in another");

  pid_t child = fork(); // shared: the parent sees what the child writes
  if (child == 0) {
    put(other, 4711);
    _exit(((function *)page)(0) != 4711);
  }
  int status = 1;
  waitpid(child, &status, 0);
  CHECK(status == 0 && ((function *)page)(0) == 4711, "written by a child, run by its parent");

  unsigned char *gone = mmap(NULL, PAGE, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  sum = expected = 0;
  for (unsigned i = 0; i < 100; i++) {
    put(gone, i);
    sum += ((function *)gone)(0);
    expected += i;
    munmap(gone, PAGE);
    if (mmap(gone, PAGE, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) != gone) return 2;
  }
  CHECK(sum == expected, "a hundred pages of code in one place");
  munmap(gone, PAGE);
  int got = sigsetjmp(back, 1);
  if (!got) ((function *)gone)(0);
  CHECK(got == SIGSEGV, "call of code that is gone");
  return say_status();
}
