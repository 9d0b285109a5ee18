;; see: SDM Vol. 2A, AAM: SF, ZF and PF follow AL; OF, AF and CF are undefined
;; modes: all

;; name: zero
;; set: eax=0xA1B25A00, flags=+SF
        aam
;; expect: ax=0x0000, flags=?CF+PF?AF+ZF-SF?OF

;; name: nine
;; set: eax=0xA1B25A09, flags=+ZF+SF
        aam
;; expect: ax=0x0009, flags=?CF+PF?AF-ZF-SF?OF

;; name: ten
;; set: eax=0xA1B25A0A, flags=+SF
        aam
;; expect: ax=0x0100, flags=?CF+PF?AF+ZF-SF?OF

;; name: 99
;; set: eax=0xA1B25A63, flags=+ZF+SF
        aam
;; expect: ax=0x0909, flags=?CF+PF?AF-ZF-SF?OF

;; name: 255
;; set: eax=0xA1B25AFF, flags=+ZF+SF
        aam
;; expect: ax=0x1905, flags=?CF+PF?AF-ZF-SF?OF

;; name: base-16
;; set: eax=0xA1B25AB7, flags=+PF+ZF+SF
        aam 16
;; expect: ax=0x0B07, flags=?CF-PF?AF-ZF-SF?OF

;; name: base-1
;; set: eax=0xA1B25A55, flags=+SF
        aam 1
;; expect: ax=0x5500, flags=?CF+PF?AF+ZF-SF?OF

;; name: base-255
;; set: eax=0xA1B25AFF, flags=+SF
        aam 255
;; expect: ax=0x0100, flags=?CF+PF?AF+ZF-SF?OF

;; name: base-255-below
;; set: eax=0xA1B25AFE, flags=+PF+ZF
        aam 255
;; expect: ax=0x00FE, flags=?CF-PF?AF-ZF+SF?OF

;; name: base-128-sign
;; set: eax=0xA1B25AFF, flags=+PF+ZF+SF
        aam 128
;; expect: ax=0x017F, flags=?CF-PF?AF-ZF-SF?OF

;; name: base-7
;; set: eax=0xA1B25A30, flags=+ZF+SF
        aam 7
;; expect: ax=0x0606, flags=?CF+PF?AF-ZF-SF?OF

;; name: base-0
;; set: eax=0x12345678, flags=+CF
        nop
at:     aam 0
;; expect: exception=0, eip=at, flags=?CF?PF?AF?ZF?SF?OF
