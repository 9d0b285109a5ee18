// Registers and counters, for whoever asks.
#include "machine.h"

_Static_assert(EXIT_CAUSES <= ARRAY_LENGTH(((struct machine_state *)0)->exits), "every exit cause has a counter in the state");

void state_fill(struct machine_state *state) {
  const struct cpu *cpu = &machine.vm.cpu;
  const struct counters *counters = &machine.vm.counters;
  *state = (struct machine_state){
      .guest_ns = machine.running ? guest_ns() : 0,
      .lag_ns = machine.running ? time_lag() : 0,
      .host_ns = world_nanoseconds(&machine.vm) - machine.began_ns,
      .instructions = counters->instructions,
      .entries = counters->entries,
      .scans = counters->scans,
      .scanned_bytes = counters->scanned_bytes,
      .page_hits = counters->page_hits,
      .page_misses = counters->page_misses,
      .page_evictions = counters->page_evictions,
      .invalidations_guest_native = counters->invalidations_guest_native,
      .invalidations_interpreted = counters->invalidations_interpreted,
      .invalidations_outside = counters->invalidations_outside,
      .unscanned_writes = counters->unscanned_writes,
      .mixed_pages = counters->mixed_pages,
      .collisions = counters->collisions,
      .crossings = counters->crossings,
      .gates = counters->gates,
      .renewals = counters->renewals,
      .unexplained_faults = counters->unexplained_faults,
      .burst_instructions = counters->burst_instructions,
      .burst_exits = counters->burst_exits,
      .port_reads = machine.counters.port_reads,
      .port_writes = machine.counters.port_writes,
      .port_posted = machine.counters.posted,
      .port_answered = machine.counters.answered,
      .memory_reads = machine.counters.memory_reads,
      .memory_writes = machine.counters.memory_writes,
      .interrupts = machine.counters.interrupts,
      .halts = machine.counters.halts,
      .resets = machine.counters.resets,
      .eip = cpu->eip,
      .eflags = cpu->eflags,
      .cr0 = cpu->cr0,
      .cr2 = cpu->cr2,
      .cr3 = cpu->cr3,
      .cr4 = cpu->cr4,
      .cpl = cpu->cpl,
      .halted = cpu->halted,
  };
  memcpy(state->exits, counters->exits, sizeof counters->exits);
  memcpy(state->gpr, cpu->gpr, sizeof state->gpr);
  for (unsigned i = 0; i < ARRAY_LENGTH(state->selector); i++) {
    state->selector[i] = cpu->segment[i].selector;
    state->base[i] = cpu->segment[i].base;
    state->limit[i] = cpu->segment[i].limit;
  }
}
