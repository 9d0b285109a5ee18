;; see: SDM Vol. 2, INT n: interrupt gates of the IDT, the IVT in real mode

;; name: vector-0x80
;; mode: real16, pm16, pm32, pm32/3, pm16/3
;; deliver
        int 0x80
        nop
;; expect[real16]: delivered=128, outcome=halted, eip=HANDLERS+129, esp=0x7ffa, [0x7ffa]=02 10 00 00 02 00
;; expect[pm16]: delivered=128, outcome=halted, cs=CODE32, eip=HANDLERS+129, esp=0x7ff4, [0x7ff4]=02 10 00 00 18 00 00 00 02 00 00 00
;; expect[pm32]: delivered=128, outcome=halted, eip=HANDLERS+129, esp=0x7ff4, [0x7ff4]=02 00 02 00 08 00 00 00 02 00 00 00
;; expect[pm32/3]: delivered=128, outcome=halted, cpl=0, cs=CODE32, ss=DATA32, eip=HANDLERS+129, esp=STACK0-20, [STACK0-20]=02 00 02 00 2b 00 00 00 02 00 00 00 00 80 00 00 33 00 00 00
;; expect[pm16/3]: delivered=128, outcome=halted, cpl=0, cs=CODE32, ss=DATA32, eip=HANDLERS+129, esp=STACK0-20, [STACK0-20]=02 10 00 00 3b 00 00 00 02 00 00 00 00 80 00 00 43 00 00 00

;; name: clears-if-and-tf-after-pushing-them
;; mode: real16, pm16, pm32, pm32/3
;; set: flags=+IF
;; deliver
        int 0x80
;; expect: flags=-IF
;; expect[real16]: delivered=128, outcome=halted, eip=HANDLERS+129, esp=0x7ffa, [0x7ffa]=02 10 00 00 02 02
;; expect[pm16]: delivered=128, outcome=halted, cs=CODE32, eip=HANDLERS+129, esp=0x7ff4, [0x7ff4]=02 10 00 00 18 00 00 00 02 02 00 00
;; expect[pm32]: delivered=128, outcome=halted, eip=HANDLERS+129, esp=0x7ff4, [0x7ff4]=02 00 02 00 08 00 00 00 02 02 00 00
;; expect[pm32/3]: delivered=128, outcome=halted, cpl=0, cs=CODE32, ss=DATA32, eip=HANDLERS+129, esp=STACK0-20, [STACK0-20]=02 00 02 00 2b 00 00 00 02 02 00 00 00 80 00 00 33 00 00 00

;; name: arithmetic-flags-stay
;; mode: real16, pm16, pm32, pm32/3
;; set: flags=+CF+PF+AF+ZF+SF+OF+DF
;; deliver
        int 0x80
;; expect[real16]: delivered=128, outcome=halted, eip=HANDLERS+129, esp=0x7ffa, [0x7ffa]=02 10 00 00 d7 0c
;; expect[pm16]: delivered=128, outcome=halted, cs=CODE32, eip=HANDLERS+129, esp=0x7ff4, [0x7ff4]=02 10 00 00 18 00 00 00 d7 0c 00 00
;; expect[pm32]: delivered=128, outcome=halted, eip=HANDLERS+129, esp=0x7ff4, [0x7ff4]=02 00 02 00 08 00 00 00 d7 0c 00 00
;; expect[pm32/3]: delivered=128, outcome=halted, cpl=0, cs=CODE32, ss=DATA32, eip=HANDLERS+129, esp=STACK0-20, [STACK0-20]=02 00 02 00 2b 00 00 00 d7 0c 00 00 00 80 00 00 33 00 00 00

;; name: v86-at-iopl-3
;; mode: v86
;; set: iopl=3
;; deliver
        int 0x80
;; expect[v86]: delivered=128, outcome=halted, cpl=0, cs=8, cs.base=0, cs.limit=0xFFFFFFFF, cs.attributes=0xC09B, ss=0x10, ss.base=0, ss.limit=0xFFFFFFFF, ss.attributes=0xC093
;; expect[v86]: ds=0, ds.limit=0, ds.attributes=0, es=0, es.limit=0, es.attributes=0, fs=0, fs.limit=0, fs.attributes=0, gs=0, gs.limit=0, gs.attributes=0
;; expect[v86]: flags=-VM, eip=HANDLERS+129, esp=STACK0-36, [STACK0-36]=02 10 00 00 00 00 00 00 02 30 02 00 00 80 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00

