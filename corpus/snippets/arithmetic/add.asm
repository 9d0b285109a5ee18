;; see: SDM Vol. 2, ADD
;; modes: all

;; name: bl-ch-signed-overflow
;; set: ebx=0xB5C6D77F, ecx=0xC9DA01FC, flags=+CF+PF+ZF
        add bl, ch
;; expect: bl=0x80, flags=-CF-PF+AF-ZF+SF+OF

;; name: bl-mem-all-flags-but-sign
;; set: ebx=0xB5C6D780, [DATA]=80, flags=+AF+SF
        add bl, [DATA]
;; expect: bl=0x00, flags=+CF+PF-AF+ZF-SF+OF

;; name: mem-dl-adjust
;; set: edx=0xD0E1F201, [DATA]=0f, flags=+CF+PF+ZF+SF+OF
        add [DATA], dl
;; expect: [DATA]=10, flags=-CF-PF+AF-ZF-SF-OF

;; name: al-imm-carry-to-zero
;; set: eax=0xA1B2C3FF, flags=+SF+OF
        add al, 0x01
;; expect: al=0x00, flags=+CF+PF+AF+ZF-SF-OF

;; name: ah-imm-zeros
;; set: eax=0xA1B200D4, flags=+CF+AF+SF+OF
        add ah, 0x00
;; expect: ah=0x00, flags=-CF+PF-AF+ZF-SF-OF

;; name: mem8-imm-no-adjust
;; set: [DATA]=f0, flags=+CF+AF+ZF+OF
        add byte [DATA], 0x0F
;; expect: [DATA]=ff, flags=-CF+PF-AF-ZF+SF-OF

;; name: ah-dl-reversed-minus-one-twice
;; set: eax=0xA1B2FFD4, edx=0xD0E1F2FF, flags=+PF+ZF+OF
        db 0x02, 0xE2                  ; add ah, dl: the form with the destination in reg
;; expect: ah=0xFE, flags=+CF-PF+AF-ZF+SF-OF

;; name: bl-imm-alias-positive
;; set: ebx=0xB5C6D712, flags=+CF+PF+AF+ZF+SF+OF
        db 0x82, 0xC3, 0x34            ; add bl, 0x34: the alias of 0x80
;; expect: bl=0x46, flags=-CF-PF-AF-ZF-SF-OF

;; name: dh-bh-most-negative-and-minus-one
;; set: edx=0xD0E18003, ebx=0xB5C6FFE8, flags=+PF+AF+ZF+SF
        add dh, bh
;; expect: dh=0x7F, flags=+CF-PF-AF-ZF-SF+OF

;; name: si-di-signed-overflow
;; set: esi=0xE4F57FFF, edi=0xF8090001, flags=+CF+ZF
        add si, di
;; expect: si=0x8000, flags=-CF+PF+AF-ZF+SF+OF

;; name: si-mem-carry-to-zero
;; set: esi=0xE4F5FFFF, [DATA]=01 00, flags=+SF+OF
        add si, [DATA]
;; expect: si=0x0000, flags=+CF+PF+AF+ZF-SF-OF

;; name: mem-bp-parity-of-low-byte
;; set: ebp=0x0C1D0001, [DATA]=ff 00, flags=+CF+ZF+SF+OF
        add [DATA], bp
;; expect: [DATA]=00 01, flags=-CF+PF+AF-ZF-SF-OF

;; name: ax-imm-most-negative-twice
;; set: eax=0xA1B28000, flags=+AF+SF
        add ax, strict word 0x8000
;; expect: ax=0x0000, flags=+CF+PF-AF+ZF-SF+OF

;; name: cx-imm-no-carry-from-bit-15
;; set: ecx=0xC9DA7FFE, flags=+CF+AF+ZF+SF+OF
        add cx, strict word 0x0001
;; expect: cx=0x7FFF, flags=-CF+PF-AF-ZF-SF-OF

;; name: mem16-imm-adjust-without-carry
;; set: [DATA]=08 10, flags=+CF+PF+ZF+SF+OF
        add word [DATA], strict word 0x0008
;; expect: [DATA]=10 10, flags=-CF-PF+AF-ZF-SF-OF

;; name: cx-bp-reversed-minus-twice
;; set: ecx=0xC9DAFFFE, ebp=0x0C1DFFFF, flags=+PF+ZF+OF
        o16
        db 0x03, 0xCD                  ; add cx, bp: the form with the destination in reg
;; expect: cx=0xFFFD, flags=+CF-PF+AF-ZF+SF-OF

;; name: dx-imm8-minus-one
;; set: edx=0xD0E10001, flags=+SF+OF
        add dx, byte -1
;; expect: dx=0x0000, flags=+CF+PF+AF+ZF-SF-OF

