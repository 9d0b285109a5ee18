;; see: SDM Vol. 2, SSE2: double precision and 128-bit integers
;; modes: real16, pm32, pm32/3

;; name: addpd
;; set: xmm0=c0000000000000003ff8000000000000, xmm1=40100000000000003fe0000000000000
        addpd xmm0, xmm1
;; expect: xmm0=40000000000000004000000000000000

;; name: addsd
;; set: xmm0=c0000000000000003ff8000000000000, xmm1=40100000000000003fe0000000000000
        addsd xmm0, xmm1
;; expect: xmm0=c0000000000000004000000000000000

;; name: subpd
;; set: xmm0=c0000000000000003ff8000000000000, xmm1=40100000000000003fe0000000000000
        subpd xmm0, xmm1
;; expect: xmm0=c0180000000000003ff0000000000000

;; name: subsd
;; set: xmm0=c0000000000000003ff8000000000000, xmm1=40100000000000003fe0000000000000
        subsd xmm0, xmm1
;; expect: xmm0=c0000000000000003ff0000000000000

;; name: mulpd
;; set: xmm0=c0000000000000003ff8000000000000, xmm1=40100000000000003fe0000000000000
        mulpd xmm0, xmm1
;; expect: xmm0=c0200000000000003fe8000000000000

;; name: mulsd
;; set: xmm0=c0000000000000003ff8000000000000, xmm1=40100000000000003fe0000000000000
        mulsd xmm0, xmm1
;; expect: xmm0=c0000000000000003fe8000000000000

;; name: minpd
;; set: xmm0=c0000000000000003ff8000000000000, xmm1=40100000000000003fe0000000000000
        minpd xmm0, xmm1
;; expect: xmm0=c0000000000000003fe0000000000000

;; name: minsd
;; set: xmm0=c0000000000000003ff8000000000000, xmm1=40100000000000003fe0000000000000
        minsd xmm0, xmm1
;; expect: xmm0=c0000000000000003fe0000000000000

;; name: maxpd
;; set: xmm0=c0000000000000003ff8000000000000, xmm1=40100000000000003fe0000000000000
        maxpd xmm0, xmm1
;; expect: xmm0=40100000000000003ff8000000000000

;; name: maxsd
;; set: xmm0=c0000000000000003ff8000000000000, xmm1=40100000000000003fe0000000000000
        maxsd xmm0, xmm1
;; expect: xmm0=c0000000000000003ff8000000000000

;; name: paddb
;; set: xmm0=7f80ff01800000fe0123456789abcdef, xmm1=01ff0203ffff8002fedcba9876543210
        paddb xmm0, xmm1
;; expect: xmm0=807f01047fff8000ffffffffffffffff

;; name: paddw
;; set: xmm0=7f80ff01800000fe0123456789abcdef, xmm1=01ff0203ffff8002fedcba9876543210
        paddw xmm0, xmm1
;; expect: xmm0=817f01047fff8100ffffffffffffffff

;; name: paddd
;; set: xmm0=7f80ff01800000fe0123456789abcdef, xmm1=01ff0203ffff8002fedcba9876543210
        paddd xmm0, xmm1
;; expect: xmm0=818001047fff8100ffffffffffffffff

;; name: paddq
;; set: xmm0=7f80ff01800000fe0123456789abcdef, xmm1=01ff0203ffff8002fedcba9876543210
        paddq xmm0, xmm1
;; expect: xmm0=818001057fff8100ffffffffffffffff

;; name: psubb
;; set: xmm0=7f80ff01800000fe0123456789abcdef, xmm1=01ff0203ffff8002fedcba9876543210
        psubb xmm0, xmm1
;; expect: xmm0=7e81fdfe810180fc03478bcf13579bdf

;; name: psubd
;; set: xmm0=7f80ff01800000fe0123456789abcdef, xmm1=01ff0203ffff8002fedcba9876543210
        psubd xmm0, xmm1
