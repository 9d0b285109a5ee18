#include "checks.h"

static unsigned checks, failures;

void test_check(bool ok, const char *file, int line, const char *what) {
  checks++;
  if (ok) return;
  failures++;
  fprintf(stderr, "%s:%d: %s\n", file, line, what);
}

void test_check_equal(uint64_t actual, uint64_t expected, const char *file, int line, const char *what) {
  checks++;
  if (actual == expected) return;
  failures++;
  fprintf(stderr, "%s:%d: %s is %#llx, expected %#llx\n", file, line, what, (unsigned long long)actual, (unsigned long long)expected);
}

int test_finish(const char *name) {
  if (checks == 0) fprintf(stderr, "%s: nothing was checked\n", name);
  printf("%s: %u checks, %u failures\n", name, checks, failures);
  return failures > 0 || checks == 0;
}
