; The 8259 beside its everyday use: automatic EOI, special mask mode, rotation, polling, what IRR, ISR and IMR read as.
%include "boot.inc"
%include "real.inc"

%macro registers 0
    outb 0x20, 0x0a
    in al, 0x20
    mov ah, al
    and ah, 0xfb
    outb 0x20, 0x0b
    in al, 0x20
    movzx eax, ax
    show "irr isr", eax
%endmacro

; one timer request, unseen so far
%macro request 0
    outb 0x43, 0x30
    outb 0x40, 20
    outb 0x40, 0
    outb 0x20, 0x0a
%%wait:
    in al, 0x20
    test al, 1
    jz %%wait
%endmacro
; channel 0's output low again
%macro quiet 0
    outb 0x43, 0x30
%endmacro

main:
    call catch_real
    pic_init 8, 0x18, 1
    mov word [rhooks + 16], irq
    in al, 0x21
    movzx eax, al
    show "imr", eax
    outb 0x21, 0x5a
    in al, 0x21
    movzx eax, al
    show "imr", eax
    outb 0x21, 0xff
    say "masked request"
    request
    registers
    say "unmasked, IF clear"
    outb 0x21, 0xfe
    registers
    say "served"
    mov word [irqs], 0
    sti
    nop
    nop
    cli
    showw "irqs", [irqs]
    registers
    say "specific eoi of another line"
    outb 0x20, 0x63
    registers
    say "specific eoi"
    outb 0x20, 0x60
    registers
    say "the output falls: the request goes"
    outb 0x21, 0xff
    request
    quiet
    registers
    say "automatic eoi"
    quiet
    pic_init 8, 0x18, 3
    request
    outb 0x21, 0xfe
    mov word [irqs], 0
    sti
    nop
    nop
    cli
    showw "irqs", [irqs]
    registers
    say "special mask"
    quiet
    pic_init 8, 0x18, 1
    request
    outb 0x21, 0xfe
    mov word [irqs], 0
    sti
    nop
    nop
    cli
    showw "irqs", [irqs]
    outb 0x21, 0xff ; line 0 in service and masked: with the special mask it holds nobody back
    outb 0x20, 0x68
    registers
    outb 0x20, 0x48
    outb 0x20, 0x20
    registers
    say "poll"
    quiet
    request
    outb 0x21, 0xfe
    outb 0x20, 0x0c
    in al, 0x20
    movzx eax, al
    show "poll word", eax
    registers
    outb 0x20, 0x20
    quiet
    outb 0x20, 0x0c
    in al, 0x20
    and al, 0x80
    movzx eax, al
    show "nothing to poll", eax
    outb 0x20, 0x20
    say "icw1 clears mask and state"
    outb 0x21, 0x77
    outb 0x20, 0x11
    outb 0x21, 8
    outb 0x21, 4
    outb 0x21, 1
    in al, 0x21
    movzx eax, al
    show "imr", eax
    outb 0x21, 0xff
    say "another base"
    quiet
    pic_init 0x10, 0x18, 1
    mov word [rhooks + 32], irq
    request
    outb 0x21, 0xfe
    mov word [irqs], 0
    sti
    nop
    nop
    cli
    showw "vector", [came_as]
    outb 0x20, 0x20
    finish

irq:
    inc word [irqs]
    mov ax, [bp + R_VECTOR]
    mov [came_as], ax
    ret

section .data
irqs: dw 0
came_as: dw 0
section .text
