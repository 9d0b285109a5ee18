;; see: SDM Vol. 3A, 7.3; table 7-2
;; modes: pm32

;; name: jmp-tss
;; skip unicorn: its task switch leaves the type in TR available
;; stop: HANDLERS+0xFF
        jmp TSS2_SELECTOR:0x1234
;; expect: tr=TSS2_SELECTOR, cs=CODE32, eip=HANDLERS+0xFF, esp=STACK0, cr0=0x39, ldtr=0, [GDT+0x95]=8b, [GDT+0x4D]=89, [TSS+0x20]=07 00 02 00 02 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 80 00 00 00 00 00 00 00 00 00 00 00 00 00 00 10 00 00 00 08 00 00 00 10 00 00 00 10 00 00 00 10 00 00 00 10 00 00 00

;; name: call-tss
;; skip unicorn: its task switch leaves the type in TR available
;; stop: HANDLERS+0xFF
        call TSS2_SELECTOR:0x1234
;; expect: tr=TSS2_SELECTOR, cs=CODE32, eip=HANDLERS+0xFF, esp=STACK0, cr0=0x39, ldtr=0, [GDT+0x95]=8b, flags=+NT, [TSS2]=48 00, [TSS+0x20]=07 00 02 00 02 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 80 00 00 00 00 00 00 00 00 00 00 00 00 00 00 10 00 00 00 08 00 00 00 10 00 00 00 10 00 00 00 10 00 00 00 10 00 00 00

;; name: jmp-task-gate
;; skip unicorn: its task switch leaves the type in TR available
;; stop: HANDLERS+0xFF
        jmp TASK_GATE:0
;; expect: tr=TSS2_SELECTOR, cs=CODE32, eip=HANDLERS+0xFF, esp=STACK0, cr0=0x39, ldtr=0, [GDT+0x95]=8b, [GDT+0x4D]=89, [TSS+0x20]=07 00 02 00 02 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 80 00 00 00 00 00 00 00 00 00 00 00 00 00 00 10 00 00 00 08 00 00 00 10 00 00 00 10 00 00 00 10 00 00 00 10 00 00 00

;; name: call-task-gate
;; skip unicorn: its task switch leaves the type in TR available
;; stop: HANDLERS+0xFF
        call TASK_GATE:0
;; expect: tr=TSS2_SELECTOR, cs=CODE32, eip=HANDLERS+0xFF, esp=STACK0, cr0=0x39, ldtr=0, [GDT+0x95]=8b, flags=+NT, [TSS2]=48 00, [TSS+0x20]=07 00 02 00 02 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 80 00 00 00 00 00 00 00 00 00 00 00 00 00 00 10 00 00 00 08 00 00 00 10 00 00 00 10 00 00 00 10 00 00 00 10 00 00 00

;; name: call-indirect
;; set: [DATA]=00 00 00 00 90 00
;; skip unicorn: its task switch leaves the type in TR available
;; stop: HANDLERS+0xFF
        call far dword [DATA]
;; expect: tr=TSS2_SELECTOR, cs=CODE32, eip=HANDLERS+0xFF, esp=STACK0, cr0=0x39, ldtr=0, [GDT+0x95]=8b, flags=+NT, [TSS2]=48 00, [TSS+0x20]=06 00 02 00 02 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 80 00 00 00 00 00 00 00 00 00 00 00 00 00 00 10 00 00 00 08 00 00 00 10 00 00 00 10 00 00 00 10 00 00 00 10 00 00 00

;; name: call-task-gate-from-ring-3
;; mode: pm32/3
;; skip unicorn: its task switch leaves the type in TR available
;; stop: HANDLERS+0xFF
        call TASK_GATE:0
;; expect: tr=TSS2_SELECTOR, cs=CODE32, eip=HANDLERS+0xFF, esp=STACK0, cr0=0x39, ldtr=0, [GDT+0x95]=8b, cpl=0, ss=DATA32, ds=DATA32, es=DATA32, fs=DATA32, gs=DATA32, flags=+NT, [TSS2]=48 00
;; expect: [TSS+0x20]=07 00 02 00 02 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 80 00 00 00 00 00 00 00 00 00 00 00 00 00 00 33 00 00 00 2b 00 00 00 33 00 00 00 33 00 00 00 33 00 00 00 33 00 00 00

;; name: jmp-tss-of-ring-0-from-ring-3
;; mode: pm32/3
        jmp TSS2_SELECTOR:0
;; expect: exception=13:TSS2_SELECTOR

;; name: jmp-tss-rpl
        jmp TSS2_SELECTOR+3:0
;; expect: exception=13:TSS2_SELECTOR

;; name: busy
;; set: [GDT+0x95]=8b
        jmp TSS2_SELECTOR:0
;; expect: exception=13:TSS2_SELECTOR

;; name: not-present
;; set: [GDT+0x95]=09
        jmp TSS2_SELECTOR:0
;; expect: exception=11:TSS2_SELECTOR

;; name: task-gate-not-present
;; set: [GDT+0x9D]=65
        jmp TASK_GATE:0
