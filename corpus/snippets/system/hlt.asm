;; see: SDM Vol. 2, HLT

;; name: ring-0
;; mode: real16, pm16, pm32
        nop
        hlt
;; expect: outcome=halted

;; name: ring-3
;; mode: v86, pm16/3, pm32/3
        nop
here:   hlt
;; expect: exception=13:0, eip=here

;; name: ring-3-with-iopl-3
;; mode: v86, pm16/3, pm32/3
;; set: iopl=3
        hlt
;; expect: exception=13:0
