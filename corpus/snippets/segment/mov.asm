;; see: SDM Vol. 2, MOV to and from segment registers; Vol. 3A, 5.6
;; modes: pm16, pm32, pm16/3, pm32/3

;; name: ds-valid
;; set: eax=DATA32_3, ds=0
        mov ds, ax
;; expect: ds=DATA32_3

;; name: ds-null
        mov ds, bx
;; expect: ds=0

;; name: ds-not-present
;; set: eax=NOT_PRESENT
        nop
here:   mov ds, ax
;; expect: exception=11:NOT_PRESENT-3, eip=here

;; name: ds-out-of-the-table
;; set: eax=GDT_LIMIT+4
        mov ds, ax
;; expect: exception=13:GDT_LIMIT+1

;; name: ds-from-the-ldt
;; set: [DATA]=07 00
        mov ds, [DATA]
;; expect: ds=LDT_DATA

;; name: ds-execute-only
;; set: [DATA]=6b 00
        mov ds, [DATA]
;; expect: exception=13:EXECUTE_ONLY-3

;; name: es-valid
;; set: eax=DATA32_3, es=0
        mov es, ax
;; expect: es=DATA32_3

;; name: es-null
        mov es, bx
;; expect: es=0

;; name: es-not-present
;; set: eax=NOT_PRESENT
        nop
here:   mov es, ax
;; expect: exception=11:NOT_PRESENT-3, eip=here

;; name: es-out-of-the-table
;; set: eax=GDT_LIMIT+4
        mov es, ax
;; expect: exception=13:GDT_LIMIT+1

;; name: es-from-the-ldt
;; set: [DATA]=07 00
        mov es, [DATA]
;; expect: es=LDT_DATA

;; name: es-execute-only
;; set: [DATA]=6b 00
        mov es, [DATA]
;; expect: exception=13:EXECUTE_ONLY-3

;; name: fs-valid
;; set: eax=DATA32_3, fs=0
        mov fs, ax
;; expect: fs=DATA32_3

;; name: fs-null
        mov fs, bx
;; expect: fs=0

;; name: fs-not-present
;; set: eax=NOT_PRESENT
        nop
here:   mov fs, ax
;; expect: exception=11:NOT_PRESENT-3, eip=here

;; name: fs-out-of-the-table
;; set: eax=GDT_LIMIT+4
        mov fs, ax
;; expect: exception=13:GDT_LIMIT+1

;; name: fs-from-the-ldt
;; set: [DATA]=07 00
        mov fs, [DATA]
;; expect: fs=LDT_DATA

;; name: fs-execute-only
;; set: [DATA]=6b 00
        mov fs, [DATA]
;; expect: exception=13:EXECUTE_ONLY-3

;; name: gs-valid
;; set: eax=DATA32_3, gs=0
        mov gs, ax
;; expect: gs=DATA32_3

;; name: gs-null
        mov gs, bx
;; expect: gs=0

;; name: gs-not-present
;; set: eax=NOT_PRESENT
        nop
here:   mov gs, ax
;; expect: exception=11:NOT_PRESENT-3, eip=here

;; name: gs-out-of-the-table
;; set: eax=GDT_LIMIT+4
        mov gs, ax
;; expect: exception=13:GDT_LIMIT+1

;; name: gs-from-the-ldt
;; set: [DATA]=07 00
        mov gs, [DATA]
;; expect: gs=LDT_DATA

;; name: gs-execute-only
;; set: [DATA]=6b 00
        mov gs, [DATA]
;; expect: exception=13:EXECUTE_ONLY-3

;; name: ds-read-only
;; set: eax=READ_ONLY
        mov ds, ax
;; expect: ds=READ_ONLY

;; name: ds-readable-code
;; set: eax=CODE32_3
        mov ds, ax
;; expect: ds=CODE32_3

;; name: ds-conforming-code
;; set: eax=CONFORMING
        mov ds, ax
;; expect: ds=CONFORMING

;; name: ds-small
;; set: eax=SMALL
        mov ds, ax
        mov byte [4], 0x5A
;; expect: ds=SMALL, [DATA+4]=5a

