;; see: SDM Vol. 2, XLAT/XLATB: AL is unsigned
;; modes: all

;; name: first
;; set: ebx=DATA, eax=0xA1B2C300, [DATA]=77, flags=+CF+PF+AF+ZF+SF+OF
        a32 xlatb
;; expect: al=0x77

;; name: first-16
;; set: ebx=DATA, eax=0xA1B2C300, [DATA]=77, flags=+CF+PF+AF+ZF+SF+OF
        a16 xlatb
;; expect: al=0x77

;; name: last
;; set: ebx=DATA, eax=0xFF, [DATA+0xFF]=88
        a32 xlatb
;; expect: al=0x88

;; name: last-16
;; set: ebx=DATA, eax=0xFF, [DATA+0xFF]=88
        a16 xlatb
;; expect: al=0x88

;; name: 16-ignores-the-high-half
;; set: ebx=0x55552000, eax=0x80, [DATA+0x80]=12
        a16 xlatb
;; expect: al=0x12

;; name: 16-wraps
;; set: ebx=0xFFF0, eax=0x20, [0x0010]=5c
        a16 xlatb
;; expect: al=0x5C

;; name: 32-wraps
;; set: ebx=0xFFFFFFF0, eax=0x20, [0x0010]=5c
        a32 xlatb
;; expect: al=0x5C

;; name: 32-above-64k
;; mode: pm32, pm32/3
;; set: ebx=0x1FFF0, eax=0x20, [0x20010]=5c
        a32 xlatb
;; expect: al=0x5C

;; name: fs-override-real
;; mode: real16, v86
;; set: fs=0x200, ebx=0x100, eax=3, [0x2103]=99
        fs xlatb
;; expect: al=0x99

;; name: fs-override
;; mode: pm16, pm32, pm16/3, pm32/3
;; set: fs=SMALL, ebx=5, eax=0xA, [DATA+0xF]=99
        fs xlatb
;; expect: al=0x99

;; name: outside-the-segment
;; mode: pm16, pm32, pm16/3, pm32/3
;; set: fs=SMALL, ebx=6, eax=0xA
        nop
at:     fs xlatb
;; expect: exception=13:0, eip=at

;; name: cs-override
;; set: ebx=CODE, eax=0
        cs a32 xlatb
;; expect: al=0x2E
