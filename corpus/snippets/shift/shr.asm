;; see: SDM Vol. 2B, SAL/SAR/SHL/SHR: OF is defined for a count of 1; CF of SHL and SHR for counts below the size
;; modes: all

;; name: 8-by-one-both-ends
;; set: ebx=0xB5C6D781, flags=+PF+ZF+SF
        shr bl, 1
;; expect: bl=0x40, flags=+CF-PF?AF-ZF-SF+OF

;; name: 8-by-one-most-positive
;; set: ebx=0xB5C6D77F, flags=+ZF+SF+OF
        shr bl, 1
;; expect: bl=0x3F, flags=+CF+PF?AF-ZF-SF-OF

;; name: 8-by-one-two-high-bits
;; set: [DATA+2]=c0, flags=+CF+ZF+SF
        shr byte [DATA+2], 1
;; expect: [DATA+2]=60, flags=-CF+PF?AF-ZF-SF+OF

;; name: 8-by-imm-one
;; set: ebx=0xB5C6D701, flags=+SF+OF
        shr bl, strict byte 1
;; expect: bl=0x00, flags=+CF+PF?AF+ZF-SF-OF

;; name: 8-by-cl-one
;; set: ebx=0xB5C6D780, ecx=0xC9DAEB01, flags=+CF+PF+ZF+SF
        shr bl, cl
;; expect: bl=0x40, flags=-CF-PF?AF-ZF-SF+OF

;; name: 8-by-imm-3
;; set: ebx=0xB5C6D75A, flags=+CF+PF+ZF+SF
        shr bl, 3
;; expect: bl=0x0B, flags=-CF-PF?AF-ZF-SF?OF

;; name: 8-mem-by-imm-4
;; set: [DATA+2]=5a, flags=+ZF+SF
        shr byte [DATA+2], 4
;; expect: [DATA+2]=05, flags=+CF+PF?AF-ZF-SF?OF

;; name: 8-mem-by-cl-5
;; set: [DATA+2]=81, ecx=0xC9DAEB05, flags=+CF+PF+ZF+SF
        shr byte [DATA+2], cl
;; expect: [DATA+2]=04, flags=-CF-PF?AF-ZF-SF?OF

;; name: 8-by-cl-zero
;; set: ebx=0xB5C6D781, ecx=0xC9DAEB00, flags=+PF+ZF+OF+CF
        shr bl, cl

;; name: 8-by-imm-zero
;; set: ebx=0xB5C6D75A, flags=+PF+ZF+OF+CF
        shr bl, 0

;; name: 8-by-32
;; set: ebx=0xB5C6D781, flags=+PF+ZF+OF+CF
        shr bl, 32

;; name: 8-by-33
;; set: ebx=0xB5C6D781, ecx=0xC9DAEB21, flags=+PF+ZF+SF
        shr bl, cl
;; expect: bl=0x40, flags=+CF-PF?AF-ZF-SF+OF

;; name: 8-by-31
;; set: ebx=0xB5C6D75A, ecx=0xC9DAEB1F, flags=+SF
        shr bl, cl
;; expect: bl=0x00, flags=?CF+PF?AF+ZF-SF?OF

;; name: 8-by-size-less-1
;; set: ebx=0xB5C6D77F, flags=+SF
        shr bl, 7
;; expect: bl=0x00, flags=+CF+PF?AF+ZF-SF?OF

;; name: 8-by-size
;; set: ebx=0xB5C6D75A, flags=+SF
        shr bl, 8
;; expect: bl=0x00, flags=?CF+PF?AF+ZF-SF?OF

;; name: 8-by-size-plus-1
;; set: ebx=0xB5C6D75A, ecx=0xC9DAEB09, flags=+SF
        shr bl, cl
;; expect: bl=0x00, flags=?CF+PF?AF+ZF-SF?OF

;; name: 8-by-size-plus-2
;; set: ebx=0xB5C6D781, flags=+SF
        shr bl, 10
;; expect: bl=0x00, flags=?CF+PF?AF+ZF-SF?OF

;; name: 8-by-17
;; set: ebx=0xB5C6D75A, flags=+SF
        shr bl, 17
;; expect: bl=0x00, flags=?CF+PF?AF+ZF-SF?OF

;; name: 8-by-24
;; set: ebx=0xB5C6D77F, ecx=0xC9DAEB18, flags=+SF
        shr bl, cl
;; expect: bl=0x00, flags=?CF+PF?AF+ZF-SF?OF

;; name: 8-by-18
;; set: ebx=0xB5C6D781, flags=+SF
        shr bl, 18
