;; see: SDM Vol. 2, ADC
;; modes: all

;; name: bl-ch-carry-alone
;; set: ebx=0xB5C6D7FF, ecx=0xC9DA00FC, flags=+CF+SF+OF
        adc bl, ch
;; expect: bl=0x00, flags=+CF+PF+AF+ZF-SF-OF

;; name: bl-mem-overflow-by-carry
;; set: ebx=0xB5C6D77F, [DATA]=00, flags=+CF+PF+ZF
        adc bl, [DATA]
;; expect: bl=0x80, flags=-CF-PF+AF-ZF+SF+OF

;; name: mem-dl-b-all-ones-and-carry
;; set: edx=0xD0E1F2FF, [DATA]=12, flags=+CF+ZF+SF+OF
        adc [DATA], dl
;; expect: [DATA]=12, flags=+CF+PF+AF-ZF-SF-OF

;; name: al-imm-no-carry-in
;; set: eax=0xA1B2C312, flags=+PF+AF+ZF+SF+OF
        adc al, 0x34
;; expect: al=0x46, flags=-CF-PF-AF-ZF-SF-OF

;; name: ah-imm-adjust-by-carry
;; set: eax=0xA1B20FD4, flags=+CF+PF+ZF+SF+OF
        adc ah, 0x00
;; expect: ah=0x10, flags=-CF-PF+AF-ZF-SF-OF

;; name: mem8-imm-all-ones
;; set: [DATA]=ff, flags=+CF+ZF+OF
        adc byte [DATA], 0xFF
;; expect: [DATA]=ff, flags=+CF+PF+AF-ZF+SF-OF

;; name: ah-dl-reversed-zeros-and-carry
;; set: eax=0xA1B200D4, edx=0xD0E1F200, flags=+CF+PF+AF+ZF+SF+OF
        db 0x12, 0xE2                  ; adc ah, dl: the form with the destination in reg
;; expect: ah=0x01, flags=-CF-PF-AF-ZF-SF-OF

;; name: bl-imm-alias-zeros
;; set: ebx=0xB5C6D700, flags=+AF+SF+OF
        db 0x82, 0xD3, 0x00            ; adc bl, 0x00: the alias of 0x80
;; expect: bl=0x00, flags=-CF+PF-AF+ZF-SF-OF

;; name: dh-bh-most-negative
;; set: edx=0xD0E18003, ebx=0xB5C67FE8, flags=+CF+SF+OF
        adc dh, bh
;; expect: dh=0x00, flags=+CF+PF+AF+ZF-SF-OF

;; name: si-di-carry-alone
;; set: esi=0xE4F5FFFF, edi=0xF8090000, flags=+CF+SF+OF
        adc si, di
;; expect: si=0x0000, flags=+CF+PF+AF+ZF-SF-OF

;; name: si-mem-overflow-by-carry
;; set: esi=0xE4F57FFF, [DATA]=00 00, flags=+CF+ZF
        adc si, [DATA]
;; expect: si=0x8000, flags=-CF+PF+AF-ZF+SF+OF

;; name: mem-bp-all-ones
;; set: ebp=0x0C1DFFFF, [DATA]=ff ff, flags=+CF+ZF+OF
        adc [DATA], bp
;; expect: [DATA]=ff ff, flags=+CF+PF+AF-ZF+SF-OF

;; name: ax-imm-no-carry-in
;; set: eax=0xA1B28000, flags=+AF+SF
        adc ax, strict word 0x8000
;; expect: ax=0x0000, flags=+CF+PF-AF+ZF-SF+OF

;; name: cx-imm-b-all-ones-and-carry
;; set: ecx=0xC9DA1234, flags=+CF+PF+ZF+SF+OF
        adc cx, strict word 0xFFFF
;; expect: cx=0x1234, flags=+CF-PF+AF-ZF-SF-OF

;; name: mem16-imm-adjust-by-carry
;; set: [DATA]=07 00, flags=+CF+PF+ZF+SF+OF
        adc word [DATA], strict word 0x0008
;; expect: [DATA]=10 00, flags=-CF-PF+AF-ZF-SF-OF

;; name: cx-bp-reversed-parity-of-low-byte
;; set: ecx=0xC9DA00FE, ebp=0x0C1D0001, flags=+CF+ZF+SF+OF
        o16
        db 0x13, 0xCD                  ; adc cx, bp: the form with the destination in reg
;; expect: cx=0x0100, flags=-CF+PF+AF-ZF-SF-OF

;; name: dx-imm8-minus-one
;; set: edx=0xD0E11234, flags=+CF+PF+ZF+SF+OF
        adc dx, byte -1
;; expect: dx=0x1234, flags=+CF-PF+AF-ZF-SF-OF

;; name: mem16-imm8-minus-128
;; set: [DATA]=7f 00, flags=+CF+SF+OF
        adc word [DATA], byte -128
;; expect: [DATA]=00 00, flags=+CF+PF+AF+ZF-SF-OF

;; name: ax-imm8-127
;; set: eax=0xA1B27F80, flags=+CF+ZF
        adc ax, byte 127
