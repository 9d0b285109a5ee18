// plex86-unicorn: runs the cases of a WIRE_RUN batch on libunicorn. A process of its own, because the library may abort on a
// case, and because one batch a pipe write is several times faster than one foreign call a register from Node.
#include "library.h"
#include "memory.h"
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { CR0_PE = 1, CR0_PG_SHIFT = 31, CR0_AM = 1 << 18, FLAG_AC = 1 << 18, DEFAULT_LIMIT_US = 100000 };

static void fail(const char *what) {
  fprintf(stderr, "plex86-unicorn: %s\n", what);
  exit(1);
}

static uint64_t nanoseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

static bool unsupported(const struct wire_case *head, enum wire_note *note) {
  const struct wire_registers *registers = &head->registers;
  bool lines_missing = (head->address_mask & (head->ram_bytes - 1)) != head->ram_bytes - 1;
  bool align = (registers->cr0 & CR0_AM) && (registers->eflags & FLAG_AC) && registers->cpl == 3;
  bool breakpoints = registers->dr[7] & 0xFF;
  *note = head->model                      ? WIRE_NOTE_MODEL
          : head->events                   ? WIRE_NOTE_EVENTS
          : registers->cr0 >> CR0_PG_SHIFT ? WIRE_NOTE_PAGING
          : lines_missing                  ? WIRE_NOTE_MEMORY_OUTSIDE
          : align || breakpoints           ? WIRE_NOTE_MODEL // neither alignment nor breakpoints are checked
                                           : WIRE_NOTE_NONE;
  return *note != WIRE_NOTE_NONE;
}

// Only faults whose vector has an error code carry one (SDM Vol. 3A, table 6-1).
static bool has_error_code(uint8_t vector) {
  return vector == 8 || (vector >= 10 && vector <= 14) || vector == 17;
}

static struct {
  uint8_t *bytes;
  size_t used, room;
} output;

static uint8_t *reserve(size_t bytes) {
  if (output.used + bytes > output.room) {
    output.room = 2 * (output.used + bytes);
    output.bytes = realloc(output.bytes, output.room);
    if (!output.bytes) fail("no memory");
  }
  return output.bytes + output.used;
}

// Without x87 state in the case: the image after FNINIT, MXCSR as after a reset.
static const uint8_t initial_fx[32] = {0x7F, 3, 0, 0, 0, 0, 0, 0, 0, 0,    0,    0, 0, 0,    0,
                                       0,    0, 0, 0, 0, 0, 0, 0, 0, 0x80, 0x1F, 0, 0, 0xFF, 0xFF};

// true: the state differs from the start's.
static bool final_fx(const struct item *item, uint8_t fx[512]) {
  uint8_t before[512] = {0};
  memcpy(before, item->head->has_fx ? item->fx : initial_fx, item->head->has_fx ? 512 : sizeof initial_fx);
  library_fx(fx);
  memcpy(fx + 28, before + 28, 4);
  memcpy(fx + 6, before + 6, 18); // FOP, FIP, FDP: not kept by the library
  memcpy(fx + 288, before + 288, 224);
  return memcmp(fx, before, 512) != 0;
}

static void put_plain(enum outcome outcome, enum wire_note note) {
  struct wire_result result = {.bytes = sizeof result, .outcome = outcome, .note = note};
  memcpy(reserve(sizeof result), &result, sizeof result);
  output.used += sizeof result;
}

static void put(const struct item *item, const struct library_result *from) {
  const struct wire_case *head = item->head;
  struct wire_result result = {.outcome = from->outcome, .note = from->note, .registers = from->registers};
  if (from->outcome == OUTCOME_EXCEPTION) {
    result.exception_vector = from->vector;
    result.exception_has_error = has_error_code(from->vector) && (from->registers.cr0 & CR0_PE); // as it is now: LMSW may have set it
    if (result.exception_has_error) result.exception_error = from->error;
    if (!head->stop_at_exception) result.outcome = OUTCOME_UNSUPPORTED, result.note = WIRE_NOTE_DELIVERY;
  }
  result.stats.instructions = from->instructions;
  uint8_t *begin = reserve(sizeof result + from->outs * sizeof from->out[0] + 512 + memory_append_room()), *at = begin + sizeof result;
  memcpy(at, from->out, from->outs * sizeof from->out[0]);
  at += from->outs * sizeof from->out[0];
  result.has_fx = head->wants_fx && final_fx(item, at);
  if (result.has_fx) at += 512;
  unsigned runs = 0;
  at = memory_append(at, &runs);
  if (runs > 0xFFFF) result.outcome = OUTCOME_UNSUPPORTED, result.note = WIRE_NOTE_TRUNCATED;
  result.memories = (uint16_t)runs;
  result.outs = (uint16_t)from->outs;
  result.bytes = (uint32_t)(at - begin);
  memcpy(begin, &result, sizeof result);
  output.used += result.bytes;
}

