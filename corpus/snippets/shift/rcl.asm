;; see: SDM Vol. 2B, RCL/RCR/ROL/ROR: OF is defined for a count of 1, a count of 0 leaves the flags
;; modes: all

;; name: 8-by-one-both-ends
;; set: ebx=0xB5C6D781, flags=+CF
        rcl bl, 1
;; expect: bl=0x03, flags=+CF+OF

;; name: 8-by-one-most-positive
;; set: ebx=0xB5C6D77F
        rcl bl, 1
;; expect: bl=0xFE, flags=-CF+OF

;; name: 8-by-one-two-high-bits
;; set: [DATA+2]=c0, flags=+OF
        rcl byte [DATA+2], 1
;; expect: [DATA+2]=80, flags=+CF-OF

;; name: 8-by-imm-one
;; set: ebx=0xB5C6D701, flags=+CF+OF
        rcl bl, strict byte 1
;; expect: bl=0x03, flags=-CF-OF

;; name: 8-by-cl-one
;; set: ebx=0xB5C6D780, ecx=0xC9DAEB01
        rcl bl, cl
;; expect: bl=0x00, flags=+CF+OF

;; name: 8-by-imm-3
;; set: ebx=0xB5C6D75A, flags=+CF
        rcl bl, 3
;; expect: bl=0xD5, flags=-CF?OF

;; name: 8-mem-by-imm-4
;; set: [DATA+2]=5a
        rcl byte [DATA+2], 4
;; expect: [DATA+2]=a2, flags=+CF?OF

;; name: 8-mem-by-cl-5
;; set: [DATA+2]=81, ecx=0xC9DAEB05, flags=+CF
        rcl byte [DATA+2], cl
;; expect: [DATA+2]=38, flags=-CF?OF

;; name: 8-by-cl-zero
;; set: ebx=0xB5C6D781, ecx=0xC9DAEB00, flags=+PF+ZF+OF+CF
        rcl bl, cl

;; name: 8-by-imm-zero
;; set: ebx=0xB5C6D75A, flags=+PF+ZF+OF
        rcl bl, 0

;; name: 8-by-32
;; set: ebx=0xB5C6D781, flags=+PF+ZF+OF+CF
        rcl bl, 32

;; name: 8-by-33
;; set: ebx=0xB5C6D781, ecx=0xC9DAEB21
        rcl bl, cl
;; expect: bl=0x02, flags=+CF+OF

;; name: 8-by-31
;; set: ebx=0xB5C6D75A, ecx=0xC9DAEB1F, flags=+CF
        rcl bl, cl
;; expect: bl=0xAA, flags=+CF?OF

;; name: 8-by-size-less-1
;; set: ebx=0xB5C6D77F
        rcl bl, 7
;; expect: bl=0x9F, flags=+CF?OF

;; name: 8-by-size
;; set: ebx=0xB5C6D75A, flags=+CF
        rcl bl, 8
;; expect: bl=0xAD, flags=-CF?OF

;; name: 8-by-size-plus-1
;; set: ebx=0xB5C6D75A, ecx=0xC9DAEB09, flags=+CF
        rcl bl, cl
;; expect: bl=0x5A, flags=+CF?OF

;; name: 8-by-size-plus-2
;; set: ebx=0xB5C6D781
        rcl bl, 10
;; expect: bl=0x02, flags=+CF?OF

;; name: 8-by-17
;; set: ebx=0xB5C6D75A, flags=+CF
        rcl bl, 17
;; expect: bl=0xAD, flags=-CF?OF

;; name: 8-by-24
;; set: ebx=0xB5C6D77F, ecx=0xC9DAEB18
        rcl bl, cl
;; expect: bl=0xCF, flags=+CF?OF

;; name: 8-by-18
;; set: ebx=0xB5C6D781, flags=+CF
        rcl bl, 18
;; expect: bl=0x81, flags=+CF?OF

;; name: 8-by-27
;; set: ebx=0xB5C6D781, ecx=0xC9DAEB1B, flags=+CF
        rcl bl, cl
;; expect: bl=0x81, flags=+CF?OF

;; name: 8-by-cl-255
;; set: [DATA+2]=c0, ecx=0xC9DAEBFF, flags=+CF
        rcl byte [DATA+2], cl
;; expect: [DATA+2]=0e, flags=-CF?OF

;; name: 16-by-one-both-ends
;; set: esi=0xE4F58001, flags=+CF
        rcl si, 1
;; expect: si=0x0003, flags=+CF+OF

;; name: 16-by-one-most-positive
;; set: esi=0xE4F57FFF
        rcl si, 1
;; expect: si=0xFFFE, flags=-CF+OF

;; name: 16-by-one-two-high-bits
;; set: [DATA+2]=00 c0, flags=+OF
        rcl word [DATA+2], 1
;; expect: [DATA+2]=00 80, flags=+CF-OF

;; name: 16-by-imm-one
;; set: esi=0xE4F50001, flags=+CF+OF
        rcl si, strict byte 1
;; expect: si=0x0003, flags=-CF-OF

;; name: 16-by-cl-one
;; set: esi=0xE4F58000, ecx=0xC9DAEB01
        rcl si, cl
;; expect: si=0x0000, flags=+CF+OF

;; name: 16-by-imm-3
;; set: esi=0xE4F51234, flags=+CF
        rcl si, 3
;; expect: si=0x91A4, flags=-CF?OF

