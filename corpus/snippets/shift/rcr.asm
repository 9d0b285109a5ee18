;; see: SDM Vol. 2B, RCL/RCR/ROL/ROR: OF is defined for a count of 1, a count of 0 leaves the flags
;; modes: all

;; name: 8-by-one-both-ends
;; set: ebx=0xB5C6D781, flags=+CF+OF
        rcr bl, 1
;; expect: bl=0xC0, flags=+CF-OF

;; name: 8-by-one-most-positive
;; set: ebx=0xB5C6D77F, flags=+OF
        rcr bl, 1
;; expect: bl=0x3F, flags=+CF-OF

;; name: 8-by-one-two-high-bits
;; set: [DATA+2]=c0
        rcr byte [DATA+2], 1
;; expect: [DATA+2]=60, flags=-CF+OF

;; name: 8-by-imm-one
;; set: ebx=0xB5C6D701, flags=+CF
        rcr bl, strict byte 1
;; expect: bl=0x80, flags=+CF+OF

;; name: 8-by-cl-one
;; set: ebx=0xB5C6D780, ecx=0xC9DAEB01
        rcr bl, cl
;; expect: bl=0x40, flags=-CF+OF

;; name: 8-by-imm-3
;; set: ebx=0xB5C6D75A, flags=+CF
        rcr bl, 3
;; expect: bl=0xAB, flags=-CF?OF

;; name: 8-mem-by-imm-4
;; set: [DATA+2]=5a
        rcr byte [DATA+2], 4
;; expect: [DATA+2]=45, flags=+CF?OF

;; name: 8-mem-by-cl-5
;; set: [DATA+2]=81, ecx=0xC9DAEB05, flags=+CF
        rcr byte [DATA+2], cl
;; expect: [DATA+2]=1c, flags=-CF?OF

;; name: 8-by-cl-zero
;; set: ebx=0xB5C6D781, ecx=0xC9DAEB00, flags=+PF+ZF+OF+CF
        rcr bl, cl

;; name: 8-by-imm-zero
;; set: ebx=0xB5C6D75A, flags=+PF+ZF+OF
        rcr bl, 0

;; name: 8-by-32
;; set: ebx=0xB5C6D781, flags=+PF+ZF+OF+CF
        rcr bl, 32

;; name: 8-by-33
;; set: ebx=0xB5C6D781, ecx=0xC9DAEB21
        rcr bl, cl
;; expect: bl=0x40, flags=+CF+OF

;; name: 8-by-31
;; set: ebx=0xB5C6D75A, ecx=0xC9DAEB1F, flags=+CF
        rcr bl, cl
;; expect: bl=0x55, flags=+CF?OF

;; name: 8-by-size-less-1
;; set: ebx=0xB5C6D77F
        rcr bl, 7
;; expect: bl=0xFC, flags=+CF?OF

;; name: 8-by-size
;; set: ebx=0xB5C6D75A, flags=+CF
        rcr bl, 8
;; expect: bl=0xB5, flags=-CF?OF

;; name: 8-by-size-plus-1
;; set: ebx=0xB5C6D75A, ecx=0xC9DAEB09, flags=+CF
        rcr bl, cl
;; expect: bl=0x5A, flags=+CF?OF

;; name: 8-by-size-plus-2
;; set: ebx=0xB5C6D781
        rcr bl, 10
;; expect: bl=0x40, flags=+CF?OF

;; name: 8-by-17
;; set: ebx=0xB5C6D75A, flags=+CF
        rcr bl, 17
;; expect: bl=0xB5, flags=-CF?OF

;; name: 8-by-24
;; set: ebx=0xB5C6D77F, ecx=0xC9DAEB18
        rcr bl, cl
;; expect: bl=0xF9, flags=+CF?OF

;; name: 8-by-18
;; set: ebx=0xB5C6D781, flags=+CF
        rcr bl, 18
;; expect: bl=0x81, flags=+CF?OF

;; name: 8-by-27
;; set: ebx=0xB5C6D781, ecx=0xC9DAEB1B, flags=+CF
        rcr bl, cl
;; expect: bl=0x81, flags=+CF?OF

;; name: 8-by-cl-255
;; set: [DATA+2]=c0, ecx=0xC9DAEBFF, flags=+CF
        rcr byte [DATA+2], cl
;; expect: [DATA+2]=1c, flags=-CF?OF

;; name: 16-by-one-both-ends
;; set: esi=0xE4F58001, flags=+CF+OF
        rcr si, 1
;; expect: si=0xC000, flags=+CF-OF

;; name: 16-by-one-most-positive
;; set: esi=0xE4F57FFF, flags=+OF
        rcr si, 1
;; expect: si=0x3FFF, flags=+CF-OF

;; name: 16-by-one-two-high-bits
;; set: [DATA+2]=00 c0
        rcr word [DATA+2], 1
;; expect: [DATA+2]=00 60, flags=-CF+OF

;; name: 16-by-imm-one
;; set: esi=0xE4F50001, flags=+CF
        rcr si, strict byte 1
;; expect: si=0x8000, flags=+CF+OF

;; name: 16-by-cl-one
;; set: esi=0xE4F58000, ecx=0xC9DAEB01
        rcr si, cl
;; expect: si=0x4000, flags=-CF+OF

;; name: 16-by-imm-3
;; set: esi=0xE4F51234, flags=+CF
        rcr si, 3
;; expect: si=0x2246, flags=+CF?OF

