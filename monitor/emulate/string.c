// String instructions, repeated or not, and INS and OUTS.
#include "../../driver/driver.h"
#include "handlers.h"
#include "operand.h"

// An interrupt is looked for between iterations on the processor; here after so many (see interpret()).
enum { ITERATIONS_A_STEP = 65536 };

// One iteration; false: a comparing instruction's condition ends the repetition.
typedef bool iteration(struct vm *vm, const struct insn *insn);
// Several iterations at once, at most `count`; returns how many: none, where they have to be made one by one.
typedef uint32_t iterations(struct vm *vm, const struct insn *insn, uint32_t count);

static void advance(struct vm *vm, const struct insn *insn, unsigned index) {
  struct cpu *cpu = &vm->cpu;
  unsigned bytes = width(insn);
  bool down = (cpu->eflags & FLAG_DF) && !MUTANT(vm, MUTANT_STRING_DF);
  uint32_t value = down ? cpu->gpr[index] - bytes : cpu->gpr[index] + bytes;
  set_register(cpu, index, insn->address_bytes, value);
}

static uint32_t read_source(struct vm *vm, const struct insn *insn) {
  return read_memory(vm, source_segment(insn), vm->cpu.gpr[ESI] & address_mask(insn), width(insn));
}

static uint32_t read_destination(struct vm *vm, const struct insn *insn) {
  return read_memory(vm, ES, vm->cpu.gpr[EDI] & address_mask(insn), width(insn));
}

static void write_destination(struct vm *vm, const struct insn *insn, uint32_t value) {
  write_memory(vm, ES, vm->cpu.gpr[EDI] & address_mask(insn), width(insn), value);
}

static bool movs(struct vm *vm, const struct insn *insn) {
  write_destination(vm, insn, read_source(vm, insn));
  advance(vm, insn, ESI);
  advance(vm, insn, EDI);
  return true;
}

static bool stos(struct vm *vm, const struct insn *insn) {
  write_destination(vm, insn, get_register(&vm->cpu, EAX, width(insn)));
  advance(vm, insn, EDI);
  return true;
}

static bool lods(struct vm *vm, const struct insn *insn) {
  set_register(&vm->cpu, EAX, width(insn), read_source(vm, insn));
  advance(vm, insn, ESI);
  return true;
}

// F3 repeats while equal, F2 while not.
static bool repeats(const struct vm *vm, const struct insn *insn) {
  bool equal = vm->cpu.eflags & FLAG_ZF;
  return insn->rep == 0xF3 ? equal : !equal;
}

// ES:EDI is looked at first: where both operands fault it is its fault that is seen. Not so for REPE CMPSB, which has a fast way of its own.
static bool cmps(struct vm *vm, const struct insn *insn) {
  bool source_first = insn->opcode == 0xA6 && insn->rep == 0xF3;
  uint32_t source = source_first ? read_source(vm, insn) : 0;
  uint32_t destination = read_destination(vm, insn);
  if (!source_first) source = read_source(vm, insn);
  compare(vm, source, destination, width(insn));
  advance(vm, insn, ESI);
  advance(vm, insn, EDI);
  if (MUTANT(vm, MUTANT_CMPS_REPNE) && insn->rep == 0xF2) return !repeats(vm, insn);
  return repeats(vm, insn);
}

static bool scas(struct vm *vm, const struct insn *insn) {
  unsigned bytes = width(insn);
  compare(vm, get_register(&vm->cpu, EAX, bytes), read_destination(vm, insn), bytes);
  advance(vm, insn, EDI);
  return repeats(vm, insn);
}

// The port is not read before it is certain that its value can be stored.
static bool ins(struct vm *vm, const struct insn *insn) {
  uint16_t port = (uint16_t)vm->cpu.gpr[EDX];
  unsigned bytes = width(insn);
  check_port(vm, port, bytes);
  read_for_write(vm, ES, vm->cpu.gpr[EDI] & address_mask(insn), bytes);
  write_destination(vm, insn, port_in(vm, port, bytes));
  advance(vm, insn, EDI);
  return true;
}

