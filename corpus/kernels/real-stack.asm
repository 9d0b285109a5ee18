; Real mode: pushes and pops at the ends of a 64 KiB stack, PUSHA, ENTER and LEAVE, 32-bit forms on a 16-bit stack.
%include "boot.inc"
%include "real.inc"

main:
    call catch_real
    mov ax, 0x2000
    mov es, ax
    ; SP 0 wraps to FFFE
    mov ss, ax
    xor sp, sp
    mov ax, 0x1234
    push ax
    mov bx, sp
    mov cx, [es:0xfffe]
    pop dx
    mov bp, sp
    call flat
    showw "sp", bx
    showw "stored", cx
    showw "popped", dx
    showw "sp again", bp

    ; pusha and popa
    mov ax, 0x2000
    mov es, ax
    mov ss, ax
    mov sp, 0x20
    mov ax, 0xa
    mov cx, 0xc
    mov dx, 0xd
    mov bx, 0xb
    mov bp, 0xbb
    mov si, 0x51
    mov di, 0xd1
    pusha
    mov bx, sp
    call flat
    showw "sp after pusha", bx
    showw "sp in pusha", [es:0x20 - 10]
    showw "di in pusha", [es:0x20 - 16]
    mov ax, 0x2000
    mov es, ax
    mov ss, ax
    mov sp, 0x40
    pushad
    mov bx, sp
    call flat
    showw "sp after pushad", bx
    show "esp in pushad", [es:0x40 - 20]

    ; enter, with nesting; leave
    mov ax, 0x2000
    mov es, ax
    mov ss, ax
    mov sp, 0x100
    mov bp, 0x180
    mov word [es:0x17e], 0x1111
    mov word [es:0x17c], 0x2222
    enter 6, 3
    mov bx, sp
    mov cx, bp
    leave
    mov dx, sp
    mov sp, 0x60
    call flat
    showw "enter sp", bx
    showw "enter bp", cx
    showw "link 1", [es:0x100 - 2]
    showw "link 2", [es:0x100 - 4]
    showw "link 3", [es:0x100 - 6]
    showw "link 4", [es:0x100 - 8]
    showw "leave sp", dx

    ; push of segment registers and immediates, operand size 32
    mov ax, 0x2000
    mov es, ax
    mov ss, ax
    mov sp, 0x80
    mov dword [es:0x7c], 0
    db 0x66, 0x6a, -2 ; o32 push byte -2
    push byte -3
    o32 push es
    mov bx, sp
    call flat
    showw "sp after pushes", bx
    show "dword", [es:0x7c]
    showw "word", [es:0x7a]
    showw "segment", [es:0x76]

    ; pop to memory by SP uses SP after the pop; push sp pushes the old one
    mov ax, 0x2000
    mov es, ax
    mov ss, ax
    mov sp, 0x90
    push sp
    pop ax
    mov esp, 0x90
    push word 0x7777
    pop word [esp + 4]
    mov bx, [es:0x94]
    call flat
    showw "push sp", ax
    showw "pop to memory", bx
    finish

flat: ; back to the flat stack, which holds nothing
    pop word [cs:.back]
    push ax
    xor ax, ax
    mov ds, ax
    pop ax
    mov [cs:.ax], ax
    xor ax, ax
    mov ss, ax
    mov sp, boot
    mov ax, [cs:.ax]
    jmp [cs:.back]
.back: dw 0
.ax: dw 0
