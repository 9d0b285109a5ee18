;; see: an instruction may lie in two pages

;; name: mov-imm32-1-bytes-before
;; mode: pm32, pm32/3
;; at: 0x21000-1
        mov eax, 0x12345678
        mov bl, 1
;; expect: eax=0x12345678, bl=1

;; name: mov-imm32-2-bytes-before
;; mode: pm32, pm32/3
;; at: 0x21000-2
        mov eax, 0x12345678
        mov bl, 1
;; expect: eax=0x12345678, bl=1

;; name: mov-imm32-3-bytes-before
;; mode: pm32, pm32/3
;; at: 0x21000-3
        mov eax, 0x12345678
        mov bl, 1
;; expect: eax=0x12345678, bl=1

;; name: mov-imm32-4-bytes-before
;; mode: pm32, pm32/3
;; at: 0x21000-4
        mov eax, 0x12345678
        mov bl, 1
;; expect: eax=0x12345678, bl=1

;; name: mov-imm16-1-bytes-before
;; mode: real16, v86, pm16
;; at: 0x6000-1
        mov ax, 0x1234
        mov bl, 1
;; expect: eax=0x1234, bl=1

;; name: mov-imm16-2-bytes-before
;; mode: real16, v86, pm16
;; at: 0x6000-2
        mov ax, 0x1234
        mov bl, 1
;; expect: eax=0x1234, bl=1

;; name: add-mem-imm32-1-bytes-before
;; mode: pm32, pm32/3
;; at: 0x21000-1
        add dword [DATA], 0x01020304
;; expect: [DATA]=04 03 02 01, flags=-CF-PF-AF-ZF-SF-OF

;; name: add-mem-imm32-2-bytes-before
;; mode: pm32
;; at: 0x21000-2
        add dword [DATA], 0x01020304
;; expect: [DATA]=04 03 02 01, flags=-CF-PF-AF-ZF-SF-OF

;; name: add-mem-imm32-3-bytes-before
;; mode: pm32, pm32/3
;; at: 0x21000-3
        add dword [DATA], 0x01020304
;; expect: [DATA]=04 03 02 01, flags=-CF-PF-AF-ZF-SF-OF

;; name: add-mem-imm32-4-bytes-before
;; mode: pm32
;; at: 0x21000-4
        add dword [DATA], 0x01020304
;; expect: [DATA]=04 03 02 01, flags=-CF-PF-AF-ZF-SF-OF

;; name: add-mem-imm32-5-bytes-before
;; mode: pm32, pm32/3
;; at: 0x21000-5
        add dword [DATA], 0x01020304
;; expect: [DATA]=04 03 02 01, flags=-CF-PF-AF-ZF-SF-OF

;; name: add-mem-imm32-6-bytes-before
;; mode: pm32
;; at: 0x21000-6
        add dword [DATA], 0x01020304
;; expect: [DATA]=04 03 02 01, flags=-CF-PF-AF-ZF-SF-OF

;; name: add-mem-imm32-7-bytes-before
;; mode: pm32, pm32/3
;; at: 0x21000-7
        add dword [DATA], 0x01020304
;; expect: [DATA]=04 03 02 01, flags=-CF-PF-AF-ZF-SF-OF

;; name: add-mem-imm32-8-bytes-before
;; mode: pm32
;; at: 0x21000-8
        add dword [DATA], 0x01020304
;; expect: [DATA]=04 03 02 01, flags=-CF-PF-AF-ZF-SF-OF

;; name: add-mem-imm32-9-bytes-before
;; mode: pm32, pm32/3
;; at: 0x21000-9
        add dword [DATA], 0x01020304
;; expect: [DATA]=04 03 02 01, flags=-CF-PF-AF-ZF-SF-OF

;; name: jmp-near-1-bytes-before
;; mode: pm32
;; at: 0x21000-1
        jmp near there
        mov al, 1
there:  nop

;; name: jmp-near-2-bytes-before
;; mode: pm32
;; at: 0x21000-2
        jmp near there
        mov al, 1
there:  nop

;; name: jmp-near-3-bytes-before
;; mode: pm32
;; at: 0x21000-3
        jmp near there
        mov al, 1
there:  nop

;; name: jmp-near-4-bytes-before
;; mode: pm32
;; at: 0x21000-4
        jmp near there
        mov al, 1
there:  nop

;; name: jz-near-1-bytes-before
;; mode: pm32
;; at: 0x21000-1
        jz near there
        mov al, 1
there:  nop
;; expect: al=1

;; name: jz-near-2-bytes-before
;; mode: pm32
;; at: 0x21000-2
        jz near there
        mov al, 1
there:  nop
;; expect: al=1

;; name: jz-near-3-bytes-before
;; mode: pm32
;; at: 0x21000-3
        jz near there
        mov al, 1
there:  nop
;; expect: al=1

;; name: jz-near-4-bytes-before
;; mode: pm32
;; at: 0x21000-4
        jz near there
        mov al, 1
there:  nop
;; expect: al=1

;; name: jz-near-5-bytes-before
;; mode: pm32
;; at: 0x21000-5
        jz near there
        mov al, 1
there:  nop
;; expect: al=1

;; name: call-near-1-bytes-before
;; mode: pm32, pm32/3
;; at: 0x21000-1
        call near there
