;; see: SDM Vol. 2, LDS/LES/LFS/LGS/LSS: offset first, selector behind it
;; modes: pm16, pm32, pm16/3, pm32/3

;; name: lds-32
;; set: [DATA]=78 56 34 12 33 00
        lds eax, [DATA]
;; expect: eax=0x12345678, ds=DATA32_3

;; name: lds-16
;; set: eax=0xAAAAAAAA, [DATA]=34 12 07 00
        lds ax, [DATA]
;; expect: eax=0xAAAA1234, ds=LDT_DATA

;; name: lds-not-present-leaves-the-register
;; set: [DATA]=78 56 34 12 5b 00
        lds eax, [DATA]
;; expect: exception=11:NOT_PRESENT-3

;; name: les-32
;; set: [DATA]=78 56 34 12 33 00
        les eax, [DATA]
;; expect: eax=0x12345678, es=DATA32_3

;; name: les-16
;; set: eax=0xAAAAAAAA, [DATA]=34 12 07 00
        les ax, [DATA]
;; expect: eax=0xAAAA1234, es=LDT_DATA

;; name: les-not-present-leaves-the-register
;; set: [DATA]=78 56 34 12 5b 00
        les eax, [DATA]
;; expect: exception=11:NOT_PRESENT-3

;; name: lfs-32
;; set: [DATA]=78 56 34 12 33 00
        lfs eax, [DATA]
;; expect: eax=0x12345678, fs=DATA32_3

;; name: lfs-16
;; set: eax=0xAAAAAAAA, [DATA]=34 12 07 00
        lfs ax, [DATA]
;; expect: eax=0xAAAA1234, fs=LDT_DATA

;; name: lfs-not-present-leaves-the-register
;; set: [DATA]=78 56 34 12 5b 00
        lfs eax, [DATA]
;; expect: exception=11:NOT_PRESENT-3

;; name: lgs-32
;; set: [DATA]=78 56 34 12 33 00
        lgs eax, [DATA]
;; expect: eax=0x12345678, gs=DATA32_3

;; name: lgs-16
;; set: eax=0xAAAAAAAA, [DATA]=34 12 07 00
        lgs ax, [DATA]
;; expect: eax=0xAAAA1234, gs=LDT_DATA

;; name: lgs-not-present-leaves-the-register
;; set: [DATA]=78 56 34 12 5b 00
        lgs eax, [DATA]
;; expect: exception=11:NOT_PRESENT-3

;; name: lds-null
;; set: [DATA]=78 56 34 12 00 00
        lds ebx, [DATA]
;; expect: ebx=0x12345678, ds=0

;; name: lss-32
;; mode: pm32/3, pm16/3
;; set: [DATA]=00 70 00 00 07 00
        lss esp, [DATA]
        nop
;; expect: esp=0x7000, ss=LDT_DATA

;; name: lss-16-keeps-the-high-half
;; mode: pm32, pm16
;; set: esp=0x00018000, [DATA]=00 70 20 00
        lss sp, [DATA]
        nop
;; expect: esp=0x00017000, ss=DATA16

;; name: lss-null
;; set: [DATA]=00 70 00 00 00 00
        lss esp, [DATA]
;; expect: exception=13:0

;; name: lss-not-present
;; mode: pm32/3, pm16/3
;; set: [DATA]=00 70 00 00 ab 00
        lss esp, [DATA]
;; expect: exception=12:STACK_NOT_PRESENT-3

;; name: lss-throws-no-shadow
;; see: SDM Vol. 3A, 6.8.3: LSS is one instruction, it shadows nothing
;; mode: pm32
;; set: flags=+IF, irq=0x21:next, [DATA]=00 70 00 00 10 00
;; deliver
        lss esp, [DATA]
next:   nop
;; expect: delivered=0x21, outcome=halted, flags=-IF, eip=HANDLERS+0x22, esp=0x6FF4, [0x6FF4]=07 00 02 00 08 00 00 00 02 02 00 00

;; name: the-selector-lies-beyond-the-limit
;; set: es=SMALL
        lds eax, [es:0xB]
;; expect: exception=13:0

;; name: exactly-to-the-limit
;; set: es=SMALL, [DATA+0xA]=01 02 03 04 33 00
        lfs eax, [es:0xA]
;; expect: eax=0x04030201, fs=DATA32_3

;; name: lds-register-is-undefined-in-32-bit-code
;; mode: pm32, pm32/3, pm16, real16, v86
        db 0xC5, 0xC0
;; expect: exception=6

;; name: les-register-is-undefined
;; mode: pm32, pm32/3, pm16, real16, v86
        db 0xC4, 0xC0
;; expect: exception=6

;; name: lss-register-is-undefined
;; mode: pm32, pm32/3, pm16, real16, v86
        db 0x0F, 0xB2, 0xC0
;; expect: exception=6

;; name: real-les
;; mode: real16, v86
;; set: [DATA]=34 12 00 20
        les di, [DATA]
;; expect: edi=0x1234, es=0x2000

;; name: real-lds-uses-its-new-segment-after
;; mode: real16, v86
;; set: [DATA]=03 00 00 02 00 00, [DATA+3]=02
        lds si, [DATA]
        mov al, [si]
;; expect: esi=3, ds=0x0200, al=0x02
