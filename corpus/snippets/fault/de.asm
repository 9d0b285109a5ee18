;; see: SDM Vol. 3A, 6.15, interrupt 0: a fault; the quotient does not fit or the divisor is zero

;; name: div-by-zero
;; skip qemu: it pushes no RF with a fault that one of its helpers finds
;; mode: real16, v86, pm16, pm32, pm32/3
;; set: eax=7
;; deliver
        nop
        div cl
;; expect[real16]: delivered=0, outcome=halted, eip=HANDLERS+1, esp=0x7ffa, [0x7ffa]=01 10 00 00 02 00
;; expect[v86]: delivered=0, outcome=halted, cpl=0, cs=8, cs.base=0, cs.limit=0xFFFFFFFF, cs.attributes=0xC09B, ss=0x10, ss.base=0, ss.limit=0xFFFFFFFF, ss.attributes=0xC093
;; expect[v86]: ds=0, ds.limit=0, ds.attributes=0, es=0, es.limit=0, es.attributes=0, fs=0, fs.limit=0, fs.attributes=0, gs=0, gs.limit=0, gs.attributes=0
;; expect[v86]: flags=-VM, eip=HANDLERS+1, esp=STACK0-36, [STACK0-36]=01 10 00 00 00 00 00 00 02 00 03 00 00 80 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
;; expect[pm16]: delivered=0, outcome=halted, cs=CODE32, eip=HANDLERS+1, esp=0x7ff4, [0x7ff4]=01 10 00 00 18 00 00 00 02 00 01 00
;; expect[pm32]: delivered=0, outcome=halted, eip=HANDLERS+1, esp=0x7ff4, [0x7ff4]=01 00 02 00 08 00 00 00 02 00 01 00
;; expect[pm32/3]: delivered=0, outcome=halted, cpl=0, cs=CODE32, ss=DATA32, eip=HANDLERS+1, esp=STACK0-20, [STACK0-20]=01 00 02 00 2b 00 00 00 02 00 01 00 00 80 00 00 33 00 00 00

;; name: idiv-quotient-too-large
;; skip qemu: it pushes no RF with a fault that one of its helpers finds
;; mode: real16, pm32
;; set: eax=0x100, ecx=1
;; deliver
        idiv cl
;; expect[real16]: delivered=0, outcome=halted, eip=HANDLERS+1, esp=0x7ffa, [0x7ffa]=00 10 00 00 02 00
;; expect[pm32]: delivered=0, outcome=halted, eip=HANDLERS+1, esp=0x7ff4, [0x7ff4]=00 00 02 00 08 00 00 00 02 00 01 00

;; name: idiv-most-negative
;; skip qemu: it pushes no RF with a fault that one of its helpers finds
;; mode: pm32, pm32/3
;; set: eax=0x80000000, edx=0xFFFFFFFF, ecx=0xFFFFFFFF
;; deliver
        idiv ecx
;; expect: eax=0x80000000
;; expect[pm32]: delivered=0, outcome=halted, eip=HANDLERS+1, esp=0x7ff4, [0x7ff4]=00 00 02 00 08 00 00 00 02 00 01 00
;; expect[pm32/3]: delivered=0, outcome=halted, cpl=0, cs=CODE32, ss=DATA32, eip=HANDLERS+1, esp=STACK0-20, [STACK0-20]=00 00 02 00 2b 00 00 00 02 00 01 00 00 80 00 00 33 00 00 00

;; name: aam-zero
;; skip qemu: it pushes no RF with a fault that one of its helpers finds
;; mode: real16, v86, pm16, pm32, pm32/3
;; set: eax=0x1234
;; deliver
        db 0xD4, 0
;; expect[real16]: delivered=0, outcome=halted, eip=HANDLERS+1, esp=0x7ffa, [0x7ffa]=00 10 00 00 02 00
;; expect[v86]: delivered=0, outcome=halted, cpl=0, cs=8, cs.base=0, cs.limit=0xFFFFFFFF, cs.attributes=0xC09B, ss=0x10, ss.base=0, ss.limit=0xFFFFFFFF, ss.attributes=0xC093
;; expect[v86]: ds=0, ds.limit=0, ds.attributes=0, es=0, es.limit=0, es.attributes=0, fs=0, fs.limit=0, fs.attributes=0, gs=0, gs.limit=0, gs.attributes=0
;; expect[v86]: flags=-VM, eip=HANDLERS+1, esp=STACK0-36, [STACK0-36]=00 10 00 00 00 00 00 00 02 00 03 00 00 80 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
;; expect[pm16]: delivered=0, outcome=halted, cs=CODE32, eip=HANDLERS+1, esp=0x7ff4, [0x7ff4]=00 10 00 00 18 00 00 00 02 00 01 00
;; expect[pm32]: delivered=0, outcome=halted, eip=HANDLERS+1, esp=0x7ff4, [0x7ff4]=00 00 02 00 08 00 00 00 02 00 01 00
;; expect[pm32/3]: delivered=0, outcome=halted, cpl=0, cs=CODE32, ss=DATA32, eip=HANDLERS+1, esp=STACK0-20, [STACK0-20]=00 00 02 00 2b 00 00 00 02 00 01 00 00 80 00 00 33 00 00 00

;; name: div-memory
;; skip qemu: it pushes no RF with a fault that one of its helpers finds
;; mode: pm32, pm32/3
;; set: eax=1, edx=1, [DATA]=01 00 00 00
;; deliver
        div dword [DATA]
;; expect[pm32]: delivered=0, outcome=halted, eip=HANDLERS+1, esp=0x7ff4, [0x7ff4]=00 00 02 00 08 00 00 00 02 00 01 00
;; expect[pm32/3]: delivered=0, outcome=halted, cpl=0, cs=CODE32, ss=DATA32, eip=HANDLERS+1, esp=STACK0-20, [STACK0-20]=00 00 02 00 2b 00 00 00 02 00 01 00 00 80 00 00 33 00 00 00
