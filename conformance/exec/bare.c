// The engine `bare`: the original bytes, unpatched, single-stepped by TF in local segments with the case's own bases, limits and
// types. What the silicon says in ring 3 is said by the silicon; what ring 3 cannot be asked about ends the case as unsupported. Where a
// case has its exceptions delivered, the fault is the silicon's, and the way into the handler the monitor's own: no opinion on that way.
#include "../../monitor/emulate/emulate.h"
#include "exec.h"

// Two views of all RAM, so that the data view can be filled by page (touched pages are what a result is made from) and no page is
// ever writable and executable.
#define BARE_DATA 0x20000000u
#define BARE_CODE 0xA0000000u
enum { SPACE = 0, SLOTS = 64, BARE_RAM_BYTES = 0x20000000, MOST_OPERAND = 512 };

void bare_begin(struct exec *exec) {
  if (world_map(&exec->vm, SPACE, BARE_CODE, BARE_RAM_BYTES, WORLD_RAM, 0, WORLD_READ_EXECUTE) != WORLD_OK)
    world_panic(&exec->vm, "no room for the views of the engine bare");
}
void bare_end(struct exec *exec) {
  world_unmap(&exec->vm, SPACE, BARE_CODE, BARE_RAM_BYTES);
  world_unmap(&exec->vm, SPACE, BARE_DATA, BARE_RAM_BYTES);
  memset(exec->bare_kept, 0, sizeof exec->bare_kept);
}

// The pages last used stay in the data view, and count as touched from the next case's start: to map one costs as much as a step.
void bare_page_untouched(struct exec *exec, uint32_t page) {
  for (unsigned i = 0; i < BARE_KEPT; i++)
    if (exec->bare_kept[i] == page + 1) return;
  uint32_t *kept = &exec->bare_kept[exec->bare_next++ % BARE_KEPT];
  if (*kept) world_unmap(&exec->vm, SPACE, BARE_DATA + (*kept - 1) * PAGE_BYTES, PAGE_BYTES);
  *kept = page + 1;
}

static void touch_kept(struct exec *exec) {
  for (unsigned i = 0; i < BARE_KEPT; i++) {
    uint32_t page = exec->bare_kept[i] - 1;
    if (!exec->bare_kept[i]) continue;
    if (page < exec->vm.memory.ram_bytes / PAGE_BYTES) {
      physical_touch(&exec->vm, page * PAGE_BYTES);
      continue;
    }
    world_unmap(&exec->vm, SPACE, BARE_DATA + page * PAGE_BYTES, PAGE_BYTES);
    exec->bare_kept[i] = 0;
  }
}

// --- segments ---

static uint64_t descriptor(uint32_t base, const struct segment *segment, unsigned type) {
  bool granular = segment->limit > 0xFFFFF;
  uint64_t limit = granular ? segment->limit >> 12 : segment->limit;
  uint64_t flags = (segment->attributes & SEGMENT_BIG ? 4u : 0) | (granular ? 8u : 0);
  return (limit & 0xFFFF) | (uint64_t)(base & 0xFFFFFF) << 16 | (uint64_t)(0xF1u | type) << 40 | (limit >> 16) << 48 | flags << 52 |
         (uint64_t)(base >> 24) << 56;
}

// Writing the local table is dear, and cases repeat their segments.
static uint16_t selector_of(struct exec *exec, uint64_t wanted, uint64_t *used) {
  const struct world *world = world_of(&exec->vm);
  for (unsigned slot = 0; slot < SLOTS; slot++)
    if (world->descriptor[slot] == wanted) {
      *used |= 1ull << slot;
      return world_selector(slot);
    }
  while (*used >> exec->bare_hand & 1) exec->bare_hand = (exec->bare_hand + 1) % SLOTS;
  unsigned slot = exec->bare_hand;
  exec->bare_hand = (uint8_t)((slot + 1) % SLOTS);
  *used |= 1ull << slot;
  return world_descriptor(&exec->vm, SPACE, slot, wanted) ? world_selector(slot) : 0;
}

