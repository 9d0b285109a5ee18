// What an exit by int3 costs: the whole of world_enter() around one int3 in a page of 32-bit code.
#include "../../monitor/cpu/state.h"
#include "user.h"

enum { CODE_ADDRESS = 0xFFFFE000u, CODE_SLOT = WORLD_DESCRIPTORS - 2, DATA_SLOT = WORLD_DESCRIPTORS - 1 };

uint64_t measure_exit(struct vm *vm, uint32_t repetitions) {
  struct world *world = world_of(vm);
  uint64_t kept[2] = {world->descriptor[CODE_SLOT], world->descriptor[DATA_SLOT]};
  uint8_t *page = world->scanned;
  uint8_t first = page[0];
  page[0] = 0xCC;
  world_map(vm, 0, CODE_ADDRESS, PAGE_BYTES, WORLD_SCANNED, 0, WORLD_READ_EXECUTE);
  world_descriptor(vm, 0, CODE_SLOT, 0x00CFFB000000FFFFull);
  world_descriptor(vm, 0, DATA_SLOT, 0x00CFF3000000FFFFull);
  uint16_t cs = world_selector(CODE_SLOT), ds = world_selector(DATA_SLOT);
  struct native native = {.segment = {ds, cs, ds, ds, ds, ds}};
  struct native_exit exit;
  uint64_t start = world_nanoseconds(vm);
  for (uint32_t i = 0; i < repetitions; i++) {
    native.eip = CODE_ADDRESS;
    native.eflags = FLAG_ONE;
    world_enter(vm, 0, &native, &exit);
    if (exit.event != NATIVE_EXCEPTION || exit.vector != 3) i--;
  }
  uint64_t ns = world_nanoseconds(vm) - start;
  world_unmap(vm, 0, CODE_ADDRESS, PAGE_BYTES);
  page[0] = first;
  if (kept[0]) world_descriptor(vm, 0, CODE_SLOT, kept[0]);
  if (kept[1]) world_descriptor(vm, 0, DATA_SLOT, kept[1]);
  return ns;
}
