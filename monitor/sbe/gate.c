// Hot trap sites leave by a gate (driver.h) instead of an exception: the site becomes a jump to it, of five bytes, and mostly covers instructions that
// come after it. Wherever one of those starts, or a branch lands, the byte of the jump has to be 0xCC, so that an arrival traps as before: of the
// displacement some bytes are given, and the gate stands where the others can lead (instruction punning). What the jump covers is interpreted.
//
// In fast mode with paging, in 32-bit code of CPL 0. Gates stand in pages of their own, as scanned pages do: in the free region, or where the
// guest's tables map no data (paging.c). The page that holds the site has to stand at one address only, the one that the jump was made for.
#include "internal.h"

enum {
  JUMP = 0xE9,
  JUMP_BYTES = 5,
  TRIES = 256,    // of places for a new page
  PATIENCE = 200, // a site for which no gate could be made is not looked at for so many exits
  HEAT_NEVER = INT16_MIN,
  ARRIVALS = 32,
  MOST_BEFORE = 2,
};
#define ALL_TRAPS 0xCCCCCCCCu

static unsigned slot_of_page(unsigned page) {
  return GATE_SLOT + page;
}

static uint8_t *stub_bytes(struct sbe *sbe, const struct gate *gate) {
  return slot_code(sbe, slot_of_page(gate->page)) + gate->stub % PAGE_BYTES;
}

// --- removal ---

static void remove_gate(struct sbe *sbe, struct gate *gate) {
  uint8_t *attribute = sbe->attributes[gate->slot];
  memset(slot_code(sbe, gate->slot) + gate->offset, 0xCC, JUMP_BYTES);
  for (unsigned i = 1; i < JUMP_BYTES; i++) attribute[gate->offset + i] &= ATTRIBUTE_EXPECTED;
  memset(stub_bytes(sbe, gate), 0xCC, gate->bytes);
  sbe->slot[gate->slot].gates--;
  sbe->gates.page[gate->page].gates--;
  sbe->gates.user -= gate->user;
  gate->slot = NO_SLOT;
}

void gate_drop_slot(struct sbe *sbe, unsigned slot) {
  for (unsigned i = 0; i < sbe->gates.used && sbe->slot[slot].gates; i++)
    if (sbe->gates.gate[i].slot == slot) remove_gate(sbe, &sbe->gates.gate[i]);
}

void gate_drop_site(struct sbe *sbe, unsigned slot, unsigned offset) {
  for (unsigned i = 0; i < sbe->gates.used && sbe->slot[slot].gates; i++)
    if (sbe->gates.gate[i].slot == slot && sbe->gates.gate[i].offset == offset) remove_gate(sbe, &sbe->gates.gate[i]);
}

void gate_page_lost(struct sbe *sbe, unsigned slot) {
  unsigned page = slot - GATE_SLOT;
  for (unsigned i = 0; i < sbe->gates.used && sbe->gates.page[page].gates; i++)
    if (sbe->gates.gate[i].slot && sbe->gates.gate[i].page == page) remove_gate(sbe, &sbe->gates.gate[i]);
  sbe->gates.page[page].host = 0;
}

void gate_enter_user(struct sbe *sbe) {
  for (unsigned i = 0; i < sbe->gates.used && sbe->gates.user; i++)
    if (sbe->gates.gate[i].slot && sbe->gates.gate[i].user) remove_gate(sbe, &sbe->gates.gate[i]);
}

// --- what is known of them ---

bool gate_covers(const struct sbe *sbe, unsigned slot, unsigned offset, unsigned *site) {
  if (!sbe->slot[slot].gates || attribute_kind(sbe, slot, offset) != ATTRIBUTE_INSIDE) return false;
  while (attribute_kind(sbe, slot, offset) == ATTRIBUTE_INSIDE) offset--;
  *site = offset;
  return attribute_kind(sbe, slot, offset) == ATTRIBUTE_TRAP;
}

