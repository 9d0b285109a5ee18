// The guest's time. All of its clocks tell this one: time-stamp counter, 8254, RTC, ACPI timer. It is the host's, less a lag.
//
// A host that has other things to do lets the guest stand still. Were time to go on meanwhile, the guest would find its timer's ticks late
// and several of them melted into one, and two clocks that it compares (Linux measures the time-stamp counter against the 8254) would
// differ by what went by between its readings. So what the host took away is no guest time at first but lag. The lag is made up for by
// time that runs faster than the host's, unless
// - a timer is due: time stands still until it has fired, and the guest goes on from there. No event is late, and none is lost;
// - an interrupt waits to be taken, or the guest looks at clocks again and again and may be measuring with them: they run hardly faster.
// A halted guest does not mind: it is taken to its next timer at once as long as there is a lag.
#include "logging.h"

enum {
  LOOK_NS = 50000,       // what passes between two readings of a clock without a look at the processor time that this process has had
  MOST_HAD_NS = 2000000, // the guest is left at least this often: more was the host's, whatever it says
  LEAST_HAD_NS = 250000  // from one timer to the next, where they are further apart: for the handler of an interrupt, and something besides
};
// How fast the lag is made up for: by so much of itself in a time that the guest has, and by 31 times that time at most.
static const uint64_t CATCH_UP_NS = 32000000, MEASURED_CATCH_UP_NS = 16000000000;
enum { MEASURED_LEAST = 16, MOST_FASTER = 31 };

void time_begin(void) {
  machine.started_ns = world_nanoseconds(&machine.vm);
  machine.time = (struct guest_time){.processor = world_processor_nanoseconds(&machine.vm)};
}

// Host time since the guest's began. It is held to the kernel's clock now and then, and may then be a little less than it was: the guest's
// stands still meanwhile.
static uint64_t host_now(void) {
  uint64_t host = world_nanoseconds(&machine.vm), zero = machine.started_ns + machine.skipped_ns;
  return host > zero + machine.time.host ? host - zero : machine.time.host;
}

// How much of `passed` the guest had.
static uint64_t had_of(struct guest_time *time, uint64_t passed) {
  uint64_t processor = world_processor_nanoseconds(&machine.vm), had = processor - time->processor;
  had = processor > time->processor && had > time->granted ? had - time->granted : 0;
  time->processor = processor;
  time->granted = 0;
  if (had > passed) had = passed;
  return had < LOOK_NS ? LOOK_NS : had > MOST_HAD_NS ? MOST_HAD_NS : had;
}

// How much more than `had` passes to make up for `lag`.
static uint64_t faster(uint64_t had, uint64_t lag, bool measured) {
  uint64_t whole = measured ? MEASURED_CATCH_UP_NS : CATCH_UP_NS;
  if (lag > MOST_FASTER * whole) lag = MOST_FASTER * whole;
  return had * lag / whole + (measured ? had / MEASURED_LEAST : 0);
}

// What the guest is still to have before the time comes to `next`.
static uint64_t owed_until(const struct guest_time *time, uint64_t next) {
  uint64_t least = next - time->fired, had = time->had - time->had_at_fired;
  if (least > LEAST_HAD_NS) least = LEAST_HAD_NS;
  return had < least ? least - had : 0;
}

// Guest time goes on to `to`, which is no later than the host's, but not past a timer.
static void go_on(struct guest_time *time, uint64_t to) {
  uint64_t next = timers_next();
  if (to >= next && next > time->now && !machine.vm.cpu.halted && owed_until(time, next)) to = next - 1;
  if (to >= next) {
    to = next;
    machine_attend();
  }
  if (to > time->now) time->now = to;
}

uint64_t guest_ns(void) {
  if (machine.virtual_time) return machine.vm.counters.instructions * VIRTUAL_NS_AN_INSTRUCTION + machine.skipped_ns;
  struct guest_time *time = &machine.time;
  uint64_t host = host_now(), passed = host - time->host;
  if (!passed) return time->now;
  time->host = host;
  bool measured = passed <= LOOK_NS;
  uint64_t had = measured ? passed : had_of(time, passed);
  if (measured) time->granted += had;
  time->had += had;
  uint64_t lag = host - time->now - had;
  uint64_t more = lag ? faster(had, lag, measured || machine.vm.control.intr) : 0;
  go_on(time, more < lag ? time->now + had + more : host);
  return time->now;
}

uint64_t guest_had_ns(void) {
  return machine.virtual_time ? guest_ns() : machine.time.had;
}

uint64_t time_lag(void) {
  uint64_t now = guest_ns();
  return machine.virtual_time ? 0 : machine.time.host - now;
}

uint64_t time_until(uint64_t at) {
  uint64_t lag = time_lag(), now = guest_ns();
  if (at <= now) return 0;
  if (!lag) return at - now;
  // Sooner rather than too late: by the rate now, which falls as the lag is made up for.
  if (lag > MOST_FASTER * CATCH_UP_NS) lag = MOST_FASTER * CATCH_UP_NS;
  uint64_t wait = at - now < CATCH_UP_NS ? at - now : CATCH_UP_NS, owed = owed_until(&machine.time, at);
  wait = wait * CATCH_UP_NS / (CATCH_UP_NS + lag);
  return wait > owed ? wait : owed;
}

void time_has_fired(void) {
  machine.time.fired = machine.time.now;
  machine.time.had_at_fired = machine.time.had;
}

uint64_t time_until_halted(uint64_t at) {
  guest_ns();
  return at > machine.time.host ? at - machine.time.host : 0;
}

void time_was_halted(void) {
  struct guest_time *time = &machine.time;
  uint64_t before = time->now;
  time->host = host_now();
  go_on(time, time->host);
  time->had += time->now - before;
  time->processor = world_processor_nanoseconds(&machine.vm);
  time->granted = 0;
}

uint64_t world_time_stamp(struct vm *vm) {
  return machine.logging ? logged_time_stamp() : guest_ns(); // a processor of 1 GHz
}
