;; see: SDM Vol. 1, 3.7.4: overrides; Vol. 3A, 5.3 to 5.5: limit and type checks
;; modes: all

;; name: es-load-real
;; mode: real16, v86
;; set: es=0x200, [0x2008]=01 02 03 84
        mov eax, [es:8]
;; expect: eax=0x84030201

;; name: es-store-real
;; mode: real16, v86
;; set: es=0x234, ebx=0x10, ecx=0xA55A
        mov [es:bx+1], cx
;; expect: [0x2351]=5a a5

;; name: es-load
;; mode: pm16, pm32, pm16/3, pm32/3
;; set: es=SMALL, [DATA+8]=01 02 03 84
        mov eax, [es:8]
;; expect: eax=0x84030201

;; name: es-store
;; mode: pm16, pm32, pm16/3, pm32/3
;; set: es=SMALL, ebx=4, ecx=0xA55A
        mov [es:ebx+1], cx
;; expect: [DATA+5]=5a a5

;; name: es-load-ebp
;; mode: pm16, pm32, pm16/3, pm32/3
;; set: es=SMALL, ebp=4, [DATA+8]=01 02 03 84
        mov eax, [es:ebp+4]
;; expect: eax=0x84030201

;; name: es-arithmetic
;; mode: pm16, pm32, pm16/3, pm32/3
;; set: es=SMALL, [DATA]=ff ff ff ff
        add dword [es:0], 5
;; expect: [DATA]=04 00 00 00, flags=+CF-PF+AF-ZF-SF-OF

;; name: fs-load-real
;; mode: real16, v86
;; set: fs=0x200, [0x2008]=01 02 03 84
        mov eax, [fs:8]
;; expect: eax=0x84030201

;; name: fs-store-real
;; mode: real16, v86
;; set: fs=0x234, ebx=0x10, ecx=0xA55A
        mov [fs:bx+1], cx
;; expect: [0x2351]=5a a5

;; name: fs-load
;; mode: pm16, pm32, pm16/3, pm32/3
;; set: fs=SMALL, [DATA+8]=01 02 03 84
        mov eax, [fs:8]
;; expect: eax=0x84030201

;; name: fs-store
;; mode: pm16, pm32, pm16/3, pm32/3
;; set: fs=SMALL, ebx=4, ecx=0xA55A
        mov [fs:ebx+1], cx
;; expect: [DATA+5]=5a a5

;; name: fs-load-ebp
;; mode: pm16, pm32, pm16/3, pm32/3
;; set: fs=SMALL, ebp=4, [DATA+8]=01 02 03 84
        mov eax, [fs:ebp+4]
;; expect: eax=0x84030201

;; name: fs-arithmetic
;; mode: pm16, pm32, pm16/3, pm32/3
;; set: fs=SMALL, [DATA]=ff ff ff ff
        add dword [fs:0], 5
;; expect: [DATA]=04 00 00 00, flags=+CF-PF+AF-ZF-SF-OF

;; name: gs-load-real
;; mode: real16, v86
;; set: gs=0x200, [0x2008]=01 02 03 84
        mov eax, [gs:8]
;; expect: eax=0x84030201

;; name: gs-store-real
;; mode: real16, v86
;; set: gs=0x234, ebx=0x10, ecx=0xA55A
        mov [gs:bx+1], cx
;; expect: [0x2351]=5a a5

;; name: gs-load
;; mode: pm16, pm32, pm16/3, pm32/3
;; set: gs=SMALL, [DATA+8]=01 02 03 84
        mov eax, [gs:8]
;; expect: eax=0x84030201

;; name: gs-store
;; mode: pm16, pm32, pm16/3, pm32/3
;; set: gs=SMALL, ebx=4, ecx=0xA55A
        mov [gs:ebx+1], cx
;; expect: [DATA+5]=5a a5

;; name: gs-load-ebp
;; mode: pm16, pm32, pm16/3, pm32/3
;; set: gs=SMALL, ebp=4, [DATA+8]=01 02 03 84
        mov eax, [gs:ebp+4]
;; expect: eax=0x84030201

;; name: gs-arithmetic
;; mode: pm16, pm32, pm16/3, pm32/3
;; set: gs=SMALL, [DATA]=ff ff ff ff
        add dword [gs:0], 5
;; expect: [DATA]=04 00 00 00, flags=+CF-PF+AF-ZF-SF-OF

;; name: ss-load-real
;; mode: real16, v86
;; set: ss=0x200, ebx=0x10, [0x2010]=91
        mov al, [ss:bx]
;; expect: al=0x91

;; name: ss-load
;; mode: pm16, pm32, pm16/3, pm32/3
;; set: ds=0, ebx=0x2010, [0x2010]=91
        mov al, [ss:ebx]