struct gate *gate_number(struct sbe *sbe, uint32_t number) {
  return number < sbe->gates.used && sbe->gates.gate[number].slot ? &sbe->gates.gate[number] : 0;
}

const struct gate *gate_at_stub(const struct sbe *sbe, uint32_t host) {
  for (unsigned i = 0; i < sbe->gates.used; i++)
    if (sbe->gates.gate[i].slot && sbe->gates.gate[i].stub == host) return &sbe->gates.gate[i];
  return 0;
}

static int16_t *heat_of(struct sbe *sbe, uint32_t host) {
  return &sbe->gates.heat[(host * 0x9E3779B1u) >> 20];
}

void gate_arrived(struct sbe *sbe, unsigned slot, unsigned offset) {
  unsigned site;
  if (!gate_covers(sbe, slot, offset, &site)) return;
  for (unsigned i = 0; i < sbe->gates.used; i++) {
    struct gate *gate = &sbe->gates.gate[i];
    if (gate->slot != slot || gate->offset != site) continue;
    if (++gate->arrivals < ARRIVALS || gate->arrivals < gate->exits) return;
    *heat_of(sbe, gate->host) = HEAT_NEVER;
    remove_gate(sbe, gate);
    return;
  }
}

// --- a place ---

static bool fits(uint32_t stub, uint32_t next, uint32_t given) {
  return !(((stub - next) ^ ALL_TRAPS) & given) && stub % PAGE_BYTES <= PAGE_BYTES - WORLD_GATE_BYTES;
}

static bool is_free(struct sbe *sbe, unsigned page, unsigned offset) {
  const uint8_t *bytes = slot_code(sbe, slot_of_page(page)) + offset;
  for (unsigned i = 0; i < WORLD_GATE_BYTES; i++)
    if (bytes[i] != 0xCC) return false;
  return true;
}

static bool place_in_old_page(struct sbe *sbe, struct gate *gate, uint32_t next, uint32_t given) {
  unsigned step = given & 0xFF ? 0x100 : 0x10;
  for (unsigned page = 0; page < GATE_PAGES; page++) {
    uint32_t host = sbe->gates.page[page].host;
    if (!host) continue;
    unsigned first = given & 0xFF ? (next + ALL_TRAPS) & 0xFF : 0;
    for (unsigned offset = first; offset < PAGE_BYTES; offset += step) {
      if (!fits(host + offset, next, given) || !is_free(sbe, page, offset)) continue;
      gate->stub = host + offset;
      gate->page = (uint16_t)page;
      return true;
    }
  }
  return false;
}

// Whether the data at a host page would be user programs': some of them may have tables for it, and then the gates go, even if others have not.
static bool is_users(const struct sbe *sbe, uint32_t host_page) {
  return host_page * PAGE_BYTES - sbe->data_base < sbe->paged.user_end;
}

static bool place_in_new_page(struct vm *vm, struct gate *gate, uint32_t next, uint32_t given, bool users) {
  struct sbe *sbe = vm->sbe;
  unsigned page = 0;
  while (page < GATE_PAGES && sbe->gates.page[page].host) page++;
  if (page == GATE_PAGES) return false;
  uint32_t tries = ~given ? TRIES : 1;
  for (uint32_t i = 0; i < tries; i++) {
    // The topmost byte of the displacement first goes through all addresses of the free region.
    uint32_t wanted = paging_gate_region(sbe) + (i << 24 & 0x0FFFFFFF) + ((i >> 4) * 0x9E3779B1u >> 8 & 0x00FFFF00);
    uint32_t stub = next + (((wanted - next) & ~given) | (ALL_TRAPS & given)), host_page = stub / PAGE_BYTES;
    if (!fits(stub, next, given) || host_kind(sbe, host_page) != HOST_NONE || !host_page || views_slot(sbe, host_page - 1)) continue;
    if (is_users(sbe, host_page) != users) continue;
    memset(slot_code(sbe, slot_of_page(page)), 0xCC, PAGE_BYTES);
    if (!paging_map_gates(vm, slot_of_page(page), host_page)) continue;
    sbe->gates.page[page].host = host_page * PAGE_BYTES;
    gate->stub = stub;
    gate->page = (uint16_t)page;
    return true;
  }
  return false;
}

