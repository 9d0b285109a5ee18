;; see: SDM Vol. 2, XOR: OF and CF cleared, AF undefined
;; modes: all

;; name: bl-ch-equal
;; set: ebx=0xB5C6D75A, ecx=0xC9DA5AFC, flags=+CF+SF+OF
        xor bl, ch
;; expect: bl=0x00, flags=-CF+PF?AF+ZF-SF-OF

;; name: bl-mem-sign
;; set: ebx=0xB5C6D77F, [DATA]=ff, flags=+CF+PF+ZF+OF
        xor bl, [DATA]
;; expect: bl=0x80, flags=-CF-PF?AF-ZF+SF-OF

;; name: mem-dl-parity-odd
;; set: edx=0xD0E1F211, [DATA]=10, flags=+CF+PF+ZF+SF+OF
        xor [DATA], dl
;; expect: [DATA]=01, flags=-CF-PF?AF-ZF-SF-OF

;; name: al-imm-complement
;; set: eax=0xA1B2C3AA, flags=+CF+ZF+OF
        xor al, 0x55
;; expect: al=0xFF, flags=-CF+PF?AF-ZF+SF-OF

;; name: ah-imm-zeros
;; set: eax=0xA1B200D4, flags=+CF+SF+OF
        xor ah, 0x00
;; expect: ah=0x00, flags=-CF+PF?AF+ZF-SF-OF

;; name: mem8-imm-bit-7
;; set: [DATA]=80, flags=+CF+PF+ZF+SF+OF
        xor byte [DATA], 0x81
;; expect: [DATA]=01, flags=-CF-PF?AF-ZF-SF-OF

;; name: ah-dl-reversed-bit-0
;; set: eax=0xA1B201D4, edx=0xD0E1F200, flags=+CF+PF+ZF+SF+OF
        db 0x32, 0xE2                  ; xor ah, dl: the form with the destination in reg
;; expect: ah=0x01, flags=-CF-PF?AF-ZF-SF-OF

;; name: bl-imm-alias-nibble
;; set: ebx=0xB5C6D7F0, flags=+CF+ZF+OF
        db 0x82, 0xF3, 0x0F            ; xor bl, 0x0F: the alias of 0x80
;; expect: bl=0xFF, flags=-CF+PF?AF-ZF+SF-OF

;; name: dh-bh-all-ones
;; set: edx=0xD0E13C03, ebx=0xB5C6FFE8, flags=+CF+ZF+OF
        xor dh, bh
;; expect: dh=0xC3, flags=-CF+PF?AF-ZF+SF-OF

;; name: si-di-equal
;; set: esi=0xE4F5BEEF, edi=0xF809BEEF, flags=+CF+SF+OF
        xor si, di
;; expect: si=0x0000, flags=-CF+PF?AF+ZF-SF-OF

;; name: si-mem-sign
;; set: esi=0xE4F50FFF, [DATA]=ff 8f, flags=+CF+ZF+OF
        xor si, [DATA]
;; expect: si=0x8000, flags=-CF+PF?AF-ZF+SF-OF

;; name: mem-bp-parity-of-low-byte
;; set: ebp=0x0C1D0000, [DATA]=00 01, flags=+CF+ZF+SF+OF
        xor [DATA], bp
;; expect: [DATA]=00 01, flags=-CF+PF?AF-ZF-SF-OF

;; name: ax-imm-complement
;; set: eax=0xA1B25555, flags=+CF+ZF+OF
        xor ax, strict word 0xFFFF
;; expect: ax=0xAAAA, flags=-CF+PF?AF-ZF+SF-OF

;; name: cx-imm-high-byte
;; set: ecx=0xC9DA1234, flags=+CF+PF+ZF+OF
        xor cx, strict word 0xFF00
;; expect: cx=0xED34, flags=-CF-PF?AF-ZF+SF-OF

;; name: mem16-imm-zeros
;; set: [DATA]=00 00, flags=+CF+SF+OF
        xor word [DATA], strict word 0x0000
;; expect: [DATA]=00 00, flags=-CF+PF?AF+ZF-SF-OF

;; name: cx-bp-reversed-clear-sign
;; set: ecx=0xC9DA8001, ebp=0x0C1D8000, flags=+CF+PF+ZF+SF+OF
        o16
        db 0x33, 0xCD                  ; xor cx, bp: the form with the destination in reg
;; expect: cx=0x0001, flags=-CF-PF?AF-ZF-SF-OF

;; name: dx-imm8-minus-one
;; set: edx=0xD0E11234, flags=+CF+PF+ZF+OF
        xor dx, byte -1
;; expect: dx=0xEDCB, flags=-CF-PF?AF-ZF+SF-OF

