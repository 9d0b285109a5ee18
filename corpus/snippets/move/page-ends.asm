;; see: Instructions with their first byte in one page and the last in the next: what they do does not depend on where they lie
;; modes: all

;; name: aam-zero
;; at: 0x5FFE
;; set: eax=0x1234
at:     db 0x3E, 0xD4, 0x00           ; aam 0
;; expect: exception=0, flags=?CF?PF?AF?ZF?SF?OF

;; name: aam
;; at: 0x5FFF
;; set: eax=0x63
        aam
;; expect: ax=0x0909, flags=?CF+PF?AF-ZF-SF?OF

;; name: aad
;; at: 0x5FFF
;; set: eax=0x0909
        aad
;; expect: ax=0x63, flags=?CF+PF?AF-ZF-SF?OF

;; name: daa-with-a-carry
;; at: 0x5FFF
;; set: eax=0x23, flags=+CF
        db 0x3E, 0x27                 ; daa
;; expect: al=0x83, flags=+CF-PF-AF-ZF+SF?OF

;; name: daa-of-9a
;; at: 0x5FFF
;; set: eax=0x9A
        db 0x3E, 0x27                 ; daa
;; expect: al=0, flags=+CF+PF+AF+ZF-SF?OF

;; name: das
;; at: 0x5FFF
;; set: eax=0x05, flags=+AF
        db 0x3E, 0x2F                 ; das
;; expect: al=0xFF, flags=+CF+PF+AF-ZF+SF?OF

;; name: aaa
;; at: 0x5FFF
;; set: eax=0x020B
        db 0x3E, 0x37                 ; aaa
;; expect: ax=0x0301, flags=+CF?PF+AF?ZF?SF?OF

;; name: aas
;; at: 0x5FFF
;; set: eax=0x0201, flags=+AF
        db 0x3E, 0x3F                 ; aas
;; expect: ax=0x000B, flags=+CF?PF+AF?ZF?SF?OF

;; name: push-esp
;; mode: pm32, pm32/3
;; at: 0x5FFF
        db 0xFF, 0xF4                 ; push esp
;; expect: esp=STACK-4, [STACK-4]=00 80 00 00

;; name: push-esp-short
;; mode: pm32, pm32/3
;; at: 0x5FFF
        db 0x3E, 0x54                 ; push esp
;; expect: esp=STACK-4, [STACK-4]=00 80 00 00

;; name: push-sp-short
;; mode: real16, v86, pm16, pm16/3
;; at: 0x5FFF
        db 0x3E, 0x54                 ; push sp
;; expect: esp=STACK-2, [STACK-2]=00 80

;; name: pop-esp-short
;; mode: pm32, pm32/3
;; at: 0x5FFF
;; set: [STACK]=78 56 00 00
        db 0x3E, 0x5C                 ; pop esp
;; expect: esp=0x5678

;; name: pop-sp-short
;; mode: real16, v86, pm16, pm16/3
;; at: 0x5FFF
;; set: [STACK]=78 56
        db 0x3E, 0x5C                 ; pop sp
;; expect: esp=0x5678

;; name: push-sp
;; mode: real16, v86, pm16, pm16/3
;; at: 0x5FFF
        db 0xFF, 0xF4                 ; push sp
;; expect: esp=STACK-2, [STACK-2]=00 80

;; name: pop-esp
;; mode: pm32, pm32/3
;; at: 0x5FFF
;; set: [STACK]=78 56 00 00
        db 0x8F, 0xC4                 ; pop esp
;; expect: esp=0x5678

;; name: pop-sp
;; mode: real16, v86, pm16, pm16/3
;; at: 0x5FFF
;; set: [STACK]=78 56
        db 0x8F, 0xC4                 ; pop sp
;; expect: esp=0x5678

;; name: enter-level-3-16
;; mode: real16, v86, pm16, pm16/3
;; at: 0x5FFD
;; set: ebp=0x6800, [0x67FC]=22 22 11 11
        enter 0, 3
;; expect: esp=STACK-8, [STACK-8]=fe 7f 22 22 11 11 00 68, bp=STACK-2

;; name: enter-level-3-32
;; mode: pm32, pm32/3
;; at: 0x5FFD
;; set: ebp=0x6800, [0x67F8]=22 22 22 22 11 11 11 11
        enter 0, 3
;; expect: esp=STACK-16, [STACK-16]=fc 7f 00 00 22 22 22 22 11 11 11 11 00 68 00 00, ebp=STACK-4

;; name: leave-16
;; mode: real16, v86, pm16, pm16/3
;; at: 0x5FFF
;; set: ebp=0x6800, [0x6800]=34 12
        db 0x3E, 0xC9                 ; leave
