; Data breakpoints: traps behind the instruction, lengths 1, 2 and 4, reads and writes, ranges that only touch, and string instructions.
%include "boot.inc"
%include "protected.inc"

WATCHED equ SCRATCH + 0x40
%macro watch 2+ ; DR7, instruction
    mov eax, %1
    mov dr7, eax
    mov dword [hits], 0
    %2
%%behind:
    nop
    mov eax, 0x400
    mov dr7, eax
    show "hits", [hits]
    mov eax, [last]
    sub eax, %%behind
    cmp dword [hits], 0
    je %%none
    show "behind", eax
%%none:
%endmacro

WRITE1 equ 0x00010401
WRITE2 equ 0x00050401
WRITE4 equ 0x000d0401
ACCESS1 equ 0x00030401
ACCESS4 equ 0x000f0401

main:
    protected
    mov dword [hooks + 4], on_break
    mov eax, WATCHED
    mov dr0, eax
    say "one byte, writes"
    watch WRITE1, mov byte [WATCHED], 1
    watch WRITE1, mov byte [WATCHED + 1], 1
    watch WRITE1, mov al, [WATCHED]
    watch WRITE1, mov dword [WATCHED - 3], 1
    watch WRITE1, mov dword [WATCHED - 4], 1
    watch WRITE1, inc byte [WATCHED]
    watch WRITE1, push dword [WATCHED]
    pop eax
    say "two and four bytes, writes"
    watch WRITE2, mov byte [WATCHED + 1], 1
    watch WRITE2, mov byte [WATCHED + 2], 1
    watch WRITE4, mov byte [WATCHED + 3], 1
    watch WRITE4, mov byte [WATCHED + 4], 1
    watch WRITE4, mov word [WATCHED - 1], 1
    say "accesses"
    watch ACCESS1, mov al, [WATCHED]
    watch ACCESS1, cmp byte [WATCHED], 1
    watch ACCESS4, mov al, [WATCHED + 3]
    watch ACCESS4, test dword [WATCHED + 4], 1
    mov esi, WATCHED
    mov edi, SCRATCH
    watch ACCESS4, lodsd
    say "stack"
    mov eax, STACK - 8
    mov dr0, eax
    mov esp, STACK - 4
    watch WRITE4, push eax
    mov esp, STACK
    say "strings"
    mov eax, WATCHED
    mov dr0, eax
    mov edi, WATCHED - 2
    mov ecx, 6
    mov al, 0
    mov dword [hits], 0
    mov eax, WRITE2
    mov dr7, eax
    rep stosb
.behind:
    mov eax, 0x400
    mov dr7, eax
    show "hits of rep stosb", [hits]
    show "edi", edi
    finish

on_break:
    inc dword [hits]
    mov eax, [ebp + F_EIP]
    mov [last], eax
    mov eax, dr6
    and eax, 0xf00f
    show "dr6", eax
    xor eax, eax
    mov dr6, eax
    ret

section .data
align 4
hits: dd 0
last: dd 0
section .text
