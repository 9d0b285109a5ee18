; Exceptions of V86 code: delivered to ring 0 with SS:ESP and the segment registers above them, and DS to GS null inside.
%include "boot.inc"
%include "protected.inc"

%macro v86 1
    catch %1
    goto_v86 %%there
    bits 16
%%there:
%endmacro
%macro back 0
    bits 32
    caught
%endmacro

main:
    protected
    v86 "divide"
    xor cx, cx
    mov dx, cx
    cmp al, al
    sahf
    div cx
    back
    v86 "int1"
    db 0xf1
    back
    v86 "int3"
    int3
    back
    mov byte [IDT_AT + 8 * 3 + 5], 0xee
    v86 "int3 of dpl 3"
    int3
    back
    mov byte [IDT_AT + 8 * 4 + 5], 0xee
    v86 "into of dpl 3"
    mov al, 0x7f
    inc al
    into
    back
    v86 "bound"
    mov ax, 9
    bound ax, [cs:bounds]
    back
    v86 "ud2"
    ud2
    back
    v86 "sldt"
    sldt ax
    back
    v86 "arpl"
    arpl ax, ax
    back
    v86 "lar"
    lar ax, ax
    back
    v86 "hlt"
    hlt
    back
    v86 "mov from cr0"
    mov eax, cr0
    back
    v86 "mov to dr7"
    mov dr7, eax
    back
    v86 "clts"
    clts
    back
    v86 "lidt"
    lidt [0]
    back
    v86 "smsw" ; allowed everywhere
    smsw ax
    ud2
    back
    v86 "in of a closed port"
    mov dx, 0x3f8
    in al, dx
    back
    v86 "in of an open port"
    in al, 0x61
    ud2
    back
    v86 "out of a word half open"
    mov dx, 0xff
    out dx, ax
    back
    v86 "lock"
    db 0xf0, 0x89, 0xc0
    back
    mov eax, cr0
    or al, 8
    mov cr0, eax
    v86 "device not available"
    fnop
    back
    clts
    ; what ring 0 sees of the segment registers
    mov dword [hooks + 4 * 6], .look
    v86 "segments"
    mov ax, 0x1234
    mov ds, ax
    mov ax, 0x2345
    mov es, ax
    mov ax, 0x3456
    mov fs, ax
    mov ax, 0x4567
    mov gs, ax
    ud2
    back
    mov dword [hooks + 4 * 6], 0
    ; a gate to a ring other than 0 cannot take V86 code in
    idt_gate 0x31, CODE1, 0, 0xee
    v86 "int to ring 1"
    int 0x31
    back
    catch "int to ring 1, iopl 3"
    goto_v86 .iopl3, 0x23002
bits 16
.iopl3:
    int 0x31
    back
    finish

.look:
bits 32
    showw "ds", [ebp + F_V86_DS]
    showw "es", [ebp + F_V86_ES]
    showw "fs", [ebp + F_V86_FS]
    showw "gs", [ebp + F_V86_GS]
    showw "ds inside", [ebp + F_DS]
    showw "es inside", [ebp + F_ES]
    mov ax, fs
    showw "fs inside", ax
    mov ax, gs
    showw "gs inside", ax
    jmp unwind

section .data
bounds: dw -4, 7
section .text
