// The jail. libslirp takes apart whatever the guest sends. Should a frame ever get the better of it, the process is left with its standard
// streams, sockets of IPv4, memory that is never executable, and the clock: no files, no programs, no other processes. (Where a socket
// connects to is in memory, which a filter of system calls cannot see: that is local.c's wall, not this one's.) With an outside it may
// open files for reading: libslirp looks up the host's name server.
#include "network.h"
#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>

enum { MOST_RULES = 128, MOST_DESCRIPTORS = 1024 };
static struct sock_filter program[MOST_RULES];
static unsigned length;

static void emit(uint16_t code, uint32_t k, uint8_t if_true, uint8_t if_false) {
  if (length == MOST_RULES) abort();
  program[length++] = (struct sock_filter){code, if_true, if_false, k};
}
static void load(size_t offset) {
  emit(BPF_LD | BPF_W | BPF_ABS, (uint32_t)offset, 0, 0);
}
static void give(uint32_t answer) {
  emit(BPF_RET | BPF_K, answer, 0, 0);
}

// With the number of the call loaded.
static void allow(long number) {
  emit(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)number, 0, 1);
  give(SECCOMP_RET_ALLOW);
}

// The call is allowed where its argument, of the bits in `mask`, has this value; else it fails as if it were not permitted.
static void allow_where(long number, unsigned argument, uint32_t mask, uint32_t value) {
  emit(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)number, 0, 5);
  load(offsetof(struct seccomp_data, args) + argument * 8);
  emit(BPF_ALU | BPF_AND | BPF_K, mask, 0, 0);
  emit(BPF_JMP | BPF_JEQ | BPF_K, value, 0, 1);
  give(SECCOMP_RET_ALLOW);
  give(SECCOMP_RET_ERRNO | EPERM);
}

static void fails(long number, int error) {
  emit(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)number, 0, 1);
  give(SECCOMP_RET_ERRNO | (uint32_t)error);
}

void jail_close(bool outside) {
  static const long calls[] = {
      SYS_read,           SYS_write,
      SYS_readv,          SYS_writev,
      SYS_close,          SYS_poll,
      SYS_ppoll,          SYS_connect,
      SYS_bind,           SYS_listen,
      SYS_accept,         SYS_accept4,
      SYS_shutdown,       SYS_sendto,
      SYS_recvfrom,       SYS_sendmsg,
      SYS_recvmsg,        SYS_getsockname,
      SYS_getpeername,    SYS_setsockopt,
      SYS_getsockopt,     SYS_brk,
      SYS_munmap,         SYS_mremap,
      SYS_madvise,        SYS_futex,
      SYS_getrandom,      SYS_clock_gettime,
      SYS_gettimeofday,   SYS_exit,
      SYS_exit_group,     SYS_rt_sigreturn,
      SYS_rt_sigprocmask, SYS_restart_syscall,
      SYS_lseek,
  };
  load(offsetof(struct seccomp_data, arch));
  emit(BPF_JMP | BPF_JEQ | BPF_K, AUDIT_ARCH_X86_64, 1, 0);
  give(SECCOMP_RET_KILL_PROCESS);
  load(offsetof(struct seccomp_data, nr));
  for (unsigned i = 0; i < sizeof calls / sizeof *calls; i++) allow(calls[i]);
  allow_where(SYS_socket, 0, ~0u, AF_INET);
  allow_where(SYS_mmap, 2, PROT_EXEC, 0);
  allow_where(SYS_mprotect, 2, PROT_EXEC, 0);
  emit(BPF_JMP | BPF_JEQ | BPF_K, SYS_fcntl, 0, 1);
  give(SECCOMP_RET_ALLOW);
  emit(BPF_JMP | BPF_JEQ | BPF_K, SYS_ioctl, 0, 4); // only what libslirp asks of sockets
  load(offsetof(struct seccomp_data, args) + 8);
  emit(BPF_JMP | BPF_JEQ | BPF_K, FIONREAD, 1, 0);
  emit(BPF_JMP | BPF_JEQ | BPF_K, FIONBIO, 0, 1);
  give(SECCOMP_RET_ALLOW);
  if (outside) {
    load(offsetof(struct seccomp_data, nr));
    allow(SYS_newfstatat);
    allow(SYS_fstat);
    allow_where(SYS_openat, 2, O_ACCMODE | O_CREAT | O_TRUNC, O_RDONLY);
  } else {
    load(offsetof(struct seccomp_data, nr));
    fails(SYS_newfstatat, ENOENT);
    fails(SYS_fstat, EPERM);
    fails(SYS_openat, ENOENT);
  }
  give(SECCOMP_RET_KILL_PROCESS);
  // So many connections a guest may have, whatever the host would allow.
  struct rlimit descriptors, none = {0, 0};
  if (getrlimit(RLIMIT_NOFILE, &descriptors)) abort();
  if (descriptors.rlim_max > MOST_DESCRIPTORS) descriptors.rlim_max = MOST_DESCRIPTORS;
  descriptors.rlim_cur = descriptors.rlim_max;
  if (setrlimit(RLIMIT_NOFILE, &descriptors) || setrlimit(RLIMIT_CORE, &none)) {
    fprintf(stderr, "the limits cannot be set: %s\n", strerror(errno));
    exit(2);
  }
  struct sock_fprog filter = {(unsigned short)length, program};
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) || prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter)) {
    fprintf(stderr, "the jail cannot be closed: %s\n", strerror(errno));
    exit(2);
  }
}
