// The guest's time against a host's that the test moves, and of which others take as much as it says.
#include "testing/test_process.h"

static struct device device;
static struct timer tick;
static uint64_t period_ns, ticks, late;

#define MS 1000000ull
#define SECOND (1000 * MS)

static void fire_tick(struct device *unused, uint64_t at) {
  ticks++;
  if (guest_ns() != at) late++;
  timer_set(&tick, at + period_ns);
}

static void begin(void) {
  process_clear(1 << 20);
  timer_init(&tick, &device, fire_tick);
  ticks = late = 0;
  time_begin();
}

static void begin_ticks(uint64_t period) {
  begin();
  period_ns = period;
  timer_set(&tick, period);
}

// The host gives `ns` to somebody else.
static void steal(uint64_t ns) {
  host_ns += ns;
  stolen_ns += ns;
}

// The guest computes for `ns`, and the machine looks at the clock as run.c does.
static void compute(uint64_t ns) {
  for (uint64_t done = 0; done < ns;) {
    uint64_t wait = time_until(timers_next());
    if (wait > MS) wait = MS;
    if (wait > ns - done) wait = ns - done;
    if (wait < 1000) wait = 1000;
    host_ns += wait;
    done += wait;
    timers_fire();
  }
}

static void time_never_goes_back(void) {
  begin();
  CHECK_EQUAL(guest_ns(), 0);
  host_ns += 5000;
  CHECK_EQUAL(guest_ns(), 5000);
  // The host's clock is held to the kernel's, and was ahead of it: the guest's stands still until it has been caught up with.
  host_ns -= 3000;
  CHECK_EQUAL(guest_ns(), 5000);
  host_ns += 2000;
  CHECK_EQUAL(guest_ns(), 5000);
  host_ns += 1001;
  CHECK_EQUAL(guest_ns(), 5001);
  // Even to before the guest began.
  host_ns = 1;
  CHECK_EQUAL(guest_ns(), 5001);
  CHECK_EQUAL(world_time_stamp(&machine.vm), 5001);
}

static void paused_time_is_skipped(void) {
  begin();
  host_ns += 1000;
  CHECK_EQUAL(guest_ns(), 1000);
  host_ns += 500;
  machine.skipped_ns += 500;
  CHECK_EQUAL(guest_ns(), 1000);
  host_ns += 7;
  CHECK_EQUAL(guest_ns(), 1007);
  CHECK_EQUAL(time_lag(), 0);
}

static void virtual_time_counts_instructions(void) {
  begin();
  machine.virtual_time = true;
  host_ns += 12345;
  CHECK_EQUAL(guest_ns(), 0);
  machine.vm.counters.instructions = 100;
  machine.skipped_ns = 3;
  CHECK_EQUAL(guest_ns(), 100 * VIRTUAL_NS_AN_INSTRUCTION + 3);
  CHECK_EQUAL(guest_had_ns(), guest_ns());
  CHECK_EQUAL(time_lag(), 0);
  // A timer does not stop it: it counts what has been done.
  timer_set(&tick, 500);
  CHECK_EQUAL(guest_ns(), 100 * VIRTUAL_NS_AN_INSTRUCTION + 3);
}

static void an_idle_host_has_no_lag(void) {
  begin_ticks(4 * MS);
  compute(10 * SECOND);
  CHECK_EQUAL(ticks, 2500);
  CHECK_EQUAL(late, 0);
  CHECK_EQUAL(time_lag(), 0);
  CHECK_EQUAL(guest_had_ns(), guest_ns());
}

static void what_is_taken_away_is_lag(void) {
  begin();
  compute(10 * MS);
  steal(20 * MS);
  uint64_t now = guest_ns();
  CHECK(now >= 10 * MS && now < 11 * MS);
  CHECK(time_lag() > 19 * MS);
  // It is made up for: by 20/32 of what passes, at first.
  compute(10 * MS);
  CHECK(guest_ns() - now > 14 * MS && guest_ns() - now < 17 * MS);
  compute(5 * SECOND);
  CHECK(time_lag() < MS / 1000);
  CHECK_EQUAL(guest_ns(), 5 * SECOND + 40 * MS - time_lag());
}

static void no_tick_is_late_or_lost(void) {
  begin_ticks(4 * MS);
  machine.vm.control.deadline_ns = 777;
  steal(100 * MS);
  CHECK_EQUAL(guest_ns() < 4 * MS, true);
  CHECK_EQUAL(machine.vm.control.deadline_ns, 777);
  // Time stands still where a timer is due, and the guest is left for it.
  for (unsigned i = 0; i < 100; i++) {
    host_ns += MS;
    CHECK(guest_ns() <= 4 * MS);
  }
  CHECK_EQUAL(guest_ns(), 4 * MS);
  CHECK_EQUAL(machine.vm.control.deadline_ns, 1);
  CHECK_EQUAL(ticks, 0);
  timers_fire();
  CHECK_EQUAL(ticks, 1);
  CHECK_EQUAL(guest_ns(), 4 * MS);
  compute(5 * SECOND);
  CHECK_EQUAL(ticks, guest_ns() / (4 * MS));
  CHECK_EQUAL(late, 0);
}

