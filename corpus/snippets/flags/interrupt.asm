;; see: SDM Vol. 2, CLI and STI: IOPL against CPL, #GP(0) below it
;; modes: all

;; name: cli
;; mode: real16, pm16, pm32
;; set: flags=+IF
        cli
;; expect: flags=-IF

;; name: sti
;; mode: real16, pm16, pm32
        sti
        nop
;; expect: flags=+IF

;; name: sti-set
;; mode: real16, pm16, pm32
;; set: flags=+IF
        sti

;; name: cli-ring-3
;; mode: pm16/3, pm32/3, v86
;; set: flags=+IF
        nop
at:     cli
;; expect: exception=13:0, eip=at

;; name: sti-ring-3
;; mode: pm16/3, pm32/3, v86
        nop
at:     sti
;; expect: exception=13:0, eip=at

;; name: cli-ring-3-iopl-2
;; mode: pm16/3, pm32/3, v86
;; set: flags=+IF, iopl=2
        nop
at:     cli
;; expect: exception=13:0, eip=at

;; name: cli-clear-already
;; mode: pm16/3, pm32/3, v86
        nop
at:     cli
;; expect: exception=13:0, eip=at

;; name: cli-iopl-3
;; mode: v86, pm16/3, pm32/3
;; set: flags=+IF, iopl=3
        cli
;; expect: flags=-IF

;; name: sti-iopl-3
;; mode: v86, pm16/3, pm32/3
;; set: iopl=3
        sti
        nop
;; expect: flags=+IF

;; name: cli-leaves-the-others
;; mode: real16, pm16, pm32
;; set: flags=+IF+DF+CF+ZF+OF+NT, iopl=1
        cli
;; expect: flags=-IF
