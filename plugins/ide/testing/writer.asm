; A ROM that writes numbered blocks of eight sectors with ATA WRITE SECTORS for ever, and tells every number on port E9H once the drive has
; said that it is done: a port of 32 bits, so that a number is one report. Then it reads the block back, together with the one before it,
; which holds the number before (block 0 of the empty disk: 0). FFFFFFFFH: the drive has reported an error; FFFFFFFEH: it was read back wrong.
        bits 16
        org 0xF000

BUFFER  equ 0x8000
READ    equ 0x9000
SECTORS equ 8                   ; a block
BLOCKS  equ 512                 ; on the disk: number N goes to block N modulo BLOCKS

start:
        xor ax, ax
        mov ds, ax
        mov es, ax
        mov ss, ax
        mov sp, 0x7000
        cld
        mov ebx, 1

next:
        mov di, BUFFER          ; every sector is full of the number
        mov eax, ebx
        mov cx, 512 / 4
        rep stosd

        mov si, bx
        mov cx, 0x3000 + SECTORS
        call order
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

        mov si, bx
        test si, BLOCKS - 1     ; the block before the first is not beside it
        jz next_number
        dec si
        mov cx, 0x2000 + 2 * SECTORS
        call order
        mov di, READ
        mov bp, 2 * SECTORS
.gives: in al, dx
        test al, 0x21
        jnz error
        test al, 8
        jz .gives
        mov cx, 256
        mov dx, 0x1F0
        rep insw
        mov dx, 0x1F7
        dec bp
        jnz .gives

        mov di, READ
        mov eax, ebx
        dec eax
        mov cx, SECTORS * 512 / 4
        repe scasd
        jne wrong
        inc eax
        mov cx, SECTORS * 512 / 4
        repe scasd
        jne wrong
next_number:
        inc ebx
        jmp next

; CH: the command, CL: so many sectors, from block SI on. DX: the status register's port then.
order:
        mov dx, 0x1F2
        mov al, cl
        out dx, al
        inc dx
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
        mov al, ch
        out dx, al
        ret

wrong:
        mov eax, -2
        jmp end
error:
        mov eax, -1
end:
        mov dx, 0xE9
        out dx, eax
        cli
        hlt

        times 0xFF0 - ($ - $$) db 0
        jmp 0xF000:start
        times 0x1000 - ($ - $$) db 0
