;; see: SDM Vol. 2B, POP: the stack pointer moves before a memory destination is computed and before ESP is written
;; modes: all

;; name: eax
;; set: [STACK]=44 33 22 11, eax=0x5A5A5A5A, flags=+CF+PF+AF+ZF+SF+OF
        pop eax
;; expect: esp=STACK+4, eax=0x11223344

;; name: ax
;; set: [STACK]=44 33, eax=0x5A5A5A5A
        pop ax
;; expect: esp=STACK+2, ax=0x3344

;; name: ecx
;; set: [STACK]=88 77 66 55, ecx=0x5A5A5A5A, flags=+CF+PF+AF+ZF+SF+OF
        pop ecx
;; expect: esp=STACK+4, ecx=0x55667788

;; name: cx
;; set: [STACK]=88 77, ecx=0x5A5A5A5A
        pop cx
;; expect: esp=STACK+2, cx=0x7788

;; name: edx
;; set: [STACK]=cc bb aa 99, edx=0x5A5A5A5A, flags=+CF+PF+AF+ZF+SF+OF
        pop edx
;; expect: esp=STACK+4, edx=0x99AABBCC

;; name: dx
;; set: [STACK]=cc bb, edx=0x5A5A5A5A
        pop dx
;; expect: esp=STACK+2, dx=0xBBCC

;; name: ebx
;; set: [STACK]=00 ff ee dd, ebx=0x5A5A5A5A, flags=+CF+PF+AF+ZF+SF+OF
        pop ebx
;; expect: esp=STACK+4, ebx=0xDDEEFF00

;; name: bx
;; set: [STACK]=00 ff, ebx=0x5A5A5A5A
        pop bx
;; expect: esp=STACK+2, bx=0xFF00

;; name: ebp
;; set: [STACK]=67 45 23 01, ebp=0x5A5A5A5A, flags=+CF+PF+AF+ZF+SF+OF
        pop ebp
;; expect: esp=STACK+4, ebp=0x01234567

;; name: bp
;; set: [STACK]=67 45, ebp=0x5A5A5A5A
        pop bp
;; expect: esp=STACK+2, bp=0x4567

;; name: esi
;; set: [STACK]=ef cd ab 89, esi=0x5A5A5A5A, flags=+CF+PF+AF+ZF+SF+OF
        pop esi
;; expect: esp=STACK+4, esi=0x89ABCDEF

;; name: si
;; set: [STACK]=ef cd, esi=0x5A5A5A5A
        pop si
;; expect: esp=STACK+2, si=0xCDEF

;; name: edi
;; set: [STACK]=ce 8a 46 02, edi=0x5A5A5A5A, flags=+CF+PF+AF+ZF+SF+OF
        pop edi
;; expect: esp=STACK+4, edi=0x02468ACE

;; name: di
;; set: [STACK]=ce 8a, edi=0x5A5A5A5A
        pop di
;; expect: esp=STACK+2, di=0x8ACE

;; name: esp
;; set: [STACK]=78 56 00 00
        pop esp
;; expect: esp=0x5678

;; name: sp
;; set: esp=0x7000, [0x7000]=34 12
        pop sp
;; expect: esp=0x1234

;; name: sp-keeps-the-high-half
;; mode: real16, v86, pm16, pm16/3
;; set: esp=0xABCD7000, [0x7000]=34 12
        pop sp
;; expect: esp=0xABCD1234

;; name: esp-replaces-the-high-half
;; mode: real16, v86, pm16, pm16/3
;; set: esp=0xABCD7000, [0x7000]=34 12 00 00
        pop esp
;; expect: esp=0x1234

;; name: esi-two-byte-form
;; set: [STACK]=0d f0 fe ca
        o32
        db 0x8F, 0xC6                 ; pop esi
;; expect: esp=STACK+4, esi=0xCAFEF00D

;; name: mem16
;; set: [STACK]=34 12
        pop word [DATA+5]
;; expect: esp=STACK+2, [DATA+5]=34 12

;; name: mem32
;; set: [STACK]=78 56 34 12
        pop dword [DATA+5]
;; expect: esp=STACK+4, [DATA+5]=78 56 34 12

;; name: mem-at-esp-after-it-moved
;; set: [STACK]=a1 a2 a3 a4
        pop dword [esp]
;; expect: esp=STACK+4, [STACK+4]=a1 a2 a3 a4

;; name: mem-by-esp-after-it-moved
;; set: [STACK]=a1 a2 a3 a4
        pop dword [esp+8]
;; expect: esp=STACK+4, [STACK+12]=a1 a2 a3 a4

;; name: mem-by-esp-word
;; set: [STACK]=a1 a2 a3 a4
        pop word [esp]
;; expect: esp=STACK+2, [STACK+2]=a1 a2

;; name: mem-by-ebp
;; set: [STACK]=a1 a2 a3 a4, ebp=0x7004
        pop dword [ebp-4]
;; expect: esp=STACK+4, [0x7000]=a1 a2 a3 a4

;; name: mem-across-pages
;; set: [STACK]=a1 a2 a3 a4
        pop dword [0x4FFE]
;; expect: esp=STACK+4, [0x4FFE]=a1 a2 a3 a4

;; name: stack-across-pages
;; set: esp=0x4FFD, [0x4FFD]=a1 a2 a3 a4
        pop ecx
;; expect: esp=0x5001, ecx=0xA4A3A2A1

