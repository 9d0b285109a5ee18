;; see: SDM Vol. 2, FADD, FSUB, FMUL, FDIV and their kin; the result in full precision, rounded to nearest
;; modes: real16, pm32, pm32/3

;; name: fadd
;; set: st0=1.5, st1=2.25
        fadd st0, st1
;; expect: st0=3.75, st1=2.25

;; name: fadd-to-sti
;; set: st0=1.5, st1=2.25
        fadd st1, st0
;; expect: st0=1.5, st1=3.75

;; name: faddp
;; set: st0=1.5, st1=2.25
        faddp st1, st0
;; expect: st0=3.75

;; name: fadd-m32
;; set: st0=1, [DATA]=00 00 00 3f
        fadd dword [DATA]
;; expect: st0=1.5

;; name: fadd-m64
;; set: st0=1, [DATA]=00 00 00 00 00 00 04 c0
        fadd qword [DATA]
;; expect: st0=-1.5

;; name: fiadd-m16
;; set: st0=1, [DATA]=fe ff
        fiadd word [DATA]
;; expect: st0=-1

;; name: fiadd-m32
;; set: st0=1, [DATA]=ff ff ff 7f
        fiadd dword [DATA]
;; expect: st0=2147483648

;; name: fsub
;; set: st0=1, st1=4
        fsub st0, st1
;; expect: st0=-3, st1=4

;; name: fsubr
;; set: st0=1, st1=4
        fsubr st0, st1
;; expect: st0=3, st1=4

;; name: fsub-to-sti
;; see: DC E9 is ST(1) - ST(0)
;; set: st0=1, st1=4
        db 0xDC, 0xE9
;; expect: st0=1, st1=3

;; name: fsubr-to-sti
;; see: DC E1 is ST(0) - ST(1)
;; set: st0=1, st1=4
        db 0xDC, 0xE1
;; expect: st0=1, st1=-3

;; name: fsubp
;; set: st0=1, st1=4
        db 0xDE, 0xE9
;; expect: st0=3

;; name: fsubrp
;; set: st0=1, st1=4
        db 0xDE, 0xE1
;; expect: st0=-3

;; name: fisub
;; set: st0=1, [DATA]=03 00
        fisub word [DATA]
;; expect: st0=-2

;; name: fmul
;; set: st0=1.5, st1=-4
        fmul st0, st1
;; expect: st0=-6, st1=-4

;; name: fmulp
;; set: st0=1.5, st1=-4
        fmulp st1, st0
;; expect: st0=-6

;; name: fdiv
;; set: st0=1, st1=4
        fdiv st0, st1
;; expect: st0=0.25, st1=4

;; name: fdivr
;; set: st0=1, st1=4
        fdivr st0, st1
;; expect: st0=4, st1=4

;; name: fdiv-to-sti
;; set: st0=2, st1=7
        db 0xDC, 0xF9
;; expect: st0=2, st1=3.5

;; name: fdivrp
;; set: st0=7, st1=2
        db 0xDE, 0xF1
;; expect: st0=3.5

;; name: fidiv
;; set: st0=1, [DATA]=08 00 00 00
        fidiv dword [DATA]
;; expect: st0=0.125

;; name: one-third-rounds-up
;; see: C1 tells so
;; set: st0=1, st1=3
        fdiv st0, st1
;; expect: st0=3ffdaaaaaaaaaaaaaaab, st1=3, fsw=0x3220

;; name: one-third-rounds-down
;; set: fcw=0x77F, st0=1, st1=3
        fdiv st0, st1
;; expect: st0=3ffdaaaaaaaaaaaaaaaa, st1=3, fsw=0x3020

;; name: one-third-to-53-bits
;; set: fcw=0x27F, st0=1, st1=3
        fdiv st0, st1
;; expect: st0=3ffdaaaaaaaaaaaaa800, st1=3, fsw=0x3020

;; name: one-third-to-24-bits
;; set: fcw=0x07F, st0=1, st1=3
        fdiv st0, st1
;; expect: st0=3ffdaaaaab0000000000, st1=3, fsw=0x3220

;; name: division-by-zero-masked
;; set: st0=-1, st1=0
        fdiv st0, st1
;; expect: st0=-inf, st1=0, fsw=0x3004

;; name: zero-by-zero
;; see: the real indefinite
;; set: st0=0, st1=0
        fdiv st0, st1
