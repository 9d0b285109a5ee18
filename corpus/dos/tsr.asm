; Stays resident behind INT 1CH, the timer's hook, and counts ticks. Run again it finds itself by its signature, says whether they came, and
; takes the resident one away: the vector, its environment, its memory.
%include "dos.inc"
    jmp begin
signature: db "plextick"
old: dd 0
ticks: dw 0
handler:
    inc word [cs:ticks]
    jmp far [cs:old]
resident_end:
begin:
    mov ax, 0x351C
    int 0x21
    cmp bx, handler
    jne install
    mov si, signature
    mov di, signature
    mov cx, 8
    repe cmpsb
    jne install
    mov cx, [es:ticks]
wait_more:
    cmp [es:ticks], cx          ; one more, so that it is alive now
    je wait_more
    cmp word [es:ticks], 2
    jb none
    say {"ticks have come", 13, 10}
    push ds
    mov dx, [es:old]            ; leaves the vector as it was
    mov ds, [es:old + 2]
    mov ax, 0x251C
    int 0x21
    pop ds
    push es
    mov es, [es:0x2C]
    mov ah, 0x49
    int 0x21
    pop es
    mov ah, 0x49
    int 0x21
    quit
none:
    say {"no ticks", 13, 10}
    quit
install:
    mov [old], bx
    mov [old + 2], es
    mov dx, handler
    mov ax, 0x251C
    int 0x21
    say {"resident", 13, 10}
    mov dx, (resident_end - $$ + 0x100 + 15) / 16
    mov ax, 0x3100
    int 0x21
routines
