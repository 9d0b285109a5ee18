;; see: SDM Vol. 2B, SETcc and appendix B, table B-1: one byte, no flags
;; modes: all

;; name: seto-true
;; set: eax=0xA1B2C35A, flags=+OF
        seto al
;; expect: al=1

;; name: seto-true-2
;; set: [DATA+0]=55 aa, flags=+OF+CF+PF+ZF+SF
        seto [DATA+0]
;; expect: [DATA+0]=01

;; name: seto-false
;; set: eax=0xA1B2C35A
        seto al
;; expect: al=0

;; name: seto-false-2
;; set: [DATA+0]=55 aa, flags=+CF+PF+AF+ZF+SF
        seto [DATA+0]
;; expect: [DATA+0]=00

;; name: setno-true
;; set: ecx=0xC9DAEB5A
        setno cl
;; expect: cl=1

;; name: setno-true-2
;; set: [DATA+0]=aa 55 aa, flags=+CF+PF+AF+ZF+SF
        setno [DATA+1]
;; expect: [DATA+1]=01

;; name: setno-false
;; set: ecx=0xC9DAEB5A, flags=+OF
        setno cl
;; expect: cl=0

;; name: setno-false-2
;; set: [DATA+0]=aa 55 aa, flags=+OF+CF+PF+ZF+SF
        setno [DATA+1]
;; expect: [DATA+1]=00

;; name: setb-true
;; set: edx=0xD0E1F25A, flags=+CF
        setb dl
;; expect: dl=1

;; name: setb-true-2
;; set: [DATA+1]=aa 55 aa, flags=+CF+ZF+OF+SF
        setb [DATA+2]
;; expect: [DATA+2]=01

;; name: setb-false
;; set: edx=0xD0E1F25A
        setb dl
;; expect: dl=0

;; name: setb-false-2
;; set: [DATA+1]=aa 55 aa, flags=+ZF+SF+OF+PF+AF
        setb [DATA+2]
;; expect: [DATA+2]=00

;; name: setnb-true
;; set: ebx=0xB5C6D75A
        setnb bl
;; expect: bl=1

;; name: setnb-true-2
;; set: [DATA+2]=aa 55 aa, flags=+ZF+SF+OF+PF+AF
        setnb [DATA+3]
;; expect: [DATA+3]=01

;; name: setnb-false
;; set: ebx=0xB5C6D75A, flags=+CF
        setnb bl
;; expect: bl=0

;; name: setnb-false-2
;; set: [DATA+2]=aa 55 aa, flags=+CF+ZF+OF+SF
        setnb [DATA+3]
;; expect: [DATA+3]=00

;; name: setz-true
;; set: eax=0xA1B25AD4, flags=+ZF
        setz ah
;; expect: ah=1

;; name: setz-true-2
;; set: [DATA+3]=aa 55 aa, flags=+ZF+CF+SF+OF
        setz [DATA+4]
;; expect: [DATA+4]=01

;; name: setz-false
;; set: eax=0xA1B25AD4
        setz ah
;; expect: ah=0

;; name: setz-false-2
;; set: [DATA+3]=aa 55 aa, flags=+CF+SF+OF+PF+AF
        setz [DATA+4]
;; expect: [DATA+4]=00

;; name: setnz-true
;; set: ecx=0xC9DA5AFC
        setnz ch
;; expect: ch=1

;; name: setnz-true-2
;; set: [DATA+4]=aa 55 aa, flags=+CF+SF+OF+PF+AF
        setnz [DATA+5]
;; expect: [DATA+5]=01

;; name: setnz-false
;; set: ecx=0xC9DA5AFC, flags=+ZF
        setnz ch
;; expect: ch=0

;; name: setnz-false-2
;; set: [DATA+4]=aa 55 aa, flags=+ZF+CF+SF+OF
        setnz [DATA+5]
;; expect: [DATA+5]=00

;; name: setbe-true
;; set: edx=0xD0E15A03, flags=+CF
        setbe dh
