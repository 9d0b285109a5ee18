// The views of a guest with paging: a TLB that the host's processor looks up. It is filled by the guest's tables when a page is missed, and
// emptied by what empties a TLB: INVLPG, loads of CR3, changes of CR0 and CR4 (SDM Vol. 3A, 4.10.4).
//
// Code stands at its own linear address, data is moved by data_base. The data segments end 256 MiB below 4 GiB; what they leave free is where
// the code of CPL 0 belongs, so that no access can reach a scanned page there. Elsewhere a scanned page can be read by whoever accesses the
// linear address of data that would stand at the same host page. In strict mode code runs natively in the free region only, and the region
// moves to where the code is. In fast mode a scanned page may stand anywhere as long as the guest's tables map no data there; the tables
// are watched, and a new mapping takes the scanned page away. What remains is a limit of fast mode: an access to an address
// that the guest has not mapped reads scanned bytes, where it should fault.
#include "../mmu/walk.h"
#include "internal.h"

enum {
  ELSEWHERE_PATIENCE = 64, // entries outside the free region before it moves; doubles with each move
  MOST_MOVES = 16,
};
#define FREE_BYTES 0x10000000u
#define USER_END 0xC0000000u // where systems begin that share the address space with their users

static bool in_free_region(const struct sbe *sbe, uint32_t linear) {
  return linear - (sbe->paged.code_end - FREE_BYTES) < FREE_BYTES;
}

static void forget_segments(struct sbe *sbe) {
  for (unsigned i = 0; i < ARRAY_LENGTH(sbe->loaded); i++) sbe->loaded[i].valid = false;
}

static void watch_no_table(struct vm *vm) {
  struct paged *paged = &vm->sbe->paged;
  while (paged->tables) vm->memory.page_flags[paged->table[--paged->tables].physical] &= (uint8_t)~RAM_TABLE;
}

static void empty(struct vm *vm) {
  views_drop_all(vm);
  watch_no_table(vm);
  vm->sbe->paged.flush = vm->sbe->paged.flush_all = false;
}

unsigned paging_flags(const struct vm *vm, uint32_t entry) {
  unsigned flags = 0;
  if (entry & PTE_G && vm->cpu.cr4 & CR4_PGE) flags |= HOST_GLOBAL;
  if (!(entry & PTE_U)) flags |= HOST_SUPERVISOR;
  if (entry & PTE_PS && vm->cpu.cr4 & CR4_PSE) flags |= HOST_LARGE;
  return flags;
}

// --- the tables that are watched ---

static bool watch_table(struct vm *vm, uint32_t physical, uint32_t linear) {
  struct paged *paged = &vm->sbe->paged;
  uint32_t page = (physical & vm->memory.address_mask) / PAGE_BYTES;
  for (unsigned i = 0; i < paged->tables; i++)
    if (paged->table[i].physical == page && paged->table[i].linear == linear) return true;
  if (paged->tables == TABLES || page >= vm->memory.ram_bytes / PAGE_BYTES || page >= NATIVE_PAGES) return false;
  if (vm->memory.page_flags[page] & (RAM_DEVICE | RAM_ROM)) return false;
  paged->table[paged->tables].physical = page;
  paged->table[paged->tables++].linear = linear;
  vm->memory.page_flags[page] |= RAM_TABLE;
  views_protect(vm, page);
  return true;
}

// Watches the tables that would have to map `linear`. false: it is mapped, or they cannot be watched.
static bool watch_tables(struct vm *vm, uint32_t linear) {
  uint32_t directory_address = (vm->cpu.cr3 & PAGE_MASK) + (linear >> 22) * 4;
  if (!walk_probe(vm, linear).faults) return false;
  if (!watch_table(vm, directory_address, DIRECTORY)) return false;
  uint32_t directory = physical_read(vm, directory_address, 4);
  if (!(directory & PTE_P) || (directory & PTE_PS && vm->cpu.cr4 & CR4_PSE)) return true;
  return watch_table(vm, directory, linear & 0xFFC00000u);
}

// Whether a page of gates may stand where the guest could map data: as long as it has no table for that, since the stores to one are dear.
static bool gates_may_stand(struct vm *vm, uint32_t host_page) {
  const struct sbe *sbe = vm->sbe;
  uint32_t linear = host_page * PAGE_BYTES - sbe->data_base, directory_address = (vm->cpu.cr3 & PAGE_MASK) + (linear >> 22) * 4;
  if (linear >= sbe->data_end) return true;
  return !(physical_read(vm, directory_address, 4) & PTE_P) && watch_table(vm, directory_address, DIRECTORY);
}

// --- what stays ---

