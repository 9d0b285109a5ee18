;; see: SDM Vol. 2, SGDT, SIDT, LGDT, LIDT
;; modes: pm32, pm32/3

;; name: sgdt
;; mode: pm32, pm16, pm32/3
;; set: [DATA]=ff ff ff ff ff ff ff
        sgdt [DATA]
;; expect: [DATA]=b7 00 00 08 00 00 ff

;; name: sgdt-o16-stores-32-bits-too
;; see: SDM Vol. 2, SGDT: the 32-bit base whether the operand size is 16 or 32
;; skip unicorn: it stores 24 bits of the base
;; set: gdtr.base=0x01000800, gdtr.limit=0xB7, [DATA]=ff ff ff ff ff ff ff
        o16 sgdt [DATA]
;; expect: [DATA]=b7 00 00 08 00 01 ff

;; name: sidt
;; mode: pm32, pm16, pm32/3
;; set: [DATA]=ff ff ff ff ff ff ff
        sidt [DATA]
;; expect: [DATA]=ff 07 00 38 00 00 ff

;; name: sidt-real
;; mode: real16
;; set: [DATA]=ff ff ff ff ff ff ff
        sidt [DATA]
;; expect: [DATA]=ff 03 00 00 00 00 ff

;; name: sgdt-register-is-undefined
;; mode: pm32, pm32/3, real16
        db 0x0F, 0x01, 0xC0
;; expect: exception=6

;; name: sgdt-beyond-the-limit
;; set: es=SMALL
        sgdt [es:0xB]
;; expect: exception=13:0

;; name: sgdt-to-read-only
;; set: es=READ_ONLY
        sgdt [es:DATA]
;; expect: exception=13:0

;; name: lgdt
;; mode: pm32, real16
;; set: [DATA]=34 12 78 56 34 12
        o32 lgdt [DATA]
;; expect: gdtr.limit=0x1234, gdtr.base=0x12345678

;; name: lgdt-o16-loads-24-bits
;; mode: pm16, real16
;; set: [DATA]=34 12 78 56 34 12
        lgdt [DATA]
;; expect: gdtr.limit=0x1234, gdtr.base=0x00345678

;; name: lidt
;; mode: pm32, real16
;; set: [DATA]=ff 0f 00 50 01 80
        o32 lidt [DATA]
;; expect: idtr.limit=0x0FFF, idtr.base=0x80015000

;; name: lgdt-at-ring-3
;; mode: pm32/3, v86
        lgdt [DATA]
;; expect: exception=13:0

;; name: lidt-at-ring-3
;; mode: pm32/3, v86
        lidt [DATA]
;; expect: exception=13:0

;; name: lgdt-register-is-undefined
;; mode: pm32, real16
        db 0x0F, 0x01, 0xD0
;; expect: exception=6

;; name: lidt-then-int
;; mode: real16
;; set: [DATA]=ff 03 00 21 00 00, [0x2100+0x100]=00 40 00 00
;; stop: 0x4000
;; deliver
        lidt [DATA]
        int 0x40
;; expect: delivered=0x40, idtr.base=0x2100, eip=0x4000, esp=STACK-6, [STACK-6]=07 10 00 00 02 00

;; name: lgdt-then-load
;; mode: pm32
;; set: [DATA]=1f 00 00 21 00 00, [0x2108]=ff ff 00 50 00 93 40 00
        lgdt [DATA]
        mov eax, 8
        mov fs, ax
;; expect: gdtr.base=0x2100, gdtr.limit=0x1F, eax=8, fs=8, fs.base=0x5000, fs.limit=0xFFFF, fs.attributes=0x4093

;; name: sgdt-in-v86
;; mode: v86
;; set: [DATA]=ff ff ff ff ff ff
        sgdt [DATA]
;; expect: [DATA]=b7 00 00 08 00 00
