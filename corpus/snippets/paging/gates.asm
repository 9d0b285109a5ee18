;; modes: pm32
; Trap sites that are met again and again, with everything that a monitor which puts a jump in their place must not let show. The pitfalls are our own.

;; name: trap-sites-in-a-loop
;; see: SDM Vol. 2A, CLI; Vol. 2B, PUSHF, STI
;; set: page=DATA:DATA:pwad, ecx=100, eflags=0x202
again:  pushfd
        pop ebx
        cli
        mov [DATA], ebx
        pushfd
        pop edx
        sti
        dec ecx
        jnz again
;; expect: ebx=0x202, edx=2, ecx=0, [DATA]=02 02 00 00, [STACK-4]=02 00 00 00, flags=-CF+PF-AF+ZF-SF-OF+IF

;; name: arrivals-behind-a-trap-site
; Every instruction after the CLI is reached by falling through and by a computed jump.
;; see: SDM Vol. 2A, CLI
;; set: page=DATA:DATA:pwad, ecx=40, ebp=first
again:  jmp ebp
first:  cli
second: inc eax
third:  inc ebx
fourth: inc edx
fifth:  inc esi
        mov ebp, first
        test cl, 3
        jz over
        mov ebp, third
        test cl, 1
        jz over
        mov ebp, fourth
over:   dec ecx
        jnz again
;; expect: eax=11, ebx=21, edx=40, esi=40, ecx=0, ebp=fourth, flags=-CF+PF-AF+ZF-SF-OF-IF

;; name: a-branch-to-what-follows-a-trap-site
; As where interrupts are enabled again only if they were: the branch goes over the STI alone.
;; see: SDM Vol. 2B, STI
;; set: page=DATA:DATA:pwad, ecx=60
again:  test cl, 1
        jz over
        cli
        inc eax
        sti
over:   inc ebx
        loop again
;; expect: eax=30, ebx=60, ecx=0, flags=-CF+PF-AF-ZF-SF-OF+IF

;; name: a-store-to-what-follows-a-trap-site
; The second instruction after the CLI has an immediate operand that each turn changes.
;; see: SDM Vol. 3A, 11.6
;; set: page=0x20000:0x20000:pwad, ecx=30
again:  cli
        inc eax
store:  mov dl, 7
        add ebx, edx
        inc byte [store+1]
        loop again
;; expect: eax=30, dl=36, ebx=645, ecx=0, [store+1]=25, flags=-CF-PF-AF-ZF-SF-OF-IF

;; name: a-store-to-a-trap-site
; The CLI becomes an STI, and a CLI again.
;; see: SDM Vol. 3A, 11.6
;; set: page=0x20000:0x20000:pwad, ecx=30
again:  cli
        nop
        pushfd
        pop eax
        add ebx, eax
        xor byte [again], 1
        loop again
;; expect: eax=0x282, ebx=0x2CF4, ecx=0, flags=-CF+PF-AF-ZF+SF-OF+IF, [STACK-4]=82 02 00 00

;; name: one-page-at-two-addresses
; The same trap sites, executed at one linear address and at another in turns.
;; see: SDM Vol. 3A, 4.3
;; set: page=0x500000:0x30000:pad, page=0x900000:0x30000:pad, [0x30000]=FA 40 FB 90 43 90 90 90 C3, ecx=40, ebp=0x500000, esi=0x900000
again:  call ebp
        xchg ebp, esi
        call ebp
        call ebp
        loop again
;; expect: eax=120, ebx=120, ecx=0, ebp=0x500000, esi=0x900000, [STACK-4]=?? 00 02 00, flags=-CF+PF-AF-ZF-SF-OF+IF