;; name: v86-below-iopl-3
;; mode: v86
;; deliver
        int 0x80
;; expect[v86]: delivered=13:0, outcome=halted, cpl=0, cs=8, cs.base=0, cs.limit=0xFFFFFFFF, cs.attributes=0xC09B, ss=0x10, ss.base=0, ss.limit=0xFFFFFFFF, ss.attributes=0xC093
;; expect[v86]: ds=0, ds.limit=0, ds.attributes=0, es=0, es.limit=0, es.attributes=0, fs=0, fs.limit=0, fs.attributes=0, gs=0, gs.limit=0, gs.attributes=0
;; expect[v86]: flags=-VM, eip=HANDLERS+14, esp=STACK0-40, [STACK0-40]=00 00 00 00 00 10 00 00 00 00 00 00 02 00 03 00 00 80 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00

;; name: v86-at-iopl-2
;; mode: v86
;; set: iopl=2
;; deliver
        int 0x80
;; expect[v86]: delivered=13:0, outcome=halted, cpl=0, cs=8, cs.base=0, cs.limit=0xFFFFFFFF, cs.attributes=0xC09B, ss=0x10, ss.base=0, ss.limit=0xFFFFFFFF, ss.attributes=0xC093
;; expect[v86]: ds=0, ds.limit=0, ds.attributes=0, es=0, es.limit=0, es.attributes=0, fs=0, fs.limit=0, fs.attributes=0, gs=0, gs.limit=0, gs.attributes=0
;; expect[v86]: flags=-VM, eip=HANDLERS+14, esp=STACK0-40, [STACK0-40]=00 00 00 00 00 10 00 00 00 00 00 00 02 20 03 00 00 80 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00

;; name: gate-of-ring-0-from-ring-3
;; mode: pm32/3, pm16/3
;; deliver
        nop
here:   int 0x81
;; expect[pm32/3]: delivered=13:1034, outcome=halted, cpl=0, cs=CODE32, ss=DATA32, eip=HANDLERS+14, esp=STACK0-24, [STACK0-24]=0a 04 00 00 01 00 02 00 2b 00 00 00 02 00 01 00 00 80 00 00 33 00 00 00
;; expect[pm16/3]: delivered=13:1034, outcome=halted, cpl=0, cs=CODE32, ss=DATA32, eip=HANDLERS+14, esp=STACK0-24, [STACK0-24]=0a 04 00 00 01 10 00 00 3b 00 00 00 02 00 01 00 00 80 00 00 43 00 00 00

;; name: gate-of-ring-0-from-ring-0
;; mode: pm32, pm16, real16
;; deliver
        int 0x81
;; expect[pm32]: delivered=129, outcome=halted, eip=HANDLERS+130, esp=0x7ff4, [0x7ff4]=02 00 02 00 08 00 00 00 02 00 00 00
;; expect[pm16]: delivered=129, outcome=halted, cs=CODE32, eip=HANDLERS+130, esp=0x7ff4, [0x7ff4]=02 10 00 00 18 00 00 00 02 00 00 00
;; expect[real16]: delivered=129, outcome=halted, eip=HANDLERS+130, esp=0x7ffa, [0x7ffa]=02 10 00 00 02 00

;; name: breakpoint-as-two-bytes
;; mode: real16, pm16, pm32, pm32/3
;; deliver
        db 0xCD, 3
;; expect[real16]: delivered=3, outcome=halted, eip=HANDLERS+4, esp=0x7ffa, [0x7ffa]=02 10 00 00 02 00
;; expect[pm16]: delivered=3, outcome=halted, cs=CODE32, eip=HANDLERS+4, esp=0x7ff4, [0x7ff4]=02 10 00 00 18 00 00 00 02 00 00 00
;; expect[pm32]: delivered=3, outcome=halted, eip=HANDLERS+4, esp=0x7ff4, [0x7ff4]=02 00 02 00 08 00 00 00 02 00 00 00
;; expect[pm32/3]: delivered=3, outcome=halted, cpl=0, cs=CODE32, ss=DATA32, eip=HANDLERS+4, esp=STACK0-20, [STACK0-20]=02 00 02 00 2b 00 00 00 02 00 00 00 00 80 00 00 33 00 00 00

