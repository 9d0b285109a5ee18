; Code that changes itself: the next instruction, one that has run, one across a page, a loop's body, code built and rebuilt elsewhere,
; in real and in protected mode.
%include "boot.inc"
%include "protected.inc"

main:
    ; an operand, after a jump
    mov word [.operand + 1], 0x1234
    jmp .operand
.operand:
    mov ax, 0
    showw "operand", ax
    ; an instruction that has already run
    mov cx, 3
    xor bx, bx
.loop:
.patched:
    inc bx
    mov byte [.patched], 0x4b ; dec bx
    loop .loop
    showw "inc, dec, dec", bx
    ; each round writes the immediate of the next
    mov cx, 100
    xor ax, ax
.round:
    add ax, 0
.immediate equ $ - 1
    inc byte [.immediate]
    jmp $ + 2
    loop .round
    showw "sum", ax
    ; the instruction right behind the store, with a jump in between
    mov byte [.next], 0x41
    jmp short .next
.next:
    nop
    showw "cx", cx
    ; code built elsewhere, rebuilt 50 times
    mov cx, 50
    xor dx, dx
.build:
    mov byte [0x5000], 0x81 ; add dx, imm16; ret
    mov byte [0x5001], 0xc2
    mov [0x5002], cx
    mov byte [0x5004], 0xc3
    mov ax, 0x5000
    call ax
    loop .build
    showw "built", dx
    ; by string instructions, and through another segment
    mov ax, 0x500
    mov es, ax
    mov si, .template
    xor di, di
    mov cx, .template_end - .template
    rep movsb
    mov ax, 0x5000
    call ax
    showw "copied", ax
    mov byte [es:1], 0x77
    mov ax, 0x5000
    call ax
    showw "changed through es", ax
    xor ax, ax
    mov es, ax
    protected
    ; across two pages
    mov edi, 0x20ffd
    mov byte [edi], 0xb8
    mov dword [edi + 1], 0x11111111
    mov byte [edi + 5], 0xc3
    call edi
    show "across", eax
    mov byte [edi + 4], 0x22 ; in the second page
    call edi
    show "second page", eax
    mov byte [edi + 1], 0x33 ; in the first
    call edi
    show "first page", eax
    mov dword [edi + 1], 0x44556677
    call edi
    show "both", eax
    ; data beside code that is busy
    mov ecx, 1000
.busy:
    inc dword [.counter]
    loop .busy
    show "counter", [.counter]
    jmp .on
.counter: dd 0
.on:
    ; the same bytes through another linear address
    mov dword [0x1000 + SCRATCH], 0
    slot 0, 0x1000, 0xffff, 0x93, 0
    mov ax, SLOT
    mov fs, ax
    mov byte [fs:.alias - 0x1000 + 1], 0x99
    jmp .alias
.alias:
    mov eax, 1
    show "alias", eax
    ; two instructions that overlap
    mov eax, 0
    jmp .inside + 1
.inside:
    mov ebx, 0x90c0ff40 ; inc eax; inc eax; nop
    show "overlapping", eax
    ; cmpxchg, xadd and bts on code
    mov eax, [.target]
    mov ecx, 0x0000000b8
    xor ecx, ecx
    lock bts dword [.target], 8
    jmp .target
.target:
    mov eax, 0x10
    show "bts", eax
    finish
bits 16
main.template:
    mov ax, 0x55
    ret
main.template_end:
