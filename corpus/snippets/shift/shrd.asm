;; see: SDM Vol. 2B, SHRD: a count above the operand size leaves result and flags undefined
;; modes: all

;; name: 16-by-one-sign-changes
;; set: ebx=0xB5C68001, edi=0xF8097FFE, flags=+ZF+SF
        shrd bx, di, 1
;; expect: bx=0x4000, flags=+CF+PF?AF-ZF-SF+OF

;; name: 16-by-one-high-bit-below-sign
;; set: ebx=0xB5C64000, edi=0xF8098001, flags=+CF+ZF
        shrd bx, di, 1
;; expect: bx=0xA000, flags=-CF+PF?AF-ZF+SF+OF

;; name: 16-by-cl-one
;; set: ebx=0xB5C68000, edi=0xF8090001, ecx=0xC9DAEB01, flags=+CF+ZF+OF
        shrd bx, di, cl
;; expect: bx=0xC000, flags=-CF+PF?AF-ZF+SF-OF

;; name: 16-by-4
;; set: ebx=0xB5C61234, edi=0xF809ABCD, flags=+CF+PF+ZF
        shrd bx, di, 4
;; expect: bx=0xD123, flags=-CF-PF?AF-ZF+SF?OF

;; name: 16-mem-by-8
;; set: [DATA]=34 12, edi=0xF809ABCD, flags=+CF+ZF
        shrd [DATA], di, 8
;; expect: [DATA]=12 cd, flags=-CF+PF?AF-ZF+SF?OF

;; name: 16-mem-by-cl-5
;; set: [DATA]=34 12, edi=0xF809ABCD, ecx=0xC9DAEB05, flags=+PF+ZF+SF
        shrd [DATA], di, cl
;; expect: [DATA]=91 68, flags=+CF-PF?AF-ZF-SF?OF

;; name: 16-by-0
;; set: ebx=0xB5C61234, edi=0xF809ABCD, flags=+CF+ZF+OF
        shrd bx, di, 0

;; name: 16-by-cl-32
;; set: ebx=0xB5C61234, edi=0xF809ABCD, ecx=0xC9DAEB20, flags=+CF+ZF+OF
        shrd bx, di, cl

;; name: 16-by-33
;; set: ebx=0xB5C61234, edi=0xF809ABCD, flags=+CF+PF+ZF
        shrd bx, di, 33
;; expect: bx=0x891A, flags=-CF-PF?AF-ZF+SF+OF

;; name: 16-by-size-less-1
;; set: ebx=0xB5C61234, edi=0xF809ABCD, flags=+CF+ZF+SF
        shrd bx, di, 15
;; expect: bx=0x579A, flags=-CF+PF?AF-ZF-SF?OF

;; name: 16-ones-out
;; set: ebx=0xB5C6FFFF, edi=0xF8090000, ecx=0xC9DAEB08, flags=+ZF+SF
        shrd bx, di, cl
;; expect: bx=0x00FF, flags=+CF+PF?AF-ZF-SF?OF

;; name: 16-ones-in
;; set: ebx=0xB5C60000, edi=0xF809FFFF, flags=+CF+ZF
        shrd bx, di, 8
;; expect: bx=0xFF00, flags=-CF+PF?AF-ZF+SF?OF

;; name: 16-by-16
;; set: ebx=0xB5C61234, edi=0xF809ABCD, flags=+CF+PF+ZF
        shrd bx, di, 16
;; expect: bx=0xABCD, flags=-CF-PF?AF-ZF+SF?OF

;; name: 16-by-cl-16
;; set: ebx=0xB5C68001, edi=0xF8097FFE, ecx=0xC9DAEB10, flags=+PF+ZF+SF
        shrd bx, di, cl
;; expect: bx=0x7FFE, flags=+CF-PF?AF-ZF-SF?OF

;; name: 16-by-17
;; set: ebx=0xB5C61234, edi=0xF809ABCD
        shrd bx, di, 17
;; expect: bx=?, flags=?CF?PF?AF?ZF?SF?OF

;; name: 16-mem-by-cl-31
;; set: [DATA]=34 12, edi=0xF809ABCD, ecx=0xC9DAEB1F
        shrd [DATA], di, cl
;; expect: [DATA]=?? ??, flags=?CF?PF?AF?ZF?SF?OF

;; name: 32-by-one-sign-changes
;; set: ebx=0x80000001, edi=0x7FFFFFFE, flags=+ZF+SF
        shrd ebx, edi, 1
;; expect: ebx=0x40000000, flags=+CF+PF?AF-ZF-SF+OF

