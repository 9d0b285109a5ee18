; Graphics: in each mode dots by the BIOS and bytes straight to video memory, read back as a sum; planes, latches, chain-4, mode X.
%include "dos.inc"
    mov si, modes
next:
    lodsb
    cmp al, 0xFF
    je planes
    mov [mode], al
    mov ah, 0
    int 0x10
    mov cx, 0                   ; a diagonal of dots
    mov dx, 0
.dot:
    mov ah, 0x0C
    mov al, cl
    and al, 0x0F
    cmp byte [mode], 0x13
    je .any
    cmp byte [mode], 6
    jb .four
    jne .any
    and al, 1
    jmp .any
.four:
    and al, 3
.any:
    mov bh, 0
    int 0x10
    inc cx
    inc dx
    cmp dx, 100
    jb .dot
    xor bp, bp
    mov cx, 0
    mov dx, 0
.read:
    mov ah, 0x0D
    mov bh, 0
    int 0x10
    mov ah, 0
    add bp, ax
    rol bp, 1
    inc cx
    inc dx
    cmp dx, 100
    jb .read
    mov bx, [filled]
    mov [sums + bx], bp
    add word [filled], 2
    jmp next
planes:
    mov ax, 0x12                ; 640x480, planar: write mode 2, read mode 1
    int 0x10
    push 0xA000
    pop es
    mov dx, 0x3CE
    mov ax, 0x0205
    out dx, ax
    mov ax, 0x3C08              ; bit mask
    out dx, ax
    mov al, [es:100]
    mov byte [es:100], 0x0A
    mov ax, 0x0805              ; read mode 1
    out dx, ax
    mov ax, 0x0A02              ; colour compare 10
    out dx, ax
    mov ax, 0x0F07
    out dx, ax
    mov al, [es:100]
    mov ah, 0
    mov [compare], ax
    mov ax, 0x13                ; mode X: chain-4 off
    int 0x10
    mov dx, 0x3C4
    mov ax, 0x0604
    out dx, ax
    xor bp, bp
    mov cx, 4
    mov ah, 1
.plane:
    mov al, 2
    mov dx, 0x3C4
    out dx, ax
    mov bl, ah
    add bl, 0x20
    mov [es:1234], bl
    shl ah, 1
    loop .plane
    mov cx, 4
    xor bx, bx
.back:
    mov dx, 0x3CE
    mov al, 4
    mov ah, bl
    out dx, ax
    mov al, [es:1234]
    mov ah, 0
    add bp, ax
    rol bp, 3
    inc bx
    loop .back
    mov [modex], bp
    mov ax, 3
    int 0x10
    say "sums"
    mov si, sums
    mov cx, [filled]
    shr cx, 1
.show:
    say " "
    lodsw
    call print_hex
    loop .show
    line
    say "compare "
    hex [compare]
    say " mode X "
    hex [modex]
    line
    quit
routines
modes: db 4, 6, 0x0D, 0x0E, 0x10, 0x12, 0x13, 0xFF
mode: db 0
filled: dw 0
sums: times 8 dw 0
compare: dw 0
modex: dw 0