static bool load_selectors(struct exec *exec, struct native *native) {
  struct vm *vm = &exec->vm;
  uint64_t used = 0;
  for (unsigned i = ES; i <= GS; i++) {
    const struct segment *segment = &vm->cpu.segment[i];
    unsigned type = segment->attributes & (SEGMENT_CODE | SEGMENT_EXPAND_DOWN | SEGMENT_WRITABLE);
    if (i == CS) {
      // Outside protected mode CS may be of a data type. Conforming or not makes no difference without far transfers.
      type = protected_mode(&vm->cpu) ? SEGMENT_CODE | (type & SEGMENT_READABLE) : SEGMENT_CODE | SEGMENT_READABLE;
    } else if (!(segment->attributes & SEGMENT_PRESENT)) {
      if (i == SS) return false;
      native->segment[i] = 0;
      continue;
    } else if (type & SEGMENT_CODE) {
      if (!(type & SEGMENT_READABLE)) return false; // cannot be loaded, only inherited from a task or from SMM
      type &= ~(unsigned)SEGMENT_CONFORMING;
    }
    if (segment->limit > 0xFFFFF && (segment->limit & 0xFFF) != 0xFFF) return false;
    native->segment[i] = selector_of(exec, descriptor(segment->base + (i == CS ? BARE_CODE : BARE_DATA), segment, type), &used);
    if (!native->segment[i]) return false;
  }
  return true;
}

// --- what ring 3 can be asked about ---

// What only the 386 and 486 have: MOV from and to the test registers (SDM Vol. 3A, 22.27). This processor has no such opcodes.
static bool test_register(const struct insn *insn) {
  return insn->map == 1 && (insn->opcode == 0x24 || insn->opcode == 0x26);
}

// Unprivileged and privileged alike end as the guest's CPL 3 says: #GP(0), whatever the instruction would have done. CLI and STI do so
// above IOPL, which is 0 for this process; without CR4.VME and CR4.PVI there is nothing between (SDM Vol. 2, CLI, table 3-7).
static bool privileged_at_cpl3(const struct cpu *cpu, const struct insn *insn) {
  if (insn->sbe_class == SBE_HALT || insn->sbe_class == SBE_CONTROL) return true;
  if (insn->map == 0 && (insn->opcode == 0xFA || insn->opcode == 0xFB)) return iopl(cpu) < 3 && !(cpu->cr4 & (CR4_VME | CR4_PVI));
  return insn->map == 1 && (insn->opcode == 0x30 || insn->opcode == 0x32); // wrmsr, rdmsr
}

// Undefined for the guest's model, but is it on this processor? Asking is harmless but for these.
static bool may_be_asked(const struct insn *insn) {
  static const uint8_t system[] = {0x01, 0x05, 0x07, 0x34, 0x35, 0xAA, 0xAE, 0xC7};
  for (unsigned i = 0; i < ARRAY_LENGTH(system); i++)
    if (insn->map == 1 && insn->opcode == system[i]) return false;
  return insn->sbe_class == SBE_UNDEFINED;
}

static bool reaches_code_view(const struct vm *vm, uint32_t linear) {
  return linear - (BARE_CODE - BARE_DATA) + MOST_OPERAND < BARE_RAM_BYTES + 2 * MOST_OPERAND;
}

// How far from its operand BT and its kin reach with an offset in a register (SDM Vol. 2A, BT).
static uint32_t bit_displacement(const struct cpu *cpu, const struct insn *insn) {
  if (insn->map != 1 || (insn->opcode & 0xE7) != 0xA3) return 0;
  uint32_t offset = cpu->gpr[insn->reg];
  return insn->operand_bytes == 2 ? (uint32_t)((int16_t)offset >> 4) * 2 : (uint32_t)((int32_t)offset >> 5) * 4;
}

// A data access there would read RAM where the guest has none: it would not fault, so it must not be tried.
static bool misled(struct vm *vm, const struct insn *insn) {
  const struct cpu *cpu = &vm->cpu;
  if (reaches_code_view(vm, cpu->segment[SS].base + (cpu->gpr[ESP] & stack_mask(cpu)))) return true;
  if (reaches_code_view(vm, cpu->segment[SS].base + (cpu->gpr[EBP] & stack_mask(cpu)))) return true;
  if (!insn_has_memory_operand(insn)) return false;
  if (reaches_code_view(vm, cpu->segment[ES].base + cpu->gpr[EDI])) return true;
  if (insn->segment >= SEGMENT_REGISTERS) return false;
  uint32_t base = cpu->segment[insn->segment].base;
  if (reaches_code_view(vm, base + cpu->gpr[ESI])) return true;
  bool string = !insn->has_modrm && insn->opcode >= 0xA4 && insn->opcode <= 0xAF;
  if (string) return insn->segment == CS; // too rare to look at
  uint32_t linear = base + (insn->map == 0 && insn->opcode == 0xD7 ? cpu->gpr[EBX] & (insn->address_bytes == 2 ? 0xFFFF : ~0u)
                                                                   : effective_address(cpu, insn) + bit_displacement(cpu, insn));
  // The code view holds more than the case's RAM.
  return insn->segment == CS ? linear >= vm->memory.ram_bytes - MOST_OPERAND : reaches_code_view(vm, linear);
}

