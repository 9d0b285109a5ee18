;; see: SDM Vol. 2, LOOP/LOOPcc: the count is CX or ECX as the address size says; no flag changes
;; modes: all

;; name: loop-three-times
;; set: ecx=3, flags=+CF+ZF+OF
again:  lea eax, [eax+1]
        loop again
;; expect: ecx=0, eax=3

;; name: loop-cx-leaves-the-high-half
;; set: ecx=0x00050001
        loop away, cx
        mov al, 1
away:
;; expect: ecx=0x00050000, al=1

;; name: loop-cx-zero-wraps
;; set: ecx=0x00050000
        loop away, cx
        mov al, 1
away:
;; expect: ecx=0x0005FFFF

;; name: loop-ecx-counts-all-bits
;; set: ecx=0x00010001
        loop away, ecx
        mov al, 1
away:
;; expect: ecx=0x00010000

;; name: loop-ecx-zero-wraps
;; set: ecx=0
        loop away, ecx
        mov al, 1
away:
;; expect: ecx=0xFFFFFFFF

;; name: loop-ecx-last
;; set: ecx=1
        loop away, ecx
        mov al, 1
away:
;; expect: ecx=0, al=1

;; name: loope-zf-and-count
;; set: ecx=2, flags=+ZF
        loope away
        mov al, 1
away:
;; expect: ecx=1

;; name: loope-no-zf
;; set: ecx=2, flags=+CF
        loope away
        mov al, 1
away:
;; expect: ecx=1, al=1

;; name: loope-count-ends
;; set: ecx=1, flags=+ZF
        loope away
        mov al, 1
away:
;; expect: ecx=0, al=1

;; name: loopne-no-zf
;; set: ecx=2
        loopne away
        mov al, 1
away:
;; expect: ecx=1

;; name: loopne-zf
;; set: ecx=2, flags=+ZF
        loopne away
        mov al, 1
away:
;; expect: ecx=1, al=1

;; name: loopne-count-ends
;; set: ecx=1
        loopne away
        mov al, 1
away:
;; expect: ecx=0, al=1

;; name: loopne-searches-until-zf
;; set: ecx=10, esi=DATA-1, [DATA]=05 04 03 02 01 00 ff
again:  lea esi, [esi+1]
        cmp byte [esi], 0
        loopne again
;; expect: ecx=4, esi=DATA+5, flags=-CF+PF-AF+ZF-SF-OF

;; name: loope-cx-in-any-size
;; set: ecx=0x10002, flags=+ZF
        loope away, cx
        mov al, 1
away:
;; expect: ecx=0x10001

;; name: loop-to-itself
;; set: ecx=5
self:   loop self
;; expect: ecx=0

;; name: loop-o16-cuts-eip
;; mode: pm32, pm32/3
;; set: ecx=2
;; stop: 3
        db 0x66, 0xE2, 0x00
;; expect: ecx=1, eip=3

;; name: loop-o16-not-taken-does-not-cut
;; mode: pm32, pm32/3
;; set: ecx=1
        db 0x66, 0xE2, 0x00
;; expect: ecx=0

;; name: loop-beyond-the-limit-leaves-the-count
;; mode: pm32, pm32/3
;; set: ecx=2, cs.limit=0x2000F, cs.attributes=0x40FB
;; set[pm32]: cs.attributes=0x409B
        loop $+0x40
;; expect: exception=13:0
