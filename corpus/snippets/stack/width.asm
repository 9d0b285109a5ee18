;; see: SDM Vol. 1, 6.2.3: the B bit of SS is the width of the stack pointer, whatever the code is; bases and limits of the stack
;; modes: pm16/3, pm32/3

;; name: push-word-16-bit-stack
;; set: ss=BIG16, esp=0xABCD0000, eax=0x12345678
        push ax
;; expect: esp=0xABCDFFFE, [0x0000FFFE]=78 56

;; name: push-dword-16-bit-stack
;; set: ss=BIG16, esp=0xABCD0000, eax=0x12345678
        push eax
;; expect: esp=0xABCDFFFC, [0x0000FFFC]=78 56 34 12

;; name: pop-dword-16-bit-stack
;; set: ss=BIG16, esp=0xABCDFFFC, [0x0000FFFC]=78 56 34 12
        pop ecx
;; expect: esp=0xABCD0000, ecx=0x12345678

;; name: pop-word-16-bit-stack
;; set: ss=BIG16, esp=0xABCDFFFE, [0x0000FFFE]=78 56
        pop cx
;; expect: esp=0xABCD0000, cx=0x5678

;; name: pusha-16-16-bit-stack
;; set: ss=BIG16, esp=0xABCD0000, eax=0x11223344, ecx=0x55667788, edx=0x99AABBCC, ebx=0xDDEEFF00, ebp=0x01234567, esi=0x89ABCDEF, edi=0x02468ACE
        o16 pusha
;; expect: esp=0xABCDFFF0, [0x0000FFF0]=ce 8a ef cd 67 45 00 00 00 ff cc bb 88 77 44 33

;; name: pusha-32-16-bit-stack
;; set: ss=BIG16, esp=0xABCD0000, eax=0x11223344, ecx=0x55667788, edx=0x99AABBCC, ebx=0xDDEEFF00, ebp=0x01234567, esi=0x89ABCDEF, edi=0x02468ACE
        o32 pusha
;; expect: esp=0xABCDFFE0, [0x0000FFE0]=ce 8a 46 02 ef cd ab 89 67 45 23 01 00 00 cd ab 00 ff ee dd cc bb aa 99 88 77 66 55 44 33 22 11

;; name: popa-32-16-bit-stack
;; set: ss=BIG16, esp=0xABCDFFE0, [0x0000FFE0]=ce 8a 46 02 ef cd ab 89 67 45 23 01 00 00 00 00 00 ff ee dd cc bb aa 99 88 77 66 55 44 33 22 11
        o32 popa
;; expect: esp=0xABCD0000, eax=0x11223344, ecx=0x55667788, edx=0x99AABBCC, ebx=0xDDEEFF00, ebp=0x01234567, esi=0x89ABCDEF, edi=0x02468ACE

;; name: pushf-32-16-bit-stack
;; set: ss=BIG16, esp=0xABCD0000, flags=+CF+DF
        o32 pushf
;; expect: esp=0xABCDFFFC, [0x0000FFFC]=03 04 00 00

;; name: popf-16-16-bit-stack
;; set: ss=BIG16, esp=0xABCDFFFE, [0x0000FFFE]=d5 00
        o16 popf
;; expect: esp=0xABCD0000, flags=+CF+PF+AF+ZF+SF

;; name: leave-16-16-bit-stack
;; set: ss=BIG16, ebp=0xABCDFFFE, esp=0xABCD1000, [0x0000FFFE]=34 12
        o16 leave
;; expect: esp=0xABCD0000, ebp=0xABCD1234

;; name: leave-32-16-bit-stack
;; set: ss=BIG16, ebp=0xABCDFFFC, esp=0xABCD1000, [0x0000FFFC]=78 56 34 12
        o32 leave
;; expect: esp=0xABCD0000, ebp=0x12345678

;; name: enter-32-16-bit-stack
;; skip qemu: ENTER lets the borrow of SP go on into the high half of the frame pointer
;; set: ss=BIG16, esp=0xABCD0000, ebp=0x12345678
        o32 enter 8, 0
;; expect: esp=0xABCDFFF4, ebp=0xABCDFFFC, [0x0000FFFC]=78 56 34 12

;; name: pop-esp-16-bit-stack
;; set: ss=BIG16, esp=0xABCD8000, [0x00008000]=78 56 34 12
        pop esp
