; Triple faults: the machine resets, boots this disk again, and RAM above 1 MiB still says where it was. Three ways there.
%include "boot.inc"
%include "protected.inc"

MARK equ 0x00280000
MAGIC equ 0x6b8f1d27

main:
    protected
    cmp dword [MARK], MAGIC
    je .again
    mov dword [MARK], MAGIC
    mov dword [MARK + 4], 0
.again:
    mov eax, [MARK + 4]
    inc dword [MARK + 4]
    show "round", eax
    mov ecx, cr0
    and ecx, 1
    show "pe", ecx
    cmp eax, 0
    je .empty
    cmp eax, 1
    je .limit
    mov dword [MARK], 0
    finish
.empty: ; an IDT of zeros
    mov edi, IDT_AT
    mov ecx, 64 * 2
    xor eax, eax
    rep stosd
    ud2
.limit: ; no IDT at all
    lidt [nothing_there]
    int3

section .data
nothing_there: dw 0
    dd 0
section .text
