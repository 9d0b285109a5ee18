;; see: SDM Vol. 2A, LEA and tables 2-1, 2-2 and 2-3 for the address; no flags
;; modes: all

;; name: eax-no-disp
;; set: eax=0x00010203, flags=+CF+PF+AF+ZF+SF+OF
        lea edi, [eax]
;; expect: edi=0x00010203

;; name: eax-disp8
;; set: eax=0x00010203
        lea edi, [eax-0x80]
;; expect: edi=0x00010183

;; name: eax-disp32
;; set: eax=0x00010203
        lea edi, [eax+0x12345678]
;; expect: edi=0x1235587B

;; name: ecx-no-disp
;; set: ecx=0x01020304, flags=+CF+PF+AF+ZF+SF+OF
        lea edi, [ecx]
;; expect: edi=0x01020304

;; name: ecx-disp8
;; set: ecx=0x01020304
        lea edi, [ecx-0x80]
;; expect: edi=0x01020284

;; name: ecx-disp32
;; set: ecx=0x01020304
        lea edi, [ecx+0x12345678]
;; expect: edi=0x1336597C

;; name: edx-no-disp
;; set: edx=0x02030405, flags=+CF+PF+AF+ZF+SF+OF
        lea edi, [edx]
;; expect: edi=0x02030405

;; name: edx-disp8
;; set: edx=0x02030405
        lea edi, [edx-0x80]
;; expect: edi=0x02030385

;; name: edx-disp32
;; set: edx=0x02030405
        lea edi, [edx+0x12345678]
;; expect: edi=0x14375A7D

;; name: ebx-no-disp
;; set: ebx=0x03040506, flags=+CF+PF+AF+ZF+SF+OF
        lea edi, [ebx]
;; expect: edi=0x03040506

;; name: ebx-disp8
;; set: ebx=0x03040506
        lea edi, [ebx-0x80]
;; expect: edi=0x03040486

;; name: ebx-disp32
;; set: ebx=0x03040506
        lea edi, [ebx+0x12345678]
;; expect: edi=0x15385B7E

;; name: esp-no-disp
;; set: flags=+CF+PF+AF+ZF+SF+OF
        lea edi, [esp]
;; expect: edi=0x00008000

;; name: esp-disp8
        lea edi, [esp-0x80]
;; expect: edi=0x00007F80

;; name: esp-disp32
        lea edi, [esp+0x12345678]
;; expect: edi=0x1234D678

;; name: ebp-no-disp
;; set: ebp=0x05060708, flags=+CF+PF+AF+ZF+SF+OF
        lea edi, [ebp]
;; expect: edi=0x05060708

;; name: ebp-disp8
;; set: ebp=0x05060708
        lea edi, [ebp-0x80]
;; expect: edi=0x05060688

;; name: ebp-disp32
;; set: ebp=0x05060708
        lea edi, [ebp+0x12345678]
;; expect: edi=0x173A5D80

;; name: esi-no-disp
;; set: esi=0x06070809, flags=+CF+PF+AF+ZF+SF+OF
        lea edi, [esi]
;; expect: edi=0x06070809

;; name: esi-disp8
;; set: esi=0x06070809
        lea edi, [esi-0x80]
;; expect: edi=0x06070789

;; name: esi-disp32
;; set: esi=0x06070809
        lea edi, [esi+0x12345678]
;; expect: edi=0x183B5E81

;; name: edi-no-disp
;; set: edi=0x0708090A, flags=+CF+PF+AF+ZF+SF+OF
        lea eax, [edi]
;; expect: eax=0x0708090A

;; name: edi-disp8
;; set: edi=0x0708090A
        lea eax, [edi-0x80]
;; expect: eax=0x0708088A

;; name: edi-disp32
;; set: edi=0x0708090A
        lea eax, [edi+0x12345678]
;; expect: eax=0x193C5F82

;; name: eax-ecx-times-1
;; set: eax=0x00010203, ecx=0x01020304
        lea edx, [eax+ecx*1]
;; expect: edx=0x01030507

;; name: ebx-edx-times-2
;; set: ebx=0x03040506, edx=0x02030405
        lea edx, [ebx+edx*2]
;; expect: edx=0x070A0D10

;; name: ecx-ebx-times-4
;; set: ecx=0x01020304, ebx=0x03040506
        lea edx, [ecx+ebx*4]
;; expect: edx=0x0D12171C

;; name: edx-ebp-times-8
;; set: edx=0x02030405, ebp=0x05060708
        lea edx, [edx+ebp*8]
;; expect: edx=0x2A333C45

;; name: esp-esi-times-1
;; set: esi=0x06070809
        lea edx, [esp+esi*1]
;; expect: edx=0x06078809

;; name: ebp-edi-times-2
;; set: ebp=0x05060708, edi=0x0708090A
        lea edx, [ebp+edi*2]
;; expect: edx=0x1316191C

;; name: esi-eax-times-4-disp
;; set: esi=0x06070809, eax=0x00010203
        lea edx, [esi+eax*4+0x5]