;; name: 32-by-one-high-bit-below-sign
;; set: ebx=0x40000000, edi=0x80000001, flags=+CF+ZF
        shrd ebx, edi, 1
;; expect: ebx=0xA0000000, flags=-CF+PF?AF-ZF+SF+OF

;; name: 32-by-cl-one
;; set: ebx=0x80000000, edi=0x00000001, ecx=0xC9DAEB01, flags=+CF+ZF+OF
        shrd ebx, edi, cl
;; expect: ebx=0xC0000000, flags=-CF+PF?AF-ZF+SF-OF

;; name: 32-by-4
;; set: ebx=0x12345678, edi=0xABCDEF90, flags=+PF+ZF+SF
        shrd ebx, edi, 4
;; expect: ebx=0x01234567, flags=+CF-PF?AF-ZF-SF?OF

;; name: 32-mem-by-8
;; set: [DATA]=78 56 34 12, edi=0xABCDEF90, flags=+CF+ZF
        shrd [DATA], edi, 8
;; expect: [DATA]=56 34 12 90, flags=-CF+PF?AF-ZF+SF?OF

;; name: 32-mem-by-cl-5
;; set: [DATA]=78 56 34 12, edi=0xABCDEF90, ecx=0xC9DAEB05, flags=+PF+ZF
        shrd [DATA], edi, cl
;; expect: [DATA]=b3 a2 91 80, flags=+CF-PF?AF-ZF+SF?OF

;; name: 32-by-0
;; set: ebx=0x12345678, edi=0xABCDEF90, flags=+CF+ZF+OF
        shrd ebx, edi, 0

;; name: 32-by-cl-32
;; set: ebx=0x12345678, edi=0xABCDEF90, ecx=0xC9DAEB20, flags=+CF+ZF+OF
        shrd ebx, edi, cl

;; name: 32-by-33
;; set: ebx=0x12345678, edi=0xABCDEF90, flags=+CF+ZF+SF+OF
        shrd ebx, edi, 33
;; expect: ebx=0x091A2B3C, flags=-CF+PF?AF-ZF-SF-OF

;; name: 32-by-size-less-1
;; set: ebx=0x12345678, edi=0xABCDEF90, flags=+CF+PF+ZF+SF
        shrd ebx, edi, 31
;; expect: ebx=0x579BDF20, flags=-CF-PF?AF-ZF-SF?OF

;; name: 32-ones-out
;; set: ebx=0xFFFFFFFF, edi=0x00000000, ecx=0xC9DAEB10, flags=+ZF+SF
        shrd ebx, edi, cl
;; expect: ebx=0x0000FFFF, flags=+CF+PF?AF-ZF-SF?OF

;; name: 32-ones-in
;; set: ebx=0x00000000, edi=0xFFFFFFFF, flags=+CF+ZF
        shrd ebx, edi, 16
;; expect: ebx=0xFFFF0000, flags=-CF+PF?AF-ZF+SF?OF

;; name: 32-by-31-cl
;; set: ebx=0x80000001, edi=0x7FFFFFFE, ecx=0xC9DAEB1F, flags=+CF+PF+ZF
        shrd ebx, edi, cl
;; expect: ebx=0xFFFFFFFD, flags=-CF-PF?AF-ZF+SF?OF

;; name: 32-by-cl-255
;; set: [DATA]=78 56 34 12, edi=0xABCDEF90, ecx=0xC9DAEBFF, flags=+CF+PF+ZF+SF
        shrd [DATA], edi, cl
;; expect: [DATA]=20 df 9b 57, flags=-CF-PF?AF-ZF-SF?OF

;; name: mem32-across-pages
;; set: [0x4FFD]=78 56 34 12, edi=0x9ABCDEF0, flags=+CF+PF+ZF
        shrd [0x4FFD], edi, 12
;; expect: [0x4FFD]=45 23 01 ef, flags=-CF-PF?AF-ZF+SF?OF

;; name: mem16-across-pages
;; skip unicorn: the helper of a shift by immediate loses CF of a memory operand that lies in two pages; the silicon agrees with the manual
;; set: [0x4FFF]=34 12, edi=0xF8099ABC, flags=+PF+ZF
        shrd [0x4FFF], di, 3
;; expect: [0x4FFF]=46 82, flags=+CF-PF?AF-ZF+SF?OF

;; name: 32-itself-is-a-rotate
;; set: esi=0xDEADBEEF, flags=+ZF
        shrd esi, esi, 8
;; expect: esi=0xEFDEADBE, flags=+CF+PF?AF-ZF+SF?OF
