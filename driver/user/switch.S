// The way into the guest's world and back, the process's entry and its only system call instructions.
#include "switch.h"

#define SIGALRM 14
// Where the frame of a signal holds the interrupted RIP (struct signal_frame; signals.c checks it).
#define FRAME_RIP 176

	.macro	save_callee
	pushq	%rbx
	pushq	%rbp
	pushq	%r12
	pushq	%r13
	pushq	%r14
	pushq	%r15
	movq	%rsp, SWITCH_STACK+switch_state(%rip)
	.endm
	.macro	return_to_caller
	popq	%r15
	popq	%r14
	popq	%r13
	popq	%r12
	popq	%rbp
	popq	%rbx
	ret
	.endm
	.macro	load_segments
	movzwl	SWITCH_DS+switch_state(%rip), %eax
	movl	%eax, %ds
	movzwl	SWITCH_ES+switch_state(%rip), %eax
	movl	%eax, %es
	movzwl	SWITCH_FS+switch_state(%rip), %eax
	movl	%eax, %fs
	movzwl	SWITCH_GS+switch_state(%rip), %eax
	movl	%eax, %gs
	.endm
	.macro	store_segments
	movw	%ds, SWITCH_DS+switch_state(%rip)
	movw	%es, SWITCH_ES+switch_state(%rip)
	movw	%fs, SWITCH_FS+switch_state(%rip)
	movw	%gs, SWITCH_GS+switch_state(%rip)
	.endm

	.text
	.globl	_start
	.hidden	_start
	.type	_start, @function
_start:
	xorl	%ebp, %ebp
	movq	%rsp, %rdi
	andq	$-16, %rsp
	call	start
	ud2

// void switch_enter(void): goes where switch_state.frame says and returns when a signal ends it. Everything that the guest can
// hold and a signal frame cannot is loaded here: DS, ES, FS, GS.
	.globl	switch_enter
	.hidden	switch_enter
	.type	switch_enter, @function
switch_enter:
	save_callee
	load_segments
	movl	$1, SWITCH_INSIDE+switch_state(%rip)
	movq	SWITCH_FRAME+switch_state(%rip), %rsp
	addq	$8, %rsp		// as the handler's own return would leave it
	jmp	switch_sigreturn

// void switch_first(void): raises a signal in the monitor itself. The frame that the kernel makes is the one all entries use.
	.globl	switch_first
	.hidden	switch_first
	.type	switch_first, @function
switch_first:
	save_callee
	movl	$1, SWITCH_INSIDE+switch_state(%rip)
	int3
	ud2

// void switch_enter_directly(void): the same without a signal's return, for when an exit came by a gate and signals are not blocked. The
// state comes from switch_state. A tick of the timer on the way ends it before it has begun.
	.globl	switch_enter_directly
	.hidden	switch_enter_directly
	.type	switch_enter_directly, @function
switch_enter_directly:
	save_callee
	load_segments
	movl	$1, SWITCH_INSIDE+switch_state(%rip)
directly_from:
	cmpl	$0, SWITCH_TICK+switch_state(%rip)
	jne	not_entered
	pushq	SWITCH_FLAGS+switch_state(%rip)
	movl	4+SWITCH_GPR+switch_state(%rip), %ecx
	movl	8+SWITCH_GPR+switch_state(%rip), %edx
	movl	12+SWITCH_GPR+switch_state(%rip), %ebx
	movl	20+SWITCH_GPR+switch_state(%rip), %ebp
	movl	24+SWITCH_GPR+switch_state(%rip), %esi
	movl	28+SWITCH_GPR+switch_state(%rip), %edi
	movzwl	SWITCH_SS+switch_state(%rip), %eax
	movl	%eax, %ss
	movl	0+SWITCH_GPR+switch_state(%rip), %eax
	popfq
	movl	16+SWITCH_GPR+switch_state(%rip), %esp
	ljmp	*SWITCH_FAR+switch_state(%rip)
not_entered:
	movq	SWITCH_STACK+switch_state(%rip), %rsp
	pushq	$2
	popfq
	movl	$0, SWITCH_INSIDE+switch_state(%rip)
directly_to:
	movl	$0, SWITCH_TICK+switch_state(%rip)
	movl	$LEFT_NOT, SWITCH_LEFT+switch_state(%rip)
	return_to_caller

// void switch_serialize(void): IRET to the next instruction.
	.globl	switch_serialize
	.hidden	switch_serialize
	.type	switch_serialize, @function
switch_serialize:
	leaq	1f(%rip), %rcx
	movq	%rsp, %rdx
	movl	%ss, %eax
	pushq	%rax
	pushq	%rdx
	pushfq
	movl	%cs, %eax
	pushq	%rax
	pushq	%rcx
	iretq
1:	ret

