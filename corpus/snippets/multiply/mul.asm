;; see: SDM Vol. 2, MUL: CF and OF say whether the high half counts, the others are undefined
;; modes: all

;; name: 8-by-bl
;; set: eax=0xA1B2C310, ebx=0xB5C6D710
        mul bl
;; expect: ax=0x0100, flags=+CF?PF?AF?ZF?SF+OF

;; name: 8-high-zero
;; set: eax=0xA1B2C30F, ebx=0xB5C6D711, flags=+CF+OF
        mul bl
;; expect: ax=0x00FF, flags=-CF?PF?AF?ZF?SF-OF

;; name: 8-largest
;; set: eax=0xA1B2C3FF, ecx=0xC9DAEBFF
        mul cl
;; expect: ax=0xFE01, flags=+CF?PF?AF?ZF?SF+OF

;; name: 8-by-ah
;; set: eax=0xA1B20280
        mul ah
;; expect: ax=0x0100, flags=+CF?PF?AF?ZF?SF+OF

;; name: 8-by-al
;; set: eax=0xA1B2C380
        mul al
;; expect: ax=0x4000, flags=+CF?PF?AF?ZF?SF+OF

;; name: 8-by-zero
;; set: eax=0xA1B2C3FF, edx=0xD0E10003, flags=+CF+OF
        mul dh
;; expect: ax=0x0000, flags=-CF?PF?AF?ZF?SF-OF

;; name: 8-by-one
;; set: eax=0xA1B2C380, ecx=0xC9DA01FC, flags=+CF+OF
        mul ch
;; expect: ax=0x0080, flags=-CF?PF?AF?ZF?SF-OF

;; name: 8-most-negative-by-minus-one
;; set: eax=0xA1B2C380, edx=0xD0E1F2FF
        mul dl
;; expect: ax=0x7F80, flags=+CF?PF?AF?ZF?SF+OF

;; name: 8-fits-below-sign
;; set: eax=0xA1B2C340, ebx=0xB5C601E8, flags=+CF+OF
        mul bh
;; expect: ax=0x0040, flags=-CF?PF?AF?ZF?SF-OF

;; name: 8-exactly-the-sign
;; set: eax=0xA1B2C340, ebx=0xB5C6D702, flags=+CF+OF
        mul bl
;; expect: ax=0x0080, flags=-CF?PF?AF?ZF?SF-OF

;; name: 8-mem
;; set: eax=0xA1B2C37B, [DATA+1]=3d
        mul byte [DATA+1]
;; expect: ax=0x1D4F, flags=+CF?PF?AF?ZF?SF+OF

;; name: 8-mem-negative
;; set: eax=0xA1B2C3FD, [DATA+1]=05
        mul byte [DATA+1]
;; expect: ax=0x04F1, flags=+CF?PF?AF?ZF?SF+OF

;; name: 16-by-bx
;; set: eax=0xA1B21234, ebx=0xB5C65678, edx=0xD0E1DEAD
        mul bx
;; expect: ax=0x0060, dx=0x0626, flags=+CF?PF?AF?ZF?SF+OF

;; name: 16-high-zero
;; set: eax=0xA1B200FF, ecx=0xC9DA0101, edx=0xD0E1DEAD, flags=+CF+OF
        mul cx
;; expect: ax=0xFFFF, dx=0x0000, flags=-CF?PF?AF?ZF?SF-OF

;; name: 16-largest
;; set: eax=0xA1B2FFFF, esi=0xE4F5FFFF, edx=0xD0E1DEAD
        mul si
;; expect: ax=0x0001, dx=0xFFFE, flags=+CF?PF?AF?ZF?SF+OF

;; name: 16-by-ax
;; set: eax=0xA1B28000, edx=0xD0E1DEAD
        mul ax
;; expect: ax=0x0000, dx=0x4000, flags=+CF?PF?AF?ZF?SF+OF

;; name: 16-by-dx
;; set: eax=0xA1B21000, edx=0xD0E10010
        mul dx
;; expect: ax=0x0000, dx=0x0001, flags=+CF?PF?AF?ZF?SF+OF

;; name: 16-by-zero
;; set: eax=0xA1B2FFFF, edi=0xF8090000, flags=+CF+OF
        mul di
