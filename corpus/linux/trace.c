// ptrace: a child stepped instruction by instruction, stopped at a breakpoint and at a watched address, its registers and memory changed,
// its system calls seen.
#define _GNU_SOURCE
#include "say.h"
#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

static volatile unsigned watched, other;

// 2 + 5 * count + 1 instructions.
__attribute__((naked, noinline)) static unsigned count_to(unsigned count) {
  __asm__("movl 4(%esp), %ecx\n"
          "xorl %eax, %eax\n"
          "1: addl %ecx, %eax\n"
          "pushf\n"
          "popl %edx\n"
          "decl %ecx\n"
          "jnz 1b\n"
          "ret");
}

static int wait_for(pid_t child) {
  int status = 0;
  if (waitpid(child, &status, 0) != child) abort();
  return status;
}

static struct user_regs_struct registers(pid_t child) {
  struct user_regs_struct regs = {0};
  if (ptrace(PTRACE_GETREGS, child, NULL, &regs)) abort();
  return regs;
}

static void poke_debug(pid_t child, unsigned number, unsigned value) {
  if (ptrace(PTRACE_POKEUSER, child, offsetof(struct user, u_debugreg[number]), value)) abort();
}

static pid_t start(void (*body)(void)) {
  pid_t child = fork();
  if (child == 0) {
    ptrace(PTRACE_TRACEME, 0, NULL, NULL);
    raise(SIGSTOP);
    body();
    _exit(9);
  }
  wait_for(child);
  return child;
}

static void body_count(void) {
  __asm__ volatile("int3");
  _exit((int)count_to(10) == 55 ? 7 : 8);
}

static void steps(void) {
  pid_t child = start(body_count);
  ptrace(PTRACE_CONT, child, NULL, NULL);
  int status = wait_for(child);
  CHECK(WIFSTOPPED(status) && WSTOPSIG(status) == SIGTRAP, "breakpoint instruction");
  unsigned inside = 0, total = 0, shown = 0;
  for (;;) {
    if (ptrace(PTRACE_SINGLESTEP, child, NULL, NULL)) abort();
    status = wait_for(child);
    if (!WIFSTOPPED(status)) break;
    total++;
    struct user_regs_struct regs = registers(child);
    unsigned at = (unsigned)regs.eip - (unsigned)&count_to;
    if (at < 16) {
      inside++;
      shown += at == 10 && (regs.edx & 0x100); // after pushf, popl
    }
    if (total > 100000) break;
  }
  CHECK(inside == 2 + 5 * 10 + 1, "%u steps inside the function", inside);
  CHECK(shown == 10, "trap flag, pushed %u times", shown);
  CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 7, "its end");
}

static void body_break(void) {
  unsigned sum = 0;
  for (unsigned i = 1; i <= 20; i++) sum += count_to(i);
  _exit(sum == 1540 ? 7 : 8);
}

static void breakpoints(void) {
  pid_t child = start(body_break);
  errno = 0;
  long old = ptrace(PTRACE_PEEKTEXT, child, &count_to, NULL);
  ptrace(PTRACE_POKETEXT, child, &count_to, (old & ~0xFFl) | 0xCC);
  unsigned hits = 0, arguments = 0;
  int status;
  for (;;) {
    ptrace(PTRACE_CONT, child, NULL, NULL);
    status = wait_for(child);
    if (!WIFSTOPPED(status)) break;
    struct user_regs_struct regs = registers(child);
    if (WSTOPSIG(status) != SIGTRAP || (unsigned)regs.eip != (unsigned)&count_to + 1) break;
    hits++;
    arguments += (unsigned)ptrace(PTRACE_PEEKDATA, child, regs.esp + 4, NULL);
    regs.eip--;
    ptrace(PTRACE_SETREGS, child, NULL, &regs);
    ptrace(PTRACE_POKETEXT, child, &count_to, old);
    ptrace(PTRACE_SINGLESTEP, child, NULL, NULL);
    wait_for(child);
    ptrace(PTRACE_POKETEXT, child, &count_to, (old & ~0xFFl) | 0xCC);
  }
  CHECK(hits == 20 && arguments == 210, "%u breakpoints that a tracer has put, arguments %u", hits, arguments);
  CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 7, "its end");
  CHECK(count_to(3) == 6, "the same page in the tracer");
}

static void body_watch(void) {
  for (unsigned i = 0; i < 5; i++) {
    other = i;
    watched = i * 10;
    other = watched;
  }
  count_to(3);
  _exit(7);
}

static void watchpoints(void) {
  pid_t child = start(body_watch);
  poke_debug(child, 0, (unsigned)&watched);
  poke_debug(child, 1, (unsigned)&count_to);
  poke_debug(child, 7, 1u << 0 | 1u << 16 | 3u << 18 | 1u << 2); // DR0: writes of 4 bytes; DR1: execution
  unsigned writes = 0, values = 0, executed = 0;
  int status;
  for (;;) {
    ptrace(PTRACE_CONT, child, NULL, NULL);
    status = wait_for(child);
    if (!WIFSTOPPED(status)) break;
    unsigned why = (unsigned)ptrace(PTRACE_PEEKUSER, child, offsetof(struct user, u_debugreg[6]), NULL);
    if (why & 1) {
      writes++;
      values += (unsigned)ptrace(PTRACE_PEEKDATA, child, &watched, NULL);
    }
    if (why & 2) executed += (unsigned)registers(child).eip == (unsigned)&count_to;
    poke_debug(child, 6, 0);
    if (writes + executed > 100) break;
  }
  CHECK(writes == 5 && values == 100, "%u writes to a watched address, values %u", writes, values);
  CHECK(executed == 1, "%u stops before an instruction", executed);
  CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 7, "its end");
}

static void body_calls(void) {
  for (unsigned i = 0; i < 3; i++) getppid();
  _exit(getuid() == 4711 ? 7 : 8);
}

static void system_calls(void) {
  enum { GETPPID = 64, GETUID32 = 199 };
  pid_t child = start(body_calls);
  ptrace(PTRACE_SETOPTIONS, child, NULL, PTRACE_O_TRACESYSGOOD);
  unsigned asked = 0;
  int status;
  for (;;) {
    ptrace(PTRACE_SYSCALL, child, NULL, NULL);
    status = wait_for(child);
    if (!WIFSTOPPED(status) || WSTOPSIG(status) != (SIGTRAP | 0x80)) break;
    long number = registers(child).orig_eax;
    ptrace(PTRACE_SYSCALL, child, NULL, NULL);
    status = wait_for(child);
    if (!WIFSTOPPED(status)) break;
    struct user_regs_struct regs = registers(child);
    if (number == GETPPID) asked += (pid_t)regs.eax == getpid();
    if (number == GETUID32) {
      regs.eax = 4711;
      ptrace(PTRACE_SETREGS, child, NULL, &regs);
    }
  }
  CHECK(asked == 3, "%u system calls seen", asked);
  CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 7, "result that the tracer has changed");
}

int main(void) {
  setbuf(stdout, NULL);
  steps();
  breakpoints();
  watchpoints();
  system_calls();
  return say_status();
}
