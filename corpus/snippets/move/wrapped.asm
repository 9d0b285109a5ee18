;; see: SDM Vol. 1, 3.3: linear addresses wrap at 4 GiB; operands through a segment whose base lies just below it
;; modes: pm16, pm32, pm16/3, pm32/3

;; name: adc-all-ones
;; set: fs=DATA32_3, fs.base=0xFFFFF000, eax=0xFFFFFFFF, [DATA]=ff ff ff ff, flags=+CF+ZF+OF
        adc [fs:DATA+0x1000], eax
;; expect: [DATA]=ff ff ff ff, flags=+CF+PF+AF-ZF+SF-OF

;; name: adc-byte
;; set: fs=DATA32_3, fs.base=0xFFFFF000, eax=0x12, [DATA]=ff, flags=+CF+ZF+SF+OF
        adc al, [fs:DATA+0x1000]
;; expect: al=0x12, flags=+CF+PF+AF-ZF-SF-OF

;; name: sbb-word
;; set: fs=DATA32_3, fs.base=0xFFFFF000, eax=0x1234, [DATA]=ff ff, flags=+CF+PF+ZF+SF+OF
        sbb ax, [fs:DATA+0x1000]
;; expect: ax=0x1234, flags=+CF-PF+AF-ZF-SF-OF

;; name: add
;; set: fs=DATA32_3, fs.base=0xFFFFF000, [DATA]=ff ff ff 7f, flags=+CF+ZF
        add dword [fs:DATA+0x1000], byte 1
;; expect: [DATA]=00 00 00 80, flags=-CF+PF+AF-ZF+SF+OF

;; name: inc
;; set: fs=DATA32_3, fs.base=0xFFFFF000, [DATA]=ff ff ff 7f, flags=+CF+ZF
        inc dword [fs:DATA+0x1000]
;; expect: [DATA]=00 00 00 80, flags=+PF+AF-ZF+SF+OF

;; name: cmp
;; set: fs=DATA32_3, fs.base=0xFFFFF000, [DATA]=80, flags=+CF+PF+ZF+SF
        cmp byte [fs:DATA+0x1000], 1
;; expect: flags=-CF-PF+AF-ZF-SF+OF

;; name: test
;; set: fs=DATA32_3, fs.base=0xFFFFF000, ebx=0x80000000, [DATA]=ff ff ff ff, flags=+CF+ZF+OF
        test [fs:DATA+0x1000], ebx
;; expect: flags=-CF+PF?AF-ZF+SF-OF

;; name: shl-by-33
;; set: fs=DATA32_3, fs.base=0xFFFFF000, [DATA]=01 00 00 c0, flags=+PF+ZF
        shl dword [fs:DATA+0x1000], 33
;; expect: [DATA]=02 00 00 80, flags=+CF-PF?AF-ZF+SF-OF

;; name: shr-by-cl-32
;; set: fs=DATA32_3, fs.base=0xFFFFF000, ecx=32, [DATA]=01 00 00 c0, flags=+ZF+OF
        shr dword [fs:DATA+0x1000], cl

;; name: sar-word-by-31
;; set: fs=DATA32_3, fs.base=0xFFFFF000, [DATA]=00 80
        sar word [fs:DATA+0x1000], 31
;; expect: [DATA]=ff ff, flags=+CF+PF?AF-ZF+SF?OF

;; name: rcl-byte-by-9
;; set: fs=DATA32_3, fs.base=0xFFFFF000, [DATA]=5a, flags=+CF
        rcl byte [fs:DATA+0x1000], 9
;; expect: flags=+CF?OF

;; name: rcl-byte-by-10
;; set: fs=DATA32_3, fs.base=0xFFFFF000, [DATA]=5a, flags=+CF
        rcl byte [fs:DATA+0x1000], 10
;; expect: [DATA]=b5, flags=-CF?OF

;; name: rcr-word-by-18
;; set: fs=DATA32_3, fs.base=0xFFFFF000, [DATA]=01 80, flags=-CF
        rcr word [fs:DATA+0x1000], 18
;; expect: [DATA]=00 40, flags=+CF?OF

;; name: rol-byte-by-8
;; set: fs=DATA32_3, fs.base=0xFFFFF000, [DATA]=81
        rol byte [fs:DATA+0x1000], 8
;; expect: flags=+CF?OF

;; name: shld
;; set: fs=DATA32_3, fs.base=0xFFFFF000, eax=0xABCDEF01, [DATA]=78 56 34 12
        shld [fs:DATA+0x1000], eax, 4
