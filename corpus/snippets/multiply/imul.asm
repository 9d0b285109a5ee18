;; see: SDM Vol. 2, IMUL: CF and OF say whether the high half counts, the others are undefined
;; modes: all

;; name: 8-by-bl
;; set: eax=0xA1B2C310, ebx=0xB5C6D710
        imul bl
;; expect: ax=0x0100, flags=+CF?PF?AF?ZF?SF+OF

;; name: 8-high-zero
;; set: eax=0xA1B2C30F, ebx=0xB5C6D711
        imul bl
;; expect: ax=0x00FF, flags=+CF?PF?AF?ZF?SF+OF

;; name: 8-largest
;; set: eax=0xA1B2C3FF, ecx=0xC9DAEBFF, flags=+CF+OF
        imul cl
;; expect: ax=0x0001, flags=-CF?PF?AF?ZF?SF-OF

;; name: 8-by-ah
;; set: eax=0xA1B20280
        imul ah
;; expect: ax=0xFF00, flags=+CF?PF?AF?ZF?SF+OF

;; name: 8-by-al
;; set: eax=0xA1B2C380
        imul al
;; expect: ax=0x4000, flags=+CF?PF?AF?ZF?SF+OF

;; name: 8-by-zero
;; set: eax=0xA1B2C3FF, edx=0xD0E10003, flags=+CF+OF
        imul dh
;; expect: ax=0x0000, flags=-CF?PF?AF?ZF?SF-OF

;; name: 8-by-one
;; set: eax=0xA1B2C380, ecx=0xC9DA01FC, flags=+CF+OF
        imul ch
;; expect: ax=0xFF80, flags=-CF?PF?AF?ZF?SF-OF

;; name: 8-most-negative-by-minus-one
;; set: eax=0xA1B2C380, edx=0xD0E1F2FF
        imul dl
;; expect: ax=0x0080, flags=+CF?PF?AF?ZF?SF+OF

;; name: 8-fits-below-sign
;; set: eax=0xA1B2C340, ebx=0xB5C601E8, flags=+CF+OF
        imul bh
;; expect: ax=0x0040, flags=-CF?PF?AF?ZF?SF-OF

;; name: 8-exactly-the-sign
;; set: eax=0xA1B2C340, ebx=0xB5C6D702
        imul bl
;; expect: ax=0x0080, flags=+CF?PF?AF?ZF?SF+OF

;; name: 8-mem
;; set: eax=0xA1B2C37B, [DATA+1]=3d
        imul byte [DATA+1]
;; expect: ax=0x1D4F, flags=+CF?PF?AF?ZF?SF+OF

;; name: 8-mem-negative
;; set: eax=0xA1B2C3FD, [DATA+1]=05, flags=+CF+OF
        imul byte [DATA+1]
;; expect: ax=0xFFF1, flags=-CF?PF?AF?ZF?SF-OF

;; name: 16-by-bx
;; set: eax=0xA1B21234, ebx=0xB5C65678, edx=0xD0E1DEAD
        imul bx
;; expect: ax=0x0060, dx=0x0626, flags=+CF?PF?AF?ZF?SF+OF

;; name: 16-high-zero
;; set: eax=0xA1B200FF, ecx=0xC9DA0101, edx=0xD0E1DEAD
        imul cx
;; expect: ax=0xFFFF, dx=0x0000, flags=+CF?PF?AF?ZF?SF+OF

;; name: 16-largest
;; set: eax=0xA1B2FFFF, esi=0xE4F5FFFF, edx=0xD0E1DEAD, flags=+CF+OF
        imul si
;; expect: ax=0x0001, dx=0x0000, flags=-CF?PF?AF?ZF?SF-OF

;; name: 16-by-ax
;; set: eax=0xA1B28000, edx=0xD0E1DEAD
        imul ax
;; expect: ax=0x0000, dx=0x4000, flags=+CF?PF?AF?ZF?SF+OF

;; name: 16-by-dx
;; set: eax=0xA1B21000, edx=0xD0E10010
        imul dx
;; expect: ax=0x0000, dx=0x0001, flags=+CF?PF?AF?ZF?SF+OF

;; name: 16-by-zero
;; set: eax=0xA1B2FFFF, edi=0xF8090000, flags=+CF+OF
        imul di
;; expect: ax=0x0000, dx=0x0000, flags=-CF?PF?AF?ZF?SF-OF

