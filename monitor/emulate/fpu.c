// When the x87, MMX and SSE instructions may run (SDM Vol. 3A, tables 2-2, 12-1 and 13-1; 2.5), and the x87's initial state.
#include "fpu.h"
#include "../../driver/driver.h"

void require_x87(struct vm *vm) {
  if (vm->cpu.cr0 & (CR0_EM | CR0_TS)) raise_exception(vm, VECTOR_NM, 0);
}

void require_mmx(struct vm *vm) {
  if (vm->cpu.cr0 & CR0_EM) raise_exception(vm, VECTOR_UD, 0);
  if (vm->cpu.cr0 & CR0_TS) raise_exception(vm, VECTOR_NM, 0);
}

void require_sse(struct vm *vm) {
  if ((vm->cpu.cr0 & CR0_EM) || !(vm->cpu.cr4 & CR4_OSFXSR)) raise_exception(vm, VECTOR_UD, 0);
  if (vm->cpu.cr0 & CR0_TS) raise_exception(vm, VECTOR_NM, 0);
}

// With CR0.NE clear the error goes out by FERR#, and the processor waits in front of this instruction for the interrupt that answers it,
// unless IGNNE# is asserted. A wait that nothing would end (interrupts disabled) is not entered.
static void report_outside(struct vm *vm) {
  struct control *control = &vm->control;
  if (!control->ferr) {
    control->ferr = true;
    world_ferr(vm, true);
  }
  if (!control->ignne && control->intr) retry_for_interrupt(vm);
}

void check_x87_pending(struct vm *vm) {
  if (!x87_pending(fx_image(vm))) return;
  if (vm->cpu.cr0 & CR0_NE) raise_exception(vm, VECTOR_MF, 0);
  report_outside(vm);
}

void settle_ferr(struct vm *vm) {
  if (x87_pending(fx_image(vm)) && !(vm->cpu.cr0 & CR0_NE)) return;
  vm->control.ferr = vm->control.ignne = false;
  world_ferr(vm, false);
}

void x87_initialize(struct fx_image *fx) {
  fx->control = 0x037F;
  fx->status = 0;
  fx->tags = 0;
  x87_settle_pointers(fx);
}

void x87_settle_pointers(struct fx_image *fx) {
  fx->instruction_selector = fx->data_selector = 0;
  if (x87_pending(fx)) return;
  fx->opcode = 0;
  fx->instruction_offset = fx->data_offset = 0;
}

void x87_summarize(struct fx_image *fx) {
  if (x87_pending(fx))
    fx->status |= X87_SUMMARY | X87_BUSY;
  else
    fx->status &= (uint16_t) ~(X87_SUMMARY | X87_BUSY);
  x87_settle_pointers(fx);
}