;; expect: [DATA]=8a 67 45 23, flags=+CF-PF?AF-ZF-SF?OF

;; name: imul-overflow
;; set: fs=DATA32_3, fs.base=0xFFFFF000, eax=0x10000, [DATA]=00 00 01 00
        imul eax, [fs:DATA+0x1000]
;; expect: eax=0, flags=+CF?PF?AF?ZF?SF+OF

;; name: imul-fits
;; set: fs=DATA32_3, fs.base=0xFFFFF000, [DATA]=03 00 00 00, flags=+CF+OF
        imul ecx, [fs:DATA+0x1000], byte -2
;; expect: ecx=0xFFFFFFFA, flags=-CF?PF?AF?ZF?SF-OF

;; name: mul
;; set: fs=DATA32_3, fs.base=0xFFFFF000, eax=0xFF, [DATA]=ff
        mul byte [fs:DATA+0x1000]
;; expect: ax=0xFE01, flags=+CF?PF?AF?ZF?SF+OF

;; name: div
;; set: fs=DATA32_3, fs.base=0xFFFFF000, eax=0x67, [DATA]=0a
        div byte [fs:DATA+0x1000]
;; expect: ax=0x030A, flags=?CF?PF?AF?ZF?SF?OF

;; name: div-overflow
;; set: fs=DATA32_3, fs.base=0xFFFFF000, eax=0xA00, [DATA]=0a
        nop
at:     div byte [fs:DATA+0x1000]
;; expect: exception=0, eip=at, flags=?CF?PF?AF?ZF?SF?OF

;; name: div-by-zero
;; set: fs=DATA32_3, fs.base=0xFFFFF000, eax=1
        nop
at:     div dword [fs:DATA+0x1000]
;; expect: exception=0, eip=at, flags=?CF?PF?AF?ZF?SF?OF

;; name: idiv-most-negative-by-minus-one
;; set: fs=DATA32_3, fs.base=0xFFFFF000, eax=0x8000, edx=0xFFFF, [DATA]=ff ff
        nop
at:     idiv word [fs:DATA+0x1000]
;; expect: exception=0, eip=at, flags=?CF?PF?AF?ZF?SF?OF

;; name: idiv
;; set: fs=DATA32_3, fs.base=0xFFFFF000, eax=0xFFFFFF99, edx=0xFFFFFFFF, [DATA]=0a 00 00 00
        idiv dword [fs:DATA+0x1000]
;; expect: eax=0xFFFFFFF6, edx=0xFFFFFFFD, flags=?CF?PF?AF?ZF?SF?OF

;; name: bt-beyond-its-operand
;; set: fs=DATA32_3, fs.base=0xFFFFF000, eax=35, [DATA+4]=08, flags=+ZF
        bt [fs:DATA+0x1000], eax
;; expect: flags=+CF?PF?AF?SF?OF

;; name: bts-before-its-operand
;; set: fs=DATA32_3, fs.base=0xFFFFF000, eax=0xFFFFFFFF, [DATA+0xC]=00 00 00 00, flags=+CF
        bts [fs:DATA+0x1010], eax
;; expect: [DATA+0xC]=00 00 00 80, flags=-CF?PF?AF?SF?OF

;; name: bsf-zero
;; set: fs=DATA32_3, fs.base=0xFFFFF000
        bsf eax, [fs:DATA+0x1000]
;; expect: eax=?, flags=?CF?PF?AF+ZF?SF?OF

;; name: bsr
;; set: fs=DATA32_3, fs.base=0xFFFFF000, [DATA]=00 00 10 00, flags=+ZF
        bsr eax, [fs:DATA+0x1000]
;; expect: eax=20, flags=?CF?PF?AF-ZF?SF?OF

;; name: xadd
;; set: fs=DATA32_3, fs.base=0xFFFFF000, eax=2, [DATA]=01 00 00 00
        xadd [fs:DATA+0x1000], eax
;; expect: eax=1, [DATA]=03, flags=-CF+PF-AF-ZF-SF-OF

;; name: cmpxchg-equal
;; set: fs=DATA32_3, fs.base=0xFFFFF000, eax=5, ecx=9, [DATA]=05 00 00 00
        cmpxchg [fs:DATA+0x1000], ecx
;; expect: [DATA]=09, flags=-CF+PF-AF+ZF-SF-OF

