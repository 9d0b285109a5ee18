; The T bit of a TSS: a debug trap before the first instruction of the task that is switched to, by CALL, by IRET, by an interrupt's task
; gate, and in a task that single-steps.
%include "boot.inc"
%include "protected.inc"
%include "task.inc"

main:
    protected
    mov dword [hooks + 4], on_debug
    task TSS1_AT, inside, 0x5800
    mov dword [edi + 0x58], 0
    mov dword [edi + 0x5c], 0
    mov dword [edi + 0x64], 0x00680001
    say "call"
    call TSS1:0
    say "back"
    ; the way back has it too
    mov dword [TSS1_AT + 0x64], 0x00680000
    or byte [TSS0_AT + 0x64], 1
    call TSS1:0
.returned:
    say "back, trapped"
    ; both ways
    mov dword [TSS1_AT + 0x64], 0x00680001
    call TSS1:0
    and byte [TSS0_AT + 0x64], 0xfe
    ; by an interrupt through a task gate
    idt_gate 0x31, TSS1, 0, 0x85
    int 0x31
    say "back from int"
    ; the new task single-steps as well
    mov dword [TSS1_AT + 0x24], 0x102
    mov dword [TSS1_AT + 0x20], steps
    call TSS1:0
    say "back from steps"
    finish

inside:
    nop
    iret
    jmp inside

steps:
    nop
    pushfd
    and dword [esp], ~0x100
    popfd
    nop
    iret

on_debug:
    mov eax, [ebp + F_EIP]
    cmp eax, main.returned
    je .returned
    sub eax, inside
    show "at", eax
    jmp .both
.returned:
    say "at the return"
.both:
    mov eax, dr6
    and eax, 0xe00f
    show "dr6", eax
    xor eax, eax
    mov dr6, eax
    str ax
    showw "tr", ax
    mov eax, [ebp + F_FLAGS]
    and eax, 0x14100
    show "flags", eax
    ret
