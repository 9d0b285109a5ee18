;; see: SDM Vol. 3A, 6.15, interrupt 19

;; name: divide-by-zero
;; mode: pm16, pm32, pm32/3
;; set: mxcsr=0x1D80, xmm0=3f8000003f8000003f8000003f800000, xmm1=3f8000003f8000003f80000000000000
;; deliver
        divps xmm0, xmm1
;; expect: mxcsr=0x1D84
;; expect[pm16]: delivered=19, outcome=halted, cs=CODE32, eip=HANDLERS+20, esp=0x7ff4, [0x7ff4]=00 10 00 00 18 00 00 00 02 00 01 00
;; expect[pm32]: delivered=19, outcome=halted, eip=HANDLERS+20, esp=0x7ff4, [0x7ff4]=00 00 02 00 08 00 00 00 02 00 01 00
;; expect[pm32/3]: delivered=19, outcome=halted, cpl=0, cs=CODE32, ss=DATA32, eip=HANDLERS+20, esp=STACK0-20, [STACK0-20]=00 00 02 00 2b 00 00 00 02 00 01 00 00 80 00 00 33 00 00 00

;; name: without-osxmmexcpt-undefined
;; skip qemu: its SSE raises no exceptions
;; mode: pm32, pm32/3
;; set: cr4=0x200, mxcsr=0x1D80, xmm0=0000000000000000000000003f800000
        divss xmm0, xmm1
;; expect: exception=6, mxcsr=0x1D84

;; name: masked
;; mode: pm32, pm32/3
;; set: xmm0=000000000000000000000000bf800000
        divss xmm0, xmm1
;; expect: mxcsr=0x1F84, xmm0=000000000000000000000000ff800000

;; name: invalid
;; mode: pm32, pm32/3
;; set: mxcsr=0x1F00
        divss xmm0, xmm1
;; expect: exception=19, mxcsr=0x1F01

;; name: inexact-unmasked
;; mode: pm32, pm32/3
;; set: mxcsr=0x0F80, xmm0=0000000000000000000000003f800000, xmm1=00000000000000000000000040400000
        divss xmm0, xmm1
;; expect: exception=19, mxcsr=0x0FA0

;; name: a-pending-flag-does-not-trap
;; mode: pm32, pm32/3
;; set: mxcsr=0x1D84, xmm0=00000000000000000000000040000000, xmm1=00000000000000000000000040000000
        divss xmm0, xmm1
;; expect: xmm0=0000000000000000000000003f800000

;; name: cvttss2si-invalid
;; mode: pm32, pm32/3
;; set: mxcsr=0x1F00, xmm0=0000000000000000000000007f800000, eax=7
        cvttss2si eax, xmm0
;; expect: exception=19, mxcsr=0x1F01
