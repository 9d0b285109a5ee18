;; see: SDM Vol. 2B, SAL/SAR/SHL/SHR: OF is defined for a count of 1; CF of SHL and SHR for counts below the size
;; modes: all

;; name: 8-by-one-both-ends
;; set: ebx=0xB5C6D781, flags=+PF+ZF+SF
        shl bl, 1
;; expect: bl=0x02, flags=+CF-PF?AF-ZF-SF+OF

;; name: 8-by-one-most-positive
;; set: ebx=0xB5C6D77F, flags=+CF+PF+ZF
        shl bl, 1
;; expect: bl=0xFE, flags=-CF-PF?AF-ZF+SF+OF

;; name: 8-by-one-two-high-bits
;; set: [DATA+2]=c0, flags=+PF+ZF+OF
        shl byte [DATA+2], 1
;; expect: [DATA+2]=80, flags=+CF-PF?AF-ZF+SF-OF

;; name: 8-by-imm-one
;; set: ebx=0xB5C6D701, flags=+CF+PF+ZF+SF+OF
        shl bl, strict byte 1
;; expect: bl=0x02, flags=-CF-PF?AF-ZF-SF-OF

;; name: 8-by-cl-one
;; set: ebx=0xB5C6D780, ecx=0xC9DAEB01, flags=+SF
        shl bl, cl
;; expect: bl=0x00, flags=+CF+PF?AF+ZF-SF+OF

;; name: 8-by-imm-3
;; set: ebx=0xB5C6D75A, flags=+CF+PF+ZF
        shl bl, 3
;; expect: bl=0xD0, flags=-CF-PF?AF-ZF+SF?OF

;; name: 8-mem-by-imm-4
;; set: [DATA+2]=5a, flags=+ZF
        shl byte [DATA+2], 4
;; expect: [DATA+2]=a0, flags=+CF+PF?AF-ZF+SF?OF

;; name: 8-mem-by-cl-5
;; set: [DATA+2]=81, ecx=0xC9DAEB05, flags=+CF+PF+ZF+SF
        shl byte [DATA+2], cl
;; expect: [DATA+2]=20, flags=-CF-PF?AF-ZF-SF?OF

;; name: 8-by-cl-zero
;; set: ebx=0xB5C6D781, ecx=0xC9DAEB00, flags=+PF+ZF+OF+CF
        shl bl, cl

;; name: 8-by-imm-zero
;; set: ebx=0xB5C6D75A, flags=+PF+ZF+OF+CF
        shl bl, 0

;; name: 8-by-32
;; set: ebx=0xB5C6D781, flags=+PF+ZF+OF+CF
        shl bl, 32

;; name: 8-by-33
;; set: ebx=0xB5C6D781, ecx=0xC9DAEB21, flags=+PF+ZF+SF
        shl bl, cl
;; expect: bl=0x02, flags=+CF-PF?AF-ZF-SF+OF

;; name: 8-by-31
;; set: ebx=0xB5C6D75A, ecx=0xC9DAEB1F, flags=+SF
        shl bl, cl
;; expect: bl=0x00, flags=?CF+PF?AF+ZF-SF?OF

;; name: 8-by-size-less-1
;; set: ebx=0xB5C6D77F, flags=+PF+ZF
        shl bl, 7
;; expect: bl=0x80, flags=+CF-PF?AF-ZF+SF?OF

;; name: 8-by-size
;; set: ebx=0xB5C6D75A, flags=+SF
        shl bl, 8
;; expect: bl=0x00, flags=?CF+PF?AF+ZF-SF?OF

;; name: 8-by-size-plus-1
;; set: ebx=0xB5C6D75A, ecx=0xC9DAEB09, flags=+SF
        shl bl, cl
;; expect: bl=0x00, flags=?CF+PF?AF+ZF-SF?OF

;; name: 8-by-size-plus-2
;; set: ebx=0xB5C6D781, flags=+SF
        shl bl, 10
;; expect: bl=0x00, flags=?CF+PF?AF+ZF-SF?OF

;; name: 8-by-17
;; set: ebx=0xB5C6D75A, flags=+SF
        shl bl, 17
;; expect: bl=0x00, flags=?CF+PF?AF+ZF-SF?OF

;; name: 8-by-24
;; set: ebx=0xB5C6D77F, ecx=0xC9DAEB18, flags=+SF
        shl bl, cl
;; expect: bl=0x00, flags=?CF+PF?AF+ZF-SF?OF

;; name: 8-by-18
;; set: ebx=0xB5C6D781, flags=+SF
        shl bl, 18
;; expect: bl=0x00, flags=?CF+PF?AF+ZF-SF?OF

