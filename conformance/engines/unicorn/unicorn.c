// plex86-unicorn: runs the cases of a WIRE_RUN batch on libunicorn. A process of its own, because the library may abort on a
// case, and because one batch a pipe write is several times faster than one foreign call a register from Node.
#include "processor.h"
#include "refuse.h"
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "../../../monitor/outcome.h"

enum { PAGE_BYTES = 4096, MAX_RAM = 64 << 20, MAX_OUTS = 256, MAX_EXITS = 64, CODE_SEGMENT = 1, SLACK = PAGE_BYTES };
enum { VECTOR_UD = 6, CR0_PE = 1, CR0_PG_SHIFT = 31, CR0_AM = 1 << 18, FLAG_AC = 1 << 18, FLAG_VM = 1 << 17 };
enum { NO_VECTOR = 0xFF };

// The one machine of this process.
static struct {
  uc_engine *unicorn;
  uc_context *fresh, *scratch; // the state after reset; a copy to fill and to read
  size_t context_bytes;
  uint8_t *ram, *pristine; // what the guest sees; the start state of the running case
  uint32_t ram_bytes;
  uint8_t dirty[MAX_RAM / PAGE_BYTES], executed[MAX_RAM / PAGE_BYTES];
  uint32_t dirty_page[MAX_RAM / PAGE_BYTES], executed_page[MAX_RAM / PAGE_BYTES];
  uint32_t dirties, executeds;

  // The running case.
  const uint32_t *stop;
  unsigned stops;
  uint64_t deadline_ns;
  uint32_t instruction_limit, instructions, ticks;
  bool segmented;            // started in protected mode
  bool ended_at_instruction; // by on_code, before the instruction at last_seen
  uint32_t last_seen;
  uint32_t last; // linear address of the instruction begun last
  const struct wire_port *port;
  unsigned ports;
  uint8_t port_used[1024];
  struct wire_port out[MAX_OUTS];
  unsigned outs;
  bool ended;
  enum outcome outcome;
  enum wire_note note;
  uint8_t vector; // of the exception that arose; NO_VECTOR: none
  uint32_t exception_eip;
} machine;

static uint64_t nanoseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

static void end(enum outcome outcome, enum wire_note note) {
  if (!machine.ended) {
    machine.ended = true;
    machine.outcome = outcome;
    machine.note = note;
  }
  uc_emu_stop(machine.unicorn);
}

static void mark(uint8_t *map, uint32_t *list, uint32_t *count, uint64_t address) {
  if (address >= machine.ram_bytes) return;
  uint32_t page = (uint32_t)address / PAGE_BYTES;
  if (map[page]) return;
  map[page] = 1;
  list[(*count)++] = page;
}

// --- hooks ---

static void end_before(uint32_t linear, enum outcome outcome, enum wire_note note) {
  machine.ended_at_instruction = true;
  machine.last_seen = linear;
  end(outcome, note);
}

static void on_code(uc_engine *unicorn, uint64_t address, uint32_t size, void *user) {
  uint32_t linear = (uint32_t)address;
  if (machine.ended) {
    uc_emu_stop(unicorn);
    return;
  }
  for (unsigned i = 0; i < machine.stops; i++)
    if (machine.stop[i] == linear) {
      end_before(linear, OUTCOME_STOPPED, WIRE_NOTE_NONE);
      return;
    }
  if (machine.instruction_limit && machine.instructions >= machine.instruction_limit) {
    end_before(linear, OUTCOME_LIMIT, WIRE_NOTE_NONE);
    return;
  }
  machine.instructions++;
  machine.last = linear;
  if ((++machine.ticks & 0xFF) == 0 && nanoseconds() > machine.deadline_ns) {
    end_before(linear, OUTCOME_LIMIT, WIRE_NOTE_NONE);
    return;
  }
  mark(machine.executed, machine.executed_page, &machine.executeds, linear);
  mark(machine.executed, machine.executed_page, &machine.executeds, linear + 15);
  if (linear >= machine.ram_bytes) return;    // the fetch itself will fail
  const uint8_t *code = machine.ram + linear; // RAM is followed by a page of slack
  if (refused(code))
    end_before(linear, OUTCOME_UNSUPPORTED, WIRE_NOTE_MODEL);
  else if (software_interrupt(code))
    end_before(linear, OUTCOME_UNSUPPORTED, WIRE_NOTE_DELIVERY);
  else if (machine.segmented && far_transfer(code))
    end_before(linear, OUTCOME_UNSUPPORTED, WIRE_NOTE_ENGINE_ERROR);
}

