;; see: SDM Vol. 2A, CMPXCHG: flags are those of CMP accumulator, destination
;; modes: all

;; name: 8-equal
;; set: eax=0xA1B2C35A, ebx=0xB5C6D75A, ecx=0xC9DA77FC, flags=+CF+AF+SF+OF
        cmpxchg bl, ch
;; expect: bl=0x77, flags=-CF+PF-AF+ZF-SF-OF

;; name: 8-not-equal
;; set: eax=0xA1B2C301, ebx=0xB5C6D702, ecx=0xC9DA03FC, flags=+ZF+OF
        cmpxchg bl, ch
;; expect: al=0x02, flags=+CF+PF+AF-ZF+SF-OF

;; name: 8-equal-zero
;; set: eax=0xA1B2C300, ebx=0xB5C6D700, ecx=0xC9DAFFFC, flags=+CF+AF+SF+OF
        cmpxchg bl, ch
;; expect: bl=0xFF, flags=-CF+PF-AF+ZF-SF-OF

;; name: 8-overflow
;; set: eax=0xA1B2C380, ebx=0xB5C6D701, ecx=0xC9DA11FC, flags=+CF+PF+ZF+SF
        cmpxchg bl, ch
;; expect: al=0x01, flags=-CF-PF+AF-ZF-SF+OF

;; name: 8-borrow-no-overflow
;; set: eax=0xA1B2C300, ebx=0xB5C6D7FF, ecx=0xC9DA22FC, flags=+PF+ZF+SF+OF
        cmpxchg bl, ch
;; expect: al=0xFF, flags=+CF-PF+AF-ZF-SF-OF

;; name: 8-mem-equal
;; set: eax=0xA1B2C341, ecx=0xC9DA99FC, [DATA+2]=41, flags=+CF+AF+SF+OF
        cmpxchg [DATA+2], ch
;; expect: [DATA+2]=99, flags=-CF+PF-AF+ZF-SF-OF

;; name: 8-mem-not-equal
;; set: eax=0xA1B2C341, ecx=0xC9DA99FC, [DATA+2]=40, flags=+CF+PF+AF+ZF+SF+OF
        cmpxchg [DATA+2], ch
;; expect: al=0x40, flags=-CF-PF-AF-ZF-SF-OF

;; name: 16-equal
;; set: eax=0xA1B2005A, esi=0xE4F5005A, edi=0xF8090077, flags=+CF+AF+SF+OF
        cmpxchg si, di
;; expect: si=0x0077, flags=-CF+PF-AF+ZF-SF-OF

;; name: 16-not-equal
;; set: eax=0xA1B20001, esi=0xE4F50002, edi=0xF8090003, flags=+ZF+OF
        cmpxchg si, di
;; expect: ax=0x0002, flags=+CF+PF+AF-ZF+SF-OF

;; name: 16-equal-zero
;; set: eax=0xA1B20000, esi=0xE4F50000, edi=0xF809FFFF, flags=+CF+AF+SF+OF
        cmpxchg si, di
;; expect: si=0xFFFF, flags=-CF+PF-AF+ZF-SF-OF

;; name: 16-overflow
;; set: eax=0xA1B28000, esi=0xE4F50001, edi=0xF8090011, flags=+CF+ZF+SF
        cmpxchg si, di
;; expect: ax=0x0001, flags=-CF+PF+AF-ZF-SF+OF

;; name: 16-borrow-no-overflow
;; set: eax=0xA1B20000, esi=0xE4F5FFFF, edi=0xF8090022, flags=+PF+ZF+SF+OF
        cmpxchg si, di
;; expect: ax=0xFFFF, flags=+CF-PF+AF-ZF-SF-OF

;; name: 16-mem-equal
;; set: eax=0xA1B20041, edi=0xF8090099, [DATA+2]=41 00, flags=+CF+AF+SF+OF
        cmpxchg [DATA+2], di
;; expect: [DATA+2]=99 00, flags=-CF+PF-AF+ZF-SF-OF

;; name: 16-mem-not-equal
;; set: eax=0xA1B20041, edi=0xF8090099, [DATA+2]=40 00, flags=+CF+PF+AF+ZF+SF+OF
        cmpxchg [DATA+2], di
;; expect: ax=0x0040, flags=-CF-PF-AF-ZF-SF-OF

;; name: 32-equal
;; set: eax=0x0000005A, edx=0x0000005A, ebx=0x00000077, flags=+CF+AF+SF+OF
        cmpxchg edx, ebx
;; expect: edx=0x00000077, flags=-CF+PF-AF+ZF-SF-OF

;; name: 32-not-equal
;; set: eax=0x00000001, edx=0x00000002, ebx=0x00000003, flags=+ZF+OF
        cmpxchg edx, ebx
;; expect: eax=0x00000002, flags=+CF+PF+AF-ZF+SF-OF

;; name: 32-equal-zero
;; set: eax=0x00000000, edx=0x00000000, ebx=0xFFFFFFFF, flags=+CF+AF+SF+OF
        cmpxchg edx, ebx
;; expect: edx=0xFFFFFFFF, flags=-CF+PF-AF+ZF-SF-OF

;; name: 32-overflow
;; set: eax=0x80000000, edx=0x00000001, ebx=0x00000011, flags=+CF+ZF+SF
        cmpxchg edx, ebx
;; expect: eax=0x00000001, flags=-CF+PF+AF-ZF-SF+OF

;; name: 32-borrow-no-overflow
;; set: eax=0x00000000, edx=0xFFFFFFFF, ebx=0x00000022, flags=+PF+ZF+SF+OF
        cmpxchg edx, ebx
;; expect: eax=0xFFFFFFFF, flags=+CF-PF+AF-ZF-SF-OF

;; name: 32-mem-equal
;; set: eax=0x00000041, ebx=0x00000099, [DATA+2]=41 00 00 00, flags=+CF+AF+SF+OF
        cmpxchg [DATA+2], ebx
;; expect: [DATA+2]=99 00 00 00, flags=-CF+PF-AF+ZF-SF-OF

;; name: 32-mem-not-equal
;; set: eax=0x00000041, ebx=0x00000099, [DATA+2]=40 00 00 00, flags=+CF+PF+AF+ZF+SF+OF
        cmpxchg [DATA+2], ebx
;; expect: eax=0x00000040, flags=-CF-PF-AF-ZF-SF-OF

;; name: 32-destination-is-the-accumulator
;; set: eax=0x12345678, ecx=0x9ABCDEF0, flags=+CF+AF+SF+OF
        cmpxchg eax, ecx
;; expect: eax=0x9ABCDEF0, flags=-CF+PF-AF+ZF-SF-OF

;; name: 32-mem-across-pages
;; set: eax=0x12345678, ecx=0x9ABCDEF0, [0x4FFF]=78 56 34 12, flags=+CF+AF+SF+OF
        lock cmpxchg [0x4FFF], ecx
;; expect: [0x4FFF]=f0 de bc 9a, flags=-CF+PF-AF+ZF-SF-OF

;; name: 16-leaves-the-high-half
;; set: eax=0xAAAA5678, ebx=0xBBBB1234, ecx=0xCCCC0001, flags=+CF+AF+ZF+SF+OF
        cmpxchg bx, cx
;; expect: eax=0xAAAA1234, flags=-CF+PF-AF-ZF-SF-OF
