// plex86-network [--outside] [--forward tcp:HOST:GUEST | udp:HOST:GUEST] ...
// Started by plugins/ne2000/plugin.ts; ends when its standard input does.
#include "network.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool port(const char **text, char end, uint16_t *value) {
  char *after;
  unsigned long number = strtoul(*text, &after, 10);
  if (after == *text || *after != end || number == 0 || number > 0xFFFF) return false;
  *text = after + 1;
  *value = (uint16_t)number;
  return true;
}

static void forward(const char *text) {
  const char *at = text + 4;
  bool udp = !strncmp(text, "udp:", 4);
  uint16_t host, guest;
  if ((!udp && strncmp(text, "tcp:", 4)) || !port(&at, ':', &host) || !port(&at, 0, &guest)) {
    fprintf(stderr, "--forward %s: wanted is tcp:PORT:GUEST-PORT or udp:PORT:GUEST-PORT\n", text);
    exit(2);
  }
  if (stack_forward(udp, host, guest)) return;
  fprintf(stderr, "forward %s: cannot listen at %s port %u of 127.0.0.1: %s\n", text, udp ? "UDP" : "TCP", host, strerror(errno));
  exit(2);
}

static void never_wait(int descriptor) {
  int flags = fcntl(descriptor, F_GETFL);
  if (flags >= 0) fcntl(descriptor, F_SETFL, flags | O_NONBLOCK);
}

int main(int argc, char **argv) {
  bool outside = false;
  signal(SIGPIPE, SIG_IGN);
  stack_create();
  for (int i = 1; i < argc; i++) {
    if (!strcmp(argv[i], "--outside"))
      outside = true;
    else if (!strcmp(argv[i], "--forward") && i + 1 < argc)
      forward(argv[++i]);
    else {
      fprintf(stderr, "usage: plex86-network [--outside] [--forward tcp|udp:PORT:GUEST-PORT] ...\n");
      return 2;
    }
  }
  never_wait(STDIN_FILENO);
  never_wait(STDOUT_FILENO);
  jail_close(outside);
  frame_out((const uint8_t[LEAST_BYTES]){0}, LEAST_BYTES); // the process is up: a frame of zeros that goes no further than the plugin
  stack_run(outside);
  return 0;
}
