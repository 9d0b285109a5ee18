;; see: SDM Vol. 2, CMPS: DS:[ESI] minus ES:[EDI]
;; modes: real16, v86, pm16, pm32, pm32/3

;; name: byte-equal
;; set: esi=DATA, edi=DATA+8, [DATA]=41, [DATA+8]=41
        cmpsb
;; expect: esi=DATA+1, edi=DATA+9, flags=+PF+ZF

;; name: source-is-the-minuend
;; set: esi=DATA, edi=DATA+8, [DATA]=05, [DATA+8]=03
        cmpsb
;; expect: esi=DATA+1, edi=DATA+9, flags=-CF-PF-ZF

;; name: below
;; set: esi=DATA, edi=DATA+8, [DATA]=03, [DATA+8]=05
        cmpsb
;; expect: esi=DATA+1, edi=DATA+9, flags=+CF-PF+AF+SF

;; name: word-overflow
;; set: esi=DATA, edi=DATA+8, [DATA]=ff 7f, [DATA+8]=ff ff
        cmpsw
;; expect: esi=DATA+2, edi=DATA+10, flags=+CF+PF-AF-ZF+SF+OF

;; name: dword-down
;; set: esi=DATA, edi=DATA+8, [DATA]=00 00 00 80, [DATA+8]=01 00 00 00, flags=+DF
        cmpsd
;; expect: esi=DATA-4, edi=DATA+4, flags=-CF+PF+AF-ZF-SF+OF

;; name: repe-until-different
;; set: ecx=8, esi=DATA, edi=DATA+8, [DATA]=01 02 03 04, [DATA+8]=01 02 03 03
        repe cmpsb
;; expect: ecx=4, esi=DATA+4, edi=DATA+12, flags=-CF-PF-AF-ZF-SF-OF

;; name: repe-to-the-end
;; set: ecx=3, esi=DATA, edi=DATA+8, [DATA]=01 02 03 04, [DATA+8]=01 02 03 05
        repe cmpsb
;; expect: ecx=0, esi=DATA+3, edi=DATA+11, flags=+PF+ZF

;; name: repne-until-equal
;; set: ecx=8, esi=DATA, edi=DATA+8, [DATA]=01 02 03, [DATA+8]=09 08 03
        repne cmpsb
;; expect: ecx=5, esi=DATA+3, edi=DATA+11, flags=+PF+ZF

;; name: repe-words
;; set: ecx=4, esi=DATA, edi=DATA+8, [DATA]=01 00 02 00, [DATA+8]=01 00 03 00
        repe cmpsw
;; expect: ecx=2, esi=DATA+4, edi=DATA+12, flags=+CF+PF+AF+SF

;; name: count-zero-leaves-flags
;; set: esi=DATA, edi=DATA, flags=+CF+PF
        repe cmpsb

;; name: override-is-the-source
;; mode: pm16, pm32, pm32/3
;; set: fs=SMALL, esi=0, edi=DATA+8, [DATA]=41, [DATA+8]=41
        fs cmpsb
;; expect: esi=1, edi=DATA+9, flags=+PF+ZF

;; name: fault-at-the-destination
;; mode: pm16, pm32, pm32/3
;; set: es=SMALL, esi=DATA, edi=0x10
        cmpsb
;; expect: exception=13:0

;; name: fault-in-the-middle
;; mode: pm16, pm32, pm32/3
;; set: es=SMALL, ecx=8, esi=DATA, edi=0xE
        repe cmpsb
;; see: as in scas.asm, the flags are those of the last comparison
;; expect: exception=13:0, ecx=6, esi=DATA+2, edi=0x10, flags=+PF+ZF

;; name: a16-in-32-bit-code
;; mode: pm32, pm32/3
;; set: ecx=0x00030002, esi=0x10000+DATA, edi=0x20000+DATA+8, [DATA]=01 02, [DATA+8]=01 02
        a16 repe cmpsb
;; expect: ecx=0x00030000, esi=0x10000+DATA+2, edi=0x20000+DATA+10, flags=+PF+ZF
