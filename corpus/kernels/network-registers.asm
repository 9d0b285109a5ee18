; The DP8390's registers, its PROM and remote DMA, by bytes and by words, round the ring's end; nothing is sent.
%include "boot.inc"
%include "network.inc"

BUFFER equ 0x2000

main:
    call nic_reset
    nic_show "command after a reset", 0
    nic_in NIC_ISR
    and al, 0x80
    movzx eax, al
    show "reset bit", eax

    ; bytes: every byte of the PROM is there twice
    nic_out 0, 0x21
    nic_out 14, 0x48
    nic_out NIC_ISR, 0x7f
    mov al, 0x0a
    mov bx, 0
    mov cx, 32
    call nic_remote
    mov di, BUFFER
    mov dx, DATA
    mov cx, 32
    rep insb
    nic_in NIC_ISR
    and al, 0x40
    movzx eax, al
    show "remote DMA done", eax
    mov si, BUFFER
    mov cx, 3
.address:
    lodsd
    push cx
    show "station address", eax
    pop cx
    loop .address
    showw "end of the PROM", [BUFFER + 28]

    call nic_start
    nic_show "command when started", 0
    nic_show "status when started", NIC_ISR
    nic_show "boundary", 3
    nic_out 0, 0x62
    nic_show "physical address 0", 1
    nic_show "physical address 5", 6
    nic_show "current page", 7
    nic_out 8, 0x5a
    nic_out 15, 0xa5
    nic_show "multicast 0", 8
    nic_show "multicast 7", 15
    nic_out 0, 0xa2
    nic_show "page start", 1
    nic_show "page stop", 2
    nic_out 0, 0x22

    ; words out and in again
    mov si, pattern
    mov bx, 0x4000
    mov cx, 16
    call nic_write
    mov di, BUFFER
    mov bx, 0x4000
    mov cx, 16
    call nic_read
    show "words 0", [BUFFER]
    show "words 12", [BUFFER + 12]
    nic_show "remote address, low", 8
    nic_show "remote address, high", 9
    ; the last bytes of the ring, and then its first
    mov si, pattern
    mov bx, (RING_END << 8) - 8
    mov cx, 16
    call nic_write
    mov di, BUFFER
    mov bx, RING_FIRST << 8
    mov cx, 8
    call nic_read
    show "behind the ring's end", [BUFFER]
    show "behind the ring's end", [BUFFER + 4]
    ; a byte in word mode is the lower half of a word
    mov al, 0x0a
    mov bx, 0x4000
    mov cx, 4
    call nic_remote
    mov dx, DATA
    in al, dx
    movzx eax, al
    show "byte of a word", eax
    mov dx, DATA
    in al, dx
    movzx eax, al
    show "byte of the next", eax
    nic_out NIC_ISR, 0x7f
    nic_show "status, all acknowledged", NIC_ISR
    nic_out 0, 0x21
    nic_show "command when stopped", 0
    finish

section .data
pattern: db 0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef, 0x10, 0x32, 0x54, 0x76, 0x98, 0xba, 0xdc, 0xfe
