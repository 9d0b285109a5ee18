;; see: what a model does not have yet
;; modes: pm32, real16

;; name: bswap-on-a-386
;; model: 386
        db 0x0F, 0xC8
;; expect: exception=6

;; name: xadd-on-a-386
;; model: 386
        db 0x0F, 0xC0, 0x03
;; expect: exception=6

;; name: cmpxchg-on-a-386
;; model: 386
        db 0x0F, 0xB0, 0x0B
;; expect: exception=6

;; name: invd-on-a-386
;; model: 386
        db 0x0F, 0x08
;; expect: exception=6

;; name: wbinvd-on-a-386
;; model: 386
        db 0x0F, 0x09
;; expect: exception=6

;; name: invlpg-on-a-386
;; model: 386
        db 0x0F, 0x01, 0x3B
;; expect: exception=6

;; name: mov-cr4-on-a-386
;; model: 386
        db 0x0F, 0x20, 0xE0
;; expect: exception=6

;; name: cpuid-on-a-386
;; model: 386
        db 0x0F, 0xA2
;; expect: exception=6

;; name: rdtsc-on-a-386
;; model: 386
        db 0x0F, 0x31
;; expect: exception=6

;; name: cmov-on-a-386
;; model: 386
        db 0x0F, 0x44, 0xC3
;; expect: exception=6

;; name: ud2-on-a-386
;; model: 386
        db 0x0F, 0x0B
;; expect: exception=6

;; name: cmpxchg8b-on-a-486
;; model: 486
        db 0x0F, 0xC7, 0x0B
;; expect: exception=6

;; name: rdtsc-on-a-486
;; model: 486
        db 0x0F, 0x31
;; expect: exception=6

;; name: rdmsr-on-a-486
;; model: 486
        db 0x0F, 0x32
;; expect: exception=6

;; name: wrmsr-on-a-486
;; model: 486
        db 0x0F, 0x30
;; expect: exception=6

;; name: cmov-on-a-486
;; model: 486
        db 0x0F, 0x44, 0xC3
;; expect: exception=6

;; name: emms-on-a-486
;; model: 486
        db 0x0F, 0x77
;; expect: exception=6

;; name: paddb-on-a-486
;; model: 486
        db 0x0F, 0xFC, 0xC1
;; expect: exception=6

;; name: fcomi-on-a-486
;; model: 486
        db 0xDB, 0xF1
;; expect: exception=6

;; name: fcmovb-on-a-486
;; model: 486
        db 0xDA, 0xC1
;; expect: exception=6

;; name: cmov-on-a-pentium
;; model: pentium
        db 0x0F, 0x44, 0xC3
;; expect: exception=6

;; name: fcomi-on-a-pentium
;; model: pentium
        db 0xDB, 0xF1
;; expect: exception=6

;; name: fcmovb-on-a-pentium
;; model: pentium
        db 0xDA, 0xC1
;; expect: exception=6

;; name: rdpmc-on-a-pentium
;; model: pentium
        db 0x0F, 0x33
;; expect: exception=6

;; name: addps-on-a-pentium
;; model: pentium
        db 0x0F, 0x58, 0xC1
;; expect: exception=6

;; name: fxsave-on-a-pentium
;; model: pentium
        db 0x0F, 0xAE, 0x03
;; expect: exception=6

;; name: paddb-on-a-pentium
;; model: pentium
        db 0x0F, 0xFC, 0xC1
;; expect: exception=6

;; name: long-nop-on-a-pentium
;; model: pentium
        db 0x0F, 0x1F, 0x00
;; expect: exception=6

;; name: prefetch-on-a-pentium
;; model: pentium
        db 0x0F, 0x18, 0x03
;; expect: exception=6

;; name: bswap-on-a-486
;; model: 486
;; set: eax=0x11223344
        bswap eax
;; expect: eax=0x44332211

;; name: xadd-on-a-486
;; model: 486
;; set: eax=2, ebx=3
        xadd eax, ebx
;; expect: eax=5, ebx=2, flags=+PF

;; name: cmpxchg8b-on-a-pentium
;; model: pentium
;; set: eax=1, [DATA]=02 00 00 00 03 00 00 00, flags=+ZF
        cmpxchg8b [DATA]
;; expect: eax=2, edx=3, flags=-ZF

;; name: cmov-on-the-default-model
;; set: ebx=7, flags=+ZF
        cmovz eax, ebx
;; expect: eax=7
