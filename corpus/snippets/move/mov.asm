;; see: SDM Vol. 2B, MOV: no flags are affected
;; modes: all

;; name: al-imm
;; set: eax=0xA1B2C300, flags=+CF+PF+AF+ZF+SF+OF
        mov al, 0x80
;; expect: al=0x80

;; name: cl-imm
;; set: ecx=0xC9DAEB00, flags=+CF+PF+AF+ZF+SF+OF
        mov cl, 0x91
;; expect: cl=0x91

;; name: dl-imm
;; set: edx=0xD0E1F200, flags=+CF+PF+AF+ZF+SF+OF
        mov dl, 0xA2
;; expect: dl=0xA2

;; name: bl-imm
;; set: ebx=0xB5C6D700, flags=+CF+PF+AF+ZF+SF+OF
        mov bl, 0xB3
;; expect: bl=0xB3

;; name: ah-imm
;; set: eax=0xA1B200D4, flags=+CF+PF+AF+ZF+SF+OF
        mov ah, 0xC4
;; expect: ah=0xC4

;; name: ch-imm
;; set: ecx=0xC9DA00FC, flags=+CF+PF+AF+ZF+SF+OF
        mov ch, 0xD5
;; expect: ch=0xD5

;; name: dh-imm
;; set: edx=0xD0E10003, flags=+CF+PF+AF+ZF+SF+OF
        mov dh, 0xE6
;; expect: dh=0xE6

;; name: bh-imm
;; set: ebx=0xB5C600E8, flags=+CF+PF+AF+ZF+SF+OF
        mov bh, 0xF7
;; expect: bh=0xF7

;; name: ax-imm
;; set: eax=0xA5A5A5A5
        mov ax, 0x8001
;; expect: ax=0x8001

;; name: eax-imm
        mov eax, 0x80000001
;; expect: eax=0x80000001

;; name: cx-imm
;; set: ecx=0xA5A5A5A5
        mov cx, 0x8001
;; expect: cx=0x8001

;; name: ecx-imm
        mov ecx, 0x80000001
;; expect: ecx=0x80000001

;; name: dx-imm
;; set: edx=0xA5A5A5A5
        mov dx, 0xA223
;; expect: dx=0xA223

;; name: edx-imm
        mov edx, 0xA2220001
;; expect: edx=0xA2220001

;; name: bx-imm
;; set: ebx=0xA5A5A5A5
        mov bx, 0xA223
;; expect: bx=0xA223

;; name: ebx-imm
        mov ebx, 0xA2220001
;; expect: ebx=0xA2220001

;; name: sp-imm
;; set: esp=0xA5A5A5A5
        mov sp, 0xC445
;; expect: sp=0xC445

;; name: esp-imm
        mov esp, 0xC4440001
;; expect: esp=0xC4440001

;; name: bp-imm
;; set: ebp=0xA5A5A5A5
        mov bp, 0xC445
;; expect: bp=0xC445

;; name: ebp-imm
        mov ebp, 0xC4440001
;; expect: ebp=0xC4440001

;; name: si-imm
;; set: esi=0xA5A5A5A5
        mov si, 0xE667
;; expect: si=0xE667

;; name: esi-imm
        mov esi, 0xE6660001
;; expect: esi=0xE6660001

;; name: di-imm
;; set: edi=0xA5A5A5A5
        mov di, 0xE667
;; expect: di=0xE667

;; name: edi-imm
        mov edi, 0xE6660001
;; expect: edi=0xE6660001

;; name: bl-imm-long-form
;; set: ebx=0x12345678
        db 0xC6, 0xC3, 0x9C           ; mov bl, 0x9C
;; expect: bl=0x9C

;; name: si-imm-long-form
;; set: esi=0x12345678
        o16
        db 0xC7, 0xC6, 0x9C, 0xD0     ; mov si, 0xD09C
;; expect: si=0xD09C

