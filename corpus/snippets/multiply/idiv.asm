;; see: SDM Vol. 2A, IDIV: #DE where the quotient does not fit; all flags are undefined
;; modes: all

;; name: 8-positive
;; set: eax=0xA1B20067, ebx=0xB5C6D70A, flags=+CF+ZF+OF
        idiv bl
;; expect: al=0x0A, ah=0x03, flags=?CF?PF?AF?ZF?SF?OF

;; name: 8-negative-by-positive
;; set: eax=0xA1B2FF99, ecx=0xC9DA0AFC, flags=+CF+ZF+OF
        idiv ch
;; expect: al=0xF6, ah=0xFD, flags=?CF?PF?AF?ZF?SF?OF

;; name: 8-positive-by-negative
;; set: eax=0xA1B20067, ebx=0xB5C6D7F6, flags=+CF+ZF+OF
        idiv bl
;; expect: al=0xF6, ah=0x03, flags=?CF?PF?AF?ZF?SF?OF

;; name: 8-negative-by-negative
;; set: eax=0xA1B2FF99, ecx=0xC9DAF6FC, flags=+CF+ZF+OF
        idiv ch
;; expect: al=0x0A, ah=0xFD, flags=?CF?PF?AF?ZF?SF?OF

;; name: 8-by-zero
;; set: eax=0xA1B20007, ebx=0xB5C6D700, flags=+CF+ZF+OF
        nop
at:     idiv bl
;; expect: exception=0, eip=at, flags=?CF?PF?AF?ZF?SF?OF

;; name: 8-zero-by-minus-one
;; set: eax=0xA1B20000, ebx=0xB5C6D7FF, flags=+CF+ZF+OF
        idiv bl
;; expect: al=0x00, ah=0x00, flags=?CF?PF?AF?ZF?SF?OF

;; name: 8-most-negative-by-minus-one
;; set: eax=0xA1B2FF80, ebx=0xB5C6D7FF, flags=+CF+ZF+OF
        nop
at:     idiv bl
;; expect: exception=0, eip=at, flags=?CF?PF?AF?ZF?SF?OF

;; name: 8-most-negative-by-one
;; set: eax=0xA1B2FF80, ebx=0xB5C6D701, flags=+CF+ZF+OF
        idiv bl
;; expect: al=0x80, ah=0x00, flags=?CF?PF?AF?ZF?SF?OF

;; name: 8-most-negative-quotient
;; set: eax=0xA1B20100, ebx=0xB5C6D7FE, flags=+CF+ZF+OF
        idiv bl
;; expect: al=0x80, ah=0x00, flags=?CF?PF?AF?ZF?SF?OF

;; name: 8-most-negative-quotient-remainder
;; set: eax=0xA1B20182, ebx=0xB5C6D7FD, flags=+CF+ZF+OF
        idiv bl
;; expect: al=0x80, ah=0x02, flags=?CF?PF?AF?ZF?SF?OF

;; name: 8-largest-quotient
;; set: eax=0xA1B200FF, ebx=0xB5C6D702, flags=+CF+ZF+OF
        idiv bl
;; expect: al=0x7F, ah=0x01, flags=?CF?PF?AF?ZF?SF?OF

;; name: 8-quotient-one-too-large
;; set: eax=0xA1B20100, ebx=0xB5C6D702, flags=+CF+ZF+OF
        nop
at:     idiv bl
;; expect: exception=0, eip=at, flags=?CF?PF?AF?ZF?SF?OF

;; name: 8-quotient-one-too-small
;; set: eax=0xA1B2FEFE, ebx=0xB5C6D702, flags=+CF+ZF+OF
        nop
at:     idiv bl
;; expect: exception=0, eip=at, flags=?CF?PF?AF?ZF?SF?OF

;; name: 8-widest-dividend
;; set: eax=0xA1B28000, ebx=0xB5C6D7FF, flags=+CF+ZF+OF
        nop
at:     idiv bl
;; expect: exception=0, eip=at, flags=?CF?PF?AF?ZF?SF?OF

;; name: 8-widest-dividend-by-most-negative
;; set: eax=0xA1B28000, ecx=0xC9DA80FC, flags=+CF+ZF+OF
        nop
at:     idiv ch
;; expect: exception=0, eip=at, flags=?CF?PF?AF?ZF?SF?OF

;; name: 8-dividend-below-divisor
;; set: eax=0xA1B2FFFB, ebx=0xB5C6D707, flags=+CF+ZF+OF
        idiv bl
;; expect: al=0x00, ah=0xFB, flags=?CF?PF?AF?ZF?SF?OF

;; name: 8-by-high-half
;; set: eax=0xA1B20100, flags=+CF+ZF+OF
        nop
at:     idiv ah
;; expect: exception=0, eip=at, flags=?CF?PF?AF?ZF?SF?OF

