;; see: SDM Vol. 2A, LOCK: only with a memory destination of the instructions it lists, else #UD
;; modes: all

;; name: add-reg
;; set: [DATA]=05 00 00 00, edx=0x00000007, flags=+CF+AF+ZF+SF+OF
        lock add [DATA], edx
;; expect: [DATA]=0c 00 00 00, flags=-CF+PF-AF-ZF-SF-OF

;; name: add-imm8
;; set: [DATA]=05 00 00 00, flags=+CF+AF+ZF+SF+OF
        lock add dword [DATA], byte 7
;; expect: [DATA]=0c 00 00 00, flags=-CF+PF-AF-ZF-SF-OF

;; name: sub-reg
;; set: [DATA]=05 00 00 00, edx=0x00000007, flags=+PF+ZF+OF
        lock sub [DATA], edx
;; expect: [DATA]=fe ff ff ff, flags=+CF-PF+AF-ZF+SF-OF

;; name: sub-imm8
;; set: [DATA]=05 00 00 00, flags=+PF+ZF+OF
        lock sub dword [DATA], byte 7
;; expect: [DATA]=fe ff ff ff, flags=+CF-PF+AF-ZF+SF-OF

;; name: and-reg
;; set: [DATA]=f5 00 00 00, edx=0x0000008F, flags=+CF+PF+ZF+SF+OF
        lock and [DATA], edx
;; expect: [DATA]=85 00 00 00, flags=-CF-PF?AF-ZF-SF-OF

;; name: and-imm8
;; set: [DATA]=f5 00 00 00, flags=+CF+ZF+SF+OF
        lock and dword [DATA], byte 15
;; expect: [DATA]=05 00 00 00, flags=-CF+PF?AF-ZF-SF-OF

;; name: or-reg
;; set: [DATA]=50 00 00 00, edx=0x80000000, flags=+CF+ZF+OF
        lock or [DATA], edx
;; expect: [DATA]=50 00 00 80, flags=-CF+PF?AF-ZF+SF-OF

;; name: or-imm8
;; set: [DATA]=50 00 00 00, flags=+CF+ZF+SF+OF
        lock or dword [DATA], byte 0
;; expect: [DATA]=50 00 00 00, flags=-CF+PF?AF-ZF-SF-OF

;; name: xor-reg
;; set: [DATA]=ff 00 00 00, edx=0x000000FF, flags=+CF+SF+OF
        lock xor [DATA], edx
;; expect: [DATA]=00 00 00 00, flags=-CF+PF?AF+ZF-SF-OF

;; name: xor-imm8
;; set: [DATA]=ff 00 00 00, flags=+CF+PF+ZF+SF+OF
        lock xor dword [DATA], byte 127
;; expect: [DATA]=80 00 00 00, flags=-CF-PF?AF-ZF-SF-OF

;; name: adc-mem8
;; set: [DATA]=7f, ecx=0xFF, flags=+CF+PF+ZF+SF+OF
        lock adc [DATA], cl
;; expect: [DATA]=7f, flags=+CF-PF+AF-ZF-SF-OF

;; name: sbb-mem8
;; set: [DATA]=7f, ecx=0xFF, flags=+CF+PF+ZF+SF+OF
        lock sbb [DATA], cl
;; expect: [DATA]=7f, flags=+CF-PF+AF-ZF-SF-OF

;; name: inc-mem16
;; set: [DATA]=ff 7f, flags=+CF+ZF
        lock inc word [DATA]
;; expect: [DATA]=00 80, flags=+PF+AF-ZF+SF+OF

;; name: dec-mem16
;; set: [DATA]=ff 7f, flags=+CF+PF+AF+ZF+SF+OF
        lock dec word [DATA]
;; expect: [DATA]=fe 7f, flags=-PF-AF-ZF-SF-OF

;; name: neg-mem8
;; set: [DATA]=80, flags=+PF+AF+ZF
        lock neg byte [DATA]
;; expect: [DATA]=80, flags=+CF-PF-AF-ZF+SF+OF

;; name: not-mem32
;; set: [DATA]=00 ff 55 aa
        lock not dword [DATA]
;; expect: [DATA]=ff 00 aa 55

;; name: bts-imm
;; set: [DATA]=01 00 00 00, flags=+CF+ZF
        lock bts dword [DATA], 3
;; expect: [DATA]=09, flags=-CF?PF?AF?SF?OF

;; name: btr-imm
;; set: [DATA]=01 00 00 00, flags=+CF+ZF
        lock btr dword [DATA], 3
;; expect: flags=-CF?PF?AF?SF?OF

;; name: btc-imm
;; set: [DATA]=01 00 00 00, flags=+CF+ZF
        lock btc dword [DATA], 3
