;; see: SDM Vol. 3A, 5.8.3 to 5.8.5
;; modes: pm32/3

;; name: same-level
;; mode: pm32
;; stop: HANDLERS+0xFE
        call CALL_GATE:0x99
;; expect: eip=HANDLERS+0xFE, esp=STACK-8, [STACK-8]=07 00 02 00 08 00 00 00

;; name: inner-level
;; skip unicorn: its process aborts in a call to an inner level
;; stop: HANDLERS+0xFE
        call CALL_GATE:0x99
;; expect: eip=HANDLERS+0xFE, cs=CODE32, ss=DATA32, cpl=0, esp=STACK0-16, [STACK0-16]=07 00 02 00 2b 00 00 00 00 80 00 00 33 00 00 00

;; name: inner-level-from-16-bit-code
;; skip unicorn: its process aborts in a call to an inner level
;; mode: pm16/3
;; stop: HANDLERS+0xFE
        call CALL_GATE:0
;; expect: eip=HANDLERS+0xFE, cs=CODE32, ss=DATA32, cpl=0, esp=STACK0-16, [STACK0-16]=05 10 00 00 3b 00 00 00 00 80 00 00 43 00 00 00

;; name: indirect
;; skip unicorn: its process aborts in a call to an inner level
;; set: [DATA]=00 00 00 00 8b 00
;; stop: HANDLERS+0xFE
        call far dword [DATA]
;; expect: eip=HANDLERS+0xFE, cs=CODE32, ss=DATA32, cpl=0, esp=STACK0-16, [STACK0-16]=06 00 02 00 2b 00 00 00 00 80 00 00 33 00 00 00

;; name: copies-parameters
;; skip unicorn: its process aborts in a call to an inner level
;; set: [GDT+0x8C]=03, [STACK]=11 00 00 00 22 00 00 00 33 00 00 00 44 00 00 00
;; stop: HANDLERS+0xFE
        call CALL_GATE:0
;; expect: eip=HANDLERS+0xFE, cs=CODE32, ss=DATA32, cpl=0, esp=STACK0-28, [STACK0-28]=07 00 02 00 2b 00 00 00 11 00 00 00 22 00 00 00 33 00 00 00 00 80 00 00 33 00 00 00

;; name: copies-31-parameters
;; skip unicorn: its process aborts in a call to an inner level
;; set: [GDT+0x8C]=1f, [STACK]=11, [STACK+120]=22, [STACK+124]=33
;; stop: HANDLERS+0xFE
        call CALL_GATE:0
;; expect: eip=HANDLERS+0xFE, cs=CODE32, ss=DATA32, cpl=0, esp=STACK0-140, [STACK0-140]=07 00 02 00 2b 00 00 00 11 00 00 00, [STACK0-12]=22 00 00 00 00 80 00 00 33 00 00 00

;; name: same-level-copies-none
;; mode: pm32
;; set: [GDT+0x8C]=03
;; stop: HANDLERS+0xFE
        call CALL_GATE:0
;; expect: eip=HANDLERS+0xFE, esp=STACK-8, [STACK-8]=07 00 02 00 08 00 00 00

;; name: sixteen-bit-gate
;; skip unicorn: its process aborts in a call to an inner level
;; set: [GDT+0x8C]=01 e4, [STACK]=11 22
;; stop: HANDLERS+0xFE
        call CALL_GATE:0
;; expect: eip=HANDLERS+0xFE, cs=CODE32, ss=DATA32, cpl=0, esp=STACK0-10, [STACK0-10]=07 00 2b 00 11 22 00 80 33 00

;; name: to-conforming-code-stays
;; skip qemu: it takes the RPL of CS from DPL here
;; skip unicorn: it takes the RPL of CS from DPL here
;; set: [GDT+0x8A]=73 00
;; stop: HANDLERS+0xFE
        call CALL_GATE:0
