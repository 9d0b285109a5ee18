;; see: SDM Vol. 2B, POPA/POPAD: the value for ESP is passed over
;; modes: all

;; name: 16
;; set: [STACK]=ce 8a ef cd 67 45 ee ee 00 ff cc bb 88 77 44 33, eax=0x5A5A5A5A, ecx=0x5A5A5A5A, edx=0x5A5A5A5A, ebx=0x5A5A5A5A, ebp=0x5A5A5A5A, esi=0x5A5A5A5A, edi=0x5A5A5A5A
        o16 popa
;; expect: esp=STACK+16, ax=0x3344, cx=0x7788, dx=0xBBCC, bx=0xFF00, bp=0x4567, si=0xCDEF, di=0x8ACE

;; name: 32
;; set: [STACK]=ce 8a 46 02 ef cd ab 89 67 45 23 01 ee ee ee ee 00 ff ee dd cc bb aa 99 88 77 66 55 44 33 22 11, eax=0x5A5A5A5A, ecx=0x5A5A5A5A, edx=0x5A5A5A5A, ebx=0x5A5A5A5A, ebp=0x5A5A5A5A, esi=0x5A5A5A5A, edi=0x5A5A5A5A
        o32 popa
;; expect: esp=STACK+32, eax=0x11223344, ecx=0x55667788, edx=0x99AABBCC, ebx=0xDDEEFF00, ebp=0x01234567, esi=0x89ABCDEF, edi=0x02468ACE

;; name: 16-flags-stay
;; set: [STACK]=ce 8a ef cd 67 45 ee ee 00 ff cc bb 88 77 44 33, flags=+CF+PF+AF+ZF+SF+OF
        o16 popa
;; expect: esp=STACK+16, ax=0x3344, cx=0x7788, dx=0xBBCC, bx=0xFF00, bp=0x4567, si=0xCDEF, di=0x8ACE

;; name: 32-across-pages
;; set: esp=0x4FF1, [0x4FF1]=ce 8a 46 02 ef cd ab 89 67 45 23 01 ee ee ee ee 00 ff ee dd cc bb aa 99 88 77 66 55 44 33 22 11
        o32 popa
;; expect: esp=0x5011, eax=0x11223344, ecx=0x55667788, edx=0x99AABBCC, ebx=0xDDEEFF00, ebp=0x01234567, esi=0x89ABCDEF, edi=0x02468ACE

;; name: 16-across-pages
;; set: esp=0x4FF9, [0x4FF9]=ce 8a ef cd 67 45 ee ee 00 ff cc bb 88 77 44 33
        o16 popa
;; expect: esp=0x5009, ax=0x3344, cx=0x7788, dx=0xBBCC, bx=0xFF00, bp=0x4567, si=0xCDEF, di=0x8ACE

;; name: 16-wraps-to-zero
;; mode: real16, v86, pm16, pm16/3
;; set: esp=0xABCDFFF0, [0xFFF0]=ce 8a ef cd 67 45 ee ee 00 ff cc bb 88 77 44 33
        o16 popa
;; expect: esp=0xABCD0000, ax=0x3344, cx=0x7788, dx=0xBBCC, bx=0xFF00, bp=0x4567, si=0xCDEF, di=0x8ACE

;; name: 32-wraps-to-zero
;; mode: real16, v86, pm16, pm16/3
;; set: esp=0xABCDFFE0, [0xFFE0]=ce 8a 46 02 ef cd ab 89 67 45 23 01 ee ee ee ee 00 ff ee dd cc bb aa 99 88 77 66 55 44 33 22 11
        o32 popa
;; expect: esp=0xABCD0000, eax=0x11223344, ecx=0x55667788, edx=0x99AABBCC, ebx=0xDDEEFF00, ebp=0x01234567, esi=0x89ABCDEF, edi=0x02468ACE

;; name: back-from-pusha
;; set: eax=0x11223344, ecx=0x55667788, edx=0x99AABBCC, ebx=0xDDEEFF00, ebp=0x01234567, esi=0x89ABCDEF, edi=0x02468ACE
        pushad
        mov edi, 1
        mov ebx, 2
        popad
;; expect: [STACK-32]=ce 8a 46 02 ef cd ab 89 67 45 23 01 00 80 00 00 00 ff ee dd cc bb aa 99 88 77 66 55 44 33 22 11
