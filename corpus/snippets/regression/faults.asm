;; modes: pm16/3
; Faults and frames on which engines disagreed, settled by the manual, and where ring 3 can ask it by the silicon.

;; name: call-gate-pushes-all-of-esp
;; see: SDM Vol. 2A, CALL, MORE-PRIVILEGE: the old ESP is pushed, also where SS.B is 0 and only SP was used
;; skip bochs: it pushes SP, zero-extended
;; set: esp=0x80000+STACK
        call    CALL_GATE:0
;; expect: outcome=halted, cpl=0, cs=CODE32, ss=DATA32, eip=HANDLERS+0xFF, esp=STACK0-16, [STACK0-16]=05 10 00 00 3b 00 00 00 00 80 08 00 43 00 00 00

;; name: interrupt-pushes-all-of-esp
;; see: SDM Vol. 2A, INT n, INTRA-PRIVILEGE and INTER-PRIVILEGE
;; set: esp=0x80000+STACK
        int     0x80
;; expect: outcome=halted, delivered=128, cpl=0, cs=CODE32, ss=DATA32, eip=HANDLERS+0x81, esp=STACK0-20
;; expect: [STACK0-20]=02 10 00 00 3b 00 00 00 02 00 00 00 00 80 08 00 43 00 00 00

;; name: retf-frame-wraps-at-64k
;; see: SDM Vol. 1, 6.2.3: SP is the pointer while SS.B is 0, so the word after FFFE is at 0
;; skip bochs: it raises #SS
;; set: esp=0xFFFE, [0xFFFE]=00 40, [0]=3b 00
;; stop: 0x4000
        retf    8
;; expect: eip=0x4000, esp=0xA

;; name: iret-frame-wraps-at-64k
;; see: SDM Vol. 1, 6.2.3
;; skip bochs: it raises #SS
;; set: esp=0xFFFC, [0xFFFC]=00 40 3b 00, [0]=46 00
;; stop: 0x4000
        iret
;; expect: eip=0x4000, esp=2, flags=+PF+ZF

;; name: retf-frame-that-straddles-64k
;; see: SDM Vol. 3A, 5.3: an operand does not wrap inside itself
;; skip qemu: it checks no limits
;; skip unicorn: it checks no limits
;; set: esp=0xFFFE
        o32 retf
;; expect: exception=12:0

;; name: iret-to-v86-beyond-64k
;; see: SDM Vol. 2A, IRET, RETURN-TO-VIRTUAL-8086-MODE: #GP(0) if EIP is not within the limit of CS
;; skip bochs: it cuts EIP
;; skip qemu: it cuts EIP
;; skip unicorn: it cuts EIP
;; mode: pm32
;; set: [STACK]=00 00 01 00 00 01 00 00 02 00 02 00 00 10 00 00 00 02 00 00
        iret
;; expect: exception=13:0

;; name: ac-of-a-frame-on-a-misaligned-stack
;; see: SDM Vol. 3A, 6.15, interrupt 17: a handler at CPL 3 gets its frame by pushes that are checked like any
;; skip qemu: it never checks alignment
;; mode: pm32/3
;; set: cr0=0x40031, flags=+AC, esp=STACK-2, [IDT+0x400]=00 40 2b 00 00 ee 00 00
        int     0x80
;; expect: exception=17:0

;; name: no-ac-of-a-frame-on-an-inner-stack
;; see: SDM Vol. 3A, 6.15, interrupt 17: at CPL 0 to 2 nothing is checked
;; mode: pm32/3
;; set: cr0=0x40031, flags=+AC, esp=STACK-2, [TSS+4]=fe 6f 00 00
        int     0x80
;; expect: outcome=halted, delivered=128, cpl=0, cs=CODE32, ss=DATA32, eip=HANDLERS+0x81, esp=STACK0-22
;; expect: [STACK0-22]=02 00 02 00 2b 00 00 00 02 00 04 00 fe 7f 00 00 33 00 00 00

