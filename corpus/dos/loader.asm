; An .EXE program with a header of its own: two segments, a relocation, a stack, and an overlay loaded by EXEC (INT 21H, 4B03H).
bits 16
org 0
HEADER equ 0x40
header:
    db "MZ"
    dw (end_of_file - header) % 512
    dw (end_of_file - header + 511) / 512
    dw 1                        ; relocations
    dw HEADER / 16
    dw 0x40, 0x40               ; memory behind it, in paragraphs
    dw (stack_segment - code) / 16, 0x200
    dw 0
    dw start - code, 0
    dw relocations - header, 0
relocations:
    dw data_fixup - code, 0
    times HEADER - ($ - header) db 0
code:
start:
    db 0xB8                     ; mov ax, the data segment
data_fixup:
    dw (data - code) / 16
    push es                     ; the PSP
    mov ds, ax
    mov bx, end_of_memory - code + 0x600
    add bx, 15
    shr bx, 4
    add bx, 16
    mov ah, 0x4A                ; shrink to what is used
    int 0x21
    mov bx, 0x40                ; a block for the overlay
    mov ah, 0x48
    int 0x21
    jc failed
    mov [block - data], ax
    mov [block + 2 - data], ax
    mov [entry + 2 - data], ax
    push ds
    pop es
    mov bx, block - data
    mov dx, name - data
    mov ax, 0x4B03
    int 0x21
    jc failed
    mov ax, 0x1111
    mov bx, 0x0222
    call far [entry - data]
    mov bx, ax
    mov cx, 4
.digit:
    rol bx, 4
    mov dl, bl
    and dl, 15
    add dl, '0'
    cmp dl, '9'
    jbe .out
    add dl, 7
.out:
    mov ah, 2
    int 0x21
    loop .digit
    mov dx, good - data
    jmp over
failed:
    mov dx, bad - data
over:
    mov ah, 9
    int 0x21
    mov ax, 0x4C07
    int 0x21
    align 16
data:
block: dw 0, 0
entry: dw 0, 0
name: db "OVL.BIN", 0
good: db " from the overlay", 13, 10, '$'
bad: db "no overlay", 13, 10, '$'
    align 16
stack_segment:
end_of_file:
end_of_memory:
