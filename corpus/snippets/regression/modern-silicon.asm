;; modes: all
; What today's processors would do with bytes that the guest's processor reads differently.

;; name: rep-bsf-is-bsf
;; skip unicorn: its processor has TZCNT
;; see: SDM Vol. 2A, BSF: without TZCNT the prefix F3 is ignored; TZCNT would set ZF for a result of 0
;; set: ecx=1, eax=7
        db 0xF3, 0x0F, 0xBC, 0xC1
;; expect[real16, v86, pm16, pm16/3]: ax=0
;; expect[pm32, pm32/3]: eax=0
;; expect: flags=-ZF?CF?OF?SF?AF?PF

;; name: rep-bsr-is-bsr
;; skip unicorn: its processor has LZCNT
;; see: SDM Vol. 2A, BSR: LZCNT would count zeros from the top
;; set: ecx=0x10, eax=7
        db 0xF3, 0x0F, 0xBD, 0xC1
;; expect[real16, v86, pm16, pm16/3]: ax=4
;; expect[pm32, pm32/3]: eax=4
;; expect: flags=-ZF?CF?OF?SF?AF?PF

;; name: popcnt-is-undefined
;; see: SDM Vol. 2B, POPCNT: #UD without CPUID.POPCNT
;; set: ecx=3
        db 0xF3, 0x0F, 0xB8, 0xC1
;; expect: exception=6

;; name: movbe-is-undefined
;; set: ebx=DATA
        db 0x0F, 0x38, 0xF0, 0x07
;; expect: exception=6

;; name: crc32-is-undefined
        db 0xF2, 0x0F, 0x38, 0xF0, 0xC0
;; expect: exception=6

;; name: sixteen-bytes
;; see: SDM Vol. 2A, 2.3.11: over 15 bytes is #GP(0)
        times 15 db 0x26
        nop
;; expect[real16]: exception=13
;; expect: exception=13:0

;; name: fifteen-bytes
        times 14 db 0x26
        nop
;; expect:

;; name: rdtscp-is-undefined
        db 0x0F, 0x01, 0xF9
;; expect: exception=6

;; name: xgetbv-is-undefined
        db 0x0F, 0x01, 0xD0
;; expect: exception=6
