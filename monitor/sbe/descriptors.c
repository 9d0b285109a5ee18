// The guest's segments as the host's processor checks them: base moved into a view, limit cut so that it ends inside it. What cannot be
// cut so is loaded as a segment in which every access faults; the interpreter then does what the guest's segment says.
#include "internal.h"

enum { TYPE_WRITABLE = 2, TYPE_EXPAND_DOWN = 4, TYPE_CODE = 8, TYPE_READABLE = 2 };

static uint64_t encode(uint32_t base, uint32_t limit, unsigned type, bool big) {
  bool granular = limit > 0xFFFFF;
  uint64_t raw = granular ? limit >> 12 : limit;
  uint64_t access = 0xF1u | type; // present, DPL 3, code or data, accessed
  uint64_t flags = (big ? 4u : 0) | (granular ? 8u : 0);
  return (raw & 0xFFFF) | (uint64_t)(base & 0xFFFFFF) << 16 | access << 40 | (raw >> 16 & 0xF) << 48 | flags << 52 |
         (uint64_t)(base >> 24) << 56;
}

// A limit past 1 MiB counts in pages: what does not fill the last one is left to the interpreter.
static uint32_t representable(uint32_t limit) {
  return limit > 0xFFFFF && (limit & 0xFFF) != 0xFFF ? (limit & PAGE_MASK) - 1 : limit;
}

// (0xFFFFFFFF, 0xFFFFFFFF] or (0xFFFF, 0xFFFF]: no offset is inside.
static uint64_t dead_stack(bool big) {
  return encode(0, big ? 0xFFFFFFFFu : 0xFFFFu, TYPE_WRITABLE | TYPE_EXPAND_DOWN, big);
}

// The highest limit, up to the segment's own, with which it ends before `end` and does not wrap.
static uint32_t cut_limit(const struct segment *s, uint32_t end) {
  uint32_t room = end - 1 - s->base;
  return representable(s->limit < room ? s->limit : room);
}

// The native descriptor of a data segment; 0: it has none that is both safe and useful.
static uint64_t data_descriptor(struct vm *vm, const struct segment *s, bool stack, struct loaded *loaded) {
  unsigned attributes = s->attributes;
  uint32_t base = vm->sbe->data_base, end = loaded->end;
  loaded->cut = true;
  loaded->limit = 0;
  if (MUTANT(vm, MUTANT_NULL_SEGMENT_USABLE) && !(attributes & SEGMENT_PRESENT)) return encode(base, end - 1, TYPE_WRITABLE, true);
  if (!(attributes & SEGMENT_PRESENT) || !(attributes & SEGMENT_S) || s->base >= end) return 0;
  bool big = attributes & SEGMENT_BIG, code = attributes & SEGMENT_CODE;
  unsigned type = !code && attributes & SEGMENT_WRITABLE ? TYPE_WRITABLE : 0;
  if (code && !(attributes & SEGMENT_READABLE)) return 0;
  if (stack && !type) return 0;
  if (MUTANT(vm, MUTANT_READ_ONLY_WRITABLE)) type = TYPE_WRITABLE;
  if (!code && attributes & SEGMENT_EXPAND_DOWN && !MUTANT(vm, MUTANT_EXPAND_DOWN_PLAIN)) {
    if (big || end - s->base <= 0xFFFF) return 0;
    loaded->cut = false;
    return encode(base + s->base, s->limit < 0xFFFF ? s->limit : 0xFFFF, type | TYPE_EXPAND_DOWN, false);
  }
  uint32_t limit = cut_limit(s, end);
  if (MUTANT(vm, MUTANT_LIMIT_NOT_CUT)) limit = representable(s->limit);
  loaded->cut = limit < s->limit;
  loaded->limit = limit;
  if (MUTANT(vm, MUTANT_LIMIT_PLUS_ONE)) limit++;
  if (MUTANT(vm, MUTANT_LIMIT_MINUS_ONE) && limit) limit--;
  // B of an expand-up segment means something for the stack only.
  return encode(base + s->base, limit, type, (stack ? big : true) || MUTANT(vm, MUTANT_STACK_BIG));
}

// --- the local table ---

static unsigned bucket_of(uint64_t descriptor) {
  return (unsigned)((descriptor ^ descriptor >> 29) * 0x9E3779B97F4A7C15ull >> 56);
}

static bool in_use(const struct sbe *sbe, unsigned slot) {
  for (unsigned i = 0; i < ARRAY_LENGTH(sbe->loaded); i++)
    if (sbe->loaded[i].valid && sbe->loaded[i].selector == world_selector(slot)) return true;
  return false;
}

static void forget_slot(struct sbe *sbe, unsigned slot) {
  uint64_t old = sbe->descriptor[slot];
  if (!old) return;
  uint16_t *link = &sbe->descriptor_bucket[bucket_of(old)];
  while (*link != slot + 1) link = &sbe->descriptor_next[*link - 1];
  *link = sbe->descriptor_next[slot];
  sbe->descriptor[slot] = 0;
}

// The selector under which the descriptor can be loaded; 0: the host refuses it.
static uint16_t selector_of(struct vm *vm, uint64_t descriptor) {
  struct sbe *sbe = vm->sbe;
  uint16_t *bucket = &sbe->descriptor_bucket[bucket_of(descriptor)];
  for (unsigned next = *bucket; next; next = sbe->descriptor_next[next - 1])
    if (sbe->descriptor[next - 1] == descriptor) return world_selector(next - 1);
  unsigned slot;
  do slot = sbe->descriptor_hand++ % DESCRIPTORS;
  while (in_use(sbe, slot));
  forget_slot(sbe, slot);
  if (!world_descriptor(vm, SPACE, slot, descriptor)) return 0;
  sbe->descriptor[slot] = descriptor;
  sbe->descriptor_next[slot] = *bucket;
  *bucket = (uint16_t)(slot + 1);
  return world_selector(slot);
}

