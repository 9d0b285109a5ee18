;; see: SDM Vol. 2, TEST: OF and CF cleared, AF undefined
;; modes: all

;; name: bl-ch-zero
;; set: ebx=0xB5C6D7AA, ecx=0xC9DA55FC, flags=+CF+SF+OF
        test bl, ch
;; expect: flags=-CF+PF?AF+ZF-SF-OF

;; name: mem-dl-sign
;; set: edx=0xD0E1F28F, [DATA]=f0, flags=+CF+PF+ZF+OF
        test [DATA], dl
;; expect: flags=-CF-PF?AF-ZF+SF-OF

;; name: al-imm-all
;; set: eax=0xA1B2C3FF, flags=+CF+ZF+OF
        test al, 0xFF
;; expect: flags=-CF+PF?AF-ZF+SF-OF

;; name: ah-imm-parity-odd
;; set: eax=0xA1B207D4, flags=+CF+ZF+SF+OF
        test ah, 0x3B
;; expect: flags=-CF+PF?AF-ZF-SF-OF

;; name: mem8-imm-low-nibble
;; set: [DATA]=5a, flags=+CF+ZF+SF+OF
        test byte [DATA], 0x0F
;; expect: flags=-CF+PF?AF-ZF-SF-OF

;; name: dh-bh-itself
;; set: edx=0xD0E18003, ebx=0xB5C680E8, flags=+CF+PF+ZF+OF
        test dh, bh
;; expect: flags=-CF-PF?AF-ZF+SF-OF

;; name: si-di-zero
;; set: esi=0xE4F55555, edi=0xF809AAAA, flags=+CF+SF+OF
        test si, di
;; expect: flags=-CF+PF?AF+ZF-SF-OF

;; name: mem-bp-sign
;; set: ebp=0x0C1D8000, [DATA]=ff ff, flags=+CF+ZF+OF
        test [DATA], bp
;; expect: flags=-CF+PF?AF-ZF+SF-OF

;; name: ax-imm-parity-of-low-byte
;; set: eax=0xA1B2FF01, flags=+CF+PF+ZF+SF+OF
        test ax, strict word 0x0301
;; expect: flags=-CF-PF?AF-ZF-SF-OF

;; name: cx-imm-all
;; set: ecx=0xC9DAFFFF, flags=+CF+ZF+OF
        test cx, strict word 0xFFFF
;; expect: flags=-CF+PF?AF-ZF+SF-OF

;; name: mem16-imm-high-byte
;; set: [DATA]=34 12, flags=+CF+ZF+SF+OF
        test word [DATA], strict word 0xFF00
;; expect: flags=-CF+PF?AF-ZF-SF-OF

;; name: ecx-edx-zero
;; set: ecx=0xF0F0F0F0, edx=0x0F0F0F0F, flags=+CF+SF+OF
        test ecx, edx
;; expect: flags=-CF+PF?AF+ZF-SF-OF

;; name: mem-ebp-sign
;; set: ebp=0x80000000, [DATA]=ff ff ff ff, flags=+CF+ZF+OF
        test [DATA], ebp
;; expect: flags=-CF+PF?AF-ZF+SF-OF

;; name: eax-imm-high-half
;; set: eax=0x12345678, flags=+CF+ZF+SF+OF
        test eax, strict dword 0xFFFF0000
;; expect: flags=-CF+PF?AF-ZF-SF-OF

;; name: esi-imm-low-half
;; set: esi=0x92345678, flags=+CF+ZF+SF+OF
        test esi, strict dword 0x0000FFFF
;; expect: flags=-CF+PF?AF-ZF-SF-OF

;; name: mem32-imm-parity-of-low-byte
;; set: [DATA]=01 01 00 00, flags=+CF+PF+ZF+SF+OF
        test dword [DATA], strict dword 0xFFFFFFFF
;; expect: flags=-CF-PF?AF-ZF-SF-OF

;; name: mem-ebp-across-pages
;; set: ebp=0xFFFFFFFF, [0x4FFD]=01 01 00 00, flags=+CF+PF+ZF+SF+OF
        test [0x4FFD], ebp
;; expect: flags=-CF-PF?AF-ZF-SF-OF

;; name: mem-bp-across-pages
;; set: ebp=0x0C1DAAAA, [0x4FFF]=55 55, flags=+CF+SF+OF
        test [0x4FFF], bp
;; expect: flags=-CF+PF?AF+ZF-SF-OF

;; name: mem8-imm-last-byte-of-page
;; set: [0x4FFF]=07, flags=+CF+ZF+SF+OF
        test byte [0x4FFF], 0x3B
;; expect: flags=-CF+PF?AF-ZF-SF-OF

;; name: cl-itself
;; set: ecx=0xC9DAEB93, flags=+CF+ZF+OF
        test cl, cl
;; expect: flags=-CF+PF?AF-ZF+SF-OF

;; name: dx-itself
;; set: edx=0xD0E18421, flags=+CF+ZF+OF
        test dx, dx
;; expect: flags=-CF+PF?AF-ZF+SF-OF

;; name: esi-itself
;; set: esi=0x80000001, flags=+CF+PF+ZF+OF
        test esi, esi
;; expect: flags=-CF-PF?AF-ZF+SF-OF
