// Signals: faults with their causes and addresses, handlers on a stack of their own, nested and masked ones, timers that interrupt a loop,
// registers that survive, jumps out of handlers.
#define _GNU_SOURCE
#include "say.h"
#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <ucontext.h>
#include <unistd.h>

static sigjmp_buf back;
static volatile sig_atomic_t seen, depth, deepest;
static siginfo_t last;
static char *page;

static void jump(int number, siginfo_t *info, void *context) {
  last = *info;
  seen++;
  siglongjmp(back, number);
}

static void take(int number, void (*handler)(int, siginfo_t *, void *), int flags) {
  struct sigaction action = {.sa_sigaction = handler, .sa_flags = SA_SIGINFO | flags};
  sigemptyset(&action.sa_mask);
  if (sigaction(number, &action, NULL)) abort();
}

// The signal by which a statement ends, or 0.
#define CATCH(what)                                                                                                                        \
  ({                                                                                                                                       \
    int number = sigsetjmp(back, 1);                                                                                                       \
    if (!number) {                                                                                                                         \
      what;                                                                                                                                \
    }                                                                                                                                      \
    number;                                                                                                                                \
  })

static void divide(int dividend, int divisor) {
  int quotient = dividend, high = dividend < 0 ? -1 : 0;
  __asm__ volatile("idivl %2" : "+a"(quotient), "+d"(high) : "r"(divisor));
}

static void faults(void) {
  volatile int got = CATCH(*(volatile int *)8);
  CHECK(got == SIGSEGV && last.si_code == SEGV_MAPERR && last.si_addr == (void *)8, "read of an address that is not mapped");
  got = CATCH(*(volatile char *)page = 1);
  CHECK(got == SIGSEGV && last.si_code == SEGV_ACCERR && last.si_addr == page, "write to a page that is read-only");
  got = CATCH(*(volatile int *)(page + 4094) = 1);
  CHECK(got == SIGSEGV && last.si_addr == page + 4094, "write across two read-only pages");
  got = CATCH(*(volatile int *)0xC0100000);
  CHECK(got == SIGSEGV && last.si_addr == (void *)0xC0100000, "read of the kernel's memory");
  got = CATCH(((void (*)(void))0x10)());
  CHECK(got == SIGSEGV && last.si_addr == (void *)0x10, "call of an address that is not mapped");
  got = CATCH(divide(1, 0));
  CHECK(got == SIGFPE && last.si_code == FPE_INTDIV, "division by zero");
  got = CATCH(divide(-2147483647 - 1, -1));
  CHECK(got == SIGFPE, "division that overflows");
  got = CATCH(__asm__ volatile("ud2"));
  CHECK(got == SIGILL && last.si_code == ILL_ILLOPN, "undefined instruction");
  got = CATCH(__asm__ volatile("int3"));
  CHECK(got == SIGTRAP, "breakpoint");
  got = CATCH(__asm__ volatile("cli"));
  CHECK(got == SIGSEGV && last.si_code == SI_KERNEL, "privileged instruction");
  got = CATCH(__asm__ volatile("int $0x42"));
  CHECK(got == SIGSEGV, "interrupt that is the kernel's own");
  got = CATCH(__asm__ volatile("mov %0, %%ds" ::"r"(0x1234)));
  CHECK(got == SIGSEGV, "selector that does not exist");
}

static void count_down(int number, siginfo_t *info, void *context) {
  depth++;
  if (depth > deepest) deepest = depth;
  if (deepest < 5) raise(SIGUSR1);
  depth--;
  seen++;
}

static void change(int number, siginfo_t *info, void *context) {
  ucontext_t *frame = context;
  frame->uc_mcontext.gregs[REG_EAX] = 4711;
  frame->uc_mcontext.gregs[REG_EIP] += 2; // past the ud2
}

static void where(int number, siginfo_t *info, void *context) {
  char here;
  seen = (uintptr_t)&here - (uintptr_t)info->si_value.sival_ptr < 65536;
}

static void handlers(void) {
  seen = 0;
  take(SIGUSR1, count_down, SA_NODEFER);
  raise(SIGUSR1);
  CHECK(seen == 5 && deepest == 5, "%d handlers within each other", (int)deepest);

  take(SIGILL, change, 0);
  unsigned eax = 0, ebx = 0x12345678, edi = 0x9ABCDEF0;
  __asm__ volatile("ud2" : "+a"(eax), "+b"(ebx), "+D"(edi));
  CHECK(eax == 4711 && ebx == 0x12345678 && edi == 0x9ABCDEF0, "registers that the handler changes, and others");

  char *stack = mmap(NULL, 65536, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  stack_t alternative = {.ss_sp = stack, .ss_size = 65536};
  sigaltstack(&alternative, NULL);
  take(SIGUSR2, where, SA_ONSTACK);
  seen = 0;
  union sigval value = {.sival_ptr = stack};
  sigqueue(getpid(), SIGUSR2, value);
  CHECK(seen == 1, "handler on a stack of its own");

  sigset_t set, old;
  sigemptyset(&set);
  sigaddset(&set, SIGUSR2);
  sigprocmask(SIG_BLOCK, &set, &old);
  seen = 0;
  sigqueue(getpid(), SIGUSR2, value);
  int held = seen;
  sigprocmask(SIG_SETMASK, &old, NULL);
  CHECK(held == 0 && seen == 1, "signal that waits while it is masked");
}

static void tick(int number, siginfo_t *info, void *context) {
  seen++;
}

static void timers(void) {
  take(SIGALRM, tick, SA_RESTART);
  seen = 0;
  struct itimerval every = {{0, 5000}, {0, 5000}};
  setitimer(ITIMER_REAL, &every, NULL);
  volatile unsigned sum = 0;
  unsigned a = 1, b = 2, c = 3;
  double x = 1.0;
  unsigned long rounds = 0;
  while (seen < 50) {
    a = a * 5 + b, b = b * 9 + c, c = c * 13 + a;
    x = x * 1.5 - (x > 1e6 ? x : 0) + 1;
    sum += a ^ b ^ c;
    rounds++;
  }
  memset(&every, 0, sizeof every);
  setitimer(ITIMER_REAL, &every, NULL);
  unsigned a2 = 1, b2 = 2, c2 = 3, sum2 = 0;
  double x2 = 1.0;
  for (unsigned long i = 0; i < rounds; i++) {
    a2 = a2 * 5 + b2, b2 = b2 * 9 + c2, c2 = c2 * 13 + a2;
    x2 = x2 * 1.5 - (x2 > 1e6 ? x2 : 0) + 1;
    sum2 += a2 ^ b2 ^ c2;
  }
  CHECK(a == a2 && b == b2 && c == c2 && sum == sum2 && x == x2, "computing while 50 timer signals arrive");
}

int main(void) {
  setbuf(stdout, NULL);
  page = mmap(NULL, 8192, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  int numbers[] = {SIGSEGV, SIGFPE, SIGILL, SIGTRAP, SIGBUS};
  for (unsigned i = 0; i < sizeof numbers / sizeof *numbers; i++) take(numbers[i], jump, 0);
  faults();
  handlers();
  timers();
  pid_t child = fork();
  if (child == 0)
    for (;;) pause();
  kill(child, SIGTERM);
  int status = 0;
  waitpid(child, &status, 0);
  CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGTERM, "child that a signal ends");
  return say_status();
}
