;; see: SDM Vol. 2B, PUSH
;; modes: all

;; name: eax
;; set: eax=0x11223344, flags=+CF+PF+AF+ZF+SF+OF
        push eax
;; expect: esp=STACK-4, [STACK-4]=44 33 22 11

;; name: ax
;; set: eax=0x11223344
        push ax
;; expect: esp=STACK-2, [STACK-2]=44 33

;; name: ecx
;; set: ecx=0x55667788, flags=+CF+PF+AF+ZF+SF+OF
        push ecx
;; expect: esp=STACK-4, [STACK-4]=88 77 66 55

;; name: cx
;; set: ecx=0x55667788
        push cx
;; expect: esp=STACK-2, [STACK-2]=88 77

;; name: edx
;; set: edx=0x99AABBCC, flags=+CF+PF+AF+ZF+SF+OF
        push edx
;; expect: esp=STACK-4, [STACK-4]=cc bb aa 99

;; name: dx
;; set: edx=0x99AABBCC
        push dx
;; expect: esp=STACK-2, [STACK-2]=cc bb

;; name: ebx
;; set: ebx=0xDDEEFF00, flags=+CF+PF+AF+ZF+SF+OF
        push ebx
;; expect: esp=STACK-4, [STACK-4]=00 ff ee dd

;; name: bx
;; set: ebx=0xDDEEFF00
        push bx
;; expect: esp=STACK-2, [STACK-2]=00 ff

;; name: ebp
;; set: ebp=0x01234567, flags=+CF+PF+AF+ZF+SF+OF
        push ebp
;; expect: esp=STACK-4, [STACK-4]=67 45 23 01

;; name: bp
;; set: ebp=0x01234567
        push bp
;; expect: esp=STACK-2, [STACK-2]=67 45

;; name: esi
;; set: esi=0x89ABCDEF, flags=+CF+PF+AF+ZF+SF+OF
        push esi
;; expect: esp=STACK-4, [STACK-4]=ef cd ab 89

;; name: si
;; set: esi=0x89ABCDEF
        push si
;; expect: esp=STACK-2, [STACK-2]=ef cd

;; name: edi
;; set: edi=0x02468ACE, flags=+CF+PF+AF+ZF+SF+OF
        push edi
;; expect: esp=STACK-4, [STACK-4]=ce 8a 46 02

;; name: di
;; set: edi=0x02468ACE
        push di
;; expect: esp=STACK-2, [STACK-2]=ce 8a

;; name: esp-is-the-old-value
        push esp
;; expect: esp=STACK-4, [STACK-4]=00 80 00 00

;; name: sp-is-the-old-value
        push sp
;; expect: esp=STACK-2, [STACK-2]=00 80

;; name: esp-two-byte-form
;; set: esp=0x7654
        o32
        db 0xFF, 0xF4                 ; push esp
;; expect: esp=0x7650, [0x7650]=54 76 00 00

;; name: esi-two-byte-form
;; set: esi=0xCAFEF00D
        o32
        db 0xFF, 0xF6                 ; push esi
;; expect: esp=STACK-4, [STACK-4]=0d f0 fe ca

;; name: di-two-byte-form
;; set: edi=0xCAFEF00D
        o16
        db 0xFF, 0xF7                 ; push di
;; expect: esp=STACK-2, [STACK-2]=0d f0

;; name: imm8-16-minus-1
;; set: [STACK-2]=aa aa
        o16
        db 0x6A, 0xFF                 ; push word -1
;; expect: esp=STACK-2, [STACK-2]=ff ff

;; name: imm8-32-minus-1
;; set: [STACK-4]=aa aa aa aa
        o32
        db 0x6A, 0xFF                 ; push dword -1
;; expect: esp=STACK-4, [STACK-4]=ff ff ff ff

;; name: imm8-16-minus-128
;; set: [STACK-2]=aa aa
        o16
        db 0x6A, 0x80                 ; push word -128
;; expect: esp=STACK-2, [STACK-2]=80 ff

;; name: imm8-32-minus-128
;; set: [STACK-4]=aa aa aa aa
        o32
        db 0x6A, 0x80                 ; push dword -128
;; expect: esp=STACK-4, [STACK-4]=80 ff ff ff