;; name: 16-mem-by-imm-4
;; set: [DATA+2]=34 12
        rcr word [DATA+2], 4
;; expect: [DATA+2]=23 81, flags=-CF?OF

;; name: 16-mem-by-cl-5
;; set: [DATA+2]=01 80, ecx=0xC9DAEB05, flags=+CF
        rcr word [DATA+2], cl
;; expect: [DATA+2]=00 1c, flags=-CF?OF

;; name: 16-by-cl-zero
;; set: esi=0xE4F58001, ecx=0xC9DAEB00, flags=+PF+ZF+OF+CF
        rcr si, cl

;; name: 16-by-imm-zero
;; set: esi=0xE4F51234, flags=+PF+ZF+OF
        rcr si, 0

;; name: 16-by-32
;; set: esi=0xE4F58001, flags=+PF+ZF+OF+CF
        rcr si, 32

;; name: 16-by-33
;; set: esi=0xE4F58001, ecx=0xC9DAEB21
        rcr si, cl
;; expect: si=0x4000, flags=+CF+OF

;; name: 16-by-31
;; set: esi=0xE4F51234, ecx=0xC9DAEB1F, flags=+CF
        rcr si, cl
;; expect: si=0x91A4, flags=-CF?OF

;; name: 16-by-size-less-1
;; set: esi=0xE4F57FFF
        rcr si, 15
;; expect: si=0xFFFC, flags=+CF?OF

;; name: 16-by-size
;; set: esi=0xE4F51234, flags=+CF
        rcr si, 16
;; expect: si=0x2469, flags=-CF?OF

;; name: 16-by-size-plus-1
;; set: esi=0xE4F51234, ecx=0xC9DAEB11, flags=+CF
        rcr si, cl
;; expect: si=0x1234, flags=+CF?OF

;; name: 16-by-size-plus-2
;; set: esi=0xE4F58001
        rcr si, 18
;; expect: si=0x4000, flags=+CF?OF

;; name: 16-by-cl-255
;; set: [DATA+2]=00 c0, ecx=0xC9DAEBFF, flags=+CF
        rcr word [DATA+2], cl
;; expect: [DATA+2]=07 00, flags=-CF?OF

;; name: 32-by-one-both-ends
;; set: edi=0x80000001, flags=+CF+OF
        rcr edi, 1
;; expect: edi=0xC0000000, flags=+CF-OF

;; name: 32-by-one-most-positive
;; set: edi=0x7FFFFFFF, flags=+OF
        rcr edi, 1
;; expect: edi=0x3FFFFFFF, flags=+CF-OF

;; name: 32-by-one-two-high-bits
;; set: [DATA+2]=00 00 00 c0
        rcr dword [DATA+2], 1
;; expect: [DATA+2]=00 00 00 60, flags=-CF+OF

;; name: 32-by-imm-one
;; set: edi=0x00000001, flags=+CF
        rcr edi, strict byte 1
;; expect: edi=0x80000000, flags=+CF+OF

;; name: 32-by-cl-one
;; set: edi=0x80000000, ecx=0xC9DAEB01
        rcr edi, cl
;; expect: edi=0x40000000, flags=-CF+OF

;; name: 32-by-imm-3
;; set: edi=0x12345678, flags=+CF
        rcr edi, 3
;; expect: edi=0x22468ACF, flags=-CF?OF

;; name: 32-mem-by-imm-4
;; set: [DATA+2]=78 56 34 12
        rcr dword [DATA+2], 4
;; expect: [DATA+2]=67 45 23 01, flags=+CF?OF

;; name: 32-mem-by-cl-5
;; set: [DATA+2]=01 00 00 80, ecx=0xC9DAEB05, flags=+CF
        rcr dword [DATA+2], cl
;; expect: [DATA+2]=00 00 00 1c, flags=-CF?OF

;; name: 32-by-cl-zero
;; set: edi=0x80000001, ecx=0xC9DAEB00, flags=+PF+ZF+OF+CF
        rcr edi, cl

;; name: 32-by-imm-zero
;; set: edi=0x12345678, flags=+PF+ZF+OF
        rcr edi, 0

;; name: 32-by-32
;; set: edi=0x80000001, flags=+PF+ZF+OF+CF
        rcr edi, 32

;; name: 32-by-33
;; set: edi=0x80000001, ecx=0xC9DAEB21
        rcr edi, cl
;; expect: edi=0x40000000, flags=+CF+OF

;; name: 32-by-31
;; set: edi=0x12345678, ecx=0xC9DAEB1F, flags=+CF
        rcr edi, cl
;; expect: edi=0x48D159E2, flags=-CF?OF

;; name: 32-by-size-less-1
;; set: edi=0x7FFFFFFF
        rcr edi, 31
;; expect: edi=0xFFFFFFFC, flags=+CF?OF

;; name: 32-by-cl-255
;; set: [DATA+2]=00 00 00 c0, ecx=0xC9DAEBFF, flags=+CF
        rcr dword [DATA+2], cl
;; expect: [DATA+2]=03 00 00 00, flags=+CF?OF

;; name: mem32-across-pages
;; set: [0x4FFE]=f1 de bc 9a, flags=+CF
        rcr dword [0x4FFE], 7
;; expect: [0x4FFE]=bd 79 35 c7, flags=+CF?OF

;; name: mem16-across-pages
;; set: [0x4FFF]=b1 9a, flags=+CF+OF
        rcr word [0x4FFF], 1
;; expect: [0x4FFF]=58 cd, flags=+CF-OF