;; expect: ax=0x0000, dx=0x0000, flags=-CF?PF?AF?ZF?SF-OF

;; name: 16-most-negative-by-minus-one
;; set: eax=0xA1B28000, ebp=0x0C1DFFFF, edx=0xD0E1DEAD
        mul bp
;; expect: ax=0x8000, dx=0x7FFF, flags=+CF?PF?AF?ZF?SF+OF

;; name: 16-exactly-the-sign
;; set: eax=0xA1B24000, ebx=0xB5C60002, edx=0xD0E1DEAD, flags=+CF+OF
        mul bx
;; expect: ax=0x8000, dx=0x0000, flags=-CF?PF?AF?ZF?SF-OF

;; name: 16-mem
;; set: eax=0xA1B2007B, [DATA+1]=3d 00, flags=+CF+OF
        mul word [DATA+1]
;; expect: ax=0x1D4F, dx=0x0000, flags=-CF?PF?AF?ZF?SF-OF

;; name: 16-mem-negative
;; set: eax=0xA1B2FFFD, [DATA+1]=05 00
        mul word [DATA+1]
;; expect: ax=0xFFF1, dx=0x0004, flags=+CF?PF?AF?ZF?SF+OF

;; name: 32-by-ebx
;; set: eax=0x12345678, ebx=0x9ABCDEF0, edx=0x0000DEAD
        mul ebx
;; expect: eax=0x242D2080, edx=0x0B00EA4E, flags=+CF?PF?AF?ZF?SF+OF

;; name: 32-high-zero
;; set: eax=0x0000FFFF, ecx=0x00010001, edx=0x0000DEAD, flags=+CF+OF
        mul ecx
;; expect: eax=0xFFFFFFFF, edx=0x00000000, flags=-CF?PF?AF?ZF?SF-OF

;; name: 32-largest
;; set: eax=0xFFFFFFFF, esi=0xFFFFFFFF, edx=0x0000DEAD
        mul esi
;; expect: eax=0x00000001, edx=0xFFFFFFFE, flags=+CF?PF?AF?ZF?SF+OF

;; name: 32-by-eax
;; set: eax=0x80000000, edx=0x0000DEAD
        mul eax
;; expect: eax=0x00000000, edx=0x40000000, flags=+CF?PF?AF?ZF?SF+OF

;; name: 32-by-edx
;; set: eax=0x01000000, edx=0x00000100
        mul edx
;; expect: eax=0x00000000, edx=0x00000001, flags=+CF?PF?AF?ZF?SF+OF

;; name: 32-by-zero
;; set: eax=0xFFFFFFFF, edi=0x00000000, flags=+CF+OF
        mul edi
;; expect: eax=0x00000000, edx=0x00000000, flags=-CF?PF?AF?ZF?SF-OF

;; name: 32-most-negative-by-minus-one
;; set: eax=0x80000000, ebp=0xFFFFFFFF, edx=0x0000DEAD
        mul ebp
;; expect: eax=0x80000000, edx=0x7FFFFFFF, flags=+CF?PF?AF?ZF?SF+OF

;; name: 32-exactly-the-sign
;; set: eax=0x40000000, ebx=0x00000002, edx=0x0000DEAD, flags=+CF+OF
        mul ebx
;; expect: eax=0x80000000, edx=0x00000000, flags=-CF?PF?AF?ZF?SF-OF

;; name: 32-mem
;; set: eax=0x0000007B, [DATA+1]=3d 00 00 00, flags=+CF+OF
        mul dword [DATA+1]
;; expect: eax=0x00001D4F, edx=0x00000000, flags=-CF?PF?AF?ZF?SF-OF

;; name: 32-mem-negative
;; set: eax=0xFFFFFFFD, [DATA+1]=05 00 00 00
        mul dword [DATA+1]
;; expect: eax=0xFFFFFFF1, edx=0x00000004, flags=+CF?PF?AF?ZF?SF+OF

;; name: 32-mem-across-pages
;; set: eax=0x00010001, [0x4FFD]=01 00 01 00
        mul dword [0x4FFD]
;; expect: eax=0x00020001, edx=0x00000001, flags=+CF?PF?AF?ZF?SF+OF
