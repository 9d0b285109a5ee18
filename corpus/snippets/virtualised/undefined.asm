;; see: docs/virtualised.md, "undefined": what the guest's CPU does not have is #UD, whatever the host's would do
;; modes: real16, pm32, pm32/3

;; name: movbe-load
        db 0x0F, 0x38, 0xF0, 0x03
;; expect: exception=6

;; name: movbe-store
        db 0x0F, 0x38, 0xF1, 0x03
;; expect: exception=6

;; name: crc32
        db 0xF2, 0x0F, 0x38, 0xF0, 0xC3
;; expect: exception=6

;; name: pshufb-mmx
        db 0x0F, 0x38, 0x00, 0xC1
;; expect: exception=6

;; name: pshufb-xmm
        db 0x66, 0x0F, 0x38, 0x00, 0xC1
;; expect: exception=6

;; name: palignr
        db 0x0F, 0x3A, 0x0F, 0xC1, 0x03
;; expect: exception=6

;; name: popcnt
        db 0xF3, 0x0F, 0xB8, 0xC3
;; expect: exception=6

;; name: rdtscp
        db 0x0F, 0x01, 0xF9
;; expect: exception=6

;; name: xgetbv
        db 0x0F, 0x01, 0xD0
;; expect: exception=6

;; name: xsetbv
        db 0x0F, 0x01, 0xD1
;; expect: exception=6

;; name: vmmcall
        db 0x0F, 0x01, 0xD9
;; expect: exception=6

;; name: vmcall
        db 0x0F, 0x01, 0xC1
;; expect: exception=6

;; name: monitor
        db 0x0F, 0x01, 0xC8
;; expect: exception=6

;; name: mwait
        db 0x0F, 0x01, 0xC9
;; expect: exception=6

;; name: swapgs
        db 0x0F, 0x01, 0xF8
;; expect: exception=6

;; name: clac
        db 0x0F, 0x01, 0xCA
;; expect: exception=6

;; name: sysenter
        db 0x0F, 0x34
;; expect: exception=6

;; name: sysexit
        db 0x0F, 0x35
;; expect: exception=6

;; name: syscall
        db 0x0F, 0x05
;; expect: exception=6

;; name: sysret
        db 0x0F, 0x07
;; expect: exception=6

;; name: rsm
        db 0x0F, 0xAA
;; expect: exception=6

;; name: getsec
        db 0x0F, 0x37
;; expect: exception=6

;; name: rdrand
        db 0x0F, 0xC7, 0xF0
;; expect: exception=6

;; name: rdseed
        db 0x0F, 0xC7, 0xF8
;; expect: exception=6

;; name: xsave
        db 0x0F, 0xAE, 0x23
;; expect: exception=6

;; name: xrstor
        db 0x0F, 0xAE, 0x2B
;; expect: exception=6

;; name: clflush
        db 0x0F, 0xAE, 0x3B
;; expect: exception=6

;; name: clflushopt
        db 0x66, 0x0F, 0xAE, 0x3B
;; expect: exception=6

;; name: rdfsbase
        db 0xF3, 0x0F, 0xAE, 0xC0
;; expect: exception=6

;; name: femms
        db 0x0F, 0x0E
;; expect: exception=6

;; name: pfadd
        db 0x0F, 0x0F, 0xC1, 0x9E
;; expect: exception=6

;; name: prefetchw
;; skip bochs: its model has it
        db 0x0F, 0x0D, 0x0B
;; expect: exception=6

;; name: haddps
        db 0xF2, 0x0F, 0x7C, 0xC1
;; expect: exception=6

;; name: addsubpd
        db 0x66, 0x0F, 0xD0, 0xC1
;; expect: exception=6

;; name: lddqu
        db 0xF2, 0x0F, 0xF0, 0x03
;; expect: exception=6

;; name: movsldup
        db 0xF3, 0x0F, 0x12, 0xC1
;; expect: exception=6

;; name: movddup
        db 0xF2, 0x0F, 0x12, 0xC1
;; expect: exception=6

