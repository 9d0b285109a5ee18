;; see: SDM Vol. 2A, AAS, Operation: AX as a whole is adjusted; OF, SF, ZF and PF are undefined
;; modes: all

;; name: digit
;; set: eax=0xA1B20105, flags=+CF
        aas
;; expect: ax=0x0105, flags=-CF?PF-AF?ZF?SF?OF

;; name: nine
;; set: eax=0xA1B20209, flags=+CF
        aas
;; expect: ax=0x0209, flags=-CF?PF-AF?ZF?SF?OF

;; name: ten
;; set: eax=0xA1B2020A
        aas
;; expect: ax=0x0104, flags=+CF?PF+AF?ZF?SF?OF

;; name: fifteen
;; set: eax=0xA1B2000F
        aas
;; expect: ax=0xFF09, flags=+CF?PF+AF?ZF?SF?OF

;; name: adjust-flag
;; set: eax=0xA1B20302, flags=+AF
        aas
;; expect: ax=0x010C, flags=+CF?PF+AF?ZF?SF?OF

;; name: high-nibble-is-cleared
;; set: eax=0xA1B20437, flags=+CF
        aas
;; expect: ax=0x0407, flags=-CF?PF-AF?ZF?SF?OF

;; name: adjust-flag-zero
;; set: eax=0xA1B20500, flags=+AF
        aas
;; expect: ax=0x030A, flags=+CF?PF+AF?ZF?SF?OF

;; name: ah-wraps
;; set: eax=0xA1B2000C
        aas
;; expect: ax=0xFF06, flags=+CF?PF+AF?ZF?SF?OF

;; name: al-carries-into-ah
;; set: eax=0xA1B20803, flags=+AF
        aas
;; expect: ax=0x060D, flags=+CF?PF+AF?ZF?SF?OF

;; name: al-ff
;; set: eax=0xA1B212FF
        aas
;; expect: ax=0x1109, flags=+CF?PF+AF?ZF?SF?OF

;; name: zero
;; set: eax=0xA1B20000, flags=+CF
        aas
;; expect: ax=0x0000, flags=-CF?PF-AF?ZF?SF?OF

;; name: no-ten-by-high-nibble
;; set: eax=0xA1B20090, flags=+CF
        aas
;; expect: ax=0x0000, flags=-CF?PF-AF?ZF?SF?OF
