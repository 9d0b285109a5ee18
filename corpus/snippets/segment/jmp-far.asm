;; see: SDM Vol. 2, JMP: far; Vol. 3A, 5.8.1
;; modes: pm32, pm32/3

;; name: immediate
;; stop: 0x4000
;; mode: pm32
        jmp CODE32:0x4000
;; expect: eip=0x4000

;; name: immediate-ring-3
;; mode: pm32/3
;; stop: 0x4000
        jmp CODE32_3:0x4000
;; expect: eip=0x4000

;; name: rpl-of-the-selector-is-replaced
;; mode: pm32/3
;; stop: 0x4000
        jmp CODE32_3-3:0x4000
;; expect: eip=0x4000

;; name: memory-32
;; mode: pm32
;; set: [DATA]=00 40 00 00 08 00
;; stop: 0x4000
        jmp far dword [DATA]
;; expect: eip=0x4000

;; name: memory-16
;; mode: pm32
;; set: [DATA]=00 40 08 00
;; stop: 0x4000
        jmp far word [DATA]
;; expect: eip=0x4000

;; name: to-16-bit-code
;; mode: pm32
;; stop: 0x4000
        jmp CODE16:0x4000
;; expect: eip=0x4000, cs=CODE16

;; name: to-16-bit-code-and-on
;; mode: pm32
;; stop: 0x4003
;; set: [0x4000]=b8 34 12
        jmp CODE16:0x4000
;; expect: eip=0x4003, eax=0x1234, cs=CODE16

;; name: to-32-bit-code-and-on
;; mode: pm16
;; set: [0x4000]=b8 78 56 34 12
;; stop: 0x4005
        jmp CODE32:0x4000
;; expect: eip=0x4005, eax=0x12345678, cs=CODE32

;; name: o32-from-16-bit-code
;; mode: pm16
;; stop: 0x24000
        jmp dword CODE32:0x24000
;; expect: eip=0x24000, cs=CODE32

;; name: null
        jmp 0:0x4000
;; expect: exception=13:0

;; name: null-with-rpl
        jmp 3:0x4000
;; expect: exception=13:0

;; name: out-of-the-table
        jmp GDT_LIMIT+1:0x4000
;; expect: exception=13:GDT_LIMIT+1

;; name: ring-3-code-from-ring-0
;; mode: pm32
        jmp CODE32_3:0x4000
;; expect: exception=13:CODE32_3-3

;; name: ring-0-code-from-ring-3
;; mode: pm32/3
        jmp CODE32:0x4000
;; expect: exception=13:CODE32

;; name: rpl-above-cpl
;; mode: pm32
        jmp CODE32+3:0x4000
;; expect: exception=13:CODE32

;; name: conforming-from-ring-0
;; mode: pm32
;; stop: 0x4000
        jmp CONFORMING:0x4000
;; expect: eip=0x4000, cs=CONFORMING-3

;; name: conforming-from-ring-3-keeps-cpl
;; mode: pm32/3
;; stop: 0x4000
        jmp CONFORMING-3:0x4000
;; expect: eip=0x4000, cs=CONFORMING

;; name: conforming-of-a-less-privileged-level
;; mode: pm32
;; set: [GDT+0x75]=ff
        jmp CONFORMING:0x4000
;; expect: exception=13:CONFORMING-3

;; name: not-present
;; mode: pm32/3
        jmp CODE_NOT_PRESENT:0x4000
;; expect: exception=11:CODE_NOT_PRESENT-3

;; name: data
        jmp DATA32_3:0x4000
;; expect: exception=13:DATA32_3-3

;; name: offset-beyond-the-limit
;; mode: pm32
        jmp CODE16:0x10000
;; expect: exception=13:0

;; name: ldt-code
;; mode: pm32/3
;; stop: 0x4000
        jmp LDT_CODE:0x4000
;; expect: eip=0x4000, cs=LDT_CODE

;; name: execute-only-code
;; mode: pm32/3
;; stop: 0x4000
        jmp EXECUTE_ONLY:0x4000
;; expect: eip=0x4000, cs=EXECUTE_ONLY

;; name: execute-only-code-cannot-be-read
;; mode: pm32/3
;; set: [0x4000]=2e 8a 00
        jmp EXECUTE_ONLY:0x4000
;; expect: exception=13:0, eip=0x4000, cs=EXECUTE_ONLY

;; name: code-cannot-be-written
        cs mov byte [DATA], 1
;; expect: exception=13:0

;; name: sets-the-accessed-bit
;; skip qemu: its far jumps do not write accessed bits
;; skip unicorn: its far jumps do not write accessed bits
;; mode: pm32/3
;; set: [LDT+0xD]=fa
;; stop: 0x4000
        jmp LDT_CODE:0x4000
;; expect: eip=0x4000, cs=LDT_CODE, [LDT+0xD]=fb

;; name: ldt-selector
        jmp LDT_SELECTOR:0
;; expect: exception=13:LDT_SELECTOR

;; name: busy-task
;; mode: pm32
        jmp TSS_SELECTOR:0
;; expect: exception=13:TSS_SELECTOR

;; name: interrupt-gate-in-the-gdt
;; mode: pm32
;; set: [GDT+0x8D]=ee
        jmp CALL_GATE:0
;; expect: exception=13:CALL_GATE-3

;; name: call-gate
;; mode: pm32
;; stop: HANDLERS+0xFE
        jmp CALL_GATE:0x12345678
;; expect: eip=HANDLERS+0xFE

;; name: call-gate-cannot-raise-privilege
;; mode: pm32/3
        jmp CALL_GATE:0
;; expect: exception=13:CODE32

;; name: register-is-undefined
;; skip unicorn: its translator aborts on this encoding
;; mode: pm32, pm32/3, real16, v86, pm16
        db 0xFF, 0xE8
;; expect: exception=6

;; name: pointer-beyond-the-limit
;; set: es=SMALL
        jmp far dword [es:0xB]
;; expect: exception=13:0

;; name: real
;; mode: real16, v86
;; stop: 0x2340+0x10
        jmp 0x0234:0x0010
;; expect: cs=0x0234, eip=0x10

;; name: real-memory
;; mode: real16, v86
;; set: [DATA]=10 00 34 02
;; stop: 0x2340+0x10
        jmp far [DATA]
;; expect: cs=0x0234, eip=0x10

;; name: real-o32
;; mode: real16, v86
;; stop: 0x2340+0x10
        jmp dword 0x0234:0x00000010
;; expect: cs=0x0234, eip=0x10

;; name: real-o32-beyond-64k
;; mode: real16, v86
        jmp dword 0x0234:0x00010000
;; expect: exception=13:0
;; expect[real16]: exception=13
