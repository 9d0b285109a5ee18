// The loop: scan what is about to be executed, execute it natively, see why that ended.
#include "internal.h"

// What the native flags are to the guest. IF, IOPL, NT, RF, VM, ID and TF are virtual.
enum { FLAGS_NATIVE = FLAGS_ARITHMETIC | FLAG_DF };

static unsigned collect_watches(const struct vm *vm, uint32_t *watch) {
  const struct control *control = &vm->control;
  unsigned count = 0;
  for (unsigned i = 0; i < control->stops; i++) watch[count++] = control->stop[i];
  for (unsigned i = 0; i < control->events; i++)
    if (control->event[i].kind == EVENT_AT_EIP) watch[count++] = control->event[i].at;
  return count;
}

// Scanned pages are known by their physical page, watched addresses are linear: they come together where a page is entered. false: there are
// too many.
bool watch_page(struct vm *vm, const struct where *where) {
  struct sbe *sbe = vm->sbe;
  for (uint32_t i = 0; i < sbe->wanted_watches; i++) {
    if ((sbe->wanted_watch[i] ^ where->linear) & PAGE_MASK) continue;
    uint32_t physical = (where->physical & PAGE_MASK) | (sbe->wanted_watch[i] & ~PAGE_MASK), known = 0;
    while (known < sbe->watches && sbe->watch[known] != physical) known++;
    if (known < sbe->watches) continue;
    if (known == WATCHES) return false;
    sbe->watch[sbe->watches++] = physical;
    for (unsigned i = sbe->first_slot[physical / PAGE_BYTES]; i; i = sbe->slot[i].sibling)
      if (sbe->slot[i].live) cache_reset(vm, i);
  }
  return true;
}

void sbe_refresh(struct vm *vm) {
  struct sbe *sbe = vm->sbe;
  if (sbe->address_mask != vm->memory.address_mask || sbe->ram_bytes != vm->memory.ram_bytes) {
    cache_forget(vm);
    if (sbe->paged.on)
      views_drop_all(vm);
    else
      views_change_memory(vm);
    sbe->address_mask = vm->memory.address_mask;
    sbe->ram_bytes = vm->memory.ram_bytes;
  }
  uint32_t watch[MAX_STOPS + MAX_EVENTS];
  unsigned watches = collect_watches(vm, watch);
  if (sbe->model != vm->cpu.model || sbe->wanted_watches != watches || memcmp(sbe->wanted_watch, watch, watches * sizeof *watch)) {
    cache_forget(vm);
    sbe->model = vm->cpu.model;
    sbe->wanted_watches = watches;
    sbe->watches = 0;
    memcpy(sbe->wanted_watch, watch, watches * sizeof *watch);
  }
  paging_refresh(vm);
}

bool sbe_locate(struct vm *vm, struct where *where) {
  uint32_t limit;
  if (!descriptors_code_limit(vm, &limit) || vm->cpu.eip > limit) return false;
  return sbe_locate_linear(vm, vm->cpu.segment[CS].base + vm->cpu.eip, where);
}

bool sbe_locate_linear(struct vm *vm, uint32_t linear, struct where *where) {
  const struct cpu *cpu = &vm->cpu;
  const struct segment *cs = &cpu->segment[CS];
  where->linear = linear;
  if (vm->sbe->paged.on) {
    where->view = code32(cpu) ? VIEW_FLAT : VIEW_16;
    if (!paging_locate(vm, where)) return false;
  } else {
    where->physical = where->linear & vm->memory.address_mask;
    if (!code32(cpu))
      where->view = VIEW_16;
    else
      where->view = cs->base == 0 && where->linear >= world_lowest_address(vm) ? VIEW_FLAT : VIEW_32;
    where->host = code_view_base[where->view] + where->linear;
    where->flags = 0;
  }
  if (where->physical >= vm->memory.ram_bytes || where->physical >= NATIVE_BYTES) return false;
  return !(vm->memory.page_flags[where->physical / PAGE_BYTES] & RAM_DEVICE);
}

// Events that wait for a number of instructions: what runs natively cannot be counted.
static bool counts_instructions(const struct vm *vm) {
  const struct control *control = &vm->control;
  if (vm->sbe->options.single) return false;
  for (unsigned i = 0; i < control->events; i++)
    if (control->event[i].kind == EVENT_AT_INSTRUCTION && !control->event[i].due && !control->event[i].done) return true;
  return false;
}

static bool native_state(const struct vm *vm) {
  const struct cpu *cpu = &vm->cpu;
  if (cpu->eflags & (FLAG_TF | FLAG_RF) || cpu->shadow != SHADOW_NONE || cpu->debug_trap) return false;
  if (protected_mode(cpu) && !(cpu->segment[CS].attributes & SEGMENT_PRESENT)) return false;
  return !debug_active(cpu) && !vm->control.ferr && !counts_instructions(vm);
}

