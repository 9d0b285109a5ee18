;; see: SDM Vol. 2A, CBW/CWDE and CWD/CDQ: no flags are affected
;; modes: all

;; name: cbw-zero
;; set: eax=0xDEAD5500, flags=+CF+PF+AF+ZF+SF+OF
        cbw
;; expect: ax=0x0000

;; name: cbw-0x7f
;; set: eax=0xDEAD557F, flags=+CF+PF+AF+ZF+SF+OF
        cbw
;; expect: ax=0x007F

;; name: cbw-0x80
;; set: eax=0xDEAD5580, flags=+CF+PF+AF+ZF+SF+OF
        cbw
;; expect: ax=0xFF80

;; name: cbw-0xff
;; set: eax=0xDEAD55FF, flags=+CF+PF+AF+ZF+SF+OF
        cbw
;; expect: ax=0xFFFF

;; name: cwde-zero
;; set: eax=0xDEAD0000, flags=+CF+PF+AF+ZF+SF+OF
        cwde
;; expect: eax=0x00000000

;; name: cwde-0x7fff
;; set: eax=0xDEAD7FFF, flags=+CF+PF+AF+ZF+SF+OF
        cwde
;; expect: eax=0x00007FFF

;; name: cwde-0x8000
;; set: eax=0xDEAD8000, flags=+CF+PF+AF+ZF+SF+OF
        cwde
;; expect: eax=0xFFFF8000

;; name: cwde-0xff80
;; set: eax=0xDEADFF80, flags=+CF+PF+AF+ZF+SF+OF
        cwde
;; expect: eax=0xFFFFFF80

;; name: cwd-zero
;; set: eax=0x12340000, edx=0x5678FFFF, flags=+CF+PF+AF+ZF+SF+OF
        cwd
;; expect: dx=0x0000

;; name: cwd-0x7fff
;; set: eax=0x12347FFF, edx=0x5678FFFF, flags=+CF+PF+AF+ZF+SF+OF
        cwd
;; expect: dx=0x0000

;; name: cwd-0x8000
;; set: eax=0x12348000, edx=0x56780000, flags=+CF+PF+AF+ZF+SF+OF
        cwd
;; expect: dx=0xFFFF

;; name: cwd-0xffff
;; set: eax=0x1234FFFF, edx=0x56780000, flags=+CF+PF+AF+ZF+SF+OF
        cwd
;; expect: dx=0xFFFF

;; name: cdq-zero
;; set: eax=0x00000000, edx=0xFFFFFFFF, flags=+CF+PF+AF+ZF+SF+OF
        cdq
;; expect: edx=0x00000000

;; name: cdq-0x7fffffff
;; set: eax=0x7FFFFFFF, edx=0xFFFFFFFF, flags=+CF+PF+AF+ZF+SF+OF
        cdq
;; expect: edx=0x00000000

;; name: cdq-0x80000000
;; set: eax=0x80000000, edx=0, flags=+CF+PF+AF+ZF+SF+OF
        cdq
;; expect: edx=0xFFFFFFFF

;; name: cdq-0xffffffff
;; set: eax=0xFFFFFFFF, edx=0, flags=+CF+PF+AF+ZF+SF+OF
        cdq
;; expect: edx=0xFFFFFFFF
