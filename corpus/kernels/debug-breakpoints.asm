; Hardware breakpoints on instructions: the fault before the instruction, local and global enables, DR6, GD, and the end by RF.
%include "boot.inc"
%include "protected.inc"

main:
    protected
    mov dword [hooks + 4], on_break
    mov eax, .one
    mov dr0, eax
    mov eax, .two
    mov dr1, eax
    mov eax, .three
    mov dr2, eax
    mov eax, .four
    mov dr3, eax
    mov eax, 0x409 ; L0, G1
    call round
    mov eax, 0x440 ; L3
    call round
    mov eax, 0x455
    call round
    mov eax, 0x400
    call round
    ; all at one place: DR6 names those that match, enabled or not is undefined, so all are enabled
    mov eax, .one
    mov dr1, eax
    mov dr2, eax
    mov dr3, eax
    mov eax, 0x4aa
    call round
    ; disabled again; the registers keep what they hold
    mov eax, 0x400
    mov dr7, eax
    mov eax, dr0
    sub eax, .one
    show "dr0", eax
    mov eax, dr7
    show "dr7", eax
    mov eax, 0x12345678
    mov dr3, eax
    mov eax, dr3
    show "dr3", eax
    ; DR4 and DR5 are DR6 and DR7 while CR4.DE is clear
    mov eax, dr6
    mov ebx, eax
    db 0x0f, 0x21, 0xe0 ; mov eax, dr4
    sub eax, ebx
    show "dr4 - dr6", eax
    mov eax, 8
    mov cr4, eax
    catch "dr4 with de"
    db 0x0f, 0x21, 0xe0
    caught
    xor eax, eax
    mov cr4, eax
    ; GD: any access to a debug register is trapped once
    mov dword [hooks + 4], .on_gd
    mov eax, 0x2400
    mov dr7, eax
.access:
    mov eax, dr0
    mov eax, dr7
    show "gd afterwards", eax
    finish

.on_gd:
    mov eax, [ebp + F_EIP]
    sub eax, .access
    show "gd at", eax
    mov eax, dr6
    show "dr6 of gd", eax
    ret

.sub:
.one:
    nop
.two:
    mov eax, 2
.three:
    nop
.four:
    ret

round:
    show "dr7", eax
    mov dr7, eax
    xor eax, eax
    mov dr6, eax
    call main.sub
    mov eax, 0x400
    mov dr7, eax
    ret

on_break:
    mov eax, [ebp + F_EIP]
    sub eax, main.one
    show "at", eax
    mov eax, dr6
    and eax, 0xf00f
    show "dr6", eax
    or dword [ebp + F_FLAGS], 0x10000
    xor eax, eax
    mov dr6, eax
    ret