;; expect: exception=11:TASK_GATE-3

;; name: task-gate-to-no-tss
;; set: [GDT+0x9A]=10 00
        jmp TASK_GATE:0
;; expect: exception=13:0x10

;; name: tss-too-small
;; set: [GDT+0x90]=66 00
        jmp TSS2_SELECTOR:0
;; expect: exception=10:TSS2_SELECTOR

;; name: registers-come-and-go
;; set: eax=1, ecx=2, edx=3, ebx=4, ebp=6, esi=7, edi=8, flags=+CF, [TSS2+0x28]=11 00 00 00 12 00 00 00 13 00 00 00 14 00 00 00 00 60 00 00 16 00 00 00 17 00 00 00 18 00 00 00
;; skip unicorn: its task switch leaves the type in TR available
;; stop: HANDLERS+0xFF
        jmp TSS2_SELECTOR:0
;; expect: tr=TSS2_SELECTOR, cs=CODE32, eip=HANDLERS+0xFF, esp=STACK0, cr0=0x39, ldtr=0, [GDT+0x95]=8b, [GDT+0x4D]=89, eax=0x11, ecx=0x12, edx=0x13, ebx=0x14, esp=0x6000, ebp=0x16, esi=0x17, edi=0x18, flags=-CF
;; expect: [TSS+0x20]=07 00 02 00 03 00 00 00 01 00 00 00 02 00 00 00 03 00 00 00 04 00 00 00 00 80 00 00 06 00 00 00 07 00 00 00 08 00 00 00 10 00 00 00 08 00 00 00 10 00 00 00 10 00 00 00 10 00 00 00 10 00 00 00

;; name: local-breakpoints-end
;; skip bochs: the enables are still set after its task switch
;; skip qemu: the enables are still set after its task switch
;; set: dr7=0x7FF
;; skip unicorn: its task switch leaves the type in TR available
;; stop: HANDLERS+0xFF
        jmp TSS2_SELECTOR:0
;; expect: tr=TSS2_SELECTOR, cs=CODE32, eip=HANDLERS+0xFF, esp=STACK0, cr0=0x39, ldtr=0, [GDT+0x95]=8b, [GDT+0x4D]=89, dr7=0x6AA, [TSS+0x20]=07 00 02 00 02 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 80 00 00 00 00 00 00 00 00 00 00 00 00 00 00 10 00 00 00 08 00 00 00 10 00 00 00 10 00 00 00 10 00 00 00 10 00 00 00

;; name: to-v86
;; skip unicorn: its task switch is not the manual's: TR, faults in the new task, the T bit
;; set: [TSS2+0x20]=10 00 00 00 02 00 02 00, [TSS2+0x48]=11 01 00 00 34 02 00 00 00 01 00 00 22 02 00 00 33 03 00 00 44 04 00 00
;; stop: 0x2350
        jmp TSS2_SELECTOR:0
;; expect: tr=TSS2_SELECTOR, cr0=0x39, ldtr=0, [GDT+0x95]=8b, [GDT+0x4D]=89, [TSS+0x20]=07 00 02 00 02 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 80 00 00 00 00 00 00 00 00 00 00 00 00 00 00 10 00 00 00 08 00 00 00 10 00 00 00 10 00 00 00 10 00 00 00 10 00 00 00, eip=0x10, cpl=3, flags=+VM, esp=STACK0
;; expect: cs=0x234, cs.base=0x2340, cs.limit=0xFFFF, cs.attributes=0xF3, ss=0x100, ss.base=0x1000, ss.limit=0xFFFF, ss.attributes=0xF3
;; expect: es=0x111, es.base=0x1110, es.limit=0xFFFF, es.attributes=0xF3, ds=0x222, ds.base=0x2220, ds.limit=0xFFFF, ds.attributes=0xF3
;; expect: fs=0x333, fs.base=0x3330, fs.limit=0xFFFF, fs.attributes=0xF3, gs=0x444, gs.base=0x4440, gs.limit=0xFFFF, gs.attributes=0xF3

;; name: with-an-ldt
;; set: [TSS2+0x60]=50 00, [TSS2+0x54]=07 00
;; skip unicorn: its task switch leaves the type in TR available
;; stop: HANDLERS+0xFF
        jmp TSS2_SELECTOR:0
;; expect: tr=TSS2_SELECTOR, cs=CODE32, eip=HANDLERS+0xFF, esp=STACK0, cr0=0x39, ds=LDT_DATA, [GDT+0x95]=8b, [GDT+0x4D]=89, [TSS+0x20]=07 00 02 00 02 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 80 00 00 00 00 00 00 00 00 00 00 00 00 00 00 10 00 00 00 08 00 00 00 10 00 00 00 10 00 00 00 10 00 00 00 10 00 00 00

;; name: call-and-iret
;; set: [HANDLERS+0xFF]=cf
        call TSS2_SELECTOR:0
        nop
