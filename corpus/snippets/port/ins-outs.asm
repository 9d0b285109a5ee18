;; see: SDM Vol. 2, INS, OUTS
;; modes: real16, pm16, pm32

;; name: insb
;; set: edx=0x60, edi=DATA, in=0x60:1:0x5A
        insb
;; expect: edi=DATA+1, [DATA]=5a

;; name: insw-down
;; set: edx=0x60, edi=DATA, in=0x60:2:0x1234, flags=+DF
        insw
;; expect: edi=DATA-2, [DATA]=34 12

;; name: insd
;; set: edx=0x60, edi=DATA, in=0x60:4:0x12345678
        insd
;; expect: edi=DATA+4, [DATA]=78 56 34 12

;; name: rep-insb
;; set: edx=0x60, ecx=3, edi=DATA, in=0x60:1:1, in=0x60:1:2, in=0x60:1:3
        rep insb
;; expect: ecx=0, edi=DATA+3, [DATA]=01 02 03

;; name: rep-insw
;; set: edx=0x1F0, ecx=2, edi=DATA, in=0x1F0:2:0x201, in=0x1F0:2:0x403
        rep insw
;; expect: ecx=0, edi=DATA+4, [DATA]=01 02 03 04

;; name: outsb
;; set: edx=0x60, esi=DATA, [DATA]=5a
        outsb
;; expect: esi=DATA+1, out=0x60:1:0x5A

;; name: rep-outsw
;; set: edx=0x60, ecx=2, esi=DATA, [DATA]=01 02 03 04
        rep outsw
;; expect: ecx=0, esi=DATA+4, out=0x60:2:0x0201, out=0x60:2:0x0403

;; name: outsd-override
;; mode: pm16, pm32
;; set: fs=SMALL, edx=0x60, esi=4, [DATA+4]=01 02 03 04
        fs outsd
;; expect: esi=8, out=0x60:4:0x04030201

;; name: rep-zero
;; set: edx=0x60, edi=DATA
        rep insb

;; name: ins-to-read-only-reads-no-port
;; mode: pm32
;; set: es=READ_ONLY-3, edx=0x60, edi=DATA, in=0x60:1:1
        insb
;; expect: exception=13:0

;; name: ins-forbidden
;; mode: pm32/3, v86
;; set: edx=0x60, edi=DATA
        insb
;; expect: exception=13:0

;; name: outs-allowed
;; mode: pm32/3, v86
;; set: edx=0x80, esi=DATA, [DATA]=12
        outsb
;; expect: esi=DATA+1, out=0x80:1:0x12

;; name: rep-ins-faults-in-the-middle
;; mode: pm32
;; set: es=SMALL, edx=0x60, ecx=4, edi=0xE, in=0x60:1:1, in=0x60:1:2
        rep insb
;; expect: exception=13:0, ecx=2, edi=0x10, [DATA+0xE]=01 02
