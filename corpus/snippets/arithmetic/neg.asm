;; see: SDM Vol. 2B, NEG: CF is 0 only where the operand was
;; modes: all

;; name: cl-zero
;; set: ecx=0xC9DAEB00, flags=+CF+AF+SF+OF
        neg cl
;; expect: cl=0x00, flags=-CF+PF-AF+ZF-SF-OF

;; name: cl-one
;; set: ecx=0xC9DAEB01, flags=+ZF+OF
        neg cl
;; expect: cl=0xFF, flags=+CF+PF+AF-ZF+SF-OF

;; name: cl-most-negative
;; set: ecx=0xC9DAEB80, flags=+PF+AF+ZF
        neg cl
;; expect: cl=0x80, flags=+CF-PF-AF-ZF+SF+OF

;; name: cl-minus-16
;; set: ecx=0xC9DAEBF0, flags=+PF+AF+ZF+SF+OF
        neg cl
;; expect: cl=0x10, flags=+CF-PF-AF-ZF-SF-OF

;; name: bh-127
;; set: ebx=0xB5C67FE8, flags=+ZF+OF
        neg bh
;; expect: bh=0x81, flags=+CF+PF+AF-ZF+SF-OF

;; name: di-zero
;; set: edi=0xF8090000, flags=+CF+AF+SF+OF
        neg di
;; expect: di=0x0000, flags=-CF+PF-AF+ZF-SF-OF

;; name: di-one
;; set: edi=0xF8090001, flags=+ZF+OF
        neg di
;; expect: di=0xFFFF, flags=+CF+PF+AF-ZF+SF-OF

;; name: di-most-negative
;; set: edi=0xF8098000, flags=+AF+ZF
        neg di
;; expect: di=0x8000, flags=+CF+PF-AF-ZF+SF+OF

;; name: di-low-byte-zero
;; set: edi=0xF8091200, flags=+AF+ZF+OF
        neg di
;; expect: di=0xEE00, flags=+CF+PF-AF-ZF+SF-OF

;; name: ebx-zero
;; set: ebx=0x00000000, flags=+CF+AF+SF+OF
        neg ebx
;; expect: ebx=0x00000000, flags=-CF+PF-AF+ZF-SF-OF

;; name: ebx-minus-one
;; set: ebx=0xFFFFFFFF, flags=+PF+ZF+SF+OF
        neg ebx
;; expect: ebx=0x00000001, flags=+CF-PF+AF-ZF-SF-OF

;; name: ebx-most-negative
;; set: ebx=0x80000000, flags=+AF+ZF
        neg ebx
;; expect: ebx=0x80000000, flags=+CF+PF-AF-ZF+SF+OF

;; name: ebx-ordinary
;; set: ebx=0x12345670, flags=+AF+ZF+OF
        neg ebx
;; expect: ebx=0xEDCBA990, flags=+CF+PF-AF-ZF+SF-OF

;; name: mem8
;; set: [DATA+7]=55, flags=+PF+ZF+OF
        neg byte [DATA+7]
;; expect: [DATA+7]=ab, flags=+CF-PF+AF-ZF+SF-OF

;; name: mem16
;; set: [DATA+7]=00 ff, flags=+AF+ZF+SF+OF
        neg word [DATA+7]
;; expect: [DATA+7]=00 01, flags=+CF+PF-AF-ZF-SF-OF

;; name: mem32
;; set: [DATA+7]=ff ff 00 00, flags=+PF+ZF+OF
        neg dword [DATA+7]
;; expect: [DATA+7]=01 00 ff ff, flags=+CF-PF+AF-ZF+SF-OF

;; name: mem32-across-pages
;; set: [0x4FFD]=01 00 00 80, flags=+ZF+SF+OF
        neg dword [0x4FFD]
;; expect: [0x4FFD]=ff ff ff 7f, flags=+CF+PF+AF-ZF-SF-OF
