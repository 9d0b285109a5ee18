;; see: SDM Vol. 2, CMP
;; modes: all

;; name: bl-ch-borrow
;; set: ebx=0xB5C6D700, ecx=0xC9DA01FC, flags=+ZF+OF
        cmp bl, ch
;; expect: flags=+CF+PF+AF-ZF+SF-OF

;; name: bl-mem-equal
;; set: ebx=0xB5C6D75A, [DATA]=5a, flags=+CF+AF+SF+OF
        cmp bl, [DATA]
;; expect: flags=-CF+PF-AF+ZF-SF-OF

;; name: mem-dl-signed-overflow
;; set: edx=0xD0E1F201, [DATA]=80, flags=+CF+PF+ZF+SF
        cmp [DATA], dl
;; expect: flags=-CF-PF+AF-ZF-SF+OF

;; name: al-imm-negative-overflow
;; set: eax=0xA1B2C37F, flags=+PF+AF+ZF
        cmp al, 0xFF
;; expect: flags=+CF-PF-AF-ZF+SF+OF

;; name: ah-imm-adjust
;; set: eax=0xA1B210D4, flags=+CF+ZF+SF+OF
        cmp ah, 0x01
;; expect: flags=-CF+PF+AF-ZF-SF-OF

;; name: mem8-imm-no-adjust
;; set: [DATA]=2f, flags=+CF+PF+AF+ZF+SF+OF
        cmp byte [DATA], 0x0F
;; expect: flags=-CF-PF-AF-ZF-SF-OF

;; name: ah-dl-reversed-zeros
;; set: eax=0xA1B200D4, edx=0xD0E1F200, flags=+CF+AF+SF+OF
        db 0x3A, 0xE2                  ; cmp ah, dl: the form with the destination in reg
;; expect: flags=-CF+PF-AF+ZF-SF-OF

;; name: bl-imm-alias-wrap
;; set: ebx=0xB5C6D701, flags=+PF+ZF+SF+OF
        db 0x82, 0xFB, 0xFF            ; cmp bl, 0xFF: the alias of 0x80
;; expect: flags=+CF-PF+AF-ZF-SF-OF

;; name: dh-bh-most-negative
;; set: edx=0xD0E10003, ebx=0xB5C680E8, flags=+PF+AF+ZF
        cmp dh, bh
;; expect: flags=+CF-PF-AF-ZF+SF+OF

;; name: si-di-borrow
;; set: esi=0xE4F50000, edi=0xF8090001, flags=+ZF+OF
        cmp si, di
;; expect: flags=+CF+PF+AF-ZF+SF-OF

;; name: si-mem-signed-overflow
;; set: esi=0xE4F58000, [DATA]=01 00, flags=+CF+ZF+SF
        cmp si, [DATA]
;; expect: flags=-CF+PF+AF-ZF-SF+OF

;; name: mem-bp-equal
;; set: ebp=0x0C1D8000, [DATA]=00 80, flags=+CF+AF+SF+OF
        cmp [DATA], bp
;; expect: flags=-CF+PF-AF+ZF-SF-OF

;; name: ax-imm-parity-of-low-byte
;; set: eax=0xA1B20100, flags=+CF+ZF+SF+OF
        cmp ax, strict word 0x0001
;; expect: flags=-CF+PF+AF-ZF-SF-OF

;; name: cx-imm-zero-less-most-negative
;; set: ecx=0xC9DA0000, flags=+AF+ZF
        cmp cx, strict word 0x8000
;; expect: flags=+CF+PF-AF-ZF+SF+OF

;; name: mem16-imm-adjust
;; set: [DATA]=30 12, flags=+CF+PF+ZF+SF+OF
        cmp word [DATA], strict word 0x0001
;; expect: flags=-CF-PF+AF-ZF-SF-OF

;; name: cx-bp-reversed-borrow-no-overflow
;; set: ecx=0xC9DA1000, ebp=0x0C1DF000, flags=+AF+ZF+SF+OF
        o16
        db 0x3B, 0xCD                  ; cmp cx, bp: the form with the destination in reg
;; expect: flags=+CF+PF-AF-ZF-SF-OF

;; name: dx-imm8-minus-one
;; set: edx=0xD0E1FFFF, flags=+CF+AF+SF+OF
        cmp dx, byte -1
;; expect: flags=-CF+PF-AF+ZF-SF-OF