// In strict mode a 16-bit branch inside a page must not leave it by wrapping at 64 KiB: the page lies in the segment as a whole.
static bool whole_page(const struct vm *vm, const struct where *where) {
  uint32_t offset = where->linear % PAGE_BYTES, eip = vm->cpu.eip;
  if (MUTANT(vm, MUTANT_REL16_MASK)) return true;
  return eip >= offset && eip - offset <= 0x10000 - PAGE_BYTES;
}

static void enter(struct vm *vm, struct native *native, struct native_exit *exit) {
  struct sbe *sbe = vm->sbe;
  struct cpu *cpu = &vm->cpu;
  memcpy(native->gpr, cpu->gpr, sizeof native->gpr);
  native->eip = cpu->eip;
  native->eflags = (cpu->eflags & FLAGS_NATIVE) | FLAG_ONE;
  // The host's CR0.AM is set and its ring is 3, so AC alone decides (SDM Vol. 3A, 2.3).
  if (cpu->cpl == 3 && cpu->cr0 & CR0_AM) native->eflags |= cpu->eflags & FLAG_AC;
  if (MUTANT(vm, MUTANT_FX_STALE) && sbe->fx_valid) memcpy(cpu->fx, sbe->fx, sizeof sbe->fx);
  native->code_changed = sbe->code_changed;
  sbe->code_changed = false;
  vm->counters.entries++;
  world_enter(vm, SPACE, native, exit);
  if (MUTANT(vm, MUTANT_FX_STALE)) {
    memcpy(sbe->fx, cpu->fx, sizeof sbe->fx);
    sbe->fx_valid = true;
  }
  uint32_t merged = FLAGS_NATIVE;
  if (MUTANT(vm, MUTANT_DF_LOST)) merged &= ~(uint32_t)FLAG_DF;
  if (MUTANT(vm, MUTANT_AF_LOST)) merged &= ~(uint32_t)FLAG_AF;
  memcpy(cpu->gpr, native->gpr, sizeof native->gpr);
  cpu->eip = native->eip;
  cpu->eflags = (cpu->eflags & ~merged) | (native->eflags & merged);
}

static enum step interpret_as(struct vm *vm, enum writer writer) {
  vm->sbe->writer = (uint8_t)writer;
  enum step step = interpret(vm);
  vm->sbe->writer = WRITER_OUTSIDE;
  return step;
}

// A native fault: the guest's own, or one that only the native segments have. The interpreter knows.
static enum step interpret_fault(struct vm *vm, unsigned vector) {
  bool explained = exit_explained(vm, vector);
  uint64_t instructions = vm->counters.instructions;
  enum step step = interpret_as(vm, WRITER_INTERPRETER);
  bool own = vm->counters.instructions == instructions; // it did not complete
  vm->counters.exits[own ? EXIT_FAULT : EXIT_DATA_OUTSIDE]++;
  if (!own) burst_begin(vm, vm->sbe->options.burst);
  if (!own && !explained) vm->counters.unexplained_faults++;
  return step;
}

// Whether the instruction at `where` may be executed natively as far as its page and the mode are concerned.
static bool native_place(struct vm *vm, const struct where *where) {
  return !(vm->sbe->options.mode == SBE_STRICT && where->view == VIEW_16 && !whole_page(vm, where));
}

// A trap site that is one only because it lies in two pages. The next one has to stand behind it.
static bool join(struct vm *vm, unsigned slot, const struct where *where) {
  struct sbe *sbe = vm->sbe;
  struct where next;
  uint32_t limit, next_page = (where->linear & PAGE_MASK) + PAGE_BYTES;
  if (sbe->options.mode == SBE_STRICT || !next_page) return false;
  for (uint32_t i = 0; i < sbe->wanted_watches; i++)
    if (sbe->wanted_watch[i] - where->linear <= INSN_MAX_BYTES) return false;
  if (!descriptors_code_limit(vm, &limit) || limit - vm->cpu.eip < 2 * INSN_MAX_BYTES) return false;
  if (!sbe_locate_linear(vm, next_page, &next) || next.view != where->view) return false;
  if (sbe->mixed[next.physical / PAGE_BYTES].interpreted) return false;
  return watch_page(vm, &next) && crossing_join(vm, slot, where, &next);
}