;; name: 16-most-negative-by-minus-one
;; set: eax=0xA1B28000, ebp=0x0C1DFFFF, edx=0xD0E1DEAD
        imul bp
;; expect: ax=0x8000, dx=0x0000, flags=+CF?PF?AF?ZF?SF+OF

;; name: 16-exactly-the-sign
;; set: eax=0xA1B24000, ebx=0xB5C60002, edx=0xD0E1DEAD
        imul bx
;; expect: ax=0x8000, dx=0x0000, flags=+CF?PF?AF?ZF?SF+OF

;; name: 16-mem
;; set: eax=0xA1B2007B, [DATA+1]=3d 00, flags=+CF+OF
        imul word [DATA+1]
;; expect: ax=0x1D4F, dx=0x0000, flags=-CF?PF?AF?ZF?SF-OF

;; name: 16-mem-negative
;; set: eax=0xA1B2FFFD, [DATA+1]=05 00, flags=+CF+OF
        imul word [DATA+1]
;; expect: ax=0xFFF1, dx=0xFFFF, flags=-CF?PF?AF?ZF?SF-OF

;; name: 32-by-ebx
;; set: eax=0x12345678, ebx=0x9ABCDEF0, edx=0x0000DEAD
        imul ebx
;; expect: eax=0x242D2080, edx=0xF8CC93D6, flags=+CF?PF?AF?ZF?SF+OF

;; name: 32-high-zero
;; set: eax=0x0000FFFF, ecx=0x00010001, edx=0x0000DEAD
        imul ecx
;; expect: eax=0xFFFFFFFF, edx=0x00000000, flags=+CF?PF?AF?ZF?SF+OF

;; name: 32-largest
;; set: eax=0xFFFFFFFF, esi=0xFFFFFFFF, edx=0x0000DEAD, flags=+CF+OF
        imul esi
;; expect: eax=0x00000001, edx=0x00000000, flags=-CF?PF?AF?ZF?SF-OF

;; name: 32-by-eax
;; set: eax=0x80000000, edx=0x0000DEAD
        imul eax
;; expect: eax=0x00000000, edx=0x40000000, flags=+CF?PF?AF?ZF?SF+OF

;; name: 32-by-edx
;; set: eax=0x01000000, edx=0x00000100
        imul edx
;; expect: eax=0x00000000, edx=0x00000001, flags=+CF?PF?AF?ZF?SF+OF

;; name: 32-by-zero
;; set: eax=0xFFFFFFFF, edi=0x00000000, flags=+CF+OF
        imul edi
;; expect: eax=0x00000000, edx=0x00000000, flags=-CF?PF?AF?ZF?SF-OF

;; name: 32-most-negative-by-minus-one
;; set: eax=0x80000000, ebp=0xFFFFFFFF, edx=0x0000DEAD
        imul ebp
;; expect: eax=0x80000000, edx=0x00000000, flags=+CF?PF?AF?ZF?SF+OF

;; name: 32-exactly-the-sign
;; set: eax=0x40000000, ebx=0x00000002, edx=0x0000DEAD
        imul ebx
;; expect: eax=0x80000000, edx=0x00000000, flags=+CF?PF?AF?ZF?SF+OF

;; name: 32-mem
;; set: eax=0x0000007B, [DATA+1]=3d 00 00 00, flags=+CF+OF
        imul dword [DATA+1]
;; expect: eax=0x00001D4F, edx=0x00000000, flags=-CF?PF?AF?ZF?SF-OF

;; name: 32-mem-negative
;; set: eax=0xFFFFFFFD, [DATA+1]=05 00 00 00, flags=+CF+OF
        imul dword [DATA+1]
;; expect: eax=0xFFFFFFF1, edx=0xFFFFFFFF, flags=-CF?PF?AF?ZF?SF-OF

;; name: 32-mem-across-pages
;; set: eax=0x00010001, [0x4FFD]=01 00 01 00
        imul dword [0x4FFD]
;; expect: eax=0x00020001, edx=0x00000001, flags=+CF?PF?AF?ZF?SF+OF

;; name: 16-two-operands-fits
;; set: esi=0xE4F50064, edi=0xF809FFF9, flags=+CF+OF
        imul si, di
;; expect: si=0xFD44, flags=-CF?PF?AF?ZF?SF-OF

;; name: 16-two-operands-overflows
;; set: esi=0xE4F54000, edi=0xF8090002
        imul si, di
