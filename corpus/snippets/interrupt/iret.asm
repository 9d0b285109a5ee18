;; see: SDM Vol. 2, IRET/IRETD
;; modes: pm32

;; name: same-level
;; set: [STACK]=00 40 00 00 08 00 00 00 46 02 00 00
;; stop: 0x4000
        iret
;; expect: eip=0x4000, esp=STACK+12, flags=+IF+PF+ZF

;; name: same-level-ring-3
;; see: IF stays where CPL > IOPL, IOPL where CPL is not 0
;; mode: pm32/3
;; set: [STACK]=00 40 00 00 2b 00 00 00 d7 3a 00 00
;; stop: 0x4000
        iret
;; expect: eip=0x4000, esp=STACK+12, flags=+CF+PF+AF+ZF+SF+OF-IF

;; name: same-level-ring-3-with-iopl
;; mode: pm32/3
;; set: iopl=3, [STACK]=00 40 00 00 2b 00 00 00 02 02 00 00
;; stop: 0x4000
        iret
;; expect: eip=0x4000, esp=STACK+12, flags=+IF

;; name: iopl-at-ring-0
;; set: [STACK]=00 40 00 00 08 00 00 00 02 30 00 00
;; stop: 0x4000
        iret
;; expect: eip=0x4000, esp=STACK+12, iopl=3

;; name: ac-and-id
;; set: [STACK]=00 40 00 00 08 00 00 00 02 00 24 00
;; stop: 0x4000
        iret
;; expect: eip=0x4000, esp=STACK+12, flags=+AC+ID

;; name: o16-keeps-the-high-half
;; set: flags=+AC+ID, [STACK]=00 40 08 00 02 00
;; stop: 0x4000
        o16 iret
;; expect: eip=0x4000, esp=STACK+6

;; name: reserved-bits
;; set: [STACK]=00 40 00 00 08 00 00 00 28 80 c0 ff
;; stop: 0x4000
        iret
;; expect: eip=0x4000, esp=STACK+12

;; name: to-ring-3
;; set: [STACK]=00 40 00 00 2b 00 00 00 02 02 00 00 00 60 00 00 33 00 00 00
;; stop: 0x4000
        iret
;; expect: eip=0x4000, cs=CODE32_3, ss=DATA32_3, cpl=3, esp=0x6000, flags=+IF, ds=0, es=0, fs=0, gs=0

;; name: to-ring-3-16-bit-code
;; set: ds=0, es=0, fs=0, gs=0, [STACK]=00 40 00 00 3b 00 00 00 02 30 00 00 00 60 00 00 43 00 00 00
;; stop: 0x4000
        iret
;; expect: eip=0x4000, cs=CODE16_3, ss=DATA16_3, cpl=3, esp=0x6000, iopl=3

;; name: to-v86
;; set: [STACK]=10 00 00 00 34 02 00 00 02 02 02 00 f0 ff 00 00 00 01 00 00 11 01 00 00 22 02 00 00 33 03 00 00 44 04 00 00
;; stop: 0x2350
        iret
;; expect: eip=0x10, cpl=3, flags=+VM+IF, esp=0xFFF0
;; expect: cs=0x234, cs.base=0x2340, cs.limit=0xFFFF, cs.attributes=0xF3, ss=0x100, ss.base=0x1000, ss.limit=0xFFFF, ss.attributes=0xF3
;; expect: es=0x111, es.base=0x1110, es.limit=0xFFFF, es.attributes=0xF3, ds=0x222, ds.base=0x2220, ds.limit=0xFFFF, ds.attributes=0xF3
;; expect: fs=0x333, fs.base=0x3330, fs.limit=0xFFFF, fs.attributes=0xF3, gs=0x444, gs.base=0x4440, gs.limit=0xFFFF, gs.attributes=0xF3

;; name: vm-at-ring-3-is-ignored
;; skip qemu: it goes to V86 mode from any level
;; mode: pm32/3
;; set: [STACK]=00 40 00 00 2b 00 00 00 02 00 02 00
;; stop: 0x4000
        iret
;; expect: eip=0x4000, esp=STACK+12

;; name: null
;; set: [STACK]=00 40 00 00 00 00 00 00 02 00 00 00
        iret
;; expect: exception=13:0

