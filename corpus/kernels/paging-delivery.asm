; Page faults while something else is delivered: the table of gates, the handler's stack, the task state; which make a double fault; faults of IRET.
%include "boot.inc"
%include "protected.inc"
%include "paging.inc"

P equ 0x400000 ; there: the gates of 0 to 15 stand at its end
Q equ 0x401000 ; not there: the gates from 16 up would stand at its beginning
R equ 0x402000 ; there again

; The first task goes on at a label of ring 0 when the other one ends.
%macro goes_on_at 1
    mov dword [TSS0_AT + 4], STACK0
    mov dword [TSS0_AT + 0x20], %1
    mov dword [TSS0_AT + 0x38], STACK
    mov dword [TSS0_AT + 0x48], DATA0
    mov dword [TSS0_AT + 0x4c], CODE0
    mov dword [TSS0_AT + 0x50], DATA0
    mov dword [TSS0_AT + 0x54], DATA0
%endmacro

main:
    protected
    paging_on
    mov dword [DIRECTORY + 4], TABLE2 + 7
    mov dword [TABLE2], PAGE + 7
    reload
    mov esi, IDT_AT
    mov edi, P + 0x1000 - 16 * 8
    mov ecx, 32
    rep movsd
    lidt [idt]
    catch "int: its gate"
    int 0x30
    caught
    catch "int by ring 3: its gate"
    goto_ring 3, .gate
.gate:
    int 0x30
    caught
    ; the first 16 gates move too: #GP's own gate is not there, #PF's is
    lidt [idt_13]
    ; (13 and below are absent, 14 and 15 are there)
    mov esi, IDT_AT
    mov edi, PAGE + 0x2000
    mov ecx, 128
    rep movsd
    mov dword [TABLE2 + 8], PAGE + 0x2007
    invlpg [P + 0x2000]
    mov esi, IDT_AT + 14 * 8
    mov edi, P + 0x2000
    mov ecx, 4
    rep movsd
    catch "general protection: its gate is absent, a page fault instead"
    mov ax, 0x4000
    mov fs, ax
    caught
    catch "divide: its gate is absent, a page fault instead"
    mov ecx, 0
    div ecx
    caught
    catch "undefined opcode: its gate is absent, a page fault instead"
    ud2
    caught
    lidt [plain]
    ; the stack of ring 0 is not there: #PF, whose stack that is too, is a double fault, and has a task
    mov edi, TSS2_AT
    mov dword [edi + 0x1c], DIRECTORY
    mov dword [TSS0_AT + 0x1c], DIRECTORY
    mov dword [edi + 0x20], .in_task
    mov dword [edi + 0x24], 2
    mov dword [edi + 0x38], 0x5800
    mov dword [edi + 0x48], DATA0
    mov dword [edi + 0x4c], CODE0
    mov dword [edi + 0x50], DATA0
    mov dword [edi + 0x54], DATA0
    idt_gate 8, TSS2, 0, 0x85
    mov dword [TSS0_AT + 4], Q + 0x800
    goto_ring 3, .stack
.stack:
    int DONE
.in_task:
    pop eax
    show "int, no stack: error", eax
    mov eax, cr2
    show "int, no stack: cr2", eax
    mov eax, [TSS0_AT + 0x20]
    sub eax, .stack
    show "int, no stack: eip from it", eax
    showw "int, no stack: cs", [TSS0_AT + 0x4c]
    show "int, no stack: esp", [TSS0_AT + 0x38]
    goes_on_at .first
    iretd
    ; here it goes on when it is called again
    pop eax
    show "int, half a stack: error", eax
    mov eax, cr2
    show "int, half a stack: cr2", eax
    show "int, half a stack: esp", [TSS0_AT + 0x38]
    goes_on_at .second
    iretd
.first:
    say "again in the first task"
    ; half of the frame: there is room for the outer stack's words, and none for the rest
    mov dword [TSS0_AT + 4], R + 8
    goto_ring 3, .half
.half:
    int DONE
.second:
    ; #PF whose gate is not there: double fault again; a gate to nowhere: #GP while #PF is delivered
    idt_gate 8, CODE0, stub8, 0x8e
    mov byte [IDT_AT + 8 * 14 + 5], 0x0e
    catch "page fault, gate not present"
    mov eax, [Q + 0x10]
    caught
    mov eax, cr2
    show "cr2 of it", eax
    idt_gate 14, 0x4000, stub14, 0x8e
    catch "page fault, gate to nowhere"
    mov eax, [Q + 0x14]
    caught
    mov eax, cr2
    show "cr2 of that", eax
    idt_gate 14, CODE0, stub14, 0x8e
    ; IRET to pages that are not there: the fault is the target's
    catch "iret to ring 3, code absent"
    goto_ring 3, Q + 0x20
    caught
    catch "iret to ring 3, stack absent"
    push dword DATA3
    push dword Q + 0x100
    push dword 2
    push dword CODE3
    push dword .nothing
    iretd
.nothing:
    nop
    push eax
    caught
    catch "iret to v86, code absent" ; the last paragraph of V86 addresses is not mapped
    push dword 0
    push dword 0
    push dword 0
    push dword 0
    push dword 0
    push dword STACK_V86
    push dword 0x20002
    push dword 0xffff
    push dword 0x20
    iretd
    caught
    ; a call gate's stack, a task as the handler of page faults; the access is the supervisor's
    gate_at gdt + SLOT, CODE0, .gated, 0xec, 0
    mov dword [TSS0_AT + 4], R + 4
    idt_gate 14, TSS2, 0, 0x85
    mov dword [TSS2_AT + 0x20], .in_task3
    catch "call gate"
    goto_ring 3, .call
.call:
    call SLOT + 3:0
.gated:
    caught
.in_task3:
    pop eax
    show "call gate, half a stack: error", eax
    mov eax, cr2
    show "call gate, half a stack: cr2", eax
    mov eax, [TSS0_AT + 0x20]
    sub eax, .call
    show "call gate, half a stack: eip from it", eax
    show "call gate, half a stack: esp", [TSS0_AT + 0x38]
    finish

section .data
align 4
    dw 0
idt: dw 64 * 8 - 1
    dd P + 0x1000 - 16 * 8
    dw 0
idt_13: dw 64 * 8 - 1
    dd P + 0x2000 - 14 * 8
    dw 0
plain: dw 64 * 8 - 1
    dd IDT_AT
section .text