static bool unit_usable(const struct cpu *cpu, const struct insn *insn) {
  unsigned unit = insn_unit(insn);
  if (unit == UNIT_NONE) return true;
  if (cpu->cr0 & (CR0_EM | CR0_TS)) return false;
  if (unit == UNIT_SSE) return (cpu->cr4 & CR4_OSFXSR) && (cpu->cr4 & CR4_OSXMMEXCPT);
  if (cpu->cr0 & CR0_NE) return true;
  return (cpu->fx[0] & 0x3F) == 0x3F; // an unmasked exception would become an interrupt
}

// INT3 and INTO end the case as traps. To deliver them would take the guest's gates.
static bool trap_that_ends(const struct vm *vm, const struct insn *insn) {
  return vm->control.stop_at_exception && insn->map == 0 && (insn->opcode == 0xCC || insn->opcode == 0xCE);
}

// UD0 and UD1 have a ModR/M byte on Intel's processors and none on AMD's (SDM Vol. 2B, UD), so at the end of a segment it is #GP or #UD.
static bool length_differs(const struct vm *vm, const struct insn *insn) {
  return insn->map == 1 && (insn->opcode == 0xB9 || insn->opcode == 0xFF || (test_register(insn) && vm->cpu.model != MODEL_DEFAULT));
}

// WIRE_NOTE_NONE: the processor may be asked.
static enum wire_note askable(struct vm *vm, const struct insn *insn, enum decode_status status) {
  const struct cpu *cpu = &vm->cpu;
  if (status == DECODE_TRUNCATED || status == DECODE_TOO_LONG) return WIRE_NOTE_NONE; // the CS limit, or 15 bytes: #GP(0)
  if (status == DECODE_UNDEFINED) return may_be_asked(insn) ? WIRE_NOTE_NONE : WIRE_NOTE_MODEL;
  if (misled(vm, insn)) return WIRE_NOTE_MEMORY_OUTSIDE;
  if (!unit_usable(cpu, insn)) return WIRE_NOTE_NOT_RING3;
  if (test_register(insn)) return WIRE_NOTE_MODEL;
  switch (insn->sbe_class) {
  case SBE_NATIVE:
  case SBE_BRANCH_DIRECT:
  case SBE_BRANCH_COMPUTED: return WIRE_NOTE_NONE;
  case SBE_CODE_OPERAND: return protected_mode(cpu) ? WIRE_NOTE_NONE : WIRE_NOTE_NOT_RING3; // real mode may write through CS
  case SBE_INTERRUPT: return trap_that_ends(vm, insn) ? WIRE_NOTE_NONE : WIRE_NOTE_NOT_RING3;
  default: return cpu->cpl == 3 && privileged_at_cpl3(cpu, insn) ? WIRE_NOTE_NONE : WIRE_NOTE_NOT_RING3;
  }
}

// --- stepping ---

enum { FLAGS_REAL = FLAGS_ARITHMETIC | FLAG_DF };

static void to_native(const struct cpu *cpu, struct native *native) {
  memcpy(native->gpr, cpu->gpr, sizeof native->gpr);
  native->eip = cpu->eip;
  native->eflags = (cpu->eflags & FLAGS_REAL) | FLAG_ONE | FLAG_TF;
  if (alignment_checked(cpu)) native->eflags |= FLAG_AC;
}

static void from_native(struct cpu *cpu, const struct native *native) {
  memcpy(cpu->gpr, native->gpr, sizeof cpu->gpr);
  cpu->eip = native->eip;
  cpu->eflags = (cpu->eflags & ~(uint32_t)FLAGS_REAL) | (native->eflags & FLAGS_REAL);
}

// A page of RAM that the data view did not have yet. false: there is no RAM.
static bool fill(struct vm *vm, uint32_t address) {
  uint32_t linear = address - BARE_DATA;
  if (linear >= vm->memory.ram_bytes) return false;
  physical_touch(vm, linear);
  return world_map(vm, SPACE, address & PAGE_MASK, PAGE_BYTES, WORLD_RAM, linear & PAGE_MASK, WORLD_READ_WRITE) == WORLD_OK;
}

