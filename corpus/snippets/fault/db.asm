;; see: SDM Vol. 3B, 17.3: single-step and breakpoints

;; name: single-step
;; mode: real16, v86, pm16, pm32, pm32/3
;; set: flags=+TF
;; deliver
        nop
        mov al, 1
;; expect: flags=-TF, dr6=0xFFFF4FF0
;; expect[real16]: delivered=1, outcome=halted, eip=HANDLERS+2, esp=0x7ffa, [0x7ffa]=01 10 00 00 02 01
;; expect[v86]: delivered=1, outcome=halted, cpl=0, cs=8, cs.base=0, cs.limit=0xFFFFFFFF, cs.attributes=0xC09B, ss=0x10, ss.base=0, ss.limit=0xFFFFFFFF, ss.attributes=0xC093
;; expect[v86]: ds=0, ds.limit=0, ds.attributes=0, es=0, es.limit=0, es.attributes=0, fs=0, fs.limit=0, fs.attributes=0, gs=0, gs.limit=0, gs.attributes=0
;; expect[v86]: flags=-VM, eip=HANDLERS+2, esp=STACK0-36, [STACK0-36]=01 10 00 00 00 00 00 00 02 01 02 00 00 80 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
;; expect[pm16]: delivered=1, outcome=halted, cs=CODE32, eip=HANDLERS+2, esp=0x7ff4, [0x7ff4]=01 10 00 00 18 00 00 00 02 01 00 00
;; expect[pm32]: delivered=1, outcome=halted, eip=HANDLERS+2, esp=0x7ff4, [0x7ff4]=01 00 02 00 08 00 00 00 02 01 00 00
;; expect[pm32/3]: delivered=1, outcome=halted, cpl=0, cs=CODE32, ss=DATA32, eip=HANDLERS+2, esp=STACK0-20, [STACK0-20]=01 00 02 00 2b 00 00 00 02 01 00 00 00 80 00 00 33 00 00 00

;; name: single-step-of-a-taken-branch
;; mode: real16, v86, pm16, pm32, pm32/3
;; set: flags=+TF
;; deliver
        jmp short there
        nop
there:  nop
;; expect: flags=-TF, dr6=0xFFFF4FF0
;; expect[real16]: delivered=1, outcome=halted, eip=HANDLERS+2, esp=0x7ffa, [0x7ffa]=03 10 00 00 02 01
;; expect[v86]: delivered=1, outcome=halted, cpl=0, cs=8, cs.base=0, cs.limit=0xFFFFFFFF, cs.attributes=0xC09B, ss=0x10, ss.base=0, ss.limit=0xFFFFFFFF, ss.attributes=0xC093
;; expect[v86]: ds=0, ds.limit=0, ds.attributes=0, es=0, es.limit=0, es.attributes=0, fs=0, fs.limit=0, fs.attributes=0, gs=0, gs.limit=0, gs.attributes=0
;; expect[v86]: flags=-VM, eip=HANDLERS+2, esp=STACK0-36, [STACK0-36]=03 10 00 00 00 00 00 00 02 01 02 00 00 80 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
;; expect[pm16]: delivered=1, outcome=halted, cs=CODE32, eip=HANDLERS+2, esp=0x7ff4, [0x7ff4]=03 10 00 00 18 00 00 00 02 01 00 00
;; expect[pm32]: delivered=1, outcome=halted, eip=HANDLERS+2, esp=0x7ff4, [0x7ff4]=03 00 02 00 08 00 00 00 02 01 00 00
;; expect[pm32/3]: delivered=1, outcome=halted, cpl=0, cs=CODE32, ss=DATA32, eip=HANDLERS+2, esp=STACK0-20, [STACK0-20]=03 00 02 00 2b 00 00 00 02 01 00 00 00 80 00 00 33 00 00 00

;; name: icebp
;; mode: real16, v86, pm16, pm32, pm32/3
;; deliver
        db 0xF1
