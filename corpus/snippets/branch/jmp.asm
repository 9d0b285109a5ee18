;; see: SDM Vol. 2, JMP: near forms; EIP is cut to 16 bits where the operand size is 16
;; modes: all

;; name: short-forward
        jmp short away
        mov al, 1
away:

;; name: short-back
        jmp short there
back:   jmp short away
there:  jmp short back
        mov al, 1
away:

;; name: near-forward
        jmp near away
        times 200 nop
        mov al, 1
away:

;; name: register-16
;; set[real16, v86, pm16, pm16/3]: ebx=0xABCD1008
;; set[pm32, pm32/3]: ebx=0xABCD4000
;; stop: 0x4000
        jmp bx
        times 6 nop
        mov al, 1
there:  mov ah, 2
;; expect[real16, v86, pm16, pm16/3]: ah=2, al=1
;; expect[pm32, pm32/3]: eip=0x4000

;; name: register-32
;; set: ebx=CODE+8
        jmp ebx
        times 6 nop
there:  mov ah, 2
;; expect: ah=2

;; name: memory-16
;; set: [DATA]=00 40 ff ff
;; stop: 0x4000
        jmp word [DATA]
;; expect: eip=0x4000

;; name: memory-32
;; set: [DATA]=00 40 00 00
;; stop: 0x4000
        jmp dword [DATA]
;; expect: eip=0x4000

;; name: memory-by-register-and-index
;; set: esi=DATA, ebx=8, [DATA+8]=00 40 00 00
;; stop: 0x4000
        jmp [esi+ebx]
;; expect: eip=0x4000

;; name: memory-through-esp
;; set: [STACK]=00 40 00 00
;; stop: 0x4000
        jmp [esp]
;; expect: eip=0x4000

;; name: o16-short-cuts-eip
;; mode: pm32, pm32/3
;; stop: 0x13
        db 0x66, 0xEB, 0x10
;; expect: eip=0x13

;; name: o16-near-cuts-eip
;; mode: pm32, pm32/3
;; stop: 0x1234
        db 0x66, 0xE9
        dw 0x1230
;; expect: eip=0x1234

;; name: o32-near-in-16-bit-code
;; mode: real16, v86, pm16, pm16/3
;; stop: 0x9000
        jmp dword 0x9000
;; expect: eip=0x9000

;; name: wraps-at-64k
;; mode: real16, v86, pm16, pm16/3
;; at: 0xFFFE
;; stop: 0x20
        db 0xEB, 0x20
;; expect: eip=0x20

;; name: wraps-below-zero
;; mode: real16, v86, pm16, pm16/3
;; at: 0x10
;; set[real16]: [0x100]=00
;; stop: 0xFFF0
        db 0xEB, 0xDE
;; expect: eip=0xFFF0

;; name: o32-short-does-not-wrap
;; mode: real16, v86, pm16, pm16/3
;; at: 0xFFFD
        db 0x66, 0xEB, 0x20
;; expect[real16]: exception=13
;; expect[v86, pm16, pm16/3]: exception=13:0

;; name: o32-near-beyond-64k
;; mode: real16, v86, pm16, pm16/3
        jmp dword 0x10000
;; expect[real16]: exception=13
;; expect[v86, pm16, pm16/3]: exception=13:0

;; name: register-beyond-64k
;; mode: real16, v86, pm16, pm16/3
;; set: edx=0x10000
        nop
here:   jmp edx
;; expect: eip=here
;; expect[real16]: exception=13
;; expect[v86, pm16, pm16/3]: exception=13:0

;; name: beyond-the-limit
;; mode: pm32, pm32/3
;; set: cs.limit=0x20FFF, cs.attributes=0x40FB
;; set[pm32]: cs.attributes=0x409B
        nop
here:   jmp near 0x21000
;; expect: exception=13:0, eip=here

;; name: to-the-limit
;; mode: pm32, pm32/3
;; set: cs.limit=0x20FFF, cs.attributes=0x40FB
;; set[pm32]: cs.attributes=0x409B
;; stop: 0x20FFF
        jmp near 0x20FFF
;; expect: eip=0x20FFF

;; name: register-beyond-the-limit
;; mode: pm32, pm32/3
;; set: cs.limit=0x20FFF, cs.attributes=0x40FB, eax=0x21000
;; set[pm32]: cs.attributes=0x409B
        jmp eax
;; expect: exception=13:0

;; name: memory-beyond-the-limit
;; mode: pm32, pm32/3
;; set: cs.limit=0x20FFF, cs.attributes=0x40FB, [DATA]=00 10 02 00
;; set[pm32]: cs.attributes=0x409B
        jmp [DATA]
;; expect: exception=13:0

;; name: jcc-taken-beyond-the-limit
;; mode: pm32, pm32/3
;; set: cs.limit=0x20FFF, cs.attributes=0x40FB, flags=+ZF
;; set[pm32]: cs.attributes=0x409B
        jz near 0x21000
;; expect: exception=13:0

;; name: jcc-not-taken-beyond-the-limit
;; mode: pm32, pm32/3
;; set: cs.limit=0x20FFF, cs.attributes=0x40FB
;; set[pm32]: cs.attributes=0x409B
        jz near 0x21000

;; name: memory-operand-beyond-a-segment
;; mode: pm32, pm32/3, pm16, pm16/3
;; set: es=SMALL
        jmp dword [es:0x0D]
;; expect: exception=13:0

;; name: memory-operand-in-a-null-segment
;; mode: pm32, pm32/3, pm16, pm16/3
;; set: es=0
        jmp dword [es:0]
;; expect: exception=13:0
