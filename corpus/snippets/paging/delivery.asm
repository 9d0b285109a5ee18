;; modes: pm32
; Page faults on the way to a handler, and while another exception is delivered: SDM Vol. 3A, 6.12, 6.15, table 6-5.

;; name: delivered-with-an-error-code
;; deliver
;; see: SDM Vol. 3A, 6.15, interrupt 14
;; set: page=0x400000:DATA:-
        nop
at:     mov [0x400004], al
;; expect: outcome=halted, delivered=14:2, cr2=0x400004, eip=HANDLERS+15, esp=STACK-16
;; expect: [STACK-16]=02 00 00 00 01 00 02 00 08 00 00 00 02 00 ?? 00

;; name: from-ring-3-onto-the-supervisors-stack
;; deliver
;; mode: pm32/3
;; see: SDM Vol. 3A, 6.12.1
;; set: page=0x400000:DATA:pwad
        mov al, [0x400004]
;; expect: outcome=halted, delivered=14:5, cr2=0x400004, eip=HANDLERS+15, esp=STACK0-24, cs=CODE32, ss=DATA32, cpl=0
;; expect: [STACK0-24]=05 00 00 00 00 00 02 00 2B 00 00 00 02 00 ?? 00 00 80 00 00 33 00 00 00

;; name: back-from-the-handler-the-instruction-runs-again
; The handler is the code behind the access: it maps the page, drops the error code and returns.
;; deliver
;; see: SDM Vol. 3A, 6.5: faults
;; set: page=0x400000:DATA:w, [IDT+14*8]=0C 00 08 00 00 8E 02 00, [DATA]=77
        mov al, [0x400000]
        mov bl, al
        jmp done
        times 12-($-$$) nop
handler:
        or dword [TABLE1], 1
        invlpg [0x400000]
        add esp, 4
        iretd
done:
;; expect: delivered=14:0, al=0x77, bl=0x77, cr2=0x400000, page=0x400000:DATA:pwa
;; expect: [STACK-16]=00 00 00 00 00 00 02 00 08 00 00 00 02 00 ?? 00

;; name: no-stack-in-ring-0-ends-in-a-shutdown
; The frame of #PF does not fit, nor that of #DF.
;; deliver
;; see: SDM Vol. 3A, 6.15, interrupt 8, table 6-5
;; set: page=0x400000:DATA:-, esp=0x400800
        push eax
;; expect: outcome=shutdown, cr2=?

;; name: a-task-for-the-double-fault
;; deliver
;; see: SDM Vol. 3A, 6.15, interrupt 8: #PF while #PF is delivered is #DF; a task has a stack of its own
;; set: page=0x400000:DATA:-, esp=0x400800, [IDT+8*8]=00 00 90 00 00 85 00 00, [TSS2+0x1C]=00 00 10 00
        push eax
;; expect: outcome=halted, delivered=8:0, cr2=0x4007FC, eip=HANDLERS+0x100, esp=STACK0-4, tr=TSS2_SELECTOR, tr.attributes=0x8B, flags=+NT, cr0=0x80000039
;; expect: ldtr=0, ldtr.base=0, ldtr.limit=0, ldtr.attributes=0, fs=DATA32, gs=DATA32
;; expect: [STACK0-4]=00 00 00 00, [TSS2]=48 00, [GDT+0x90+5]=8B
;; expect: [TSS+0x20]=00 00 02 00 02 00 ?? 00, [TSS+0x38]=00 08 40 00, [TSS+0x48]=10 00 ?? ?? 08 00 ?? ?? 10 00 ?? ?? 10 00 ?? ?? 10 00 ?? ?? 10 00

;; name: no-table-ends-in-a-shutdown
;; deliver
;; see: SDM Vol. 3A, 6.15, interrupt 8
;; set: page=0x400000:DATA:-, idtr.base=0x400000
        ud2
;; expect: outcome=shutdown, cr2=?

;; name: the-interrupts-gate-is-missing
; Vector 80's gate lies on a page that is missing, that of #PF does not.
;; deliver
;; see: SDM Vol. 3A, 6.12: the table is read with supervisor rights, as a read
;; set: page=0x400000:0x30000:pad, page=0x401000:DATA:-, idtr.base=0x400C80, [0x30CF0]=0E 30 08 00 00 8E 00 00
        int 0x80
;; expect: outcome=halted, delivered=14:0, cr2=0x401080, eip=HANDLERS+15, esp=STACK-16
;; expect: [STACK-16]=00 00 00 00 00 00 02 00 08 00 00 00 02 00 ?? 00

;; name: contributory-and-then-a-page-fault
; #GP's gate is on a missing page: #PF comes instead, one after the other.
;; deliver
;; see: SDM Vol. 3A, 6.15, table 6-5: handled serially
;; set: page=0x400000:DATA:-, page=0x401000:0x30000:pad, idtr.base=0x400F90, [0x30000]=0E 30 08 00 00 8E 00 00, eax=0xFFF8
        mov es, ax
