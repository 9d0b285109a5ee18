// What a native fault that the guest does not have may come from: a segment that is cut, or FS where it stands for the lower part of GS.
#include "../../conformance/testing/test_world.h"
#include "internal.h"
#include <stdio.h>

enum { CODE = 0x10000, RAM = 1 << 20, GS_BASE = 0x401800, DATA_END = 0xC0000000 };

static unsigned failures;

// A system with paging that uses GS for what belongs to a thread, at CPL 3, about to execute `bytes`.
static struct vm *thread(const uint8_t *bytes, unsigned length) {
  struct vm *vm = test_vm(RAM);
  struct cpu *cpu = &vm->cpu;
  sbe_init(vm, &(struct sbe_options){.mode = SBE_FAST});
  sbe_refresh(vm);
  cpu->eflags = FLAG_ONE;
  cpu->cr0 = CR0_PE;
  cpu->cpl = 3;
  cpu->eip = CODE;
  const unsigned flat = SEGMENT_PRESENT | SEGMENT_S | SEGMENT_BIG | SEGMENT_GRANULAR | SEGMENT_WRITABLE;
  for (unsigned i = 0; i < ARRAY_LENGTH(vm->cpu.segment); i++) cpu->segment[i] = (struct segment){.attributes = flat, .limit = ~0u};
  cpu->segment[CS].attributes |= SEGMENT_CODE;
  cpu->segment[FS] = (struct segment){0};
  cpu->segment[GS].base = GS_BASE;
  memcpy(vm->memory.ram + CODE, bytes, length);

  struct sbe *sbe = vm->sbe;
  sbe->paged.on = true;
  for (unsigned i = 0; i < ARRAY_LENGTH(sbe->loaded); i++)
    sbe->loaded[i] = (struct loaded){.valid = true, .cut = true, .limit = DATA_END - 1};
  sbe->loaded[CS].view = VIEW_FLAT;
  sbe->loaded[GS].limit = DATA_END - GS_BASE - 1;
  sbe->loaded[FS].limit = 0;
  for (unsigned i = 0; i < 8; i++) cpu->gpr[i] = 0x1000;

  unsigned slot = cache_slot(vm, CODE / PAGE_BYTES, true, 0, true);
  scan(vm, slot, 0);
  sbe->host_state[CODE / PAGE_BYTES] = HOST_CODE;
  sbe->host_slot[CODE / PAGE_BYTES] = (uint16_t)slot;
  return vm;
}

static void check(const char *what, const uint8_t *bytes, unsigned length, uint32_t eax, bool explained) {
  struct vm *vm = thread(bytes, length);
  vm->cpu.gpr[EAX] = eax;
  struct sbe *sbe = vm->sbe;
  unsigned slot = views_slot(sbe, CODE / PAGE_BYTES);
  bool native = attribute_kind(sbe, slot, 0) == ATTRIBUTE_START;
  bool found = exit_explained(vm, VECTOR_GP);
  sbe->host_state[CODE / PAGE_BYTES] = HOST_NONE;
  if (native && found == explained) return;
  printf("%s: %s, %s\n", what, native ? "native" : "no native instruction", found ? "explained" : "not explained");
  failures++;
}
#define CHECK_EXIT(what, eax, explained, ...)                                                                                              \
  check(what, (const uint8_t[]){__VA_ARGS__}, sizeof((const uint8_t[]){__VA_ARGS__}), eax, explained)

int main(void) {
  CHECK_EXIT("gs:[-4] is what FS has", 0, false, 0x65, 0xA1, 0xFC, 0xFF, 0xFF, 0xFF, 0xC3);
  CHECK_EXIT("gs:[eax], below the base", -8u, false, 0x65, 0x8B, 0x08, 0xC3);
  CHECK_EXIT("gs:[eax], the first offset FS has", 0xFFBFF000, false, 0x65, 0x8B, 0x08, 0xC3);
  CHECK_EXIT("gs:[eax], the last it has not: its page begins below", 0xFFBFEFFF, true, 0x65, 0x8B, 0x08, 0xC3);
  CHECK_EXIT("gs:[eax], above the base", 8, true, 0x65, 0x8B, 0x08, 0xC3);
  CHECK_EXIT("gs:[8] stays with GS", 0, false, 0x65, 0xA1, 8, 0, 0, 0, 0xC3);
  CHECK_EXIT("gs:[2 GiB - 4], inside", 0, false, 0x65, 0xA1, 0xFC, 0xFF, 0xFF, 0x7F, 0xC3);
  CHECK_EXIT("bt gs:[eax], edx: 512 bytes above", 8, true, 0x65, 0x0F, 0xA3, 0x10, 0xC3);
  CHECK_EXIT("gs movsb, from where GS has it", 0, false, 0x65, 0xA4, 0xC3);
  if (!failures) printf("all passed\n");
  return failures != 0;
}
