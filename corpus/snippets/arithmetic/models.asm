;; see: SDM Vol. 3B, 22.13 to 22.15: instructions that came with the i486, the Pentium and the P6 family
;; modes: all

;; name: bswap-386
;; model: 386
;; set: eax=0x12345678
        nop
at:     bswap eax
;; expect: exception=6, eip=at

;; name: xadd-386
;; model: 386
;; set: eax=1, ebx=2
        nop
at:     xadd eax, ebx
;; expect: exception=6, eip=at

;; name: cmpxchg-386
;; model: 386
;; set: ebx=2
        nop
at:     cmpxchg ecx, ebx
;; expect: exception=6, eip=at

;; name: cmpxchg8b-386
;; model: 386
;; set: ebx=2, flags=+CF
        nop
at:     cmpxchg8b [DATA]
;; expect: exception=6, eip=at

;; name: cmov-386
;; model: 386
;; set: ebx=2, flags=+ZF
        nop
at:     cmovz eax, ebx
;; expect: exception=6, eip=at

;; name: ud2-386
;; model: 386
        nop
at:     ud2
;; expect: exception=6, eip=at

;; name: bswap-486
;; model: 486
;; set: eax=0x12345678
        bswap eax
;; expect: eax=0x78563412

;; name: xadd-486
;; model: 486
;; set: eax=1, ebx=2
        xadd eax, ebx
;; expect: eax=3, ebx=1, flags=-CF+PF-AF-ZF-SF-OF

;; name: cmpxchg-486
;; model: 486
;; set: ebx=2
        cmpxchg ecx, ebx
;; expect: ecx=2, flags=-CF+PF-AF+ZF-SF-OF

;; name: cmpxchg8b-486
;; model: 486
;; set: ebx=2, flags=+CF
        nop
at:     cmpxchg8b [DATA]
;; expect: exception=6, eip=at

;; name: cmov-486
;; model: 486
;; set: ebx=2, flags=+ZF
        nop
at:     cmovz eax, ebx
;; expect: exception=6, eip=at

;; name: ud2-486
;; model: 486
        nop
at:     ud2
;; expect: exception=6, eip=at

;; name: bswap-pentium
;; model: pentium
;; set: eax=0x12345678
        bswap eax
;; expect: eax=0x78563412

;; name: xadd-pentium
;; model: pentium
;; set: eax=1, ebx=2
        xadd eax, ebx
;; expect: eax=3, ebx=1, flags=-CF+PF-AF-ZF-SF-OF

;; name: cmpxchg-pentium
;; model: pentium
;; set: ebx=2
        cmpxchg ecx, ebx
;; expect: ecx=2, flags=-CF+PF-AF+ZF-SF-OF

;; name: cmpxchg8b-pentium
;; model: pentium
;; set: ebx=2, flags=+CF
        cmpxchg8b [DATA]
;; expect: [DATA]=02 00 00 00, flags=+ZF

;; name: cmov-pentium
;; model: pentium
;; set: ebx=2, flags=+ZF
        nop
at:     cmovz eax, ebx
;; expect: exception=6, eip=at

;; name: ud2-pentium
;; model: pentium
        nop
at:     ud2
;; expect: exception=6, eip=at
