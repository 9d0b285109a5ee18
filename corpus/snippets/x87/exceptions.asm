;; modes: pm32
; Unmasked exceptions before the result is stored, and what C1 says of a full or an empty stack.

;; name: fxtract-of-zero
;; see: SDM Vol. 2A, FXTRACT: #Z, minus infinity as the exponent
;; skip unicorn: it has no #Z
;; set: st0=0.0, ftw=0x80
        fxtract
;; expect: st0=0.0, st1=ffff8000000000000000, ftw=0xC0, fsw=0x3004

;; name: fxtract-of-zero-unmasked
;; see: SDM Vol. 1, 8.5.3: the operands stay, nothing is pushed
;; skip qemu: it looks at no masks before it stores
;; skip unicorn: it looks at no masks before it stores
;; set: st0=0.0, ftw=0x80, fcw=0x37B
        fxtract
;; expect: fsw=0xB884

;; name: fxtract-of-a-denormal
;; skip unicorn: it does not normalise
;; set: st0=00000000000100000000, ftw=0x80
        fxtract
;; expect: st0=1.0, st1=c00d803a000000000000, ftw=0xC0, fsw=0x3002

;; name: fxtract-of-a-denormal-unmasked
;; see: SDM Vol. 1, 8.5.2
;; skip qemu: it looks at no masks before it stores
;; skip unicorn: it looks at no masks before it stores
;; set: st0=00000000000100000000, ftw=0x80, fcw=0x37D
        fxtract
;; expect: fsw=0xB882

;; name: fxtract-onto-a-full-stack
;; see: SDM Vol. 1, 8.5.1.1: C1 is set, both results are the indefinite
;; skip qemu: it keeps no count of the stack
;; skip unicorn: it keeps no count of the stack
;; set: st0=1.5, st7=1.0, ftw=0x81
        fxtract
;; expect: st0=ffffc000000000000000, st1=ffffc000000000000000, st7=?, ftw=0x81, fsw=0x3A41

;; name: frndint-of-a-denormal
;; see: SDM Vol. 2A, FRNDINT: #D and #P, to zero: C1 clear
;; skip qemu: it has no #D
;; skip unicorn: it has no #D
;; set: st0=00000000000100000000, ftw=0x80
        frndint
;; expect: st0=0.0, fsw=0x3822

;; name: frndint-of-a-denormal-up
;; see: SDM Vol. 1, 8.1.3.3: C1 set, as it was rounded up
;; skip qemu: it has no #D
;; skip unicorn: it has no #D
;; set: st0=00000000000100000000, ftw=0x80, fcw=0xB7F
        frndint
;; expect: st0=1.0, fsw=0x3A22

;; name: frndint-of-a-denormal-unmasked
;; skip qemu: it has no #D
;; skip unicorn: it has no #D
;; set: st0=00000000000100000000, ftw=0x80, fcw=0x37D
        frndint
;; expect: fsw=0xB882

;; name: fld-onto-a-full-stack
;; see: SDM Vol. 1, 8.5.1.1: C1 set
;; skip qemu: it keeps no count of the stack
;; skip unicorn: it keeps no count of the stack
;; set: st0=1.0, st6=2.0, st7=3.0, ftw=0xC1
        fld     st6
;; expect: st0=ffffc000000000000000, st1=1.0, st6=?, st7=2.0, ftw=0xC1, fsw=0x3A41

;; name: fld-onto-a-full-stack-unmasked
;; skip qemu: it keeps no count of the stack
;; skip unicorn: it keeps no count of the stack
;; set: st0=1.0, st6=2.0, st7=3.0, ftw=0xC1, fcw=0x37E
        fld     st6
;; expect: fsw=0x82C1

;; name: fprem-unmasked-underflow
;; see: SDM Vol. 2A, FPREM: #U; Vol. 1, 8.5.5: the result's exponent is larger by 24576
;; skip bochs: it stores the denormal
;; skip qemu: it stores the denormal
;; skip unicorn: it stores the denormal
;; set: st0=00000000000100000000, st1=-1.0, ftw=0xC0, fcw=0x36F
        fprem
;; expect: st0=5fe28000000000000000, st1=-1.0, ftw=0xC0, fsw=0xB092
