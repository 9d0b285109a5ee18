;; see: SDM Vol. 3A, 12.6: a store that begins in one page changes code in the next
;; modes: all

;; name: second-page
;; at: 0x7000
;; set: ebx=0x77B0AABB, ecx=2
inner:  mov al, 0x11
        mov [dword 0x6FFE], ebx
        dec cl
        jnz near inner
;; expect: al=0x77, cl=0, [0x6FFE]=bb aa b0 77, flags=+PF-AF+ZF-SF-OF

;; name: second-page-add
;; at: 0x7000
;; set: ebx=0x01000000, ecx=3, [0x6FFE]=00 00
inner:  mov al, 0x11
        add [dword 0x6FFE], ebx
        dec cl
        jnz near inner
;; expect: al=0x13, cl=0, [0x7001]=14, flags=-CF+PF-AF+ZF-SF-OF

;; name: second-page-push
;; at: 0x7000
;; set: ebx=0x77B0AABB, esp=0x7002, ecx=2, [0x6FFA]=00 00 00 00
inner:  mov al, 0x11
        push ebx
        dec cl
        jnz near inner
;; expect: al=0x77, cl=0, esp=0x6FFA, [0x6FFA]=bb aa b0 77 bb aa b0 77, flags=+PF-AF+ZF-SF-OF

;; name: sixteen-bytes-that-are-emulated
;; mode: pm16, pm32, pm16/3, pm32/3
        nop
at:     times 15 db 0x3E
        pushf
;; expect: exception=13:0, eip=at

;; name: sixteen-bytes-that-are-emulated-real
;; mode: real16
        nop
at:     times 15 db 0x3E
        sti
;; expect: exception=13, eip=at

;; name: fifteen-bytes-that-are-emulated
;; mode: real16, pm16, pm32, pm16/3, pm32/3
;; set: flags=+ZF+CF
        times 14 db 0x3E
        pushf
        times 14 db 0x3E
        popf
;; expect: [STACK-4]=?? ?? ?? ??
