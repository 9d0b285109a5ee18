;; see: SDM Vol. 2A, BTR: CF is the bit, ZF is not affected, the others are undefined; a register offset with memory is signed
;; modes: all

;; name: 16-imm-0
;; set: esi=0xE4F58421, flags=+ZF
        btr si, 0
;; expect: si=0x8420, flags=+CF?PF?AF?SF?OF

;; name: 16-imm-top
;; set: esi=0xE4F58421
        btr si, 15
;; expect: si=0x0421, flags=+CF?PF?AF?SF?OF

;; name: 16-imm-clear
;; set: esi=0xE4F58421, flags=+CF+ZF
        btr si, 1
;; expect: si=0x8421, flags=-CF?PF?AF?SF?OF

;; name: 16-imm-size-wraps
;; set: esi=0xE4F58421
        btr si, 16
;; expect: si=0x8420, flags=+CF?PF?AF?SF?OF

;; name: 16-imm-255
;; set: esi=0xE4F58421, flags=+ZF
        btr si, 255
;; expect: si=0x0421, flags=+CF?PF?AF?SF?OF

;; name: 16-imm-clear-top
;; set: esi=0xE4F57FFF, flags=+CF
        btr si, 15
;; expect: si=0x7FFF, flags=-CF?PF?AF?SF?OF

;; name: 16-reg-5
;; set: esi=0xE4F58421, edi=0xF8090005
        btr si, di
;; expect: si=0x8401, flags=+CF?PF?AF?SF?OF

;; name: 16-reg-wraps
;; set: esi=0xE4F58421, edi=0xF809001A, flags=+ZF
        btr si, di
;; expect: si=0x8021, flags=+CF?PF?AF?SF?OF

;; name: 16-reg-minus-1
;; set: esi=0xE4F58421, edi=0xF809FFFF
        btr si, di
;; expect: si=0x0421, flags=+CF?PF?AF?SF?OF

;; name: 16-reg-clear
;; set: esi=0xE4F58421, edi=0xF8090032, flags=+CF
        btr si, di
;; expect: si=0x8421, flags=-CF?PF?AF?SF?OF

;; name: 32-imm-0
;; set: esi=0x80014421, flags=+ZF
        btr esi, 0
;; expect: esi=0x80014420, flags=+CF?PF?AF?SF?OF

;; name: 32-imm-top
;; set: esi=0x80014421
        btr esi, 31
;; expect: esi=0x00014421, flags=+CF?PF?AF?SF?OF

;; name: 32-imm-clear
;; set: esi=0x80014421, flags=+CF+ZF
        btr esi, 1
;; expect: esi=0x80014421, flags=-CF?PF?AF?SF?OF

;; name: 32-imm-size-wraps
;; set: esi=0x80014421
        btr esi, 32
;; expect: esi=0x80014420, flags=+CF?PF?AF?SF?OF

;; name: 32-imm-255
;; set: esi=0x80014421, flags=+ZF
        btr esi, 255
;; expect: esi=0x00014421, flags=+CF?PF?AF?SF?OF

;; name: 32-imm-clear-top
;; set: esi=0x7FFFFFFF, flags=+CF
        btr esi, 31
;; expect: esi=0x7FFFFFFF, flags=-CF?PF?AF?SF?OF

;; name: 32-reg-5
;; set: esi=0x80014421, edi=0x00000005
        btr esi, edi
;; expect: esi=0x80014401, flags=+CF?PF?AF?SF?OF

;; name: 32-reg-wraps
;; set: esi=0x80014421, edi=0x0000002A, flags=+ZF
        btr esi, edi
;; expect: esi=0x80014021, flags=+CF?PF?AF?SF?OF

;; name: 32-reg-minus-1
;; set: esi=0x80014421, edi=0xFFFFFFFF
        btr esi, edi
;; expect: esi=0x00014421, flags=+CF?PF?AF?SF?OF

;; name: 32-reg-clear
;; set: esi=0x80014421, edi=0x00000062, flags=+CF
        btr esi, edi
;; expect: esi=0x80014421, flags=-CF?PF?AF?SF?OF

;; name: 16-mem-imm
;; set: [DATA+0x800]=48 12, flags=+CF+ZF
        btr word [DATA+0x800], 7
;; expect: [DATA+0x800]=48 12, flags=-CF?PF?AF?SF?OF

;; name: 16-mem-imm-wraps
;; set: [DATA+0x800]=48 12
        btr word [DATA+0x800], 19
;; expect: [DATA+0x800]=40 12, flags=+CF?PF?AF?SF?OF

;; name: 16-mem-imm-top
;; set: [DATA+0x800]=48 12, flags=+CF
        btr word [DATA+0x800], 15
;; expect: [DATA+0x800]=48 12, flags=-CF?PF?AF?SF?OF

;; name: 16-mem-reg-inside
;; set: [DATA+0x800]=48 12, edi=0xF809000C
        btr [DATA+0x800], di
;; expect: [DATA+0x800]=48 02, flags=+CF?PF?AF?SF?OF

;; name: 16-mem-reg-next
;; set: [DATA+0x800+2]=48 12, edi=0xF8090010, flags=+CF+ZF
        btr [DATA+0x800], di
;; expect: [DATA+0x800+2]=48 12, flags=-CF?PF?AF?SF?OF

;; name: 16-mem-reg-far
;; set: [DATA+0x800+0xc8]=48 12, edi=0xF809064C
        btr [DATA+0x800], di
;; expect: [DATA+0x800+0xc8]=48 02, flags=+CF?PF?AF?SF?OF

