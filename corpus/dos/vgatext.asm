; Text modes in full: 40 and 80 columns, direct video, attributes, pages, cursor, a character of one's own, 50 lines.
%include "dos.inc"
    mov ax, 1                   ; 40 columns
    int 0x10
    mov ah, 0x0F
    int 0x10
    mov [columns], ah
    mov ax, 3
    int 0x10
    push 0xB800
    pop es
    mov di, 160 * 10            ; every attribute once
    xor ax, ax
    mov cx, 256
.attributes:
    mov al, 'x'
    stosw
    inc ah
    loop .attributes
    xor bx, bx                  ; read back through the BIOS
    mov dx, 0x0A00
    mov cx, 80
.read:
    push cx
    mov ah, 2
    push bx
    mov bh, 0
    int 0x10
    mov ah, 8
    int 0x10
    pop bx
    add bl, ah
    adc bh, al
    inc dl
    pop cx
    loop .read
    mov [sum], bx
    mov ax, 0x1112              ; 8x8 font: 50 lines
    mov bl, 0
    int 0x10
    push ds
    push 0x40
    pop ds
    mov al, [0x84]              ; rows less one
    pop ds
    mov [rows], al
    mov ax, 0x0501              ; page 1
    int 0x10
    mov ah, 0x0F
    int 0x10
    mov [page_now], bh
    mov ax, 3
    int 0x10
    mov ah, 1                   ; cursor shape
    mov cx, 0x0407
    int 0x10
    mov ah, 3
    mov bh, 0
    int 0x10
    mov [cursor], cx
    mov ah, 1
    mov cx, 0x0607
    int 0x10
    say "columns "
    mov al, [columns]
    mov ah, 0
    hex ax
    say " sum "
    hex [sum]
    say " rows "
    mov al, [rows]
    mov ah, 0
    hex ax
    say " page "
    mov al, [page_now]
    mov ah, 0
    hex ax
    say " cursor "
    hex [cursor]
    line
    quit
routines
columns: db 0
rows: db 0
page_now: db 0
sum: dw 0
cursor: dw 0