;; name: breakpoint-as-two-bytes-in-v86
;; mode: v86
;; deliver
        db 0xCD, 3
;; expect[v86]: delivered=13:0, outcome=halted, cpl=0, cs=8, cs.base=0, cs.limit=0xFFFFFFFF, cs.attributes=0xC09B, ss=0x10, ss.base=0, ss.limit=0xFFFFFFFF, ss.attributes=0xC093
;; expect[v86]: ds=0, ds.limit=0, ds.attributes=0, es=0, es.limit=0, es.attributes=0, fs=0, fs.limit=0, fs.attributes=0, gs=0, gs.limit=0, gs.attributes=0
;; expect[v86]: flags=-VM, eip=HANDLERS+14, esp=STACK0-40, [STACK0-40]=00 00 00 00 00 10 00 00 00 00 00 00 02 00 03 00 00 80 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00

;; name: page-fault-vector-pushes-no-error-code
;; mode: real16, pm16, pm32
;; deliver
        int 14
;; expect[real16]: delivered=14, outcome=halted, eip=HANDLERS+15, esp=0x7ffa, [0x7ffa]=02 10 00 00 02 00
;; expect[pm16]: delivered=14, outcome=halted, cs=CODE32, eip=HANDLERS+15, esp=0x7ff4, [0x7ff4]=02 10 00 00 18 00 00 00 02 00 00 00
;; expect[pm32]: delivered=14, outcome=halted, eip=HANDLERS+15, esp=0x7ff4, [0x7ff4]=02 00 02 00 08 00 00 00 02 00 00 00

;; name: double-fault-vector-pushes-no-error-code
;; mode: pm16, pm32
;; deliver
        int 8
;; expect[pm16]: delivered=8, outcome=halted, cs=CODE32, eip=HANDLERS+9, esp=0x7ff4, [0x7ff4]=02 10 00 00 18 00 00 00 02 00 00 00
;; expect[pm32]: delivered=8, outcome=halted, eip=HANDLERS+9, esp=0x7ff4, [0x7ff4]=02 00 02 00 08 00 00 00 02 00 00 00

;; name: gate-not-present
;; mode: pm32, pm16, pm32/3
;; set: [IDT+0x405]=6e
;; deliver
        int 0x80
;; expect[pm32]: delivered=11:1026, outcome=halted, eip=HANDLERS+12, esp=0x7ff0, [0x7ff0]=02 04 00 00 00 00 02 00 08 00 00 00 02 00 01 00
;; expect[pm16]: delivered=11:1026, outcome=halted, cs=CODE32, eip=HANDLERS+12, esp=0x7ff0, [0x7ff0]=02 04 00 00 00 10 00 00 18 00 00 00 02 00 01 00
;; expect[pm32/3]: delivered=11:1026, outcome=halted, cpl=0, cs=CODE32, ss=DATA32, eip=HANDLERS+12, esp=STACK0-24, [STACK0-24]=02 04 00 00 00 00 02 00 2b 00 00 00 02 00 01 00 00 80 00 00 33 00 00 00

;; name: gate-privilege-comes-before-presence
;; mode: pm32/3
;; set: [IDT+0x40D]=0e
;; deliver
        int 0x81
;; expect[pm32/3]: delivered=13:1034, outcome=halted, cpl=0, cs=CODE32, ss=DATA32, eip=HANDLERS+14, esp=STACK0-24, [STACK0-24]=0a 04 00 00 00 00 02 00 2b 00 00 00 02 00 01 00 00 80 00 00 33 00 00 00

;; name: beyond-the-idt
;; mode: pm32, pm16, pm32/3
;; set: idtr.limit=0x3FF
;; deliver
        int 0x80