;; name: undefined-opcode-is-seen-before-the-limit
;; see: SDM Vol. 2A, table A-3: 0F 7A has no operands that would have to be fetched
;; mode: pm16, pm16/3
;; set: cs.limit=CODE+1
        db      0x0F, 0x7A
;; expect: exception=6

;; name: ud1-needs-its-modrm-byte
;; see: SDM Vol. 2B, UD: UD1 is 0F B9 /r; Vol. 3A, table 6-2: a fetch that fails comes before an invalid opcode
;; skip bare: AMD's processors decode UD1 without a ModR/M byte
;; skip unicorn: it decodes UD1 without a ModR/M byte
;; skip qemu: it decodes UD1 without a ModR/M byte
;; mode: pm16, pm16/3
;; set: cs.limit=CODE+1
        db      0x0F, 0xB9
;; expect: exception=13:0

;; name: o16-jump-cuts-eip
;; see: SDM Vol. 2A, JMP: with a 16-bit operand size the upper half of EIP is cleared
;; mode: pm32, pm32/3
;; stop: 0x13
        db      0x66, 0xEB, 0x10
;; expect: eip=0x13

;; name: o16-call-cuts-eip
;; see: SDM Vol. 2A, CALL
;; mode: pm32, pm32/3
;; stop: 0x14
        db      0x66, 0xE8, 0x10, 0x00
;; expect: eip=0x14, esp=STACK-2, [STACK-2]=04 00

;; name: o16-ret-cuts-eip
;; see: SDM Vol. 2B, RET
;; mode: pm32, pm32/3
;; set: [STACK]=00 40 ff ff
;; stop: 0x4000
        o16 ret
;; expect: eip=0x4000, esp=STACK+2

;; name: o16-branch-not-taken-keeps-eip
;; mode: pm32, pm32/3
        db      0x66, 0x74, 0x10
;; expect: eax=0

;; name: maskmovq-over-the-end
;; see: SDM Vol. 2A, MASKMOVQ: faults are the implementation's even with a mask of zero; silicon (AMD) checks the whole quadword
;; skip bochs: it looks at the selected bytes
;; skip qemu: it checks no limits
;; skip unicorn: it checks no limits
;; set: edi=0xFFFC
        maskmovq mm0, mm1
;; expect: exception=13:0, ftw=0xFF

;; name: maskmovdqu-in-two-quadwords
;; see: SDM Vol. 2A, MASKMOVDQU; silicon (AMD): the second quadword is at 0, and neither crosses the limit
;; skip bochs: the bytes of an operand do not wrap there
;; skip qemu: the bytes of an operand do not wrap there
;; skip unicorn: the bytes of an operand do not wrap there
;; set: edi=0xFFF8, xmm0=100f0e0d0c0b0a090807060504030201, xmm1=80000000000000808000000000000080
        maskmovdqu xmm0, xmm1
;; expect: [0xFFF8]=01, [0xFFFF]=08, [0]=09, [7]=10

;; name: maskmovdqu-over-the-end
;; skip bochs: it looks at the selected bytes
;; skip qemu: it checks no limits
;; skip unicorn: it checks no limits
;; set: edi=0xFFFA
        maskmovdqu xmm0, xmm1
;; expect: exception=13:0

;; name: maskmovq-wraps-below-a-higher-limit
;; see: silicon (AMD): the quadword is inside the limit, and its bytes wrap with the 16-bit address all the same
;; skip bochs: the bytes of an operand do not wrap there
;; skip qemu: the bytes of an operand do not wrap there
;; skip unicorn: the bytes of an operand do not wrap there
;; set: ds.limit=0x1FFFF, edi=0xFFFC, mm0=0807060504030201, mm1=8000000080000080
        maskmovq mm0, mm1
;; expect: [0xFFFC]=01, [0xFFFF]=04, [3]=08
