;; see: SDM Vol. 2, the MMX instructions, and those that SSE and SSE2 added to the MMX registers
;; modes: real16, v86, pm32, pm32/3

;; name: paddb
;; set: mm0=7f80ff01800000fe, mm1=01ff0203ffff8002
        paddb mm0, mm1
;; expect: mm0=807f01047fff8000, mm1=01ff0203ffff8002

;; name: psubb
;; set: mm0=7f80ff01800000fe, mm1=01ff0203ffff8002
        psubb mm0, mm1
;; expect: mm0=7e81fdfe810180fc, mm1=01ff0203ffff8002

;; name: pcmpeqb
;; set: mm0=7f80ff01800000fe, mm1=8080ff017f0000fe
        pcmpeqb mm0, mm1
;; expect: mm0=00ffffff00ffffff, mm1=8080ff017f0000fe

;; name: pcmpgtb
;; set: mm0=7f80ff01800000fe, mm1=01ff0203ffff8002
        pcmpgtb mm0, mm1
;; expect: mm0=ff00000000ffff00, mm1=01ff0203ffff8002

;; name: paddsb
;; set: mm0=7f80ff01800000fe, mm1=01ff0203ffff8002
        paddsb mm0, mm1
;; expect: mm0=7f80010480ff8000, mm1=01ff0203ffff8002

;; name: paddusb
;; set: mm0=7f80ff01800000fe, mm1=01ff0203ffff8002
        paddusb mm0, mm1
;; expect: mm0=80ffff04ffff80ff, mm1=01ff0203ffff8002

;; name: psubsb
;; set: mm0=7f80ff01800000fe, mm1=01ff0203ffff8002
        psubsb mm0, mm1
;; expect: mm0=7e81fdfe81017ffc, mm1=01ff0203ffff8002

;; name: psubusb
;; set: mm0=7f80ff01800000fe, mm1=01ff0203ffff8002
        psubusb mm0, mm1
;; expect: mm0=7e00fd00000000fc, mm1=01ff0203ffff8002

;; name: paddw
;; set: mm0=7f80ff01800000fe, mm1=01ff0203ffff8002
        paddw mm0, mm1
;; expect: mm0=817f01047fff8100, mm1=01ff0203ffff8002

;; name: psubw
;; set: mm0=7f80ff01800000fe, mm1=01ff0203ffff8002
        psubw mm0, mm1
;; expect: mm0=7d81fcfe800180fc, mm1=01ff0203ffff8002

;; name: pcmpeqw
;; set: mm0=7f80ff01800000fe, mm1=8080ff017f0000fe
        pcmpeqw mm0, mm1
;; expect: mm0=0000ffff0000ffff, mm1=8080ff017f0000fe

;; name: pcmpgtw
;; set: mm0=7f80ff01800000fe, mm1=01ff0203ffff8002
        pcmpgtw mm0, mm1
;; expect: mm0=ffff00000000ffff, mm1=01ff0203ffff8002

;; name: paddsw
;; set: mm0=7f80ff01800000fe, mm1=01ff0203ffff8002
        paddsw mm0, mm1
;; expect: mm0=7fff010480008100, mm1=01ff0203ffff8002

;; name: paddusw
;; set: mm0=7f80ff01800000fe, mm1=01ff0203ffff8002
        paddusw mm0, mm1
;; expect: mm0=817fffffffff8100, mm1=01ff0203ffff8002

;; name: psubsw
;; set: mm0=7f80ff01800000fe, mm1=01ff0203ffff8002
        psubsw mm0, mm1
;; expect: mm0=7d81fcfe80017fff, mm1=01ff0203ffff8002

;; name: psubusw
;; set: mm0=7f80ff01800000fe, mm1=01ff0203ffff8002
        psubusw mm0, mm1
;; expect: mm0=7d81fcfe00000000, mm1=01ff0203ffff8002

;; name: paddd
;; set: mm0=7f80ff01800000fe, mm1=01ff0203ffff8002
        paddd mm0, mm1
;; expect: mm0=818001047fff8100, mm1=01ff0203ffff8002

;; name: psubd
;; set: mm0=7f80ff01800000fe, mm1=01ff0203ffff8002
        psubd mm0, mm1
;; expect: mm0=7d81fcfe800080fc, mm1=01ff0203ffff8002

;; name: pcmpeqd
;; set: mm0=7f80ff01800000fe, mm1=8080ff017f0000fe
        pcmpeqd mm0, mm1
;; expect: mm0=0000000000000000, mm1=8080ff017f0000fe

;; name: pcmpgtd
;; set: mm0=7f80ff01800000fe, mm1=01ff0203ffff8002
        pcmpgtd mm0, mm1
;; expect: mm0=ffffffff00000000, mm1=01ff0203ffff8002

;; name: pmullw
;; set: mm0=7f80ff01800000fe, mm1=01ff0203ffff8002
        pmullw mm0, mm1
;; expect: mm0=8080ff03800001fc, mm1=01ff0203ffff8002

