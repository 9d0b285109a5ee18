;; see: SDM Vol. 2, XADD: the sum to the destination, the old destination to the source; flags as ADD
;; modes: all

;; name: bl-ch
;; set: ebx=0xB5C6D77F, ecx=0xC9DA01FC, flags=+CF+PF+ZF
        xadd bl, ch
;; expect: ch=0x7F, bl=0x80, flags=-CF-PF+AF-ZF+SF+OF

;; name: al-al
;; set: eax=0xA1B2C381, flags=+PF+AF+ZF+SF
        xadd al, al
;; expect: al=0x02, flags=+CF-PF-AF-ZF-SF+OF

;; name: ah-al
;; set: eax=0xA1B2F020, flags=+PF+AF+ZF+SF+OF
        xadd ah, al
;; expect: al=0xF0, ah=0x10, flags=+CF-PF-AF-ZF-SF-OF

;; name: si-di
;; set: esi=0xE4F5FFFF, edi=0xF8090001, flags=+SF+OF
        xadd si, di
;; expect: di=0xFFFF, si=0x0000, flags=+CF+PF+AF+ZF-SF-OF

;; name: cx-cx
;; set: ecx=0xC9DA8000, flags=+AF+SF
        xadd cx, cx
;; expect: cx=0x0000, flags=+CF+PF-AF+ZF-SF+OF

;; name: edx-ebx
;; set: edx=0x80000000, ebx=0x80000000, flags=+AF+SF
        xadd edx, ebx
;; expect: ebx=0x80000000, edx=0x00000000, flags=+CF+PF-AF+ZF-SF+OF

;; name: edi-edi
;; set: edi=0x7FFFFFFF, flags=+CF+PF+ZF
        xadd edi, edi
;; expect: edi=0xFFFFFFFE, flags=-CF-PF+AF-ZF+SF+OF

;; name: eax-esi
;; set: eax=0x00000FFF, esi=0x00000001, flags=+CF+ZF+SF+OF
        xadd eax, esi
;; expect: esi=0x00000FFF, eax=0x00001000, flags=-CF+PF+AF-ZF-SF-OF

;; name: mem-dl
;; set: [DATA+5]=ff, edx=0xD0E1F2FF, flags=+PF+ZF+OF
        xadd [DATA+5], dl
;; expect: [DATA+5]=fe, dl=0xFF, flags=+CF-PF+AF-ZF+SF-OF

;; name: mem-bp
;; set: [DATA+5]=34 12, ebp=0x0C1DEDCC, flags=+SF+OF
        xadd [DATA+5], bp
;; expect: [DATA+5]=00 00, bp=0x1234, flags=+CF+PF+AF+ZF-SF-OF

;; name: mem-ebp
;; set: [DATA+5]=fe ff ff ff, ebp=0x00000003, flags=+PF+ZF+SF+OF
        xadd [DATA+5], ebp
;; expect: [DATA+5]=01 00 00 00, ebp=0xFFFFFFFE, flags=+CF-PF+AF-ZF-SF-OF

;; name: mem-eax-across-pages
;; set: [0x4FFD]=01 00 00 00, eax=0xFFFFFFFF, flags=+SF+OF
        xadd [0x4FFD], eax
;; expect: [0x4FFD]=00 00 00 00, eax=0x00000001, flags=+CF+PF+AF+ZF-SF-OF

;; name: locked
;; set: [DATA]=05 00 00 00, ecx=6, flags=+CF+PF+AF+ZF+SF+OF
        lock xadd [DATA], ecx
;; expect: [DATA]=0b, ecx=5, flags=-CF-PF-AF-ZF-SF-OF
