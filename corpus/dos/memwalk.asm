; Walks the chain of memory control blocks: signature, owner (this program or another), size in paragraphs.
%include "dos.inc"
    mov ah, 0x52                ; list of lists; the first block's segment stands before it
    int 0x21
    mov ax, [es:bx - 2]
    xor si, si                  ; blocks
    xor di, di                  ; paragraphs that belong to somebody
next:
    mov es, ax
    mov bl, [es:0]
    cmp bl, 'M'
    je good
    cmp bl, 'Z'
    je good
    say {"broken chain", 13, 10}
    quit
good:
    inc si
    mov cx, [es:3]
    mov dx, [es:1]
    test dx, dx
    jz free
    add di, cx
    push ds
    pop bp
    cmp dx, bp
    jne free
    say {"own block found", 13, 10}
free:
    inc ax
    add ax, cx
    cmp bl, 'Z'
    jne next
    say "memory ends at "
    hex ax
    line
    int 0x12
    say "BIOS says "
    xor dx, dx
    call print_decimal
    say {" KiB", 13, 10}
    quit
routines
