// A thousand children, each of which computes, writes to memory it shares with nobody, and exits with a status of its own; then a
// thousand programs started one after the other.
#include "say.h"
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { CHILDREN = 1000 };
static unsigned table[4096];

static unsigned compute(unsigned seed) {
  for (unsigned i = 0; i < 4096; i++) table[i] = seed = seed * 1664525 + 1013904223;
  unsigned sum = 0;
  for (unsigned i = 0; i < 4096; i++) sum ^= table[i] >> (i & 7);
  return sum & 0x7F;
}

int main(int argc, char **argv) {
  if (argc == 3 && !strcmp(argv[1], "child")) return (int)compute((unsigned)atoi(argv[2]));
  setbuf(stdout, NULL);
  unsigned right = 0, before = table[100];
  for (unsigned i = 0; i < CHILDREN; i++) {
    pid_t child = fork();
    if (child == 0) _exit((int)compute(i));
    int status = 0;
    if (child < 0 || waitpid(child, &status, 0) != child) break;
    if (table[100] != before) break; // what a child writes is its own
    unsigned expected = compute(i);
    memset(table, 0, sizeof table);
    right += WIFEXITED(status) && (unsigned)WEXITSTATUS(status) == expected;
  }
  CHECK(right == CHILDREN, "%u children forked", right);

  right = 0;
  for (unsigned i = 0; i < CHILDREN; i++) {
    char number[16];
    snprintf(number, sizeof number, "%u", i);
    pid_t child = vfork();
    if (child == 0) {
      execl("/proc/self/exe", argv[0], "child", number, (char *)NULL);
      _exit(255);
    }
    int status = 0;
    if (child < 0 || waitpid(child, &status, 0) != child) break;
    right += WIFEXITED(status) && (unsigned)WEXITSTATUS(status) == compute(i);
  }
  CHECK(right == CHILDREN, "%u programs started", right);

  // Many at once: the scheduler switches between address spaces.
  pid_t many[32];
  int pipes[2];
  if (pipe(pipes)) return 1;
  for (unsigned i = 0; i < 32; i++) {
    many[i] = fork();
    if (many[i] == 0) {
      unsigned char sum = 0;
      for (unsigned n = 0; n < 20; n++) sum ^= (unsigned char)compute(i * 100 + n);
      _exit(write(pipes[1], &sum, 1) == 1 ? sum & 0x7F : 255);
    }
  }
  unsigned total = 0, expected = 0;
  for (unsigned i = 0; i < 32; i++) {
    unsigned char sum = 0;
    for (unsigned n = 0; n < 20; n++) sum ^= (unsigned char)compute(i * 100 + n);
    int status = 0;
    waitpid(many[i], &status, 0);
    expected += sum;
    right += WIFEXITED(status) && WEXITSTATUS(status) == (sum & 0x7F);
    if (read(pipes[0], &sum, 1) != 1) break;
    total += sum;
  }
  CHECK(right == CHILDREN + 32 && total == expected, "32 at once, sum %u", total);
  return say_status();
}
