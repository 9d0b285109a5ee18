;; see: SDM Vol. 2, STOS; REP
;; modes: real16, v86, pm16, pm32, pm32/3

;; name: byte
;; set: eax=0x44332211, edi=DATA, [DATA]=ff ff
        stosb
;; expect: edi=DATA+1, [DATA]=11 ff

;; name: word
;; set: eax=0x44332211, edi=DATA+1, [DATA]=ff ff ff ff
        stosw
;; expect: edi=DATA+3, [DATA]=ff 11 22 ff

;; name: dword
;; set: eax=0x44332211, edi=DATA, [DATA]=ff ff ff ff ff
        stosd
;; expect: edi=DATA+4, [DATA]=11 22 33 44 ff

;; name: byte-down
;; set: eax=0x5A, edi=DATA, flags=+DF
        stosb
;; expect: edi=DATA-1, [DATA]=5a

;; name: rep-byte
;; set: eax=0x5A, ecx=4, edi=DATA
        rep stosb
;; expect: ecx=0, edi=DATA+4, [DATA]=5a 5a 5a 5a 00

;; name: rep-word
;; set: eax=0x1234, ecx=3, edi=DATA
        rep stosw
;; expect: ecx=0, edi=DATA+6, [DATA]=34 12 34 12 34 12 00

;; name: rep-dword-down
;; set: eax=0x12345678, ecx=2, edi=DATA+4, flags=+DF
        rep stosd
;; expect: ecx=0, edi=DATA-4, [DATA]=78 56 34 12 78 56 34 12

;; name: rep-zero
;; set: eax=0x5A, edi=DATA
        rep stosb

;; name: override-does-not-matter
;; mode: pm32, pm32/3, pm16
;; set: fs=SMALL, eax=0x5A, edi=DATA+0x40
        fs stosb
;; expect: edi=DATA+0x41, [DATA+0x40]=5a

;; name: index-wraps
;; mode: real16, v86, pm16
;; set: ecx=2, edi=0x0000FFFF, eax=0x77
        rep stosb
;; expect: ecx=0, edi=1, [0xFFFF]=77, [0]=77

;; name: index-wraps-with-its-high-half-kept
;; mode: real16, v86, pm16
;; set: edi=0xABCDFFFF, eax=0x77
        stosb
;; expect: edi=0xABCD0000, [0xFFFF]=77

;; name: word-over-the-end-of-64k
;; mode: real16, v86, pm16
;; set: edi=0xFFFF, eax=0x7777
        stosw
;; expect: exception=13:0
;; expect[real16]: exception=13

;; name: fault-in-the-middle
;; mode: pm32, pm32/3, pm16
;; set: es=SMALL, eax=0xAA, ecx=0x20, edi=8
        rep stosb
;; expect: exception=13:0, ecx=0x18, edi=0x10, [DATA+8]=aa aa aa aa aa aa aa aa

;; name: fault-going-down
;; mode: pm32, pm32/3
;; set: es=SMALL, eax=0xAABBCCDD, ecx=3, edi=4, flags=+DF
        rep stosd
;; expect: exception=13:0, ecx=1, edi=0xFFFFFFFC, [DATA]=dd cc bb aa dd cc bb aa

;; name: expand-down-below-its-limit
;; mode: pm32, pm32/3, pm16
;; set: es=EXPAND_DOWN, eax=0xAA, edi=0x2FFF
        stosb
;; expect: exception=13:0

;; name: expand-down-valid
;; mode: pm32, pm32/3, pm16
;; set: es=EXPAND_DOWN, eax=0xAA, edi=0x5000
        stosb
;; expect: edi=0x5001, [0x5000]=aa

;; name: two-pages
;; mode: pm32, pm32/3
;; set: eax=0x04030201, ecx=3, edi=DATA+0xFFA, [0x3000]=00 00 00 00 00 00
        rep stosd
;; expect: ecx=0, edi=DATA+0x1006, [DATA+0xFFA]=01 02 03 04 01 02 03 04 01 02 03 04

;; name: thousand
;; mode: pm32, pm32/3
;; set: ecx=1000, edi=0x10000
        rep stosd
;; expect: ecx=0, edi=0x10000+4000