;; name: data-comes-to-where-a-jump-may-lead
; Instructions begin at every byte after the CLI, so a jump in its place has one displacement only, 0CCCCCCCCH. A page is mapped there, as far as data
; is moved (by 10000000H), and read.
;; see: SDM Vol. 3A, 4.10.4.3
;; set: page=0x400EC000:0x30000:pad, [0x30CD0]=22 22 22 22 22 22 22 22 22 22 22 22 22 22 22 22 22 22 22 22 22 22 22 22 22 22 22 22 22 22 22 22, ecx=40
again:  cli
        inc eax
        inc ebx
        inc edx
        inc esi
        loop again
        mov dword [DIRECTORY+0xBCC], TABLE1+0x67
        mov ebp, [0xBCCECCD0]
        mov esp, [0xBCCECCD4]
        mov edi, [0xBCCECCD8]
        mov ecx, 40
twice:  cli
        inc eax
        inc ebx
        inc edx
        inc esi
        loop twice
;; expect: eax=80, ebx=80, edx=80, esi=80, ecx=0, ebp=0x22222222, esp=0x22222222, edi=0x22222222, flags=-CF+PF+AF-ZF-SF-OF-IF
;; expect: [DIRECTORY+0xBCC]=67 20 10 00

;; name: ring-3-after-ring-0-at-one-page
; A page that both may execute: ring 0 meets its trap sites many times, then ring 3 does.
;; see: SDM Vol. 2A, CLI: #GP(0) above IOPL
;; set: page=CODE:CODE:puad, page=0x400000:DATA:pwuad, page=0x500000:0x30000:puad, [0x30000]=90 FA B8 01 00 00 00 43 FB 90 C3, ebp=0x500000, ecx=40
again:  call ebp
        loop again
        push dword DATA32_3
        push dword 0x400100
        push dword 2
        push dword CODE32_3
        push dword 0x500000
        iretd
;; expect: exception=13:0, eip=0x500001, eax=1, ebx=40, ecx=0, cpl=3, cs=CODE32_3, ss=DATA32_3, esp=0x400100, eflags=2
;; expect: ds=0, es=0, fs=0, gs=0, ds.base=0, ds.limit=0, ds.attributes=0, es.base=0, es.limit=0, es.attributes=0, fs.base=0, fs.limit=0, fs.attributes=0
;; expect: gs.base=0, gs.limit=0, gs.attributes=0, [STACK-20]=00 00 50 00 2B 00 00 00 02 00 00 00 00 01 40 00 33 00 00 00

;; name: x87-and-sse-registers-over-trap-sites
; What stands in them survives, and so does what an interpreted FXSAVE and FXRSTOR do to them in between.
;; see: SDM Vol. 1, 10.5.1
;; set: page=DATA:DATA:pwad, page=0x31000:0x31000:pwad, ecx=40, eax=1, cr4=0x610
        fninit
        fldz
        pxor xmm0, xmm0
        movd xmm1, eax
again:  cli
        paddd xmm0, xmm1
        fld1
        faddp
        sti
        test cl, 7
        jnz over
        fxsave [0x31000]
        pxor xmm0, xmm0
        fninit
        fxrstor [0x31000]
over:   dec ecx
        jnz again
        fistp dword [DATA]
        movd edx, xmm0
;; expect: edx=40, eax=1, ecx=0, [DATA]=28 00 00 00, xmm0=00000000000000000000000000000028, xmm1=00000000000000000000000000000001, st6=1, st7=40, ftw=0, flags=-CF+PF-AF+ZF-SF-OF+IF
;; expect: [0x31000]=7F 03, [0x31003]=38 80, [0x31018]=80 1F, [0x3101C]=FF FF, [0x31027]=84 04 40, [0x31097]=80 FF 3F, [0x310A0]=21, [0x310B0]=01

;; name: a-direction-flag-over-trap-sites
;; see: SDM Vol. 1, 3.4.3.2
;; set: page=DATA:DATA:pwad, ecx=0, ebx=40, edi=DATA+39, eax=0x41
        std
again:  cli
        stosb
        nop
        sti
        nop
        dec ebx
        jnz again
;; expect: edi=DATA-1, ebx=0, [DATA]=41 41 41 41 41 41 41 41 41 41 41 41 41 41 41 41 41 41 41 41 41 41 41 41 41 41 41 41 41 41 41 41 41 41 41 41 41 41 41 41, flags=+DF+IF+ZF+PF-CF-AF-SF-OF
