; Heap sort of 4,096 numbers, ROUNDS times: compares, unpredictable branches, a call for every element.
bits 32
org 0x100000
DATA equ 0x200000
COUNT equ 4096
        mov     esp, 0x400000
        mov     ebp, ROUNDS
        mov     eax, 1
round:  xor     ecx, ecx
fill:   imul    eax, eax, 1664525
        add     eax, 1013904223
        mov     [DATA + ecx * 4], eax
        inc     ecx
        cmp     ecx, COUNT
        jb      fill
        push    eax
        mov     esi, COUNT / 2
build:  dec     esi
        mov     edi, COUNT
        mov     ebx, esi
        call    sift
        test    esi, esi
        jnz     build
        mov     edi, COUNT
take:   dec     edi
        mov     eax, [DATA]
        xchg    eax, [DATA + edi * 4]
        mov     [DATA], eax
        xor     ebx, ebx
        call    sift
        cmp     edi, 1
        ja      take
        pop     eax
        dec     ebp
        jnz     round
        xor     eax, eax
        xor     ecx, ecx
sum:    rol     eax, 5
        xor     eax, [DATA + ecx * 4]
        inc     ecx
        cmp     ecx, COUNT
        jb      sum
        hlt
; sifts element EBX down in a heap of EDI elements; EAX, ECX, EDX change
sift:   mov     eax, [DATA + ebx * 4]
.down:  lea     ecx, [ebx * 2 + 1]
        cmp     ecx, edi
        jae     .done
        lea     edx, [ecx + 1]
        cmp     edx, edi
        jae     .one
        mov     edx, [DATA + ecx * 4 + 4]
        cmp     edx, [DATA + ecx * 4]
        jbe     .one
        inc     ecx
.one:   mov     edx, [DATA + ecx * 4]
        cmp     edx, eax
        jbe     .done
        mov     [DATA + ebx * 4], edx
        mov     ebx, ecx
        jmp     .down
.done:  mov     [DATA + ebx * 4], eax
        ret
