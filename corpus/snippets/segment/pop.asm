;; see: SDM Vol. 2, POP segment register
;; modes: pm16, pm32, pm16/3, pm32/3

;; name: ds-valid
;; set: [STACK]=33 00 ff ff
        pop ds
;; expect: ds=DATA32_3, esp=STACK+4
;; expect[pm16, pm16/3]: esp=STACK+2

;; name: ds-not-present-leaves-esp
;; set: [STACK]=5b 00 00 00
        pop ds
;; expect: exception=11:NOT_PRESENT-3

;; name: es-valid
;; set: [STACK]=33 00 ff ff
        pop es
;; expect: es=DATA32_3, esp=STACK+4
;; expect[pm16, pm16/3]: esp=STACK+2

;; name: es-not-present-leaves-esp
;; set: [STACK]=5b 00 00 00
        pop es
;; expect: exception=11:NOT_PRESENT-3

;; name: fs-valid
;; set: [STACK]=33 00 ff ff
        pop fs
;; expect: fs=DATA32_3, esp=STACK+4
;; expect[pm16, pm16/3]: esp=STACK+2

;; name: fs-not-present-leaves-esp
;; set: [STACK]=5b 00 00 00
        pop fs
;; expect: exception=11:NOT_PRESENT-3

;; name: gs-valid
;; set: [STACK]=33 00 ff ff
        pop gs
;; expect: gs=DATA32_3, esp=STACK+4
;; expect[pm16, pm16/3]: esp=STACK+2

;; name: gs-not-present-leaves-esp
;; set: [STACK]=5b 00 00 00
        pop gs
;; expect: exception=11:NOT_PRESENT-3

;; name: ds-o16
;; mode: pm32, pm32/3
;; set: [STACK]=33 00
        o16 pop ds
;; expect: ds=DATA32_3, esp=STACK+2

;; name: ds-o32
;; mode: pm16, pm16/3
;; set: [STACK]=33 00
        o32 pop ds
;; expect: ds=DATA32_3, esp=STACK+4

;; name: ds-null
;; set: [STACK]=00 00 ff ff
        pop ds
;; expect: ds=0, esp=STACK+4
;; expect[pm16, pm16/3]: esp=STACK+2

;; name: ss-keeps-the-stack-going
;; mode: pm32/3
;; set: [STACK]=07 00 00 00 34 12 00 00
        pop ss
        pop eax
;; expect: ss=LDT_DATA, eax=0x1234, esp=STACK+8

;; name: ss-null
;; set: [STACK]=00 00 00 00
        pop ss
;; expect: exception=13:0

;; name: ss-not-present
;; mode: pm16/3, pm32/3
;; set: [STACK]=ab 00 00 00
        pop ss
;; expect: exception=12:STACK_NOT_PRESENT-3

;; name: ss-shadows-single-step
;; see: SDM Vol. 3A, 6.8.3: the trap comes after the instruction that follows POP SS
;; mode: pm32
;; set: [STACK]=10 00 00 00, flags=+TF
        pop ss
        nop
after:  nop
;; expect: exception=1, eip=after, ss=DATA32, esp=STACK+4, dr6=0xFFFF4FF0

;; name: real
;; mode: real16, v86
;; set: [STACK]=34 12 
        pop es
;; expect: es=0x1234, esp=STACK+2

;; name: real-o32
;; mode: real16, v86
;; set: [STACK]=34 12 ff ff
        o32 pop gs
;; expect: gs=0x1234, esp=STACK+4
