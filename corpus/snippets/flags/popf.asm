;; see: SDM Vol. 2B, POPF/POPFD, table 4-14: what each CPL and IOPL may change
;; modes: all

;; name: 16-none
;; mode: real16, pm16, pm32, pm16/3, pm32/3
;; set: [STACK]=00 00, flags=+CF+PF+AF+ZF+SF+OF+DF
        o16 popf
;; expect: esp=STACK+2, flags=-CF-PF-AF-ZF-SF-OF-DF

;; name: 16-status
;; mode: real16, pm16, pm32, pm16/3, pm32/3
;; set: [STACK]=d5 0c
        o16 popf
;; expect: esp=STACK+2, flags=+CF+PF+AF+ZF+SF+DF+OF

;; name: 32-status
;; mode: real16, pm16, pm32, pm16/3, pm32/3
;; set: [STACK]=d5 0c 00 00
        o32 popf
;; expect: esp=STACK+4, flags=+CF+PF+AF+ZF+SF+DF+OF

;; name: 16-reserved-bits-are-fixed
;; mode: real16, pm16, pm32, pm16/3, pm32/3
;; set: [STACK]=2a 80, flags=+CF+PF+AF+ZF+SF+OF
        o16 popf
;; expect: esp=STACK+2, flags=-CF-PF-AF-ZF-SF-OF

;; name: 32-reserved-bits-are-fixed
;; mode: real16, pm16, pm32, pm16/3, pm32/3
;; set: [STACK]=2a 80 c0 ff, flags=+CF+PF+AF+ZF+SF+OF
        o32 popf
;; expect: esp=STACK+4, flags=-CF-PF-AF-ZF-SF-OF

;; name: 16-ring-0-iopl-nt-if
;; mode: real16, pm16, pm32
;; set: [STACK]=02 72
        o16 popf
;; expect: esp=STACK+2, flags=+IF+NT, iopl=3

;; name: 16-ring-0-clears-iopl-nt-if
;; mode: real16, pm16, pm32
;; set: [STACK]=02 00, flags=+IF+NT, iopl=3
        o16 popf
;; expect: esp=STACK+2, flags=-IF-NT, iopl=0

;; name: 32-ring-0-ac-id
;; mode: pm16, pm32
;; set: [STACK]=02 00 24 00
        o32 popf
;; expect: esp=STACK+4, flags=+AC+ID

;; name: 32-ring-0-clears-ac-id
;; mode: pm16, pm32
;; set: [STACK]=02 00 00 00, flags=+AC+ID
        o32 popf
;; expect: esp=STACK+4, flags=-AC-ID

;; name: 32-real-ac-id
;; mode: real16
;; skip qemu: the batch kernel is entered in real mode with AC cleared and cannot tell what it was
;; skip bochs: the batch kernel is entered in real mode with AC cleared and cannot tell what it was
;; set: [STACK]=02 00 24 00
        o32 popf
;; expect: esp=STACK+4, flags=+AC+ID

;; name: 32-real-clears-ac-id
;; mode: real16
;; skip qemu: the batch kernel is entered in real mode with AC cleared and cannot tell what it was
;; skip bochs: the batch kernel is entered in real mode with AC cleared and cannot tell what it was
;; set: [STACK]=02 00 00 00, flags=+AC+ID
        o32 popf
;; expect: esp=STACK+4, flags=-AC-ID

;; name: 16-leaves-ac-id
;; mode: real16, pm16, pm32
;; set: [STACK]=02 00, flags=+AC+ID+CF
        o16 popf
;; expect: esp=STACK+2, flags=-CF

;; name: 32-vm-is-not-affected
;; mode: real16, pm16, pm32
;; set: [STACK]=02 00 02 00, flags=+CF
        o32 popf
;; expect: esp=STACK+4, flags=-CF

;; name: 32-rf-is-cleared
;; mode: real16, pm16, pm32
;; set: [STACK]=02 00 01 00
        o32 popf
;; expect: esp=STACK+4

;; name: 32-vip-vif-are-not-set
;; mode: real16, pm16, pm32
;; set: [STACK]=02 00 18 00
        o32 popf
;; expect: esp=STACK+4

;; name: 16-ring-3-leaves-if-and-iopl
;; mode: pm16/3, pm32/3
;; set: [STACK]=02 72
        o16 popf
;; expect: esp=STACK+2, flags=+NT

;; name: 16-ring-3-cannot-clear-if
;; mode: pm16/3, pm32/3
;; set: [STACK]=02 00, flags=+IF
        o16 popf
;; expect: esp=STACK+2

;; name: 32-ring-3-ac-id
;; mode: pm16/3, pm32/3
;; set: [STACK]=02 00 24 00
        o32 popf
;; expect: esp=STACK+4, flags=+AC+ID

;; name: 32-ring-3-iopl-3-changes-if
;; mode: pm16/3, pm32/3
;; set: [STACK]=02 02 00 00, iopl=3
        o32 popf
;; expect: esp=STACK+4, flags=+IF

;; name: 32-ring-3-iopl-3-keeps-iopl
;; mode: pm16/3, pm32/3
;; set: [STACK]=03 00 00 00, flags=+IF, iopl=3
        o32 popf
;; expect: esp=STACK+4, flags=-IF+CF

;; name: 16-v86-iopl-3
;; mode: v86
;; set: [STACK]=03 02, iopl=3
        o16 popf
;; expect: esp=STACK+2, flags=+IF+CF

;; name: 16-v86-iopl-3-keeps-iopl
;; mode: v86
;; set: [STACK]=42 00, flags=+IF, iopl=3
        o16 popf
;; expect: esp=STACK+2, flags=-IF+ZF

;; name: 32-v86-iopl-3-keeps-vm
;; mode: v86
;; set: [STACK]=02 00 00 00, flags=+OF, iopl=3
        o32 popf
;; expect: esp=STACK+4, flags=-OF

;; name: 16-v86-iopl-0
;; mode: v86
;; set: [STACK]=d5 0c
        nop
at:     o16 popf
;; expect: exception=13:0, eip=at

;; name: 32-v86-iopl-1
;; mode: v86
;; set: iopl=1
        nop
at:     o32 popf
;; expect: exception=13:0, eip=at

;; name: push-and-back
;; mode: pm32, pm32/3
;; set: eax=5, flags=+CF+SF+OF+AF
        pushf
        xor eax, eax
        popf
;; expect: eax=0, [STACK-4]=?? ?? ?? ??

;; name: sp-wraps
;; mode: real16, pm16, pm16/3
;; set: esp=0x1234FFFE, [0xFFFE]=d5 08
        o16 popf
;; expect: esp=0x12340000, flags=+CF+PF+AF+ZF+SF+OF
