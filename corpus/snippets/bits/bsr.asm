;; see: SDM Vol. 2A, BSR: ZF where the source is 0, and then the destination is undefined; the other flags are undefined
;; modes: all

;; name: 16-bit-0
;; set: esi=0xE4F57777, edi=0xF8090001, flags=+ZF
        bsr si, di
;; expect: si=0x0000, flags=?CF?PF?AF-ZF?SF?OF

;; name: 16-top-bit
;; set: esi=0xE4F57777, edi=0xF8098000, flags=+ZF
        bsr si, di
;; expect: si=0x000F, flags=?CF?PF?AF-ZF?SF?OF

;; name: 16-both-ends
;; set: esi=0xE4F57777, edi=0xF8098001, flags=+ZF
        bsr si, di
;; expect: si=0x000F, flags=?CF?PF?AF-ZF?SF?OF

;; name: 16-all
;; set: esi=0xE4F57777, edi=0xF809FFFF, flags=+ZF
        bsr si, di
;; expect: si=0x000F, flags=?CF?PF?AF-ZF?SF?OF

;; name: 16-middle
;; set: esi=0xE4F57777, edi=0xF8090FF0, flags=+ZF
        bsr si, di
;; expect: si=0x000B, flags=?CF?PF?AF-ZF?SF?OF

;; name: 16-one-in-the-high-byte
;; set: esi=0xE4F57777, edi=0xF8094000, flags=+ZF
        bsr si, di
;; expect: si=0x000E, flags=?CF?PF?AF-ZF?SF?OF

;; name: 16-zero
;; set: esi=0xE4F57777, edi=0xF8090000
        bsr si, di
;; expect: si=?, flags=?CF?PF?AF+ZF?SF?OF

;; name: 16-mem
;; set: [DATA+1]=00 05, esi=0xAAAAAAAA, flags=+ZF
        bsr si, [DATA+1]
;; expect: si=0x000A, flags=?CF?PF?AF-ZF?SF?OF

;; name: 16-mem-zero
;; set: [DATA]=ff 00 00 00 00 ff
        bsr si, [DATA+1]
;; expect: si=?, flags=?CF?PF?AF+ZF?SF?OF

;; name: 16-itself
;; set: edi=0x1110, flags=+ZF
        bsr di, di
;; expect: di=0x000C, flags=?CF?PF?AF-ZF?SF?OF

;; name: 32-bit-0
;; set: esi=0x00007777, edi=0x00000001, flags=+ZF
        bsr esi, edi
;; expect: esi=0x00000000, flags=?CF?PF?AF-ZF?SF?OF

;; name: 32-top-bit
;; set: esi=0x00007777, edi=0x80000000, flags=+ZF
        bsr esi, edi
;; expect: esi=0x0000001F, flags=?CF?PF?AF-ZF?SF?OF

;; name: 32-both-ends
;; set: esi=0x00007777, edi=0x80000001, flags=+ZF
        bsr esi, edi
;; expect: esi=0x0000001F, flags=?CF?PF?AF-ZF?SF?OF

;; name: 32-all
;; set: esi=0x00007777, edi=0xFFFFFFFF, flags=+ZF
        bsr esi, edi
;; expect: esi=0x0000001F, flags=?CF?PF?AF-ZF?SF?OF

;; name: 32-middle
;; set: esi=0x00007777, edi=0x00000FF0, flags=+ZF
        bsr esi, edi
;; expect: esi=0x0000000B, flags=?CF?PF?AF-ZF?SF?OF

;; name: 32-one-in-the-high-byte
;; set: esi=0x00007777, edi=0x40000000, flags=+ZF
        bsr esi, edi
;; expect: esi=0x0000001E, flags=?CF?PF?AF-ZF?SF?OF

;; name: 32-zero
;; set: esi=0x00007777, edi=0x00000000
        bsr esi, edi
;; expect: esi=?, flags=?CF?PF?AF+ZF?SF?OF

;; name: 32-mem
;; set: [DATA+1]=00 05 00 00, esi=0xAAAAAAAA, flags=+ZF
        bsr esi, [DATA+1]
;; expect: esi=0x0000000A, flags=?CF?PF?AF-ZF?SF?OF

;; name: 32-mem-zero
;; set: [DATA]=ff 00 00 00 00 ff
        bsr esi, [DATA+1]
;; expect: esi=?, flags=?CF?PF?AF+ZF?SF?OF

;; name: 32-itself
;; set: edi=0x1110, flags=+ZF
        bsr edi, edi
;; expect: edi=0x0000000C, flags=?CF?PF?AF-ZF?SF?OF

;; name: 16-ignores-the-high-half
;; set: eax=0x55555555, ebx=0xFFFF0040, flags=+ZF
        bsr ax, bx
;; expect: ax=6, flags=?CF?PF?AF-ZF?SF?OF

;; name: 32-mem-across-pages
;; set: [0x4FFD]=00 00 00 80, flags=+ZF
        bsr eax, [0x4FFD]
;; expect: eax=31, flags=?CF?PF?AF-ZF?SF?OF