;; expect[real16]: delivered=1, outcome=halted, eip=HANDLERS+2, esp=0x7ffa, [0x7ffa]=01 10 00 00 02 00
;; expect[v86]: delivered=1, outcome=halted, cpl=0, cs=8, cs.base=0, cs.limit=0xFFFFFFFF, cs.attributes=0xC09B, ss=0x10, ss.base=0, ss.limit=0xFFFFFFFF, ss.attributes=0xC093
;; expect[v86]: ds=0, ds.limit=0, ds.attributes=0, es=0, es.limit=0, es.attributes=0, fs=0, fs.limit=0, fs.attributes=0, gs=0, gs.limit=0, gs.attributes=0
;; expect[v86]: flags=-VM, eip=HANDLERS+2, esp=STACK0-36, [STACK0-36]=01 10 00 00 00 00 00 00 02 00 02 00 00 80 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
;; expect[pm16]: delivered=1, outcome=halted, cs=CODE32, eip=HANDLERS+2, esp=0x7ff4, [0x7ff4]=01 10 00 00 18 00 00 00 02 00 00 00
;; expect[pm32]: delivered=1, outcome=halted, eip=HANDLERS+2, esp=0x7ff4, [0x7ff4]=01 00 02 00 08 00 00 00 02 00 00 00
;; expect[pm32/3]: delivered=1, outcome=halted, cpl=0, cs=CODE32, ss=DATA32, eip=HANDLERS+2, esp=STACK0-20, [STACK0-20]=01 00 02 00 2b 00 00 00 02 00 00 00 00 80 00 00 33 00 00 00

;; name: icebp-leaves-dr6
;; mode: real16, v86, pm32, pm32/3
        db 0xF1
after:  nop
;; expect: exception=1, eip=after

;; name: popf-sets-tf-for-the-next-instruction
;; mode: pm32, real16, pm32/3
;; set: [STACK]=02 01 00 00
        popf
        mov al, 1
after:  nop
;; expect: exception=1, eip=after, al=1, flags=+TF, esp=STACK+4, dr6=0xFFFF4FF0
;; expect[real16]: esp=STACK+2

;; name: popf-clears-tf-and-traps-once-more
;; see: SDM Vol. 3B, 17.3.1.4: TF at the start of the instruction decides
;; mode: pm32, real16, pm32/3
;; set: [STACK]=02 00 00 00, flags=+TF
        popf
after:  nop
;; expect: exception=1, eip=after, flags=-TF, esp=STACK+4, dr6=0xFFFF4FF0
;; expect[real16]: esp=STACK+2

;; name: single-step-of-rep-after-each-iteration
;; mode: pm32, pm32/3
;; set: ecx=3, edi=DATA, eax=0x55, flags=+TF
        rep stosb
;; expect: exception=1, eip=CODE, ecx=2, edi=DATA+1, [DATA]=55, dr6=0xFFFF4FF0, flags=?RF

;; name: single-step-of-rep-at-the-end
;; skip qemu: it traps once more at the instruction
;; mode: pm32, pm32/3
;; set: ecx=1, edi=DATA, eax=0x55, flags=+TF
        rep stosb
after:  nop
;; expect: exception=1, eip=after, ecx=0, edi=DATA+1, [DATA]=55, dr6=0xFFFF4FF0

;; name: mov-ss-puts-the-trap-off
;; mode: pm32
;; set: flags=+TF, eax=DATA32
        mov ss, ax
        nop
after:  nop
;; expect: exception=1, eip=after, dr6=0xFFFF4FF0

;; name: int-n-is-not-single-stepped
;; see: SDM Vol. 3B, 17.3.1.4: TF is cleared before the handler, the trap of INT itself does not come
;; mode: pm32, real16
;; set: flags=+TF
;; deliver
        int 0x80
;; expect: delivered=0x80, outcome=halted, flags=-TF, eip=HANDLERS+0x81
;; expect[pm32]: esp=STACK-12, [STACK-12]=02 00 02 00 08 00 00 00 02 01 00 00
;; expect[real16]: esp=STACK-6, [STACK-6]=02 10 00 00 02 01

