; Interrupt shadows: the instruction behind STI, MOV SS and POP SS runs before any interrupt; STI behind STI gives no second one.
%include "boot.inc"
%include "real.inc"

; A request is pending at the PIC, and stays so until it is served.
%macro pending 0
    outb 0x21, 0xff
    outb 0x43, 0x30
    outb 0x40, 20
    outb 0x40, 0
    outb 0x20, 0x0a
%%wait:
    in al, 0x20
    test al, 1
    jz %%wait
    mov word [came_at], 0
    xor bx, bx
    outb 0x21, 0xfe
%endmacro

%macro where 1 ; the offset of the interrupt from a label; 0 - label: none came
    cli
    mov ax, [came_at]
    sub ax, %1
    showw "at", ax
    showw "done before it", bx
%endmacro

main:
    call catch_real
    pic_init 8, 0x18, 1
    mov word [rhooks + 16], irq
    say "sti"
    pending
.a:
    sti
    inc bx
    inc bx
    where .a
    say "sti, sti"
    pending
.b:
    sti
    sti
    inc bx
    inc bx
    where .b
    say "sti, cli: never"
    pending
.c:
    sti
    cli
    inc bx
    inc bx
    where .c
    say "sti, hlt"
    pending
.d:
    sti
    hlt
    inc bx
    where .d
    say "mov ss"
    pending
    sti
    cli
    mov ax, ss
    push word 0x202
.e:
    popf ; IF, with no shadow
    inc bx
    where .e
    say "sti, mov ss"
    pending
    mov ax, ss
.f:
    sti
    mov ss, ax
    inc bx
    inc bx
    where .f
    say "sti, pop ss"
    pending
    push ss
.g:
    sti
    pop ss
    inc bx
    inc bx
    where .g
    say "sti, mov ds"
    pending
    mov ax, ds
.h:
    sti
    mov ds, ax
    inc bx
    inc bx
    where .h
    say "iret"
    pending
    push word 0x202
    push word 0
    push word .j
.i:
    iret
.j:
    inc bx
    where .i
    say "sti, iret with if clear: never"
    pending
    push word 2
    push word 0
    push word .l
.k:
    sti
    iret
.l:
    inc bx
    where .k
    finish

irq:
    mov ax, [bp + R_IP]
    mov [came_at], ax
    and word [bp + R_FLAGS], 0xfdff
    outb 0x21, 0xff
    outb 0x20, 0x20
    ret

section .data
came_at: dw 0
section .text