void descriptors_forget(struct vm *vm) {
  struct sbe *sbe = vm->sbe;
  for (unsigned i = 0; i < ARRAY_LENGTH(sbe->loaded); i++) sbe->loaded[i].valid = false;
  for (unsigned slot = 0; slot < DESCRIPTORS; slot++) forget_slot(sbe, slot);
}

// --- loading ---

static bool same(struct vm *vm, const struct segment *a, const struct segment *b) {
  return a->base == b->base && a->attributes == b->attributes && (a->limit == b->limit || MUTANT(vm, MUTANT_STALE_DESCRIPTOR));
}

bool descriptors_code_limit(struct vm *vm, uint32_t *limit) {
  const struct segment *cs = &vm->cpu.segment[CS];
  const struct sbe *sbe = vm->sbe;
  // CPL 3 must not reach the code of supervisors, which stands above. Who else is paged may go anywhere, but a segment that wraps is cut.
  uint32_t end = !sbe->paged.on ? NATIVE_BYTES : vm->cpu.cpl == 3 ? sbe->paged.user_end : 0;
  if (cs->base > end - 1) return false;
  *limit = cut_limit(cs, end);
  return true;
}

static bool load_code(struct vm *vm, unsigned view, struct native *native) {
  struct loaded *loaded = &vm->sbe->loaded[CS];
  const struct segment *cs = &vm->cpu.segment[CS];
  uint32_t limit;
  if (!descriptors_code_limit(vm, &limit)) return false;
  bool window = window16_serves(vm, view);
  if (window && limit >= WINDOW_BYTES) limit = WINDOW_BYTES - 1;
  if (view == VIEW_FLAT) window16_close(vm);
  if (!loaded->valid || loaded->view != view || loaded->window != window || loaded->end != limit || !same(vm, &loaded->guest, cs)) {
    loaded->valid = false;
    loaded->limit = loaded->end = limit;
    loaded->cut = loaded->limit < cs->limit;
    // A code segment whose limit is not 4 GiB costs a cycle a taken branch (1.2 x in branchy loops, bench/): flat code keeps its limit as long
    // as nothing else in the low 4 GiB can be executed. What it reaches past its view is a fetch fault there instead of #GP at the branch.
    bool whole = !vm->sbe->paged.on && view == VIEW_FLAT && cs->limit == 0xFFFFFFFF && !vm->sbe->based_places;
    uint64_t descriptor = encode(window ? 0 : code_base(vm->sbe, view) + cs->base, whole ? cs->limit : loaded->limit,
                                 TYPE_CODE | TYPE_READABLE, view != VIEW_16);
    loaded->selector = selector_of(vm, descriptor);
    if (!loaded->selector) return false;
    loaded->guest = *cs;
    loaded->view = (uint8_t)view;
    loaded->window = window;
    loaded->valid = true;
  }
  native->segment[CS] = loaded->selector;
  return true;
}

// What CPL 3 finds below the base of GS, if FS is lent for it.
static bool load_lent(struct vm *vm, struct native *native) {
  struct loaded *loaded = &vm->sbe->loaded[FS];
  uint32_t base = vm->cpu.segment[GS].base, last_outside = lend_last_outside(vm);
  if (MUTANT(vm, MUTANT_LENT_EMPTY)) last_outside = 0xFFFFFFFF;
  loaded->valid = false;
  loaded->cut = true;
  loaded->limit = 0;
  loaded->selector = selector_of(vm, encode(vm->sbe->data_base + base, last_outside, TYPE_WRITABLE | TYPE_EXPAND_DOWN, true));
  native->segment[FS] = loaded->selector;
  return loaded->selector;
}

static bool load_data(struct vm *vm, unsigned segment, struct native *native) {
  struct loaded *loaded = &vm->sbe->loaded[segment];
  const struct segment *guest = &vm->cpu.segment[segment];
  uint32_t end = paging_data_end(vm);
  if (!loaded->valid || loaded->data_base != vm->sbe->data_base || loaded->end != end || !same(vm, &loaded->guest, guest)) {
    loaded->valid = false;
    loaded->data_base = vm->sbe->data_base;
    loaded->end = end;
    uint64_t descriptor = data_descriptor(vm, guest, segment == SS, loaded);
    loaded->selector = descriptor ? selector_of(vm, descriptor) : 0;
    if (!loaded->selector) {
      loaded->cut = true;
      loaded->limit = 0;
      // SS must be loadable; for the others the null selector is the segment in which every access faults.
      if (segment == SS) loaded->selector = selector_of(vm, dead_stack(guest->attributes & SEGMENT_BIG));
      if (segment == SS && !loaded->selector) return false;
    }
    loaded->guest = *guest;
    loaded->valid = true;
  }
  native->segment[segment] = loaded->selector;
  return true;
}

bool descriptors_load(struct vm *vm, unsigned view, struct native *native) {
  static const uint8_t data[] = {SS, DS, ES, FS, GS};
  if (!load_code(vm, view, native)) return false;
  for (unsigned i = 0; i < ARRAY_LENGTH(data); i++)
    if (!load_data(vm, data[i], native)) return false;
  return !lends_fs(vm) || load_lent(vm, native);
}