;; expect: [DATA]=09, flags=-CF?PF?AF?SF?OF

;; name: undefined-register-destination
;; set: eax=1, ebx=2, ecx=3, edx=4
        nop
at:     lock add eax, ebx
;; expect: exception=6, eip=at

;; name: undefined-cmp
;; skip unicorn: LOCK before it ends the translator: "tcg fatal error"
;; set: eax=1, ebx=2, ecx=3, edx=4
        nop
at:     lock cmp [DATA], eax
;; expect: exception=6, eip=at

;; name: undefined-test
;; set: eax=1, ebx=2, ecx=3, edx=4
        nop
at:     lock test [DATA], eax
;; expect: exception=6, eip=at

;; name: undefined-load
;; set: eax=1, ebx=2, ecx=3, edx=4
        nop
at:     lock mov eax, [DATA]
;; expect: exception=6, eip=at

;; name: undefined-store
;; set: eax=1, ebx=2, ecx=3, edx=4
        nop
at:     lock mov [DATA], eax
;; expect: exception=6, eip=at

;; name: undefined-memory-source
;; set: eax=1, ebx=2, ecx=3, edx=4
        nop
at:     lock add eax, [DATA]
;; expect: exception=6, eip=at

;; name: undefined-bt
;; set: eax=1, ebx=2, ecx=3, edx=4
        nop
at:     lock bt dword [DATA], 1
;; expect: exception=6, eip=at

;; name: undefined-shift
;; set: eax=1, ebx=2, ecx=3, edx=4
        nop
at:     lock shl dword [DATA], 1
;; expect: exception=6, eip=at

;; name: undefined-push
;; set: eax=1, ebx=2, ecx=3, edx=4
        nop
at:     lock push dword [DATA]
;; expect: exception=6, eip=at

;; name: undefined-nop
;; set: eax=1, ebx=2, ecx=3, edx=4
        nop
at:     lock nop
;; expect: exception=6, eip=at

;; name: undefined-inc-register
;; set: eax=1, ebx=2, ecx=3, edx=4
        nop
at:     lock inc eax
;; expect: exception=6, eip=at

;; name: undefined-not-register
;; set: eax=1, ebx=2, ecx=3, edx=4
        nop
at:     lock not edx
;; expect: exception=6, eip=at

;; name: undefined-xchg-registers
;; set: eax=1, ebx=2, ecx=3, edx=4
        nop
at:     lock xchg ebx, ecx
;; expect: exception=6, eip=at

;; name: undefined-mul
;; set: eax=1, ebx=2, ecx=3, edx=4
        nop
at:     lock mul dword [DATA]
;; expect: exception=6, eip=at

;; name: undefined-cmpxchg-registers
;; set: eax=1, ebx=2, ecx=3, edx=4
        nop
at:     lock cmpxchg ecx, edx
;; expect: exception=6, eip=at

;; name: undefined-setcc
;; set: eax=1, ebx=2, ecx=3, edx=4
        nop
at:     lock setz [DATA]
;; expect: exception=6, eip=at

;; name: undefined-movzx
;; set: eax=1, ebx=2, ecx=3, edx=4
        nop
at:     lock movzx eax, byte [DATA]
;; expect: exception=6, eip=at

;; name: undefined-lea
;; set: eax=1, ebx=2, ecx=3, edx=4
        nop
at:     lock lea eax, [ebx]
;; expect: exception=6, eip=at

;; name: undefined-btr-register
;; skip unicorn: LOCK before it ends the translator: "tcg fatal error"
;; skip qemu: LOCK before it ends the translator: "tcg fatal error"
;; set: eax=1, ebx=2, ecx=3, edx=4
        nop
at:     lock btr eax, 1
;; expect: exception=6, eip=at

;; name: undefined-imul
;; set: eax=1, ebx=2, ecx=3, edx=4
        nop
at:     lock imul eax, [DATA]
;; expect: exception=6, eip=at

;; name: undefined-short-inc
;; set: eax=1, ebx=2, ecx=3, edx=4
        nop
at:     lock dec esi
;; expect: exception=6, eip=at

; from a generated case in which LOCK NEG's flags decided on a CMOV
;; name: neg-and-who-reads-its-flags
;; set: [DATA]=fb ff ff ff, ecx=0x10, edi=0xFFF1, flags=+ZF+SF+OF
        lock neg dword [DATA]
        cmovns ecx, edi
;; expect: [DATA]=05 00 00 00, ecx=0xFFF1, flags=+CF+PF+AF-ZF-SF-OF
;; skip unicorn: the flags of LOCK NEG that a CMOVcc reads next are those before it; Bochs and the silicon agree with the manual