// Where a gate leads: 64-bit code with everything as the guest had it but R8 (the gate's number), R9 and CS. Memory is
// reached relative to RIP alone, in aligned pieces: AC may be set.
	.globl	switch_gate
	.hidden	switch_gate
	.type	switch_gate, @function
switch_gate:
	movl	%eax, 0+SWITCH_GPR+switch_state(%rip)
	movl	%ecx, 4+SWITCH_GPR+switch_state(%rip)
	movl	%edx, 8+SWITCH_GPR+switch_state(%rip)
	movl	%ebx, 12+SWITCH_GPR+switch_state(%rip)
	movl	%esp, 16+SWITCH_GPR+switch_state(%rip)
	movl	%ebp, 20+SWITCH_GPR+switch_state(%rip)
	movl	%esi, 24+SWITCH_GPR+switch_state(%rip)
	movl	%edi, 28+SWITCH_GPR+switch_state(%rip)
	movl	%r8d, SWITCH_NUMBER+switch_state(%rip)
	movq	SWITCH_STACK+switch_state(%rip), %rsp
	pushfq
	popq	SWITCH_FLAGS+switch_state(%rip)
	pushq	$2
	popfq
	store_segments
	movw	%ss, SWITCH_SS+switch_state(%rip)
	movl	$LEFT_GATE, SWITCH_LEFT+switch_state(%rip)
	movl	$0, SWITCH_INSIDE+switch_state(%rip)
gate_to:
	return_to_caller

// The handler of every signal: int signal (EDI), siginfo_t * (RSI), ucontext * (RDX), with RSP at the frame. The kernel clears DF
// and TF for it, but AC, NT and ID are the guest's still. After a gate the monitor runs with signals open: what the timer finds above 4 GiB is
// the monitor, on its way in or out or at work, and goes on.
	.globl	switch_handler
	.hidden	switch_handler
	.type	switch_handler, @function
switch_handler:
	pushq	$2
	popfq
	cmpl	$0, SWITCH_ECHO+switch_state(%rip)
	jne	echo
	cmpl	$0, FRAME_RIP+4(%rsp)
	jne	above
left:
	store_segments
	movl	%edi, SWITCH_SIGNAL+switch_state(%rip)
	movq	%rsp, SWITCH_FRAME+switch_state(%rip)
	movl	$LEFT_SIGNAL, SWITCH_LEFT+switch_state(%rip)
	movl	$0, SWITCH_INSIDE+switch_state(%rip)
	movq	SWITCH_STACK+switch_state(%rip), %rsp
	return_to_caller
above:
	cmpl	$SIGALRM, %edi
	jne	not_the_timer
	cmpl	$0, SWITCH_INSIDE+switch_state(%rip)
	je	note_tick
	movq	FRAME_RIP(%rsp), %rax
	leaq	switch_gate(%rip), %rcx
	cmpq	%rcx, %rax
	jb	1f
	leaq	gate_to(%rip), %rcx
	cmpq	%rcx, %rax
	jb	note_tick
1:	leaq	directly_from(%rip), %rcx
	cmpq	%rcx, %rax
	jb	left			// guest code that has left its segments
	leaq	directly_to(%rip), %rcx
	cmpq	%rcx, %rax
	jae	left
	leaq	not_entered(%rip), %rcx
	movq	%rcx, FRAME_RIP(%rsp)
note_tick:
	movl	$1, SWITCH_TICK+switch_state(%rip)
	ret
not_the_timer:
	cmpl	$0, SWITCH_INSIDE+switch_state(%rip)
	jne	left
	ud2				// the monitor itself has failed; the signal is blocked, so this ends the process
// The empty handler that the cost of an exit is measured against.
echo:
	decl	SWITCH_ECHO+switch_state(%rip)
	ret

// Where the measurement runs: 64-bit code that does nothing but int3.
	.globl	switch_echo_loop
	.hidden	switch_echo_loop
	.type	switch_echo_loop, @function
switch_echo_loop:
	int3
	jmp	switch_echo_loop

// Syscall User Dispatch allows system calls from this section only.
	.section system_gate, "ax", @progbits
	.globl	system_call
	.hidden	system_call
	.type	system_call, @function
system_call:
	movq	%rdi, %rax
	movq	%rsi, %rdi
	movq	%rdx, %rsi
	movq	%rcx, %rdx
	movq	%r8, %r10
	movq	%r9, %r8
	movq	8(%rsp), %r9
	.globl	system_call_instruction
	.hidden	system_call_instruction
system_call_instruction:
	syscall
	ret
	.globl	switch_sigreturn
	.hidden	switch_sigreturn
	.type	switch_sigreturn, @function
switch_sigreturn:
	movl	$15, %eax		// rt_sigreturn
	syscall
	ud2

	.section .note.GNU-stack, "", @progbits
