// Guest-physical memory, and the way from a segment's offset to it.
#ifndef PLEX86_MMU_MEMORY_H
#define PLEX86_MMU_MEMORY_H

#include "../cpu/state.h"
#include "../types.h"

struct vm;

enum page_flags {
  RAM_TOUCHED = 1u << 0, // may differ from the start state
  RAM_CODE = 1u << 1,    // has scanned code: writes must go through sbe_code_written()
  RAM_ROM = 1u << 2,     // read (and executed) like RAM; writes go to the world
  RAM_DEVICE = 1u << 3,  // not RAM at all: every access goes to the world, and nothing is executed natively
  RAM_TABLE = 1u << 4,   // holds page tables that SBE watches: writes must go through sbe_table_written()
};

struct memory {
  uint8_t *ram;          // the monitor's own mapping of guest RAM
  uint32_t ram_bytes;    // a multiple of 4 KiB; what is above it the world answers for
  uint32_t address_mask; // physical address lines that exist; bits 0-11 always set
  uint8_t *page_flags;   // one a RAM page: enum page_flags
  uint32_t *touched;     // RAM page numbers with RAM_TOUCHED, each once, in the order of their first touch
  uint32_t touched_pages;
};

enum access { ACCESS_READ, ACCESS_WRITE, ACCESS_FETCH };

// --- physical ---
// `bytes` is 1, 2, 4 (or any length for the block forms). The address is masked; an access may cross pages and the end of RAM.
uint32_t physical_read(struct vm *vm, uint32_t address, unsigned bytes);
void physical_write(struct vm *vm, uint32_t address, unsigned bytes, uint32_t value);
// Any number of bytes, in ascending order.
void physical_read_block(struct vm *vm, uint32_t address, void *to, unsigned bytes);
void physical_write_block(struct vm *vm, uint32_t address, const void *from, unsigned bytes);
// Marks the page that holds `address` as touched, if it is RAM. Every path that makes RAM writable for anyone calls it first.
void physical_touch(struct vm *vm, uint32_t address);
// Makes a page below the end of RAM plain RAM (0), RAM_ROM or RAM_DEVICE. What was mapped or scanned of it is forgotten.
void physical_page_kind(struct vm *vm, uint32_t page, unsigned kind);
// Writes to RAM below ROM and device memory too: images that are loaded, shadow RAM that changes hands.
void physical_store(struct vm *vm, uint32_t address, const void *from, uint32_t bytes);

// --- linear ---
// Translates one linear address (no page crossing), by the guest's page tables when paging is on, setting accessed and dirty
// bits. `user` is true for an access with the rights of CPL 3. Raises #PF with CR2 set, and does not return, where the tables do
// not allow it. Without paging the address itself.
uint32_t translate(struct vm *vm, uint32_t linear, enum access access, bool user);
// Reads and writes with the current privilege; a write that crosses a page checks both pages before it changes either.
uint32_t linear_read(struct vm *vm, uint32_t linear, unsigned bytes);
void linear_write(struct vm *vm, uint32_t linear, unsigned bytes, uint32_t value);
// The same with supervisor rights: descriptor tables, TSS, IDT.
uint32_t system_read(struct vm *vm, uint32_t linear, unsigned bytes);
void system_write(struct vm *vm, uint32_t linear, unsigned bytes, uint32_t value);

// Only the translation, for every page that [linear, linear + bytes) lies in: raises what an access with these rights would raise.
void linear_check(struct vm *vm, uint32_t linear, unsigned bytes, enum access access, bool user);

// --- logical ---
// Type and limit alone: whether `bytes` bytes at `offset` may be read or written through this segment. Raises nothing.
bool segment_allows(const struct segment *segment, uint32_t offset, unsigned bytes, enum access access);
// Whether an unaligned access raises #AC now: CPL 3, CR0.AM and EFLAGS.AC (SDM Vol. 3A, 6.15, vector 17).
static inline bool alignment_checked(const struct cpu *cpu) {
  return cpu->cpl == 3 && (cpu->eflags & FLAG_AC) && (cpu->cr0 & CR0_AM);
}
// Checks presence, type, limit (expand-down too) and, at CPL 3 with CR0.AM and EFLAGS.AC, alignment (`alignment` in bytes, 1: none);
// raises #SS for the stack segment, #GP for the others, #AC. Returns the linear address. `bytes` may be any length up to 512.
uint32_t segment_check(struct vm *vm, unsigned segment, uint32_t offset, unsigned bytes, enum access access, unsigned alignment);
// One operand: check, translate, access. `bytes` is 1, 2 or 4; alignment is the operand's own size.
uint32_t read_memory(struct vm *vm, unsigned segment, uint32_t offset, unsigned bytes);
void write_memory(struct vm *vm, unsigned segment, uint32_t offset, unsigned bytes, uint32_t value);
// A read that will be followed by a write to the same place: all checks of the write come first (SDM: a locked or read-modify-write
// access faults as a write).
uint32_t read_for_write(struct vm *vm, unsigned segment, uint32_t offset, unsigned bytes);
// Operands of 8 bytes and more (cmpxchg8b, x87, MMX, SSE, fxsave). All checks come before the first byte moves.
void read_block(struct vm *vm, unsigned segment, uint32_t offset, void *to, unsigned bytes, unsigned alignment);
void write_block(struct vm *vm, unsigned segment, uint32_t offset, const void *from, unsigned bytes, unsigned alignment);
// Only the checks of a write, for instructions that must not fault half way (pusha, enter, call gates).
void check_write(struct vm *vm, unsigned segment, uint32_t offset, unsigned bytes);

// Copies up to 15 bytes of code at CS:EIP + `from` for the decoder. Returns how many could be fetched before the CS limit or a page
// that cannot be fetched; raises nothing. fetch_fault() then raises what the processor would for byte `from` of the instruction.
unsigned fetch_code(struct vm *vm, uint8_t bytes[15]);
_Noreturn void fetch_fault(struct vm *vm, unsigned from);

// --- the stack ---
// SS:ESP or SS:SP by SS.B. push() faults before ESP changes. `bytes` is 2 or 4.
void push(struct vm *vm, unsigned bytes, uint32_t value);
uint32_t pop(struct vm *vm, unsigned bytes);
uint32_t stack_read(struct vm *vm, uint32_t above, unsigned bytes); // `above` bytes over the stack pointer
static inline uint32_t stack_mask(const struct cpu *cpu) {
  return stack32(cpu) ? 0xFFFFFFFFu : 0xFFFFu;
}
void set_stack_pointer(struct cpu *cpu, uint32_t value); // ESP, or SP alone where SS.B is clear

#endif
