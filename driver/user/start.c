// The process's first steps: it is a static, position-independent program without a C library, so it relocates itself.
#include <asm/unistd.h>
#include <elf.h>
#include <linux/mman.h>

#include "system_call.h"
#include "user.h"

extern const Elf64_Ehdr __ehdr_start __attribute__((visibility("hidden")));
extern const Elf64_Dyn _DYNAMIC[] __attribute__((visibility("hidden")));

// The link leaves only "load address + addend" relocations (R_X86_64_RELATIVE): pointers in tables.
static void relocate(void) {
  uintptr_t base = (uintptr_t)&__ehdr_start;
  const Elf64_Rela *rela = NULL;
  size_t bytes = 0;
  for (const Elf64_Dyn *dynamic = _DYNAMIC; dynamic->d_tag != DT_NULL; dynamic++) {
    if (dynamic->d_tag == DT_RELA) rela = (const Elf64_Rela *)(base + dynamic->d_un.d_ptr);
    if (dynamic->d_tag == DT_RELASZ) bytes = dynamic->d_un.d_val;
  }
  for (size_t i = 0; i < bytes / sizeof *rela; i++) {
    if (ELF64_R_TYPE(rela[i].r_info) != R_X86_64_RELATIVE) __builtin_trap();
    *(uint64_t *)(base + rela[i].r_offset) = base + (uint64_t)rela[i].r_addend;
  }
}

// What only the relocation had to write is constant from now on: the tables of handlers.
static void seal(void) {
  uintptr_t base = (uintptr_t)&__ehdr_start;
  const Elf64_Phdr *header = (const Elf64_Phdr *)(base + __ehdr_start.e_phoff);
  for (unsigned i = 0; i < __ehdr_start.e_phnum; i++) {
    if (header[i].p_type != PT_GNU_RELRO) continue;
    uintptr_t from = (base + header[i].p_vaddr) & -(uintptr_t)PAGE_BYTES,
              to = (base + header[i].p_vaddr + header[i].p_memsz) & -(uintptr_t)PAGE_BYTES;
    system_call3(__NR_mprotect, (long)from, (long)(to - from), PROT_READ);
  }
}

// `stack` is what the kernel left: argc, argv[], 0, ...
_Noreturn void start(uint64_t *stack) {
  relocate();
  seal();
  world_exit(program((int)stack[0], (char **)(stack + 1)));
}
