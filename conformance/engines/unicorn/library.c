#include "library.h"
#include "memory.h"
#include "processor.h"
#include "refuse.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { MAX_EXITS = 64, CODE_SEGMENT = 1, VECTOR_UD = 6, CR0_PE = 1, FLAG_VM = 1 << 17 };
// A case that stores to its own pages more often than this is not worth the time: mostly it has gone astray, through empty memory.
enum { MAX_RESUMED = 6 };
enum { AHEAD_BYTES = 32 };
// Translations that were forgotten keep their memory, up to a gigabyte, and dropping all takes longer than opening the library anew.
enum { CASES_OF_A_MACHINE = 1 << 16 };

static struct {
  uc_engine *unicorn;
  uint32_t ram_bytes;
  uc_context *fresh, *scratch; // the state after reset; a copy to fill and to read
  size_t context_bytes;
  uint32_t cases;

  // The running case.
  const struct item *item;
  uint64_t deadline_ns;
  uint32_t instructions, ticks;
  bool segmented;            // started in protected mode
  bool modified;             // a page that holds executed code was stored to, by the instruction at `last`
  bool retried;              // that instruction has been begun once more
  bool interrupted;          // before the next one, at `last`: to be resumed
  bool ended_at_instruction; // by on_code, before the instruction at last
  uint32_t last;             // linear address of the instruction begun last
  uint8_t port_used[1024];
  struct wire_port out[LIBRARY_MAX_OUTS];
  unsigned outs;
  bool ended;
  enum outcome outcome;
  enum wire_note note;
  uint8_t vector; // of the exception that arose
  uint8_t executed[MAX_RAM / PAGE_BYTES];
  uint32_t executed_page[MAX_RAM / PAGE_BYTES], executeds;
} library;

static void fail(const char *what) {
  fprintf(stderr, "plex86-unicorn: %s\n", what);
  exit(1);
}

static uint64_t nanoseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

static void end(enum outcome outcome, enum wire_note note) {
  if (!library.ended) {
    library.ended = true;
    library.outcome = outcome;
    library.note = note;
  }
  uc_emu_stop(library.unicorn);
}

static bool is_stop(uint32_t linear) {
  for (unsigned i = 0; i < library.item->head->stops; i++)
    if (library.item->stop[i] == linear) return true;
  return false;
}

static void executes(uint64_t linear) {
  if (linear >= library.ram_bytes) return;
  uint32_t page = (uint32_t)linear / PAGE_BYTES;
  if (library.executed[page]) return;
  library.executed[page] = 1;
  library.executed_page[library.executeds++] = page;
}

// --- hooks ---

static void end_before(uint32_t linear, enum outcome outcome, enum wire_note note) {
  library.ended_at_instruction = true;
  library.last = linear;
  end(outcome, note);
}

static void on_code(uc_engine *unicorn, uint64_t address, uint32_t size, void *user) {
  uint32_t linear = (uint32_t)address;
  if (library.ended) {
    uc_emu_stop(unicorn);
    return;
  }
  if (is_stop(linear)) {
    end_before(linear, OUTCOME_STOPPED, WIRE_NOTE_NONE);
    return;
  }
  // A store that invalidates its own block begins its instruction once more, and leaves the library in the belief that it is inside of a
  // store: on_write() would be called no more until the run ends. So it ends before the next instruction or iteration.
  if (library.modified) {
    if (linear == library.last && !library.retried) {
      library.retried = true;
      return;
    }
    library.interrupted = true;
    library.last = linear;
    uc_emu_stop(unicorn);
    return;
  }
  // The hook is called for every iteration of a repeated string instruction, which is one instruction.
  if (library.instructions && linear == library.last && linear < library.ram_bytes && repeated(memory_ram() + linear))
    library.instructions--;
  uint32_t limit = library.item->head->instruction_limit;
  bool late = (++library.ticks & 0xFF) == 0 && nanoseconds() > library.deadline_ns;
  if (late || (limit && library.instructions >= limit)) {
    end_before(linear, OUTCOME_LIMIT, WIRE_NOTE_NONE);
    return;
  }
  library.instructions++;
  library.last = linear;
  executes(linear);
  executes(linear + 15);
  if (linear >= library.ram_bytes) return; // the fetch itself will fail
  const uint8_t *code = memory_ram() + linear;
  if (refused(code))
    end_before(linear, OUTCOME_UNSUPPORTED, WIRE_NOTE_MODEL);
  else if (software_interrupt(code))
    end_before(linear, OUTCOME_UNSUPPORTED, WIRE_NOTE_DELIVERY);
  else if (library.segmented && far_transfer(code))
    end_before(linear, OUTCOME_UNSUPPORTED, WIRE_NOTE_ENGINE_ERROR);
}