;; expect: edx=0x060B101A

;; name: edi-ecx-times-8-disp
;; set: edi=0x0708090A, ecx=0x01020304
        lea edx, [edi+ecx*8-0x5]
;; expect: edx=0x0F182125

;; name: ebp-ebp-times-4-disp
;; set: ebp=0x05060708
        lea edx, [ebp+ebp*4+0x7f]
;; expect: edx=0x191E23A7

;; name: esp-edi-times-8-disp
;; set: edi=0x0708090A
        lea edx, [esp+edi*8+0x80]
;; expect: edx=0x3840C8D0

;; name: ebx-ebx-times-1-disp
;; set: ebx=0x03040506
        lea edx, [ebx+ebx*1+0x11223344]
;; expect: edx=0x172A3D50

;; name: ebp-eax-times-1
;; set: ebp=0x05060708, eax=0x00010203
        lea edx, [ebp+eax*1]
;; expect: edx=0x0507090B

;; name: edi-edi-times-8-disp
;; set: edi=0x0708090A
        lea edx, [edi+edi*8-0x7fffffff]
;; expect: edx=0xBF48515B

;; name: esp-ebp-times-2-disp
;; set: ebp=0x05060708
        lea edx, [esp+ebp*2-0x1]
;; expect: edx=0x0A0C8E0F

;; name: ecx-times-1-without-base
;; set: ecx=0x01020304
        lea ebx, [nosplit ecx*1+0x10]
;; expect: ebx=0x01020314

;; name: eax-times-2-without-base
;; set: eax=0x00010203
        lea ebx, [nosplit eax*2+0x100]
;; expect: ebx=0x00020506

;; name: esi-times-4-without-base
;; set: esi=0x06070809
        lea ebx, [nosplit esi*4]
;; expect: ebx=0x181C2024

;; name: ebp-times-8-without-base
;; set: ebp=0x05060708
        lea ebx, [nosplit ebp*8+0x7654321]
;; expect: ebx=0x2F957B61

;; name: edi-times-2-without-base
;; set: edi=0x0708090A
        lea ebx, [nosplit edi*2-0x4]
;; expect: ebx=0x0E101210

;; name: 32-absolute
        lea eax, [dword 0x89ABCDEF]
;; expect: eax=0x89ABCDEF

;; name: sib-absolute
        o32 a32
        db 0x8D, 0x04, 0x25, 0xEF, 0xCD, 0xAB, 0x89 ; lea eax, [0x89ABCDEF] with a SIB byte
;; expect: eax=0x89ABCDEF

;; name: sib-no-index-scaled
;; set: ebx=0x12345678
        o32 a32
        db 0x8D, 0x04, 0xE3           ; lea eax, [ebx], index none, scale 8
;; expect: eax=0x12345678

;; name: wraps
;; set: ebx=0xFFFFFFFF, ecx=0x40000001
        lea eax, [ebx+ecx*8+2]
;; expect: eax=0x00000009

;; name: itself
;; set: eax=7
        lea eax, [eax+eax*8]
;; expect: eax=63

;; name: bx-si-no-disp
;; set: ecx=0x5A5A5A5A, ebx=0xABCD1234, esi=0xABCD0E10
        lea cx, [bx+si]
;; expect: cx=0x2044

;; name: bx-si-disp8
;; set: ecx=0x5A5A5A5A, ebx=0xABCD1234, esi=0xABCD0E10, flags=+CF+PF+AF+ZF+SF+OF
        lea cx, [bx+si-0x3]
;; expect: cx=0x2041

;; name: bx-si-disp16
;; set: ecx=0x5A5A5A5A, ebx=0xABCD1234, esi=0xABCD0E10, flags=+CF+PF+AF+ZF+SF+OF
        lea cx, [bx+si+0x7fff]
;; expect: cx=0xA043

;; name: bx-di-no-disp
;; set: ecx=0x5A5A5A5A, ebx=0xABCD1234, edi=0xABCD8001
        lea cx, [bx+di]
;; expect: cx=0x9235

;; name: bx-di-disp8
;; set: ecx=0x5A5A5A5A, ebx=0xABCD1234, edi=0xABCD8001, flags=+CF+PF+AF+ZF+SF+OF
        lea cx, [bx+di-0x3]
;; expect: cx=0x9232

;; name: bx-di-disp16
;; set: ecx=0x5A5A5A5A, ebx=0xABCD1234, edi=0xABCD8001, flags=+CF+PF+AF+ZF+SF+OF
        lea cx, [bx+di+0x7fff]
;; expect: cx=0x1234

;; name: bp-si-no-disp
;; set: ecx=0x5A5A5A5A, ebp=0xABCDF000, esi=0xABCD0E10
        lea cx, [bp+si]
;; expect: cx=0xFE10

;; name: bp-si-disp8
;; set: ecx=0x5A5A5A5A, ebp=0xABCDF000, esi=0xABCD0E10, flags=+CF+PF+AF+ZF+SF+OF
        lea cx, [bp+si-0x3]