;; expect: outcome=halted, delivered=14:0, cr2=?, eip=HANDLERS+15, esp=STACK-16
;; expect: [STACK-16]=00 00 00 00 00 00 02 00 08 00 00 00 02 00 ?? 00

;; name: the-ring-stack-is-missing
; The frame on ring 0's stack faults; #PF wants the same stack: #DF, and that too.
;; deliver
;; mode: pm32/3
;; see: SDM Vol. 3A, 6.15, table 6-5
;; set: page=0x400000:DATA:-, [TSS+4]=00 08 40 00
        int 0x80
;; expect: outcome=shutdown, cr2=?

;; name: the-task-state-is-missing
;; deliver
;; mode: pm32/3
;; see: SDM Vol. 3A, 6.15, table 6-5
;; set: page=0x400000:DATA:-, tr=TSS_SELECTOR, tr.base=0x400C00, tr.limit=0x88, tr.attributes=0x8B
        int 0x80
;; expect: outcome=shutdown, cr2=?

;; name: a-handler-on-a-missing-page
; The gate's target is not fetched during delivery: the fault is the handler's first instruction's.
;; deliver
;; see: SDM Vol. 3A, 6.12.1
;; set: page=0x400000:DATA:w, [IDT+0x80*8]=00 00 08 00 00 8E 40 00
        int 0x80
;; expect: outcome=halted, delivered=0x80, delivered=14:0, cr2=0x400000, eip=HANDLERS+15, esp=STACK-28
;; expect: [STACK-28]=00 00 00 00 00 00 40 00 08 00 00 00 02 00 ?? 00 02 00 02 00 08 00 00 00 02 00 00 00

;; name: a-stack-that-ends-within-the-frame
; The frame's last doubleword lies on a missing page.
;; deliver
;; see: SDM Vol. 3A, 6.15, interrupt 8
;; set: page=0x400000:DATA:-, page=0x401000:0x30000:pwad, esp=0x401008, [IDT+8*8]=00 00 90 00 00 85 00 00, [TSS2+0x1C]=00 00 10 00
        ud2
;; expect: outcome=halted, delivered=8:0, cr2=?, eip=HANDLERS+0x100, esp=STACK0-4, tr=TSS2_SELECTOR, tr.attributes=0x8B, flags=+NT, cr0=0x80000039
;; expect: ldtr=0, ldtr.base=0, ldtr.limit=0, ldtr.attributes=0, fs=DATA32, gs=DATA32, [0x30000]=?? ?? ?? ?? ?? ?? ?? ??
;; expect: [STACK0-4]=00 00 00 00, [TSS2]=48 00, [GDT+0x90+5]=8B
;; expect: [TSS+0x20]=00 00 02 00 02 00 ?? 00, [TSS+0x38]=08 10 40 00, [TSS+0x48]=10 00 ?? ?? 08 00 ?? ?? 10 00 ?? ?? 10 00 ?? ?? 10 00 ?? ?? 10 00

;; name: an-interrupt-return-to-a-supervisor-page
; IRET itself succeeds; ring 3's first fetch does not.
;; deliver
;; see: SDM Vol. 2A, IRET
;; set: page=0x400000:DATA:pwad
        push dword DATA32_3
        push dword STACK
        push dword 2
        push dword CODE32_3
        push dword 0x400000
        iretd
;; expect: outcome=halted, delivered=14:5, cr2=0x400000, eip=HANDLERS+15, esp=STACK0-24, ds=0, es=0, fs=0, gs=0
;; expect: ds.base=0, ds.limit=0, ds.attributes=0, es.base=0, es.limit=0, es.attributes=0, fs.base=0, fs.limit=0, fs.attributes=0, gs.base=0, gs.limit=0, gs.attributes=0
;; expect: [STACK-20]=00 00 40 00 2B 00 00 00 02 00 00 00 00 80 00 00 33 00 00 00
;; expect: [STACK0-24]=05 00 00 00 00 00 40 00 2B 00 00 00 02 00 ?? 00 00 80 00 00 33 00 00 00

;; name: the-step-after-a-page-fault-is-not-taken
; TF is cleared on the way into the handler.
;; deliver
;; see: SDM Vol. 3B, 17.3.1.4
;; set: page=0x400000:DATA:-, flags=+TF
        mov al, [0x400000]
;; expect: outcome=halted, delivered=14:0, cr2=0x400000, eip=HANDLERS+15, esp=STACK-16, flags=-TF
;; expect: [STACK-16]=00 00 00 00 00 00 02 00 08 00 00 00 02 01 ?? 00