;; name: fisttp-word
;; skip qemu: it decodes FISTTP whatever its processor has
        db 0xDF, 0x0B
;; expect: exception=6

;; name: fisttp-dword
;; skip qemu: it decodes FISTTP whatever its processor has
        db 0xDB, 0x0B
;; expect: exception=6

;; name: fisttp-qword
;; skip qemu: it decodes FISTTP whatever its processor has
        db 0xDD, 0x0B
;; expect: exception=6

;; name: extrq
        db 0x66, 0x0F, 0x79, 0xC1
;; expect: exception=6

;; name: movntss
        db 0xF3, 0x0F, 0x2B, 0x03
;; expect: exception=6

;; name: ud0
        db 0x0F, 0xFF, 0xC0
;; expect: exception=6

;; name: ud1
        db 0x0F, 0xB9, 0xC0
;; expect: exception=6

;; name: ud2
        db 0x0F, 0x0B
;; expect: exception=6

;; name: xabort
;; skip qemu: its translator does not look at the reg field of 8F, C6 and C7
        db 0xC6, 0xF8, 0x00
;; expect: exception=6

;; name: xbegin
;; skip qemu: its translator does not look at the reg field of 8F, C6 and C7
        db 0xC7, 0xF8, 0x00, 0x00, 0x00, 0x00
;; expect: exception=6

;; name: xend
        db 0x0F, 0x01, 0xD5
;; expect: exception=6

;; name: xop-8f
;; skip qemu: its translator does not look at the reg field of 8F, C6 and C7
        db 0x8F, 0xE8, 0x78, 0xC0, 0xC1, 0x00
;; expect: exception=6

;; name: vmread
        db 0x0F, 0x78, 0xC3
;; expect: exception=6

;; name: grp4-7
        db 0xFE, 0xF8
;; expect: exception=6

;; name: grp5-7
        db 0xFF, 0xF8
;; expect: exception=6

;; name: 0f-04
        db 0x0F, 0x04
;; expect: exception=6

;; name: 0f-0a
        db 0x0F, 0x0A
;; expect: exception=6

;; name: 0f-25
        db 0x0F, 0x25
;; expect: exception=6

;; name: 0f-36
        db 0x0F, 0x36
;; expect: exception=6

;; name: 0f-a6
        db 0x0F, 0xA6, 0xC0
;; expect: exception=6

;; name: grp8-0
        db 0x0F, 0xBA, 0xC0, 0x05
;; expect: exception=6

;; name: grp9-0
        db 0x0F, 0xC7, 0x03
;; expect: exception=6

;; name: mov-cr5
;; skip qemu: it looks at CPL before the number of the register
        db 0x0F, 0x20, 0xE8
;; expect: exception=6

;; name: mov-tr6
        db 0x0F, 0x24, 0xF0
;; expect: exception=6

;; name: bswap-would-be-0f-c7-1-register
        db 0x0F, 0xC7, 0xC8
;; expect: exception=6

;; name: vex-is-lds
;; see: C5 in 32-bit code with mod 3
;; mode: pm32, pm32/3
        db 0xC5, 0xF8, 0x77
;; expect: exception=6

;; name: vex3-is-les
;; mode: pm32, pm32/3
        db 0xC4, 0xE2, 0x78, 0xF2, 0xC1
;; expect: exception=6

;; name: evex-is-bound
;; mode: pm32, pm32/3
        db 0x62, 0xF1, 0x7C, 0x48, 0x58, 0xC1
;; expect: exception=6

;; name: endbr-is-a-nop
        db 0xF3, 0x0F, 0x1E, 0xFA
        mov al, 1
;; expect: al=1

;; name: rdssp-is-a-nop
;; set: eax=0x12345678
        db 0xF3, 0x0F, 0x1E, 0xC8
;; expect: eax=0x12345678

;; name: long-nop
        db 0x0F, 0x1F, 0x00

;; name: pause-is-a-nop
        db 0xF3, 0x90

;; name: salc
;; see: undocumented, but in every processor
;; set: flags=+CF, eax=0x1200
        db 0xD6
;; expect: eax=0x12FF
