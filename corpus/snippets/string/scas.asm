;; see: SDM Vol. 2, SCAS; REPE/REPNE: accumulator minus ES:[EDI]
;; modes: real16, v86, pm16, pm32, pm32/3

;; name: byte-equal
;; set: eax=0x41, edi=DATA, [DATA]=41, flags=+CF+OF+SF
        scasb
;; expect: edi=DATA+1, flags=-CF+PF-AF+ZF-SF-OF

;; name: byte-below
;; set: eax=0x10, edi=DATA, [DATA]=20
        scasb
;; expect: edi=DATA+1, flags=+CF+PF-AF-ZF+SF-OF

;; name: word-overflow
;; set: eax=0x8000, edi=DATA, [DATA]=01 00
        scasw
;; expect: edi=DATA+2, flags=-CF+PF+AF-ZF-SF+OF

;; name: dword
;; set: eax=0, edi=DATA, [DATA]=ff ff ff ff
        scasd
;; expect: edi=DATA+4, flags=+CF-PF+AF-ZF-SF-OF

;; name: down
;; set: eax=5, edi=DATA, [DATA]=05, flags=+DF
        scasb
;; expect: edi=DATA-1, flags=+PF+ZF

;; name: repne-finds
;; set: eax=3, ecx=10, edi=DATA, [DATA]=01 02 03 04
        repne scasb
;; expect: edi=DATA+3, ecx=7, flags=+PF+ZF

;; name: repne-does-not-find
;; set: eax=0x30, ecx=3, edi=DATA, [DATA]=01 02 10 30
        repne scasb
;; expect: edi=DATA+3, ecx=0, flags=-PF-ZF

;; name: repe-skips
;; set: eax=0x20, ecx=10, edi=DATA, [DATA]=20 20 20 21
        repe scasb
;; expect: edi=DATA+4, ecx=6, flags=+CF+PF+AF+SF-ZF

;; name: repe-all-equal
;; set: eax=0x20, ecx=3, edi=DATA, [DATA]=20 20 20 20
        repe scasb
;; expect: edi=DATA+3, ecx=0, flags=+PF+ZF

;; name: count-zero-leaves-flags
;; set: edi=DATA, flags=+CF+AF+SF+OF
        repne scasb

;; name: last-decides-at-the-last-count
;; set: eax=7, ecx=2, edi=DATA, [DATA]=01 07
        repne scasb
;; expect: edi=DATA+2, ecx=0, flags=+PF+ZF

;; name: string-length
;; set: ecx=0x1000, edi=DATA, [DATA]=61 62 63 00
        repne scasb
        not cx
        add cx, 0x1000
;; expect: edi=DATA+4, ecx=3, flags=+CF+PF-AF-ZF-SF-OF

;; name: fault-in-the-middle
;; see: SDM Vol. 2, REP, has EFLAGS go back to the start of the instruction; processors keep the last comparison, as AMD's manual has it, and software sees that
;; mode: pm32, pm32/3, pm16
;; set: es=SMALL, eax=0x01, ecx=0x20, edi=0xE, flags=+CF
        repne scasb
;; expect: exception=13:0, edi=0x10, ecx=0x1E, flags=-CF-PF-AF-ZF-SF-OF