static void on_write(uc_engine *unicorn, uc_mem_type type, uint64_t address, int size, int64_t value, void *user) {
  mark(machine.dirty, machine.dirty_page, &machine.dirties, address);
  mark(machine.dirty, machine.dirty_page, &machine.dirties, address + (uint64_t)size - 1);
}

static bool on_unmapped(uc_engine *unicorn, uc_mem_type type, uint64_t address, int size, int64_t value, void *user) {
  end(OUTCOME_UNSUPPORTED, WIRE_NOTE_MEMORY_OUTSIDE);
  return false;
}

static void on_interrupt(uc_engine *unicorn, uint32_t number, void *user) {
  if (!machine.ended) machine.vector = (uint8_t)number;
  end(OUTCOME_EXCEPTION, WIRE_NOTE_NONE);
}

static uint32_t on_in(uc_engine *unicorn, uint32_t port, int size, void *user) {
  for (unsigned i = 0; i < machine.ports; i++) {
    if (machine.port_used[i] || machine.port[i].port != port || machine.port[i].width != size) continue;
    machine.port_used[i] = 1;
    return machine.port[i].value;
  }
  return size == 4 ? 0xFFFFFFFFu : (1u << 8 * size) - 1;
}

static void on_out(uc_engine *unicorn, uint32_t port, int size, uint32_t value, void *user) {
  if (machine.outs == MAX_OUTS) {
    end(OUTCOME_UNSUPPORTED, WIRE_NOTE_TRUNCATED);
    return;
  }
  uint32_t mask = size == 4 ? 0xFFFFFFFFu : (1u << 8 * size) - 1;
  machine.out[machine.outs++] = (struct wire_port){(uint16_t)port, (uint16_t)size, value & mask};
}

// --- setting up and tearing down ---

static void fail(const char *what) {
  fprintf(stderr, "plex86-unicorn: %s\n", what);
  exit(1);
}

static void map_ram(uint32_t bytes) {
  if (bytes == machine.ram_bytes) return;
  if (machine.ram_bytes && uc_mem_unmap(machine.unicorn, 0, machine.ram_bytes)) fail("cannot unmap RAM");
  if (uc_mem_map_ptr(machine.unicorn, 0, bytes, UC_PROT_ALL, machine.ram)) fail("cannot map RAM");
  machine.ram_bytes = bytes;
}

static void hook(int type, void *callback, int instruction) {
  uc_hook handle;
  if (uc_hook_add(machine.unicorn, &handle, type, callback, NULL, 1, 0, instruction)) fail("cannot add a hook");
}