;; name: 16-mem-by-imm-4
;; set: [DATA+2]=34 12
        rcl word [DATA+2], 4
;; expect: [DATA+2]=40 23, flags=+CF?OF

;; name: 16-mem-by-cl-5
;; set: [DATA+2]=01 80, ecx=0xC9DAEB05, flags=+CF
        rcl word [DATA+2], cl
;; expect: [DATA+2]=38 00, flags=-CF?OF

;; name: 16-by-cl-zero
;; set: esi=0xE4F58001, ecx=0xC9DAEB00, flags=+PF+ZF+OF+CF
        rcl si, cl

;; name: 16-by-imm-zero
;; set: esi=0xE4F51234, flags=+PF+ZF+OF
        rcl si, 0

;; name: 16-by-32
;; set: esi=0xE4F58001, flags=+PF+ZF+OF+CF
        rcl si, 32

;; name: 16-by-33
;; set: esi=0xE4F58001, ecx=0xC9DAEB21
        rcl si, cl
;; expect: si=0x0002, flags=+CF+OF

;; name: 16-by-31
;; set: esi=0xE4F51234, ecx=0xC9DAEB1F, flags=+CF
        rcl si, cl
;; expect: si=0x2246, flags=+CF?OF

;; name: 16-by-size-less-1
;; set: esi=0xE4F57FFF
        rcl si, 15
;; expect: si=0x9FFF, flags=+CF?OF

;; name: 16-by-size
;; set: esi=0xE4F51234, flags=+CF
        rcl si, 16
;; expect: si=0x891A, flags=-CF?OF

;; name: 16-by-size-plus-1
;; set: esi=0xE4F51234, ecx=0xC9DAEB11, flags=+CF
        rcl si, cl
;; expect: si=0x1234, flags=+CF?OF

;; name: 16-by-size-plus-2
;; set: esi=0xE4F58001
        rcl si, 18
;; expect: si=0x0002, flags=+CF?OF

;; name: 16-by-cl-255
;; set: [DATA+2]=00 c0, ecx=0xC9DAEBFF, flags=+CF
        rcl word [DATA+2], cl
;; expect: [DATA+2]=00 38, flags=-CF?OF

;; name: 32-by-one-both-ends
;; set: edi=0x80000001, flags=+CF
        rcl edi, 1
;; expect: edi=0x00000003, flags=+CF+OF

;; name: 32-by-one-most-positive
;; set: edi=0x7FFFFFFF
        rcl edi, 1
;; expect: edi=0xFFFFFFFE, flags=-CF+OF

;; name: 32-by-one-two-high-bits
;; set: [DATA+2]=00 00 00 c0, flags=+OF
        rcl dword [DATA+2], 1
;; expect: [DATA+2]=00 00 00 80, flags=+CF-OF

;; name: 32-by-imm-one
;; set: edi=0x00000001, flags=+CF+OF
        rcl edi, strict byte 1
;; expect: edi=0x00000003, flags=-CF-OF

;; name: 32-by-cl-one
;; set: edi=0x80000000, ecx=0xC9DAEB01
        rcl edi, cl
;; expect: edi=0x00000000, flags=+CF+OF

;; name: 32-by-imm-3
;; set: edi=0x12345678, flags=+CF
        rcl edi, 3
;; expect: edi=0x91A2B3C4, flags=-CF?OF

;; name: 32-mem-by-imm-4
;; set: [DATA+2]=78 56 34 12
        rcl dword [DATA+2], 4
;; expect: [DATA+2]=80 67 45 23, flags=+CF?OF

;; name: 32-mem-by-cl-5
;; set: [DATA+2]=01 00 00 80, ecx=0xC9DAEB05, flags=+CF
        rcl dword [DATA+2], cl
;; expect: [DATA+2]=38 00 00 00, flags=-CF?OF

;; name: 32-by-cl-zero
;; set: edi=0x80000001, ecx=0xC9DAEB00, flags=+PF+ZF+OF+CF
        rcl edi, cl

;; name: 32-by-imm-zero
;; set: edi=0x12345678, flags=+PF+ZF+OF
        rcl edi, 0

;; name: 32-by-32
;; set: edi=0x80000001, flags=+PF+ZF+OF+CF
        rcl edi, 32

;; name: 32-by-33
;; set: edi=0x80000001, ecx=0xC9DAEB21
        rcl edi, cl
;; expect: edi=0x00000002, flags=+CF+OF

;; name: 32-by-31
;; set: edi=0x12345678, ecx=0xC9DAEB1F, flags=+CF
        rcl edi, cl
;; expect: edi=0x448D159E, flags=-CF?OF

;; name: 32-by-size-less-1
;; set: edi=0x7FFFFFFF
        rcl edi, 31
;; expect: edi=0x9FFFFFFF, flags=+CF?OF

;; name: 32-by-cl-255
;; set: [DATA+2]=00 00 00 c0, ecx=0xC9DAEBFF, flags=+CF
        rcl dword [DATA+2], cl
;; expect: [DATA+2]=00 00 00 70, flags=-CF?OF

;; name: mem32-across-pages
;; set: [0x4FFE]=f1 de bc 9a, flags=+CF
        rcl dword [0x4FFE], 7
;; expect: [0x4FFE]=e6 78 6f 5e, flags=+CF?OF

;; name: mem16-across-pages
;; set: [0x4FFF]=b1 9a, flags=+CF
        rcl word [0x4FFF], 1
;; expect: [0x4FFF]=63 35, flags=+CF+OF
