;; see: SDM Vol. 2, RDMSR, WRMSR, RDTSC, RDPMC
;; modes: pm32, real16

;; name: rdtsc
;; see: the value is the clock's own; that it raises nothing counts
;; mode: pm32, real16, pm32/3, v86
        rdtsc
;; expect: eax=?, edx=?

;; name: rdtsc-with-tsd
;; mode: pm32/3, v86
;; set: cr4=0x604
        rdtsc
;; expect: exception=13:0

;; name: rdtsc-with-tsd-at-ring-0
;; set: cr4=0x604
        rdtsc
;; expect: eax=?, edx=?

;; name: rdmsr-unknown
;; set: ecx=0xDEAD
        rdmsr
;; expect[real16]: exception=13
;; expect[pm32]: exception=13:0

;; name: rdmsr-at-ring-3
;; mode: pm32/3, v86
;; set: ecx=0x10
        rdmsr
;; expect: exception=13:0

;; name: wrmsr-at-ring-3
;; mode: pm32/3, v86
;; set: ecx=0x10
        wrmsr
;; expect: exception=13:0

;; name: wrmsr-unknown
;; set: ecx=0xDEAD
        wrmsr
;; expect[real16]: exception=13
;; expect[pm32]: exception=13:0

;; name: efer-does-not-exist
;; set: ecx=0xC0000080
        rdmsr
;; expect[real16]: exception=13
;; expect[pm32]: exception=13:0

;; name: sysenter-registers-do-not-exist
;; mode: pm32
;; set: ecx=0x174
        wrmsr
;; expect: exception=13:0

;; name: rdpmc-at-ring-3-without-pce
;; mode: pm32/3, v86
        rdpmc
;; expect: exception=13:0

;; name: rdpmc-of-no-counter
;; mode: pm32
;; set: ecx=5
        rdpmc
;; expect: exception=13:0
