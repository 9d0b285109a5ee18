; A DOS program that computes: the sieve of Eratosthenes over 30,000 flags (with SIEVE) and an insertion sort of 1,500 words (with SORT),
; PASSES times over, with the sum of what was found on the debug console at the end. The data lies in a segment of its own 64 KiB away, or,
; with MIXED, in the pages of the code, and the loops count in variables among the instructions.
bits 16
org 0x100
FLAGS equ 30000
WORDS equ 1500
start:
%ifdef MIXED
    push cs
    pop es
%else
    mov ax, cs
    add ax, 0x1000
    mov es, ax
%endif
    mov al, '<'
    out 0xE9, al
    mov word [passes], PASSES
    xor bp, bp                  ; the sum
pass:
%ifdef SIEVE
    call sieve
%endif
%ifdef SORT
    call sort
%endif
    dec word [passes]
    jnz pass
    mov cx, 4
digit:
    rol bp, 4
    mov ax, bp
    and al, 15
    add al, 'A'
    out 0xE9, al
    loop digit
    mov al, '>'
    out 0xE9, al
    mov ax, 0x4C00
    int 0x21

sieve:
    mov di, data
    mov cx, FLAGS / 2
    mov ax, 0x0101
    cld
    rep stosw
    mov si, 2
.next:
    cmp byte [es:data + si], 0
    je .not_prime
    inc bp
%ifdef MIXED
    inc word [found]
%endif
    mov di, si
    add di, si
    jc .not_prime
.strike:
    cmp di, FLAGS
    jae .not_prime
    mov byte [es:data + di], 0
    add di, si
    jnc .strike
.not_prime:
    inc si
    cmp si, FLAGS
    jb .next
    ret

sort:
    mov ax, 12345               ; a linear congruential generator fills the array
    mov si, 0
.fill:
    imul ax, ax, 25173
    add ax, 13849
    mov [es:data + si], ax
    add si, 2
    cmp si, WORDS * 2
    jb .fill
    mov si, 2
.outer:
    mov ax, [es:data + si]
    mov di, si
.inner:
    mov dx, [es:data + di - 2]
    cmp dx, ax
    jbe .place
    mov [es:data + di], dx
%ifdef MIXED
    inc word [moved]
%endif
    sub di, 2
    jnz .inner
.place:
    mov [es:data + di], ax
    add bp, ax
    add si, 2
    cmp si, WORDS * 2
    jb .outer
    ret

passes dw 0
found dw 0
moved dw 0
    align 16
data:
