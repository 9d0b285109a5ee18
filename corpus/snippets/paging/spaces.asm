;; modes: pm32
; An address space that is left and entered again, with everything that a monitor which puts its pages back in time must not let show. The second directory
; is at 108000 and shares the first table; at 400000 it has a page of its own. The pitfalls are our own.

;; name: back-to-a-clean-page
;; see: SDM Vol. 3A, 4.8: the first store sets the dirty bit
;; set: page=0x400000:DATA:pwa, page=0x800000:0x30000:pwad, [DATA]=01, [0x30000]=02, [0x108000]=27 10 10 00 27 30 10 00
        mov esi, cr3
        mov cr3, esi
        mov al, [0x400000]
        mov ecx, 0x108000
        mov cr3, ecx
        mov bl, [0x400000]
        mov cr3, esi
        mov byte [0x400000], 5
;; expect: al=1, bl=2, esi=DIRECTORY, ecx=0x108000, [DATA]=05, page=0x400000:DATA:pwad, flags=?CF?PF?AF?ZF?SF?OF

;; name: back-to-a-page-whose-accessed-bit-was-cleared
;; see: SDM Vol. 3A, 4.8
;; set: page=0x400000:DATA:pwad, page=0x800000:0x30000:pwad, [DATA]=01, [0x30000]=02, [0x108000]=27 10 10 00 27 30 10 00
        mov esi, cr3
        mov cr3, esi
        mov al, [0x400000]
        mov dword [TABLE1], DATA+0x43
        mov ecx, 0x108000
        mov cr3, ecx
        mov bl, [0x400000]
        mov cr3, esi
        mov dl, [0x400000]
;; expect: al=1, bl=2, dl=1, esi=DIRECTORY, ecx=0x108000, page=0x400000:DATA:pwad, flags=?CF?PF?AF?ZF?SF?OF

;; name: back-to-a-page-that-has-become-read-only
;; see: SDM Vol. 3A, 4.6; 4.10.4.1
;; set: page=0x400000:DATA:pwad, page=0x800000:0x30000:pwad, cr0=0x80010031, [DATA]=01, [0x30000]=02
;; set: [0x108000]=27 10 10 00 27 30 10 00
        mov esi, cr3
        mov cr3, esi
        mov [0x400000], al
        mov dword [TABLE1], DATA+0x61
        mov ecx, 0x108000
        mov cr3, ecx
        mov [0x400000], cl
        mov cr3, esi
at:     mov [0x400000], al
;; expect: exception=14:3, cr2=0x400000, eip=at, esi=DIRECTORY, ecx=0x108000, [DATA]=00, [0x30000]=00, page=0x400000:DATA:pad, flags=?CF?PF?AF?ZF?SF?OF

;; name: back-to-a-page-that-has-gone
;; see: SDM Vol. 3A, 4.10.4.1
;; set: page=0x400000:DATA:pwad, page=0x800000:0x30000:pwad, [DATA]=01, [0x30000]=02, [0x108000]=27 10 10 00 27 30 10 00
        mov esi, cr3
        mov cr3, esi
        mov al, [0x400000]
        mov dword [TABLE1], 0
        mov ecx, 0x108000
        mov cr3, ecx
        mov bl, [0x400000]
        mov cr3, esi
at:     mov dl, [0x400000]
;; expect: exception=14:0, cr2=0x400000, eip=at, al=1, bl=2, esi=DIRECTORY, ecx=0x108000, page=0x400000:0:-, flags=?CF?PF?AF?ZF?SF?OF

;; name: spaces-in-turns
; More often than anything is remembered without being looked at again.
;; see: SDM Vol. 3A, 4.10.4.1
;; set: page=0x400000:DATA:pwad, page=0x401000:0x31000:pwad, page=0x800000:0x30000:pwad, [0x108000]=27 10 10 00 27 30 10 00
        mov esi, cr3
        mov edi, 0x108000
        mov ecx, 40
again:  mov cr3, edi
        inc dword [0x400000]
        mov cr3, esi
        add dword [0x400000], 2
        test cl, 7
        jnz over
        inc dword [0x401000]
over:   dec ecx
        jnz again
;; expect: esi=DIRECTORY, edi=0x108000, ecx=0, [DATA]=50 00 00 00, [0x30000]=28 00 00 00, [0x31000]=05 00 00 00, flags=-CF+PF-AF+ZF-SF-OF

;; name: code-of-two-spaces
; A routine of each at the same address: inc bl; ret and inc bh; ret.
;; see: SDM Vol. 3A, 4.10.4.1
;; set: page=0x400000:0x31000:pwad, page=0x800000:0x30000:pwad, [0x31000]=FE C3 C3, [0x30000]=FE C7 C3, [0x108000]=27 10 10 00 27 30 10 00
        mov esi, cr3
        mov edi, 0x108000
        mov ebp, 0x400000
        mov ecx, 40
again:  mov cr3, edi
        call ebp
        mov cr3, esi
        call ebp
        dec ecx
        jnz again
;; expect: esi=DIRECTORY, edi=0x108000, ebp=0x400000, ecx=0, bl=40, bh=40, [STACK-4]=?? ?? ?? ??, flags=-CF+PF-AF+ZF-SF-OF
