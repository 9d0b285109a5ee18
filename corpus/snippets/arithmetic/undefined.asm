;; see: SDM Vol. 2D, tables A-2 to A-6: encodings without a meaning
;; modes: all

;; name: 8f-1
;; skip qemu: its translator does not look at the reg field of 8F, C6 and C7
;; set: eax=1, ebx=DATA, ebp=DATA, edi=0
        nop
at:     db 0x8F, 0x0B, 0, 0, 0, 0
;; expect: exception=6, eip=at

;; name: 8f-4
;; skip qemu: its translator does not look at the reg field of 8F, C6 and C7
;; set: eax=1, ebx=DATA, ebp=DATA, edi=0
        nop
at:     db 0x8F, 0x23, 0, 0, 0, 0
;; expect: exception=6, eip=at

;; name: 8f-7
;; skip qemu: its translator does not look at the reg field of 8F, C6 and C7
;; set: eax=1, ebx=DATA, ebp=DATA, edi=0
        nop
at:     db 0x8F, 0x3B, 0, 0, 0, 0
;; expect: exception=6, eip=at

;; name: c6-1
;; skip qemu: its translator does not look at the reg field of 8F, C6 and C7
;; set: eax=1, ebx=DATA, ebp=DATA, edi=0
        nop
at:     db 0xC6, 0xC8, 0, 0, 0, 0
;; expect: exception=6, eip=at

;; name: c6-3
;; set: eax=1, ebx=DATA, ebp=DATA, edi=0
        nop
at:     db 0xC6, 0xD8, 0, 0, 0, 0
;; expect: exception=6, eip=at

;; name: c6-6
;; skip qemu: its translator does not look at the reg field of 8F, C6 and C7
;; set: eax=1, ebx=DATA, ebp=DATA, edi=0
        nop
at:     db 0xC6, 0xF0, 0, 0, 0, 0
;; expect: exception=6, eip=at

;; name: c7-1
;; skip qemu: its translator does not look at the reg field of 8F, C6 and C7
;; set: eax=1, ebx=DATA, ebp=DATA, edi=0
        nop
at:     db 0xC7, 0xC8, 0, 0, 0, 0
;; expect: exception=6, eip=at

;; name: c7-3
;; set: eax=1, ebx=DATA, ebp=DATA, edi=0
        nop
at:     db 0xC7, 0xD8, 0, 0, 0, 0
;; expect: exception=6, eip=at

;; name: c7-6
;; skip qemu: its translator does not look at the reg field of 8F, C6 and C7
;; set: eax=1, ebx=DATA, ebp=DATA, edi=0
        nop
at:     db 0xC7, 0xF0, 0, 0, 0, 0
;; expect: exception=6, eip=at

;; name: fe-2
;; set: eax=1, ebx=DATA, ebp=DATA, edi=0
        nop
at:     db 0xFE, 0xD0
;; expect: exception=6, eip=at

;; name: fe-3
;; set: eax=1, ebx=DATA, ebp=DATA, edi=0
        nop
at:     db 0xFE, 0xD8
;; expect: exception=6, eip=at

;; name: fe-4
;; set: eax=1, ebx=DATA, ebp=DATA, edi=0
        nop
at:     db 0xFE, 0xE0
;; expect: exception=6, eip=at

;; name: fe-5
;; set: eax=1, ebx=DATA, ebp=DATA, edi=0
        nop
at:     db 0xFE, 0xE8
;; expect: exception=6, eip=at

;; name: fe-6
;; set: eax=1, ebx=DATA, ebp=DATA, edi=0
        nop
at:     db 0xFE, 0xF0
;; expect: exception=6, eip=at

;; name: fe-7
;; set: eax=1, ebx=DATA, ebp=DATA, edi=0
        nop
at:     db 0xFE, 0xF8
;; expect: exception=6, eip=at

;; name: ff-7
;; set: eax=1, ebx=DATA, ebp=DATA, edi=0
        nop
at:     db 0xFF, 0xF8
;; expect: exception=6, eip=at

;; name: 0f-ba-0
;; set: eax=1, ebx=DATA, ebp=DATA, edi=0
        nop
at:     db 0x0F, 0xBA, 0xC0, 1
;; expect: exception=6, eip=at

