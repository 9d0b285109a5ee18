;; see: SDM Vol. 2A, 2.1.5, tables 2-1 to 2-3; Vol. 1, 3.7.4 for the default segments
;; modes: all

;; name: load-bx-si-no-disp
;; set: ecx=0x12345678, ebx=0x77771800, esi=0x66660850, [0x2050]=5a a5
        mov cx, [bx+si]
;; expect: cx=0xA55A

;; name: store-bx-si-disp8
;; set: ecx=0x1234A55A, ebx=0x77771800, esi=0x66660850
        mov [bx+si-0x4], cx
;; expect: [0x204C]=5a a5

;; name: load-bx-si-disp16
;; set: ecx=0x12345678, ebx=0x77771800, esi=0x66660850, [0x2750]=5a a5
        mov cx, [bx+si+0x700]
;; expect: cx=0xA55A

;; name: load-bx-di-no-disp
;; set: ecx=0x12345678, ebx=0x77771800, edi=0x66660960, [0x2160]=5a a5
        mov cx, [bx+di]
;; expect: cx=0xA55A

;; name: store-bx-di-disp8
;; set: ecx=0x1234A55A, ebx=0x77771800, edi=0x66660960
        mov [bx+di-0x4], cx
;; expect: [0x215C]=5a a5

;; name: load-bx-di-disp16
;; set: ecx=0x12345678, ebx=0x77771800, edi=0x66660960, [0x2860]=5a a5
        mov cx, [bx+di+0x700]
;; expect: cx=0xA55A

;; name: load-bp-si-no-disp
;; set: ecx=0x12345678, ebp=0x77771700, esi=0x66660850, [0x1F50]=5a a5
        mov cx, [bp+si]
;; expect: cx=0xA55A

;; name: store-bp-si-disp8
;; set: ecx=0x1234A55A, ebp=0x77771700, esi=0x66660850
        mov [bp+si-0x4], cx
;; expect: [0x1F4C]=5a a5

;; name: load-bp-si-disp16
;; set: ecx=0x12345678, ebp=0x77771700, esi=0x66660850, [0x2650]=5a a5
        mov cx, [bp+si+0x700]
;; expect: cx=0xA55A

;; name: load-bp-di-no-disp
;; set: ecx=0x12345678, ebp=0x77771700, edi=0x66660960, [0x2060]=5a a5
        mov cx, [bp+di]
;; expect: cx=0xA55A

;; name: store-bp-di-disp8
;; set: ecx=0x1234A55A, ebp=0x77771700, edi=0x66660960
        mov [bp+di-0x4], cx
;; expect: [0x205C]=5a a5

;; name: load-bp-di-disp16
;; set: ecx=0x12345678, ebp=0x77771700, edi=0x66660960, [0x2760]=5a a5
        mov cx, [bp+di+0x700]
;; expect: cx=0xA55A

;; name: load-si-no-disp
;; set: ecx=0x12345678, esi=0x77772010, [0x2010]=5a a5
        mov cx, [si]
;; expect: cx=0xA55A

;; name: store-si-disp8
;; set: ecx=0x1234A55A, esi=0x77772010
        mov [si-0x4], cx
;; expect: [0x200C]=5a a5

;; name: load-si-disp16
;; set: ecx=0x12345678, esi=0x77772010, [0x2710]=5a a5
        mov cx, [si+0x700]
;; expect: cx=0xA55A

;; name: load-di-no-disp
;; set: ecx=0x12345678, edi=0x77772020, [0x2020]=5a a5
        mov cx, [di]
;; expect: cx=0xA55A

;; name: store-di-disp8
;; set: ecx=0x1234A55A, edi=0x77772020
        mov [di-0x4], cx
;; expect: [0x201C]=5a a5

;; name: load-di-disp16
;; set: ecx=0x12345678, edi=0x77772020, [0x2720]=5a a5
        mov cx, [di+0x700]
;; expect: cx=0xA55A

;; name: load-bp-no-disp
;; set: ecx=0x12345678, ebp=0x77771700, [0x1700]=5a a5
        mov cx, [bp]
;; expect: cx=0xA55A

;; name: store-bp-disp8
;; set: ecx=0x1234A55A, ebp=0x77771700
        mov [bp-0x4], cx
;; expect: [0x16FC]=5a a5

;; name: load-bp-disp16
;; set: ecx=0x12345678, ebp=0x77771700, [0x1E00]=5a a5
        mov cx, [bp+0x700]