;; expect: cr0=0x39, ldtr=LDT_SELECTOR, [TSS2]=48 00, [TSS+0x20]=07 00 02 00 02 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 80 00 00 00 00 00 00 00 00 00 00 00 00 00 00 10 00 00 00 08 00 00 00 10 00 00 00 10 00 00 00 10 00 00 00 10 00 00 00, [TSS2+0x20]=00 31 00 00 02 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 70 00 00 00 00 00 00 00 00 00 00 00 00 00 00 10 00 00 00 08 00 00 00 10 00 00 00 10 00 00 00 10 00 00 00 10 00 00 00
;; set: [TSS+0x60]=50 00

;; name: new-code-segment-is-data
;; skip qemu: its task switch is not the manual's: EIP of faults in the new task, the T bit, the local enables of DR7
;; skip unicorn: its task switch is not the manual's: TR, faults in the new task, the T bit
;; see: SDM Vol. 3A, table 7-1: found in the new task
;; set: [TSS2+0x4C]=10 00
        jmp TSS2_SELECTOR:0
;; expect: exception=10:0x10, cs=?, ss=?, ds=?, es=?, fs=?, gs=?, cpl=?, tr=TSS2_SELECTOR, eip=HANDLERS+0xFF, esp=STACK0, cr0=0x39, ldtr=0, [GDT+0x95]=8b, [GDT+0x4D]=89, [TSS+0x20]=07 00 02 00 02 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 80 00 00 00 00 00 00 00 00 00 00 00 00 00 00 10 00 00 00 08 00 00 00 10 00 00 00 10 00 00 00 10 00 00 00 10 00 00 00

;; name: new-stack-segment-is-null
;; skip qemu: its task switch is not the manual's: EIP of faults in the new task, the T bit, the local enables of DR7
;; skip unicorn: its task switch is not the manual's: TR, faults in the new task, the T bit
;; set: [TSS2+0x50]=00 00
        jmp TSS2_SELECTOR:0
;; expect: exception=10:0, ss=?, ds=?, es=?, fs=?, gs=?, tr=TSS2_SELECTOR, cs=CODE32, eip=HANDLERS+0xFF, esp=STACK0, cr0=0x39, ldtr=0, [GDT+0x95]=8b, [GDT+0x4D]=89, [TSS+0x20]=07 00 02 00 02 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 80 00 00 00 00 00 00 00 00 00 00 00 00 00 00 10 00 00 00 08 00 00 00 10 00 00 00 10 00 00 00 10 00 00 00 10 00 00 00

;; name: new-data-segment-is-not-present
;; skip qemu: its task switch is not the manual's: EIP of faults in the new task, the T bit, the local enables of DR7
;; skip unicorn: its task switch is not the manual's: TR, faults in the new task, the T bit
;; set: [TSS2+0x54]=5b 00
        jmp TSS2_SELECTOR:0
;; expect: exception=11:0x58, ds=?, es=?, fs=?, gs=?, tr=TSS2_SELECTOR, cs=CODE32, eip=HANDLERS+0xFF, esp=STACK0, cr0=0x39, ldtr=0, [GDT+0x95]=8b, [GDT+0x4D]=89, [TSS+0x20]=07 00 02 00 02 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 80 00 00 00 00 00 00 00 00 00 00 00 00 00 00 10 00 00 00 08 00 00 00 10 00 00 00 10 00 00 00 10 00 00 00 10 00 00 00

;; name: new-ldt-is-data
;; skip qemu: its task switch is not the manual's: EIP of faults in the new task, the T bit, the local enables of DR7
;; skip unicorn: its task switch is not the manual's: TR, faults in the new task, the T bit
;; set: [TSS2+0x60]=10 00
        jmp TSS2_SELECTOR:0
;; expect: exception=10:0x10, ldtr=?, cs=?, ss=?, ds=?, es=?, fs=?, gs=?, cpl=?, tr=TSS2_SELECTOR, eip=HANDLERS+0xFF, esp=STACK0, cr0=0x39, [GDT+0x95]=8b, [GDT+0x4D]=89, [TSS+0x20]=07 00 02 00 02 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 80 00 00 00 00 00 00 00 00 00 00 00 00 00 00 10 00 00 00 08 00 00 00 10 00 00 00 10 00 00 00 10 00 00 00 10 00 00 00

;; name: t-bit-traps-in-the-new-task
;; skip qemu: its task switch is not the manual's: EIP of faults in the new task, the T bit, the local enables of DR7
;; skip unicorn: its task switch is not the manual's: TR, faults in the new task, the T bit
;; set: [TSS2+0x64]=01
        jmp TSS2_SELECTOR:0
;; expect: exception=1, dr6=0xFFFF8FF0, tr=TSS2_SELECTOR, cs=CODE32, eip=HANDLERS+0xFF, esp=STACK0, cr0=0x39, ldtr=0, [GDT+0x95]=8b, [GDT+0x4D]=89, [TSS+0x20]=07 00 02 00 02 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 80 00 00 00 00 00 00 00 00 00 00 00 00 00 00 10 00 00 00 08 00 00 00 10 00 00 00 10 00 00 00 10 00 00 00 10 00 00 00

;; name: in-real-mode-there-are-none
;; mode: v86
        ltr ax
;; expect: exception=6
