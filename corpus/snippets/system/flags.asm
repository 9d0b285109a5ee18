;; see: SDM Vol. 2, PUSHF, POPF, CLI, STI: what IOPL and CPL allow

;; name: pushf-16
;; mode: real16, pm16, pm16/3
;; set: flags=+CF+IF+DF, iopl=2
        pushf
;; expect: esp=STACK-2, [STACK-2]=03 26

;; name: pushfd-hides-vm-and-rf
;; skip unicorn: it pushes RF
;; mode: pm32, pm32/3
;; set: flags=+AC+ID+RF
        pushfd
;; expect: flags=-RF, esp=STACK-4, [STACK-4]=02 00 24 00

;; name: pushf-in-v86-below-iopl-3
;; mode: v86
        pushf
;; expect: exception=13:0

;; name: pushf-in-v86-at-iopl-3
;; mode: v86
;; set: iopl=3
        pushf
;; expect: esp=STACK-2, [STACK-2]=02 30

;; name: pushfd-in-v86-hides-vm
;; skip unicorn: it pushes VM
;; mode: v86
;; set: iopl=3
        pushfd
;; expect: esp=STACK-4, [STACK-4]=02 30 00 00

;; name: popf-at-ring-0
;; mode: pm32, real16
;; set: [STACK]=d7 3e 00 00
        popf
;; expect: flags=+CF+PF+AF+ZF+SF+DF+OF+IF, iopl=3, esp=STACK+4
;; expect[real16]: esp=STACK+2

;; name: popf-at-ring-3-leaves-if-and-iopl
;; mode: pm32/3, pm16/3
;; set: [STACK]=d7 3e 00 00
        popf
;; expect: flags=+CF+PF+AF+ZF+SF+DF+OF, esp=STACK+4
;; expect[pm16/3]: esp=STACK+2

;; name: popf-at-ring-3-does-not-clear-if
;; mode: pm32/3
;; set: flags=+IF, [STACK]=02 00 00 00
        popf
;; expect: esp=STACK+4

;; name: popf-at-ring-3-with-iopl-3
;; mode: pm32/3
;; set: iopl=3, [STACK]=02 02 00 00
        popf
;; expect: flags=+IF, esp=STACK+4

;; name: popf-16-keeps-the-high-half
;; mode: pm32, pm32/3
;; set: flags=+AC+ID, [STACK]=02 00
        o16 popf
;; expect: esp=STACK+2

;; name: popfd-ac-and-id
;; mode: pm32, pm32/3
;; set: [STACK]=02 00 24 00
        popfd
;; expect: flags=+AC+ID, esp=STACK+4

;; name: popfd-ignores-vm-rf-and-reserved
;; mode: pm32, pm32/3
;; set: [STACK]=28 80 c3 ff
        popfd
;; expect: esp=STACK+4

;; name: popf-in-v86-below-iopl-3
;; mode: v86
;; set: [STACK]=d7 0e
        popf
;; expect: exception=13:0

;; name: popf-in-v86-at-iopl-3
;; mode: v86
;; set: iopl=3, [STACK]=01 02
        popf
;; expect: flags=+CF+IF, esp=STACK+2

;; name: popf-nt
;; mode: pm32, pm32/3
;; set: [STACK]=02 40 00 00
        popf
;; expect: flags=+NT, esp=STACK+4

;; name: cli-at-ring-0
;; mode: pm32, real16, pm16
;; set: flags=+IF
        cli
;; expect: flags=-IF

;; name: sti-at-ring-0
;; mode: pm32, real16, pm16
        sti
        nop
;; expect: flags=+IF

;; name: cli-at-ring-3
;; mode: pm32/3, v86, pm16/3
;; set: flags=+IF
        cli
;; expect: exception=13:0

;; name: sti-at-ring-3
;; mode: pm32/3, v86, pm16/3
        sti
;; expect: exception=13:0

;; name: cli-at-ring-3-with-iopl-3
;; mode: pm32/3, v86, pm16/3
;; set: iopl=3, flags=+IF
        cli
;; expect: flags=-IF

;; name: cli-at-ring-3-with-iopl-2
;; mode: pm32/3, v86, pm16/3
;; set: iopl=2, flags=+IF
        cli
;; expect: exception=13:0

;; name: sti-at-ring-3-with-iopl-3
;; mode: pm32/3, v86, pm16/3
;; set: iopl=3
        sti
        nop
;; expect: flags=+IF

;; name: id-can-be-changed
;; mode: pm32, pm32/3
        pushfd
        xor dword [esp], 0x200000
        popfd
;; expect: flags=+ID, [STACK-4]=02 00 20 00

;; name: ac-does-not-exist-on-a-386
;; mode: pm32, pm32/3
;; model: 386
;; set: [STACK]=02 00 24 00
        popfd
;; expect: esp=STACK+4

;; name: id-does-not-exist-on-a-386-but-nt-does
;; mode: pm32
;; model: 386
;; set: [STACK]=02 40 24 00
        popfd
;; expect: flags=+NT, esp=STACK+4
