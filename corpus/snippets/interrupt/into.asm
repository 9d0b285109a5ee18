;; see: SDM Vol. 2, INT n/INTO

;; name: overflow
;; mode: real16, v86, pm16, pm32, pm32/3
;; set: flags=+OF
;; deliver
        into
;; expect[real16]: delivered=4, outcome=halted, eip=HANDLERS+5, esp=0x7ffa, [0x7ffa]=01 10 00 00 02 08
;; expect[v86]: delivered=4, outcome=halted, cpl=0, cs=8, cs.base=0, cs.limit=0xFFFFFFFF, cs.attributes=0xC09B, ss=0x10, ss.base=0, ss.limit=0xFFFFFFFF, ss.attributes=0xC093
;; expect[v86]: ds=0, ds.limit=0, ds.attributes=0, es=0, es.limit=0, es.attributes=0, fs=0, fs.limit=0, fs.attributes=0, gs=0, gs.limit=0, gs.attributes=0
;; expect[v86]: flags=-VM, eip=HANDLERS+5, esp=STACK0-36, [STACK0-36]=01 10 00 00 00 00 00 00 02 08 02 00 00 80 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
;; expect[pm16]: delivered=4, outcome=halted, cs=CODE32, eip=HANDLERS+5, esp=0x7ff4, [0x7ff4]=01 10 00 00 18 00 00 00 02 08 00 00
;; expect[pm32]: delivered=4, outcome=halted, eip=HANDLERS+5, esp=0x7ff4, [0x7ff4]=01 00 02 00 08 00 00 00 02 08 00 00
;; expect[pm32/3]: delivered=4, outcome=halted, cpl=0, cs=CODE32, ss=DATA32, eip=HANDLERS+5, esp=STACK0-20, [STACK0-20]=01 00 02 00 2b 00 00 00 02 08 00 00 00 80 00 00 33 00 00 00

;; name: no-overflow
;; mode: real16, v86, pm16, pm32, pm32/3
;; set: flags=+CF+PF+AF+ZF+SF
;; deliver
        into

;; name: before-delivery
;; mode: real16, v86, pm16, pm32, pm32/3
;; set: flags=+OF
        into
after:  nop
;; expect: exception=4, eip=after

;; name: gate-of-ring-0
;; mode: pm32/3, pm16/3
;; set: flags=+OF, [IDT+0x25]=8e
;; deliver
        into
;; expect[pm32/3]: delivered=13:34, outcome=halted, cpl=0, cs=CODE32, ss=DATA32, eip=HANDLERS+14, esp=STACK0-24, [STACK0-24]=22 00 00 00 00 00 02 00 2b 00 00 00 02 08 01 00 00 80 00 00 33 00 00 00
;; expect[pm16/3]: delivered=13:34, outcome=halted, cpl=0, cs=CODE32, ss=DATA32, eip=HANDLERS+14, esp=STACK0-24, [STACK0-24]=22 00 00 00 00 10 00 00 3b 00 00 00 02 08 01 00 00 80 00 00 43 00 00 00