;; name: mem16-imm8-minus-128
;; set: [DATA]=80 ff, flags=+CF+SF+OF
        xor word [DATA], byte -128
;; expect: [DATA]=00 00, flags=-CF+PF?AF+ZF-SF-OF

;; name: ax-imm8-127
;; set: eax=0xA1B2007F, flags=+CF+SF+OF
        xor ax, byte 127
;; expect: ax=0x0000, flags=-CF+PF?AF+ZF-SF-OF

;; name: ecx-edx-equal
;; set: ecx=0xDEADBEEF, edx=0xDEADBEEF, flags=+CF+SF+OF
        xor ecx, edx
;; expect: ecx=0x00000000, flags=-CF+PF?AF+ZF-SF-OF

;; name: ecx-mem-sign
;; set: ecx=0x00000000, [DATA]=00 00 00 80, flags=+CF+ZF+OF
        xor ecx, [DATA]
;; expect: ecx=0x80000000, flags=-CF+PF?AF-ZF+SF-OF

;; name: mem-ebp-complement
;; set: ebp=0xFFFFFFFF, [DATA]=78 56 34 12, flags=+CF+ZF+OF
        xor [DATA], ebp
;; expect: [DATA]=87 a9 cb ed, flags=-CF+PF?AF-ZF+SF-OF

;; name: eax-imm-halves
;; set: eax=0xFFFF0000, flags=+CF+ZF+OF
        xor eax, strict dword 0x0000FFFF
;; expect: eax=0xFFFFFFFF, flags=-CF+PF?AF-ZF+SF-OF

;; name: esi-imm-parity-of-low-byte
;; set: esi=0xFF000001, flags=+CF+ZF+OF
        xor esi, strict dword 0x00FF0002
;; expect: esi=0xFFFF0003, flags=-CF+PF?AF-ZF+SF-OF

;; name: mem32-imm-zeros
;; set: [DATA]=00 00 00 00, flags=+CF+SF+OF
        xor dword [DATA], strict dword 0x00000000
;; expect: [DATA]=00 00 00 00, flags=-CF+PF?AF+ZF-SF-OF

;; name: esi-ebp-reversed-clear-sign
;; set: esi=0xFFFFFFFF, ebp=0x80000000, flags=+CF+ZF+SF+OF
        o32
        db 0x33, 0xF5                  ; xor esi, ebp: the form with the destination in reg
;; expect: esi=0x7FFFFFFF, flags=-CF+PF?AF-ZF-SF-OF

;; name: ebx-imm8-minus-one
;; set: ebx=0x80000001, flags=+CF+PF+ZF+SF+OF
        xor ebx, byte -1
;; expect: ebx=0x7FFFFFFE, flags=-CF-PF?AF-ZF-SF-OF

;; name: mem32-imm8-minus-128
;; set: [DATA]=80 00 00 00, flags=+CF+ZF+OF
        xor dword [DATA], byte -128
;; expect: [DATA]=00 ff ff ff, flags=-CF+PF?AF-ZF+SF-OF

;; name: eax-imm8-127
;; set: eax=0xFFFFFF00, flags=+CF+PF+ZF+OF
        xor eax, byte 127
;; expect: eax=0xFFFFFF7F, flags=-CF-PF?AF-ZF+SF-OF

;; name: mem-ebp-across-pages
;; set: ebp=0x00FF0002, [0x4FFD]=01 00 00 ff, flags=+CF+ZF+OF
        xor [0x4FFD], ebp
;; expect: [0x4FFD]=03 00 ff ff, flags=-CF+PF?AF-ZF+SF-OF

;; name: si-mem-across-pages
;; set: esi=0xE4F5BEEF, [0x4FFF]=ef be, flags=+CF+SF+OF
        xor si, [0x4FFF]
;; expect: si=0x0000, flags=-CF+PF?AF+ZF-SF-OF

;; name: mem8-imm-last-byte-of-page
;; set: [0x4FFF]=aa, flags=+CF+ZF+OF
        xor byte [0x4FFF], 0x55
;; expect: [0x4FFF]=ff, flags=-CF+PF?AF-ZF+SF-OF

;; name: cl-itself
;; set: ecx=0xC9DAEB93, flags=+CF+SF+OF
        xor cl, cl
;; expect: cl=0x00, flags=-CF+PF?AF+ZF-SF-OF

;; name: dx-itself
;; set: edx=0xD0E18421, flags=+CF+SF+OF
        xor dx, dx
;; expect: dx=0x0000, flags=-CF+PF?AF+ZF-SF-OF

;; name: esi-itself
;; set: esi=0x80000001, flags=+CF+SF+OF
        xor esi, esi
;; expect: esi=0x00000000, flags=-CF+PF?AF+ZF-SF-OF
