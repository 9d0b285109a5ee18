;; see: SDM Vol. 2, XCHG: no flags are affected
;; modes: all

;; name: ax-cx
;; set: eax=0x11112222, ecx=0x33334444, flags=+CF+PF+AF+ZF+SF+OF
        xchg ax, cx
;; expect: ax=0x4444, cx=0x2222

;; name: eax-ecx
;; set: eax=0x11112222, ecx=0x33334444
        xchg eax, ecx
;; expect: eax=0x33334444, ecx=0x11112222

;; name: ax-dx
;; set: eax=0x11112222, edx=0x33334444, flags=+CF+PF+AF+ZF+SF+OF
        xchg ax, dx
;; expect: ax=0x4444, dx=0x2222

;; name: eax-edx
;; set: eax=0x11112222, edx=0x33334444
        xchg eax, edx
;; expect: eax=0x33334444, edx=0x11112222

;; name: ax-bx
;; set: eax=0x11112222, ebx=0x33334444, flags=+CF+PF+AF+ZF+SF+OF
        xchg ax, bx
;; expect: ax=0x4444, bx=0x2222

;; name: eax-ebx
;; set: eax=0x11112222, ebx=0x33334444
        xchg eax, ebx
;; expect: eax=0x33334444, ebx=0x11112222

;; name: ax-bp
;; set: eax=0x11112222, ebp=0x33334444, flags=+CF+PF+AF+ZF+SF+OF
        xchg ax, bp
;; expect: ax=0x4444, bp=0x2222

;; name: eax-ebp
;; set: eax=0x11112222, ebp=0x33334444
        xchg eax, ebp
;; expect: eax=0x33334444, ebp=0x11112222

;; name: ax-si
;; set: eax=0x11112222, esi=0x33334444, flags=+CF+PF+AF+ZF+SF+OF
        xchg ax, si
;; expect: ax=0x4444, si=0x2222

;; name: eax-esi
;; set: eax=0x11112222, esi=0x33334444
        xchg eax, esi
;; expect: eax=0x33334444, esi=0x11112222

;; name: ax-di
;; set: eax=0x11112222, edi=0x33334444, flags=+CF+PF+AF+ZF+SF+OF
        xchg ax, di
;; expect: ax=0x4444, di=0x2222

;; name: eax-edi
;; set: eax=0x11112222, edi=0x33334444
        xchg eax, edi
;; expect: eax=0x33334444, edi=0x11112222

;; name: eax-esp
;; set: eax=0x7000
        xchg eax, esp
;; expect: eax=0x8000, esp=0x7000

;; name: ax-sp
;; set: eax=0x55557000
        xchg ax, sp
;; expect: ax=0x8000, sp=0x7000

;; name: ax-ax-is-nop
;; set: eax=0x12345678, flags=+CF+PF+AF+ZF+SF+OF
        o16
        db 0x90                       ; nop, xchg ax, ax

;; name: eax-eax-is-nop
;; set: eax=0x92345678
        o32
        db 0x90                       ; nop, xchg eax, eax

;; name: al-ah
;; set: eax=0x11112233
        xchg al, ah
;; expect: ax=0x3322

;; name: bl-dh
;; set: ebx=0x11112233, edx=0x44445566, flags=+CF+PF+AF+ZF+SF+OF
        xchg bl, dh
;; expect: bl=0x55, dh=0x33

;; name: cl-cl
;; set: ecx=0x123
        xchg cl, cl

;; name: si-di
;; set: esi=0x11112222, edi=0x33334444
        xchg si, di
;; expect: si=0x4444, di=0x2222

;; name: ebx-ecx
;; set: ebx=0x11112222, ecx=0x33334444
        xchg ebx, ecx
;; expect: ebx=0x33334444, ecx=0x11112222

;; name: mem8-dl
;; set: [DATA]=aa bb cc, edx=0x12345678, flags=+CF+PF+AF+ZF+SF+OF
        xchg [DATA+1], dl
;; expect: [DATA+1]=78, dl=0xBB

;; name: mem16-si
;; set: [DATA]=aa bb cc dd, esi=0x12345678
        xchg [DATA+1], si
;; expect: [DATA+1]=78 56, si=0xCCBB

;; name: mem32-ebp
;; set: [DATA+1]=aa bb cc dd, ebp=0x12345678, flags=+CF+PF+AF+ZF+SF+OF
        xchg [DATA+1], ebp
;; expect: [DATA+1]=78 56 34 12, ebp=0xDDCCBBAA

;; name: mem32-esp
;; set: [DATA]=00 70 00 00
        xchg [DATA], esp
;; expect: [DATA]=00 80 00 00, esp=0x7000

;; name: mem32-across-pages
;; set: [0x4FFD]=01 02 03 84, eax=0xAABBCCDD
        xchg [0x4FFD], eax
;; expect: [0x4FFD]=dd cc bb aa, eax=0x84030201

;; name: mem16-across-pages
;; set: [0x4FFF]=01 82, ecx=0xAABBCCDD
        xchg [0x4FFF], cx
;; expect: [0x4FFF]=dd cc, cx=0x8201

;; name: locked
;; set: [DATA]=01 00 00 00, eax=2
        lock xchg [DATA], eax
;; expect: [DATA]=02, eax=1

;; name: address-register-is-the-operand
;; set: ebx=DATA, [DATA]=78 56 34 12
        xchg [ebx], ebx
;; expect: [DATA]=00 20 00 00, ebx=0x12345678

;; name: address-register-is-the-operand-16
;; set: ebx=0x55552000, [DATA]=78 56
        xchg [bx], bx
;; expect: [DATA]=00 20, bx=0x5678