;; expect: cx=0xA55A

;; name: load-bx-no-disp
;; set: ecx=0x12345678, ebx=0x77771800, [0x1800]=5a a5
        mov cx, [bx]
;; expect: cx=0xA55A

;; name: store-bx-disp8
;; set: ecx=0x1234A55A, ebx=0x77771800
        mov [bx-0x4], cx
;; expect: [0x17FC]=5a a5

;; name: load-bx-disp16
;; set: ecx=0x12345678, ebx=0x77771800, [0x1F00]=5a a5
        mov cx, [bx+0x700]
;; expect: cx=0xA55A

;; name: load-disp16
;; set: [0x2345]=5a a5
        mov bx, [word 0x2345]
;; expect: bx=0xA55A

;; name: store-disp32
;; set: ebx=0xA55A
        mov [dword 0x2345], bx
;; expect: [0x2345]=5a a5

;; name: load-eax
;; set: eax=0x2104, [0x2104]=01 02 03 84
        mov edx, [eax]
;; expect: edx=0x84030201

;; name: store-eax-disp8
;; set: eax=0x2104, edx=0x84030201
        mov [eax-4], edx
;; expect: [0x2100]=01 02 03 84

;; name: load-eax-disp32
;; set: eax=0x104, [0x2104]=01 02 03 84
        mov edx, [eax+DATA]
;; expect: edx=0x84030201

;; name: load-ecx
;; set: ecx=0x2104, [0x2104]=01 02 03 84
        mov edx, [ecx]
;; expect: edx=0x84030201

;; name: store-ecx-disp8
;; set: ecx=0x2104, edx=0x84030201
        mov [ecx-4], edx
;; expect: [0x2100]=01 02 03 84

;; name: load-ecx-disp32
;; set: ecx=0x104, [0x2104]=01 02 03 84
        mov edx, [ecx+DATA]
;; expect: edx=0x84030201

;; name: load-edx
;; set: edx=0x2104, [0x2104]=01 02 03 84
        mov ebx, [edx]
;; expect: ebx=0x84030201

;; name: store-edx-disp8
;; set: edx=0x2104, ebx=0x84030201
        mov [edx-4], ebx
;; expect: [0x2100]=01 02 03 84

;; name: load-edx-disp32
;; set: edx=0x104, [0x2104]=01 02 03 84
        mov ebx, [edx+DATA]
;; expect: ebx=0x84030201

;; name: load-ebx
;; set: ebx=0x2104, [0x2104]=01 02 03 84
        mov edx, [ebx]
;; expect: edx=0x84030201

;; name: store-ebx-disp8
;; set: ebx=0x2104, edx=0x84030201
        mov [ebx-4], edx
;; expect: [0x2100]=01 02 03 84

;; name: load-ebx-disp32
;; set: ebx=0x104, [0x2104]=01 02 03 84
        mov edx, [ebx+DATA]
;; expect: edx=0x84030201

;; name: load-ebp
;; set: ebp=0x2104, [0x2104]=01 02 03 84
        mov edx, [ebp]
;; expect: edx=0x84030201

;; name: store-ebp-disp8
;; set: ebp=0x2104, edx=0x84030201
        mov [ebp-4], edx
;; expect: [0x2100]=01 02 03 84

;; name: load-ebp-disp32
;; set: ebp=0x104, [0x2104]=01 02 03 84
        mov edx, [ebp+DATA]
;; expect: edx=0x84030201

;; name: load-esi
;; set: esi=0x2104, [0x2104]=01 02 03 84
        mov edx, [esi]
;; expect: edx=0x84030201

;; name: store-esi-disp8
;; set: esi=0x2104, edx=0x84030201
        mov [esi-4], edx
;; expect: [0x2100]=01 02 03 84

;; name: load-esi-disp32
;; set: esi=0x104, [0x2104]=01 02 03 84
        mov edx, [esi+DATA]
;; expect: edx=0x84030201

;; name: load-edi
;; set: edi=0x2104, [0x2104]=01 02 03 84
        mov edx, [edi]
;; expect: edx=0x84030201

;; name: store-edi-disp8
;; set: edi=0x2104, edx=0x84030201
        mov [edi-4], edx
;; expect: [0x2100]=01 02 03 84

;; name: load-edi-disp32
;; set: edi=0x104, [0x2104]=01 02 03 84
        mov edx, [edi+DATA]