;; name: ds-null-with-rpl
;; set: eax=3
        mov ds, ax
;; expect: ds=3, ds.base=0, ds.limit=0, ds.attributes=0

;; name: ds-null-then-used
;; set: eax=2
        mov ds, ax
here:   mov al, [DATA]
;; expect: exception=13:0, eip=here, ds=2, ds.base=0, ds.limit=0, ds.attributes=0

;; name: ds-the-high-half-of-the-register-does-not-count
;; set: eax=0xFFFF0000+DATA32_3
        mov ds, eax
;; expect: ds=DATA32_3

;; name: ds-inner-data-at-ring-3
;; mode: pm16/3, pm32/3
;; set: eax=DATA32
        mov ds, ax
;; expect: exception=13:DATA32

;; name: ds-inner-code-at-ring-3
;; mode: pm16/3, pm32/3
;; set: eax=CODE32
        mov ds, ax
;; expect: exception=13:CODE32

;; name: ds-rpl-weaker-than-dpl
;; mode: pm16, pm32
;; set: eax=DATA32+3
        mov ds, ax
;; expect: exception=13:DATA32

;; name: ds-rpl-1-is-too-weak-as-well
;; mode: pm16, pm32
;; set: eax=DATA32+1
        mov ds, ax
;; expect: exception=13:DATA32

;; name: ds-rpl-0-of-outer-data
;; set: eax=DATA32_3-3
        mov ds, ax
;; expect: ds=DATA32_3-3

;; name: ds-system-descriptor
;; set: eax=TSS_SELECTOR
        mov ds, ax
;; expect: exception=13:TSS_SELECTOR

;; name: ds-gate
;; set: eax=CALL_GATE
        mov ds, ax
;; expect: exception=13:CALL_GATE-3

;; name: ds-out-of-the-ldt
;; set: eax=0x17
        mov ds, ax
;; expect: exception=13:0x14

;; name: ds-without-ldt
;; set: ldtr=0, eax=LDT_DATA
        mov ds, ax
;; expect: exception=13:4

;; name: ds-the-last-word-outside-the-table
;; set: gdtr.limit=0x36, eax=DATA32_3
        mov ds, ax
;; expect: exception=13:0x30

;; name: ds-privilege-comes-before-presence
;; mode: pm16/3, pm32/3
;; set: [GDT+0x58+5]=13, eax=NOT_PRESENT-3
        mov ds, ax
;; expect: exception=13:0x58

;; name: ds-sets-the-accessed-bit
;; set: [GDT+0x80+5]=f2, eax=SMALL
        mov ds, ax
;; expect: ds=SMALL, [GDT+0x80+5]=f3

;; name: ss-sets-the-accessed-bit
;; mode: pm16/3, pm32/3
;; set: [LDT+5]=f2, eax=LDT_DATA
        mov ss, ax
        nop
;; expect: ss=LDT_DATA, [LDT+5]=f3

;; name: null-leaves-the-accessed-bit-of-entry-0
        mov es, bx
;; expect: es=0

;; name: ss-valid-at-ring-3
;; mode: pm16/3, pm32/3
;; set: eax=DATA16_3
        mov ss, ax
        nop
;; expect: ss=DATA16_3

;; name: ss-valid-at-ring-0
;; mode: pm16, pm32
;; set: eax=DATA16
        mov ss, ax
        nop
;; expect: ss=DATA16

;; name: ss-null
        mov ss, bx
;; expect: exception=13:0

;; name: ss-null-with-rpl-3
;; set: ebx=3
        mov ss, bx
;; expect: exception=13:0

;; name: ss-rpl-differs-from-cpl
;; mode: pm16, pm32
;; set: eax=DATA32+3
        mov ss, ax
;; expect: exception=13:DATA32

;; name: ss-rpl-0-at-ring-3
;; mode: pm16/3, pm32/3
;; set: eax=DATA32_3-3
        mov ss, ax
;; expect: exception=13:DATA32_3-3

;; name: ss-dpl-differs-from-cpl
;; mode: pm16, pm32
;; set: eax=DATA32_3-3
        mov ss, ax
;; expect: exception=13:DATA32_3-3

