; Walks the root directory by FindFirst and FindNext: names, and the sum of the sizes.
%include "dos.inc"
    mov dx, area
    mov ah, 0x1A
    int 0x21
    mov dx, all
    mov cx, 0x16
    mov ah, 0x4E
again:
    int 0x21
    jc done
    mov si, area + 0x1E
.name:
    lodsb
    test al, al
    jz .size
    mov dl, al
    mov ah, 2
    int 0x21
    jmp .name
.size:
    say " "
    mov ax, [area + 0x1A]
    mov dx, [area + 0x1C]
    call print_decimal
    line
    mov eax, [area + 0x1A]
    add [total], eax
    inc word [count]
    mov ah, 0x4F
    jmp again
done:
    mov ax, [count]
    xor dx, dx
    call print_decimal
    say " entries, "
    mov ax, [total]
    mov dx, [total + 2]
    call print_decimal
    say {" bytes", 13, 10}
    mov ah, 0x36                ; free space of the default drive
    mov dl, 0
    int 0x21
    mul cx
    mul bx
    push dx
    push ax
    say "free "
    pop ax
    pop dx
    call print_decimal
    line
    quit
all: db "*.*", 0
routines
total: dd 0
count: dw 0
area: times 64 db 0
