;; see: SDM Vol. 2, SBB
;; modes: all

;; name: bl-ch-borrow-alone
;; set: ebx=0xB5C6D700, ecx=0xC9DA00FC, flags=+CF+ZF+OF
        sbb bl, ch
;; expect: bl=0xFF, flags=+CF+PF+AF-ZF+SF-OF

;; name: bl-mem-equal-and-borrow
;; set: ebx=0xB5C6D75A, [DATA]=5a, flags=+CF+ZF+OF
        sbb bl, [DATA]
;; expect: bl=0xFF, flags=+CF+PF+AF-ZF+SF-OF

;; name: mem-dl-overflow-by-borrow
;; set: edx=0xD0E1F200, [DATA]=80, flags=+CF+PF+ZF+SF
        sbb [DATA], dl
;; expect: [DATA]=7f, flags=-CF-PF+AF-ZF-SF+OF

;; name: al-imm-b-all-ones-and-borrow
;; set: eax=0xA1B2C312, flags=+CF+ZF+SF+OF
        sbb al, 0xFF
;; expect: al=0x12, flags=+CF+PF+AF-ZF-SF-OF

;; name: ah-imm-no-borrow-in
;; set: eax=0xA1B234D4, flags=+AF+ZF+SF+OF
        sbb ah, 0x12
;; expect: ah=0x22, flags=-CF+PF-AF-ZF-SF-OF

;; name: mem8-imm-adjust-by-borrow
;; set: [DATA]=10, flags=+CF+ZF+SF+OF
        sbb byte [DATA], 0x00
;; expect: [DATA]=0f, flags=-CF+PF+AF-ZF-SF-OF

;; name: ah-dl-reversed-to-zero
;; set: eax=0xA1B213D4, edx=0xD0E1F212, flags=+CF+AF+SF+OF
        db 0x1A, 0xE2                  ; sbb ah, dl: the form with the destination in reg
;; expect: ah=0x00, flags=-CF+PF-AF+ZF-SF-OF

;; name: bl-imm-alias-wraps
;; set: ebx=0xB5C6D700, flags=+CF+SF+OF
        db 0x82, 0xDB, 0xFF            ; sbb bl, 0xFF: the alias of 0x80
;; expect: bl=0x00, flags=+CF+PF+AF+ZF-SF-OF

;; name: dh-bh-equal
;; set: edx=0xD0E17703, ebx=0xB5C677E8, flags=+AF+SF+OF
        sbb dh, bh
;; expect: dh=0x00, flags=-CF+PF-AF+ZF-SF-OF

;; name: si-di-borrow-alone
;; set: esi=0xE4F50000, edi=0xF8090000, flags=+CF+ZF+OF
        sbb si, di
;; expect: si=0xFFFF, flags=+CF+PF+AF-ZF+SF-OF

;; name: si-mem-overflow-by-borrow
;; set: esi=0xE4F58000, [DATA]=00 00, flags=+CF+ZF+SF
        sbb si, [DATA]
;; expect: si=0x7FFF, flags=-CF+PF+AF-ZF-SF+OF

;; name: mem-bp-b-all-ones-and-borrow
;; set: ebp=0x0C1DFFFF, [DATA]=34 12, flags=+CF+PF+ZF+SF+OF
        sbb [DATA], bp
;; expect: [DATA]=34 12, flags=+CF-PF+AF-ZF-SF-OF

;; name: ax-imm-no-borrow-in
;; set: eax=0xA1B28000, flags=+ZF+SF
        sbb ax, strict word 0x0001
;; expect: ax=0x7FFF, flags=-CF+PF+AF-ZF-SF+OF

;; name: cx-imm-no-overflow-by-borrow
;; set: ecx=0xC9DA7FFF, flags=+CF+ZF+SF+OF
        sbb cx, strict word 0xFFFF
;; expect: cx=0x7FFF, flags=+CF+PF+AF-ZF-SF-OF

;; name: mem16-imm-to-zero
;; set: [DATA]=01 00, flags=+CF+AF+SF+OF
        sbb word [DATA], strict word 0x0000
;; expect: [DATA]=00 00, flags=-CF+PF-AF+ZF-SF-OF

;; name: cx-bp-reversed-parity-of-low-byte
;; set: ecx=0xC9DA0203, ebp=0x0C1D0102, flags=+CF+AF+ZF+SF+OF
        o16
        db 0x1B, 0xCD                  ; sbb cx, bp: the form with the destination in reg
;; expect: cx=0x0100, flags=-CF+PF-AF-ZF-SF-OF

;; name: dx-imm8-minus-one
;; set: edx=0xD0E11234, flags=+CF+PF+ZF+SF+OF
        sbb dx, byte -1
;; expect: dx=0x1234, flags=+CF-PF+AF-ZF-SF-OF

;; name: mem16-imm8-minus-128
;; set: [DATA]=7f 00, flags=+CF+PF+AF+ZF+SF+OF
        sbb word [DATA], byte -128
;; expect: [DATA]=fe 00, flags=+CF-PF-AF-ZF-SF-OF

;; name: ax-imm8-127
;; set: eax=0xA1B20080, flags=+CF+SF+OF
        sbb ax, byte 127
