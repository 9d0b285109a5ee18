; The 8237s: address and count registers through the flip-flop, current and base, masks, page registers.
%include "boot.inc"

%macro word_at 2
    out 0x0c, al
    in al, %2
    mov ah, al
    in al, %2
    xchg al, ah
    showw %1, ax
%endmacro

main:
    outb 0x0a, 4 + 1 ; channel 1 masked
    out 0x0c, al
    outb 0x02, 0x34
    outb 0x02, 0x12
    out 0x0c, al
    outb 0x03, 0x78
    outb 0x03, 0x56
    word_at "address", 0x02
    word_at "count", 0x03
    ; one byte, then the flip-flop is cleared
    in al, 0x02
    word_at "after a clear", 0x02
    ; a single byte is replaced
    out 0x0c, al
    outb 0x02, 0xff
    word_at "low byte replaced", 0x02
    ; page registers
    outb 0x83, 0x5a
    in al, 0x83
    movzx eax, al
    show "page of channel 1", eax
    outb 0x81, 0x21
    outb 0x82, 0x43
    in al, 0x81
    mov ah, al
    in al, 0x82
    xchg al, ah
    showw "pages of 2 and 3", ax
    in al, 0x83
    movzx eax, al
    show "page of channel 1", eax
    ; the second controller: every other port
    outb 0xd4, 4 + 1
    out 0xd8, al
    outb 0xc4, 0xbc
    outb 0xc4, 0x9a
    out 0xd8, al
    in al, 0xc4
    mov ah, al
    in al, 0xc4
    xchg al, ah
    showw "address of channel 5", ax
    ; status: no terminal counts are left after a read
    in al, 0x08
    in al, 0x08
    and al, 0x0f
    movzx eax, al
    show "terminal counts", eax
    finish