static bool place(struct vm *vm, struct gate *gate, uint32_t next, uint32_t given) {
  return place_in_old_page(vm->sbe, gate, next, given) || place_in_new_page(vm, gate, next, given, false) ||
         place_in_new_page(vm, gate, next, given, true);
}

// --- making one ---

// Which bytes of the displacement are given: instructions start there, or may.
static void given_bytes(struct vm *vm, unsigned slot, unsigned offset, uint32_t *given) {
  struct sbe *sbe = vm->sbe;
  const uint8_t *original = vm->memory.ram + (size_t)sbe->slot[slot].physical * PAGE_BYTES;
  *given = 0;
  for (unsigned i = 1; i < JUMP_BYTES; i++) {
    unsigned kind = attribute_kind(sbe, slot, offset + i);
    bool expected = sbe->attributes[slot][offset + i] & ATTRIBUTE_EXPECTED;
    if (kind == ATTRIBUTE_START || kind == ATTRIBUTE_TRAP || expected) *given |= 0xFFu << (i - 1) * 8;
  }
  if (MUTANT(vm, MUTANT_GATE_STARTS)) {
    *given = 0;
    return;
  }
  bool stream = true;
  for (unsigned at = 0; at < JUMP_BYTES;) {
    struct insn insn;
    unsigned available = PAGE_BYTES - offset - at < INSN_MAX_BYTES ? PAGE_BYTES - offset - at : INSN_MAX_BYTES;
    if (at) *given |= 0xFFu << (at - 1) * 8;
    // Behind the end of a stream every byte may be the first of another.
    stream = stream && decode(&insn, original + offset + at, available, true, vm->cpu.model) == DECODE_OK;
    at += stream ? insn.length : 1;
    if (stream) stream = scan_falls_through(&insn);
  }
}

static bool watched(const struct sbe *sbe, uint32_t physical) {
  for (uint32_t i = 0; i < sbe->watches; i++)
    if (sbe->watch[i] - physical < JUMP_BYTES) return true;
  return false;
}

