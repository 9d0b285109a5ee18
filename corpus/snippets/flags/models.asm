;; see: SDM Vol. 3B, 22.16: AC came with the i486, ID with CPUID
;; modes: all

;; name: popfd-386
;; mode: pm16, pm32, pm16/3, pm32/3
;; model: 386
;; set: [STACK]=02 00 24 00
        o32 popf
;; expect: esp=STACK+4

;; name: popfd-ac-386
;; mode: pm16, pm32, pm16/3, pm32/3
;; model: 386
;; set: [STACK]=02 00 04 00
        o32 popf
;; expect: esp=STACK+4

;; name: popfd-nt-386
;; mode: real16, pm16, pm32, pm16/3, pm32/3
;; model: 386
;; set: [STACK]=02 40 00 00
        o32 popf
;; expect: esp=STACK+4, flags=+NT

;; name: popfd-ac-486
;; mode: pm16, pm32, pm16/3, pm32/3
;; model: 486
;; set: [STACK]=02 00 04 00
        o32 popf
;; expect: esp=STACK+4, flags=+AC

;; name: popfd-nt-486
;; mode: real16, pm16, pm32, pm16/3, pm32/3
;; model: 486
;; set: [STACK]=02 40 00 00
        o32 popf
;; expect: esp=STACK+4, flags=+NT

;; name: popfd-pentium
;; mode: pm16, pm32, pm16/3, pm32/3
;; model: pentium
;; set: [STACK]=02 00 24 00
        o32 popf
;; expect: esp=STACK+4, flags=+AC+ID

;; name: popfd-ac-pentium
;; mode: pm16, pm32, pm16/3, pm32/3
;; model: pentium
;; set: [STACK]=02 00 04 00
        o32 popf
;; expect: esp=STACK+4, flags=+AC

;; name: popfd-nt-pentium
;; mode: real16, pm16, pm32, pm16/3, pm32/3
;; model: pentium
;; set: [STACK]=02 40 00 00
        o32 popf
;; expect: esp=STACK+4, flags=+NT
