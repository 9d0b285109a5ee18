; Real mode: faults of the processor itself, none of which pushes an error code.
%include "boot.inc"
%include "real.inc"

main:
    call catch_real
    rcatch "divide by zero"
    xor bx, bx
    clc
    push word 2
    popf
    div bx
    rcaught
    rcatch "divide overflow"
    mov ax, 0x8000
    cwd
    mov bx, -1
    push word 2
    popf
    idiv bx
    rcaught
    rcatch "idiv of the most negative byte"
    mov ax, 0xff80
    mov bl, -1
    push word 2
    popf
    idiv bl
    rcaught
    rcatch "aam 0"
    db 0xd4, 0
    rcaught
    rcatch "bound below"
    mov ax, -5
    bound ax, [bounds]
    rcaught
    rcatch "bound above"
    mov ax, 8
    bound ax, [bounds]
    rcaught
    rcatch "bound inside"
    mov ax, 7
    bound ax, [bounds]
    rcaught
    rcatch "ud2"
    ud2
    rcaught
    rcatch "lock before a read"
    db 0xf0, 0xa1, 0, 0 ; lock mov ax, [0]
    rcaught
    rcatch "lock before a register"
    db 0xf0, 0x01, 0xc0
    rcaught
    rcatch "mov cs"
    db 0x8e, 0xc8
    rcaught
    rcatch "lldt"
    lldt ax
    rcaught
    rcatch "sldt"
    sldt ax
    rcaught
    rcatch "str"
    str ax
    rcaught
    rcatch "verr"
    verr ax
    rcaught
    rcatch "lar"
    lar ax, bx
    rcaught
    rcatch "arpl"
    arpl ax, bx
    rcaught
    rcatch "lea of a register"
    db 0x8d, 0xc0
    rcaught
    rcatch "les of a register"
    db 0xc4, 0xc0
    rcaught
    rcatch "fifteen bytes"
    times 14 db 0x3e
    nop
    rcaught
    rcatch "sixteen bytes"
    times 15 db 0x3e
    nop
    rcaught
    rcatch "fpu, emulated"
    mov eax, cr0
    or al, 4
    mov cr0, eax
    fninit
    rcaught
    rcatch "fpu, another task's"
    mov eax, cr0
    and al, ~4
    or al, 8
    mov cr0, eax
    fninit
    rcaught
    clts
    rcatch "cr1"
    db 0x0f, 0x20, 0xc8
    rcaught
    finish

section .data
bounds: dw -4, 7
section .text
