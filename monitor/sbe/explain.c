// What SBE makes of some code, for people.
#include "internal.h"

// As execution would: from the arrival on, and from where it comes back to after a trap site or a call.
static void scan_stream(struct vm *vm, unsigned slot, unsigned offset, unsigned end, const uint8_t *original) {
  struct sbe *sbe = vm->sbe;
  while (offset < end) {
    unsigned kind = attribute_kind(sbe, slot, offset);
    if (kind == ATTRIBUTE_UNSCANNED || kind == ATTRIBUTE_INSIDE) scan(vm, slot, offset);
    struct insn insn;
    if (decode(&insn, original + offset, PAGE_BYTES - offset, sbe->slot[slot].code32, vm->cpu.model) != DECODE_OK) return;
    if (!scan_falls_through(&insn)) return;
    offset += insn.length;
  }
}

unsigned sbe_explain(struct vm *vm, struct sbe_byte *to, unsigned bytes) {
  struct sbe *sbe = vm->sbe;
  struct where where;
  sbe_refresh(vm);
  if (!sbe_locate(vm, &where)) return 0;
  uint32_t page = where.physical / PAGE_BYTES;
  unsigned offset = where.physical % PAGE_BYTES;
  unsigned slot = cache_slot(vm, page, where.view != VIEW_16, fpu_state(vm), lends_fs(vm));
  if (!watch_page(vm, &where)) return 0;
  if (bytes > PAGE_BYTES - offset) bytes = PAGE_BYTES - offset;
  scan_stream(vm, slot, offset, offset + bytes, vm->memory.ram + (size_t)page * PAGE_BYTES);
  for (unsigned i = 0; i < bytes; i++) {
    to[i].original = vm->memory.ram[(size_t)page * PAGE_BYTES + offset + i];
    to[i].scanned = slot_code(sbe, slot)[offset + i];
    to[i].attribute = (uint8_t)attribute_kind(sbe, slot, offset + i);
    to[i].reason = (uint8_t)attribute_reason(sbe, slot, offset + i);
  }
  return bytes;
}