;; name: imm8-16-127
;; set: [STACK-2]=aa aa
        o16
        db 0x6A, 0x7F                 ; push word 127
;; expect: esp=STACK-2, [STACK-2]=7f 00

;; name: imm8-32-127
;; set: [STACK-4]=aa aa aa aa
        o32
        db 0x6A, 0x7F                 ; push dword 127
;; expect: esp=STACK-4, [STACK-4]=7f 00 00 00

;; name: imm8-16-0
;; set: [STACK-2]=aa aa
        o16
        db 0x6A, 0x00                 ; push word 0
;; expect: esp=STACK-2, [STACK-2]=00 00

;; name: imm8-32-0
;; set: [STACK-4]=aa aa aa aa
        o32
        db 0x6A, 0x00                 ; push dword 0
;; expect: esp=STACK-4, [STACK-4]=00 00 00 00

;; name: imm8-16-minus-30
;; set: [STACK-2]=aa aa
        o16
        db 0x6A, 0xE2                 ; push word -30
;; expect: esp=STACK-2, [STACK-2]=e2 ff

;; name: imm8-32-minus-30
;; set: [STACK-4]=aa aa aa aa
        o32
        db 0x6A, 0xE2                 ; push dword -30
;; expect: esp=STACK-4, [STACK-4]=e2 ff ff ff

;; name: imm16
        push strict word 0x8001
;; expect: esp=STACK-2, [STACK-2]=01 80

;; name: imm32
        push strict dword 0x80000001
;; expect: esp=STACK-4, [STACK-4]=01 00 00 80

;; name: mem16
;; set: [DATA+3]=34 12
        push word [DATA+3]
;; expect: esp=STACK-2, [STACK-2]=34 12

;; name: mem32
;; set: [DATA+3]=78 56 34 12
        push dword [DATA+3]
;; expect: esp=STACK-4, [STACK-4]=78 56 34 12

;; name: mem32-across-pages
;; set: [0x4FFE]=78 56 34 12
        push dword [0x4FFE]
;; expect: esp=STACK-4, [STACK-4]=78 56 34 12

;; name: mem-by-esp-before-it-moves
;; set: [STACK+4]=11 22 33 44
        push dword [esp+4]
;; expect: esp=STACK-4, [STACK-4]=11 22 33 44

;; name: mem-at-esp
;; set: [STACK]=a1 a2 a3 a4
        push dword [esp]
;; expect: esp=STACK-4, [STACK-4]=a1 a2 a3 a4

;; name: mem-at-its-own-place
;; set: [STACK-4]=a1 a2 a3 a4
        push dword [esp-4]
;; expect: esp=STACK-4

;; name: stack-across-pages
;; set: eax=0x12345678, esp=0x5001, [0x4FFD]=ff ff ff ff
        push eax
;; expect: esp=0x4FFD, [0x4FFD]=78 56 34 12

;; name: word-across-pages
;; set: eax=0x12345678, esp=0x5001
        push ax
;; expect: esp=0x4FFF, [0x4FFF]=78 56

;; name: odd-stack
;; set: eax=0x12345678, esp=0x7FFF
        push ax
        push eax
;; expect: esp=0x7FF9, [0x7FF9]=78 56 34 12 78 56

;; name: 16-bit-stack-keeps-the-high-half
;; mode: real16, v86, pm16, pm16/3
;; set: eax=0x1111BEEF, esp=0xA5A58000
        push ax
;; expect: esp=0xA5A57FFE, [0x7FFE]=ef be

;; name: 16-bit-stack-dword
;; mode: real16, v86, pm16, pm16/3
;; set: eax=0x1111BEEF, esp=0xA5A58000
        push eax
;; expect: esp=0xA5A57FFC, [0x7FFC]=ef be 11 11

;; name: sp-wraps-from-zero
;; mode: real16, v86, pm16, pm16/3
;; set: eax=0x1234, esp=0x77770000
        push ax
;; expect: esp=0x7777FFFE, [0xFFFE]=34 12

;; name: sp-wraps-from-zero-dword
;; mode: real16, v86, pm16, pm16/3
;; set: eax=0x12345678, esp=0
        push eax
;; expect: esp=0xFFFC, [0xFFFC]=78 56 34 12

