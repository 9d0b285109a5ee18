;; see: SDM Vol. 2, AND: OF and CF cleared, AF undefined
;; modes: all

;; name: bl-ch-zero
;; set: ebx=0xB5C6D7AA, ecx=0xC9DA55FC, flags=+CF+SF+OF
        and bl, ch
;; expect: bl=0x00, flags=-CF+PF?AF+ZF-SF-OF

;; name: bl-mem-sign
;; set: ebx=0xB5C6D7F0, [DATA]=8f, flags=+CF+PF+ZF+OF
        and bl, [DATA]
;; expect: bl=0x80, flags=-CF-PF?AF-ZF+SF-OF

;; name: mem-dl-all
;; set: edx=0xD0E1F2FF, [DATA]=ff, flags=+CF+ZF+OF
        and [DATA], dl
;; expect: [DATA]=ff, flags=-CF+PF?AF-ZF+SF-OF

;; name: al-imm-parity-odd
;; set: eax=0xA1B2C307, flags=+CF+ZF+SF+OF
        and al, 0x3B
;; expect: al=0x03, flags=-CF+PF?AF-ZF-SF-OF

;; name: ah-imm-low-nibble
;; set: eax=0xA1B25AD4, flags=+CF+ZF+SF+OF
        and ah, 0x0F
;; expect: ah=0x0A, flags=-CF+PF?AF-ZF-SF-OF

;; name: mem8-imm-itself
;; set: [DATA]=80, flags=+CF+PF+ZF+OF
        and byte [DATA], 0x80
;; expect: [DATA]=80, flags=-CF-PF?AF-ZF+SF-OF

;; name: ah-dl-reversed-none
;; set: eax=0xA1B200D4, edx=0xD0E1F2FF, flags=+CF+SF+OF
        db 0x22, 0xE2                  ; and ah, dl: the form with the destination in reg
;; expect: ah=0x00, flags=-CF+PF?AF+ZF-SF-OF

;; name: bl-imm-alias-bit-0
;; set: ebx=0xB5C6D781, flags=+CF+PF+ZF+SF+OF
        db 0x82, 0xE3, 0x01            ; and bl, 0x01: the alias of 0x80
;; expect: bl=0x01, flags=-CF-PF?AF-ZF-SF-OF

;; name: dh-bh-bit-7
;; set: edx=0xD0E1FF03, ebx=0xB5C680E8, flags=+CF+PF+ZF+OF
        and dh, bh
;; expect: dh=0x80, flags=-CF-PF?AF-ZF+SF-OF

;; name: si-di-zero
;; set: esi=0xE4F55555, edi=0xF809AAAA, flags=+CF+SF+OF
        and si, di
;; expect: si=0x0000, flags=-CF+PF?AF+ZF-SF-OF

;; name: si-mem-sign
;; set: esi=0xE4F5FFFF, [DATA]=00 80, flags=+CF+ZF+OF
        and si, [DATA]
;; expect: si=0x8000, flags=-CF+PF?AF-ZF+SF-OF

;; name: mem-bp-parity-of-low-byte
;; set: ebp=0x0C1D0301, [DATA]=01 ff, flags=+CF+PF+ZF+SF+OF
        and [DATA], bp
;; expect: [DATA]=01 03, flags=-CF-PF?AF-ZF-SF-OF

;; name: ax-imm-all
;; set: eax=0xA1B2FFFF, flags=+CF+ZF+OF
        and ax, strict word 0xFFFF
;; expect: ax=0xFFFF, flags=-CF+PF?AF-ZF+SF-OF

;; name: cx-imm-high-byte
;; set: ecx=0xC9DA1234, flags=+CF+ZF+SF+OF
        and cx, strict word 0xFF00
;; expect: cx=0x1200, flags=-CF+PF?AF-ZF-SF-OF

;; name: mem16-imm-low-byte
;; set: [DATA]=34 12, flags=+CF+PF+ZF+SF+OF
        and word [DATA], strict word 0x00FF
;; expect: [DATA]=34 00, flags=-CF-PF?AF-ZF-SF-OF

;; name: cx-bp-reversed-one-bit
;; set: ecx=0xC9DA4000, ebp=0x0C1D7FFF, flags=+CF+ZF+SF+OF
        o16
        db 0x23, 0xCD                  ; and cx, bp: the form with the destination in reg
;; expect: cx=0x4000, flags=-CF+PF?AF-ZF-SF-OF

;; name: dx-imm8-minus-one
;; set: edx=0xD0E18001, flags=+CF+PF+ZF+OF
        and dx, byte -1
;; expect: dx=0x8001, flags=-CF-PF?AF-ZF+SF-OF

