// Timers.
#include "testing/test_process.h"

static struct device device;
static struct {
  struct timer timer[4];
  unsigned fired[4], order[16], count;
  uint64_t at[4];
} seen;

static void fire_number(unsigned number, uint64_t at) {
  seen.fired[number]++;
  seen.at[number] = at;
  seen.order[seen.count++ % ARRAY_LENGTH(seen.order)] = number;
}
static void fire_0(struct device *unused, uint64_t at) {
  fire_number(0, at);
}
static void fire_1(struct device *unused, uint64_t at) {
  fire_number(1, at);
}
static void fire_2(struct device *unused, uint64_t at) {
  fire_number(2, at);
}
// Sets itself for a time that has passed.
static void fire_again(struct device *unused, uint64_t at) {
  fire_number(3, at);
  timer_set(&seen.timer[3], at);
}

static void begin(void) {
  process_clear(1 << 20);
  memset(&seen, 0, sizeof seen);
  void (*fire[])(struct device *, uint64_t) = {fire_0, fire_1, fire_2, fire_again};
  for (unsigned i = 0; i < ARRAY_LENGTH(fire); i++) timer_init(&seen.timer[i], &device, fire[i]);
  time_begin();
}

static void timers_fire_in_order(void) {
  begin();
  CHECK_EQUAL(timers_next(), ~0ull);
  timer_set(&seen.timer[0], 300);
  timer_set(&seen.timer[1], 100);
  timer_set(&seen.timer[2], 300); // at the same time: the one that was set first comes first
  CHECK_EQUAL(timers_next(), 100);
  host_ns += 99;
  timers_fire();
  CHECK_EQUAL(seen.count, 0);
  host_ns += 1;
  timers_fire();
  CHECK_EQUAL(seen.count, 1);
  CHECK_EQUAL(seen.at[1], 100);
  CHECK_EQUAL(timers_next(), 300);
  host_ns += 1000; // the host was late: time stands still where they are due
  timers_fire();
  CHECK_EQUAL(seen.count, 3);
  CHECK_EQUAL(guest_ns(), 300);
  CHECK(seen.order[1] == 0 && seen.order[2] == 2);
  CHECK_EQUAL(seen.at[0], 300);
  CHECK(!seen.timer[0].armed && !seen.timer[1].armed && !seen.timer[2].armed);
}

static void timers_are_moved_and_stopped(void) {
  begin();
  timer_set(&seen.timer[0], 100);
  timer_set(&seen.timer[1], 200);
  timer_set(&seen.timer[2], 300);
  timer_set(&seen.timer[0], 250);
  timer_stop(&seen.timer[1]);
  timer_stop(&seen.timer[1]); // that was stopped already
  CHECK_EQUAL(timers_next(), 250);
  host_ns += 1000;
  timers_fire();
  CHECK_EQUAL(seen.fired[0], 1);
  CHECK_EQUAL(seen.fired[2], 0);
  host_ns += 1000;
  timers_fire();
  CHECK_EQUAL(seen.fired[1], 0);
  CHECK_EQUAL(seen.fired[2], 1);
}

static void the_guest_is_left_for_a_sooner_timer(void) {
  begin();
  timer_set(&seen.timer[0], 1000);
  machine.vm.control.deadline_ns = 777;
  timer_set(&seen.timer[1], 2000); // later than the first: the run ends soon enough
  CHECK_EQUAL(machine.vm.control.deadline_ns, 777);
  timer_set(&seen.timer[2], 500);
  CHECK_EQUAL(machine.vm.control.deadline_ns, 1);
}

static void a_timer_of_the_past_does_not_hold_the_guest(void) {
  begin();
  timer_set(&seen.timer[3], 0);
  timer_set(&seen.timer[0], 10);
  host_ns += 100;
  timers_fire();
  CHECK(seen.fired[3] > 0 && seen.fired[3] <= 64);
  CHECK(seen.timer[3].armed);
}

int main(void) {
  timers_fire_in_order();
  timers_are_moved_and_stopped();
  the_guest_is_left_for_a_sooner_timer();
  a_timer_of_the_past_does_not_hold_the_guest();
  return test_finish("timers");
}
