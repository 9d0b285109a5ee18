; A small V86 monitor in ring 0: it carries out CLI, STI, PUSHF, POPF, INT n and IRET for a program of IOPL 0, with a virtual IF, through
; the real-mode interrupt table, as DOS extenders do.
%include "boot.inc"
%include "protected.inc"

main:
    mov word [4 * 0x61], service
    mov word [4 * 0x61 + 2], 0
    protected
    mov dword [hooks + 4 * 13], monitor
    catch "program"
    goto_v86 program, 0x20202
    caught
    show "emulated", [emulated]
    show "virtual if", [virtual_if]
    finish

; EBP: the frame
monitor:
    inc dword [emulated]
    movzx ebx, word [ebp + F_CS]
    shl ebx, 4
    movzx eax, word [ebp + F_EIP]
    add ebx, eax
    mov al, [ebx]
    cmp al, 0xfa
    je .cli
    cmp al, 0xfb
    je .sti
    cmp al, 0x9c
    je .pushf
    cmp al, 0x9d
    je .popf
    cmp al, 0xcd
    je .int
    cmp al, 0xcf
    je .iret
    cmp al, 0xf4
    je .hlt
    jmp arrived.report
.cli:
    mov dword [virtual_if], 0
    jmp .next
.sti:
    mov dword [virtual_if], 0x200
    jmp .next
.pushf:
    call flags
    call push16
    jmp .next
.popf:
    call pop16
    call set_flags
.next:
    inc word [ebp + F_EIP]
    ret
.int:
    movzx ecx, byte [ebx + 1]
    add word [ebp + F_EIP], 2
    call flags
    call push16
    mov ax, [ebp + F_CS]
    call push16
    mov ax, [ebp + F_EIP]
    call push16
    mov dword [virtual_if], 0
    mov ax, [ecx * 4]
    mov [ebp + F_EIP], ax
    mov ax, [ecx * 4 + 2]
    mov [ebp + F_CS], ax
    ret
.iret:
    call pop16
    mov [ebp + F_EIP], ax
    call pop16
    mov [ebp + F_CS], ax
    call pop16
    jmp set_flags
.hlt:
    showw "halted at", [ebp + F_EIP]
    jmp unwind

flags:
    mov ax, [ebp + F_FLAGS]
    and ax, 0x0cff
    or ax, [virtual_if]
    ret
set_flags:
    mov dx, ax
    and dx, 0x200
    mov [virtual_if], dx
    and ax, 0x0cff
    or ax, 0x200
    mov [ebp + F_FLAGS], ax
    ret
push16:
    sub word [ebp + F_ESP], 2
    call stack
    mov [edx], ax
    ret
pop16:
    call stack
    mov ax, [edx]
    add word [ebp + F_ESP], 2
    ret
stack:
    movzx edx, word [ebp + F_SS]
    shl edx, 4
    movzx esi, word [ebp + F_ESP]
    add edx, esi
    ret

bits 16
program:
    cli
    pushf
    pop ax
    showw "flags after cli", ax
    sti
    pushf
    pop ax
    showw "flags after sti", ax
    mov bx, 0x1234
    stc
    int 0x61
    showw "bx", bx
    pushf
    pop ax
    showw "flags after int", ax
    push word 0x0ed7
    popf
    pushf
    pop ax
    showw "flags after popf", ax
    ; real-mode segments, the whole megabyte and the 64 KiB above
    mov ax, 0x1000
    mov ds, ax
    mov word [0x10], 0x4321
    mov ax, 0x0fff
    mov es, ax
    mov ax, [es:0x20]
    showw "the same place", ax
    mov ecx, 1000
.loop:
    pushf
    cli
    popf
    loop .loop
    hlt

service: ; INT 61: BX + 1, carry cleared in the caller's flags
    inc bx
    push bp
    mov bp, sp
    and byte [bp + 6], 0xfe
    pop bp
    pushf
    pop ax
    and ax, 0x200
    showw "if in the service", ax
    iret

section .data
align 4
emulated: dd 0
virtual_if: dd 0x200
section .text