;; name: sp-wraps-to-zero
;; mode: real16, v86, pm16, pm16/3
;; set: esp=0x7777FFFE, [0xFFFE]=34 12
        pop ax
;; expect: esp=0x77770000, ax=0x1234

;; name: sp-wraps-to-zero-dword
;; mode: real16, v86, pm16, pm16/3
;; set: esp=0x7777FFFC, [0xFFFC]=78 56 34 12
        pop eax
;; expect: esp=0x77770000, eax=0x12345678

;; name: 32-bit-stack-carries-into-the-high-half
;; mode: pm32, pm32/3
;; set: esp=0x2FFFC, [0x2FFFC]=78 56 34 12
        pop eax
;; expect: esp=0x30000, eax=0x12345678

;; name: above-64k
;; mode: pm32, pm32/3
;; set: esp=0x10FFFE, [0x10FFFE]=34 12
        pop ax
;; expect: esp=0x110000, ax=0x1234

;; name: sp-ffff-word
;; mode: pm16, pm16/3
;; set: esp=0xFFFF
        nop
at:     pop ax
;; expect: exception=12:0, eip=at

;; name: destination-faults-and-esp-stays
;; mode: pm16, pm32, pm16/3, pm32/3
;; set: fs=SMALL, [STACK]=01 02 03 04
        nop
at:     pop dword [fs:0xD]
;; expect: exception=13:0, eip=at

;; name: read-only-destination
;; mode: pm16, pm32, pm16/3, pm32/3
;; set: fs=READ_ONLY, [STACK]=01 02 03 04
        nop
at:     pop dword [fs:DATA]
;; expect: exception=13:0, eip=at

;; name: es-16-real
;; mode: real16, v86
;; set: [STACK]=34 12
        o16 pop es
;; expect: esp=STACK+2, es=0x1234

;; name: es-32-real
;; mode: real16, v86
;; set: [STACK]=00 b8 ff ff
        o32 pop es
;; expect: esp=STACK+4, es=0xB800

;; name: es-16
;; mode: pm16, pm32, pm16/3, pm32/3
;; set: [STACK]=33 00
        o16 pop es
;; expect: esp=STACK+2, es=DATA32_3

;; name: es-32-takes-the-low-half
;; mode: pm16, pm32, pm16/3, pm32/3
;; set: [STACK]=83 00 ff ff
        o32 pop es
;; expect: esp=STACK+4, es=SMALL

;; name: ds-16-real
;; mode: real16, v86
;; set: [STACK]=34 12
        o16 pop ds
;; expect: esp=STACK+2, ds=0x1234

;; name: ds-32-real
;; mode: real16, v86
;; set: [STACK]=00 b8 ff ff
        o32 pop ds
;; expect: esp=STACK+4, ds=0xB800

;; name: ds-16
;; mode: pm16, pm32, pm16/3, pm32/3
;; set: [STACK]=33 00
        o16 pop ds
;; expect: esp=STACK+2, ds=DATA32_3

;; name: ds-32-takes-the-low-half
;; mode: pm16, pm32, pm16/3, pm32/3
;; set: [STACK]=83 00 ff ff
        o32 pop ds
;; expect: esp=STACK+4, ds=SMALL

;; name: fs-16-real
;; mode: real16, v86
;; set: [STACK]=34 12
        o16 pop fs
;; expect: esp=STACK+2, fs=0x1234

;; name: fs-32-real
;; mode: real16, v86
;; set: [STACK]=00 b8 ff ff
        o32 pop fs
;; expect: esp=STACK+4, fs=0xB800

;; name: fs-16
;; mode: pm16, pm32, pm16/3, pm32/3
;; set: [STACK]=33 00
        o16 pop fs
;; expect: esp=STACK+2, fs=DATA32_3

;; name: fs-32-takes-the-low-half
;; mode: pm16, pm32, pm16/3, pm32/3
;; set: [STACK]=83 00 ff ff
        o32 pop fs
;; expect: esp=STACK+4, fs=SMALL

;; name: gs-16-real
;; mode: real16, v86
;; set: [STACK]=34 12
        o16 pop gs
;; expect: esp=STACK+2, gs=0x1234

;; name: gs-32-real
;; mode: real16, v86
;; set: [STACK]=00 b8 ff ff
        o32 pop gs
;; expect: esp=STACK+4, gs=0xB800

;; name: gs-16
;; mode: pm16, pm32, pm16/3, pm32/3
;; set: [STACK]=33 00
        o16 pop gs
;; expect: esp=STACK+2, gs=DATA32_3

;; name: gs-32-takes-the-low-half
;; mode: pm16, pm32, pm16/3, pm32/3
;; set: [STACK]=83 00 ff ff
        o32 pop gs
;; expect: esp=STACK+4, gs=SMALL

;; name: ss-real
;; mode: real16, v86
;; set: [STACK]=00 01
        o16 pop ss
;; expect: esp=STACK+2, ss=0x100

;; name: ss-ring-0
;; mode: pm16, pm32
;; set: [STACK]=10 00
        o16 pop ss
;; expect: esp=STACK+2, ss=DATA32

;; name: ss-ring-3
;; mode: pm16/3, pm32/3
;; set: [STACK]=33 00 00 00
        o32 pop ss
;; expect: esp=STACK+4, ss=DATA32_3

;; name: push-and-pop
;; set: eax=1, ebx=2
        push eax
        push ebx
        pop eax
        pop ebx
;; expect: eax=2, ebx=1, [STACK-8]=02 00 00 00 01 00 00 00
