;; see: SDM Vol. 3A, 6.15, interrupt 11

;; name: data-segment
;; skip qemu: it pushes no RF with a fault that one of its helpers finds
;; mode: pm16, pm32, pm32/3, pm16/3
;; set: eax=NOT_PRESENT
;; deliver
        mov ds, ax
;; expect[pm16]: delivered=11:88, outcome=halted, cs=CODE32, eip=HANDLERS+12, esp=0x7ff0, [0x7ff0]=58 00 00 00 00 10 00 00 18 00 00 00 02 00 01 00
;; expect[pm32]: delivered=11:88, outcome=halted, eip=HANDLERS+12, esp=0x7ff0, [0x7ff0]=58 00 00 00 00 00 02 00 08 00 00 00 02 00 01 00
;; expect[pm32/3]: delivered=11:88, outcome=halted, cpl=0, cs=CODE32, ss=DATA32, eip=HANDLERS+12, esp=STACK0-24, [STACK0-24]=58 00 00 00 00 00 02 00 2b 00 00 00 02 00 01 00 00 80 00 00 33 00 00 00
;; expect[pm16/3]: delivered=11:88, outcome=halted, cpl=0, cs=CODE32, ss=DATA32, eip=HANDLERS+12, esp=STACK0-24, [STACK0-24]=58 00 00 00 00 10 00 00 3b 00 00 00 02 00 01 00 00 80 00 00 43 00 00 00