there:
;; expect: esp=STACK-4, [STACK-4]=04 10 02 00

;; name: call-near-2-bytes-before
;; mode: pm32, pm32/3
;; at: 0x21000-2
        call near there
there:
;; expect: esp=STACK-4, [STACK-4]=03 10 02 00

;; name: call-near-3-bytes-before
;; mode: pm32, pm32/3
;; at: 0x21000-3
        call near there
there:
;; expect: esp=STACK-4, [STACK-4]=02 10 02 00

;; name: call-near-4-bytes-before
;; mode: pm32, pm32/3
;; at: 0x21000-4
        call near there
there:
;; expect: esp=STACK-4, [STACK-4]=01 10 02 00

;; name: rep-movsb
;; mode: pm32, pm32/3, real16
;; at: 0x5FFF
;; set: ecx=3, esi=DATA, edi=DATA+8, [DATA]=01 02 03
        rep movsb
;; expect: ecx=0, esi=DATA+3, edi=DATA+11, [DATA+8]=01 02 03

;; name: fault-in-a-crossing-instruction
;; mode: pm32, pm32/3, real16
;; at: 0x5FFF
        div cl
;; expect: exception=0

;; name: trap-site
;; mode: pm32, real16
;; at: 0x5FFF
        smsw ax
;; expect: ax=0x31
;; expect[real16]: ax=0x30

;; name: int-n
;; mode: pm32, real16
;; at: 0x5FFF
;; deliver
        int 0x80
;; expect: delivered=0x80, outcome=halted, eip=HANDLERS+0x81
;; expect[pm32]: esp=STACK-12, [STACK-12]=01 60 00 00 08 00 00 00 02 00 00 00
;; expect[real16]: esp=STACK-6, [STACK-6]=01 60 00 00 02 00

;; name: prefixes-before-the-boundary
;; mode: pm32, pm32/3
;; at: 0x5FFE
;; set: [DATA]=34 12
        db 0x26, 0x66, 0xA1
        dd DATA
;; expect: eax=0x1234

;; name: fifteen-bytes
;; mode: pm32, pm32/3
;; at: 0x5FF8
        times 5 db 0x26
        mov dword [DATA], 0x44332211
;; expect: [DATA]=11 22 33 44

;; name: prefix-alone-in-its-page
;; mode: pm32, pm32/3, real16
;; at: 0x5FFF
;; set: eax=0xFFFFFFFF
        db 0x66
        db 0x40
;; expect[pm32, pm32/3]: eax=0xFFFF0000, flags=+PF+AF+ZF
;; expect[real16]: eax=0, flags=+PF+AF+ZF

;; name: x87
;; mode: pm32, pm32/3
;; at: 0x5FFF
;; set: [DATA]=00 00 c0 3f
        fld dword [DATA]
;; expect: st0=1.5

;; name: sse
;; mode: pm32, pm32/3
;; at: 0x5FFE
;; set: [DATA]=01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f 10
        movdqu xmm1, [DATA]
;; expect: xmm1=100f0e0d0c0b0a090807060504030201

;; name: falls-through-exactly-at-the-boundary
;; mode: pm32, pm32/3, real16, v86
;; at: 0x5FFE
        mov al, 1
        mov ah, 2
;; expect: eax=0x201

;; name: branch-to-a-crossing-instruction
;; mode: pm32, pm32/3
;; at: 0x5FF0
        jmp short there
        times 0x5FFD-0x5FF2 nop
there:  mov eax, 0x12345678
;; expect: eax=0x12345678

;; name: branch-to-the-second-page-of-a-crossing-instruction
;; mode: pm32, pm32/3
;; at: 0x5FF0
        jmp short there+3
        times 0x5FFD-0x5FF2 nop
there:  db 0xB8, 0x01, 0x02, 0xB1, 0x07
;; expect: cl=7

;; name: the-second-page-lies-beyond-the-limit
;; mode: pm32, pm32/3
;; at: 0x20FFD
;; set: cs.limit=0x20FFF, cs.attributes=0x40FB
;; set[pm32]: cs.attributes=0x409B
        mov eax, 5
;; expect: exception=13:0

;; name: ends-exactly-at-the-limit
;; mode: pm32, pm32/3
;; at: 0x20FFB
;; set: cs.limit=0x20FFF, cs.attributes=0x40FB
;; set[pm32]: cs.attributes=0x409B
        mov eax, 5
;; expect: eax=5

;; name: the-segment-ends-at-64k
;; mode: pm16, v86, pm16/3
;; at: 0xFFFE
        mov ax, 0x1234
;; expect: exception=13:0

;; name: data-across-the-boundary
;; mode: pm32, pm32/3, real16
;; set: [0x4FFE]=01 02 03 04
        mov eax, [0x4FFE]
        inc dword [0x4FFE]
;; expect: eax=0x04030201, [0x4FFE]=02, flags=-PF-AF-ZF-SF-OF

;; name: data-across-the-boundary-of-code
;; mode: pm32, pm32/3
;; see: the store touches the last bytes of a data page and the first of the code's
        mov dword [CODE-2], 0x90900000+0x1234
;; expect: eax=0, [CODE-2]=34 12 90 90
