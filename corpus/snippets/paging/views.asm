;; modes: pm32
; What a monitor that keeps several views of one page must not let show. Each ends as SDM Vol. 3A, 4.3 and 4.6 say; the pitfalls are our own.

;; name: an-instruction-in-two-pages-with-two-continuations
;; skip bochs: its cache of decoded instructions keeps the first continuation
; The same last byte of a page, B8, goes on in another page behind each of the addresses it is mapped at.
;; see: SDM Vol. 3A, 4.3
;; set: page=0x400000:0x30000:pad, page=0x401000:0x31000:pad, page=0x404000:0x30000:pad, page=0x405000:0x32000:pad
;; set: [0x30FFF]=B8, [0x31000]=01 00 00 00 C3, [0x32000]=02 00 00 00 C3, ebx=0x400FFF, ebp=0x404FFF
        call ebx
        mov ecx, eax
        call ebp
        mov edx, eax
        call ebx
;; expect: eax=1, ecx=1, edx=2, [STACK-4]=?? 00 02 00

;; name: two-continuations-many-times
;; skip bochs: its cache of decoded instructions keeps the first continuation
;; see: SDM Vol. 3A, 4.3
;; set: page=0x400000:0x30000:pad, page=0x401000:0x31000:pad, page=0x404000:0x30000:pad, page=0x405000:0x32000:pad
;; set: [0x30FF0]=90 90 90 90 90 90 90 90 90 90 90 90 90 90 90 B8, [0x31000]=01 00 00 00 C3, [0x32000]=02 00 00 00 C3, [0x32010]=C3, ebx=0x400FF0, ebp=0x404FF0, edx=0x405010, ecx=100
again:  call ebx
        add edi, eax
        call edx
        call ebp
        add esi, eax
        loop again
;; expect: eax=2, edi=100, esi=200, ecx=0, [STACK-4]=?? 00 02 00, flags=-CF-PF-AF-ZF-SF-OF

;; name: ring-3-after-ring-0-used-the-page
; A supervisor page that ring 0 has just read and written is missing for ring 3, at the same address.
;; see: SDM Vol. 3A, 4.6.1
;; set: page=CODE:CODE:puad, page=0x400000:DATA:pwad, page=0x401000:0x30000:pwuad
        mov eax, [0x400000]
        mov [0x400004], eax
        push dword DATA32_3
        push dword 0x401100
        push dword 2
        push dword CODE32_3
        push dword outer
        iretd
outer:  mov ax, DATA32_3
        mov ds, ax
        mov ebx, [0x401000]
at:     mov ecx, [0x400000]
;; expect: exception=14:5, cr2=0x400000, eip=at, eax=DATA32_3, cpl=3, cs=CODE32_3, ss=DATA32_3, esp=0x401100, ds=DATA32_3
;; expect: es=0, fs=0, gs=0, es.base=0, es.limit=0, es.attributes=0, fs.base=0, fs.limit=0, fs.attributes=0, gs.base=0, gs.limit=0, gs.attributes=0
;; expect: [STACK-20]=?? 00 02 00 2B 00 00 00 02 00 00 00 00 11 40 00 33 00 00 00

;; name: ring-3-after-ring-0-used-a-page-far-up
; The same where systems have their own part of the address space: the page stays, and ring 3's segments end below it.
;; see: SDM Vol. 3A, 4.6.1
;; set: page=CODE:CODE:puad, page=0xC0400000:DATA:pwad, page=0x401000:0x30000:pwuad
        mov eax, [0xC0400000]
        mov [0xC0400004], eax
        push dword DATA32_3
        push dword 0x401100
        push dword 2
        push dword CODE32_3
        push dword outer
        iretd
outer:  mov ax, DATA32_3
        mov ds, ax
        mov ebx, [0x401000]
at:     mov ecx, [0xC0400000]
;; expect: exception=14:5, cr2=0xC0400000, eip=at, eax=DATA32_3, cpl=3, cs=CODE32_3, ss=DATA32_3, esp=0x401100, ds=DATA32_3
;; expect: es=0, fs=0, gs=0, es.base=0, es.limit=0, es.attributes=0, fs.base=0, fs.limit=0, fs.attributes=0, gs.base=0, gs.limit=0, gs.attributes=0
;; expect: [STACK-20]=?? 00 02 00 2B 00 00 00 02 00 00 00 00 11 40 00 33 00 00 00