;; expect: esp=0x12345678

;; name: pop-sp-16-bit-stack
;; set: ss=BIG16, esp=0xABCD8000, [0x00008000]=78 56
        pop sp
;; expect: esp=0xABCD5678

;; name: push-esp-16-bit-stack
;; set: ss=BIG16, esp=0xABCD8000
        push esp
;; expect: esp=0xABCD7FFC, [0x00007FFC]=00 80 cd ab

;; name: explicit-esp-is-32-bits-16-bit-stack
;; set: ss=BIG16, esp=0x00128000, [0x128000]=01 02 03 84
        mov eax, [esp]
;; expect: eax=0x84030201

;; name: push-word-32-bit-stack
;; set: ss=DATA32_3, esp=0x00030000, eax=0x12345678
        push ax
;; expect: esp=0x0002FFFE, [0x0002FFFE]=78 56

;; name: push-dword-32-bit-stack
;; set: ss=DATA32_3, esp=0x00030000, eax=0x12345678
        push eax
;; expect: esp=0x0002FFFC, [0x0002FFFC]=78 56 34 12

;; name: pop-dword-32-bit-stack
;; set: ss=DATA32_3, esp=0x0002FFFC, [0x0002FFFC]=78 56 34 12
        pop ecx
;; expect: esp=0x00030000, ecx=0x12345678

;; name: pop-word-32-bit-stack
;; set: ss=DATA32_3, esp=0x0002FFFE, [0x0002FFFE]=78 56
        pop cx
;; expect: esp=0x00030000, cx=0x5678

;; name: pusha-16-32-bit-stack
;; set: ss=DATA32_3, esp=0x00030000, eax=0x11223344, ecx=0x55667788, edx=0x99AABBCC, ebx=0xDDEEFF00, ebp=0x01234567, esi=0x89ABCDEF, edi=0x02468ACE
        o16 pusha
;; expect: esp=0x0002FFF0, [0x0002FFF0]=ce 8a ef cd 67 45 00 00 00 ff cc bb 88 77 44 33

;; name: pusha-32-32-bit-stack
;; set: ss=DATA32_3, esp=0x00030000, eax=0x11223344, ecx=0x55667788, edx=0x99AABBCC, ebx=0xDDEEFF00, ebp=0x01234567, esi=0x89ABCDEF, edi=0x02468ACE
        o32 pusha
;; expect: esp=0x0002FFE0, [0x0002FFE0]=ce 8a 46 02 ef cd ab 89 67 45 23 01 00 00 03 00 00 ff ee dd cc bb aa 99 88 77 66 55 44 33 22 11

;; name: popa-32-32-bit-stack
;; set: ss=DATA32_3, esp=0x0002FFE0, [0x0002FFE0]=ce 8a 46 02 ef cd ab 89 67 45 23 01 00 00 00 00 00 ff ee dd cc bb aa 99 88 77 66 55 44 33 22 11
        o32 popa
;; expect: esp=0x00030000, eax=0x11223344, ecx=0x55667788, edx=0x99AABBCC, ebx=0xDDEEFF00, ebp=0x01234567, esi=0x89ABCDEF, edi=0x02468ACE

;; name: pushf-32-32-bit-stack
;; set: ss=DATA32_3, esp=0x00030000, flags=+CF+DF
        o32 pushf
;; expect: esp=0x0002FFFC, [0x0002FFFC]=03 04 00 00

;; name: popf-16-32-bit-stack
;; set: ss=DATA32_3, esp=0x0002FFFE, [0x0002FFFE]=d5 00
        o16 popf
;; expect: esp=0x00030000, flags=+CF+PF+AF+ZF+SF

;; name: leave-16-32-bit-stack
;; set: ss=DATA32_3, ebp=0x0002FFFE, esp=0x00021000, [0x0002FFFE]=34 12
        o16 leave
;; expect: esp=0x00030000, ebp=0x00021234

;; name: leave-32-32-bit-stack
;; set: ss=DATA32_3, ebp=0x0002FFFC, esp=0x00021000, [0x0002FFFC]=78 56 34 12
        o32 leave
;; expect: esp=0x00030000, ebp=0x12345678