;; expect: ax=0x0000, flags=-CF+PF+AF+ZF-SF-OF

;; name: ecx-edx-borrow-alone
;; set: ecx=0x00000000, edx=0x00000000, flags=+CF+ZF+OF
        sbb ecx, edx
;; expect: ecx=0xFFFFFFFF, flags=+CF+PF+AF-ZF+SF-OF

;; name: ecx-mem-overflow-by-borrow
;; set: ecx=0x80000000, [DATA]=00 00 00 00, flags=+CF+ZF+SF
        sbb ecx, [DATA]
;; expect: ecx=0x7FFFFFFF, flags=-CF+PF+AF-ZF-SF+OF

;; name: mem-ebp-b-all-ones-and-borrow
;; set: ebp=0xFFFFFFFF, [DATA]=78 56 34 12, flags=+CF+ZF+SF+OF
        sbb [DATA], ebp
;; expect: [DATA]=78 56 34 12, flags=+CF+PF+AF-ZF-SF-OF

;; name: eax-imm-overflow
;; set: eax=0x7FFFFFFF, flags=+AF+ZF
        sbb eax, strict dword 0xFFFFFFFF
;; expect: eax=0x80000000, flags=+CF+PF-AF-ZF+SF+OF

;; name: esi-imm-no-overflow-by-borrow
;; set: esi=0x7FFFFFFF, flags=+CF+ZF+SF+OF
        sbb esi, strict dword 0xFFFFFFFF
;; expect: esi=0x7FFFFFFF, flags=+CF+PF+AF-ZF-SF-OF

;; name: mem32-imm-to-zero
;; set: [DATA]=01 00 00 80, flags=+CF+AF+SF+OF
        sbb dword [DATA], strict dword 0x80000000
;; expect: [DATA]=00 00 00 00, flags=-CF+PF-AF+ZF-SF-OF

;; name: esi-ebp-reversed-ordinary
;; set: esi=0x12345678, ebp=0x9ABCDEF0, flags=+CF+AF+ZF+SF+OF
        o32
        db 0x1B, 0xF5                  ; sbb esi, ebp: the form with the destination in reg
;; expect: esi=0x77777787, flags=+CF+PF-AF-ZF-SF-OF

;; name: ebx-imm8-minus-one
;; set: ebx=0xFFFFFFFF, flags=+CF+ZF+OF
        sbb ebx, byte -1
;; expect: ebx=0xFFFFFFFF, flags=+CF+PF+AF-ZF+SF-OF

;; name: mem32-imm8-minus-128
;; set: [DATA]=ff ff ff 7f, flags=+PF+AF+ZF
        sbb dword [DATA], byte -128
;; expect: [DATA]=7f 00 00 80, flags=+CF-PF-AF-ZF+SF+OF

;; name: eax-imm8-127
;; set: eax=0x8000007F, flags=+CF+ZF+SF
        sbb eax, byte 127
;; expect: eax=0x7FFFFFFF, flags=-CF+PF+AF-ZF-SF+OF

;; name: mem-ebp-across-pages
;; set: ebp=0xFFFFFFFF, [0x4FFD]=ff ff ff 7f, flags=+CF+ZF+SF+OF
        sbb [0x4FFD], ebp
;; expect: [0x4FFD]=ff ff ff 7f, flags=+CF+PF+AF-ZF-SF-OF

;; name: si-mem-across-pages
;; set: esi=0xE4F50000, [0x4FFF]=00 00, flags=+CF+ZF+OF
        sbb si, [0x4FFF]
;; expect: si=0xFFFF, flags=+CF+PF+AF-ZF+SF-OF

;; name: mem8-imm-last-byte-of-page
;; set: [0x4FFF]=12, flags=+CF+ZF+SF+OF
        sbb byte [0x4FFF], 0xFF
;; expect: [0x4FFF]=12, flags=+CF+PF+AF-ZF-SF-OF

;; name: cl-itself-without-carry
;; set: ecx=0xC9DAEB93, flags=+AF+SF+OF
        sbb cl, cl
;; expect: cl=0x00, flags=-CF+PF-AF+ZF-SF-OF

;; name: cl-itself-with-carry
;; set: ecx=0xC9DAEB93, flags=+CF+ZF+OF
        sbb cl, cl
;; expect: cl=0xFF, flags=+CF+PF+AF-ZF+SF-OF

;; name: dx-itself-without-carry
;; set: edx=0xD0E18421, flags=+AF+SF+OF
        sbb dx, dx
;; expect: dx=0x0000, flags=-CF+PF-AF+ZF-SF-OF

;; name: dx-itself-with-carry
;; set: edx=0xD0E18421, flags=+CF+ZF+OF
        sbb dx, dx
;; expect: dx=0xFFFF, flags=+CF+PF+AF-ZF+SF-OF

;; name: esi-itself-without-carry
;; set: esi=0x80000001, flags=+AF+SF+OF
        sbb esi, esi
;; expect: esi=0x00000000, flags=-CF+PF-AF+ZF-SF-OF

;; name: esi-itself-with-carry
;; set: esi=0x80000001, flags=+CF+ZF+OF
        sbb esi, esi
;; expect: esi=0xFFFFFFFF, flags=+CF+PF+AF-ZF+SF-OF
