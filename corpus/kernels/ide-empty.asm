; IDE channels without a drive: what a BIOS and an operating system see when they look for one.
%include "boot.inc"

; port "name", NUMBER
%macro port 2
    mov dx, %2
    in al, dx
    movzx eax, al
    show %1, eax
%endmacro
%macro to_port 2
    mov dx, %1
    outb dx, %2
%endmacro

%macro channel 3 ; name, command block, control block
    say %1
    port "status", %2 + 7
    port "alternate status", %3
    to_port %2 + 6, 0xa0
    port "status of device 0", %2 + 7
    to_port %2 + 2, 0x55
    to_port %2 + 3, 0xaa
    port "sector count", %2 + 2
    port "sector number", %2 + 3
    to_port %2 + 6, 0xb0
    port "status of device 1", %2 + 7
    to_port %3, 0x04
    to_port %3, 0x00
    port "status after a reset", %2 + 7
    port "error", %2 + 1
    port "cylinder low", %2 + 4
    port "cylinder high", %2 + 5
    to_port %2 + 7, 0xec
    port "status after identify", %2 + 7
    mov dx, %2
    in ax, dx
    movzx eax, ax
    show "data", eax
%endmacro

main:
    channel "primary", 0x1f0, 0x3f6
    channel "secondary", 0x170, 0x376
    finish
