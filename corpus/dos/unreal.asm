; Unreal mode: through protected mode for a moment, back with a data segment of 4 GiB, then memory above 1 MiB from real mode.
%include "dos.inc"
    xor eax, eax
    mov ax, ds
    shl eax, 4
    add eax, table
    mov [pointer + 2], eax
    call a20_on
    cli
    push ds
    lgdt [pointer]
    mov eax, cr0
    or al, 1
    mov cr0, eax
    jmp short $ + 2
    mov bx, 8
    mov fs, bx
    and al, 0xFE
    mov cr0, eax
    jmp short $ + 2
    pop ds
    xor ax, ax
    mov fs, ax
    sti
    mov esi, 0x200000
    mov ecx, 1000
    xor edx, edx
.fill:
    mov eax, ecx
    imul eax, eax, 0x1003F
    mov [fs:esi], eax
    add esi, 4
    loop .fill
    mov esi, 0x200000
    mov ecx, 1000
.sum:
    add edx, [fs:esi]
    rol edx, 1
    a32 add esi, 4
    loop .sum
    say "sum above 1 MiB "
    mov eax, edx
    shr eax, 16
    call print_hex
    mov ax, dx
    call print_hex
    line
    quit
a20_on:
    in al, 0x92
    or al, 2
    and al, 0xFE
    out 0x92, al
    ret
routines
pointer: dw 15
    dd 0
    align 8
table: dq 0
    dw 0xFFFF, 0
    db 0, 0x92, 0xCF, 0
