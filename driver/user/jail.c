// The jail. Guest code that reaches the host's system call entry (SYSCALL, SYSENTER, INT 80H, or 64-bit code after a far jump)
// must find nothing there. Two walls, one behind the other:
// - Syscall User Dispatch turns every system call that is not made from the section `system_gate` into SIGSYS, 64- and 32-bit ones
//   alike: the driver reports NATIVE_WALL.
// - Code in 64-bit mode can jump to the gate itself. Then seccomp decides by number and by arguments: this process can answer,
//   change its own low 4 GiB without ever making a page writable and executable, read the files that it was handed, write those of
//   them that were opened for writing, and nothing else.
#include <asm/unistd.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/mman.h>
#include <linux/prctl.h>
#include <linux/resource.h>
#include <linux/seccomp.h>

#include "system_call.h"
#include "user.h"

extern const uint8_t __start_system_gate[] __attribute__((visibility("hidden")));
extern const uint8_t __stop_system_gate[] __attribute__((visibility("hidden")));

enum { MAX_FILTER = 256 };
enum half { LOW, HIGH };

// A filter in the making: rules one after the other, each for one system call; a call that no rule allows is trapped.
struct filter {
  struct sock_filter code[MAX_FILTER];
  unsigned length;
  unsigned rule; // the jump that skips the present rule
};

static void emit(struct filter *filter, uint16_t code, uint32_t k, uint8_t if_true, uint8_t if_false) {
  if (filter->length == MAX_FILTER) fail("building the filter", 0);
  filter->code[filter->length++] = (struct sock_filter){code, if_true, if_false, k};
}
static void load(struct filter *filter, size_t offset) {
  emit(filter, BPF_LD | BPF_W | BPF_ABS, (uint32_t)offset, 0, 0);
}
static void give(struct filter *filter, uint32_t answer) {
  emit(filter, BPF_RET | BPF_K, answer, 0, 0);
}

static void rule_begin(struct filter *filter, uint32_t number) {
  load(filter, offsetof(struct seccomp_data, nr));
  filter->rule = filter->length;
  emit(filter, BPF_JMP | BPF_JEQ | BPF_K, number, 0, 0);
}
static void rule_end(struct filter *filter) {
  give(filter, SECCOMP_RET_ALLOW);
  filter->code[filter->rule].jf = (uint8_t)(filter->length - filter->rule - 1);
}
static void argument(struct filter *filter, unsigned number, enum half half) {
  load(filter, offsetof(struct seccomp_data, args) + number * 8 + (half == HIGH ? 4 : 0));
}
// The loaded value has to be one of `values`.
static void need_one_of(struct filter *filter, unsigned count, const uint32_t *values) {
  for (unsigned i = 0; i < count; i++) emit(filter, BPF_JMP | BPF_JEQ | BPF_K, values[i], (uint8_t)(count - i), 0);
  give(filter, SECCOMP_RET_TRAP);
}
static void need(struct filter *filter, unsigned number, uint32_t value) {
  argument(filter, number, LOW);
  need_one_of(filter, 1, &value);
}
// Address and length, arguments 0 and 1, of a range that starts in the guest's 4 GiB. (Nothing is mapped in the 4 GiB after it.)
static void need_low(struct filter *filter) {
  for (unsigned i = 0; i < 2; i++) {
    argument(filter, i, HIGH);
    need_one_of(filter, 1, &(uint32_t){0});
  }
}
static void allow(struct filter *filter, uint32_t number) {
  rule_begin(filter, number);
  rule_end(filter);
}

static const uint32_t guest_rights[] = {PROT_READ, PROT_READ | PROT_WRITE, PROT_READ | PROT_EXEC};