;; name: inner-level
;; mode: pm32/3
;; set: [STACK]=00 40 00 00 08 00 00 00 02 00 00 00
        iret
;; expect: exception=13:8

;; name: data
;; set: [STACK]=00 40 00 00 10 00 00 00 02 00 00 00
        iret
;; expect: exception=13:0x10

;; name: not-present
;; mode: pm32/3
;; set: [STACK]=00 40 00 00 a3 00 00 00 02 00 00 00
        iret
;; expect: exception=11:0xA0

;; name: outer-stack-null
;; set: [STACK]=00 40 00 00 2b 00 00 00 02 00 00 00 00 60 00 00 00 00 00 00
        iret
;; expect: exception=13:0

;; name: outer-stack-rpl
;; set: [STACK]=00 40 00 00 2b 00 00 00 02 00 00 00 00 60 00 00 30 00 00 00
        iret
;; expect: exception=13:0x30

;; name: eip-beyond-the-limit
;; set: [STACK]=00 00 01 00 18 00 00 00 02 00 00 00
        iret
;; expect: exception=13:0

;; name: stack-ends
;; set: ss.limit=0x800A, ss.attributes=0x4093, [STACK]=00 40 00 00 08 00 00 00 02 00 00 00
        iret
;; expect: exception=12:0

;; name: sets-tf-for-the-next-instruction
;; see: SDM Vol. 3B, 17.3.1.4: the trap comes after the instruction that IRET went to
;; set: [STACK]=00 40 00 00 08 00 00 00 02 01 00 00, [0x4000]=90 90
        iret
;; expect: exception=1, eip=0x4001, esp=STACK+12, flags=+TF, dr6=0xFFFF4FF0

;; name: real
;; mode: real16
;; set: [STACK]=10 00 34 02 d7 7f
;; stop: 0x2350
;; see: every flag of the low half but the reserved ones, with TF off
        and word [STACK+4], 0xFEFF
        iret
;; expect: cs=0x234, eip=0x10, esp=STACK+6, flags=+CF+PF+AF+ZF+SF+IF+DF+OF+NT, iopl=3, [STACK+4]=d7 7e

;; name: real-o32
;; skip bochs: it sees 16 bits of EFLAGS after a case in real mode
;; skip qemu: it sees 16 bits of EFLAGS after a case in real mode
;; mode: real16
;; set: [STACK]=10 00 00 00 34 02 00 00 03 00 04 00
;; stop: 0x2350
        o32 iret
;; expect: cs=0x234, eip=0x10, esp=STACK+12, flags=+CF+AC

;; name: real-beyond-64k
;; mode: real16
;; set: [STACK]=00 00 01 00 34 02 00 00 02 00 00 00
        o32 iret
;; expect: exception=13

;; name: v86-at-iopl-3
;; mode: v86
;; set: iopl=3, [STACK]=10 00 34 02 03 02
;; stop: 0x2350
        iret
;; expect: cs=0x234, eip=0x10, esp=STACK+6, flags=+CF+IF

;; name: v86-below-iopl-3
;; mode: v86
;; set: iopl=2, [STACK]=10 00 34 02 02 00
        iret
;; expect: exception=13:0

;; name: nested-task
;; skip unicorn: its task switch leaves the type in TR available
;; see: SDM Vol. 3A, 7.4
;; set: flags=+NT, [TSS]=90 00, [GDT+0x95]=8b, ecx=7
;; stop: HANDLERS+0xFF
        iret
;; expect: tr=TSS2_SELECTOR, cs=CODE32, eip=HANDLERS+0xFF, esp=STACK0, flags=-NT, cr0=0x39, ldtr=0, ecx=0
;; expect: [GDT+0x4D]=89, [TSS+0x20]=01 00 02 00 02 00 00 00 00 00 00 00 07 00 00 00 00 00 00 00 00 00 00 00 00 80 00 00 00 00 00 00 00 00 00 00 00 00 00 00 10 00 00 00 08 00 00 00 10 00 00 00 10 00 00 00 10 00 00 00 10 00 00 00

;; name: nested-task-is-not-busy
;; set: flags=+NT, [TSS]=90 00
        iret
;; expect: exception=10:0x90

;; name: nested-task-is-null
;; set: flags=+NT
        iret
;; expect: exception=10:0
