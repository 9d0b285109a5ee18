;; see: SDM Vol. 2, STI, MOV, POP; Vol. 3A, 6.8.3
;; modes: pm32, real16

;; name: irq-when-if-is-set
;; set: flags=+IF, irq=0x21:here
;; deliver
        nop
here:   nop
;; expect: delivered=0x21, outcome=halted, flags=-IF, eip=HANDLERS+0x22
;; expect[pm32]: esp=STACK-12, [STACK-12]=01 00 02 00 08 00 00 00 02 02 00 00
;; expect[real16]: esp=STACK-6, [STACK-6]=01 10 00 00 02 02

;; name: irq-waits-for-if
;; set: irq=0x21:CODE
;; deliver
        nop
        nop

;; name: sti-shadows-one-instruction
;; set: irq=0x21:CODE
;; deliver
        sti
        mov al, 1
here:   mov al, 2
;; expect: delivered=0x21, outcome=halted, eip=HANDLERS+0x22, al=1
;; expect[pm32]: esp=STACK-12, [STACK-12]=03 00 02 00 08 00 00 00 02 02 00 00
;; expect[real16]: esp=STACK-6, [STACK-6]=03 10 00 00 02 02

;; name: sti-with-if-already-set-shadows-nothing
;; set: flags=+IF, irq=0x21:here
;; deliver
        sti
here:   mov al, 1
;; expect: delivered=0x21, outcome=halted, flags=-IF, eip=HANDLERS+0x22
;; expect[pm32]: esp=STACK-12, [STACK-12]=01 00 02 00 08 00 00 00 02 02 00 00
;; expect[real16]: esp=STACK-6, [STACK-6]=01 10 00 00 02 02

;; name: sti-cli-lets-nothing-in
;; set: irq=0x21:CODE
;; deliver
        sti
        cli
        mov al, 1
;; expect: al=1

;; name: sti-hlt-waits
;; set: irq=0x21:CODE+1
;; deliver
        sti
        hlt
        mov al, 1
;; expect: delivered=0x21, outcome=halted, eip=HANDLERS+0x22
;; expect[pm32]: esp=STACK-12, [STACK-12]=02 00 02 00 08 00 00 00 02 02 00 00
;; expect[real16]: esp=STACK-6, [STACK-6]=02 10 00 00 02 02

;; name: mov-ss-shadows-nmi-too
;; set: nmi=here
;; set[pm32]: eax=DATA32
;; deliver
        mov ss, ax
here:   mov bl, 1
        mov bl, 2
;; expect: delivered=2, outcome=halted, eip=HANDLERS+3, bl=1
;; expect[pm32]: esp=STACK-12, [STACK-12]=04 00 02 00 08 00 00 00 02 00 00 00
;; expect[real16]: esp=STACK-6, [STACK-6]=04 10 00 00 02 00

;; name: nmi-does-not-ask-if
;; set: nmi=CODE+1
;; deliver
        nop
        mov bl, 2
;; expect: delivered=2, outcome=halted, eip=HANDLERS+3
;; expect[pm32]: esp=STACK-12, [STACK-12]=01 00 02 00 08 00 00 00 02 00 00 00
;; expect[real16]: esp=STACK-6, [STACK-6]=01 10 00 00 02 00

;; name: pop-ss-shadows
;; mode: real16
;; set: flags=+IF, irq=0x21:here, [STACK]=00 00
;; deliver
        pop ss
here:   mov bl, 1
        mov bl, 2
;; expect: delivered=0x21, outcome=halted, flags=-IF, eip=HANDLERS+0x22, bl=1, esp=STACK-4, [STACK-4]=03 10 00 00 02 02

;; name: popf-shadows-nothing
;; mode: real16
;; set: irq=0x21:CODE, [STACK]=02 02
;; deliver
        popf
here:   mov bl, 1
;; expect: delivered=0x21, outcome=halted, flags=-IF, eip=HANDLERS+0x22, esp=STACK-4, [STACK-4]=01 10 00 00 02 02

;; name: irq-from-ring-3
;; mode: pm32/3
;; set: flags=+IF, irq=0x21:CODE+2
;; deliver
        mov al, 1
        mov al, 2
;; expect: delivered=0x21, outcome=halted, flags=-IF, cpl=0, al=1, cs=CODE32, ss=DATA32, eip=HANDLERS+0x22, esp=STACK0-20, [STACK0-20]=02 00 02 00 2b 00 00 00 02 02 00 00 00 80 00 00 33 00 00 00

;; name: irq-before-an-instruction-that-faults
;; set: flags=+IF, irq=0x21:here
;; deliver
        nop
here:   ud2
;; expect: delivered=0x21, outcome=halted, flags=-IF, eip=HANDLERS+0x22
;; expect[pm32]: esp=STACK-12, [STACK-12]=01 00 02 00 08 00 00 00 02 02 00 00
;; expect[real16]: esp=STACK-6, [STACK-6]=01 10 00 00 02 02