enum stepped { STEPPED, STEPPED_EXCEPTION, STEPPED_OUTSIDE, STEPPED_WALL };

static enum stepped step(struct vm *vm, struct native *native, struct native_exit *exit) {
  uint32_t filled = 0;
  for (;;) {
    world_enter(vm, SPACE, native, exit);
    native->eflags |= FLAG_TF;
    if (exit->event == NATIVE_TICK) continue;
    if (exit->event == NATIVE_WALL) return STEPPED_WALL;
    if (exit->vector == VECTOR_DB) return STEPPED;
    if (exit->vector != VECTOR_PF) return STEPPED_EXCEPTION;
    if (exit->address == filled || !fill(vm, exit->address)) return STEPPED_OUTSIDE;
    filled = exit->address;
    if (vm->control.deadline_ns && world_nanoseconds(vm) > vm->control.deadline_ns) return STEPPED_OUTSIDE;
  }
}

// What cannot be asked although the CS limit cuts it short. The host kernel, which completes SGDT and its kin on #GP, does not look at the
// limit, and would complete what the processor refused.
static enum wire_note truncated(struct vm *vm) {
  uint8_t bytes[INSN_MAX_BYTES];
  struct insn insn;
  memset(&insn, 0, sizeof insn);
  physical_read_block(vm, vm->cpu.segment[CS].base + vm->cpu.eip, bytes, sizeof bytes);
  decode(&insn, bytes, sizeof bytes, code32(&vm->cpu), vm->cpu.model);
  if (insn.map == 1 && insn.opcode <= 1) return WIRE_NOTE_NOT_RING3;
  return length_differs(vm, &insn) ? WIRE_NOTE_MODEL : WIRE_NOTE_NONE;
}

// A repeated comparison that faults leaves EFLAGS as they were before its first iteration (SDM Vol. 2, REP), but TF makes every
// iteration an instruction of its own. So it is run once more from its start, without TF: it reads only, and ends in the same fault.
static bool repeats_comparison(const struct insn *insn) {
  return insn->rep && insn->map == 0 && (insn->opcode == 0xA6 || insn->opcode == 0xA7 || insn->opcode == 0xAE || insn->opcode == 0xAF);
}

static bool fault_again(struct vm *vm, struct native *native, struct native_exit *exit) {
  do {
    native->eflags &= ~(uint32_t)FLAG_TF;
    world_enter(vm, SPACE, native, exit);
  } while (exit->event == NATIVE_TICK);
  return exit->event == NATIVE_EXCEPTION && exit->vector != VECTOR_PF;
}

// vm->exception as the interpreter would have recorded it.
static __attribute__((noinline)) void record(struct vm *vm, uint8_t vector, uint32_t error) {
  if (__builtin_setjmp(vm->fault_jump) == 0) raise_exception(vm, vector, error);
}

static enum outcome unsupported(struct exec *exec, enum wire_note note) {
  exec->note = note;
  return OUTCOME_UNSUPPORTED;
}

static bool steppable(const struct cpu *cpu) {
  return !(cpu->eflags & FLAG_TF) && !debug_active(cpu) && !paging(cpu);
}

// The handler's world after the monitor has delivered what the processor raised. OUTCOME_STOPPED: go on.
static enum outcome deliver_by_monitor(struct exec *exec, struct native *native) {
  struct vm *vm = &exec->vm;
  if (deliver_exception(vm) == STEP_SHUTDOWN) return OUTCOME_SHUTDOWN;
  vm->cpu.shadow = SHADOW_NONE;
  if (!steppable(&vm->cpu) || !load_selectors(exec, native)) return unsupported(exec, WIRE_NOTE_NOT_RING3);
  return OUTCOME_STOPPED;
}

static enum outcome bare_loop(struct exec *exec, struct native *native) {
  struct vm *vm = &exec->vm;
  struct cpu *cpu = &vm->cpu;
  enum outcome outcome;
  struct native begin; // of the running instruction, when it repeats
  bool repeating = false;
  while (!control_before_instruction(vm, &outcome)) {
    uint8_t bytes[INSN_MAX_BYTES];
    struct insn insn;
    memset(&insn, 0, sizeof insn);
    unsigned available = fetch_code(vm, bytes);
    enum decode_status status = decode(&insn, bytes, available, code32(cpu), cpu->model);
    if (cpu->segment[CS].base + cpu->eip >= vm->memory.ram_bytes - INSN_MAX_BYTES) return unsupported(exec, WIRE_NOTE_MEMORY_OUTSIDE);
    if (status == DECODE_OK && insn.sbe_class == SBE_HALT && cpu->cpl == 0) {
      cpu->eip += insn.length;
      cpu->eflags &= ~(uint32_t)FLAG_RF;
      cpu->shadow = SHADOW_NONE;
      return OUTCOME_HALTED;
    }
    enum wire_note note = askable(vm, &insn, status);
    if (note) return unsupported(exec, note);
    if (status == DECODE_UNDEFINED && cpu->model != MODEL_DEFAULT) return unsupported(exec, WIRE_NOTE_MODEL);
    if (status == DECODE_TRUNCATED && (note = truncated(vm))) return unsupported(exec, note);
    struct native_exit exit;
    to_native(cpu, native);
    if (!repeating) begin = *native;
    uint32_t touched = vm->memory.touched_pages;
    enum stepped stepped = step(vm, native, &exit);
    // ENTER pushes what it has read just before: begun again after a page of its stack was filled in, it may read what it pushed.
    if (insn.map == 0 && insn.opcode == 0xC8 && vm->memory.touched_pages != touched) return unsupported(exec, WIRE_NOTE_NOT_RING3);
    if (stepped == STEPPED_WALL) return OUTCOME_ESCAPED;
    if (stepped == STEPPED_OUTSIDE) return unsupported(exec, WIRE_NOTE_MEMORY_OUTSIDE);
    if (status == DECODE_UNDEFINED && (stepped != STEPPED_EXCEPTION || exit.vector != VECTOR_UD)) return unsupported(exec, WIRE_NOTE_MODEL);
    if (stepped == STEPPED_EXCEPTION && repeating && repeats_comparison(&insn)) {
      *native = begin;
      if (!fault_again(vm, native, &exit)) return unsupported(exec, WIRE_NOTE_NOT_RING3);
    }
    repeating = insn.rep && native->eip == cpu->eip;
    from_native(cpu, native);
    if (stepped == STEPPED_EXCEPTION) {
      if (status == DECODE_OK && insn.sbe_class == SBE_INTERRUPT) {
        // A trap: the state is the one after the instruction.
        cpu->eflags &= ~(uint32_t)FLAG_RF;
        cpu->shadow = SHADOW_NONE;
      }
      record(vm, exit.vector, exit.error);
      if (vm->control.stop_at_exception) return OUTCOME_EXCEPTION;
      repeating = false;
      outcome = deliver_by_monitor(exec, native);
      if (outcome != OUTCOME_STOPPED) return outcome;
      continue;
    }
    cpu->eflags &= ~(uint32_t)FLAG_RF;
    cpu->shadow = SHADOW_NONE;
    if (!repeating) {
      vm->counters.instructions++;
      continue;
    }
    // A string instruction that stores over itself goes on as it was fetched, but TF makes the processor fetch it for every iteration.
    uint8_t again[INSN_MAX_BYTES];
    if (fetch_code(vm, again) != available || memcmp(again, bytes, insn.length) != 0) return unsupported(exec, WIRE_NOTE_NOT_RING3);
  }
  // Stepping is slow: that it ran out of time says nothing about the case.
  bool counted =
      vm->control.instruction_limit && vm->counters.instructions - vm->control.instructions_at_start >= vm->control.instruction_limit;
  return outcome == OUTCOME_LIMIT && !counted ? unsupported(exec, WIRE_NOTE_INSTRUCTIONS_UNCOUNTED) : outcome;
}

enum outcome run_bare(struct exec *exec) {
  struct vm *vm = &exec->vm;
  struct native native = {0};
  if (paging(&vm->cpu)) return unsupported(exec, WIRE_NOTE_PAGING);
  if (vm->control.events) return unsupported(exec, WIRE_NOTE_EVENTS);
  if (vm->memory.address_mask != 0xFFFFFFFF) return unsupported(exec, WIRE_NOTE_MODEL);
  if (!steppable(&vm->cpu) || !load_selectors(exec, &native)) return unsupported(exec, WIRE_NOTE_NOT_RING3);
  touch_kept(exec);
  return bare_loop(exec, &native);
}
