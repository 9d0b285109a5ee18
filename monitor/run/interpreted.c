// The whole guest by the interpreter.
#include "../emulate/emulate.h"

enum outcome run_interpreted(struct vm *vm) {
  enum outcome outcome;
  while (!control_before_instruction(vm, &outcome)) {
    switch (interpret(vm)) {
    case STEP_OK: break;
    case STEP_HALTED:
      if (control_wakes(vm)) break;
      return OUTCOME_HALTED;
    case STEP_EXCEPTION: return OUTCOME_EXCEPTION;
    case STEP_SHUTDOWN: return OUTCOME_SHUTDOWN;
    }
  }
  return outcome;
}
