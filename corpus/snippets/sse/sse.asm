;; see: SDM Vol. 2, SSE: packed and scalar single precision; lanes that a scalar leaves
;; modes: real16, pm32, pm32/3

;; name: addps
;; set: xmm0=3e80000042c80000c00000003fc00000, xmm1=41000000c0400000408000003f000000
        addps xmm0, xmm1
;; expect: xmm0=4104000042c200004000000040000000

;; name: addss
;; set: xmm0=3e80000042c80000c00000003fc00000, xmm1=41000000c0400000408000003f000000
        addss xmm0, xmm1
;; expect: xmm0=3e80000042c80000c000000040000000

;; name: subps
;; set: xmm0=3e80000042c80000c00000003fc00000, xmm1=41000000c0400000408000003f000000
        subps xmm0, xmm1
;; expect: xmm0=c0f8000042ce0000c0c000003f800000

;; name: subss
;; set: xmm0=3e80000042c80000c00000003fc00000, xmm1=41000000c0400000408000003f000000
        subss xmm0, xmm1
;; expect: xmm0=3e80000042c80000c00000003f800000

;; name: mulps
;; set: xmm0=3e80000042c80000c00000003fc00000, xmm1=41000000c0400000408000003f000000
        mulps xmm0, xmm1
;; expect: xmm0=40000000c3960000c10000003f400000

;; name: mulss
;; set: xmm0=3e80000042c80000c00000003fc00000, xmm1=41000000c0400000408000003f000000
        mulss xmm0, xmm1
;; expect: xmm0=3e80000042c80000c00000003f400000

;; name: minps
;; set: xmm0=3e80000042c80000c00000003fc00000, xmm1=41000000c0400000408000003f000000
        minps xmm0, xmm1
;; expect: xmm0=3e800000c0400000c00000003f000000

;; name: minss
;; set: xmm0=3e80000042c80000c00000003fc00000, xmm1=41000000c0400000408000003f000000
        minss xmm0, xmm1
;; expect: xmm0=3e80000042c80000c00000003f000000

;; name: maxps
;; set: xmm0=3e80000042c80000c00000003fc00000, xmm1=41000000c0400000408000003f000000
        maxps xmm0, xmm1
;; expect: xmm0=4100000042c80000408000003fc00000

;; name: maxss
;; set: xmm0=3e80000042c80000c00000003fc00000, xmm1=41000000c0400000408000003f000000
        maxss xmm0, xmm1
;; expect: xmm0=3e80000042c80000c00000003fc00000

;; name: divps
;; set: xmm0=40200000c10000003f80000040c00000, xmm1=bf8000003f0000004080000040000000
        divps xmm0, xmm1
;; expect: xmm0=c0200000c18000003e80000040400000

;; name: divss-inexact
;; set: xmm0=40e0000040c0000040a000003f800000, xmm1=00000000000000000000000040400000
        divss xmm0, xmm1
;; expect: xmm0=40e0000040c0000040a000003eaaaaab, mxcsr=0x1FA0

;; name: divss-rounded-down
;; set: mxcsr=0x3F80, xmm0=40e0000040c0000040a000003f800000, xmm1=00000000000000000000000040400000
        divss xmm0, xmm1
;; expect: xmm0=40e0000040c0000040a000003eaaaaaa, mxcsr=0x3FA0

;; name: sqrtps
;; set: xmm1=3e800000418000004110000040800000
        sqrtps xmm0, xmm1
;; expect: xmm0=3f000000408000004040000040000000

;; name: sqrtss-of-minus-one
;; set: xmm0=4080000040400000400000003f800000, xmm1=000000000000000000000000bf800000
        sqrtss xmm0, xmm1
;; expect: xmm0=408000004040000040000000ffc00000, mxcsr=0x1F81

;; name: addss-overflow
;; set: xmm0=0000000000000000000000007f7fffff, xmm1=0000000000000000000000007f7fffff
        addss xmm0, xmm1
;; expect: xmm0=0000000000000000000000007f800000, mxcsr=0x1FA8

;; name: mulss-denormal-result
;; set: xmm0=00000000000000000000000000800000, xmm1=0000000000000000000000003f000000
        mulss xmm0, xmm1