;; expect[pm32]: delivered=13:1026, outcome=halted, eip=HANDLERS+14, esp=0x7ff0, [0x7ff0]=02 04 00 00 00 00 02 00 08 00 00 00 02 00 01 00
;; expect[pm16]: delivered=13:1026, outcome=halted, cs=CODE32, eip=HANDLERS+14, esp=0x7ff0, [0x7ff0]=02 04 00 00 00 10 00 00 18 00 00 00 02 00 01 00
;; expect[pm32/3]: delivered=13:1026, outcome=halted, cpl=0, cs=CODE32, ss=DATA32, eip=HANDLERS+14, esp=STACK0-24, [STACK0-24]=02 04 00 00 00 00 02 00 2b 00 00 00 02 00 01 00 00 80 00 00 33 00 00 00

;; name: partly-beyond-the-idt
;; mode: pm32, pm32/3
;; set: idtr.limit=0x406
;; deliver
        int 0x80
;; expect[pm32]: delivered=13:1026, outcome=halted, eip=HANDLERS+14, esp=0x7ff0, [0x7ff0]=02 04 00 00 00 00 02 00 08 00 00 00 02 00 01 00
;; expect[pm32/3]: delivered=13:1026, outcome=halted, cpl=0, cs=CODE32, ss=DATA32, eip=HANDLERS+14, esp=STACK0-24, [STACK0-24]=02 04 00 00 00 00 02 00 2b 00 00 00 02 00 01 00 00 80 00 00 33 00 00 00

;; name: no-gate-at-all
;; mode: pm32, pm32/3
;; set: [IDT+0x405]=00
;; deliver
        int 0x80
;; expect[pm32]: delivered=13:1026, outcome=halted, eip=HANDLERS+14, esp=0x7ff0, [0x7ff0]=02 04 00 00 00 00 02 00 08 00 00 00 02 00 01 00
;; expect[pm32/3]: delivered=13:1026, outcome=halted, cpl=0, cs=CODE32, ss=DATA32, eip=HANDLERS+14, esp=STACK0-24, [STACK0-24]=02 04 00 00 00 00 02 00 2b 00 00 00 02 00 01 00 00 80 00 00 33 00 00 00

;; name: a-call-gate-in-the-idt
;; mode: pm32, pm32/3
;; set: [IDT+0x405]=ec
;; deliver
        int 0x80
;; expect[pm32]: delivered=13:1026, outcome=halted, eip=HANDLERS+14, esp=0x7ff0, [0x7ff0]=02 04 00 00 00 00 02 00 08 00 00 00 02 00 01 00
;; expect[pm32/3]: delivered=13:1026, outcome=halted, cpl=0, cs=CODE32, ss=DATA32, eip=HANDLERS+14, esp=STACK0-24, [STACK0-24]=02 04 00 00 00 00 02 00 2b 00 00 00 02 00 01 00 00 80 00 00 33 00 00 00

;; name: gate-to-a-null-selector
;; mode: pm32, pm32/3
;; set: [IDT+0x402]=00 00
;; deliver
        int 0x80
;; expect[pm32]: delivered=13:0, outcome=halted, eip=HANDLERS+14, esp=0x7ff0, [0x7ff0]=00 00 00 00 00 00 02 00 08 00 00 00 02 00 01 00
;; expect[pm32/3]: delivered=13:0, outcome=halted, cpl=0, cs=CODE32, ss=DATA32, eip=HANDLERS+14, esp=STACK0-24, [STACK0-24]=00 00 00 00 00 00 02 00 2b 00 00 00 02 00 01 00 00 80 00 00 33 00 00 00

;; name: gate-to-data
;; mode: pm32, pm32/3
;; set: [IDT+0x402]=10 00
;; deliver
        int 0x80
;; expect[pm32]: delivered=13:16, outcome=halted, eip=HANDLERS+14, esp=0x7ff0, [0x7ff0]=10 00 00 00 00 00 02 00 08 00 00 00 02 00 01 00
;; expect[pm32/3]: delivered=13:16, outcome=halted, cpl=0, cs=CODE32, ss=DATA32, eip=HANDLERS+14, esp=STACK0-24, [STACK0-24]=10 00 00 00 00 00 02 00 2b 00 00 00 02 00 01 00 00 80 00 00 33 00 00 00

;; name: gate-to-outer-code
;; mode: pm32
;; set: [IDT+0x402]=2b 00
;; deliver
        int 0x80
