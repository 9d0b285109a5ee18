; CRC-32 (IEEE 802.3) of 32 KiB by table, ROUNDS times: dependent loads and shifts.
bits 32
org 0x100000
TABLE equ 0x200000
DATA equ 0x201000
SIZE equ 32768
        mov     esp, 0x400000
        xor     ecx, ecx
entry:  mov     eax, ecx
        mov     edx, 8
bit:    shr     eax, 1
        jnc     even
        xor     eax, 0xEDB88320
even:   dec     edx
        jnz     bit
        mov     [TABLE + ecx * 4], eax
        inc     ecx
        cmp     ecx, 256
        jb      entry
        mov     eax, 12345
        xor     ecx, ecx
fill:   imul    eax, eax, 1103515245
        add     eax, 12345
        mov     [DATA + ecx], eax
        add     ecx, 4
        cmp     ecx, SIZE
        jb      fill
        mov     ebp, ROUNDS
        mov     eax, 0xFFFFFFFF
round:  mov     esi, DATA
        mov     ecx, SIZE
byte_:  movzx   edx, al
        movzx   ebx, byte [esi]
        xor     edx, ebx
        shr     eax, 8
        xor     eax, [TABLE + edx * 4]
        inc     esi
        dec     ecx
        jnz     byte_
        dec     ebp
        jnz     round
        not     eax
        hlt
