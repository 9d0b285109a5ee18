// A program for the guest's debugger: calls within calls, data that changes at known places, a signal, a child, floating point.
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

struct node {
  int value;
  struct node *next;
};

volatile int watched, rare;
volatile char bytes[16];
struct node *list;

__attribute__((noinline)) int step(int n) { return n % 3 == 0 ? n / 3 : n * 2 + 1; }

__attribute__((noinline)) int collatz(int n) {
  int steps = 0;
  while (n != 1 && steps < 1000) {
    n = n % 2 == 0 ? n / 2 : 3 * n + 1;
    steps++;
  }
  return steps;
}

__attribute__((noinline)) int factorial(int n) { return n < 2 ? 1 : n * factorial(n - 1); }

__attribute__((noinline)) double series(int terms) {
  double sum = 0;
  for (int i = 1; i <= terms; i++) sum += 1.0 / i / i;
  return sum;
}

__attribute__((noinline)) void prepend(int value) {
  struct node *node = malloc(sizeof *node);
  if (!node) abort();
  node->value = value;
  node->next = list;
  list = node;
}

static void on_signal(int number) { watched += number; }

int main(void) {
  int sum = 0;
  for (int i = 0; i < 20; i++) {
    sum += step(i);
    if (i % 7 == 3) rare = sum;
    watched = sum;
  }
  for (int i = 1; i < 6; i++) prepend(i * i);
  memset((void *)bytes, 'x', sizeof bytes);
  printf("sum %d, collatz %d, factorial %d, series %.9f\n", sum, collatz(27), factorial(10), series(50));
  signal(SIGUSR1, on_signal);
  raise(SIGUSR1);
  pid_t child = fork();
  if (child == 0) _exit(step(33));
  int status;
  if (waitpid(child, &status, 0) != child) abort();
  printf("child %d, watched %d, list", WEXITSTATUS(status), watched);
  for (struct node *node = list; node; node = node->next) printf(" %d", node->value);
  puts("");
  return 0;
}
