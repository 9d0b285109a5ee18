; A master boot record: moves itself out of the way, finds the active partition, loads that one's first sector and goes there with the drive in
; DL. The partition table at 1BEH is filled in by who makes the disk.
bits 16
org 0x600
    cli
    xor ax, ax
    mov ss, ax
    mov sp, 0x7C00
    mov ds, ax
    mov es, ax
    sti
    cld
    mov si, 0x7C00
    mov di, 0x600
    mov cx, 256
    rep movsw
    jmp 0:moved
moved:
    mov si, 0x600 + 0x1BE
    mov cx, 4
.entry:
    test byte [si], 0x80
    jnz .active
    add si, 16
    loop .entry
    mov si, nothing
    jmp stop
.active:
    mov eax, [si + 8]
    mov [packet.sector], eax
    push si
    mov si, packet
    mov ah, 0x42                ; extended read
    int 0x13
    pop si
    jc .failed
    jmp 0:0x7C00
.failed:
    mov si, unreadable
stop:
    lodsb
    test al, al
    jz $
    mov ah, 0x0E
    mov bx, 7
    int 0x10
    jmp stop
packet:
    db 16, 0
    dw 1, 0x7C00, 0
.sector: dq 0
nothing: db "No active partition", 0
unreadable: db "Cannot read the partition", 0
    times 510 - ($ - $$) db 0
    dw 0xAA55