static void allow_maps(struct filter *filter, const struct world *world) {
  enum { FILE_FLAGS = MAP_SHARED | MAP_FIXED, RESERVE_FLAGS = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED };
  rule_begin(filter, __NR_mmap);
  need_low(filter);
  argument(filter, 3, LOW);
  emit(filter, BPF_JMP | BPF_JEQ | BPF_K, RESERVE_FLAGS, 0, 3);
  argument(filter, 2, LOW);
  emit(filter, BPF_JMP | BPF_JEQ | BPF_K, PROT_NONE, 0, 1);
  give(filter, SECCOMP_RET_ALLOW);
  argument(filter, 3, LOW);
  need_one_of(filter, 2, (uint32_t[]){FILE_FLAGS, FILE_FLAGS | MAP_POPULATE});
  argument(filter, 2, LOW);
  need_one_of(filter, ARRAY_LENGTH(guest_rights), guest_rights);
  argument(filter, 4, LOW);
  need_one_of(filter, 2, (uint32_t[]){(uint32_t)world->ram_file, (uint32_t)world->scanned_file});
  rule_end(filter);

  rule_begin(filter, __NR_mprotect);
  need_low(filter);
  argument(filter, 2, LOW);
  need_one_of(filter, ARRAY_LENGTH(guest_rights), guest_rights);
  rule_end(filter);
}

// Files that were handed over, at an offset: the call's position arguments may be anything, the descriptor must be one of them.
static void allow_file(struct filter *filter, const struct world *world, uint32_t number, bool writes) {
  uint32_t files[WORLD_FILES], count = 0;
  for (unsigned i = 0; i < world->files; i++)
    if (!writes || world->file[i].writable) files[count++] = FIRST_FILE + i;
  if (!count) return;
  rule_begin(filter, number);
  argument(filter, 0, LOW);
  need_one_of(filter, count, files);
  rule_end(filter);
}

static void build(struct filter *filter, const struct world *world) {
  filter->length = 0;
  load(filter, offsetof(struct seccomp_data, arch));
  need_one_of(filter, 1, &(uint32_t){AUDIT_ARCH_X86_64}); // the 32-bit calls of INT 80H have other numbers
  allow(filter, __NR_rt_sigreturn);
  allow(filter, __NR_modify_ldt);
  allow_maps(filter, world);
  rule_begin(filter, __NR_read);
  need(filter, 0, 0);
  rule_end(filter);
  rule_begin(filter, __NR_write);
  argument(filter, 0, LOW);
  need_one_of(filter, 2, (uint32_t[]){1, 2});
  rule_end(filter);
  rule_begin(filter, __NR_setitimer);
  need(filter, 0, 0); // ITIMER_REAL
  rule_end(filter);
  rule_begin(filter, __NR_ppoll);
  need(filter, 1, 1); // standard input alone
  rule_end(filter);
  allow_file(filter, world, __NR_pread64, false);
  allow_file(filter, world, __NR_pwrite64, true);
  allow_file(filter, world, __NR_fdatasync, true);
  allow(filter, __NR_clock_gettime);
  allow(filter, __NR_getpid); // what bench/ takes for the cheapest system call
  allow(filter, __NR_exit_group);
  give(filter, SECCOMP_RET_TRAP);
}

static void limit(unsigned resource, uint64_t value) {
  uint64_t limits[2] = {value, value};
  long error = system_call(__NR_prlimit64, 0, resource, (long)limits, 0, 0, 0);
  if (error) fail("prlimit", error);
}

static void prctl(long what, long a, long b, long c, const char *name) {
  long error = system_call(__NR_prctl, what, a, b, c, 0, 0);
  if (error) fail(name, error);
}

void world_jail(struct vm *vm) {
  limit(RLIMIT_CORE, 0);
  limit(RLIMIT_NPROC, 0);
  limit(RLIMIT_NOFILE, 1); // ppoll asks for as many as it is given; number 0 is taken, so nothing can be opened
  limit(RLIMIT_MSGQUEUE, 0);
  prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, "no_new_privs");
  struct filter filter;
  build(&filter, world_of(vm));
  struct sock_fprog program = {(unsigned short)filter.length, filter.code};
  prctl(PR_SET_SYSCALL_USER_DISPATCH, PR_SYS_DISPATCH_ON, (long)__start_system_gate, __stop_system_gate - __start_system_gate,
        "Syscall User Dispatch (Linux 5.11 or later)");
  long error = system_call3(__NR_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_SPEC_ALLOW, (long)&program);
  if (error) fail("seccomp", error);
}
