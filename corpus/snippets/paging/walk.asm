;; modes: pm32
; From a linear address to a physical one: SDM Vol. 3A, 4.3.

;; name: code-in-the-upper-quarter
;; see: SDM Vol. 3A, 4.3
;; at: 0xC0100000
;; set: page=0xC0100000:0x30000:pwad
        mov eax, 5
;; expect: eax=5

;; name: a-program-at-its-usual-address
;; see: SDM Vol. 3A, 4.3
;; mode: pm32/3
;; at: 0x08048000
;; set: page=0x08048000:0x30000:puad
        mov eax, 7
        push eax
        pop ebx
;; expect: eax=7, ebx=7, [STACK-4]=07 00 00 00

;; name: two-addresses-one-page
;; see: SDM Vol. 3A, 4.3
;; set: page=0x400000:DATA:pwad, page=0x7FF000:DATA:pad, eax=0x12345678
        mov [0x400010], eax
        mov ebx, [0x7FF010]
;; expect: ebx=0x12345678, [DATA+0x10]=78 56 34 12

;; name: neighbours-in-address-are-none-in-memory
;; see: SDM Vol. 3A, 4.3
;; set: page=0x400000:0x31000:pwad, page=0x401000:0x30000:pwad, eax=0x44332211
        mov [0x400FFE], eax
;; expect: [0x31FFE]=11 22, [0x30000]=33 44

;; name: the-last-page-of-all
;; see: SDM Vol. 3A, 4.3
;; set: page=0xFFFFF000:DATA:pwad, [DATA+0xFFC]=0D F0 FE CA
        mov eax, [0xFFFFFFFC]
;; expect: eax=0xCAFEF00D

;; name: the-lowest-page-elsewhere
; Page 0 of the environment holds tables; its physical page stays reachable for the processor by another entry.
;; see: SDM Vol. 3A, 4.3
;; set: page=0x400000:0:pwad
        mov eax, [0x400000+GDT+8]
;; expect: eax=0x0000FFFF

;; name: bits-left-to-software
;; see: SDM Vol. 3A, 4.3: bits 9-11 are ignored
;; set: page=0x400000:DATA:pwad, [TABLE1]=63 2E 00 00, [DATA]=2A
        mov al, [0x400000]
;; expect: al=0x2A

;; name: cache-attributes-change-nothing
;; see: SDM Vol. 3A, 4.9
;; set: page=0x400000:DATA:pwtcad, directory=0x400000:pwtca, [DATA]=2B
        mov al, [0x400000]
;; expect: al=0x2B

;; name: cache-attributes-in-cr3
;; see: SDM Vol. 3A, 4.3, table 4-3
;; set: page=0x400000:DATA:pwad, cr3=DIRECTORY+0x18, [DATA]=2C
        mov al, [0x400000]
;; expect: al=0x2C

;; name: low-bits-of-cr3-are-ignored
;; see: SDM Vol. 3A, 4.3, table 4-3
;; set: page=0x400000:DATA:pwad, cr3=DIRECTORY+7, [DATA]=2D
        mov al, [0x400000]
;; expect: al=0x2D

;; name: two-directory-entries-one-table
;; see: SDM Vol. 3A, 4.3
;; set: page=0x400000:DATA:pwad, directory=0x400000:pwa, [DIRECTORY+8]=23 20 10 00, [DATA+4]=2E
        mov al, [0x400004]
        mov bl, [0x800004]
;; expect: al=0x2E, bl=0x2E

;; name: a-directory-that-is-its-own-table
;; see: SDM Vol. 3A, 4.3
;; set: page=0x400000:DATA:pwad, [DIRECTORY+0xFFC]=23 00 10 00
        mov eax, [0xFFFFFFFC]
        mov ebx, [0xFFC01000]
;; expect: eax=0x00100023, ebx=0x2063, [DIRECTORY+4]=27 20 10 00

;; name: ps-without-pse-is-a-table
;; see: SDM Vol. 3A, 4.3: PS is looked at only with CR4.PSE
;; set: page=0x400000:DATA:pwad, directory=0x400000:pwas, [DATA]=2F
        mov al, [0x400000]
;; expect: al=0x2F

;; name: a-386-has-no-large-pages
;; see: SDM Vol. 3B, 22.21: CR4 came later
;; model: 386
;; set: page=0x400000:DATA:pwad, directory=0x400000:pwas, [DATA]=30
        mov al, [0x400000]
;; expect: al=0x30

;; name: segmentation-first
;; see: SDM Vol. 3A, 3.1: the linear address is what is translated
;; set: page=0x400000:DATA:pwad, [DATA+0x20]=31, es.base=0x3FF000, es.limit=0xFFFFFFFF, es.attributes=0xC093
        mov al, [es:0x1020]
;; expect: al=0x31

;; name: no-paging-no-tables
;; see: SDM Vol. 3A, 4.1.1
;; set: cr3=DIRECTORY, [DIRECTORY]=00 00 00 00, [DATA]=32
        mov al, [DATA]
;; expect: al=0x32

;; name: paging-is-switched-on
;; see: SDM Vol. 3A, 4.1.2: the instruction after MOV CR0 is translated
;; set: page=0x400000:DATA:pwad, cr0=0x31, eax=0x80000031, [DATA]=33
        mov cr0, eax
        mov bl, [0x400000]
;; expect: bl=0x33, cr0=0x80000031, flags=?CF?PF?AF?ZF?SF?OF

;; name: paging-is-switched-off
;; see: SDM Vol. 3A, 4.1.2
;; set: page=DATA:0x30000:pwad, eax=0x31, [DATA]=34, [0x30000]=35
        mov bl, [DATA]
        mov cr0, eax
        mov cl, [DATA]
;; expect: bl=0x35, cl=0x34, cr0=0x31, flags=?CF?PF?AF?ZF?SF?OF