;; expect: st0=ffffc000000000000000, st1=0, fsw=0x3001

;; name: infinity-minus-infinity
;; set: st0=inf, st1=inf
        fsub st0, st1
;; expect: st0=ffffc000000000000000, st1=inf, fsw=0x3001

;; name: a-signalling-nan-becomes-quiet
;; set: st0=7fff8000000000000123, st1=1
        fadd st0, st1
;; expect: st0=7fffc000000000000123, st1=1, fsw=0x3001

;; name: a-quiet-nan-passes
;; set: st0=7fffc000000000000123, st1=1
        fadd st0, st1
;; expect: st0=7fffc000000000000123, st1=1

;; name: overflow-masked
;; set: st0=7ffe8000000000000000, st1=7ffe8000000000000000
        fmul st0, st1
;; expect: st0=inf, st1=7ffe8000000000000000, fsw=0x3228

;; name: stack-underflow
;; set: st0=1
        fadd st0, st1
;; expect: st0=ffffc000000000000000, fsw=0x3841

;; name: denormal-operand
;; set: st0=00000000000000000001, st1=1
        fmul st0, st1
;; expect: st0=00000000000000000001, st1=1, fsw=0x3002

;; name: fchs
;; set: st0=1.5
        fchs
;; expect: st0=-1.5

;; name: fabs
;; set: st0=-1.5
        fabs
;; expect: st0=1.5

;; name: fsqrt
;; set: st0=9
        fsqrt
;; expect: st0=3

;; name: fsqrt-of-two
;; set: st0=2
        fsqrt
;; expect: st0=3fffb504f333f9de6484, fsw=0x3820

;; name: fsqrt-of-minus-one
;; set: st0=-1
        fsqrt
;; expect: st0=ffffc000000000000000, fsw=0x3801

;; name: fsqrt-of-minus-zero
;; set: st0=80000000000000000000
        fsqrt
;; expect: st0=80000000000000000000

;; name: frndint-to-even
;; set: st0=2.5
        frndint
;; expect: st0=2, fsw=0x3820

;; name: frndint-up
;; set: fcw=0xB7F, st0=2.5
        frndint
;; expect: st0=3, fsw=0x3A20

;; name: frndint-down
;; set: fcw=0x77F, st0=-2.5
        frndint
;; expect: st0=-3, fsw=0x3A20

;; name: frndint-chop
;; set: fcw=0xF7F, st0=-2.75
        frndint
;; expect: st0=-2, fsw=0x3820

;; name: fscale
;; set: st0=1.5, st1=4
        fscale
;; expect: st0=24, st1=4

;; name: fscale-chops-the-scale
;; set: st0=1, st1=-1.9
        fscale
;; expect: st0=0.5, st1=-1.9

;; name: fxtract
;; set: st0=12
        fxtract
;; expect: st0=1.5, st1=3

;; name: fxtract-of-zero
;; set: st0=0
        fxtract
;; expect: st0=0, st1=-inf, fsw=0x3004

;; name: fprem
;; see: 17 = 3 * 5 + 2: the quotient's low bits are C0=0 C3=1 C1=1
;; set: st0=17, st1=5
        fprem
;; expect: st0=2, st1=5, fsw=0x7200

;; name: fprem-of-a-negative
;; set: st0=-17, st1=5
        fprem
;; expect: st0=-2, st1=5, fsw=0x7200

;; name: fprem1
;; see: 18 = 4 * 5 - 2: the nearest quotient, C0=1 C3=0 C1=0
;; set: st0=18, st1=5
        fprem1
;; expect: st0=-2, st1=5, fsw=0x3100

;; name: f2xm1-of-one
;; set: st0=1
        f2xm1
;; expect: st0=1, fsw=0x3800 mask 0xFDDF

;; name: fyl2x
;; set: st0=8, st1=3
        fyl2x
;; expect: st0=9, fsw=0x3800 mask 0xFDDF

;; name: fsin-of-zero
;; set: st0=0
        fsin
;; expect: st0=0

;; name: fcos-of-zero
;; set: st0=0
        fcos
;; expect: st0=1

;; name: fsin-out-of-range
;; see: C2, and the operand stays
;; set: st0=403e8000000000000000
        fsin
;; expect: st0=403e8000000000000000, fsw=0x3C00

;; name: fpatan-of-zero
;; set: st0=1, st1=0
        fpatan
;; expect: st0=0