;; expect: xmm0=00000000000000000000000000400000

;; name: mulss-flush-to-zero
;; see: FTZ with the underflow masked: zero, UE and PE
;; set: mxcsr=0x9F80, xmm0=00000000000000000000000000800000, xmm1=0000000000000000000000003f000000
        mulss xmm0, xmm1
;; expect: xmm0=00000000000000000000000000000000, mxcsr=0x9FB0

;; name: minss-of-a-nan-is-the-second
;; set: xmm0=0000000000000000000000007fc00000, xmm1=0000000000000000000000003f800000
        minss xmm0, xmm1
;; expect: xmm0=0000000000000000000000003f800000, mxcsr=0x1F81

;; name: maxss-of-two-zeros-is-the-second
;; set: xmm0=00000000000000000000000000000000, xmm1=00000000000000000000000080000000
        maxss xmm0, xmm1
;; expect: xmm0=00000000000000000000000080000000

;; name: comiss-below
;; set: xmm0=0000000000000000000000003f800000, xmm1=00000000000000000000000040000000, flags=+OF+SF+AF
        comiss xmm0, xmm1
;; expect: flags=+CF-PF-ZF-OF-SF-AF

;; name: comiss-equal
;; set: xmm0=0000000000000000000000003f800000, xmm1=0000000000000000000000003f800000
        comiss xmm0, xmm1
;; expect: flags=+ZF

;; name: comiss-unordered
;; set: xmm0=0000000000000000000000007fc00000, xmm1=0000000000000000000000003f800000
        comiss xmm0, xmm1
;; expect: flags=+CF+PF+ZF, mxcsr=0x1F81

;; name: ucomiss-quiet-nan
;; set: xmm0=0000000000000000000000007fc00000, xmm1=0000000000000000000000003f800000
        ucomiss xmm0, xmm1
;; expect: flags=+CF+PF+ZF

;; name: cmpltps
;; set: xmm0=bf80000040400000400000003f800000, xmm1=000000003f8000004000000040000000
        cmpltps xmm0, xmm1
;; expect: xmm0=ffffffff0000000000000000ffffffff

;; name: cmpunordss
;; set: xmm0=111111112222222233333333_7fc00000
        cmpunordss xmm0, xmm0
;; expect: xmm0=111111112222222233333333ffffffff

;; name: cmpneqps
;; set: xmm0=4080000040400000400000003f800000, xmm1=0000000040400000000000003f800000
        cmpneqps xmm0, xmm1
;; expect: xmm0=ffffffff00000000ffffffff00000000

;; name: cvtsi2ss
;; set: eax=-7, xmm0=111111112222222233333333_44444444
        cvtsi2ss xmm0, eax
;; expect: xmm0=111111112222222233333333c0e00000

;; name: cvtsi2ss-inexact
;; set: eax=0x01000001
        cvtsi2ss xmm0, eax
;; expect: xmm0=0000000000000000000000004b800000, mxcsr=0x1FA0

;; name: cvtss2si-to-even
;; set: xmm0=00000000000000000000000040200000
        cvtss2si eax, xmm0
;; expect: eax=2, mxcsr=0x1FA0

;; name: cvttss2si
;; set: xmm0=000000000000000000000000c0300000
        cvttss2si eax, xmm0
;; expect: eax=-2, mxcsr=0x1FA0

;; name: cvttss2si-too-large
;; set: xmm0=0000000000000000000000004f32d05e
        cvttss2si eax, xmm0
;; expect: eax=0x80000000, mxcsr=0x1F81

;; name: cvtpi2ps
;; set: mm0=fffffffe00000003, xmm0=4080000040400000400000003f800000
        cvtpi2ps xmm0, mm0
;; expect: mm0=fffffffe00000003, xmm0=4080000040400000c000000040400000

;; name: cvttps2pi
;; set: xmm0=4110000041100000c00000003f800000
        cvttps2pi mm0, xmm0
;; expect: mm0=fffffffe00000001

;; name: andps
;; set: xmm0=ffffffff00000000ff00ff00f0f0f0f0, xmm1=12345678123456781234567812345678
        andps xmm0, xmm1
;; expect: xmm0=12345678000000001200560010305070

