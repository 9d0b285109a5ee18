;; see: SDM Vol. 2B, PUSHF/PUSHFD: VM and RF are pushed as 0; in virtual-8086 mode IOPL 3 or #GP(0)
;; modes: all

;; name: 16-none
;; mode: real16, pm16, pm32, pm16/3, pm32/3
        o16 pushf
;; expect: esp=STACK-2, [STACK-2]=02 00

;; name: 32-none
;; mode: real16, pm16, pm32, pm16/3, pm32/3
        o32 pushf
;; expect: esp=STACK-4, [STACK-4]=02 00 00 00

;; name: 16-status
;; mode: real16, pm16, pm32, pm16/3, pm32/3
;; set: flags=+CF+PF+AF+ZF+SF+OF+DF
        o16 pushf
;; expect: esp=STACK-2, [STACK-2]=d7 0c

;; name: 32-status
;; mode: real16, pm16, pm32, pm16/3, pm32/3
;; set: flags=+CF+PF+AF+ZF+SF+OF+DF
        o32 pushf
;; expect: esp=STACK-4, [STACK-4]=d7 0c 00 00

;; name: 16-system
;; mode: real16, pm16, pm32, pm16/3, pm32/3
;; set: flags=+IF+NT, iopl=3
        o16 pushf
;; expect: esp=STACK-2, [STACK-2]=02 72

;; name: 32-system
;; mode: real16, pm16, pm32
;; set: flags=+IF+NT+AC+ID, iopl=3
        o32 pushf
;; expect: esp=STACK-4, [STACK-4]=02 72 24 00

;; name: 16-drops-the-high-half
;; mode: real16, pm16, pm32
;; set: flags=+ID+AC, [STACK-4]=55 55 55 55
        o16 pushf
;; expect: esp=STACK-2, [STACK-2]=02 00

;; name: iopl-does-not-matter-in-ring-3
;; mode: pm16/3, pm32/3
;; set: flags=+IF
        o32 pushf
;; expect: esp=STACK-4, [STACK-4]=02 02 00 00

;; name: 16-v86-iopl-0
;; mode: v86
        nop
at:     o16 pushf
;; expect: exception=13:0, eip=at

;; name: 32-v86-iopl-2
;; mode: v86
;; set: iopl=2
        nop
at:     o32 pushf
;; expect: exception=13:0, eip=at

;; name: 16-v86-iopl-3
;; mode: v86
;; set: flags=+IF+ZF, iopl=3
        o16 pushf
;; expect: esp=STACK-2, [STACK-2]=42 32

;; name: 32-v86-iopl-3-without-vm
;; mode: v86
;; skip unicorn: pushes VM as it stands in EFLAGS, where PUSHFD pushes EFLAGS AND 00FCFFFFH
;; set: flags=+CF, iopl=3
        o32 pushf
;; expect: esp=STACK-4, [STACK-4]=03 30 00 00

;; name: high-half-of-esp-stays
;; mode: real16, pm16, pm16/3
;; set: esp=0x12348000
        o16 pushf
;; expect: esp=0x12347FFE, [0x7FFE]=02 00

;; name: across-pages
;; mode: real16, pm16, pm32, pm16/3, pm32/3
;; set: esp=0x5002, flags=+SF, [0x4FFE]=ff ff ff ff
        o32 pushf
;; expect: esp=0x4FFE, [0x4FFE]=82 00 00 00
