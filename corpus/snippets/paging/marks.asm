;; modes: pm32
; Accessed and dirty: SDM Vol. 3A, 4.8.

;; name: fetching-marks-the-page-accessed
;; see: SDM Vol. 3A, 4.8
;; at: 0x400000
;; set: page=0x400000:0x30000:pw
        nop
;; expect: page=0x400000:0x30000:pwa

;; name: an-address-computed-marks-nothing
;; see: SDM Vol. 3A, 4.8
;; set: page=0x400000:DATA:pw
        lea eax, [0x400000]
;; expect: eax=0x400000

;; name: a-store-that-faults-leaves-it-clean
;; mode: pm32/3
;; see: SDM Vol. 3A, 4.8: D is set when a write is made
;; set: page=0x400000:DATA:pua, directory=0x400000:pwua
        mov [0x400000], al
;; expect: exception=14:7, cr2=0x400000

;; name: a-push-dirties-the-stack
;; see: SDM Vol. 3A, 4.8
;; set: page=0x400000:DATA:pw, esp=0x400010, eax=0x55
        push eax
;; expect: esp=0x40000C, [DATA+0xC]=55 00 00 00, page=0x400000:DATA:pwad

;; name: a-pop-does-not
;; see: SDM Vol. 3A, 4.8
;; set: page=0x400000:DATA:pw, esp=0x400010, [DATA+0x10]=66 00 00 00
        pop eax
;; expect: esp=0x400014, eax=0x66, page=0x400000:DATA:pwa

;; name: a-call-dirties-the-stack
;; see: SDM Vol. 3A, 4.8
;; set: page=0x400000:DATA:pw, esp=0x400010
        call there
there:
;; expect: esp=0x40000C, [DATA+0xC]=05 00 02 00, page=0x400000:DATA:pwad

;; name: cmpxchg-dirties-without-a-match
;; see: SDM Vol. 2A, CMPXCHG: the destination is written back
;; set: page=0x400000:DATA:pw, eax=1
        cmpxchg [0x400000], ebx
;; expect: eax=0, flags=-CF-PF-AF-ZF-SF-OF, page=0x400000:DATA:pwad

;; name: cmp-does-not-dirty
;; see: SDM Vol. 3A, 4.8
;; set: page=0x400000:DATA:pw
        cmp [0x400000], eax
;; expect: flags=-CF+PF-AF+ZF-SF-OF, page=0x400000:DATA:pwa

;; name: a-store-of-what-was-there-dirties
;; see: SDM Vol. 3A, 4.8
;; set: page=0x400000:DATA:pw
        mov [0x400000], eax
;; expect: page=0x400000:DATA:pwad

;; name: both-pages-of-a-store
;; see: SDM Vol. 3A, 4.8
;; set: page=0x400000:DATA:pw, page=0x401000:0x30000:pw, eax=0x01020304
        mov [0x400FFF], eax
;; expect: [DATA+0xFFF]=04, [0x30000]=03 02 01, page=0x400000:DATA:pwad, page=0x401000:0x30000:pwad

;; name: a-copy-reads-one-and-dirties-the-other
;; see: SDM Vol. 3A, 4.8
;; set: page=0x400000:DATA:pw, page=0x401000:0x30000:pw, esi=0x400000, edi=0x401000, ecx=2, [DATA]=01 02
        rep movsb
;; expect: ecx=0, esi=0x400002, edi=0x401002, [0x30000]=01 02, page=0x400000:DATA:pwa, page=0x401000:0x30000:pwad

;; name: a-copy-of-nothing-touches-nothing
;; see: SDM Vol. 2B, REP: the count is tested first
;; set: page=0x400000:DATA:-, esi=0x400000, edi=0x400000, ecx=0
        rep movsb
;; expect: cr2=0

;; name: each-address-has-its-own-marks
;; see: SDM Vol. 3A, 4.8: the flags belong to the entry, not to the page
;; set: page=0x400000:DATA:pw, page=0x401000:DATA:pw
        mov [0x401000], eax
;; expect: page=0x401000:DATA:pwad

;; name: a-large-page-is-marked-in-the-directory
;; see: SDM Vol. 3A, 4.8
;; set: page=0x400000:0:pws, cr4=0x610, eax=0x5A
        mov [0x400000+DATA], al
;; expect: [DATA]=5A, [DIRECTORY+4]=E3 00 00 00

;; name: a-segment-load-reads-the-gdt
;; see: SDM Vol. 3A, 4.8; 3.4.5.1: the descriptor is accessed already, so nothing is written
;; set: page=0x400000:0:p, gdtr.base=0x400000+GDT, eax=READ_ONLY
        mov es, ax
