// Executes a compute loop of bench/loops with no monitor: the measure that SBE's slowdown is relative to.
//
//   bench-native FILE DATA_BASE [flat|based]
//
// `flat`: the kernel's own flat 32-bit segments. `based`: local descriptors with code base 0 and data base DATA_BASE, as under SBE.
// The loop's HLT raises #GP in ring 3, which ends the run. Prints one JSON object.
#define _GNU_SOURCE
#include <asm/ldt.h>
#include <setjmp.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <ucontext.h>
#include <unistd.h>

enum { CODE = 0x100000, STACK = 0x400000, RAM_END = 0x1000000, USER32_CS = 0x23, USER_DS = 0x2B };

static struct run {
  uint16_t cs, ds;
  sigjmp_buf back;
  uint32_t eax, eip;
  int signal;
} run;

static double now_ns(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1e9 + t.tv_nsec;
}

static void fail(const char *what) {
  perror(what);
  exit(1);
}

static void enter(int signal, siginfo_t *info, void *context) {
  ucontext_t *uc = context;
  uc->uc_mcontext.gregs[REG_RIP] = CODE;
  uc->uc_mcontext.gregs[REG_RSP] = STACK;
  uc->uc_mcontext.gregs[REG_CSGSFS] = run.cs | (greg_t)run.ds << 48;
  __asm__ volatile("mov %0, %%ds; mov %0, %%es" : : "r"((uint32_t)run.ds));
}

static void leave(int signal, siginfo_t *info, void *context) {
  ucontext_t *uc = context;
  run.eax = (uint32_t)uc->uc_mcontext.gregs[REG_RAX];
  run.eip = (uint32_t)uc->uc_mcontext.gregs[REG_RIP];
  run.signal = signal;
  siglongjmp(run.back, 1);
}

static uint16_t descriptor(unsigned slot, uint32_t base, unsigned contents) {
  struct user_desc d = {
      .entry_number = slot, .base_addr = base, .limit = 0xFFFFF, .seg_32bit = 1, .contents = contents, .limit_in_pages = 1, .useable = 1};
  if (syscall(SYS_modify_ldt, 1, &d, sizeof d) != 0) fail("modify_ldt");
  return (uint16_t)(slot << 3 | 7);
}

int main(int argc, char **argv) {
  if (argc != 4 || (strcmp(argv[3], "flat") && strcmp(argv[3], "based"))) {
    fprintf(stderr, "usage: bench-native FILE DATA_BASE flat|based\n");
    return 2;
  }
  uint32_t base = (uint32_t)strtoul(argv[2], NULL, 0);
  bool flat = argv[3][0] == 'f';
  int ram = memfd_create("ram", 0);
  if (ram < 0 || ftruncate(ram, RAM_END) != 0) fail("memfd");
  int rwx = PROT_READ | PROT_WRITE | PROT_EXEC;
  void *low = mmap((void *)CODE, RAM_END - CODE, rwx, MAP_SHARED | MAP_FIXED_NOREPLACE, ram, CODE);
  if (low != (void *)CODE) fail("mmap of the code");
  if (!flat && mmap((void *)(uintptr_t)(base + CODE), RAM_END - CODE, rwx, MAP_SHARED | MAP_FIXED_NOREPLACE, ram, CODE) == MAP_FAILED)
    fail("mmap of the data");
  FILE *file = fopen(argv[1], "rb");
  if (!file || fread(low, 1, STACK - CODE, file) == 0) fail(argv[1]);
  memset((char *)low + (0x200000 - CODE), 0, RAM_END - 0x200000); // first touch is not what is measured
  run.cs = flat ? USER32_CS : descriptor(0, 0, 2);
  run.ds = flat ? USER_DS : descriptor(1, base, 0);

  stack_t stack = {.ss_sp = malloc(65536), .ss_size = 65536};
  sigaltstack(&stack, NULL);
  struct sigaction action = {.sa_sigaction = enter, .sa_flags = SA_SIGINFO | SA_ONSTACK};
  sigaction(SIGUSR1, &action, NULL);
  action.sa_sigaction = leave;
  sigaction(SIGSEGV, &action, NULL);
  sigaction(SIGILL, &action, NULL);
  sigaction(SIGBUS, &action, NULL);
  volatile double start = now_ns();
  if (sigsetjmp(run.back, 1) == 0) raise(SIGUSR1);
  double ns = now_ns() - start;
  if (run.signal != SIGSEGV || ((uint8_t *)(uintptr_t)run.eip)[0] != 0xF4) {
    fprintf(stderr, "bench-native: %s ended by signal %d at %#x, not at its HLT\n", argv[1], run.signal, run.eip);
    return 1;
  }
  printf("{\"nanoseconds\":%.0f,\"eax\":%u}\n", ns, run.eax);
  return 0;
}
