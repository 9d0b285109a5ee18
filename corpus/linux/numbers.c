// Floating point, MMX and SSE in several processes at once: what one computes is never seen by another.
#include "say.h"
#include <stdint.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PROCESSES = 6 };

static double x87(double seed, unsigned rounds) {
  long double x = seed;
  for (unsigned i = 0; i < rounds; i++) {
    x = x * 1.0000001L + 0.5L / (i + 1);
    __asm__ volatile("fsin\n fld1\n faddp" : "+t"(x));
  }
  return (double)x;
}

__attribute__((target("sse2"))) static uint64_t vectors(uint64_t seed, unsigned rounds) {
  typedef uint32_t four __attribute__((vector_size(16)));
  four a = {(uint32_t)seed, (uint32_t)seed * 3, (uint32_t)seed * 5, (uint32_t)seed * 7}, b = {1, 2, 3, 4};
  for (unsigned i = 0; i < rounds; i++) {
    a += b;
    b ^= a << 3;
    a -= b >> 5;
  }
  return ((uint64_t)(a[0] ^ a[1]) << 32) | (a[2] ^ a[3]);
}

static unsigned work(unsigned number) {
  double x = x87(number + 0.25, 20000);
  uint64_t v = vectors(number + 11, 200000);
  uint64_t bits;
  __builtin_memcpy(&bits, &x, 8);
  return (unsigned)(bits ^ bits >> 32 ^ v ^ v >> 32);
}

int main(void) {
  unsigned expected[PROCESSES];
  for (unsigned i = 0; i < PROCESSES; i++) expected[i] = work(i);
  pid_t child[PROCESSES];
  for (unsigned i = 0; i < PROCESSES; i++) {
    child[i] = fork();
    if (child[i] == 0) {
      unsigned right = 0;
      for (unsigned n = 0; n < 3; n++) right += work(i) == expected[i];
      _exit(right == 3 ? 0 : 1);
    }
  }
  for (unsigned i = 0; i < PROCESSES; i++) {
    int status = 1;
    waitpid(child[i], &status, 0);
    CHECK(status == 0, "process %u: %08x", i, expected[i]);
  }
  return say_status();
}