static void start(void) {
  if (uc_open(UC_ARCH_X86, UC_MODE_32, &machine.unicorn)) fail("cannot open the library");
  if (uc_ctl_set_cpu_model(machine.unicorn, UC_CPU_X86_KVM32)) fail("the library lacks the CPU model");
  machine.context_bytes = uc_context_size(machine.unicorn);
  if (uc_context_alloc(machine.unicorn, &machine.fresh) || uc_context_alloc(machine.unicorn, &machine.scratch)) fail("no memory");
  // Written before the layout check spoils the registers: FNINIT's control word, and MXCSR's reset value.
  uint32_t control = 0x37F, mxcsr = 0x1F80;
  uc_reg_write(machine.unicorn, UC_X86_REG_FPCW, &control);
  uc_reg_write(machine.unicorn, UC_X86_REG_MXCSR, &mxcsr);
  uc_context_save(machine.unicorn, machine.fresh);
  memset((uint8_t *)machine.fresh + OFFSET_FPU_TAGS, 1, 8);
  if (!processor_layout_holds(machine.unicorn)) fail("this libunicorn keeps its state in other places than 2.0.1 (see processor.h)");
  uint8_t *both = mmap(NULL, 2 * (MAX_RAM + SLACK), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (both == MAP_FAILED) fail("no memory");
  machine.ram = both;
  machine.pristine = both + MAX_RAM + SLACK;
  uc_ctl_exits_enable(machine.unicorn);
  hook(UC_HOOK_CODE, on_code, 0);
  hook(UC_HOOK_MEM_WRITE, on_write, 0);
  hook(UC_HOOK_MEM_UNMAPPED, on_unmapped, 0);
  hook(UC_HOOK_INTR, on_interrupt, 0);
  hook(UC_HOOK_INSN, on_in, UC_X86_INS_IN);
  hook(UC_HOOK_INSN, on_out, UC_X86_INS_OUT);
}

static int ascending(const void *a, const void *b) {
  uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
  return x < y ? -1 : x > y;
}

// --- a case ---

struct parsed {
  const struct wire_case *head;
  const uint32_t *stop;
  const struct wire_port *port;
  const uint8_t *fx;
  const uint8_t *memory; // the first wire_memory
  const uint8_t *end;
};

static bool parse(const uint8_t *item, size_t available, struct parsed *parsed) {
  const struct wire_case *head = (const void *)item;
  if (available < sizeof *head || head->bytes > available || head->bytes < sizeof *head || head->bytes % 4) return false;
  const uint8_t *at = item + sizeof *head;
  parsed->head = head;
  parsed->end = item + head->bytes;
  parsed->stop = (const void *)at, at += 4u * head->stops;
  at += sizeof(struct wire_event) * head->events;
  parsed->port = (const void *)at, at += sizeof(struct wire_port) * head->ports;
  parsed->fx = at, at += head->has_fx ? 512 : 0;
  parsed->memory = at;
  for (unsigned i = 0; i < head->memories; i++) {
    const struct wire_memory *memory = (const void *)at;
    if (at + sizeof *memory > parsed->end || memory->length > head->ram_bytes || memory->address > head->ram_bytes - memory->length)
      return false;
    at += sizeof *memory + ((memory->length + 3) & ~3u);
  }
  return at == parsed->end && head->ram_bytes && head->ram_bytes % PAGE_BYTES == 0 && head->ram_bytes <= MAX_RAM && head->ports <= 1024;
}

// Calls `visit` for each run of the case's start memory.
static void each_run(const struct parsed *parsed, void (*visit)(uint32_t address, const uint8_t *bytes, uint32_t length)) {
  const uint8_t *at = parsed->memory;
  for (unsigned i = 0; i < parsed->head->memories; i++) {
    const struct wire_memory *memory = (const void *)at;
    visit(memory->address, at + sizeof *memory, memory->length);
    at += sizeof *memory + ((memory->length + 3) & ~3u);
  }
}

static void place(uint32_t address, const uint8_t *bytes, uint32_t length) {
  memcpy(machine.ram + address, bytes, length);
  memcpy(machine.pristine + address, bytes, length);
}

static void wipe(uint32_t address, const uint8_t *bytes, uint32_t length) {
  memset(machine.ram + address, 0, length);
  memset(machine.pristine + address, 0, length);
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

static void forget_translations(void) {
  for (uint32_t i = 0; i < machine.executeds; i++) {
    uint64_t base = (uint64_t)machine.executed_page[i] * PAGE_BYTES;
    machine.executed[machine.executed_page[i]] = 0;
    uc_ctl_remove_cache(machine.unicorn, base, base + PAGE_BYTES);
  }
  machine.executeds = 0;
}

static uint32_t linear_eip(void) {
  struct processor *processor = (struct processor *)machine.scratch;
  uc_context_save(machine.unicorn, machine.scratch);
  return (uint32_t)(processor->segment[CODE_SEGMENT].base + processor->eip);
}

static bool at_stop(void) {
  uint32_t linear = linear_eip();
  for (unsigned i = 0; i < machine.stops; i++)
    if (machine.stop[i] == linear) return true;
  return false;
}

// The library ends a run in the same way for HLT and at an exit address.
static bool halted(void) {
  if (!machine.instructions || machine.last >= machine.ram_bytes) return false;
  unsigned length = halt_length(machine.ram + machine.last);
  return length && linear_eip() == machine.last + length;
}

static void set_exits(uint64_t *exits, unsigned count) {
  if (uc_ctl_set_exits(machine.unicorn, exits, (size_t)count)) fail("cannot set the exits");
}

// Adds the ends of the start memory's runs to the exits; gives the new count.
static unsigned exits_at_ends(const struct parsed *parsed, uint64_t *exits, unsigned count) {
  const uint8_t *at = parsed->memory;
  for (unsigned i = 0; i < parsed->head->memories && count < MAX_EXITS; i++) {
    const struct wire_memory *memory = (const void *)at;
    exits[count++] = memory->address + memory->length;
    at += sizeof *memory + ((memory->length + 3) & ~3u);
  }
  return count;
}

// Looks at the run of the start memory that holds CS:EIP, from there on.
static bool would_abort(const struct parsed *parsed) {
  const struct wire_registers *registers = &parsed->head->registers;
  uint32_t linear = registers->segment[CODE_SEGMENT].base + registers->eip;
  const uint8_t *at = parsed->memory;
  for (unsigned i = 0; i < parsed->head->memories; i++) {
    const struct wire_memory *memory = (const void *)at;
    uint32_t offset = linear - memory->address;
    if (linear >= memory->address && offset < memory->length && aborts(at + sizeof *memory + offset, memory->length - offset)) return true;
    at += sizeof *memory + ((memory->length + 3) & ~3u);
  }
  return false;
}

static void execute(const struct parsed *parsed, uint32_t time_limit_us) {
  const struct wire_case *head = parsed->head;
  machine.stop = parsed->stop, machine.stops = head->stops;
  machine.port = parsed->port, machine.ports = head->ports;
  memset(machine.port_used, 0, head->ports);
  machine.instruction_limit = head->instruction_limit;
  machine.instructions = 0;
  machine.ticks = 0;
  machine.deadline_ns = nanoseconds() + 1000ull * time_limit_us;
  machine.outs = 0;
  machine.ended = false;
  machine.ended_at_instruction = false;
  machine.outcome = OUTCOME_UNSUPPORTED;
  machine.note = WIRE_NOTE_ENGINE_ERROR;
  machine.vector = NO_VECTOR;

  memcpy(machine.scratch, machine.fresh, machine.context_bytes);
  struct processor *processor = (struct processor *)machine.scratch;
  processor_set(processor, &head->registers);
  if (head->has_fx) processor_set_fx(processor, parsed->fx);
  uc_context_restore(machine.unicorn, machine.scratch);
  if (head->has_fx) {
    uc_reg_write(machine.unicorn, UC_X86_REG_FPCW, parsed->fx);
    uc_reg_write(machine.unicorn, UC_X86_REG_MXCSR, parsed->fx + 24);
  }

  // The translator runs ahead of execution, through hundreds of zero bytes, unless an exit address ends its block: the stops, and at
  // first the ends of the memory runs too. Where such an end is really reached, the run goes on without those.
  uint64_t exits[MAX_EXITS];
  unsigned count = 0;
  for (; count < head->stops && count < MAX_EXITS; count++) exits[count] = machine.stop[count];
  unsigned ends = exits_at_ends(parsed, exits, count);
  set_exits(exits, ends);
  uc_err error = uc_emu_start(machine.unicorn, head->registers.eip, 0, 0, 0);
  if (!machine.ended && !error && ends > count && !at_stop() && !halted()) {
    forget_translations();
    set_exits(exits, count);
    uint32_t eip = 0;
    uc_reg_read(machine.unicorn, UC_X86_REG_EIP, &eip);
    error = uc_emu_start(machine.unicorn, eip, 0, 0, 0);
  }
  if (machine.ended) return;
  if (error == UC_ERR_INSN_INVALID)
    machine.vector = VECTOR_UD, machine.outcome = OUTCOME_EXCEPTION, machine.note = WIRE_NOTE_NONE;
  else if (error == UC_ERR_OK)
    machine.outcome = halted() ? OUTCOME_HALTED : OUTCOME_STOPPED, machine.note = WIRE_NOTE_NONE;
}

// Only faults whose vector has an error code carry one (SDM Vol. 3A, table 6-1).
static bool has_error_code(uint8_t vector) {
  return vector == 8 || (vector >= 10 && vector <= 14) || vector == 17;
}

static uint8_t *append_memory(uint8_t *to, uint32_t address, const uint8_t *bytes, uint32_t length) {
  struct wire_memory memory = {address, length};
  memcpy(to, &memory, sizeof memory);
  memcpy(to + sizeof memory, bytes, length);
  memset(to + sizeof memory + length, 0, -length & 3);
  return to + sizeof memory + ((length + 3) & ~3u);
}

// Appends the runs of bytes that differ from the start state and puts the start state back.
static uint8_t *append_differences(uint8_t *to, unsigned *runs, const uint8_t *limit) {
  qsort(machine.dirty_page, machine.dirties, sizeof machine.dirty_page[0], ascending);
  uint32_t begin = 0, past = 0; // the run that is open
  for (uint32_t i = 0; i < machine.dirties; i++) {
    uint32_t base = machine.dirty_page[i] * PAGE_BYTES;
    machine.dirty[machine.dirty_page[i]] = 0;
    if (!memcmp(machine.ram + base, machine.pristine + base, PAGE_BYTES)) continue;
    for (uint32_t at = base; at < base + PAGE_BYTES; at++) {
      if (machine.ram[at] == machine.pristine[at]) continue;
      if (past != at) {
        if (past > begin && to + (past - begin) + 16 < limit) to = append_memory(to, begin, machine.ram + begin, past - begin), ++*runs;
        begin = at;
      }
      past = at + 1;
    }
  }
  if (past > begin && to + (past - begin) + 16 < limit) to = append_memory(to, begin, machine.ram + begin, past - begin), ++*runs;
  for (uint32_t i = 0; i < machine.dirties; i++) {
    uint32_t base = machine.dirty_page[i] * PAGE_BYTES;
    memcpy(machine.ram + base, machine.pristine + base, PAGE_BYTES);
  }
  return to;
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

static void run_case(const uint8_t *item, size_t available, uint32_t time_limit_us) {
  enum { FIXED = sizeof(struct wire_result) + MAX_OUTS * sizeof(struct wire_port) + 512 };
  struct parsed parsed;
  enum wire_note note = WIRE_NOTE_NONE;
  struct wire_result result = {.bytes = sizeof result};
  bool valid = parse(item, available, &parsed);
  if (valid && !unsupported(parsed.head, &note) && would_abort(&parsed)) note = WIRE_NOTE_ENGINE_ERROR;
  if (!valid || note != WIRE_NOTE_NONE) {
    result.outcome = valid ? OUTCOME_UNSUPPORTED : OUTCOME_INVALID;
    result.note = note;
    memcpy(reserve(sizeof result), &result, sizeof result);
    output.used += sizeof result;
    return;
  }
  const struct wire_case *head = parsed.head;
  machine.segmented = (head->registers.cr0 & CR0_PE) && !(head->registers.eflags & FLAG_VM);
  map_ram(head->ram_bytes);
  each_run(&parsed, place);
  execute(&parsed, time_limit_us);

  uc_context_save(machine.unicorn, machine.scratch);
  uint32_t eflags = 0;
  uc_reg_read(machine.unicorn, UC_X86_REG_EFLAGS, &eflags);
  const struct processor *processor = (const struct processor *)machine.scratch;
  processor_get(processor, eflags, &result.registers);
  // Where a hook ended the run, the library has left the linear address in EIP.
  if (machine.ended_at_instruction) result.registers.eip = machine.last_seen - result.registers.segment[CODE_SEGMENT].base;
  result.registers.tsc_low = head->registers.tsc_low, result.registers.tsc_high = head->registers.tsc_high;
  result.outcome = machine.outcome;
  result.note = machine.note;
  if (machine.outcome == OUTCOME_EXCEPTION) {
    result.exception_vector = machine.vector;
    result.exception_has_error = has_error_code(machine.vector) && (head->registers.cr0 & CR0_PE);
    if (result.exception_has_error) memcpy(&result.exception_error, (const uint8_t *)processor + OFFSET_ERROR_CODE, 4);
    if (!head->stop_at_exception) result.outcome = OUTCOME_UNSUPPORTED, result.note = WIRE_NOTE_DELIVERY;
  }
  result.stats.instructions = machine.instructions;

  uint8_t fx[512];
  if (head->wants_fx) {
    processor_get_fx(processor, fx);
    static const uint8_t initial[32] = {0x7F, 3, 0, 0, 0, 0, 0, 0, 0, 0,    0,    0, 0, 0,    0,
                                        0,    0, 0, 0, 0, 0, 0, 0, 0, 0x80, 0x1F, 0, 0, 0xFF, 0xFF};
    uint8_t before[512] = {0};
    if (head->has_fx)
      memcpy(before, parsed.fx, 512);
    else
      memcpy(before, initial, sizeof initial);
    memcpy(fx + 28, before + 28, 4);
    memcpy(fx + 6, before + 6, 18); // FOP, FIP, FDP: not kept by the library
    memcpy(fx + 288, before + 288, 224);
    result.has_fx = memcmp(fx, before, 512) != 0;
  }

  size_t room = FIXED + (size_t)machine.dirties * (PAGE_BYTES * 5) + 64;
  uint8_t *begin = reserve(room), *at = begin + sizeof result;
  memcpy(at, machine.out, machine.outs * sizeof machine.out[0]);
  at += machine.outs * sizeof machine.out[0];
  if (result.has_fx) memcpy(at, fx, 512), at += 512;
  unsigned runs = 0;
  at = append_differences(at, &runs, begin + room);
  machine.dirties = 0;
  if (runs > 0xFFFF) result.outcome = OUTCOME_UNSUPPORTED, result.note = WIRE_NOTE_TRUNCATED;
  result.memories = (uint16_t)runs;
  result.outs = (uint16_t)machine.outs;
  result.bytes = (uint32_t)(at - begin);
  memcpy(begin, &result, sizeof result);
  output.used += result.bytes;
  each_run(&parsed, wipe);
  forget_translations();
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
  start();
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
      run_case(input + at, request.bytes - at, request.time_limit_us ? request.time_limit_us : 100000);
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
