;; see: SDM Vol. 2A, BT: CF is the bit, ZF is not affected, the others are undefined; a register offset with memory is signed
;; modes: all

;; name: 16-imm-0
;; set: esi=0xE4F58421, flags=+ZF
        bt si, 0
;; expect: flags=+CF?PF?AF?SF?OF

;; name: 16-imm-top
;; set: esi=0xE4F58421
        bt si, 15
;; expect: flags=+CF?PF?AF?SF?OF

;; name: 16-imm-clear
;; set: esi=0xE4F58421, flags=+CF+ZF
        bt si, 1
;; expect: flags=-CF?PF?AF?SF?OF

;; name: 16-imm-size-wraps
;; set: esi=0xE4F58421
        bt si, 16
;; expect: flags=+CF?PF?AF?SF?OF

;; name: 16-imm-255
;; set: esi=0xE4F58421, flags=+ZF
        bt si, 255
;; expect: flags=+CF?PF?AF?SF?OF

;; name: 16-imm-clear-top
;; set: esi=0xE4F57FFF, flags=+CF
        bt si, 15
;; expect: flags=-CF?PF?AF?SF?OF

;; name: 16-reg-5
;; set: esi=0xE4F58421, edi=0xF8090005
        bt si, di
;; expect: flags=+CF?PF?AF?SF?OF

;; name: 16-reg-wraps
;; set: esi=0xE4F58421, edi=0xF809001A, flags=+ZF
        bt si, di
;; expect: flags=+CF?PF?AF?SF?OF

;; name: 16-reg-minus-1
;; set: esi=0xE4F58421, edi=0xF809FFFF
        bt si, di
;; expect: flags=+CF?PF?AF?SF?OF

;; name: 16-reg-clear
;; set: esi=0xE4F58421, edi=0xF8090032, flags=+CF
        bt si, di
;; expect: flags=-CF?PF?AF?SF?OF

;; name: 32-imm-0
;; set: esi=0x80014421, flags=+ZF
        bt esi, 0
;; expect: flags=+CF?PF?AF?SF?OF

;; name: 32-imm-top
;; set: esi=0x80014421
        bt esi, 31
;; expect: flags=+CF?PF?AF?SF?OF

;; name: 32-imm-clear
;; set: esi=0x80014421, flags=+CF+ZF
        bt esi, 1
;; expect: flags=-CF?PF?AF?SF?OF

;; name: 32-imm-size-wraps
;; set: esi=0x80014421
        bt esi, 32
;; expect: flags=+CF?PF?AF?SF?OF

;; name: 32-imm-255
;; set: esi=0x80014421, flags=+ZF
        bt esi, 255
;; expect: flags=+CF?PF?AF?SF?OF

;; name: 32-imm-clear-top
;; set: esi=0x7FFFFFFF, flags=+CF
        bt esi, 31
;; expect: flags=-CF?PF?AF?SF?OF

;; name: 32-reg-5
;; set: esi=0x80014421, edi=0x00000005
        bt esi, edi
;; expect: flags=+CF?PF?AF?SF?OF

;; name: 32-reg-wraps
;; set: esi=0x80014421, edi=0x0000002A, flags=+ZF
        bt esi, edi
;; expect: flags=+CF?PF?AF?SF?OF

;; name: 32-reg-minus-1
;; set: esi=0x80014421, edi=0xFFFFFFFF
        bt esi, edi
;; expect: flags=+CF?PF?AF?SF?OF

;; name: 32-reg-clear
;; set: esi=0x80014421, edi=0x00000062, flags=+CF
        bt esi, edi
;; expect: flags=-CF?PF?AF?SF?OF

;; name: 16-mem-imm
;; set: [DATA+0x800]=48 12, flags=+CF+ZF
        bt word [DATA+0x800], 7
;; expect: flags=-CF?PF?AF?SF?OF

;; name: 16-mem-imm-wraps
;; set: [DATA+0x800]=48 12
        bt word [DATA+0x800], 19
;; expect: flags=+CF?PF?AF?SF?OF

;; name: 16-mem-imm-top
;; set: [DATA+0x800]=48 12, flags=+CF
        bt word [DATA+0x800], 15
;; expect: flags=-CF?PF?AF?SF?OF

;; name: 16-mem-reg-inside
;; set: [DATA+0x800]=48 12, edi=0xF809000C
        bt [DATA+0x800], di
;; expect: flags=+CF?PF?AF?SF?OF

;; name: 16-mem-reg-next
;; set: [DATA+0x800+2]=48 12, edi=0xF8090010, flags=+CF+ZF
        bt [DATA+0x800], di
;; expect: flags=-CF?PF?AF?SF?OF

;; name: 16-mem-reg-far
;; set: [DATA+0x800+0xc8]=48 12, edi=0xF809064C
        bt [DATA+0x800], di
