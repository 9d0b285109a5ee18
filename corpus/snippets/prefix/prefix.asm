;; see: SDM Vol. 2, 2.1.1: groups of prefixes; 2.3.11: at most 15 bytes
;; modes: real16, v86, pm16, pm32, pm32/3

;; name: es-nop
;; set: eax=0x12345678
        db 0x26, 0x90

;; name: es-mov-register
;; set: eax=0x12345678
        db 0x26, 0x88, 0xC3
;; expect: bl=0x78

;; name: cs-nop
;; set: eax=0x12345678
        db 0x2e, 0x90

;; name: cs-mov-register
;; set: eax=0x12345678
        db 0x2e, 0x88, 0xC3
;; expect: bl=0x78

;; name: ss-nop
;; set: eax=0x12345678
        db 0x36, 0x90

;; name: ss-mov-register
;; set: eax=0x12345678
        db 0x36, 0x88, 0xC3
;; expect: bl=0x78

;; name: ds-nop
;; set: eax=0x12345678
        db 0x3e, 0x90

;; name: ds-mov-register
;; set: eax=0x12345678
        db 0x3e, 0x88, 0xC3
;; expect: bl=0x78

;; name: fs-nop
;; set: eax=0x12345678
        db 0x64, 0x90

;; name: fs-mov-register
;; set: eax=0x12345678
        db 0x64, 0x88, 0xC3
;; expect: bl=0x78

;; name: gs-nop
;; set: eax=0x12345678
        db 0x65, 0x90

;; name: gs-mov-register
;; set: eax=0x12345678
        db 0x65, 0x88, 0xC3
;; expect: bl=0x78

;; name: o16-nop
;; set: eax=0x12345678
        db 0x66, 0x90

;; name: o16-mov-register
;; set: eax=0x12345678
        db 0x66, 0x88, 0xC3
;; expect: bl=0x78

;; name: a16-nop
;; set: eax=0x12345678
        db 0x67, 0x90

;; name: a16-mov-register
;; set: eax=0x12345678
        db 0x67, 0x88, 0xC3
;; expect: bl=0x78

;; name: rep-nop
;; set: eax=0x12345678
        db 0xf3, 0x90

;; name: rep-mov-register
;; set: eax=0x12345678
        db 0xf3, 0x88, 0xC3
;; expect: bl=0x78

;; name: repne-nop
        db 0xF2, 0x90

;; name: repne-mov-register
;; set: eax=0x12345678
        db 0xF2, 0x88, 0xC3
;; expect: bl=0x78

;; name: rep-add
;; set: eax=5, ebx=3
        db 0xF3, 0x00, 0xC3
;; expect: bl=8

;; name: rep-jmp
        db 0xF3, 0xEB, 0x02
        mov al, 1

;; name: repne-jmp
        db 0xF2, 0xEB, 0x02
        mov al, 1

;; name: repne-jz
;; set: flags=+ZF
        db 0xF2, 0x74, 0x02
        mov al, 1

;; name: cs-jz-not-taken-hint
        db 0x2E, 0x74, 0x02
        mov al, 1
;; expect: al=1

;; name: ds-jz-taken-hint
;; set: flags=+ZF
        db 0x3E, 0x74, 0x02
        mov al, 1

;; name: rep-push
;; mode: pm32, pm32/3
        db 0xF3, 0x6A, 0x05
;; expect: esp=STACK-4, [STACK-4]=05 00 00 00

;; name: rep-bsf-is-bsf
;; set: ebx=0x8
        db 0xF3, 0x0F, 0xBC, 0xC3
;; expect: eax=3, flags=-ZF?CF?PF?AF?SF?OF

;; name: rep-bsf-of-zero-sets-zf
;; skip unicorn: its model has BMI1 and LZCNT
;; set: ebx=0
        db 0xF3, 0x0F, 0xBC, 0xC3
;; expect: eax=?, flags=+ZF?CF?PF?AF?SF?OF

;; name: rep-bsr-is-bsr
;; skip unicorn: its model has BMI1 and LZCNT
;; set: ebx=0x8
        db 0xF3, 0x0F, 0xBD, 0xC3
;; expect: eax=3, flags=-ZF?CF?PF?AF?SF?OF

;; name: rep-bsr-of-zero-sets-zf
;; skip unicorn: its model has BMI1 and LZCNT
;; set: ebx=0
        db 0xF3, 0x0F, 0xBD, 0xC3
;; expect: eax=?, flags=+ZF?CF?PF?AF?SF?OF

;; name: repne-bsf-is-bsf
;; set: ebx=0x8
        db 0xF2, 0x0F, 0xBC, 0xC3
;; expect: eax=3, flags=-ZF?CF?PF?AF?SF?OF

;; name: the-prefix-twice
;; mode: pm32, pm32/3
;; set: eax=0x11110000
        db 0x66, 0x66, 0xB8
        dw 0x1234
;; expect: eax=0x11111234

;; name: operand-size-twice-in-16-bit-code
;; mode: real16, v86, pm16
        db 0x66, 0x66, 0xB8
        dd 0x12345678
;; expect: eax=0x12345678

;; name: order-does-not-matter-1
;; mode: pm32, pm32/3
;; set: [DATA]=34 12
        db 0x66, 0x67, 0xA1
        dw DATA
;; expect: eax=0x1234

;; name: order-does-not-matter-2
;; mode: pm32, pm32/3
;; set: [DATA]=34 12
        db 0x67, 0x66, 0xA1
        dw DATA
;; expect: eax=0x1234

;; name: same-override-twice
;; mode: pm32, pm32/3
;; set: fs=SMALL, [DATA+4]=77
        db 0x64, 0x64, 0xA0
        dd 4
;; expect: al=0x77

;; name: override-on-lea
;; mode: pm32, pm32/3
;; set: fs=SMALL, ebx=0x1234
        db 0x64, 0x8D, 0x03
;; expect: eax=0x1234

;; name: fifteen-bytes
        times 14 db 0x3E
        nop

;; name: fifteen-bytes-with-an-immediate
;; mode: pm32, pm32/3
        times 10 db 0x3E
        db 0xB8
        dd 0x12345678
;; expect: eax=0x12345678

;; name: sixteen-bytes
;; expect[real16]: exception=13
        times 15 db 0x3E
        nop
;; expect: exception=13:0

;; name: sixteen-bytes-with-an-immediate
;; mode: pm32, pm32/3
        times 11 db 0x3E
        db 0xB8
        dd 0x12345678
;; expect: exception=13:0

;; name: prefixes-for-ever
;; expect[real16]: exception=13
        times 40 db 0x66
;; expect: exception=13:0

;; name: a16-jcxz
;; mode: pm32, pm32/3
;; set: ecx=0x10000
        db 0x67, 0xE3, 0x02
        mov al, 1

;; name: rep-cpuid-like-0f-b8-is-undefined
        db 0xF3, 0x0F, 0xB8, 0xC3
;; expect: exception=6

;; name: a16-push
;; mode: pm32, pm32/3
        db 0x67, 0x6A, 0x05
;; expect: esp=STACK-4, [STACK-4]=05 00 00 00

;; name: o16-string-with-a16
;; mode: pm32, pm32/3
;; set: esi=DATA, edi=DATA+8, [DATA]=01 02 03 04
        db 0x66, 0x67, 0xA5
;; expect: esi=DATA+2, edi=DATA+10, [DATA+8]=01 02
