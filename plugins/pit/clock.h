// The 8254's clock against guest time: 1193182 Hz, by whole seconds, so that no error adds up.
#ifndef PLEX86_PLUGINS_PIT_CLOCK_H
#define PLEX86_PLUGINS_PIT_CLOCK_H

#include "../../monitor/types.h"

#define CLOCK_HZ 1193182u
#define NS_PER_SECOND 1000000000u

// How many clock pulses have come by `ns`.
static inline uint64_t clocks_at(uint64_t ns) {
  return ns / NS_PER_SECOND * CLOCK_HZ + ns % NS_PER_SECOND * CLOCK_HZ / NS_PER_SECOND;
}

// The first nanosecond at which clocks_at() says `clocks`.
static inline uint64_t ns_at(uint64_t clocks) {
  return clocks / CLOCK_HZ * NS_PER_SECOND + (clocks % CLOCK_HZ * NS_PER_SECOND + CLOCK_HZ - 1) / CLOCK_HZ;
}

#endif
