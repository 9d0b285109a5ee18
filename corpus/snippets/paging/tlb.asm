;; modes: pm32
; What has to be seen after a table was changed: SDM Vol. 3A, 4.10.4.

;; name: invlpg-after-another-frame
;; see: SDM Vol. 3A, 4.10.4.1, 4.10.4.2
;; set: page=0x400000:DATA:pwad, [DATA]=01, [0x30000]=02
        mov al, [0x400000]
        mov dword [TABLE1], 0x30063
        invlpg [0x400000]
        mov bl, [0x400000]
;; expect: al=1, bl=2, page=0x400000:0x30000:pwad

;; name: invlpg-by-any-address-of-the-page
;; see: SDM Vol. 2A, INVLPG
;; set: page=0x400000:DATA:pwad, [DATA]=01, [0x30000]=02
        mov al, [0x400000]
        mov dword [TABLE1], 0x30063
        invlpg [0x400FFF]
        mov bl, [0x400000]
;; expect: al=1, bl=2, page=0x400000:0x30000:pwad

;; name: cr3-after-another-frame
;; see: SDM Vol. 3A, 4.10.4.1
;; set: page=0x400000:DATA:pwad, [DATA]=01, [0x30000]=02
        mov al, [0x400000]
        mov dword [TABLE1], 0x30063
        mov ecx, cr3
        mov cr3, ecx
        mov bl, [0x400000]
;; expect: al=1, bl=2, ecx=DIRECTORY, page=0x400000:0x30000:pwad, flags=?CF?PF?AF?ZF?SF?OF

;; name: a-page-that-comes-needs-no-invalidation
;; see: SDM Vol. 3A, 4.10.4.3: nothing is cached of an entry without P
;; deliver
;; set: page=0x400000:DATA:w, [DATA]=03
        mov dword [TABLE1], DATA+0x63
        mov bl, [0x400000]
;; expect: bl=3, page=0x400000:DATA:pwad

;; name: a-page-that-went
;; see: SDM Vol. 3A, 4.10.4.2
;; set: page=0x400000:DATA:pwad
        mov al, [0x400000]
        and dword [TABLE1], ~1
        invlpg [0x400000]
at:     mov al, [0x400000]
;; expect: exception=14:0, cr2=0x400000, eip=at, page=0x400000:DATA:wad, flags=-CF?PF?AF?ZF?SF-OF

;; name: a-page-that-became-read-only
;; see: SDM Vol. 3A, 4.10.4.2
;; set: page=0x400000:DATA:pwad, cr0=0x80010031
        mov [0x400000], al
        mov dword [TABLE1], DATA+0x61
        invlpg [0x400000]
        mov bl, [0x400000]
at:     mov [0x400000], al
;; expect: exception=14:3, cr2=0x400000, eip=at, page=0x400000:DATA:pad

;; name: another-directory
;; see: SDM Vol. 3A, 4.10.4.1
; The second directory shares the first table and has a page of its own at 400000.
;; set: page=0x400000:DATA:pwad, page=0x800000:0x30000:pwad, [DATA]=01, [0x30000]=02, [0x108000]=27 10 10 00 27 30 10 00
        mov al, [0x400000]
        mov ecx, 0x108000
        mov cr3, ecx
        mov bl, [0x400000]
        mov ecx, DIRECTORY
        mov cr3, ecx
        mov dl, [0x400000]
;; expect: al=1, bl=2, dl=1, ecx=DIRECTORY, flags=?CF?PF?AF?ZF?SF?OF

;; name: a-directory-entry-and-cr3
;; see: SDM Vol. 3A, 4.10.4.2
;; set: page=0x400000:DATA:pwad, page=0x800000:0x30000:pwad, [DATA]=01, [0x30000]=02
        mov al, [0x400000]
        mov ecx, [DIRECTORY+8]
        mov [DIRECTORY+4], ecx
        mov ecx, cr3
        mov cr3, ecx
        mov bl, [0x400000]
