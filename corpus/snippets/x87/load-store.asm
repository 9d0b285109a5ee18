;; see: SDM Vol. 2, FLD, FST, FILD, FIST, FBLD, FBSTP, FXCH
;; modes: real16, pm32, pm32/3

;; name: fld-m32
;; set: [DATA]=00 00 c0 bf
        fld dword [DATA]
;; expect: st0=-1.5

;; name: fld-m64
;; set: [DATA]=9a 99 99 99 99 99 b9 3f
        fld qword [DATA]
;; expect: st0=0.1

;; name: fld-m80
;; set: [DATA]=35 c2 68 21 a2 da 0f c9 00 40
        fld tword [DATA]
;; expect: st0=4000c90fdaa22168c235

;; name: fld-m32-denormal
;; set: [DATA]=01 00 00 00
        fld dword [DATA]
;; expect: st0=3f6a8000000000000000, fsw=0x3802

;; name: fld-m32-signalling-nan
;; set: [DATA]=01 00 80 7f
        fld dword [DATA]
;; expect: st0=7fffc000010000000000, fsw=0x3801

;; name: fld-m80-signalling-nan-is-only-moved
;; set: [DATA]=01 00 00 00 00 00 00 80 ff 7f
        fld tword [DATA]
;; expect: st0=7fff8000000000000001

;; name: fld-sti
;; set: st0=1, st1=2
        fld st1
;; expect: st0=2, st1=1, st2=2

;; name: stack-overflow
;; see: C1 tells overflow from underflow
;; set: st0=0, st1=1, st2=2, st3=3, st4=4, st5=5, st6=6, st7=7
        fld1
;; expect: st0=ffffc000000000000000, st1=0, st2=1, st3=2, st4=3, st5=4, st6=5, st7=6, fsw=0x3A41

;; name: fld1
        fld1
;; expect: st0=1

;; name: fldz
        fldz
;; expect: st0=0

;; name: fldpi
        fldpi
;; expect: st0=4000c90fdaa22168c235

;; name: fldpi-rounded-down
;; set: fcw=0x77F
        fldpi
;; expect: st0=4000c90fdaa22168c234

;; name: fldl2t
        fldl2t
;; expect: st0=4000d49a784bcd1b8afe

;; name: fldl2e
        fldl2e
;; expect: st0=3fffb8aa3b295c17f0bc

;; name: fldlg2
        fldlg2
;; expect: st0=3ffd9a209a84fbcff799

;; name: fldln2
        fldln2
;; expect: st0=3ffeb17217f7d1cf79ac

;; name: fild-16
;; set: [DATA]=00 80
        fild word [DATA]
;; expect: st0=-32768

;; name: fild-32
;; set: [DATA]=ff ff ff ff
        fild dword [DATA]
;; expect: st0=-1

;; name: fild-64
;; set: [DATA]=ff ff ff ff ff ff ff 7f
        fild qword [DATA]
;; expect: st0=403dfffffffffffffffe

;; name: fist-16-rounds-to-even
;; set: st0=2.5
        fist word [DATA]
;; expect: st0=2.5, [DATA]=02 00, fsw=0x3820

;; name: fistp-32
;; set: st0=-7
        fistp dword [DATA]
;; expect: st=empty, [DATA]=f9 ff ff ff

;; name: fistp-64
;; set: st0=-7
        fistp qword [DATA]
;; expect: st=empty, [DATA]=f9 ff ff ff ff ff ff ff

;; name: fist-16-out-of-range
;; see: the integer indefinite
;; set: st0=32768
        fist word [DATA]
;; expect: st0=32768, [DATA]=00 80, fsw=0x3801

;; name: fist-32-of-nan
;; set: st0=7fffc000000000000000
        fist dword [DATA]
;; expect: st0=7fffc000000000000000, [DATA]=00 00 00 80, fsw=0x3801

;; name: fst-m32
;; set: st0=0.1
        fst dword [DATA]
;; expect: st0=0.1, [DATA]=cd cc cc 3d, fsw=0x3A20

;; name: fst-m64
;; set: st0=0.1
        fst qword [DATA]
;; expect: st0=0.1, [DATA]=9a 99 99 99 99 99 b9 3f

;; name: fstp-m80
;; set: st0=-1.5
        fstp tword [DATA]
;; expect: st=empty, [DATA]=00 00 00 00 00 00 00 c0 ff bf

;; name: fst-m32-overflow
;; set: st0=1e39
        fst dword [DATA]
;; expect: st0=1e39, [DATA]=00 00 80 7f, fsw=0x3A28

;; name: fst-sti
;; set: st0=1, st1=2
        fst st1
;; expect: st0=1, st1=1

;; name: fstp-sti
;; set: st0=1, st1=2
        fstp st1
;; expect: st0=1

;; name: fst-of-an-empty-register
        fst dword [DATA]
;; expect: [DATA]=00 00 c0 ff, fsw=0x0041

;; name: fbld
;; set: [DATA]=67 45 23 01 00 00 00 00 00 80
        fbld [DATA]
;; expect: st0=-1234567

;; name: fbstp
;; set: st0=-1234567
        fbstp [DATA]
;; expect: st=empty, [DATA]=67 45 23 01 00 00 00 00 00 80

;; name: fbstp-rounds
;; set: st0=1.5
        fbstp [DATA]
;; expect: st=empty, [DATA]=02 00 00 00 00 00 00 00 00 00, fsw=0x0220

;; name: fxch
;; set: st0=1, st1=2, st2=3
        fxch st2
;; expect: st0=3, st1=2, st2=1

;; name: fxch-of-an-empty-register
;; set: st0=1
        fxch st1
;; see: the empty one reads as the indefinite, and both are written
;; expect: st0=ffffc000000000000000, st1=1, fsw=0x3841

;; name: fincstp
;; set: st0=1, st1=2
        fincstp
;; expect: st0=2, st7=1, fsw=0x3800, ftw=0xC0

;; name: fdecstp
        fdecstp
;; expect: fsw=0x3800

;; name: ffree
;; set: st0=1, st1=2
        ffree st0
;; expect: fsw=0x3000, ftw=0x80

;; name: fcmovb-taken
;; set: st0=1, st1=2, flags=+CF
        fcmovb st0, st1
;; expect: st0=2, st1=2

;; name: fcmovnbe-not-taken
;; set: st0=1, st1=2, flags=+ZF
        fcmovnbe st0, st1
;; expect: st0=1, st1=2

;; name: fcmovu-taken
;; set: st0=1, st1=2, flags=+PF
        fcmovu st0, st1
;; expect: st0=2, st1=2
