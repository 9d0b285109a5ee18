;; see: SDM Vol. 2, RET: near forms
;; modes: all

;; name: near
;; set: [STACK]=00 40 00 00
;; stop: 0x4000
        ret
;; expect: eip=0x4000
;; expect[real16, v86, pm16, pm16/3]: esp=STACK+2
;; expect[pm32, pm32/3]: esp=STACK+4

;; name: near-releases-arguments
;; set: [STACK]=00 40 00 00
;; stop: 0x4000
        ret 8
;; expect: eip=0x4000
;; expect[real16, v86, pm16, pm16/3]: esp=STACK+10
;; expect[pm32, pm32/3]: esp=STACK+12

;; name: releases-an-odd-number
;; set: [STACK]=00 40 00 00
;; stop: 0x4000
        ret 1
;; expect: eip=0x4000
;; expect[real16, v86, pm16, pm16/3]: esp=STACK+3
;; expect[pm32, pm32/3]: esp=STACK+5

;; name: o16
;; mode: pm32, pm32/3
;; set: [STACK]=00 40 ff ff
;; stop: 0x4000
        o16 ret
;; expect: eip=0x4000, esp=STACK+2

;; name: o32
;; mode: real16, v86, pm16, pm16/3
;; set: [STACK]=00 40 00 00
;; stop: 0x4000
        o32 ret
;; expect: eip=0x4000, esp=STACK+4

;; name: o32-beyond-64k
;; mode: real16, v86, pm16, pm16/3
;; set: [STACK]=00 40 01 00
        o32 ret
;; expect[real16]: exception=13
;; expect[v86, pm16, pm16/3]: exception=13:0

;; name: the-immediate-is-unsigned
;; skip qemu: it sign-extends the immediate
;; skip unicorn: its translator (QEMU) sign-extends the immediate
;; mode: pm32, pm32/3
;; set: [STACK]=00 40 00 00
;; stop: 0x4000
        ret 0xFFFF
;; expect: eip=0x4000, esp=STACK+0x10003

;; name: sp-alone-wraps
;; mode: real16, v86, pm16, pm16/3
;; set: [STACK]=00 40
;; stop: 0x4000
        ret 0x8000
;; expect: eip=0x4000, esp=2

;; name: rep-ret
;; set: [STACK]=00 40 00 00
;; stop: 0x4000
        db 0xF3, 0xC3
;; expect: eip=0x4000
;; expect[real16, v86, pm16, pm16/3]: esp=STACK+2
;; expect[pm32, pm32/3]: esp=STACK+4

;; name: beyond-the-limit-leaves-esp
;; mode: pm32, pm32/3
;; set: cs.limit=0x20FFF, cs.attributes=0x40FB, [STACK]=00 10 02 00
;; set[pm32]: cs.attributes=0x409B
        ret 4
;; expect: exception=13:0

;; name: stack-beyond-its-limit
;; mode: pm32, pm32/3
;; set: ss.limit=0x8002, ss.attributes=0x40F3
;; set[pm32]: ss.attributes=0x4093
        ret
;; expect: exception=12:0

;; name: by-push-and-ret
        push dword CODE+0x40
        o32 ret
        times 0x100 nop
;; expect[real16, v86, pm16, pm16/3]: [STACK-4]=40 10 00 00
;; expect[pm32, pm32/3]: [STACK-4]=40 00 02 00

;; name: sp-at-the-end-reads-two-ways
;; mode: real16, v86
;; set: esp=0xFFFE, [0xFFFE]=00 40
;; stop: 0x4000
        ret
;; expect: eip=0x4000, esp=0
