;; see: SDM Vol. 2A, ENTER: the frame pointers of the outer levels are copied from the frame EBP points to
;; modes: all

;; name: 16-level-0
;; mode: real16, v86, pm16, pm16/3
;; set: ebp=0x77771234, flags=+CF+PF+AF+ZF+SF+OF
        o16 enter 0, 0
;; expect: esp=STACK-2, [STACK-2]=34 12, bp=STACK-2

;; name: 16-level-0-with-room
;; mode: real16, v86, pm16, pm16/3
;; set: ebp=0x77771234
        o16 enter 0x20, 0
;; expect: esp=STACK-0x22, [STACK-2]=34 12, bp=STACK-2

;; name: 32-level-0
;; mode: pm32, pm32/3
;; set: ebp=0x12345678, flags=+CF+PF+AF+ZF+SF+OF
        o32 enter 0, 0
;; expect: esp=STACK-4, [STACK-4]=78 56 34 12, ebp=STACK-4

;; name: 32-level-0-with-room
;; mode: pm32, pm32/3
;; set: ebp=0x12345678
        o32 enter 0x123, 0
;; expect: esp=STACK-4-0x123, [STACK-4]=78 56 34 12, ebp=STACK-4

;; name: 16-level-1
;; mode: real16, v86, pm16, pm16/3
;; set: ebp=0x6000
        o16 enter 4, 1
;; expect: esp=STACK-8, [STACK-4]=fe 7f 00 60, bp=STACK-2

;; name: 32-level-1
;; mode: pm32, pm32/3
;; set: ebp=0x6000
        o32 enter 4, 1
;; expect: esp=STACK-12, [STACK-8]=fc 7f 00 00 00 60 00 00, ebp=STACK-4

;; name: 16-level-2
;; mode: real16, v86, pm16, pm16/3
;; set: ebp=0x6000, [0x5FFE]=22 11
        o16 enter 0, 2
;; expect: esp=STACK-6, [STACK-6]=fe 7f 22 11 00 60, bp=STACK-2

;; name: 32-level-2
;; mode: pm32, pm32/3
;; set: ebp=0x6000, [0x5FFC]=44 33 22 11
        o32 enter 0, 2
;; expect: esp=STACK-12, [STACK-12]=fc 7f 00 00 44 33 22 11 00 60 00 00, ebp=STACK-4

;; name: 16-level-4
;; mode: real16, v86, pm16, pm16/3
;; set: ebp=0x6000, [0x5FFA]=33 33 22 22 11 11
        o16 enter 0x10, 4
;; expect: esp=STACK-26, [STACK-10]=fe 7f 33 33 22 22 11 11 00 60, bp=STACK-2

;; name: 32-level-3
;; mode: pm32, pm32/3
;; set: ebp=0x6000, [0x5FF8]=02 02 02 02 01 01 01 01
        o32 enter 8, 3
;; expect: esp=STACK-24, [STACK-16]=fc 7f 00 00 02 02 02 02 01 01 01 01 00 60 00 00, ebp=STACK-4

;; name: 16-level-modulo-32
;; mode: real16, v86, pm16, pm16/3
;; set: ebp=0x6000
        o16 enter 0, 32
;; expect: esp=STACK-2, [STACK-2]=00 60, bp=STACK-2

;; name: 32-level-modulo-32
;; mode: pm32, pm32/3
;; set: ebp=0x6000
        o32 enter 0, 33
;; expect: esp=STACK-8, [STACK-8]=fc 7f 00 00 00 60 00 00, ebp=STACK-4

;; name: 16-level-31
;; mode: real16, v86, pm16, pm16/3
;; set: ebp=0x6000, [0x6000-60]=00 40 01 40 02 40 03 40 04 40 05 40 06 40 07 40 08 40 09 40 0a 40 0b 40 0c 40 0d 40 0e 40 0f 40 10 40 11 40 12 40 13 40 14 40 15 40 16 40 17 40 18 40 19 40 1a 40 1b 40 1c 40 1d 40
        o16 enter 0, 31
;; expect: esp=STACK-64, [STACK-64]=fe 7f 00 40 01 40 02 40 03 40 04 40 05 40 06 40 07 40 08 40 09 40 0a 40 0b 40 0c 40 0d 40 0e 40 0f 40 10 40 11 40 12 40 13 40 14 40 15 40 16 40 17 40 18 40 19 40 1a 40 1b 40 1c 40 1d 40 00 60, bp=STACK-2

;; name: 32-level-31
;; mode: pm32, pm32/3
;; set: ebp=0x6000, [0x6000-120]=00 00 00 50 01 00 00 50 02 00 00 50 03 00 00 50 04 00 00 50 05 00 00 50 06 00 00 50 07 00 00 50 08 00 00 50 09 00 00 50 0a 00 00 50 0b 00 00 50 0c 00 00 50 0d 00 00 50 0e 00 00 50 0f 00 00 50 10 00 00 50 11 00 00 50 12 00 00 50 13 00 00 50 14 00 00 50 15 00 00 50 16 00 00 50 17 00 00 50 18 00 00 50 19 00 00 50 1a 00 00 50 1b 00 00 50 1c 00 00 50 1d 00 00 50
        o32 enter 0, 31
;; expect: esp=STACK-128, [STACK-128]=fc 7f 00 00 00 00 00 50 01 00 00 50 02 00 00 50 03 00 00 50 04 00 00 50 05 00 00 50 06 00 00 50 07 00 00 50 08 00 00 50 09 00 00 50 0a 00 00 50 0b 00 00 50 0c 00 00 50 0d 00 00 50 0e 00 00 50 0f 00 00 50 10 00 00 50 11 00 00 50 12 00 00 50 13 00 00 50 14 00 00 50 15 00 00 50 16 00 00 50 17 00 00 50 18 00 00 50 19 00 00 50 1a 00 00 50 1b 00 00 50 1c 00 00 50 1d 00 00 50 00 60 00 00, ebp=STACK-4

;; name: 16-operand-on-a-32-bit-stack
;; mode: pm32, pm32/3
;; set: ebp=0x7777ABCD
        o16 enter 6, 0
;; expect: esp=STACK-8, [STACK-2]=cd ab, bp=STACK-2

;; name: 32-operand-on-a-16-bit-stack
;; mode: real16, v86, pm16, pm16/3
;; set: ebp=0x7777ABCD
        o32 enter 6, 0
;; expect: esp=STACK-10, [STACK-4]=cd ab 77 77, ebp=STACK-4

;; name: 32-largest-room
;; mode: pm32, pm32/3
;; set: esp=0x40000, ebp=1
        o32 enter 0xFFFF, 0
;; expect: esp=0x40000-4-0xFFFF, ebp=0x3FFFC, [0x3FFFC]=01 00 00 00

;; name: 16-room-wraps
;; mode: real16, v86, pm16, pm16/3
;; set: ebp=0x1111
        o16 enter 0x9000, 0
;; expect: esp=0xEFFE, [STACK-2]=11 11, bp=STACK-2

;; name: frame-across-pages
;; mode: pm32, pm32/3
;; set: esp=0x5002, ebp=0x01020304
        o32 enter 0, 1
;; expect: esp=0x4FFA, [0x4FFA]=fe 4f 00 00 04 03 02 01, ebp=0x4FFE
