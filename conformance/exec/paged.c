// Cases that say nothing of paging, run with paging on. Their tables stand above the case's RAM, where no linear address leads, and map
// everything for everyone; so every result must be what it is without paging. `scattered` exchanges the pages of RAM with one another:
// what is adjacent for the case is not adjacent in memory, and no page of a table, of code or of a stack is where its number says.
#include "../../monitor/mmu/walk.h"
#include "exec.h"

enum {
  TABLES_ALIGN = 2 << 20, // so that A20, the one line that may be missing, is not needed to reach them
  MOST_RAM = 256 << 20,
  A20_PAGE = 0x100,
  ENTRIES = PAGE_BYTES / 4,
  EXCHANGE = 0x2A7,
  ALL_RIGHTS = PTE_P | PTE_W | PTE_U,
  TSS_CR3 = 0x1C,
};
static const uint32_t OUTSIDE = 0xFFE00000u, ALL_LINES = 0xFFFFFFFFu, NO_A20 = 0xFFEFFFFFu;

uint32_t paged_exchange(const struct exec *exec, uint32_t page) {
  return page < exec->paged.ram_bytes / PAGE_BYTES ? page ^ exec->paged.exchange : page;
}

static uint32_t physical(const struct exec *exec, uint32_t linear) {
  return paged_exchange(exec, linear / PAGE_BYTES) * PAGE_BYTES | (linear & ~PAGE_MASK);
}

static void put(struct exec *exec, uint32_t address, uint32_t value) {
  memcpy(exec->vm.memory.ram + address, &value, sizeof value);
  memcpy(exec->start + address, &value, sizeof value);
}

static void clear(struct exec *exec, uint32_t address, uint32_t bytes) {
  memset(exec->vm.memory.ram + address, 0, bytes);
  memset(exec->start + address, 0, bytes);
}

// MOV from and to CR0 and CR3, and SMSW (SDM Vol. 2), wherever such bytes stand: the case would see the difference, or make one.
static bool touches_paging(const uint8_t *bytes, uint32_t length) {
  for (uint32_t i = 0; i + 2 < length; i++) {
    if (bytes[i] != 0x0F) continue;
    unsigned reg = bytes[i + 2] >> 3 & 7;
    if ((bytes[i + 1] == 0x20 || bytes[i + 1] == 0x22) && (reg == 0 || reg == 3)) return true;
    if (bytes[i + 1] == 0x01 && reg == 4) return true;
  }
  return false;
}

static bool fits(const struct exec *exec) {
  const struct wire_case *wire = exec->test.wire;
  bool lines = wire->address_mask == ALL_LINES || (wire->address_mask == NO_A20 && exec->request.paged == WIRE_PAGED_IDENTITY);
  if (!(wire->registers.cr0 & CR0_PE) || wire->registers.cr0 & CR0_PG || !lines || wire->ram_bytes > MOST_RAM) return false;
  const uint8_t *at = exec->test.memory;
  for (unsigned i = 0; i < wire->memories; i++) {
    const struct wire_memory *run = (const struct wire_memory *)at;
    at += sizeof *run;
    if (touches_paging(at, run->length)) return false;
    at += (run->length + 3) & ~3u;
  }
  return true;
}

static void remove_tables(struct exec *exec) {
  struct paged *paged = &exec->paged;
  if (paged->built != WIRE_PAGED_OFF) clear(exec, paged->directory, paged->pages * PAGE_BYTES);
  paged->built = WIRE_PAGED_OFF;
  paged->exchange = 0;
  paged->ram_bytes = 0;
}

