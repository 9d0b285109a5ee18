;; see: SDM Vol. 2B, RCL/RCR/ROL/ROR: OF is defined for a count of 1, a count of 0 leaves the flags
;; modes: all

;; name: 8-by-one-both-ends
;; set: ebx=0xB5C6D781, flags=+OF
        ror bl, 1
;; expect: bl=0xC0, flags=+CF-OF

;; name: 8-by-one-most-positive
;; set: ebx=0xB5C6D77F
        ror bl, 1
;; expect: bl=0xBF, flags=+CF+OF

;; name: 8-by-one-two-high-bits
;; set: [DATA+2]=c0, flags=+CF
        ror byte [DATA+2], 1
;; expect: [DATA+2]=60, flags=-CF+OF

;; name: 8-by-imm-one
;; set: ebx=0xB5C6D701
        ror bl, strict byte 1
;; expect: bl=0x80, flags=+CF+OF

;; name: 8-by-cl-one
;; set: ebx=0xB5C6D780, ecx=0xC9DAEB01, flags=+CF
        ror bl, cl
;; expect: bl=0x40, flags=-CF+OF

;; name: 8-by-imm-3
;; set: ebx=0xB5C6D75A, flags=+CF
        ror bl, 3
;; expect: bl=0x4B, flags=-CF?OF

;; name: 8-mem-by-imm-4
;; set: [DATA+2]=5a
        ror byte [DATA+2], 4
;; expect: [DATA+2]=a5, flags=+CF?OF

;; name: 8-mem-by-cl-5
;; set: [DATA+2]=81, ecx=0xC9DAEB05, flags=+CF
        ror byte [DATA+2], cl
;; expect: [DATA+2]=0c, flags=-CF?OF

;; name: 8-by-cl-zero
;; set: ebx=0xB5C6D781, ecx=0xC9DAEB00, flags=+PF+ZF+OF+CF
        ror bl, cl

;; name: 8-by-imm-zero
;; set: ebx=0xB5C6D75A, flags=+PF+ZF+OF+CF
        ror bl, 0

;; name: 8-by-32
;; set: ebx=0xB5C6D781, flags=+PF+ZF+OF+CF
        ror bl, 32

;; name: 8-by-33
;; set: ebx=0xB5C6D781, ecx=0xC9DAEB21, flags=+OF
        ror bl, cl
;; expect: bl=0xC0, flags=+CF-OF

;; name: 8-by-31
;; set: ebx=0xB5C6D75A, ecx=0xC9DAEB1F
        ror bl, cl
;; expect: bl=0xB4, flags=+CF?OF

;; name: 8-by-size-less-1
;; set: ebx=0xB5C6D77F
        ror bl, 7
;; expect: bl=0xFE, flags=+CF?OF

;; name: 8-by-size
;; set: ebx=0xB5C6D75A, flags=+CF
        ror bl, 8
;; expect: bl=0x5A, flags=-CF?OF

;; name: 8-by-size-plus-1
;; set: ebx=0xB5C6D75A, ecx=0xC9DAEB09, flags=+CF
        ror bl, cl
;; expect: bl=0x2D, flags=-CF?OF

;; name: 8-by-size-plus-2
;; set: ebx=0xB5C6D781, flags=+CF
        ror bl, 10
;; expect: bl=0x60, flags=-CF?OF

;; name: 8-by-17
;; set: ebx=0xB5C6D75A, flags=+CF
        ror bl, 17
;; expect: bl=0x2D, flags=-CF?OF

;; name: 8-by-24
;; set: ebx=0xB5C6D77F, ecx=0xC9DAEB18, flags=+CF
        ror bl, cl
;; expect: bl=0x7F, flags=-CF?OF

;; name: 8-by-18
;; set: ebx=0xB5C6D781, flags=+CF
        ror bl, 18
;; expect: bl=0x60, flags=-CF?OF

;; name: 8-by-27
;; set: ebx=0xB5C6D781, ecx=0xC9DAEB1B, flags=+CF
        ror bl, cl
;; expect: bl=0x30, flags=-CF?OF

;; name: 8-by-cl-255
;; set: [DATA+2]=c0, ecx=0xC9DAEBFF
        ror byte [DATA+2], cl
;; expect: [DATA+2]=81, flags=+CF?OF

;; name: 16-by-one-both-ends
;; set: esi=0xE4F58001, flags=+OF
        ror si, 1
;; expect: si=0xC000, flags=+CF-OF

;; name: 16-by-one-most-positive
;; set: esi=0xE4F57FFF
        ror si, 1
;; expect: si=0xBFFF, flags=+CF+OF

;; name: 16-by-one-two-high-bits
;; set: [DATA+2]=00 c0, flags=+CF
        ror word [DATA+2], 1
;; expect: [DATA+2]=00 60, flags=-CF+OF

;; name: 16-by-imm-one
;; set: esi=0xE4F50001
        ror si, strict byte 1
;; expect: si=0x8000, flags=+CF+OF

;; name: 16-by-cl-one
;; set: esi=0xE4F58000, ecx=0xC9DAEB01, flags=+CF
        ror si, cl
;; expect: si=0x4000, flags=-CF+OF

;; name: 16-by-imm-3
;; set: esi=0xE4F51234
        ror si, 3
;; expect: si=0x8246, flags=+CF?OF

;; name: 16-mem-by-imm-4
;; set: [DATA+2]=34 12, flags=+CF
        ror word [DATA+2], 4