;; expect: al=1, bl=2, ecx=DIRECTORY, [DIRECTORY+4]=27 30 10 00, flags=?CF?PF?AF?ZF?SF?OF

;; name: a-large-page-becomes-small-ones
;; see: SDM Vol. 3A, 4.10.4.2
;; set: page=0x400000:0:pwsad, page=0x800000:0x30000:pwad, cr4=0x610, [DATA]=01, [0x30000]=02
        mov al, [0x402000]
        mov dword [TABLE1+8], 0x30063
        mov ecx, [DIRECTORY+8]
        mov [DIRECTORY+4], ecx
        invlpg [0x402000]
        mov bl, [0x402000]
;; expect: al=1, bl=2, ecx=0x102027, [DIRECTORY+4]=27 20 10 00, [TABLE1+8]=63 00 03 00

;; name: invlpg-for-a-large-page
; One INVLPG drops all of it.
;; see: SDM Vol. 3A, 4.10.4.1
;; set: page=0x400000:0:pwsad, cr4=0x610, [DATA]=01, [0x402000]=02
        mov al, [0x402000]
        mov dword [DIRECTORY+4], 0x4000E3
        invlpg [0x7FF000]
        mov bl, [0x402000]
;; expect: al=1, bl=2, [DIRECTORY+4]=E3 00 40 00

;; name: pse-on-and-off
; CR4.PSE makes another thing of the directory's entry, and the change empties the TLB.
;; see: SDM Vol. 3A, 4.10.4.1: MOV to CR4
;; set: page=0x400000:DATA:pwad, [DIRECTORY+4]=E7 20 10 00, [DATA]=01, [0x2000]=01, eax=0x610
        mov bl, [0x400000]
        mov cr4, eax
at:     mov bl, [0x400000]
;; expect: exception=14:9, cr2=0x400000, eip=at, bl=1, cr4=0x610, flags=?CF?PF?AF?ZF?SF?OF
;; skip qemu: has PSE-36
;; skip bochs: has PSE-36

;; name: a-global-page-and-invlpg
;; see: SDM Vol. 3A, 4.10.2.4, 4.10.4.1: INVLPG drops global translations, too
;; set: page=0x400000:DATA:pwadg, cr4=0x680, [DATA]=01, [0x30000]=02
        mov al, [0x400000]
        mov dword [TABLE1], 0x30163
        invlpg [0x400000]
        mov bl, [0x400000]
;; expect: al=1, bl=2, page=0x400000:0x30000:pwadg

;; name: a-global-page-and-pge
;; see: SDM Vol. 3A, 4.10.4.1: a change of CR4.PGE drops everything
;; set: page=0x400000:DATA:pwadg, cr4=0x680, [DATA]=01, [0x30000]=02
        mov al, [0x400000]
        mov dword [TABLE1], 0x30163
        mov ecx, 0x600
        mov cr4, ecx
        mov bl, [0x400000]
;; expect: al=1, bl=2, ecx=0x600, cr4=0x600, page=0x400000:0x30000:pwadg, flags=?CF?PF?AF?ZF?SF?OF

;; name: g-without-pge-means-nothing
;; see: SDM Vol. 3A, 4.10.2.4
;; set: page=0x400000:DATA:pwadg, [DATA]=01, [0x30000]=02
        mov al, [0x400000]
        mov dword [TABLE1], 0x30163
        mov ecx, cr3
        mov cr3, ecx
        mov bl, [0x400000]
;; expect: al=1, bl=2, ecx=DIRECTORY, page=0x400000:0x30000:pwadg, flags=?CF?PF?AF?ZF?SF?OF

;; name: a-task-brings-its-directory
;; see: SDM Vol. 3A, 7.3: CR3 is loaded from the TSS
;; set: page=0x400000:DATA:pwad, page=0x800000:0x30000:pwad, [0x108000]=27 10 10 00 27 30 10 00, [TSS2+0x1C]=00 80 10 00
;; set: [TSS2+0x20]=00 00 04 00, [0x30000]=02, page=0x40000:0x31000:pad, [0x31000]=A0 00 00 40 00 F4
        jmp TSS2_SELECTOR:0
