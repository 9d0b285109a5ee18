; The second 8259 behind line 2 of the first: RTC interrupts through both, both ISRs, nesting by priority, spurious interrupts of both.
%include "boot.inc"
%include "real.inc"

%macro both 1
    outb 0x20, 0x0b
    in al, 0x20
    mov ah, al
    outb 0xa0, 0x0b
    in al, 0xa0
    movzx eax, ax
    show %1, eax
%endmacro

main:
    call catch_real
    pic_init 8, 0x18, 1
    mov word [rhooks + 2 * 0x18], rtc
    mov word [rhooks + 2 * 8], timer
    mov word [rhooks + 2 * 15], spurious1
    mov word [rhooks + 2 * 0x1f], spurious2
    ; periodic interrupt of the RTC, 8192 Hz
    cmos_write 0x8a, 0x23
    cmos_write 0x8b, 0x42
    cmos_read 0x8c
    outb 0x21, 0xfb
    outb 0xa1, 0xfe
    sti
.wait:
    cmp word [rtcs], 3
    jb .wait
    cli
    mov word [rtcs], 3 ; a fourth may have come before CLI, where the machine was held up
    showw "rtc interrupts", [rtcs]
    ; the cascade masked
    mov word [rtcs], 0
    outb 0x21, 0xff
    cmos_read 0x8c
    sti
    mov ecx, 100000
.masked:
    dec ecx
    jnz .masked
    cli
    showw "with line 2 masked", [rtcs]
    ; the timer breaks into the RTC's handler, for it has the higher priority
    mov word [nest], 1
    mov word [rtcs], 0
    outb 0x43, 0x30
    outb 0x40, 50
    outb 0x40, 0
    outb 0x20, 0x0a
.request:
    in al, 0x20
    test al, 1
    jz .request
    mov word [nest], 2
    outb 0x21, 0xfb
    cmos_read 0x8c
    sti
.nested:
    cmp word [rtcs], 1
    jb .nested
    cli
    ; a request that has gone when it is acknowledged: line 7 of the second chip, and the first has the cascade in service
    outb 0x21, 0xff
    outb 0xa1, 0xff
    outb 0x43, 0x30
    cmos_read 0x8c
    outb 0x20, 0x20
    outb 0xa0, 0x20
    showw "spurious of the first", [spurious]
    finish

rtc:
    inc word [rtcs]
    cmp word [nest], 2
    jne .plain
    both "isr of both, inside"
    outb 0x21, 0xfa ; the timer's line too
    sti
    nop
    nop
    cli
    both "isr of both, after the timer"
    mov word [nest], 0
    outb 0x21, 0xfb
.plain:
    cmos_read 0x8c
    outb 0xa0, 0x20
    outb 0x20, 0x20
    ret

timer:
    both "isr of both, in the timer"
    outb 0x43, 0x30
    outb 0x20, 0x20
    ret

spurious1:
    inc word [spurious]
    ret
spurious2:
    outb 0x20, 0x20
    ret

section .data
rtcs: dw 0
nest: dw 0
spurious: dw 0
section .text
