;; see: SDM Vol. 2A, LEAVE
;; modes: all

;; name: 16
;; mode: real16, v86, pm16, pm16/3
;; set: ebp=0x7000, [0x7000]=34 12, flags=+CF+PF+AF+ZF+SF+OF
        o16 leave
;; expect: esp=0x7002, bp=0x1234

;; name: 32
;; mode: pm32, pm32/3
;; set: ebp=0x7000, [0x7000]=78 56 34 12, flags=+CF+PF+AF+ZF+SF+OF
        o32 leave
;; expect: esp=0x7004, ebp=0x12345678

;; name: 16-keeps-the-high-halves
;; mode: real16, v86, pm16, pm16/3
;; set: ebp=0xAAAA7000, esp=0xBBBB8000, [0x7000]=34 12
        o16 leave
;; expect: esp=0xBBBB7002, ebp=0xAAAA1234

;; name: 32-operand-on-a-16-bit-stack
;; mode: real16, v86, pm16, pm16/3
;; set: ebp=0xAAAA7000, esp=0xBBBB8000, [0x7000]=78 56 34 12
        o32 leave
;; expect: esp=0xBBBB7004, ebp=0x12345678

;; name: 16-operand-on-a-32-bit-stack
;; mode: pm32, pm32/3
;; set: ebp=0x107000, [0x107000]=34 12
        o16 leave
;; expect: esp=0x107002, ebp=0x101234

;; name: across-pages
;; set: ebp=0x4FFD, [0x4FFD]=01 02 03 04
        o32 leave
;; expect: esp=0x5001, ebp=0x04030201

;; name: 16-wraps-to-zero
;; mode: real16, v86, pm16, pm16/3
;; set: ebp=0xFFFE, [0xFFFE]=34 12
        o16 leave
;; expect: esp=0, ebp=0x1234

;; name: enter-and-leave-16
;; mode: real16, v86, pm16, pm16/3
;; set: ebp=0x6000
        o16 enter 0x10, 0
        o16 leave
;; expect: [STACK-2]=00 60

;; name: enter-and-leave-32
;; mode: pm32, pm32/3
;; set: ebp=0x6000
        o32 enter 0x10, 2
        o32 leave
;; expect: [STACK-12]=fc 7f 00 00 00 00 00 00 00 60 00 00

;; name: outside-the-segment
;; mode: pm16, pm16/3
;; set: ebp=0xFFFF
        nop
at:     o16 leave
;; expect: exception=12:0, eip=at

;; name: outside-an-expand-down-segment
;; mode: pm16/3, pm32/3
;; set: ss=EXPAND_DOWN, ebp=0x2FFC
        nop
at:     o32 leave
;; expect: exception=12:0, eip=at
