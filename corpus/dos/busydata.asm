; Code beside busy data, as .COM programs have it: counters and a table between the routines, changed at every turn.
%include "dos.inc"
    mov cx, 20000
turn:
    call first
    call second
    loop turn
    say "counters "
    hex [counter1]
    say " "
    hex [counter2]
    say " "
    mov si, table
    mov cx, 16
    xor ax, ax
.sum:
    add ax, [si]
    rol ax, 1
    add si, 2
    loop .sum
    call print_hex
    line
    quit
counter1: dw 0
first:
    inc word [counter1]
    mov bx, [counter1]
    and bx, 30
    add [table + bx], bx
    ret
counter2: dw 0
second:
    mov ax, [counter1]
    add [counter2], ax
    ret
table: times 16 dw 0
routines
