;; see: SDM Vol. 2, SLDT, STR, LLDT, LTR
;; modes: pm32, pm32/3, pm16

;; name: sldt-register
;; mode: pm32, pm32/3
;; set: eax=0xFFFFFFFF
        sldt eax
;; expect: eax=LDT_SELECTOR

;; name: sldt-register-16
;; set: eax=0xFFFFFFFF
        sldt ax
;; expect: ax=LDT_SELECTOR

;; name: sldt-memory
;; set: [DATA]=ff ff ff ff
        sldt [DATA]
;; expect: [DATA]=50 00

;; name: str-register
;; mode: pm32, pm32/3
;; set: eax=0xFFFFFFFF
        str eax
;; expect: eax=TSS_SELECTOR

;; name: str-memory
;; set: [DATA]=ff ff ff ff
        str [DATA]
;; expect: [DATA]=48 00

;; name: sldt-in-real-mode
;; mode: real16, v86
        sldt ax
;; expect: exception=6

;; name: str-in-real-mode
;; mode: real16, v86
        str ax
;; expect: exception=6

;; name: lldt-in-real-mode
;; mode: real16, v86
        lldt ax
;; expect: exception=6

;; name: lldt
;; mode: pm32, pm16
;; set: eax=LDT_SELECTOR, ldtr=0
        lldt ax
;; expect: ldtr=LDT_SELECTOR

;; name: lldt-null
;; mode: pm32, pm16
        lldt ax
;; expect: ldtr=0

;; name: lldt-of-data
;; mode: pm32, pm16
;; set: eax=DATA32
        lldt ax
;; expect: exception=13:DATA32

;; name: lldt-of-the-ldt
;; mode: pm32
;; set: eax=4
        lldt ax
;; expect: exception=13:4

;; name: lldt-out-of-the-table
;; mode: pm32
;; set: eax=0xB8
        lldt ax
;; expect: exception=13:0xB8

;; name: lldt-not-present
;; mode: pm32
;; set: eax=LDT_SELECTOR, [GDT+0x55]=02, ldtr=0
        lldt ax
;; expect: exception=11:LDT_SELECTOR

;; name: lldt-at-ring-3
;; mode: pm32/3
        lldt ax
;; expect: exception=13:0

;; name: ltr
;; mode: pm32, pm16
;; set: eax=TSS2_SELECTOR
        ltr ax
;; expect: tr=TSS2_SELECTOR, [GDT+0x95]=8b

;; name: ltr-busy
;; mode: pm32, pm16
;; set: eax=TSS_SELECTOR
        ltr ax
;; expect: exception=13:TSS_SELECTOR

;; name: ltr-null
;; mode: pm32
        ltr ax
;; expect: exception=13:0

;; name: ltr-data
;; mode: pm32
;; set: eax=DATA32
        ltr ax
;; expect: exception=13:DATA32

;; name: ltr-not-present
;; mode: pm32
;; set: eax=TSS2_SELECTOR, [GDT+0x95]=09
        ltr ax
;; expect: exception=11:TSS2_SELECTOR

;; name: ltr-at-ring-3
;; mode: pm32/3
;; set: eax=TSS2_SELECTOR
        ltr ax
;; expect: exception=13:0
