;; see: SDM Vol. 2, CALL: far, to a code segment
;; modes: pm32

;; name: immediate
;; stop: 0x4000
        call CODE32:0x4000
;; expect: eip=0x4000, esp=STACK-8, [STACK-8]=07 00 02 00 08 00 00 00

;; name: immediate-ring-3
;; mode: pm32/3
;; stop: 0x4000
        call CODE32_3:0x4000
;; expect: eip=0x4000, esp=STACK-8, [STACK-8]=07 00 02 00 2b 00 00 00

;; name: immediate-16-bit-code
;; mode: pm16
;; stop: 0x4000
        call CODE16:0x4000
;; expect: eip=0x4000, esp=STACK-4, [STACK-4]=05 10 18 00

;; name: o16
;; stop: 0x4000
        call word CODE32:0x4000
;; expect: eip=0x4000, esp=STACK-4, [STACK-4]=06 00 08 00

;; name: memory
;; set: [DATA]=00 40 00 00 18 00
;; stop: 0x4000
        call far dword [DATA]
;; expect: eip=0x4000, cs=CODE16, esp=STACK-8, [STACK-8]=06 00 02 00 08 00 00 00

;; name: not-present-pushes-nothing
;; mode: pm32/3
        call CODE_NOT_PRESENT:0x4000
;; expect: exception=11:CODE_NOT_PRESENT-3

;; name: ring-0-code-from-ring-3
;; mode: pm32/3
        call CODE32:0x4000
;; expect: exception=13:CODE32

;; name: no-room
;; set: ss.limit=0x7FFB, ss.attributes=0x4093
        call CODE32:0x4000
;; expect: exception=12:0

;; name: conforming-from-ring-3
;; mode: pm32/3
;; stop: 0x4000
        call CONFORMING:0x4000
;; expect: eip=0x4000, cs=CONFORMING, esp=STACK-8, [STACK-8]=07 00 02 00 2b 00 00 00

;; name: null
;; mode: pm32, pm32/3
        call 0:0x4000
;; expect: exception=13:0

;; name: data
;; mode: pm32, pm32/3
        call DATA32_3:0x4000
;; expect: exception=13:DATA32_3-3

;; name: real
;; mode: real16, v86
;; stop: 0x2340+0x10
        call 0x0234:0x0010
;; expect: cs=0x0234, eip=0x10, esp=STACK-4, [STACK-4]=05 10 00 00

;; name: real-o32
;; mode: real16, v86
;; stop: 0x2340+0x10
        call dword 0x0234:0x00000010
;; expect: cs=0x0234, eip=0x10, esp=STACK-8, [STACK-8]=08 10 00 00 00 00 ?? ??

;; name: register-is-undefined
;; skip unicorn: its translator aborts on this encoding
;; mode: pm32, pm32/3, real16, v86, pm16
        db 0xFF, 0xD8
;; expect: exception=6

;; name: there-and-back
;; set: [0x4000]=b0 05 cb
;; limit: 20
        call CODE32:0x4000
        mov ah, 1
;; expect: eax=0x0105, [STACK-8]=07 00 02 00 08 00 00 00

;; name: there-and-back-through-16-bit-code
;; set: [0x4000]=b0 05 66 cb
        call CODE16:0x4000
        mov ah, 1
;; expect: eax=0x0105, [STACK-8]=07 00 02 00 08 00 00 00