;; expect: bl=0x00, flags=?CF+PF?AF+ZF-SF?OF

;; name: 8-by-27
;; set: ebx=0xB5C6D781, ecx=0xC9DAEB1B, flags=+SF
        shr bl, cl
;; expect: bl=0x00, flags=?CF+PF?AF+ZF-SF?OF

;; name: 8-by-cl-255
;; set: [DATA+2]=c0, ecx=0xC9DAEBFF, flags=+SF
        shr byte [DATA+2], cl
;; expect: [DATA+2]=00, flags=?CF+PF?AF+ZF-SF?OF

;; name: 16-by-one-both-ends
;; set: esi=0xE4F58001, flags=+ZF+SF
        shr si, 1
;; expect: si=0x4000, flags=+CF+PF?AF-ZF-SF+OF

;; name: 16-by-one-most-positive
;; set: esi=0xE4F57FFF, flags=+ZF+SF+OF
        shr si, 1
;; expect: si=0x3FFF, flags=+CF+PF?AF-ZF-SF-OF

;; name: 16-by-one-two-high-bits
;; set: [DATA+2]=00 c0, flags=+CF+ZF+SF
        shr word [DATA+2], 1
;; expect: [DATA+2]=00 60, flags=-CF+PF?AF-ZF-SF+OF

;; name: 16-by-imm-one
;; set: esi=0xE4F50001, flags=+SF+OF
        shr si, strict byte 1
;; expect: si=0x0000, flags=+CF+PF?AF+ZF-SF-OF

;; name: 16-by-cl-one
;; set: esi=0xE4F58000, ecx=0xC9DAEB01, flags=+CF+ZF+SF
        shr si, cl
;; expect: si=0x4000, flags=-CF+PF?AF-ZF-SF+OF

;; name: 16-by-imm-3
;; set: esi=0xE4F51234, flags=+PF+ZF+SF
        shr si, 3
;; expect: si=0x0246, flags=+CF-PF?AF-ZF-SF?OF

;; name: 16-mem-by-imm-4
;; set: [DATA+2]=34 12, flags=+CF+PF+ZF+SF
        shr word [DATA+2], 4
;; expect: [DATA+2]=23 01, flags=-CF-PF?AF-ZF-SF?OF

;; name: 16-mem-by-cl-5
;; set: [DATA+2]=01 80, ecx=0xC9DAEB05, flags=+CF+ZF+SF
        shr word [DATA+2], cl
;; expect: [DATA+2]=00 04, flags=-CF+PF?AF-ZF-SF?OF

;; name: 16-by-cl-zero
;; set: esi=0xE4F58001, ecx=0xC9DAEB00, flags=+PF+ZF+OF+CF
        shr si, cl

;; name: 16-by-imm-zero
;; set: esi=0xE4F51234, flags=+PF+ZF+OF+CF
        shr si, 0

;; name: 16-by-32
;; set: esi=0xE4F58001, flags=+PF+ZF+OF+CF
        shr si, 32

;; name: 16-by-33
;; set: esi=0xE4F58001, ecx=0xC9DAEB21, flags=+ZF+SF
        shr si, cl
;; expect: si=0x4000, flags=+CF+PF?AF-ZF-SF+OF

;; name: 16-by-31
;; set: esi=0xE4F51234, ecx=0xC9DAEB1F, flags=+SF
        shr si, cl
;; expect: si=0x0000, flags=?CF+PF?AF+ZF-SF?OF

;; name: 16-by-size-less-1
;; set: esi=0xE4F57FFF, flags=+SF
        shr si, 15
;; expect: si=0x0000, flags=+CF+PF?AF+ZF-SF?OF

;; name: 16-by-size
;; set: esi=0xE4F51234, flags=+SF
        shr si, 16
;; expect: si=0x0000, flags=?CF+PF?AF+ZF-SF?OF

;; name: 16-by-size-plus-1
;; set: esi=0xE4F51234, ecx=0xC9DAEB11, flags=+SF
        shr si, cl
;; expect: si=0x0000, flags=?CF+PF?AF+ZF-SF?OF

;; name: 16-by-size-plus-2
;; set: esi=0xE4F58001, flags=+SF
        shr si, 18
;; expect: si=0x0000, flags=?CF+PF?AF+ZF-SF?OF

;; name: 16-by-cl-255
;; set: [DATA+2]=00 c0, ecx=0xC9DAEBFF, flags=+SF
        shr word [DATA+2], cl