;; expect: edx=0x84030201

;; name: load-esp
;; set: [STACK]=01 02 03 84
        mov edx, [esp]
;; expect: edx=0x84030201

;; name: store-esp-disp8
;; set: edx=0x84030201
        mov [esp-8], edx
;; expect: [STACK-8]=01 02 03 84

;; name: load-eax-ebx-times-1
;; set: eax=0x1000, ebx=0x1010, [0x2010]=01 02 03 84
        mov edx, [eax+ebx*1]
;; expect: edx=0x84030201

;; name: load-ebx-ecx-times-2
;; set: ebx=0x1000, ecx=0x0820, [0x2041]=01 02 03 84
        mov edx, [ebx+ecx*2+0x1]
;; expect: edx=0x84030201

;; name: load-ecx-edx-times-4
;; set: ecx=0x1000, edx=0x0410, [0x203E]=01 02 03 84
        mov ebx, [ecx+edx*4-0x2]
;; expect: ebx=0x84030201

;; name: load-edx-esi-times-8
;; set: edx=0x1000, esi=0x0208, [0x2060]=01 02 03 84
        mov ebx, [edx+esi*8+0x20]
;; expect: ebx=0x84030201

;; name: load-esi-edi-times-1
;; set: esi=0x1000, edi=0x1044, [0x2044]=01 02 03 84
        mov ebx, [esi+edi*1]
;; expect: ebx=0x84030201

;; name: load-edi-ebp-times-2
;; set: edi=0x1000, ebp=0x0810, [0x2020]=01 02 03 84
        mov ebx, [edi+ebp*2]
;; expect: ebx=0x84030201

;; name: load-ebp-eax-times-4
;; set: ebp=0x1000, eax=0x0420, [0x2080]=01 02 03 84
        mov ebx, [ebp+eax*4]
;; expect: ebx=0x84030201

;; name: load-esp-eax-times-8
;; set: esp=0x1000, eax=0x0210, [0x2090]=01 02 03 84
        mov ebx, [esp+eax*8+0x10]
;; expect: ebx=0x84030201

;; name: load-ebp-ebp-times-1
;; set: ebp=0x1010, [0x2020]=01 02 03 84
        mov ebx, [ebp+ebp*1]
;; expect: ebx=0x84030201

;; name: load-ecx-times-4-disp32
;; set: ecx=0x0410, [0x2040]=01 02 03 84
        mov edx, [nosplit ecx*4+0x1000]
;; expect: edx=0x84030201

;; name: load-ebp-times-8-disp32
;; set: ebp=0x0208, [0x2040]=01 02 03 84
        mov edx, [nosplit ebp*8+0x1000]
;; expect: edx=0x84030201

;; name: load-esi-times-2-disp32
;; set: esi=0x0820, [0x2040]=01 02 03 84
        mov edx, [nosplit esi*2+0x1000]
;; expect: edx=0x84030201

;; name: negative-index
;; set: ebx=0x2100, ecx=0xFFFFFFFF, [0x20FC]=01 02 03 84
        mov edx, [ebx+ecx*4]
;; expect: edx=0x84030201

;; name: 32-bit-sum-wraps
;; set: ebx=0xFFFFF000, ecx=0x3008, [0x2008]=01 02 03 84
        mov edx, [ebx+ecx]
;; expect: edx=0x84030201

;; name: 16-bit-sum-wraps
;; set: ebx=0xF000, esi=0x3008, [0x2008]=01 82
        mov dx, [bx+si]
;; expect: dx=0x8201

;; name: 16-bit-sum-wraps-with-disp
;; set: ebx=0xFFFF, edi=0x2009, [0x2007]=01 82
        mov dx, [bx+di-1]
;; expect: dx=0x8201

;; name: 16-bit-disp-wraps
;; set: ebp=0xA009, [0x2008]=91
        mov dl, [bp+0x7FFF]
;; expect: dl=0x91

;; name: 16-bit-wrap-store
;; set: ebx=0xFFF8, esi=0x2000, edx=0x91
        mov [bx+si+0x10], dl
;; expect: [0x2008]=91

;; name: 16-bit-ignores-the-high-halves
;; set: ebx=0x88881000, esi=0x99991008, [0x2008]=91
        mov dl, [bx+si]
;; expect: dl=0x91

;; name: 16-bit-last-byte
;; set: ebx=0xFFF8, esi=7, [0xFFFF]=91
        mov dl, [bx+si]