;; expect: outcome=halted, al=2, cr3=0x108000, eip=0x40006, esp=STACK0, tr=TSS2_SELECTOR, tr.attributes=0x8B, cr0=0x80000039
;; expect: ldtr=0, ldtr.base=0, ldtr.limit=0, ldtr.attributes=0, fs=DATA32, gs=DATA32
;; expect: [GDT+0x90+5]=8B, [GDT+0x48+5]=89
;; expect: [TSS+0x20]=07 00 02 00 02 00 00 00, [TSS+0x38]=00 80 00 00, [TSS+0x48]=10 00 ?? ?? 08 00 ?? ?? 10 00 ?? ?? 10 00 ?? ?? 10 00 ?? ?? 10 00

;; name: invlpg-of-nothing
;; see: SDM Vol. 2A, INVLPG: no page fault
;; set: page=0x400000:DATA:-
        invlpg [0x400000]
        invlpg [0xFFFFFFFF]
;; expect: cr2=0

;; name: invlpg-is-privileged
;; mode: pm32/3
;; see: SDM Vol. 2A, INVLPG
;; set: page=0x400000:DATA:-
        invlpg [0x400000]
;; expect: exception=13:0, cr2=0

;; name: code-moves-under-its-address
;; see: SDM Vol. 3A, 4.10.4.2; INVLPG serialises
;; set: page=0x400000:0x30000:pad, [0x30000]=B0 01 C3, [0x31000]=B0 02 C3, ebx=0x400000
        call ebx
        mov cl, al
        mov dword [TABLE1], 0x31021
        invlpg [0x400000]
        call ebx
;; expect: al=2, cl=1, page=0x400000:0x31000:pa, [STACK-4]=?? 00 02 00

;; name: code-is-changed-through-another-address
;; see: SDM Vol. 3A, 8.1.3: a serialising instruction before it runs
;; set: page=0x400000:0x30000:pad, page=0x401000:0x30000:pwad, [0x30000]=B0 01 C3, ebx=0x400000
        call ebx
        mov cl, al
        mov byte [0x401001], 2
        mov edx, cr3
        mov cr3, edx
        call ebx
;; expect: al=2, cl=1, edx=DIRECTORY, [0x30001]=02, [STACK-4]=?? 00 02 00, flags=?CF?PF?AF?ZF?SF?OF

;; name: one-page-of-code-at-two-addresses
; A relative call leads elsewhere from each of them, an absolute store to the same place.
;; see: SDM Vol. 3A, 4.3
;; set: page=0x400000:0x30000:pad, page=0x403000:0x30000:pad, [0x30000]=E8 00 00 00 00 58 C3, ebx=0x400000, ecx=0x403000
        call ebx
        mov edx, eax
        call ecx
;; expect: eax=0x403005, edx=0x400005, [STACK-8]=05 30 40 00 06 00 02 00

;; name: a-table-changed-through-another-address
;; see: SDM Vol. 3A, 4.10.4.3
;; set: page=0x400000:DATA:w, page=0x800000:TABLE1:pwad, [DATA]=09
        mov dword [0x800000], DATA+0x63
        mov al, [0x400000]
;; expect: al=9, page=0x400000:DATA:pwad

;; name: a-copy-makes-the-page-it-goes-to
; REP MOVSD writes the entry of the page that the next store needs.
;; see: SDM Vol. 3A, 4.10.4.3
;; set: page=0x400000:DATA:w, page=0x401000:0x30000:w, esi=0x31000, edi=TABLE1, ecx=2, [0x31000]=63 20 00 00 63 00 03 00, eax=0x5A5A
        rep movsd
        mov [0x400FFF], ax
;; expect: esi=0x31008, edi=TABLE1+8, ecx=0, [DATA+0xFFF]=5A, [0x30000]=5A, page=0x400000:DATA:pwad, page=0x401000:0x30000:pwad
