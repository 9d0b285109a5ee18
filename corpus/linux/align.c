// Alignment checks (EFLAGS.AC at CPL 3 under a kernel that sets CR0.AM): the flag lives through the kernel, and only unaligned accesses fault.
#define _GNU_SOURCE
#include "say.h"
#include <setjmp.h>
#include <signal.h>
#include <unistd.h>

static sigjmp_buf back;
static volatile int code;

static void on_fault(int number, siginfo_t *info, void *context) {
  code = info->si_code;
  siglongjmp(back, number);
}

// Reads `bytes` at `address` with AC set; 0, or the signal.
static int try_read(const void *address, unsigned bytes) {
  int number = sigsetjmp(back, 1);
  if (!number) {
    unsigned sink;
    if (bytes == 4)
      __asm__ volatile("pushf\n orl $0x40000, (%%esp)\n popf\n movl (%1), %0\n" : "=r"(sink) : "r"(address) : "memory", "cc");
    else
      __asm__ volatile("pushf\n orl $0x40000, (%%esp)\n popf\n movzwl (%1), %0\n" : "=r"(sink) : "r"(address) : "memory", "cc");
  }
  __asm__ volatile("pushf\n andl $~0x40000, (%%esp)\n popf" ::: "memory", "cc");
  return number;
}

int main(void) {
  setbuf(stdout, NULL);
  struct sigaction action = {.sa_sigaction = on_fault, .sa_flags = SA_SIGINFO};
  sigaction(SIGBUS, &action, NULL);
  static char room[32] __attribute__((aligned(16)));
  CHECK(try_read(room + 4, 4) == 0, "aligned");
  CHECK(try_read(room + 5, 4) == SIGBUS && code == BUS_ADRALN, "double word at an odd address");
  CHECK(try_read(room + 6, 4) == SIGBUS && code == BUS_ADRALN, "double word at an even one");
  CHECK(try_read(room + 6, 2) == 0, "word at an even address");
  CHECK(try_read(room + 7, 2) == SIGBUS, "word at an odd one");
  unsigned flags = 0, pid = 0;
  __asm__ volatile("pushf\n orl $0x40000, (%%esp)\n popf\n int $0x80\n pushf\n popl %1\n pushf\n andl $~0x40000, (%%esp)\n popf"
                   : "=a"(pid), "=r"(flags)
                   : "a"(20)
                   : "memory", "cc");
  CHECK((flags & 0x40000) && pid == (unsigned)getpid(), "flag after a system call");
  return say_status();
}
