;; see: SDM Vol. 2, FCOM, FCOMI, FUCOM, FTST, FXAM, FSTSW, FLDCW, FNINIT, FSTENV, FSAVE
;; modes: real16, pm32, pm32/3

;; name: fcom-above
;; set: st0=2, st1=1
        fcom st1
;; expect: st0=2, st1=1, fsw=0x3000

;; name: fcom-below
;; set: st0=1, st1=2
        fcom st1
;; expect: st0=1, st1=2, fsw=0x3100

;; name: fcom-equal
;; set: st0=1, st1=1
        fcom st1
;; expect: st0=1, st1=1, fsw=0x7000

;; name: fcom-unordered
;; set: st0=7fffc000000000000000, st1=1
        fcom st1
;; expect: st0=7fffc000000000000000, st1=1, fsw=0x7501

;; name: fucom-of-a-quiet-nan-is-no-exception
;; set: st0=7fffc000000000000000, st1=1
        fucom st1
;; expect: st0=7fffc000000000000000, st1=1, fsw=0x7500

;; name: fcompp
;; set: st0=1, st1=2
        fcompp
;; expect: st=empty, fsw=0x0100

;; name: fcomp-m32
;; set: st0=1, [DATA]=00 00 80 3f
        fcomp dword [DATA]
;; expect: st=empty, fsw=0x4000

;; name: ficom
;; set: st0=1, [DATA]=02 00
        ficom word [DATA]
;; expect: st0=1, fsw=0x3900

;; name: fcomi-below
;; set: st0=1, st1=2, flags=+OF+SF+AF
        fcomi st0, st1
;; expect: st0=1, st1=2, flags=+CF-PF-ZF-OF-SF-AF

;; name: fcomip-equal
;; set: st0=1, st1=1
        fcomip st0, st1
;; expect: st0=1, flags=-CF-PF+ZF

;; name: fucomi-unordered
;; set: st0=7fffc000000000000000, st1=2
        fucomi st0, st1
;; expect: st0=7fffc000000000000000, st1=2, flags=+CF+PF+ZF

;; name: ftst-negative
;; set: st0=-1
        ftst
;; expect: st0=-1, fsw=0x3900

;; name: fxam-normal
;; set: st0=1
        fxam
;; expect: st0=1, fsw=0x3C00

;; name: fxam-negative-zero
;; set: st0=80000000000000000000
        fxam
;; expect: st0=80000000000000000000, fsw=0x7A00

;; name: fxam-infinity
;; set: st0=inf
        fxam
;; expect: st0=inf, fsw=0x3D00

;; name: fxam-nan
;; set: st0=7fffc000000000000000
        fxam
;; expect: st0=7fffc000000000000000, fsw=0x3900

;; name: fxam-denormal
;; set: st0=00000000000000000001
        fxam
;; expect: st0=00000000000000000001, fsw=0x7C00

;; name: fxam-empty
;; see: C3 C0, C1 the sign of what is left there
        fxam
;; expect: fsw=0x4100

;; name: fnstsw-ax
;; set: st0=1, eax=0x11112222
        fnstsw ax
;; expect: st0=1, eax=0x11113800

;; name: fnstsw-memory
;; set: st0=1
        fnstsw [DATA]
;; expect: st0=1, [DATA]=00 38

;; name: fnstcw
        fnstcw [DATA]
;; expect: [DATA]=7f 03

;; name: fldcw
;; set: [DATA]=7f 0c
        fldcw [DATA]
;; expect: fcw=0x0C7F

;; name: fninit
;; set: fcw=0x0000, st0=1, st1=2
        fninit
;; expect: fcw=0x37F, fsw=0, ftw=0, st6=1, st7=2

;; name: fnclex
;; set: fsw=0x7F7F
        fnclex
;; expect: fsw=0x7F00 mask 0xB8FF

;; name: fnop
        fnop

;; name: feni-is-a-nop
        db 0xDB, 0xE0

;; name: compare-and-branch
;; set: st0=1, st1=2
        fcom st1
        fnstsw ax
        sahf
        jb less
        mov bl, 1
less:
;; expect: st0=1, st1=2, fsw=0x3100, eax=0x3100, flags=+CF+AF