;; expect: es=READ_ONLY, es.base=0, es.limit=0xFFFFFFFF, es.attributes=0xC0F1, page=0x400000:0:pa

;; name: a-segment-load-that-sets-accessed-dirties-the-gdt
;; see: SDM Vol. 3A, 3.4.5.1
;; set: page=0x400000:0:pw, gdtr.base=0x400000+GDT, [GDT+0x60+5]=F0, eax=READ_ONLY
        mov es, ax
;; expect: es=READ_ONLY, es.base=0, es.limit=0xFFFFFFFF, es.attributes=0xC0F1, [GDT+0x60+5]=F1, page=0x400000:0:pwad

;; name: marks-cleared-and-the-translation-dropped
;; see: SDM Vol. 3A, 4.10.4.2: INVLPG after clearing A and D
;; set: page=0x400000:DATA:pwad
        mov [0x400000], al
        mov dword [TABLE1], DATA+3
        invlpg [0x400000]
        mov bl, [0x400000]
;; expect: page=0x400000:DATA:pwa

;; name: a-store-after-marks-were-cleared
;; see: SDM Vol. 3A, 4.10.4.2
;; set: page=0x400000:DATA:pwad, eax=0x11
        mov [0x400000], al
        mov dword [TABLE1], DATA+3
        invlpg [0x400000]
        mov [0x400004], al
;; expect: [DATA]=11 00 00 00 11, page=0x400000:DATA:pwad

;; name: a-loop-of-reads-then-a-write
; The first write after many reads finds a translation that is clean.
;; see: SDM Vol. 3A, 4.8
;; set: page=0x400000:DATA:pw, ecx=50
again:  mov eax, [0x400000]
        loop again
        mov [0x400000], cl
;; expect: ecx=0, page=0x400000:DATA:pwad

; Nothing is written by an instruction whose other operand faults, so no page gets dirty, whatever order the processor looks at them in.

;; name: a-push-of-what-is-missing-leaves-the-stack-clean
;; see: SDM Vol. 3A, 4.8: D is set when a write is made
;; set: page=0x400000:DATA:pwa, page=0x401000:0x30000:-, esp=0x400010
        push dword [0x401000]
;; expect: exception=14:0, cr2=0x401000

;; name: a-call-through-what-is-missing-leaves-the-stack-clean
;; see: SDM Vol. 3A, 4.8
;; set: page=0x400000:DATA:pwa, page=0x401000:0x30000:-, esp=0x400010
        call [0x401000]
;; expect: exception=14:0, cr2=0x401000

;; name: a-move-from-what-is-missing-leaves-its-destination-clean
;; see: SDM Vol. 3A, 4.8
;; set: page=0x400000:DATA:pwa, page=0x401000:0x30000:-, esi=0x401000, edi=0x400000
        movsd
;; expect: exception=14:0, cr2=0x401000

;; name: a-repeated-move-from-what-is-missing-leaves-its-destination-clean
;; see: SDM Vol. 3A, 4.8
;; set: page=0x400000:DATA:pwa, page=0x401000:0x30000:-, esi=0x401000, edi=0x400000, ecx=0x40
        rep movsd
;; expect: exception=14:0, cr2=0x401000

;; name: a-pop-into-what-is-missing-does-not-dirty
;; see: SDM Vol. 3A, 4.8
;; set: page=0x400000:DATA:pwa, page=0x401000:0x30000:-, esp=0x400010
        pop dword [0x401000]
;; expect: exception=14:2, cr2=0x401000

;; name: a-push-of-which-the-lower-half-faults-leaves-the-upper-clean
;; mode: pm32/3
;; see: SDM Vol. 3A, 4.8: the lower half comes first
;; set: page=0x400000:DATA:pu, page=0x401000:0x30000:pwua, directory=0x400000:pwua, esp=0x401002
        push eax
;; expect: exception=14:7, cr2=0x400FFE

; From a fuzz run: the processor looks at the page of a masked store even where the mask is empty, and so the monitor had set the bit.

;; name: a-masked-store-of-nothing-leaves-the-page-clean
;; see: SDM Vol. 2B, MASKMOVQ: with a mask of zeros nothing is written
;; set: page=0x400000:DATA:pw, page=0x401000:0x30000:-, edi=0x400FFF
;; skip bochs: it faults at the second half, as a processor may
        maskmovq mm3, mm4
;; expect: edi=0x400FFF, ftw=0xFF