;; expect: [DATA+2]=00 00, flags=?CF+PF?AF+ZF-SF?OF

;; name: 32-by-one-both-ends
;; set: edi=0x80000001, flags=+ZF+SF
        shr edi, 1
;; expect: edi=0x40000000, flags=+CF+PF?AF-ZF-SF+OF

;; name: 32-by-one-most-positive
;; set: edi=0x7FFFFFFF, flags=+ZF+SF+OF
        shr edi, 1
;; expect: edi=0x3FFFFFFF, flags=+CF+PF?AF-ZF-SF-OF

;; name: 32-by-one-two-high-bits
;; set: [DATA+2]=00 00 00 c0, flags=+CF+ZF+SF
        shr dword [DATA+2], 1
;; expect: [DATA+2]=00 00 00 60, flags=-CF+PF?AF-ZF-SF+OF

;; name: 32-by-imm-one
;; set: edi=0x00000001, flags=+SF+OF
        shr edi, strict byte 1
;; expect: edi=0x00000000, flags=+CF+PF?AF+ZF-SF-OF

;; name: 32-by-cl-one
;; set: edi=0x80000000, ecx=0xC9DAEB01, flags=+CF+ZF+SF
        shr edi, cl
;; expect: edi=0x40000000, flags=-CF+PF?AF-ZF-SF+OF

;; name: 32-by-imm-3
;; set: edi=0x12345678, flags=+CF+ZF+SF
        shr edi, 3
;; expect: edi=0x02468ACF, flags=-CF+PF?AF-ZF-SF?OF

;; name: 32-mem-by-imm-4
;; set: [DATA+2]=78 56 34 12, flags=+PF+ZF+SF
        shr dword [DATA+2], 4
;; expect: [DATA+2]=67 45 23 01, flags=+CF-PF?AF-ZF-SF?OF

;; name: 32-mem-by-cl-5
;; set: [DATA+2]=01 00 00 80, ecx=0xC9DAEB05, flags=+CF+ZF+SF
        shr dword [DATA+2], cl
;; expect: [DATA+2]=00 00 00 04, flags=-CF+PF?AF-ZF-SF?OF

;; name: 32-by-cl-zero
;; set: edi=0x80000001, ecx=0xC9DAEB00, flags=+PF+ZF+OF+CF
        shr edi, cl

;; name: 32-by-imm-zero
;; set: edi=0x12345678, flags=+PF+ZF+OF+CF
        shr edi, 0

;; name: 32-by-32
;; set: edi=0x80000001, flags=+PF+ZF+OF+CF
        shr edi, 32

;; name: 32-by-33
;; set: edi=0x80000001, ecx=0xC9DAEB21, flags=+ZF+SF
        shr edi, cl
;; expect: edi=0x40000000, flags=+CF+PF?AF-ZF-SF+OF

;; name: 32-by-31
;; set: edi=0x12345678, ecx=0xC9DAEB1F, flags=+CF+SF
        shr edi, cl
;; expect: edi=0x00000000, flags=-CF+PF?AF+ZF-SF?OF

;; name: 32-by-size-less-1
;; set: edi=0x7FFFFFFF, flags=+SF
        shr edi, 31
;; expect: edi=0x00000000, flags=+CF+PF?AF+ZF-SF?OF

;; name: 32-by-cl-255
;; set: [DATA+2]=00 00 00 c0, ecx=0xC9DAEBFF, flags=+PF+ZF+SF
        shr dword [DATA+2], cl
;; expect: [DATA+2]=01 00 00 00, flags=+CF-PF?AF-ZF-SF?OF

;; name: mem32-across-pages
;; set: [0x4FFE]=f1 de bc 9a, flags=+ZF+SF
        shr dword [0x4FFE], 7
;; expect: [0x4FFE]=bd 79 35 01, flags=+CF+PF?AF-ZF-SF?OF

;; name: mem16-across-pages
;; set: [0x4FFF]=b1 9a, flags=+PF+ZF+SF
        shr word [0x4FFF], 1
;; expect: [0x4FFF]=58 4d, flags=+CF-PF?AF-ZF-SF+OF

;; name: cl-by-itself
;; set: ecx=0xC9DAEB03, flags=+ZF
        shr cl, cl
;; expect: cl=0x00, flags=-CF+PF?AF+ZF-SF?OF

;; name: ecx-by-its-low-byte
;; set: ecx=0x00FF0104, flags=+ZF
        shr ecx, cl
;; expect: ecx=0x000FF010, flags=-CF-PF?AF-ZF-SF?OF
