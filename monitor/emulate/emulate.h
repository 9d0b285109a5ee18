// The interpreter: carries out one instruction on vm->cpu, faults included.
#ifndef PLEX86_EMULATE_H
#define PLEX86_EMULATE_H

#include "../cpu/system.h"
#include "../sbe/decode.h"

// Executes the instruction at CS:EIP, delivers the exception it raises (unless control.stop_at_exception) and the debug traps due
// after it. A repeated string instruction runs to its end, but for at most 65,536 iterations a step (one, while EFLAGS.TF is set), and is then
// left with EIP on it, as an interrupt would leave it. Does not look at stops, events or interrupts: see control_before_instruction().
enum step interpret(struct vm *vm);
// Takes the running instruction back where an interrupt would be delivered in front of it; else returns.
void retry_for_interrupt(struct vm *vm);
// While FERR# is asserted, between instructions: whether it still is.
void settle_ferr(struct vm *vm);
// Runs the guest by the interpreter alone until something in vm->control ends it.
enum outcome run_interpreted(struct vm *vm);

// --- inside monitor/emulate/ ---
// A handler carries out one decoded instruction. vm->cpu.eip is already past it.
typedef void handler(struct vm *vm, const struct insn *insn);
// By map (0: one byte, 1: 0F) and opcode; a group's handler looks at insn->reg. Null: #UD.
extern handler *const handlers[2][256];

uint32_t effective_address(const struct cpu *cpu, const struct insn *insn); // offset, already truncated to the address size

#endif
