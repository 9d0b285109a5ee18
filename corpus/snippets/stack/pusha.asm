;; see: SDM Vol. 2B, PUSHA/PUSHAD: ESP as it was before the first push
;; modes: all

;; name: 16
;; set: eax=0x11223344, ecx=0x55667788, edx=0x99AABBCC, ebx=0xDDEEFF00, ebp=0x01234567, esi=0x89ABCDEF, edi=0x02468ACE
        o16 pusha
;; expect: esp=STACK-16, [STACK-16]=ce 8a ef cd 67 45 00 80 00 ff cc bb 88 77 44 33

;; name: 32
;; set: eax=0x11223344, ecx=0x55667788, edx=0x99AABBCC, ebx=0xDDEEFF00, ebp=0x01234567, esi=0x89ABCDEF, edi=0x02468ACE
        o32 pusha
;; expect: esp=STACK-32, [STACK-32]=ce 8a 46 02 ef cd ab 89 67 45 23 01 00 80 00 00 00 ff ee dd cc bb aa 99 88 77 66 55 44 33 22 11

;; name: 16-flags-stay
;; set: eax=0x11223344, ecx=0x55667788, edx=0x99AABBCC, ebx=0xDDEEFF00, ebp=0x01234567, esi=0x89ABCDEF, edi=0x02468ACE, flags=+CF+PF+AF+ZF+SF+OF
        o16 pusha
;; expect: esp=STACK-16, [STACK-16]=ce 8a ef cd 67 45 00 80 00 ff cc bb 88 77 44 33

;; name: 16-across-pages
;; set: eax=0x11223344, ecx=0x55667788, edx=0x99AABBCC, ebx=0xDDEEFF00, ebp=0x01234567, esi=0x89ABCDEF, edi=0x02468ACE, esp=0x5007
        o16 pusha
;; expect: esp=0x4FF7, [0x4FF7]=ce 8a ef cd 67 45 07 50 00 ff cc bb 88 77 44 33

;; name: 32-across-pages
;; set: eax=0x11223344, ecx=0x55667788, edx=0x99AABBCC, ebx=0xDDEEFF00, ebp=0x01234567, esi=0x89ABCDEF, edi=0x02468ACE, esp=0x500E
        o32 pusha
;; expect: esp=0x4FEE, [0x4FEE]=ce 8a 46 02 ef cd ab 89 67 45 23 01 0e 50 00 00 00 ff ee dd cc bb aa 99 88 77 66 55 44 33 22 11

;; name: 16-high-half-of-esp
;; mode: real16, v86, pm16, pm16/3
;; set: eax=0x11223344, ecx=0x55667788, edx=0x99AABBCC, ebx=0xDDEEFF00, ebp=0x01234567, esi=0x89ABCDEF, edi=0x02468ACE, esp=0xABCD8000
        o16 pusha
;; expect: esp=0xABCD7FF0, [0x7FF0]=ce 8a ef cd 67 45 00 80 00 ff cc bb 88 77 44 33

;; name: 32-high-half-of-esp
;; mode: real16, v86, pm16, pm16/3
;; set: eax=0x11223344, ecx=0x55667788, edx=0x99AABBCC, ebx=0xDDEEFF00, ebp=0x01234567, esi=0x89ABCDEF, edi=0x02468ACE, esp=0xABCD8000
        o32 pusha
;; expect: esp=0xABCD7FE0, [0x7FE0]=ce 8a 46 02 ef cd ab 89 67 45 23 01 00 80 cd ab 00 ff ee dd cc bb aa 99 88 77 66 55 44 33 22 11

;; name: 16-from-sp-zero
;; mode: real16, v86, pm16, pm16/3
;; set: eax=0x11223344, ecx=0x55667788, edx=0x99AABBCC, ebx=0xDDEEFF00, ebp=0x01234567, esi=0x89ABCDEF, edi=0x02468ACE, esp=0
        o16 pusha
;; expect: esp=0xFFF0, [0xFFF0]=ce 8a ef cd 67 45 00 00 00 ff cc bb 88 77 44 33

;; name: 32-from-sp-zero
;; mode: real16, v86, pm16, pm16/3
;; set: eax=0x11223344, ecx=0x55667788, edx=0x99AABBCC, ebx=0xDDEEFF00, ebp=0x01234567, esi=0x89ABCDEF, edi=0x02468ACE, esp=0x55550000
        o32 pusha
;; expect: esp=0x5555FFE0, [0xFFE0]=ce 8a 46 02 ef cd ab 89 67 45 23 01 00 00 55 55 00 ff ee dd cc bb aa 99 88 77 66 55 44 33 22 11

;; name: 16-does-not-fit
;; mode: pm16/3, pm32/3
;; set: eax=0x11223344, ecx=0x55667788, edx=0x99AABBCC, ebx=0xDDEEFF00, ebp=0x01234567, esi=0x89ABCDEF, edi=0x02468ACE, ss=EXPAND_DOWN, esp=0x300E
        nop
at:     o16 pusha
;; expect: exception=12:0, eip=at, [0x3000]=?? ?? ?? ?? ?? ?? ?? ?? ?? ?? ?? ?? ?? ?? 

;; name: 16-sp-wraps-between
;; mode: real16, v86, pm16, pm16/3
;; set: eax=0x11223344, ecx=0x55667788, edx=0x99AABBCC, ebx=0xDDEEFF00, ebp=0x01234567, esi=0x89ABCDEF, edi=0x02468ACE, esp=0x6
        o16 pusha
;; expect: esp=0xFFF6, [0]=cc bb 88 77 44 33, [0xFFF6]=ce 8a ef cd 67 45 06 00 00 ff
