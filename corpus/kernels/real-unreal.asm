; Unreal mode: segment limits loaded in protected mode stay in real mode until the register's cached limit is replaced there.
%include "boot.inc"
%include "real.inc"

main:
    call catch_real
    mov dword [SCRATCH], 0
    lgdt [table_register]
    mov eax, cr0
    or al, 1
    mov cr0, eax
    jmp short $ + 2
    mov bx, 8
    mov ds, bx
    mov es, bx
    mov fs, bx
    and al, 0xfe
    mov cr0, eax
    jmp short $ + 2
    xor ax, ax
    mov ds, ax
    ; DS has base 0 again, and still its limit
    mov ebx, 0x00180000
    mov dword [ebx], 0x12345678
    mov eax, [ebx]
    show "beyond 1 MiB", eax
    mov ax, 0x10
    mov es, ax
    mov eax, [es:ebx - 0x100]
    show "through es 10", eax
    ; FS keeps the protected base until it is loaded
    mov eax, [fs:dword 0x00180000]
    show "through fs", eax
    mov ecx, 0x1000
    mov edi, 0x00190000
    xor ax, ax
    mov es, ax
    mov eax, 0xa5a5a5a5
    cld
    a32 rep stosd
    show "edi", edi
    show "filled", [dword 0x00193ffc]
    ; an interrupt and a BIOS-like handler in between do no harm
    mov word [rhooks + 2 * 0x15], .handler
    int 0x15
    mov eax, [ebx]
    show "after an interrupt", eax
    ; a 16-bit limit is back after a visit to protected mode with an ordinary descriptor
    mov eax, cr0
    or al, 1
    mov cr0, eax
    jmp short $ + 2
    mov cx, 16
    mov gs, cx
    and al, 0xfe
    mov cr0, eax
    jmp short $ + 2
    finish
.handler:
    push ds
    mov ax, 0x1234
    mov ds, ax
    pop ds
    ret

section .data
align 8
table:
    dd 0, 0
    dd 0x0000ffff, 0x00cf9300
    dd 0x0000ffff, 0x00009300
table_register: dw 23
    dd table
section .text
