;; see: SDM Vol. 3A, 6.15, interrupt 12

;; name: load
;; skip qemu: it pushes no RF with a fault that one of its helpers finds
;; mode: pm32/3, pm16/3
;; set: eax=STACK_NOT_PRESENT
;; deliver
        mov ss, ax
;; expect[pm32/3]: delivered=12:168, outcome=halted, cpl=0, cs=CODE32, ss=DATA32, eip=HANDLERS+13, esp=STACK0-24, [STACK0-24]=a8 00 00 00 00 00 02 00 2b 00 00 00 02 00 01 00 00 80 00 00 33 00 00 00
;; expect[pm16/3]: delivered=12:168, outcome=halted, cpl=0, cs=CODE32, ss=DATA32, eip=HANDLERS+13, esp=STACK0-24, [STACK0-24]=a8 00 00 00 00 10 00 00 3b 00 00 00 02 00 01 00 00 80 00 00 43 00 00 00

;; name: read-beyond
;; mode: pm32/3
;; set: ss.limit=0x8FFF, ss.attributes=0x40F3
;; deliver
        mov eax, [ss:0x9000]
;; expect[pm32/3]: delivered=12:0, outcome=halted, cpl=0, cs=CODE32, ss=DATA32, eip=HANDLERS+13, esp=STACK0-24, [STACK0-24]=00 00 00 00 00 00 02 00 2b 00 00 00 02 00 01 00 00 80 00 00 33 00 00 00

;; name: ebp-goes-through-ss
;; mode: pm32/3
;; set: ss.limit=0x8FFF, ss.attributes=0x40F3, ebp=0x9000
;; deliver
        mov eax, [ebp]
;; expect[pm32/3]: delivered=12:0, outcome=halted, cpl=0, cs=CODE32, ss=DATA32, eip=HANDLERS+13, esp=STACK0-24, [STACK0-24]=00 00 00 00 00 00 02 00 2b 00 00 00 02 00 01 00 00 80 00 00 33 00 00 00

;; name: pop-beyond
;; mode: pm32/3
;; set: ss.limit=0x8002, ss.attributes=0x40F3
;; deliver
        pop eax
;; expect[pm32/3]: delivered=12:0, outcome=halted, cpl=0, cs=CODE32, ss=DATA32, eip=HANDLERS+13, esp=STACK0-24, [STACK0-24]=00 00 00 00 00 00 02 00 2b 00 00 00 02 00 01 00 00 80 00 00 33 00 00 00

;; name: push-beyond
;; mode: pm32/3
;; set: ss.limit=0x7FFE, ss.attributes=0x40F3
;; deliver
        push eax
;; expect[pm32/3]: delivered=12:0, outcome=halted, cpl=0, cs=CODE32, ss=DATA32, eip=HANDLERS+13, esp=STACK0-24, [STACK0-24]=00 00 00 00 00 00 02 00 2b 00 00 00 02 00 01 00 00 80 00 00 33 00 00 00

;; name: real-mode-word-at-the-end
;; mode: real16, v86
        mov ax, [bp-1]
;; expect: exception=12:0
;; expect[real16]: exception=12

;; name: real-mode-push-at-1-wraps-around-the-end
;; mode: v86
;; set: esp=1
        push ax
;; expect: exception=12:0
