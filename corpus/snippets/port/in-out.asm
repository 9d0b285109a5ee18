;; see: SDM Vol. 2, IN, OUT; Vol. 1, 19.5
;; modes: real16, pm16, pm32

;; name: in-al-imm
;; set: eax=0x11223344, in=0x60:1:0x5A
        in al, 0x60
;; expect: eax=0x1122335A

;; name: in-ax-imm
;; set: eax=0x11223344, in=0x60:2:0x5A6B
        in ax, 0x60
;; expect: eax=0x11225A6B

;; name: in-eax-dx
;; set: edx=0xFFFF0CF8, in=0x0CF8:4:0x12345678
        in eax, dx
;; expect: eax=0x12345678

;; name: in-nobody-answers
;; set: edx=0x1234
        in al, dx
;; expect: al=0xFF

;; name: in-twice
;; set: in=0x60:1:1, in=0x60:1:2
        in al, 0x60
        mov ah, al
        in al, 0x60
;; expect: eax=0x0102

;; name: out-imm-al
;; set: eax=0x12345678
        out 0x80, al
;; expect: out=0x80:1:0x78

;; name: out-dx-ax
;; set: eax=0x12345678, edx=0x3F8
        out dx, ax
;; expect: out=0x3F8:2:0x5678

;; name: out-dx-eax
;; set: eax=0x12345678, edx=0xCF8
        out dx, eax
;; expect: out=0xCF8:4:0x12345678

;; name: out-in-order
;; set: eax=0x12
        out 0x10, al
        out 0x11, ax
        out 0x10, al
;; expect: out=0x10:1:0x12, out=0x11:2:0x12, out=0x10:1:0x12

;; name: ring-3-map-allows
;; mode: pm32/3, pm16/3, v86
;; set: in=0x80:1:0x77
        in al, 0x80
;; expect: al=0x77

;; name: ring-3-map-forbids
;; mode: pm32/3, pm16/3, v86
        in al, 0x60
;; expect: exception=13:0

;; name: ring-3-map-allows-a-dword
;; mode: pm32/3, v86
;; set: eax=0x11223344
        out 0x84, eax
;; expect: out=0x84:4:0x11223344

;; name: ring-3-one-port-of-a-word-is-forbidden
;; mode: pm32/3, v86
        out 0x87, ax
;; expect: exception=13:0

;; name: ring-3-one-port-of-a-dword-is-forbidden-below
;; mode: pm32/3, v86
        out 0x7F, eax
;; expect: exception=13:0

;; name: ring-3-beyond-the-map
;; mode: pm32/3, v86
;; set: edx=0x100
        in al, dx
;; expect: exception=13:0

;; name: ring-3-iopl-3-needs-no-map
;; mode: pm32/3, pm16/3
;; set: iopl=3, in=0x60:1:0x12
        in al, 0x60
;; expect: al=0x12

;; name: v86-iopl-3-asks-the-map-all-the-same
;; mode: v86
;; set: iopl=3
        in al, 0x60
;; expect: exception=13:0

;; name: ring-3-tss-without-map
;; mode: pm32/3
;; set: [TSS+0x66]=ff ff
        in al, 0x80
;; expect: exception=13:0

;; name: ring-3-map-ends-before-its-second-byte
;; mode: pm32/3
;; set: tr.limit=0x78
        in al, 0x80
;; expect: exception=13:0

;; name: ring-0-asks-nothing
;; mode: pm32, pm16
;; set: edx=0xFFFF
        out dx, al
;; expect: out=0xFFFF:1:0
