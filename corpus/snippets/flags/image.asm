;; see: SDM Vol. 2, PUSHF and POPF after instructions that change the flags: IF and IOPL are the guest's
;; modes: all

;; name: sti-and-pushf
;; mode: real16, pm16, pm32
        sti
        o16 pushf
        pop ax
;; expect: ax=0x0202, flags=+IF, [STACK-2]=?? ??

;; name: cli-and-pushf
;; mode: real16, pm16, pm32
;; set: flags=+IF+CF
        cli
        o16 pushf
        pop ax
;; expect: ax=0x0003, flags=-IF, [STACK-2]=?? ??

;; name: v86-iopl-3-sti-and-pushf
;; mode: v86
;; set: iopl=3
        sti
        o16 pushf
        pop ax
;; expect: ax=0x3202, flags=+IF, [STACK-2]=?? ??

;; name: ring-3-if-is-seen
;; mode: pm16/3, pm32/3
;; set: flags=+IF
        o16 pushf
        pop ax
;; expect: ax=0x0202, [STACK-2]=?? ??

;; name: ring-3-if-clear-is-seen
;; mode: pm16/3, pm32/3
        o16 pushf
        pop ax
;; expect: ax=0x0002, [STACK-2]=?? ??

;; name: add-and-pushf
;; mode: real16, pm16, pm32, pm16/3, pm32/3
;; set: eax=0x7F, ebx=1
        add al, bl
        o16 pushf
        pop cx
;; expect: al=0x80, cx=0x0892, flags=-CF-PF+AF-ZF+SF+OF, [STACK-2]=?? ??

;; name: add-and-lahf
;; set: eax=0x7F, ebx=1
        add al, bl
        lahf
;; expect: ax=0x9280, flags=-CF-PF+AF-ZF+SF+OF

;; name: cmp-and-setcc
;; set: eax=0x80000000, ebx=1
        cmp eax, ebx
        setb cl
        setl ch
        setbe dl
        setle dh
;; expect: cx=0x0100, dx=0x0100, flags=-CF+PF+AF-ZF-SF+OF

;; name: test-and-cmov
;; set: eax=0, ecx=7
        test eax, eax
        cmovz ebx, ecx
        cmovnz edx, ecx
;; expect: ebx=7, flags=-CF+PF?AF+ZF-SF-OF

;; name: sahf-and-jump
;; set: eax=0x0100
        sahf
        jc near over
        mov ebx, 1
over:   mov ecx, 2
;; expect: ecx=2, flags=+CF-PF-AF-ZF-SF

;; name: popf-and-adc
;; mode: real16, pm16, pm16/3
;; set: esp=STACK-8, [STACK-8]=03 00 00 00
        popf
        adc eax, eax
;; expect: eax=1, flags=-CF-PF-AF-ZF-SF-OF, esp=STACK-6

;; name: popf-and-adc-32
;; mode: pm32, pm32/3
;; set: esp=STACK-8, [STACK-8]=03 00 00 00
        popf
        adc eax, eax
;; expect: eax=1, flags=-CF-PF-AF-ZF-SF-OF, esp=STACK-4

;; name: flags-survive-a-taken-jump
        stc
        jmp near over
        hlt
over:   adc eax, 0
;; expect: eax=1, flags=-CF-PF-AF-ZF-SF-OF

;; name: flags-survive-a-call
;; set: eax=1, ebx=2
        cmp eax, ebx
        call near part
        sbb ecx, ecx
        jmp near done
part:   ret
done:   nop
;; expect: ecx=0xFFFFFFFF, flags=+CF+PF+AF-ZF+SF-OF, [STACK-4]=?? ?? ?? ??

;; name: flags-survive-a-computed-jump
;; set: eax=0x80000000
        mov ebx, over
        std
        stc
        jmp ebx
        hlt
over:   rcl eax, 1
;; expect: eax=1, ebx=over, flags=+CF+DF+OF
