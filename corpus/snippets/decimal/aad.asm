;; see: SDM Vol. 2A, AAD: SF, ZF and PF follow AL; OF, AF and CF are undefined
;; modes: all

;; name: zero
;; set: eax=0xA1B20000, flags=+SF
        aad
;; expect: ax=0x0000, flags=?CF+PF?AF+ZF-SF?OF

;; name: 99
;; set: eax=0xA1B20909, flags=+ZF+SF
        aad
;; expect: ax=0x0063, flags=?CF+PF?AF-ZF-SF?OF

;; name: 25
;; set: eax=0xA1B20205, flags=+PF+ZF+SF
        aad
;; expect: ax=0x0019, flags=?CF-PF?AF-ZF-SF?OF

;; name: al-wraps
;; set: eax=0xA1B21A09, flags=+PF+ZF+SF
        aad
;; expect: ax=0x000D, flags=?CF-PF?AF-ZF-SF?OF

;; name: any-bytes
;; set: eax=0xA1B2FFFF, flags=+ZF
        aad
;; expect: ax=0x00F5, flags=?CF+PF?AF-ZF+SF?OF

;; name: base-16
;; set: eax=0xA1B20B07, flags=+ZF
        aad 16
;; expect: ax=0x00B7, flags=?CF+PF?AF-ZF+SF?OF

;; name: base-0
;; set: eax=0xA1B2FF42, flags=+ZF+SF
        aad 0
;; expect: ax=0x0042, flags=?CF+PF?AF-ZF-SF?OF

;; name: base-255
;; set: eax=0xA1B20203, flags=+PF+ZF+SF
        aad 255
;; expect: ax=0x0001, flags=?CF-PF?AF-ZF-SF?OF

;; name: base-1
;; set: eax=0xA1B28080, flags=+SF
        aad 1
;; expect: ax=0x0000, flags=?CF+PF?AF+ZF-SF?OF

;; name: base-128-sign
;; set: eax=0xA1B20101, flags=+ZF
        aad 128
;; expect: ax=0x0081, flags=?CF+PF?AF-ZF+SF?OF

;; name: base-7
;; set: eax=0xA1B20605, flags=+PF+ZF+SF
        aad 7
;; expect: ax=0x002F, flags=?CF-PF?AF-ZF-SF?OF
