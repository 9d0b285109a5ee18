; Programs the timer to 1,000 Hz, counts its interrupts during 100 of them by the counter itself, passes every 55th on, and puts it back.
%include "dos.inc"
    mov ax, 0x3508
    int 0x21
    mov [old], bx
    mov [old + 2], es
    mov dx, handler
    mov ax, 0x2508
    int 0x21
    cli
    mov al, 0x34
    out 0x43, al
    mov ax, 1193
    out 0x40, al
    mov al, ah
    out 0x40, al
    sti
wait_100:
    hlt
    cmp word [count], 100
    jb wait_100
    ; the counter runs inside its reload value
    mov cx, 1000
    xor bx, bx
sample:
    mov al, 0
    out 0x43, al
    in al, 0x40
    mov ah, al
    in al, 0x40
    xchg al, ah
    cmp ax, 1193
    jbe .fine
    inc bx
.fine:
    loop sample
    cli
    mov al, 0x36
    out 0x43, al
    xor al, al
    out 0x40, al
    out 0x40, al
    sti
    push ds
    lds dx, [old]
    mov ax, 0x2508
    int 0x21
    pop ds
    say "samples past the reload value: "
    hex bx
    line
    ; read-back: status of channel 0 says mode 3, both bytes
    cli
    mov al, 0xE2
    out 0x43, al
    in al, 0x40
    sti
    and ax, 0x3F
    say "mode and access: "
    hex ax
    line
    quit
handler:
    push ax
    inc word [cs:count]
    inc byte [cs:phase]
    cmp byte [cs:phase], 55
    jb .own
    mov byte [cs:phase], 0
    pop ax
    jmp far [cs:old]
.own:
    mov al, 0x20
    out 0x20, al
    pop ax
    iret
routines
old: dd 0
count: dw 0
phase: db 0
