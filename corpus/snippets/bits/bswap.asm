;; see: SDM Vol. 2A, BSWAP: no flags are affected
;; modes: all

;; name: eax
;; set: eax=0x12345678, flags=+CF+PF+AF+ZF+SF+OF
        bswap eax
;; expect: eax=0x78563412

;; name: ecx
;; set: ecx=0xFF000000, flags=+CF+PF+AF+ZF+SF+OF
        bswap ecx
;; expect: ecx=0x000000FF

;; name: edx
;; set: edx=0x000000FF, flags=+CF+PF+AF+ZF+SF+OF
        bswap edx
;; expect: edx=0xFF000000

;; name: ebx
;; set: ebx=0x00FF00FF, flags=+CF+PF+AF+ZF+SF+OF
        bswap ebx
;; expect: ebx=0xFF00FF00

;; name: ebp
;; set: ebp=0x80000001, flags=+CF+PF+AF+ZF+SF+OF
        bswap ebp
;; expect: ebp=0x01000080

;; name: esi
;; set: esi=0x00000000, flags=+CF+PF+AF+ZF+SF+OF
        bswap esi
;; expect: esi=0x00000000

;; name: edi
;; set: edi=0xDEADBEEF, flags=+CF+PF+AF+ZF+SF+OF
        bswap edi
;; expect: edi=0xEFBEADDE

;; name: esp
;; set: esp=0x00800000
        bswap esp
;; expect: esp=0x00008000

;; name: twice
;; set: edx=0xCAFEBABE
        bswap edx
        bswap edx
