;; see: SDM Vol. 3A, 12.6: stores into code; instructions that lie in two pages
;; modes: all

;; name: opcode-ends-the-page
;; at: 0x5FFF
        mov eax, 0x12345678
;; expect: eax=0x12345678

;; name: immediate-across-pages
;; at: 0x5FFC
        mov eax, 0x12345678
;; expect: eax=0x12345678

;; name: prefix-ends-the-page
;; at: 0x5FFF
;; set: [CODE]=5a
        db 0x2E
        mov al, [CODE]
;; expect: al=0x5A

;; name: modrm-in-the-next-page
;; at: 0x5FFE
;; set: [DATA]=01
        add byte [DATA], 7
;; expect: [DATA]=08, flags=-CF-PF-AF-ZF-SF-OF

;; name: one-byte-each-side
;; at: 0x5FFE
;; set: eax=1, ecx=2, edx=3, ebx=4
        inc eax
        inc ecx
        inc edx
        inc ebx
;; expect: eax=2, ecx=3, edx=4, ebx=5, flags=-CF+PF-AF-ZF-SF-OF

;; name: last-instruction-ends-the-page
;; at: 0x5FFB
;; set: eax=1
        o32
        db 0xB8, 0x78, 0x56, 0x34, 0x12
;; expect: eax=0x12345678

;; name: jump-into-the-next-page
;; at: 0x5FF0
        jmp near over
        times 32 hlt
over:   mov cl, 5
;; expect: ecx=5

;; name: jump-lies-across-pages
;; at: 0x5FFF
        jmp short over
        hlt
over:   mov cl, 5
;; expect: ecx=5

;; name: longest-across-pages
;; at: 0x5FFA
;; set: ebx=0x1000, ecx=4, [DATA+0x10]=01 00 00 00
        lock add dword [dword ebx+ecx*4+0x1000], 0x12345678
;; expect: [DATA+0x10]=79 56 34 12, flags=-CF-PF-AF-ZF-SF-OF

;; name: code-beside-its-data
;; at: 0x5FF0
;; set: eax=0x12345678
        mov [0x5FE0], eax
        mov ebx, [0x5FE0]
        add [0x5FE2], bx
;; expect: ebx=0x12345678, [0x5FE0]=78 56 ac 68, flags=-CF+PF-AF-ZF-SF-OF

;; name: store-into-the-next-instruction
        mov byte [over+1], 0x77
        jmp short over
over:   mov cl, 0x11
;; expect: cl=0x77, [over+1]=77

;; name: store-twice
        mov byte [over+1], 0x77
        jmp short over
over:   mov cl, 0x11
        mov byte [again+1], 0x66
        jmp short again
again:  mov ch, 0x22
;; expect: ecx=0x6677, [over+1]=77, [again+1]=66

;; name: store-of-an-opcode
        mov byte [over], 0xFD
        jmp short over
over:   cld                          ; becomes std
;; expect: [over]=fd, flags=+DF

;; name: store-in-a-loop
        mov cl, 3
over:   add al, 1
        add byte [over+1], 1
        dec cl
        jnz near over
;; expect: al=6, cl=0, [over+1]=04, flags=-CF+PF-AF+ZF-SF-OF

;; name: store-of-what-is-there
        mov byte [over+1], 0x11
        jmp short over
over:   mov cl, 0x11
;; expect: cl=0x11

;; name: store-backwards
        jmp short start
back:   mov al, 1
        jmp short done
start:  mov byte [back+1], 0x5A
        jmp short back
done:   nop
;; expect: al=0x5A, [back+1]=5a

;; name: read-own-code-after-a-store
        mov byte [over], 0x90
        mov al, [over]
        jmp short over
over:   hlt
;; expect: al=0x90, [over]=90

;; name: read-modify-write-of-code
        xor byte [over], 0x01
        jmp short over
over:   clc                          ; becomes stc
;; expect: [over]=f9, flags=+CF+PF?AF-ZF+SF-OF

;; name: store-across-data-and-code
;; at: 0x7000
;; set: eax=0x84030201
        jmp short start
        nop
        nop
        nop
        nop
        nop
        nop
start:  mov [0x6FFE], eax
;; expect: [0x6FFE]=01 02 03 84

;; name: word-across-data-and-code
;; at: 0x7000
;; set: eax=0x84030201
        jmp short start
        nop
        nop
        nop
        nop
        nop
        nop