;; name: 8-minus-one-by-itself
;; set: eax=0xA1B2FFFF, flags=+CF+ZF+OF
        idiv al
;; expect: al=0x01, ah=0x00, flags=?CF?PF?AF?ZF?SF?OF

;; name: 8-mem
;; set: eax=0xA1B2FF9C, [DATA+3]=07, flags=+CF+ZF+OF
        idiv byte [DATA+3]
;; expect: al=0xF2, ah=0xFE, flags=?CF?PF?AF?ZF?SF?OF

;; name: 8-mem-by-zero
;; set: eax=0xA1B20005, [DATA+3]=00, flags=+CF+ZF+OF
        nop
at:     idiv byte [DATA+3]
;; expect: exception=0, eip=at, flags=?CF?PF?AF?ZF?SF?OF

;; name: 8-mem-overflow
;; set: eax=0xA1B20800, [DATA+3]=fc, flags=+CF+ZF+OF
        nop
at:     idiv byte [DATA+3]
;; expect: exception=0, eip=at, flags=?CF?PF?AF?ZF?SF?OF

;; name: 16-positive
;; set: eax=0xA1B20067, edx=0xD0E10000, ebx=0xB5C6000A, flags=+CF+ZF+OF
        idiv bx
;; expect: ax=0x000A, dx=0x0003, flags=?CF?PF?AF?ZF?SF?OF

;; name: 16-negative-by-positive
;; set: eax=0xA1B2FF99, edx=0xD0E1FFFF, esi=0xE4F5000A, flags=+CF+ZF+OF
        idiv si
;; expect: ax=0xFFF6, dx=0xFFFD, flags=?CF?PF?AF?ZF?SF?OF

;; name: 16-positive-by-negative
;; set: eax=0xA1B20067, edx=0xD0E10000, ebx=0xB5C6FFF6, flags=+CF+ZF+OF
        idiv bx
;; expect: ax=0xFFF6, dx=0x0003, flags=?CF?PF?AF?ZF?SF?OF

;; name: 16-negative-by-negative
;; set: eax=0xA1B2FF99, edx=0xD0E1FFFF, esi=0xE4F5FFF6, flags=+CF+ZF+OF
        idiv si
;; expect: ax=0x000A, dx=0xFFFD, flags=?CF?PF?AF?ZF?SF?OF

;; name: 16-by-zero
;; set: eax=0xA1B20007, edx=0xD0E10000, ebx=0xB5C60000, flags=+CF+ZF+OF
        nop
at:     idiv bx
;; expect: exception=0, eip=at, flags=?CF?PF?AF?ZF?SF?OF

;; name: 16-zero-by-minus-one
;; set: eax=0xA1B20000, edx=0xD0E10000, ebx=0xB5C6FFFF, flags=+CF+ZF+OF
        idiv bx
;; expect: ax=0x0000, dx=0x0000, flags=?CF?PF?AF?ZF?SF?OF

;; name: 16-most-negative-by-minus-one
;; set: eax=0xA1B28000, edx=0xD0E1FFFF, ebx=0xB5C6FFFF, flags=+CF+ZF+OF
        nop
at:     idiv bx
;; expect: exception=0, eip=at, flags=?CF?PF?AF?ZF?SF?OF

;; name: 16-most-negative-by-one
;; set: eax=0xA1B28000, edx=0xD0E1FFFF, ebx=0xB5C60001, flags=+CF+ZF+OF
        idiv bx
;; expect: ax=0x8000, dx=0x0000, flags=?CF?PF?AF?ZF?SF?OF

;; name: 16-most-negative-quotient
;; set: eax=0xA1B20000, edx=0xD0E10001, ebx=0xB5C6FFFE, flags=+CF+ZF+OF
        idiv bx
;; expect: ax=0x8000, dx=0x0000, flags=?CF?PF?AF?ZF?SF?OF

;; name: 16-most-negative-quotient-remainder
;; set: eax=0xA1B28002, edx=0xD0E10001, ebx=0xB5C6FFFD, flags=+CF+ZF+OF
        idiv bx
;; expect: ax=0x8000, dx=0x0002, flags=?CF?PF?AF?ZF?SF?OF

;; name: 16-largest-quotient
;; set: eax=0xA1B2FFFF, edx=0xD0E10000, ebx=0xB5C60002, flags=+CF+ZF+OF
        idiv bx
;; expect: ax=0x7FFF, dx=0x0001, flags=?CF?PF?AF?ZF?SF?OF

;; name: 16-quotient-one-too-large
;; set: eax=0xA1B20000, edx=0xD0E10001, ebx=0xB5C60002, flags=+CF+ZF+OF
        nop
at:     idiv bx
;; expect: exception=0, eip=at, flags=?CF?PF?AF?ZF?SF?OF

