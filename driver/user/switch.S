// The way into the guest's world and back, the process's entry and its only system call instructions.
#include "switch.h"

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
	pushq	%rbx
	pushq	%rbp
	pushq	%r12
	pushq	%r13
	pushq	%r14
	pushq	%r15
	movq	%rsp, SWITCH_STACK+switch_state(%rip)
	movzwl	SWITCH_DS+switch_state(%rip), %eax
	movl	%eax, %ds
	movzwl	SWITCH_ES+switch_state(%rip), %eax
	movl	%eax, %es
	movzwl	SWITCH_FS+switch_state(%rip), %eax
	movl	%eax, %fs
	movzwl	SWITCH_GS+switch_state(%rip), %eax
	movl	%eax, %gs
	movq	SWITCH_FRAME+switch_state(%rip), %rsp
	addq	$8, %rsp		// as the handler's own return would leave it
	jmp	switch_sigreturn

// void switch_first(void): raises a signal in the monitor itself. The frame that the kernel makes is the one all entries use.
	.globl	switch_first
	.hidden	switch_first
	.type	switch_first, @function
switch_first:
	pushq	%rbx
	pushq	%rbp
	pushq	%r12
	pushq	%r13
	pushq	%r14
	pushq	%r15
	movq	%rsp, SWITCH_STACK+switch_state(%rip)
	int3
	ud2

// The handler of every signal: int signal (EDI), siginfo_t * (RSI), ucontext * (RDX), with RSP at the frame. The kernel clears DF
// and TF for it, but AC, NT and ID are the guest's still.
	.globl	switch_handler
	.hidden	switch_handler
	.type	switch_handler, @function
switch_handler:
	pushq	$2
	popfq
	cmpl	$0, SWITCH_ECHO+switch_state(%rip)
	jne	echo
	movw	%ds, SWITCH_DS+switch_state(%rip)
	movw	%es, SWITCH_ES+switch_state(%rip)
	movw	%fs, SWITCH_FS+switch_state(%rip)
	movw	%gs, SWITCH_GS+switch_state(%rip)
	movl	%edi, SWITCH_SIGNAL+switch_state(%rip)
	movq	%rsp, SWITCH_FRAME+switch_state(%rip)
	movq	SWITCH_STACK+switch_state(%rip), %rsp
	popq	%r15
	popq	%r14
	popq	%r13
	popq	%r12
	popq	%rbp
	popq	%rbx
	ret
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