;; expect[pm32]: delivered=13:40, outcome=halted, eip=HANDLERS+14, esp=0x7ff0, [0x7ff0]=28 00 00 00 00 00 02 00 08 00 00 00 02 00 01 00

;; name: gate-out-of-the-table
;; mode: pm32, pm32/3
;; set: [IDT+0x402]=b8 00
;; deliver
        int 0x80
;; expect[pm32]: delivered=13:184, outcome=halted, eip=HANDLERS+14, esp=0x7ff0, [0x7ff0]=b8 00 00 00 00 00 02 00 08 00 00 00 02 00 01 00
;; expect[pm32/3]: delivered=13:184, outcome=halted, cpl=0, cs=CODE32, ss=DATA32, eip=HANDLERS+14, esp=STACK0-24, [STACK0-24]=b8 00 00 00 00 00 02 00 2b 00 00 00 02 00 01 00 00 80 00 00 33 00 00 00

;; name: gate-to-code-not-present
;; mode: pm32/3
;; set: [IDT+0x402]=a3 00
;; deliver
        int 0x80
;; expect[pm32/3]: delivered=11:160, outcome=halted, cpl=0, cs=CODE32, ss=DATA32, eip=HANDLERS+12, esp=STACK0-24, [STACK0-24]=a0 00 00 00 00 00 02 00 2b 00 00 00 02 00 01 00 00 80 00 00 33 00 00 00

;; name: handler-beyond-its-segment
;; mode: pm32, pm32/3
;; set: [IDT+0x400]=00 00 18 00 00 ee 01 00
;; deliver
        int 0x80
;; expect[pm32]: delivered=13:0, outcome=halted, eip=HANDLERS+14, esp=0x7ff0, [0x7ff0]=00 00 00 00 00 00 02 00 08 00 00 00 02 00 01 00
;; expect[pm32/3]: delivered=13:0, outcome=halted, cpl=0, cs=CODE32, ss=DATA32, eip=HANDLERS+14, esp=STACK0-24, [STACK0-24]=00 00 00 00 00 00 02 00 2b 00 00 00 02 00 01 00 00 80 00 00 33 00 00 00

;; name: trap-gate-leaves-if
;; mode: pm32
;; set: flags=+IF, [IDT+0x405]=ef
;; deliver
        int 0x80
;; expect: delivered=0x80, outcome=halted, eip=HANDLERS+0x81, esp=STACK-12, [STACK-12]=02 00 02 00 08 00 00 00 02 02 00 00

;; name: trap-gate-clears-nt
;; mode: pm32
;; set: flags=+NT+AC+ID, [IDT+0x405]=ef
;; deliver
        int 0x80
;; expect: delivered=0x80, outcome=halted, flags=-NT, eip=HANDLERS+0x81, esp=STACK-12, [STACK-12]=02 00 02 00 08 00 00 00 02 40 24 00

;; name: sixteen-bit-gate
;; mode: pm32, pm16
;; set: [IDT+0x405]=e6
;; deliver
        int 0x80
;; expect: delivered=0x80, outcome=halted, eip=HANDLERS+0x81, esp=STACK-6, cs=CODE32
;; expect[pm32]: [STACK-6]=02 00 08 00 02 00
;; expect[pm16]: [STACK-6]=02 10 18 00 02 00

;; name: sixteen-bit-gate-from-ring-3
;; mode: pm32/3
;; set: [IDT+0x405]=e6
;; deliver
        int 0x80
;; expect: delivered=0x80, outcome=halted, cpl=0, eip=HANDLERS+0x81, ss=DATA32, esp=STACK0-10, cs=CODE32, [STACK0-10]=02 00 2b 00 02 00 00 80 33 00

;; name: conforming-handler-stays-in-ring-3
;; mode: pm32/3
;; set: [IDT+0x402]=73 00
;; stop: HANDLERS+0x80
;; deliver
        int 0x80
;; expect: delivered=0x80, cs=CONFORMING, eip=HANDLERS+0x80, esp=STACK-12, [STACK-12]=02 00 02 00 2b 00 00 00 02 00 00 00

;; name: task-gate
;; skip unicorn: its task switch leaves the type in TR available
;; mode: pm32
;; set: eax=0x11111111, [IDT+0x400]=00 00 90 00 00 e5 00 00
;; deliver
        int 0x80
