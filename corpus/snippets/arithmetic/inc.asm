;; see: SDM Vol. 2A, INC: CF is not affected
;; modes: all

;; name: bl-overflow
;; set: ebx=0xB5C6D77F, flags=+PF+ZF
        inc bl
;; expect: bl=0x80, flags=-PF+AF-ZF+SF+OF

;; name: dh-wrap
;; set: edx=0xD0E1FF03, flags=+CF+SF+OF
        inc dh
;; expect: dh=0x00, flags=+PF+AF+ZF-SF-OF

;; name: mem8-adjust
;; set: [DATA+3]=2f, flags=+ZF+SF+OF
        inc byte [DATA+3]
;; expect: [DATA+3]=30, flags=+PF+AF-ZF-SF-OF

;; name: ah-from-zero
;; set: eax=0xA1B200D4, flags=+CF+PF+AF+ZF+SF+OF
        inc ah
;; expect: ah=0x01, flags=-PF-AF-ZF-SF-OF

;; name: bp-overflow
;; set: ebp=0x0C1D7FFF, flags=+ZF
        inc bp
;; expect: bp=0x8000, flags=+PF+AF-ZF+SF+OF

;; name: cx-wrap
;; set: ecx=0xC9DAFFFF, flags=+CF+SF+OF
        inc cx
;; expect: cx=0x0000, flags=+PF+AF+ZF-SF-OF

;; name: mem16-low-byte
;; set: [DATA+3]=ff 12, flags=+ZF+SF+OF
        inc word [DATA+3]
;; expect: [DATA+3]=00 13, flags=+PF+AF-ZF-SF-OF

;; name: si-plain-two-byte-form
;; set: esi=0xE4F54142, flags=+CF+PF+AF+ZF+SF+OF
        o16
        db 0xFF, 0xC6                 ; inc si
;; expect: si=0x4143, flags=-PF-AF-ZF-SF-OF

;; name: edi-overflow
;; set: edi=0x7FFFFFFF, flags=+ZF
        inc edi
;; expect: edi=0x80000000, flags=+PF+AF-ZF+SF+OF

;; name: ebp-wrap
;; set: ebp=0xFFFFFFFF, flags=+CF+SF+OF
        inc ebp
;; expect: ebp=0x00000000, flags=+PF+AF+ZF-SF-OF

;; name: mem32-through-bytes
;; set: [DATA+3]=ff ff ff 00, flags=+ZF+SF+OF
        inc dword [DATA+3]
;; expect: [DATA+3]=00 00 00 01, flags=+PF+AF-ZF-SF-OF

;; name: edx-plain-two-byte-form
;; set: edx=0x8BADF00D, flags=+CF+PF+AF+ZF+OF
        o32
        db 0xFF, 0xC2                 ; inc edx
;; expect: edx=0x8BADF00E, flags=-PF-AF-ZF+SF-OF

;; name: ax-one-byte-form
;; set: eax=0xA1B20FFF, flags=+CF+ZF+SF+OF
        inc ax
;; expect: ax=0x1000, flags=+PF+AF-ZF-SF-OF

;; name: bx-one-byte-form
;; set: ebx=0xB5C68000, flags=+CF+PF+AF+ZF+OF
        inc bx
;; expect: bx=0x8001, flags=-PF-AF-ZF+SF-OF

;; name: dx-one-byte-form
;; set: edx=0xD0E17FFF, flags=+CF+ZF
        inc dx
;; expect: dx=0x8000, flags=+PF+AF-ZF+SF+OF

;; name: sp-one-byte-form
;; set: flags=+CF+PF+AF+ZF+OF
        inc sp
;; expect: sp=0x8001, flags=-PF-AF-ZF+SF-OF

;; name: di-one-byte-form
;; set: edi=0xF8090010, flags=+CF+AF+ZF+SF+OF
        inc di
;; expect: di=0x0011, flags=+PF-AF-ZF-SF-OF

;; name: eax-one-byte-form
;; set: eax=0x0000FFFF, flags=+CF+ZF+SF+OF
        inc eax
;; expect: eax=0x00010000, flags=+PF+AF-ZF-SF-OF

;; name: ebx-one-byte-form
;; set: ebx=0x80000000, flags=+CF+PF+AF+ZF+OF
        inc ebx
;; expect: ebx=0x80000001, flags=-PF-AF-ZF+SF-OF

;; name: ecx-one-byte-form
;; set: ecx=0x00000000, flags=+CF+PF+AF+ZF+SF+OF
        inc ecx
;; expect: ecx=0x00000001, flags=-PF-AF-ZF-SF-OF

;; name: esi-one-byte-form
;; set: esi=0xFFFFFFFE, flags=+CF+AF+ZF+OF
        inc esi
;; expect: esi=0xFFFFFFFF, flags=+PF-AF-ZF+SF-OF

;; name: esp-one-byte-form
;; set: flags=+CF+PF+AF+ZF+SF+OF
        inc esp
;; expect: esp=0x00008001, flags=-PF-AF-ZF-SF-OF

;; name: mem32-across-pages
;; set: [0x4FFE]=ff ff ff 00, flags=+CF+ZF+SF+OF
        inc dword [0x4FFE]
;; expect: [0x4FFE]=00 00 00 01, flags=+PF+AF-ZF-SF-OF
