// Native execution: into the guest by a return from a signal that never ends, out of it by the next signal.
//
// All our signals are blocked while the monitor runs (they hit guest code only), and the kernel puts every frame at the same
// address, the top of the alternate stack: so the frame of the last exit is the one that the next entry leaves through, and the
// guest's x87 and SSE registers stay in it in between. After an exit by a gate (gate.c) there is no such frame; gate_close() makes one.
#include <asm/sigcontext.h>
#include <asm/siginfo.h>
#include <asm/signal.h>
#include <asm/ucontext.h>
#include <asm/unistd.h>

#include "../../monitor/cpu/system.h"
#include "switch.h"
#include "system_call.h"
#include "user.h"

struct signal_frame {
  uint64_t return_address;
  struct ucontext context;
};
_Static_assert(offsetof(struct signal_frame, context.uc_mcontext.rip) == 176, "switch.S uses this offset");

enum { ALTERNATE_STACK_BYTES = 32 << 10, KERNEL_SIGSET_BYTES = 8 };

// What a return from a signal can set (the kernel's FIX_EFLAGS); TF only where asked for.
enum { FLAGS_LIVE = FLAGS_ARITHMETIC | FLAG_DF | FLAG_AC | FLAG_TF };
// MXCSR bits that exist; another one set makes the return from the signal fail.
enum { MXCSR_OFFSET = 24, MXCSR_BITS = 0xFFFF };

struct switch_state switch_state;
static uint8_t alternate_stack[ALTERNATE_STACK_BYTES] __attribute__((aligned(PAGE_BYTES)));

static const uint8_t signals[] = {SIGILL, SIGTRAP, SIGBUS, SIGFPE, SIGSEGV, SIGSYS, SIGALRM};

void signals_create(struct vm *vm) {
  struct {
    void *sp;
    int flags;
    size_t bytes;
  } stack = {alternate_stack, 0, sizeof alternate_stack};
  long error = system_call3(__NR_sigaltstack, (long)&stack, 0, 0);
  if (error) fail("sigaltstack", error);
  uint64_t all = 0;
  for (unsigned i = 0; i < ARRAY_LENGTH(signals); i++) all |= 1ull << (signals[i] - 1);
  struct {
    void (*handler)(void);
    uint64_t flags;
    void (*restorer)(void);
    uint64_t mask;
  } action = {switch_handler, SA_SIGINFO | SA_ONSTACK | SA_RESTORER | SA_RESTART, switch_sigreturn, all};
  for (unsigned i = 0; i < ARRAY_LENGTH(signals); i++) {
    error = system_call(__NR_rt_sigaction, signals[i], (long)&action, 0, KERNEL_SIGSET_BYTES, 0, 0);
    if (error) fail("rt_sigaction", error);
  }
  uint64_t none = 0;
  system_call(__NR_rt_sigprocmask, SIG_SETMASK, (long)&none, 0, KERNEL_SIGSET_BYTES, 0, 0);
  signals_first(vm);
  switch_state.ds = switch_state.es = switch_state.fs = switch_state.gs = 0;
}

void signals_first(struct vm *vm) {
  switch_first();
  struct ucontext *context = &switch_state.frame->context;
  context->uc_flags |= UC_SIGCONTEXT_SS | UC_STRICT_RESTORE_SS;
  vm->cpu.fx = (uint8_t *)context->uc_mcontext.fpstate;
}

// Which vector a signal stands for: the kernel leaves the processor's own number in the frame.
static void record_exit(struct vm *vm, const struct sigcontext *frame, struct native *native, struct native_exit *exit, uint16_t cs) {
  exit->error = (uint32_t)frame->err;
  exit->vector = (uint8_t)frame->trapno;
  exit->address = (uint32_t)frame->cr2;
  if (switch_state.signal == SIGALRM && frame->cs != cs && gate_at(vm, frame->rip, &native->eip)) {
    native->segment[CS] = cs;
    exit->event = NATIVE_TICK;
  } else if (switch_state.signal == SIGSYS || frame->cs != cs)
    exit->event = NATIVE_WALL;
  else if (switch_state.signal == SIGALRM)
    exit->event = NATIVE_TICK;
  else
    exit->event = NATIVE_EXCEPTION;
}

