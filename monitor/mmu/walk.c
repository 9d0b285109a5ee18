#include "walk.h"
#include "../cpu/system.h"
#include "../mutants.h"
#include "ram.h"

static struct walk fault(uint32_t error, enum access access, bool user) {
  return (struct walk){.faults = true, .error = error | (access == ACCESS_WRITE ? PF_WRITE : 0) | (user ? PF_USER : 0)};
}

// SDM Vol. 3A, 4.6.1. A supervisor write to a read-only page is stopped by CR0.WP only.
static bool allowed(struct vm *vm, uint32_t rights, enum access access, bool user) {
  if (user && !(rights & PTE_U) && !MUTANT(vm, MUTANT_PAGE_USER)) return false;
  if (access != ACCESS_WRITE || (rights & PTE_W)) return true;
  return !user && (!(vm->cpu.cr0 & CR0_WP) || MUTANT(vm, MUTANT_PAGE_WP));
}

static void mark(struct vm *vm, uint32_t address, uint32_t entry, uint32_t bits) {
  if ((entry & bits) != bits) ram_write(vm, address, 4, entry | bits);
}

static bool is_large(const struct vm *vm, uint32_t directory) {
  return (directory & PTE_PS) && (vm->cpu.cr4 & CR4_PSE || MUTANT(vm, MUTANT_PAGE_SIZE));
}

// Without PSE-36, which the models do not have, bits 13-21 of a 4 MiB page's entry are reserved.
static bool is_reserved(uint32_t directory) {
  return directory & 0x003FE000u;
}

static struct walk large_page(uint32_t linear, uint32_t entry) {
  return (struct walk){.physical = (entry & 0xFFC00000u) | (linear & 0x003FFFFFu), .entry = entry & ~PAGE_MASK};
}

static struct walk small_page(uint32_t linear, uint32_t directory, uint32_t entry) {
  uint32_t rights = PTE_P | PTE_W | PTE_U;
  return (struct walk){.physical = (entry & PAGE_MASK) | (linear & ~PAGE_MASK),
                       .entry = (entry & ~PAGE_MASK & ~(rights | PTE_PS)) | (directory & entry & rights)};
}

struct walk walk(struct vm *vm, uint32_t linear, enum access access, bool user) {
  uint32_t dirty = access == ACCESS_WRITE && !MUTANT(vm, MUTANT_PAGE_DIRTY) ? PTE_D : 0;
  uint32_t directory_address = (vm->cpu.cr3 & PAGE_MASK) + (linear >> 22) * 4;
  uint32_t directory = ram_read(vm, directory_address, 4);
  if (!(directory & PTE_P)) return fault(0, access, user);

  if (is_large(vm, directory)) {
    if (is_reserved(directory)) return fault(PF_PRESENT | PF_RESERVED, access, user);
    if (!allowed(vm, directory, access, user)) return fault(PF_PRESENT, access, user);
    mark(vm, directory_address, directory, PTE_A | dirty);
    return large_page(linear, directory | PTE_A | dirty);
  }

  uint32_t table_address = (directory & PAGE_MASK) + ((linear >> 12) & 0x3FF) * 4;
  uint32_t table = ram_read(vm, table_address, 4);
  if (!(table & PTE_P)) return fault(0, access, user);
  if (!allowed(vm, directory & table, access, user)) return fault(PF_PRESENT, access, user);
  if (!MUTANT(vm, MUTANT_PAGE_DIRECTORY)) mark(vm, directory_address, directory, PTE_A);
  // The directory's own write may have changed the table entry's bytes only if a table maps itself; then the newer bits stay.
  mark(vm, table_address, ram_read(vm, table_address, 4), PTE_A | dirty);
  return small_page(linear, directory, table | PTE_A | dirty);
}

struct walk walk_probe(struct vm *vm, uint32_t linear) {
  uint32_t directory = ram_read(vm, (vm->cpu.cr3 & PAGE_MASK) + (linear >> 22) * 4, 4);
  if (!(directory & PTE_P)) return fault(0, ACCESS_READ, false);
  if (is_large(vm, directory)) return is_reserved(directory) ? fault(PF_RESERVED, ACCESS_READ, false) : large_page(linear, directory);
  uint32_t table = ram_read(vm, (directory & PAGE_MASK) + ((linear >> 12) & 0x3FF) * 4, 4);
  // Somebody who has not come this way yet would set the directory's accessed bit too.
  return table & PTE_P ? small_page(linear, directory, table & (directory | ~(uint32_t)PTE_A)) : fault(0, ACCESS_READ, false);
}