;; name: mem16-imm8-minus-128
;; set: [DATA]=ff 12, flags=+CF+PF+ZF+SF+OF
        and word [DATA], byte -128
;; expect: [DATA]=80 12, flags=-CF-PF?AF-ZF-SF-OF

;; name: ax-imm8-127
;; set: eax=0xA1B2FFFF, flags=+CF+PF+ZF+SF+OF
        and ax, byte 127
;; expect: ax=0x007F, flags=-CF-PF?AF-ZF-SF-OF

;; name: ecx-edx-zero
;; set: ecx=0xF0F0F0F0, edx=0x0F0F0F0F, flags=+CF+SF+OF
        and ecx, edx
;; expect: ecx=0x00000000, flags=-CF+PF?AF+ZF-SF-OF

;; name: ecx-mem-sign
;; set: ecx=0xFFFFFFFF, [DATA]=00 00 00 80, flags=+CF+ZF+OF
        and ecx, [DATA]
;; expect: ecx=0x80000000, flags=-CF+PF?AF-ZF+SF-OF

;; name: mem-ebp-high-half
;; set: ebp=0xFFFF0000, [DATA]=78 56 34 12, flags=+CF+ZF+SF+OF
        and [DATA], ebp
;; expect: [DATA]=00 00 34 12, flags=-CF+PF?AF-ZF-SF-OF

;; name: eax-imm-low-half
;; set: eax=0x92345678, flags=+CF+ZF+SF+OF
        and eax, strict dword 0x0000FFFF
;; expect: eax=0x00005678, flags=-CF+PF?AF-ZF-SF-OF

;; name: esi-imm-parity-of-low-byte
;; set: esi=0x00000101, flags=+CF+PF+ZF+SF+OF
        and esi, strict dword 0xFFFFFFFF
;; expect: esi=0x00000101, flags=-CF-PF?AF-ZF-SF-OF

;; name: mem32-imm-all
;; set: [DATA]=ff ff ff ff, flags=+CF+ZF+OF
        and dword [DATA], strict dword 0xFFFFFFFF
;; expect: [DATA]=ff ff ff ff, flags=-CF+PF?AF-ZF+SF-OF

;; name: esi-ebp-reversed-middle
;; set: esi=0xDEADBEEF, ebp=0x00FFFF00, flags=+CF+ZF+SF+OF
        o32
        db 0x23, 0xF5                  ; and esi, ebp: the form with the destination in reg
;; expect: esi=0x00ADBE00, flags=-CF+PF?AF-ZF-SF-OF

;; name: ebx-imm8-minus-16
;; set: ebx=0xDEADBEEF, flags=+CF+PF+ZF+OF
        and ebx, byte -16
;; expect: ebx=0xDEADBEE0, flags=-CF-PF?AF-ZF+SF-OF

;; name: mem32-imm8-minus-128
;; set: [DATA]=7f 00 00 80, flags=+CF+ZF+OF
        and dword [DATA], byte -128
;; expect: [DATA]=00 00 00 80, flags=-CF+PF?AF-ZF+SF-OF

;; name: eax-imm8-127
;; set: eax=0xFFFFFF80, flags=+CF+SF+OF
        and eax, byte 127
;; expect: eax=0x00000000, flags=-CF+PF?AF+ZF-SF-OF

;; name: mem-ebp-across-pages
;; set: ebp=0xFFFFFFFF, [0x4FFD]=01 01 00 00, flags=+CF+PF+ZF+SF+OF
        and [0x4FFD], ebp
;; expect: [0x4FFD]=01 01 00 00, flags=-CF-PF?AF-ZF-SF-OF

;; name: si-mem-across-pages
;; set: esi=0xE4F55555, [0x4FFF]=aa aa, flags=+CF+SF+OF
        and si, [0x4FFF]
;; expect: si=0x0000, flags=-CF+PF?AF+ZF-SF-OF

;; name: mem8-imm-last-byte-of-page
;; set: [0x4FFF]=07, flags=+CF+ZF+SF+OF
        and byte [0x4FFF], 0x3B
;; expect: [0x4FFF]=03, flags=-CF+PF?AF-ZF-SF-OF

;; name: cl-itself
;; set: ecx=0xC9DAEB93, flags=+CF+ZF+OF
        and cl, cl
;; expect: cl=0x93, flags=-CF+PF?AF-ZF+SF-OF

;; name: dx-itself
;; set: edx=0xD0E18421, flags=+CF+ZF+OF
        and dx, dx
;; expect: dx=0x8421, flags=-CF+PF?AF-ZF+SF-OF

;; name: esi-itself
;; set: esi=0x80000001, flags=+CF+PF+ZF+OF
        and esi, esi
;; expect: esi=0x80000001, flags=-CF-PF?AF-ZF+SF-OF
