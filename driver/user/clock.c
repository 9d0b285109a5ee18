// Time: the processor's own counter, held to the kernel's clock. A case takes two microseconds in the interpreter, so reading the
// clock must not take a system call.
#include <asm/unistd.h>
#include <linux/time.h>

#include "system_call.h"
#include "user.h"

enum { READING_NS = 10000, CALIBRATION_NS = 200000, ITIMER_REAL_TIME = 0 };

static uint64_t counter(void) {
  uint32_t low, high;
  __asm__ volatile("lfence; rdtsc" : "=a"(low), "=d"(high));
  return (uint64_t)high << 32 | low;
}

static uint64_t read_clock(long which) {
  struct {
    int64_t seconds, ns;
  } now;
  system_call3(__NR_clock_gettime, which, (long)&now, 0);
  return (uint64_t)now.seconds * 1000000000ull + (uint64_t)now.ns;
}

static uint64_t kernel_ns(void) {
  return read_clock(CLOCK_MONOTONIC);
}

uint64_t world_processor_nanoseconds(struct vm *vm) {
  return read_clock(CLOCK_PROCESS_CPUTIME_ID);
}

// CPUID.80000007H:EDX[8], SDM Vol. 3B, 17.17.1.
static bool counter_is_invariant(void) {
  uint32_t a = 0x80000000, b, c = 0, d;
  __asm__("cpuid" : "+a"(a), "=b"(b), "+c"(c), "=d"(d));
  if (a < 0x80000007) return false;
  a = 0x80000007, c = 0;
  __asm__("cpuid" : "+a"(a), "=b"(b), "+c"(c), "=d"(d));
  return d & 1u << 8;
}

void world_clock_set(struct vm *vm) {
  struct world *world = world_of(vm);
  if (!world->clock.invariant) return;
  uint64_t tsc = counter(), ns = kernel_ns(), after = counter();
  if (ns - world->clock.ns < CALIBRATION_NS || tsc <= world->clock.tsc) return;
  // Interrupted between the two clocks: they were not read at one time. There is a next time.
  if (world->clock.multiplier && ((after - tsc) * world->clock.multiplier) >> 32 > READING_NS) return;
  uint64_t elapsed = ns - world->clock.ns, ticks = tsc - world->clock.tsc;
  // Both halved together until the quotient's dividend fits.
  while (elapsed >= 1ull << 31) elapsed >>= 1, ticks >>= 1;
  if (ticks) world->clock.multiplier = (elapsed << 32) / ticks;
  world->clock.tsc = tsc;
  world->clock.ns = ns;
}

void clock_create(struct vm *vm) {
  struct world *world = world_of(vm);
  world->clock.invariant = counter_is_invariant();
  world->clock.tsc = counter();
  world->clock.ns = kernel_ns();
  while (world->clock.invariant && !world->clock.multiplier) world_clock_set(vm);
}

uint64_t world_nanoseconds(struct vm *vm) {
  const struct world *world = world_of(vm);
  if (!world->clock.invariant) return kernel_ns();
  uint64_t ticks = counter() - world->clock.tsc;
  return world->clock.ns + (uint64_t)((unsigned __int128)ticks * world->clock.multiplier >> 32);
}

void world_ticks(struct vm *vm, uint32_t period_us) {
  world_alarm(vm, period_us, period_us);
}

void world_alarm(struct vm *vm, uint32_t first_us, uint32_t period_us) {
  struct {
    int64_t interval_s, interval_us, value_s, value_us;
  } timer = {period_us / 1000000, period_us % 1000000, first_us / 1000000, first_us % 1000000};
  system_call3(__NR_setitimer, ITIMER_REAL_TIME, (long)&timer, 0);
}

uint64_t measure_system_call(struct vm *vm, uint32_t repetitions) {
  uint64_t start = world_nanoseconds(vm);
  for (uint32_t i = 0; i < repetitions; i++) system_call1(__NR_getpid, 0);
  return world_nanoseconds(vm) - start;
}
