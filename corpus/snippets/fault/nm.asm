;; see: SDM Vol. 3A, 6.15, interrupt 7

;; name: ts
;; mode: pm16, pm32, pm32/3, v86
;; set: cr0=0x39
;; deliver
        nop
        fld1
;; expect[pm16]: delivered=7, outcome=halted, cs=CODE32, eip=HANDLERS+8, esp=0x7ff4, [0x7ff4]=01 10 00 00 18 00 00 00 02 00 01 00
;; expect[pm32]: delivered=7, outcome=halted, eip=HANDLERS+8, esp=0x7ff4, [0x7ff4]=01 00 02 00 08 00 00 00 02 00 01 00
;; expect[pm32/3]: delivered=7, outcome=halted, cpl=0, cs=CODE32, ss=DATA32, eip=HANDLERS+8, esp=STACK0-20, [STACK0-20]=01 00 02 00 2b 00 00 00 02 00 01 00 00 80 00 00 33 00 00 00
;; expect[v86]: delivered=7, outcome=halted, cpl=0, cs=8, cs.base=0, cs.limit=0xFFFFFFFF, cs.attributes=0xC09B, ss=0x10, ss.base=0, ss.limit=0xFFFFFFFF, ss.attributes=0xC093
;; expect[v86]: ds=0, ds.limit=0, ds.attributes=0, es=0, es.limit=0, es.attributes=0, fs=0, fs.limit=0, fs.attributes=0, gs=0, gs.limit=0, gs.attributes=0
;; expect[v86]: flags=-VM, eip=HANDLERS+8, esp=STACK0-36, [STACK0-36]=01 10 00 00 00 00 00 00 02 00 03 00 00 80 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00

;; name: ts-in-real-mode
;; mode: real16
;; set: cr0=0x38
;; deliver
        fld1
;; expect[real16]: delivered=7, outcome=halted, eip=HANDLERS+8, esp=0x7ffa, [0x7ffa]=00 10 00 00 02 00

;; name: em
;; mode: pm16, pm32, pm32/3, v86
;; set: cr0=0x35
;; deliver
        fld1
;; expect[pm16]: delivered=7, outcome=halted, cs=CODE32, eip=HANDLERS+8, esp=0x7ff4, [0x7ff4]=00 10 00 00 18 00 00 00 02 00 01 00
;; expect[pm32]: delivered=7, outcome=halted, eip=HANDLERS+8, esp=0x7ff4, [0x7ff4]=00 00 02 00 08 00 00 00 02 00 01 00
;; expect[pm32/3]: delivered=7, outcome=halted, cpl=0, cs=CODE32, ss=DATA32, eip=HANDLERS+8, esp=STACK0-20, [STACK0-20]=00 00 02 00 2b 00 00 00 02 00 01 00 00 80 00 00 33 00 00 00
;; expect[v86]: delivered=7, outcome=halted, cpl=0, cs=8, cs.base=0, cs.limit=0xFFFFFFFF, cs.attributes=0xC09B, ss=0x10, ss.base=0, ss.limit=0xFFFFFFFF, ss.attributes=0xC093
;; expect[v86]: ds=0, ds.limit=0, ds.attributes=0, es=0, es.limit=0, es.attributes=0, fs=0, fs.limit=0, fs.attributes=0, gs=0, gs.limit=0, gs.attributes=0
;; expect[v86]: flags=-VM, eip=HANDLERS+8, esp=STACK0-36, [STACK0-36]=00 10 00 00 00 00 00 00 02 00 03 00 00 80 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00

;; name: wait-with-ts-and-mp
;; mode: pm16, pm32, pm32/3, v86
;; set: cr0=0x3B
;; deliver
        wait
;; expect[pm16]: delivered=7, outcome=halted, cs=CODE32, eip=HANDLERS+8, esp=0x7ff4, [0x7ff4]=00 10 00 00 18 00 00 00 02 00 01 00
;; expect[pm32]: delivered=7, outcome=halted, eip=HANDLERS+8, esp=0x7ff4, [0x7ff4]=00 00 02 00 08 00 00 00 02 00 01 00
;; expect[pm32/3]: delivered=7, outcome=halted, cpl=0, cs=CODE32, ss=DATA32, eip=HANDLERS+8, esp=STACK0-20, [STACK0-20]=00 00 02 00 2b 00 00 00 02 00 01 00 00 80 00 00 33 00 00 00
;; expect[v86]: delivered=7, outcome=halted, cpl=0, cs=8, cs.base=0, cs.limit=0xFFFFFFFF, cs.attributes=0xC09B, ss=0x10, ss.base=0, ss.limit=0xFFFFFFFF, ss.attributes=0xC093
;; expect[v86]: ds=0, ds.limit=0, ds.attributes=0, es=0, es.limit=0, es.attributes=0, fs=0, fs.limit=0, fs.attributes=0, gs=0, gs.limit=0, gs.attributes=0
;; expect[v86]: flags=-VM, eip=HANDLERS+8, esp=STACK0-36, [STACK0-36]=00 10 00 00 00 00 00 00 02 00 03 00 00 80 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00

;; name: wait-with-ts-alone
;; mode: pm32, pm32/3
;; set: cr0=0x39
        wait

;; name: wait-with-em-alone
;; mode: pm32, pm32/3
;; set: cr0=0x35
        wait

;; name: wait-with-mp-alone
;; mode: pm32, pm32/3
;; set: cr0=0x33
        wait

;; name: fninit-with-ts
;; mode: pm32, pm32/3
;; set: cr0=0x39
        fninit
;; expect: exception=7

;; name: fnstsw-with-em
;; mode: pm32, pm32/3
;; set: cr0=0x35
        fnstsw ax
;; expect: exception=7

;; name: mmx-with-ts
;; mode: pm32, pm32/3
;; set: cr0=0x39
        pxor mm0, mm0
;; expect: exception=7

;; name: mmx-with-em-is-undefined
;; mode: pm32, pm32/3
;; set: cr0=0x35
        pxor mm0, mm0
;; expect: exception=6

;; name: sse-with-ts
;; mode: pm32, pm32/3
;; set: cr0=0x39
        xorps xmm0, xmm0
;; expect: exception=7

;; name: sse-with-em-is-undefined
;; mode: pm32, pm32/3
;; set: cr0=0x35
        xorps xmm0, xmm0
;; expect: exception=6

;; name: sse-without-osfxsr-is-undefined
;; mode: pm32, pm32/3
;; set: cr4=0x400
        xorps xmm0, xmm0
;; expect: exception=6

;; name: undefined-comes-before-not-available
;; mode: pm32, pm32/3
;; set: cr0=0x39, cr4=0x400
        xorps xmm0, xmm0
;; expect: exception=6

;; name: prefetch-needs-nothing
;; mode: pm32, pm32/3
;; set: cr0=0x3D, cr4=0
        prefetchnta [DATA]

;; name: sfence-needs-nothing
;; mode: pm32, pm32/3
;; set: cr0=0x3D, cr4=0
        sfence

;; name: clts-then-fpu
;; mode: pm32
;; set: cr0=0x39
        clts
        fld1
;; expect: cr0=0x31, st0=1

;; name: fxsave-with-ts
;; mode: pm32, pm32/3
;; set: cr0=0x39
        fxsave [DATA]
;; expect: exception=7

;; name: fxsave-with-em
;; mode: pm32, pm32/3
;; set: cr0=0x35
        fxsave [DATA]
;; expect: exception=7
