;; modes: pm32/3

;; name: far-call-to-conforming-code-keeps-cpl
;; see: SDM Vol. 3A, 5.8.1.2: CPL stays, the selector's RPL becomes CPL
        call    CONFORMING:there
        hlt
there:
;; expect: cs=0x73, esp=STACK-8, [STACK-8]=07 00 02 00 2B 00 00 00

;; name: lsl-of-a-call-gate
;; see: SDM Vol. 2A, LSL: gates have no limit
;; set: ecx=CALL_GATE, eax=0x11111111, flags=+ZF
        lsl     eax, ecx
;; expect: flags=-ZF

;; name: lar-of-a-call-gate
;; see: SDM Vol. 2A, LAR: the gate's access byte
;; set: ecx=CALL_GATE
        lar     eax, ecx
;; expect: flags=+ZF, eax=0x0000EC00