;; name: pmulhw
;; set: mm0=7f80ff01800000fe, mm1=01ff0203ffff8002
        pmulhw mm0, mm1
;; expect: mm0=00fefffd0000ff81, mm1=01ff0203ffff8002

;; name: pmulhuw
;; set: mm0=7f80ff01800000fe, mm1=01ff0203ffff8002
        pmulhuw mm0, mm1
;; expect: mm0=00fe02007fff007f, mm1=01ff0203ffff8002

;; name: pmaddwd
;; set: mm0=7f80ff01800000fe, mm1=01ff0203ffff8002
        pmaddwd mm0, mm1
;; expect: mm0=00fc7f83ff8181fc, mm1=01ff0203ffff8002

;; name: pand
;; set: mm0=7f80ff01800000fe, mm1=01ff0203ffff8002
        pand mm0, mm1
;; expect: mm0=0180020180000002, mm1=01ff0203ffff8002

;; name: pandn
;; set: mm0=7f80ff01800000fe, mm1=01ff0203ffff8002
        pandn mm0, mm1
;; expect: mm0=007f00027fff8000, mm1=01ff0203ffff8002

;; name: por
;; set: mm0=7f80ff01800000fe, mm1=01ff0203ffff8002
        por mm0, mm1
;; expect: mm0=7fffff03ffff80fe, mm1=01ff0203ffff8002

;; name: pxor
;; set: mm0=7f80ff01800000fe, mm1=01ff0203ffff8002
        pxor mm0, mm1
;; expect: mm0=7e7ffd027fff80fc, mm1=01ff0203ffff8002

;; name: packsswb
;; set: mm0=7f80ff01800000fe, mm1=01ff0203ffff8002
        packsswb mm0, mm1
;; expect: mm0=7f7fff807f80807f, mm1=01ff0203ffff8002

;; name: packuswb
;; set: mm0=7f80ff01800000fe, mm1=01ff0203ffff8002
        packuswb mm0, mm1
;; expect: mm0=ffff0000ff0000fe, mm1=01ff0203ffff8002

;; name: packssdw
;; set: mm0=7f80ff01800000fe, mm1=01ff0203ffff8002
        packssdw mm0, mm1
;; expect: mm0=7fff80027fff8000, mm1=01ff0203ffff8002

;; name: punpcklbw
;; set: mm0=7f80ff01800000fe, mm1=01ff0203ffff8002
        punpcklbw mm0, mm1
;; expect: mm0=ff80ff00800002fe, mm1=01ff0203ffff8002

;; name: punpckhbw
;; set: mm0=7f80ff01800000fe, mm1=01ff0203ffff8002
        punpckhbw mm0, mm1
;; expect: mm0=017fff8002ff0301, mm1=01ff0203ffff8002

;; name: punpcklwd
;; set: mm0=7f80ff01800000fe, mm1=01ff0203ffff8002
        punpcklwd mm0, mm1
;; expect: mm0=ffff8000800200fe, mm1=01ff0203ffff8002

;; name: punpckhwd
;; set: mm0=7f80ff01800000fe, mm1=01ff0203ffff8002
        punpckhwd mm0, mm1
;; expect: mm0=01ff7f800203ff01, mm1=01ff0203ffff8002

;; name: punpckldq
;; set: mm0=7f80ff01800000fe, mm1=01ff0203ffff8002
        punpckldq mm0, mm1
;; expect: mm0=ffff8002800000fe, mm1=01ff0203ffff8002

;; name: punpckhdq
;; set: mm0=7f80ff01800000fe, mm1=01ff0203ffff8002
        punpckhdq mm0, mm1
;; expect: mm0=01ff02037f80ff01, mm1=01ff0203ffff8002

;; name: pavgb
;; set: mm0=7f80ff01800000fe, mm1=01ff0203ffff8002
        pavgb mm0, mm1
;; expect: mm0=40c08102c0804080, mm1=01ff0203ffff8002

;; name: pavgw
;; set: mm0=7f80ff01800000fe, mm1=01ff0203ffff8002
        pavgw mm0, mm1
;; expect: mm0=40c08082c0004080, mm1=01ff0203ffff8002

;; name: pmaxub
;; set: mm0=7f80ff01800000fe, mm1=01ff0203ffff8002
        pmaxub mm0, mm1
;; expect: mm0=7fffff03ffff80fe, mm1=01ff0203ffff8002

;; name: pminub
;; set: mm0=7f80ff01800000fe, mm1=01ff0203ffff8002
        pminub mm0, mm1
;; expect: mm0=0180020180000002, mm1=01ff0203ffff8002

;; name: pmaxsw
;; set: mm0=7f80ff01800000fe, mm1=01ff0203ffff8002
        pmaxsw mm0, mm1
;; expect: mm0=7f800203ffff00fe, mm1=01ff0203ffff8002

;; name: pminsw
;; set: mm0=7f80ff01800000fe, mm1=01ff0203ffff8002
        pminsw mm0, mm1
;; expect: mm0=01ffff0180008002, mm1=01ff0203ffff8002