;; name: enter-32-32-bit-stack
;; set: ss=DATA32_3, esp=0x00030000, ebp=0x12345678
        o32 enter 8, 0
;; expect: esp=0x0002FFF4, ebp=0x0002FFFC, [0x0002FFFC]=78 56 34 12

;; name: pop-esp-32-bit-stack
;; set: ss=DATA32_3, esp=0x00028000, [0x00028000]=78 56 34 12
        pop esp
;; expect: esp=0x12345678

;; name: pop-sp-32-bit-stack
;; set: ss=DATA32_3, esp=0x00028000, [0x00028000]=78 56
        pop sp
;; expect: esp=0x00025678

;; name: push-esp-32-bit-stack
;; set: ss=DATA32_3, esp=0x00028000
        push esp
;; expect: esp=0x00027FFC, [0x00027FFC]=00 80 02 00

;; name: explicit-esp-is-32-bits-32-bit-stack
;; set: ss=DATA32_3, esp=0x00128000, [0x128000]=01 02 03 84
        mov eax, [esp]
;; expect: eax=0x84030201

;; name: small-stack-top
;; set: ss=SMALL, esp=0x10, eax=0x84030201
        push eax
;; expect: esp=0xC, [DATA+0xC]=01 02 03 84

;; name: small-stack-last
;; set: ss=SMALL, esp=4, eax=0x84030201
        push eax
;; expect: esp=0, [DATA]=01 02 03 84

;; name: small-stack-under
;; set: ss=SMALL, esp=2, eax=0x84030201
        nop
at:     push eax
;; expect: exception=12:0, eip=at

;; name: small-stack-from-zero
;; set: ss=SMALL, esp=0
        nop
at:     push ax
;; expect: exception=12:0, eip=at

;; name: small-stack-over
;; set: ss=SMALL, esp=0x14
        nop
at:     push eax
;; expect: exception=12:0, eip=at

;; name: small-stack-pop-last
;; set: ss=SMALL, esp=0xC, [DATA+0xC]=01 02 03 84
        pop eax
;; expect: esp=0x10, eax=0x84030201

;; name: small-stack-pop-over
;; set: ss=SMALL, esp=0xD
        nop
at:     pop eax
;; expect: exception=12:0, eip=at

;; name: small-stack-frame
;; set: ss=SMALL, ebp=4, [DATA+8]=01 02 03 84
        mov eax, [ebp+4]
        mov [ebp+8], ax
;; expect: eax=0x84030201, [DATA+0xC]=01 02

;; name: small-stack-frame-over
;; set: ss=SMALL, ebp=4
        nop
at:     mov eax, [ebp+0xC]
;; expect: exception=12:0, eip=at

;; name: stack-operand-over-through-esp
;; set: ss=SMALL, esp=0xC
        nop
at:     add dword [esp+1], 1
;; expect: exception=12:0, eip=at

;; name: stack-segment-by-override
;; set: ss=SMALL, ebx=0xD
        nop
at:     mov eax, [ss:ebx]
;; expect: exception=12:0, eip=at

;; name: frame-by-ds-override-is-general-protection
;; set: ds=SMALL, ebp=0xD
        nop
at:     mov eax, [ds:ebp]
;; expect: exception=13:0, eip=at

;; name: real-stack-with-a-base
;; mode: real16, v86
;; set: ss=0x1000, esp=0x100, eax=0x12345678
        push ax
        push eax
        pop cx
;; expect: esp=0xFC, cx=0x5678, [0x100FA]=78 56 34 12 78 56

;; name: real-stack-wraps-in-its-segment
;; mode: real16, v86
;; set: ss=0x1000, esp=0, eax=0x5678
        push ax
;; expect: esp=0xFFFE, [0x1FFFE]=78 56

;; name: real-enter-with-a-base
;; mode: real16, v86
;; set: ss=0x1000, esp=0x100, ebp=0x1234
        enter 4, 1
;; expect: esp=0xF8, bp=0xFE, [0x100FC]=fe 00 34 12

;; name: real-memory-push-of-another-segment
;; mode: real16, v86
;; set: ds=0x200, es=0x300, ss=0x1000, esp=0x100, ebx=4, [0x2004]=cd ab
        push word [bx]
        pop word [es:bx]
;; expect: [0x100FE]=cd ab, [0x3004]=cd ab
