; Task switches between 32-bit and 16-bit (286) TSSs.
%include "boot.inc"
%include "protected.inc"

SMALL equ SLOT
SMALL_AT equ TSS1_AT

main:
    protected
    slot 0, SMALL_AT, 0x2b, 0x81, 0
    mov edi, SMALL_AT
    mov word [edi + 14], inside ; IP
    mov word [edi + 16], 0x0042 ; flags
    mov word [edi + 18], 0xa1 ; AX, CX, DX, BX, SP, BP, SI, DI
    mov word [edi + 20], 0xc1
    mov word [edi + 22], 0xd1
    mov word [edi + 24], 0xb1
    mov word [edi + 26], 0x6000
    mov word [edi + 28], 0xbb
    mov word [edi + 30], 0x51
    mov word [edi + 32], 0xd2
    mov word [edi + 34], DATA0
    mov word [edi + 36], CODE16
    mov word [edi + 38], DATA16
    mov word [edi + 40], DATA0
    mov word [edi + 42], 0
    mov ax, DATA3
    mov fs, ax
    mov gs, ax
    mov ecx, 0xcccc1234
    call SMALL:0
    clts
    show "back", ecx
    mov ax, fs
    showw "fs back", ax
    movzx eax, byte [gdt + SMALL + 5]
    show "access", eax
    showw "ip saved in it", [SMALL_AT + 14]
    showw "sp saved in it", [SMALL_AT + 26]
    showw "ax saved in it", [SMALL_AT + 18]
    showw "flags saved in it", [SMALL_AT + 16]
    catch "too short"
    mov word [gdt + SMALL], 0x2a
    call SMALL:0
    caught
    finish

bits 16
inside:
    movzx eax, ax
    mov [SCRATCH], eax
    movzx ecx, cx
    mov [SCRATCH + 4], ecx
    mov ax, fs
    mov [SCRATCH + 8], ax
    mov ax, gs
    mov [SCRATCH + 10], ax
    pushf
    pop ax
    showw "flags inside", ax
    show "ax", [SCRATCH]
    show "cx", [SCRATCH + 4]
    showw "fs", [SCRATCH + 8]
    showw "gs", [SCRATCH + 10]
    showw "sp", sp
    showw "link", [SMALL_AT]
    show "ecx saved", [TSS0_AT + 0x2c]
    mov ax, 0x7777
    iret