;; name: edi-imm-long-form
        o32
        db 0xC7, 0xC7, 0x01, 0x02, 0x03, 0x84 ; mov edi, 0x84030201
;; expect: edi=0x84030201

;; name: al-ah
;; set: eax=0xA1B29211, flags=+CF+PF+AF+ZF+SF+OF
        mov al, ah
;; expect: al=0x92

;; name: ah-al
;; set: eax=0xA1B21192, flags=+CF+PF+AF+ZF+SF+OF
        mov ah, al
;; expect: ah=0x92

;; name: bl-dh
;; set: ebx=0xB5C6D711, edx=0xD0E19203, flags=+CF+PF+AF+ZF+SF+OF
        mov bl, dh
;; expect: bl=0x92

;; name: ch-cl
;; set: ecx=0xC9DA1192, flags=+CF+PF+AF+ZF+SF+OF
        mov ch, cl
;; expect: ch=0x92

;; name: dl-bh
;; set: edx=0xD0E1F211, ebx=0xB5C692E8, flags=+CF+PF+AF+ZF+SF+OF
        mov dl, bh
;; expect: dl=0x92

;; name: ax-bx
;; set: eax=0x11112222, ebx=0x33339444, flags=+CF+PF+AF+ZF+SF+OF
        mov ax, bx
;; expect: ax=0x9444

;; name: sp-si
;; set: esp=0x11112222, esi=0x33339444, flags=+CF+PF+AF+ZF+SF+OF
        mov sp, si
;; expect: sp=0x9444

;; name: di-bp
;; set: edi=0x11112222, ebp=0x33339444, flags=+CF+PF+AF+ZF+SF+OF
        mov di, bp
;; expect: di=0x9444

;; name: cx-cx
;; set: ecx=0x11112222, flags=+CF+PF+AF+ZF+SF+OF
        mov cx, cx

;; name: eax-edx
;; set: edx=0x89ABCDEF, flags=+CF+PF+AF+ZF+SF+OF
        mov eax, edx
;; expect: eax=0x89ABCDEF

;; name: esi-esp
        mov esi, esp
;; expect: esi=0x8000

;; name: ebp-edi
;; set: edi=0x89ABCDEF, flags=+CF+PF+AF+ZF+SF+OF
        mov ebp, edi
;; expect: ebp=0x89ABCDEF

;; name: esp-ecx
;; set: ecx=0x89ABCDEF, flags=+CF+PF+AF+ZF+SF+OF
        mov esp, ecx
;; expect: esp=0x89ABCDEF

;; name: bl-ch-reversed
;; set: ebx=0x12345678, ecx=0x9ABCDEF0
        db 0x8A, 0xDD                 ; mov bl, ch: the form with the destination in reg
;; expect: bl=0xDE

;; name: si-dx-reversed
;; set: esi=0x12345678, edx=0x9ABCDEF0
        o16
        db 0x8B, 0xF2                 ; mov si, dx
;; expect: si=0xDEF0

;; name: esi-edx-reversed
;; set: esi=0x12345678, edx=0x9ABCDEF0
        o32
        db 0x8B, 0xF2                 ; mov esi, edx
;; expect: esi=0x9ABCDEF0

;; name: mem-dh
;; set: edx=0xD0E1BD03, [DATA+4]=ee ee ee ee ee ee , flags=+CF+PF+AF+ZF+SF+OF
        mov [DATA+5], dh
;; expect: [DATA+5]=bd

;; name: dh-mem
;; set: edx=0xD0E11103, [DATA+4]=ee bd ee, flags=+CF+PF+AF+ZF+SF+OF
        mov dh, [DATA+5]
;; expect: dh=0xBD

;; name: mem-bp
;; set: ebp=0x0C1DACBD, [DATA+4]=ee ee ee ee ee ee , flags=+CF+PF+AF+ZF+SF+OF
        mov [DATA+5], bp
;; expect: [DATA+5]=bd ac

