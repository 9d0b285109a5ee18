; A byte-code interpreter: every operation ends in a computed branch through a table, ROUNDS passes over 4,096 operations.
bits 32
org 0x100000
DATA equ 0x200000
TABLE equ 0x210000
COUNT equ 4096
        mov     esp, 0x400000
        mov     dword [TABLE], op_add
        mov     dword [TABLE + 4], op_xor
        mov     dword [TABLE + 8], op_rol
        mov     dword [TABLE + 12], op_sub
        mov     dword [TABLE + 16], op_store
        mov     dword [TABLE + 20], op_load
        mov     dword [TABLE + 24], op_neg
        mov     dword [TABLE + 28], op_end
        mov     eax, 99
        xor     ecx, ecx
fill:   imul    eax, eax, 1664525
        add     eax, 1013904223
        mov     edx, eax
        shr     edx, 24
        mov     ebx, 7
        push    eax
        mov     eax, edx
        xor     edx, edx
        div     ebx
        mov     [DATA + ecx], dl
        pop     eax
        inc     ecx
        cmp     ecx, COUNT
        jb      fill
        mov     byte [DATA + COUNT], 7
        mov     ebp, ROUNDS
        mov     eax, 1
        mov     ebx, 7
        mov     edi, TABLE + 0x1000
round:  mov     esi, DATA
        movzx   edx, byte [esi]
        inc     esi
        jmp     [TABLE + edx * 4]
%macro next 0
        movzx   edx, byte [esi]
        inc     esi
        jmp     [TABLE + edx * 4]
%endmacro
op_add: add     eax, ebx
        next
op_xor: xor     ebx, eax
        next
op_rol: rol     eax, 3
        next
op_sub: sub     ebx, eax
        next
op_store:
        mov     [edi], eax
        next
op_load:
        add     eax, [edi]
        next
op_neg: neg     ebx
        next
op_end: dec     ebp
        jnz     round
        xor     eax, ebx
        hlt