// The slot in which the instruction at `where` stands ready to be executed natively, or NO_SLOT: it is a trap site.
static unsigned prepare(struct vm *vm, const struct where *where) {
  struct sbe *sbe = vm->sbe;
  unsigned fpu = fpu_state(vm);
  sbe->straight.instructions = 0;
  if (fpu != sbe->fpu) {
    if (!MUTANT(vm, MUTANT_STALE_FPU_STATE)) views_change_fpu(vm, fpu);
    sbe->fpu = (uint8_t)fpu;
  }
  bool lent = lends_fs(vm);
  if (sbe->lent && !lent && vm->cpu.cpl == 3) views_drop_lent(vm);
  if (vm->cpu.cpl == 3) sbe->lent = lent;
  unsigned slot = cache_slot(vm, where->physical / PAGE_BYTES, where->view != VIEW_16, fpu, lent);
  if (sbe->wanted_watches && !watch_page(vm, where)) return NO_SLOT;
  unsigned offset = where->physical % PAGE_BYTES, kind = attribute_kind(sbe, slot, offset), site;
  if (gate_covers(sbe, slot, offset, &site)) return NO_SLOT;
  if (kind == ATTRIBUTE_UNSCANNED || (kind == ATTRIBUTE_INSIDE && !MUTANT(vm, MUTANT_OVERLAP_IGNORED))) {
    scan(vm, slot, offset);
    kind = attribute_kind(sbe, slot, offset);
  }
  if (kind == ATTRIBUTE_TRAP && !(attribute_reason(sbe, slot, offset) == SBE_PAGE_CROSSING && join(vm, slot, where))) return NO_SLOT;
  bool stands = sbe->paged.on ? paging_map_code(vm, slot, where) : views_map_code(vm, slot, where->host / PAGE_BYTES, 0);
  return stands ? slot : NO_SLOT;
}

// Native instructions are not counted, but some things are known of them: a stretch that ended at another EIP had at least one, a straight
// one that the scanner has just found had all that it found, and one that is interrupted by several ticks in a row, a millisecond or more apart, without leaving for any other reason, a great many.
enum { TICKS_AT_LEAST = 3, INSTRUCTIONS_A_TICK = 50000 };
static bool count_is_up(const struct vm *vm) {
  const struct control *control = &vm->control;
  const struct sbe *sbe = vm->sbe;
  if (!control->instruction_limit || sbe->options.single) return false;
  if (vm->counters.instructions - control->instructions_at_start + sbe->at_least > control->instruction_limit) return true;
  return sbe->ticks >= TICKS_AT_LEAST + control->instruction_limit / INSTRUCTIONS_A_TICK;
}

// A repeated string instruction can take ticks for one instruction.
static bool repeats(struct vm *vm) {
  uint8_t bytes[INSN_MAX_BYTES];
  struct insn insn;
  unsigned available = fetch_code(vm, bytes);
  return decode(&insn, bytes, available, code32(&vm->cpu), vm->cpu.model) == DECODE_OK && insn.rep;
}

static void note_stretch(struct vm *vm, uint32_t eip, const struct native_exit *exit) {
  struct sbe *sbe = vm->sbe;
  if (vm->cpu.eip != eip) {
    uint32_t base = vm->cpu.segment[CS].base, ended = base + vm->cpu.eip, passed = ended - (base + eip);
    bool straight = (base + eip) % PAGE_BYTES == sbe->straight.from && passed == sbe->straight.to - sbe->straight.from;
    sbe->at_least += straight && sbe->straight.instructions ? sbe->straight.instructions : 1;
  }
  if (exit->event == NATIVE_TICK && !repeats(vm))
    sbe->ticks++;
  else
    sbe->ticks = 0;
}

// Instructions of a page whose code is interpreted, until one lies elsewhere. What the page calls is likely to come back soon: there a burst
// begins.
static enum step interpret_mixed(struct vm *vm, uint32_t page, uint32_t most, bool *ended, enum outcome *outcome) {
  struct sbe *sbe = vm->sbe;
  const struct cpu *cpu = &vm->cpu;
  uint32_t linear_page = (cpu->segment[CS].base + cpu->eip) / PAGE_BYTES, left = most;
  bool here;
  enum step step;
  sbe->writer = WRITER_INTERPRETER;
  do {
    step = interpret(vm);
    left--;
    here = (cpu->segment[CS].base + cpu->eip) / PAGE_BYTES == linear_page;
  } while (step == STEP_OK && left && here && !(*ended = control_before_instruction(vm, outcome)));
  sbe->writer = WRITER_OUTSIDE;
  if (!here && sbe->options.burst && !sbe->trial.page) burst_continue(vm, sbe->options.burst);
  mixed_interpreted(vm, page, most - left);
  return step;
}

// What an exit by a gate costs, in interpreted instructions.
enum { GATE_BURST = 4 };