;; name: bp-mem
;; set: ebp=0x0C1D0011, [DATA+4]=ee bd ac ee, flags=+CF+PF+AF+ZF+SF+OF
        mov bp, [DATA+5]
;; expect: bp=0xACBD

;; name: mem-ebp
;; set: ebp=0x8A9BACBD, [DATA+4]=ee ee ee ee ee ee , flags=+CF+PF+AF+ZF+SF+OF
        mov [DATA+5], ebp
;; expect: [DATA+5]=bd ac 9b 8a

;; name: ebp-mem
;; set: ebp=0x00000011, [DATA+4]=ee bd ac 9b 8a ee, flags=+CF+PF+AF+ZF+SF+OF
        mov ebp, [DATA+5]
;; expect: ebp=0x8A9BACBD

;; name: mem-bl
;; set: ebx=0xB5C6D7BD, [DATA+4]=ee ee ee ee ee ee , flags=+CF+PF+AF+ZF+SF+OF
        mov [DATA+5], bl
;; expect: [DATA+5]=bd

;; name: bl-mem
;; set: ebx=0xB5C6D711, [DATA+4]=ee bd ee, flags=+CF+PF+AF+ZF+SF+OF
        mov bl, [DATA+5]
;; expect: bl=0xBD

;; name: mem-cx
;; set: ecx=0xC9DAACBD, [DATA+4]=ee ee ee ee ee ee , flags=+CF+PF+AF+ZF+SF+OF
        mov [DATA+5], cx
;; expect: [DATA+5]=bd ac

;; name: cx-mem
;; set: ecx=0xC9DA0011, [DATA+4]=ee bd ac ee, flags=+CF+PF+AF+ZF+SF+OF
        mov cx, [DATA+5]
;; expect: cx=0xACBD

;; name: mem-edx
;; set: edx=0x8A9BACBD, [DATA+4]=ee ee ee ee ee ee , flags=+CF+PF+AF+ZF+SF+OF
        mov [DATA+5], edx
;; expect: [DATA+5]=bd ac 9b 8a

;; name: edx-mem
;; set: edx=0x00000011, [DATA+4]=ee bd ac 9b 8a ee, flags=+CF+PF+AF+ZF+SF+OF
        mov edx, [DATA+5]
;; expect: edx=0x8A9BACBD

;; name: mem8-imm
;; set: [DATA+2]=77 77 77 77 77 77 , flags=+CF+PF+AF+ZF+SF+OF
        mov byte [DATA+3], 0xC1
;; expect: [DATA+3]=c1

;; name: mem16-imm
;; set: [DATA+2]=77 77 77 77 77 77 , flags=+CF+PF+AF+ZF+SF+OF
        mov word [DATA+3], 0xB2C1
;; expect: [DATA+3]=c1 b2

;; name: mem32-imm
;; set: [DATA+2]=77 77 77 77 77 77 , flags=+CF+PF+AF+ZF+SF+OF
        mov dword [DATA+3], 0x94A3B2C1
;; expect: [DATA+3]=c1 b2 a3 94

;; name: al-moffs16
;; set: eax=0x11111111, [DATA+7]=c1, flags=+CF+PF+AF+ZF+SF+OF
        mov al, [word DATA+7]
;; expect: al=0xC1

;; name: al-moffs32
;; set: eax=0x11111111, [DATA+7]=c1
        mov al, [dword DATA+7]
;; expect: al=0xC1

;; name: moffs16-al
;; set: eax=0x94A3B2C1, [DATA+6]=77 77 77 77 77 77 
        mov [word DATA+7], al
;; expect: [DATA+7]=c1

;; name: moffs32-al
;; set: eax=0x94A3B2C1, [DATA+6]=77 77 77 77 77 77 , flags=+CF+PF+AF+ZF+SF+OF
        mov [dword DATA+7], al
;; expect: [DATA+7]=c1