;; expect: [DATA+2]=23 41, flags=-CF?OF

;; name: 16-mem-by-cl-5
;; set: [DATA+2]=01 80, ecx=0xC9DAEB05, flags=+CF
        ror word [DATA+2], cl
;; expect: [DATA+2]=00 0c, flags=-CF?OF

;; name: 16-by-cl-zero
;; set: esi=0xE4F58001, ecx=0xC9DAEB00, flags=+PF+ZF+OF+CF
        ror si, cl

;; name: 16-by-imm-zero
;; set: esi=0xE4F51234, flags=+PF+ZF+OF+CF
        ror si, 0

;; name: 16-by-32
;; set: esi=0xE4F58001, flags=+PF+ZF+OF+CF
        ror si, 32

;; name: 16-by-33
;; set: esi=0xE4F58001, ecx=0xC9DAEB21, flags=+OF
        ror si, cl
;; expect: si=0xC000, flags=+CF-OF

;; name: 16-by-31
;; set: esi=0xE4F51234, ecx=0xC9DAEB1F, flags=+CF
        ror si, cl
;; expect: si=0x2468, flags=-CF?OF

;; name: 16-by-size-less-1
;; set: esi=0xE4F57FFF
        ror si, 15
;; expect: si=0xFFFE, flags=+CF?OF

;; name: 16-by-size
;; set: esi=0xE4F51234, flags=+CF
        ror si, 16
;; expect: si=0x1234, flags=-CF?OF

;; name: 16-by-size-plus-1
;; set: esi=0xE4F51234, ecx=0xC9DAEB11, flags=+CF
        ror si, cl
;; expect: si=0x091A, flags=-CF?OF

;; name: 16-by-size-plus-2
;; set: esi=0xE4F58001, flags=+CF
        ror si, 18
;; expect: si=0x6000, flags=-CF?OF

;; name: 16-by-cl-255
;; set: [DATA+2]=00 c0, ecx=0xC9DAEBFF
        ror word [DATA+2], cl
;; expect: [DATA+2]=01 80, flags=+CF?OF

;; name: 32-by-one-both-ends
;; set: edi=0x80000001, flags=+OF
        ror edi, 1
;; expect: edi=0xC0000000, flags=+CF-OF

;; name: 32-by-one-most-positive
;; set: edi=0x7FFFFFFF
        ror edi, 1
;; expect: edi=0xBFFFFFFF, flags=+CF+OF

;; name: 32-by-one-two-high-bits
;; set: [DATA+2]=00 00 00 c0, flags=+CF
        ror dword [DATA+2], 1
;; expect: [DATA+2]=00 00 00 60, flags=-CF+OF

;; name: 32-by-imm-one
;; set: edi=0x00000001
        ror edi, strict byte 1
;; expect: edi=0x80000000, flags=+CF+OF

;; name: 32-by-cl-one
;; set: edi=0x80000000, ecx=0xC9DAEB01, flags=+CF
        ror edi, cl
;; expect: edi=0x40000000, flags=-CF+OF

;; name: 32-by-imm-3
;; set: edi=0x12345678, flags=+CF
        ror edi, 3
;; expect: edi=0x02468ACF, flags=-CF?OF

;; name: 32-mem-by-imm-4
;; set: [DATA+2]=78 56 34 12
        ror dword [DATA+2], 4
;; expect: [DATA+2]=67 45 23 81, flags=+CF?OF

;; name: 32-mem-by-cl-5
;; set: [DATA+2]=01 00 00 80, ecx=0xC9DAEB05, flags=+CF
        ror dword [DATA+2], cl
;; expect: [DATA+2]=00 00 00 0c, flags=-CF?OF

;; name: 32-by-cl-zero
;; set: edi=0x80000001, ecx=0xC9DAEB00, flags=+PF+ZF+OF+CF
        ror edi, cl

;; name: 32-by-imm-zero
;; set: edi=0x12345678, flags=+PF+ZF+OF+CF
        ror edi, 0

;; name: 32-by-32
;; set: edi=0x80000001, flags=+PF+ZF+OF+CF
        ror edi, 32

;; name: 32-by-33
;; set: edi=0x80000001, ecx=0xC9DAEB21, flags=+OF
        ror edi, cl
;; expect: edi=0xC0000000, flags=+CF-OF

;; name: 32-by-31
;; set: edi=0x12345678, ecx=0xC9DAEB1F, flags=+CF
        ror edi, cl
;; expect: edi=0x2468ACF0, flags=-CF?OF

;; name: 32-by-size-less-1
;; set: edi=0x7FFFFFFF
        ror edi, 31
;; expect: edi=0xFFFFFFFE, flags=+CF?OF

;; name: 32-by-cl-255
;; set: [DATA+2]=00 00 00 c0, ecx=0xC9DAEBFF
        ror dword [DATA+2], cl
;; expect: [DATA+2]=01 00 00 80, flags=+CF?OF

;; name: mem32-across-pages
;; set: [0x4FFE]=f1 de bc 9a
        ror dword [0x4FFE], 7
;; expect: [0x4FFE]=bd 79 35 e3, flags=+CF?OF

;; name: mem16-across-pages
;; set: [0x4FFF]=b1 9a, flags=+OF
        ror word [0x4FFF], 1
;; expect: [0x4FFF]=58 cd, flags=+CF-OF
