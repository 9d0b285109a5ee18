;; see: SDM Vol. 3A, 6.15, interrupt 16: reported at the next waiting instruction, with CR0.NE

;; name: by-wait
;; mode: pm16, pm32, pm32/3
;; set: fcw=0x37B, fsw=0x8084
;; deliver
        nop
        wait
;; expect[pm16]: delivered=16, outcome=halted, cs=CODE32, eip=HANDLERS+17, esp=0x7ff4, [0x7ff4]=01 10 00 00 18 00 00 00 02 00 01 00
;; expect[pm32]: delivered=16, outcome=halted, eip=HANDLERS+17, esp=0x7ff4, [0x7ff4]=01 00 02 00 08 00 00 00 02 00 01 00
;; expect[pm32/3]: delivered=16, outcome=halted, cpl=0, cs=CODE32, ss=DATA32, eip=HANDLERS+17, esp=STACK0-20, [STACK0-20]=01 00 02 00 2b 00 00 00 02 00 01 00 00 80 00 00 33 00 00 00

;; name: by-the-next-arithmetic
;; mode: pm32, pm32/3, real16, v86
;; set: fcw=0x37B, fsw=0x8084
        fld1
;; expect: exception=16

;; name: division-reports-later
;; mode: pm32, pm32/3
;; set: fcw=0x37B, st0=0, st1=1
        fdiv st1, st0
here:   fld1
;; expect: exception=16, eip=here, st0=0, st1=1, fsw=0xB084

;; name: fnstsw-does-not-wait
;; mode: pm32, pm32/3
;; set: fcw=0x37B, fsw=0x8084
        fnstsw ax
;; expect: eax=0x8084

;; name: fnclex-clears
;; mode: pm32, pm32/3
;; set: fcw=0x37B, fsw=0x8084
        fnclex
        wait
;; expect: fsw=0

;; name: by-emms
;; skip qemu: MMX instructions do not report pending x87 exceptions there
;; skip unicorn: MMX instructions do not report pending x87 exceptions there
;; mode: pm32, pm32/3
;; set: fcw=0x37B, fsw=0x8084
        emms
;; expect: exception=16

;; name: by-mmx
;; skip qemu: MMX instructions do not report pending x87 exceptions there
;; skip unicorn: MMX instructions do not report pending x87 exceptions there
;; mode: pm32, pm32/3
;; set: fcw=0x37B, fsw=0x8084
        paddb mm0, mm1
;; expect: exception=16

;; name: not-by-sse
;; mode: pm32, pm32/3
;; set: fcw=0x37B, fsw=0x8084
        xorps xmm0, xmm0

;; name: unmasking-reports
;; see: SDM Vol. 1, 8.1.5: FLDCW that unmasks a pending exception reports it at the next waiting instruction
;; mode: pm32, pm32/3
;; set: fsw=4, [DATA]=7b 03
        fldcw [DATA]
here:   wait
;; expect: exception=16, eip=here, fcw=0x37B, fsw=0x8084
