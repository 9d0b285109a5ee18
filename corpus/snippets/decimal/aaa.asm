;; see: SDM Vol. 2A, AAA, Operation: AX as a whole is adjusted; OF, SF, ZF and PF are undefined
;; modes: all

;; name: digit
;; set: eax=0xA1B20105, flags=+CF
        aaa
;; expect: ax=0x0105, flags=-CF?PF-AF?ZF?SF?OF

;; name: nine
;; set: eax=0xA1B20209, flags=+CF
        aaa
;; expect: ax=0x0209, flags=-CF?PF-AF?ZF?SF?OF

;; name: ten
;; set: eax=0xA1B2020A
        aaa
;; expect: ax=0x0300, flags=+CF?PF+AF?ZF?SF?OF

;; name: fifteen
;; set: eax=0xA1B2000F
        aaa
;; expect: ax=0x0105, flags=+CF?PF+AF?ZF?SF?OF

;; name: adjust-flag
;; set: eax=0xA1B20302, flags=+AF
        aaa
;; expect: ax=0x0408, flags=+CF?PF+AF?ZF?SF?OF

;; name: high-nibble-is-cleared
;; set: eax=0xA1B20437, flags=+CF
        aaa
;; expect: ax=0x0407, flags=-CF?PF-AF?ZF?SF?OF

;; name: adjust-flag-zero
;; set: eax=0xA1B20500, flags=+AF
        aaa
;; expect: ax=0x0606, flags=+CF?PF+AF?ZF?SF?OF

;; name: ah-wraps
;; set: eax=0xA1B2FF0C
        aaa
;; expect: ax=0x0002, flags=+CF?PF+AF?ZF?SF?OF

;; name: al-carries-into-ah
;; set: eax=0xA1B200FB
        aaa
;; expect: ax=0x0201, flags=+CF?PF+AF?ZF?SF?OF

;; name: al-ff
;; set: eax=0xA1B212FF
        aaa
;; expect: ax=0x1405, flags=+CF?PF+AF?ZF?SF?OF

;; name: zero
;; set: eax=0xA1B20000, flags=+CF
        aaa
;; expect: ax=0x0000, flags=-CF?PF-AF?ZF?SF?OF

;; name: no-ten-by-high-nibble
;; set: eax=0xA1B20090, flags=+CF
        aaa
;; expect: ax=0x0000, flags=-CF?PF-AF?ZF?SF?OF
