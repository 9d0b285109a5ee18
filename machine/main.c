// plex86-machine: the process of a booted machine. It is told on its standard input what the machine consists of, closes the jail and
// runs the guest.
//
//   plex86-machine [FILES]      how many files are handed over, as descriptors 3, 4, ...
#include "machine.h"

struct machine machine;

enum { REPLY_BYTES = 64 << 20 };

int program(int argc, char **argv) {
  unsigned files = 0;
  for (const char *digit = argc > 1 ? argv[1] : ""; *digit >= '0' && *digit <= '9'; digit++) files = files * 10 + (unsigned)(*digit - '0');
  world_create_with_files(&machine.vm, files);
  machine.began_ns = world_nanoseconds(&machine.vm);
  machine.message = world_allocate(MAX_MESSAGE_BYTES + 64 + REPLY_BYTES + 64);
  uint32_t version = 1;
  channel_send(REPORT_READY, 0, &version, sizeof version);
  channel_flush();
  while (!machine.running) channel_read();
  if (!machine.ending) {
    world_jail(&machine.vm);
    time_begin();
    uint64_t since = world_nanoseconds(&machine.vm) - machine.began_ns;
    channel_send(REPORT_STARTED, 0, &since, sizeof since);
    machine_run();
  }
  struct {
    uint32_t reason, status;
    struct machine_state state;
  } ended = {machine.end_reason, machine.end_status, {0}};
  state_fill(&ended.state);
  channel_send(REPORT_ENDED, 0, &ended, sizeof ended);
  channel_flush();
  return 0;
}