;; expect: si=0x8000, flags=+CF?PF?AF?ZF?SF+OF

;; name: 16-two-operands-minus-one-squared
;; set: esi=0xE4F5FFFF, edi=0xF809FFFF, flags=+CF+OF
        imul si, di
;; expect: si=0x0001, flags=-CF?PF?AF?ZF?SF-OF

;; name: 16-two-operands-most-negative-by-minus-one
;; set: esi=0xE4F58000, edi=0xF809FFFF
        imul si, di
;; expect: si=0x8000, flags=+CF?PF?AF?ZF?SF+OF

;; name: 16-two-operands-by-zero
;; set: esi=0xE4F58000, edi=0xF8090000, flags=+CF+OF
        imul si, di
;; expect: si=0x0000, flags=-CF?PF?AF?ZF?SF-OF

;; name: 16-two-operands-just-fits
;; set: esi=0xE4F54000, edi=0xF809FFFE, flags=+CF+OF
        imul si, di
;; expect: si=0x8000, flags=-CF?PF?AF?ZF?SF-OF

;; name: 16-two-operands-wraps-to-zero
;; set: esi=0xE4F50100, edi=0xF8090100
        imul si, di
;; expect: si=0x0000, flags=+CF?PF?AF?ZF?SF+OF

;; name: 16-two-operands-square
;; set: esi=0xE4F51235
        imul si, si
;; expect: si=0x7EF9, flags=+CF?PF?AF?ZF?SF+OF

;; name: 16-two-operands-mem
;; set: esi=0xE4F50102, [DATA+2]=fd ff, flags=+CF+OF
        imul si, [DATA+2]
;; expect: si=0xFCFA, flags=-CF?PF?AF?ZF?SF-OF

;; name: 16-three-operands-imm8-minus-one
;; set: esi=0xE4F50077, edi=0xF8090005, flags=+CF+OF
        imul si, di, byte -1
;; expect: si=0xFFFB, flags=-CF?PF?AF?ZF?SF-OF

;; name: 16-three-operands-imm8-minus-128
;; set: esi=0xE4F50077, edi=0xF8098000
        imul si, di, byte -128
;; expect: si=0x0000, flags=+CF?PF?AF?ZF?SF+OF

;; name: 16-three-operands-imm8-127
;; set: esi=0xE4F50077, edi=0xF8090100, flags=+CF+OF
        imul si, di, byte 127
;; expect: si=0x7F00, flags=-CF?PF?AF?ZF?SF-OF

;; name: 16-three-operands-imm8-zero
;; set: esi=0xE4F50077, edi=0xF809FFFF, flags=+CF+OF
        imul si, di, byte 0
;; expect: si=0x0000, flags=-CF?PF?AF?ZF?SF-OF

;; name: 16-three-operands-imm
;; set: edi=0xF809007B
        imul si, di, strict word 0x03E8
;; expect: si=0xE078, flags=+CF?PF?AF?ZF?SF+OF

;; name: 16-three-operands-imm-overflow
;; set: edi=0xF8097FFF
        imul si, di, strict word 0x0003
;; expect: si=0x7FFD, flags=+CF?PF?AF?ZF?SF+OF

;; name: 16-three-operands-imm-negative
;; set: edi=0xF80903E8, flags=+CF+OF
        imul si, di, strict word 0xFFEC
;; expect: si=0xB1E0, flags=-CF?PF?AF?ZF?SF-OF

;; name: 16-three-operands-mem-imm8
;; set: [DATA]=7f 00, flags=+CF+OF
        imul si, [DATA], byte -2
;; expect: si=0xFF02, flags=-CF?PF?AF?ZF?SF-OF

;; name: 16-three-operands-mem-imm
;; set: [DATA]=01 10
        imul si, [DATA], strict word 0x1001
;; expect: si=0x2001, flags=+CF?PF?AF?ZF?SF+OF

;; name: 16-three-operands-itself
;; set: edi=0xF8090009, flags=+CF+OF
        imul di, di, 10
;; expect: di=0x005A, flags=-CF?PF?AF?ZF?SF-OF

;; name: 32-two-operands-fits
;; set: esi=0x00000064, edi=0xFFFFFFF9, flags=+CF+OF
        imul esi, edi
;; expect: esi=0xFFFFFD44, flags=-CF?PF?AF?ZF?SF-OF

;; name: 32-two-operands-overflows
;; set: esi=0x40000000, edi=0x00000002
        imul esi, edi
