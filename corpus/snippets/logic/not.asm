;; see: SDM Vol. 2B, NOT: no flags are affected
;; modes: all

;; name: al-0x00
;; set: eax=0xA1B2C300
        not al
;; expect: al=0xFF

;; name: ch-0xFF
;; set: ecx=0xC9DAFFFC, flags=+CF+PF+AF+ZF+SF+OF
        not ch
;; expect: ch=0x00

;; name: bx-0x1234
;; set: ebx=0xB5C61234, flags=+CF+PF+AF+ZF+SF+OF
        not bx
;; expect: bx=0xEDCB

;; name: bp-0xFFFF
;; set: ebp=0x0C1DFFFF
        not bp
;; expect: bp=0x0000

;; name: edx-0x0F0F0F0F
;; set: edx=0x0F0F0F0F, flags=+CF+PF+AF+ZF+SF+OF
        not edx
;; expect: edx=0xF0F0F0F0

;; name: edi-0xFFFFFFFF
;; set: edi=0xFFFFFFFF, flags=+CF+PF+AF+ZF+SF+OF
        not edi
;; expect: edi=0x00000000

;; name: esi-0x00000000
;; set: esi=0x00000000
        not esi
;; expect: esi=0xFFFFFFFF

;; name: mem8
;; set: [DATA+1]=5a, flags=+CF+PF+AF+ZF+SF+OF
        not byte [DATA+1]
;; expect: [DATA+1]=a5

;; name: mem16
;; set: [DATA+1]=01 80, flags=+CF+PF+AF+ZF+SF+OF
        not word [DATA+1]
;; expect: [DATA+1]=fe 7f

;; name: mem32
;; set: [DATA+1]=ef be ad de, flags=+CF+PF+AF+ZF+SF+OF
        not dword [DATA+1]
;; expect: [DATA+1]=10 41 52 21

;; name: mem32-across-pages
;; set: [0x4FFF]=04 03 02 01, flags=+CF+PF+AF+ZF+SF+OF
        not dword [0x4FFF]
;; expect: [0x4FFF]=fb fc fd fe
