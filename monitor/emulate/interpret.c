// One instruction: fetch, decode, execute, and the exception or debug trap that it ends with.
#include "handlers.h"
#include "operand.h"

// The shadow of an instruction covers the next one only, whether that completes or ends in a handler.
static enum step deliver(struct vm *vm) {
  enum step step = deliver_exception(vm);
  if (step == STEP_OK) vm->cpu.shadow = SHADOW_NONE;
  return step;
}

// A fault takes back what the instruction did to the registers, but not what the exception itself reports.
enum { RETRY = 0xFF }; // no vector: the instruction is taken back, and that is all

// Most instructions change registers, EIP and EFLAGS and nothing else of the processor, and most never fault.
static inline void keep(struct vm *vm) {
  struct cpu *to = &vm->restart;
  const struct cpu *from = &vm->cpu;
  __builtin_memcpy(to->gpr, from->gpr, sizeof to->gpr);
  to->eip = from->eip;
  to->eflags = from->eflags;
  to->shadow = from->shadow;
  to->debug_trap = from->debug_trap;
  vm->restart_whole = false;
}

static void keep_whole(struct vm *vm) {
  vm->restart = vm->cpu;
  vm->restart_whole = true;
}

static void take_back(struct vm *vm) {
  struct cpu *to = &vm->cpu;
  const struct cpu *from = &vm->restart;
  if (vm->restart_whole) {
    if (to->cr3 != from->cr3) tlb_flush(vm, false);
    *to = *from;
    return;
  }
  __builtin_memcpy(to->gpr, from->gpr, sizeof to->gpr);
  to->eip = from->eip;
  to->eflags = from->eflags;
  to->shadow = from->shadow;
  to->debug_trap = from->debug_trap;
}

void retry_for_interrupt(struct vm *vm) {
  struct cpu now = vm->cpu;
  take_back(vm);
  if (!control_wakes(vm)) {
    vm->cpu = now;
    return;
  }
  vm->exception.vector = RETRY;
  __builtin_longjmp(vm->fault_jump, 1);
}

static enum step fault(struct vm *vm) {
  if (vm->exception.vector == RETRY) return STEP_OK;
  vm->restart.cr2 = vm->cpu.cr2;
  vm->restart.dr[6] = vm->cpu.dr[6];
  if (MUTANT(vm, MUTANT_FAULT_KEEPS_REGISTERS)) memcpy(vm->restart.gpr, vm->cpu.gpr, sizeof vm->cpu.gpr);
  take_back(vm);
  return deliver(vm);
}

// Opcodes that no processor has ever given operands are undefined as soon as they are seen. UD0 and UD1 (0F FF, 0F B9) have a ModR/M byte,
// which must be there first (SDM Vol. 2B, UD); what is missing at the end of a segment comes before what is wrong (Vol. 3A, table 6-2).
static bool undefined_already(const struct vm *vm, const uint8_t *bytes, unsigned available) {
  static const uint8_t opcodes[] = {0x24, 0x26, 0x7A, 0x7B, 0xA6, 0xA7};
  uint8_t padded[INSN_MAX_BYTES] = {0};
  struct insn insn;
  memcpy(padded, bytes, available);
  if (decode(&insn, padded, sizeof padded, code32(&vm->cpu), vm->cpu.model) != DECODE_UNDEFINED || insn.map != 1) return false;
  for (unsigned i = 0; i < ARRAY_LENGTH(opcodes); i++)
    if (insn.opcode == opcodes[i]) return true;
  return false;
}

static _Noreturn void refuse(struct vm *vm, enum decode_status status, const uint8_t *bytes, unsigned available) {
  if (status == DECODE_TRUNCATED && available < INSN_MAX_BYTES) {
    if (undefined_already(vm, bytes, available)) undefined_opcode(vm);
    fetch_fault(vm, available);
  }
  if (status == DECODE_UNDEFINED) undefined_opcode(vm);
  raise_general_protection(vm, 0); // longer than 15 bytes
}

__attribute__((noinline)) static enum step after_traps(struct vm *vm, uint32_t eflags) {
  if (MUTANT(vm, MUTANT_TF_LATE) && !(vm->cpu.debug_trap & DR6_BS)) {
    vm->cpu.debug_trap |= DR6_BS;
    return STEP_OK;
  }
  return debug_traps(vm, eflags) ? deliver(vm) : STEP_OK;
}

__attribute__((noinline)) static const struct insn *fetch_and_decode(struct vm *vm, struct insn *insn) {
  uint8_t bytes[INSN_MAX_BYTES + 1];
  unsigned available = fetch_code(vm, bytes);
  enum decode_status status = decode(insn, bytes, available, code32(&vm->cpu), vm->cpu.model);
  if (__builtin_expect(status != DECODE_OK, 0)) refuse(vm, status, bytes, available);
  decoded_note(vm, bytes, insn);
  return insn;
}

enum step interpret(struct vm *vm) {
  struct cpu *cpu = &vm->cpu;
  struct insn decoded_now;

  keep(vm);
  if (__builtin_setjmp(vm->fault_jump)) return fault(vm);
  if (__builtin_expect(cpu->dr[7] & 0xFF, 0) && cpu->shadow != SHADOW_MOVSS) {
    uint32_t hits = debug_code_match(cpu);
    if (hits) {
      cpu->dr[6] |= hits | DR6_FIXED;
      raise_exception(vm, VECTOR_DB, 0);
    }
  }
  const struct insn *insn = decoded_find(vm);
  if (__builtin_expect(!insn, 0)) insn = fetch_and_decode(vm, &decoded_now);
  handler *handle = handlers[insn->map][insn->opcode];
  if (__builtin_expect(!handle, 0)) undefined_opcode(vm);
  if (__builtin_expect(insn->sbe_class > SBE_BRANCH_COMPUTED, 0)) keep_whole(vm);

  uint32_t eflags = cpu->eflags;
  vm->executed_class = insn->sbe_class;
  vm->executed_length = insn->length;
  cpu->eflags &= ~(uint32_t)FLAG_RF;
  cpu->shadow = SHADOW_NONE;
  cpu->eip += insn->length;
  handle(vm, insn);
  vm->counters.instructions++;

  if (__builtin_expect((eflags & FLAG_TF) || cpu->debug_trap, 0)) {
    // A halt ends the run before its trap: the harness stops there.
    if (!cpu->halted) return after_traps(vm, eflags);
  }
  return cpu->halted ? STEP_HALTED : STEP_OK;
}