;; expect: xmm0=7d81fcfe800080fc02468acf13579bdf

;; name: psubq
;; set: xmm0=7f80ff01800000fe0123456789abcdef, xmm1=01ff0203ffff8002fedcba9876543210
        psubq xmm0, xmm1
;; expect: xmm0=7d81fcfd800080fc02468acf13579bdf

;; name: paddsw
;; set: xmm0=7f80ff01800000fe0123456789abcdef, xmm1=01ff0203ffff8002fedcba9876543210
        paddsw xmm0, xmm1
;; expect: xmm0=7fff010480008100ffffffffffffffff

;; name: psubusb
;; set: xmm0=7f80ff01800000fe0123456789abcdef, xmm1=01ff0203ffff8002fedcba9876543210
        psubusb xmm0, xmm1
;; expect: xmm0=7e00fd00000000fc0000000013579bdf

;; name: pcmpgtd
;; set: xmm0=7f80ff01800000fe0123456789abcdef, xmm1=01ff0203ffff8002fedcba9876543210
        pcmpgtd xmm0, xmm1
;; expect: xmm0=ffffffff00000000ffffffff00000000

;; name: pcmpeqb
;; set: xmm0=7f80ff01800000fe0123456789abcdef, xmm1=01ff0203ffff8002fedcba9876543210
        pcmpeqb xmm0, xmm1
;; expect: xmm0=00000000000000000000000000000000

;; name: pmullw
;; set: xmm0=7f80ff01800000fe0123456789abcdef, xmm1=01ff0203ffff8002fedcba9876543210
        pmullw xmm0, xmm1
;; expect: xmm0=8080ff03800001fcb4140b28fe1c8cf0

;; name: pmulhuw
;; set: xmm0=7f80ff01800000fe0123456789abcdef, xmm1=01ff0203ffff8002fedcba9876543210
        pmulhuw xmm0, xmm1
;; expect: xmm0=00fe02007fff007f012132963fa12845

;; name: pavgb
;; set: xmm0=7f80ff01800000fe0123456789abcdef, xmm1=01ff0203ffff8002fedcba9876543210
        pavgb xmm0, xmm1
;; expect: xmm0=40c08102c08040808080808080808080

;; name: pmaxub
;; set: xmm0=7f80ff01800000fe0123456789abcdef, xmm1=01ff0203ffff8002fedcba9876543210
        pmaxub xmm0, xmm1
;; expect: xmm0=7fffff03ffff80fefedcba9889abcdef

;; name: pand
;; set: xmm0=7f80ff01800000fe0123456789abcdef, xmm1=01ff0203ffff8002fedcba9876543210
        pand xmm0, xmm1
;; expect: xmm0=01800201800000020000000000000000

;; name: pandn
;; set: xmm0=7f80ff01800000fe0123456789abcdef, xmm1=01ff0203ffff8002fedcba9876543210
        pandn xmm0, xmm1
;; expect: xmm0=007f00027fff8000fedcba9876543210

;; name: pxor
;; set: xmm0=7f80ff01800000fe0123456789abcdef, xmm1=01ff0203ffff8002fedcba9876543210
        pxor xmm0, xmm1
;; expect: xmm0=7e7ffd027fff80fcffffffffffffffff

;; name: pmuludq
;; set: xmm0=7f80ff01800000fe0123456789abcdef, xmm1=01ff0203ffff8002fedcba9876543210
        pmuludq xmm0, xmm1
;; expect: xmm0=7fffc0feff8101fc3fa27837e5618cf0

;; name: psadbw
;; set: xmm0=7f80ff01800000fe0123456789abcdef, xmm1=01ff0203ffff8002fedcba9876543210
        psadbw xmm0, xmm1
;; expect: xmm0=00000000000004f60000000000000440

;; name: punpcklqdq
;; set: xmm0=7f80ff01800000fe0123456789abcdef, xmm1=01ff0203ffff8002fedcba9876543210
        punpcklqdq xmm0, xmm1