;; expect: eip=HANDLERS+0xFE, cs=CONFORMING, esp=STACK-8, [STACK-8]=07 00 02 00 2b 00 00 00

;; name: gate-privilege
;; set: [GDT+0x8D]=8c
        call CALL_GATE:0
;; expect: exception=13:CALL_GATE-3

;; name: gate-rpl
;; mode: pm32
;; set: [GDT+0x8D]=8c
        call CALL_GATE:0
;; expect: exception=13:CALL_GATE-3

;; name: gate-rpl-0-is-enough-for-ring-0
;; mode: pm32
;; set: [GDT+0x8D]=8c
;; stop: HANDLERS+0xFE
        call CALL_GATE-3:0
;; expect: eip=HANDLERS+0xFE, esp=STACK-8, [STACK-8]=07 00 02 00 08 00 00 00

;; name: gate-not-present
;; set: [GDT+0x8D]=6c
        call CALL_GATE:0
;; expect: exception=11:CALL_GATE-3

;; name: target-null
;; set: [GDT+0x8A]=00 00
        call CALL_GATE:0
;; expect: exception=13:0

;; name: target-data
;; set: [GDT+0x8A]=10 00
        call CALL_GATE:0
;; expect: exception=13:0x10

;; name: target-outer
;; mode: pm32
;; set: [GDT+0x8A]=2b 00
        call CALL_GATE:0
;; expect: exception=13:0x28

;; name: target-out-of-the-table
;; set: [GDT+0x8A]=b8 00
        call CALL_GATE:0
;; expect: exception=13:0xB8

;; name: target-not-present
;; set: [GDT+0x8A]=a3 00
        call CALL_GATE:0
;; expect: exception=11:0xA0

;; name: target-beyond-its-limit
;; skip bochs: it pushes before it looks at the limit
;; skip unicorn: its process aborts in a call to an inner level
;; set: [GDT+0x8A]=18 00, [GDT+0x8E]=01 00
        call CALL_GATE:0
;; expect: exception=13:0

;; name: stack-null
;; skip unicorn: its process aborts in a call to an inner level
;; set: [TSS+8]=00 00
        call CALL_GATE:0
;; expect: exception=10:0

;; name: stack-of-the-wrong-privilege
;; skip unicorn: its process aborts in a call to an inner level
;; set: [TSS+8]=33 00
        call CALL_GATE:0
;; expect: exception=10:0x30

;; name: stack-read-only
;; skip unicorn: its process aborts in a call to an inner level
;; set: [TSS+8]=10 00, [GDT+0x15]=91
        call CALL_GATE:0
;; expect: exception=10:0x10

;; name: stack-not-present
;; skip unicorn: its process aborts in a call to an inner level
;; set: [GDT+0x15]=13
        call CALL_GATE:0
;; expect: exception=12:0x10

;; name: stack-too-small
;; skip unicorn: its process aborts in a call to an inner level
;; set: [GDT+0x10]=f0 6f 00 00 00 93 40 00
        call CALL_GATE:0
;; expect: exception=12:0x10

;; name: there-and-back
;; skip unicorn: its process aborts in a call to an inner level
;; set: [HANDLERS+0xFE]=b0 05 cb
        call CALL_GATE:0
        mov ah, 1
;; expect: eax=0x0105, ds=DATA32_3, [STACK0-16]=07 00 02 00 2b 00 00 00 00 80 00 00 33 00 00 00

;; name: there-and-back-with-parameters
;; skip unicorn: its process aborts in a call to an inner level
;; set: [GDT+0x8C]=02, [STACK]=11 00 00 00 22 00 00 00, [HANDLERS+0xFE]=8b 44 24 0c ca 08 00
        call CALL_GATE:0
        nop
;; expect: eax=0x22, esp=STACK+8, [STACK0-24]=07 00 02 00 2b 00 00 00 11 00 00 00 22 00 00 00 00 80 00 00 33 00 00 00