;; name: 16-quotient-one-too-small
;; set: eax=0xA1B2FFFE, edx=0xD0E1FFFE, ebx=0xB5C60002, flags=+CF+ZF+OF
        nop
at:     idiv bx
;; expect: exception=0, eip=at, flags=?CF?PF?AF?ZF?SF?OF

;; name: 16-widest-dividend
;; set: eax=0xA1B20000, edx=0xD0E18000, ebx=0xB5C6FFFF, flags=+CF+ZF+OF
        nop
at:     idiv bx
;; expect: exception=0, eip=at, flags=?CF?PF?AF?ZF?SF?OF

;; name: 16-widest-dividend-by-most-negative
;; set: eax=0xA1B20000, edx=0xD0E18000, esi=0xE4F58000, flags=+CF+ZF+OF
        nop
at:     idiv si
;; expect: exception=0, eip=at, flags=?CF?PF?AF?ZF?SF?OF

;; name: 16-dividend-below-divisor
;; set: eax=0xA1B2FFFB, edx=0xD0E1FFFF, ebx=0xB5C60007, flags=+CF+ZF+OF
        idiv bx
;; expect: ax=0x0000, dx=0xFFFB, flags=?CF?PF?AF?ZF?SF?OF

;; name: 16-by-high-half
;; set: eax=0xA1B20000, edx=0xD0E10001, flags=+CF+ZF+OF
        nop
at:     idiv dx
;; expect: exception=0, eip=at, flags=?CF?PF?AF?ZF?SF?OF

;; name: 16-minus-one-by-itself
;; set: eax=0xA1B2FFFF, edx=0xD0E1FFFF, flags=+CF+ZF+OF
        idiv ax
;; expect: ax=0x0001, dx=0x0000, flags=?CF?PF?AF?ZF?SF?OF

;; name: 16-mem
;; set: eax=0xA1B2FF9C, edx=0xD0E1FFFF, [DATA+3]=07 00, flags=+CF+ZF+OF
        idiv word [DATA+3]
;; expect: ax=0xFFF2, dx=0xFFFE, flags=?CF?PF?AF?ZF?SF?OF

;; name: 16-mem-by-zero
;; set: eax=0xA1B20005, edx=0xD0E10000, [DATA+3]=00 00, flags=+CF+ZF+OF
        nop
at:     idiv word [DATA+3]
;; expect: exception=0, eip=at, flags=?CF?PF?AF?ZF?SF?OF

;; name: 16-mem-overflow
;; set: eax=0xA1B20000, edx=0xD0E10008, [DATA+3]=fc ff, flags=+CF+ZF+OF
        nop
at:     idiv word [DATA+3]
;; expect: exception=0, eip=at, flags=?CF?PF?AF?ZF?SF?OF

;; name: 32-positive
;; set: eax=0x00000067, edx=0x00000000, ebx=0x0000000A, flags=+CF+ZF+OF
        idiv ebx
;; expect: eax=0x0000000A, edx=0x00000003, flags=?CF?PF?AF?ZF?SF?OF

;; name: 32-negative-by-positive
;; set: eax=0xFFFFFF99, edx=0xFFFFFFFF, esi=0x0000000A, flags=+CF+ZF+OF
        idiv esi
;; expect: eax=0xFFFFFFF6, edx=0xFFFFFFFD, flags=?CF?PF?AF?ZF?SF?OF

;; name: 32-positive-by-negative
;; set: eax=0x00000067, edx=0x00000000, ebx=0xFFFFFFF6, flags=+CF+ZF+OF
        idiv ebx
;; expect: eax=0xFFFFFFF6, edx=0x00000003, flags=?CF?PF?AF?ZF?SF?OF

;; name: 32-negative-by-negative
;; set: eax=0xFFFFFF99, edx=0xFFFFFFFF, esi=0xFFFFFFF6, flags=+CF+ZF+OF
        idiv esi
;; expect: eax=0x0000000A, edx=0xFFFFFFFD, flags=?CF?PF?AF?ZF?SF?OF

;; name: 32-by-zero
;; set: eax=0x00000007, edx=0x00000000, ebx=0x00000000, flags=+CF+ZF+OF
        nop
at:     idiv ebx
;; expect: exception=0, eip=at, flags=?CF?PF?AF?ZF?SF?OF

;; name: 32-zero-by-minus-one
;; set: eax=0x00000000, edx=0x00000000, ebx=0xFFFFFFFF, flags=+CF+ZF+OF
        idiv ebx
;; expect: eax=0x00000000, edx=0x00000000, flags=?CF?PF?AF?ZF?SF?OF

;; name: 32-most-negative-by-minus-one
;; set: eax=0x80000000, edx=0xFFFFFFFF, ebx=0xFFFFFFFF, flags=+CF+ZF+OF
        nop
at:     idiv ebx
;; expect: exception=0, eip=at, flags=?CF?PF?AF?ZF?SF?OF

