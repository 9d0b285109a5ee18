// Segments of a program's own: descriptors in its LDT and in the thread's slots of the GDT, system calls by INT 80H, a 16-bit code segment,
// flags that a program may set and those that it may not.
#define _GNU_SOURCE
#include "say.h"
#include <asm/ldt.h>
#include <setjmp.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

static unsigned numbers[64];
static sigjmp_buf back;

static void on_fault(int number) {
  siglongjmp(back, number);
}

static int set_ldt(unsigned entry, void *base, unsigned limit, unsigned contents, unsigned wide) {
  struct user_desc description = {
      .entry_number = entry, .base_addr = (unsigned)base, .limit = limit, .seg_32bit = wide, .contents = contents, .useable = 1};
  return (int)syscall(SYS_modify_ldt, 0x11, &description, sizeof description);
}

static unsigned read_fs(unsigned selector, unsigned offset) {
  unsigned value, saved;
  __asm__ volatile("mov %%fs, %1\n mov %2, %%fs\n movl %%fs:(%3), %0\n mov %1, %%fs"
                   : "=&r"(value), "=&r"(saved)
                   : "r"(selector), "r"(offset));
  return value;
}

int main(void) {
  setbuf(stdout, NULL);
  signal(SIGSEGV, on_fault);
  for (unsigned i = 0; i < 64; i++) numbers[i] = i * 3;
  CHECK(set_ldt(5, numbers, sizeof numbers - 1, MODIFY_LDT_CONTENTS_DATA, 1) == 0 && read_fs(5 << 3 | 7, 40) == 30,
        "data segment in the LDT");
  int got = sigsetjmp(back, 1);
  if (!got) read_fs(5 << 3 | 7, sizeof numbers - 2);
  __asm__ volatile("mov %0, %%fs" ::"r"(0));
  CHECK(got == SIGSEGV, "read across its limit");
  got = sigsetjmp(back, 1);
  if (!got) read_fs(6 << 3 | 7, 0);
  CHECK(got == SIGSEGV, "descriptor that is not there");

  struct user_desc slot = {.entry_number = (unsigned)-1,
                           .base_addr = (unsigned)(numbers + 8),
                           .limit = 0xFFFFF,
                           .seg_32bit = 1,
                           .limit_in_pages = 1,
                           .useable = 1};
  got = (int)syscall(SYS_set_thread_area, &slot);
  CHECK(got == 0 && read_fs(slot.entry_number << 3 | 3, 4) == 27, "slot of the thread");
  CHECK(got == 0 && read_fs(slot.entry_number << 3 | 3, (unsigned)-4) == 21, "offset below its base");
  unsigned kept = 0;
  for (unsigned i = 0; i < 200; i++) { // a segment register through switches of tasks
    unsigned short selector = (unsigned short)(5 << 3 | 7), after;
    __asm__ volatile("mov %1, %%fs\n int $0x80\n mov %%fs, %0" : "=r"(after) : "r"(selector), "a"(SYS_sched_yield) : "memory");
    kept += after == selector;
  }
  CHECK(kept == 200, "segment register after system calls");

  // 16-bit code: mov ax, 1234h; add ax, cx; retf with a 32-bit frame
  unsigned char *code = mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  static const unsigned char bytes[] = {0xB8, 0x34, 0x12, 0x01, 0xC8, 0x66, 0xCB};
  memcpy(code + 256, bytes, sizeof bytes);
  struct {
    unsigned offset;
    unsigned short selector;
  } __attribute__((packed)) target = {256, 7 << 3 | 7};
  unsigned result = 0xABCD0000;
  got = set_ldt(7, code, 4095, MODIFY_LDT_CONTENTS_CODE, 0);
  __asm__ volatile("lcall *%2" : "+a"(result) : "c"(0x1111), "m"(target) : "memory");
  CHECK(got == 0 && result == 0xABCD2345, "code segment of 16 bits");

  unsigned pid = 0;
  __asm__ volatile("int $0x80" : "=a"(pid) : "a"(SYS_getpid));
  CHECK(pid == (unsigned)getpid(), "system call by INT 80H");

  unsigned before, after;
  __asm__ volatile("pushf\n popl %0\n pushl %0\n xorl $0x203202, (%%esp)\n popf\n pushf\n popl %1\n pushl %0\n popf"
                   : "=&r"(before), "=&r"(after)::"memory", "cc");
  CHECK(((before ^ after) & 0x203202) == 0x200000, "flags: ID changes, IF and IOPL do not");
  got = sigsetjmp(back, 1);
  if (!got) __asm__ volatile("sti");
  CHECK(got == SIGSEGV, "sti");
  got = sigsetjmp(back, 1);
  if (!got) __asm__ volatile("in $0x80, %%al" ::: "eax");
  CHECK(got == SIGSEGV, "port");
  return say_status();
}
