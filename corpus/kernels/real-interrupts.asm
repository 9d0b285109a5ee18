; Real mode: what INT n, INT3, INTO and IRET push, pop, clear and leave alone.
%include "boot.inc"
%include "real.inc"

main:
    call catch_real
    rcatch "int"
    int 0x1a
    rcaught
    rcatch "int with flags" ; IF and TF are cleared on entry, the image keeps IF
    stc
    sti
    int 0x1a
    rcaught
    rcatch "int3"
    int3
    rcaught
    rcatch "int 3 of two bytes"
    db 0xcd, 3
    rcaught
    rcatch "into without overflow"
    into
    rcaught
    rcatch "into"
    mov al, 0x7f
    inc al
    into
    rcaught

    ; flags inside the handler
    mov word [rhooks + 2 * 0x15], flags_inside
    push word 0xfd7 | 0x7000 ; everything, NT and IOPL too, but TF
    and word [esp], ~0x100
    popf
    int 0x15
    pushf
    pop ax
    and ax, 0x7fff
    showw "flags after iret", ax
    push word 2
    popf

    ; a 32-bit iret, from a frame of our own: VM, RF, VIP stay out of it
    push dword 0x00020247
    push dword 0
    push dword .iretd
    o32 iret
.iretd:
    pushfd
    pop eax
    show "flags after iretd", eax

    ; far call to a routine that ends by iret, far return that ends an interrupt
    pushf
    call 0:.by_iret
    jmp .after
.by_iret:
    iret
.after:
    mov ax, sp
    showw "sp", ax
    mov word [rhooks + 2 * 0x14], 0
    mov word [4 * 0x14], .by_retf
    int 0x14
    mov ax, sp
    showw "sp after retf 2", ax
    jmp .end
.by_retf:
    retf 2
.end:
    ; a vector elsewhere: segment and offset are taken as they stand
    mov word [4 * 0x60], far_handler - 0x7000
    mov word [4 * 0x60 + 2], 0x700
    int 0x60
    showw "cs inside", [far_handler.cs]
    showw "cs pushed", [far_handler.pushed]
    finish

far_handler:
    mov [.cs], cs
    mov bp, sp
    mov ax, [bp + 2]
    mov [.pushed], ax
    iret
.cs: dw 0
.pushed: dw 0

flags_inside:
    pushf
    pop ax
    and ax, 0x7fff
    showw "flags inside", ax
    mov ax, [bp + R_FLAGS]
    showw "flags pushed", ax
    ret
