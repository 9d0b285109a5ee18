;; see: SDM Vol. 2, LAR, LSL, VERR, VERW: nothing faults, ZF tells; bits 16-19 of what LAR gives are undefined
;; modes: pm32, pm32/3, pm16

;; name: lar-data
;; set: ebx=DATA32_3
        lar eax, bx
;; expect: eax=0x00C0F300 mask 0xFFF0FFFF, flags=+ZF

;; name: lar-code
;; set: ebx=EXECUTE_ONLY
        lar eax, bx
;; expect: eax=0x00C0F900 mask 0xFFF0FFFF, flags=+ZF

;; name: lar-16
;; set: ebx=DATA32_3, eax=0x77777777
        lar ax, bx
;; expect: eax=0x7777F300, flags=+ZF

;; name: lar-null
;; set: ebx=0, eax=5, flags=+ZF
        lar eax, bx
;; expect: flags=-ZF

;; name: lar-not-present-is-fine
;; set: ebx=NOT_PRESENT
        lar eax, bx
;; expect: eax=0x00C07300 mask 0xFFF0FFFF, flags=+ZF

;; name: lar-out-of-the-table
;; set: ebx=0xB8, eax=5, flags=+ZF
        lar eax, bx
;; expect: flags=-ZF

;; name: lar-inner-at-ring-3
;; mode: pm32/3
;; set: ebx=DATA32, eax=5, flags=+ZF
        lar eax, bx
;; expect: flags=-ZF

;; name: lar-rpl
;; mode: pm32
;; set: ebx=DATA32+3, eax=5, flags=+ZF
        lar eax, bx
;; expect: flags=-ZF

;; name: lar-conforming
;; set: ebx=CONFORMING
        lar eax, bx
;; expect: eax=0x00C09F00 mask 0xFFF0FFFF, flags=+ZF

;; name: lar-call-gate
;; set: ebx=CALL_GATE
        lar eax, bx
;; expect: eax=0x0000EC00, flags=+ZF

;; name: lar-task-gate
;; set: ebx=TASK_GATE
        lar eax, bx
;; expect: eax=0x0000E500, flags=+ZF

;; name: lar-tss
;; mode: pm32, pm16
;; set: ebx=TSS_SELECTOR
        lar eax, bx
;; expect: eax=0x00008B00, flags=+ZF

;; name: lar-ldt
;; mode: pm32, pm16
;; set: ebx=LDT_SELECTOR
        lar eax, bx
;; expect: eax=0x00008200, flags=+ZF

;; name: lar-interrupt-gate-is-no-answer
;; set: ebx=CALL_GATE, [GDT+0x8D]=ee, eax=5, flags=+ZF
        lar eax, bx
;; expect: flags=-ZF

;; name: lar-memory
;; set: [DATA]=33 00
        lar eax, [DATA]
;; expect: eax=0x00C0F300 mask 0xFFF0FFFF, flags=+ZF

;; name: lar-other-flags-stay
;; set: ebx=DATA32_3, flags=+CF+OF+SF
        lar eax, bx
;; expect: eax=0x00C0F300 mask 0xFFF0FFFF, flags=+ZF

;; name: lsl-bytes
;; set: ebx=SMALL
        lsl eax, bx
;; expect: eax=0xF, flags=+ZF

;; name: lsl-pages
;; set: ebx=DATA32_3
        lsl eax, bx
;; expect: eax=0xFFFFFFFF, flags=+ZF

;; name: lsl-16
;; set: ebx=DATA16_3, eax=0x77770000
        lsl ax, bx
;; expect: eax=0x7777FFFF, flags=+ZF

;; name: lsl-expand-down
;; set: ebx=EXPAND_DOWN
        lsl eax, bx
;; expect: eax=0x2FFF, flags=+ZF

;; name: lsl-ldt
;; mode: pm32, pm16
;; set: ebx=LDT_SELECTOR
        lsl eax, bx
;; expect: eax=0xF, flags=+ZF

;; name: lsl-tss
;; mode: pm32, pm16
;; set: ebx=TSS2_SELECTOR
        lsl eax, bx
;; expect: eax=0x67, flags=+ZF