;; name: 32-bit-stack-above-64k
;; mode: pm32, pm32/3
;; set: eax=0x12345678, esp=0x120002
        push ax
        push eax
;; expect: esp=0x11FFFC, [0x11FFFC]=78 56 34 12 78 56

;; name: 32-bit-stack-borrows-from-the-high-half
;; mode: pm32, pm32/3
;; set: eax=0xDEADBEEF, esp=0x30000
        push eax
;; expect: esp=0x2FFFC, [0x2FFFC]=ef be ad de

;; name: big-segment-with-a-16-bit-stack
;; mode: pm16/3, pm32/3
;; set: ss=BIG16, eax=0x12345678, esp=0xABCD0000
        push eax
;; expect: esp=0xABCDFFFC, [0xFFFC]=78 56 34 12

;; name: es-16-real
;; mode: real16, v86
;; set: es=0x1234
        o16 push es
;; expect: esp=STACK-2, [STACK-2]=34 12

;; name: es-16
;; mode: pm16, pm32, pm16/3, pm32/3
        o16 push es
;; expect[pm16]: esp=STACK-2, [STACK-2]=20 00
;; expect[pm32]: esp=STACK-2, [STACK-2]=10 00
;; expect[pm16/3]: esp=STACK-2, [STACK-2]=43 00
;; expect[pm32/3]: esp=STACK-2, [STACK-2]=33 00

;; name: es-32
;; mode: pm16, pm32, pm16/3, pm32/3
;; set: [STACK-4]=00 00 5a 5a
        o32 push es
;; expect[pm16]: [STACK-4]=20 00
;; expect[pm32]: [STACK-4]=10 00
;; expect[pm16/3]: [STACK-4]=43 00
;; expect[pm32/3]: [STACK-4]=33 00
;; expect: esp=STACK-4, [STACK-2]=?? ??

;; name: cs-16-real
;; mode: real16, v86
        o16 push cs
;; expect: esp=STACK-2, [STACK-2]=00 00

;; name: cs-16
;; mode: pm16, pm32, pm16/3, pm32/3
        o16 push cs
;; expect[pm16]: esp=STACK-2, [STACK-2]=18 00
;; expect[pm32]: esp=STACK-2, [STACK-2]=08 00
;; expect[pm16/3]: esp=STACK-2, [STACK-2]=3b 00
;; expect[pm32/3]: esp=STACK-2, [STACK-2]=2b 00

;; name: cs-32
;; mode: pm16, pm32, pm16/3, pm32/3
;; set: [STACK-4]=00 00 5a 5a
        o32 push cs
;; expect[pm16]: [STACK-4]=18 00
;; expect[pm32]: [STACK-4]=08 00
;; expect[pm16/3]: [STACK-4]=3b 00
;; expect[pm32/3]: [STACK-4]=2b 00
;; expect: esp=STACK-4, [STACK-2]=?? ??

;; name: ss-16-real
;; mode: real16, v86
        o16 push ss
;; expect: esp=STACK-2, [STACK-2]=00 00

;; name: ss-16
;; mode: pm16, pm32, pm16/3, pm32/3
        o16 push ss
;; expect[pm16]: esp=STACK-2, [STACK-2]=20 00
;; expect[pm32]: esp=STACK-2, [STACK-2]=10 00
;; expect[pm16/3]: esp=STACK-2, [STACK-2]=43 00
;; expect[pm32/3]: esp=STACK-2, [STACK-2]=33 00

;; name: ss-32
;; mode: pm16, pm32, pm16/3, pm32/3
;; set: [STACK-4]=00 00 5a 5a
        o32 push ss
;; expect[pm16]: [STACK-4]=20 00
;; expect[pm32]: [STACK-4]=10 00
;; expect[pm16/3]: [STACK-4]=43 00
;; expect[pm32/3]: [STACK-4]=33 00
;; expect: esp=STACK-4, [STACK-2]=?? ??

;; name: ds-16-real
;; mode: real16, v86
;; set: ds=0x1234
        o16 push ds
;; expect: esp=STACK-2, [STACK-2]=34 12

;; name: ds-16
;; mode: pm16, pm32, pm16/3, pm32/3
        o16 push ds
