;; see: SDM Vol. 2, OR: OF and CF cleared, AF undefined
;; modes: all

;; name: bl-ch-sign
;; set: ebx=0xB5C6D770, ecx=0xC9DA8FFC, flags=+CF+ZF+OF
        or bl, ch
;; expect: bl=0xFF, flags=-CF+PF?AF-ZF+SF-OF

;; name: bl-mem-zeros
;; set: ebx=0xB5C6D700, [DATA]=00, flags=+CF+SF+OF
        or bl, [DATA]
;; expect: bl=0x00, flags=-CF+PF?AF+ZF-SF-OF

;; name: mem-dl-parity-odd
;; set: edx=0xD0E1F206, [DATA]=01, flags=+CF+PF+ZF+SF+OF
        or [DATA], dl
;; expect: [DATA]=07, flags=-CF-PF?AF-ZF-SF-OF

;; name: al-imm-all
;; set: eax=0xA1B2C3AA, flags=+CF+ZF+OF
        or al, 0x55
;; expect: al=0xFF, flags=-CF+PF?AF-ZF+SF-OF

;; name: ah-imm-itself
;; set: eax=0xA1B23CD4, flags=+CF+ZF+SF+OF
        or ah, 0x3C
;; expect: ah=0x3C, flags=-CF+PF?AF-ZF-SF-OF

;; name: mem8-imm-low
;; set: [DATA]=f0, flags=+CF+ZF+OF
        or byte [DATA], 0x03
;; expect: [DATA]=f3, flags=-CF+PF?AF-ZF+SF-OF

;; name: ah-dl-reversed-bit-7
;; set: eax=0xA1B200D4, edx=0xD0E1F280, flags=+CF+PF+ZF+OF
        db 0x0A, 0xE2                  ; or ah, dl: the form with the destination in reg
;; expect: ah=0x80, flags=-CF-PF?AF-ZF+SF-OF

;; name: bl-imm-alias-bit-0
;; set: ebx=0xB5C6D710, flags=+CF+ZF+SF+OF
        db 0x82, 0xCB, 0x01            ; or bl, 0x01: the alias of 0x80
;; expect: bl=0x11, flags=-CF+PF?AF-ZF-SF-OF

;; name: dh-bh-nothing-new
;; set: edx=0xD0E17F03, ebx=0xB5C641E8, flags=+CF+PF+ZF+SF+OF
        or dh, bh
;; expect: dh=0x7F, flags=-CF-PF?AF-ZF-SF-OF

;; name: si-di-sign
;; set: esi=0xE4F57F00, edi=0xF8098000, flags=+CF+ZF+OF
        or si, di
;; expect: si=0xFF00, flags=-CF+PF?AF-ZF+SF-OF

;; name: si-mem-zeros
;; set: esi=0xE4F50000, [DATA]=00 00, flags=+CF+SF+OF
        or si, [DATA]
;; expect: si=0x0000, flags=-CF+PF?AF+ZF-SF-OF

;; name: mem-bp-parity-of-low-byte
;; set: ebp=0x0C1D0300, [DATA]=00 01, flags=+CF+ZF+SF+OF
        or [DATA], bp
;; expect: [DATA]=00 03, flags=-CF+PF?AF-ZF-SF-OF

;; name: ax-imm-all
;; set: eax=0xA1B2F0F0, flags=+CF+ZF+OF
        or ax, strict word 0x0F0F
;; expect: ax=0xFFFF, flags=-CF+PF?AF-ZF+SF-OF

;; name: cx-imm-bytes
;; set: ecx=0xC9DA1200, flags=+CF+PF+ZF+SF+OF
        or cx, strict word 0x0034
;; expect: cx=0x1234, flags=-CF-PF?AF-ZF-SF-OF

;; name: mem16-imm-itself
;; set: [DATA]=ff ff, flags=+CF+ZF+OF
        or word [DATA], strict word 0xFFFF
;; expect: [DATA]=ff ff, flags=-CF+PF?AF-ZF+SF-OF

;; name: cx-bp-reversed-one
;; set: ecx=0xC9DA0000, ebp=0x0C1D0001, flags=+CF+PF+ZF+SF+OF
        o16
        db 0x0B, 0xCD                  ; or cx, bp: the form with the destination in reg
;; expect: cx=0x0001, flags=-CF-PF?AF-ZF-SF-OF

;; name: dx-imm8-minus-one
;; set: edx=0xD0E10000, flags=+CF+ZF+OF
        or dx, byte -1
;; expect: dx=0xFFFF, flags=-CF+PF?AF-ZF+SF-OF

