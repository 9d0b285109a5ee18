;; see: SDM Vol. 2, MOVS; REP
;; modes: real16, v86, pm16/3, pm32, pm32/3

;; name: byte
;; set: esi=DATA, edi=DATA+0x100, [DATA]=11 22
        movsb
;; expect: esi=DATA+1, edi=DATA+0x101, [DATA+0x100]=11

;; name: word
;; set: esi=DATA, edi=DATA+0x101, [DATA]=11 22 33
        movsw
;; expect: esi=DATA+2, edi=DATA+0x103, [DATA+0x101]=11 22

;; name: dword
;; set: esi=DATA+3, edi=DATA+0x100, [DATA]=11 22 33 44 55 66 77
        movsd
;; expect: esi=DATA+7, edi=DATA+0x104, [DATA+0x100]=44 55 66 77

;; name: byte-down
;; set: esi=DATA, edi=DATA+0x100, [DATA]=11, flags=+DF
        movsb
;; expect: esi=DATA-1, edi=DATA+0xFF, [DATA+0x100]=11

;; name: word-down
;; set: esi=DATA+2, edi=DATA+0x100, [DATA]=11 22 33 44, flags=+DF
        movsw
;; expect: esi=DATA, edi=DATA+0xFE, [DATA+0x100]=33 44

;; name: dword-down
;; set: esi=DATA+4, edi=DATA+0x100, [DATA]=11 22 33 44 55 66 77 88, flags=+DF
        movsd
;; expect: esi=DATA, edi=DATA+0xFC, [DATA+0x100]=55 66 77 88

;; name: rep-byte
;; set: ecx=5, esi=DATA, edi=DATA+0x100, [DATA]=01 02 03 04 05 06
        rep movsb
;; expect: ecx=0, esi=DATA+5, edi=DATA+0x105, [DATA+0x100]=01 02 03 04 05

;; name: rep-word
;; set: ecx=3, esi=DATA, edi=DATA+0x101, [DATA]=01 02 03 04 05 06 07
        rep movsw
;; expect: ecx=0, esi=DATA+6, edi=DATA+0x107, [DATA+0x101]=01 02 03 04 05 06

;; name: rep-dword
;; set: ecx=2, esi=DATA, edi=DATA+0x100, [DATA]=01 02 03 04 05 06 07 08 09
        rep movsd
;; expect: ecx=0, esi=DATA+8, edi=DATA+0x108, [DATA+0x100]=01 02 03 04 05 06 07 08

;; name: rep-byte-down
;; set: ecx=3, esi=DATA+2, edi=DATA+0x102, [DATA]=01 02 03, flags=+DF
        rep movsb
;; expect: ecx=0, esi=DATA-1, edi=DATA+0xFF, [DATA+0x100]=01 02 03

;; name: repne-moves-as-rep
;; set: ecx=3, esi=DATA, edi=DATA+0x100, [DATA]=01 02 03, flags=+ZF
        db 0xF2
        movsb
;; expect: ecx=0, esi=DATA+3, edi=DATA+0x103, [DATA+0x100]=01 02 03

;; name: count-zero-touches-nothing
;; set: esi=DATA, edi=DATA+0x100, [DATA]=01 02 03
        rep movsb

;; name: overlap-forward-repeats-the-first-byte
;; set: ecx=7, esi=DATA, edi=DATA+1, [DATA]=aa 01 02 03 04 05 06 07
        rep movsb
;; expect: ecx=0, esi=DATA+7, edi=DATA+8, [DATA]=aa aa aa aa aa aa aa aa

;; name: overlap-dword-by-one-byte
;; set: ecx=2, esi=DATA, edi=DATA+1, [DATA]=01 02 03 04 05 06 07 08 09
        rep movsd
;; expect: ecx=0, esi=DATA+8, edi=DATA+9, [DATA]=01 01 02 03 04 04 06 07 08

;; name: overlap-forward-downward-copies
;; set: ecx=4, esi=DATA+3, edi=DATA+4, [DATA]=01 02 03 04, flags=+DF
        rep movsb
;; expect: ecx=0, esi=DATA-1, edi=DATA, [DATA]=01 01 02 03 04

;; name: a16-leaves-high-halves
;; mode: pm32, pm32/3
;; set: ecx=0x00010002, esi=0x77770000+DATA, edi=0x88880000+DATA+0x100, [DATA]=0a 0b
        a16 rep movsb
