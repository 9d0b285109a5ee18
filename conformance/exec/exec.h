// The program around the monitor in the VM's process: reads batches of cases, runs them, answers. See conformance/wire/wire.h.
//
//   main.c     the process: set up, jail, then batch after batch
//   batch.c    one batch: its items one after the other, and where results are put
//   parse.c    one case's bytes, checked; nothing of it is trusted
//   load.c     registers and memory of a case into the VM, and back into a result
//   image.c    the start state of guest memory, kept to compare with and to return to
//   paged.c    the page tables under cases that run with paging on without knowing it
//   run.c      engines and cache conditions
//   bare.c     the engine `bare`
//   ports.c    the ports of the running case
//   answers.c  decode, explain and measure requests
#ifndef PLEX86_EXEC_H
#define PLEX86_EXEC_H

#include "../../driver/user/user.h"
#include "../../monitor/sbe/sbe.h"
#include "../wire/wire.h"

enum {
  MAX_REQUEST_BYTES = 256 << 20,
  MAX_RESPONSE_BYTES = 512 << 20,
  MAX_CASE_PORTS = 4096,
  MAX_OUTS = 4096,
  FX_BYTES = 512,
  FX_GUEST_BYTES = 288, // what FXSAVE writes outside 64-bit mode: up to XMM7. The host keeps notes of its own after it
  BARE_KEPT = 8,
  MAX_TASKS = 32,
  DEFAULT_TIME_LIMIT_US = 100000,
};

// A case whose parts are known to lie inside the request.
struct test_case {
  const struct wire_case *wire;
  const uint32_t *stop;
  const struct wire_event *event;
  const struct wire_port *port;
  const uint8_t *fx;
  const uint8_t *memory; // wire.memories runs
};

// Where results go. `left` counts down; what does not fit is cut, and says so.
struct output {
  uint8_t *at;
  uint64_t left;
};

struct exec {
  struct vm vm;
  struct wire_request request;
  uint8_t *input;
  uint8_t *output;

  // The running case.
  struct test_case test;
  uint8_t fx[FX_BYTES]; // its start image
  uint8_t port_used[MAX_CASE_PORTS];
  uint32_t outs; // may exceed MAX_OUTS: what is past it is counted, not recorded
  struct wire_port out[MAX_OUTS];
  enum wire_note note;
  struct counters before;

  // Between cases.
  bool prepared;
  uint32_t bare_kept[BARE_KEPT], bare_next; // pages that stay in the data view of `bare`, plus one
  uint8_t bare_hand;                        // where `bare` looks for a descriptor to replace
  uint8_t engine;                           // enum wire_engine that last ran here
  uint32_t mutant;                          // seeded bug of the last batch
  struct sbe_options options;               // that SBE was last given
  uint8_t *start;                           // the start image of guest RAM
  uint8_t *differs;                         // by entry of memory.touched: what the last comparison found
  bool compared;                            // ... and that there was one
  struct paged {
    uint32_t kind;      // enum wire_paged of the running case
    uint32_t built;     // enum wire_paged of the tables in RAM
    uint32_t ram_bytes; // of the case, for which they were built
    uint32_t exchange;  // a page of RAM is at its number xor this
    uint32_t directory; // physical; the tables follow. Above the case's RAM
    uint32_t pages;
    uint32_t task[MAX_TASKS], tasks; // linear addresses of TSSs' CR3 fields that name the directory while the case runs
  } paged;
};

extern struct exec the_exec; // the one VM of this process, and what is around it

enum parsed { PARSED, PARSED_INVALID, PARSED_BROKEN };
// PARSED_BROKEN: not even the item's size can be believed. Else *test and the item's size are set.
enum parsed parse_case(const uint8_t *from, uint64_t left, struct test_case *test);
bool possible_state(const struct wire_case *wire);

// Registers, FX image, ports, stops and events. Memory is image_load()'s.
void load_state(struct exec *exec);
void store_registers(const struct cpu *cpu, struct wire_registers *to);

void image_create(struct exec *exec);
void image_load(struct exec *exec);
void image_restore(struct exec *exec);                                    // back to the start state, while the case goes on (warm)
uint32_t image_diff(struct exec *exec, struct output *output, bool *cut); // the runs that differ; returns how many
void image_unload(struct exec *exec);                                     // back to all zeros, after the case

// Paging under a case that says nothing of it, in the order of the calls. paged_begin(): before memory is loaded; false: the case would
// notice. paged_leave(): takes what is paging's out of a result; false: the case has changed it.
bool paged_begin(struct exec *exec);
uint32_t paged_ram_bytes(const struct exec *exec);
uint32_t paged_exchange(const struct exec *exec, uint32_t page); // where a page of the case is, and the other way round
void paged_patch_tasks(struct exec *exec);
void paged_enter(struct exec *exec); // after load_state()
bool paged_leave(const struct exec *exec, struct wire_registers *registers);
void paged_unpatch_tasks(struct exec *exec);

// For the `modified` condition: other bytes where the code starts, and the case's own again. false: no RAM there.
bool image_alter_code(struct exec *exec);
void image_true_code(struct exec *exec);

enum outcome run_case(struct exec *exec);
void prepare_engine(struct exec *exec);

enum outcome run_bare(struct exec *exec);
void bare_begin(struct exec *exec); // makes its two views
void bare_end(struct exec *exec);   // takes all views away
void bare_page_untouched(struct exec *exec, uint32_t page);

// Batches. false: the request makes no sense, and nobody knows where the next one starts.
bool serve(struct exec *exec, uint64_t *response_bytes);
bool answer_decode(struct exec *exec, struct output *output);
bool answer_explain(struct exec *exec, struct output *output);
bool answer_measure(struct exec *exec, struct output *output);
void *reserve_output(struct output *output, uint64_t bytes); // null: full

#endif
