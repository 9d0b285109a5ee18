// What the processor does beyond plain computing: exceptions, interrupts, segment loads, far transfers, tasks, control registers.
// The instructions themselves (operands, dispatch) are in monitor/emulate/; these functions carry out the rules of SDM Vol. 3A.
#ifndef PLEX86_CPU_SYSTEM_H
#define PLEX86_CPU_SYSTEM_H

#include "../vm.h"

enum vector {
  VECTOR_DE,
  VECTOR_DB,
  VECTOR_NMI,
  VECTOR_BP,
  VECTOR_OF,
  VECTOR_BR,
  VECTOR_UD,
  VECTOR_NM,
  VECTOR_DF,
  VECTOR_CSO, // coprocessor segment overrun, 386 and 387 only
  VECTOR_TS,
  VECTOR_NP,
  VECTOR_SS,
  VECTOR_GP,
  VECTOR_PF,
  VECTOR_MF = 16,
  VECTOR_AC,
  VECTOR_MC,
  VECTOR_XM,
};

// What one step of the interpreter, or a delivery, came to.
enum step {
  STEP_OK,        // the next instruction may run
  STEP_HALTED,    // HLT
  STEP_EXCEPTION, // an exception arose and control.stop_at_exception is set; cpu is as before the instruction (traps: after it)
  STEP_SHUTDOWN,  // triple fault
};

// Leaves the running instruction: vm->exception is set and control goes to vm->fault_jump. Whoever set that jump restores
// vm->cpu from vm->restart (for faults) and calls deliver_exception(). The error code is pushed only for the vectors that have one.
_Noreturn void raise_exception(struct vm *vm, uint8_t vector, uint32_t error);
_Noreturn void raise_general_protection(struct vm *vm, uint32_t error);

// What sort of event is being delivered: it decides DPL checks, the EXT bit and the pushed EIP (SDM Vol. 3A, 6.12, 6.13).
enum delivery {
  DELIVER_FAULT,    // an exception found while executing; vm->cpu holds the state to push
  DELIVER_EXTERNAL, // INTR or NMI
  DELIVER_INT_N,    // INT n: gate DPL and, in V86 mode, IOPL count
  DELIVER_INT3,     // INT3 and INTO: gate DPL counts, V86 IOPL does not
  DELIVER_ICEBP,    // a hardware-like #DB: neither counts
};

// Delivers vm->exception as the processor does, double and triple faults included. Needs no fault_jump of the caller's; sets its
// own. STEP_EXCEPTION where control.stop_at_exception is set (nothing was delivered then).
enum step deliver_exception(struct vm *vm);
// Delivers an external interrupt or NMI at the present instruction boundary. The caller has checked IF and the shadow.
enum step deliver_interrupt(struct vm *vm, uint8_t vector, bool nmi);
// One delivery attempt through the IVT or IDT, gates, stacks and tasks; raises on nested faults. For INT n and its like, called
// from inside an instruction: vm->cpu.eip is already the address to return to.
void interrupt(struct vm *vm, uint8_t vector, bool has_error, uint32_t error, enum delivery delivery);

// --- segment registers and descriptors ---
struct descriptor {
  uint32_t low, high;
};
struct segment segment_from_descriptor(uint16_t selector, struct descriptor descriptor);
// MOV sreg, POP sreg, LDS and the like, in any mode: every check, the accessed bit, null selectors; not CS.
void load_segment(struct vm *vm, unsigned segment, uint16_t selector);
// Sets a segment the way real and V86 mode do: base = 16 x selector; V86 also sets limit and attributes (SDM Vol. 3B, 20.2).
void set_real_segment(struct vm *vm, unsigned segment, uint16_t selector);
// Reads a descriptor with supervisor rights. false: the selector is outside its table (nothing raised).
bool read_descriptor(struct vm *vm, uint16_t selector, struct descriptor *descriptor);
void load_ldtr(struct vm *vm, uint16_t selector);
void load_task_register(struct vm *vm, uint16_t selector);
// LAR, LSL, VERR, VERW. false: ZF is to be cleared.
bool load_access_rights(struct vm *vm, uint16_t selector, uint32_t *rights);
bool load_segment_limit(struct vm *vm, uint16_t selector, uint32_t *limit);
bool verify_segment(struct vm *vm, uint16_t selector, bool for_write);

