;; see: SDM Vol. 2, MOV to and from control registers, SMSW, LMSW, CLTS
;; modes: pm32, real16

;; name: read-cr0
        mov eax, cr0
;; expect[pm32]: eax=0x31
;; expect[real16]: eax=0x30

;; name: read-cr0-is-always-32-bits
;; set: eax=0xFFFFFFFF
        o16 mov eax, cr0
;; expect[pm32]: eax=0x31
;; expect[real16]: eax=0x30

;; name: mod-is-ignored
;; see: SDM Vol. 2, MOV control registers: the mod field is taken as 3
        db 0x0F, 0x20, 0x00
;; expect[pm32]: eax=0x31
;; expect[real16]: eax=0x30

;; name: read-cr2
;; set: cr2=0x12345678
        mov ebx, cr2
;; expect: ebx=0x12345678

;; name: write-cr2
;; set: ebx=0x87654321
        mov cr2, ebx
;; expect: cr2=0x87654321

;; name: write-cr3
;; set: ebx=0x00005000
        mov cr3, ebx
;; expect: cr3=0x5000

;; name: read-cr4
        mov edx, cr4
;; expect: edx=0x600

;; name: cr4-reserved-bit
;; set: eax=0x80000000
        mov cr4, eax
;; expect[real16]: exception=13
;; expect[pm32]: exception=13:0

;; name: cr4-ts-disable
;; set: eax=0x604
        mov cr4, eax
;; expect: cr4=0x604

;; name: cr1-is-undefined
        db 0x0F, 0x20, 0xC8
;; expect: exception=6

;; name: cr5-is-undefined
        db 0x0F, 0x22, 0xE8
;; expect: exception=6

;; name: cr8-does-not-exist
        db 0xF0, 0x0F, 0x20, 0xC0
;; expect: exception=6

;; name: set-ts
;; set: eax=0x39
;; mode: pm32
        mov cr0, eax
;; expect: cr0=0x39

;; name: cr0-et-is-fixed
;; mode: pm32
;; set: eax=0x21
        mov cr0, eax
;; expect: cr0=0x31

;; name: pg-without-pe
;; mode: real16
;; set: eax=0x80000030
        mov cr0, eax
;; expect: exception=13

;; name: nw-without-cd
;; mode: pm32
;; set: eax=0x20000031
        mov cr0, eax
;; expect: exception=13:0

;; name: at-ring-3-read
;; mode: pm32/3, v86
        mov eax, cr0
;; expect: exception=13:0

;; name: at-ring-3-write
;; mode: pm32/3, v86
        mov cr3, eax
;; expect: exception=13:0

;; name: smsw
;; mode: pm32, pm32/3, v86, pm16
;; set: eax=0xFFFFFFFF
        smsw ax
;; expect: ax=0x31

;; name: smsw-memory-is-16-bits
;; mode: pm32, pm32/3
;; set: [DATA]=ff ff ff ff
        o32 smsw [DATA]
;; expect: [DATA]=31 00

;; name: smsw-real
;; mode: real16
        smsw ax
;; expect: ax=0x30

;; name: lmsw-sets-ts
;; mode: pm32, pm16
;; set: eax=0x9
        lmsw ax
;; expect: cr0=0x39

;; name: lmsw-cannot-clear-pe
;; mode: pm32
        lmsw ax
;; expect: cr0=0x31

;; name: lmsw-leaves-ne
;; mode: pm32
;; set: eax=0xFFC1
        lmsw ax
;; expect: cr0=0x31

;; name: lmsw-enters-protected-mode
;; mode: real16
;; set: eax=1, gdtr.base=0x2000, gdtr.limit=7
        lmsw ax
;; expect: cr0=0x31

;; name: lmsw-at-ring-3
;; mode: pm32/3, v86
        lmsw ax
;; expect: exception=13:0

;; name: clts
;; set: cr0=0x39
;; mode: pm32
        clts
;; expect: cr0=0x31

;; name: clts-at-ring-3
;; mode: pm32/3, v86
        clts
;; expect: exception=13:0

;; name: into-protected-mode-and-out
;; mode: real16
;; set: gdtr.base=DATA, gdtr.limit=0x1F, [DATA+8]=ff ff 00 00 00 9b cf 00 ff ff 00 00 00 93 cf 00
        mov eax, cr0
        inc eax
        mov cr0, eax
        mov bx, 0x10
        mov ds, bx
        dec eax
        mov cr0, eax
;; expect: eax=0x30, ebx=0x10, ds.selector=0x10, ds.base=0, ds.limit=0xFFFFFFFF, ds.attributes=0xC093, flags=+PF-ZF-SF-AF-OF

;; name: far-jump-into-protected-mode
;; mode: real16
;; set: gdtr.base=DATA, gdtr.limit=0x1F, eax=0x31, [DATA+8]=ff ff 00 00 00 9b cf 00 ff ff 00 00 00 93 cf 00
        mov cr0, eax
        jmp dword 8:there
        bits 32
there:  mov ebx, 0x12345678
;; expect: cr0=0x31, ebx=0x12345678, cs.selector=8, cs.base=0, cs.limit=0xFFFFFFFF, cs.attributes=0xC09B

;; name: invd-at-ring-3
;; mode: pm32/3, v86
        invd
;; expect: exception=13:0

;; name: wbinvd
        wbinvd

;; name: wbinvd-at-ring-3
;; mode: pm32/3, v86
        wbinvd
;; expect: exception=13:0

;; name: invlpg
        invlpg [DATA]

;; name: invlpg-register
        db 0x0F, 0x01, 0xF8
;; expect: exception=6

;; name: invlpg-at-ring-3
;; mode: pm32/3, v86
        invlpg [DATA]
;; expect: exception=13:0
