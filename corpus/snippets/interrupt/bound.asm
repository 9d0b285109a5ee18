;; see: SDM Vol. 2, BOUND: a signed index, below the lower or above the upper bound is #BR, a fault
;; modes: real16, v86, pm16, pm32, pm32/3

;; name: at-the-lower-bound-32
;; set: eax=0xfffffffb, [DATA]=fb ff ff ff 0a 00 00 00
        bound eax, [DATA]

;; name: at-the-lower-bound-16
;; set: eax=0x5555fffb, [DATA]=fb ff 0a 00
        bound ax, [DATA]

;; name: at-the-upper-bound-32
;; set: eax=0xa, [DATA]=fb ff ff ff 0a 00 00 00
        bound eax, [DATA]

;; name: at-the-upper-bound-16
;; set: eax=0x5555000a, [DATA]=fb ff 0a 00
        bound ax, [DATA]

;; name: below-32
;; set: eax=0xfffffffa, [DATA]=fb ff ff ff 0a 00 00 00
        bound eax, [DATA]
;; expect: exception=5

;; name: below-16
;; set: eax=0x5555fffa, [DATA]=fb ff 0a 00
        bound ax, [DATA]
;; expect: exception=5

;; name: above-32
;; set: eax=0xb, [DATA]=fb ff ff ff 0a 00 00 00
        bound eax, [DATA]
;; expect: exception=5

;; name: above-16
;; set: eax=0x5555000b, [DATA]=fb ff 0a 00
        bound ax, [DATA]
;; expect: exception=5

;; name: unsigned-view-does-not-count-32
;; set: eax=0xffffffff, [DATA]=fb ff ff ff 0a 00 00 00
        bound eax, [DATA]

;; name: unsigned-view-does-not-count-16
;; set: eax=0x5555ffff, [DATA]=fb ff 0a 00
        bound ax, [DATA]

;; name: empty-range-32
;; set: eax=0x0, [DATA]=01 00 00 00 00 00 00 00
        bound eax, [DATA]
;; expect: exception=5

;; name: empty-range-16
;; set: eax=0x55550000, [DATA]=01 00 00 00
        bound ax, [DATA]
;; expect: exception=5

;; name: register-is-undefined
;; mode: real16, v86, pm16, pm32, pm32/3
        db 0x62, 0xC0
;; expect: exception=6

;; name: upper-bound-beyond-the-limit
;; mode: pm16, pm32, pm32/3
;; set: es=SMALL
        bound eax, [es:9]
;; expect: exception=13:0

;; name: delivered
;; skip qemu: it pushes no RF with a fault that one of its helpers finds
;; mode: real16, pm16, pm32, pm32/3, v86
;; set: eax=5
;; deliver
        bound eax, [DATA]
;; expect[real16]: delivered=5, outcome=halted, eip=HANDLERS+6, esp=0x7ffa, [0x7ffa]=00 10 00 00 02 00
;; expect[pm16]: delivered=5, outcome=halted, cs=CODE32, eip=HANDLERS+6, esp=0x7ff4, [0x7ff4]=00 10 00 00 18 00 00 00 02 00 01 00
;; expect[pm32]: delivered=5, outcome=halted, eip=HANDLERS+6, esp=0x7ff4, [0x7ff4]=00 00 02 00 08 00 00 00 02 00 01 00
;; expect[pm32/3]: delivered=5, outcome=halted, cpl=0, cs=CODE32, ss=DATA32, eip=HANDLERS+6, esp=STACK0-20, [STACK0-20]=00 00 02 00 2b 00 00 00 02 00 01 00 00 80 00 00 33 00 00 00
;; expect[v86]: delivered=5, outcome=halted, cpl=0, cs=8, cs.base=0, cs.limit=0xFFFFFFFF, cs.attributes=0xC09B, ss=0x10, ss.base=0, ss.limit=0xFFFFFFFF, ss.attributes=0xC093
;; expect[v86]: ds=0, ds.limit=0, ds.attributes=0, es=0, es.limit=0, es.attributes=0, fs=0, fs.limit=0, fs.attributes=0, gs=0, gs.limit=0, gs.attributes=0
;; expect[v86]: flags=-VM, eip=HANDLERS+6, esp=STACK0-36, [STACK0-36]=00 10 00 00 00 00 00 00 02 00 03 00 00 80 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
