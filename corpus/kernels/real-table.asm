; Real mode: the interrupt table stands where IDTR says, and ends where its limit says.
%include "boot.inc"
%include "real.inc"

TABLE equ 0x1234 ; odd enough

main:
    call catch_real
    sidt [SCRATCH]
    showw "limit", [SCRATCH]
    show "base", [SCRATCH + 2]
    ; a copy, with one vector of its own
    mov si, 0
    mov di, TABLE
    mov cx, 256
    rep movsw
    mov word [TABLE + 4 * 0x20], .own
    mov word [TABLE + 4 * 0x20 + 2], 0
    lidt [elsewhere]
    int 0x20
    rcatch "old vectors in the new table"
    int 5
    rcaught
    ; limit in the middle of vector 21: the vector is not there
    mov word [elsewhere], 4 * 0x21 + 2
    lidt [elsewhere]
    rcatch "vector beyond the limit"
    int 0x21
    rcaught
    mov word [elsewhere], 4 * 0x21 + 3
    mov word [TABLE + 4 * 0x21], .own
    mov word [TABLE + 4 * 0x21 + 2], 0
    lidt [elsewhere]
    int 0x21
    ; operand size 16 takes 24 bits of the base
    mov dword [elsewhere + 2], 0x55000000 + TABLE
    lidt [elsewhere]
    sidt [SCRATCH]
    show "base, 24 bits", [SCRATCH + 2]
    int 0x20
    mov dword [elsewhere + 2], 0x00100000 + TABLE
    o32 lidt [elsewhere]
    o32 sidt [SCRATCH]
    show "base, 32 bits", [SCRATCH + 2]
    lidt [back]
    rcatch "back at 0"
    int 6
    rcaught
    finish
.own:
    say "own"
    iret

section .data
elsewhere: dw 0x3ff
    dd TABLE
back: dw 0x3ff
    dd 0
section .text
