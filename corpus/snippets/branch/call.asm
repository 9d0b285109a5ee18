;; see: SDM Vol. 2, CALL: near forms
;; modes: all

;; name: relative
        call near target
        mov al, 1
target:
;; expect[real16, v86, pm16, pm16/3]: esp=STACK-2, [STACK-2]=03 10
;; expect[pm32, pm32/3]: esp=STACK-4, [STACK-4]=05 00 02 00

;; name: relative-zero-pushes-the-next-address
        call near target
target: nop
;; expect[real16, v86, pm16, pm16/3]: esp=STACK-2, [STACK-2]=03 10
;; expect[pm32, pm32/3]: esp=STACK-4, [STACK-4]=05 00 02 00

;; name: relative-o32-in-16-bit-code
;; mode: real16, v86, pm16, pm16/3
        call dword target
        mov al, 1
target:
;; expect: esp=STACK-4, [STACK-4]=06 10 00 00

;; name: relative-o16-cuts-eip
;; mode: pm32, pm32/3
;; stop: 0x104
        db 0x66, 0xE8
        dw 0x100
;; expect: esp=STACK-2, [STACK-2]=04 00, eip=0x104

;; name: register
;; set: ecx=CODE+0x10
        call ecx
        times 14 nop
        mov al, 1
;; expect[real16, v86, pm16, pm16/3]: esp=STACK-4, [STACK-4]=03 10 00 00, al=1
;; expect[pm32, pm32/3]: esp=STACK-4, [STACK-4]=02 00 02 00, al=1

;; name: register-16
;; set: ecx=0xFFFF4000
;; stop: 0x4000
        call cx
;; expect: esp=STACK-2, eip=0x4000
;; expect[real16, v86, pm16, pm16/3]: [STACK-2]=02 10
;; expect[pm32, pm32/3]: [STACK-2]=03 00

;; name: memory
;; set: [DATA]=00 40 00 00
;; stop: 0x4000
        call dword [DATA]
;; expect: eip=0x4000, esp=STACK-4
;; expect[real16, v86, pm16, pm16/3]: [STACK-4]=05 10 00 00
;; expect[pm32, pm32/3]: [STACK-4]=06 00 02 00

;; name: memory-at-esp-is-read-before-the-push
;; set: [STACK]=00 40 00 00, [STACK-4]=aa aa aa aa
;; stop: 0x4000
        call dword [esp]
;; expect: eip=0x4000, esp=STACK-4
;; expect[real16, v86, pm16, pm16/3]: [STACK-4]=05 10 00 00
;; expect[pm32, pm32/3]: [STACK-4]=03 00 02 00

;; name: esp-is-read-before-the-push
;; mode: pm32, pm32/3
;; stop: STACK
        call esp
;; expect: eip=STACK, esp=STACK-4, [STACK-4]=02 00 02 00

;; name: call-and-return
        call near f
        mov ah, 2
        jmp short done
f:      mov al, 1
        ret
done:
;; expect: eax=0x0201
;; expect[real16, v86, pm16, pm16/3]: [STACK-2]=03 10
;; expect[pm32, pm32/3]: [STACK-4]=05 00 02 00

;; name: nested
        call near f
        jmp short done
f:      call near g
        add al, 1
        ret
g:      mov al, 5
        ret
done:
;; expect: al=6, flags=-CF+PF-AF-ZF-SF-OF
;; expect[real16, v86, pm16, pm16/3]: [STACK-4]=08 10 03 10
;; expect[pm32, pm32/3]: [STACK-8]=0c 00 02 00 05 00 02 00

;; name: recursion
;; mode: pm32, pm32/3
;; set: ecx=3
        call near f
        jmp short done
f:      lea eax, [eax+2]
        dec ecx
        jz leave
        call near f
leave:  ret
done:
;; expect: eax=6, ecx=0, flags=+PF-AF+ZF-SF-OF, [STACK-12]=12 00 02 00 12 00 02 00 05 00 02 00

;; name: target-beyond-the-limit-pushes-nothing
;; mode: pm32, pm32/3
;; set: cs.limit=0x20FFF, cs.attributes=0x40FB
;; set[pm32]: cs.attributes=0x409B
        call near 0x21000
;; expect: exception=13:0

;; name: target-beyond-64k
;; skip bochs: it pushes before it looks at the limit
;; mode: real16, v86, pm16, pm16/3
;; set: eax=0x12345
        call eax
;; expect[real16]: exception=13
;; expect[v86, pm16, pm16/3]: exception=13:0

;; name: no-room-on-the-stack
;; mode: pm32, pm32/3
;; set: ss.limit=0x7FFB, ss.attributes=0x40F3
;; set[pm32]: ss.attributes=0x4093
        call near $+0x20
;; expect: exception=12:0

;; name: sp-wraps
;; mode: real16, v86, pm16, pm16/3
;; set: esp=0xABCD0000
        call near target
target:
;; expect: esp=0xABCDFFFE, [0xFFFE]=03 10

;; name: position-by-call-pop
        call near here
here:   pop ebx
;; expect[real16, v86, pm16, pm16/3]: ebx=0x1003, esp=STACK+2, [STACK-2]=03 10
;; expect[pm32, pm32/3]: ebx=0x20005, [STACK-4]=05 00 02 00
