; Absolute disk I/O: reads the boot sector by INT 25H, writes the last sector of drive A by INT 26H, reads it back, and BIOS INT 13H agrees.
%include "dos.inc"
    mov al, 0
    mov cx, 1
    mov dx, 0
    mov bx, buffer
    int 0x25
    pop dx                      ; the flags that DOS leaves
    jc failed
    mov si, buffer
    mov cx, 256
    xor bp, bp
.sum:
    lodsw
    add bp, ax
    rol bp, 1
    loop .sum
    say "boot sector "
    hex bp
    line
    mov dx, [buffer + 0x13]     ; sectors of the disk
    dec dx
    mov [last], dx
    mov di, buffer
    mov cx, 256
    mov ax, 0x5A01
.fill:
    mov [di], ax
    add ax, 0x0103
    add di, 2
    loop .fill
    mov al, 0
    mov cx, 1
    mov bx, buffer
    int 0x26
    pop dx
    jc failed
    mov di, buffer
    mov cx, 256
    xor ax, ax
    push ds
    pop es
    rep stosw
    mov ax, 0x0201              ; the same sector by the BIOS: 80 tracks, 2 heads, 18 sectors
    mov cx, 0x4F12
    mov dx, 0x0100
    mov bx, buffer
    int 0x13
    jc failed
    mov si, buffer
    mov cx, 256
    xor bp, bp
.again:
    lodsw
    add bp, ax
    rol bp, 1
    loop .again
    say "last sector "
    hex bp
    line
    quit
failed:
    say {"failed", 13, 10}
    quit
routines
last: dw 0
buffer: times 512 db 0