;; name: mem16-imm8-minus-128
;; set: [DATA]=01 00, flags=+CF+ZF+OF
        or word [DATA], byte -128
;; expect: [DATA]=81 ff, flags=-CF+PF?AF-ZF+SF-OF

;; name: ax-imm8-127
;; set: eax=0xA1B28000, flags=+CF+PF+ZF+OF
        or ax, byte 127
;; expect: ax=0x807F, flags=-CF-PF?AF-ZF+SF-OF

;; name: ecx-edx-sign
;; set: ecx=0x7FFFFFFF, edx=0x80000000, flags=+CF+ZF+OF
        or ecx, edx
;; expect: ecx=0xFFFFFFFF, flags=-CF+PF?AF-ZF+SF-OF

;; name: ecx-mem-zeros
;; set: ecx=0x00000000, [DATA]=00 00 00 00, flags=+CF+SF+OF
        or ecx, [DATA]
;; expect: ecx=0x00000000, flags=-CF+PF?AF+ZF-SF-OF

;; name: mem-ebp-halves
;; set: ebp=0x00005678, [DATA]=00 00 34 12, flags=+CF+ZF+SF+OF
        or [DATA], ebp
;; expect: [DATA]=78 56 34 12, flags=-CF+PF?AF-ZF-SF-OF

;; name: eax-imm-all
;; set: eax=0xAAAAAAAA, flags=+CF+ZF+OF
        or eax, strict dword 0x55555555
;; expect: eax=0xFFFFFFFF, flags=-CF+PF?AF-ZF+SF-OF

;; name: esi-imm-parity-of-low-byte
;; set: esi=0x00000100, flags=+CF+PF+ZF+SF+OF
        or esi, strict dword 0x00000007
;; expect: esi=0x00000107, flags=-CF-PF?AF-ZF-SF-OF

;; name: mem32-imm-itself
;; set: [DATA]=ee ff c0 00, flags=+CF+ZF+SF+OF
        or dword [DATA], strict dword 0x00C0FFEE
;; expect: [DATA]=ee ff c0 00, flags=-CF+PF?AF-ZF-SF-OF

;; name: esi-ebp-reversed-one
;; set: esi=0x80000000, ebp=0x00000001, flags=+CF+PF+ZF+OF
        o32
        db 0x0B, 0xF5                  ; or esi, ebp: the form with the destination in reg
;; expect: esi=0x80000001, flags=-CF-PF?AF-ZF+SF-OF

;; name: ebx-imm8-minus-two
;; set: ebx=0x00000000, flags=+CF+PF+ZF+OF
        or ebx, byte -2
;; expect: ebx=0xFFFFFFFE, flags=-CF-PF?AF-ZF+SF-OF

;; name: mem32-imm8-minus-128
;; set: [DATA]=00 56 34 12, flags=+CF+PF+ZF+OF
        or dword [DATA], byte -128
;; expect: [DATA]=80 ff ff ff, flags=-CF-PF?AF-ZF+SF-OF

;; name: eax-imm8-127
;; set: eax=0x40000000, flags=+CF+PF+ZF+SF+OF
        or eax, byte 127
;; expect: eax=0x4000007F, flags=-CF-PF?AF-ZF-SF-OF

;; name: mem-ebp-across-pages
;; set: ebp=0x00000007, [0x4FFD]=00 01 00 00, flags=+CF+PF+ZF+SF+OF
        or [0x4FFD], ebp
;; expect: [0x4FFD]=07 01 00 00, flags=-CF-PF?AF-ZF-SF-OF

;; name: si-mem-across-pages
;; set: esi=0xE4F57F00, [0x4FFF]=00 80, flags=+CF+ZF+OF
        or si, [0x4FFF]
;; expect: si=0xFF00, flags=-CF+PF?AF-ZF+SF-OF

;; name: mem8-imm-last-byte-of-page
;; set: [0x4FFF]=aa, flags=+CF+ZF+OF
        or byte [0x4FFF], 0x55
;; expect: [0x4FFF]=ff, flags=-CF+PF?AF-ZF+SF-OF

;; name: cl-itself
;; set: ecx=0xC9DAEB93, flags=+CF+ZF+OF
        or cl, cl
;; expect: cl=0x93, flags=-CF+PF?AF-ZF+SF-OF

;; name: dx-itself
;; set: edx=0xD0E18421, flags=+CF+ZF+OF
        or dx, dx
;; expect: dx=0x8421, flags=-CF+PF?AF-ZF+SF-OF

;; name: esi-itself
;; set: esi=0x80000001, flags=+CF+PF+ZF+OF
        or esi, esi
;; expect: esi=0x80000001, flags=-CF-PF?AF-ZF+SF-OF
