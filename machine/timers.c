// The guest's time, and what is to happen at some time.
#include "logging.h"

void time_begin(void) {
  machine.started_ns = world_nanoseconds(&machine.vm);
}

uint64_t guest_ns(void) {
  if (machine.virtual_time) return machine.vm.counters.instructions * VIRTUAL_NS_AN_INSTRUCTION + machine.skipped_ns;
  // The host's clock is held to the kernel's now and then, and may then be a little less than it was: the guest's stands still meanwhile.
  uint64_t host = world_nanoseconds(&machine.vm), zero = machine.started_ns + machine.skipped_ns;
  if (host > zero + machine.latest_ns) machine.latest_ns = host - zero;
  return machine.latest_ns;
}

uint64_t guest_kept_ns(void) {
  return machine.kept_ns;
}

uint64_t world_time_stamp(struct vm *vm) {
  return machine.logging ? logged_time_stamp() : guest_ns(); // a processor of 1 GHz
}

void timer_init(struct timer *timer, struct device *device, void (*fire)(struct device *device, uint64_t at)) {
  *timer = (struct timer){.device = device, .fire = fire};
}

void timer_stop(struct timer *timer) {
  if (!timer->armed) return;
  struct timer **link = &machine.timers;
  while (*link != timer) link = &(*link)->next;
  *link = timer->next;
  timer->armed = false;
}

void timer_set(struct timer *timer, uint64_t at) {
  timer_stop(timer);
  struct timer **link = &machine.timers;
  while (*link && (*link)->at <= at) link = &(*link)->next;
  timer->at = at;
  timer->next = *link;
  timer->armed = true;
  *link = timer;
  if (machine.timers == timer) machine_attend(); // the guest may be on its way to a later time
}

uint64_t timers_next(void) {
  return machine.timers ? machine.timers->at : ~0ull;
}

void timers_fire(void) {
  uint64_t now = guest_ns();
  // A timer that sets itself again for a time that has passed waits for the next turn: the guest goes on in between.
  for (unsigned budget = 64; machine.timers && machine.timers->at <= now && budget; budget--) {
    struct timer *timer = machine.timers;
    machine.timers = timer->next;
    timer->armed = false;
    timer->fire(timer->device, timer->at);
  }
}