;; name: ring-3-and-a-page-of-the-supervisors-among-its-own
;; mode: pm32/3
;; see: SDM Vol. 3A, 4.6.1
;; set: page=0x400000:DATA:pwuad, page=0x401000:0x30000:pwad, page=0x402000:0x31000:pwuad, [0x31000]=05, ecx=20
again:  mov al, [0x402000]
        mov [0x400000], al
        loop again
at:     mov [0x401000], al
;; expect: exception=14:7, cr2=0x401000, eip=at, ecx=0, al=5, [DATA]=05

;; name: data-that-comes-where-code-stands
; Code runs in two quarters of a gigabyte; a data page is then mapped at the difference.
;; see: SDM Vol. 3A, 4.10.4.3
;; set: page=0x50020000:0x30000:pad, page=0x40020000:DATA:w, [DATA]=77, [0x30000]=B0 01 C3, ebx=0x50020000
        call ebx
        mov dl, al
        mov dword [TABLE2+0x80], DATA+0x63
        mov cl, [0x40020000]
        call ebx
;; expect: al=1, dl=1, cl=0x77, page=0x40020000:DATA:pwad, [STACK-4]=?? 00 02 00

;; name: data-that-is-written-where-code-stands
;; see: SDM Vol. 3A, 4.3
;; set: page=0x50020000:0x30000:pad, page=0x40020000:DATA:pwad, [0x30000]=B0 01 C3, ebx=0x50020000
        call ebx
        mov byte [0x40020001], 2
        mov dl, al
        call ebx
        mov cl, [0x40020001]
;; expect: al=1, dl=1, cl=2, [DATA+1]=02, [STACK-4]=?? 00 02 00

;; name: gs-below-its-base
; Thread-local data is found at negative offsets from GS, over 4 GiB and back; FS is a segment of its own all the while.
;; mode: pm32/3
;; see: SDM Vol. 3A, 3.4.5, limit of an expand-up segment
;; set: page=0x400000:DATA:pwuad, page=0x401000:0x30000:pwuad, [DATA+0xFFC]=11 00 00 00, [0x30008]=22 00 00 00, [0x30010]=33 00 00 00
;; set: gs=DATA32_3, gs.base=0x401000, gs.limit=0xFFFFFFFF, gs.attributes=0xC0F3, fs=DATA32_3, fs.base=0x401008, fs.limit=0xFFFFFFFF, fs.attributes=0xC0F3, ecx=20
again:  mov eax, [gs:-4]
        mov ebx, [fs:0]
        mov edx, [fs:8]
        add [gs:8], ecx
        sub [fs:0], ecx
        loop again
;; expect: eax=0x11, ebx=0x22, edx=0x33, ecx=0, flags=-CF+PF-AF-ZF-SF-OF

;; name: gs-below-its-base-while-fs-is-free
; As a system's threads have it: FS holds nothing. Offsets of a register go below the base and above it.
;; mode: pm32/3
;; see: SDM Vol. 3A, 3.4.5, limit of an expand-up segment
;; set: page=0x400000:DATA:pwuad, page=0x401000:0x30000:pwuad, [DATA+0xFFC]=11 00 00 00, [0x30008]=22 00 00 00
;; set: gs=DATA32_3, gs.base=0x401000, gs.limit=0xFFFFFFFF, gs.attributes=0xC0F3, fs=0, ecx=20, esi=-4
again:  mov eax, [gs:-4]
        add [gs:8], ecx
        mov edx, [gs:esi]
        mov ebx, [gs:esi+12]
        sub dword [gs:esi-4], 1
        loop again
;; expect: eax=0x11, ebx=0xF4, edx=0x11, ecx=0, [0x30008]=F4, [DATA+0xFF8]=EC FF FF FF, flags=-CF-PF-AF-ZF+SF-OF

;; name: fs-is-free-and-used
; What finds the thread's data through GS does not make it visible through FS.
;; mode: pm32/3
;; see: SDM Vol. 3A, 3.4.2: an access through a null selector is #GP(0)
;; set: page=0x400000:DATA:pwuad, page=0x401000:0x30000:pwuad, [DATA+0xFFC]=11 00 00 00
;; set: gs=DATA32_3, gs.base=0x401000, gs.limit=0xFFFFFFFF, gs.attributes=0xC0F3, fs=0, ecx=20
again:  mov eax, [gs:-4]
        loop again
used:   mov ebx, [fs:-4]
;; expect: eax=0x11, ecx=0, exception=13:0, eip=used