;; name: mem16-imm8-minus-128
;; set: [DATA]=7f 00, flags=+CF+AF+ZF+OF
        add word [DATA], byte -128
;; expect: [DATA]=ff ff, flags=-CF+PF-AF-ZF+SF-OF

;; name: ax-imm8-127
;; set: eax=0xA1B2FF81, flags=+SF+OF
        add ax, byte 127
;; expect: ax=0x0000, flags=+CF+PF+AF+ZF-SF-OF

;; name: ecx-edx-signed-overflow
;; set: ecx=0x7FFFFFFF, edx=0x00000001, flags=+CF+ZF
        add ecx, edx
;; expect: ecx=0x80000000, flags=-CF+PF+AF-ZF+SF+OF

;; name: ecx-mem-carry-to-zero
;; set: ecx=0xFFFFFFFF, [DATA]=01 00 00 00, flags=+SF+OF
        add ecx, [DATA]
;; expect: ecx=0x00000000, flags=+CF+PF+AF+ZF-SF-OF

;; name: mem-ebp-most-negative-twice
;; set: ebp=0x80000000, [DATA]=00 00 00 80, flags=+AF+SF
        add [DATA], ebp
;; expect: [DATA]=00 00 00 00, flags=+CF+PF-AF+ZF-SF+OF

;; name: eax-imm-carry-through-bytes
;; set: eax=0x00FFFFFF, flags=+CF+ZF+SF+OF
        add eax, strict dword 0x00000001
;; expect: eax=0x01000000, flags=-CF+PF+AF-ZF-SF-OF

;; name: esi-imm-ordinary
;; set: esi=0x12345678, flags=+CF+ZF+SF+OF
        add esi, strict dword 0x0FEDCBA9
;; expect: esi=0x22222221, flags=-CF+PF+AF-ZF-SF-OF

;; name: mem32-imm-mixed-signs
;; set: [DATA]=00 00 00 80, flags=+CF+AF+ZF+OF
        add dword [DATA], strict dword 0x7FFFFFFF
;; expect: [DATA]=ff ff ff ff, flags=-CF+PF-AF-ZF+SF-OF

;; name: esi-ebp-reversed-carry-no-overflow
;; set: esi=0xFFFFFFF0, ebp=0x00000020, flags=+PF+AF+ZF+SF+OF
        o32
        db 0x03, 0xF5                  ; add esi, ebp: the form with the destination in reg
;; expect: esi=0x00000010, flags=+CF-PF-AF-ZF-SF-OF

;; name: ebx-imm8-minus-one
;; set: ebx=0x00000000, flags=+CF+AF+ZF+OF
        add ebx, byte -1
;; expect: ebx=0xFFFFFFFF, flags=-CF+PF-AF-ZF+SF-OF

;; name: mem32-imm8-minus-128
;; set: [DATA]=00 00 00 80, flags=+PF+AF+ZF+SF
        add dword [DATA], byte -128
;; expect: [DATA]=80 ff ff 7f, flags=+CF-PF-AF-ZF-SF+OF

;; name: eax-imm8-127
;; set: eax=0xFFFFFF90, flags=+AF+ZF+SF+OF
        add eax, byte 127
;; expect: eax=0x0000000F, flags=+CF+PF-AF-ZF-SF-OF

;; name: mem-ebp-across-pages
;; set: ebp=0x0FEDCBA9, [0x4FFD]=78 56 34 12, flags=+CF+ZF+SF+OF
        add [0x4FFD], ebp
;; expect: [0x4FFD]=21 22 22 22, flags=-CF+PF+AF-ZF-SF-OF

;; name: si-mem-across-pages
;; set: esi=0xE4F57FFF, [0x4FFF]=01 00, flags=+CF+ZF
        add si, [0x4FFF]
;; expect: si=0x8000, flags=-CF+PF+AF-ZF+SF+OF

;; name: mem8-imm-last-byte-of-page
;; set: [0x4FFF]=ff, flags=+SF+OF
        add byte [0x4FFF], 0x01
;; expect: [0x4FFF]=00, flags=+CF+PF+AF+ZF-SF-OF

;; name: cl-itself
;; set: ecx=0xC9DAEB93, flags=+PF+AF+ZF+SF
        add cl, cl
;; expect: cl=0x26, flags=+CF-PF-AF-ZF-SF+OF

;; name: dx-itself
;; set: edx=0xD0E18421, flags=+AF+ZF+SF
        add dx, dx
;; expect: dx=0x0842, flags=+CF+PF-AF-ZF-SF+OF

;; name: esi-itself
;; set: esi=0x80000001, flags=+PF+AF+ZF+SF
        add esi, esi
;; expect: esi=0x00000002, flags=+CF-PF-AF-ZF-SF+OF