// Whether the tables, as they are now, say of a host page what stands there. A TLB may hold that at any time; so what two address spaces have in
// common, or a flush was not about, need not be filled again.
static bool still_true(struct vm *vm, uint32_t host_page) {
  struct sbe *sbe = vm->sbe;
  if (views_slot(sbe, host_page) >= GATE_SLOT) return gates_may_stand(vm, host_page);
  unsigned state = sbe->host_state[host_page], alike = HOST_GLOBAL | HOST_SUPERVISOR | HOST_LARGE;
  bool code = (state & HOST_KIND) == HOST_CODE;
  uint32_t linear = host_page * PAGE_BYTES - (code ? 0 : sbe->data_base);
  uint32_t physical = code ? sbe->slot[sbe->host_slot[host_page]].physical : sbe->host_physical[host_page];
  struct walk found = walk_probe(vm, linear);
  if (found.faults || !(found.entry & PTE_A) || (found.physical & vm->memory.address_mask) / PAGE_BYTES != physical) return false;
  if ((state & HOST_KIND) == HOST_WRITE && (found.entry & (PTE_W | PTE_D)) != (PTE_W | PTE_D)) return false;
  unsigned flags = paging_flags(vm, found.entry);
  if (!(state & HOST_TRACKED)) return !((state ^ flags) & alike);
  return !((state ^ flags) & alike & ~HOST_GLOBAL) && watch_tables(vm, linear - sbe->data_base);
}

static bool is_stale(struct vm *vm, uint32_t host_page) {
  return vm->sbe->host_state[host_page] & HOST_STALE;
}

// Empties the views of all that the tables do not say, but for what has one of these flags. What changes its place in the list goes behind
// what has been looked at.
static void sift(struct vm *vm, unsigned but) {
  struct sbe *sbe = vm->sbe;
  watch_no_table(vm);
  sbe->paged.flush = sbe->paged.flush_all = false;
  uint32_t first = but & HOST_GLOBAL ? sbe->host_globals : 0;
  for (uint32_t i = sbe->host_count; i-- > first;) {
    if (i >= sbe->host_count) continue; // the world was full, and everything went
    uint32_t host_page = sbe->host_list[i];
    if (sbe->host_state[host_page] & but || still_true(vm, host_page)) continue;
    if (!spaces_replace(vm, host_page)) sbe->host_state[host_page] |= HOST_STALE;
  }
  for (uint32_t i = sbe->host_count; i > first;) {
    uint32_t host_page = sbe->host_list[--i];
    if (is_stale(vm, host_page)) views_drop_run(vm, host_page, is_stale);
    if (i > sbe->host_count) i = sbe->host_count;
  }
}

static void move_to(struct vm *vm, uint32_t linear) {
  struct sbe *sbe = vm->sbe;
  empty(vm);
  forget_segments(sbe);
  sbe->paged.code_end = (linear & -FREE_BYTES) + FREE_BYTES;
  sbe->paged.elsewhere = 0;
  sbe->data_base = sbe->paged.code_end;
  sbe->data_end = (1ull << 32) - FREE_BYTES;
}

static void turn_off(struct vm *vm) {
  struct sbe *sbe = vm->sbe;
  empty(vm);
  forget_segments(sbe);
  sbe->paged = (struct paged){0};
  sbe->data_base = DATA_VIEW;
  sbe->data_end = NATIVE_BYTES;
}

void paging_forget(struct vm *vm) {
  if (vm->sbe->paged.on || !vm->sbe->data_end) turn_off(vm);
}

// Of seeded bugs: what stays in the views when these bits of CR4 have changed.
static unsigned kept_by_mistake(struct vm *vm, uint32_t changed) {
  if (changed & CR4_PSE && MUTANT(vm, MUTANT_STALE_PSE)) return HOST_KIND;
  return changed & CR4_PGE && MUTANT(vm, MUTANT_STALE_PGE) ? HOST_GLOBAL : 0;
}

void paging_refresh(struct vm *vm) {
  struct sbe *sbe = vm->sbe;
  struct paged *paged = &sbe->paged;
  const struct cpu *cpu = &vm->cpu;
  bool on = paging(cpu);
  if (!on && !paged->on) return;
  if (!on) {
    turn_off(vm);
    return;
  }
  uint32_t cr0 = cpu->cr0 & CR0_WP, cr3 = cpu->cr3 & PAGE_MASK, cr4 = cpu->cr4 & (CR4_PSE | CR4_PGE);
  if (!paged->on) {
    window16_close(vm);
    move_to(vm, cpu->segment[CS].base + cpu->eip);
    paged->on = true;
    paged->user_end = USER_END;
  } else if (paged->flush_all || cr0 != paged->cr0 || cr4 != paged->cr4) {
    sift(vm, kept_by_mistake(vm, cr4 ^ paged->cr4));
  } else if (paged->flush || cr3 != paged->cr3) {
    spaces_choose(vm);
    sift(vm, MUTANT(vm, MUTANT_STALE_CR3) ? HOST_GLOBAL | HOST_KIND : HOST_GLOBAL);
    spaces_enter(vm);
  }
  paged->cr0 = cr0;
  paged->cr3 = cr3;
  paged->cr4 = cr4;
}

