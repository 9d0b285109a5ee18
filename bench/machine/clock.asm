; Says the time of the MC146818 at three changes of its seconds: hours, minutes, seconds, as they stand in the registers, a byte each to PORT.
bits 16
org 0x100
    mov bp, 3
    call seconds
    mov bl, al
change:
    call seconds
    cmp al, bl
    je change
    mov bl, al
    mov dx, PORT
    mov al, 4
    call register
    out dx, al
    mov al, 2
    call register
    out dx, al
    mov al, bl
    out dx, al
    dec bp
    jnz change
    mov ax, 0x4C00
    int 0x21

; Not while an update is in progress: register A, bit 7 (MC146818, Update Cycle).
seconds:
    mov al, 10
    call register
    test al, 0x80
    jnz seconds
    xor al, al
register:
    out 0x70, al
    in al, 0x71
    ret
