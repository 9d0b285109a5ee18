; Real mode: timer interrupts through the PIC, IF, HLT, and what happens to a second request while the first is in service.
%include "boot.inc"
%include "real.inc"

main:
    call catch_real
    pic_init 0x08, 0x18, 1
    mov word [rhooks + 2 * 8], tick
    ; channel 0, mode 2, 1000 counts: 1193 Hz
    outb 0x43, 0x34
    outb 0x40, 1000 & 255
    outb 0x40, 1000 >> 8
    outb 0x21, 0xfe
    mov ecx, 300000
.masked:
    nop
    dec ecx
    jnz .masked
    show "with IF clear", [ticks]
    sti
.wait:
    hlt
    cmp dword [ticks], 20
    jb .wait
    cli
    show "by hlt", [ticks]
    ; masked at the PIC: nothing comes
    outb 0x21, 0xff
    mov dword [ticks], 0
    sti
    mov ecx, 100000
.quiet:
    dec ecx
    jnz .quiet
    cli
    show "masked", [ticks]
    ; a request that comes while it is masked is kept: one, after what mode 2 has left is forgotten
    outb 0x43, 0x30 ; mode 0: one request
    pic_init 0x08, 0x18, 1
    outb 0x40, 100
    outb 0x40, 0
    outb 0x20, 0x0a ; read IRR
.request:
    in al, 0x20
    test al, 1
    jz .request
    outb 0x21, 0xfe
    sti
    nop
    nop
    cli
    show "kept", [ticks]
    ; without an end of interrupt there is no second one
    mov dword [ticks], 0
    mov byte [no_eoi], 1
    outb 0x43, 0x34
    outb 0x40, 1000 & 255
    outb 0x40, 1000 >> 8
    sti
    mov ecx, 300000
.once:
    in al, 0x20
    dec ecx
    cmp dword [ticks], 0
    je .once
    mov ecx, 20000
.more:
    in al, 0x20
    dec ecx
    jnz .more
    cli
    show "without eoi", [ticks]
    outb 0x20, 0x0b ; read ISR
    in al, 0x20
    movzx eax, al
    show "in service", eax
    outb 0x20, 0x60 ; specific EOI of line 0
    in al, 0x20
    movzx eax, al
    show "after eoi", eax
    ; the frame points behind the HLT
    mov byte [no_eoi], 0
    mov dword [ticks], 0
    sti
.halt:
    hlt
.behind:
    cli
    mov ax, [last_ip]
    sub ax, .behind
    showw "ip after hlt", ax
    outb 0x21, 0xff
    finish

tick:
    inc dword [ticks]
    mov ax, [bp + R_IP]
    mov [last_ip], ax
    pushf
    pop ax
    test ax, 0x200
    jz .clear
    say "IF set inside"
.clear:
    cmp byte [no_eoi], 0
    jne .out
    outb 0x20, 0x20
.out:
    ret

section .data
align 4
ticks: dd 0
last_ip: dw 0
no_eoi: db 0
section .text
