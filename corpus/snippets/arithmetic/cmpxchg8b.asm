;; see: SDM Vol. 2A, CMPXCHG8B: only ZF is affected
;; modes: all

;; name: equal
;; set: eax=0x11223344, edx=0x55667788, ebx=0x99AABBCC, ecx=0xDDEEFF00, [DATA]=44 33 22 11 88 77 66 55, flags=+CF+PF+AF+SF+OF
        cmpxchg8b [DATA]
;; expect: [DATA]=cc bb aa 99 00 ff ee dd, flags=+ZF

;; name: equal-flags-clear
;; set: eax=0x11223344, edx=0x55667788, ebx=0x99AABBCC, ecx=0xDDEEFF00, [DATA]=44 33 22 11 88 77 66 55
        cmpxchg8b [DATA]
;; expect: [DATA]=cc bb aa 99 00 ff ee dd, flags=+ZF

;; name: low-differs
;; set: eax=0x11223344, edx=0x55667788, ebx=0x99AABBCC, ecx=0xDDEEFF00, [DATA]=45 33 22 11 88 77 66 55, flags=+CF+PF+AF+ZF+SF+OF
        cmpxchg8b [DATA]
;; expect: eax=0x11223345, flags=-ZF

;; name: high-differs
;; set: eax=0x11223344, edx=0x55667788, ebx=0x99AABBCC, ecx=0xDDEEFF00, [DATA]=44 33 22 11 88 77 66 d5, flags=+ZF
        cmpxchg8b [DATA]
;; expect: edx=0xD5667788, flags=-ZF

;; name: both-differ
;; set: eax=0x11223344, edx=0x55667788, ebx=0x99AABBCC, ecx=0xDDEEFF00, flags=+ZF
        cmpxchg8b [DATA+1]
;; expect: eax=0, edx=0, flags=-ZF

;; name: across-pages
;; set: eax=0x11223344, edx=0x55667788, ebx=0x99AABBCC, ecx=0xDDEEFF00, [0x4FFB]=44 33 22 11 88 77 66 55
        lock cmpxchg8b [0x4FFB]
;; expect: [0x4FFB]=cc bb aa 99 00 ff ee dd, flags=+ZF

;; name: across-pages-differs
;; set: eax=0x11223344, edx=0x55667788, ebx=0x99AABBCC, ecx=0xDDEEFF00, [0x4FFB]=44 33 22 11 88 77 66 54
        lock cmpxchg8b [0x4FFB]
;; expect: edx=0x54667788

;; name: register-is-undefined
        nop
at:     db 0x0F, 0xC7, 0xC8           ; cmpxchg8b eax
;; expect: exception=6, eip=at
