; The first sector of a FAT16 partition: loads KERNEL.SYS to 0060:0000 and goes there with the drive in BL, as the FreeDOS kernel wants it.
; Bytes 3 to 61 are the BIOS parameter block, put in by who makes the disk.
bits 16
org 0x7C00
HERE equ 0x1FE0                 ; the kernel needs the memory up from 60:0
FAT equ 0x3000
ROOT equ 0x5000
    jmp short start
    nop
    times 11 - ($ - $$) db 0
bytes_sector: dw 0
sectors_cluster: db 0
reserved: dw 0
fats: db 0
root_entries: dw 0
sectors: dw 0
media: db 0
sectors_fat: dw 0
sectors_track: dw 0
heads: dw 0
hidden: dd 0
    times 62 - ($ - $$) db 0
start:
    cli
    cld
    xor ax, ax
    mov ds, ax
    mov ax, HERE
    mov es, ax
    mov si, 0x7C00
    mov di, si
    mov cx, 256
    rep movsw
    jmp HERE:moved
moved:
    mov ds, ax
    mov ss, ax
    mov sp, 0x7BF0
    sti
    mov [drive], dl
    movzx eax, word [reserved]
    add eax, [hidden]
    mov bx, FAT
    movzx cx, byte [sectors_fat]
    call read                   ; the first FAT
    movzx eax, word [sectors_fat]
    movzx edx, byte [fats]
    mul edx
    movzx edx, word [reserved]
    add eax, edx
    add eax, [hidden]
    mov cx, [root_entries]
    shr cx, 4
    mov bx, ROOT
    push eax
    call read
    pop eax
    movzx edx, word [root_entries]
    shr edx, 4
    add eax, edx
    mov [data], eax             ; the sector of cluster 2
    mov ax, ROOT
    mov es, ax
    xor di, di
    mov dx, [root_entries]
.find:
    mov si, name
    mov cx, 11
    push di
    repe cmpsb
    pop di
    je .found
    add di, 32
    dec dx
    jnz .find
    mov al, '?'
    jmp stop
.found:
    mov si, [es:di + 26]
    mov bx, 0x60
.cluster:
    movzx eax, si
    sub eax, 2
    movzx ecx, byte [sectors_cluster]
    mul ecx
    add eax, [data]
    call read
    mov ax, FAT
    mov es, ax
    add si, si
    jnc .low
    mov ax, FAT + 0x1000
    mov es, ax
.low:
    mov si, [es:si]
    cmp si, 0xFFF8
    jb .cluster
    mov bl, [drive]
    mov dl, bl
    jmp 0x60:0

read:                           ; CX sectors from EAX on to segment BX, which moves on
    mov [packet.sector], eax
    mov [packet.segment], bx
    push si
    push eax
    mov si, packet
    mov dl, [drive]
    mov ah, 0x42
    int 0x13
    pop eax
    pop si
    jc .failed
    inc eax
    add bx, 32
    loop read
    ret
.failed:
    mov al, '!'
stop:
    mov ah, 0x0E
    mov bx, 7
    int 0x10
    jmp $
packet:
    db 16, 0
    dw 1, 0
.segment: dw 0
.sector: dq 0
data: dd 0
drive: db 0
name: db "KERNEL  SYS"
    times 510 - ($ - $$) db 0
    dw 0xAA55
