;; see: SDM Vol. 3A, 11.6. Every way to store
;; modes: pm32, pm32/3

;; name: other-page
;; set: [0x5000]=b0 01 c3
        call near dword 0x5000
        mov byte [0x5001], 7
        call near dword 0x5000
;; expect: al=7, [0x5001]=07, [STACK-4]=11 00 02 00

;; name: through-another-base
;; mode: pm32, pm32/3
;; set: fs=DATA32_3, fs.base=0x10000, fs.limit=0xFFFFFFFF, fs.attributes=0xC0F3
        mov byte [fs:next+1-0x10000], 5
next:   mov al, 1
;; expect: al=5, [next+1]=05

;; name: through-another-base-in-real-mode
;; mode: real16, v86
;; set: fs=0x0100
        mov byte [fs:next+1-0x1000], 5
next:   mov al, 1
;; expect: al=5, [next+1]=05

;; name: executed-through-another-base
;; mode: real16, v86
;; set: [0x5000]=b0 01 cb
        call 0x0500:0
        mov byte [0x5001], 7
        call 0x0500:0
;; expect: al=7, [0x5001]=07, [STACK-4]=0f 10 00 00

;; name: executed-through-two-bases
;; mode: real16, v86
;; set: [0x5000]=b0 01 cb
        call 0x0500:0
        mov byte [0x5001], 7
        call 0x04FF:0x10
;; expect: al=7, [0x5001]=07, [STACK-4]=0f 10 00 00

;; name: rep-movsb
;; set: ecx=2, esi=DATA, edi=next, [DATA]=b0 05
        rep movsb
next:   mov al, 1
;; expect: al=5, ecx=0, esi=DATA+2, edi=next+2, [next+1]=05

;; name: rep-movsd-over-much-code
;; set: ecx=2, esi=DATA, edi=next, [DATA]=b0 05 b4 06 b1 07 90 90
        rep movsd
next:   times 8 nop
;; expect: eax=0x605, ecx=7, esi=DATA+8, edi=next+8, [next]=b0 05 b4 06 b1 07 90 90

;; name: stosd-down
;; set: eax=0x41404040, edi=next, flags=+DF
        stosd
next:   nop
        nop
        nop
        nop
;; expect: eax=0x41404043, ecx=1, edi=next-4, [next]=40 40 40 41, flags=-PF-AF-ZF-SF-OF

;; name: push
;; set: esp=next+4
        push dword 0x90905A6A
next:   times 4 nop
;; expect: esp=next-4, [next]=6a 5a 90 90, [next-4]=5a 00 00 00

;; name: pop-to-memory
;; set: [STACK]=b0 05 90 90
        pop dword [next]
next:   times 4 nop
;; expect: al=5, esp=STACK+4, [next]=b0 05 90 90

;; name: xchg
;; set: ebx=0x909005B0
        xchg [next], ebx
next:   times 4 nop
;; expect: al=5, ebx=0x90909090, [next]=b0 05 90 90

;; name: add-changes-an-immediate
;; set: ebx=4
        add [next+1], bl
next:   mov al, 1
;; expect: al=5, [next+1]=05, flags=+PF

;; name: fist
;; set: st0=-1869609552
        fist dword [next]
next:   times 4 nop
;; expect: al=5, [next]=b0 05 90 90, st0=-1869609552

;; name: two-pages-at-once
;; mode: pm32, pm32/3
;; at: 0x20FE0
        mov dword [site+1], 0x44332211
        jmp near site
        times 0x20FFE-($-$$)-0x20FE0 nop
site:   mov eax, 0x12345678
;; expect: eax=0x44332211, [site+1]=11 22 33 44

;; name: the-second-page-of-a-crossing-instruction
;; mode: pm32, pm32/3
;; at: 0x20FE0
        mov byte [site+4], 0x44
        jmp near site
        times 0x20FFD-($-$$)-0x20FE0 nop
site:   mov eax, 0x12345678
;; expect: eax=0x44345678, [site+4]=44

;; name: code-on-the-stack
        push dword 0xC305B0
        mov ebx, esp
        call ebx
;; expect: al=5, ebx=STACK-4, esp=STACK-4, [STACK-8]=09 00 02 00 b0 05 c3 00

;; name: code-in-data
        mov dword [DATA], 0x90C305B0
        call near dword DATA
        mov dword [DATA], 0x90C306B0
        call near dword DATA
;; expect: al=6, [DATA]=b0 06 c3 90, [STACK-4]=1e 00 02 00

;; name: code-is-copied-and-run
;; set: esi=f, edi=DATA, ecx=3
        jmp short start
f:      mov al, 5
        ret
start:  rep movsb
        call near dword DATA
;; expect: al=5, esi=f+3, edi=DATA+3, ecx=0, [DATA]=b0 05 c3, [STACK-4]=0c 00 02 00


;; name: sse-store
;; set: xmm0=909090909090909090909090_06b405b0
        movups [next], xmm0
next:   times 16 nop
;; expect: eax=0x605, [next]=b0 05 b4 06

;; name: mmx-store
;; set: mm0=90909090_06b405b0
        movq [next], mm0
next:   times 8 nop
;; expect: eax=0x605, [next]=b0 05 b4 06

;; name: call-writes-its-return-address-over-code
;; see: 05 00 02 00 is the beginning of ADD EAX, 0x90000200
;; set: esp=site+4
        call near site
site:   times 5 nop
        nop
;; expect: eax=0x90000200, esp=site, [site]=05 00 02 00, flags=+SF+PF

;; name: bts-turns-one-instruction-into-another
;; see: 0x90 and bit 5 is 0xB0
        bts dword [next], 5
next:   nop
        nop
;; expect: al=0x90, [next]=b0, flags=-CF?PF?AF?SF?OF

;; name: setcc
;; set: flags=+ZF
        setz [next+1]
next:   mov al, 7
;; expect: al=1, [next+1]=01
