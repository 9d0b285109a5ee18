;; see: SDM Vol. 1, 7.3.2: carries that go on from instruction to instruction
;; modes: all

;; name: add-64
;; set: eax=0xFFFFFFFF, edx=0x7FFFFFFF, ebx=1, ecx=0
        add eax, ebx
        adc edx, ecx
;; expect: eax=0, edx=0x80000000, flags=-CF+PF+AF-ZF+SF+OF

;; name: sub-64
;; set: eax=0, edx=0x80000000, ebx=1, ecx=0
        sub eax, ebx
        sbb edx, ecx
;; expect: eax=0xFFFFFFFF, edx=0x7FFFFFFF, flags=-CF+PF+AF-ZF-SF+OF

;; name: neg-64
;; set: eax=1, edx=0
        neg edx
        neg eax
        sbb edx, 0
;; expect: eax=0xFFFFFFFF, edx=0xFFFFFFFF, flags=+CF+PF+AF-ZF+SF-OF

;; name: compare-64
;; set: eax=0, edx=0xFFFFFFFF, ebx=0, ecx=0
        cmp eax, ebx
        mov esi, edx
        sbb esi, ecx
        setl al
;; expect: eax=1, esi=0xFFFFFFFF, flags=-CF+PF-AF-ZF+SF-OF

;; name: shift-left-64
;; set: eax=0x89ABCDEF, edx=0x01234567
        shld edx, eax, 12
        shl eax, 12
;; expect: edx=0x3456789A, eax=0xBCDEF000, flags=-CF+PF?AF-ZF+SF?OF

;; name: shift-right-64
;; set: eax=0x89ABCDEF, edx=0x81234567
        shrd eax, edx, 4
        sar edx, 4
;; expect: eax=0x789ABCDE, edx=0xF8123456, flags=-CF+PF?AF-ZF+SF?OF

;; name: rotate-left-64-through-carry
;; set: eax=0x80000000, edx=0xC0000001
        shl eax, 1
        rcl edx, 1
        adc eax, 0
;; expect: eax=1, edx=0x80000003, flags=-CF-PF-AF-ZF-SF-OF

;; name: multiply-64-by-32
;; set: eax=0xFFFFFFFF, edx=0xFFFFFFFF, ebx=0xFFFFFFFF
        mov esi, edx
        mul ebx
        xchg eax, esi
        mov edi, edx
        mul ebx
        add eax, edi
        adc edx, 0
;; expect: esi=1, eax=0xFFFFFFFF, edx=0xFFFFFFFE, edi=0xFFFFFFFE, flags=-CF-PF-AF-ZF+SF-OF

;; name: divide-64-by-32
;; set: eax=0x89ABCDEF, edx=0x01234567, ebx=10
        mov esi, eax
        mov eax, edx
        xor edx, edx
        div ebx
        mov edi, eax
        mov eax, esi
        div ebx
;; expect: edi=0x001D208A, esi=0x89ABCDEF, eax=0x5A912E31, edx=5, flags=?CF?PF?AF?ZF?SF?OF

;; name: inc-keeps-the-carry
;; set: eax=0xFFFFFFFF
        stc
        inc eax
        adc eax, 0
;; expect: eax=1, flags=-CF-PF-AF-ZF-SF-OF

;; name: lea-keeps-the-carry
;; set: eax=1
        stc
        lea eax, [eax+5]
        adc eax, 0
;; expect: eax=7, flags=-CF-PF-AF-ZF-SF-OF

;; name: not-keeps-the-carry
;; set: eax=0xFFFFFFFF
        stc
        not eax
        adc eax, 0
;; expect: eax=1, flags=-CF-PF-AF-ZF-SF-OF

;; name: add-of-arrays
;; set: [DATA]=ff ff ff ff ff ff ff ff ff ff ff ff 01 00 00 00 01 00 00 00 00 00 00 00 00 00 00 00 02
        mov ecx, 4
        xor esi, esi
again:  mov eax, [DATA+esi*4]
        adc eax, [DATA+0x10+esi*4]
        mov [DATA+0x20+esi*4], eax
        lea esi, [esi+1]
        dec ecx
        jnz near again
;; expect: [DATA+0x20]=00 00 00 00 00 00 00 00 00 00 00 00 04 00 00 00, eax=4, esi=4, ecx=0, flags=-CF+PF-AF+ZF-SF-OF

;; name: decimal-add-of-arrays
;; set: [DATA]=99 19 01 80
        mov ecx, 2
        mov esi, DATA
        clc
again:  mov al, [esi]
        adc al, [esi+2]
        daa
        mov [esi+4], al
        lea esi, [esi+1]
        dec cx
        jnz near again
;; expect: [DATA+4]=00 00, eax=0, ecx=0, esi=DATA+2, flags=+CF+PF-AF+ZF-SF-OF

;; name: ascii-of-a-product
;; set: eax=7, ebx=8
        mul bl
        aam
        add ax, 0x3030
;; expect: ax=0x3536, flags=-CF+PF-AF-ZF-SF-OF

;; name: absolute-value
;; set: eax=0xFFFFFFF9
        cdq
        xor eax, edx
        sub eax, edx
;; expect: eax=7, edx=0xFFFFFFFF, flags=+CF-PF+AF-ZF-SF-OF

;; name: minimum-without-branches
;; set: eax=9, ecx=5
        sub ecx, eax
        sbb edx, edx
        and edx, ecx
        add eax, edx
;; expect: eax=5, ecx=0xFFFFFFFC, edx=0xFFFFFFFC, flags=+CF+PF+AF-ZF-SF-OF

;; name: count-of-bits
;; set: eax=0xF0F0A501
        xor ecx, ecx
again:  shr eax, 1
        adc ecx, 0
        test eax, eax
        jnz near again
;; expect: ecx=13, eax=0, flags=-CF+PF?AF+ZF-SF-OF

;; name: greatest-common-divisor
;; set: eax=1071, ebx=462
again:  xor edx, edx
        div ebx
        mov eax, ebx
        mov ebx, edx
        test ebx, ebx
        jnz near again
;; expect: eax=21, ebx=0, edx=0, flags=-CF+PF?AF+ZF-SF-OF

;; name: sum-of-a-loop
;; set: ecx=1000
        xor eax, eax
again:  add eax, ecx
        loop again
;; expect: eax=500500, ecx=0, flags=-CF+PF-AF-ZF-SF-OF
