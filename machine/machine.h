// What the files of machine/ share: one machine around the monitor's VM. Devices use device.h alone.
#ifndef PLEX86_MACHINE_MACHINE_H
#define PLEX86_MACHINE_MACHINE_H

#include "../driver/user/user.h"
#include "../monitor/sbe/sbe.h"
#include "../monitor/vm.h"
#include "channel.h"
#include "device.h"

enum {
  MAX_DEVICES = 64,
  MAX_PORT_CLAIMS = 256,
  MAX_REGIONS = 64,
  MAX_PLUGIN_CLAIMS = 128,
  MAX_MESSAGE_BYTES = 1 << 20, // of a payload from the user program
  OUTBOX_BYTES = 1 << 16,
  LEAST_RAM_BYTES = 1 << 20,
  BURST_INSTRUCTIONS = 48, // see monitor/sbe/burst.c
  GATE_AFTER = 16,         // exits; see monitor/sbe/gate.c
  FILL_AHEAD = 16,         // pages; see monitor/sbe/fill.c
  // In virtual time an instruction takes so long; a halt takes until the next timer. A run of the interpreter then repeats exactly.
  VIRTUAL_NS_AN_INSTRUCTION = 10,
  ATTEND_NS = 1000000, // the channel is looked at so often while the guest runs
};

// Whether the run is written to a log or comes from one (docs/bisect.md), and where the machine is meanwhile.
enum logging { LOGGING_OFF, LOGGING_RECORD, LOGGING_REPLAY };
enum position {
  POSITION_OUTSIDE, // between two instructions: timers, the channel
  POSITION_GUEST,
  POSITION_ACCESS, // a device carries out what an instruction asked for
};

struct port_claim {
  struct device *device;
  unsigned widths;
  port_reader *read;
  port_writer *write;
  port_block_reader *read_block; // may be null, as the others
  port_block_writer *write_block;
};

// Memory that is not plain RAM.
struct region {
  struct device *device;
  uint32_t first, last;
  memory_reader *read;
  memory_writer *write;
  const uint8_t *image; // of ROM above RAM: what stands at `image_at` and from there on
  uint32_t image_at;
};

// What a plugin in the user program has claimed.
struct plugin_claim {
  struct device *device;
  uint32_t first, last;
  bool memory, posted;
};

// See time.c; all in nanoseconds since power-on.
struct guest_time {
  uint64_t now;                 // the guest's
  uint64_t host;                // the host's when it was that, without pauses; never less
  uint64_t had;                 // in which the guest ran, or waited for what it wanted to wait for
  uint64_t fired, had_at_fired; // when timers were fired last, and `had` then
  uint64_t processor, granted;  // processor time of the process when last looked at; what the guest was taken to have had since
};

struct machine {
  struct vm vm;
  struct device options; // the machine's own options, read like a device's
  bool interpreted, strict, virtual_time, shutdown_ends;
  enum logging logging;
  enum position position;

  struct device *device[MAX_DEVICES]; // in the order of creation
  unsigned devices;

  uint8_t port_owner[0x10000]; // index of a claim, plus one
  struct port_claim port_claim[MAX_PORT_CLAIMS];
  unsigned port_claims;
  struct region region[MAX_REGIONS];
  unsigned regions, last_region;
  struct plugin_claim plugin_claim[MAX_PLUGIN_CLAIMS];
  unsigned plugin_claims;

  struct device *pic;
  uint8_t (*acknowledge)(struct device *pic);
  void (*irq_line)(struct device *pic, unsigned irq, bool level);

  struct device *ferr_device;
  void (*ferr)(struct device *device, bool level);

  bool image_in_use[WORLD_FILES]; // by a device

  struct timer *timers;          // armed, soonest first
  uint64_t started_ns, began_ns; // host time at which the guest's began, and the process
  uint64_t skipped_ns;           // paused; in virtual time: waited for
  struct guest_time time;
  uint64_t attended_ns;

  uint8_t *message; // the payload that is being read
  uint8_t outbox[OUTBOX_BYTES];
  uint32_t outbox_used;
  uint32_t open_message; // where the last message of the outbox begins, if its payload may still grow

  bool running, paused, reset_wanted, ending;
  uint32_t end_reason, end_status; // enum ending
  bool answered;
  uint32_t answer;
  struct {
    uint64_t port_reads, port_writes, posted, answered, memory_reads, memory_writes, interrupts, halts, resets;
  } counters;
};

extern struct machine machine;

// --- devices.c, options.c ---
const struct device_kind *device_kind(const char *name); // null: there is none
bool same_text(const char *a, const char *b);

// --- channel.c ---
void channel_send(enum report type, unsigned number, const void *payload, uint32_t bytes);
void channel_append(enum report type, unsigned number, const void *payload, uint32_t bytes); // may grow the last message of the same kind
void channel_flush(void);
void channel_read(void);       // reads one message, waiting for it, and does what it says
void channel_poll(void);       // the same for all that have come
uint32_t channel_answer(void); // waits for COMMAND_ANSWER
_Noreturn void channel_fail(const char *who, const char *what);

// --- commands.c ---
void command(const struct message *message, const uint8_t *payload);

// --- devices of the user program: plugin_device.c ---
struct device *device_numbered(unsigned number); // null: there is none
void plugin_claims_ports(unsigned number, uint16_t first, unsigned count, unsigned widths, bool posted);
void plugin_claims_memory(unsigned number, uint32_t first, uint32_t bytes, bool posted);
void plugin_timer(unsigned number, uint32_t timer, uint64_t at);
void device_create(unsigned number, const char *kind, const char *options);

// --- timers.c ---
void timers_fire(void);
uint64_t timers_next(void); // guest ns; ~0: none

// --- time.c ---
void time_begin(void);
uint64_t time_until(uint64_t at);        // host ns until the guest, running, gets to `at`; or somewhat sooner
uint64_t time_until_halted(uint64_t at); // ... waiting for it
uint64_t time_lag(void);                 // how far the guest's time is behind
void time_has_fired(void);               // timers
void time_was_halted(void);              // since the guest's time was last told

// --- run.c ---
void machine_run(void);
void devices_reset(void);
void machine_attend(void); // the guest is left before its next instruction

// --- state.c ---
void state_fill(struct machine_state *state);

// --- memory.c ---
void memory_create(uint32_t ram_bytes);
void rom_create(uint32_t address, const void *from, uint32_t bytes);

#endif