;; name: 0f-ba-1
;; set: eax=1, ebx=DATA, ebp=DATA, edi=0
        nop
at:     db 0x0F, 0xBA, 0xC8, 1
;; expect: exception=6, eip=at

;; name: 0f-ba-2
;; set: eax=1, ebx=DATA, ebp=DATA, edi=0
        nop
at:     db 0x0F, 0xBA, 0xD0, 1
;; expect: exception=6, eip=at

;; name: 0f-ba-3
;; set: eax=1, ebx=DATA, ebp=DATA, edi=0
        nop
at:     db 0x0F, 0xBA, 0xD8, 1
;; expect: exception=6, eip=at

;; name: 0f-b9
;; set: eax=1, ebx=DATA, ebp=DATA, edi=0
        nop
at:     db 0x0F, 0xB9, 0xC0
;; expect: exception=6, eip=at

;; name: 0f-0b
;; set: eax=1, ebx=DATA, ebp=DATA, edi=0
        nop
at:     db 0x0F, 0x0B
;; expect: exception=6, eip=at

;; name: 0f-ff
;; set: eax=1, ebx=DATA, ebp=DATA, edi=0
        nop
at:     db 0x0F, 0xFF, 0xC0
;; expect: exception=6, eip=at

;; name: 0f-04
;; set: eax=1, ebx=DATA, ebp=DATA, edi=0
        nop
at:     db 0x0F, 0x04
;; expect: exception=6, eip=at

;; name: 0f-24-on-a-p6
;; set: eax=1, ebx=DATA, ebp=DATA, edi=0
        nop
at:     db 0x0F, 0x24, 0xC0
;; expect: exception=6, eip=at

;; name: 8c-6
;; set: eax=1, ebx=DATA, ebp=DATA, edi=0
        nop
at:     db 0x8C, 0xF0
;; expect: exception=6, eip=at

;; name: 8c-7
;; set: eax=1, ebx=DATA, ebp=DATA, edi=0
        nop
at:     db 0x8C, 0xF8
;; expect: exception=6, eip=at

;; name: 8e-1-mov-to-cs
;; set: eax=1, ebx=DATA, ebp=DATA, edi=0
        nop
at:     db 0x8E, 0xC8
;; expect: exception=6, eip=at

;; name: 8e-6
;; set: eax=1, ebx=DATA, ebp=DATA, edi=0
        nop
at:     db 0x8E, 0xF0
;; expect: exception=6, eip=at

;; name: 62-register
;; set: eax=1, ebx=DATA, ebp=DATA, edi=0
        nop
at:     db 0x62, 0xC0
;; expect: exception=6, eip=at

;; name: c4-register
;; set: eax=1, ebx=DATA, ebp=DATA, edi=0
        nop
at:     db 0xC4, 0xC0
;; expect: exception=6, eip=at

;; name: c5-register
;; set: eax=1, ebx=DATA, ebp=DATA, edi=0
        nop
at:     db 0xC5, 0xC0
;; expect: exception=6, eip=at

;; name: 0f-b2-register
;; set: eax=1, ebx=DATA, ebp=DATA, edi=0
        nop
at:     db 0x0F, 0xB2, 0xC0
;; expect: exception=6, eip=at

;; name: 0f-c7-0
;; set: eax=1, ebx=DATA, ebp=DATA, edi=0
        nop
at:     db 0x0F, 0xC7, 0x03
;; expect: exception=6, eip=at

;; name: ff-3-register
;; skip unicorn: it ends the translator: "tcg fatal error"
;; set: eax=1, ebx=DATA, ebp=DATA, edi=0
        nop
at:     db 0xFF, 0xD8
;; expect: exception=6, eip=at

;; name: ff-5-register
;; skip unicorn: it ends the translator: "tcg fatal error"
;; set: eax=1, ebx=DATA, ebp=DATA, edi=0
        nop
at:     db 0xFF, 0xE8
;; expect: exception=6, eip=at

;; name: fe-memory
;; set: eax=1, ebx=DATA, ebp=DATA, edi=0
        nop
at:     db 0xFE, 0x13
;; expect: exception=6, eip=at

;; name: ff-7-memory
;; set: eax=1, ebx=DATA, ebp=DATA, edi=0
        nop
at:     db 0xFF, 0x3B
;; expect: exception=6, eip=at