// `host` is where the jump's first byte stands.
static bool make_gate(struct vm *vm, unsigned slot, unsigned offset, uint32_t host) {
  struct sbe *sbe = vm->sbe;
  uint32_t given, next = host + JUMP_BYTES;
  unsigned number = 0;
  unsigned end = sbe->slot[slot].crosses ? sbe->slot[slot].crosses_at : PAGE_BYTES;
  if (offset + JUMP_BYTES > end || sbe->host_next[host / PAGE_BYTES]) return false;
  if (sbe->slot[slot].places != host / PAGE_BYTES + 1 || watched(sbe, sbe->slot[slot].physical * PAGE_BYTES + offset)) return false;
  while (number < GATES && sbe->gates.gate[number].slot) number++;
  if (number == GATES) return false;
  given_bytes(vm, slot, offset, &given);
  struct gate *gate = &sbe->gates.gate[number], made = {.offset = (uint16_t)offset};
  if (!place(vm, &made, next, given)) return false;
  // The page keeps something that is live meanwhile: one that has nothing is no code.
  sbe->slot[slot].live++;
  for (unsigned i = 0; i < JUMP_BYTES; i++) {
    unsigned kind = attribute_kind(sbe, slot, offset + i);
    if (kind == ATTRIBUTE_START || (kind == ATTRIBUTE_TRAP && i)) unscan(vm, slot, offset + i);
  }
  if (attribute_kind(sbe, slot, offset) == ATTRIBUTE_TRAP)
    sbe->slot[slot].live--;
  else // an instruction before the trap site
    sbe->attributes[slot][offset] =
        (uint8_t)((sbe->attributes[slot][offset] & ATTRIBUTE_EXPECTED) | ATTRIBUTE_TRAP | SBE_OVERLAP << ATTRIBUTE_REASON_SHIFT);
  uint8_t stub[WORLD_GATE_BYTES];
  unsigned bytes = world_gate(vm, stub, made.stub, number);
  if (!bytes) return false;
  made.slot = (uint16_t)slot;
  made.bytes = (uint8_t)bytes;
  made.user = !(sbe->host_state[host / PAGE_BYTES] & HOST_SUPERVISOR);
  made.host = host;
  *gate = made;
  if (sbe->gates.used <= number) sbe->gates.used = number + 1;
  sbe->slot[slot].gates++;
  sbe->slot[slot].gated_at = host / PAGE_BYTES;
  sbe->gates.page[made.page].gates++;
  sbe->gates.user += made.user;
  memcpy(stub_bytes(sbe, gate), stub, bytes);
  uint8_t *code = slot_code(sbe, slot) + offset;
  uint32_t displacement = made.stub - next;
  code[0] = JUMP;
  memcpy(code + 1, &displacement, sizeof displacement);
  for (unsigned i = 1; i < JUMP_BYTES; i++)
    sbe->attributes[slot][offset + i] = (sbe->attributes[slot][offset + i] & ATTRIBUTE_EXPECTED) | ATTRIBUTE_INSIDE;
  vm->counters.gates++;
  return true;
}

// The native instruction that ends where the one at `offset` begins, or `offset`.
static unsigned before(struct vm *vm, unsigned slot, unsigned offset) {
  struct sbe *sbe = vm->sbe;
  unsigned start = offset;
  struct insn insn;
  if (!offset || attribute_kind(sbe, slot, offset - 1) == ATTRIBUTE_UNSCANNED) return offset;
  do start--;
  while (start && attribute_kind(sbe, slot, start) == ATTRIBUTE_INSIDE);
  if (attribute_kind(sbe, slot, start) != ATTRIBUTE_START) return offset;
  const uint8_t *original = vm->memory.ram + (size_t)sbe->slot[slot].physical * PAGE_BYTES;
  if (decode(&insn, original + start, offset - start, true, vm->cpu.model) != DECODE_OK) return offset;
  return insn.length == offset - start && insn.sbe_class == SBE_NATIVE ? start : offset;
}

// Where the displacement that the trap site's neighbours leave leads nowhere, the jump may begin at the instruction before it.
static bool make_gate_near(struct vm *vm, unsigned slot, unsigned offset, uint32_t host) {
  for (unsigned i = 0; i <= MOST_BEFORE; i++) {
    if (make_gate(vm, slot, offset, host)) return true;
    unsigned start = before(vm, slot, offset);
    if (start == offset) return false;
    host -= offset - start;
    offset = start;
  }
  return false;
}

void gate_consider(struct vm *vm, unsigned slot, unsigned offset, uint32_t host) {
  struct sbe *sbe = vm->sbe;
  unsigned after = sbe->options.gate_after;
  if (!after || !sbe->paged.on || sbe->options.mode == SBE_STRICT || sbe->options.single) return;
  if (vm->cpu.cpl != 0 || !sbe->slot[slot].code32) return;
  int16_t *heat = heat_of(sbe, host);
  if (*heat == HEAT_NEVER || ++*heat < (int16_t)after) return;
  *heat = make_gate_near(vm, slot, offset, host) ? 0 : -PATIENCE;
}

void gate_cool(struct sbe *sbe) {
  memset(sbe->gates.heat, 0, sizeof sbe->gates.heat);
}

void gate_forget(struct sbe *sbe) {
  memset(&sbe->gates, 0, sizeof sbe->gates);
}
