;; modes: pm32
; Who may do what: SDM Vol. 3A, 4.6.

;; name: ring-3-reads-a-user-page
;; mode: pm32/3
;; see: SDM Vol. 3A, 4.6.1
;; set: page=0x400000:DATA:puad, [DATA]=11
        mov al, [0x400000]
;; expect: al=0x11

;; name: ring-3-writes-a-writable-user-page
;; mode: pm32/3
;; see: SDM Vol. 3A, 4.6.1
;; set: page=0x400000:DATA:pwuad, eax=0x12
        mov [0x400000], al
;; expect: [DATA]=12

;; name: ring-3-reads-a-supervisor-page
;; mode: pm32/3
;; see: SDM Vol. 3A, 4.6.1
;; set: page=0x400000:DATA:pwad
        mov al, [0x400004]
;; expect: exception=14:5, cr2=0x400004

;; name: ring-3-writes-a-read-only-page
;; mode: pm32/3
;; see: SDM Vol. 3A, 4.6.1
;; set: page=0x400000:DATA:puad
        mov [0x400004], al
;; expect: exception=14:7, cr2=0x400004

;; name: the-directory-closes-a-user-page
;; mode: pm32/3
;; see: SDM Vol. 3A, 4.6.1: U/S of every entry counts
;; set: page=0x400000:DATA:pwuad, directory=0x400000:pwa
        mov al, [0x400004]
;; expect: exception=14:5, cr2=0x400004

;; name: the-directory-makes-it-read-only
;; mode: pm32/3
;; see: SDM Vol. 3A, 4.6.1: R/W of every entry counts
;; set: page=0x400000:DATA:pwuad, directory=0x400000:pua
        mov al, [0x400004]
at:     mov [0x400004], al
;; expect: exception=14:7, cr2=0x400004, eip=at

;; name: ring-0-reads-user-pages
;; see: SDM Vol. 3A, 4.6.1
;; set: page=0x400000:DATA:puad, [DATA]=13
        mov al, [0x400000]
;; expect: al=0x13

;; name: ring-0-writes-read-only-pages-without-wp
;; see: SDM Vol. 3A, 4.6.1, CR0.WP
;; set: page=0x400000:DATA:pa, eax=0x14
        mov [0x400000], al
;; expect: [DATA]=14, page=0x400000:DATA:pad

;; name: ring-0-and-wp
;; see: SDM Vol. 3A, 4.6.1, CR0.WP
;; set: page=0x400000:DATA:pa, cr0=0x80010031
        mov [0x400000], al
;; expect: exception=14:3, cr2=0x400000

;; name: ring-0-wp-and-a-users-read-only-page
;; see: SDM Vol. 3A, 4.6.1
;; set: page=0x400000:DATA:pua, cr0=0x80010031
        mov [0x400001], al
;; expect: exception=14:3, cr2=0x400001

;; name: wp-counts-from-the-next-instruction
;; see: SDM Vol. 3A, 4.10.4.1: the rights in a translation are combined with the CR0.WP of the access
;; set: page=0x400000:DATA:pad, eax=0x80010031
        mov byte [0x400000], 1
        mov cr0, eax
at:     mov byte [0x400000], 2
;; expect: exception=14:3, cr2=0x400000, eip=at, cr0=0x80010031, [DATA]=01, flags=?CF?PF?AF?ZF?SF?OF

;; name: wp-goes-and-the-page-is-open
;; see: SDM Vol. 3A, 4.6.1
;; set: page=0x400000:DATA:pad, cr0=0x80010031, eax=0x80000031
        mov bl, [0x400000]
        mov cr0, eax
        mov byte [0x400000], 2
;; expect: cr0=0x80000031, [DATA]=02, flags=?CF?PF?AF?ZF?SF?OF

;; name: a-386-has-no-wp
;; model: 386
;; see: SDM Vol. 3B, 22.22.2
;; set: page=0x400000:DATA:pa
        mov byte [0x400000], 3
;; expect: [DATA]=03, page=0x400000:DATA:pad

;; name: the-gdt-is-the-supervisors
; A segment load reads the table with supervisor rights, whatever the CPL.
;; mode: pm32/3
;; see: SDM Vol. 3A, 4.6.1, implicit supervisor-mode accesses
;; set: eax=READ_ONLY, page=0x400000:DATA:puad
        mov es, ax
;; expect: es=READ_ONLY

;; name: the-gdt-is-not-the-users
;; mode: pm32/3
;; see: SDM Vol. 3A, 4.6.1
;; set: page=0x400000:DATA:puad
        mov eax, [GDT]
;; expect: exception=14:5, cr2=GDT

;; name: the-permission-map-is-read-as-supervisor
;; mode: pm32/3
;; see: SDM Vol. 3A, 4.6.1
;; set: page=0x400000:DATA:puad, in=0x80:1:0x5A
        in al, 0x80
;; expect: al=0x5A

;; name: v86-code-is-the-user
;; mode: v86
;; see: SDM Vol. 3B, 20.2
;; set: page=0x3F000:DATA:pwad, ds=0x3F00
        mov al, [4]
;; expect: exception=14:5, cr2=0x3F004

;; name: v86-above-the-megabyte
; Without A20's wrap FFFF:10 is linear 100000, which the tables may lead anywhere.
;; mode: v86
;; see: SDM Vol. 3B, 20.2.2
;; set: page=0x100000:DATA:pwuad, ds=0xFFFF, [DATA]=77
        mov al, [0x10]
;; expect: al=0x77

;; name: lea-needs-no-page
;; see: SDM Vol. 2A, LEA
;; set: page=0x400000:DATA:-
        lea eax, [0x400004]
;; expect: eax=0x400004

;; name: a-prefetch-that-misses-faults-not
;; see: SDM Vol. 2B, PREFETCHh
;; set: page=0x400000:DATA:-
        prefetchnta [0x400000]
;; expect: cr2=0