void sbe_flush(struct vm *vm, bool global) {
  if (!vm->sbe) return;
  vm->sbe->paged.flush = true;
  vm->sbe->paged.flush_all |= global;
}

// A 4 MiB page is one entry of a TLB, however many pages of it stand here.
static void drop_large(struct vm *vm, uint32_t first) {
  for (uint32_t page = first & ~1023u; page <= (first | 1023u); page++)
    if (vm->sbe->host_state[page] & HOST_LARGE) views_drop_page(vm, page);
}

void sbe_invalidate_page(struct vm *vm, uint32_t linear) {
  struct sbe *sbe = vm->sbe;
  if (!sbe || !sbe->paged.on) return;
  uint32_t code = linear / PAGE_BYTES, data = (linear + sbe->data_base) / PAGE_BYTES;
  unsigned kind = host_kind(sbe, data);
  if ((kind == HOST_READ || kind == HOST_WRITE) && !MUTANT(vm, MUTANT_STALE_INVLPG)) views_drop_page(vm, data);
  if (host_kind(sbe, code) == HOST_CODE && !MUTANT(vm, MUTANT_STALE_INVLPG_CODE)) views_drop_page(vm, code);
  if (MUTANT(vm, MUTANT_STALE_INVLPG_LARGE)) return;
  drop_large(vm, code);
  drop_large(vm, data);
}

// --- where code is ---

bool paging_locate(struct vm *vm, struct where *where) {
  struct sbe *sbe = vm->sbe;
  bool user = vm->cpu.cpl == 3;
  uint32_t page = where->linear / PAGE_BYTES;
  where->host = where->linear;
  where->flags = sbe->host_state[page] & ~HOST_KIND;
  unsigned slot = views_slot(sbe, page);
  if (slot && slot < GATE_SLOT && !(user && where->flags & HOST_SUPERVISOR)) {
    where->physical = sbe->slot[slot].physical * PAGE_BYTES + where->linear % PAGE_BYTES;
    return true;
  }
  struct walk found = walk(vm, where->linear, ACCESS_FETCH, user);
  if (found.faults) return false;
  where->physical = found.physical & vm->memory.address_mask;
  where->flags = paging_flags(vm, found.entry);
  return where->linear >= world_lowest_address(vm);
}

// --- where a scanned page may stand ---

// Scanned pages that stand where [first, first + pages) has come to be mapped.
static void drop_mapped(struct vm *vm, uint32_t first, uint32_t pages) {
  struct sbe *sbe = vm->sbe;
  for (uint32_t i = 0; i < pages; i++) {
    uint32_t linear = first + i * PAGE_BYTES, host_page = (linear + sbe->data_base) / PAGE_BYTES;
    bool gates = views_slot(sbe, host_page) >= GATE_SLOT;
    if (gates && MUTANT(vm, MUTANT_GATE_MAPPED)) continue;
    if (!(sbe->host_state[host_page] & HOST_TRACKED)) continue;
    if (gates ? !gates_may_stand(vm, host_page) : !walk_probe(vm, linear).faults) views_drop_page(vm, host_page);
  }
}

void sbe_table_written(struct vm *vm, uint32_t physical, uint32_t bytes) {
  struct paged *paged = &vm->sbe->paged;
  uint32_t page = physical / PAGE_BYTES;
  if (MUTANT(vm, MUTANT_TABLE_NOT_WATCHED)) return;
  for (unsigned i = 0; i < paged->tables; i++) {
    if (paged->table[i].physical != page) continue;
    uint32_t first = physical % PAGE_BYTES / 4, last = (physical % PAGE_BYTES + bytes - 1) / 4;
    if (paged->table[i].linear == DIRECTORY)
      drop_mapped(vm, first << 22, (last - first + 1) * 1024);
    else
      drop_mapped(vm, paged->table[i].linear + first * PAGE_BYTES, last - first + 1);
  }
}

