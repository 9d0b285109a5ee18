; The floppy controller's commands on a 1.44 MB disk: seeks, reads by DMA over sectors and sides, what results say at the end of a track,
; and which errors are which.
%include "boot.inc"

DOR equ 0x3f2
MSR equ 0x3f4
FIFO equ 0x3f5
RATE equ 0x3f7
BUFFER equ 0x10000

; command BYTE...: sends them, each when the controller asks for it
%macro command 1-*
%rep %0
    mov al, %1
    call send
%rotate 1
%endrep
%endmacro

; outcome "name": the bytes of the result phase, the first seven, and their number
%macro outcome 1
    call receive
    mov eax, [results]
    bswap eax
    show %1, eax
    mov eax, [results + 4]
    bswap eax
    mov al, [received]
    show %1, eax
%endmacro

; in one dword: the number of bytes, and the first three
%macro brief 1
    call receive
    mov eax, [results]
    bswap eax
    shr eax, 8
    mov bl, [received]
    movzx ebx, bl
    shl ebx, 24
    or eax, ebx
    show %1, eax
%endmacro

; dma MODE, BYTES
%macro dma 2
    outb 0x0a, 6
    out 0x0c, al
    outb 0x0b, %1 | 2
    outb 0x04, 0
    outb 0x04, 0
    outb 0x81, BUFFER >> 16
    outb 0x05, (%2 - 1) & 0xff
    outb 0x05, (%2 - 1) >> 8
    outb 0x0a, 2
%endmacro
TO_MEMORY equ 0x44
VERIFY equ 0x40

%macro seek 2 ; drive and head, cylinder
    command 0x0f, %1, %2
    call interrupt
    command 0x08
%endmacro

main:
    pic_init 8, 0x70, 1
    outb 0xd6, 0xc0
    outb 0xd4, 0
    ; reset
    mov dx, DOR
    outb dx, 0
    call pause
    outb dx, 0x1c
    call interrupt
    command 0x08
    brief "reset, drive 0"
    command 0x08
    brief "reset, drive 1"
    command 0x08
    brief "reset, drive 2"
    command 0x08
    brief "reset, drive 3"
    command 0x08
    brief "nothing has happened"
    mov dx, RATE
    outb dx, 0
    command 0x03, 0xdf, 0x02
    command 0x10
    brief "version"
    command 0x07, 0
    call interrupt
    command 0x08
    brief "recalibrate"
    command 0x04, 0
    call receive
    mov al, [results]
    and eax, 0x17 ; track 0, head, drive
    show "drive at track 0", eax
    seek 0, 5
    brief "seek"
    command 0x04, 4
    call receive
    mov al, [results]
    and eax, 0x17
    show "drive at track 5, head 1", eax

    ; one sector, three, and where the next would be
    dma TO_MEMORY, 512
    command 0x46, 0, 5, 0, 3, 2, 18, 0x1b, 0xff
    call interrupt
    outcome "one sector"
    call checksum
    dma TO_MEMORY, 3 * 512
    command 0x46, 0, 5, 0, 16, 2, 18, 0x1b, 0xff
    call interrupt
    outcome "to the end of the track"
    call checksum
    ; the boot sector and what follows: on two sides
    seek 0, 0
    brief "back"
    dma TO_MEMORY, 18 * 512
    command 0xe6, 0, 0, 0, 1, 2, 18, 0x1b, 0xff
    call interrupt
    outcome "one side"
    call checksum
    dma TO_MEMORY, 36 * 512
    command 0xe6, 0, 0, 0, 1, 2, 18, 0x1b, 0xff
    call interrupt
    outcome "both sides"
    call checksum
    dma TO_MEMORY, 4 * 512
    command 0xe6, 0, 0, 0, 17, 2, 18, 0x1b, 0xff
    call interrupt
    outcome "from one side to the other"
    call checksum
    dma VERIFY, 2 * 512
    command 0xe6, 0, 0, 0, 1, 2, 18, 0x1b, 0xff
    call interrupt
    outcome "with the dma only counting"

    ; errors
    dma TO_MEMORY, 512
    command 0x46, 0, 0, 0, 19, 2, 18, 0x1b, 0xff
    call interrupt
    outcome "a sector past the end"
    seek 0, 0
    call receive
    dma TO_MEMORY, 512
    command 0x46, 0, 3, 0, 1, 2, 18, 0x1b, 0xff
    call interrupt
    brief "another cylinder than is under the head"
    seek 0, 0
    call receive

    ; modes
    command 0x13, 0, 0x5a, 0x07
    command 0x0e
    outcome "registers"
    command 0x94
    brief "lock"
    command 0x14
    brief "unlock"
    command 0x18
    brief "part id"
    command 0x1f
    brief "no command"
    finish

; AL to the controller
send:
    push dx
    push cx
    push ax
    mov dx, MSR
    mov cx, 0xffff
.wait:
    in al, dx
    and al, 0xc0
    cmp al, 0x80
    je .ready
    loop .wait
    pop ax
    say "the controller does not ask for a byte"
    jmp .out
.ready:
    pop ax
    mov dx, FIFO
    out dx, al
.out:
    pop cx
    pop dx
    ret

; the result phase
receive:
    pushad
    mov di, results
    mov cx, 16
    mov al, 0
    rep stosb
    mov di, results
    mov byte [received], 0
.next:
    mov dx, MSR
    mov cx, 0xffff
.wait:
    in al, dx
    and al, 0xd0
    cmp al, 0xd0
    je .ready
    cmp al, 0x80
    je .out
    loop .wait
    say "the controller has no result"
    jmp .out
.ready:
    mov dx, FIFO
    in al, dx
    mov [di], al
    inc di
    inc byte [received]
    cmp byte [received], 16
    jne .next
.out:
    popad
    ret

; until line 6 is requested
interrupt:
    pushad
    mov ecx, 0x400000
.wait:
    outb 0x20, 0x0a
    in al, 0x20
    test al, 0x40
    jnz .out
    dec ecx
    jnz .wait
    say "no interrupt"
.out:
    popad
    ret

pause:
    pushad
    mov cx, 100
.wait:
    in al, 0x80
    loop .wait
    popad
    ret

; the sum of what is in the buffer, which is cleared
checksum:
    pushad
    push es
    mov ax, BUFFER >> 4
    mov es, ax
    xor eax, eax
    xor si, si
    mov cx, 36 * 512 / 4
.next:
    rol eax, 1
    add eax, [es:si]
    mov dword [es:si], 0
    add si, 4
    loop .next
    pop es
    show "sum", eax
    popad
    ret

section .tail ; on the disk only: words that differ, to the end of cylinder 0 and on
%assign word 1
%rep 45 * 128
    dd word
%assign word (word * 69069 + 1) & 0xffffffff
%endrep
section .data
results: times 16 db 0
received: db 0
section .text
