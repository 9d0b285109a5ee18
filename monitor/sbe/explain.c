// What SBE makes of some code, for people.
#include "internal.h"

unsigned sbe_explain(struct vm *vm, struct sbe_byte *to, unsigned bytes) {
  struct sbe *sbe = vm->sbe;
  struct where where;
  sbe_refresh(vm);
  if (paging(&vm->cpu) || !sbe_locate(vm, &where)) return 0;
  uint32_t page = where.physical / PAGE_BYTES;
  unsigned offset = where.physical % PAGE_BYTES;
  unsigned slot = cache_slot(vm, page, where.view != VIEW_16, fpu_state(vm));
  unsigned kind = attribute_kind(sbe, slot, offset);
  if (kind == ATTRIBUTE_UNSCANNED || kind == ATTRIBUTE_INSIDE) scan(vm, slot, offset);
  if (bytes > PAGE_BYTES - offset) bytes = PAGE_BYTES - offset;
  for (unsigned i = 0; i < bytes; i++) {
    to[i].original = vm->memory.ram[(size_t)page * PAGE_BYTES + offset + i];
    to[i].scanned = slot_code(sbe, slot)[offset + i];
    to[i].attribute = (uint8_t)attribute_kind(sbe, slot, offset + i);
    to[i].reason = (uint8_t)attribute_reason(sbe, slot, offset + i);
  }
  return bytes;
}