static void on_write(uc_engine *unicorn, uc_mem_type type, uint64_t address, int size, int64_t value, void *user) {
  memory_touch(address, (uint32_t)size);
  if (address < library.ram_bytes && library.executed[address / PAGE_BYTES]) library.modified = true, library.retried = false;
}

static bool on_unmapped(uc_engine *unicorn, uc_mem_type type, uint64_t address, int size, int64_t value, void *user) {
  end(OUTCOME_UNSUPPORTED, WIRE_NOTE_MEMORY_OUTSIDE);
  return false;
}

static void on_interrupt(uc_engine *unicorn, uint32_t number, void *user) {
  if (!library.ended) library.vector = (uint8_t)number;
  end(OUTCOME_EXCEPTION, WIRE_NOTE_NONE);
}

static uint32_t on_in(uc_engine *unicorn, uint32_t port, int size, void *user) {
  for (unsigned i = 0; i < library.item->head->ports; i++) {
    const struct wire_port *one = &library.item->port[i];
    if (library.port_used[i] || one->port != port || one->width != size) continue;
    library.port_used[i] = 1;
    return one->value;
  }
  return size == 4 ? 0xFFFFFFFFu : (1u << 8 * size) - 1;
}

static void on_out(uc_engine *unicorn, uint32_t port, int size, uint32_t value, void *user) {
  if (library.outs == LIBRARY_MAX_OUTS) {
    end(OUTCOME_UNSUPPORTED, WIRE_NOTE_TRUNCATED);
    return;
  }
  uint32_t mask = size == 4 ? 0xFFFFFFFFu : (1u << 8 * size) - 1;
  library.out[library.outs++] = (struct wire_port){(uint16_t)port, (uint16_t)size, value & mask};
}

// --- opening ---

static void hook(int type, void *callback, int instruction) {
  uc_hook handle;
  if (uc_hook_add(library.unicorn, &handle, type, callback, NULL, 1, 0, instruction)) fail("cannot add a hook");
}

static void open_machine(void) {
  if (library.unicorn) uc_close(library.unicorn);
  library.ram_bytes = 0;
  if (uc_open(UC_ARCH_X86, UC_MODE_32, &library.unicorn)) fail("cannot open the library");
  if (uc_ctl_set_cpu_model(library.unicorn, UC_CPU_X86_KVM32)) fail("the library lacks the CPU model");
  uc_ctl_exits_enable(library.unicorn);
  hook(UC_HOOK_CODE, on_code, 0);
  hook(UC_HOOK_MEM_WRITE, on_write, 0);
  hook(UC_HOOK_MEM_UNMAPPED, on_unmapped, 0);
  hook(UC_HOOK_INTR, on_interrupt, 0);
  hook(UC_HOOK_INSN, on_in, UC_X86_INS_IN);
  hook(UC_HOOK_INSN, on_out, UC_X86_INS_OUT);
}

