; Limits at their edges: byte and page granularity, accesses of 1, 2, 4 and 8 bytes, in 32-bit and in 16-bit data segments, and stacks.
%include "boot.inc"
%include "protected.inc"

%macro probe 2+
    catch %1
    mov ax, SLOT
    mov ds, ax
    %2
    caught
%endmacro

main:
    protected
    slot 0, SCRATCH, 0x1f, 0x93, 4
    probe "byte at the limit", mov al, [0x1f]
    probe "byte behind it", mov al, [0x20]
    probe "word at the limit", mov ax, [0x1f]
    probe "word before it", mov ax, [0x1e]
    probe "dword", mov eax, [0x1c]
    probe "dword across", mov eax, [0x1d]
    probe "dword across, 3 behind", mov eax, [0x1f]
    probe "store across", mov [0x1e], eax
    probe "quadword", fld qword [0x18]
    probe "quadword across", fld qword [0x19]
    probe "far below 0", mov al, [-1]
    probe "wraps at 4 GiB", mov eax, [-2]
    probe "ten bytes", fld tword [0x16]
    probe "ten bytes across", fld tword [0x17]
    fninit
    probe "bit string", bt [0x1c], eax
    catch "bit string far away"
    mov ax, SLOT
    mov ds, ax
    mov ecx, 0x100
    bt [0], ecx
    caught
    catch "lodsd"
    mov ax, SLOT
    mov ds, ax
    mov esi, 0x1d
    lodsd
    caught
    catch "xlatb"
    mov ax, SLOT
    mov ds, ax
    mov ebx, 0x10
    mov al, 0x10
    xlatb
    caught
    ; the rest of a store that would fault is not written
    show "nothing was written", [SCRATCH + 0x1c]
    ; page granularity: the low twelve bits of the limit are ones
    slot 0, 0, 0x1, 0x93, 0xc
    probe "pages: last byte", mov al, [0x1fff]
    probe "pages: behind", mov al, [0x2000]
    probe "pages: dword across", mov eax, [0x1ffd]
    slot 0, 0, 0xfffff, 0x93, 0xc
    probe "flat: last byte", mov al, [0xffffffff]
    ; stacks: #SS
    slot 1, 0, 0x1fff, 0x93, 4
    catch "pop at the limit"
    mov ax, SLOT + 8
    mov ss, ax
    mov esp, 0x1ffc
    pop eax
    int DONE
    caught
    catch "pop across the limit"
    mov ax, SLOT + 8
    mov ss, ax
    mov esp, 0x1ffd
    pop eax
    caught
    catch "mov through ebp"
    mov ax, SLOT + 8
    mov ss, ax
    mov esp, 0x1ffc
    mov ebp, 0x2000
    mov al, [ebp]
    caught
    catch "ss override"
    mov ax, SLOT + 8
    mov ss, ax
    mov esp, 0x1ffc
    mov ebx, 0x2000
    mov al, [ss:ebx]
    caught
    ; a 16-bit stack in 32-bit code uses SP alone
    slot 2, 0, 0xffff, 0xf3, 0
    catch "16-bit stack"
    goto_ring 3, .small_stack
.small_stack:
    mov ax, SLOT + 16 + 3
    mov ss, ax
    mov esp, 0x12345000
    push eax
    mov ebx, esp
    int DONE
    caught
    show "esp of a 16-bit stack", ebx
    slot 2, 0, 0xffff, 0x93, 0

    ; 16-bit code: offsets are 16 bits, and there is no wrap of a word at FFFF
    slot 3, 0, 0xffff, 0x9b, 0
    slot 4, 0, 0x7fff, 0x93, 0
    catch "16-bit code: beyond 64 KiB"
    jmp SLOT + 24:.small
bits 16
.small:
    mov ax, SLOT + 16
    mov ds, ax
    mov ax, [0xffff]
bits 32
    caught
    catch "16-bit code: limit 7FFF"
    jmp SLOT + 24:.small2
bits 16
.small2:
    mov ax, SLOT + 32
    mov ds, ax
    mov al, [0x7fff]
    mov bx, 0x7000
    mov ax, [bx + 0xfff]
bits 32
    caught
    catch "16-bit code: address wraps at 64 KiB"
    jmp SLOT + 24:.small3
bits 16
.small3:
    mov ax, SLOT + 32
    mov ds, ax
    mov bx, 0xf000
    mov al, [bx + 0x2000] ; 1000
    int DONE
bits 32
    caught
    catch "16-bit code: 32-bit address"
    jmp SLOT + 24:.small4
bits 16
.small4:
    mov ax, SLOT + 32
    mov ds, ax
    mov ebx, 0xf000
    mov al, [ebx + 0x2000] ; 11000
bits 32
    caught
    finish