// One slice in `share` is the guest's, of `slice` nanoseconds.
static void starve(uint64_t slice, unsigned share, uint64_t ns) {
  for (uint64_t done = 0; done < ns; done += share * slice) {
    compute(slice);
    steal((share - 1) * slice);
  }
}

static void a_starved_guest_keeps_time(void) {
  for (unsigned share = 2; share <= 12; share++) {
    begin_ticks(4 * MS);
    starve(3 * MS, share, 300 * SECOND);
    CHECK(time_lag() < 40 * MS * share);
    timers_fire();
    CHECK_EQUAL(late, 0);
    CHECK_EQUAL(ticks, guest_ns() / (4 * MS));
    // The host calms down, and the guest is right again.
    compute(10 * SECOND);

    CHECK(time_lag() < MS / 2);
    CHECK_EQUAL(ticks, guest_ns() / (4 * MS));
  }
}

// Even where all of the host's time has passed long ago.
static void between_ticks_there_is_time(uint64_t period, uint64_t least, uint64_t most) {
  begin_ticks(period);
  steal(3600 * SECOND);
  while (ticks < 3) compute(1000);
  for (unsigned i = 0; i < 1000; i++) {
    uint64_t had = guest_had_ns(), before = ticks, start = host_ns;
    while (ticks == before) compute(1000);
    CHECK(host_ns - start >= least && host_ns - start <= most);
    CHECK_EQUAL(guest_had_ns() - had, host_ns - start);
  }
}

static void who_measures_sees_one_rate(void) {
  begin();
  compute(10 * MS);
  steal(50 * MS);
  guest_ns();
  uint64_t start = guest_ns(), host = host_ns;
  for (unsigned i = 0; i < 10000; i++) {
    uint64_t before = guest_ns();
    host_ns += 5000;
    CHECK(guest_ns() - before >= 5000 && guest_ns() - before < 5500);
  }
  CHECK((guest_ns() - start) * 100 < (host_ns - host) * 108);
}

static void an_interrupt_is_not_hurried(void) {
  begin();
  steal(SECOND);
  guest_ns();
  machine.vm.control.intr = true;
  uint64_t now = guest_ns(), had = guest_had_ns();
  compute(20 * MS);
  CHECK(guest_ns() - now < 23 * MS);
  CHECK_EQUAL(guest_had_ns() - had, 20 * MS);
  machine.vm.control.intr = false;
  compute(20 * MS);
  CHECK(guest_ns() - now > 80 * MS);
}

static void a_halt_ends_with_the_next_timer(void) {
  begin_ticks(4 * MS);
  guest_ns();
  CHECK_EQUAL(time_until_halted(timers_next()), 4 * MS);
  host_ns += 3 * MS; // something came
  time_was_halted();
  CHECK_EQUAL(guest_ns(), 3 * MS);
  CHECK_EQUAL(guest_had_ns(), 3 * MS);
  CHECK_EQUAL(time_until_halted(timers_next()), MS);
  steal(98 * MS); // it slept too long
  time_was_halted();
  CHECK_EQUAL(guest_ns(), 4 * MS);
  CHECK_EQUAL(guest_had_ns(), 4 * MS);
  // From tick to tick without a wait, until it is the time that the host has.
  timers_fire();
  while (time_until_halted(timers_next()) == 0) {
    time_was_halted();
    timers_fire();
    host_ns += 100000; // what the guest makes of it
  }
  CHECK(ticks >= 25 && ticks <= 27);
  CHECK_EQUAL(late, 0);
  CHECK(time_lag() < 4 * MS);
  // Without timers there is nothing to wait for but input.
  timer_stop(&tick);
  host_ns += 3600 * SECOND;
  time_was_halted();
  CHECK_EQUAL(time_lag(), 0);
}

int main(void) {
  time_never_goes_back();
  paused_time_is_skipped();
  virtual_time_counts_instructions();
  an_idle_host_has_no_lag();
  what_is_taken_away_is_lag();
  no_tick_is_late_or_lost();
  a_starved_guest_keeps_time();
  between_ticks_there_is_time(55 * MS, 55 * MS / 33, 4 * MS);
  between_ticks_there_is_time(4 * MS, 250000, 260000);
  between_ticks_there_is_time(MS, 250000, 260000);
  between_ticks_there_is_time(100000, 90000, 101000);
  who_measures_sees_one_rate();
  an_interrupt_is_not_hurried();
  a_halt_ends_with_the_next_timer();
  return test_finish("time");
}