;; name: ss-inner-at-ring-3
;; mode: pm16/3, pm32/3
;; set: eax=DATA32
        mov ss, ax
;; expect: exception=13:DATA32

;; name: ss-read-only
;; mode: pm16/3, pm32/3
;; set: eax=READ_ONLY
        mov ss, ax
;; expect: exception=13:READ_ONLY-3

;; name: ss-code
;; mode: pm16/3, pm32/3
;; set: eax=CODE32_3
        mov ss, ax
;; expect: exception=13:CODE32_3-3

;; name: ss-not-present
;; mode: pm16/3, pm32/3
;; set: eax=STACK_NOT_PRESENT
        mov ss, ax
;; expect: exception=12:STACK_NOT_PRESENT-3

;; name: ss-out-of-the-table
;; set: eax=GDT_LIMIT+4
        mov ss, ax
;; expect: exception=13:GDT_LIMIT+1

;; name: ss-from-the-ldt
;; mode: pm16/3, pm32/3
;; set: eax=LDT_DATA
        mov ss, ax
        nop
;; expect: ss=LDT_DATA

;; name: cs-is-undefined
;; mode: real16, v86, pm16, pm32, pm32/3
;; set: eax=CODE32
        db 0x8E, 0xC8
;; expect: exception=6

;; name: register-6-is-undefined
;; mode: real16, v86, pm16, pm32, pm32/3
        db 0x8E, 0xF0
;; expect: exception=6

;; name: register-7-is-undefined
;; mode: real16, v86, pm16, pm32, pm32/3
        db 0x8C, 0xF8
;; expect: exception=6

;; name: real-mode-base
;; mode: real16, v86
;; set: eax=0x1234
        mov ds, ax
;; expect: ds=0x1234

;; name: real-mode-access
;; mode: real16, v86
;; set: eax=0x0200
        mov ds, ax
        mov byte [5], 0x77
;; expect: ds=0x0200, [DATA+5]=77

;; name: real-mode-null-is-no-null
;; mode: real16, v86
;; set: ds=0x200, [DATA]=12
        mov ds, bx
        mov al, [DATA]
;; expect: ds=0, al=0x12

;; name: real-mode-keeps-limits
;; mode: real16
;; set: eax=0x0200, ds.limit=0xFFFFFFFF, ds.attributes=0x8093, [0x102000]=66
        mov ds, ax
        mov bl, [dword 0x100000]
;; expect: ds=0x0200, ebx=0x66

;; name: ss-shadows-an-interrupt
;; mode: real16, pm32
;; set: eax=0, flags=+IF, irq=0x21:next
;; set[pm32]: eax=DATA32
;; deliver
        mov ss, ax
next:   mov esp, STACK-0x100
here:   nop
;; expect: delivered=0x21, outcome=halted, flags=-IF, eip=HANDLERS+0x22
;; expect[real16]: esp=STACK-0x106, [STACK-0x106]=08 10 00 00 02 02
;; expect[pm32]: esp=STACK-0x10C, [STACK-0x10C]=07 00 02 00 08 00 00 00 02 02 00 00

;; name: store-to-register-is-zero-extended
;; mode: real16, v86, pm32, pm32/3
;; set: eax=0xFFFFFFFF, fs=0
        mov eax, fs
;; expect: eax=0

;; name: store-to-register-16
;; mode: pm16, pm32, pm32/3
;; set: eax=0xFFFFFFFF, fs=SMALL
        mov ax, fs
;; expect: eax=0xFFFF0000+SMALL

;; name: store-to-memory-is-16-bits
;; mode: pm16, pm32, pm32/3
;; set: fs=SMALL, [DATA]=ff ff ff ff
        o32 mov [DATA], fs
;; expect: [DATA]=83 00

;; name: store-cs
;; mode: pm16, pm32, pm32/3
        mov eax, cs
;; expect[pm16]: eax=CODE16
;; expect[pm32]: eax=CODE32
;; expect[pm32/3]: eax=CODE32_3

;; name: store-ss-in-real-mode
;; mode: real16, v86
;; set: ss=0x0100, [DATA]=ff ff ff
        mov [DATA], ss
;; expect: [DATA]=00 01