;; name: cmpxchg-not-equal
;; set: fs=DATA32_3, fs.base=0xFFFFF000, eax=5, ecx=9, [DATA]=04 00 00 00, flags=+ZF
        cmpxchg [fs:DATA+0x1000], ecx
;; expect: eax=4, flags=-CF-PF-AF-ZF-SF-OF

;; name: cmpxchg8b
;; set: fs=DATA32_3, fs.base=0xFFFFF000, ebx=1, ecx=2
        cmpxchg8b [fs:DATA+0x1000]
;; expect: [DATA]=01 00 00 00 02 00 00 00, flags=+ZF

;; name: xchg
;; set: fs=DATA32_3, fs.base=0xFFFFF000, ebx=0x1234, [DATA]=cd ab
        xchg [fs:DATA+0x1000], bx
;; expect: bx=0xABCD, [DATA]=34 12

;; name: not
;; set: fs=DATA32_3, fs.base=0xFFFFF000, [DATA]=0f f0 55
        not word [fs:DATA+0x1000]
;; expect: [DATA]=f0 0f

;; name: neg
;; set: fs=DATA32_3, fs.base=0xFFFFF000, [DATA]=00 00 00 80, flags=+AF+ZF
        neg dword [fs:DATA+0x1000]
;; expect: flags=+CF+PF-AF-ZF+SF+OF

;; name: movzx
;; set: fs=DATA32_3, fs.base=0xFFFFF000, eax=0xFFFFFFFF, [DATA]=34 92
        movzx eax, word [fs:DATA+0x1000]
;; expect: eax=0x9234

;; name: movsx
;; set: fs=DATA32_3, fs.base=0xFFFFF000, [DATA]=92
        movsx eax, byte [fs:DATA+0x1000]
;; expect: eax=0xFFFFFF92

;; name: cmov-false
;; set: fs=DATA32_3, fs.base=0xFFFFF000, eax=7, [DATA]=01
        cmovz eax, [fs:DATA+0x1000]

;; name: cmov-true
;; set: fs=DATA32_3, fs.base=0xFFFFF000, eax=7, [DATA]=01
        cmovnz eax, [fs:DATA+0x1000]
;; expect: eax=1

;; name: setcc
;; set: fs=DATA32_3, fs.base=0xFFFFF000
        setnz [fs:DATA+0x1000]
;; expect: [DATA]=01

;; name: push
;; set: fs=DATA32_3, fs.base=0xFFFFF000, [DATA]=01 02 03 04
        push dword [fs:DATA+0x1000]
;; expect: esp=STACK-4, [STACK-4]=01 02 03 04

;; name: pop
;; set: fs=DATA32_3, fs.base=0xFFFFF000, [STACK]=01 02 03 04
        pop dword [fs:DATA+0x1000]
;; expect: esp=STACK+4, [DATA]=01 02 03 04

;; name: pop-by-esp
;; set: fs=DATA32_3, fs.base=0xFFFFF000, [STACK]=01 02 03 04
        pop dword [fs:esp+0x1000]
;; expect: esp=STACK+4, [STACK+4]=01 02 03 04

;; name: mov-imm
;; set: fs=DATA32_3, fs.base=0xFFFFF000
        mov dword [fs:DATA+0x1000], 0x04030201
;; expect: [DATA]=01 02 03 04

;; name: moffs
;; set: fs=DATA32_3, fs.base=0xFFFFF000, [DATA]=01 02 03 04
        mov eax, [fs:DATA+0x1000]
;; expect: eax=0x04030201

;; name: xlat
;; set: fs=DATA32_3, fs.base=0xFFFFF000, ebx=DATA+0x1000, eax=5, [DATA+5]=77
        fs a32 xlatb
;; expect: al=0x77

;; name: across-the-wrap
;; set: fs=DATA32_3, fs.base=0xFFFFF000, fs.base=0xFFFFF002, ebx=0x11223344, [0]=01 02 03 04
        mov eax, [fs:0xFFE]
        mov [fs:0xFFE], ebx
;; expect: eax=0x04030201, [0]=44 33 22 11

;; name: store-into-code-that-has-run
;; set: gs=DATA32_3, gs.base=0xFFFFF000
        mov cx, 2
again:  mov al, 0x11
        mov byte [gs:again+1+0x1000], 0x77
        dec cx
        jnz near again
;; expect: al=0x77, cx=0, [again+1]=77, flags=+PF-AF+ZF-SF-OF