;; expect: al=0x91

;; name: ds-load-of-bp-real
;; mode: real16, v86
;; set: ds=0x200, ss=0x400, ebp=0x10, [0x2010]=91
        mov al, [ds:bp]
;; expect: al=0x91

;; name: ds-load-of-ebp
;; mode: pm16, pm32, pm16/3, pm32/3
;; set: ds=SMALL, ebp=0xF, [DATA+0xF]=91
        mov al, [ds:ebp]
;; expect: al=0x91

;; name: ds-store-of-esp
;; mode: pm32, pm32/3
;; set: ds=SMALL, esp=3, eax=0x91
        mov [ds:esp], al
;; expect: [DATA+3]=91

;; name: cs-load
        jmp short over
value:  dd 0x12345678
over:   mov ebx, [cs:value]
;; expect: ebx=0x12345678

;; name: cs-load-own-bytes
        mov al, [cs:CODE]
;; expect: al=0x2E

;; name: cs-load-own-bytes-dword
        db 0x90, 0x90, 0x90, 0x90
        mov ebx, [cs:CODE]
;; expect: ebx=0x90909090

;; name: cs-load-by-register
;; set: ebx=CODE, ecx=1
        jmp short over
value:  db 1, 2, 3, 0x84
over:   mov edx, [cs:ebx+ecx*2]
;; expect: edx=0x84030201

;; name: cs-alu
;; set: eax=7, flags=+CF+AF+SF+OF
        jmp short over
value:  dd 7
over:   cmp eax, [cs:value]
;; expect: flags=-CF+PF-AF+ZF-SF-OF

;; name: cs-store-real
;; mode: real16, v86
;; set: ecx=0xA55A
        mov [cs:DATA], cx
;; expect: [DATA]=5a a5

;; name: cs-store
;; mode: pm16, pm32, pm16/3, pm32/3
;; set: ecx=0xA55A
        nop
at:     mov [cs:DATA], cx
;; expect: exception=13:0, eip=at

;; name: cs-read-modify-write
;; mode: pm16, pm32, pm16/3, pm32/3
        nop
at:     inc byte [cs:DATA]
;; expect: exception=13:0, eip=at

;; name: moffs-with-override
;; mode: pm16, pm32, pm16/3, pm32/3
;; set: fs=SMALL, [DATA+0xF]=91
        mov al, [fs:0xF]
;; expect: al=0x91

;; name: moffs-store-with-override-real
;; mode: real16, v86
;; set: gs=0x200, eax=0xA55A
        mov [gs:0x10], ax
;; expect: [0x2010]=5a a5

;; name: last-byte
;; mode: pm16, pm32, pm16/3, pm32/3
;; set: fs=SMALL, [DATA+0xC]=01 02 03 84
        mov al, [fs:0xF]
        mov cx, [fs:0xE]
        mov edx, [fs:0xC]
;; expect: al=0x84, cx=0x8403, edx=0x84030201

;; name: read-8-past-the-limit-at-10
;; mode: pm16, pm32, pm16/3, pm32/3
;; set: fs=SMALL
        nop
at:     mov al, [fs:0x10]
;; expect: exception=13:0, eip=at

;; name: write-8-past-the-limit-at-10
;; mode: pm16, pm32, pm16/3, pm32/3
;; set: fs=SMALL
        nop
at:     mov [fs:0x10], al
;; expect: exception=13:0, eip=at

;; name: read-16-past-the-limit-at-f
;; mode: pm16, pm32, pm16/3, pm32/3
;; set: fs=SMALL
        nop
at:     mov ax, [fs:0x0F]
;; expect: exception=13:0, eip=at

;; name: write-16-past-the-limit-at-f
;; mode: pm16, pm32, pm16/3, pm32/3
;; set: fs=SMALL
        nop
at:     mov [fs:0x0F], ax
;; expect: exception=13:0, eip=at

;; name: read-32-past-the-limit-at-d
;; mode: pm16, pm32, pm16/3, pm32/3
;; set: fs=SMALL
        nop
at:     mov eax, [fs:0x0D]
;; expect: exception=13:0, eip=at

;; name: write-32-past-the-limit-at-d
;; mode: pm16, pm32, pm16/3, pm32/3
;; set: fs=SMALL
        nop
at:     mov [fs:0x0D], eax
;; expect: exception=13:0, eip=at

;; name: read-32-past-the-limit-at-f
;; mode: pm16, pm32, pm16/3, pm32/3
;; set: fs=SMALL
        nop
at:     mov eax, [fs:0x0F]
;; expect: exception=13:0, eip=at

;; name: write-32-past-the-limit-at-f
;; mode: pm16, pm32, pm16/3, pm32/3
;; set: fs=SMALL
        nop
