; An excursion to 32-bit protected mode without any DPMI: own GDT and IDT, an exception caught on the way, and back to DOS.
%include "dos.inc"
    xor eax, eax
    mov ax, cs
    mov [real_cs], ax
    shl eax, 4
    mov [base], eax
    lea ebx, [eax + gdt]
    mov [gdtr + 2], ebx
    lea ebx, [eax + idt]
    mov [idtr + 2], ebx
    mov ecx, eax                ; the bases of the two segments in place
    mov [gdt + 8 + 2], ax
    mov [gdt + 16 + 2], ax
    mov [gdt + 24 + 2], ax
    shr eax, 16
    mov [gdt + 8 + 4], al
    mov [gdt + 16 + 4], al
    mov [gdt + 24 + 4], al
    mov di, idt
    mov cx, 32
.gates:
    mov word [di], handler
    mov word [di + 2], 8
    mov word [di + 4], 0x8E00
    mov word [di + 6], 0
    add di, 8
    loop .gates
    cli
    sidt [old_idtr]
    mov [old_sp], sp
    lgdt [gdtr]
    lidt [idtr]
    mov eax, cr0
    or al, 1
    mov cr0, eax
    jmp 8:protected
bits 32
protected:
    mov ax, 16
    mov ds, ax
    mov es, ax
    mov ss, ax
    movzx esp, word [old_sp]
    xor eax, eax
    mov ecx, 5000
.work:
    lea eax, [eax * 2 + ecx]
    rol eax, 5
    dec ecx
    jnz .work
    mov [result], eax
    ud2                         ; the handler steps over it
    mov eax, [ds:0x0]
    mov ebx, [cs:0x100]
    db 0xEA
    dd leave16
    dw 24
handler:
    inc dword [faults]
    add dword [esp], 2
    iretd
bits 16
leave16:
    mov ax, 32                  ; 64 KiB segments again
    mov ds, ax
    mov es, ax
    mov ss, ax
    mov eax, cr0
    and al, 0xFE
    mov cr0, eax
    db 0xEA
    dw real
real_cs: dw 0
real:
    mov ax, cs
    mov ds, ax
    mov es, ax
    mov ss, ax
    mov sp, [old_sp]
    lidt [old_idtr]
    sti
    say "computed in 32 bits "
    mov ax, [result + 2]
    call print_hex
    mov ax, [result]
    call print_hex
    say ", exceptions "
    hex [faults]
    line
    quit
routines
base: dd 0
result: dd 0
faults: dd 0
old_sp: dw 0
old_idtr: times 6 db 0
gdtr: dw 39
    dd 0
idtr: dw 255
    dd 0
    align 8
gdt: dq 0
    dw 0xFFFF, 0, 0x9A00, 0x00CF    ; 8: code, 32 bits
    dw 0xFFFF, 0, 0x9200, 0x00CF    ; 16: data, 4 GiB
    dw 0xFFFF, 0, 0x9A00, 0         ; 24: code, 16 bits
    dw 0xFFFF, 0, 0x9200, 0         ; 32: data, 64 KiB
idt: times 256 db 0
