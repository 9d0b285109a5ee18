// The process's first steps: it is a static, position-independent program without a C library, so it relocates itself.
#include <elf.h>

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

// `stack` is what the kernel left: argc, argv[], 0, ...
_Noreturn void start(uint64_t *stack) {
  relocate();
  world_exit(program((int)stack[0], (char **)(stack + 1)));
}
