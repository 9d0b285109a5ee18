;; see: SDM Vol. 2, LAHF and SAHF: SF ZF 0 AF 0 PF 1 CF
;; modes: all

;; name: lahf-none
;; set: eax=0xAAAAAAAA
        lahf
;; expect: ah=0x02

;; name: lahf-all
;; set: eax=0xAAAAAAAA, flags=+CF+PF+AF+ZF+SF
        lahf
;; expect: ah=0xD7

;; name: lahf-cf
;; set: eax=0xAAAAAAAA, flags=+CF
        lahf
;; expect: ah=0x03

;; name: lahf-pf
;; set: eax=0xAAAAAAAA, flags=+PF
        lahf
;; expect: ah=0x06

;; name: lahf-af
;; set: eax=0xAAAAAAAA, flags=+AF
        lahf
;; expect: ah=0x12

;; name: lahf-zf
;; set: eax=0xAAAAAAAA, flags=+ZF
        lahf
;; expect: ah=0x42

;; name: lahf-sf
;; set: eax=0xAAAAAAAA, flags=+SF
        lahf
;; expect: ah=0x82

;; name: lahf-others-do-not-count
;; set: eax=0xAAAAAAAA, flags=+OF+DF
        lahf
;; expect: ah=0x02

;; name: sahf-none
;; set: eax=0x12340078, flags=+CF+PF+AF+ZF+SF+OF
        sahf
;; expect: flags=-CF-PF-AF-ZF-SF

;; name: sahf-all-ones
;; set: eax=0x1234FF78
        sahf
;; expect: flags=+CF+PF+AF+ZF+SF

;; name: sahf-d5
;; set: eax=0x1234D578
        sahf
;; expect: flags=+CF+PF+AF+ZF+SF

;; name: sahf-reserved-bits
;; set: eax=0x12342A78, flags=+CF+PF+AF+ZF+SF+OF
        sahf
;; expect: flags=-CF-PF-AF-ZF-SF

;; name: sahf-cf
;; set: eax=0x12340178
        sahf
;; expect: flags=+CF

;; name: sahf-pf
;; set: eax=0x12340478
        sahf
;; expect: flags=+PF

;; name: sahf-af
;; set: eax=0x12341078
        sahf
;; expect: flags=+AF

;; name: sahf-zf
;; set: eax=0x12344078
        sahf
;; expect: flags=+ZF

;; name: sahf-sf
;; set: eax=0x12348078
        sahf
;; expect: flags=+SF

;; name: sahf-of-and-df-stay
;; set: eax=0x12340078, flags=+OF+DF+CF
        sahf
;; expect: flags=-CF
