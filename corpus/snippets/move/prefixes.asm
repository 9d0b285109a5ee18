;; see: SDM Vol. 2A, 2.1.1: operand size and address size in both code sizes
;; modes: all

;; name: 66-changes-the-immediate
;; mode: real16, v86, pm16, pm16/3
;; set: eax=0xAAAAAAAA
        db 0x66, 0xB8, 0x78, 0x56, 0x34, 0x12 ; mov eax, 0x12345678
;; expect: eax=0x12345678

;; name: 66-changes-the-immediate-32
;; mode: pm32, pm32/3
;; set: eax=0xAAAAAAAA
        db 0x66, 0xB8, 0x34, 0x12     ; mov ax, 0x1234
;; expect: ax=0x1234

;; name: no-prefix-16
;; mode: real16, v86, pm16, pm16/3
;; set: eax=0xAAAAAAAA
        db 0xB8, 0x34, 0x12           ; mov ax, 0x1234
;; expect: ax=0x1234

;; name: no-prefix-32
;; mode: pm32, pm32/3
;; set: eax=0xAAAAAAAA
        db 0xB8, 0x78, 0x56, 0x34, 0x12 ; mov eax, 0x12345678
;; expect: eax=0x12345678

;; name: 67-changes-the-address
;; mode: real16, v86, pm16, pm16/3
;; set: ebx=0x2010, ebp=1, edi=1, [0x2010]=91
        db 0x67, 0x8A, 0x03           ; mov al, [ebx]
;; expect: al=0x91

;; name: 67-changes-the-address-32
;; mode: pm32, pm32/3
;; set: ebx=0x2010, ebp=0x1000, edi=0x1008, [0x2008]=91
        db 0x67, 0x8A, 0x03           ; mov al, [bp+di]
;; expect: al=0x91

;; name: no-67-16
;; mode: real16, v86, pm16, pm16/3
;; set: ebx=0x2010, ebp=0x1000, edi=0x1008, [0x2008]=91
        db 0x8A, 0x03                 ; mov al, [bp+di]
;; expect: al=0x91

;; name: no-67-32
;; mode: pm32, pm32/3
;; set: ebx=0x2010, ebp=1, edi=1, [0x2010]=91
        db 0x8A, 0x03                 ; mov al, [ebx]
;; expect: al=0x91

;; name: 67-changes-the-displacement
;; mode: real16, v86, pm16, pm16/3
;; set: [0x2010]=91
        db 0x67, 0x8A, 0x1D, 0x10, 0x20, 0, 0 ; mov bl, [dword 0x2010]
;; expect: bl=0x91

;; name: 67-changes-the-displacement-32
;; mode: pm32, pm32/3
;; set: [0x2010]=91
        db 0x67, 0x8A, 0x1E, 0x10, 0x20 ; mov bl, [word 0x2010]
;; expect: bl=0x91

;; name: 67-changes-moffs
;; mode: real16, v86, pm16, pm16/3
;; set: [0x2010]=91
        db 0x67, 0xA0, 0x10, 0x20, 0, 0 ; mov al, [dword 0x2010]
;; expect: al=0x91

;; name: 67-changes-moffs-32
;; mode: pm32, pm32/3
;; set: [0x2010]=91
        db 0x67, 0xA0, 0x10, 0x20     ; mov al, [word 0x2010]
;; expect: al=0x91

;; name: 66-and-67
;; mode: real16, v86, pm16, pm16/3
;; set: ebx=0x2010, [0x2010]=01 02 03 84
        db 0x66, 0x67, 0x8B, 0x03     ; mov eax, [ebx]
;; expect: eax=0x84030201

;; name: 67-and-66
;; mode: real16, v86, pm16, pm16/3
;; set: ebx=0x2010, [0x2010]=01 02 03 84
        db 0x67, 0x66, 0x8B, 0x03     ; mov eax, [ebx]
;; expect: eax=0x84030201

;; name: 67-and-66-32
;; mode: pm32, pm32/3
;; set: ebx=0x2010, [0x2010]=01 02 03 84, eax=0xAAAAAAAA
        db 0x67, 0x66, 0x8B, 0x07     ; mov ax, [bx]
;; expect: ax=0x0201

;; name: 66-means-nothing-to-a-byte
;; set: eax=0x11111101, ebx=0x22222202
        db 0x66, 0x00, 0xD8           ; add al, bl
