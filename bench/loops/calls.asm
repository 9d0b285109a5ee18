; Recursive Fibonacci of 20, ROUNDS times: near calls and returns.
bits 32
org 0x100000
        mov     esp, 0x400000
        mov     ebp, ROUNDS
        xor     esi, esi
round:  mov     eax, 20
        call    fib
        add     esi, eax
        dec     ebp
        jnz     round
        mov     eax, esi
        hlt
; EAX = fib(EAX); ECX changes
fib:    cmp     eax, 2
        jb      .small
        push    eax
        dec     eax
        call    fib
        pop     ecx
        push    eax
        lea     eax, [ecx - 2]
        call    fib
        pop     ecx
        add     eax, ecx
.small: ret
