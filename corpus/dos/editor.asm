; A small full-screen editor: a frame by direct video, text by the BIOS, cursor keys, Backspace, F2 upper case, Esc ends and prints the text.
%include "dos.inc"
    mov ax, 3
    int 0x10
    push 0xB800
    pop es
    xor di, di
    mov ax, 0x1FCD
    mov cx, 80
    cld
    rep stosw
    mov di, 160 * 24
    mov cx, 80
    rep stosw
    mov dx, 0x0202
key:
    mov ah, 2
    mov bh, 0
    int 0x10
    mov ah, 0
    int 0x16
    cmp al, 27
    je finish
    cmp al, 8
    je back
    cmp ax, 0x3C00              ; F2
    je upper
    cmp ax, 0x4B00
    je left
    cmp ax, 0x4BE0
    je left
    cmp ax, 0x4D00
    je right
    cmp ax, 0x4DE0
    je right
    cmp al, ' '
    jb key
    mov bl, 0x1E
    mov cx, 1
    mov ah, 9
    int 0x10
    call column
    mov [di], al
right:
    cmp dl, 60
    jae key
    inc dl
    jmp key
left:
    cmp dl, 2
    jbe key
    dec dl
    jmp key
back:
    cmp dl, 2
    jbe key
    dec dl
    call column
    mov byte [di], ' '
    mov ah, 2
    mov bh, 0
    int 0x10
    mov ax, 0x0920
    mov bl, 7
    mov cx, 1
    int 0x10
    jmp key
upper:
    mov di, text
    mov cx, 60
.one:
    cmp byte [di], 'a'
    jb .no
    cmp byte [di], 'z'
    ja .no
    sub byte [di], 32
.no:
    inc di
    loop .one
    jmp key
column:                         ; DI: where the character at column DL is kept
    mov di, dx
    and di, 0xFF
    add di, text - 2
    ret
finish:
    mov ax, 3
    int 0x10
    say "text: "
    mov dx, text
    mov ah, 9
    int 0x21
    line
    quit
routines
text: times 60 db ' '
    db '$'
