// What the programs of the session have in common: a line for every thing tried, and a status that counts what went wrong.
#ifndef PLEX86_CORPUS_LINUX_SAY_H
#define PLEX86_CORPUS_LINUX_SAY_H

#include <stdio.h>
#include <stdlib.h>

static int say_wrong;

#define CHECK(condition, ...)                                                                                                              \
  do {                                                                                                                                     \
    int say_right = (condition);                                                                                                           \
    printf(__VA_ARGS__);                                                                                                                   \
    puts(say_right ? ": right" : ": WRONG");                                                                                               \
    if (!say_right) say_wrong++;                                                                                                           \
  } while (0)

static inline int say_status(void) {
  fflush(stdout);
  return say_wrong != 0;
}

#endif