;; name: code-breakpoint
;; see: SDM Vol. 3B, 17.2: before the instruction
;; mode: pm32, real16, v86, pm32/3
;; set: dr0=here, dr7=0x402
        nop
here:   mov al, 1
;; expect: exception=1, eip=here, dr6=0xFFFF0FF1

;; name: code-breakpoint-of-dr3-by-local-enable
;; mode: pm32, pm32/3
;; set: dr3=here, dr7=0x440
        nop
here:   mov al, 1
;; expect: exception=1, eip=here, dr6=0xFFFF0FF8

;; name: code-breakpoint-disabled
;; mode: pm32, pm32/3
;; set: dr0=here, dr7=0x400
        nop
here:   mov al, 1
;; expect: al=1

;; name: code-breakpoint-and-rf
;; mode: pm32, pm32/3
;; set: dr0=CODE, dr7=0x402, flags=+RF
        mov al, 1
;; expect: al=1, flags=-RF

;; name: code-breakpoint-inside-an-instruction
;; mode: pm32, pm32/3
;; set: dr0=CODE+1, dr7=0x402
        mov eax, 1
;; expect: eax=1

;; name: write-breakpoint
;; see: a trap, after the access
;; mode: pm32, real16, v86, pm32/3
;; set: dr1=DATA+3, dr7=0x00100408
        mov [DATA], eax
after:  nop
;; set: eax=0x44332211
;; expect: exception=1, eip=after, [DATA]=11 22 33 44, dr6=0xFFFF0FF2
;; expect[real16, v86]: eax=0x44332211

;; name: write-breakpoint-ignores-reads
;; mode: pm32, pm32/3
;; set: dr1=DATA, dr7=0x00100408, [DATA]=12
        mov al, [DATA]
;; expect: al=0x12

;; name: access-breakpoint-sees-reads
;; mode: pm32, pm32/3
;; set: dr2=DATA, dr7=0x03000420, [DATA]=12
        mov al, [DATA]
after:  nop
;; expect: exception=1, eip=after, al=0x12, dr6=0xFFFF0FF4

;; name: access-breakpoint-of-four-bytes
;; mode: pm32, pm32/3
;; set: dr0=DATA, dr7=0x000F0402
        mov al, [DATA+4]
        mov al, [DATA+3]
after:  nop
;; expect: exception=1, eip=after, dr6=0xFFFF0FF1

;; name: two-breakpoints-at-once
;; skip qemu: it reports one of them
;; mode: pm32, pm32/3
;; set: dr0=DATA, dr1=DATA+1, dr7=0x0011040A
        mov [DATA], ax
after:  nop
;; expect: exception=1, eip=after, dr6=0xFFFF0FF3

;; name: breakpoint-and-single-step
;; mode: pm32, pm32/3
;; set: dr0=DATA, dr7=0x00010402, flags=+TF
        mov [DATA], al
after:  nop
;; expect: exception=1, eip=after, dr6=0xFFFF4FF1

;; name: general-detect
;; see: SDM Vol. 3B, 17.2.4: a fault, before the access; GD is cleared as the handler is entered
;; mode: pm32, real16
;; set: dr7=0x2400
        nop
here:   mov eax, dr0
;; expect: exception=1, eip=here, dr6=0xFFFF2FF0

;; name: general-detect-sees-dr7-too
;; mode: pm32, real16
;; set: dr7=0x2400
        mov dr7, eax
;; expect: exception=1, dr6=0xFFFF2FF0

;; name: privilege-comes-before-general-detect
;; mode: pm32/3, v86
;; set: dr7=0x2400
        mov eax, dr0
;; expect: exception=13:0

;; name: io-breakpoint
;; see: SDM Vol. 3B, 17.2.4: R/W 10B with CR4.DE
;; mode: pm32, real16
;; set: dr0=0x80, dr7=0x00020402, cr4=0x608, in=0x80:1:0x5A
        in al, 0x80
after:  nop
;; expect: exception=1, eip=after, al=0x5A, dr6=0xFFFF0FF1
