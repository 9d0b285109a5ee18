// What is to happen at some guest time (time.c).
#include "logging.h"

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
  if (timers_next() > now) return;
  // A timer that sets itself again for a time that has passed waits for the next turn: the guest goes on in between.
  for (unsigned budget = 64; machine.timers && machine.timers->at <= now && budget; budget--) {
    struct timer *timer = machine.timers;
    machine.timers = timer->next;
    timer->armed = false;
    timer->fire(timer->device, timer->at);
  }
  time_has_fired();
}
