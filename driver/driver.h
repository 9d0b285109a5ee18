// The whole contract between the monitor and the world it runs in. driver/user implements it in a plain process, driver/linux in
// a kernel module; the monitor is linked with one of them and cannot tell which.
#ifndef PLEX86_DRIVER_H
#define PLEX86_DRIVER_H

#include "../monitor/types.h"

struct vm;

// ---- host memory below 4 GiB: where the guest's code and data views stand ----
// `space` numbers a host address space (one for each guest CR3 kept alive); 0 always exists. Addresses and lengths are multiples of 4 KiB.
enum world_source {
  WORLD_RAM,     // offset into guest RAM
  WORLD_SCANNED, // offset into the scanned-page cache
};
enum world_access { WORLD_READ, WORLD_READ_WRITE, WORLD_READ_EXECUTE };

enum world_status {
  WORLD_OK,
  WORLD_FORBIDDEN, // the host cannot map there (its first pages, or past 4 GiB)
  WORLD_FULL,      // no more mappings: unmap some and try again
};

enum world_status world_map(struct vm *vm, unsigned space, uint32_t address, uint32_t bytes, enum world_source source, uint64_t offset,
                            enum world_access access);
enum world_status world_protect(struct vm *vm, unsigned space, uint32_t address, uint32_t bytes, enum world_access access);
void world_unmap(struct vm *vm, unsigned space, uint32_t address, uint32_t bytes);
uint32_t world_lowest_address(struct vm *vm); // below it nothing can be mapped but, on some hosts, all that there is, at once: [0, this)
uint8_t *world_scanned_pages(struct vm *vm);  // the monitor's own writable mapping of the scanned-page cache
uint32_t world_scanned_page_limit(struct vm *vm);

// ---- segments ----
enum { WORLD_DESCRIPTORS = 512 };
// Writes a descriptor (its 8 bytes as the processor reads them; DPL is made 3) to a slot of the local table and reads it back. false: the host refused or changed it.
bool world_descriptor(struct vm *vm, unsigned space, unsigned slot, uint64_t descriptor);
static inline uint16_t world_selector(unsigned slot) {
  return (uint16_t)(slot << 3 | 7);
}

// ---- native execution ----
struct native {
  uint32_t gpr[8]; // enum gpr
  uint32_t eip;
  uint32_t eflags;     // real EFLAGS: CF PF AF ZF SF DF OF, AC where it is real, TF only for `bare`
  uint16_t segment[6]; // selectors in the order of enum segment_register; ES CS SS DS FS GS
  bool code_changed;   // scanned pages were written since the last entry
};

enum native_event {
  NATIVE_EXCEPTION, // vector, error, address
  NATIVE_GATE,      // error is the gate's number; EIP is not known, segment[CS] is as it was entered with
  NATIVE_TICK,      // the host's timer; the state is precise
  NATIVE_WALL,      // the guest made a host system call or left its segments; the state may be lost
};

struct native_exit {
  uint8_t event;  // enum native_event
  uint8_t vector; // the processor's; for int3 EIP is after the CC
  uint32_t error;
  uint32_t address; // CR2 in host terms; valid for vector 14 only
};

// Executes natively from *native until something leaves; *native then holds the precise guest state. vm->cpu.fx points at the FXSAVE image,
// to be changed in place; with vm->fx_live the state is in the processor still, and world_keep_fx() has to be called first.
// Nothing of the host's world changes for the caller: flags, segments, SSE.
void world_enter(struct vm *vm, unsigned space, struct native *native, struct native_exit *exit);
// Stores the x87, MMX and SSE state to vm->cpu.fx and clears vm->fx_live.
void world_keep_fx(struct vm *vm);

// A gate: code that leaves native execution without an exception, so at a fraction of its cost.
enum { WORLD_GATE_BYTES = 32 };
// Writes the code of a gate that will stand at this host address to `code` (at most WORLD_GATE_BYTES, inside a page). Executed as 32-bit code
// it leaves by NATIVE_GATE with this number. What leaves in the middle of it is reported with EIP at its beginning. Returns its length; 0: this world has no gates.
unsigned world_gate(struct vm *vm, uint8_t *code, uint32_t address, uint32_t number);

// ---- the rest of the world ----
uint64_t world_nanoseconds(struct vm *vm); // monotonic
uint32_t world_port_in(struct vm *vm, uint16_t port, unsigned bytes);
void world_port_out(struct vm *vm, uint16_t port, unsigned bytes, uint32_t value);
// As many accesses in a row as the world makes at once, at most `count`; returns how many. 0: they are to be made one by one.
uint32_t world_port_in_block(struct vm *vm, uint16_t port, unsigned bytes, void *to, uint32_t count);
uint32_t world_port_out_block(struct vm *vm, uint16_t port, unsigned bytes, const void *from, uint32_t count);
// Physical memory that is not RAM: device memory, writes to ROM, and what lies above RAM, where reads of nothing give all ones. `bytes` is
// 1, 2 or 4, never across a page's end.
uint32_t world_memory_read(struct vm *vm, uint32_t address, unsigned bytes);
void world_memory_write(struct vm *vm, uint32_t address, unsigned bytes, uint32_t value);
// So many bytes, inside a page, where nobody would notice the single reads: ROM. false: they are to be read one by one.
bool world_memory_read_block(struct vm *vm, uint32_t address, void *to, uint32_t bytes);
// The processor acknowledges control.intr and asks for the vector.
uint8_t world_acknowledge(struct vm *vm);
// FERR# goes up: an unmasked x87 error with CR0.NE clear; or down again. The world answers by an interrupt and by control.ignne.
void world_ferr(struct vm *vm, bool level);
uint64_t world_time_stamp(struct vm *vm);                    // what RDTSC counts besides cpu.tsc
_Noreturn void world_panic(struct vm *vm, const char *what); // a broken invariant of the monitor: say so and end

#endif