;; name: ax-moffs16
;; set: eax=0x11111111, [DATA+7]=c1 b2, flags=+CF+PF+AF+ZF+SF+OF
        mov ax, [word DATA+7]
;; expect: ax=0xB2C1

;; name: ax-moffs32
;; set: eax=0x11111111, [DATA+7]=c1 b2
        mov ax, [dword DATA+7]
;; expect: ax=0xB2C1

;; name: moffs16-ax
;; set: eax=0x94A3B2C1, [DATA+6]=77 77 77 77 77 77 
        mov [word DATA+7], ax
;; expect: [DATA+7]=c1 b2

;; name: moffs32-ax
;; set: eax=0x94A3B2C1, [DATA+6]=77 77 77 77 77 77 , flags=+CF+PF+AF+ZF+SF+OF
        mov [dword DATA+7], ax
;; expect: [DATA+7]=c1 b2

;; name: eax-moffs16
;; set: eax=0x11111111, [DATA+7]=c1 b2 a3 94, flags=+CF+PF+AF+ZF+SF+OF
        mov eax, [word DATA+7]
;; expect: eax=0x94A3B2C1

;; name: eax-moffs32
;; set: eax=0x11111111, [DATA+7]=c1 b2 a3 94
        mov eax, [dword DATA+7]
;; expect: eax=0x94A3B2C1

;; name: moffs16-eax
;; set: eax=0x94A3B2C1, [DATA+6]=77 77 77 77 77 77 
        mov [word DATA+7], eax
;; expect: [DATA+7]=c1 b2 a3 94

;; name: moffs32-eax
;; set: eax=0x94A3B2C1, [DATA+6]=77 77 77 77 77 77 , flags=+CF+PF+AF+ZF+SF+OF
        mov [dword DATA+7], eax
;; expect: [DATA+7]=c1 b2 a3 94

;; name: eax-moffs-across-pages
;; set: [0x4FFD]=01 02 03 04
        mov eax, [0x4FFD]
;; expect: eax=0x04030201

;; name: moffs-ax-across-pages
;; set: eax=0x1234
        mov [0x4FFF], ax
;; expect: [0x4FFF]=34 12

;; name: eax-moffs32-high
;; mode: pm32, pm32/3
;; set: [0x123456]=0d f0 fe ca
        mov eax, [0x123456]
;; expect: eax=0xCAFEF00D

;; name: moffs32-high-eax
;; mode: pm32, pm32/3
;; set: eax=0xCAFEF00D
        mov [0x123456], eax
;; expect: [0x123456]=0d f0 fe ca

;; name: ebx-mem-across-pages
;; set: [0x4FFE]=01 02 03 84
        mov ebx, [0x4FFE]
;; expect: ebx=0x84030201

;; name: mem-across-pages-ebx
;; set: ebx=0x84030201
        mov [0x4FFD], ebx
;; expect: [0x4FFD]=01 02 03 84

;; name: mem-across-pages-imm
        mov dword [0x4FFF], 0x84030201
;; expect: [0x4FFF]=01 02 03 84

;; name: last-byte-of-page
;; set: [0x4FFE]=11 22 33
        mov cl, [0x4FFF]
;; expect: cl=0x22

;; name: first-byte-of-page
;; set: ecx=0x4400, [0x4FFF]=11 22 33
        mov [0x5000], ch
;; expect: [0x5000]=44

;; name: misaligned-in-a-page
;; set: [DATA+0x801]=01 02 03 04
        mov edx, [DATA+0x801]
;; expect: edx=0x04030201

;; name: load-store-load
;; set: eax=0x12345678
        mov [DATA], eax
        mov ebx, [DATA]
        mov [DATA+2], bx
        mov ecx, [DATA]
;; expect: [DATA]=78 56 78 56, ebx=0x12345678, ecx=0x56785678

;; name: ax-ds-real
;; mode: real16, v86
;; set: eax=0x5A5A5A5A, ds=0x8765
        o16 mov ax, ds
;; expect: ax=0x8765