static void run_case(const uint8_t *bytes, size_t available, uint32_t time_limit_us) {
  struct item item;
  if (!item_parse(&item, bytes, available)) {
    put_plain(OUTCOME_INVALID, WIRE_NOTE_NONE);
    return;
  }
  enum wire_note note;
  if (unsupported(item.head, &note)) {
    put_plain(OUTCOME_UNSUPPORTED, note);
    return;
  }
  const uint8_t *at = item.memory;
  for (unsigned i = 0; i < item.head->memories; i++) {
    struct item_run run = item_next_run(&at);
    memory_place(run.address, run.bytes, run.length);
  }
  struct library_result result = {0};
  library_run(&item, time_limit_us, &result);
  put(&item, &result);
  memory_restore();
  at = item.memory;
  for (unsigned i = 0; i < item.head->memories; i++) {
    struct item_run run = item_next_run(&at);
    memory_wipe(run.address, run.length);
  }
}

// --- the protocol ---

static bool read_all(void *to, size_t bytes) {
  for (uint8_t *at = to; bytes;) {
    ssize_t got = read(0, at, bytes);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    at += got, bytes -= (size_t)got;
  }
  return true;
}

static void write_all(const void *from, size_t bytes) {
  for (const uint8_t *at = from; bytes;) {
    ssize_t put = write(1, at, bytes);
    if (put < 0 && errno == EINTR) continue;
    if (put <= 0) exit(1);
    at += put, bytes -= (size_t)put;
  }
}

// Names the case that brings the process down, so that the harness need not search for it (process.ts reads "at case N").
static volatile uint32_t current_case;

static void last_words(int number) {
  char text[] = "at case 0000000000\n";
  uint32_t left = current_case;
  for (size_t i = sizeof text - 3; left; i--, left /= 10) text[i] = (char)('0' + left % 10);
  if (write(2, text, sizeof text - 1) < 0) _exit(1);
  signal(number, SIG_DFL);
  raise(number);
}

int main(void) {
  library_start();
  for (unsigned i = 0; i < 4; i++) signal((int[]){SIGABRT, SIGSEGV, SIGFPE, SIGBUS}[i], last_words);
  struct wire_request request;
  uint8_t *input = NULL;
  size_t room = 0;
  while (read_all(&request, sizeof request)) {
    if (request.magic != WIRE_REQUEST_MAGIC || request.kind != WIRE_RUN || request.engine != WIRE_UNICORN)
      fail("not a batch for this engine");
    if (request.bytes > room) {
      room = request.bytes;
      input = realloc(input, room);
      if (!input) fail("no memory");
    }
    if (!read_all(input, request.bytes)) fail("the batch is cut short");
    uint64_t begin = nanoseconds();
    output.used = 0;
    reserve(sizeof(struct wire_response));
    output.used = sizeof(struct wire_response);
    size_t at = 0;
    for (uint32_t i = 0; i < request.count; i++) {
      uint32_t bytes = 0;
      current_case = i;
      if (at + 4 <= request.bytes) memcpy(&bytes, input + at, 4);
      run_case(input + at, request.bytes - at, request.time_limit_us ? request.time_limit_us : DEFAULT_LIMIT_US);
      at += bytes;
    }
    uint64_t spent = nanoseconds() - begin;
    struct wire_response response = {WIRE_RESPONSE_MAGIC, (uint32_t)(output.used - sizeof response), request.count, (uint32_t)spent,
                                     (uint32_t)(spent >> 32)};
    memcpy(output.bytes, &response, sizeof response);
    write_all(output.bytes, output.used);
  }
  return 0;
}
