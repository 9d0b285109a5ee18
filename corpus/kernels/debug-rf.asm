; RF: set in the image that faults push, clear in that of traps and software interrupts, never by POPF, and good for one instruction.
%include "boot.inc"
%include "protected.inc"

%macro pushed 2+ ; name, instruction: EFLAGS of the frame as they are
    catch %1
    %2
    caught
    show {"flags of ", %1}, [flags]
%endmacro

main:
    protected
%assign vector 0
%rep 18
    mov dword [hooks + 4 * vector], look
%assign vector vector + 1
%endrep
    mov dword [hooks + 4 * DONE], look
    pushed "ud2", ud2
    xor ecx, ecx
    pushed "div", div ecx
    pushed "segment load", mov fs, [bad]
    pushed "int3", int3
    pushed "int n", int DONE
    mov byte [IDT_AT + 8 * 0x31 + 5], 0x0e
    pushed "int through an absent gate", int 0x31
    mov ebx, 0x4000
    pushed "string", lss esp, [bad_stack]
    ; POPF does not set it, PUSHF does not show it, IRET does set it
    push dword 0x10002
    popfd
    pushfd
    pop eax
    show "popfd", eax
    mov eax, .target
    mov dr0, eax
    mov dword [hooks + 4], on_break
    mov eax, 0x402
    mov dr7, eax
    push dword 2
    push dword CODE0
    push dword .target
    iretd ; without RF: the breakpoint comes, and its handler lets it go on
.target:
    nop
    show "breaks", [breaks]
    push dword 0x10002
    push dword CODE0
    push dword .target2
    iretd
.target2:
    push dword 0x10002
    push dword CODE0
    push dword .target3
    mov eax, .target3
    mov dr0, eax
    mov dword [breaks], 0
    iretd ; with RF: it does not
.target3:
    pushfd ; and PUSHF does not show it
    pop eax
    show "breaks with rf", [breaks]
    show "pushfd", eax
    ; only one instruction is spared
    mov eax, .again
    mov dr0, eax
    mov ecx, 3
    push dword 0x10002
    push dword CODE0
    push dword .again
    iretd
.again:
    loop .again
    show "breaks of a loop", [breaks]
    mov eax, 0x400
    mov dr7, eax
    finish

look:
    mov eax, [ebp + F_FLAGS]
    mov [flags], eax
    jmp arrived.report

on_break:
    inc dword [breaks]
    show "flags of a breakpoint", [ebp + F_FLAGS]
    or dword [ebp + F_FLAGS], 0x10000
    ret

section .data
align 4
flags: dd 0
breaks: dd 0
bad: dw 0x4000
bad_stack: dd 0
    dw 0x4000
section .text