// One stretch of native execution, or of the interpreter where that is not possible. *ended: the run is over, with *outcome set.
static enum step advance(struct vm *vm, bool *escaped, bool *ended, enum outcome *outcome) {
  struct sbe *sbe = vm->sbe;
  struct where where;
  struct native native;
  struct native_exit exit;
  unsigned slot = NO_SLOT;
  paging_refresh(vm);
  if (native_state(vm) && sbe_locate(vm, &where)) {
    uint32_t page = where.physical / PAGE_BYTES, most;
    if (mixed_is_interpreted(vm, page, &most)) return interpret_mixed(vm, page, most, ended, outcome);
    if (native_place(vm, &where)) slot = prepare(vm, &where);
  }
  if (slot && vm->cpu.cpl == 3) paging_enter_user(vm);
  if (slot && sbe->options.window_at_once && where.view == VIEW_16) window16_open(vm);
  if (!slot || !descriptors_load(vm, where.view, &native)) return interpret_as(vm, WRITER_INTERPRETER);

  uint32_t eip = vm->cpu.eip;
  enter(vm, &native, &exit);
  enum exit_action action = exit_native(vm, &where, &native, &exit);
  if (action == ACTION_INTERPRET || action == ACTION_STORE || sbe->trapped)
    burst_begin(vm, sbe->by_gate && sbe->options.burst > GATE_BURST ? GATE_BURST : sbe->options.burst);
  note_stretch(vm, eip, &exit);
  if (sbe->options.single) {
    // One instruction was there to be executed; a branch to itself is never native.
    if (vm->cpu.eip != eip) vm->counters.instructions++;
    if (sbe->slot[slot].live) cache_reset(vm, slot);
  }
  if (action == ACTION_FAULT && vm->cpu.eip != eip && control_watches(&vm->control, vm->cpu.segment[CS].base + vm->cpu.eip)) {
    vm->counters.exits[EXIT_STOP]++; // a stop comes before the fault
    return STEP_OK;
  }
  switch (action) {
  case ACTION_RESUME: return STEP_OK;
  case ACTION_INTERPRET: return interpret_as(vm, WRITER_INTERPRETER);
  case ACTION_STORE: return interpret_as(vm, WRITER_NATIVE);
  case ACTION_FAULT: return interpret_fault(vm, exit.vector);
  case ACTION_ESCAPED: *escaped = true; return STEP_OK;
  }
  return STEP_OK;
}

// The rest of a burst, or as much of it as the run has room for: then *ended, with *outcome set.
static enum step interpret_burst(struct vm *vm, bool *ended, enum outcome *outcome) {
  struct burst *burst = &vm->sbe->burst;
  unsigned last_native = vm->sbe->options.mode == SBE_STRICT ? SBE_BRANCH_DIRECT : SBE_BRANCH_COMPUTED;
  enum step step;
  vm->sbe->writer = WRITER_INTERPRETER;
  do {
    uint32_t from = (vm->cpu.segment[CS].base + vm->cpu.eip) % PAGE_BYTES;
    step = interpret(vm);
    vm->counters.burst_instructions++;
    bool crosses = from + vm->executed_length > PAGE_BYTES;
    if (vm->executed_class > last_native || crosses || burst->events != vm->counters.would_exit || burst->first)
      burst_found(vm);
    else if (--burst->left == 0)
      burst_end(vm);
  } while (step == STEP_OK && burst->left && !(*ended = control_before_instruction(vm, outcome)));
  vm->sbe->writer = WRITER_OUTSIDE;
  return step;
}

// One turn may be a signal's round trip, or native execution up to a tick of the timer.
enum { TURN_INSTRUCTIONS = 128 };

enum outcome run_sbe(struct vm *vm) {
  enum outcome outcome;
  bool escaped = false, ended = false;
  sbe_refresh(vm);
  views_begin(vm);
  vm->sbe->fx_valid = false;
  vm->sbe->at_least = vm->sbe->ticks = 0;
  while (!control_before_instruction(vm, &outcome)) {
    // The A20 gate is a port: any instruction that was interpreted may have changed it.
    if (vm->memory.address_mask != vm->sbe->address_mask) sbe_refresh(vm);
    bool burst = vm->sbe->burst.left;
    switch (burst ? interpret_burst(vm, &ended, &outcome) : advance(vm, &escaped, &ended, &outcome)) {
    case STEP_OK: break;
    case STEP_HALTED:
      if (control_wakes(vm)) break;
      return OUTCOME_HALTED;
    case STEP_EXCEPTION: return OUTCOME_EXCEPTION;
    case STEP_SHUTDOWN: return OUTCOME_SHUTDOWN;
    }
    if (ended) return outcome;
    if (escaped) return OUTCOME_ESCAPED;
    if (count_is_up(vm)) return OUTCOME_LIMIT;
    if (!burst) control_spend(&vm->control, TURN_INSTRUCTIONS);
  }
  return outcome;
}