;; expect: delivered=0x80, outcome=halted, tr=TSS2_SELECTOR, cs=CODE32, ss=DATA32, ds=DATA32, es=DATA32, fs=DATA32, gs=DATA32
;; expect: eax=0, esp=STACK0, eip=HANDLERS+0x100, flags=+NT, cr0=0x39, ldtr=0, [GDT+0x95]=8b, [TSS2]=48 00
;; expect: [TSS+0x20]=02 00 02 00 02 00 00 00 11 11 11 11 00 00 00 00 00 00 00 00 00 00 00 00 00 80 00 00 00 00 00 00 00 00 00 00 00 00 00 00 10 00 00 00 08 00 00 00 10 00 00 00 10 00 00 00 10 00 00 00 10 00 00 00

;; name: stack-segment-of-the-tss-is-null
;; mode: pm32/3
;; set: [TSS+8]=00 00
        int 0x80
;; expect: exception=10:0

;; name: stack-segment-of-the-tss-has-the-wrong-privilege
;; mode: pm32/3
;; set: [TSS+8]=33 00
        int 0x80
;; expect: exception=10:0x30

;; name: stack-segment-of-the-tss-is-not-present
;; mode: pm32/3
;; set: [TSS+8]=58 00, [GDT+0x5d]=13
        int 0x80
;; expect: exception=12:0x58

;; name: stack-of-the-tss-is-out-of-the-table
;; mode: pm32/3
;; set: [TSS+8]=b8 00
        int 0x80
;; expect: exception=10:0xB8

;; name: stack-of-the-tss-beyond-the-tss
;; skip bochs: a case there cannot have so small a TSS
;; mode: pm32/3
;; set: [GDT+0x48]=07 00, tr=TSS_SELECTOR
        int 0x80
;; expect: exception=10:TSS_SELECTOR

;; name: no-room-on-the-inner-stack
;; mode: pm32/3
;; set: [GDT+0x10]=f0 6f 00 00 00 93 40 00
        int 0x80
;; expect: exception=12:0x10

;; name: no-room-on-the-same-stack
;; mode: pm32
;; set: ss.limit=0x7FF7, ss.attributes=0x4093
        int 0x80
;; expect: exception=12:0

;; name: ivt-entry
;; mode: real16
;; set: [0x100]=00 40 34 02, flags=+IF+CF
;; stop: 0x2340+0x4000
;; deliver
        int 0x40
;; expect: delivered=0x40, cs=0x0234, eip=0x4000, flags=-IF, esp=STACK-6, [STACK-6]=02 10 00 00 03 02

;; name: beyond-the-ivt
;; mode: real16
;; set: idtr.limit=0xFF
        int 0x40
;; expect: exception=13

;; name: ivt-elsewhere
;; mode: real16
;; set: idtr.base=DATA, [DATA+0x100]=00 40 00 00
;; stop: 0x4000
;; deliver
        int 0x40
;; expect: delivered=0x40, eip=0x4000, esp=STACK-6, [STACK-6]=02 10 00 00 02 00

;; name: real-mode-stack-at-zero-wraps
;; mode: real16
;; set: esp=0
;; stop: HANDLERS+0x40
;; deliver
        int 0x40
;; expect: delivered=0x40, eip=HANDLERS+0x40, esp=0xFFFA, [0xFFFA]=02 10 00 00 02 00

;; name: there-and-back
;; mode: real16
;; set: [0x100]=08 10
;; deliver
        int 0x40
        mov ah, 2
        hlt
        times 3 nop
handler: mov al, 1
        iret
;; expect: delivered=0x40, outcome=halted, eip=0x1005, eax=0x0201, [STACK-6]=02 10 00 00 02 00

;; name: there-and-back-from-ring-3
;; mode: pm32/3
;; set: [IDT+0x400]=06 00 08 00 00 ee 02 00
;; deliver
        int 0x80
        mov ah, 2
        db 0, 0
handler: mov al, 1
        iret
;; expect: delivered=0x80, eax=1, eip=0x20002, esp=STACK, [STACK0-20]=02 00 02 00 2b 00 00 00 02 00 00 00 00 80 00 00 33 00 00 00, ds=DATA32_3
;; stop: 0x20002