;; name: mem16-imm8-minus-128
;; set: [DATA]=80 7f, flags=+AF+ZF
        cmp word [DATA], byte -128
;; expect: flags=+CF+PF-AF-ZF+SF+OF

;; name: ax-imm8-127
;; set: eax=0xA1B2007F, flags=+CF+AF+SF+OF
        cmp ax, byte 127
;; expect: flags=-CF+PF-AF+ZF-SF-OF

;; name: ecx-edx-borrow
;; set: ecx=0x00000000, edx=0x00000001, flags=+ZF+OF
        cmp ecx, edx
;; expect: flags=+CF+PF+AF-ZF+SF-OF

;; name: ecx-mem-signed-overflow
;; set: ecx=0x80000000, [DATA]=01 00 00 00, flags=+CF+ZF+SF
        cmp ecx, [DATA]
;; expect: flags=-CF+PF+AF-ZF-SF+OF

;; name: mem-ebp-equal
;; set: ebp=0xFFFFFFFF, [DATA]=ff ff ff ff, flags=+CF+AF+SF+OF
        cmp [DATA], ebp
;; expect: flags=-CF+PF-AF+ZF-SF-OF

;; name: eax-imm-borrow-through-bytes
;; set: eax=0x01000000, flags=+CF+ZF+SF+OF
        cmp eax, strict dword 0x00000001
;; expect: flags=-CF+PF+AF-ZF-SF-OF

;; name: esi-imm-ordinary
;; set: esi=0x12345678, flags=+CF+ZF+SF+OF
        cmp esi, strict dword 0x0FEDCBA9
;; expect: flags=-CF+PF+AF-ZF-SF-OF

;; name: mem32-imm-positive-less-minus-one
;; set: [DATA]=ff ff ff 7f, flags=+AF+ZF
        cmp dword [DATA], strict dword 0xFFFFFFFF
;; expect: flags=+CF+PF-AF-ZF+SF+OF

;; name: esi-ebp-reversed-zero-less-most-negative
;; set: esi=0x00000000, ebp=0x80000000, flags=+AF+ZF
        o32
        db 0x3B, 0xF5                  ; cmp esi, ebp: the form with the destination in reg
;; expect: flags=+CF+PF-AF-ZF+SF+OF

;; name: ebx-imm8-minus-one
;; set: ebx=0x00000000, flags=+PF+ZF+SF+OF
        cmp ebx, byte -1
;; expect: flags=+CF-PF+AF-ZF-SF-OF

;; name: mem32-imm8-minus-128
;; set: [DATA]=ff ff ff 7f, flags=+PF+AF+ZF
        cmp dword [DATA], byte -128
;; expect: flags=+CF-PF-AF-ZF+SF+OF

;; name: eax-imm8-127
;; set: eax=0x80000010, flags=+CF+PF+ZF+SF
        cmp eax, byte 127
;; expect: flags=-CF-PF+AF-ZF-SF+OF

;; name: mem-ebp-across-pages
;; set: ebp=0x0FEDCBA9, [0x4FFD]=78 56 34 12, flags=+CF+ZF+SF+OF
        cmp [0x4FFD], ebp
;; expect: flags=-CF+PF+AF-ZF-SF-OF

;; name: si-mem-across-pages
;; set: esi=0xE4F50000, [0x4FFF]=01 00, flags=+ZF+OF
        cmp si, [0x4FFF]
;; expect: flags=+CF+PF+AF-ZF+SF-OF

;; name: mem8-imm-last-byte-of-page
;; set: [0x4FFF]=7f, flags=+PF+AF+ZF
        cmp byte [0x4FFF], 0xFF
;; expect: flags=+CF-PF-AF-ZF+SF+OF

;; name: cl-itself
;; set: ecx=0xC9DAEB93, flags=+CF+AF+SF+OF
        cmp cl, cl
;; expect: flags=-CF+PF-AF+ZF-SF-OF

;; name: dx-itself
;; set: edx=0xD0E18421, flags=+CF+AF+SF+OF
        cmp dx, dx
;; expect: flags=-CF+PF-AF+ZF-SF-OF

;; name: esi-itself
;; set: esi=0x80000001, flags=+CF+AF+SF+OF
        cmp esi, esi
;; expect: flags=-CF+PF-AF+ZF-SF-OF