;; name: bx-ds
;; mode: pm16, pm32, pm16/3, pm32/3
;; set: ebx=0x5A5A5A5A
        o16 mov bx, ds
;; expect[pm16]: bx=DATA16
;; expect[pm32]: bx=DATA32
;; expect[pm16/3]: bx=DATA16_3
;; expect[pm32/3]: bx=DATA32_3

;; name: ebx-ds-zero-extends
;; mode: pm16, pm32, pm16/3, pm32/3
;; set: ebx=0x5A5A5A5A
        o32 mov ebx, ds
;; expect[pm16]: ebx=DATA16
;; expect[pm32]: ebx=DATA32
;; expect[pm16/3]: ebx=DATA16_3
;; expect[pm32/3]: ebx=DATA32_3

;; name: mem-ds-is-a-word
;; mode: pm16, pm32, pm16/3, pm32/3
;; set: [DATA]=aa aa aa aa
        o32 mov [DATA], ds
;; expect[pm16]: [DATA]=20 00
;; expect[pm32]: [DATA]=10 00
;; expect[pm16/3]: [DATA]=43 00
;; expect[pm32/3]: [DATA]=33 00

;; name: ax-es-real
;; mode: real16, v86
;; set: eax=0x5A5A5A5A, es=0x8765
        o16 mov ax, es
;; expect: ax=0x8765

;; name: bx-es
;; mode: pm16, pm32, pm16/3, pm32/3
;; set: ebx=0x5A5A5A5A
        o16 mov bx, es
;; expect[pm16]: bx=DATA16
;; expect[pm32]: bx=DATA32
;; expect[pm16/3]: bx=DATA16_3
;; expect[pm32/3]: bx=DATA32_3

;; name: ebx-es-zero-extends
;; mode: pm16, pm32, pm16/3, pm32/3
;; set: ebx=0x5A5A5A5A
        o32 mov ebx, es
;; expect[pm16]: ebx=DATA16
;; expect[pm32]: ebx=DATA32
;; expect[pm16/3]: ebx=DATA16_3
;; expect[pm32/3]: ebx=DATA32_3

;; name: mem-es-is-a-word
;; mode: pm16, pm32, pm16/3, pm32/3
;; set: [DATA]=aa aa aa aa
        o32 mov [DATA], es
;; expect[pm16]: [DATA]=20 00
;; expect[pm32]: [DATA]=10 00
;; expect[pm16/3]: [DATA]=43 00
;; expect[pm32/3]: [DATA]=33 00

;; name: ax-ss-real
;; mode: real16, v86
;; set: eax=0x5A5A5A5A
        o16 mov ax, ss
;; expect: ax=0

;; name: bx-ss
;; mode: pm16, pm32, pm16/3, pm32/3
;; set: ebx=0x5A5A5A5A
        o16 mov bx, ss
;; expect[pm16]: bx=DATA16
;; expect[pm32]: bx=DATA32
;; expect[pm16/3]: bx=DATA16_3
;; expect[pm32/3]: bx=DATA32_3

;; name: ebx-ss-zero-extends
;; mode: pm16, pm32, pm16/3, pm32/3
;; set: ebx=0x5A5A5A5A
        o32 mov ebx, ss
;; expect[pm16]: ebx=DATA16
;; expect[pm32]: ebx=DATA32
;; expect[pm16/3]: ebx=DATA16_3
;; expect[pm32/3]: ebx=DATA32_3

;; name: mem-ss-is-a-word
;; mode: pm16, pm32, pm16/3, pm32/3
;; set: [DATA]=aa aa aa aa
        o32 mov [DATA], ss
;; expect[pm16]: [DATA]=20 00
;; expect[pm32]: [DATA]=10 00
;; expect[pm16/3]: [DATA]=43 00
;; expect[pm32/3]: [DATA]=33 00

;; name: ax-cs-real
;; mode: real16, v86
;; set: eax=0x5A5A5A5A
        o16 mov ax, cs
