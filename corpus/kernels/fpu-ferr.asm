; x87 exceptions without CR0.NE: FERR#, IRQ 13 through the second PIC, and port F0 that takes it back, as in every AT.
%include "boot.inc"
%include "real.inc"

main:
    call catch_real
    pic_init 8, 0x18, 1
    mov word [rhooks + 2 * 0x1d], irq13
    mov eax, cr0
    and eax, ~0x2c
    or eax, 2
    mov cr0, eax
    outb 0x21, 0xfb
    outb 0xa1, 0xdf
    out 0xf0, al
    fninit
    mov word [SCRATCH], 0x37b
    fldcw [SCRATCH]
    sti
    fld1
    fldz
    fdivp
    nop
    nop
    nop
    fnop ; here at the latest
    nop
    nop
    cli
    showw "interrupts", [count]
    showw "status inside", [status]
    fnstsw ax
    showw "status afterwards", ax
    sti
    fnop
    nop
    cli
    showw "no more interrupts", [count]
    ; masked exceptions stay inside
    fninit
    sti
    fld1
    fldz
    fdivp
    fnop
    nop
    cli
    showw "masked", [count]
    finish

irq13:
    inc word [count]
    fnstsw [status]
    out 0xf0, al
    fnclex
    outb 0xa0, 0x20
    outb 0x20, 0x20
    ret

section .data
count: dw 0
status: dw 0
section .text
