; Breakpoints on ports (CR4.DE): IN and OUT of each width over each length, string I/O, and an access that is refused.
%include "boot.inc"
%include "protected.inc"

PORT equ 0xf0f0 ; nobody is there

main:
    protected
    mov dword [hooks + 4], on_break
    mov eax, 8
    mov cr4, eax
    mov eax, PORT
    mov dr0, eax
    mov eax, PORT + 8
    mov dr1, eax
    mov eax, 0x000e0402 ; port, four bytes
    call round
    mov eax, 0x00060402 ; two bytes
    call round
    mov eax, 0x00020402 ; one
    call round
    mov eax, 0x00e00408 ; the second, four bytes
    call round
    mov eax, 0x00020400 ; not enabled
    call round
    ; an address inside its length is taken down to a multiple of it
    mov eax, PORT + 3
    mov dr0, eax
    mov eax, 0x000e0402
    call round
    ; the upper half of the address register counts
    mov eax, 0x10000 + PORT
    mov dr0, eax
    mov eax, 0x000e0402
    call round
    ; a memory breakpoint is none on ports
    mov eax, PORT
    mov dr0, eax
    mov eax, 0x000f0402
    call round
    ; string I/O: after each iteration
    mov eax, 0x00020402
    mov dr7, eax
    mov esi, SCRATCH
    mov ecx, 3
    mov edx, PORT
    rep outsb
.strings:
    show "ecx after rep outsb", ecx
    mov edi, SCRATCH
    insb
    nop
    ; where the access is refused there was none
    mov byte [TSS0_AT + 0x66], 0xff
    mov byte [TSS0_AT + 0x67], 0xff
    catch "in of ring 3"
    goto_ring 3, .outer
.outer:
    mov edx, PORT
    in al, dx
    caught
    mov eax, 0x400
    mov dr7, eax
    mov eax, dr6
    and eax, 0xf
    show "dr6 at the end", eax
    finish

round:
    show "dr7", eax
    mov dr7, eax
    xor eax, eax
    mov dr6, eax
    mov edx, PORT - 3
    in eax, dx
.a: mov edx, PORT - 1
    in ax, dx
.b: mov edx, PORT
    in al, dx
.c: out dx, al
.d: inc edx
    out dx, ax
.e: inc edx
    out dx, eax
.f: inc edx
    in ax, dx
.g: inc edx
    in al, dx
.h: mov edx, PORT + 11
    out dx, al
.i: nop
    mov eax, 0x400
    mov dr7, eax
    ret

on_break:
    mov eax, [ebp + F_EIP]
    sub eax, round
    cmp eax, 0x200
    jb .here
    mov eax, [ebp + F_EIP]
    sub eax, main
.here:
    show "at", eax
    mov eax, dr6
    and eax, 0xf00f
    show "dr6", eax
    xor eax, eax
    mov dr6, eax
    ret