;; expect: dl=0x91

;; name: 16-bit-word-over-the-end
;; mode: v86, pm16, pm16/3
;; set: ebx=0xFFFF
        nop
at:     mov dx, [bx]
;; expect: exception=13:0, eip=at

;; name: 16-bit-word-over-the-end-real
;; mode: real16
;; set: ebx=0xFFFF
        nop
at:     mov dx, [bx]
;; expect: exception=13, eip=at

;; name: 16-bit-word-over-the-end-of-64k-in-a-flat-segment
;; mode: pm32, pm32/3
;; set: ebx=0xFFFF, [0xFFFF]=01 82
        mov dx, [bx]
;; expect: dx=0x8201

;; name: 16-bit-dword-over-the-end
;; mode: v86, pm16, pm16/3
;; set: ebx=0xFFFF
        nop
at:     mov [bx-2], edx
;; expect: exception=13:0, eip=at

;; name: 16-bit-stack-word-over-the-end
;; mode: v86, pm16, pm16/3
;; set: ebp=0xFFFF
        nop
at:     mov dx, [bp]
;; expect: exception=12:0, eip=at

;; name: 16-bit-stack-word-over-the-end-real
;; mode: real16
;; set: ebp=0xFFFF
        nop
at:     mov dx, [bp]
;; expect: exception=12, eip=at

;; name: 32-bit-offset-above-64k
;; mode: v86, pm16, pm16/3
;; set: ebx=0x10000
        nop
at:     mov dl, [ebx]
;; expect: exception=13:0, eip=at

;; name: 32-bit-offset-above-64k-real
;; mode: real16
;; set: ebx=0x10000
        nop
at:     mov dl, [ebx]
;; expect: exception=13, eip=at

;; name: 32-bit-offset-above-64k-flat
;; mode: pm32, pm32/3
;; set: ebx=0x123456, [0x123456]=91
        mov dl, [ebx]
;; expect: dl=0x91

;; name: 32-bit-last-valid-dword
;; set: ebx=0xFFFC, [0xFFFC]=01 02 03 84
        mov edx, [ebx]
;; expect: edx=0x84030201

;; name: bp-is-of-the-stack-real
;; mode: real16, v86
;; set: ds=0x200, ss=0x400, ebp=0x10, ebx=0x10, esi=8, [0x2012]=11, [0x4012]=22, [0x4018]=33
        mov al, [bp+2]
        mov ah, [bx+2]
        mov cl, [bp+si]
;; expect: ax=0x1122, cl=0x33

;; name: ebp-and-esp-are-of-the-stack-real
;; mode: real16, v86
;; set: ds=0x200, ss=0x400, ebp=0x10, esp=0x20, esi=8, [0x4012]=11, [0x4020]=22, [0x4020]=22, [0x2018]=44
        mov al, [ebp+2]
        mov ah, [esp]
        mov cl, [ebp+esi*2]
        mov ch, [esi+ebp]
;; expect: ax=0x2211, cx=0x4422

;; name: an-ebp-index-is-of-the-data-real
;; mode: real16, v86
;; set: ds=0x200, ss=0x400, ebp=0x10, [0x2022]=55, [0x2065]=66
        mov al, [nosplit ebp*2+2]
        mov ah, [eax+ebp]
;; expect: eax=0x6655

;; name: ebp-is-of-the-stack
;; mode: pm16, pm32, pm16/3, pm32/3
;; set: ds=SMALL, ebp=DATA+0x104, [DATA+0x100]=01 02 03 04 05 06 07 08
        mov edx, [ebp]
        mov ecx, [ebp-4]
;; expect: ecx=0x04030201, edx=0x08070605

;; name: esp-is-of-the-stack
;; mode: pm16, pm32, pm16/3, pm32/3
;; set: ds=0, [STACK]=01 02 03 04
        mov edx, [esp]
;; expect: edx=0x04030201

;; name: bp-si-is-of-the-stack
;; mode: pm16, pm32, pm16/3, pm32/3
;; set: ds=0, ebp=DATA, esi=6, [DATA+6]=01 02
        mov dx, [bp+si]
;; expect: dx=0x0201

;; name: an-ebp-index-is-of-the-data
;; mode: pm16, pm32, pm16/3, pm32/3
;; set: ds=0, ebp=DATA
        nop
at:     mov edx, [eax+ebp]
;; expect: exception=13:0, eip=at
