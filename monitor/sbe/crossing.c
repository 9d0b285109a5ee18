// An instruction over a page boundary, natively: its bytes stand in two scanned pages, which then belong together. It is a trap site first, like
// everything in two pages; when it is met, and the next page stands where it has to, its first part is copied to the end of one page
// and its *tail* to the beginning of the other. In strict mode it stays a trap site, since the next page can be entered anywhere.
//
// What has to be true as long as it does not: at the host page behind the one page stands the other or nothing, wherever the one stands. So
// views_map_code() asks crossing_neighbours() first. A store to either part, an arrival inside the tail and the loss of either page part them.
#include "internal.h"

enum { MOST_PARTINGS = 8 }; // then it is left a trap site

static void set_kind(struct sbe *sbe, unsigned slot, unsigned offset, unsigned attribute) {
  sbe->attributes[slot][offset] = (uint8_t)((sbe->attributes[slot][offset] & ATTRIBUTE_EXPECTED) | attribute);
}

void crossing_part(struct vm *vm, unsigned index) {
  struct sbe *sbe = vm->sbe;
  struct slot *slot = &sbe->slot[index];
  unsigned other = slot->crosses;
  if (!other) return;
  slot->crosses = NO_SLOT;
  if (slot->partings < MOST_PARTINGS) slot->partings++;
  for (unsigned i = slot->crosses_at; i < PAGE_BYTES; i++) {
    slot_code(sbe, index)[i] = 0xCC;
    set_kind(sbe, index, i, ATTRIBUTE_UNSCANNED);
  }
  set_kind(sbe, index, slot->crosses_at, ATTRIBUTE_TRAP | SBE_PAGE_CROSSING << ATTRIBUTE_REASON_SHIFT);
  struct slot *next = &sbe->slot[other];
  for (unsigned i = 0; i < next->tail; i++) {
    slot_code(sbe, other)[i] = 0xCC;
    set_kind(sbe, other, i, ATTRIBUTE_UNSCANNED);
  }
  next->tail = 0;
  next->tail_of = NO_SLOT;
  if (next->live == 1)
    cache_reset(vm, other);
  else
    next->live--;
}

void crossing_part_both(struct vm *vm, unsigned index) {
  crossing_part(vm, index);
  crossing_part(vm, vm->sbe->slot[index].tail_of);
}

void crossing_neighbours(struct vm *vm, unsigned index, uint32_t host_page) {
  struct sbe *sbe = vm->sbe;
  unsigned before = host_page ? views_slot(sbe, host_page - 1) : NO_SLOT;
  unsigned behind = host_page + 1 < HOST_PAGES ? views_slot(sbe, host_page + 1) : NO_SLOT;
  if (MUTANT(vm, MUTANT_TAIL_ELSEWHERE)) return;
  if (before && sbe->slot[before].crosses && sbe->slot[before].crosses != index) crossing_part(vm, before);
  if (behind && sbe->slot[index].crosses && sbe->slot[index].crosses != behind) crossing_part(vm, index);
}

// Whether every place of one page has the other behind it, or nothing.
static bool stand_together(const struct sbe *sbe, unsigned index, unsigned other) {
  for (uint32_t next = sbe->slot[index].places; next; next = sbe->host_next[next - 1]) {
    if (next == HOST_PAGES) return false;
    unsigned behind = views_slot(sbe, next);
    if (behind && behind != other) return false;
  }
  return true;
}

// Where a direct branch leads must not be inside an instruction of either page, and becomes a byte that none may cover.
static bool expect_target(struct sbe *sbe, unsigned index, unsigned other, const struct insn *insn, unsigned tail) {
  if (insn->sbe_class != SBE_BRANCH_DIRECT) return true;
  if (insn->operand_bytes == 2) return false;
  int64_t target = (int64_t)PAGE_BYTES + tail + (int32_t)insn->immediate;
  if (target < 0 || target >= 2 * PAGE_BYTES) return true;
  unsigned slot = target < PAGE_BYTES ? index : other, offset = (unsigned)(target % PAGE_BYTES);
  if (attribute_kind(sbe, slot, offset) == ATTRIBUTE_INSIDE || (slot == other && offset < tail)) return false;
  if (slot == index && offset > sbe->slot[index].crosses_at) return false;
  sbe->attributes[slot][offset] |= ATTRIBUTE_EXPECTED;
  return true;
}

// Whether nothing but this instruction lays claim to [from, to).
static bool is_free(const struct sbe *sbe, unsigned slot, unsigned from, unsigned to) {
  for (unsigned i = from; i < to; i++)
    if (attribute_kind(sbe, slot, i) != ATTRIBUTE_UNSCANNED || sbe->attributes[slot][i] & ATTRIBUTE_EXPECTED) return false;
  return true;
}

static void write_part(struct sbe *sbe, unsigned slot, unsigned offset, const uint8_t *bytes, unsigned count, bool tail) {
  for (unsigned i = 0; i < count; i++) {
    slot_code(sbe, slot)[offset + i] = bytes[i];
    set_kind(sbe, slot, offset + i, i || tail ? ATTRIBUTE_INSIDE : ATTRIBUTE_START);
  }
}

bool crossing_join(struct vm *vm, unsigned index, const struct where *where, const struct where *next) {
  struct sbe *sbe = vm->sbe;
  struct slot *slot = &sbe->slot[index];
  unsigned offset = where->physical % PAGE_BYTES, first = PAGE_BYTES - offset;
  if (slot->partings == MOST_PARTINGS || slot->crosses || where->view == VIEW_16) return false;
  uint8_t bytes[2 * INSN_MAX_BYTES];
  memcpy(bytes, vm->memory.ram + where->physical, first);
  memcpy(bytes + first, vm->memory.ram + next->physical, INSN_MAX_BYTES);
  struct insn insn;
  if (decode(&insn, bytes, INSN_MAX_BYTES, true, vm->cpu.model) != DECODE_OK || insn.length <= first) return false;
  unsigned tail = insn.length - first;
  if (scan_refuses(vm, index, &insn)) return false;

  unsigned other = cache_slot(vm, next->physical / PAGE_BYTES, true, slot->fpu, slot->lent);
  struct slot *behind = &sbe->slot[other];
  unsigned stands = views_slot(sbe, next->host / PAGE_BYTES);
  if (stands && stands != other) views_drop_page(vm, next->host / PAGE_BYTES);
  if (other == index || behind->tail || slot->physical != where->physical / PAGE_BYTES) return false; // the last: evicted for the other
  if (!is_free(sbe, index, offset + 1, PAGE_BYTES) || !is_free(sbe, other, 0, tail)) return false;
  if (attribute_kind(sbe, other, tail) == ATTRIBUTE_INSIDE || !stand_together(sbe, index, other)) return false;
  slot->crosses_at = (uint16_t)offset;
  if (!expect_target(sbe, index, other, &insn, tail)) return false;

  slot->crosses = (uint16_t)other;
  behind->tail = (uint8_t)tail;
  behind->tail_of = (uint16_t)index;
  if (!behind->live++) sbe->live++;
  sbe->attributes[other][tail] |= ATTRIBUTE_EXPECTED;
  if (slot->lent) lend_rewrite(&insn, bytes);
  write_part(sbe, index, offset, bytes, first, false);
  write_part(sbe, other, 0, bytes + first, tail, true);
  scan_protect(vm, behind->physical);
  vm->counters.crossings++;
  return true;
}