;; expect: dh=1

;; name: setbe-true-2
;; set: [DATA+5]=aa 55 aa, flags=+ZF
        setbe [DATA+6]
;; expect: [DATA+6]=01

;; name: setbe-true-3
;; set: edx=0xD0E15A03, flags=+CF+ZF
        setbe dh
;; expect: dh=1

;; name: setbe-false
;; set: edx=0xD0E15A03
        setbe dh
;; expect: dh=0

;; name: setbe-false-2
;; set: [DATA+5]=aa 55 aa, flags=+SF+OF+PF+AF
        setbe [DATA+6]
;; expect: [DATA+6]=00

;; name: setnbe-true
;; set: ebx=0xB5C65AE8
        setnbe bh
;; expect: bh=1

;; name: setnbe-true-2
;; set: [DATA+6]=aa 55 aa, flags=+SF+OF+PF+AF
        setnbe [DATA+7]
;; expect: [DATA+7]=01

;; name: setnbe-false
;; set: ebx=0xB5C65AE8, flags=+CF
        setnbe bh
;; expect: bh=0

;; name: setnbe-false-2
;; set: [DATA+6]=aa 55 aa, flags=+ZF
        setnbe [DATA+7]
;; expect: [DATA+7]=00

;; name: setnbe-false-3
;; set: ebx=0xB5C65AE8, flags=+CF+ZF
        setnbe bh
;; expect: bh=0

;; name: sets-true
;; set: eax=0xA1B2C35A, flags=+SF
        sets al
;; expect: al=1

;; name: sets-true-2
;; set: [DATA+7]=aa 55 aa, flags=+SF+OF+CF
        sets [DATA+8]
;; expect: [DATA+8]=01

;; name: sets-false
;; set: eax=0xA1B2C35A
        sets al
;; expect: al=0

;; name: sets-false-2
;; set: [DATA+7]=aa 55 aa, flags=+OF+CF+ZF+PF
        sets [DATA+8]
;; expect: [DATA+8]=00

;; name: setns-true
;; set: ecx=0xC9DAEB5A
        setns cl
;; expect: cl=1

;; name: setns-true-2
;; set: [DATA+8]=aa 55 aa, flags=+OF+CF+ZF+PF
        setns [DATA+9]
;; expect: [DATA+9]=01

;; name: setns-false
;; set: ecx=0xC9DAEB5A, flags=+SF
        setns cl
;; expect: cl=0

;; name: setns-false-2
;; set: [DATA+8]=aa 55 aa, flags=+SF+OF+CF
        setns [DATA+9]
;; expect: [DATA+9]=00

;; name: setp-true
;; set: edx=0xD0E1F25A, flags=+PF
        setp dl
;; expect: dl=1

;; name: setp-true-2
;; set: [DATA+9]=aa 55 aa, flags=+PF+CF+ZF
        setp [DATA+10]
;; expect: [DATA+10]=01

;; name: setp-false
;; set: edx=0xD0E1F25A
        setp dl
;; expect: dl=0

;; name: setp-false-2
;; set: [DATA+9]=aa 55 aa, flags=+CF+ZF+SF+OF+AF
        setp [DATA+10]
;; expect: [DATA+10]=00

;; name: setnp-true
;; set: ebx=0xB5C6D75A
        setnp bl
;; expect: bl=1

;; name: setnp-true-2
;; set: [DATA+10]=aa 55 aa, flags=+CF+ZF+SF+OF+AF
        setnp [DATA+11]
;; expect: [DATA+11]=01

;; name: setnp-false
;; set: ebx=0xB5C6D75A, flags=+PF
        setnp bl
;; expect: bl=0

;; name: setnp-false-2
;; set: [DATA+10]=aa 55 aa, flags=+PF+CF+ZF
        setnp [DATA+11]
;; expect: [DATA+11]=00

;; name: setl-true
;; set: eax=0xA1B25AD4, flags=+SF
        setl ah
;; expect: ah=1

