;; see: SDM Vol. 2B, MOVZX: no flags are affected
;; modes: all

;; name: si-cl
;; set: esi=0xE4F55A5A, ecx=0xC9DAEB80, flags=+CF+PF+AF+ZF+SF+OF
        movzx si, cl
;; expect: si=0x0080

;; name: si-ch
;; set: esi=0xE4F55A5A, ecx=0xC9DA7FFC, flags=+CF+PF+AF+ZF+SF+OF
        movzx si, ch
;; expect: si=0x007F

;; name: si-bh
;; set: esi=0xE4F55A5A, ebx=0xB5C6FFE8, flags=+CF+PF+AF+ZF+SF+OF
        movzx si, bh
;; expect: si=0x00FF

;; name: si-dl
;; set: esi=0xE4F55A5A, edx=0xD0E1F200, flags=+CF+PF+AF+ZF+SF+OF
        movzx si, dl
;; expect: si=0x0000

;; name: edi-cl
;; set: edi=0x5A5A5A5A, ecx=0xC9DAEB80, flags=+CF+PF+AF+ZF+SF+OF
        movzx edi, cl
;; expect: edi=0x00000080

;; name: edi-ch
;; set: edi=0x5A5A5A5A, ecx=0xC9DA7FFC, flags=+CF+PF+AF+ZF+SF+OF
        movzx edi, ch
;; expect: edi=0x0000007F

;; name: edi-bh
;; set: edi=0x5A5A5A5A, ebx=0xB5C6FFE8, flags=+CF+PF+AF+ZF+SF+OF
        movzx edi, bh
;; expect: edi=0x000000FF

;; name: edi-dl
;; set: edi=0x5A5A5A5A, edx=0xD0E1F200, flags=+CF+PF+AF+ZF+SF+OF
        movzx edi, dl
;; expect: edi=0x00000000

;; name: ax-al
;; set: eax=0xA1B2C390, flags=+CF+PF+AF+ZF+SF+OF
        movzx ax, al
;; expect: ax=0x0090

;; name: eax-ah
;; set: eax=0xA1B281D4, flags=+CF+PF+AF+ZF+SF+OF
        movzx eax, ah
;; expect: eax=0x00000081

;; name: ebx-bx
;; set: ebx=0xB5C68000, flags=+CF+PF+AF+ZF+SF+OF
        movzx ebx, bx
;; expect: ebx=0x00008000

;; name: edx-cx
;; set: edx=0x5A5A5A5A, ecx=0xC9DA7FFF, flags=+CF+PF+AF+ZF+SF+OF
        movzx edx, cx
;; expect: edx=0x00007FFF

;; name: esi-bp
;; set: esi=0x5A5A5A5A, ebp=0x0C1DFFFF, flags=+CF+PF+AF+ZF+SF+OF
        movzx esi, bp
;; expect: esi=0x0000FFFF

;; name: bx-mem-byte-0xfe
;; set: [DATA+9]=fe, ebx=0xB5C65A5A, flags=+CF+PF+AF+ZF+SF+OF
        movzx bx, byte [DATA+9]
;; expect: bx=0x00FE

;; name: ecx-mem-byte-0x80
;; set: [DATA+9]=80, ecx=0x5A5A5A5A, flags=+CF+PF+AF+ZF+SF+OF
        movzx ecx, byte [DATA+9]
;; expect: ecx=0x00000080

;; name: edx-mem-word-0x8001
;; set: [DATA+9]=01 80, edx=0x5A5A5A5A, flags=+CF+PF+AF+ZF+SF+OF
        movzx edx, word [DATA+9]
;; expect: edx=0x00008001

;; name: ebp-mem-word-0x7ffe
;; set: [DATA+9]=fe 7f, ebp=0x5A5A5A5A, flags=+CF+PF+AF+ZF+SF+OF
        movzx ebp, word [DATA+9]
;; expect: ebp=0x00007FFE

;; name: di-mem-byte-0x01
;; set: [DATA+9]=01, edi=0xF8095A5A, flags=+CF+PF+AF+ZF+SF+OF
        movzx di, byte [DATA+9]
;; expect: di=0x0001

;; name: ecx-mem-across-pages
;; set: [0x4FFF]=dc fe, ecx=0x5A5A5A5A, flags=+CF+PF+AF+ZF+SF+OF
        movzx ecx, word [0x4FFF]
;; expect: ecx=0x0000FEDC

;; name: ecx-mem-last-byte-of-page
;; set: [0x4FFF]=fe, ecx=0x5A5A5A5A, flags=+CF+PF+AF+ZF+SF+OF
        movzx ecx, byte [0x4FFF]
;; expect: ecx=0x000000FE

;; name: word-to-word
;; set: eax=0x11112222, ebx=0x3333F444
        o16
        db 0x0F, 0xB7, 0xC3           ; movzx ax, bx, both words
;; expect: ax=0xF444

;; name: source-in-the-high-byte-of-the-destination
;; set: ecx=0xAAAA9155
        movzx cx, ch
;; expect: cx=0x0091
