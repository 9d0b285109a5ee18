; A boot loader of the old kind: moves itself, decodes the rest of itself in layers, runs over where it was, and loads sectors over code
; that has run.
%include "boot.inc"

KEY equ 0x5a

main:
    ; to 0:0600, and on from there
    mov si, main
    mov di, 0x600
    mov cx, moved_end - main
    rep movsb
    jmp 0:.moved - main + 0x600
.moved:
    mov ax, $ - main + 0x600
    mov [SCRATCH], ax
    ; what was here before becomes INC BX, and is run
    mov di, main
    mov al, 0x43
    mov cx, moved_end - main
    rep stosb
    mov byte [main + (moved_end - main) - 1], 0xc3
    xor bx, bx
    mov ax, main
    call ax
    jmp 0:behind
moved_end:
behind:
    showw "ip", [SCRATCH]
    showw "over itself", bx
    ; the encoded part, one layer after the other
    mov cx, 3
.layer:
    push cx
    mov si, secret
    mov cx, secret_end - secret
.byte:
    xor byte [si], KEY
    inc si
    loop .byte
    pop cx
    loop .layer
    call secret + 0
    showw "decoded", ax
    mov si, secret
    mov cx, secret_end - secret
.again:
    xor byte [si], KEY
    inc si
    loop .again
    mov byte [secret], 0xc3 ; ret
    mov ax, 0x1111
    call secret + 0
    showw "encoded again", ax
    ; the disk writes over code: sector 1 is the boot sector
    mov al, 0x00 ; lines as the BIOS wants them
    out 0x21, al
    out 0xa1, al
    mov bx, 0x6000
    mov byte [bx], 0x40 ; inc ax; ret
    mov byte [bx + 1], 0xc3
    mov ax, 1
    call bx
    showw "before", ax
    mov ax, 0x0201
    mov cx, 1
    mov dh, 0
    mov dl, [boot_drive]
    sti
    int 0x13
    cli
    movzx eax, byte [0x6000]
    show "after", eax
    showw "signature", [0x61fe]
    mov eax, [0x6000]
    cmp eax, [boot]
    sete al
    movzx eax, al
    show "same as the boot sector", eax
    finish

secret: ; mov ax, 0x4321; ret
    db 0xb8 ^ KEY, 0x21 ^ KEY, 0x43 ^ KEY, 0xc3 ^ KEY
secret_end:
