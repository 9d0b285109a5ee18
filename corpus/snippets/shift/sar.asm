;; see: SDM Vol. 2B, SAL/SAR/SHL/SHR: OF is defined for a count of 1; CF of SHL and SHR for counts below the size
;; modes: all

;; name: 8-by-one-both-ends
;; set: ebx=0xB5C6D781, flags=+ZF+OF
        sar bl, 1
;; expect: bl=0xC0, flags=+CF+PF?AF-ZF+SF-OF

;; name: 8-by-one-most-positive
;; set: ebx=0xB5C6D77F, flags=+ZF+SF+OF
        sar bl, 1
;; expect: bl=0x3F, flags=+CF+PF?AF-ZF-SF-OF

;; name: 8-by-one-two-high-bits
;; set: [DATA+2]=c0, flags=+CF+PF+ZF+OF
        sar byte [DATA+2], 1
;; expect: [DATA+2]=e0, flags=-CF-PF?AF-ZF+SF-OF

;; name: 8-by-imm-one
;; set: ebx=0xB5C6D701, flags=+SF+OF
        sar bl, strict byte 1
;; expect: bl=0x00, flags=+CF+PF?AF+ZF-SF-OF

;; name: 8-by-cl-one
;; set: ebx=0xB5C6D780, ecx=0xC9DAEB01, flags=+CF+ZF+OF
        sar bl, cl
;; expect: bl=0xC0, flags=-CF+PF?AF-ZF+SF-OF

;; name: 8-by-imm-3
;; set: ebx=0xB5C6D75A, flags=+CF+PF+ZF+SF
        sar bl, 3
;; expect: bl=0x0B, flags=-CF-PF?AF-ZF-SF?OF

;; name: 8-mem-by-imm-4
;; set: [DATA+2]=5a, flags=+ZF+SF
        sar byte [DATA+2], 4
;; expect: [DATA+2]=05, flags=+CF+PF?AF-ZF-SF?OF

;; name: 8-mem-by-cl-5
;; set: [DATA+2]=81, ecx=0xC9DAEB05, flags=+CF+ZF
        sar byte [DATA+2], cl
;; expect: [DATA+2]=fc, flags=-CF+PF?AF-ZF+SF?OF

;; name: 8-by-cl-zero
;; set: ebx=0xB5C6D781, ecx=0xC9DAEB00, flags=+PF+ZF+OF+CF
        sar bl, cl

;; name: 8-by-imm-zero
;; set: ebx=0xB5C6D75A, flags=+PF+ZF+OF+CF
        sar bl, 0

;; name: 8-by-32
;; set: ebx=0xB5C6D781, flags=+PF+ZF+OF+CF
        sar bl, 32

;; name: 8-by-33
;; set: ebx=0xB5C6D781, ecx=0xC9DAEB21, flags=+ZF+OF
        sar bl, cl
;; expect: bl=0xC0, flags=+CF+PF?AF-ZF+SF-OF

;; name: 8-by-31
;; set: ebx=0xB5C6D75A, ecx=0xC9DAEB1F, flags=+CF+SF
        sar bl, cl
;; expect: bl=0x00, flags=-CF+PF?AF+ZF-SF?OF

;; name: 8-by-size-less-1
;; set: ebx=0xB5C6D77F, flags=+SF
        sar bl, 7
;; expect: bl=0x00, flags=+CF+PF?AF+ZF-SF?OF

;; name: 8-by-size
;; set: ebx=0xB5C6D75A, flags=+CF+SF
        sar bl, 8
;; expect: bl=0x00, flags=-CF+PF?AF+ZF-SF?OF

;; name: 8-by-size-plus-1
;; set: ebx=0xB5C6D75A, ecx=0xC9DAEB09, flags=+CF+SF
        sar bl, cl
;; expect: bl=0x00, flags=-CF+PF?AF+ZF-SF?OF

;; name: 8-by-size-plus-2
;; set: ebx=0xB5C6D781, flags=+ZF
        sar bl, 10
;; expect: bl=0xFF, flags=+CF+PF?AF-ZF+SF?OF

;; name: 8-by-17
;; set: ebx=0xB5C6D75A, flags=+CF+SF
        sar bl, 17
;; expect: bl=0x00, flags=-CF+PF?AF+ZF-SF?OF

;; name: 8-by-24
;; set: ebx=0xB5C6D77F, ecx=0xC9DAEB18, flags=+CF+SF
        sar bl, cl
;; expect: bl=0x00, flags=-CF+PF?AF+ZF-SF?OF

;; name: 8-by-18
;; set: ebx=0xB5C6D781, flags=+ZF
        sar bl, 18
;; expect: bl=0xFF, flags=+CF+PF?AF-ZF+SF?OF

;; name: 8-by-27
;; set: ebx=0xB5C6D781, ecx=0xC9DAEB1B, flags=+ZF
        sar bl, cl
;; expect: bl=0xFF, flags=+CF+PF?AF-ZF+SF?OF

;; name: 8-by-cl-255
;; set: [DATA+2]=c0, ecx=0xC9DAEBFF, flags=+ZF
        sar byte [DATA+2], cl
;; expect: [DATA+2]=ff, flags=+CF+PF?AF-ZF+SF?OF

;; name: 16-by-one-both-ends
;; set: esi=0xE4F58001, flags=+ZF+OF
        sar si, 1
;; expect: si=0xC000, flags=+CF+PF?AF-ZF+SF-OF

;; name: 16-by-one-most-positive
;; set: esi=0xE4F57FFF, flags=+ZF+SF+OF
        sar si, 1
;; expect: si=0x3FFF, flags=+CF+PF?AF-ZF-SF-OF

;; name: 16-by-one-two-high-bits
;; set: [DATA+2]=00 c0, flags=+CF+ZF+OF
        sar word [DATA+2], 1
;; expect: [DATA+2]=00 e0, flags=-CF+PF?AF-ZF+SF-OF

;; name: 16-by-imm-one
;; set: esi=0xE4F50001, flags=+SF+OF
        sar si, strict byte 1
;; expect: si=0x0000, flags=+CF+PF?AF+ZF-SF-OF

;; name: 16-by-cl-one
;; set: esi=0xE4F58000, ecx=0xC9DAEB01, flags=+CF+ZF+OF
        sar si, cl
;; expect: si=0xC000, flags=-CF+PF?AF-ZF+SF-OF

;; name: 16-by-imm-3
;; set: esi=0xE4F51234, flags=+PF+ZF+SF
        sar si, 3
;; expect: si=0x0246, flags=+CF-PF?AF-ZF-SF?OF

;; name: 16-mem-by-imm-4
;; set: [DATA+2]=34 12, flags=+CF+PF+ZF+SF
        sar word [DATA+2], 4
;; expect: [DATA+2]=23 01, flags=-CF-PF?AF-ZF-SF?OF

;; name: 16-mem-by-cl-5
;; set: [DATA+2]=01 80, ecx=0xC9DAEB05, flags=+CF+ZF
        sar word [DATA+2], cl
;; expect: [DATA+2]=00 fc, flags=-CF+PF?AF-ZF+SF?OF

;; name: 16-by-cl-zero
;; set: esi=0xE4F58001, ecx=0xC9DAEB00, flags=+PF+ZF+OF+CF
        sar si, cl

;; name: 16-by-imm-zero
;; set: esi=0xE4F51234, flags=+PF+ZF+OF+CF
        sar si, 0

;; name: 16-by-32
;; set: esi=0xE4F58001, flags=+PF+ZF+OF+CF
        sar si, 32

;; name: 16-by-33
;; set: esi=0xE4F58001, ecx=0xC9DAEB21, flags=+ZF+OF
        sar si, cl
;; expect: si=0xC000, flags=+CF+PF?AF-ZF+SF-OF

;; name: 16-by-31
;; set: esi=0xE4F51234, ecx=0xC9DAEB1F, flags=+CF+SF
        sar si, cl
;; expect: si=0x0000, flags=-CF+PF?AF+ZF-SF?OF

;; name: 16-by-size-less-1
;; set: esi=0xE4F57FFF, flags=+SF
        sar si, 15
;; expect: si=0x0000, flags=+CF+PF?AF+ZF-SF?OF

;; name: 16-by-size
;; set: esi=0xE4F51234, flags=+CF+SF
        sar si, 16
;; expect: si=0x0000, flags=-CF+PF?AF+ZF-SF?OF

;; name: 16-by-size-plus-1
;; set: esi=0xE4F51234, ecx=0xC9DAEB11, flags=+CF+SF
        sar si, cl
;; expect: si=0x0000, flags=-CF+PF?AF+ZF-SF?OF

;; name: 16-by-size-plus-2
;; set: esi=0xE4F58001, flags=+ZF
        sar si, 18
;; expect: si=0xFFFF, flags=+CF+PF?AF-ZF+SF?OF

;; name: 16-by-cl-255
;; set: [DATA+2]=00 c0, ecx=0xC9DAEBFF, flags=+ZF
        sar word [DATA+2], cl
;; expect: [DATA+2]=ff ff, flags=+CF+PF?AF-ZF+SF?OF

;; name: 32-by-one-both-ends
;; set: edi=0x80000001, flags=+ZF+OF
        sar edi, 1
;; expect: edi=0xC0000000, flags=+CF+PF?AF-ZF+SF-OF

;; name: 32-by-one-most-positive
;; set: edi=0x7FFFFFFF, flags=+ZF+SF+OF
        sar edi, 1
;; expect: edi=0x3FFFFFFF, flags=+CF+PF?AF-ZF-SF-OF

;; name: 32-by-one-two-high-bits
;; set: [DATA+2]=00 00 00 c0, flags=+CF+ZF+OF
        sar dword [DATA+2], 1
;; expect: [DATA+2]=00 00 00 e0, flags=-CF+PF?AF-ZF+SF-OF

;; name: 32-by-imm-one
;; set: edi=0x00000001, flags=+SF+OF
        sar edi, strict byte 1
;; expect: edi=0x00000000, flags=+CF+PF?AF+ZF-SF-OF

;; name: 32-by-cl-one
;; set: edi=0x80000000, ecx=0xC9DAEB01, flags=+CF+ZF+OF
        sar edi, cl
;; expect: edi=0xC0000000, flags=-CF+PF?AF-ZF+SF-OF

;; name: 32-by-imm-3
;; set: edi=0x12345678, flags=+CF+ZF+SF
        sar edi, 3
;; expect: edi=0x02468ACF, flags=-CF+PF?AF-ZF-SF?OF

;; name: 32-mem-by-imm-4
;; set: [DATA+2]=78 56 34 12, flags=+PF+ZF+SF
        sar dword [DATA+2], 4
;; expect: [DATA+2]=67 45 23 01, flags=+CF-PF?AF-ZF-SF?OF

;; name: 32-mem-by-cl-5
;; set: [DATA+2]=01 00 00 80, ecx=0xC9DAEB05, flags=+CF+ZF
        sar dword [DATA+2], cl
;; expect: [DATA+2]=00 00 00 fc, flags=-CF+PF?AF-ZF+SF?OF

;; name: 32-by-cl-zero
;; set: edi=0x80000001, ecx=0xC9DAEB00, flags=+PF+ZF+OF+CF
        sar edi, cl

;; name: 32-by-imm-zero
;; set: edi=0x12345678, flags=+PF+ZF+OF+CF
        sar edi, 0

;; name: 32-by-32
;; set: edi=0x80000001, flags=+PF+ZF+OF+CF
        sar edi, 32

;; name: 32-by-33
;; set: edi=0x80000001, ecx=0xC9DAEB21, flags=+ZF+OF
        sar edi, cl
;; expect: edi=0xC0000000, flags=+CF+PF?AF-ZF+SF-OF

;; name: 32-by-31
;; set: edi=0x12345678, ecx=0xC9DAEB1F, flags=+CF+SF
        sar edi, cl
;; expect: edi=0x00000000, flags=-CF+PF?AF+ZF-SF?OF

;; name: 32-by-size-less-1
;; set: edi=0x7FFFFFFF, flags=+SF
        sar edi, 31
;; expect: edi=0x00000000, flags=+CF+PF?AF+ZF-SF?OF

;; name: 32-by-cl-255
;; set: [DATA+2]=00 00 00 c0, ecx=0xC9DAEBFF, flags=+ZF
        sar dword [DATA+2], cl
;; expect: [DATA+2]=ff ff ff ff, flags=+CF+PF?AF-ZF+SF?OF

;; name: mem32-across-pages
;; set: [0x4FFE]=f1 de bc 9a, flags=+ZF
        sar dword [0x4FFE], 7
;; expect: [0x4FFE]=bd 79 35 ff, flags=+CF+PF?AF-ZF+SF?OF

;; name: mem16-across-pages
;; set: [0x4FFF]=b1 9a, flags=+PF+ZF+OF
        sar word [0x4FFF], 1
;; expect: [0x4FFF]=58 cd, flags=+CF-PF?AF-ZF+SF-OF

;; name: 8-negative-by-31
;; set: ebx=0xB5C6D780, flags=+ZF
        sar bl, 31
;; expect: bl=0xFF, flags=+CF+PF?AF-ZF+SF?OF

;; name: 16-positive-by-20
;; set: esi=0xE4F57FFF, flags=+CF+SF
        sar si, 20
;; expect: si=0x0000, flags=-CF+PF?AF+ZF-SF?OF

;; name: 32-minus-one-by-1
;; set: edi=0xFFFFFFFF, flags=+ZF+OF
        sar edi, 1
;; expect: edi=0xFFFFFFFF, flags=+CF+PF?AF-ZF+SF-OF