;; name: 32-most-negative-by-one
;; set: eax=0x80000000, edx=0xFFFFFFFF, ebx=0x00000001, flags=+CF+ZF+OF
        idiv ebx
;; expect: eax=0x80000000, edx=0x00000000, flags=?CF?PF?AF?ZF?SF?OF

;; name: 32-most-negative-quotient
;; set: eax=0x00000000, edx=0x00000001, ebx=0xFFFFFFFE, flags=+CF+ZF+OF
        idiv ebx
;; expect: eax=0x80000000, edx=0x00000000, flags=?CF?PF?AF?ZF?SF?OF

;; name: 32-most-negative-quotient-remainder
;; set: eax=0x80000002, edx=0x00000001, ebx=0xFFFFFFFD, flags=+CF+ZF+OF
        idiv ebx
;; expect: eax=0x80000000, edx=0x00000002, flags=?CF?PF?AF?ZF?SF?OF

;; name: 32-largest-quotient
;; set: eax=0xFFFFFFFF, edx=0x00000000, ebx=0x00000002, flags=+CF+ZF+OF
        idiv ebx
;; expect: eax=0x7FFFFFFF, edx=0x00000001, flags=?CF?PF?AF?ZF?SF?OF

;; name: 32-quotient-one-too-large
;; set: eax=0x00000000, edx=0x00000001, ebx=0x00000002, flags=+CF+ZF+OF
        nop
at:     idiv ebx
;; expect: exception=0, eip=at, flags=?CF?PF?AF?ZF?SF?OF

;; name: 32-quotient-one-too-small
;; set: eax=0xFFFFFFFE, edx=0xFFFFFFFE, ebx=0x00000002, flags=+CF+ZF+OF
        nop
at:     idiv ebx
;; expect: exception=0, eip=at, flags=?CF?PF?AF?ZF?SF?OF

;; name: 32-widest-dividend
;; skip unicorn: QEMU 5 divides with the host's IDIV without looking: SIGFPE ends its process
;; skip qemu: it divides with the host's IDIV without looking: SIGFPE ends its process
;; set: eax=0x00000000, edx=0x80000000, ebx=0xFFFFFFFF, flags=+CF+ZF+OF
        nop
at:     idiv ebx
;; expect: exception=0, eip=at, flags=?CF?PF?AF?ZF?SF?OF

;; name: 32-widest-dividend-by-most-negative
;; set: eax=0x00000000, edx=0x80000000, esi=0x80000000, flags=+CF+ZF+OF
        nop
at:     idiv esi
;; expect: exception=0, eip=at, flags=?CF?PF?AF?ZF?SF?OF

;; name: 32-dividend-below-divisor
;; set: eax=0xFFFFFFFB, edx=0xFFFFFFFF, ebx=0x00000007, flags=+CF+ZF+OF
        idiv ebx
;; expect: eax=0x00000000, edx=0xFFFFFFFB, flags=?CF?PF?AF?ZF?SF?OF

;; name: 32-by-high-half
;; set: eax=0x00000000, edx=0x00000001, flags=+CF+ZF+OF
        nop
at:     idiv edx
;; expect: exception=0, eip=at, flags=?CF?PF?AF?ZF?SF?OF

;; name: 32-minus-one-by-itself
;; set: eax=0xFFFFFFFF, edx=0xFFFFFFFF, flags=+CF+ZF+OF
        idiv eax
;; expect: eax=0x00000001, edx=0x00000000, flags=?CF?PF?AF?ZF?SF?OF

;; name: 32-mem
;; set: eax=0xFFFFFF9C, edx=0xFFFFFFFF, [DATA+3]=07 00 00 00, flags=+CF+ZF+OF
        idiv dword [DATA+3]
;; expect: eax=0xFFFFFFF2, edx=0xFFFFFFFE, flags=?CF?PF?AF?ZF?SF?OF

;; name: 32-mem-by-zero
;; set: eax=0x00000005, edx=0x00000000, [DATA+3]=00 00 00 00, flags=+CF+ZF+OF
        nop
at:     idiv dword [DATA+3]
;; expect: exception=0, eip=at, flags=?CF?PF?AF?ZF?SF?OF

;; name: 32-mem-overflow
;; set: eax=0x00000000, edx=0x00000008, [DATA+3]=fc ff ff ff, flags=+CF+ZF+OF
        nop
at:     idiv dword [DATA+3]
;; expect: exception=0, eip=at, flags=?CF?PF?AF?ZF?SF?OF

;; name: 32-mem-across-pages
;; set: eax=0x00000005, edx=0x00000002, [0x4FFE]=01 00 03 00, flags=+CF+ZF+OF
        idiv dword [0x4FFE]
;; expect: eax=0x0000AAAA, edx=0x0001555B, flags=?CF?PF?AF?ZF?SF?OF
