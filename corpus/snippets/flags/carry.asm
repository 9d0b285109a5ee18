;; see: SDM Vol. 2, CLC, STC, CMC, CLD, STD
;; modes: all

;; name: clc-from-all
;; set: flags=+CF+PF+AF+ZF+SF+OF+DF
        clc
;; expect: flags=-CF

;; name: clc-from-none
        clc

;; name: stc-from-none
        stc
;; expect: flags=+CF

;; name: stc-from-all
;; set: flags=+CF+PF+AF+ZF+SF+OF+DF
        stc

;; name: cmc-from-none
        cmc
;; expect: flags=+CF

;; name: cmc-from-all
;; set: flags=+CF+PF+AF+ZF+SF+OF+DF
        cmc
;; expect: flags=-CF

;; name: cld-from-all
;; set: flags=+CF+PF+AF+ZF+SF+OF+DF
        cld
;; expect: flags=-DF

;; name: cld-from-none
        cld

;; name: std-from-none
        std
;; expect: flags=+DF

;; name: std-from-all
;; set: flags=+CF+PF+AF+ZF+SF+OF+DF
        std

;; name: cmc-twice
;; set: flags=+CF+ZF
        cmc
        cmc

;; name: all-in-turn
        stc
        std
        cmc
        cld
        cmc
;; expect: flags=+CF-DF
