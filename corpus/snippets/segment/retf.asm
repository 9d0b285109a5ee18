;; see: SDM Vol. 2, RET: far
;; modes: pm32

;; name: same-level
;; set: [STACK]=00 40 00 00 08 00 00 00
;; stop: 0x4000
        retf
;; expect: eip=0x4000, esp=STACK+8

;; name: same-level-ring-3
;; mode: pm32/3
;; set: [STACK]=00 40 00 00 2b 00 00 00
;; stop: 0x4000
        retf
;; expect: eip=0x4000, esp=STACK+8

;; name: releases-arguments
;; set: [STACK]=00 40 00 00 18 00 00 00
;; stop: 0x4000
        retf 12
;; expect: eip=0x4000, cs=CODE16, esp=STACK+20

;; name: o16
;; set: [STACK]=00 40 08 00
;; stop: 0x4000
        o16 retf
;; expect: eip=0x4000, esp=STACK+4

;; name: sixteen-bit
;; mode: pm16
;; set: [STACK]=00 40 18 00
;; stop: 0x4000
        retf 2
;; expect: eip=0x4000, esp=STACK+6

;; name: to-ring-3
;; see: SDM Vol. 3A, 5.8.6: data segments that ring 3 may not have become null
;; set: [STACK]=00 40 00 00 2b 00 00 00 00 60 00 00 33 00 00 00
;; stop: 0x4000
        retf
;; expect: eip=0x4000, cs=CODE32_3, ss=DATA32_3, cpl=3, esp=0x6000, ds=0, es=0, fs=0, gs=0

;; name: to-ring-3-keeps-what-ring-3-may-have
;; set: ds=DATA32_3-3, es=CONFORMING, fs=LDT_DATA, gs=0, [STACK]=00 40 00 00 2b 00 00 00 00 60 00 00 33 00 00 00
;; stop: 0x4000
        retf
;; expect: eip=0x4000, cs=CODE32_3, ss=DATA32_3, cpl=3, esp=0x6000

;; name: to-ring-3-releases-on-both-stacks
;; set: [STACK]=00 40 00 00 2b 00 00 00 aa aa aa aa bb bb bb bb 00 60 00 00 33 00 00 00
;; stop: 0x4000
        retf 8
;; expect: eip=0x4000, cs=CODE32_3, ss=DATA32_3, cpl=3, esp=0x6008, ds=0, es=0, fs=0, gs=0

;; name: to-an-inner-level
;; mode: pm32/3
;; set: [STACK]=00 40 00 00 08 00 00 00
        retf
;; expect: exception=13:8

;; name: null
;; set: [STACK]=00 40 00 00 00 00 00 00
        retf
;; expect: exception=13:0

;; name: data-segment
;; set: [STACK]=00 40 00 00 10 00 00 00
        retf
;; expect: exception=13:0x10

;; name: out-of-the-table
;; set: [STACK]=00 40 00 00 b8 00 00 00
        retf
;; expect: exception=13:0xB8

;; name: code-not-present
;; mode: pm32/3
;; set: [STACK]=00 40 00 00 a3 00 00 00
        retf
;; expect: exception=11:0xA0

;; name: outer-stack-null
;; set: [STACK]=00 40 00 00 2b 00 00 00 00 60 00 00 00 00 00 00
        retf
;; expect: exception=13:0

;; name: outer-stack-of-the-wrong-privilege
;; set: [STACK]=00 40 00 00 2b 00 00 00 00 60 00 00 10 00 00 00
        retf
;; expect: exception=13:0x10

;; name: outer-stack-not-present
;; set: [STACK]=00 40 00 00 2b 00 00 00 00 60 00 00 ab 00 00 00
        retf
;; expect: exception=12:0xA8

;; name: rpl-0-of-ring-3-code
;; set: [STACK]=00 40 00 00 28 00 00 00
        retf
;; expect: exception=13:0x28

;; name: eip-beyond-the-limit
;; set: [STACK]=00 00 01 00 18 00 00 00
        retf
;; expect: exception=13:0

;; name: stack-ends
;; set: ss.limit=0x8006, ss.attributes=0x4093, [STACK]=00 40 00 00 08 00 00 00
        retf
;; expect: exception=12:0

;; name: outer-frame-beyond-the-stack
;; set: ss.limit=0x800E, ss.attributes=0x4093, [STACK]=00 40 00 00 2b 00 00 00 00 60 00 00 33 00 00 00
        retf
;; expect: exception=12:0

;; name: real
;; mode: real16, v86
;; set: [STACK]=10 00 34 02
;; stop: 0x2350
        retf
;; expect: cs=0x0234, eip=0x10, esp=STACK+4

;; name: real-releases
;; mode: real16, v86
;; set: [STACK]=10 00 34 02
;; stop: 0x2350
        retf 6
;; expect: cs=0x0234, eip=0x10, esp=STACK+10

;; name: real-o32-ignores-the-upper-half-of-the-selector
;; mode: real16, v86
;; set: [STACK]=10 00 00 00 34 02 ff ff
;; stop: 0x2350
        o32 retf
;; expect: cs=0x0234, eip=0x10, esp=STACK+8

;; name: real-o32-beyond-64k
;; mode: real16, v86
;; set: [STACK]=00 00 01 00 34 02 00 00
        o32 retf
;; expect: exception=13:0
;; expect[real16]: exception=13
