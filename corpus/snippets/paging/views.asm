;; modes: pm32
; What an engine that maps the guest's pages for the host's processor can get wrong. A page directory at 0x10000, a table at 0x11000 for the
; first 4 MiB; entries have accessed and dirty bits already.

;; name: a-page-that-ring-0-has-used-is-still-not-for-ring-3
;; see: SDM Vol. 3A, 4.6.1; error code P, U/S
;; set: cr0=0x80000031, cr3=0x10000, eax=0x2000, [0x2000]=44 33 22 11
;; set: [0x10000]=27 10 01 00, [0x11000]=63 00 00 00, [0x11008]=63 20 00 00, [0x1101C]=67 70 00 00, [0x11080]=67 00 02 00
        mov ebx, [eax]
        push dword DATA32_3
        push dword 0x7800
        push dword 2
        push dword CODE32_3
        push dword user
        iret
user:   mov ecx, [ss:eax]
;; expect: exception=14:5, cr2=0x2000, eip=user, ebx=0x11223344, esp=0x7800, cpl=3, cs=CODE32_3, ss=DATA32_3, ds=0, es=0, fs=0, gs=0
;; expect: [STACK-20]=?? ?? 02 00 2B 00 00 00 02 00 00 00 00 78 00 00 33 00 00 00

;; name: offsets-on-both-sides-of-a-base
;; mode: pm32/3
;; see: SDM Vol. 3A, 3.4.5: a segment of 4 GiB wraps
;; set: cr0=0x80000031, cr3=0x10000, fs=0, gs.base=0x3000, edx=-8, edi=4
;; set: [0x2FF8]=88 00 00 00 44 00 00 00, [0x3000]=11 00 00 00 22 00 00 00
;; set: [0x10000]=27 10 01 00, [0x11008]=67 20 00 00, [0x1100C]=67 30 00 00, [0x1101C]=67 70 00 00, [0x11080]=67 00 02 00
        mov eax, [gs:0]
        mov ecx, [gs:-4]
        mov esi, [gs:edx]
        mov ebp, [gs:edi]
        mov dword [gs:edx-8], 0x5A5A5A5A
        add [gs:edi-4], esi
        mov ebx, [gs:edx+4]
;; expect: eax=0x11, ecx=0x44, esi=0x88, ebp=0x22, ebx=0x44, [0x2FF0]=5A 5A 5A 5A, [0x3000]=99, flags=-CF+PF-AF-ZF-SF-OF

;; name: a-null-fs-beside-such-a-segment
;; mode: pm32/3
;; see: SDM Vol. 3A, 3.4.2: any access through a null selector
;; set: cr0=0x80000031, cr3=0x10000, fs=0, gs.base=0x3000, edx=-8, [0x2FF8]=88 00 00 00
;; set: [0x10000]=27 10 01 00, [0x11008]=67 20 00 00, [0x1100C]=67 30 00 00, [0x1101C]=67 70 00 00, [0x11080]=67 00 02 00
        mov esi, [gs:edx]
at:     mov ecx, [fs:edx]
;; expect: exception=13:0, eip=at, esi=0x88

;; name: data-comes-to-be-mapped-where-code-stands
;; see: SDM Vol. 3A, 4.10.2.3: an entry that was not present needs no invalidation
;; set: cr0=0x80000031, cr3=0x10000
;; set: [0x10000]=27 10 01 00, [0x10C00]=27 10 01 00, [0x11040]=63 00 01 00, [0x1101C]=63 70 00 00, [0x11080]=63 00 02 00
first:  cli
        mov edi, high + 0xC0000000
        jmp edi
high:   nop
        mov dword [0x10B00], 0x00011027
        mov bl, [0xB0020000]
        mov edi, low
        jmp edi
low:    nop
;; expect: ebx=0xFA, edi=low, [0x10B00]=27 10 01 00

;; name: the-second-part-of-an-instruction-in-another-page
;; set: cr0=0x80000031, cr3=0x10000
;; set: [0x20FFE]=B8 11, [0x21000]=22 33 44 C3, [0x22000]=55 66 77 C3, [0x22010]=C3
;; set: [0x10000]=27 10 01 00, [0x11044]=63 10 01 00, [0x1101C]=63 70 00 00, [0x11080]=63 00 02 00, [0x11084]=63 10 02 00
        mov edi, 0x20FFE
        call edi
        call edi
        mov ebx, eax
        mov dword [0x11084], 0x00022063
        invlpg [0x21000]
        mov esi, 0x21010
        call esi
        call edi
;; expect: eax=0x77665511, ebx=0x44332211, edi=0x20FFE, esi=0x21010, [0x11084]=63 20 02 00, [STACK-4]=?? ?? ?? ??
