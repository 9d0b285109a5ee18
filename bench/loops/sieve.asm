; Primes below 65,536, ROUNDS times: byte stores with a stride, short loops.
bits 32
org 0x100000
DATA equ 0x200000
SIZE equ 65536
        mov     esp, 0x400000
        mov     ebp, ROUNDS
round:  mov     edi, DATA
        mov     ecx, SIZE / 4
        mov     eax, 0x01010101
        cld
        rep stosd
        mov     esi, 2
next:   cmp     byte [DATA + esi], 0
        je      skip
        mov     eax, esi
        imul    eax, esi
        cmp     eax, SIZE
        jae     skip
strike: mov     byte [DATA + eax], 0
        add     eax, esi
        cmp     eax, SIZE
        jb      strike
skip:   inc     esi
        cmp     esi, 256
        jb      next
        dec     ebp
        jnz     round
        xor     eax, eax
        xor     ecx, ecx
count:  movzx   edx, byte [DATA + ecx]
        add     eax, edx
        inc     ecx
        cmp     ecx, SIZE
        jb      count
        hlt