;; expect: xmm0=fedcba98765432100123456789abcdef

;; name: punpckhqdq
;; set: xmm0=7f80ff01800000fe0123456789abcdef, xmm1=01ff0203ffff8002fedcba9876543210
        punpckhqdq xmm0, xmm1
;; expect: xmm0=01ff0203ffff80027f80ff01800000fe

;; name: punpcklbw
;; set: xmm0=00000000000000000807060504030201, xmm1=00000000000000001817161514131211
        punpcklbw xmm0, xmm1
;; expect: xmm0=18081707160615051404130312021101

;; name: packsswb
;; set: xmm0=7f80ff01800000fe0123456789abcdef, xmm1=01ff0203ffff8002fedcba9876543210
        packsswb xmm0, xmm1
;; expect: xmm0=7f7fff8080807f7f7f80807f7f7f8080

;; name: pslldq
;; set: xmm0=100f0e0d0c0b0a090807060504030201
        pslldq xmm0, 3
;; expect: xmm0=0d0c0b0a090807060504030201000000

;; name: psrldq
;; set: xmm0=100f0e0d0c0b0a090807060504030201
        psrldq xmm0, 15
;; expect: xmm0=00000000000000000000000000000010

;; name: psrldq-by-16
;; set: xmm0=100f0e0d0c0b0a090807060504030201
        psrldq xmm0, 16
;; expect: xmm0=00000000000000000000000000000000

;; name: pshufd
;; set: xmm1=44444444333333332222222211111111
        pshufd xmm0, xmm1, 0x4E
;; expect: xmm0=22222222111111114444444433333333

;; name: pshuflw
;; set: xmm1=88887777666655554444333322221111
        pshuflw xmm0, xmm1, 0x1B
;; expect: xmm0=88887777666655551111222233334444

;; name: pshufhw
;; set: xmm1=88887777666655554444333322221111
        pshufhw xmm0, xmm1, 0x1B
;; expect: xmm0=55556666777788884444333322221111

;; name: pmovmskb
;; set: xmm0=80ff7f0000000000000000000000ff80, eax=-1
        pmovmskb eax, xmm0
;; expect: eax=0xC003

;; name: movd
;; set: eax=0x12345678, xmm0=11111111111111111111111111111111
        movd xmm0, eax
;; expect: xmm0=00000000000000000000000012345678

;; name: movq-register-clears-the-high-half
;; set: xmm1=11111111222222223333333344444444, xmm0=55555555555555555555555555555555
        movq xmm0, xmm1
;; expect: xmm0=00000000000000003333333344444444

;; name: movq2dq
;; set: mm1=1122334455667788, xmm0=55555555555555555555555555555555
        movq2dq xmm0, mm1
;; expect: mm1=1122334455667788, xmm0=00000000000000001122334455667788

;; name: movdq2q
;; set: xmm1=11111111222222223333333344444444
        movdq2q mm0, xmm1
;; expect: mm0=3333333344444444

;; name: movdqa-unaligned
        movdqa [DATA+8], xmm0
;; expect: exception=13:0
;; expect[real16]: exception=13

;; name: movnti
;; set: eax=0x12345678
        movnti [DATA], eax
;; expect: [DATA]=78 56 34 12

;; name: maskmovdqu
;; set: xmm0=100f0e0d0c0b0a090807060504030201, xmm1=80000000000000000000000000000080, edi=DATA
        maskmovdqu xmm0, xmm1
;; expect: [DATA]=01 00 00 00 00 00 00 00 00 00 00 00 00 00 00 10

;; name: cvtsi2sd
;; set: eax=-7, xmm0=11111111111111112222222222222222
        cvtsi2sd xmm0, eax
;; expect: xmm0=1111111111111111c01c000000000000

;; name: cvtsd2si-to-even
;; set: xmm0=0000000000000000400c000000000000
        cvtsd2si eax, xmm0