static void enter(struct native *native) {
  struct sigcontext *frame = &switch_state.frame->context.uc_mcontext;
  uint32_t *mxcsr = (uint32_t *)((uint8_t *)frame->fpstate + MXCSR_OFFSET);
  *mxcsr &= MXCSR_BITS;
  frame->rax = native->gpr[EAX];
  frame->rcx = native->gpr[ECX];
  frame->rdx = native->gpr[EDX];
  frame->rbx = native->gpr[EBX];
  frame->rsp = native->gpr[ESP];
  frame->rbp = native->gpr[EBP];
  frame->rsi = native->gpr[ESI];
  frame->rdi = native->gpr[EDI];
  frame->rip = native->eip;
  frame->eflags = (native->eflags & FLAGS_LIVE) | FLAG_ONE | FLAG_IF;
  frame->cs = native->segment[CS];
  frame->ss = native->segment[SS];
  switch_state.ds = native->segment[DS];
  switch_state.es = native->segment[ES];
  switch_state.fs = native->segment[FS];
  switch_state.gs = native->segment[GS];
  switch_enter();
}

void signals_left(struct vm *vm, struct native *native, struct native_exit *exit, uint16_t cs) {
  struct sigcontext *frame = &switch_state.frame->context.uc_mcontext;
  native->gpr[EAX] = (uint32_t)frame->rax;
  native->gpr[ECX] = (uint32_t)frame->rcx;
  native->gpr[EDX] = (uint32_t)frame->rdx;
  native->gpr[EBX] = (uint32_t)frame->rbx;
  native->gpr[ESP] = (uint32_t)frame->rsp;
  native->gpr[EBP] = (uint32_t)frame->rbp;
  native->gpr[ESI] = (uint32_t)frame->rsi;
  native->gpr[EDI] = (uint32_t)frame->rdi;
  native->eip = (uint32_t)frame->rip;
  native->eflags = ((uint32_t)frame->eflags & FLAGS_LIVE) | FLAG_ONE;
  native->segment[CS] = frame->cs;
  native->segment[SS] = frame->ss;
  native->segment[DS] = switch_state.ds;
  native->segment[ES] = switch_state.es;
  native->segment[FS] = switch_state.fs;
  native->segment[GS] = switch_state.gs;
  vm->cpu.fx = (uint8_t *)frame->fpstate;
  vm->fx_live = false;
  world_of(vm)->open = false;
  record_exit(vm, frame, native, exit, cs);
}

void world_enter(struct vm *vm, unsigned space, struct native *native, struct native_exit *exit) {
  uint16_t cs = native->segment[CS];
  if (native->eflags & FLAG_TF) gate_close(vm); // a direct entry would trap on its way
  if (world_of(vm)->open)
    gate_enter(vm, native);
  else
    enter(native);
  if (switch_state.left == LEFT_SIGNAL)
    signals_left(vm, native, exit, cs);
  else
    gate_left(vm, native, exit);
}

// int3 -> SIGTRAP -> an empty handler -> sigreturn, in 64-bit code, under the jail and the dispatch as they are now.
uint64_t measure_signal_round_trip(struct vm *vm, uint32_t repetitions) {
  gate_close(vm);
  uint64_t start = world_nanoseconds(vm);
  struct sigcontext kept = switch_state.frame->context.uc_mcontext;
  struct sigcontext *frame = &switch_state.frame->context.uc_mcontext;
  frame->rip = (uintptr_t)switch_echo_loop;
  frame->rsp = (uintptr_t)__builtin_frame_address(0) - PAGE_BYTES;
  frame->eflags = FLAG_ONE | FLAG_IF;
  __asm__("movw %%cs, %0" : "=m"(frame->cs));
  __asm__("movw %%ss, %0" : "=m"(frame->ss));
  switch_state.ds = switch_state.es = switch_state.fs = switch_state.gs = 0;
  switch_state.echo = repetitions;
  switch_enter();
  switch_state.frame->context.uc_mcontext = kept;
  return world_nanoseconds(vm) - start;
}