;; expect: esi=0x80000000, flags=+CF?PF?AF?ZF?SF+OF

;; name: 32-two-operands-minus-one-squared
;; set: esi=0xFFFFFFFF, edi=0xFFFFFFFF, flags=+CF+OF
        imul esi, edi
;; expect: esi=0x00000001, flags=-CF?PF?AF?ZF?SF-OF

;; name: 32-two-operands-most-negative-by-minus-one
;; set: esi=0x80000000, edi=0xFFFFFFFF
        imul esi, edi
;; expect: esi=0x80000000, flags=+CF?PF?AF?ZF?SF+OF

;; name: 32-two-operands-by-zero
;; set: esi=0x80000000, edi=0x00000000, flags=+CF+OF
        imul esi, edi
;; expect: esi=0x00000000, flags=-CF?PF?AF?ZF?SF-OF

;; name: 32-two-operands-just-fits
;; set: esi=0x40000000, edi=0xFFFFFFFE, flags=+CF+OF
        imul esi, edi
;; expect: esi=0x80000000, flags=-CF?PF?AF?ZF?SF-OF

;; name: 32-two-operands-wraps-to-zero
;; set: esi=0x00010000, edi=0x00010000
        imul esi, edi
;; expect: esi=0x00000000, flags=+CF?PF?AF?ZF?SF+OF

;; name: 32-two-operands-square
;; set: esi=0x00001235, flags=+CF+OF
        imul esi, esi
;; expect: esi=0x014B7EF9, flags=-CF?PF?AF?ZF?SF-OF

;; name: 32-two-operands-mem
;; set: esi=0x00000102, [DATA+2]=fd ff ff ff, flags=+CF+OF
        imul esi, [DATA+2]
;; expect: esi=0xFFFFFCFA, flags=-CF?PF?AF?ZF?SF-OF

;; name: 32-three-operands-imm8-minus-one
;; set: esi=0x00000077, edi=0x00000005, flags=+CF+OF
        imul esi, edi, byte -1
;; expect: esi=0xFFFFFFFB, flags=-CF?PF?AF?ZF?SF-OF

;; name: 32-three-operands-imm8-minus-128
;; set: esi=0x00000077, edi=0x80000000
        imul esi, edi, byte -128
;; expect: esi=0x00000000, flags=+CF?PF?AF?ZF?SF+OF

;; name: 32-three-operands-imm8-127
;; set: esi=0x00000077, edi=0x01000000, flags=+CF+OF
        imul esi, edi, byte 127
;; expect: esi=0x7F000000, flags=-CF?PF?AF?ZF?SF-OF

;; name: 32-three-operands-imm8-zero
;; set: esi=0x00000077, edi=0xFFFFFFFF, flags=+CF+OF
        imul esi, edi, byte 0
;; expect: esi=0x00000000, flags=-CF?PF?AF?ZF?SF-OF

;; name: 32-three-operands-imm
;; set: edi=0x0000007B, flags=+CF+OF
        imul esi, edi, strict dword 0x000003E8
;; expect: esi=0x0001E078, flags=-CF?PF?AF?ZF?SF-OF

;; name: 32-three-operands-imm-overflow
;; set: edi=0x7FFFFFFF
        imul esi, edi, strict dword 0x00000003
;; expect: esi=0x7FFFFFFD, flags=+CF?PF?AF?ZF?SF+OF

;; name: 32-three-operands-imm-negative
;; set: edi=0x000003E8, flags=+CF+OF
        imul esi, edi, strict dword 0xFFFFFFEC
;; expect: esi=0xFFFFB1E0, flags=-CF?PF?AF?ZF?SF-OF

;; name: 32-three-operands-mem-imm8
;; set: [DATA]=7f 00 00 00, flags=+CF+OF
        imul esi, [DATA], byte -2
;; expect: esi=0xFFFFFF02, flags=-CF?PF?AF?ZF?SF-OF

;; name: 32-three-operands-mem-imm
;; set: [DATA]=01 10 00 00, flags=+CF+OF
        imul esi, [DATA], strict dword 0x1001
;; expect: esi=0x01002001, flags=-CF?PF?AF?ZF?SF-OF

;; name: 32-three-operands-itself
;; set: edi=0x00000009, flags=+CF+OF
        imul edi, edi, 10
;; expect: edi=0x0000005A, flags=-CF?PF?AF?ZF?SF-OF