;; expect: al=3, flags=-CF+PF-AF-ZF-SF-OF

;; name: 67-means-nothing-to-registers
;; set: eax=0x11111101, ebx=0x22222202
        db 0x67, 0x00, 0xD8           ; add al, bl
;; expect: al=3, flags=-CF+PF-AF-ZF-SF-OF

;; name: 66-imm8-sign-extends-to-the-size
;; mode: real16, v86, pm16, pm16/3
;; set: eax=0x00010000
        db 0x66, 0x83, 0xC0, 0xFF     ; add eax, -1
;; expect: eax=0xFFFF, flags=+CF+PF-AF-ZF-SF-OF

;; name: 66-imm8-sign-extends-to-the-size-32
;; mode: pm32, pm32/3
;; set: eax=0x00010000
        db 0x66, 0x83, 0xC0, 0xFF     ; add ax, -1
;; expect: eax=0x0001FFFF, flags=-CF+PF-AF-ZF+SF-OF

;; name: 66-group-3-immediate
;; mode: real16, v86, pm16, pm16/3
;; set: eax=0x80000000, flags=+CF+ZF+OF
        db 0x66, 0xF7, 0xC0, 0x00, 0x00, 0x00, 0x80 ; test eax, 0x80000000
;; expect: flags=-CF+PF?AF-ZF+SF-OF

;; name: 66-group-3-immediate-32
;; mode: pm32, pm32/3
;; set: eax=0x8000, flags=+CF+ZF+OF
        db 0x66, 0xF7, 0xC0, 0x00, 0x80 ; test ax, 0x8000
;; expect: flags=-CF+PF?AF-ZF+SF-OF

;; name: group-3-without-immediate
;; mode: pm32, pm32/3
;; set: eax=0x0F0F0F0F
        db 0xF7, 0xD0                 ; not ax / not eax
;; expect: eax=0xF0F0F0F0

;; name: override-and-66
;; mode: real16, v86
;; set: fs=0x200, ebx=8, [0x2008]=01 02 03 84
        db 0x64, 0x66, 0x8B, 0x07     ; mov eax, [fs:bx]
;; expect: eax=0x84030201

;; name: 66-and-override
;; mode: real16, v86
;; set: fs=0x200, ebx=8, [0x2008]=01 02 03 84
        db 0x66, 0x64, 0x8B, 0x07     ; mov eax, [fs:bx]
;; expect: eax=0x84030201

;; name: all-kinds
;; mode: pm16, pm16/3
;; set: fs=SMALL, ebx=8, eax=1, [DATA+8]=ff ff ff ff
        db 0xF0, 0x64, 0x66, 0x67, 0x01, 0x03 ; lock add [fs:ebx], eax
;; expect: [DATA+8]=00 00 00 00, flags=+CF+PF+AF+ZF-SF-OF

;; name: all-kinds-32
;; mode: pm32, pm32/3
;; set: fs=SMALL, ebx=8, eax=1, [DATA+8]=ff ff ff ff
        db 0xF0, 0x64, 0x66, 0x67, 0x01, 0x07 ; lock add [fs:bx], ax
;; expect: [DATA+8]=00 00, flags=+CF+PF+AF+ZF-SF-OF

;; name: fifteen-bytes
;; mode: real16, v86, pm16, pm16/3
;; set: ebx=0x1000, ecx=4, [DATA+0x10]=01 00 00 00
        o32 a32
        db 0xF0, 0x3E, 0x81, 0x84, 0x8B, 0x00, 0x10, 0x00, 0x00, 0x78, 0x56, 0x34, 0x12 ; lock add dword [ds:ebx+ecx*4+0x1000], 0x12345678
;; expect: [DATA+0x10]=79 56 34 12, flags=-CF-PF-AF-ZF-SF-OF

;; name: fifteen-bytes-of-prefixes
        times 14 db 0x3E
        nop

;; name: sixteen-bytes-of-prefixes
;; mode: v86, pm16, pm32, pm16/3, pm32/3
        nop
at:     times 15 db 0x3E
        nop
;; expect: exception=13:0, eip=at

;; name: sixteen-bytes-of-prefixes-real
;; mode: real16
        nop
at:     times 15 db 0x3E
        nop
;; expect: exception=13, eip=at
