; ARP for the gateway, then ICMP echoes of three sizes, 300 of them: the ring goes round. Every answer is compared with what was sent, and
; the card's interrupt is taken for one of them.
%include "boot.inc"
%include "network.inc"

RECEIVED equ 0x2000 ; the ring's header, then the frame
FRAME equ RECEIVED + 4
ECHOES equ 300
HEADERS equ 14 + 20 + 8

main:
    call nic_reset
    call nic_start
    nic_out 15, 0x01 ; interrupts for frames alone
    mov word [0x72 * 4], interrupt
    mov word [0x72 * 4 + 2], 0
    mov al, 0xfb ; line 2, and 10 behind it
    out 0x21, al
    out 0xa1, al
    sti

    mov si, question
    mov cx, 60
    call nic_send
.arp:
    mov di, RECEIVED
    call nic_receive
    jc nothing
    cmp word [FRAME + 12], 0x0608
    jne .arp
    cmp word [FRAME + 20], 0x0200
    jne .arp
    nic_out NIC_ISR, 0x7f
    cli
    cmp word [interrupts], 0
    mov eax, 0
    setne al
    show "interrupts came", eax
    mov al, [RECEIVED]
    and al, 1
    movzx eax, al
    show "frame intact", eax
    showw "opcode", [FRAME + 20]
    show "gateway's address", [FRAME + 28]
    mov si, FRAME + 22 ; the gateway's station address
    mov di, echo
    movsd
    movsw
    nic_out 15, 0

.next:
    mov bx, [count] ; 60, 590 and 1484 bytes
    xor dx, dx
    mov ax, bx
    mov cx, 3
    div cx
    mov di, dx
    shl di, 1
    mov cx, [sizes + di]
    mov [bytes], cx
    call make
    mov si, echo
    mov cx, [bytes]
    call nic_send
.wait:
    mov di, RECEIVED
    call nic_receive
    jc nothing
    cmp word [FRAME + 12], 0x0608 ; who has 10.0.2.15?
    jne .packet
    call answer
    jmp .wait
.packet:
    cmp byte [FRAME + 14 + 9], 1
    jne .wait
    mov ax, [RECEIVED + 2]
    sub ax, 4
    cmp ax, [bytes]
    jne .wrong
    cmp byte [FRAME + 14 + 20], 0 ; echo reply
    jne .wrong
    mov si, echo + HEADERS - 4
    mov di, FRAME + HEADERS - 4
    mov cx, [bytes]
    sub cx, HEADERS - 4
    repe cmpsb
    jne .wrong
    inc word [good]
.wrong:
    inc word [count]
    cmp word [count], ECHOES
    jb .next
    showw "echoes sent", [count]
    showw "echoes intact", [good]
    nic_out 0, 0x21
    finish

nothing:
    showw "nothing comes after echoes", [count]
    finish

interrupt:
    push ax
    push dx
    inc word [cs:interrupts]
    nic_out 15, 0
    mov al, 0x20
    out 0xa0, al
    out 0x20, al
    pop dx
    pop ax
    iret

; Somebody asks for our station address.
answer:
    mov si, question
    mov di, reply
    mov cx, 60
    rep movsb
    mov si, FRAME + 6
    mov di, reply
    movsd
    movsw
    mov byte [reply + 21], 2
    mov si, FRAME + 22
    mov di, reply + 32
    mov cx, 10
    rep movsb
    mov si, reply
    mov cx, 60
    jmp nic_send

; An echo request, its frame [bytes] long.
make:
    mov di, echo + HEADERS
    mov cx, [bytes]
    sub cx, HEADERS
    mov al, [count]
.fill:
    stosb
    add al, 7
    loop .fill
    mov cx, [bytes]
    sub cx, 14
    xchg cl, ch
    mov [echo + 16], cx
    mov ax, [count]
    mov [echo + 14 + 20 + 6], ax
    mov word [echo + 14 + 10], 0
    mov word [echo + 14 + 20 + 2], 0
    mov si, echo + 14
    mov cx, 20
    call sum
    mov [echo + 14 + 10], ax
    mov si, echo + 14 + 20
    mov cx, [bytes]
    sub cx, 14 + 20
    call sum
    mov [echo + 14 + 20 + 2], ax
    ret

; The Internet checksum of CX (even) bytes at SI, in AX.
sum:
    shr cx, 1
    xor bx, bx
.word:
    lodsw
    add bx, ax
    adc bx, 0
    loop .word
    mov ax, bx
    not ax
    ret

section .data
sizes: dw 60, 590, 1484
count: dw 0
good: dw 0
bytes: dw 0
interrupts: dw 0
question:
    db 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x52, 0x54, 0x00, 0x12, 0x34, 0x56, 0x08, 0x06
    db 0, 1, 8, 0, 6, 4, 0, 1, 0x52, 0x54, 0x00, 0x12, 0x34, 0x56, 10, 0, 2, 15, 0, 0, 0, 0, 0, 0, 10, 0, 2, 2
    times question + 60 - $ db 0
echo:
    db 0, 0, 0, 0, 0, 0, 0x52, 0x54, 0x00, 0x12, 0x34, 0x56, 0x08, 0x00
    db 0x45, 0, 0, 0, 0, 1, 0, 0, 64, 1, 0, 0, 10, 0, 2, 15, 10, 0, 2, 2
    db 8, 0, 0, 0, 0x12, 0x34, 0, 0
    times 1500 db 0
reply: times 60 db 0
section .text