static void build_tables(struct exec *exec) {
  struct paged *paged = &exec->paged;
  uint32_t ram_pages = exec->test.wire->ram_bytes / PAGE_BYTES;
  paged->ram_bytes = exec->test.wire->ram_bytes;
  paged->built = paged->kind;
  paged->directory = (paged->ram_bytes + TABLES_ALIGN - 1) & ~(uint32_t)(TABLES_ALIGN - 1);
  // Past the end of RAM, too: without A20 the next megabyte leads back into it.
  uint32_t tables = (ram_pages + A20_PAGE + ENTRIES - 1) / ENTRIES;
  paged->pages = 1 + tables + 1;
  uint32_t beyond = paged->directory + (1 + tables) * PAGE_BYTES;
  for (uint32_t closed = 1; paged->kind == WIRE_PAGED_SCATTERED && closed * 2 <= ram_pages; closed *= 2)
    if (ram_pages % (closed * 2) == 0) paged->exchange = EXCHANGE & (closed * 2 - 1);
  for (uint32_t i = 0; i < ENTRIES; i++) {
    put(exec, paged->directory + i * 4, (i < tables ? paged->directory + (1 + i) * PAGE_BYTES : beyond) | ALL_RIGHTS);
    put(exec, beyond + i * 4, (OUTSIDE + i % 256 * PAGE_BYTES) | ALL_RIGHTS);
  }
  for (uint32_t page = 0; page < tables * ENTRIES; page++) {
    bool inside = page < ram_pages || (page & ~(uint32_t)A20_PAGE) < ram_pages;
    uint32_t frame = inside ? paged_exchange(exec, page) * PAGE_BYTES : OUTSIDE;
    put(exec, paged->directory + PAGE_BYTES + page * 4, frame | ALL_RIGHTS);
  }
}

bool paged_begin(struct exec *exec) {
  struct paged *paged = &exec->paged;
  paged->tasks = 0;
  paged->kind = exec->request.paged;
  bool refused = paged->kind != WIRE_PAGED_OFF && !fits(exec);
  if (refused) paged->kind = WIRE_PAGED_OFF;
  // What does not run needs no other tables.
  if (refused && paged->ram_bytes == exec->test.wire->ram_bytes) return false;
  if (paged->kind != paged->built || (paged->kind != WIRE_PAGED_OFF && paged->ram_bytes != exec->test.wire->ram_bytes)) {
    remove_tables(exec);
    if (paged->kind != WIRE_PAGED_OFF) build_tables(exec);
  }
  return !refused;
}

uint32_t paged_ram_bytes(const struct exec *exec) {
  const struct paged *paged = &exec->paged;
  return paged->kind == WIRE_PAGED_OFF ? exec->test.wire->ram_bytes : paged->directory + paged->pages * PAGE_BYTES;
}

static uint8_t byte_at(const struct exec *exec, uint32_t linear) {
  return linear < exec->paged.ram_bytes ? exec->start[physical(exec, linear)] : 0xFF;
}

static void put_task(struct exec *exec, uint32_t linear, uint32_t directory) {
  if (linear > exec->paged.ram_bytes - 4) return;
  for (unsigned i = 0; i < 4; i++) {
    uint32_t at = physical(exec, linear + i);
    exec->vm.memory.ram[at] = exec->start[at] = (uint8_t)(directory >> 8 * i);
  }
}

// A task switch loads CR3 from the TSS once paging is on (SDM Vol. 3A, 7.3): every 32-bit TSS of the GDT names these tables.
void paged_patch_tasks(struct exec *exec) {
  struct paged *paged = &exec->paged;
  const struct wire_registers *registers = &exec->test.wire->registers;
  if (paged->kind == WIRE_PAGED_OFF) return;
  for (uint32_t at = 8; at + 7 <= registers->gdtr_limit && paged->tasks < ARRAY_LENGTH(paged->task); at += 8) {
    uint32_t descriptor = registers->gdtr_base + at;
    if ((byte_at(exec, descriptor + 5) & 0x1D) != 0x09) continue;
    uint32_t base = (uint32_t)byte_at(exec, descriptor + 2) | (uint32_t)byte_at(exec, descriptor + 3) << 8 |
                    (uint32_t)byte_at(exec, descriptor + 4) << 16 | (uint32_t)byte_at(exec, descriptor + 7) << 24;
    paged->task[paged->tasks++] = base + TSS_CR3;
    put_task(exec, base + TSS_CR3, paged->directory);
  }
}

void paged_unpatch_tasks(struct exec *exec) {
  struct paged *paged = &exec->paged;
  for (; paged->tasks; paged->tasks--) put_task(exec, paged->task[paged->tasks - 1], 0);
}

void paged_enter(struct exec *exec) {
  if (exec->paged.kind == WIRE_PAGED_OFF) return;
  exec->vm.cpu.cr0 |= CR0_PG;
  exec->vm.cpu.cr3 = exec->paged.directory;
}

bool paged_leave(const struct exec *exec, struct wire_registers *registers) {
  if (exec->paged.kind == WIRE_PAGED_OFF) return true;
  if (!(registers->cr0 & CR0_PG) || registers->cr3 != exec->paged.directory) return false;
  registers->cr0 &= ~CR0_PG;
  registers->cr3 = exec->test.wire->registers.cr3;
  return true;
}