;; expect: ecx=0x00010000, esi=0x77770000+DATA+2, edi=0x88880000+DATA+0x102, [DATA+0x100]=0a 0b

;; name: a16-wraps-the-index
;; mode: pm32, pm32/3
;; set: ecx=2, esi=0xFFFF, edi=DATA+0x100, [0xFFFF]=0a
        a16 rep movsb
;; expect: ecx=0, esi=1, edi=DATA+0x102, [DATA+0x100]=0a 00

;; name: a32-in-16-bit-code
;; mode: real16, v86, pm16/3
;; set: ecx=3, esi=DATA, edi=DATA+0x100, [DATA]=01 02 03
        a32 rep movsb
;; expect: ecx=0, esi=DATA+3, edi=DATA+0x103, [DATA+0x100]=01 02 03

;; name: a32-index-beyond-64k
;; mode: real16, v86, pm16/3
;; set: ecx=1, esi=0x10000, edi=DATA
        a32 rep movsb
;; expect: exception=13:0
;; expect[real16]: exception=13

;; name: cx-only-counts
;; mode: real16, v86, pm16/3
;; set: ecx=0x00050001, esi=DATA, edi=DATA+0x100, [DATA]=0a
        rep movsb
;; expect: ecx=0x00050000, esi=DATA+1, edi=DATA+0x101, [DATA+0x100]=0a

;; name: source-override
;; mode: pm32, pm32/3, pm16/3
;; set: fs=SMALL, ecx=4, esi=2, edi=DATA+0x100, [DATA+2]=0a 0b 0c 0d
        fs rep movsb
;; expect: ecx=0, esi=6, edi=DATA+0x104, [DATA+0x100]=0a 0b 0c 0d

;; name: the-destination-is-always-es
;; mode: pm32, pm32/3, pm16/3
;; set: es=SMALL, esi=DATA+0x20, edi=4, [DATA+0x20]=5a
        ds movsb
;; expect: esi=DATA+0x21, edi=5, [DATA+4]=5a

;; name: override-in-real-mode
;; mode: real16, v86
;; set: fs=0x0200, esi=3, edi=DATA+0x100, [DATA+3]=77
        fs movsb
;; expect: esi=4, edi=DATA+0x101, [DATA+0x100]=77

;; name: fault-in-the-middle-destination
;; mode: pm32, pm32/3, pm16/3
;; set: es=SMALL, ecx=0x20, esi=DATA+0x20, edi=0x0D, [DATA+0x20]=01 02 03 04 05
        rep movsb
;; expect: exception=13:0, ecx=0x1D, esi=DATA+0x23, edi=0x10, [DATA+0x0D]=01 02 03

;; name: fault-in-the-middle-source
;; mode: pm32, pm32/3, pm16/3
;; set: fs=SMALL, ecx=5, esi=8, edi=DATA+0x100, [DATA]=01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f 10
        fs rep movsd
;; expect: exception=13:0, ecx=3, esi=0x10, edi=DATA+0x108, [DATA+0x100]=09 0a 0b 0c 0d 0e 0f 10

;; name: fault-by-one-byte-writes-nothing
;; mode: pm32, pm32/3, pm16/3
;; set: es=SMALL, esi=DATA+0x20, edi=0x0D, [DATA+0x20]=01 02 03 04
        movsd
;; expect: exception=13:0

;; name: read-only-destination
;; mode: pm32, pm32/3, pm16/3
;; set: es=READ_ONLY, ecx=2, esi=DATA, edi=DATA+0x100
        rep movsb
;; expect: exception=13:0

;; name: count-zero-in-a-null-segment
;; mode: pm32, pm32/3, pm16/3
;; set: es=0, esi=DATA, edi=DATA
        rep movsb

;; name: code-segment-source
;; mode: pm32, pm32/3
;; set: esi=data, edi=DATA
        cs movsd
        jmp short done
data:   db 1, 2, 3, 4
done:
;; expect: esi=data+4, edi=DATA+4, [DATA]=01 02 03 04

;; name: across-pages
;; set: ecx=8, esi=DATA+0xFFA, edi=DATA-4, [DATA+0xFFA]=01 02 03 04 05 06
        rep movsb
;; expect: ecx=0, esi=DATA+0x1002, edi=DATA+4, [DATA-4]=01 02 03 04 05 06 f4 f4
;; expect[real16, v86]: [DATA+0x1000]=f4 f4