;; expect: esp=0x6802, bp=0x1234

;; name: leave-32
;; mode: pm32, pm32/3
;; at: 0x5FFF
;; set: ebp=0x6800, [0x6800]=78 56 34 12
        db 0x3E, 0xC9                 ; leave
;; expect: esp=0x6804, ebp=0x12345678

;; name: leave-32-high
;; mode: pm32, pm32/3
;; at: 0x5FFF
;; set: ebp=0x106800, [0x106800]=78 56 34 12
        db 0x3E, 0xC9                 ; leave
;; expect: esp=0x106804, ebp=0x12345678

;; name: leave-16-operand-32-bit-stack
;; mode: pm32, pm32/3
;; at: 0x5FFF
;; set: ebp=0x106800, [0x106800]=34 12
        db 0x66, 0xC9                 ; o16 leave
;; expect: esp=0x106802, ebp=0x101234

;; name: xadd-itself
;; at: 0x5FFE
;; set: ecx=0x41
        db 0x0F, 0xC0, 0xC9           ; xadd cl, cl
;; expect: cl=0x82, flags=-CF+PF-AF-ZF+SF+OF

;; name: xadd
;; at: 0x5FFE
;; set: ecx=0xF0, ebx=0x20
        db 0x0F, 0xC0, 0xD9           ; xadd cl, bl
;; expect: cl=0x10, bl=0xF0, flags=+CF-PF-AF-ZF-SF-OF

;; name: cmpxchg-not-equal
;; at: 0x5FFE
;; set: eax=1, ecx=2, ebx=3
        db 0x0F, 0xB0, 0xD9           ; cmpxchg cl, bl
;; expect: al=2, flags=+CF+PF+AF-ZF+SF-OF

;; name: cmpxchg-equal
;; at: 0x5FFE
;; set: eax=2, ecx=2, ebx=3
        db 0x0F, 0xB0, 0xD9           ; cmpxchg cl, bl
;; expect: cl=3, flags=-CF+PF-AF+ZF-SF-OF

;; name: adc
;; at: 0x5FFF
;; set: eax=0x12, ebx=0xFF, flags=+CF
        adc al, bl
;; expect: al=0x12, flags=+CF+PF+AF-ZF-SF-OF

;; name: sbb
;; at: 0x5FFF
;; set: eax=0x12, ebx=0xFF, flags=+CF
        sbb al, bl
;; expect: al=0x12, flags=+CF+PF+AF-ZF-SF-OF

;; name: rcl-by-9
;; at: 0x5FFE
;; set: ebx=0x5A, flags=+CF
        rcl bl, 9
;; expect: flags=+CF?OF

;; name: rcr-by-10
;; at: 0x5FFE
;; set: ebx=0x5B, flags=-CF
        rcr bl, 10
;; expect: bl=0x2D, flags=+CF?OF

;; name: shl-by-cl-32
;; at: 0x5FFF
;; set: ebx=0x5A, ecx=32, flags=+ZF
        shl bl, cl

;; name: shl-by-cl-33
;; at: 0x5FFF
;; set: ebx=0x5A, ecx=33, flags=+ZF
        shl bl, cl
;; expect: bl=0xB4, flags=-CF+PF?AF-ZF+SF+OF

;; name: imul-overflow
;; at: 0x5FFD
;; set: eax=0x10000, ebx=0x10000
        o32
        db 0x0F, 0xAF, 0xC3           ; imul eax, ebx
;; expect: eax=0, flags=+CF?PF?AF?ZF?SF+OF

;; name: div-overflow
;; at: 0x5FFF
;; set: eax=0xA00, ebx=0x0A
        div bl
;; expect: exception=0, flags=?CF?PF?AF?ZF?SF?OF

;; name: div
;; at: 0x5FFF
;; set: eax=0x67, ebx=0x0A
        div bl
;; expect: ax=0x030A, flags=?CF?PF?AF?ZF?SF?OF

;; name: idiv-most-negative-by-minus-one
;; at: 0x5FFF
;; set: eax=0xFF80, ebx=0xFF
        idiv bl
;; expect: exception=0, flags=?CF?PF?AF?ZF?SF?OF

;; name: cbw
;; mode: real16, v86, pm16, pm16/3
;; at: 0x5FFF
;; set: eax=0x55555580
        db 0x3E, 0x98                 ; cbw
;; expect: ax=0xFF80

;; name: cwde
;; mode: pm32, pm32/3
;; at: 0x5FFF
;; set: eax=0x55558000
        db 0x3E, 0x98                 ; cwde
;; expect: eax=0xFFFF8000

;; name: cwd
;; mode: real16, v86, pm16, pm16/3
;; at: 0x5FFF
;; set: eax=0x55558000
        db 0x3E, 0x99                 ; cwd
