;; see: SDM Vol. 2, Jcc: JCXZ and JECXZ go by the address size
;; modes: all

;; name: jcxz-zero
;; set: ecx=0x00070000
        jcxz away
        mov al, 1
away:

;; name: jcxz-not-zero
;; set: ecx=0x00008000
        jcxz away
        mov al, 1
away:
;; expect: al=1

;; name: jecxz-zero
        jecxz away
        mov al, 1
away:

;; name: jecxz-high-half-counts
;; set: ecx=0x00070000
        jecxz away
        mov al, 1
away:
;; expect: al=1

;; name: jecxz-ignores-zf
;; set: ecx=1, flags=+ZF
        jecxz away
        mov al, 1
away:
;; expect: al=1
