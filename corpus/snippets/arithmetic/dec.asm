;; see: SDM Vol. 2A, DEC: CF is not affected
;; modes: all

;; name: bl-overflow
;; set: ebx=0xB5C6D780, flags=+PF+ZF+SF
        dec bl
;; expect: bl=0x7F, flags=-PF+AF-ZF-SF+OF

;; name: dh-wrap
;; set: edx=0xD0E10003, flags=+CF+ZF+OF
        dec dh
;; expect: dh=0xFF, flags=+PF+AF-ZF+SF-OF

;; name: mem8-adjust
;; set: [DATA+3]=20, flags=+PF+ZF+SF+OF
        dec byte [DATA+3]
;; expect: [DATA+3]=1f, flags=-PF+AF-ZF-SF-OF

;; name: ah-to-zero
;; set: eax=0xA1B201D4, flags=+CF+AF+SF+OF
        dec ah
;; expect: ah=0x00, flags=+PF-AF+ZF-SF-OF

;; name: bp-overflow
;; set: ebp=0x0C1D8000, flags=+ZF+SF
        dec bp
;; expect: bp=0x7FFF, flags=+PF+AF-ZF-SF+OF

;; name: cx-wrap
;; set: ecx=0xC9DA0000, flags=+CF+ZF+OF
        dec cx
;; expect: cx=0xFFFF, flags=+PF+AF-ZF+SF-OF

;; name: mem16-low-byte
;; set: [DATA+3]=00 12, flags=+ZF+SF+OF
        dec word [DATA+3]
;; expect: [DATA+3]=ff 11, flags=+PF+AF-ZF-SF-OF

;; name: si-plain-two-byte-form
;; set: esi=0xE4F54142, flags=+CF+AF+ZF+SF+OF
        o16
        db 0xFF, 0xCE                 ; dec si
;; expect: si=0x4141, flags=+PF-AF-ZF-SF-OF

;; name: edi-overflow
;; set: edi=0x80000000, flags=+ZF+SF
        dec edi
;; expect: edi=0x7FFFFFFF, flags=+PF+AF-ZF-SF+OF

;; name: ebp-wrap
;; set: ebp=0x00000000, flags=+CF+ZF+OF
        dec ebp
;; expect: ebp=0xFFFFFFFF, flags=+PF+AF-ZF+SF-OF

;; name: mem32-through-bytes
;; set: [DATA+3]=00 00 00 01, flags=+ZF+SF+OF
        dec dword [DATA+3]
;; expect: [DATA+3]=ff ff ff 00, flags=+PF+AF-ZF-SF-OF

;; name: edx-plain-two-byte-form
;; set: edx=0x8BADF00D, flags=+CF+AF+ZF+OF
        o32
        db 0xFF, 0xCA                 ; dec edx
;; expect: edx=0x8BADF00C, flags=+PF-AF-ZF+SF-OF

;; name: ax-one-byte-form
;; set: eax=0xA1B20FFF, flags=+CF+PF+AF+ZF+SF+OF
        dec ax
;; expect: ax=0x0FFE, flags=-PF-AF-ZF-SF-OF

;; name: bx-one-byte-form
;; set: ebx=0xB5C68000, flags=+CF+ZF+SF
        dec bx
;; expect: bx=0x7FFF, flags=+PF+AF-ZF-SF+OF

;; name: dx-one-byte-form
;; set: edx=0xD0E17FFF, flags=+CF+PF+AF+ZF+SF+OF
        dec dx
;; expect: dx=0x7FFE, flags=-PF-AF-ZF-SF-OF

;; name: sp-one-byte-form
;; set: flags=+CF+ZF+SF
        dec sp
;; expect: sp=0x7FFF, flags=+PF+AF-ZF-SF+OF

;; name: di-one-byte-form
;; set: edi=0xF8090010, flags=+CF+ZF+SF+OF
        dec di
;; expect: di=0x000F, flags=+PF+AF-ZF-SF-OF

;; name: eax-one-byte-form
;; set: eax=0x0000FFFF, flags=+CF+PF+AF+ZF+SF+OF
        dec eax
;; expect: eax=0x0000FFFE, flags=-PF-AF-ZF-SF-OF

;; name: ebx-one-byte-form
;; set: ebx=0x80000000, flags=+CF+ZF+SF
        dec ebx
;; expect: ebx=0x7FFFFFFF, flags=+PF+AF-ZF-SF+OF

;; name: ecx-one-byte-form
;; set: ecx=0x00000000, flags=+CF+ZF+OF
        dec ecx
;; expect: ecx=0xFFFFFFFF, flags=+PF+AF-ZF+SF-OF

;; name: esi-one-byte-form
;; set: esi=0xFFFFFFFE, flags=+CF+PF+AF+ZF+OF
        dec esi
;; expect: esi=0xFFFFFFFD, flags=-PF-AF-ZF+SF-OF

;; name: esp-one-byte-form
;; set: flags=+CF+ZF+SF+OF
        dec esp
;; expect: esp=0x00007FFF, flags=+PF+AF-ZF-SF-OF

;; name: mem32-across-pages
;; set: [0x4FFE]=00 00 00 00, flags=+CF+ZF+OF
        dec dword [0x4FFE]
;; expect: [0x4FFE]=ff ff ff ff, flags=+PF+AF-ZF+SF-OF