;; expect: ax=0

;; name: bx-cs
;; mode: pm16, pm32, pm16/3, pm32/3
;; set: ebx=0x5A5A5A5A
        o16 mov bx, cs
;; expect[pm16]: bx=CODE16
;; expect[pm32]: bx=CODE32
;; expect[pm16/3]: bx=CODE16_3
;; expect[pm32/3]: bx=CODE32_3

;; name: ebx-cs-zero-extends
;; mode: pm16, pm32, pm16/3, pm32/3
;; set: ebx=0x5A5A5A5A
        o32 mov ebx, cs
;; expect[pm16]: ebx=CODE16
;; expect[pm32]: ebx=CODE32
;; expect[pm16/3]: ebx=CODE16_3
;; expect[pm32/3]: ebx=CODE32_3

;; name: mem-cs-is-a-word
;; mode: pm16, pm32, pm16/3, pm32/3
;; set: [DATA]=aa aa aa aa
        o32 mov [DATA], cs
;; expect[pm16]: [DATA]=18 00
;; expect[pm32]: [DATA]=08 00
;; expect[pm16/3]: [DATA]=3b 00
;; expect[pm32/3]: [DATA]=2b 00

;; name: ax-fs-real
;; mode: real16, v86
;; set: eax=0x5A5A5A5A, fs=0x8765
        o16 mov ax, fs
;; expect: ax=0x8765

;; name: bx-fs
;; mode: pm16, pm32, pm16/3, pm32/3
;; set: ebx=0x5A5A5A5A
        o16 mov bx, fs
;; expect[pm16]: bx=DATA16
;; expect[pm32]: bx=DATA32
;; expect[pm16/3]: bx=DATA16_3
;; expect[pm32/3]: bx=DATA32_3

;; name: ebx-fs-zero-extends
;; mode: pm16, pm32, pm16/3, pm32/3
;; set: ebx=0x5A5A5A5A
        o32 mov ebx, fs
;; expect[pm16]: ebx=DATA16
;; expect[pm32]: ebx=DATA32
;; expect[pm16/3]: ebx=DATA16_3
;; expect[pm32/3]: ebx=DATA32_3

;; name: mem-fs-is-a-word
;; mode: pm16, pm32, pm16/3, pm32/3
;; set: [DATA]=aa aa aa aa
        o32 mov [DATA], fs
;; expect[pm16]: [DATA]=20 00
;; expect[pm32]: [DATA]=10 00
;; expect[pm16/3]: [DATA]=43 00
;; expect[pm32/3]: [DATA]=33 00

;; name: ax-gs-real
;; mode: real16, v86
;; set: eax=0x5A5A5A5A, gs=0x8765
        o16 mov ax, gs
;; expect: ax=0x8765

;; name: bx-gs
;; mode: pm16, pm32, pm16/3, pm32/3
;; set: ebx=0x5A5A5A5A
        o16 mov bx, gs
;; expect[pm16]: bx=DATA16
;; expect[pm32]: bx=DATA32
;; expect[pm16/3]: bx=DATA16_3
;; expect[pm32/3]: bx=DATA32_3

;; name: ebx-gs-zero-extends
;; mode: pm16, pm32, pm16/3, pm32/3
;; set: ebx=0x5A5A5A5A
        o32 mov ebx, gs
;; expect[pm16]: ebx=DATA16
;; expect[pm32]: ebx=DATA32
;; expect[pm16/3]: ebx=DATA16_3
;; expect[pm32/3]: ebx=DATA32_3

;; name: mem-gs-is-a-word
;; mode: pm16, pm32, pm16/3, pm32/3
;; set: [DATA]=aa aa aa aa
        o32 mov [DATA], gs
;; expect[pm16]: [DATA]=20 00
;; expect[pm32]: [DATA]=10 00
;; expect[pm16/3]: [DATA]=43 00
;; expect[pm32/3]: [DATA]=33 00