;; name: setl-true-2
;; set: [DATA+11]=aa 55 aa, flags=+OF
        setl [DATA+12]
;; expect: [DATA+12]=01

;; name: setl-true-3
;; set: eax=0xA1B25AD4, flags=+OF+ZF+CF
        setl ah
;; expect: ah=1

;; name: setl-false
;; set: eax=0xA1B25AD4
        setl ah
;; expect: ah=0

;; name: setl-false-2
;; set: [DATA+11]=aa 55 aa, flags=+SF+OF
        setl [DATA+12]
;; expect: [DATA+12]=00

;; name: setl-false-3
;; set: eax=0xA1B25AD4, flags=+ZF+CF
        setl ah
;; expect: ah=0

;; name: setnl-true
;; set: ecx=0xC9DA5AFC
        setnl ch
;; expect: ch=1

;; name: setnl-true-2
;; set: [DATA+12]=aa 55 aa, flags=+SF+OF
        setnl [DATA+13]
;; expect: [DATA+13]=01

;; name: setnl-true-3
;; set: ecx=0xC9DA5AFC, flags=+ZF+CF
        setnl ch
;; expect: ch=1

;; name: setnl-false
;; set: ecx=0xC9DA5AFC, flags=+SF
        setnl ch
;; expect: ch=0

;; name: setnl-false-2
;; set: [DATA+12]=aa 55 aa, flags=+OF
        setnl [DATA+13]
;; expect: [DATA+13]=00

;; name: setnl-false-3
;; set: ecx=0xC9DA5AFC, flags=+OF+ZF+CF
        setnl ch
;; expect: ch=0

;; name: setle-true
;; set: edx=0xD0E15A03, flags=+ZF
        setle dh
;; expect: dh=1

;; name: setle-true-2
;; set: [DATA+13]=aa 55 aa, flags=+SF
        setle [DATA+14]
;; expect: [DATA+14]=01

;; name: setle-true-3
;; set: edx=0xD0E15A03, flags=+OF
        setle dh
;; expect: dh=1

;; name: setle-true-4
;; set: edx=0xD0E15A03, flags=+ZF+SF+OF
        setle dh
;; expect: dh=1

;; name: setle-false
;; set: edx=0xD0E15A03
        setle dh
;; expect: dh=0

;; name: setle-false-2
;; set: [DATA+13]=aa 55 aa, flags=+SF+OF
        setle [DATA+14]
;; expect: [DATA+14]=00

;; name: setle-false-3
;; set: edx=0xD0E15A03, flags=+CF+PF+AF
        setle dh
;; expect: dh=0

;; name: setnle-true
;; set: ebx=0xB5C65AE8
        setnle bh
;; expect: bh=1

;; name: setnle-true-2
;; set: [DATA+14]=aa 55 aa, flags=+SF+OF
        setnle [DATA+15]
;; expect: [DATA+15]=01

;; name: setnle-true-3
;; set: ebx=0xB5C65AE8, flags=+CF+PF+AF
        setnle bh
;; expect: bh=1

;; name: setnle-false
;; set: ebx=0xB5C65AE8, flags=+ZF
        setnle bh
;; expect: bh=0

;; name: setnle-false-2
;; set: [DATA+14]=aa 55 aa, flags=+SF
        setnle [DATA+15]
;; expect: [DATA+15]=00

;; name: setnle-false-3
;; set: ebx=0xB5C65AE8, flags=+OF
        setnle bh
;; expect: bh=0

;; name: setnle-false-4
;; set: ebx=0xB5C65AE8, flags=+ZF+SF+OF
        setnle bh
;; expect: bh=0

;; name: the-reg-field-says-nothing
;; set: ebx=0x12345678, flags=+ZF
        db 0x0F, 0x94, 0xFB           ; setz bl with reg = 7
;; expect: bl=1

;; name: mem-across-pages-touches-one-byte
;; set: [0x4FFE]=11 22 33 44, flags=+CF
        setc [0x4FFF]
;; expect: [0x4FFF]=01