;; expect: flags=+CF?PF?AF?SF?OF

;; name: 16-mem-reg-minus-1
;; set: [DATA+0x800-2]=48 92, edi=0xF809FFFF, flags=+ZF
        bt [DATA+0x800], di
;; expect: flags=+CF?PF?AF?SF?OF

;; name: 16-mem-reg-minus-size
;; set: [DATA+0x800-2]=48 12, edi=0xF809FFF0, flags=+CF
        bt [DATA+0x800], di
;; expect: flags=-CF?PF?AF?SF?OF

;; name: 16-mem-reg-minus-far
;; set: [DATA+0x800-0x9a]=48 12, edi=0xF809FB36
        bt [DATA+0x800], di
;; expect: flags=+CF?PF?AF?SF?OF

;; name: 32-mem-imm
;; set: [DATA+0x800]=80 40 20 10, flags=+ZF
        bt dword [DATA+0x800], 7
;; expect: flags=+CF?PF?AF?SF?OF

;; name: 32-mem-imm-wraps
;; set: [DATA+0x800]=80 40 20 10, flags=+CF
        bt dword [DATA+0x800], 35
;; expect: flags=-CF?PF?AF?SF?OF

;; name: 32-mem-imm-top
;; set: [DATA+0x800]=80 40 20 10, flags=+CF
        bt dword [DATA+0x800], 31
;; expect: flags=-CF?PF?AF?SF?OF

;; name: 32-mem-reg-inside
;; set: [DATA+0x800]=80 40 20 10, edi=0x0000000C, flags=+CF
        bt [DATA+0x800], edi
;; expect: flags=-CF?PF?AF?SF?OF

;; name: 32-mem-reg-next
;; set: [DATA+0x800+4]=80 40 20 10, edi=0x00000020, flags=+CF+ZF
        bt [DATA+0x800], edi
;; expect: flags=-CF?PF?AF?SF?OF

;; name: 32-mem-reg-far
;; set: [DATA+0x800+0x190]=80 40 20 10, edi=0x00000C9C
        bt [DATA+0x800], edi
;; expect: flags=+CF?PF?AF?SF?OF

;; name: 32-mem-reg-minus-1
;; set: [DATA+0x800-4]=80 40 20 90, edi=0xFFFFFFFF, flags=+ZF
        bt [DATA+0x800], edi
;; expect: flags=+CF?PF?AF?SF?OF

;; name: 32-mem-reg-minus-size
;; set: [DATA+0x800-4]=80 40 20 10, edi=0xFFFFFFE0, flags=+CF
        bt [DATA+0x800], edi
;; expect: flags=-CF?PF?AF?SF?OF

;; name: 32-mem-reg-minus-far
;; set: [DATA+0x800-0x134]=80 40 20 10, edi=0xFFFFF666, flags=+CF
        bt [DATA+0x800], edi
;; expect: flags=-CF?PF?AF?SF?OF

;; name: 16-mem-reg-most-positive
;; set: [0x6000+0xffe]=00 40, edi=0xF8097FFE
        bt [0x6000], di
;; expect: flags=+CF?PF?AF?SF?OF

;; name: 16-mem-reg-most-negative
;; set: [0x6000-0x1000]=01 00, edi=0xF8098000, flags=+ZF
        bt [0x6000], di
;; expect: flags=+CF?PF?AF?SF?OF

;; name: 32-mem-reg-half-a-mebibyte
;; mode: pm32, pm32/3
;; set: [0x5000+0x80000]=00 01 00 00, edi=0x00400008
        bt [0x5000], edi
;; expect: flags=+CF?PF?AF?SF?OF

;; name: 32-mem-reg-across-pages
;; set: [0x4FFE]=00 00 01 00, edi=0x00000010
        bt [0x4FFE], edi
;; expect: flags=+CF?PF?AF?SF?OF

;; name: 32-mem-reg-next-page
;; set: [0x4FFC+4]=01 00 00 00, edi=0x00000020
        bt [0x4FFC], edi
;; expect: flags=+CF?PF?AF?SF?OF

;; name: 16-mem-reg-page-before
;; set: [0x5000-2]=00 80, edi=0xF809FFFF
        bt [0x5000], di
;; expect: flags=+CF?PF?AF?SF?OF

;; name: 16-bit-address-wraps
;; set: ebx=0xFFF0, eax=0x00010085, [DATA]=20 00 00 00
        bt [bx], eax
;; expect: flags=+CF?PF?AF?SF?OF

;; name: 32-bit-address-from-register
;; mode: pm32, pm32/3
;; set: ebx=0x102000, eax=0xFFFFFFE4, [0x101FFC]=10 00 00 00
        bt [ebx], eax
;; expect: flags=+CF?PF?AF?SF?OF