;; name: 16-mem-reg-minus-1
;; set: [DATA+0x800-2]=48 92, edi=0xF809FFFF, flags=+ZF
        btr [DATA+0x800], di
;; expect: [DATA+0x800-2]=48 12, flags=+CF?PF?AF?SF?OF

;; name: 16-mem-reg-minus-size
;; set: [DATA+0x800-2]=48 12, edi=0xF809FFF0, flags=+CF
        btr [DATA+0x800], di
;; expect: [DATA+0x800-2]=48 12, flags=-CF?PF?AF?SF?OF

;; name: 16-mem-reg-minus-far
;; set: [DATA+0x800-0x9a]=48 12, edi=0xF809FB36
        btr [DATA+0x800], di
;; expect: [DATA+0x800-0x9a]=08 12, flags=+CF?PF?AF?SF?OF

;; name: 32-mem-imm
;; set: [DATA+0x800]=80 40 20 10, flags=+ZF
        btr dword [DATA+0x800], 7
;; expect: [DATA+0x800]=00 40 20 10, flags=+CF?PF?AF?SF?OF

;; name: 32-mem-imm-wraps
;; set: [DATA+0x800]=80 40 20 10, flags=+CF
        btr dword [DATA+0x800], 35
;; expect: [DATA+0x800]=80 40 20 10, flags=-CF?PF?AF?SF?OF

;; name: 32-mem-imm-top
;; set: [DATA+0x800]=80 40 20 10, flags=+CF
        btr dword [DATA+0x800], 31
;; expect: [DATA+0x800]=80 40 20 10, flags=-CF?PF?AF?SF?OF

;; name: 32-mem-reg-inside
;; set: [DATA+0x800]=80 40 20 10, edi=0x0000000C, flags=+CF
        btr [DATA+0x800], edi
;; expect: [DATA+0x800]=80 40 20 10, flags=-CF?PF?AF?SF?OF

;; name: 32-mem-reg-next
;; set: [DATA+0x800+4]=80 40 20 10, edi=0x00000020, flags=+CF+ZF
        btr [DATA+0x800], edi
;; expect: [DATA+0x800+4]=80 40 20 10, flags=-CF?PF?AF?SF?OF

;; name: 32-mem-reg-far
;; set: [DATA+0x800+0x190]=80 40 20 10, edi=0x00000C9C
        btr [DATA+0x800], edi
;; expect: [DATA+0x800+0x190]=80 40 20 00, flags=+CF?PF?AF?SF?OF

;; name: 32-mem-reg-minus-1
;; set: [DATA+0x800-4]=80 40 20 90, edi=0xFFFFFFFF, flags=+ZF
        btr [DATA+0x800], edi
;; expect: [DATA+0x800-4]=80 40 20 10, flags=+CF?PF?AF?SF?OF

;; name: 32-mem-reg-minus-size
;; set: [DATA+0x800-4]=80 40 20 10, edi=0xFFFFFFE0, flags=+CF
        btr [DATA+0x800], edi
;; expect: [DATA+0x800-4]=80 40 20 10, flags=-CF?PF?AF?SF?OF

;; name: 32-mem-reg-minus-far
;; set: [DATA+0x800-0x134]=80 40 20 10, edi=0xFFFFF666, flags=+CF
        btr [DATA+0x800], edi
;; expect: [DATA+0x800-0x134]=80 40 20 10, flags=-CF?PF?AF?SF?OF

;; name: 16-mem-reg-most-positive
;; set: [0x6000+0xffe]=00 40, edi=0xF8097FFE
        btr [0x6000], di
;; expect: [0x6000+0xffe]=00 00, flags=+CF?PF?AF?SF?OF

;; name: 16-mem-reg-most-negative
;; set: [0x6000-0x1000]=01 00, edi=0xF8098000, flags=+ZF
        btr [0x6000], di
;; expect: [0x6000-0x1000]=00 00, flags=+CF?PF?AF?SF?OF

;; name: 32-mem-reg-half-a-mebibyte
;; mode: pm32, pm32/3
;; set: [0x5000+0x80000]=00 01 00 00, edi=0x00400008
        btr [0x5000], edi
;; expect: [0x5000+0x80000]=00 00 00 00, flags=+CF?PF?AF?SF?OF

;; name: 32-mem-reg-across-pages
;; set: [0x4FFE]=00 00 01 00, edi=0x00000010
        btr [0x4FFE], edi
;; expect: [0x4FFE]=00 00 00 00, flags=+CF?PF?AF?SF?OF

;; name: 32-mem-reg-next-page
;; set: [0x4FFC+4]=01 00 00 00, edi=0x00000020
        btr [0x4FFC], edi
;; expect: [0x4FFC+4]=00 00 00 00, flags=+CF?PF?AF?SF?OF

;; name: 16-mem-reg-page-before
;; set: [0x5000-2]=00 80, edi=0xF809FFFF
        btr [0x5000], di
;; expect: [0x5000-2]=00 00, flags=+CF?PF?AF?SF?OF

;; name: 16-bit-address-wraps
;; set: ebx=0xFFF0, eax=0x00010085, [DATA]=20 00 00 00
        btr [bx], eax
;; expect: [DATA]=00 00 00 00, flags=+CF?PF?AF?SF?OF

;; name: 32-bit-address-from-register
;; mode: pm32, pm32/3
;; set: ebx=0x102000, eax=0xFFFFFFE4, [0x101FFC]=10 00 00 00
        btr [ebx], eax
;; expect: [0x101FFC]=00 00 00 00, flags=+CF?PF?AF?SF?OF
