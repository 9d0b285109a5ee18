;; modes: pm32
; A page directory at 0x10000 maps the first 4 MiB by the table at 0x11000: code (0x20000), stack (0x7000) and tables
; supervisor and writable; 0x2000 (DATA) as each snippet says. Entries already have accessed and dirty bits where the
; snippet is not about them. SDM Vol. 3A, 4.3, 4.6, 4.8.

;; name: a-load-sets-accessed
;; see: SDM Vol. 3A, 4.8
;; set: cr0=0x80000031, cr3=0x10000, eax=0x2000, ebx=0
;; set: [0x10000]=27 10 01 00, [0x11008]=03 20 00 00, [0x1101C]=63 70 00 00, [0x11080]=63 00 02 00
        mov ebx, [eax]
;; expect: [0x11008]=23

;; name: a-store-sets-accessed-and-dirty
;; see: SDM Vol. 3A, 4.8
;; set: cr0=0x80000031, cr3=0x10000, eax=0x2000, ebx=0x5A
;; set: [0x10000]=27 10 01 00, [0x11008]=03 20 00 00, [0x1101C]=63 70 00 00, [0x11080]=63 00 02 00
        mov [eax], bl
;; expect: [0x11008]=63, [0x2000]=5A

;; name: a-directory-entry-gets-accessed-too
;; see: SDM Vol. 3A, 4.8
;; set: cr0=0x80000031, cr3=0x10000, eax=0x400000, ebx=0
;; set: [0x10000]=27 10 01 00, [0x10004]=03 20 01 00, [0x12000]=03 20 00 00, [0x1101C]=63 70 00 00, [0x11080]=63 00 02 00
        mov ebx, [eax]
;; expect: [0x10004]=23, [0x12000]=23

;; name: another-address-the-same-page
;; see: SDM Vol. 3A, 4.3
;; set: cr0=0x80000031, cr3=0x10000, eax=0x401234, [0x2234]=78 56 34 12
;; set: [0x10000]=27 10 01 00, [0x10004]=23 20 01 00, [0x12004]=23 20 00 00, [0x1101C]=63 70 00 00, [0x11080]=63 00 02 00
        mov ebx, [eax]
;; expect: ebx=0x12345678

;; name: a-large-page
;; see: SDM Vol. 3A, 4.3
;; set: cr0=0x80000031, cr3=0x10000, cr4=0x610, eax=0x802010, [0x2010]=44 33 22 11
;; set: [0x10000]=27 10 01 00, [0x10008]=83 00 00 00, [0x1101C]=63 70 00 00, [0x11080]=63 00 02 00
        mov ebx, [eax]
;; expect: ebx=0x11223344, [0x10008]=A3

;; name: not-present-load
;; see: SDM Vol. 3A, 4.7: P=0, W/R=0, U/S=0
;; set: cr0=0x80000031, cr3=0x10000, eax=0x2004
;; set: [0x10000]=27 10 01 00, [0x1101C]=63 70 00 00, [0x11080]=63 00 02 00
        mov ebx, [eax]
;; expect: exception=14:0, cr2=0x2004

;; name: not-present-store
;; see: SDM Vol. 3A, 4.7: W/R=1
;; set: cr0=0x80000031, cr3=0x10000, eax=0x2FFF
;; set: [0x10000]=27 10 01 00, [0x1101C]=63 70 00 00, [0x11080]=63 00 02 00
        mov [eax], bl
;; expect: exception=14:2, cr2=0x2FFF

;; name: a-store-over-two-pages-writes-nothing-before-the-fault
;; see: SDM Vol. 3A, 4.7
;; set: cr0=0x80000031, cr3=0x10000, eax=0x2FFE, ebx=0x11223344
;; set: [0x10000]=27 10 01 00, [0x11008]=63 20 00 00, [0x1101C]=63 70 00 00, [0x11080]=63 00 02 00
        mov [eax], ebx
;; expect: exception=14:2, cr2=0x3000