void library_start(void) {
  open_machine();
  uc_engine *first = library.unicorn;
  library.context_bytes = uc_context_size(first);
  if (uc_context_alloc(first, &library.fresh) || uc_context_alloc(first, &library.scratch)) fail("no memory");
  // Written before the layout check spoils the registers: FNINIT's control word, and MXCSR's reset value.
  uint32_t control = 0x37F, mxcsr = 0x1F80;
  uc_reg_write(first, UC_X86_REG_FPCW, &control);
  uc_reg_write(first, UC_X86_REG_MXCSR, &mxcsr);
  uc_context_save(first, library.fresh);
  memset((uint8_t *)library.fresh + OFFSET_FPU_TAGS, 1, 8);
  if (!processor_layout_holds(first)) fail("this libunicorn keeps its state in other places than 2.0.1 (see processor.h)");
  if (!memory_start()) fail("no memory");
}

static void map_ram(uint32_t bytes) {
  if (bytes == library.ram_bytes) return;
  if (library.ram_bytes && uc_mem_unmap(library.unicorn, 0, library.ram_bytes)) fail("cannot unmap RAM");
  if (uc_mem_map_ptr(library.unicorn, 0, bytes, UC_PROT_ALL, memory_ram())) fail("cannot map RAM");
  library.ram_bytes = bytes;
}

// --- running ---

static void begin(void) {
  const struct wire_case *head = library.item->head;
  map_ram(head->ram_bytes);
  memset(library.port_used, 0, head->ports);
  library.instructions = library.ticks = 0;
  library.outs = 0;
  library.ended = library.ended_at_instruction = library.modified = library.interrupted = false;
  library.outcome = OUTCOME_UNSUPPORTED;
  library.note = WIRE_NOTE_ENGINE_ERROR;

  memcpy(library.scratch, library.fresh, library.context_bytes);
  struct processor *processor = (struct processor *)library.scratch;
  processor_set(processor, &head->registers);
  if (head->has_fx) processor_set_fx(processor, library.item->fx);
  uc_context_restore(library.unicorn, library.scratch);
  if (head->has_fx) {
    uc_reg_write(library.unicorn, UC_X86_REG_FPCW, library.item->fx);
    uc_reg_write(library.unicorn, UC_X86_REG_MXCSR, library.item->fx + 24);
  }
}

static uint32_t linear_eip(void) {
  struct processor *processor = (struct processor *)library.scratch;
  uc_context_save(library.unicorn, library.scratch);
  return (uint32_t)(processor->segment[CODE_SEGMENT].base + processor->eip);
}

static void forget_executed(void) {
  for (uint32_t i = 0; i < library.executeds; i++) {
    library.executed[library.executed_page[i]] = 0;
    uint64_t base = (uint64_t)library.executed_page[i] * PAGE_BYTES;
    uc_ctl_remove_cache(library.unicorn, base, base + PAGE_BYTES);
  }
  library.executeds = 0;
}

// HLT's length tells whether it was executed last.
static bool after_halt(void) {
  if (!library.instructions || library.last >= library.ram_bytes) return false;
  unsigned length = halt_length(memory_ram() + library.last);
  return length && linear_eip() == library.last + length;
}

static bool among(const uint64_t *exits, unsigned count, uint64_t linear) {
  for (unsigned i = 0; i < count; i++)
    if (exits[i] == linear) return true;
  return false;
}

// One start of the library, up to one of the exits, of which there is room for one more. `ahead`: or up to so many bytes on.
static uc_err start(uint32_t linear, uint64_t *exits, unsigned count, uint32_t ahead) {
  uint32_t base = (uint32_t)((const struct processor *)library.scratch)->segment[CODE_SEGMENT].base;
  exits[count] = linear + ahead;
  if (uc_ctl_set_exits(library.unicorn, exits, count + (ahead != 0))) fail("cannot set the exits");
  return uc_emu_start(library.unicorn, linear - base, 0, 0, 0);
}