;; name: psadbw
;; set: mm0=7f80ff01800000fe, mm1=01ff0203ffff8002
        psadbw mm0, mm1
;; expect: mm0=00000000000004f6, mm1=01ff0203ffff8002

;; name: pmuludq
;; set: mm0=7f80ff01800000fe, mm1=01ff0203ffff8002
        pmuludq mm0, mm1
;; expect: mm0=7fffc0feff8101fc, mm1=01ff0203ffff8002

;; name: paddq
;; set: mm0=7f80ff01800000fe, mm1=01ff0203ffff8002
        paddq mm0, mm1
;; expect: mm0=818001057fff8100, mm1=01ff0203ffff8002

;; name: psubq
;; set: mm0=7f80ff01800000fe, mm1=01ff0203ffff8002
        psubq mm0, mm1
;; expect: mm0=7d81fcfd800080fc, mm1=01ff0203ffff8002

;; name: psllw-imm
;; set: mm0=7f80ff01800000fe
        psllw mm0, 4
;; expect: mm0=f800f01000000fe0

;; name: psllw-by-16-clears
;; set: mm0=7f80ff01800000fe
        psllw mm0, 16
;; expect: mm0=0000000000000000

;; name: psrlw-register
;; set: mm0=7f80ff01800000fe, mm1=0000000000000008
        psrlw mm0, mm1
;; expect: mm0=007f00ff00800000, mm1=0000000000000008

;; name: psraw-by-99-is-by-15
;; set: mm0=7f80ff01800000fe
        psraw mm0, 99
;; expect: mm0=0000ffffffff0000

;; name: pslld
;; set: mm0=0000000180000001
        pslld mm0, 31
;; expect: mm0=8000000080000000

;; name: psrad
;; set: mm0=7fffffff80000000
        psrad mm0, 4
;; expect: mm0=07fffffff8000000

;; name: psllq-count-is-64-bits
;; set: mm0=7f80ff01800000fe, mm1=0000000100000000
        psllq mm0, mm1
;; expect: mm0=0000000000000000, mm1=0000000100000000

;; name: psrlq
;; set: mm0=8000000000000000
        psrlq mm0, 63
;; expect: mm0=0000000000000001

;; name: movd-to-mmx
;; set: eax=0x12345678
        movd mm3, eax
;; expect: mm3=0000000012345678

;; name: movd-from-mmx
;; set: mm3=1122334455667788
        movd ecx, mm3
;; expect: ecx=0x55667788, mm3=1122334455667788

;; name: movq-load
;; set: [DATA]=01 02 03 04 05 06 07 08
        movq mm7, [DATA]
;; expect: mm7=0807060504030201

;; name: movq-store
;; set: mm7=0807060504030201
        movq [DATA], mm7
;; expect: mm7=0807060504030201, [DATA]=01 02 03 04 05 06 07 08

;; name: a-memory-operand
;; set: mm0=0000000000000001, [DATA]=02 00 00 00 01 00 00 00
        paddd mm0, [DATA]
;; expect: mm0=0000000100000003

;; name: emms
;; set: mm0=0000000000000001
        emms
;; expect: ftw=0, mm0=0000000000000001

;; name: emms-of-an-x87-stack
;; see: SDM Vol. 3A, 12.2, table of MMX effects: tags empty, TOP 0
;; skip unicorn: its EMMS leaves TOP
;; set: st0=1, st1=2
        emms
;; expect: ftw=0, fsw=0, st6=1, st7=2

;; name: pextrw
;; set: mm0=1111222233334444, eax=0xFFFFFFFF
        pextrw eax, mm0, 2
;; expect: eax=0x2222, mm0=1111222233334444

;; name: pextrw-index-is-masked
;; set: mm0=1111222233334444
        pextrw eax, mm0, 7
;; expect: eax=0x1111, mm0=1111222233334444

;; name: pinsrw
;; set: mm0=1111222233334444, eax=0xABCD5678
        pinsrw mm0, eax, 1
;; expect: mm0=1111222256784444

;; name: pmovmskb
;; set: mm0=80007f00ff0001f0, eax=0xFFFFFFFF
        pmovmskb eax, mm0
;; expect: eax=0x89, mm0=80007f00ff0001f0

;; name: pshufw
;; set: mm1=1111222233334444
        pshufw mm0, mm1, 0x1B
;; expect: mm0=4444333322221111, mm1=1111222233334444

;; name: maskmovq
;; set: mm0=0807060504030201, mm1=8000800000008000, edi=DATA, [DATA]=ff ff ff ff ff ff ff ff
        maskmovq mm0, mm1
;; expect: mm0=0807060504030201, mm1=8000800000008000, [DATA]=ff 02 ff ff ff 06 ff 08

;; name: movntq
;; set: mm0=0807060504030201
        movntq [DATA], mm0
;; expect: mm0=0807060504030201, [DATA]=01 02 03 04 05 06 07 08

;; name: movq-beyond-the-limit
;; mode: pm32, pm32/3
;; set: fs=SMALL
        movq mm0, [fs:9]
;; expect: exception=13:0
