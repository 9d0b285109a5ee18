; A ROM that writes numbered blocks of eight sectors with ATA WRITE SECTORS for ever, and tells every number on port E9H once the drive has
; said that it is done: a port of 32 bits, so that a number is one report. FFFFFFFFH: the drive has reported an error.
        bits 16
        org 0xF000

BUFFER  equ 0x8000
SECTORS equ 8                   ; a block
BLOCKS  equ 512                 ; on the disk: number N goes to block N modulo BLOCKS

start:
        xor ax, ax
        mov ds, ax
        mov es, ax
        cld
        mov ebx, 1

next:
        mov di, BUFFER          ; every sector is full of the number
        mov eax, ebx
        mov cx, 512 / 4
        rep stosd

        mov dx, 0x1F2
        mov al, SECTORS
        out dx, al
        inc dx
        mov si, bx
        and si, BLOCKS - 1
        shl si, 3
        mov ax, si
        out dx, al
        inc dx
        mov al, ah
        out dx, al
        inc dx
        mov al, 0
        out dx, al
        inc dx
        mov al, 0xE0
        out dx, al
        inc dx
        mov al, 0x30
        out dx, al

        mov bp, SECTORS
.asks:  in al, dx               ; the drive wants data
        test al, 0x21
        jnz error
        test al, 8
        jz .asks
        mov si, BUFFER
        mov cx, 256
        mov dx, 0x1F0
        rep outsw

        mov dx, 0x1F7
.busy:  in al, dx               ; and has them
        test al, 0x80
        jnz .busy
        test al, 0x21
        jnz error
        dec bp
        jnz .asks

        mov eax, ebx
        mov dx, 0xE9
        out dx, eax
        inc ebx
        jmp next

error:
        mov eax, -1
        mov dx, 0xE9
        out dx, eax
        cli
        hlt

        times 0xFF0 - ($ - $$) db 0
        jmp 0xF000:start
        times 0x1000 - ($ - $$) db 0
