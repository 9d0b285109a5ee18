; Walks a linked list of 2,048 nodes that lie in a scattered order, ROUNDS times: nothing but dependent loads.
bits 32
org 0x100000
DATA equ 0x200000
NODES equ 2048
        mov     esp, 0x400000
        xor     ecx, ecx
        xor     eax, eax
link:   lea     edx, [eax + 1021]               ; 1021 is coprime to 2048: one cycle through all nodes
        and     edx, NODES - 1
        lea     ebx, [DATA + edx * 8]
        mov     [DATA + eax * 8], ebx
        mov     [DATA + eax * 8 + 4], ecx
        mov     eax, edx
        inc     ecx
        cmp     ecx, NODES
        jb      link
        mov     ebp, ROUNDS
        mov     esi, DATA
round:  mov     ecx, NODES / 8
walk:   mov     esi, [esi]
        mov     esi, [esi]
        mov     esi, [esi]
        mov     esi, [esi]
        mov     esi, [esi]
        mov     esi, [esi]
        mov     esi, [esi]
        mov     esi, [esi]
        dec     ecx
        jnz     walk
        dec     ebp
        jnz     round
        mov     eax, [esi + 4]
        add     eax, esi
        hlt
