; Real mode: accesses and jumps across the end of a segment. A stack access is #SS, any other #GP; no error code either way.
%include "boot.inc"
%include "real.inc"

main:
    call catch_real
    rcatch "word at FFFF"
    mov ax, [0xffff]
    rcaught
    rcatch "dword at FFFD"
    mov eax, [0xfffd]
    rcaught
    rcatch "dword at FFFC"
    mov eax, [0xfffc]
    rcaught
    rcatch "store at FFFF"
    mov [es:0xffff], ax
    rcaught
    rcatch "word at FFFF of the stack"
    mov bp, 0xffff
    mov ax, [bp]
    rcaught
    rcatch "32-bit address"
    mov ebx, 0x10000
    mov al, [ebx]
    rcaught
    rcatch "32-bit address of the stack"
    mov ebp, 0x10000
    mov al, [ebp]
    rcaught
    rcatch "pop at FFFF"
    mov ax, 0x2000
    mov ss, ax
    mov sp, 0xffff
    pop ax
    rcaught
    rcatch "near jump beyond the limit"
    mov eax, 0x10000
    jmp eax
    rcaught
    rcatch "near call beyond the limit"
    mov eax, 0x12345
    call eax
    rcaught
    rcatch "ret beyond the limit"
    push dword 0x10000
    o32 ret
    rcaught
    finish
