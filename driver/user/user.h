// The user-mode world's own side: what the program around the monitor (conformance/exec) needs beyond driver.h.
#ifndef PLEX86_USER_USER_H
#define PLEX86_USER_USER_H

#include "../../monitor/vm.h"
#include "../driver.h"

enum {
  WORLD_RAM_BYTES = 512 << 20, // guest RAM at most; sparse
  WORLD_SCANNED_PAGES = 4096,  // sparse too
  WORLD_LOWEST = 0x10000,      // Debian's vm.mmap_min_addr; the same everywhere, so that a run repeats on another machine
  WORLD_TICK_US = 2000,
  WORLD_MAPPINGS = 60000, // Linux allows 65,530 (vm.max_map_count), ours above 4 GiB included
  WORLD_FILES = 16,       // that a process may be handed
};

// What one process holds of the world, for the one VM in it.
struct world {
  int ram_file, scanned_file;
  uint8_t *ram, *scanned;                 // the monitor's own mappings, above 4 GiB
  uint32_t *page_holds;                   // by page of the low 4 GiB: what stands there, see maps.c
  bool open;                              // the last exit came by a gate: signals are open, the next entry is a direct one
  bool first_pages;                       // the host's first 64 KiB can be mapped
  uint32_t mappings;                      // pieces that the kernel keeps of the low 4 GiB
  uint64_t descriptor[WORLD_DESCRIPTORS]; // what each slot of the local table holds
  struct {
    uint64_t tsc, ns, multiplier; // ns = base + (tsc - base) x multiplier / 2^32
    bool invariant;               // the time stamp counter runs at one rate
  } clock;
  uint8_t *gate_pages; // by page of the low 4 GiB, a bit each: gates have been written for it
  unsigned files;      // handed over
  struct {
    uint64_t bytes;
    bool writable;
  } file[WORLD_FILES];
};

static inline struct world *world_of(struct vm *vm) {
  return vm->world;
}

// The program's entry, called once the process has relocated itself; what it returns is the exit status.
int program(int argc, char **argv);

// Makes the world: reserves the low 4 GiB, maps guest RAM, obtains the first signal frame, sets the clock. vm->cpu.fx is valid after it.
void world_create(struct vm *vm);
// The same for a process that was handed files, as descriptors 3, 4, ...: file 0, 1, ... below.
void world_create_with_files(struct vm *vm, unsigned files);
// From here on the process can do nothing but run guests and answer: see jail.c. Cannot be undone.
void world_jail(struct vm *vm);
// The timer that leaves native execution by NATIVE_TICK; 0 stops it.
void world_ticks(struct vm *vm, uint32_t period_us);
// The same, with the first one sooner (at least 1 microsecond from now).
void world_alarm(struct vm *vm, uint32_t first_us, uint32_t period_us);
// Whether standard input has something to read (or has ended), waiting for it at most so long; ~0: for ever.
bool world_input(struct vm *vm, uint64_t wait_ns);
// Takes the clock's bearings again; cheap, once a batch.
void world_clock_set(struct vm *vm);
// Processor time that this process has had. A system call.
uint64_t world_processor_nanoseconds(struct vm *vm);
// Zeroed memory above 4 GiB that costs nothing until it is touched. Before the jail only.
void *world_allocate(uint64_t bytes);
// The first `bytes` bytes of standard input. false: the end came first (`*got` says how much there was).
bool world_read(void *to, uint64_t bytes, uint64_t *got);
bool world_write(const void *from, uint64_t bytes);
_Noreturn void world_exit(int status);
void world_say(const char *text); // to standard error

// Files that were handed over; `at` and `bytes` in bytes. false: the host failed, or the file is not to be written.
unsigned world_files(struct vm *vm);
uint64_t world_file_bytes(struct vm *vm, unsigned file); // when the world was made
bool world_file_writable(struct vm *vm, unsigned file);
bool world_file_read(struct vm *vm, unsigned file, uint64_t at, void *to, uint64_t bytes);
bool world_file_write(struct vm *vm, unsigned file, uint64_t at, const void *from, uint64_t bytes);
bool world_file_sync(struct vm *vm, unsigned file); // what was written is on the medium, not only in the host's memory

// ---- inside driver/user ----
enum { FIRST_FILE = 3 };
void files_create(struct world *world, unsigned count);
void maps_create(struct world *world);
void signals_create(struct vm *vm);
void signals_first(struct vm *vm); // raises one in the monitor, for its frame
void gates_create(struct world *world);
// The exit that a frame, of a signal, stands for; `cs` is what the guest was entered with.
void signals_left(struct vm *vm, struct native *native, struct native_exit *exit, uint16_t cs);
void gate_enter(struct vm *vm, struct native *native);
void gate_left(struct vm *vm, struct native *native, struct native_exit *exit);
// Back to blocked signals and a kept frame.
void gate_close(struct vm *vm);
// Whether 64-bit code at this address is the second half of a gate; *address is then the gate's.
bool gate_at(struct vm *vm, uint64_t rip, uint32_t *address);
void clock_create(struct vm *vm);
_Noreturn void fail(const char *what, long error);

// Costs of the host, for bench/; nanoseconds for all repetitions.
uint64_t measure_signal_round_trip(struct vm *vm, uint32_t repetitions);
uint64_t measure_system_call(struct vm *vm, uint32_t repetitions);
uint64_t measure_descriptor(struct vm *vm, uint32_t repetitions);
uint64_t measure_map(struct vm *vm, uint32_t repetitions);
uint64_t measure_exit(struct vm *vm, uint32_t repetitions);

#endif