;; name: andnps
;; set: xmm0=ffffffff00000000ff00ff00f0f0f0f0, xmm1=12345678123456781234567812345678
        andnps xmm0, xmm1
;; expect: xmm0=00000000123456780034007802040608

;; name: orps
;; set: xmm0=ffffffff00000000ff00ff00f0f0f0f0, xmm1=12345678123456781234567812345678
        orps xmm0, xmm1
;; expect: xmm0=ffffffff12345678ff34ff78f2f4f6f8

;; name: xorps-clears
;; set: xmm3=11111111222222223333333344444444
        xorps xmm3, xmm3
;; expect: xmm3=00000000000000000000000000000000

;; name: shufps
;; set: xmm0=44444444333333332222222211111111, xmm1=88888888777777776666666655555555
        shufps xmm0, xmm1, 0x1B
;; expect: xmm0=55555555666666663333333344444444

;; name: unpcklps
;; set: xmm0=44444444333333332222222211111111, xmm1=88888888777777776666666655555555
        unpcklps xmm0, xmm1
;; expect: xmm0=66666666222222225555555511111111

;; name: unpckhps
;; set: xmm0=44444444333333332222222211111111, xmm1=88888888777777776666666655555555
        unpckhps xmm0, xmm1
;; expect: xmm0=88888888444444447777777733333333

;; name: movhlps
;; set: xmm0=44444444333333332222222211111111, xmm1=88888888777777776666666655555555
        movhlps xmm0, xmm1
;; expect: xmm0=44444444333333338888888877777777

;; name: movlhps
;; set: xmm0=44444444333333332222222211111111, xmm1=88888888777777776666666655555555
        movlhps xmm0, xmm1
;; expect: xmm0=66666666555555552222222211111111

;; name: movss-register-keeps-the-rest
;; set: xmm0=44444444333333332222222211111111, xmm1=88888888777777776666666655555555
        movss xmm0, xmm1
;; expect: xmm0=44444444333333332222222255555555

;; name: movss-load-clears-the-rest
;; set: xmm0=44444444333333332222222211111111, [DATA]=55 55 55 55
        movss xmm0, [DATA]
;; expect: xmm0=00000000000000000000000055555555

;; name: movlps-load
;; set: xmm0=44444444333333332222222211111111, [DATA]=01 02 03 04 05 06 07 08
        movlps xmm0, [DATA]
;; expect: xmm0=44444444333333330807060504030201

;; name: movhps-store
;; set: xmm0=44444444333333332222222211111111
        movhps [DATA], xmm0
;; expect: [DATA]=33 33 33 33 44 44 44 44

;; name: movmskps
;; set: xmm0=80000000000000008000000000000000, eax=-1
        movmskps eax, xmm0
;; expect: eax=0xA

;; name: movaps
;; set: [DATA]=01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f 10
        movaps xmm2, [DATA]
;; expect: xmm2=100f0e0d0c0b0a090807060504030201

;; name: movaps-unaligned
        movaps xmm2, [DATA+8]
;; expect: exception=13:0
;; expect[real16]: exception=13

;; name: addps-unaligned
        addps xmm2, [DATA+4]
;; expect: exception=13:0
;; expect[real16]: exception=13

;; name: movups-unaligned
;; set: xmm2=100f0e0d0c0b0a090807060504030201
        movups [DATA+1], xmm2
;; expect: [DATA+1]=01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f 10

;; name: movntps
;; set: xmm2=100f0e0d0c0b0a090807060504030201
        movntps [DATA], xmm2
;; expect: [DATA]=01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f 10

;; name: ldmxcsr
;; set: [DATA]=c0 7f 00 00
        ldmxcsr [DATA]
;; expect: mxcsr=0x7FC0

;; name: ldmxcsr-reserved-bit
;; set: [DATA]=00 00 01 00
        ldmxcsr [DATA]
;; expect: exception=13:0
;; expect[real16]: exception=13

;; name: stmxcsr
        stmxcsr [DATA]
;; expect: [DATA]=80 1f 00 00

;; name: movups-beyond-the-limit-writes-nothing
;; mode: pm32, pm32/3
;; set: fs=SMALL, xmm0=11111111111111111111111111111111
        movups [fs:1], xmm0
;; expect: exception=13:0
