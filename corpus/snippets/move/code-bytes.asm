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

;; name: push-into-code
;; set: eax=0x9090
        mov [DATA], esp
        mov esp, over+2
        push ax
        mov esp, [DATA]
        jmp short over
over:   dw 0xF4F4
;; expect: [over]=90 90, [DATA]=00 80 00 00