;; expect: cx=0xFE0D

;; name: bp-si-disp16
;; set: ecx=0x5A5A5A5A, ebp=0xABCDF000, esi=0xABCD0E10, flags=+CF+PF+AF+ZF+SF+OF
        lea cx, [bp+si+0x7fff]
;; expect: cx=0x7E0F

;; name: bp-di-no-disp
;; set: ecx=0x5A5A5A5A, ebp=0xABCDF000, edi=0xABCD8001
        lea cx, [bp+di]
;; expect: cx=0x7001

;; name: bp-di-disp8
;; set: ecx=0x5A5A5A5A, ebp=0xABCDF000, edi=0xABCD8001, flags=+CF+PF+AF+ZF+SF+OF
        lea cx, [bp+di-0x3]
;; expect: cx=0x6FFE

;; name: bp-di-disp16
;; set: ecx=0x5A5A5A5A, ebp=0xABCDF000, edi=0xABCD8001, flags=+CF+PF+AF+ZF+SF+OF
        lea cx, [bp+di+0x7fff]
;; expect: cx=0xF000

;; name: si-no-disp
;; set: ecx=0x5A5A5A5A, esi=0xABCD0E10
        lea cx, [si]
;; expect: cx=0x0E10

;; name: si-disp8
;; set: ecx=0x5A5A5A5A, esi=0xABCD0E10, flags=+CF+PF+AF+ZF+SF+OF
        lea cx, [si-0x3]
;; expect: cx=0x0E0D

;; name: si-disp16
;; set: ecx=0x5A5A5A5A, esi=0xABCD0E10, flags=+CF+PF+AF+ZF+SF+OF
        lea cx, [si+0x7fff]
;; expect: cx=0x8E0F

;; name: di-no-disp
;; set: ecx=0x5A5A5A5A, edi=0xABCD8001
        lea cx, [di]
;; expect: cx=0x8001

;; name: di-disp8
;; set: ecx=0x5A5A5A5A, edi=0xABCD8001, flags=+CF+PF+AF+ZF+SF+OF
        lea cx, [di-0x3]
;; expect: cx=0x7FFE

;; name: di-disp16
;; set: ecx=0x5A5A5A5A, edi=0xABCD8001, flags=+CF+PF+AF+ZF+SF+OF
        lea cx, [di+0x7fff]
;; expect: cx=0x0000

;; name: bp-no-disp
;; set: ecx=0x5A5A5A5A, ebp=0xABCDF000
        lea cx, [bp]
;; expect: cx=0xF000

;; name: bp-disp8
;; set: ecx=0x5A5A5A5A, ebp=0xABCDF000, flags=+CF+PF+AF+ZF+SF+OF
        lea cx, [bp-0x3]
;; expect: cx=0xEFFD

;; name: bp-disp16
;; set: ecx=0x5A5A5A5A, ebp=0xABCDF000, flags=+CF+PF+AF+ZF+SF+OF
        lea cx, [bp+0x7fff]
;; expect: cx=0x6FFF

;; name: bx-no-disp
;; set: ecx=0x5A5A5A5A, ebx=0xABCD1234
        lea cx, [bx]
;; expect: cx=0x1234

;; name: bx-disp8
;; set: ecx=0x5A5A5A5A, ebx=0xABCD1234, flags=+CF+PF+AF+ZF+SF+OF
        lea cx, [bx-0x3]
;; expect: cx=0x1231

;; name: bx-disp16
;; set: ecx=0x5A5A5A5A, ebx=0xABCD1234, flags=+CF+PF+AF+ZF+SF+OF
        lea cx, [bx+0x7fff]
;; expect: cx=0x9233

;; name: 16-absolute
;; set: edx=0x5A5A5A5A
        lea dx, [word 0x8765]
;; expect: dx=0x8765

;; name: 32-destination-of-a-16-bit-address
;; set: edx=0x5A5A5A5A, ebx=0x1111F000, edi=0x22222000
        lea edx, [bx+di]
;; expect: edx=0x00001000

;; name: 32-destination-of-a-16-bit-disp
;; set: edx=0x5A5A5A5A, ebp=0x11110000
        lea edx, [bp-1]
;; expect: edx=0x0000FFFF

;; name: 16-destination-of-a-32-bit-address
;; set: edx=0x5A5A5A5A, ebx=0x1111F000, edi=0x22222000
        lea dx, [ebx+edi*4]
;; expect: dx=0x7000

;; name: segments-do-not-count
;; mode: pm16, pm32, pm16/3, pm32/3
;; set: fs=SMALL, ebx=0x12345678
        lea eax, [fs:ebx+1]
;; expect: eax=0x12345679

;; name: no-access-no-fault
;; mode: pm16, pm32, pm16/3, pm32/3
;; set: fs=0, ebx=0xFFFFFFF0
        lea eax, [fs:ebx]
;; expect: eax=0xFFFFFFF0

;; name: register-is-undefined
        nop
at:     db 0x8D, 0xC3                 ; lea eax, ebx
;; expect: exception=6, eip=at