// The translator runs ahead of execution, to the end of the page if nothing ends its block: hundreds of zero bytes, a millisecond, and
// again each time the run is resumed. Who has left what the case is known to execute goes on a few bytes at a time.
static uc_err run(uint32_t linear, uint64_t *exits, unsigned count, uint32_t ahead) {
  uc_err error = start(linear, exits, count, ahead);
  for (unsigned resumed = 0; !library.ended; error = start(linear, exits, count, ahead)) {
    if (library.interrupted) {
      library.interrupted = library.modified = false;
      if (++resumed > MAX_RESUMED) {
        end(OUTCOME_UNSUPPORTED, WIRE_NOTE_ENGINE_ERROR);
        break;
      }
      linear_eip(); // for the code segment
      linear = library.last;
    } else {
      uint32_t at = linear_eip();
      if (error || !ahead || at != linear + ahead || among(exits, count, at) || after_halt()) break;
      linear = at;
    }
    forget_executed(); // blocks that other exits have ended
    ahead = AHEAD_BYTES;
  }
  return error;
}

static void execute(uint32_t time_limit_us) {
  const struct wire_case *head = library.item->head;
  begin();
  library.deadline_ns = nanoseconds() + 1000ull * time_limit_us;
  // The translator runs ahead of execution, through hundreds of zero bytes, unless an exit address ends its block: the stops, and at
  // first the ends of the memory runs too. Where such an end is really reached, the run goes on without those.
  uint64_t exits[MAX_EXITS + 1];
  unsigned stops = 0;
  for (; stops < head->stops && stops < MAX_EXITS; stops++) exits[stops] = library.item->stop[stops];
  unsigned count = stops;
  const uint8_t *at = library.item->memory;
  for (unsigned i = 0; i < head->memories && count < MAX_EXITS; i++) {
    struct item_run memory = item_next_run(&at);
    exits[count++] = memory.address + memory.length;
  }
  uc_err error = run(head->registers.segment[CODE_SEGMENT].base + head->registers.eip, exits, count, 0);
  if (!library.ended && !error && count > stops && !is_stop(linear_eip()) && !after_halt()) {
    forget_executed();
    error = run(linear_eip(), exits, stops, AHEAD_BYTES);
  }
  if (!library.ended && error == UC_ERR_INSN_INVALID)
    library.vector = VECTOR_UD, library.outcome = OUTCOME_EXCEPTION, library.note = WIRE_NOTE_NONE;
  else if (!library.ended && error == UC_ERR_OK)
    library.outcome = after_halt() ? OUTCOME_HALTED : OUTCOME_STOPPED, library.note = WIRE_NOTE_NONE;
  forget_executed();
}

void library_run(const struct item *item, uint32_t time_limit_us, struct library_result *result) {
  const struct wire_registers *registers = &item->head->registers;
  library.item = item;
  if (++library.cases % CASES_OF_A_MACHINE == 0) open_machine();
  library.segmented = (registers->cr0 & CR0_PE) && !(registers->eflags & FLAG_VM);
  struct item_run code = item_code(item);
  if (aborts(memory_ram() + code.address, code.length)) {
    result->outcome = OUTCOME_UNSUPPORTED, result->note = WIRE_NOTE_ENGINE_ERROR;
    return;
  }
  execute(time_limit_us);
  uc_context_save(library.unicorn, library.scratch);
  uint32_t eflags = 0;
  uc_reg_read(library.unicorn, UC_X86_REG_EFLAGS, &eflags);
  const struct processor *processor = (const struct processor *)library.scratch;
  processor_get(processor, eflags, &result->registers);
  // Where a hook ended the run, the library has left the linear address in EIP.
  if (library.ended_at_instruction) result->registers.eip = library.last - result->registers.segment[CODE_SEGMENT].base;
  result->registers.tsc_low = registers->tsc_low, result->registers.tsc_high = registers->tsc_high;
  result->outcome = library.outcome;
  result->note = library.note;
  result->vector = library.vector;
  memcpy(&result->error, (const uint8_t *)processor + OFFSET_ERROR_CODE, 4);
  result->instructions = library.instructions;
  result->out = library.out;
  result->outs = library.outs;
}

void library_fx(uint8_t fx[512]) {
  processor_get_fx((const struct processor *)library.scratch, fx);
}