// The free region follows the code of CPL 0, in strict mode all code.
static void follow(struct vm *vm, uint32_t linear) {
  struct sbe *sbe = vm->sbe;
  struct paged *paged = &sbe->paged;
  bool strict = sbe->options.mode == SBE_STRICT;
  if (vm->cpu.cpl == 3 && !strict) return;
  if (in_free_region(sbe, linear)) {
    if (paged->elsewhere) paged->elsewhere--;
    return;
  }
  uint32_t patience = strict ? (sbe->options.burst ? ELSEWHERE_PATIENCE : 1) : ELSEWHERE_PATIENCE << paged->moves;
  if (++paged->elsewhere < patience) return;
  if (!strict && paged->moves < MOST_MOVES) paged->moves++;
  move_to(vm, linear);
}

static void note_low(struct sbe *sbe, uint32_t host_page) {
  struct paged *paged = &sbe->paged;
  if (paged->low < LOW_PAGES) paged->low_page[paged->low] = host_page;
  paged->low++;
}

bool paging_place_code(struct vm *vm, unsigned slot, uint32_t linear, unsigned flags) {
  struct sbe *sbe = vm->sbe;
  uint32_t host_page = linear / PAGE_BYTES, data = linear - sbe->data_base;
  if (data < sbe->data_end) {
    if (sbe->options.mode == SBE_STRICT || !watch_tables(vm, data)) {
      vm->counters.collisions++;
      return false;
    }
    flags = (flags & ~HOST_GLOBAL) | HOST_TRACKED;
  }
  if (flags & HOST_SUPERVISOR && linear < sbe->paged.user_end) note_low(sbe, host_page);
  return views_map_code(vm, slot, host_page, flags);
}

bool paging_map_code(struct vm *vm, unsigned slot, const struct where *where) {
  struct sbe *sbe = vm->sbe;
  uint32_t host_page = where->host / PAGE_BYTES;
  unsigned flags = where->flags & (HOST_GLOBAL | HOST_SUPERVISOR | HOST_LARGE);
  follow(vm, where->linear);
  if (sbe->paged.view != where->view) { // a near branch leads from page to page, but never changes the code size
    views_drop_code(vm);
    sbe->paged.view = where->view;
  }
  if (views_slot(sbe, host_page) == slot) return true;
  spaces_missed_code(vm, slot, where->linear, flags);
  return paging_place_code(vm, slot, where->linear, flags);
}

uint32_t paging_gate_region(const struct sbe *sbe) {
  return sbe->paged.code_end - FREE_BYTES;
}

bool paging_map_gates(struct vm *vm, unsigned slot, uint32_t host_page) {
  struct sbe *sbe = vm->sbe;
  bool tracked = host_page * PAGE_BYTES - sbe->data_base < sbe->data_end;
  return gates_may_stand(vm, host_page) && views_map_code(vm, slot, host_page, tracked ? HOST_TRACKED : 0);
}

// --- where data is ---

bool paging_map_data(struct vm *vm, uint32_t linear, uint32_t physical_page, uint32_t pages, unsigned state) {
  struct sbe *sbe = vm->sbe;
  uint32_t host_page = (linear + sbe->data_base) / PAGE_BYTES;
  for (uint32_t i = 0; i < pages; i++) {
    if (host_kind(sbe, host_page + i) == HOST_CODE) {
      vm->counters.collisions++;
      views_drop_page(vm, host_page + i);
    }
    if (state & HOST_SUPERVISOR && linear + i * PAGE_BYTES < sbe->paged.user_end) note_low(sbe, host_page + i);
  }
  return views_map_data(vm, host_page, physical_page, pages, state);
}

// --- CPL 3 ---

// Its segments end at user_end. Supervisors below that go before it runs.
void paging_enter_user(struct vm *vm) {
  struct sbe *sbe = vm->sbe;
  struct paged *paged = &sbe->paged;
  if (sbe->gates.user && !MUTANT(vm, MUTANT_GATE_USER)) gate_enter_user(sbe);
  if (!paged->low || MUTANT(vm, MUTANT_SUPERVISOR_STAYS)) return;
  if (paged->low <= LOW_PAGES) {
    for (uint32_t i = 0; i < paged->low; i++)
      if (sbe->host_state[paged->low_page[i]] & HOST_SUPERVISOR) views_drop_page(vm, paged->low_page[i]);
  } else {
    for (uint32_t i = sbe->host_count; i-- > 0;)
      if (sbe->host_state[sbe->host_list[i]] & HOST_SUPERVISOR) views_drop_page(vm, sbe->host_list[i]);
  }
  paged->low = 0;
}

uint32_t paging_data_end(const struct vm *vm) {
  const struct sbe *sbe = vm->sbe;
  bool user = sbe->paged.on && vm->cpu.cpl == 3 && sbe->paged.user_end < sbe->data_end;
  return user && !MUTANT(vm, MUTANT_USER_NOT_CUT) ? sbe->paged.user_end : (uint32_t)sbe->data_end;
}