at:     mov [fs:0x0F], eax
;; expect: exception=13:0, eip=at

;; name: offset-far-past-the-limit
;; mode: pm16, pm32, pm16/3, pm32/3
;; set: fs=SMALL, ebx=0xFFFFFFFF
        nop
at:     mov al, [fs:ebx]
;; expect: exception=13:0, eip=at

;; name: null-read
;; mode: pm16, pm32, pm16/3, pm32/3
;; set: fs=0
        nop
at:     mov al, [fs:0]
;; expect: exception=13:0, eip=at

;; name: null-write
;; mode: pm16, pm32, pm16/3, pm32/3
;; set: gs=0
        nop
at:     mov [gs:DATA], al
;; expect: exception=13:0, eip=at

;; name: null-with-an-rpl
;; mode: pm16, pm32
;; set: gs=3
        nop
at:     mov [gs:DATA], al
;; expect: exception=13:0, eip=at

;; name: null-ds
;; mode: pm16, pm32, pm16/3, pm32/3
;; set: ds=0
        nop
at:     mov al, [DATA]
;; expect: exception=13:0, eip=at

;; name: read-only-read
;; mode: pm16, pm32, pm16/3, pm32/3
;; set: es=READ_ONLY, [DATA]=91
        mov al, [es:DATA]
;; expect: al=0x91

;; name: read-only-write
;; mode: pm16, pm32, pm16/3, pm32/3
;; set: es=READ_ONLY
        nop
at:     mov [es:DATA], al
;; expect: exception=13:0, eip=at

;; name: read-only-read-modify-write
;; mode: pm16, pm32, pm16/3, pm32/3
;; set: es=READ_ONLY, [DATA]=55, eax=0x66
        nop
at:     xchg [es:DATA], al
;; expect: exception=13:0, eip=at

;; name: code-segment-read
;; mode: pm16, pm32, pm16/3, pm32/3
;; set: es=CODE32_3, [DATA]=91
        mov al, [es:DATA]
;; expect: al=0x91

;; name: code-segment-write
;; mode: pm16, pm32, pm16/3, pm32/3
;; set: es=CODE32_3
        nop
at:     mov [es:DATA], al
;; expect: exception=13:0, eip=at

;; name: expand-down-first
;; mode: pm16, pm32, pm16/3, pm32/3
;; set: fs=EXPAND_DOWN, [0x3000]=01 02 03 84
        mov eax, [fs:0x3000]
;; expect: eax=0x84030201

;; name: expand-down-below
;; mode: pm16, pm32, pm16/3, pm32/3
;; set: fs=EXPAND_DOWN
        nop
at:     mov al, [fs:0x2FFF]
;; expect: exception=13:0, eip=at

;; name: expand-down-across
;; mode: pm16, pm32, pm16/3, pm32/3
;; set: fs=EXPAND_DOWN
        nop
at:     mov [fs:0x2FFE], eax
;; expect: exception=13:0, eip=at

;; name: expand-down-high
;; mode: pm16, pm32, pm16/3, pm32/3
;; set: fs=EXPAND_DOWN, ebx=0x123456, eax=0x84030201
        mov [fs:ebx], eax
;; expect: [0x123456]=01 02 03 84

;; name: ldt-segment
;; mode: pm16, pm32, pm16/3, pm32/3
;; set: fs=LDT_DATA, [DATA]=91
        mov al, [fs:DATA]
;; expect: al=0x91

;; name: base-wraps-at-4-gib
;; mode: pm16, pm32, pm16/3, pm32/3
;; set: fs=DATA32_3, fs.base=0xFFFFF000, [DATA]=01 02 03 84
        mov eax, [fs:DATA+0x1000]
;; expect: eax=0x84030201

;; name: base-wraps-at-4-gib-store
;; mode: pm16, pm32, pm16/3, pm32/3
;; set: fs=DATA32_3, fs.base=0xFFFFF000, ebx=DATA+0x1000, eax=0x84030201
        mov [fs:ebx], eax
;; expect: [DATA]=01 02 03 84

;; name: high-memory-area-real
;; mode: real16, v86
;; set: fs=0xFFFF, [0x100000]=91
        mov al, [fs:0x10]
;; expect: al=0x91

;; name: real-segments-overlap
;; mode: real16, v86
;; set: es=0x200, fs=0x201, eax=0x91
        mov [es:0x12], al
        mov ah, [fs:2]
;; expect: ax=0x9191, [0x2012]=91

;; name: two-segments-in-a-row
;; mode: pm16, pm32, pm16/3, pm32/3
;; set: fs=SMALL, gs=DATA32_3, [DATA+4]=01 02 03 84
        mov eax, [fs:4]
        mov [gs:4], eax
;; expect: eax=0x84030201, [4]=01 02 03 84