;; expect: eax=4, mxcsr=0x1FA0

;; name: cvttsd2si-nan
;; set: xmm0=00000000000000007ff8000000000000
        cvttsd2si eax, xmm0
;; expect: eax=0x80000000, mxcsr=0x1F81

;; name: cvtss2sd
;; set: xmm0=11111111111111112222222222222222, xmm1=0000000000000000000000003fc00000
        cvtss2sd xmm0, xmm1
;; expect: xmm0=11111111111111113ff8000000000000

;; name: cvtsd2ss-inexact
;; set: xmm0=11111111111111112222222233333333, xmm1=00000000000000003fb999999999999a
        cvtsd2ss xmm0, xmm1
;; expect: xmm0=1111111111111111222222223dcccccd, mxcsr=0x1FA0

;; name: cvtdq2pd
;; set: xmm1=0000000000000000fffffffe00000003
        cvtdq2pd xmm0, xmm1
;; expect: xmm0=c0000000000000004008000000000000

;; name: cvttpd2dq
;; set: xmm1=c0000000000000004008000000000000, xmm0=11111111111111112222222222222222
        cvttpd2dq xmm0, xmm1
;; expect: xmm0=0000000000000000fffffffe00000003

;; name: cvtdq2ps
;; set: xmm1=ffffffff000000020000000080000000
        cvtdq2ps xmm0, xmm1
;; expect: xmm0=bf8000004000000000000000cf000000

;; name: sqrtsd
;; set: xmm0=11111111111111112222222222222222, xmm1=00000000000000004019000000000000
        sqrtsd xmm0, xmm1
;; expect: xmm0=11111111111111114004000000000000

;; name: divsd-by-zero
;; set: xmm0=00000000000000003ff0000000000000
        divsd xmm0, xmm1
;; expect: xmm0=00000000000000007ff0000000000000, mxcsr=0x1F84

;; name: comisd-above
;; set: xmm0=00000000000000004000000000000000, xmm1=00000000000000003ff0000000000000, flags=+CF+ZF+PF
        comisd xmm0, xmm1
;; expect: flags=-CF-ZF-PF

;; name: cmplepd
;; set: xmm0=40080000000000003ff0000000000000, xmm1=40000000000000003ff0000000000000
        cmplepd xmm0, xmm1
;; expect: xmm0=0000000000000000ffffffffffffffff

;; name: unpckhpd
;; set: xmm0=11111111111111112222222222222222, xmm1=33333333333333334444444444444444
        unpckhpd xmm0, xmm1
;; expect: xmm0=33333333333333331111111111111111

;; name: shufpd
;; set: xmm0=11111111111111112222222222222222, xmm1=33333333333333334444444444444444
        shufpd xmm0, xmm1, 1
;; expect: xmm0=44444444444444441111111111111111

;; name: movhpd-load
;; set: xmm0=11111111111111112222222222222222, [DATA]=01 02 03 04 05 06 07 08
        movhpd xmm0, [DATA]
;; expect: xmm0=08070605040302012222222222222222

;; name: movsd-load-clears-the-rest
;; set: xmm0=11111111111111112222222222222222, [DATA]=01 02 03 04 05 06 07 08
        movsd xmm0, [DATA]
;; expect: xmm0=00000000000000000807060504030201

;; name: movmskpd
;; set: xmm0=80000000000000000000000000000000, eax=-1
        movmskpd eax, xmm0
;; expect: eax=2

;; name: lfence
        lfence

;; name: mfence
        mfence

;; name: psrad-register-count
;; set: xmm0=80000000400000007fffffff00000010, xmm1=00000000000000000000000000000004
        psrad xmm0, xmm1
;; expect: xmm0=f80000000400000007ffffff00000001

;; name: psllw-imm-16
;; set: xmm0=ffffffffffffffffffffffffffffffff
        psllw xmm0, 16
;; expect: xmm0=00000000000000000000000000000000
