;; see: SDM Vol. 2, LOCK
;; modes: real16, v86, pm16, pm32, pm32/3

;; name: add
;; set: ebx=3, [DATA]=05
        lock add [DATA], bl
;; expect: [DATA]=08, flags=-PF

;; name: or
;; set: ebx=3, [DATA]=08
        lock or [DATA], bl
;; expect: [DATA]=0b, flags=-PF?AF

;; name: adc
;; set: ebx=3, [DATA]=05, flags=+CF
        lock adc [DATA], bl
;; expect: [DATA]=09, flags=-CF+PF

;; name: sbb
;; set: ebx=3, [DATA]=05, flags=+CF
        lock sbb [DATA], bl
;; expect: [DATA]=01, flags=-CF-PF

;; name: and
;; set: ebx=3, [DATA]=09
        lock and [DATA], bl
;; expect: [DATA]=01, flags=-PF?AF

;; name: sub
;; set: ebx=3, [DATA]=05
        lock sub [DATA], bl
;; expect: [DATA]=02, flags=-PF

;; name: xor
;; set: ebx=3, [DATA]=05
        lock xor [DATA], bl
;; expect: [DATA]=06, flags=+PF?AF

;; name: inc
;; set: [DATA]=05
        lock inc byte [DATA]
;; expect: [DATA]=06, flags=+PF

;; name: dec
;; set: [DATA]=05
        lock dec byte [DATA]
;; expect: [DATA]=04

;; name: not
;; set: [DATA]=0f
        lock not byte [DATA]
;; expect: [DATA]=f0

;; name: neg
;; skip unicorn: flags of a locked NEG come from the wrong value there
;; set: [DATA]=ff
        lock neg byte [DATA]
;; expect: [DATA]=01, flags=+CF+AF

;; name: xchg
;; set: ebx=3, [DATA]=05
        lock xchg [DATA], bl
;; expect: [DATA]=03, bl=5

;; name: bts
;; set: [DATA]=00
        lock bts word [DATA], 3
;; expect: [DATA]=08, flags=-CF?PF?AF?SF?OF

;; name: btr
;; set: [DATA]=08
        lock btr word [DATA], 3
;; expect: [DATA]=00, flags=+CF?PF?AF?SF?OF

;; name: btc
;; set: [DATA]=08
        lock btc word [DATA], 3
;; expect: [DATA]=00, flags=+CF?PF?AF?SF?OF

;; name: xadd
;; set: ebx=3, [DATA]=05
        lock xadd [DATA], bl
;; expect: [DATA]=08, bl=5

;; name: cmpxchg
;; set: eax=5, ebx=3, [DATA]=05
        lock cmpxchg [DATA], bl
;; expect: [DATA]=03, flags=+PF+ZF

;; name: cmpxchg8b
;; set: eax=1, edx=2, ebx=3, ecx=4, [DATA]=01 00 00 00 02 00 00 00
        lock cmpxchg8b [DATA]
;; expect: [DATA]=03 00 00 00 04 00 00 00, flags=+ZF

;; name: mov-is-undefined
;; mode: real16, pm32, pm32/3
        db 0xF0
        mov [DATA], al
;; expect: exception=6

;; name: cmp-is-undefined
;; skip unicorn: its translator aborts on this encoding
;; mode: real16, pm32, pm32/3
        db 0xF0
        cmp [DATA], al
;; expect: exception=6

;; name: test-is-undefined
;; mode: real16, pm32, pm32/3
        db 0xF0
        test [DATA], al
;; expect: exception=6

;; name: nop-is-undefined
;; mode: real16, pm32, pm32/3
        db 0xF0, 0x90
;; expect: exception=6

;; name: register-destination-is-undefined
;; mode: real16, pm32, pm32/3
        db 0xF0
        add al, bl
;; expect: exception=6

;; name: memory-source-is-undefined
;; mode: real16, pm32, pm32/3
        db 0xF0
        add al, [DATA]
;; expect: exception=6

;; name: bt-is-undefined
;; mode: real16, pm32, pm32/3
        db 0xF0
        bt word [DATA], 3
;; expect: exception=6

;; name: xchg-registers-is-undefined
;; mode: real16, pm32, pm32/3
        db 0xF0
        xchg al, bl
;; expect: exception=6

;; name: push-is-undefined
;; mode: real16, pm32, pm32/3
        db 0xF0
        push ax
;; expect: exception=6

;; name: movsb-is-undefined
;; mode: real16, pm32, pm32/3
        db 0xF0
        movsb
;; expect: exception=6

;; name: jmp-is-undefined
;; mode: real16, pm32, pm32/3
        db 0xF0, 0xEB, 0x00
;; expect: exception=6

;; name: int3-is-undefined
;; mode: real16, pm32, pm32/3
        db 0xF0, 0xCC
;; expect: exception=6

;; name: hlt-is-undefined
;; mode: real16, pm32, pm32/3
        db 0xF0, 0xF4
;; expect: exception=6

;; name: shl-is-undefined
;; mode: real16, pm32, pm32/3
        db 0xF0
        shl byte [DATA], 1
;; expect: exception=6

;; name: imul-is-undefined
;; mode: real16, pm32, pm32/3
        db 0xF0
        imul ax, [DATA]
;; expect: exception=6

;; name: cli-is-undefined
;; mode: real16, pm32, pm32/3
        db 0xF0, 0xFA
;; expect: exception=6

;; name: fld-is-undefined
;; mode: real16, pm32, pm32/3
        db 0xF0
        fld dword [DATA]
;; expect: exception=6

;; name: mul-is-undefined
;; mode: real16, pm32, pm32/3
        db 0xF0
        mul byte [DATA]
;; expect: exception=6

;; name: lea-is-undefined
;; mode: real16, pm32, pm32/3
        db 0xF0
        lea ax, [DATA]
;; expect: exception=6
