; From real mode to 16-bit and 32-bit protected mode, V86 mode, paging, ring 3, and all the way back, ten times over.
%include "boot.inc"
%include "protected.inc"

main:
    mov word [rounds], 10
.round:
    inc word [in_real]
    protected
    inc word [in_32]
    jmp CODE16:.small
bits 16
.small:
    mov ax, DATA16
    mov ds, ax
    inc word [in_16]
    jmp dword CODE0:.big
bits 32
.big:
    mov ax, DATA0
    mov ds, ax
    catch "ring 3"
    goto_ring 3, .ring3
.ring3:
    mov ax, DATA3
    mov ds, ax
    inc word [in_ring3]
    int DONE
    caught
    catch "v86"
    goto_v86 .v86
bits 16
.v86:
    inc word [in_v86]
    ud2
bits 32
    caught
    and byte [gdt + TSS0 + 5], 0xfd
    real
    dec word [rounds]
    jnz .round
    showw "real", [in_real]
    showw "32 bits", [in_32]
    showw "16 bits", [in_16]
    showw "ring 3", [in_ring3]
    showw "v86", [in_v86]
    mov eax, cr0
    and eax, 1
    show "pe", eax
    smsw ax
    and ax, 1
    showw "smsw", ax
    finish

section .data
rounds: dw 0
in_real: dw 0
in_32: dw 0
in_16: dw 0
in_ring3: dw 0
in_v86: dw 0
section .text