start:  mov [0x6FFF], ax
;; expect: [0x6FFF]=01 02

;; name: add-across-data-and-code
;; at: 0x7000
;; set: eax=0x00010001, [0x6FFE]=ff ff
        jmp short start
        nop
        nop
        nop
        nop
        nop
        nop
start:  add [0x6FFE], eax
;; expect: [0x6FFE]=00 00 ed 06, flags=-CF+PF+AF-ZF-SF-OF

;; name: xchg-across-data-and-code
;; at: 0x7000
;; set: eax=0x84030201, [0x6FFE]=11 22
        jmp short start
        nop
        nop
        nop
        nop
        nop
        nop
start:  xchg [0x6FFE], eax
;; expect: [0x6FFE]=01 02 03 84, eax=0x06EB2211

;; name: load-across-data-and-code
;; at: 0x7000
;; set: [0x6FFE]=11 22
        jmp short start
        nop
        nop
        nop
        nop
        nop
        nop
start:  mov eax, [0x6FFE]
;; expect: eax=0x06EB2211

;; name: push-across-data-and-code
;; at: 0x7000
;; set: esp=0x7002, eax=0x84030201
        jmp short start
        nop
        nop
        nop
        nop
        nop
        nop
start:  push eax
;; expect: esp=0x6FFE, [0x6FFE]=01 02 03 84

;; name: pusha-across-data-and-code
;; at: 0x7000
;; set: esp=0x7008, eax=1, ecx=2, edx=3, ebx=4, ebp=5, esi=6, edi=7
        jmp short start
        nop
        nop
        nop
        nop
        nop
        nop
start:  o16 pusha
;; expect: esp=0x6FF8, [0x6FF8]=07 00 06 00 05 00 08 70 04 00 03 00 02 00 01 00

;; name: cmpxchg8b-across-data-and-code
;; at: 0x7000
;; set: eax=0, edx=0x909006EB, ebx=0x44332211, ecx=0x88776655, [0x6FFC]=00 00 00 00
        jmp short start
        nop
        nop
        nop
        nop
        nop
        nop
start:  cmpxchg8b [0x6FFC]
;; expect: [0x6FFC]=11 22 33 44 55 66 77 88, flags=+ZF

;; name: cmpxchg8b-that-fails-across
;; at: 0x7000
;; set: eax=0, edx=0, flags=+ZF
        jmp short start
        nop
        nop
        nop
        nop
        nop
        nop
start:  cmpxchg8b [0x6FFC]
;; expect: edx=0x909006EB, flags=-ZF

;; name: setcc-into-code
;; at: 0x7000
        jmp short start
        nop
        nop
        nop
        nop
        nop
        nop
start:  setnz [0x7000]
;; expect: [0x7000]=01

;; name: pop-into-code
;; at: 0x7000
;; set: [STACK]=01 02 03 84
        jmp short start
        nop
        nop
        nop
        nop
        nop
        nop
start:  pop dword [0x6FFF]
;; expect: esp=STACK+4, [0x6FFF]=01 02 03 84

;; name: movsx-from-code
;; at: 0x7000
        jmp short start
        nop
        nop
        nop
        nop
        nop
        nop
start:  movsx eax, byte [0x7000]
        movzx ecx, word [0x6FFF]
;; expect: eax=0xFFFFFFEB, ecx=0xEB00

;; name: store-into-the-next-instruction-without-a-jump
        mov byte [over+1], 0x77
over:   mov cl, 0x11
;; expect: cl=0x77, [over+1]=77

;; name: store-far-ahead-without-a-jump
        mov byte [over+1], 0x77
        inc eax
        inc edx
over:   mov cl, 0x11
;; expect: eax=1, edx=1, cl=0x77, [over+1]=77, flags=-CF-PF-AF-ZF-SF-OF

;; name: push-into-the-next-instruction
;; set: esp=over+2
        push word 0xFDFC
over:   cld
        cld
;; expect: [over]=fc fd, esp=over, flags=+DF

;; name: store-into-itself
at:     mov byte [at], 0x90
;; expect: [at]=90

;; name: push-into-code
;; set: eax=0x9090
        mov [DATA], esp
        mov esp, over+2
        push ax
        mov esp, [DATA]
        jmp short over
over:   dw 0xF4F4
;; expect: [over]=90 90, [DATA]=00 80 00 00