static bool outs(struct vm *vm, const struct insn *insn) {
  uint16_t port = (uint16_t)vm->cpu.gpr[EDX];
  check_port(vm, port, width(insn));
  port_out(vm, port, width(insn), read_source(vm, insn));
  advance(vm, insn, ESI);
  return true;
}

// What an iteration has changed is final: a fault in a later one leaves the registers as this one did. EFLAGS too: that is what the silicon does,
// although SDM Vol. 2B, REP, has them go back to the start of the instruction.
static void commit(struct vm *vm) {
  if (MUTANT(vm, MUTANT_REP_RESTART)) return;
  static const uint8_t changed[] = {EAX, ECX, ESI, EDI};
  for (unsigned i = 0; i < ARRAY_LENGTH(changed); i++) vm->restart.gpr[changed[i]] = vm->cpu.gpr[changed[i]];
  vm->restart.eflags = (vm->restart.eflags & ~(uint32_t)FLAGS_ARITHMETIC) | (vm->cpu.eflags & FLAGS_ARITHMETIC);
}

static void repeat_in_pieces(struct vm *vm, const struct insn *insn, iteration *iterate, iterations *several) {
  struct cpu *cpu = &vm->cpu;
  if (insn->rep == 0) {
    iterate(vm, insn);
    return;
  }
  // Traps and breakpoints come after each iteration.
  bool traps = (cpu->eflags & FLAG_TF) || (cpu->dr[7] & 0xFF);
  uint32_t left = traps ? 1 : ITERATIONS_A_STEP;
  unsigned count_bytes = MUTANT(vm, MUTANT_REP_ECX16) ? 4 : insn->address_bytes;
  uint32_t count = get_register(cpu, ECX, count_bytes);
  while (count != 0) {
    uint32_t done = several && !traps ? several(vm, insn, count < left ? count : left) : 0;
    bool more = done || iterate(vm, insn);
    if (!done) done = 1;
    count -= done;
    set_register(cpu, ECX, count_bytes, count);
    if (!more || count == 0) return;
    commit(vm);
    left -= done;
    if (left == 0) {
      if (!traps) control_spend(&vm->control, ITERATIONS_A_STEP);
      // Back to the instruction, and with RF set, as an event between iterations would push it (SDM Vol. 3B, 17.3.1.1).
      cpu->eip = vm->restart.eip;
      if (traps) cpu->eflags |= FLAG_RF;
      return;
    }
  }
}

static void repeat(struct vm *vm, const struct insn *insn, iteration *iterate) {
  repeat_in_pieces(vm, insn, iterate, NULL);
}

void string_movs(struct vm *vm, const struct insn *insn) {
  repeat_in_pieces(vm, insn, movs, pieces_movs);
}
void string_stos(struct vm *vm, const struct insn *insn) {
  repeat(vm, insn, stos);
}
void string_lods(struct vm *vm, const struct insn *insn) {
  repeat(vm, insn, lods);
}
void string_cmps(struct vm *vm, const struct insn *insn) {
  repeat(vm, insn, cmps);
}
void string_scas(struct vm *vm, const struct insn *insn) {
  repeat(vm, insn, scas);
}
// The right to the port is checked even where the count is zero: silicon, Bochs and QEMU agree.
void string_ins(struct vm *vm, const struct insn *insn) {
  check_port(vm, (uint16_t)vm->cpu.gpr[EDX], width(insn));
  repeat_in_pieces(vm, insn, ins, pieces_in);
}
void string_outs(struct vm *vm, const struct insn *insn) {
  check_port(vm, (uint16_t)vm->cpu.gpr[EDX], width(insn));
  repeat_in_pieces(vm, insn, outs, pieces_out);
}