;; expect: ax=0x8000, flags=-CF+PF+AF-ZF+SF+OF

;; name: ecx-edx-carry-alone
;; set: ecx=0xFFFFFFFF, edx=0x00000000, flags=+CF+SF+OF
        adc ecx, edx
;; expect: ecx=0x00000000, flags=+CF+PF+AF+ZF-SF-OF

;; name: ecx-mem-overflow-by-carry
;; set: ecx=0x7FFFFFFF, [DATA]=00 00 00 00, flags=+CF+ZF
        adc ecx, [DATA]
;; expect: ecx=0x80000000, flags=-CF+PF+AF-ZF+SF+OF

;; name: mem-ebp-all-ones
;; set: ebp=0xFFFFFFFF, [DATA]=ff ff ff ff, flags=+CF+ZF+OF
        adc [DATA], ebp
;; expect: [DATA]=ff ff ff ff, flags=+CF+PF+AF-ZF+SF-OF

;; name: eax-imm-no-carry-in
;; set: eax=0x7FFFFFFF, flags=+ZF
        adc eax, strict dword 0x00000001
;; expect: eax=0x80000000, flags=-CF+PF+AF-ZF+SF+OF

;; name: esi-imm-b-all-ones-and-carry
;; set: esi=0x80000000, flags=+CF+ZF+OF
        adc esi, strict dword 0xFFFFFFFF
;; expect: esi=0x80000000, flags=+CF+PF+AF-ZF+SF-OF

;; name: mem32-imm-no-overflow-by-carry
;; set: [DATA]=00 00 00 80, flags=+AF+ZF+SF
        adc dword [DATA], strict dword 0xFFFFFFFF
;; expect: [DATA]=ff ff ff 7f, flags=+CF+PF-AF-ZF-SF+OF

;; name: esi-ebp-reversed-ordinary
;; set: esi=0x12345678, ebp=0x9ABCDEF0, flags=+CF+AF+ZF+OF
        o32
        db 0x13, 0xF5                  ; adc esi, ebp: the form with the destination in reg
;; expect: esi=0xACF13569, flags=-CF+PF-AF-ZF+SF-OF

;; name: ebx-imm8-minus-one
;; set: ebx=0x00000000, flags=+CF+SF+OF
        adc ebx, byte -1
;; expect: ebx=0x00000000, flags=+CF+PF+AF+ZF-SF-OF

;; name: mem32-imm8-minus-128
;; set: [DATA]=00 00 00 80, flags=+PF+AF+ZF+SF
        adc dword [DATA], byte -128
;; expect: [DATA]=80 ff ff 7f, flags=+CF-PF-AF-ZF-SF+OF

;; name: eax-imm8-127
;; set: eax=0x7FFFFF80, flags=+CF+ZF
        adc eax, byte 127
;; expect: eax=0x80000000, flags=-CF+PF+AF-ZF+SF+OF

;; name: mem-ebp-across-pages
;; set: ebp=0xFFFFFFFF, [0x4FFD]=00 00 00 80, flags=+CF+ZF+OF
        adc [0x4FFD], ebp
;; expect: [0x4FFD]=00 00 00 80, flags=+CF+PF+AF-ZF+SF-OF

;; name: si-mem-across-pages
;; set: esi=0xE4F5FFFF, [0x4FFF]=00 00, flags=+CF+SF+OF
        adc si, [0x4FFF]
;; expect: si=0x0000, flags=+CF+PF+AF+ZF-SF-OF

;; name: mem8-imm-last-byte-of-page
;; set: [0x4FFF]=12, flags=+PF+AF+ZF+SF+OF
        adc byte [0x4FFF], 0x34
;; expect: [0x4FFF]=46, flags=-CF-PF-AF-ZF-SF-OF

;; name: cl-itself-without-carry
;; set: ecx=0xC9DAEB93, flags=+PF+AF+ZF+SF
        adc cl, cl
;; expect: cl=0x26, flags=+CF-PF-AF-ZF-SF+OF

;; name: cl-itself-with-carry
;; set: ecx=0xC9DAEB93, flags=+CF+AF+ZF+SF
        adc cl, cl
;; expect: cl=0x27, flags=+CF+PF-AF-ZF-SF+OF

;; name: dx-itself-without-carry
;; set: edx=0xD0E18421, flags=+AF+ZF+SF
        adc dx, dx
;; expect: dx=0x0842, flags=+CF+PF-AF-ZF-SF+OF

;; name: dx-itself-with-carry
;; set: edx=0xD0E18421, flags=+CF+PF+AF+ZF+SF
        adc dx, dx
;; expect: dx=0x0843, flags=+CF-PF-AF-ZF-SF+OF

;; name: esi-itself-without-carry
;; set: esi=0x80000001, flags=+PF+AF+ZF+SF
        adc esi, esi
;; expect: esi=0x00000002, flags=+CF-PF-AF-ZF-SF+OF

;; name: esi-itself-with-carry
;; set: esi=0x80000001, flags=+CF+AF+ZF+SF
        adc esi, esi
;; expect: esi=0x00000003, flags=+CF+PF-AF-ZF-SF+OF
