; Says over the debug console that this place was reached: MARK is a character.
bits 16
org 0x100
    mov al, MARK
    out 0xE9, al
    mov ax, 0x4C00
    int 0x21
