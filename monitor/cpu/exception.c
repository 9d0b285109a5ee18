// Exceptions: raising one, and delivering it with what happens when the delivery itself faults. SDM Vol. 3A, 6.12, 6.15.
#include "../mutants.h"
#include "descriptor.h"

static bool pushes_error(uint8_t vector) {
  const uint32_t vectors =
      1u << VECTOR_DF | 1u << VECTOR_TS | 1u << VECTOR_NP | 1u << VECTOR_SS | 1u << VECTOR_GP | 1u << VECTOR_PF | 1u << VECTOR_AC;
  return vector < 32 && (vectors >> vector & 1);
}

_Noreturn void raise_exception(struct vm *vm, uint8_t vector, uint32_t error) {
  // Real mode has no error codes.
  vm->exception = (struct exception){.vector = vector, .has_error = pushes_error(vector) && !real_mode(&vm->cpu), .error = error};
  __builtin_longjmp(vm->fault_jump, 1);
}

_Noreturn void raise_general_protection(struct vm *vm, uint32_t error) {
  raise_exception(vm, VECTOR_GP, error);
}

enum exception_class { CLASS_BENIGN, CLASS_CONTRIBUTORY, CLASS_PAGE_FAULT, CLASS_DOUBLE_FAULT };

// SDM Vol. 3A, table 6-4.
static enum exception_class class_of(uint8_t vector) {
  switch (vector) {
  case VECTOR_DE:
  case VECTOR_TS:
  case VECTOR_NP:
  case VECTOR_SS:
  case VECTOR_GP: return CLASS_CONTRIBUTORY;
  case VECTOR_PF: return CLASS_PAGE_FAULT;
  case VECTOR_DF: return CLASS_DOUBLE_FAULT;
  default: return CLASS_BENIGN;
  }
}

// What `second`, found while `first` was being delivered, leads to (SDM Vol. 3A, table 6-5).
enum escalation { ESCALATE_SERIALLY, ESCALATE_DOUBLE_FAULT, ESCALATE_SHUTDOWN };

static enum escalation escalate(struct vm *vm, enum exception_class first, enum exception_class second) {
  if (second == CLASS_BENIGN || first == CLASS_BENIGN) return ESCALATE_SERIALLY;
  if (first == CLASS_DOUBLE_FAULT) return ESCALATE_SHUTDOWN;
  if (first == CLASS_CONTRIBUTORY && second == CLASS_PAGE_FAULT) return ESCALATE_SERIALLY;
  if (second == CLASS_PAGE_FAULT && MUTANT(vm, MUTANT_PAGE_FAULT_TWICE)) return ESCALATE_SERIALLY;
  return MUTANT(vm, MUTANT_DOUBLE_FAULT) ? ESCALATE_SERIALLY : ESCALATE_DOUBLE_FAULT;
}

// One attempt. false: it faulted; vm->exception says how and the state is again what it was (or the new task's, where a task switch had
// passed its point of no return).
static __attribute__((noinline)) bool attempt(struct vm *vm, uint8_t vector, bool has_error, uint32_t error, enum delivery delivery) {
  void *outer[ARRAY_LENGTH(vm->fault_jump)];
  memcpy(outer, vm->fault_jump, sizeof outer);
  vm->restart = vm->cpu;
  bool delivered;
  if (__builtin_setjmp(vm->fault_jump) == 0) {
    interrupt(vm, vector, has_error, error, delivery);
    delivered = true;
  } else {
    vm->cpu = vm->restart;
    delivered = false;
  }
  memcpy(vm->fault_jump, outer, sizeof outer);
  return delivered;
}

enum step deliver_exception(struct vm *vm) {
  for (;;) {
    if (vm->control.stop_at_exception) return STEP_EXCEPTION;
    struct exception now = vm->exception;
    vm->cpu.debug_trap = 0;
    if (attempt(vm, now.vector, now.has_error, now.error, DELIVER_FAULT)) {
      if (debug_traps(vm, 0)) continue; // the T bit of a task that a task gate entered
      return STEP_OK;
    }
    switch (escalate(vm, class_of(now.vector), class_of(vm->exception.vector))) {
    case ESCALATE_SERIALLY:
      // #AC while #AC is delivered: a processor goes round for ever (CVE-2015-5307). The state is the instruction's, so that
      // executing it again comes to the same, and the run's limits get their turn.
      if (vm->exception.vector == now.vector) return STEP_OK;
      break;
    case ESCALATE_DOUBLE_FAULT: vm->exception = (struct exception){.vector = VECTOR_DF, .has_error = !real_mode(&vm->cpu)}; break;
    case ESCALATE_SHUTDOWN: return STEP_SHUTDOWN;
    }
  }
}

enum step deliver_interrupt(struct vm *vm, uint8_t vector, bool nmi) {
  vm->cpu.halted = false;
  if (attempt(vm, vector, false, 0, DELIVER_EXTERNAL)) {
    if (nmi) vm->cpu.nmi_blocked = true;
    return debug_traps(vm, 0) ? deliver_exception(vm) : STEP_OK;
  }
  return deliver_exception(vm);
}