// --- far transfers: `bytes` is the operand size, 2 or 4. vm->cpu.eip is the address after the instruction. ---
void far_jump(struct vm *vm, uint16_t selector, uint32_t offset, unsigned bytes);
void far_call(struct vm *vm, uint16_t selector, uint32_t offset, unsigned bytes);
void far_return(struct vm *vm, unsigned bytes, uint16_t release);
void interrupt_return(struct vm *vm, unsigned bytes);
// Sets EIP for a near branch; raises #GP(0) where it is beyond the CS limit.
void near_branch(struct vm *vm, uint32_t eip);

// --- control, debug and model specific registers ---
uint32_t read_control(struct vm *vm, unsigned number);
void write_control(struct vm *vm, unsigned number, uint32_t value); // raises #GP, #UD; also LMSW and CLTS go through it
uint32_t read_debug(struct vm *vm, unsigned number);
void write_debug(struct vm *vm, unsigned number, uint32_t value);
uint64_t read_msr(struct vm *vm, uint32_t number);
uint64_t time_stamp(struct vm *vm); // what RDTSC returns
void write_msr(struct vm *vm, uint32_t number, uint64_t value);
void cpu_reset(struct vm *vm); // by the RESET pin; the model stays
void cpuid(struct vm *vm);
// Raises #GP(0) unless CPL <= IOPL (or V86/real rules) or the TSS's I/O permission map allows all `bytes` ports.
void check_port(struct vm *vm, uint16_t port, unsigned bytes);
// POPF and IRET: writes `value` to EFLAGS under the rules of CPL, IOPL and mode; `bytes` 2 or 4 (SDM Vol. 2, POPF, table 4-15).
void write_eflags_popf(struct vm *vm, uint32_t value, unsigned bytes);
// Hardware breakpoints and single-step (SDM Vol. 3B, 17.2, 17.3). true: any code breakpoint or TF makes native execution impossible.
bool debug_active(const struct cpu *cpu);
enum debug_bits {
  DR6_BD = 1u << 13, // general detect
  DR6_BS = 1u << 14, // single step
  DR6_BT = 1u << 15, // the T bit of a TSS
  DR6_FIXED = 0xFFFF0FF0u,
  DR7_GD = 1u << 13,
  DR7_LOCAL = 0x155, // L0-L3 and LE: cleared by a task switch
  DR7_FIXED = 1u << 10,
  DEBUG_NO_STEP = 1u << 31, // in cpu->debug_trap only: the running instruction entered a handler or a task, TF does not count
};
// The DR6 bits of the code breakpoints at CS:EIP, 0 where none is or RF is set: a fault before the instruction. Not to be asked in a MOV SS shadow.
uint32_t debug_code_match(const struct cpu *cpu);
// After an instruction that was executed with the EFLAGS `before`: moves what is due (TF, data breakpoints, a task's T bit) into DR6 and
// clears cpu->debug_trap. true: vm->exception is a #DB for deliver_exception(). In a MOV SS shadow the trap is kept for later.
bool debug_traps(struct vm *vm, uint32_t eflags_before);
// Called by the memory accesses: notes data breakpoints that [linear, linear + bytes) hits.
void debug_data(struct vm *vm, uint32_t linear, unsigned bytes, bool write);
// The EFLAGS bits that the model has.
uint32_t model_eflags(unsigned model);

// The feature set of a model: what CPUID.1 EDX says; also decides #UD.
uint32_t model_features(unsigned model);
uint32_t model_signature(unsigned model); // family, model, stepping: what RESET leaves in EDX

enum cpu_feature {
  FEATURE_FPU = 1u << 0,
  FEATURE_VME = 1u << 1,
  FEATURE_DE = 1u << 2,
  FEATURE_PSE = 1u << 3,
  FEATURE_TSC = 1u << 4,
  FEATURE_MSR = 1u << 5,
  FEATURE_CX8 = 1u << 8,
  FEATURE_SEP = 1u << 11,
  FEATURE_PGE = 1u << 13,
  FEATURE_CMOV = 1u << 15,
  FEATURE_MMX = 1u << 23,
  FEATURE_FXSR = 1u << 24,
  FEATURE_SSE = 1u << 25,
  FEATURE_SSE2 = 1u << 26,
};

#endif