;; expect: dx=0xFFFF

;; name: cdq
;; mode: pm32, pm32/3
;; at: 0x5FFF
;; set: eax=0x80000000
        db 0x3E, 0x99                 ; cdq
;; expect: edx=0xFFFFFFFF

;; name: bswap
;; at: 0x5FFD
;; set: ecx=0x12345678
        o32
        db 0x3E, 0x0F, 0xC9           ; bswap ecx
;; expect: ecx=0x78563412

;; name: xlat
;; at: 0x5FFF
;; set: ebx=DATA, eax=0x80, [DATA+0x80]=66
        db 0x3E, 0xD7                 ; xlat
;; expect: al=0x66

;; name: lahf
;; at: 0x5FFF
;; set: flags=+CF+ZF
        db 0x3E, 0x9F                 ; lahf
;; expect: ah=0x43

;; name: sahf
;; at: 0x5FFF
;; set: eax=0xD500
        db 0x3E, 0x9E                 ; sahf
;; expect: flags=+CF+PF+AF+ZF+SF

;; name: cmc
;; at: 0x5FFF
        db 0x3E, 0xF5                 ; cmc
;; expect: flags=+CF

;; name: setl
;; at: 0x5FFE
;; set: flags=+SF
        setl ch
;; expect: ch=1

;; name: cmov
;; at: 0x5FFE
;; set: ecx=0x11112222, ebx=0x33334444, flags=+OF
        db 0x0F, 0x4C, 0xCB           ; cmovl
;; expect[pm32]: ecx=0x33334444
;; expect[pm32/3]: ecx=0x33334444
;; expect: cx=0x4444

;; name: bt
;; at: 0x5FFE
;; set: eax=8, ebx=3
        db 0x0F, 0xA3, 0xD8           ; bt
;; expect: flags=+CF?PF?AF?SF?OF

;; name: bsf-zero
;; at: 0x5FFE
;; set: ebx=0
        db 0x0F, 0xBC, 0xC3           ; bsf
;; expect: eax=?, flags=?CF?PF?AF+ZF?SF?OF

;; name: bsr
;; at: 0x5FFE
;; set: ebx=0x4001, flags=+ZF
        db 0x0F, 0xBD, 0xC3           ; bsr
;; expect: eax=14, flags=?CF?PF?AF-ZF?SF?OF

;; name: movsx
;; at: 0x5FFE
;; set: ebx=0x80, eax=0x11111111
        db 0x0F, 0xBE, 0xC3           ; movsx
;; expect[pm32]: eax=0xFFFFFF80
;; expect[pm32/3]: eax=0xFFFFFF80
;; expect: ax=0xFF80

;; name: lea
;; at: 0x5FFD
;; set: ebx=0xFFFF, esi=3
        lea ax, [bx+si+5]
;; expect: ax=7

;; name: xchg
;; at: 0x5FFF
;; set: ebx=1, ecx=0x200
        xchg bl, ch
;; expect: ebx=2, ecx=0x100

;; name: neg
;; at: 0x5FFF
;; set: ebx=0x80
        neg bl
;; expect: bl=0x80, flags=+CF-PF-AF-ZF+SF+OF

;; name: inc
;; at: 0x5FFF
;; set: ebx=0x7F, flags=+CF
        inc bl
;; expect: bl=0x80, flags=-PF+AF-ZF+SF+OF

;; name: pusha-16
;; mode: real16, v86, pm16, pm16/3
;; at: 0x5FFE
;; set: eax=1, ecx=2, edx=3, ebx=4, ebp=5, esi=6, edi=7
        db 0x3E, 0x3E, 0x60           ; pusha
;; expect: esp=STACK-16, [STACK-16]=07 00 06 00 05 00 00 80 04 00 03 00 02 00 01 00

;; name: pusha-32
;; mode: pm32, pm32/3
;; at: 0x5FFE
;; set: eax=1, ecx=2, edx=3, ebx=4, ebp=5, esi=6, edi=7
        db 0x3E, 0x3E, 0x60           ; pushad
;; expect: esp=STACK-32, [STACK-32]=07 00 00 00 06 00 00 00 05 00 00 00 00 80 00 00 04 00 00 00 03 00 00 00 02 00 00 00 01 00 00 00

;; name: sixteen-bytes
;; mode: v86, pm16, pm32, pm16/3, pm32/3
;; at: 0x5FF8
        times 15 db 0x3E
        nop
;; expect: exception=13:0

;; name: fifteen-bytes
;; at: 0x5FF8
;; set: eax=0x7F00
        times 13 db 0x3E
        inc ah
;; expect: ah=0x80, flags=-PF+AF-ZF+SF+OF