;; expect[pm16]: esp=STACK-2, [STACK-2]=20 00
;; expect[pm32]: esp=STACK-2, [STACK-2]=10 00
;; expect[pm16/3]: esp=STACK-2, [STACK-2]=43 00
;; expect[pm32/3]: esp=STACK-2, [STACK-2]=33 00

;; name: ds-32
;; mode: pm16, pm32, pm16/3, pm32/3
;; set: [STACK-4]=00 00 5a 5a
        o32 push ds
;; expect[pm16]: [STACK-4]=20 00
;; expect[pm32]: [STACK-4]=10 00
;; expect[pm16/3]: [STACK-4]=43 00
;; expect[pm32/3]: [STACK-4]=33 00
;; expect: esp=STACK-4, [STACK-2]=?? ??

;; name: fs-16-real
;; mode: real16, v86
;; set: fs=0x1234
        o16 push fs
;; expect: esp=STACK-2, [STACK-2]=34 12

;; name: fs-16
;; mode: pm16, pm32, pm16/3, pm32/3
        o16 push fs
;; expect[pm16]: esp=STACK-2, [STACK-2]=20 00
;; expect[pm32]: esp=STACK-2, [STACK-2]=10 00
;; expect[pm16/3]: esp=STACK-2, [STACK-2]=43 00
;; expect[pm32/3]: esp=STACK-2, [STACK-2]=33 00

;; name: fs-32
;; mode: pm16, pm32, pm16/3, pm32/3
;; set: [STACK-4]=00 00 5a 5a
        o32 push fs
;; expect[pm16]: [STACK-4]=20 00
;; expect[pm32]: [STACK-4]=10 00
;; expect[pm16/3]: [STACK-4]=43 00
;; expect[pm32/3]: [STACK-4]=33 00
;; expect: esp=STACK-4, [STACK-2]=?? ??

;; name: gs-16-real
;; mode: real16, v86
;; set: gs=0x1234
        o16 push gs
;; expect: esp=STACK-2, [STACK-2]=34 12

;; name: gs-16
;; mode: pm16, pm32, pm16/3, pm32/3
        o16 push gs
;; expect[pm16]: esp=STACK-2, [STACK-2]=20 00
;; expect[pm32]: esp=STACK-2, [STACK-2]=10 00
;; expect[pm16/3]: esp=STACK-2, [STACK-2]=43 00
;; expect[pm32/3]: esp=STACK-2, [STACK-2]=33 00

;; name: gs-32
;; mode: pm16, pm32, pm16/3, pm32/3
;; set: [STACK-4]=00 00 5a 5a
        o32 push gs
;; expect[pm16]: [STACK-4]=20 00
;; expect[pm32]: [STACK-4]=10 00
;; expect[pm16/3]: [STACK-4]=43 00
;; expect[pm32/3]: [STACK-4]=33 00
;; expect: esp=STACK-4, [STACK-2]=?? ??

;; name: null-selector
;; mode: pm32, pm32/3
;; set: fs=0
        push fs
;; expect: esp=STACK-4

;; name: below-the-segment
;; mode: pm16/3, pm32/3
;; set: eax=1, ss=EXPAND_DOWN, esp=0x3002
        nop
at:     push eax
;; expect: exception=12:0, eip=at

;; name: lowest-of-an-expand-down-segment
;; mode: pm16/3, pm32/3
;; set: eax=0x12345678, ss=EXPAND_DOWN, esp=0x3104
        push eax
;; expect: esp=0x3100, [0x3100]=78 56 34 12

;; name: source-faults-before-esp-moves
;; mode: pm16, pm32, pm16/3, pm32/3
;; set: fs=SMALL
        nop
at:     push dword [fs:0xD]
;; expect: exception=13:0, eip=at

;; name: source-at-the-segment-s-end
;; mode: pm16, pm32, pm16/3, pm32/3
;; set: fs=SMALL, [DATA+0xC]=01 02 03 04
        push dword [fs:0xC]
;; expect: esp=STACK-4, [STACK-4]=01 02 03 04

;; name: sp-1-word
;; mode: pm16, pm16/3
;; set: esp=1
        nop
at:     push ax
;; expect: exception=12:0, eip=at

;; name: sp-2-dword
;; mode: pm16, pm16/3
;; set: esp=2
        nop
at:     push eax
;; expect: exception=12:0, eip=at