;; name: lsl-call-gate-is-no-answer
;; set: ebx=CALL_GATE, eax=5, flags=+ZF
        lsl eax, bx
;; expect: flags=-ZF

;; name: lsl-null
;; set: ebx=3, eax=5, flags=+ZF
        lsl eax, bx
;; expect: flags=-ZF

;; name: lsl-inner-at-ring-3
;; mode: pm32/3
;; set: ebx=CODE32, eax=5, flags=+ZF
        lsl eax, bx
;; expect: flags=-ZF

;; name: lsl-conforming
;; set: ebx=CONFORMING
        lsl eax, bx
;; expect: eax=0xFFFFFFFF, flags=+ZF

;; name: verr-data
;; set: ebx=DATA32_3
        verr bx
;; expect: flags=+ZF

;; name: verr-read-only
;; set: ebx=READ_ONLY
        verr bx
;; expect: flags=+ZF

;; name: verr-execute-only
;; set: ebx=EXECUTE_ONLY, flags=+ZF
        verr bx
;; expect: flags=-ZF

;; name: verr-code
;; set: ebx=CODE32_3
        verr bx
;; expect: flags=+ZF

;; name: verr-conforming-at-any-level
;; set: ebx=CONFORMING
        verr bx
;; expect: flags=+ZF

;; name: verr-null
;; set: ebx=0, flags=+ZF
        verr bx
;; expect: flags=-ZF

;; name: verr-system
;; set: ebx=CALL_GATE, flags=+ZF
        verr bx
;; expect: flags=-ZF

;; name: verr-not-present-is-fine
;; set: ebx=NOT_PRESENT
        verr bx
;; expect: flags=+ZF

;; name: verr-inner-at-ring-3
;; mode: pm32/3
;; set: ebx=DATA32, flags=+ZF
        verr bx
;; expect: flags=-ZF

;; name: verr-out-of-the-table
;; set: ebx=0xFFFF, flags=+ZF
        verr bx
;; expect: flags=-ZF

;; name: verw-data
;; set: ebx=DATA32_3
        verw bx
;; expect: flags=+ZF

;; name: verw-read-only
;; set: ebx=READ_ONLY, flags=+ZF
        verw bx
;; expect: flags=-ZF

;; name: verw-code
;; set: ebx=CODE32_3, flags=+ZF
        verw bx
;; expect: flags=-ZF

;; name: verw-inner-at-ring-0
;; mode: pm32, pm16
;; set: ebx=DATA32
        verw bx
;; expect: flags=+ZF

;; name: verw-memory
;; set: [DATA]=07 00
        verw [DATA]
;; expect: flags=+ZF

;; name: lar-in-real-mode
;; mode: real16, v86
;; set: ebx=DATA32_3
        lar ax, bx
;; expect: exception=6

;; name: lsl-in-real-mode
;; mode: real16, v86
;; set: ebx=DATA32_3
        lsl ax, bx
;; expect: exception=6

;; name: verr-in-real-mode
;; mode: real16, v86
;; set: ebx=DATA32_3
        verr bx
;; expect: exception=6

;; name: verw-in-real-mode
;; mode: real16, v86
;; set: ebx=DATA32_3
        verw bx
;; expect: exception=6

;; name: arpl-raises
;; set: ebx=0xAAAA0010, ecx=3
        arpl bx, cx
;; expect: ebx=0xAAAA0013, flags=+ZF

;; name: arpl-equal
;; set: ebx=0x12, ecx=2, flags=+ZF
        arpl bx, cx
;; expect: flags=-ZF

;; name: arpl-already-weaker
;; set: ebx=0x13, ecx=1, flags=+ZF
        arpl bx, cx
;; expect: flags=-ZF

;; name: arpl-memory
;; set: [DATA]=10 00 ff, ecx=0xFFF2
        arpl [DATA], cx
;; expect: [DATA]=12 00 ff, flags=+ZF

;; name: arpl-memory-read-only
;; set: es=READ_ONLY, [DATA]=10 00, ecx=2
        arpl [es:DATA], cx
;; expect: exception=13:0

;; name: arpl-in-real-mode
;; mode: real16, v86
;; set: ebx=0x10, ecx=3
        arpl bx, cx
;; expect: exception=6