;; name: 8-by-27
;; set: ebx=0xB5C6D781, ecx=0xC9DAEB1B, flags=+SF
        shl bl, cl
;; expect: bl=0x00, flags=?CF+PF?AF+ZF-SF?OF

;; name: 8-by-cl-255
;; set: [DATA+2]=c0, ecx=0xC9DAEBFF, flags=+SF
        shl byte [DATA+2], cl
;; expect: [DATA+2]=00, flags=?CF+PF?AF+ZF-SF?OF

;; name: 16-by-one-both-ends
;; set: esi=0xE4F58001, flags=+PF+ZF+SF
        shl si, 1
;; expect: si=0x0002, flags=+CF-PF?AF-ZF-SF+OF

;; name: 16-by-one-most-positive
;; set: esi=0xE4F57FFF, flags=+CF+PF+ZF
        shl si, 1
;; expect: si=0xFFFE, flags=-CF-PF?AF-ZF+SF+OF

;; name: 16-by-one-two-high-bits
;; set: [DATA+2]=00 c0, flags=+ZF+OF
        shl word [DATA+2], 1
;; expect: [DATA+2]=00 80, flags=+CF+PF?AF-ZF+SF-OF

;; name: 16-by-imm-one
;; set: esi=0xE4F50001, flags=+CF+PF+ZF+SF+OF
        shl si, strict byte 1
;; expect: si=0x0002, flags=-CF-PF?AF-ZF-SF-OF

;; name: 16-by-cl-one
;; set: esi=0xE4F58000, ecx=0xC9DAEB01, flags=+SF
        shl si, cl
;; expect: si=0x0000, flags=+CF+PF?AF+ZF-SF+OF

;; name: 16-by-imm-3
;; set: esi=0xE4F51234, flags=+CF+ZF
        shl si, 3
;; expect: si=0x91A0, flags=-CF+PF?AF-ZF+SF?OF

;; name: 16-mem-by-imm-4
;; set: [DATA+2]=34 12, flags=+PF+ZF+SF
        shl word [DATA+2], 4
;; expect: [DATA+2]=40 23, flags=+CF-PF?AF-ZF-SF?OF

;; name: 16-mem-by-cl-5
;; set: [DATA+2]=01 80, ecx=0xC9DAEB05, flags=+CF+PF+ZF+SF
        shl word [DATA+2], cl
;; expect: [DATA+2]=20 00, flags=-CF-PF?AF-ZF-SF?OF

;; name: 16-by-cl-zero
;; set: esi=0xE4F58001, ecx=0xC9DAEB00, flags=+PF+ZF+OF+CF
        shl si, cl

;; name: 16-by-imm-zero
;; set: esi=0xE4F51234, flags=+PF+ZF+OF+CF
        shl si, 0

;; name: 16-by-32
;; set: esi=0xE4F58001, flags=+PF+ZF+OF+CF
        shl si, 32

;; name: 16-by-33
;; set: esi=0xE4F58001, ecx=0xC9DAEB21, flags=+PF+ZF+SF
        shl si, cl
;; expect: si=0x0002, flags=+CF-PF?AF-ZF-SF+OF

;; name: 16-by-31
;; set: esi=0xE4F51234, ecx=0xC9DAEB1F, flags=+SF
        shl si, cl
;; expect: si=0x0000, flags=?CF+PF?AF+ZF-SF?OF

;; name: 16-by-size-less-1
;; set: esi=0xE4F57FFF, flags=+ZF
        shl si, 15
;; expect: si=0x8000, flags=+CF+PF?AF-ZF+SF?OF

;; name: 16-by-size
;; set: esi=0xE4F51234, flags=+SF
        shl si, 16
;; expect: si=0x0000, flags=?CF+PF?AF+ZF-SF?OF

;; name: 16-by-size-plus-1
;; set: esi=0xE4F51234, ecx=0xC9DAEB11, flags=+SF
        shl si, cl
;; expect: si=0x0000, flags=?CF+PF?AF+ZF-SF?OF

;; name: 16-by-size-plus-2
;; set: esi=0xE4F58001, flags=+SF
        shl si, 18
;; expect: si=0x0000, flags=?CF+PF?AF+ZF-SF?OF

;; name: 16-by-cl-255
;; set: [DATA+2]=00 c0, ecx=0xC9DAEBFF, flags=+SF
        shl word [DATA+2], cl
;; expect: [DATA+2]=00 00, flags=?CF+PF?AF+ZF-SF?OF

;; name: 32-by-one-both-ends
;; set: edi=0x80000001, flags=+PF+ZF+SF
        shl edi, 1
;; expect: edi=0x00000002, flags=+CF-PF?AF-ZF-SF+OF

;; name: 32-by-one-most-positive
;; set: edi=0x7FFFFFFF, flags=+CF+PF+ZF
        shl edi, 1
