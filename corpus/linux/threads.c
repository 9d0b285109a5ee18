// Threads: memory of their own behind a segment register, locks, conditions, a barrier, and counters that only a locked instruction gets right.
#include "say.h"
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>

enum { THREADS = 8, ROUNDS = 2000 };
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t turned = PTHREAD_COND_INITIALIZER;
static pthread_barrier_t barrier;
static unsigned guarded, turn;
static atomic_uint counted;
static atomic_ullong wide;
static __thread unsigned own;
static __thread char name[64];

static void *work(void *argument) {
  unsigned number = (unsigned)(uintptr_t)argument;
  snprintf(name, sizeof name, "thread %u", number);
  for (unsigned i = 0; i < ROUNDS; i++) {
    own += number;
    atomic_fetch_add(&counted, 1);
    atomic_fetch_add(&wide, 0x100000001ull);
    pthread_mutex_lock(&lock);
    guarded++;
    pthread_mutex_unlock(&lock);
    if (i % 500 == 499) pthread_barrier_wait(&barrier);
  }
  // In turn, so that the order of the lines is known.
  pthread_mutex_lock(&lock);
  while (turn != number) pthread_cond_wait(&turned, &lock);
  CHECK(own == number * ROUNDS, "%s", name);
  turn++;
  pthread_cond_broadcast(&turned);
  pthread_mutex_unlock(&lock);
  return (void *)(uintptr_t)(number * 3);
}

int main(void) {
  setbuf(stdout, NULL);
  pthread_t thread[THREADS];
  pthread_barrier_init(&barrier, NULL, THREADS);
  for (unsigned i = 0; i < THREADS; i++)
    if (pthread_create(&thread[i], NULL, work, (void *)(uintptr_t)i)) return 2;
  unsigned sum = 0;
  for (unsigned i = 0; i < THREADS; i++) {
    void *result = NULL;
    pthread_join(thread[i], &result);
    sum += (unsigned)(uintptr_t)result;
  }
  CHECK(sum == 3 * 28, "results");
  CHECK(guarded == THREADS * ROUNDS && counted == THREADS * ROUNDS, "counters");
  CHECK(wide == 0x100000001ull * THREADS * ROUNDS, "counter of 64 bits");
  return say_status();
}