;; name: ring-0-writes-a-read-only-page
;; see: SDM Vol. 3A, 4.6.1: CR0.WP = 0
;; set: cr0=0x80000031, cr3=0x10000, eax=0x2000, ebx=0x77
;; set: [0x10000]=27 10 01 00, [0x11008]=61 20 00 00, [0x1101C]=63 70 00 00, [0x11080]=63 00 02 00
        mov [eax], bl
;; expect: [0x2000]=77

;; name: write-protect-holds-ring-0-too
;; see: SDM Vol. 3A, 4.6.1: CR0.WP = 1; error code P and W/R
;; set: cr0=0x80010031, cr3=0x10000, eax=0x2000, ebx=0x77
;; set: [0x10000]=27 10 01 00, [0x11008]=61 20 00 00, [0x1101C]=63 70 00 00, [0x11080]=63 00 02 00
        mov [eax], bl
;; expect: exception=14:3, cr2=0x2000

;; name: write-protect-by-the-directory
;; see: SDM Vol. 3A, 4.6: the rights of a translation are those of all its entries together
;; set: cr0=0x80010031, cr3=0x10000, eax=0x400000, ebx=0x77
;; set: [0x10000]=27 10 01 00, [0x10004]=21 20 01 00, [0x12000]=63 20 00 00, [0x1101C]=63 70 00 00, [0x11080]=63 00 02 00
        mov [eax], bl
;; expect: exception=14:3, cr2=0x400000

;; name: ring-3-loads-from-a-supervisor-page
;; mode: pm32/3
;; see: SDM Vol. 3A, 4.7: P, U/S
;; set: cr0=0x80000031, cr3=0x10000, eax=0x2000
;; set: [0x10000]=27 10 01 00, [0x11008]=63 20 00 00, [0x1101C]=67 70 00 00, [0x11080]=67 00 02 00
        mov ebx, [eax]
;; expect: exception=14:5, cr2=0x2000

;; name: ring-3-stores-to-a-supervisor-page
;; mode: pm32/3
;; see: SDM Vol. 3A, 4.7: P, W/R, U/S
;; set: cr0=0x80000031, cr3=0x10000, eax=0x2000
;; set: [0x10000]=27 10 01 00, [0x11008]=63 20 00 00, [0x1101C]=67 70 00 00, [0x11080]=67 00 02 00
        mov [eax], ebx
;; expect: exception=14:7, cr2=0x2000

;; name: ring-3-stores-to-a-read-only-page
;; mode: pm32/3
;; see: SDM Vol. 3A, 4.6.1: user accesses honour R/W whatever CR0.WP says
;; set: cr0=0x80000031, cr3=0x10000, eax=0x2000
;; set: [0x10000]=27 10 01 00, [0x11008]=65 20 00 00, [0x1101C]=67 70 00 00, [0x11080]=67 00 02 00
        mov [eax], ebx
;; expect: exception=14:7, cr2=0x2000

;; name: ring-3-uses-a-user-page
;; mode: pm32/3
;; set: cr0=0x80000031, cr3=0x10000, eax=0x2000, ebx=0xCAFEBABE
;; set: [0x10000]=27 10 01 00, [0x11008]=67 20 00 00, [0x1101C]=67 70 00 00, [0x11080]=67 00 02 00
        mov [eax], ebx
        mov ecx, [eax]
;; expect: [0x2000]=BE BA FE CA, ecx=0xCAFEBABE

;; name: mov-cr3-changes-the-translation
;; see: SDM Vol. 3A, 4.10.4.1
;; set: cr0=0x80000031, cr3=0x10000, eax=0x13000, esi=0x2000, [0x2000]=11 11 11 11, [0x4000]=22 22 22 22
;; set: [0x10000]=27 10 01 00, [0x11008]=63 20 00 00, [0x1101C]=63 70 00 00, [0x11080]=63 00 02 00
;; set: [0x13000]=27 40 01 00, [0x14008]=63 40 00 00, [0x1401C]=63 70 00 00, [0x14080]=63 00 02 00
        mov ebx, [esi]
        mov cr3, eax
        mov ecx, [esi]
;; expect: ebx=0x11111111, ecx=0x22222222, cr3=0x13000