;; expect: edi=0xFFFFFFFE, flags=-CF-PF?AF-ZF+SF+OF

;; name: 32-by-one-two-high-bits
;; set: [DATA+2]=00 00 00 c0, flags=+ZF+OF
        shl dword [DATA+2], 1
;; expect: [DATA+2]=00 00 00 80, flags=+CF+PF?AF-ZF+SF-OF

;; name: 32-by-imm-one
;; set: edi=0x00000001, flags=+CF+PF+ZF+SF+OF
        shl edi, strict byte 1
;; expect: edi=0x00000002, flags=-CF-PF?AF-ZF-SF-OF

;; name: 32-by-cl-one
;; set: edi=0x80000000, ecx=0xC9DAEB01, flags=+SF
        shl edi, cl
;; expect: edi=0x00000000, flags=+CF+PF?AF+ZF-SF+OF

;; name: 32-by-imm-3
;; set: edi=0x12345678, flags=+CF+ZF
        shl edi, 3
;; expect: edi=0x91A2B3C0, flags=-CF+PF?AF-ZF+SF?OF

;; name: 32-mem-by-imm-4
;; set: [DATA+2]=78 56 34 12, flags=+PF+ZF+SF
        shl dword [DATA+2], 4
;; expect: [DATA+2]=80 67 45 23, flags=+CF-PF?AF-ZF-SF?OF

;; name: 32-mem-by-cl-5
;; set: [DATA+2]=01 00 00 80, ecx=0xC9DAEB05, flags=+CF+PF+ZF+SF
        shl dword [DATA+2], cl
;; expect: [DATA+2]=20 00 00 00, flags=-CF-PF?AF-ZF-SF?OF

;; name: 32-by-cl-zero
;; set: edi=0x80000001, ecx=0xC9DAEB00, flags=+PF+ZF+OF+CF
        shl edi, cl

;; name: 32-by-imm-zero
;; set: edi=0x12345678, flags=+PF+ZF+OF+CF
        shl edi, 0

;; name: 32-by-32
;; set: edi=0x80000001, flags=+PF+ZF+OF+CF
        shl edi, 32

;; name: 32-by-33
;; set: edi=0x80000001, ecx=0xC9DAEB21, flags=+PF+ZF+SF
        shl edi, cl
;; expect: edi=0x00000002, flags=+CF-PF?AF-ZF-SF+OF

;; name: 32-by-31
;; set: edi=0x12345678, ecx=0xC9DAEB1F, flags=+CF+SF
        shl edi, cl
;; expect: edi=0x00000000, flags=-CF+PF?AF+ZF-SF?OF

;; name: 32-by-size-less-1
;; set: edi=0x7FFFFFFF, flags=+ZF
        shl edi, 31
;; expect: edi=0x80000000, flags=+CF+PF?AF-ZF+SF?OF

;; name: 32-by-cl-255
;; set: [DATA+2]=00 00 00 c0, ecx=0xC9DAEBFF, flags=+CF+SF
        shl dword [DATA+2], cl
;; expect: [DATA+2]=00 00 00 00, flags=-CF+PF?AF+ZF-SF?OF

;; name: mem32-across-pages
;; set: [0x4FFE]=f1 de bc 9a, flags=+PF+ZF+SF
        shl dword [0x4FFE], 7
;; expect: [0x4FFE]=80 78 6f 5e, flags=+CF-PF?AF-ZF-SF?OF

;; name: mem16-across-pages
;; set: [0x4FFF]=b1 9a, flags=+PF+ZF+SF
        shl word [0x4FFF], 1
;; expect: [0x4FFF]=62 35, flags=+CF-PF?AF-ZF-SF+OF

;; name: cl-by-itself
;; set: ecx=0xC9DAEB03, flags=+ZF
        shl cl, cl
;; expect: cl=0x18, flags=-CF+PF?AF-ZF-SF?OF

;; name: ecx-by-its-low-byte
;; set: ecx=0x00FF0104, flags=+ZF
        shl ecx, cl
;; expect: ecx=0x0FF01040, flags=-CF-PF?AF-ZF-SF?OF

;; name: sal-alias-by-one
;; set: ebx=0xB5C6D741, flags=+CF+ZF
        db 0xD0, 0xF3                 ; sal bl, 1 as /6
;; expect: bl=0x82, flags=-CF+PF?AF-ZF+SF+OF

;; name: sal-alias-by-imm
;; set: edi=0xC0000001, flags=+PF+ZF+SF
        o32
        db 0xC1, 0xF7, 0x02           ; sal edi, 2 as /6
;; expect: edi=0x00000004, flags=+CF-PF?AF-ZF-SF?OF
