; Code that writes itself: an immediate, an opcode, a whole routine built in memory, a loop whose body changes at every turn, the
; instruction right behind the store (with a jump between, as the 486 asks for).
%include "dos.inc"
    xor bp, bp
    mov cx, 100
again:
    mov word [patched + 1], cx
    jmp short patched
patched:
    mov ax, 0
    add bp, ax
    xor byte [flip], 0x28       ; add bp, cx and sub bp, cx take turns: 01 and 29
    jmp short flip
flip:
    add bp, cx
    loop again
    say "patched "
    hex bp
    line
    mov di, built               ; mov ax, imm / ret, for 200 values
    mov cx, 200
    xor si, si
.build:
    mov byte [di], 0xB8
    mov [di + 1], cx
    mov byte [di + 3], 0xC3
    call di
    add si, ax
    rol si, 1
    loop .build
    say "built "
    hex si
    line
    mov si, routine             ; a routine moved to two places and called there
    mov di, built + 100
    mov cx, routine_end - routine
    push ds
    pop es
    rep movsb
    call built + 100
    say "moved "
    hex ax
    line
    quit
routine:
    mov ax, 0x1234
    call .inner
.inner:
    pop bx
    sub bx, .inner - routine
    sub bx, built + 100
    add ax, bx
    ret
routine_end:
routines
built: times 256 db 0x90
